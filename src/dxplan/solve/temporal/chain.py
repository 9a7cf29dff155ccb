"""The chain of driving links behind a date that is missed."""

from __future__ import annotations

from functools import cached_property

import attrs

from dxplan.cpm.dates import Early
from dxplan.cpm.network import Network
from dxplan.cpm.worktime import Clock
from dxplan.solve.temporal.said import Said
from dxplan.solve.temporal.times import Times

__all__ = ["DrivingChain", "driving_chain", "on_free_day"]


@attrs.frozen(eq=False)
class DrivingChain:
    """A chain of driving links that leads to a date which is missed, in columns: a row a task.

    Parameters
    ----------
    network : Network
    early : Early
        The early dates of the network.
    head : Said
        What holds the first task: the plan's start, or a date of its own.
    places : list of int
        From the first task to the one whose date is missed.
    links : list of int
        The numbers of the links into all but the first.
    missed : Said
    """

    network: Network
    early: Early
    head: Said
    places: list[int]
    links: list[int]
    missed: Said

    @cached_property
    def _by_axis(self) -> list[Clock]:
        axes = self.network.axes
        return [axes.clock(number) for number in range(len(axes))]

    @cached_property
    def days(self) -> list[int]:
        """The length of each task, in its own days."""
        days: list[int] = self.network.days[self.places].tolist()
        return days

    @cached_property
    def clocks(self) -> list[Clock]:
        """The days in which each task counts."""
        return list(map(self._by_axis.__getitem__, self.network.axis[self.places].tolist()))

    @cached_property
    def leaves_finish(self) -> list[bool]:
        """Of each task, whether what follows holds its finish: the next link, or the date that is missed."""
        return [*self.network.links.from_finish[self.links].tolist(), self.missed.field == "due"]

    @property
    def ends(self) -> list[int]:
        """Of each task, where the end that is looked at lies in the early dates."""
        start, finish = self.early.start, self.early.finish
        ends = zip(self.places, self.leaves_finish, strict=True)
        return [finish[place] if by_finish else start[place] for place, by_finish in ends]

    @cached_property
    def to_finish(self) -> list[bool]:
        """Of each link, whether it holds the finish of its successor."""
        to_finish: list[bool] = self.network.links.to_finish[self.links].tolist()
        return to_finish

    @cached_property
    def lags(self) -> list[tuple[Clock, int]]:
        """The lag of each link, with the days in which it counts."""
        links = self.network.links
        clocks = map(self._by_axis.__getitem__, links.lag_axis[self.links].tolist())
        return list(zip(clocks, links.lag[self.links].tolist(), strict=True))

    @property
    def from_start(self) -> bool:
        """Whether it hangs on the plan's start, which then is a floor under every task."""
        return self.head.field == "start"

    def said(self, begin: int = 0, needed: list[bool] | None = None) -> list[Said]:
        """Return what is said along the chain from task `begin` on, with the durations that are needed."""
        head = Said("start", self.places[begin]) if begin else self.head
        found = [head]
        for row in range(begin, len(self.places)):
            if row > begin:
                found.append(Said("after", self.places[row], self.links[row - 1]))
            if self.days[row] and (needed is None or needed[row]):
                found.append(Said("duration", self.places[row]))
        found.append(self.missed)
        return found


def on_free_day(network: Network, date: Said) -> bool:
    """Tell whether a date fixes the start of a task to a day on which it can't start, whatever else is said."""
    if date.field != "on":
        return False
    days = int(network.days[date.place])
    fixed = date.at + (not days)
    return network.clock(date.place).start_from(fixed, days) > fixed


def driving_chain(times: Times, network: Network, early: Early, missed: Said) -> DrivingChain:
    """Return a chain of driving links to a date that is missed; of several links into a task the first one stated."""
    place = missed.place
    if missed.at < 0:  # nothing lies before the plan's start, whatever drives it
        return DrivingChain(network, early, Said("start", place), [place], [], missed)
    drives, source = early.drives, network.links.source
    places: list[int] = [place]
    links: list[int] = []
    while True:
        for number in network.into(place):
            if drives[number]:
                break
        else:
            break
        links.append(number)
        place = int(source[number])
        places.append(place)
    head = _held(times, network, place, fixed=missed.place == place and missed.field == "on")
    return DrivingChain(network, early, head, places[::-1], links[::-1], missed)


def _held(times: Times, network: Network, place: int, *, fixed: bool) -> Said:
    """Return what holds a task that no link drives; a fixed start that is missed (`fixed`) does not hold itself."""
    activity, start = times.activity(network.ids[place]), times.plan.start
    # the latest one decides; one on the plan's first day or before says no more than its start
    days = [("start", start)]
    if activity.on is not None and not fixed:
        days.append(("on", activity.on))
    if activity.not_before is not None:
        days.append(("not_before", activity.not_before))
    field, day = max(days, key=lambda one: one[1])
    return Said(field, place, (day - start).days)
