"""What amounts of every kind share: a text of a number and a word."""

from __future__ import annotations

import re
import unicodedata

from dxplan.errors import InputError, defect, kind_of

__all__ = ["is_word", "split", "wrong_type"]

_TEXT = re.compile(r"([+\-\u2212]?\d[\d.,_\u00a0\u202f ]*?)\s*([^\s\d.,_+\-].*|)")


def split(text: str, remedy: str) -> tuple[str, str]:
    """Return the number and the rest of a text such as ``"3,5 tỷ đồng"``."""
    match = _TEXT.fullmatch(unicodedata.normalize("NFC", text).strip()) if len(text) <= 200 else None
    if match is None:
        raise defect("quantity.unreadable", "this is not a number with a unit", remedy, text)
    return match[1].strip(), match[2].strip()


def is_word(text: str) -> bool:
    """Tell whether `split` finds exactly this word after a number."""
    match = _TEXT.fullmatch(f"1 {text}")
    return match is not None and match[2] == text


def wrong_type(value: object, what: str, remedy: str) -> InputError:
    """Return the error of a value that is no amount at all."""
    return defect("type.wrong", f"{what} is needed, not {kind_of(value)}", remedy, value)
