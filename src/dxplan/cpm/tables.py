"""Own days as positions: what NumPy looks up where calendars meet (§1, §2).

A task counts in its own days. On a calendar the positions are its worked days, position 0 the first one at or after
the plan's start; in elapsed time they are the days themselves. Within one calendar a pass then only adds and compares
whole numbers; between two it goes through ticks by tables, each a monotone step whose inverse is another table.
"""

from __future__ import annotations

import datetime as dt
import enum
from typing import Any, TypeAlias

import numpy as np

from dxplan.cpm.worktime import WorkedDays
from dxplan.errors import UndefinedError

__all__ = ["IDENTITY", "Axis", "Ints", "Mask", "Step", "Tables"]

Ints: TypeAlias = "np.ndarray[Any, np.dtype[np.int64]]"
"""Whole numbers: ticks, positions, numbers of days, places."""

Mask: TypeAlias = "np.ndarray[Any, np.dtype[np.bool_]]"
"""Which of several: places, links, answers."""

IDENTITY = 0
"""The table of elapsed time: every position is a tick."""


class Step(enum.IntEnum):
    """The tables of an axis: from a position to the ticks of its ends, and back to the nearest position."""

    START = 0  # position → tick at which work on it starts
    FINISH = 1  # position → tick at which work up to it, not on it, has finished
    START_UP = 2  # tick → least position that starts there or later
    FINISH_UP = 3
    START_DOWN = 4  # tick → greatest position that starts there or before
    FINISH_DOWN = 5


_STEPS = len(Step)


class Axis(enum.Enum):
    """What the positions of a task are."""

    ELAPSED = "every day"
    WORKED = "worked days"
    MOMENTS = "ends of worked days, and the plan's start"  # where a zero-length task on workdays can lie (§2)


class Tables:
    """The tables of all axes over a span of ticks that grows on demand.

    An answer at either end of the span may be cut off there: `cut_off` tells, and `grow` makes the span wider.

    Parameters
    ----------
    axes : sequence of (Axis, WorkedDays or None)
        The first is the elapsed one.
    start : date
        The day of tick 0.
    low, high : int
        The first and the last tick that are known, at first.
    """

    low: int
    high: int

    def __init__(
        self, axes: list[tuple[Axis, WorkedDays | None]], start: dt.date, low: int = -800, high: int = 1200
    ) -> None:
        self._axes = axes
        ordinal = start.toordinal()
        self._least, self._most = 1 - ordinal, dt.date.max.toordinal() + 1 - ordinal
        self._build(low, high)

    def _build(self, low: int, high: int) -> None:
        self.low, self.high = max(low, self._least), min(high, self._most)
        self._asked = 0, 0
        width = self.high - self.low + 1
        flat = np.empty((1 + _STEPS * (len(self._axes) - 1), width), dtype=np.int64)
        ticks = np.arange(self.low, self.high + 1)
        flat[IDENTITY] = ticks
        self._counts: dict[int, Ints] = {}
        for number, (axis, days) in enumerate(self._axes[1:]):
            assert days is not None
            worked = np.asarray(days.worked_ticks(self.low, self.high + 1), dtype=np.int64)
            before = np.searchsorted(worked, np.append(ticks, self.high + 1)) - np.searchsorted(worked, 0)
            rows = flat[1 + _STEPS * number : 1 + _STEPS * (number + 1)]
            if axis is Axis.WORKED:
                zero = int(np.searchsorted(worked, 0))
                rows[Step.START] = self._at(worked, ticks + zero)
                rows[Step.FINISH] = self._at(worked + 1, ticks + zero - 1)
                rows[Step.START_UP] = before[:-1]
                rows[Step.FINISH_UP, 1:] = before[:-2] + 1
                rows[Step.FINISH_UP, 0] = self.low
                rows[Step.START_DOWN] = before[1:] - 1
                rows[Step.FINISH_DOWN] = before[:-1]
            else:
                ends = np.union1d(worked + 1, [0])
                zero = int(np.searchsorted(ends, 0))
                rows[Step.START] = rows[Step.FINISH] = self._at(ends, ticks + zero)
                rows[Step.START_UP] = rows[Step.FINISH_UP] = np.searchsorted(ends, ticks) - zero
                rows[Step.START_DOWN] = rows[Step.FINISH_DOWN] = np.searchsorted(ends, ticks, "right") - 1 - zero
                at = rows[Step.START]
                self._counts[number + 1] = before[:-1][at - self.low]
        self._flat = flat.reshape(-1)
        self._width = width

    def _at(self, values: Ints, indices: Ints) -> Ints:
        """Return the values at `indices`, the ends of the span beyond what is known."""
        padded = np.concatenate(([self.low], np.clip(values, self.low, self.high), [self.high]))
        return padded[np.clip(indices + 1, 0, len(padded) - 1)]

    def row(self, axis: int | Ints, step: Step | Ints) -> Any:
        """Return the number of a table; the elapsed axis has one for all steps."""
        return np.where(np.asarray(axis) == 0, IDENTITY, 1 + _STEPS * (np.asarray(axis) - 1) + step)

    def look(self, rows: Any, values: Any) -> Any:
        """Return what the tables `rows` say for `values`, cut off at the ends of the span."""
        index = np.clip(values, self.low, self.high)
        index -= self.low
        index += rows * self._width
        return self._flat.take(index)

    def cut_off(self, *looked_up: Ints) -> Mask:
        """Tell for each place whether one of the values looked up lies at an end of the span or beyond it."""
        cut = np.zeros(looked_up[0].shape, dtype=bool)
        for values in looked_up:
            if values.size:
                least, most = int(values.min()), int(values.max())
                if least <= self.low or most >= self.high:
                    cut |= (values <= self.low) | (values >= self.high)
                    self._asked = min(self._asked[0], least), max(self._asked[1], most)
        return cut

    def counts(self, axis: int, positions: Ints) -> Ints:
        """Return positions as numbers of own days, whose differences are floats."""
        table = self._counts.get(axis)
        return positions if table is None else table[np.clip(positions, self.low, self.high) - self.low]

    def cover(self, ticks: Ints) -> None:
        """Widen the span so that all of `ticks` lie within.

        Raises
        ------
        UndefinedError
            Where the years from 1 to 9999 do not hold them.
        """
        while self.cut_off(ticks).any():
            self.grow()

    def grow(self) -> None:
        """Widen the span to where answers have been cut off.

        Raises
        ------
        UndefinedError
            Where the years from 1 to 9999 do not hold it.
        """
        least, most = self._asked
        low = self.low if least > self.low else least - (self.high - least) // 2
        high = self.high if most < self.high else most + (most - self.low) // 2  # positions are fewer than ticks
        if max(low, self._least) >= self.low and min(high, self._most) <= self.high:
            raise UndefinedError(["the dates run out of the years 1 to 9999"])
        self._build(low, high)
