"""The rows as XML, in the order of elements that the schema of Microsoft Project asks for."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from typing import Any
from xml.sax.saxutils import escape

from dxplan.io.msproject.document import AssignmentRow, CalendarRow, Document, ResourceRow, TaskRow
from dxplan.io.msproject.extension import ALIAS, CHUNK_FIELDS, ID_ALIAS, ID_FIELDS, MARK, packed, pieces
from dxplan.io.msproject.layout import NAMESPACES
from dxplan.io.msproject.time import DAY, UNKNOWN, known_day, written_minutes
from dxplan.model.plan import Plan

__all__ = ["xml_of"]

Dates = Mapping[str, tuple[dt.date, dt.date]]
Lines = Iterator[str]

_MORNING, _EVENING = "08:00:00", "17:00:00"
_HOURS = (("08:00:00", "12:00:00"), ("13:00:00", "17:00:00"))
_TYPES = {"FF": 0, "FS": 1, "SF": 2, "SS": 3}
_NO_CALENDAR = -1
_LONGEST_NUMBER = 240  # 1.4.2: of tasks very deep in the outline it is left out


def xml_of(document: Document, plan: Plan, dates: Dates) -> str:
    """Return the document as XML."""
    return "\n".join(['<?xml version="1.0" encoding="UTF-8" standalone="yes"?>', *_project(document, plan, dates), ""])


def _leaf(tag: str, value: object) -> str:
    text = "1" if value is True else "0" if value is False else str(value)
    return f"<{tag}>{escape(text)}</{tag}>"


def _leaves(**values: object) -> Lines:
    return (_leaf(tag, value) for tag, value in values.items() if value is not None)


def _in(tag: str, lines: Iterable[str]) -> Lines:
    yield f"<{tag}>"
    yield from lines
    yield f"</{tag}>"


def _at(day: dt.date, time: str = _MORNING) -> str:
    return f"{day.isoformat()}T{time}"


def _project(document: Document, plan: Plan, dates: Dates) -> Lines:
    finish = max((last for _, last in dates.values() if known_day(last)), default=document.start)
    yield f'<Project xmlns="{NAMESPACES[0]}">'
    yield from _leaves(
        SaveVersion=14,
        Name=document.name,
        Title=document.name,
        ScheduleFromStart=True,
        StartDate=_at(document.start),
        FinishDate=_at(max(finish, document.start), _EVENING),
        CurrencyCode=_currency(plan),
        CalendarUID=document.calendar,
        DefaultStartTime=_MORNING,
        DefaultFinishTime=_EVENING,
        MinutesPerDay=DAY,
        MinutesPerWeek=5 * DAY,
        DaysPerMonth=20,
        DefaultTaskType=1,
        DurationFormat=7,
        HonorConstraints=False,
        NewTasksEffortDriven=False,
        NewTasksEstimated=True,
        WeekStartDay=1,
        NewTasksAreManual=False,
    )
    tasks = [_stored_leaves("Task", row.id, row.stored) for row in document.tasks]
    resources = [_stored_leaves("Resource", row.id, row.stored) for row in document.resources]
    yield from _in("ExtendedAttributes", _definitions(tasks, resources))
    yield from _in("Calendars", _calendars(document))
    yield from _in("Tasks", _tasks(document, dates, tasks))
    yield from _in("Resources", _resources(document, resources))
    yield from _in("Assignments", _assignments(document, dates))
    yield "</Project>"


def _currency(plan: Plan) -> str:
    return next((ceiling.amount.currency for fund in plan.funds for ceiling in fund.ceilings), "VND")


Values = list[tuple[int, str]]


def _stored_leaves(kind: str, id: str | None, stored: Mapping[str, Any]) -> Values:
    """Return the text fields of a row."""
    values = list(
        zip((field for field, _ in CHUNK_FIELDS[kind]), pieces(packed(stored)) if stored else (), strict=False)
    )
    return [*values, (ID_FIELDS[kind][0], id or "")]


def _definitions(tasks: list[Values], resources: list[Values]) -> Lines:
    for kind, rows in (("Task", tasks), ("Resource", resources)):
        used = {field for values in rows for field, _ in values}
        for number, (field, name) in enumerate(CHUNK_FIELDS[kind], 1):
            if field in used:
                alias = ALIAS if number == 1 else f"{ALIAS} {number}"
                yield from _in("ExtendedAttribute", _leaves(FieldID=field, FieldName=name, Alias=alias))
        field, name = ID_FIELDS[kind]
        if field in used:
            yield from _in("ExtendedAttribute", _leaves(FieldID=field, FieldName=name, Alias=ID_ALIAS))


def _attributes(values: Values) -> Lines:
    for field, value in values:
        yield from _in("ExtendedAttribute", _leaves(FieldID=field, Value=value))


def _calendars(document: Document) -> Lines:
    for row in document.calendars:
        yield from _in("Calendar", _calendar(row))
    base = document.calendar
    for one in document.resources:  # each works on the project's calendar
        uid = len(document.calendars) + one.uid
        yield from _in("Calendar", _leaves(UID=uid, Name=one.name, IsBaseCalendar=False, BaseCalendarUID=base))


def _calendar(row: CalendarRow) -> Lines:
    yield from _leaves(UID=row.uid, Name=row.name, IsBaseCalendar=True, BaseCalendarUID=_NO_CALENDAR)
    yield "<WeekDays>"
    for type in range(1, 8):
        worked = (type + 5) % 7 in row.week
        yield from _in("WeekDay", [*_leaves(DayType=type, DayWorking=worked), *(_times() if worked else ())])
    yield "</WeekDays>"
    days = sorted([*((day, False) for day in row.free), *((day, True) for day in row.worked)])
    if days:
        yield from _in("Exceptions", _exceptions(days))


def _times() -> Lines:
    yield "<WorkingTimes>"
    for since, until in _HOURS:
        yield from _in("WorkingTime", _leaves(FromTime=since, ToTime=until))
    yield "</WorkingTimes>"


def _exceptions(days: list[tuple[dt.date, bool]]) -> Lines:
    """Yield one exception for each run of days that follow each other."""
    runs = groupby(enumerate(days), key=lambda item: (item[1][0].toordinal() - item[0], item[1][1]))
    for (_, worked), run in runs:
        member = [day for _, (day, _) in run]
        yield "<Exception>"
        yield _leaf("EnteredByOccurrences", False)
        yield from _in("TimePeriod", _leaves(FromDate=_at(member[0], "00:00:00"), ToDate=_at(member[-1], "23:59:00")))
        yield from _leaves(Occurrences=len(member), Name="Worked" if worked else "Free", Type=1, DayWorking=worked)
        if worked:
            yield from _times()
        yield "</Exception>"


def _tasks(document: Document, dates: Dates, stored: list[Values]) -> Lines:
    yield from _in("Task", _project_task(document))
    spans = _spans(document, dates)
    worked = _worked_ordinals(document, spans)
    numbers: list[int] = []
    names: list[str | None] = [""]  # of the rows above, "1.4." of the row 1.4
    for place, (row, values) in enumerate(zip(document.tasks, stored, strict=True), 1):
        del numbers[row.level :], names[row.level :]
        numbers += [0] * (row.level - len(numbers))
        numbers[-1] += 1
        above = names[-1]
        number = None if above is None or len(above) > _LONGEST_NUMBER else f"{above}{numbers[-1]}"
        names.append(None if number is None else f"{number}.")
        yield from _in("Task", _task(row, place, number, document, spans.get(row.uid), worked, values))


def _project_task(document: Document) -> Lines:
    stored = f"{MARK}\n{packed(document.stored)}"
    note = stored if document.note is None else f"{document.note}\n\n{stored}"
    return _leaves(
        UID=0,
        ID=0,
        Name=document.name,
        Active=True,
        Manual=False,
        Type=1,
        IsNull=False,
        WBS=0,
        OutlineNumber=0,
        OutlineLevel=0,
        Summary=True,
        Notes=note,
    )


def _spans(document: Document, dates: Dates) -> dict[int, tuple[dt.date, dt.date]]:
    """Return first and last days by UID, those of summary tasks around the tasks below them."""
    found: dict[int, tuple[dt.date, dt.date]] = {}
    parents: dict[int, int] = {}
    above: list[int] = []
    for row in document.tasks:
        del above[row.level - 1 :]
        if above:
            parents[row.uid] = above[-1]
        above.append(row.uid)
        span = None if row.summary or row.id is None else dates.get(row.id)
        if span is not None and known_day(span[0]) and known_day(span[1]):
            found[row.uid] = span
    for row in reversed(document.tasks):
        parent = parents.get(row.uid)
        if parent is not None and row.uid in found:
            first, last = found[row.uid]
            since, until = found.get(parent, (first, last))
            found[parent] = min(since, first), max(until, last)
    return found


def _worked_ordinals(document: Document, spans: Mapping[int, tuple[dt.date, dt.date]]) -> list[int]:
    """Return the worked days of the project's calendar between the first and the last day."""
    row = next((row for row in document.calendars if row.uid == document.calendar), None)
    if row is None or not spans:
        return []
    days = range(
        min(first for first, _ in spans.values()).toordinal(), max(last for _, last in spans.values()).toordinal() + 1
    )
    free, worked = ({day.toordinal() for day in days} for days in (row.free, row.worked))
    return [day for day in days if day in worked or ((day - 1) % 7 in row.week and day not in free)]


