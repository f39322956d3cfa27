"""Reading an upload: what it really is, and a name that is safe to keep."""

from __future__ import annotations

import hashlib
import zipfile
import zlib
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import filetype

from mutualise.programme.rules.files import MOST_BYTES, FileRefused, check

# How the two office families name themselves inside their archives.
OPEN_DOCUMENT = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
}
OFFICE = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx", "ppt/presentation.xml": "pptx"}

# What the library raises over an archive that is damaged or made to be: ValueError for a name that is not
# UTF-8, RuntimeError for a part said to be encrypted or packed in a way not known here.
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, ValueError, RuntimeError, OSError)


@dataclass(frozen=True)
class Upload:
    """A file that may be kept."""

    name: str
    content_type: str
    content: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def read(file: Any) -> Upload:
    """Read an uploaded file and check its kind, size and content. Raises FileRefused."""
    name = "".join(c for c in str(file.name) if c.isprintable()).strip()
    content = file.read(MOST_BYTES + 1)
    found, macros = _recognised(content)
    kind = check(name, len(content), found=found, macros=macros)
    return Upload(name, kind.content_type, content)


def _recognised(content: bytes) -> tuple[str | None, bool]:
    if content.startswith(b"PK"):
        return _archive(content)
    guess = filetype.guess_extension(content)
    if guess:
        return guess, False
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None, False
    return (None if "\x00" in text else "text"), False


def _archive(content: bytes) -> tuple[str | None, bool]:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            names = set(archive.namelist())
            macros = any(name.lower().endswith("vbaproject.bin") for name in names)
            for part, kind in OFFICE.items():
                if part in names and "[Content_Types].xml" in names:
                    return kind, macros
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 100:
                macros = any(name.startswith(("Basic/", "Scripts/")) for name in names)
                return OPEN_DOCUMENT.get(archive.read("mimetype").strip()), macros
    except BROKEN as error:
        raise FileRefused("The selected file is damaged. Save it again and send that.") from error
    return None, False
