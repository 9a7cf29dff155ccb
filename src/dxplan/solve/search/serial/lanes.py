"""Lines of days as plain lists that grow: where one job starts and ends, asked one position at a time."""

from __future__ import annotations

import numpy as np

from dxplan.solve.search.lines import Line

__all__ = ["NEVER", "Lane"]

NEVER = 1 << 40
"""A tick that no work reaches."""


class Lane:
    """The days of a line by position, and back.

    Parameters
    ----------
    line : Line
    last : int
        The last tick that is a date.
    """

    def __init__(self, line: Line, last: int) -> None:
        self.line: Line = line
        self.every: bool = line.every_day
        self._last = last + 1
        self._known = 0
        self._days: list[int] = []
        self._before: list[int] = [0]  # by tick: the number of its days before it
        self._units: dict[int, tuple[int, int]] = {}

    def _grow(self, end: int) -> None:
        self._known = end = min(max(end, 2 * self._known, 1000), self._last)
        mask = self.line.mask(end)
        self._days = np.flatnonzero(mask).tolist()
        self._before = np.concatenate(([0], np.cumsum(mask))).tolist()

    def count(self, tick: int) -> int:
        """Return the number of its days before a tick."""
        if tick <= 0:
            return 0
        if self.every:
            return tick
        if tick > self._known:
            if tick > self._last:
                tick = self._last
            if tick > self._known:
                self._grow(tick)
        return self._before[tick]

    def day(self, place: int) -> int:
        """Return the tick of its day number `place`; `NEVER` after the last date."""
        if self.every:
            return place
        while place >= len(self._days):
            if self._known >= self._last:
                return NEVER
            self._grow(2 * place + 1000)
        return self._days[place]

    def ends(self, place: int, length: int) -> tuple[int, int]:
        """Return the boundaries of work of so many of its days at a position (as `Line.places` has them)."""
        if self.every:
            return place, place + length
        if length:
            return self.day(place), self.day(place + length - 1) + 1
        end = self.day(place - 1) + 1 if place else 0
        return end, end

    def from_(self, start: int, end: int, length: int) -> int:
        """Return the first position that starts at `start` or later and ends at `end` or later."""
        if self.every:
            return max(start, end - length, 0)
        if length:
            return max(self.count(start), self.count(end - 1) - length + 1)
        end = max(start, end)
        return self.count(end - 1) + 1 if end > 0 else 0

    def by(self, start: int, end: int, length: int) -> int:
        """Return the last position that starts by `start` and ends by `end`; negative where there is none."""
        if self.every:
            return min(start, end - length)
        if length:
            start = min(start, end)  # later than that says nothing, and would make the lists long
            return min(self.count(start + 1) - 1, self.count(end) - length)
        end = min(start, end)
        return self.count(end) if end >= 0 else -1

    def units(self, width: int, end: int) -> int:
        """Return a whole number with, for each of its days at least up to tick `end`, a one in a field so wide."""
        known, number = self._units.get(width, (0, 0))
        if known < end:
            known = max(2 * known, end, 1000)
            digits = np.zeros((known, width), dtype=np.uint8)
            digits[self.line.mask(known), width - 1] = 1
            number = int((digits[::-1].reshape(-1) + ord("0")).tobytes(), 2)
            self._units[width] = known, number
        return number
