"""The dates of every task."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, Literal

import attrs

from dxplan.cpm.dates import finish_day, start_day
from dxplan.cpm.passes import Limit
from dxplan.cpm.solution import Solution, StartBound
from dxplan.cpm.tables import IDENTITY
from dxplan.model.task import Dependency

__all__ = ["TaskDates", "TaskView"]


@attrs.frozen(kw_only=True)
class TaskDates:
    """The dates of one task or milestone (§1–§5).

    Parameters
    ----------
    id : str
    early_start, early_finish : date
        First and last day when everything starts as early as it can.
    late_start, late_finish : date
        First and last day when everything starts as late as due dates allow. A task that no due date governs (it has
        none, nor has anything that waits for its finish, directly or through others) ends by the plan's finish, also
        where a lead lets its successors end before it.
    early_start_tick, early_finish_tick, late_start_tick, late_finish_tick : int
        The same as boundaries, in days since the plan's start: it occupies the days from the start tick up to, not
        including, the finish tick.
    total_float : int
        Own days by which it can slip without breaking a due date or, where none governs it, without moving the plan's
        finish; up to a due date beyond that where one governs it. Negative where it is too late.
    free_float : int
        Own days by which it can slip without moving another task; never more than `total_float`, so negative where
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
    _solution: Solution = attrs.field(eq=False, repr=False)

    @property
    def drag(self) -> int:
        """Days by which the plan would end earlier if it took no time (Devaux, 1999); all are computed at once.

        Negative where a shorter task would begin later and hold up others by that, which a wait between starts and one
        between finishes can bring about.
        """
        return self._solution.drags[self.id]

    @property
    def driven_by(self) -> tuple[str, ...]:
        """Ids of the predecessors whose links decide its early start; empty where none does."""
        return tuple(sorted({link.predecessor for link in self.drivers}))

    def to_record(self) -> dict[str, Any]:
        """Return the dates as plain data, days in ISO form."""
        record: dict[str, Any] = {}
        for field in attrs.fields(TaskDates):
            if field.name not in ("drivers", "_solution"):
                value = getattr(self, field.name)
                record[field.name] = value.isoformat() if isinstance(value, dt.date) else value
        drivers = [
            {
                "predecessor": link.predecessor,
                "type": link.type.value,
                "lag": None if link.lag is None else str(link.lag),
                "why": None if link.why is None else link.why.value,
            }
            for link in self.drivers
        ]
        record |= {"drivers": drivers, "driven_by": list(self.driven_by), "limited_by": list(self.limited_by)}
        return {**record, "drag": self.drag}


class TaskView(Mapping[str, TaskDates]):
    """The dates of every task by id, each made when it is asked for.

    Parameters
    ----------
    solution : Solution
    """

    def __init__(self, solution: Solution) -> None:
        self._solution = solution

    @cached_property
    def _ids(self) -> list[str]:
        return sorted(self._solution.network.ids)

    def __contains__(self, id: object) -> bool:
        return id in self._solution.network.place

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def __len__(self) -> int:
        return len(self._solution.network)

    def __getitem__(self, id: str) -> TaskDates:
        solution = self._solution
        network, ticks, dates = solution.network, solution.ticks, solution.dates
        place = solution.place(id)
        days, start = int(dates.days[place]), network.start
        limiting = {network.ids[network.links.target[link]] for link in network.out_of(place) if solution.limits[link]}
        return TaskDates(
            id=id,
            early_start=start_day(start, ticks.early_start[place], days),
            early_finish=finish_day(start, ticks.early_finish[place], days),
            late_start=start_day(start, ticks.late_start[place], days),
            late_finish=finish_day(start, ticks.late_finish[place], days),
            early_start_tick=ticks.early_start[place],
            early_finish_tick=ticks.early_finish[place],
            late_start_tick=ticks.late_start[place],
            late_finish_tick=ticks.late_finish[place],
            total_float=int(dates.total_float[place]),
            free_float=int(dates.free_float[place]),
            float_unit="day" if network.axis[place] == IDENTITY else "workday",
            critical=bool(dates.total_float[place] <= 0),
            drivers=tuple(solution.dependency(link) for link in network.into(place) if solution.drives[link]),
            start_bound=solution.start_bound(place),
            limited_by=tuple(sorted(limiting)),
            limit=solution.limit(place),
            projected=solution.announced is not None and ticks.early_finish[place] > solution.announced + 1,
            solution=solution,
        )

    def __repr__(self) -> str:
        return f"<dates of {len(self)} tasks, by id>"
