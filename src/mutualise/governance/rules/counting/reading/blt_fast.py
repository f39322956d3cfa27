"""The papers of a plain BLT file, read as columns of digits: half a second for millions of numbers.

"Plain" means digits and white space only, every paper closed by 0, every number a candidate, nobody
twice on a paper. Anything else returns None and the careful reader says what is wrong, and where.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from mutualise.governance.rules.counting.poll import MOST_PAPERS, Papers

_CHUNK = 2**21
_MOST_DIGITS = 15
_BLANK = b"0123456789 \t\r\n"


def fast_papers(raw: bytes, start: int, end: int, candidates: int) -> Papers | None:
    """The papers in raw[start:end], or None where the text is not plain."""
    if candidates > 62:
        return None
    parts: list[tuple[npt.NDArray[np.int64], npt.NDArray[np.uint8]]] = []
    while start < end:
        stop = end if end - start <= _CHUNK else raw.rfind(b"\n", start, start + _CHUNK) + 1
        if stop <= start:
            return None
        part = _part(raw[start:stop], candidates)
        if part is None:
            return None
        parts.append(part)
        start = stop
    if not parts:
        return None
    width = max(ranks.shape[1] for _, ranks in parts)
    rows = sum(len(counts) for counts, _ in parts)
    ranks, at = np.zeros((rows, width), dtype=np.uint8), 0
    for _, part_ranks in parts:
        ranks[at : at + len(part_ranks), : part_ranks.shape[1]] = part_ranks
        at += len(part_ranks)
    papers = Papers(np.concatenate([counts for counts, _ in parts]), ranks)
    return papers if papers.total < MOST_PAPERS else None


def _part(
    text: bytes, candidates: int
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.uint8]] | None:
    if text.translate(None, _BLANK):
        return None
    lines = text.count(b"\n")
    if text.count(b" 0\n") != lines and text.count(b" 0\r\n") != lines:
        return None  # a paper that runs over a line, or an unusual space: for the careful reader
    numbers = _numbers(text)
    if numbers is None or not len(numbers) or numbers[-1] != 0:
        return None
    ends = np.flatnonzero(numbers == 0)
    starts = np.concatenate([np.zeros(1, dtype=ends.dtype), ends[:-1] + 1])
    lengths = ends - starts - 1  # preferences on the paper
    if lengths.min() < 1:
        return None
    counts = numbers[starts]
    longest = int(lengths.max())
    if longest > candidates:
        return None
    ranks: npt.NDArray[Any] = np.zeros((len(starts), longest + 1), dtype=np.uint8)
    named = np.zeros(len(starts), dtype=np.int64)
    for place in range(longest):
        rows = np.flatnonzero(lengths > place)
        choices = numbers[starts[rows] + 1 + place]
        if choices.max() > candidates:
            return None
        bits = np.left_shift(1, choices)
        if (named[rows] & bits).any():
            return None
        named[rows] |= bits
        ranks[rows, place] = choices
    return counts, ranks


def _numbers(text: bytes) -> npt.NDArray[np.int64] | None:
    """All whole numbers in a text of digits and white space."""
    letters = np.frombuffer(text, dtype=np.uint8)
    digit = letters >= 48
    edges = np.flatnonzero(digit[1:] != digit[:-1]).astype(np.int32) + 1
    if len(letters) and digit[0]:
        edges = np.concatenate([np.zeros(1, dtype=np.int32), edges])
    if len(edges) % 2:
        edges = np.concatenate([edges, np.array([len(letters)], dtype=np.int32)])
    starts, stops = edges[0::2], edges[1::2]
    sizes = stops - starts
    if not len(sizes) or sizes.max() > _MOST_DIGITS:
        return None
    values = letters[starts].astype(np.int64) - 48
    for place in range(1, int(sizes.max())):
        longer = np.flatnonzero(sizes > place)
        values[longer] = values[longer] * 10 + (letters[starts[longer] + place] - 48)
    return values
