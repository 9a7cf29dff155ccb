"""Work resources, and what tasks take of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from dxplan.io.msproject.document import AssignmentRow, ResourceRow, TaskRow
from dxplan.io.msproject.fields import Fields
from dxplan.io.msproject.tasks import Outline, attributes, note_of

__all__ = ["read_assignments", "read_resources"]


def read_resources(project: Fields, names: Mapping[int, str]) -> dict[int, ResourceRow]:
    """Return the work resources by UID; materials and costs are told."""
    found: dict[int, ResourceRow] = {}
    seen: set[int] = set()
    for part in project.of("Resources"):
        for fields in part.of("Resource", "Resource", name="Name"):
            uid = fields.whole("UID")
            if uid is None:
                if "UID" not in fields.record:
                    fields.defect("field.missing", "the field UID is missing", "number the resource")
                continue
            if uid in seen:
                fields.defect("id.duplicate", "another resource has this UID", "change one of them", uid, "UID")
                continue
            seen.add(uid)
            if uid <= 0 or fields.flag("IsNull"):
                continue  # "unassigned", and blank lines
            if (row := _resource(fields, uid, names)) is not None:
                found[uid] = row
    return found


def _resource(fields: Fields, uid: int, names: Mapping[int, str]) -> ResourceRow | None:
    name = fields.text("Name")
    if name is None:
        fields.defect("field.missing", "the resource has no name", "name it, or delete it")
        return None
    if fields.flag("IsCostResource") or fields.whole("Type") == 2:
        fields.loss("left out: a cost resource; dxplan has funds, and costs of tasks", None, "Type")
        return None
    if fields.whole("Type") == 0:
        fields.loss("left out: a material; dxplan has no stock that is used up", None, "Type")
        return None
    id, stored = attributes(fields, names, "Resource")
    units = fields.number("MaxUnits")
    if units is not None and units < 0:
        fields.defect("number.negative", "this cannot be negative", "write a number from 0", units, "MaxUnits")
    return ResourceRow(
        uid=uid,
        id=id,
        name=name,
        units=Decimal(1) if units is None else units,
        periods=_periods(fields),
        note=note_of(fields),
        stored=stored,
    )


def _periods(fields: Fields) -> tuple[tuple[dt.date | None, dt.date | None, Decimal], ...]:
    """Return the steps of a resource's availability; none where there is but one that holds throughout."""
    found: dict[dt.date | None, Decimal] = {}
    end: dt.date | None = None
    parts = [one for part in fields.of("AvailabilityPeriods") for one in part.of("AvailabilityPeriod")]
    for one in parts:
        since, until = one.moment("AvailableFrom"), one.moment("AvailableTo")
        units = one.number("AvailableUnits")
        first = None if since is None or since.date() <= dt.date(1984, 1, 1) else since.date()
        if units is None or units < 0:
            one.defect("number.unreadable", "the units are missing or negative", "write AvailableUnits", units)
            continue
        if end is not None and first is not None and first > end + dt.timedelta(days=1):
            found[end + dt.timedelta(days=1)] = Decimal(0)
        found[first] = units
        end = None if until is None or until.year >= 2049 else until.date()
    if not found or (len(found) == 1 and None in found):
        return ()
    if end is not None:
        found[end + dt.timedelta(days=1)] = Decimal(0)
    days = sorted(found, key=lambda day: day or dt.date.min)
    return tuple((day, None, found[day]) for day in days)


def read_assignments(
    project: Fields, rows: list[TaskRow], resources: Mapping[int, ResourceRow], outline: Outline
) -> list[AssignmentRow]:
    """Return what the tasks take of the resources."""
    tasks = {row.uid: row for row in rows}
    known = {
        one.get("UID", "").strip() for part in project.record.get("Resources", ()) for one in part.get("Resource", ())
    }
    found: list[AssignmentRow] = []
    for part in project.of("Assignments"):
        for fields in part.of("Assignment", "Assignment"):
            task, resource = fields.whole("TaskUID"), fields.whole("ResourceUID")
            if task is None or resource is None:
                if not ("TaskUID" in fields.record and "ResourceUID" in fields.record):
                    fields.defect(
                        "field.missing", "an assignment names a task and a resource", "write TaskUID and ResourceUID"
                    )
                continue
            if resource <= 0 or task in outline.skipped:
                continue
            if task not in tasks:
                problem = "there is no task with this UID"
                fields.defect("reference.dangling", problem, "correct it, or remove the assignment", task, "TaskUID")
            elif resource not in resources:
                if str(resource) not in known:
                    problem = "there is no resource with this UID"
                    fields.defect("reference.dangling", problem, "correct it", resource, "ResourceUID")
                else:
                    fields.loss("left out, with its resource", tasks[task].name, "ResourceUID")
            elif tasks[task].summary:
                fields.loss("left out: what a summary task takes of a resource", tasks[task].name, "TaskUID")
            else:
                units = fields.number("Units")
                if units is not None and units < 0:
                    fields.defect("number.negative", "this cannot be negative", "write a number from 0", units, "Units")
                found.append(AssignmentRow(task=task, resource=resource, units=Decimal(1) if units is None else units))
    return found
