"""From a file of Microsoft Project to a plan."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from typing import Any

import attrs

from dxplan.io.msproject.calendars import read_calendars
from dxplan.io.msproject.document import CalendarRow, Document
from dxplan.io.msproject.extension import ID_ALIAS, MARK, unpacked
from dxplan.io.msproject.fields import LONGEST_NOTE, Fields, Told
from dxplan.io.msproject.layout import COMPUTED, PLAIN, TOLD
from dxplan.io.msproject.losses import Loss
from dxplan.io.msproject.merge import plain_data, with_ids
from dxplan.io.msproject.parse import Parsed, parse
from dxplan.io.msproject.people import read_assignments, read_resources
from dxplan.io.msproject.summaries import settle_links
from dxplan.io.msproject.tasks import Outline, note_of, read_tasks
from dxplan.io.shape import from_data
from dxplan.model.plan import Plan

__all__ = ["from_msproject"]


def from_msproject(text: str) -> tuple[Plan, tuple[Loss, ...]]:
    """Return the plan that a file of Microsoft Project holds, and what of it does not come across.

    Parameters
    ----------
    text : str
        XML as Microsoft Project saves it (MSPDI).

    Raises
    ------
    InputError
        Every defect at once with its place in the file: ``syntax.xml``, ``xml.doctype``, ``xml.root``,
        ``outline.jump``, ``id.duplicate``, ``reference.dangling``, ``field.missing`` and those of dates and numbers.

    Examples
    --------
    >>> plan, losses = from_msproject('''
    ...     <Project xmlns="http://schemas.microsoft.com/project">
    ...       <Title>Portal</Title><StartDate>2024-01-01T08:00:00</StartDate>
    ...       <Tasks>
    ...         <Task><UID>1</UID><Name>Design</Name><Duration>PT160H0M0S</Duration></Task>
    ...       </Tasks>
    ...     </Project>''')
    >>> plan["design"].duration, losses
    (Duration('20 workdays'), ())
    """
    parsed = parse(text)
    told = Told()
    document = _document(parsed, told)
    told.stop()
    data = plain_data(document, told)
    plan = from_data(data)
    _tell_unknown(parsed, told)
    counted = [Loss(where="file", what=f"left out: {kind}", value=str(n)) for kind, n in told.counted.items()]
    return plan, (*told.losses, *counted)


def _document(parsed: Parsed, told: Told) -> Document:
    project = Fields(parsed.project, told)
    names = _field_names(project)
    minutes_per_day = project.whole("MinutesPerDay", 1, 1440) or 480
    start = project.moment("StartDate")
    outline = read_tasks(project, names, minutes_per_day, start.date() if start else dt.date.min)
    told.stop()
    rows = settle_links(outline, minutes_per_day)
    note, stored = _project_note(outline, told, is_ours=ID_ALIAS in names.values())
    resources = read_resources(project, names)
    chosen = project.whole("CalendarUID")
    kept = stored.get("calendars")
    wanted = {row.calendar for row in rows} | {chosen}
    if isinstance(kept, dict):
        wanted |= {int(uid) for uid in kept if len(uid) < 10 and uid.isascii() and uid.isdecimal()}
    calendars = read_calendars(project, wanted.__contains__, minutes_per_day)
    chosen = _known_calendar(project, chosen, calendars)
    rows = [
        attrs.evolve(row, calendar=_known_calendar(outline.fields[row.uid], row.calendar, calendars)) for row in rows
    ]
    if project.flag("ScheduleFromStart") is False:
        project.loss(
            "left out: dates count back from the finish; dxplan counts them from the start", None, "ScheduleFromStart"
        )
    if start is None and not outline.starts and "StartDate" not in project.record:
        project.defect("field.missing", "the start of the project is missing", "write StartDate")
    begin = start.date() if start else min(outline.starts, default=dt.date.min)
    document = Document(
        name=_title(project, outline),
        start=begin,
        note=note,
        calendar=chosen,
        minutes_per_day=minutes_per_day,
        calendars=tuple(calendars[uid] for uid in calendars if uid in wanted),
        tasks=tuple(rows),
        resources=tuple(resources.values()),
        assignments=tuple(read_assignments(project, rows, resources, outline)),
        stored=stored,
    )
    told.stop()
    return with_ids(document, told)


def _field_names(project: Fields) -> dict[int, str]:
    """Return the aliases of the custom fields, or their names."""
    found: dict[int, str] = {}
    for part in project.of("ExtendedAttributes"):
        for one in part.of("ExtendedAttribute"):
            field, name = one.whole("FieldID"), one.text("Alias") or one.text("FieldName")
            if field is not None and name is not None:
                found[field] = name
    return found


def _title(project: Fields, outline: Outline) -> str:
    summary = outline.project.text("Name") if outline.project else None
    name = project.text("Name")
    plain = name.removesuffix(".xml").removesuffix(".mpp") if name else None
    return project.text("Title") or summary or plain or "Plan"


def _project_note(outline: Outline, told: Told, *, is_ours: bool) -> tuple[str | None, dict[str, Any]]:
    """Return the note of the project, and what dxplan left at its end."""
    fields = outline.project
    note = fields.note("Notes") if fields else None
    head, mark, tail = (note or "").rpartition(MARK)
    stored = unpacked(tail.strip().partition("\n")[0]) if mark else {}
    if is_ours and not stored:
        what = "what dxplan keeps there was cut or removed: goals, bodies, money, and whatever else no task holds"
        told.losses.append(Loss(where="project → Notes", what=what))
    if not mark or fields is None:
        return note_of(fields) if fields is not None else None, {}
    return head.strip()[:LONGEST_NOTE] or None, stored


def _known_calendar(fields: Fields, uid: int | None, calendars: Mapping[int, CalendarRow]) -> int | None:
    if uid is None or uid < 0 or uid in calendars:
        return None if uid is None or uid < 0 else uid
    if fields.name is None and "Calendars" not in fields.record:
        return None  # some programs write no calendars
    fields.defect("reference.dangling", "there is no calendar with this UID", "correct it", uid, "CalendarUID")
    return None


def _tell_unknown(parsed: Parsed, told: Told) -> None:
    """Tell of what was skipped, by kind."""
    others: Counter[str] = Counter()
    for (_, tag), number in parsed.unknown.items():
        if tag in TOLD:
            told.count(TOLD[tag], number)
        elif tag not in COMPUTED:
            others[tag] += number
    for plural, kind in (("Tasks", "Task"), ("Resources", "Resource"), ("Assignments", "Assignment")):
        for part in parsed.project.get(plural, ()):
            for record in part.get(kind, ()):
                for tag, (nothing, words) in PLAIN[kind].items():
                    if _says_more(record.get(tag), nothing):
                        told.count(words)
    if others:
        names = ", ".join(sorted(others)[:10])
        more = f" and {len(others) - 10} more" if len(others) > 10 else ""
        told.losses.append(Loss(where="file", what="left out: what dxplan does not know", value=f"{names}{more}"[:300]))


def _says_more(value: str | None, nothing: str) -> bool:
    value = (value or "").strip()
    return value not in ("", nothing, "NA") and not (nothing == "0" and not value.strip("0."))
