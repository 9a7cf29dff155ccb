"""From a plan to a file of Microsoft Project."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from dxplan.cpm.dates import early_dates
from dxplan.io.msproject.document import Document
from dxplan.io.msproject.extension import CHUNK_FIELDS, difference, group_of, packed, pieces
from dxplan.io.msproject.losses import Loss
from dxplan.io.msproject.rows import document_of
from dxplan.io.msproject.tables import Tables, tables_of
from dxplan.io.msproject.xml import xml_of
from dxplan.io.shape import to_data
from dxplan.model.calendar import Calendar
from dxplan.model.plan import ELEMENT_CLASSES, Plan
from dxplan.model.resource import Resource
from dxplan.model.task import Milestone, Programme, Task

__all__ = ["to_msproject"]

_SHOWN = (Calendar, Resource, Programme, Task, Milestone)
_HEADER = ("id", "name", "start", "horizon", "calendar", "area", "note")
_NAMED = 3  # elements that a loss names


def to_msproject(plan: Plan) -> tuple[str, tuple[Loss, ...]]:
    """Return the plan as a file of Microsoft Project, and what that program does not show.

    Equal plans give the same text. All that the program has no field for is kept in the file for dxplan, so that
    `from_msproject` gives the plan back; each such loss is marked as `kept`.

    Parameters
    ----------
    plan : Plan

    Examples
    --------
    >>> from dxplan.io.msproject.read import from_msproject
    >>> from dxplan.model.task import Task
    >>> plan = Plan(
    ...     id="p", start="2024-01-01", elements=[Task(id="build", duration="18 months")]
    ... )
    >>> text, losses = to_msproject(plan)
    >>> print(*losses)
    tasks: kept for dxplan; Microsoft Project shows them in another way: duration 1
    >>> from_msproject(text) == (plan, ())
    True
    """
    losses: list[Loss] = []
    dates = early_dates(plan)
    document = document_of(plan, dates, losses)
    document, kept = _with_stored(plan, document)
    losses += _told(kept)
    return xml_of(document, plan, dates), tuple(losses)


def _with_stored(plan: Plan, document: Document) -> tuple[Document, dict[str, list[tuple[str, dict[str, Any]]]]]:
    """Return the document with all that its plain fields don't say, and that by kind of element."""
    data = to_data(plan)
    seen = tables_of(document)
    exact = {table["id"]: table for cls in _SHOWN for table in data.get(cls.PLURAL, ())}
    kinds = {one.id: one.KIND for one in plan if isinstance(one, _SHOWN)}
    kept: dict[str, list[tuple[str, dict[str, Any]]]] = {}
    rows: dict[str, Any] = {}

    def stored(table: Mapping[str, Any], kind: str) -> dict[str, Any]:
        id = str(table["id"])
        whole = exact[id] if kind != "task" else {"kind": kinds[id], **exact[id]}
        found = difference(table, whole)
        if found:
            kept.setdefault(_plural(kinds[id]), []).append((id, found))
        return found

    def fitting(table: Mapping[str, Any], kind: str, field: str) -> dict[str, Any]:
        found = stored(table, kind)
        if len(pieces(packed(found))) <= len(CHUNK_FIELDS[field]):
            return found
        rows[str(table["id"])] = found
        return {}

    calendars = {str(uid): {"id": table["id"], **stored(table, "calendar")} for uid, table in seen.calendars.items()}
    resources = tuple(
        attrs.evolve(row, stored=fitting(seen.resources[row.uid], "resource", "Resource")) for row in document.resources
    )
    tasks = tuple(attrs.evolve(row, stored=fitting(seen.tasks[row.uid], "task", "Task")) for row in document.tasks)
    header = {name: data[name] for name in _HEADER if name in data}
    rest: dict[str, Any] = {"plan": {"is": {}, **_header_difference(seen.header, header)}}
    rest["plan"]["is"]["id"] = plan.id
    hidden = {cls.PLURAL: data[cls.PLURAL] for cls in ELEMENT_CLASSES if cls not in _SHOWN and cls.PLURAL in data}
    for name, value in (
        ("calendars", calendars),
        ("elements", hidden),
        ("order", _order(data, seen)),
        ("rows", rows),
    ):
        if value:
            rest[name] = value
    for plural, tables in hidden.items():
        kept[plural] = [(table["id"], {}) for table in tables]
    return attrs.evolve(document, tasks=tasks, resources=resources, stored=rest), kept


def _header_difference(seen: Mapping[str, Any], header: Mapping[str, Any]) -> dict[str, Any]:
    exact = {"name": header["id"], **header}
    found = difference(seen, exact)
    if "name" in found.get("is", {}) and "name" not in header:
        found["is"]["name"] = header["id"]
    return found


def _plural(kind: str) -> str:
    return next(cls.PLURAL for cls in ELEMENT_CLASSES if kind == cls.KIND)


def _order(data: Mapping[str, Any], seen: Tables) -> dict[str, list[str]]:
    """Return the order of tasks, milestones and programmes, where the outline has another one."""
    found: dict[str, list[str]] = {}
    for cls in (Programme, Task, Milestone):
        ids = [table["id"] for table in data.get(cls.PLURAL, ())]
        known = set(ids)
        if [table["id"] for table in seen.tasks.values() if table["id"] in known] != ids:
            found[cls.PLURAL] = ids
    return found


def _told(kept: Mapping[str, Iterable[tuple[str, dict[str, Any]]]]) -> list[Loss]:
    """Return what Microsoft Project does not show, by kind."""
    losses: list[Loss] = []
    for plural, elements in kept.items():
        found: dict[str, dict[str, list[str]]] = {}
        for id, stored in elements:
            if not stored:
                found.setdefault(_HIDDEN, {}).setdefault("", []).append(id)
            for field, value in stored.get("is", {}).items():
                checked = group_of(field) in stored.get("was", {}) and (plural, field) != ("calendars", "note")
                if field != "kind" and (value is not None or checked):
                    found.setdefault(_OTHERWISE if checked else _HIDDEN, {}).setdefault(field, []).append(id)
        for what, fields in found.items():
            value = ", ".join(f"{field} {len(ids)}" if field else _names(ids) for field, ids in fields.items())
            losses.append(Loss(where=plural, what=what, value=value, kept=True))
    return losses


_HIDDEN = "kept for dxplan; Microsoft Project does not show them"
_OTHERWISE = "kept for dxplan; Microsoft Project shows them in another way"


def _names(ids: list[str]) -> str:
    more = ", …" if len(ids) > _NAMED else ""
    return f"{len(ids)} ({', '.join(ids[:_NAMED])}{more})"
