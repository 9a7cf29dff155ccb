"""The plan as integers: activities by level, their waits, calendars and bounds, as NumPy arrays."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import cached_property

import attrs
import numpy as np

from dxplan.cpm.tables import Axis, Ints, Mask, Tables
from dxplan.cpm.worktime import Clock, ElapsedDays, WorkedDays
from dxplan.model.calendar import Calendar
from dxplan.model.plan import Plan

__all__ = ["UNSAID", "Axes", "Link", "Links", "Network", "stable_order"]

UNSAID = np.iinfo(np.int64).min
"""In `Network.fixed` and `Network.due`: no such bound. Never computed with."""


@attrs.frozen(eq=False)
class Links:
    """The dependencies between places, as arrays of one length; those of one successor lie together, as it states them.

    Parameters
    ----------
    source, target : array of int
        Places of the predecessor and the successor.
    from_finish, to_finish : array of bool
        Which ends each ties.
    lag : array of int
        In worked days of the successor's calendar where `lag_working`, in days otherwise (§3).
    lag_working : array of bool
    lag_axis : array of int
        The axis of that calendar, 0 where the lag is none of workdays.
    """

    source: Ints
    target: Ints
    from_finish: Mask
    to_finish: Mask
    lag: Ints
    lag_working: Mask
    lag_axis: Ints


class Axes:
    """The axes on which the tasks of a network lie, the elapsed one first, and their tables over the days needed.

    Parameters
    ----------
    plan : Plan
    """

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._keys: list[tuple[Axis, str | None]] = [(Axis.ELAPSED, None)]
        self._number: dict[tuple[Axis, str | None], int] = {}
        self._days: dict[str | None, WorkedDays] = {}
        self._tables: Tables | None = None
        self.elapsed: ElapsedDays = ElapsedDays()

    def __len__(self) -> int:
        return len(self._keys)

    def of(self, calendar: str | None, *, moment: bool = False) -> int:
        """Return the axis of work, or of moments on workdays, on a calendar of the plan; None means the plan's own.

        Raises
        ------
        UndefinedError
            Where the calendar names a country whose public holidays are not known.
        """
        id = calendar or self._plan.calendar
        key = Axis.MOMENTS if moment else Axis.WORKED, id
        if key not in self._number:
            if id is not None:
                self.worked_days(id)  # tells now if it cannot be known
            self._number[key] = len(self._keys)
            self._keys.append(key)
            self._tables = None
        return self._number[key]

    def worked_days(self, calendar: str | None) -> WorkedDays:
        """Return the worked days of a calendar of the plan; None means the plan's own."""
        id = calendar or self._plan.calendar
        if id not in self._days:
            found = None if id is None else self._plan[id]
            self._days[id] = WorkedDays(found if isinstance(found, Calendar) else None, self._plan.start)
        return self._days[id]

    @property
    def tables(self) -> Tables:
        """The tables of all axes."""
        if self._tables is None:
            axes = [(axis, None if axis is Axis.ELAPSED else self.worked_days(id)) for axis, id in self._keys]
            self._tables = Tables(axes, self._plan.start)
        return self._tables

    def axis(self, number: int) -> Axis:
        """Return what the positions on an axis are."""
        return self._keys[number][0]

    def clock(self, number: int) -> Clock:
        """Return the days of an axis for one task at a time."""
        axis, id = self._keys[number]
        return self.elapsed if axis is Axis.ELAPSED else self.worked_days(id)

    def calendars(self, numbers: Iterable[int]) -> tuple[WorkedDays, ...]:
        """Return the calendars of axes, each once."""
        ids = [id for axis, id in map(self._keys.__getitem__, numbers) if axis is not Axis.ELAPSED]
        return tuple(self.worked_days(id) for id in dict.fromkeys(ids))


@attrs.frozen
class Link:
    """One dependency between two places.

    Parameters
    ----------
    index : int
        Its place in `Links`.
    source, target : int
        Places of the predecessor and the successor.
    from_finish, to_finish : bool
        Which ends it ties.
    lag : int
        In the days of `clock`.
    clock : Clock
        The successor's for a lag in workdays, every day otherwise (§3).
    """

    index: int
    source: int
    target: int
    from_finish: bool
    to_finish: bool
    lag: int
    clock: Clock


