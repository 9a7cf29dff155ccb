"""Both passes for many variants at once, by the kernel for batches."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from dxplan.cpm.batch import Batch
from dxplan.cpm.passes import Compiled, Dates
from dxplan.cpm.sweep import FREE
from dxplan.cpm.tables import Ints

__all__ = ["Many"]

_CELLS = 5 * 2**18
"""Cells of one array of a batch."""

_SHORT = 2**28
"""Positions below this run as 32-bit numbers, which take half the memory and time."""


class Many:
    """A compiled network with the batches over it.

    Backward the first end of a place is its finish, and values are negative: the latest finish is the least of its
    bounds. What ends where a task starts is the other end.

    Parameters
    ----------
    compiled : Compiled
    """

    def __init__(self, compiled: Compiled) -> None:
        self._compiled = compiled

    @staticmethod
    def width(places: int) -> int:
        """Return how many variants of so many places to run at a time: more would leave the processor's cache."""
        return min(max(32, _CELLS // max(1, places)), 1024)

    @cached_property
    def forwards(self) -> Batch:
        """The batch of the forward pass."""
        network, links = self._compiled.network, self._compiled.network.links
        return Batch(
            network.level,
            links.target,
            links.source,
            links.from_finish,
            links.to_finish,
            self._compiled.waits.converted,
        )

    @cached_property
    def _backwards(self) -> Batch:
        network, links = self._compiled.network, self._compiled.network.links
        return Batch(
            network.level.max() - network.level,
            links.source,
            links.target,
            ~links.to_finish,
            ~links.from_finish,
            self._compiled.waits.converted,
        )

    def run(self, days: Ints, lag: Ints) -> Dates:
        """Return early and late starts and both floats of every place, a row of variants each.

        Parameters
        ----------
        days : array of int
            The duration of each place, a row of variants each.
        lag : array of int
            The lag of each link, one for all or a row of variants.
        """
        compiled = self._compiled
        days = days.astype(self._size_of_numbers(days, lag))
        early = compiled.certain(lambda: self._forward(days, lag))
        late = compiled.certain(lambda: self._backward(days, lag, early))
        free_start = compiled.certain(lambda: self._free(days, lag, early, late))
        return Dates(days, lag, early, late, compiled.between(early, late), compiled.between(early, free_start))

    def _size_of_numbers(self, days: Ints, lag: Ints) -> type[np.int32] | type[np.int64]:
        network = self._compiled.network
        steps = int(network.level.max()) + 2
        furthest = steps * (int(days.max(initial=0)) + 7 * int(np.abs(lag).max(initial=0)) + 400)
        said = np.concatenate((network.earliest, network.due[network.has_due], network.fixed[network.is_fixed]))
        furthest += int(np.abs(said).max(initial=0))
        return np.int32 if furthest < _SHORT else np.int64

    def _forward(self, days: Ints, lag: Ints) -> Ints:
        compiled, batch, waits = self._compiled, self.forwards, self._compiled.waits

        def convert(which: Ints, value: Ints) -> Ints:
            return waits.follow(which, value[batch.start_row[which]], days, lag)[0]

        early = batch.run(compiled.earliest(), days, lag, convert)[batch.rank]
        compiled.refuse_forward(early, days, lag)
        return early

    def _backward(self, days: Ints, lag: Ints, early: Ints) -> Ints:
        compiled, batch = self._compiled, self._backwards
        network = compiled.network
        own = np.full(days.shape, -_far(days), dtype=days.dtype)
        by_plan = np.flatnonzero(compiled.by_plan)
        end = compiled.last_finish(early, days)
        own[by_plan] = -(end if len(end) == 1 else end[by_plan])
        due, on = np.flatnonzero(network.has_due), np.flatnonzero(network.is_fixed)
        own[due] = np.maximum(own[due], -compiled.due_finish()[due, None])
        own[on] = np.maximum(own[on], -(compiled.fixed_start()[on, None] + days[on]))
        value = batch.run(own, days, lag, lambda which, value: self._convert_back(which, value, days, lag))
        late: Ints = -value[len(days) + batch.rank]
        compiled.refuse_backward(late, days, lag)
        return late

    def _free(self, days: Ints, lag: Ints, early: Ints, late: Ints) -> Ints:
        """Return the latest starts that keep every successor's early dates: one step back from these."""
        compiled, batch = self._compiled, self._backwards
        links, waits = compiled.network.links, compiled.waits
        given = np.empty((2 * len(days), days.shape[1]), dtype=days.dtype)
        given[batch.rank], given[len(days) + batch.rank] = -(early + days), -early
        own = np.full(len(days), -_far(days))
        value = batch.run(own, days, lag, lambda which, value: self._convert_back(which, value, days, lag), given=given)
        which = waits.stepping
        compiled.refuse(waits.follow_back(which, early[links.target[which]], days, lag)[1], links.source[which])
        return np.minimum(late, -value[len(days) + batch.rank])

    def _convert_back(self, which: Ints, value: Ints, days: Ints, lag: Ints) -> Ints:
        """Return what links between calendars ask of the first end of their predecessor: its finish, negative."""
        late = -value[len(days) + self._backwards.start_row[which]]
        source = self._compiled.network.links.source[which]
        return -(self._compiled.waits.follow_back(which, late, days, lag)[0] + days[source])


def _far(days: Ints) -> int:
    """Return a bound that binds nothing, in numbers of this size."""
    return 2**30 if days.dtype == np.int32 else -FREE
