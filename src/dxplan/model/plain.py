"""Plain values as people type them: text, ids, choices, flags, and lists of them."""

from __future__ import annotations

import difflib
import enum
import functools
import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from dxplan.errors import Defect, InputError, defect, enough, kind_of

__all__ = [
    "choice",
    "flag",
    "identifier",
    "identifiers",
    "many",
    "optional_identifier",
    "optional_text",
    "text",
    "texts",
]

_ID = re.compile(r"[^\W_](?:[\w.:/-]*\w)?")
_ID_REMEDY = "write letters, digits and . - _ : / without spaces, such as data-centre"
LONGEST_ID = 200
_LONGEST_TEXT = 20_000


def text(value: str) -> str:
    """Return `value` in Unicode's composed form (NFC), without white space around it.

    Raises
    ------
    InputError
        ``type.wrong``, ``text.empty``, ``text.too-long`` (20,000 characters), ``text.control`` (a control character).
    """
    if not isinstance(value, str):
        raise defect("type.wrong", f"text is needed, not {kind_of(value)}", "write it between quotes", value)
    if not value.isascii():
        value = unicodedata.normalize("NFC", value)
    value = value.strip()
    if not value:
        raise defect("text.empty", "this text is empty", "write it, or leave the field out", value)
    if len(value) > _LONGEST_TEXT:
        raise defect("text.too-long", f"this text is longer than {_LONGEST_TEXT} characters", "shorten it", value)
    if not value.isprintable() and any(
        mark in "\ufffe\uffff" or (unicodedata.category(mark) in {"Cc", "Cs"} and mark not in "\n\t") for mark in value
    ):
        raise defect("text.control", "this text holds a control character", "remove it", value)
    return value


def optional_text(value: str | None) -> str | None:
    """Return `value` as `text` does; None stays None."""
    return None if value is None else text(value)


@functools.lru_cache(maxsize=65536)
def _checked_id(value: str) -> str:
    value = unicodedata.normalize("NFC", value)
    if len(value) > LONGEST_ID or not _ID.fullmatch(value):
        raise defect("id.malformed", "this is not an id", _ID_REMEDY, value)
    return value


def identifier(value: str) -> str:
    """Return `value` as an id: letters of any script, digits and ``. - _ : /``, in NFC.

    Raises
    ------
    InputError
        ``id.malformed``, ``type.wrong``.

    Examples
    --------
    >>> identifier("so-tttt"), identifier("tỉnh-ủy")
    ('so-tttt', 'tỉnh-ủy')
    """
    if not isinstance(value, str):
        raise defect("type.wrong", f"an id is needed, not {kind_of(value)}", _ID_REMEDY, value)
    return _checked_id(value)


def optional_identifier(value: str | None) -> str | None:
    """Return `value` as an id; None stays None."""
    return None if value is None else identifier(value)


def many(values: object, convert: Any, single: tuple[type, ...] = (str,)) -> tuple[Any, ...]:
    """Return a tuple of converted values; one value of a `single` type stands for a tuple of one.

    Every value that can't be converted is reported, each with its index.
    """
    if values is None or (type(values) is tuple and not values):
        return ()
    if isinstance(values, single):
        values = (values,)
    if not isinstance(values, Iterable) or isinstance(values, (str, bytes, Mapping)):
        raise defect("type.wrong", f"a list is needed, not {kind_of(values)}", "write it in brackets", values)
    found: list[Any] = []
    defects: list[Defect] = []
    for index, value in enumerate(values):
        try:
            found.append(convert(value))
        except InputError as error:
            defects += [one.within(index) for one in error.defects]
            if enough(defects):
                break
    if defects:
        raise InputError(defects)
    return tuple(found)


def identifiers(values: str | Iterable[str] | None) -> tuple[str, ...]:
    """Return ids in a tuple; a text alone is one id."""
    return many(values, identifier)


def texts(values: str | Iterable[str] | None) -> tuple[str, ...]:
    """Return texts in a tuple; a text alone is one."""
    return many(values, text)


def flag(value: bool) -> bool:
    """Return `value`, which must be true or false."""
    if not isinstance(value, bool):
        raise defect("type.wrong", "true or false is needed", "write true or false", value)
    return value


_Choice = TypeVar("_Choice", bound=enum.Enum)


def choice(options: type[_Choice], value: object) -> _Choice:
    """Return the member of the enumeration `options` that `value` names, in any case."""
    if isinstance(value, options):
        return value
    if isinstance(value, str):
        members = options._value2member_map_
        member = members.get(value) or members.get(value.strip().lower()) or members.get(value.strip().upper())
        if isinstance(member, options):
            return member
    known = [str(option.value) for option in options]
    close = difflib.get_close_matches(value.lower(), known, n=1) if isinstance(value, str) else []
    remedy = f"did you mean {close[0]}?" if close else "write one of them"
    raise defect("choice.unknown", f"this is not one of: {', '.join(known)}", remedy, value)