def _task(
    row: TaskRow,
    place: int,
    number: str | None,
    document: Document,
    span: tuple[dt.date, dt.date] | None,
    worked: list[int],
    values: Values,
) -> Lines:
    moment = row.minutes == 0
    minutes: Fraction | int | None = row.minutes
    if row.summary and span is not None:
        minutes = DAY * (bisect_right(worked, span[1].toordinal()) - bisect_left(worked, span[0].toordinal()))
    at_once = moment and span is not None and span[0] <= document.start and not row.links
    length = None if minutes is None else written_minutes(minutes)
    yield from _leaves(
        UID=row.uid,
        ID=place,
        Name=row.name,
        Active=True,
        Manual=False,
        Type=1,
        IsNull=False,
        WBS=number,
        OutlineNumber=number,
        OutlineLevel=row.level,
        Priority=500,
        Start=None if span is None else _at(span[0], _EVENING if moment and not at_once else _MORNING),
        Finish=None if span is None else _at(span[1], _MORNING if at_once else _EVENING),
        Duration=length,
        DurationFormat=row.format,
        EffortDriven=False,
        Recurring=False,
        Estimated=row.format == UNKNOWN,
        Milestone=moment,
        Summary=row.summary,
        PercentComplete=0,
        ActualDuration="PT0H0M0S",
        RemainingDuration=length,
        ConstraintType=row.constraint,
        CalendarUID=_NO_CALENDAR if row.calendar is None else row.calendar,
        ConstraintDate=None if row.constraint_day is None else _bound(row.constraint_day, moment, document.start),
        Deadline=None if row.deadline is None else _at(row.deadline, _EVENING),
        IgnoreResourceCalendar=row.calendar is not None,
        Notes=row.note,
    )
    for link in row.links:
        yield from _in(
            "PredecessorLink",
            _leaves(
                PredecessorUID=link.predecessor,
                Type=_TYPES[link.type],
                CrossProject=False,
                LinkLag=int(link.lag * 10),
                LagFormat=link.format,
            ),
        )
    yield from _attributes(values)