@attrs.frozen(eq=False)
class Network:
    """What the passes run on; all ticks count from the plan's start.

    Parameters
    ----------
    start : date
        The day of tick 0.
    ids : tuple of str
        By level: a predecessor comes before its successors.
    level : array of int
        The most dependencies on any way to each place.
    days : array of int
        Length of each, in its own days.
    axis : array of int
        On which axis it lies.
    axes : Axes
    earliest : array of int
        The boundary that the plan's start, `not_before` and `on` allow.
    fixed : array of int
        The boundary at which `on` fixes the start; read it through `fixed_at`.
    due : array of int
        The boundary by which it must have ended; read it through `due_at`.
    links : Links
    missing : tuple of str
        What kept further activities out: sentences that name them.
    """

    start: dt.date
    ids: tuple[str, ...]
    level: Ints
    days: Ints
    axis: Ints
    axes: Axes
    earliest: Ints
    fixed: Ints
    due: Ints
    links: Links
    missing: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def place(self) -> dict[str, int]:
        """The place of each id."""
        return {id: place for place, id in enumerate(self.ids)}

    @cached_property
    def is_fixed(self) -> Mask:
        """Which places `on` fixes."""
        is_fixed: Mask = self.fixed != UNSAID
        return is_fixed

    @cached_property
    def has_due(self) -> Mask:
        """Which places have a due date."""
        has_due: Mask = self.due != UNSAID
        return has_due

    def fixed_at(self, place: int) -> int | None:
        """Return the boundary at which `on` fixes the start of a place."""
        return int(self.fixed[place]) if self.is_fixed[place] else None

    def due_at(self, place: int) -> int | None:
        """Return the boundary by which a place must have ended."""
        return int(self.due[place]) if self.has_due[place] else None

    def clock(self, place: int) -> Clock:
        """Return the days in which a place counts."""
        return self.axes.clock(int(self.axis[place]))

    @cached_property
    def _first_into(self) -> tuple[list[int], list[int]]:
        targets, first, counts = np.unique(self.links.target, return_index=True, return_counts=True)
        begin, end = np.zeros((2, len(self.ids)), dtype=np.int64)
        begin[targets], end[targets] = first, first + counts
        return begin.tolist(), end.tolist()

    def into(self, place: int) -> range:
        """Return the numbers of the links that end at a place, in the order in which the plan states them."""
        begin, end = self._first_into
        return range(begin[place], end[place])

    @cached_property
    def _by_source(self) -> tuple[list[int], list[int]]:
        order = stable_order(self.links.source)
        counts = np.bincount(self.links.source, minlength=len(self.ids))
        return order.tolist(), [0, *np.cumsum(counts).tolist()]

    def out_of(self, place: int) -> list[int]:
        """Return the numbers of the links that begin at a place."""
        order, first = self._by_source
        return order[first[place] : first[place + 1]]

    def link(self, index: int) -> Link:
        """Return one link as plain numbers."""
        links = self.links
        working = bool(links.lag_working[index])
        return Link(
            index=index,
            source=int(links.source[index]),
            target=int(links.target[index]),
            from_finish=bool(links.from_finish[index]),
            to_finish=bool(links.to_finish[index]),
            lag=int(links.lag[index]),
            clock=self.axes.clock(int(links.lag_axis[index])) if working else self.axes.elapsed,
        )


def stable_order(values: Ints) -> Ints:
    """Return the stable order of whole numbers from zero on.

    NumPy sorts 16-bit numbers by counting (radix sort), others by comparing, which takes several times as long; larger
    numbers are therefore sorted by their low halves, then by their high ones.
    """
    order = np.argsort(values.astype(np.uint16), kind="stable")
    high = values >> 16
    if len(values) and high.any():
        high = high[order]
        order = order[np.argsort(high.astype(np.uint16) if high.max() < 2**16 else high, kind="stable")]
    return order
