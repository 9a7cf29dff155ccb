"""The kernel for many variants: the same bounds, a row of variants in the place of a number.

Rows lie side by side in memory, so each comparison runs over whole rows. What can be done once a task is not done once
a link: besides its first end, whose bounds are sought, each place keeps its other end, which lies its duration further.
A link then reads the end that it ties, and adds its lag only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import TypeAlias

import attrs
import numpy as np

from dxplan.cpm.network import stable_order
from dxplan.cpm.sweep import Convert
from dxplan.cpm.tables import Ints, Mask

__all__ = ["Batch", "Patches"]

Patches: TypeAlias = Mapping[int, Callable[[Ints, Ints], None]]
"""By level: what puts right some of the bounds found, given them and the values so far."""


@attrs.frozen
class _Level:
    """Of one level, as they are met: first one bound of every place that has some, then second ones."""

    places: slice
    turns: list[int]  # how many places have a first bound, a second one, and so on
    gather: Ints  # the row of the end that each link reads
    links: Ints
    shifted: Ints | None  # rows whose bound is on the other end of the near place,
    near: Ints  # and that place
    converted: Ints | None  # rows that go between calendars


class Batch:
    """The order in which places are visited and links are looked up, for networks of one shape.

    Parameters
    ----------
    level : array of int
        Of each place: above that of every place at the far end of its links.
    near, far : array of int
        The ends of each link: its bound on `near` follows from the value of `far`.
    reads_other, bounds_other : array of bool
        Which links read the other end of `far`, and bound the other end of `near`.
    converted : array of bool
        Which links go between calendars.
    """

    def __init__(
        self, level: Ints, near: Ints, far: Ints, reads_other: Mask, bounds_other: Mask, converted: Mask
    ) -> None:
        self._size = size = len(level)
        counts = np.bincount(near, minlength=size)
        most = int(counts.max(initial=0))
        order = stable_order(level * (most + 1) + most - counts)  # within a level, those with most bounds first
        rank: Ints = np.empty(size, dtype=np.int64)
        rank[order] = np.arange(size)
        self.rank: Ints = rank
        self.order: Ints = order
        ends = np.cumsum(np.bincount(level, minlength=1))
        held = rank[near]
        by_place = stable_order(held)
        begins = np.concatenate(([0], np.cumsum(counts[order])))
        place = held[by_place]
        turn = np.arange(len(place)) - begins[place]
        self._links = links = by_place[np.lexsort((place, turn, level[order][place]))]
        gather = rank[far] + size * reads_other
        cuts = begins[ends].tolist()
        self._levels: list[_Level] = []
        self._begins = [0, *cuts]
        for (low, high), (a, b) in zip(pairwise([0, *ends.tolist()]), pairwise(self._begins), strict=True):
            here = links[a:b]
            shifted = np.flatnonzero(bounds_other[here] & ~converted[here])
            between = np.flatnonzero(converted[here])
            turns = np.bincount(np.diff(begins[low : high + 1]))[::-1]
            self._levels.append(
                _Level(
                    places=slice(low, high),
                    turns=np.cumsum(turns)[::-1][1:].tolist(),
                    gather=gather[here],
                    links=here,
                    shifted=shifted if len(shifted) else None,
                    near=held[here[shifted]],
                    converted=between if len(between) else None,
                )
            )
        self._widest = max(np.diff(self._begins).tolist(), default=0)
        self.start_row: Ints = rank[far]  # of each link, the row of its far place's first end

    def where(self, links: Ints) -> tuple[Ints, Ints]:
        """Return where links are looked up: the level, and the row among its bounds."""
        place = np.empty(len(self._links), dtype=np.int64)
        place[self._links] = np.arange(len(place))
        level = np.searchsorted(self._begins, place[links], "right") - 1
        return level, place[links] - np.array(self._begins)[level]

    def run(
        self,
        own: Ints,
        days: Ints,
        lag: Ints,
        convert: Convert | None = None,
        patches: Patches | None = None,
        given: Ints | None = None,
    ) -> Ints:
        """Return the value of the first end of every place, a row each.

        Parameters
        ----------
        own : array of int
            The own bound of each place, in one row or a row of variants.
        days : array of int
            By how much the other end of each place lies further, a row of variants each.
        lag : array of int
            What each link adds, in one row or a row of variants.
        convert : callable, optional
            What links between calendars ask of the first end, given their numbers and the values of all ends.
        patches : mapping of int to callable, optional
            By level: what puts right some of the bounds found, given them and the values so far, by the rows that
            `where` and `start_row` tell.
        given : array of int, optional
            The values of all ends, which links then read in the place of those found: one step, not a sweep.
        """
        size = self._size
        days = days[self.order]
        value = np.empty((2 * size, days.shape[1]), dtype=days.dtype)
        if own.ndim == 2:
            own.take(self.order, 0, value[:size], "clip")
        else:
            value[:size] = own[self.order, None]
        read = value if given is None else given
        room = np.empty((self._widest, days.shape[1]), dtype=days.dtype)
        lagged = bool(lag.any())
        for number, level in enumerate(self._levels):
            found = read.take(level.gather, 0, room[: len(level.gather)], "clip")
            if lagged:
                lags = lag[level.links]
                found += lags if lags.ndim == 2 else lags[:, None].astype(days.dtype)
            if level.shifted is not None:
                found[level.shifted] -= days[level.near]
            if level.converted is not None and convert is not None:
                links = level.links[level.converted]
                found[level.converted] = convert(links, read)
            if patches is not None and number in patches:
                patches[number](found, read)
            best, begin = value[level.places], 0
            for count in level.turns:
                some = best[:count]
                np.maximum(some, found[begin : begin + count], out=some)
                begin += count
            np.add(best, days[level.places], out=value[size:][level.places])
        return value