def _bound(day: dt.date, moment: bool, start: dt.date) -> str:
    """Return the bound of a start: a moment lies at the end of its day, but for the plan's first."""
    return _at(day, _EVENING if moment and day > start else _MORNING)


def _resources(document: Document, stored: list[Values]) -> Lines:
    for row, values in zip(document.resources, stored, strict=True):
        yield from _in("Resource", _resource(row, len(document.calendars), values))


def _resource(row: ResourceRow, calendars: int, values: Values) -> Lines:
    yield from _leaves(
        UID=row.uid,
        ID=row.uid,
        Name=row.name,
        Type=1,
        IsNull=False,
        MaxUnits=_number(row.units),
        CalendarUID=calendars + row.uid,
        Notes=row.note,
    )
    yield from _attributes(values)
    yield _leaf("IsCostResource", False)
    if row.periods:
        yield "<AvailabilityPeriods>"
        for since, until, units in row.periods:
            yield from _in(
                "AvailabilityPeriod",
                _leaves(
                    AvailableFrom=_at(since or dt.date(1984, 1, 1), "00:00:00"),
                    AvailableTo=_at(until or dt.date(2049, 12, 31), "23:59:00"),
                    AvailableUnits=_number(units),
                ),
            )
        yield "</AvailabilityPeriods>"


def _number(value: Decimal) -> str:
    return f"{value:f}"


def _assignments(document: Document, dates: Dates) -> Lines:
    rows = {row.uid: row for row in document.tasks}
    spans = _spans(document, dates)
    for number, one in enumerate(document.assignments, 1):
        yield from _in("Assignment", _assignment(one, number, rows[one.task], spans.get(one.task)))


def _assignment(one: AssignmentRow, number: int, task: TaskRow, span: tuple[dt.date, dt.date] | None) -> Lines:
    minutes = (task.minutes or Fraction(0)) * Fraction(one.units)
    work = written_minutes(minutes) if minutes < 10**9 else None
    return _leaves(
        UID=number,
        TaskUID=one.task,
        ResourceUID=one.resource,
        Finish=None if span is None else _at(span[1], _EVENING),
        RemainingWork=work,
        Start=None if span is None else _at(span[0]),
        Units=_number(one.units),
        Work=work,
    )
