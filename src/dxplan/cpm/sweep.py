"""The kernel: the greatest of all bounds on every place of an acyclic network, level by level in NumPy.

A place's value is the greatest of its own bound and, over its links, what the value at the other end plus a constant
asks for. The forward pass is that; the backward pass is that with signs turned round. The same for many variants at
once is in `dxplan.cpm.batch`.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import TypeAlias

import numpy as np

from dxplan.cpm.network import stable_order
from dxplan.cpm.tables import Ints, Mask

__all__ = ["FREE", "Convert", "Sweep"]

FREE = -(2**40)
"""A bound that binds nothing, far below every date and far from overflow."""

Convert: TypeAlias = Callable[[Ints, Ints], Ints]
"""What links between calendars ask for: from their numbers and the values at their far ends."""

_Level: TypeAlias = "tuple[Ints, Ints, slice, tuple[Ints, Ints] | None]"
"""Of one level: the places at the far ends of its bounds, where the bounds of each place begin, its places; which of
the bounds go between calendars, with the numbers of these links. A tuple, as it is read often."""


class Sweep:
    """The order in which places are visited and links are looked up, for networks of one shape.

    Parameters
    ----------
    level : array of int
        Of each place: above that of every place at the far end of its links.
    near, far : array of int
        The ends of each link: its bound on `near` follows from the value of `far`.
    own : array of bool
        Which places have a bound of their own; those of level 0 always do, and those without links must.
    converted : array of bool
        Which links go between calendars.
    """

    def __init__(self, level: Ints, near: Ints, far: Ints, own: Mask, converted: Mask) -> None:
        size = len(level)
        order = stable_order(level)
        self._rank = rank = np.empty(size, dtype=np.int64)
        rank[order] = np.arange(size)
        ends = np.cumsum(np.bincount(level, minlength=1)).tolist()
        self._lowest = order[: ends[0]]

        # an own bound is one more link, from a place beyond the last whose value is 0
        self._owners = owners = np.flatnonzero(own & (level > 0))
        held = np.concatenate((rank[near], rank[owners]))
        self._order = by_place = stable_order(held)
        gather = np.concatenate((rank[far], np.full(len(owners), size)))[by_place]
        begins = np.concatenate(([0], np.cumsum(np.bincount(held, minlength=size))))
        mixed = bool(converted.any())
        between = np.concatenate((converted, np.zeros(len(owners), dtype=bool)))[by_place]
        self._cuts = cuts = list(pairwise(begins[ends].tolist()))
        self._levels: list[_Level] = []
        for (a, b), (low, high) in zip(cuts, pairwise(ends), strict=True):
            rows = np.flatnonzero(between[a:b]) if mixed else by_place[:0]
            steps = (rows, by_place[a:b][rows]) if len(rows) else None
            self._levels.append((gather[a:b], begins[low:high] - a, slice(low, high), steps))

    def prepare(self, own: Ints, constant: Ints) -> tuple[Ints, list[Ints]]:
        """Return the bounds on the lowest places, and those on all others level by level.

        Parameters
        ----------
        own : array of int
            The own bound of each place, read where the sweep knows that it has one.
        constant : array of int
            What each link adds.
        """
        bounds = np.concatenate((constant, own[self._owners]))[self._order]
        return own[self._lowest], [bounds[a:b] for a, b in self._cuts]

    def run(self, prepared: tuple[Ints, list[Ints]], convert: Convert | None = None) -> Ints:
        """Return the value of every place.

        Parameters
        ----------
        prepared : tuple of arrays of int
            As `prepare` returns them.
        convert : callable, optional
            What links between calendars ask for.
        """
        lowest, bounds = prepared
        size = len(self._rank)
        value = np.empty(size + 1, dtype=np.int64)
        value[size] = 0
        value[: len(lowest)] = lowest
        take, greatest = value.take, np.maximum.reduceat
        for (gather, segments, places, steps), own in zip(self._levels, bounds, strict=True):
            found = take(gather)
            found += own
            if steps is not None and convert is not None:
                rows, links = steps
                found[rows] = convert(links, value[gather[rows]])
            value[places] = greatest(found, segments)
        return value[self._rank]
