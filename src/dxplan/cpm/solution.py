"""What the passes found for one plan, with what follows from it place by place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import cached_property
from typing import Any, Literal

import attrs

from dxplan.cpm.dates import finish_day
from dxplan.cpm.drag import drags
from dxplan.cpm.network import Network
from dxplan.cpm.passes import Compiled, Dates, Limit
from dxplan.cpm.tables import Ints, Step
from dxplan.model.plan import Plan
from dxplan.model.task import Dependency

__all__ = ["Limit", "Solution", "StartBound", "Ticks"]

StartBound = Literal["plan", "not_before", "on"]
"""What of its own decides an early start: the plan's start, or one of the two dates."""


@attrs.frozen(eq=False)
class Ticks:
    """The boundaries of every place."""

    early_start: list[int]
    early_finish: list[int]
    late_start: list[int]
    late_finish: list[int]


class Solution:
    """The dates of a network, what drives and limits each, and the plan that they belong to.

    Parameters
    ----------
    plan : Plan or callable
        What makes the plan when it is asked for, for plans of which only the dates are of interest.
    compiled : Compiled
    days, lag : array of int, optional
        Durations and lags in the place of the network's own.
    """

    def __init__(
        self, plan: Plan | Callable[[], Plan], compiled: Compiled, *, days: Ints | None = None, lag: Ints | None = None
    ) -> None:
        self._plan = plan
        self.compiled: Compiled = compiled
        self.dates: Dates = compiled.run(days, lag)
        dates = self.dates
        self.ticks: Ticks = Ticks(
            compiled.ticks(dates.early, Step.START).tolist(),
            compiled.ticks(dates.early + dates.days, Step.FINISH).tolist(),
            compiled.ticks(dates.late, Step.START).tolist(),
            compiled.ticks(dates.late + dates.days, Step.FINISH).tolist(),
        )

    @property
    def plan(self) -> Plan:
        """The plan that was asked about."""
        if not isinstance(self._plan, Plan):
            self._plan = self._plan()
        return self._plan

    @property
    def network(self) -> Network:
        """The plan as integers."""
        return self.compiled.network

    def place(self, id: str) -> int:
        """Return the place of an id.

        Raises
        ------
        KeyError
            For an id without dates.
        """
        try:
            return self.network.place[id]
        except KeyError:
            raise KeyError(f"{id!r} is no task or milestone with dates in this plan") from None

    @cached_property
    def last(self) -> int:
        """The boundary at which the plan ends."""
        return max(self.ticks.early_finish)

    def day(self, boundary: int) -> dt.date:
        """Return the day that ends at a boundary."""
        return finish_day(self.network.start, boundary, 0)

    @cached_property
    def drives(self) -> list[bool]:
        """Which links hold their successor at its early start."""
        dates = self.dates
        asked = self.compiled.asked(dates.early, dates.days, dates.lag)
        drives: list[bool] = (asked == dates.early[self.network.links.target]).tolist()
        return drives

    @cached_property
    def limits(self) -> list[bool]:
        """Which links hold their predecessor at its late start."""
        dates = self.dates
        left = self.compiled.left(dates.late, dates.days, dates.lag)
        limits: list[bool] = (left == dates.late[self.network.links.source]).tolist()
        return limits

    def dependency(self, link: int) -> Dependency:
        """Return the dependency of the plan that a link stands for."""
        target = int(self.network.links.target[link])
        activity: Any = self.plan[self.network.ids[target]]
        found: Dependency = activity.after[link - self.network.into(target).start]
        return found

    @cached_property
    def own_starts(self) -> list[int]:
        """The position at which the plan's start and own dates alone would let each place start."""
        own: list[int] = self.compiled.earliest().tolist()
        return own

    def start_bound(self, place: int) -> StartBound | None:
        """Return what of its own holds a place at its early start."""
        if self.dates.early[place] != self.own_starts[place]:
            return None
        activity: Any = self.plan[self.network.ids[place]]
        dated: list[tuple[dt.date, StartBound]] = []
        if activity.not_before is not None:
            dated.append((activity.not_before, "not_before"))
        if activity.on is not None:
            dated.append((activity.on, "on"))
        day, name = max(dated, default=(self.network.start, "plan"))
        return name if day > self.network.start else "plan"

    @cached_property
    def _own_limits(self) -> dict[Limit, list[int]]:
        return {name: latest.tolist() for name, latest in self.compiled.own_limits(self.dates).items()}

    def limit(self, place: int) -> Limit | None:
        """Return what of its own holds a place at its late start."""
        late = int(self.dates.late[place])
        return next((name for name, latest in self._own_limits.items() if latest[place] == late), None)

    @cached_property
    def announced(self) -> int | None:
        """The last tick whose public holidays are announced on every calendar of the network that has some."""
        network = self.network
        used = {*network.axis.tolist(), *network.links.lag_axis.tolist()}
        known = [days.announced_until for days in network.axes.calendars(used)]
        return min((tick for tick in known if tick is not None), default=None)

    @cached_property
    def drags(self) -> dict[str, int]:
        """The drag of each task, by id, sorted."""
        calendars = [getattr(self.plan[id], "calendar", None) for id in self.network.ids]
        found = drags(self.compiled, self.dates, calendars).tolist()
        return dict(sorted(zip(self.network.ids, found, strict=True)))
