"""Which files a case may keep: kinds, size, and what a file of each kind must really be."""

from __future__ import annotations

from dataclasses import dataclass

MOST_BYTES = 10_000_000
MOST_NAME = 200


@dataclass(frozen=True)
class FileKind:
    """A permitted ending. `found` lists what the first bytes of such a file are recognised as;
    none means a text, which has no mark of its own."""

    ending: str
    label: str
    content_type: str
    found: tuple[str, ...]


KINDS = {
    kind.ending: kind
    for kind in (
        FileKind("pdf", "PDF", "application/pdf", ("pdf",)),
        FileKind(
            "docx", "Word",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document", ("docx",),
        ),
        FileKind(
            "xlsx", "Excel",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ("xlsx",),
        ),
        FileKind(
            "pptx", "PowerPoint",
            "application/vnd.openxmlformats-officedocument.presentationml.presentation", ("pptx",),
        ),
        FileKind("odt", "OpenDocument text", "application/vnd.oasis.opendocument.text", ("odt",)),
        FileKind(
            "ods", "OpenDocument spreadsheet", "application/vnd.oasis.opendocument.spreadsheet",
            ("ods",),
        ),
        FileKind("csv", "CSV", "text/csv", ()),
        FileKind("txt", "Text", "text/plain", ()),
        FileKind("png", "PNG image", "image/png", ("png",)),
        FileKind("jpg", "JPEG image", "image/jpeg", ("jpg",)),
        FileKind("jpeg", "JPEG image", "image/jpeg", ("jpg",)),
    )
}  # fmt: skip
ACCEPT = ",".join(f".{ending}" for ending in KINDS)


class FileRefused(ValueError):
    """The file cannot be kept; the message says why and what to do."""


def kind_of(name: str) -> FileKind:
    """The permitted kind a name claims by its ending. Raises FileRefused.

    >>> kind_of("Outline case.DOCX").label
    'Word'
    """
    stem, dot, ending = name.rpartition(".")
    kind = KINDS.get(ending.lower()) if dot and stem.strip() else None
    if kind is None:
        known = ", ".join(dict.fromkeys(each.label for each in KINDS.values()))
        raise FileRefused(f"“{name[:60]}” is of a kind that cannot be kept. Send one of: {known}.")
    if len(name) > MOST_NAME:
        raise FileRefused(f"The name of the file must be {MOST_NAME} characters or fewer.")
    return kind


def check(name: str, size: int, *, found: str | None, macros: bool) -> FileKind:
    """The kind of a file, after comparing its name with what its content was recognised as.

    `found` is "text" for readable text, None for content nobody recognised. Raises FileRefused.
    """
    kind = kind_of(name)
    if size == 0:
        raise FileRefused("The selected file is empty.")
    if size > MOST_BYTES:
        raise FileRefused(f"The selected file must be {MOST_BYTES // 1_000_000}MB or smaller.")
    if found not in (kind.found or ("text",)):
        raise FileRefused(
            f"The content of “{name[:60]}” is not {kind.label}. Save it again as {kind.label} and "
            "send that."
        )
    if macros:
        raise FileRefused(f"“{name[:60]}” has macros in it. Save it without them and send that.")
    return kind
