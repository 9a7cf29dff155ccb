"""A plan as plain data (tables, lists, text, numbers, dates), and back: the one shape of every file format.

Reading needs no code of its own: the classes take what a person types, tables included. Writing leaves out every
field that has its default, and writes the short form where there is one.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import enum
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import cache
from typing import Any

import attrs

from dxplan.errors import Defect, InputError, defect, enough, shorten
from dxplan.model.duration import Duration
from dxplan.model.effort import Effort
from dxplan.model.element import Basis, Element
from dxplan.model.integrity import integrity_defects
from dxplan.model.measure import Measure
from dxplan.model.money import Money
from dxplan.model.plain import identifier
from dxplan.model.plan import ELEMENT_CLASSES, Plan
from dxplan.model.record import from_table, unknown_fields
from dxplan.model.reference import Reference
from dxplan.model.task import Deliverable, Dependency, Recurrence
from dxplan.numerals import written

__all__ = ["SCHEMA_VERSION", "from_data", "to_data"]

SCHEMA_VERSION = 1
"""The version of the shape; a file says it as ``schema``."""

_CLASS_OF = {cls.PLURAL: cls for cls in ELEMENT_CLASSES}
_HEADER = tuple(field.name for field in attrs.fields(Plan) if field.init and field.name != "elements")


def from_data(data: object) -> Plan:
    """Return the plan that plain data describes.

    Parameters
    ----------
    data : mapping
        ``schema``, the fields of `Plan`, and a list of tables for each kind of element under its plural.

    Raises
    ------
    InputError
        Every defect at once, each with its path.

    Examples
    --------
    >>> from_data(
    ...     {
    ...         "schema": 1,
    ...         "id": "p",
    ...         "start": "2024-01-01",
    ...         "tasks": [{"id": "a", "duration": "5 workdays"}],
    ...     }
    ... )
    Plan('p': 1 task)
    """
    if not isinstance(data, Mapping):
        raise defect("type.wrong", "a plan is a table", 'begin with schema = 1, id = "…" and start = …', data)
    header = {key: value for key, value in data.items() if key in _HEADER}
    defects = [*_version(data), *unknown_fields(data, ("schema", *_HEADER, *_CLASS_OF))]
    elements: list[Element] = []
    places: list[tuple[str, int]] = []
    assumed: dict[str, str] = {}
    for place, table in _tables(data, defects):
        cls = _CLASS_OF[place[0]]
        try:
            if not isinstance(table, Mapping):
                raise defect("type.wrong", "a table is needed", f'write [[{cls.PLURAL}]] and id = "…"', table)
            element: Element | None = from_table(cls, table)
        except InputError as error:
            defects += [one.within(*place) for one in error.defects]
            if enough(defects):
                raise InputError(defects) from None
            element = _sound_part(cls, table, error)
            if element is None and isinstance(table, Mapping) and isinstance(table.get("id"), str):
                assumed[table["id"]] = cls.KIND
        if element is not None:
            elements.append(element)
            places.append(place)
    if not defects:
        return from_table(Plan, {**header, "elements": elements})
    defects += _header_defects(header)
    defects += integrity_defects(_own_references(header), elements, places, assumed)
    enough(defects)
    raise InputError(defects)


def _header_defects(header: Mapping[str, Any]) -> list[Defect]:
    """Return the defects of a plan's own fields, but for its references: with no element in it, all of them dangle."""

    def defects_of(fields: Mapping[str, Any]) -> list[Defect]:
        try:
            from_table(Plan, fields)
        except InputError as error:
            return [one for one in error.defects if not one.code.startswith("reference.")]
        return []

    found = defects_of(header)
    if bad := {one.path[0] for one in found if one.path}:
        sound = {name: value for name, value in header.items() if name not in bad}
        found += [one for one in defects_of(sound) if one.path and one.path[0] not in bad]
    return found


def _tables(data: Mapping[Any, Any], defects: list[Defect]) -> Iterator[tuple[tuple[str, int], Any]]:
    """Yield the table of each element with its place; add to `defects` what is no list."""
    for plural in _CLASS_OF:
        tables = data.get(plural, [])
        if isinstance(tables, list):
            yield from (((plural, index), table) for index, table in enumerate(tables))
        else:
            defects.append(
                Defect(
                    code="type.wrong",
                    problem="a list of tables is needed",
                    value=shorten(tables),
                    remedy=f"write [[{plural}]] in TOML, a list in JSON",
                    path=(plural,),
                )
            )


def _sound_part(cls: type[Element], table: object, error: InputError) -> Element | None:
    """Return the element without its bad fields, so that its references are still looked at."""
    if not isinstance(table, Mapping):
        return None
    bad = {one.path[0] for one in error.defects if one.path}
    known = {field.name for field in attrs.fields(cls) if field.init}
    try:
        return from_table(cls, {key: value for key, value in table.items() if key in known and key not in bad})
    except InputError:
        return None


