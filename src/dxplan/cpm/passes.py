"""The forward and the backward pass (Kelley and Walker, 1959), in integers (§3–§5).

Everything is reckoned in positions, each task's own days. Where every task lies on one axis both passes run as one
sweep: late positions are reckoned from the plan's finish, which only shifts them. Elsewhere the one follows the other.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import cached_property
from typing import Literal, TypeAlias, TypeVar

import attrs
import numpy as np

from dxplan.cpm.network import Network, stable_order
from dxplan.cpm.sweep import FREE, Sweep
from dxplan.cpm.tables import IDENTITY, Axis, Ints, Mask, Step
from dxplan.cpm.waits import Waits, along
from dxplan.errors import UndefinedError

__all__ = ["Compiled", "Dates", "Limit"]

Limit: TypeAlias = Literal["finish", "due", "on"]
"""What of its own limits late dates: the plan's finish, the due date, or the fixed start."""

_Answer = TypeVar("_Answer")


@attrs.frozen(eq=False)
class Dates:
    """What both passes found, a row a place; a second axis holds variants (`dxplan.cpm.many`).

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


class _CutOffError(Exception):
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
        self.network: Network = network
        self.waits: Waits = Waits(network)

    @cached_property
    def one_axis(self) -> bool:
        """Whether every task lies on one axis and no link takes steps."""
        axis = self.network.axis
        return bool((axis == axis[:1]).all()) and not self.waits.converted.any()

    def counts_workdays(self, place: int) -> bool:
        """Tell whether the own days of a place are those of a calendar."""
        return bool(self.network.axis[place] != IDENTITY)

    # which places have a bound of their own

    @cached_property
    def _bounded_early(self) -> Mask:
        """What links alone might place before the plan's start, or before an own date."""
        network, links = self.network, self.network.links
        own: Mask = (network.earliest > 0) | (network.level == 0)
        own[links.target[self.waits.converted | links.to_finish | (links.lag < 0)]] = True
        return own

    @cached_property
    def by_plan(self) -> Mask:
        """What must end by the plan's finish and might not for its successors' sake (§5).

        No due date governs it: it has none, nor has what waits for its finish, directly or through others. Where a
        successor waits for its finish without a lead, that one's own bound is enough.
        """
        network, links = self.network, self.network.links
        by_finish = np.flatnonzero(links.from_finish)
        governed: Mask = network.has_due.copy()
        if governed.any():
            last_first = by_finish[stable_order(links.target[by_finish])[::-1]]
            known = governed.tolist()
            for source, target in zip(
                links.source[last_first].tolist(), links.target[last_first].tolist(), strict=True
            ):
                known[source] = known[source] or known[target]
            governed = np.array(known)
        held = governed.copy()
        held[links.source[by_finish[links.lag[by_finish] >= 0]]] = True
        return ~held

    @cached_property
    def _dated(self) -> Mask:
        dated: Mask = self.network.has_due | self.network.is_fixed
        return dated

    @cached_property
    def _last(self) -> Mask:
        """What nothing waits for."""
        last = np.ones(len(self.network), dtype=bool)
        last[self.network.links.source] = False
        return last

    # the sweeps

    @cached_property
    def _forwards(self) -> Sweep:
        network, links = self.network, self.network.links
        return Sweep(network.level, links.target, links.source, self._bounded_early, self.waits.converted)

    @cached_property
    def _backwards(self) -> Sweep:
        network, links = self.network, self.network.links
        own = self.by_plan | self._dated | self._last
        return Sweep(network.level.max() - network.level, links.source, links.target, own, self.waits.converted)

    @cached_property
    def _both(self) -> Sweep:
        """Forward, back from the plan's finish, and, where there are dates, back from these: as one network."""
        network, links = self.network, self.network.links
        height = network.level.max() - network.level
        parts = [
            (network.level, links.target, links.source, self._bounded_early),
            (height, links.source, links.target, self.by_plan | self._last),
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
            The duration of each place, the network's own where left out.
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
            early, late = self._both_ways(days, self._prepared if own else self._prepare(days, constant))
        else:
            early = self.certain(lambda: self._forward(days, lag, constant))
            late = self.certain(lambda: self._backward(days, lag, constant, early))
        total, free = self._floats(days, lag, constant, early, late)
        return Dates(days, lag, early, late, total, free)

    def early_starts(self) -> Ints:
        """Return the early starts alone, as positions."""
        network = self.network
        return self.certain(lambda: self._forward(network.days, network.links.lag, self._constant))

    def ticks(self, positions: Ints, step: Step) -> Ints:
        """Return the boundaries at positions of every place: `Step.START` of starts, `Step.FINISH` of finishes.

        A second axis holds variants.

        Raises
        ------
        UndefinedError
            Where a boundary has no date; the first such place is named.
        """

        def look() -> Ints:
            axis = along(self.network.axis, positions)
            if not axis.any():
                return positions
            tables = self.network.axes.tables
            found: Ints = tables.look(tables.row(axis, step), positions)
            self.refuse(tables.cut_off(positions, found) & (axis != IDENTITY))
            return np.where(axis == IDENTITY, positions, found)

        found = self.certain(look)
        ordinal = self.network.start.toordinal()
        beyond = (found < 2 - ordinal) | (found > dt.date.max.toordinal() - ordinal)
        if beyond.any():
            raise _beyond(self.network.ids[int(np.flatnonzero(_any(beyond))[0])])
        return found

    def certain(self, attempt: Callable[[], _Answer]) -> _Answer:
        """Return an answer that no end of the tables has cut off."""
        while True:
            try:
                return attempt()
            except _CutOffError as cut:
                try:
                    self.network.axes.tables.grow()
                except UndefinedError:
                    raise _beyond(self.network.ids[cut.place]) from None

    def refuse(self, cut: Mask, places: Ints | None = None) -> None:
        """Have an answer tried again with wider tables where some of it is cut off; `places` are those of the rows."""
        if cut.any():
            first = np.flatnonzero(_any(cut))
            raise _CutOffError(int((first if places is None else places[first]).min()))

    def _given(self, days: Ints | None, lag: Ints | None) -> tuple[Ints, Ints]:
        return (
            self.network.days if days is None else days,
            self.network.links.lag if lag is None else lag,
        )

    @cached_property
    def _constant(self) -> Ints:
        return self.waits.constants(self.network.days, self.network.links.lag)

    @cached_property
    def _prepared(self) -> tuple[Ints, list[Ints]]:
        return self._prepare(self.network.days, self._constant)

    def _prepare(self, days: Ints, constant: Ints) -> tuple[Ints, list[Ints]]:
        own = [self.earliest(), np.where(self.by_plan, days, FREE)]
        if self._dated.any():
            own.append(-self._latest_dated(days))
        return self._both.prepare(np.concatenate(own), np.concatenate([constant] * len(own)))

    def _both_ways(self, days: Ints, prepared: tuple[Ints, list[Ints]]) -> tuple[Ints, Ints]:
        size = len(self.network)
        values = self._both.run(prepared)
        early = values[:size]
        late = (early + days).max() - values[size : 2 * size]
        return early, np.minimum(late, -values[2 * size :]) if len(values) > 2 * size else late

    def _forward(self, days: Ints, lag: Ints, constant: Ints) -> Ints:
        waits = self.waits
        prepared = self._forwards.prepare(self.earliest(), constant)
        early = self._forwards.run(prepared, lambda which, value: waits.follow(which, value, days, lag)[0])
        self.refuse_forward(early, days, lag)
        return early

    def refuse_forward(self, early: Ints, days: Ints, lag: Ints) -> None:
        """Have early starts computed again with wider tables where a link's way was cut off."""
        links, which = self.network.links, self.waits.stepping
        self.refuse(self.waits.follow(which, early[links.source[which]], days, lag)[1], links.target[which])

    def _backward(self, days: Ints, lag: Ints, constant: Ints, early: Ints) -> Ints:
        waits = self.waits
        latest = np.where(self.by_plan, self.last_finish(early, days) - days, -FREE)
        prepared = self._backwards.prepare(-np.minimum(latest, self._latest_dated(days)), constant)
        late = -self._backwards.run(prepared, lambda which, value: -waits.follow_back(which, -value, days, lag)[0])
        self.refuse_backward(late, days, lag)
        return late

    def refuse_backward(self, late: Ints, days: Ints, lag: Ints) -> None:
        """Have late starts computed again with wider tables where a link's way was cut off."""
        links, which = self.network.links, self.waits.stepping
        self.refuse(self.waits.follow_back(which, late[links.target[which]], days, lag)[1], links.source[which])

    # bounds

    def earliest(self) -> Ints:
        """Return the position that the plan's start and own dates allow each place."""
        network = self.network
        if not network.earliest.any():
            return network.earliest  # position 0 lies at the plan's start on every axis
        return self._positions(Step.START_UP, network.earliest)

    def due_finish(self) -> Ints:
        """Return the latest finish that its due date leaves each place, far away where there is none."""
        return self._said(Step.FINISH_DOWN, self.network.due, self.network.has_due)

    def fixed_start(self) -> Ints:
        """Return the latest start that its fixed start leaves each place, far away where there is none."""
        return self._said(Step.START_DOWN, self.network.fixed, self.network.is_fixed)

    def last_finish(self, early: Ints, days: Ints) -> Ints:
        """Return the latest finish of each place by which the plan has ended; a second axis holds variants."""
        if self.one_axis:
            last: Ints = (early + days).max(axis=0)[None]
            return last
        end = self.ticks(early + days, Step.FINISH).max(axis=0)
        return self._positions(Step.FINISH_DOWN, np.broadcast_to(end[None], early.shape))

    def own_limits(self, dates: Dates) -> dict[Limit, Ints]:
        """Return the late start that each bound of its own leaves every place, far away where it has none."""
        by_plan = np.where(self.by_plan, self.last_finish(dates.early, dates.days) - dates.days, -FREE)
        return {"due": self.due_finish() - dates.days, "on": self.fixed_start(), "finish": by_plan}

    def _latest_dated(self, days: Ints) -> Ints:
        latest: Ints = np.minimum(self.due_finish() - days, self.fixed_start())
        return latest

    def _said(self, step: Step, at: Ints, said: Mask) -> Ints:
        if not said.any():
            return np.full(len(said), -FREE)
        return np.where(said, self._positions(step, np.where(said, at, 0)), -FREE)

    def _positions(self, step: Step, ticks: Ints) -> Ints:
        """Return the positions of every place that `step` finds for ticks."""
        self.network.axes.tables.cover(ticks)
        tables = self.network.axes.tables
        found: Ints = tables.look(along(tables.row(self.network.axis, step), ticks), ticks)
        return found

    # what links do

    def asked(self, early: Ints, days: Ints | None = None, lag: Ints | None = None) -> Ints:
        """Return the start that each link asks of its successor, as a position; where that is its start, it drives."""
        days, lag = self._given(days, lag)
        links = self.network.links
        found = early[links.source] + self.waits.constants(days, lag)
        which = self.waits.stepping
        if len(which):
            found[which] = self.waits.follow(which, early[links.source[which]], days, lag)[0]
        return found

    def left(self, late: Ints, days: Ints, lag: Ints) -> Ints:
        """Return the latest start that each link leaves its predecessor; where that is its late start, it limits it."""
        links = self.network.links
        found = late[links.target] - self.waits.constants(days, lag)
        which = self.waits.stepping
        if len(which):
            found[which] = self.certain(lambda: self._left(which, late[links.target[which]], days, lag))
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
            which = self.waits.stepping
            if len(which):
                target = links.target[which]
                left[which] = self.certain(lambda: self._left(which, early[target], days, lag))
            order, begins, sources = self._by_source
            free_start = late.copy()
            least = np.minimum.reduceat(left[order], begins)
            free_start[sources] = np.minimum(late[sources], least)
        return self.between(early, late), self.between(early, free_start)

    def _left(self, which: Ints, value: Ints, days: Ints, lag: Ints) -> Ints:
        left, cut = self.waits.follow_back(which, value, days, lag)
        self.refuse(cut, self.network.links.source[which])
        return left

    def between(self, first: Ints, last: Ints) -> Ints:
        """Return how many own days lie between starts of every place."""
        found = last - first
        for axis, places in self._moments:
            tables = self.network.axes.tables
            found[places] = tables.counts(axis, last[places]) - tables.counts(axis, first[places])
        return found

    @cached_property
    def _moments(self) -> list[tuple[int, Ints]]:
        """The axes whose positions are not numbers of days, with their places."""
        network = self.network
        axes = [number for number in range(len(network.axes)) if network.axes.axis(number) is Axis.MOMENTS]
        return [(axis, np.flatnonzero(network.axis == axis)) for axis in axes]


def _any(cut: Mask) -> Mask:
    return cut if cut.ndim == 1 else np.any(cut, axis=1)


def _beyond(id: str) -> UndefinedError:
    return UndefinedError([f"the dates of {id!r} run out of the years 1 to 9999"])
