"""Calendars of Microsoft Project as worked days: patterns flattened, exceptions as single days."""

from __future__ import annotations

import calendar as month_of_days
import datetime as dt
from collections.abc import Callable, Iterator, Mapping

import attrs

from dxplan.io.msproject.document import CalendarRow
from dxplan.io.msproject.fields import Fields

__all__ = ["read_calendars"]

_MOST_DAYS = 400_000  # that the exceptions of a file may span: a thousand years
_LONGEST_CHAIN = 20  # of calendars that rest on each other
_NO_CALENDAR = "there is no calendar with this UID"
_SHORTEN = "leave out exceptions that come again for ages"
_DAY = dt.timedelta(days=1)


@attrs.define
class _Read:
    """A calendar as it stands in the file: what it does not say, its base does."""

    fields: Fields
    uid: int
    name: str
    base: int | None
    is_base: bool
    week: dict[int, bool]
    days: dict[dt.date, bool]
    notes: list[tuple[str, str | None, tuple[str | int, ...]]]


def read_calendars(project: Fields, wanted: Callable[[int], bool], minutes_per_day: int) -> dict[int, CalendarRow]:
    """Return by UID the calendars that are `wanted`, each whole."""
    read: dict[int, _Read] = {}
    budget = [_MOST_DAYS]
    for part in project.of("Calendars"):
        for fields in part.of("Calendar", "Calendar", name="Name"):
            one = _calendar(fields, minutes_per_day, budget)
            if one is None:
                continue
            if one.uid in read:
                fields.defect("id.duplicate", "another calendar has this UID", "change one of them", one.uid, "UID")
            read[one.uid] = one
    rows: dict[int, CalendarRow] = {}
    for uid, one in read.items():
        if wanted(uid):
            rows[uid] = _flattened(one, read, budget)
        elif one.base is not None and one.base not in read:
            one.fields.defect("reference.dangling", _NO_CALENDAR, "correct it", one.base, "BaseCalendarUID")
    return rows


def _flattened(one: _Read, read: Mapping[int, _Read], budget: list[int]) -> CalendarRow:
    """Return a calendar with what it takes from those on which it rests; their losses are told with the first one."""
    chain = _chain(one, read)
    size = sum(len(link.days) for link in chain)
    budget[0] -= size
    if budget[0] < 0 <= budget[0] + size:
        one.fields.defect("file.too-large", "the exceptions of all calendars span more than a thousand years", _SHORTEN)
        chain = chain[:1]
    week = {day: worked for link in reversed(chain) for day, worked in link.week.items()}
    days = {day: worked for link in reversed(chain) for day, worked in link.days.items()}
    if not any(week.values()):
        one.fields.defect(
            "calendar.no-worked-day", "no day of the week is worked", "set DayWorking of one to 1", None, "WeekDays"
        )
    for link in chain:
        for what, value, steps in link.notes:
            link.fields.loss(what, value, *steps)
        link.notes.clear()
    return CalendarRow(
        uid=one.uid,
        name=one.name,
        week=frozenset(day for day, worked in week.items() if worked),
        free=frozenset(day for day, worked in days.items() if not worked),
        worked=frozenset(day for day, worked in days.items() if worked),
    )


def _chain(one: _Read, read: Mapping[int, _Read]) -> list[_Read]:
    """Return the calendar and those that it rests on."""
    chain, seen = [one], {one.uid}
    while (last := chain[-1]).base is not None and not last.is_base:
        base = read.get(last.base)
        if base is None or base.uid in seen:
            problem = _NO_CALENDAR if base is None else "the calendar rests on itself"
            last.fields.defect("reference.dangling", problem, "correct it", last.base, "BaseCalendarUID")
            break
        seen.add(base.uid)
        chain.append(base)
        if len(chain) > _LONGEST_CHAIN:
            problem = "calendars rest on each other too deep; there, one rests on one other"
            one.fields.defect("nesting.too-deep", problem, "choose another base", None, "BaseCalendarUID")
            break
    return chain


