"""The dates of one task, and of one programme."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Literal

import attrs

from dxplan.model.task import Dependency

if TYPE_CHECKING:
    from dxplan.cpm.result import CriticalPath

__all__ = ["Limit", "ProgrammeDates", "StartBound", "TaskDates"]

StartBound = Literal["plan", "not_before", "on"]
"""What of its own decides an early start: the plan's start, or one of the two dates."""

Limit = Literal["finish", "due", "on"]
"""What of its own limits late dates: the plan's finish, the due date, or the fixed start."""


@attrs.frozen(kw_only=True)
class TaskDates:
    """The dates of one task or milestone (§1–§5).

    Parameters
    ----------
    id : str
    early_start, early_finish : date
        First and last day when everything starts as early as it can.
    late_start, late_finish : date
        First and last day when everything starts as late as due dates, or the plan's finish, allow.
    early_start_tick, early_finish_tick, late_start_tick, late_finish_tick : int
        The same as boundaries, in days since the plan's start: it occupies the days from the start tick up to, not
        including, the finish tick.
    total_float : int
        Own days by which it can move without breaking a due date or the plan's finish; negative where it is too late.
    free_float : int
        Own days by which it can move without moving another task; never more than `total_float`, so negative where
        that is.
    float_unit : {"workday", "day"}
        What its own days are: those of its calendar, or every day.
    critical : bool
        Whether its total float is zero or less.
    drivers : tuple of Dependency
        The waits that decide its early start: without each of them the others still hold it there.
    start_bound : {"plan", "not_before", "on"} or None
        What of its own holds its early start there, too: the plan's start, or a date of its own.
    limited_by : tuple of str
        Ids of the successors that decide its late dates.
    limit : {"finish", "due", "on"} or None
        What of its own decides its late dates: that the plan ends then, its due date, or its fixed start.
    projected : bool
        Whether its early dates lie beyond the days for which the public holidays of a calendar have been announced.
    """

    id: str
    early_start: dt.date
    early_finish: dt.date
    late_start: dt.date
    late_finish: dt.date
    early_start_tick: int
    early_finish_tick: int
    late_start_tick: int
    late_finish_tick: int
    total_float: int
    free_float: int
    float_unit: Literal["workday", "day"]
    critical: bool
    drivers: tuple[Dependency, ...]
    start_bound: StartBound | None
    limited_by: tuple[str, ...]
    limit: Limit | None
    projected: bool
    _path: CriticalPath = attrs.field(eq=False, repr=False)

    @property
    def drag(self) -> int:
        """Days by which the plan would end earlier if it took no time (Devaux, 1999); all are computed at once.

        Negative where a shorter task would begin later and hold up others by that, which a wait between starts and one
        between finishes can bring about.
        """
        return self._path.drags[self.id]

    @property
    def driven_by(self) -> tuple[str, ...]:
        """Ids of the predecessors whose links decide its early start; empty where none does."""
        return tuple(sorted({link.predecessor for link in self.drivers}))

    def to_record(self) -> dict[str, Any]:
        """Return the dates as plain data, days in ISO form, drivers by id."""
        record: dict[str, Any] = {}
        for field in attrs.fields(TaskDates):
            if field.name not in ("drivers", "_path"):
                value = getattr(self, field.name)
                record[field.name] = value.isoformat() if isinstance(value, dt.date) else value
        return {**record, "driven_by": list(self.driven_by), "limited_by": list(self.limited_by), "drag": self.drag}


@attrs.frozen(kw_only=True)
class ProgrammeDates:
    """The dates of a programme: those of all tasks in it and in the programmes within it, summarised.

    Parameters
    ----------
    id : str
    early_start, early_finish : date
        From the first day of its first task to the last day of its last, as early as can be.
    late_start, late_finish : date
        Likewise as late as can be.
    critical : bool
        Whether one of its tasks is critical.
    tightest : str
        Id of the task with the least total float; of several the first by id.
    tasks : tuple of str
        Ids of its tasks and milestones that have dates, sorted.

    Examples
    --------
    >>> import dxplan as dx
    >>> elements = [
    ...     dx.Programme(id="works"),
    ...     dx.Task(id="dig", duration="5 days", within="works"),
    ...     dx.Task(id="pave", duration="3 days", within="works", after=["dig"]),
    ... ]
    >>> works = dx.critical_path(
    ...     dx.Plan(id="p", start="2024-01-01", elements=elements)
    ... ).programmes["works"]
    >>> works.early_finish, works.tightest
    (datetime.date(2024, 1, 8), 'dig')
    """

    id: str
    early_start: dt.date
    early_finish: dt.date
    late_start: dt.date
    late_finish: dt.date
    critical: bool
    tightest: str
    tasks: tuple[str, ...]

    def to_record(self) -> dict[str, Any]:
        """Return the dates as plain data, days in ISO form."""
        record = attrs.asdict(self)
        for name in ("early_start", "early_finish", "late_start", "late_finish"):
            record[name] = record[name].isoformat()
        record["tasks"] = list(self.tasks)
        return record
