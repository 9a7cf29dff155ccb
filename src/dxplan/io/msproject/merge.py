"""What the plain fields say, and what dxplan kept beside them, made one: the plan as plain data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import attrs

from dxplan.errors import shorten
from dxplan.io.msproject.document import CalendarRow, Document
from dxplan.io.msproject.extension import restored
from dxplan.io.msproject.fields import Told
from dxplan.io.msproject.ids import Ids
from dxplan.io.msproject.losses import Loss
from dxplan.io.msproject.tables import Tables, tables_of
from dxplan.io.shape import SCHEMA_VERSION
from dxplan.model.calendar import Calendar
from dxplan.model.plan import ELEMENT_CLASSES, Plan
from dxplan.model.resource import Resource
from dxplan.model.task import Milestone, Programme, Task

__all__ = ["plain_data", "with_ids"]


def with_ids(document: Document, told: Told) -> Document:
    """Return the document with an id for every row, those that dxplan gave before all others."""
    stored = document.stored
    held = stored.get("elements")
    taken = [
        str(table.get("id"))
        for tables in (held.values() if isinstance(held, dict) else ())
        if isinstance(tables, list)
        for table in tables
        if isinstance(table, dict)
    ]
    ids = Ids(taken)
    kept: dict[tuple[str, int], str] = {}
    calendars = stored.get("calendars")
    groups: list[tuple[str, Any, Callable[[Any], Any]]] = [
        ("task", document.tasks, lambda row: row.id),
        ("resource", document.resources, lambda row: row.id),
        ("calendar", document.calendars, lambda row: _stored_calendar(calendars, row.uid).get("id")),
    ]
    for kind, rows, said in groups:
        for row in sorted(rows, key=lambda row: row.uid):
            id = said(row)
            if (found := ids.keep(id) if isinstance(id, str) else None) is not None:
                kept[kind, row.uid] = found
            elif id is not None:
                told.losses.append(
                    Loss(
                        where=f"{kind} “{row.name}”",
                        what="its dxplan id is no id, or taken: it gets another",
                        value=shorten(id),
                    )
                )
    for kind, rows, _ in groups:
        for row in sorted(rows, key=lambda row: row.uid):
            if (kind, row.uid) not in kept and not (kind == "calendar" and _is_plain(row, document)):
                kept[kind, row.uid] = ids.of(row.name, kind, row.uid)
    return attrs.evolve(
        document,
        tasks=tuple(attrs.evolve(row, id=kept["task", row.uid]) for row in document.tasks),
        resources=tuple(attrs.evolve(row, id=kept["resource", row.uid]) for row in document.resources),
        calendars=tuple(attrs.evolve(row, id=kept.get(("calendar", row.uid))) for row in document.calendars),
    )


def _stored_calendar(calendars: object, uid: int) -> dict[str, Any]:
    stored = calendars.get(str(uid)) if isinstance(calendars, dict) else None
    return stored if isinstance(stored, dict) else {}


def _is_plain(row: CalendarRow, document: Document) -> bool:
    """Tell whether this is the calendar that a plan has anyway: Monday to Friday."""
    return row.uid == document.calendar and row.week == frozenset(range(5)) and not row.free and not row.worked


_FIELDS = {cls.KIND: {field.name for field in attrs.fields(cls) if field.init} for cls in ELEMENT_CLASSES}
_PLURALS = {cls.KIND: cls.PLURAL for cls in ELEMENT_CLASSES}
_TIMED = (Calendar, Resource, Programme, Task, Milestone)  # what stands in the rows of the file
_HIDDEN = {cls.PLURAL for cls in ELEMENT_CLASSES if cls not in _TIMED}
_HEADER = {field.name for field in attrs.fields(Plan) if field.init and field.name != "elements"}
_LINKED = frozenset({"basis", "roles", "serves", "advances", "costs", "touches", "modes", "body"})


def plain_data(document: Document, told: Told) -> dict[str, Any]:
    """Return the plan as plain data: what the plain fields say, and what dxplan kept beside them."""
    tables = tables_of(document)
    stored = document.stored
    is_ours = bool(stored)
    header = _exact("project", tables.header, _table(stored, "plan"), told)
    data: dict[str, Any] = {"schema": SCHEMA_VERSION, **{k: v for k, v in header.items() if k in _HEADER}}
    held = stored.get("elements")
    if isinstance(held, dict):
        data.update((plural, tables_) for plural, tables_ in held.items() if plural in _HIDDEN)
    if "id" not in data:
        data["id"] = Ids(str(table.get("id")) for table in _all_tables(data, tables)).of(document.name, "plan", 0)
    overflow = _table(stored, "rows")
    for calendar in document.calendars:
        if calendar.id is not None:
            kept = _stored_calendar(stored.get("calendars"), calendar.uid)
            table = _exact(f"calendar “{calendar.name}”", tables.calendars[calendar.uid], kept, told)
            data.setdefault("calendars", []).append(table)
    for row in document.resources:
        kept = row.stored or _table(overflow, row.id or "")
        table = _exact(f"resource “{row.name}”", tables.resources[row.uid], kept, told)
        data.setdefault("resources", []).append(_of_kind("resource", table, row.name, is_ours, told))
    for task in document.tasks:
        kept = task.stored or _table(overflow, task.id or "")
        table = _exact(f"task “{task.name}”", tables.tasks[task.uid], kept, told)
        kind = table.pop("kind")
        kind = kind if kind in ("task", "milestone", "programme") else "task"
        data.setdefault(_PLURALS[kind], []).append(_of_kind(kind, table, task.name, is_ours, told))
    _restore_order(data, stored.get("order"))
    return data


def _all_tables(data: Mapping[str, Any], tables: Tables) -> list[dict[str, Any]]:
    held = [one for value in data.values() if isinstance(value, list) for one in value if isinstance(one, dict)]
    return [*held, *tables.tasks.values(), *tables.resources.values(), *tables.calendars.values()]


def _table(stored: Mapping[str, Any], key: str) -> dict[str, Any]:
    value = stored.get(key)
    return value if isinstance(value, dict) else {}


def _exact(where: str, seen: dict[str, Any], kept: Mapping[str, Any], told: Told) -> dict[str, Any]:
    table, changed = restored(seen, kept)
    if changed:
        what = "changed since dxplan wrote the file: what the file says now is taken"
        told.losses.append(Loss(where=where, what=what, value=", ".join(changed)))
    return table


def _of_kind(kind: str, table: dict[str, Any], name: str, is_ours: bool, told: Told) -> dict[str, Any]:
    """Return the table without what its kind does not have, and without references to what the file has lost."""
    known = _FIELDS[kind] - (set() if is_ours else _LINKED)
    if gone := [field for field in table if field not in known]:
        told.losses.append(
            Loss(where=f"{kind} “{name}”", what="left out, as nothing goes with it any more", value=", ".join(gone))
        )
    return {field: value for field, value in table.items() if field in known}


def _restore_order(data: dict[str, Any], order: object) -> None:
    """Put elements into the order in which the plan had them; new ones come last."""
    for cls in (Programme, Task, Milestone):
        ids = order.get(cls.PLURAL) if isinstance(order, dict) else None
        if isinstance(ids, list) and cls.PLURAL in data:
            places = {id: place for place, id in enumerate(ids) if isinstance(id, str)}
            data[cls.PLURAL].sort(key=lambda table: places.get(table["id"], len(places)))