def _calendar(fields: Fields, minutes_per_day: int, budget: list[int]) -> _Read | None:
    uid = fields.whole("UID")
    if uid is None:
        if "UID" not in fields.record:
            fields.defect("field.missing", "the field UID is missing", "number the calendar")
        return None
    base = fields.whole("BaseCalendarUID")
    rests = base is not None and base > 0 and base != uid and not fields.flag("IsBaseCalendar")
    one = _Read(
        fields=fields,
        uid=uid,
        name=fields.text("Name") or f"Calendar {uid}",
        base=base if rests else None,
        is_base=not rests,
        week={} if rests else dict.fromkeys(range(7), False),
        days={},
        notes=[],
    )
    weekdays = [day for part in fields.of("WeekDays") for day in part.of("WeekDay")]
    if not weekdays and not rests:
        one.week = {day: day < 5 for day in range(7)}
    old: list[Fields] = []
    for day in weekdays:
        kind = day.whole("DayType", 0, 7)
        if kind == 0:
            old.append(day)
        elif kind is not None:
            worked = _is_worked(day, one, minutes_per_day)
            one.week[(kind + 5) % 7] = worked
    exceptions = [day for part in fields.of("Exceptions") for day in part.of("Exception")]
    for exception in exceptions or old:  # the same days stand in both places, the older for Project 2003
        _add_exception(exception, one, minutes_per_day, budget)
    return one


def _is_worked(day: Fields, one: _Read, minutes_per_day: int) -> bool:
    """Tell whether a day is worked at all; a day of other hours than usual is told."""
    times = [time for part in day.of("WorkingTimes") for time in part.of("WorkingTime")]
    if not day.flag("DayWorking"):
        return False
    total = 0
    for time in times:
        since, until = time.time_of_day("FromTime"), time.time_of_day("ToTime")
        if since is not None and until is not None:
            total += (until - since) % 1440 or 1440
    if times and total != minutes_per_day:
        hours = f"{total // 60}:{total % 60:02} h"
        one.notes.append(("a day of these hours counts as a whole day", hours, day.path[len(one.fields.path) :]))
    return True


def _add_exception(exception: Fields, one: _Read, minutes_per_day: int, budget: list[int]) -> None:
    periods = list(exception.of("TimePeriod"))
    since = periods[0].moment("FromDate") if periods else None
    until = periods[0].moment("ToDate") if periods else None
    if since is None or until is None:
        if not exception.told.defects:
            exception.defect(
                "field.missing",
                "the days of the exception are missing",
                "write FromDate and ToDate",
                None,
                "TimePeriod",
            )
        return
    first, last = since.date(), until.date()
    if last < first:
        exception.defect(
            "date.impossible",
            "this period ends before it begins",
            "exchange the two",
            str(last),
            "TimePeriod",
            "ToDate",
        )
        return
    budget[0] -= (last - first).days + 1
    if budget[0] < 0:
        exception.defect("file.too-large", "the exceptions span more than a thousand years", _SHORTEN)
        return
    worked = _is_worked(exception, one, minutes_per_day)
    for day in _days_of(exception, first, last):
        one.days[day] = worked


def _days_of(exception: Fields, first: dt.date, last: dt.date) -> Iterator[dt.date]:
    """Yield the days of an exception: all from the first to the last, or those on which it comes again."""
    kind = exception.whole("Type", 1, 9) or 1
    period = max(exception.whole("Period") or 1, 1)
    weekdays = exception.whole("DaysOfWeek") or 0
    month, month_day = exception.whole("Month"), exception.whole("MonthDay")
    item, position = exception.whole("MonthItem"), exception.whole("MonthPosition")
    limit = exception.whole("Occurrences") if exception.flag("EnteredByOccurrences") else None

    def meant(day: dt.date) -> bool:
        months = (day.year - first.year) * 12 + day.month - first.month
        if kind == 6:
            weeks = (day.toordinal() - first.toordinal() + (first.weekday() + 1) % 7) // 7
            return bool(weekdays >> (day.weekday() + 1) % 7 & 1) and weeks % period == 0
        if kind in (2, 3) and month is not None and day.month != month + 1:
            return False
        if kind in (4, 5) and months % period:
            return False
        if kind in (2, 4):
            return day.day == month_day
        if kind in (3, 5):
            return _is_at(day, item or 0, position or 0)
        return (day - first).days % period == 0

    day, found = first, 0
    while day <= last and (limit is None or kind == 1 or found < limit):
        if meant(day):
            found += 1
            yield day
        day += _DAY


def _is_at(day: dt.date, item: int, position: int) -> bool:
    """Tell whether a day is, say, the last Friday of its month."""
    last = position >= 4
    length = month_of_days.monthrange(day.year, day.month)[1]
    if item == 0:
        return day.day == (length if last else position + 1)
    if item >= 3:
        return day.weekday() == (item - 4) % 7 and (day.day + 7 > length if last else (day.day - 1) // 7 == position)
    if (day.weekday() < 5) != (item == 1):
        return False
    others = range(day.day + 1, length + 1) if last else range(1, day.day)
    alike = sum((day.replace(day=number).weekday() < 5) == (item == 1) for number in others)
    return alike == (0 if last else position)
