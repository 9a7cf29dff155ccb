"""Lines of days: on which days work is done, as arrays over the days that a search looks at."""

from __future__ import annotations

import numpy as np

from dxplan.cpm.tables import Ints, Mask
from dxplan.cpm.worktime import Clock, ElapsedDays, WorkedDays

__all__ = ["Line", "Places"]

Places = tuple[Ints, Ints]
"""By position: the boundaries at which work that begins there starts and ends."""


class Line:
    """The days of one calendar, or every day, from the plan's start on.

    Parameters
    ----------
    clock : WorkedDays or None
        None for every day.
    """

    def __init__(self, clock: WorkedDays | None) -> None:
        self.clock: Clock = ElapsedDays() if clock is None else clock
        self.worked: WorkedDays | None = clock
        self._ticks: Ints = np.empty(0, dtype=np.int64)
        self._known = 0

    @property
    def every_day(self) -> bool:
        """Whether every day counts."""
        return self.worked is None

    def days(self, end: int) -> Ints:
        """Return its days before tick `end`."""
        if self.worked is None:
            return np.arange(max(end, 0), dtype=np.int64)
        if end > self._known:
            self._known = max(end, 2 * self._known)
            self._ticks = np.asarray(self.worked.worked_ticks(0, self._known), dtype=np.int64)
        return self._ticks[: int(np.searchsorted(self._ticks, end))]

    def mask(self, end: int) -> Mask:
        """Return for each tick before `end` whether it is one of its days."""
        found = np.zeros(max(end, 0), dtype=bool)
        found[self.days(end)] = True
        return found

    def count(self, tick: int) -> int:
        """Return the number of its days before a tick."""
        return max(tick, 0) if self.worked is None else len(self.days(tick))

    def places(self, length: int, end: int) -> Places:
        """Return where work of so many of its days can lie before tick `end`.

        The position of work that takes time is the number of its first day; that of a moment the number of days before
        it. A moment on a calendar lies at the end of one of its days, or at the plan's start (§2).
        """
        days = self.days(end)
        if self.worked is None:
            starts = np.arange(max(end - length + 1, 0), dtype=np.int64)
            return starts, starts + length
        if not length:
            ends = np.concatenate(([0], days + 1))
            return ends, ends
        return days[: max(len(days) - length + 1, 0)], days[length - 1 :] + 1
