"""What a file keeps for dxplan alone: in text fields of its own, and at the end of the project's notes.

Microsoft Project has no field for most of what a plan says, and shows some of it in another way ("18 months" are 548
elapsed days there). So each row carries the *exact* values that its plain fields do not give, and for those that a
person may change there, what the plain fields said when the file was written. An exact value holds as long as they
still say that; where they don't, the person is right.

Every text stays below 255 characters, the most that a text field takes there; a longer one goes on in the next field.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, Final

from dxplan.errors import defect

__all__ = [
    "ALIAS",
    "CHUNK_FIELDS",
    "ID_ALIAS",
    "ID_FIELDS",
    "MARK",
    "difference",
    "group_of",
    "joined",
    "packed",
    "pieces",
    "restored",
    "unpacked",
]

ID_ALIAS: Final = "dxplan id"
ALIAS: Final = "dxplan"
"""The names under which the fields are shown; "dxplan 2", "dxplan 3" and so on for what goes on."""

ID_FIELDS: Final = {"Task": (188744016, "Text30"), "Resource": (205521140, "Text30")}
CHUNK_FIELDS: Final = {
    "Task": [(188743997 + number, f"Text{11 + number}") for number in range(19)],
    "Resource": [(205521121 + number, f"Text{11 + number}") for number in range(19)],
}
"""Ids and names of the text fields."""

MARK: Final = "[dxplan 1] The next line is what Microsoft Project has no field for: please leave it as it is."

_LONGEST_PIECE = 250
_SHOWN = 60
_MOST_VALUES = 2_000_000  # as of a plan file

_CHECKED: Final = {
    "kind": "kind",
    "name": "name",
    "start": "start",
    "note": "note",
    "within": "within",
    "after": "after",
    "not_before": "start",
    "on": "start",
    "due": "due",
    "duration": "duration",
    "calendar": "calendar",
    "uses": "uses",
    "capacity": "capacity",
    "week": "week",
    "country": "days",
    "holidays": "days",
    "worked": "days",
    "announced_until": "days",
}
"""Fields that Microsoft Project shows, and the group with which each stands or falls."""


def group_of(field: str) -> str | None:
    """Return the group of fields with which a field stands or falls; None for one that Microsoft Project has not."""
    return _CHECKED.get(field)


def difference(seen: Mapping[str, Any], exact: Mapping[str, Any]) -> dict[str, Any]:
    """Return what must be kept so that `restored` makes `exact` out of `seen`.

    Examples
    --------
    >>> difference({"duration": "548 days"}, {"duration": "18 months", "tags": ["a"]})
    {'is': {'duration': '18 months', 'tags': ['a']}, 'was': {'duration': '{"duration":"548 days"}'}}
    """
    fields = [*exact, *(one for one in seen if one not in exact)]
    groups = {_CHECKED[f] for f in fields if f in _CHECKED and _plain(seen.get(f)) != _plain(exact.get(f))}
    kept: dict[str, Any] = {}
    for field in fields:
        if _CHECKED.get(field) in groups or (field not in _CHECKED and field != "id"):
            kept[field] = exact.get(field)
    stored: dict[str, Any] = {"is": kept} if kept else {}
    if groups:
        stored["was"] = {group: _seal(seen, group) for group in sorted(groups)}
    return stored


def restored(seen: Mapping[str, Any], stored: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """Return the exact table, and the fields that were changed since `stored` was written.

    Examples
    --------
    >>> stored = difference({"duration": "548 days"}, {"duration": "18 months"})
    >>> (
    ...     restored({"duration": "548 days"}, stored),
    ...     restored({"duration": "30 days"}, stored),
    ... )
    (({'duration': '18 months'}, []), ({'duration': '30 days'}, ['duration']))
    """
    kept, was = stored.get("is"), stored.get("was")
    table = dict(seen)
    changed: list[str] = []
    if not isinstance(kept, dict):
        return table, changed
    for field, value in kept.items():
        if field == "id" and "id" in seen:
            continue
        group = _CHECKED.get(field)
        if group is not None and (not isinstance(was, dict) or was.get(group) != _seal(seen, group)):
            changed.append(field)
        elif value is None:
            table.pop(field, None)
        else:
            table[field] = value
    return table, changed


def _seal(seen: Mapping[str, Any], group: str) -> str:
    """Return a text that tells whether the fields of a group still say the same."""
    text = packed(
        {field: seen[field] for field, its in _CHECKED.items() if its == group and seen.get(field) is not None}
    )
    return text if len(text) <= _SHOWN else hashlib.sha256(text.encode()).hexdigest()[:16]


def _plain(value: Any) -> Any:
    return None if value is None else packed(value)


def packed(value: Any) -> str:
    """Return plain data as one line of JSON that begins and ends with no space and holds no two in a row."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_to_text)
    if not text.isprintable() or "  " in text:
        text = "".join(mark if mark == " " or mark.isprintable() else _escaped(mark) for mark in text)
        text = text.replace("  ", " \\u0020")
        text = text.replace("  ", " \\u0020")
    return text


def _escaped(mark: str) -> str:
    return json.dumps(mark)[1:-1] if mark.isascii() else json.dumps(mark, ensure_ascii=True)[1:-1]


def _to_text(value: object) -> Any:
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(f"{value!r} is no plain data")


def unpacked(text: str) -> dict[str, Any]:
    """Return the plain data of a text; empty where it was cut or changed.

    Raises
    ------
    InputError
        ``nesting.too-deep``, ``file.too-large``.
    """
    if sum(text.count(mark) for mark in ",[{") > _MOST_VALUES:
        raise defect("file.too-large", f"dxplan kept more than {_MOST_VALUES} values", "split the plan")
    try:
        value = json.loads(text, parse_float=Decimal, parse_constant=Decimal)
    except ValueError:
        return {}
    except RecursionError:
        problem = "the values that dxplan kept are nested too deep"
        raise defect("nesting.too-deep", problem, "save the plan with dxplan again") from None
    return value if isinstance(value, dict) else {}


def pieces(text: str) -> list[str]:
    """Return a packed text in parts that each fit into a text field, and that neither begin nor end with a space."""
    parts: list[str] = []
    first = 0
    while first < len(text):
        size, last = 0, first
        while last < len(text) and (size := size + (1 if text[last] <= "\uffff" else 2)) <= _LONGEST_PIECE:
            last += 1
        if last < len(text) and " " in text[last - 1 : last + 1]:
            last -= 2 if text[last - 1] == " " else 1
        parts.append(text[first:last])
        first = last
    return parts


def joined(values: Mapping[int, str], names: Mapping[int, str], kind: str) -> tuple[str | None, str | None]:
    """Return the id and the packed text that a row's text fields hold; `names` has the aliases of the fields."""
    id_field = ID_FIELDS[kind][0]
    id = values.get(id_field) if names.get(id_field) == ID_ALIAS else None
    parts: Iterable[str] = (
        values[field]
        for field, _ in CHUNK_FIELDS[kind]
        if field in values and names.get(field, "").partition(" ")[0] == ALIAS
    )
    return id, "".join(parts) or None
