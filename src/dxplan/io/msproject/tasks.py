"""The tasks of a file: the outline, and what each of them says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import attrs

from dxplan.errors import InputError
from dxplan.io.msproject.document import NOT_BEFORE, ON, LinkRow, TaskRow
from dxplan.io.msproject.extension import joined, unpacked
from dxplan.io.msproject.fields import LONGEST_NOTE, Fields
from dxplan.io.msproject.time import PERCENT, UNKNOWN, length_of

__all__ = ["Outline", "attributes", "read_tasks"]

_TYPES = {0: "FF", 1: "FS", 2: "SF", 3: "SS"}
_FORMATS = frozenset({*range(3, 13), 19, 20, 21, *range(35, 45), 51, 52, 53})
_MORNING = frozenset({0, 8 * 60})
_EVENING = frozenset({0, 17 * 60, 23 * 60 + 59})
_AS_LATE, _MUST_FINISH, _START_BY, _FINISH_FROM, _FINISH_BY = 1, 3, 5, 6, 7
_LOST = {
    _AS_LATE: "left out: as late as possible; dxplan computes early and late dates of every task",
    _START_BY: "left out: start no later than; set a due date instead",
    _FINISH_FROM: "left out: finish no earlier than",
}


@attrs.define
class Outline:
    """The rows of a file, and what the outline leaves out; times of day at which a day begins and ends."""

    rows: list[TaskRow] = attrs.field(factory=list)
    fields: dict[int, Fields] = attrs.field(factory=dict)
    project: Fields | None = None
    skipped: set[int] = attrs.field(factory=set)
    starts: list[dt.date] = attrs.field(factory=list)
    begin: dt.date = dt.date.min
    morning: frozenset[int] = _MORNING
    evening: frozenset[int] = _EVENING


def attributes(fields: Fields, names: Mapping[int, str], kind: str) -> tuple[str | None, dict[str, Any]]:
    """Return the id and the data that dxplan left in the text fields of a row; the other fields are told."""
    values: dict[int, str] = {}
    for part in fields.of("ExtendedAttribute"):
        field = part.whole("FieldID")
        value = part.record.get("Value", "")
        if field is None or not value:
            continue
        values[field] = value
        name = names.get(field, f"field {field}")
        if name.split()[0] != "dxplan":
            fields.told.count(f"custom field “{name[:60]}”")
    id, text = joined(values, names, kind)
    stored = unpacked(text) if text else {}
    if text and not stored:
        fields.loss("what dxplan keeps there was cut or changed: left out", None, "ExtendedAttribute")
    return id, stored


def read_tasks(project: Fields, names: Mapping[int, str], minutes_per_day: int, begin: dt.date) -> Outline:
    """Return the tasks in the order of the file, without blank and inactive ones; the project begins on `begin`."""
    outline = Outline(begin=begin)
    outline.morning |= {project.time_of_day("DefaultStartTime") or 0}
    outline.evening |= {project.time_of_day("DefaultFinishTime") or 0}
    before = 0  # the level of the row before
    seen: set[int] = set()
    for part in project.of("Tasks"):
        for fields in part.of("Task", "Task", name="Name"):
            uid = fields.whole("UID")
            if uid is None:
                if "UID" not in fields.record:
                    fields.defect("field.missing", "the field UID is missing", "number the task")
                continue
            if uid in seen:
                fields.defect("id.duplicate", "another task has this UID", "change one of them", uid, "UID")
                continue
            seen.add(uid)
            level = _level(fields)
            if level is None:
                continue
            if uid == 0 or level == 0:
                outline.project = outline.project or fields
                outline.skipped.add(uid)
                continue
            if (why := _why_skipped(fields)) is not None:
                if why:
                    fields.loss(why)
                outline.skipped.add(uid)
                continue
            if level > before + 1:
                problem = f"the outline jumps: the task before it is on level {before}"
                fields.defect("outline.jump", problem, "indent it by one step at most", level, "OutlineLevel")
            before = level
            row = _row(fields, uid, level, names, minutes_per_day, outline)
            outline.fields[uid] = fields
            outline.rows.append(row)
    _mark_summaries(outline)
    return outline


def _level(fields: Fields) -> int | None:
    """Return the level in the outline, from 1; 0 is the project itself; None where it is wrong."""
    if "OutlineLevel" in fields.record:
        return fields.whole("OutlineLevel", 0, 65_535)
    number = fields.text("OutlineNumber")
    return 1 if number is None else 0 if number == "0" else number.count(".") + 1


def _why_skipped(fields: Fields) -> str | None:
    """Return why a task is left out: a text to tell, or an empty one where there is nothing to tell; else None."""
    if fields.flag("IsNull"):
        fields.told.count("blank tasks")
        return ""
    if fields.flag("Active") is False:
        return "left out: the task is inactive"
    if fields.flag("ExternalTask"):
        return "left out: the task belongs to another project"
    return None


def _row(
    fields: Fields, uid: int, level: int, names: Mapping[int, str], minutes_per_day: int, outline: Outline
) -> TaskRow:
    name = fields.text("Name")
    if name is None and not fields.told.defects:
        fields.defect("field.missing", "the task has no name", "name it, or delete it")
    if fields.flag("IsSubproject") or fields.text("SubprojectName"):
        fields.loss("left out: the tasks of a subproject", fields.text("SubprojectName"), "SubprojectName")
    id, stored = attributes(fields, names, "Task")
    minutes = fields.minutes("Duration")
    if minutes is not None and minutes < 0:
        fields.defect("number.negative", "a duration cannot be negative", "correct it", None, "Duration")
        minutes = None
    format = _format(fields, "DurationFormat")
    minutes, format = _duration(fields, minutes, format, minutes_per_day, ours=id is not None)
    constraint, day, latest = _constraint(fields, minutes == 0, outline)
    deadline = fields.moment("Deadline")
    due = min((one for one in (deadline.date() if deadline else None, latest) if one is not None), default=None)
    if (start := fields.moment("Start")) is not None:
        outline.starts.append(start.date())
    return TaskRow(
        uid=uid,
        id=id,
        name=name or "",
        level=level,
        place=int(fields.path[1]),
        summary=bool(fields.flag("Summary")),
        minutes=minutes,
        format=format,
        constraint=constraint,
        constraint_day=day,
        deadline=due,
        calendar=fields.whole("CalendarUID"),
        note=note_of(fields),
        links=tuple(
            link for part in fields.of("PredecessorLink") if (link := _link(part, minutes_per_day)) is not None
        ),
        stored=stored,
    )


def note_of(fields: Fields) -> str | None:
    """Return the note of a row, cut to what dxplan takes."""
    note = fields.note("Notes")
    if note is None or len(note) <= LONGEST_NOTE:
        return note
    fields.loss(f"cut to {LONGEST_NOTE} characters", None, "Notes")
    return note[:LONGEST_NOTE].strip()


def _format(fields: Fields, tag: str) -> int:
    format = fields.whole(tag)
    if format is None:
        return 7
    if format not in _FORMATS:
        fields.defect("choice.unknown", "there is no such format of a length of time", "write 7 for days", format, tag)
        return 7
    return format


def _duration(
    fields: Fields, minutes: Fraction | None, format: int, minutes_per_day: int, *, ours: bool
) -> tuple[Fraction | None, int]:
    if minutes is None or fields.flag("Summary"):
        return minutes, format
    if format == UNKNOWN and minutes == minutes_per_day:
        # "1 day?" is what a task has of which nobody has said how long it takes
        if not ours:
            fields.loss("“1 day?” says that nobody has said how long: the duration is unknown", None, "Duration")
        return minutes, format
    if _checked_length(fields, minutes, format, minutes_per_day, "Duration"):
        if format > 32 and format != 53:
            fields.told.count("question marks at estimated durations")
        return minutes, 7 if format == UNKNOWN else format
    return None, 7


def _checked_length(fields: Fields, minutes: Fraction, format: int, minutes_per_day: int, tag: str) -> bool:
    """Tell whether this is a length that dxplan can say; one that was rounded is told."""
    try:
        length, rounded = length_of(minutes, format, minutes_per_day)
    except InputError as error:
        for one in error.defects:
            fields.defect(one.code, one.problem, one.remedy, fields.record.get(tag), tag)
        return False
    if rounded:
        fields.loss(f"rounded up to whole days: {length}", fields.record.get(tag), tag)
    return True


def _constraint(fields: Fields, moment: bool, outline: Outline) -> tuple[int, dt.date | None, dt.date | None]:
    """Return the constraint and its day, and the day by which the task must finish."""
    if fields.flag("Summary"):
        at = fields.moment("ConstraintDate")
        return (0, None, None) if at is None else (NOT_BEFORE, at.date(), None)
    if fields.flag("Manual"):
        by_hand = fields.moment("ManualStart") or fields.moment("Start")
        if by_hand is not None:
            fields.loss("scheduled by hand: its start is fixed to this day", by_hand.date(), "Manual")
            return ON, by_hand.date(), None
        fields.loss("scheduled by hand, without a start: dxplan computes its dates", None, "Manual")
        return 0, None, None
    constraint = fields.whole("ConstraintType", 0, 7) or 0
    at = fields.moment("ConstraintDate")
    if constraint in _LOST:
        fields.loss(_LOST[constraint], None if at is None else at.date(), "ConstraintType")
        return 0, None, None
    if constraint == 0:
        return 0, None, None
    if at is None:
        if "ConstraintDate" not in fields.record and not fields.told.defects:
            problem = "the constraint needs a date"
            fields.defect("field.missing", problem, "write ConstraintDate, or set ConstraintType to 0")
        return 0, None, None
    if constraint in (_FINISH_BY, _MUST_FINISH):
        if constraint == _MUST_FINISH:
            fields.loss("must finish on this day: taken as due, it may finish earlier", at.date(), "ConstraintType")
        else:
            fields.loss("finish no later than: taken as due", at.date(), "ConstraintType")
        return 0, None, at.date()
    minute = at.hour * 60 + at.minute
    at_once = moment and minute in outline.morning and at.date() <= outline.begin
    if not at_once and minute not in (outline.evening if moment else outline.morning):
        what = "a moment lies at the end of its day: what follows begins a day later" if moment else "the time is cut"
        fields.loss(what, at.isoformat(sep=" ", timespec="minutes"), "ConstraintDate")
    return constraint, at.date(), None


def _link(part: Fields, minutes_per_day: int) -> LinkRow | None:
    if part.flag("CrossProject") or part.text("CrossProjectName"):
        part.loss("left out: a wait for a task of another project", part.text("CrossProjectName"), "CrossProjectName")
        return None
    predecessor = part.whole("PredecessorUID")
    if predecessor is None:
        if "PredecessorUID" not in part.record:
            part.defect("field.missing", "the field PredecessorUID is missing", "write the UID of the task")
        return None
    type = part.whole("Type", 0, 3)
    lag = part.whole("LinkLag") or 0
    format = _format(part, "LagFormat")
    minutes = Fraction(lag) if format in PERCENT else Fraction(lag, 10)
    if minutes and format not in PERCENT and not _checked_length(part, minutes, format, minutes_per_day, "LinkLag"):
        minutes = Fraction(0)
    return LinkRow(predecessor=predecessor, type=_TYPES[1 if type is None else type], lag=minutes, format=format)


def _mark_summaries(outline: Outline) -> None:
    """Mark what has tasks below it as a summary task, and tell what dxplan has no word for there."""
    rows = outline.rows
    for place, row in enumerate(rows):
        above = place + 1 < len(rows) and rows[place + 1].level > row.level
        if not above and not row.summary:
            continue
        fields = outline.fields[row.uid]
        if row.constraint or row.deadline:
            day = row.deadline or row.constraint_day
            fields.loss("left out: the date of a summary task", day, "Deadline" if row.deadline else "ConstraintDate")
        rows[place] = attrs.evolve(row, summary=True, constraint=0, constraint_day=None, deadline=None, calendar=None)
