"""From the rows of Microsoft Project to tables of dxplan, by the plain fields alone.

Writing asks the same function what a file will be read as, and keeps beside it what that leaves out.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import attrs

from dxplan.io.msproject.document import NOT_BEFORE, ON, CalendarRow, Document, LinkRow, ResourceRow, TaskRow
from dxplan.io.msproject.time import UNKNOWN, length_of
from dxplan.model.calendar import Weekday
from dxplan.numerals import written

__all__ = ["Tables", "calendar_id", "tables_of"]

Table = dict[str, Any]

_WEEK = [day.value for day in Weekday]


@attrs.frozen(kw_only=True)
class Tables:
    """The tables by UID, in the order of the file; those of tasks say their ``kind``."""

    header: Table
    calendars: dict[int, Table]
    resources: dict[int, Table]
    tasks: dict[int, Table]


def tables_of(document: Document) -> Tables:
    """Return what the rows say, in dxplan's words. Every row has an id, but for the plain calendar."""
    calendars = {row.uid: row for row in document.calendars}
    header = {"name": document.name, "start": document.start}
    if (id := calendar_id(document.calendar, calendars)) is not None:
        header["calendar"] = id
    if document.note is not None:
        header["note"] = document.note
    return Tables(
        header=header,
        calendars={row.uid: _calendar(row) for row in document.calendars if row.id is not None},
        resources={row.uid: _resource(row) for row in document.resources},
        tasks=_tasks(document, calendars),
    )


def calendar_id(uid: int | None, calendars: Mapping[int, CalendarRow]) -> str | None:
    """Return the id of a calendar; None for the plain one, Monday to Friday."""
    return None if uid is None or uid not in calendars else calendars[uid].id


def _named(id: str | None, name: str, **fields: Any) -> Table:
    table: Table = {"id": id}
    if name != id:
        table["name"] = name
    table.update((field, value) for field, value in fields.items() if value)
    return table


def _calendar(row: CalendarRow) -> Table:
    week = [_WEEK[day] for day in sorted(row.week)]
    return _named(
        row.id,
        row.name,
        week=None if week == _WEEK[:5] else week,
        holidays=sorted(row.free),
        worked=sorted(row.worked),
    )


def _resource(row: ResourceRow) -> Table:
    capacity: Any = _number(row.units)
    if row.periods:
        capacity = []
        for since, _, units in row.periods:
            step: Table = {"amount": _number(units)}
            if since is not None:
                step["since"] = since
            capacity.append(step)
    return {**_named(row.id, row.name, note=row.note), "capacity": capacity}


def _tasks(document: Document, calendars: Mapping[int, CalendarRow]) -> dict[int, Table]:
    ids = {row.uid: row.id for row in document.tasks}
    resources = {row.uid: row.id for row in document.resources}
    uses: dict[int, list[Table]] = {}
    for one in document.assignments:
        uses.setdefault(one.task, []).append({"resource": resources[one.resource], "amount": _number(one.units)})
    above: list[str | None] = []
    found: dict[int, Table] = {}
    for row in document.tasks:
        del above[row.level - 1 :]
        table = _task(row, document, ids, calendars)
        if above:
            table["within"] = above[-1]
        if row.uid in uses and table["kind"] == "task":
            table["uses"] = uses[row.uid]
        found[row.uid] = table
        above.append(row.id)
    return found


def _task(
    row: TaskRow, document: Document, ids: Mapping[int, str | None], calendars: Mapping[int, CalendarRow]
) -> Table:
    if row.summary:
        return {"kind": "programme", **_named(row.id, row.name, note=row.note)}
    kind = "milestone" if row.minutes == 0 else "task"
    day = row.constraint_day
    table = {
        "kind": kind,
        **_named(
            row.id,
            row.name,
            note=row.note,
            after=[_dependency(link, ids[link.predecessor], document) for link in row.links],
            on=day if row.constraint == ON else None,
            not_before=day if row.constraint == NOT_BEFORE else None,
            due=row.deadline,
        ),
    }
    if kind == "task":
        if row.minutes is not None and row.format != UNKNOWN:
            table["duration"] = str(length_of(row.minutes, row.format, document.minutes_per_day)[0])
        if (calendar := calendar_id(row.calendar, calendars)) is not None:
            table["calendar"] = calendar
    return table


def _dependency(link: LinkRow, predecessor: str | None, document: Document) -> Any:
    table: Table = {"predecessor": predecessor}
    if link.type != "FS":
        table["type"] = link.type
    if link.lag:
        table["lag"] = str(length_of(link.lag, link.format, document.minutes_per_day)[0])
    return predecessor if len(table) == 1 else table


def _number(value: Decimal) -> int | str:
    return int(value) if value == value.to_integral_value() else written(value)