def _own_references(header: Mapping[Any, Any]) -> list[Reference]:
    """Return the references of the plan itself, as far as they are ids."""
    found: list[Reference] = []
    for field in attrs.fields(Plan):
        if "refers" in field.metadata and header.get(field.name) is not None:
            with contextlib.suppress(InputError):
                target = identifier(header[field.name])
                found.append(Reference(field.name, target, field.metadata["refers"], None, False, (field.name,)))
    return found


def _version(data: Mapping[Any, Any]) -> list[Defect]:
    version = data.get("schema")
    if version == SCHEMA_VERSION and type(version) is int:
        return []
    problem = "the version of the shape is missing" if version is None else "this version of the shape is not known"
    return [
        Defect(
            code="schema.version",
            problem=problem,
            value=None if version is None else shorten(version),
            remedy=f"write schema = {SCHEMA_VERSION}, or use the release of dxplan that wrote the file",
            path=("schema",),
        )
    ]


def to_data(plan: Plan) -> dict[str, Any]:
    """Return the plan as plain data; equal plans give equal data, in the same order.

    Examples
    --------
    >>> from dxplan.model.task import Task
    >>> tasks = [Task(id="a", duration="5 workdays", after=["b"]), Task(id="b")]
    >>> to_data(Plan(id="p", start="2024-01-01", elements=tasks))["tasks"]
    [{'id': 'a', 'after': ['b'], 'duration': '5 workdays'}, {'id': 'b'}]
    """
    data: dict[str, Any] = {"schema": SCHEMA_VERSION, **{k: v for k, v in _plain_record(plan).items() if k in _HEADER}}
    for element in plan.elements:
        data.setdefault(element.PLURAL, []).append(_plain_record(element))
    return data


@cache
def _defaults(cls: type) -> tuple[tuple[str, object], ...]:
    return tuple(
        (field.name, attrs.NOTHING if isinstance(field.default, attrs.Factory) else field.default)  # type: ignore[arg-type]
        for field in attrs.fields(cls)
        if field.init
    )


def _plain_record(record: Any) -> dict[str, Any]:
    table: dict[str, Any] = {}
    if not isinstance(record, Element) and hasattr(record, "KIND"):
        table["kind"] = record.KIND  # a criterion
    for name, default in _defaults(type(record)):  # type: ignore[arg-type]
        value = getattr(record, name)
        if value is default or value == default or (name == "name" and value == getattr(record, "id", None)):
            continue
        table[name] = _SHORT_FIELD[name](value) if name in _SHORT_FIELD else _plain(value)
    return table


def _plain(value: Any) -> Any:
    cls = type(value)
    if cls is str or cls is bool or cls is int or cls is dt.date:
        return value
    if cls is tuple:
        return [_plain(one) for one in value]
    if cls in _SHORT:
        return _SHORT[cls](value)
    if isinstance(value, enum.Enum):
        return value.value
    return _plain_record(value)


def _decimal(value: Decimal) -> int | float | str:
    """Return a number that reads back as exactly `value`."""
    if value == value.to_integral_value():
        return int(value)
    nearest = float(value)
    return nearest if Decimal(repr(nearest)) == value else written(value)


def _measure(value: Measure) -> int | float | str:
    return _decimal(value.amount) if value.unit is None else str(value)


def _dependency(value: Dependency) -> Any:
    table = _plain_record(value)
    return value.predecessor if len(table) == 1 else table


def _basis(value: Basis) -> str:
    return value.document if value.clause is None else f"{value.document} {value.clause}"


def _deliverable(value: Deliverable) -> Any:
    return value.name if value.acceptance is None else _plain_record(value)


def _recurrence(value: Recurrence) -> Any:
    if value.until is not None:
        return _plain_record(value)
    return "continuous" if value.every is None else str(value.every)


_SHORT: dict[type, Callable[[Any], Any]] = {
    Duration: str,
    Money: str,
    Effort: str,
    Measure: _measure,
    Decimal: _decimal,
    Dependency: _dependency,
    Basis: _basis,
    Deliverable: _deliverable,
    Recurrence: _recurrence,
}


def _roles(assignments: tuple[Any, ...]) -> dict[str, Any]:
    table: dict[str, list[Any]] = {}
    for one in assignments:
        fields = _plain_record(one)
        role = fields.pop("role")
        table.setdefault(role, []).append(one.body if len(fields) == 1 else fields)
    return {role: bodies[0] if len(bodies) == 1 else bodies for role, bodies in table.items()}


def _ceilings(ceilings: tuple[Any, ...]) -> dict[str, Any]:
    table: dict[str, Any] = {}
    for one in ceilings:
        fields = _plain_record(one)
        year = str(fields.pop("year"))
        table[year] = fields["amount"] if len(fields) == 1 else fields
    return table


def _capacity(steps: tuple[Any, ...]) -> Any:
    if len(steps) == 1 and steps[0].since is None:
        return _decimal(steps[0].amount)
    return _plain(steps)


_SHORT_FIELD: dict[str, Callable[[Any], Any]] = {"roles": _roles, "ceilings": _ceilings, "capacity": _capacity}
