"""Ends of jobs in a model, in ticks and in days of any line.

A job on a calendar is placed by the number of its first day. What lies on one calendar is compared by these numbers
alone; between calendars the solver is given how many days of a line lie before a tick, as a number of weeks, a place in
the week and the exceptions that have passed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs
import numpy as np

from dxplan.cpm.tables import Ints, Mask
from dxplan.solve.search.cp import Cp

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import IntVar, LinearExprT

__all__ = ["Clockwork", "Days", "End"]

_SHORT = 60  # days of a window that is looked up rather than reckoned in weeks


@attrs.frozen(eq=False)
class Days:
    """A set of days, by tick, from the plan's start on."""

    mask: Mask

    def before(self) -> Ints:
        """Return for each boundary how many of its days lie before it."""
        return np.concatenate(([0], np.cumsum(self.mask, dtype=np.int64)))


@attrs.define(eq=False)
class End:
    """The start or the finish of a job.

    Parameters
    ----------
    expr : expression
        The number of days of `days` before it, where `days` is given; else its tick.
    days : Days or None
        The line on which it counts.
    first : bool
        On a line: whether it lies before a day of it, as a start does, or after one, as a finish does.
    ticks : array of int
        The ticks at which it may lie.
    """

    expr: LinearExprT
    days: Days | None
    first: bool
    ticks: Ints


class Clockwork:
    """Makes the numbers of a model that say when something is, each once."""

    def __init__(self, cp: Cp) -> None:
        self.cp: Cp = cp
        self._ticks: dict[int, Any] = {}
        self._counts: dict[tuple[int, int, int], Any] = {}
        self._kept: list[object] = []  # what the keys are identities of

    def tick(self, end: End) -> Any:
        """Return the tick of an end."""
        if end.days is None:
            return end.expr
        key = id(end)
        if key not in self._ticks:
            self._kept.append(end)
            tick = self.cp.int_var_in(end.ticks)
            self._ticks[key] = tick
            self.cp.model.add(self._count(tick, end.days, int(end.ticks[0]), int(end.ticks[-1])) == end.expr)
        return self._ticks[key]

    def count(self, end: End, days: Days) -> Any:
        """Return how many of some days lie before an end."""
        return end.expr if end.days is days else self._counted(end, days, 0)

    def count_next(self, end: End, days: Days) -> Any:
        """Return how many of some days lie before the day after an end."""
        if end.days is days and end.first:
            return end.expr + 1
        return self._counted(end, days, 1)

    def _counted(self, end: End, days: Days, more: int) -> Any:
        key = id(end), id(days), more
        if key not in self._counts:
            self._kept += [end, days]
            low, high = int(end.ticks[0]), int(end.ticks[-1])
            self._counts[key] = self._count(self.tick(end) + more, days, low + more, high + more)
        return self._counts[key]

    def _count(self, tick: Any, days: Days, low: int, high: int) -> Any:
        """Return the number of days before `tick`, which lies between `low` and `high`."""
        model, cp = self.cp.model, self.cp
        before = days.before()
        if high >= len(before):
            before = np.concatenate((before, np.full(high + 1 - len(before), before[-1])))
        window = before[low : high + 1]
        if window[0] == window[-1]:
            return int(window[0])
        if (np.diff(window) == 1).all():
            return tick - low + int(window[0])
        exact: IntVar = cp.int_var(int(window[0]), int(window[-1]))
        if high - low <= _SHORT:
            model.add_element(tick - low, window.tolist(), exact)
            return exact
        worked = np.diff(window) == 1
        week = [bool(worked[place::7].mean() > 0.5) for place in range(7)]
        weeks = cp.int_var(0, (high - low) // 7)
        places = [model.new_bool_var("") for _ in range(7)]
        model.add_exactly_one(places)
        model.add(tick - low == 7 * weeks + sum(place * lit for place, lit in enumerate(places)))
        passed = np.concatenate(([0], np.cumsum(week)))
        found: Any = int(window[0]) + int(passed[7]) * weeks
        found += sum(int(passed[place]) * lit for place, lit in enumerate(places))
        for place in np.flatnonzero(worked != np.resize(week, len(worked))).tolist():
            later = model.new_bool_var("")
            model.add(tick >= low + place + 1).only_enforce_if(later)
            model.add(tick <= low + place).only_enforce_if(later.negated())
            found += later if worked[place] else -1 * later
        model.add(exact == found)
        return exact
