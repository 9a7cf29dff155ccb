"""The base of the classes of the model: an input that teaches, and records from tables of their fields."""

from __future__ import annotations

import difflib
import functools
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias, TypeVar

import attrs

from dxplan.errors import Defect, InputError, defect, enough, kind_of, shorten
from dxplan.model.plain import LONGEST_ID, many

__all__ = ["Many", "Record", "from_table", "record", "records", "unknown_fields"]

_Record = TypeVar("_Record", bound="Record")

Many: TypeAlias = _Record | Mapping[str, Any] | Iterable[_Record | Mapping[str, Any]] | None
"""Records of one class, each as itself or as a mapping of its fields; one alone stands for a list of one."""


def record(value: object, wanted: type[_Record]) -> _Record:
    """Return `value`, which must be a `wanted`, or a mapping of its fields."""
    if isinstance(value, wanted):
        return value
    if isinstance(value, Mapping):
        return from_table(wanted, value)
    known, required = _fields(wanted)  # type: ignore[arg-type]
    names = required or known[:2]
    call = f"{wanted.__name__}({', '.join(f'{name}=…' for name in names)})"
    table = "{ " + ", ".join(f"{name} = …" for name in names) + " }"
    raise defect(
        "type.wrong",
        f"a table is needed, not {kind_of(value)}",
        f"write {table} in a file, {call} in Python",
        value,
    )


def records(values: object, wanted: type[_Record]) -> tuple[_Record, ...]:
    """Return records of one class in a tuple; one alone stands for a tuple of one."""
    return many(values, lambda value: record(value, wanted), (str, Mapping, wanted))


@functools.cache
def _fields(cls: type) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the names of the fields of `cls`, and of those that must be given."""
    fields = [field for field in attrs.fields(cls) if field.init]
    return (
        tuple(field.name for field in fields),
        tuple(field.name for field in fields if field.default is attrs.NOTHING),
    )


def from_table(cls: type[_Record], table: Mapping[Any, Any]) -> _Record:
    """Return the record whose fields are the items of `table`.

    Raises
    ------
    InputError
        ``field.unknown``, ``field.missing``, and every defect of the values.
    """
    known, required = _fields(cls)  # type: ignore[arg-type]
    if table.keys() <= set(known) and all(name in table for name in required):
        return cls(**table)
    defects = unknown_fields(table, known)
    for name in required:
        if name not in table:
            defects.append(
                Defect(code="field.missing", problem=f"the field {name} is missing", remedy=f"write {name} = …")
            )
    defects += _defects_of(cls, {name: value for name, value in table.items() if name in known})
    element = _element_id(cls, table)
    raise InputError([one.of(element) for one in defects], cls.__name__)


def unknown_fields(table: Mapping[Any, Any], known: Sequence[str]) -> list[Defect]:
    """Return a defect for every key of `table` that is not `known`, with the nearest one that is."""
    defects: list[Defect] = []
    for key in table:
        if key not in known:
            close = difflib.get_close_matches(str(key)[:LONGEST_ID], known, n=1)
            hint = f"did you mean {close[0]}?" if close else f"known are: {', '.join(known)}"
            defects.append(
                Defect(code="field.unknown", problem="there is no such field", value=shorten(key), remedy=hint)
            )
            if enough(defects):
                break
    return defects


class Record:
    """The base of the classes of the model: an input error names every field that is wrong, not just the first."""

    __slots__ = ()

    @classmethod
    def __attrs_init_subclass__(cls) -> None:
        plain = cls.__init__

        @functools.wraps(plain)
        def __init__(self: Any, **fields: Any) -> None:  # noqa: N807  (it becomes the method)
            try:
                plain(self, **fields)
            except InputError as error:
                element = _element_id(cls, fields)
                defects = _with_later_defects(self, fields, error)
                raise InputError([one.of(element) for one in defects], cls.__name__) from None

        type.__setattr__(cls, "__init__", __init__)


def _with_later_defects(record: Any, fields: Mapping[str, Any], error: InputError) -> list[Defect]:
    """Return the defects of `error`, which stopped the construction of `record`, and of the fields after it.

    No value is converted twice: records nest, and each level would double the work.
    """
    cls = type(record)
    names = [field.name for field in attrs.fields(cls) if field.init]
    stopped = next((place for place, name in enumerate(names) if not hasattr(record, name)), None)
    if stopped is None:  # every field is sound: they do not go together
        return list(error.defects)
    later = set(names[stopped + 1 :])
    found = [one.within(names[stopped]) for one in error.defects]
    found += _defects_of(cls, {name: value for name, value in fields.items() if name in later})
    places = {name: place for place, name in enumerate(fields)}
    return sorted(found, key=lambda one: places.get(str(one.path[0]), 0))


def _defects_of(cls: type, fields: Mapping[str, Any]) -> list[Defect]:
    """Return the defects of every field in `fields`, in their order there."""
    converters = {field.name: field.converter for field in attrs.fields(cls)}
    found: list[Defect] = []
    for name, value in fields.items():
        convert = converters[name]
        if callable(convert):
            try:
                convert(value)
            except InputError as error:
                found += [one.within(name) for one in error.defects]
    return found


def _element_id(cls: type, fields: Mapping[str, Any]) -> str | None:
    id = fields.get("id") if hasattr(cls, "PLURAL") else None
    return id if isinstance(id, str) and len(id) <= LONGEST_ID else None
