"""A plan as Microsoft Project says it: rows of numbers, dates and texts. Reading and writing meet here."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

import attrs

__all__ = [
    "NOT_BEFORE",
    "ON",
    "AssignmentRow",
    "CalendarRow",
    "Document",
    "LinkRow",
    "ResourceRow",
    "TaskRow",
]

ON: Final = 2
"""The constraint "must start on"."""

NOT_BEFORE: Final = 4
"""The constraint "start no earlier than"."""


@attrs.frozen(kw_only=True)
class LinkRow:
    """A wait for the task with UID `predecessor`; the lag in minutes and the format in which it is shown."""

    predecessor: int
    type: str = "FS"
    lag: Fraction = Fraction(0)
    format: int = 7


@attrs.frozen(kw_only=True)
class TaskRow:
    """A task, a milestone (of no minutes), or a summary task, in the order of the outline."""

    uid: int
    name: str
    level: int
    id: str | None = None
    place: int = 0
    summary: bool = False
    minutes: Fraction | None = None
    format: int = 7
    constraint: int = 0
    constraint_day: dt.date | None = None
    deadline: dt.date | None = None
    calendar: int | None = None
    note: str | None = None
    links: tuple[LinkRow, ...] = ()
    stored: dict[str, Any] = attrs.field(factory=dict)


@attrs.frozen(kw_only=True)
class CalendarRow:
    """A calendar on which work is done: worked weekdays (0 is Monday), and days that are free or worked beside them."""

    uid: int
    name: str
    id: str | None = None
    week: frozenset[int] = frozenset(range(5))
    free: frozenset[dt.date] = frozenset()
    worked: frozenset[dt.date] = frozenset()


@attrs.frozen(kw_only=True)
class ResourceRow:
    """A work resource: its units (1 is 100 %), or the units from a day to a day."""

    uid: int
    name: str
    id: str | None = None
    units: Decimal = Decimal(1)
    periods: tuple[tuple[dt.date | None, dt.date | None, Decimal], ...] = ()
    note: str | None = None
    stored: dict[str, Any] = attrs.field(factory=dict)


@attrs.frozen(kw_only=True)
class AssignmentRow:
    """The units of a resource that a task takes."""

    task: int
    resource: int
    units: Decimal


@attrs.frozen(kw_only=True)
class Document:
    """The whole; what it holds for dxplan alone is `stored`, here and in the rows."""

    name: str
    start: dt.date
    note: str | None = None
    calendar: int | None = None
    minutes_per_day: int = 480
    calendars: tuple[CalendarRow, ...] = ()
    tasks: tuple[TaskRow, ...] = ()
    resources: tuple[ResourceRow, ...] = ()
    assignments: tuple[AssignmentRow, ...] = ()
    stored: dict[str, Any] = attrs.field(factory=dict)
