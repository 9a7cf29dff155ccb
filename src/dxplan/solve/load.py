"""How much is used of something, day by day, and where that is more than there is (§15)."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Iterable
from fractions import Fraction
from itertools import pairwise
from typing import Any

import attrs

__all__ = ["Asked", "Load", "LoadStep", "Overload", "Profile", "load_of", "overloads"]

Asked = tuple[int, int, Fraction, str]
"""From a boundary up to another so much each day, by a task."""

Profile = list[tuple[int | None, Fraction | None]]
"""From which tick on there are how many; the first from ever on."""


@attrs.frozen(kw_only=True)
class LoadStep:
    """Days in a row on which the same is used of the same.

    Parameters
    ----------
    first, last : date
    used : Fraction
        Units each day; exact, so that thirds add up.
    capacity : Fraction, optional
        Units there are; None for a body without a lead limit.
    tasks : tuple of str
        Ids of those that use some.
    """

    first: dt.date
    last: dt.date
    used: Fraction
    capacity: Fraction | None
    tasks: tuple[str, ...]

    @property
    def days(self) -> int:
        """The number of days."""
        return (self.last - self.first).days + 1

    @property
    def over(self) -> bool:
        """Whether more is used than there is."""
        return self.capacity is not None and self.used > self.capacity

    def to_record(self) -> dict[str, Any]:
        """Return the step as plain data; an amount that is not whole as a float."""
        return {
            "first": self.first.isoformat(),
            "last": self.last.isoformat(),
            "used": _plain(self.used),
            "capacity": None if self.capacity is None else _plain(self.capacity),
            "tasks": list(self.tasks),
        }


@attrs.frozen(kw_only=True)
class Load:
    """The use of one resource, or the tasks that one body leads, over time.

    Parameters
    ----------
    id : str
        Of a `Resource` or a `Body`.
    unit : str
        What one unit is; ``"task"`` for a body.
    steps : tuple of LoadStep
        From the first day of the schedule to the last day of use, without gaps.
    """

    id: str
    unit: str
    steps: tuple[LoadStep, ...]

    @property
    def peak(self) -> LoadStep | None:
        """The first of the steps with the most use; None where nothing is used."""
        return max(self.steps, key=lambda step: step.used, default=None)

    @property
    def work(self) -> Fraction:
        """All that is used, in units times days."""
        return sum((step.used * step.days for step in self.steps), Fraction(0))

    def used_on(self, day: dt.date) -> Fraction:
        """Return what is used on a day."""
        return next((step.used for step in self.steps if step.first <= day <= step.last), Fraction(0))


@attrs.frozen(kw_only=True)
class Overload:
    """A time in which the same tasks ask for more than there is.

    Days on which nothing is used, such as weekends, do not end it.

    Parameters
    ----------
    id : str
        Of the `Resource`, or of the `Body` that leads too much.
    unit : str
    first, last : date
    days : int
        The number of days in it on which too much is used.
    used, capacity : Fraction
        Units each day.
    tasks : tuple of str
        Ids of the tasks that cause it.
    """

    id: str
    unit: str
    first: dt.date
    last: dt.date
    days: int
    used: Fraction
    capacity: Fraction
    tasks: tuple[str, ...]

    def to_record(self) -> dict[str, Any]:
        """Return the overload as plain data."""
        return {
            **attrs.asdict(self, filter=lambda field, _: field.name not in ("first", "last", "used", "capacity")),
            "first": self.first.isoformat(),
            "last": self.last.isoformat(),
            "used": _plain(self.used),
            "capacity": _plain(self.capacity),
            "tasks": list(self.tasks),
        }


def load_of(id: str, unit: str, asked: Iterable[Asked], profile: Profile, start: dt.date) -> Load:
    """Return the use of something, by a sweep over the days on which it changes.

    It adds up whole numbers of the least common part, so that thirds make a whole.
    """
    asked = list(asked)
    part = math.lcm(*(rate.denominator for _, _, rate, _ in asked))
    changes: dict[int, list[tuple[int, int, str]]] = {}
    for first, end, rate, task in asked:
        amount = int(rate * part)
        changes.setdefault(first, []).append((amount, 1, task))
        changes.setdefault(end, []).append((-amount, -1, task))
    begin, stop = min([0, *changes]), max(changes, default=0)
    steps_at = {begin if since is None else max(since, begin): capacity for since, capacity in profile}
    ticks = sorted({begin, *changes, *(tick for tick in steps_at if tick < stop)})
    running: Counter[str] = Counter()
    used, capacity = 0, profile[0][1]
    found: list[LoadStep] = []
    for tick, following in pairwise(ticks):
        for amount, more, task in changes.get(tick, ()):
            used += amount
            running[task] += more
            if not running[task]:
                del running[task]
        capacity = steps_at.get(tick, capacity)
        step = LoadStep(
            first=_day(start, tick),
            last=_day(start, following - 1),
            used=Fraction(used, part),
            capacity=capacity,
            tasks=tuple(sorted(running)),
        )
        if found and (found[-1].used, found[-1].capacity, found[-1].tasks) == (step.used, step.capacity, step.tasks):
            found[-1] = attrs.evolve(found[-1], last=step.last)
        else:
            found.append(step)
    return Load(id=id, unit=unit, steps=tuple(found))


def _day(start: dt.date, tick: int) -> dt.date:
    return dt.date.fromordinal(start.toordinal() + tick)


def overloads(load: Load) -> list[Overload]:
    """Return the times in which more is used than there is, by day."""
    found: list[Overload] = []
    unbroken = False  # nothing but idle days since the last one
    for step in load.steps:
        if not step.used:
            continue
        last = found[-1] if found and unbroken else None
        unbroken = step.over
        if not step.over or step.capacity is None:
            continue
        if last is not None and (last.used, last.capacity, last.tasks) == (step.used, step.capacity, step.tasks):
            found[-1] = attrs.evolve(last, last=step.last, days=last.days + step.days)
        else:
            found.append(
                Overload(
                    id=load.id,
                    unit=load.unit,
                    first=step.first,
                    last=step.last,
                    days=step.days,
                    used=step.used,
                    capacity=step.capacity,
                    tasks=step.tasks,
                )
            )
    return found


def _plain(amount: Fraction) -> int | float:
    return int(amount) if amount.denominator == 1 else float(amount)
