"""The line of time: where a day lies, and the two rows of a header that suit its length."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

import attrs

from dxplan.report.language import Language
from dxplan.report.lettering import width

__all__ = ["Cell", "Scale", "fit"]

_LAST = dt.date.max.toordinal() + 1
_TIER = 11  # the header's font size
_STEPS = (1, 5, 10, 20, 50, 100, 200, 500, 1000)
# units of a header from fine to coarse: days in one, and the least width of one in pixels
_UNITS = (("day", 1.0, 17), ("week", 7.0, 20), ("month", 30.4, 29), ("quarter", 91.3, 15.5), ("year", 365.25, 34))
_LEAST_DAYS = 7


@attrs.frozen
class Cell:
    """A cell of the header.

    Parameters
    ----------
    start, end : int
        The boundaries between which it lies, as day numbers (`date.toordinal`).
    labels : tuple of str
        What it may say, the longest first.
    """

    start: int
    end: int
    labels: tuple[str, ...]


@attrs.frozen(kw_only=True)
class Scale:
    """From day numbers to pixels.

    A day number stands for the boundary before that day: a task that starts on `s` and has its last day on `f`
    lies between ``x(s)`` and ``x(f + 1)`` (§1).

    Parameters
    ----------
    first, last : int
        The boundaries at its ends.
    left, width : float
        Where it begins, and how wide it is, in pixels.
    unit : {"day", "week", "month", "quarter", "year"}
        That of the header's lower row.
    step : int
        How many units a cell of the lower row holds; more than one only for years.
    """

    first: int
    last: int
    left: float
    width: float
    unit: str
    step: int = 1

    @property
    def per_day(self) -> float:
        """Pixels a day."""
        return self.width / (self.last - self.first)

    def x(self, boundary: int) -> float:
        """Return the place of a boundary; what lies beyond the ends is put on them."""
        return self.left + (min(max(boundary, self.first), self.last) - self.first) * self.per_day

    def written(self, cells: Sequence[Cell]) -> Iterator[tuple[Cell, str | None]]:
        """Yield cells with their labels: the longest for which there is room in all but the outermost cells."""
        inner = cells[1:-1] or cells
        long = next(
            (level for level in range(len(cells[0].labels)) if all(self._fits(cell, level) for cell in inner)), None
        )
        for cell in cells:
            yield cell, cell.labels[long] if long is not None and self._fits(cell, long) else None

    def _fits(self, cell: Cell, level: int) -> bool:
        room = (cell.end - cell.start) * self.per_day
        return width(cell.labels[level], _TIER, bold=True) + 2 <= room

    def holds(self, boundary: int) -> bool:
        """Whether a boundary lies on the line."""
        return self.first <= boundary <= self.last

    def lower(self, words: Language) -> tuple[Cell, ...]:
        """Return the cells of the header's lower row."""
        return self._cells(_starts(self.unit, self.first, self.last, self.step), self.unit, words, lower=True)

    def upper(self, words: Language) -> tuple[Cell, ...]:
        """Return the cells of the header's upper row; none where years come in greater steps."""
        if self.step > 1:
            return ()
        unit = {"day": "month", "week": "month", "month": "year", "quarter": "year", "year": "period"}[self.unit]
        return self._cells(_starts(unit, self.first, self.last, 1), unit, words, lower=False)

    def _cells(self, starts: Iterator[int], unit: str, words: Language, *, lower: bool) -> tuple[Cell, ...]:
        bounds = list(starts)
        ends = [*bounds[1:], self.last]
        found = []
        for start, end in zip(bounds, ends, strict=True):
            labels = _labels(unit, dt.date.fromordinal(min(max(start, 1), _LAST - 1)), words, lower=lower)
            start = max(start, self.first)
            if start < end:
                found.append(Cell(start, end, labels))
        return tuple(found)


def fit(first: int, last: int, left: float, width: float) -> Scale:
    """Return the scale on which the days from `first` up to `last` fill the width, whole units at both ends."""
    if last - first < _LEAST_DAYS:
        last = min(first + _LEAST_DAYS, _LAST)
        first = max(last - _LEAST_DAYS, 1)
    per_day = width / (last - first)
    for unit, days, least in _UNITS:
        if per_day * days >= least:
            return _whole(first, last, left, width, unit, 1)
    step = next((step for step in _STEPS if per_day * 365.25 * step >= _UNITS[-1][2]), _STEPS[-1])
    return _whole(first, last, left, width, "year", step)


def _whole(first: int, last: int, left: float, width: float, unit: str, step: int) -> Scale:
    begin = max(_starts(unit, first, first + 1, step))
    end = next((start for start in _starts(unit, last, _LAST, step) if start >= last), _LAST)
    return Scale(first=max(begin, 1), last=min(end, _LAST), left=left, width=width, unit=unit, step=step)


def _starts(unit: str, first: int, last: int, step: int) -> Iterator[int]:
    """Yield the boundaries at which units begin: the last one by `first`, then those before `last`."""
    day = dt.date.fromordinal(min(max(first, 1), _LAST - 1))
    if unit in ("day", "week"):
        days = 1 if unit == "day" else 7
        yield from range(day.toordinal() - (day.weekday() if unit == "week" else 0), last, days)
        return
    months = {"month": 1, "quarter": 3, "year": 12 * step, "period": 60}[unit]
    offset = {"year": 0, "period": 12}.get(unit, 0)  # periods of five years: 2021–2025
    place = (day.year * 12 + day.month - 1 - offset) // months * months + offset
    while (start := _month_start(place)) < last:
        yield start
        place += months


def _month_start(place: int) -> int:
    year, month = divmod(place, 12)
    if year < 1:
        return 1
    return _LAST if year > 9999 else dt.date(year, month + 1, 1).toordinal()


def _labels(unit: str, day: dt.date, words: Language, *, lower: bool) -> tuple[str, ...]:
    quarter = (day.month + 2) // 3
    number = str(day.day)
    if unit == "day":
        return f"{words.phrase(f'weekday_{day.isoweekday()}')} {number}", number
    if unit == "week":
        return (number,)
    if unit == "month":
        months = words.phrase(f"month_long_{day.month}"), words.phrase(f"month_{day.month}")
        if lower:  # the year stands above
            return months
        return *(words.phrase("month_year", month=month, year=day.year) for month in months), months[1]
    if unit == "quarter":
        return words.phrase(f"quarter_{quarter}"), words.phrase(f"quarter_short_{quarter}")
    if unit == "year":
        return (str(day.year),)
    return (f"{day.year}–{day.year + 4}",)
