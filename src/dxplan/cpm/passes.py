"""The forward and the backward pass (Kelley and Walker, 1959), in integers (§3–§5).

Everything is reckoned in positions, each task's own days. Where every task lies on one axis both passes run as one
sweep: late positions are reckoned from the plan's finish, which only shifts them. Elsewhere the one follows the other.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import cached_property
from typing import TypeVar

import attrs
import numpy as np

from dxplan.cpm.network import Network, stable_order
from dxplan.cpm.sweep import FREE, Sweep
from dxplan.cpm.tables import IDENTITY, Ints, Step
from dxplan.cpm.waits import Waits, along
from dxplan.errors import UndefinedError

__all__ = ["Compiled", "Dates", "Early", "forward"]

_Answer = TypeVar("_Answer")


@attrs.frozen(eq=False)
class Dates:
    """What both passes found, a row a place; a second axis holds variants.

    Parameters
    ----------
    days, lag : array of int
        The durations of the places and the lags of the links with which they ran.
    early, late : array of int
        Early and late starts, as positions.
    total_float, free_float : array of int
        In own days.
    """

    days: Ints
    lag: Ints
    early: Ints
    late: Ints
    total_float: Ints
    free_float: Ints


@attrs.frozen(eq=False)
class Early:
    """Early boundaries of every place, in ticks, and which links drive."""

    start: list[int]
    finish: list[int]
    drives: list[bool]


class _CutOff(Exception):
    """The tables do not reach as far as the dates of a place."""

    def __init__(self, place: int) -> None:
        self.place = place


class Compiled:
    """A network with the sweeps over it, ready to run for any durations and lags.

    A duration must stay on the axis for which the network was compiled: of workdays or not, zero or not; a lag likewise
    of workdays or not, and of the same sign.

    Parameters
    ----------
    network : Network
    """

    def __init__(self, network: Network) -> None:
        self.network = network
        self.waits = Waits(network)

    @cached_property
    def one_axis(self) -> bool:
        """Whether every task lies on one axis and no link takes steps."""
        axis = self.network.axis
        return bool((axis == axis[:1]).all()) and not self.waits.converted.any()

    # which places have a bound of their own

    @cached_property
    def _bounded_early(self) -> Ints:
        """What links alone might place before the plan's start, or before an own date."""
        network, links = self.network, self.network.links
        own = (network.earliest > 0) | (network.level == 0)
        own[links.target[self.waits.converted | links.to_finish | (links.lag < 0)]] = True
        return own

    @cached_property
    def _by_plan(self) -> Ints:
        """What must end by the plan's finish: no due date and no successor bounds its own (§5)."""
        bounded = self.network.has_due.copy()
        bounded[self.network.links.source[self.network.links.from_finish]] = True
        return ~bounded

    @cached_property
    def _dated(self) -> Ints:
        return self.network.has_due | self.network.is_fixed

    @cached_property
    def _last(self) -> Ints:
        """What nothing waits for."""
        last = np.ones(len(self.network), dtype=bool)
        last[self.network.links.source] = False
        return last

    # the sweeps

    @cached_property
    def forwards(self) -> Sweep:
        """The sweep of the forward pass."""
        network, links = self.network, self.network.links
        return Sweep(network.level, links.target, links.source, self._bounded_early, self.waits.converted)

    @cached_property
    def _backwards(self) -> Sweep:
        network, links = self.network, self.network.links
        own = self._by_plan | self._dated | self._last
        return Sweep(network.level.max() - network.level, links.source, links.target, own, self.waits.converted)

    @cached_property
    def _both(self) -> Sweep:
        """Forward, back from the plan's finish, and, where there are dates, back from these: as one network."""
        network, links = self.network, self.network.links
        height = network.level.max() - network.level
        parts = [
            (network.level, links.target, links.source, self._bounded_early),
            (height, links.source, links.target, self._by_plan | self._last),
        ]
        if self._dated.any():
            parts.append((height, links.source, links.target, self._dated | self._last))
        size = len(network)
        return Sweep(
            np.concatenate([level for level, *_ in parts]),
            np.concatenate([near + number * size for number, (_, near, _, _) in enumerate(parts)]),
            np.concatenate([far + number * size for number, (_, _, far, _) in enumerate(parts)]),
            np.concatenate([own for *_, own in parts]),
            np.zeros(len(parts) * len(links.source), dtype=bool),
        )

    # running them

    def run(self, days: Ints | None = None, lag: Ints | None = None) -> Dates:
        """Return early and late starts and both floats of every place.

        Parameters
        ----------
        days : array of int, optional
            The duration of each place, the network's own where left out; a second axis holds variants, which run as
            one batch.
        lag : array of int, optional
            The lag of each link, likewise.

        Raises
        ------
        UndefinedError
            Where dates run out of the years 1 to 9999.
        """
        own = days is None and lag is None
        days, lag = self._given(days, lag)
        constant = self._constant if own else self.waits.constants(days, lag)
        if self.one_axis:
            early, late = self._both_ways(days, constant)
        else:
            early = self._certain(lambda: self._forward(days, lag, constant))
            late = self._certain(lambda: self._backward(days, lag, constant, early))
        total, free = self._floats(days, lag, constant, early, late)
        return Dates(days, lag, early, late, total, free)

    def early_starts(self, days: Ints | None = None, lag: Ints | None = None) -> Ints:
        """Return the early starts alone, as positions."""
        days, lag = self._given(days, lag)
        constant = self.waits.constants(days, lag)
        return self._certain(lambda: self._forward(days, lag, constant))

    def ticks(self, positions: Ints, step: Step) -> Ints:
        """Return the boundaries at positions of every place: `Step.START` of starts, `Step.FINISH` of finishes.

        Raises
        ------
        UndefinedError
            Where a boundary has no date; the first such place is named.
        """

        def look() -> Ints:
            if not self.network.axis.any():
                return positions
            tables = self.network.axes.tables
            found: Ints = tables.look(along(tables.row(self.network.axis, step), positions), positions)
            self._refuse(tables.cut_off(positions, found) & along(self.network.axis != IDENTITY, positions))
            return np.where(along(self.network.axis == IDENTITY, positions), positions, found)

        found = self._certain(look)
        ordinal = self.network.start.toordinal()
        beyond = (found < 2 - ordinal) | (found > dt.date.max.toordinal() - ordinal)
        if beyond.any():
            raise _beyond(self.network.ids[int(np.flatnonzero(_any(beyond))[0])])
        return found

    def _given(self, days: Ints | None, lag: Ints | None) -> tuple[Ints, Ints]:
        days = self.network.days if days is None else days
        lag = self.network.links.lag if lag is None else lag
        if days.ndim < lag.ndim:
            days = np.repeat(days[:, None], lag.shape[1], axis=1)
        return days, lag

    def _certain(self, attempt: Callable[[], _Answer]) -> _Answer:
        """Return an answer that no end of the tables has cut off."""
        while True:
            try:
                return attempt()
            except _CutOff as cut:
                try:
                    self.network.axes.tables.grow()
                except UndefinedError:
                    raise _beyond(self.network.ids[cut.place]) from None

    def _refuse(self, cut: Ints, places: Ints | None = None) -> None:
        if cut.any():
            first = np.flatnonzero(_any(cut))
            raise _CutOff(int((first if places is None else places[first]).min()))

    def _both_ways(self, days: Ints, constant: Ints) -> tuple[Ints, Ints]:
        size, dated = len(self.network), bool(self._dated.any())
        prepared = self._prepared if constant is self._constant else self._prepare(days, constant)
        values = self._both.run(prepared)
        early = values[:size]
        late = (early + days).max(axis=0) - values[size : 2 * size]
        return early, np.minimum(late, -values[2 * size :]) if dated else late

    def _prepare(self, days: Ints, constant: Ints) -> tuple[Ints, Ints]:
        own = [_wide(self._earliest(), days), np.where(along(self._by_plan, days), days, FREE)]
        if self._dated.any():
            own.append(-self._latest_dated(days))
        return self._both.prepare(np.concatenate(own), np.concatenate([constant] * len(own)))

    @cached_property
    def _constant(self) -> Ints:
        return self.waits.constants(self.network.days, self.network.links.lag)

    @cached_property
    def _prepared(self) -> tuple[Ints, Ints]:
        return self._prepare(self.network.days, self._constant)

    def _forward(self, days: Ints, lag: Ints, constant: Ints) -> Ints:
        waits, links = self.waits, self.network.links
        prepared = self.forwards.prepare(_wide(self._earliest(), days), constant)
        early = self.forwards.run(prepared, lambda which, value: waits.follow(which, value, days, lag)[0])
        which = np.flatnonzero(waits.converted)
        self._refuse(waits.follow(which, early[links.source[which]], days, lag)[1], links.target[which])
        return early

    def _backward(self, days: Ints, lag: Ints, constant: Ints, early: Ints) -> Ints:
        network, waits, links = self.network, self.waits, self.network.links
        end = _wide(self.ticks(early + days, Step.FINISH).max(axis=0)[None], days)
        network.axes.tables.cover(end.reshape(-1))
        tables = network.axes.tables
        by_plan = tables.look(along(tables.row(network.axis, Step.FINISH_DOWN), days), end) - days
        own = np.minimum(np.where(along(self._by_plan, days), by_plan, -FREE), self._latest_dated(days))
        prepared = self._backwards.prepare(-own, constant)
        late = -self._backwards.run(prepared, lambda which, value: -waits.follow_back(which, -value, days, lag)[0])
        which = np.flatnonzero(waits.converted)
        self._refuse(waits.follow_back(which, late[links.target[which]], days, lag)[1], links.source[which])
        return late

    def _earliest(self) -> Ints:
        """Return the position that the plan's start and own dates allow."""
        network = self.network
        if not network.earliest.any():
            return network.earliest  # position 0 lies at the plan's start on every axis
        network.axes.tables.cover(network.earliest)
        tables = network.axes.tables
        found: Ints = tables.look(tables.row(network.axis, Step.START_UP), network.earliest)
        return found

    def _latest_dated(self, days: Ints) -> Ints:
        """Return the latest start that a due date and a fixed start leave; far away where there is neither."""
        network = self.network
        latest = np.full(days.shape, -FREE)
        for step, at, said in (
            (Step.FINISH_DOWN, network.due, network.has_due),
            (Step.START_DOWN, network.fixed, network.is_fixed),
        ):
            if said.any():
                network.axes.tables.cover(at[said])
                tables = network.axes.tables
                bound = along(tables.look(tables.row(network.axis[said], step), at[said]), days)
                bound = bound - days[said] if step is Step.FINISH_DOWN else bound
                latest[said] = np.minimum(latest[said], bound)
        return latest

    def asked(self, early: Ints, days: Ints | None = None, lag: Ints | None = None) -> Ints:
        """Return the start that each link asks of its successor, as a position; where that is its start, it drives."""
        days, lag = self._given(days, lag)
        links = self.network.links
        found = early[links.source] + self.waits.constants(days, lag)
        which = np.flatnonzero(self.waits.converted)
        if len(which):
            found[which] = self.waits.follow(which, early[links.source[which]], days, lag)[0]
        return found

    # floats

    @cached_property
    def _by_source(self) -> tuple[Ints, Ints, Ints]:
        """Links in the order of their sources, where those of each source begin, and the sources that have some."""
        source = self.network.links.source
        counts = np.bincount(source, minlength=len(self.network))
        sources = np.flatnonzero(counts)
        return stable_order(source), (np.cumsum(counts) - counts)[sources], sources

    def _floats(self, days: Ints, lag: Ints, constant: Ints, early: Ints, late: Ints) -> tuple[Ints, Ints]:
        """Return total and free floats: to the late start, and to what keeps every successor's early dates."""
        links = self.network.links
        free_start = late
        if len(links.source):
            left = early[links.target] - constant
            which = np.flatnonzero(self.waits.converted)
            if len(which):
                target = links.target[which]
                left[which] = self._certain(lambda: self._left(which, early[target], days, lag))
            order, begins, sources = self._by_source
            free_start = late.copy()
            least = np.minimum.reduceat(left[order], begins, axis=0)
            free_start[sources] = np.minimum(late[sources], least)
        return self._between(early, late), self._between(early, free_start)

    def _left(self, which: Ints, value: Ints, days: Ints, lag: Ints) -> Ints:
        left, cut = self.waits.follow_back(which, value, days, lag)
        self._refuse(cut, self.network.links.source[which])
        return left

    def _between(self, first: Ints, last: Ints) -> Ints:
        found = last - first
        for axis, places in self._moments:
            tables = self.network.axes.tables
            found[places] = tables.counts(axis, last[places]) - tables.counts(axis, first[places])
        return found

    @cached_property
    def _moments(self) -> list[tuple[int, Ints]]:
        """The axes whose positions are not numbers of days, with their places."""
        network = self.network
        axes = [number for number in range(len(network.axes)) if network.axes.counts_apart(number)]
        return [(axis, np.flatnonzero(network.axis == axis)) for axis in axes]


def _any(cut: Ints) -> Ints:
    return cut if cut.ndim == 1 else cut.any(axis=1)


def _wide(values: Ints, like: Ints) -> Ints:
    return np.broadcast_to(along(values, like) if values.ndim < like.ndim else values, like.shape)


def _beyond(id: str) -> UndefinedError:
    return UndefinedError([f"the dates of {id!r} run out of the years 1 to 9999"])


def forward(network: Network) -> Early:
    """Return the least boundaries that satisfy every link, the plan's start, `not_before` and `on`."""
    if not network.ids:
        return Early([], [], [])
    compiled = Compiled(network)
    early = compiled.early_starts()
    return Early(
        compiled.ticks(early, Step.START).tolist(),
        compiled.ticks(early + network.days, Step.FINISH).tolist(),
        (compiled.asked(early) == early[network.links.target]).tolist(),
    )
