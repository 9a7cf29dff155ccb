"""How much of a resource is in use on each day, as one long whole number.

Each day is a field of bits. What is asked for on all days of a stretch is added at once, with just so much that the
topmost bit of a field is set where there is not enough (Lamport, 1975: many small numbers in one machine word; here the
word is as long as the plan).
"""

from __future__ import annotations

from collections.abc import Sequence

from dxplan.solve.search.serial.lanes import Lane

__all__ = ["Fields", "Profile"]


class Fields:
    """The fields of one resource, and the patterns that are laid over them.

    Parameters
    ----------
    steps : sequence of (int, int)
        How many there are, from a day on; the first from day 0.
    axis : Lane or None
        Whose days the fields are; None for every day.
    """

    def __init__(self, steps: Sequence[tuple[int, int]], axis: Lane | None) -> None:
        self.axis: Lane | None = axis
        self.top: int = max(amount for _, amount in steps)
        self.width: int = self.top.bit_length() + 1
        self._pad = (1 << (self.width - 1)) - 1 - self.top
        self._ones: dict[int, int] = {}
        self._asked: dict[tuple[int, int], tuple[int, int, int]] = {}
        self.tail: int = self.top - steps[-1][1]
        """What is missing on every day after the last step."""
        self.steady: int = steps[-1][0]
        """The day of the last step."""
        self.missing: int = 0
        ends = [since for since, _ in steps[1:]] + [self.steady]
        for (since, amount), until in zip(steps, ends, strict=True):
            if since < until:
                self.missing |= ((self.top - amount) * self.ones(until - since)) << since * self.width

    def ones(self, length: int) -> int:
        """Return a one in so many fields."""
        found = self._ones.get(length)
        if found is None:
            found = self._ones[length] = ((1 << length * self.width) - 1) // ((1 << self.width) - 1)
        return found

    def asked(self, length: int, rate: int) -> tuple[int, int, int]:
        """Return for so many fields: all their bits, `rate` with what lets it overflow, and their topmost bits."""
        key = length, rate
        found = self._asked.get(key)
        if found is None:
            ones = self.ones(length)
            found = (1 << length * self.width) - 1, (rate + self._pad) * ones, ones << (self.width - 1)
            self._asked[key] = found
        return found


class Profile:
    """What is in use of one resource.

    Parameters
    ----------
    fields : Fields
    """

    __slots__ = ("_reach", "_used", "fields")

    def __init__(self, fields: Fields) -> None:
        self.fields: Fields = fields
        self._used = fields.missing
        self._reach = fields.steady

    @property
    def state(self) -> tuple[int, int]:
        """What is in use, to be set again later."""
        return self._used, self._reach

    @state.setter
    def state(self, state: tuple[int, int]) -> None:
        self._used, self._reach = state

    def _extend(self, end: int) -> None:
        reach = max(end, 2 * self._reach)
        self._used |= (self.fields.tail * self.fields.ones(reach - self._reach)) << self._reach * self.fields.width
        self._reach = reach

    def _short(self, first: int, end: int, rate: int, days: Lane | None) -> int:
        """Return the topmost bits of the fields between two days that would overflow; 0 where there is enough."""
        fields = self.fields
        if rate > fields.top:
            return fields.asked(end - first, 0)[2] if days is None else -1
        if fields.tail and end > self._reach:
            self._extend(end)
        width = fields.width
        if days is None:
            whole, asked, tops = fields.asked(end - first, rate)
        else:  # only on some of the days
            whole, asked, tops = fields.asked(end - first, 0)
            asked += rate * ((days.units(width, end) >> first * width) & whole)
        return (((self._used >> first * width) & whole) + asked) & tops

    def last_short(self, first: int, end: int, rate: int, days: Lane | None = None) -> int:
        """Return the last of the days from `first` up to `end` with not enough; -1 where there is enough.

        Parameters
        ----------
        first, end : int
            Days of the axis.
        rate : int
        days : Lane, optional
            On which of them so much is asked for; on all where left out.
        """
        if first >= end or not rate:
            return -1
        short = self._short(first, end, rate, days)
        if short < 0:
            return end - 1
        return first + (short.bit_length() - 1) // self.fields.width if short else -1

    def first_short(self, first: int, end: int, rate: int, days: Lane | None = None) -> int:
        """Return the first such day; -1 where there is enough."""
        if first >= end or not rate:
            return -1
        short = self._short(first, end, rate, days)
        if short < 0:
            return first
        return first + ((short & -short).bit_length() - 1) // self.fields.width if short else -1

    def take(self, first: int, end: int, rate: int, days: Lane | None = None) -> None:
        """Use so much more on the days from `first` up to `end`; where there is not enough, all that there is."""
        if first >= end or not rate:
            return
        fields = self.fields
        width = fields.width
        if self._short(first, end, rate, days):
            for day in range(first, end):
                if days is None or days.count(day + 1) > days.count(day):
                    there = (self._used >> day * width) & ((1 << width) - 1)
                    self._used += min(rate, fields.top - there) << day * width
            return
        if days is None:
            self._used += (rate * fields.ones(end - first)) << first * width
        else:
            inside = (days.units(width, end) >> first * width) & fields.asked(end - first, 0)[0]
            self._used += (rate * inside) << first * width
