"""How wide a text will be: an estimate that errs on the wide side, for nobody knows the reader's fonts."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

__all__ = ["FONT", "shortened", "width", "wrapped"]

FONT = "'Segoe UI','Noto Sans',Roboto,'Liberation Sans',Arial,'DejaVu Sans',sans-serif"
"""Fonts that hold every Vietnamese letter, on the systems that offices use."""

# hundredths of the font size: the wider of Noto Sans and Liberation Sans, whose widths are Arial's
_CLASSES = {
    24: "'ijl|",
    28: " !,.:;·",
    34: "()-[]`fI",
    37: "t/\\{}",
    41: '"r',
    50: "Jcsz–",
    53: "kxvy*",
    57: "?L_ae$0123456789^+<=>~",
    62: "obdghnpquFTZ#",
    67: "ABEKPSVXY",
    74: "CRDUH&",
    78: "NGOQw",
    94: "Wm%M",
    100: "@—…→",
}
_WIDTHS = {mark: share for share, marks in _CLASSES.items() for mark in marks}
_OTHER = 66  # letters of other alphabets
_BOLD = 1.07
_ELLIPSIS = "…"


@lru_cache(maxsize=4096)
def _share(mark: str) -> int:
    if mark in _WIDTHS:
        return _WIDTHS[mark]
    if unicodedata.category(mark) in ("Mn", "Me", "Cf"):
        return 0
    if unicodedata.east_asian_width(mark) in "WF" or unicodedata.category(mark) in ("So", "Cn", "Co"):
        return 125
    base = unicodedata.normalize("NFD", mark)[0]
    if base != mark:  # a letter with its marks is as wide as the letter; ơ and ư are a little wider
        return _share(base) + (6 if mark in "ơưƠƯờớởỡợừứửữự" else 0)
    return {"đ": 62, "Đ": 74}.get(mark, _OTHER if mark.isalpha() else 80)


def width(words: str, size: float, *, bold: bool = False) -> float:
    """Return about how wide a text is at a font size, in the same unit.

    Examples
    --------
    >>> round(width("Sở Thông tin", 12)), round(width("i", 12)), round(width("中", 12))
    (75, 3, 15)
    """
    return sum(map(_share, words)) * size * (_BOLD if bold else 1) / 100


def shortened(words: str, room: float, size: float, *, bold: bool = False) -> str:
    r"""Return the text on one line, cut with an ellipsis where there is no room for all of it.

    Examples
    --------
    >>> shortened("Xây dựng Cổng dịch vụ công", 100, 12)
    'Xây dựng…'
    >>> shortened("two\nlines", 100, 12)
    'two lines'
    """
    words = " ".join(words.split())
    if width(words, size, bold=bold) <= room:
        return words
    room -= width(_ELLIPSIS, size, bold=bold)
    used = 0.0
    for place, mark in enumerate(words):
        used += width(mark, size, bold=bold)
        if used > room:
            return _beginning(words, place) + _ELLIPSIS
    return words


_NEAR = 7  # letters of a cut word that are dropped with the rest of it


def _beginning(words: str, place: int) -> str:
    """Return what stands before `place`, cut where a word ends near, never between a letter and the marks on it."""
    while place and (unicodedata.combining(words[place]) or words[place] in "\u200d\ufe0f"):
        place -= 1
    space = words.rfind(" ", max(place - _NEAR, 0), place + 1)
    return words[: space if space > 0 else place].removesuffix("\u200d").rstrip(" ,;:.–-(")


def wrapped(words: str, room: float, size: float, lines: int, *, bold: bool = False) -> list[str]:
    """Return the text on at most so many lines, the last one cut with an ellipsis where there is more.

    Examples
    --------
    >>> wrapped("Xây dựng Cổng dịch vụ công của tỉnh", 110, 12, 2)
    ['Xây dựng Cổng', 'dịch vụ công của…']
    """
    waiting = words.split()
    found: list[str] = []
    while waiting and len(found) < lines - 1:
        taken = 1
        while taken < len(waiting) and width(" ".join(waiting[: taken + 1]), size, bold=bold) <= room:
            taken += 1
        found.append(shortened(" ".join(waiting[:taken]), room, size, bold=bold))
        waiting = waiting[taken:]
    return [*found, shortened(" ".join(waiting), room, size, bold=bold)] if waiting else found
