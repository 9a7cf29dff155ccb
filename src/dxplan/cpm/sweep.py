"""The kernel: the greatest of all bounds on every place of an acyclic network, level by level in NumPy.

A place's value is the greatest of its own bound and, over its links, what the value at the other end plus a constant
asks for. The forward pass is that; the backward pass is that with signs turned round. The same for many variants at
once is in `dxplan.cpm.batch`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np

from dxplan.cpm.network import stable_order
from dxplan.cpm.tables import Ints, Mask

__all__ = ["FREE", "Convert", "Sweep"]

FREE = -(2**40)
"""A bound that binds nothing, far below every date and far from overflow."""

Convert: TypeAlias = Callable[[Ints, Ints], Ints]
"""What links between calendars ask for: from their numbers and the values at their far ends."""

_Level: TypeAlias = "tuple[Ints, slice, Ints, slice, Ints | None, Ints]"
"""Of one level: the places at the far ends of its bounds, which bounds those are, where those of each place begin,
its places; which of the bounds go between calendars, and what links those are. A tuple, as it is read often."""


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
        cuts = begins[ends].tolist()
        self._levels: list[_Level] = []
        for number in range(1, len(ends)):
            a, b = cuts[number - 1], cuts[number]
            rows = np.flatnonzero(between[a:b]) if mixed else by_place[:0]
            places = slice(ends[number - 1], ends[number])
            self._levels.append(
                (
                    gather[a:b],
                    slice(a, b),
                    begins[places] - a,
                    places,
                    rows if len(rows) else None,
                    by_place[a:b][rows],
                )
            )
        self._widest = max((len(gather) for gather, *_ in self._levels), default=0)

    def prepare(self, own: Ints, constant: Ints) -> tuple[Ints, Ints]:
        """Return the bounds on the lowest places, and those on all others in the order in which they are met.

        Parameters
        ----------
        own : array of int
            The own bound of each place, read where the sweep knows that it has one.
        constant : array of int
            What each link adds.
        """
        return own[self._lowest], np.concatenate((constant, own[self._owners]))[self._order]

    def run(self, prepared: tuple[Ints, Ints], convert: Convert | None = None) -> Ints:
        """Return the value of every place.

        Parameters
        ----------
        prepared : tuple of array of int
            As `prepare` returns them.
        convert : callable, optional
            What links between calendars ask for.
        """
        lowest, bounds = prepared
        size = len(self._rank)
        value = np.empty(size + 1, dtype=np.int64)
        value[size] = 0
        value[: len(lowest)] = lowest
        room = np.empty(self._widest, dtype=np.int64)
        take, add, greatest = value.take, np.add, np.maximum.reduceat
        for gather, which, segments, places, rows, links in self._levels:
            found = take(gather, 0, room[: len(gather)], "clip")
            add(found, bounds[which], found)
            if rows is not None and convert is not None:
                found[rows] = convert(links, value[gather[rows]])
            greatest(found, segments, 0, None, value[places])
        return value[self._rank]
