"""What a task of a tiny plan takes of people and money at some times, and whether somebody is there for it."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

import dxplan as dx
from tests import schedule_oracle as oracle
from tests.search_said import Said, continuous
from tests.search_window import Window

__all__ = ["SCALE", "Load", "Run", "Spent", "Taken", "Taker", "Way"]

SCALE = math.lcm(*range(1, 61)) * 10  # so that use by day is, as a rule, a whole number: fractions are slow
Load = tuple[str, int]  # a resource, or a body that leads, on a day
Spent = tuple[tuple[str, str], int, int]  # fund and currency, year, amount
Run = tuple[int, int]


class Way(NamedTuple):
    """How a task can be done; without a length it takes any time."""

    mode: str | None
    length: dx.Duration | None
    uses: Sequence[dx.Use]
    costs: Sequence[dx.Cost]


class Taken(NamedTuple):
    """What is taken, with the kinds of breach that this is whatever the other tasks do."""

    breaks: frozenset[str]
    loads: tuple[tuple[Load, int | Fraction], ...]
    spent: tuple[Spent, ...]


NOTHING = Taken(frozenset(), (), ())


class Taker:
    """Tells it, of what is taken as said."""

    def __init__(self, plan: dx.Plan, said: Said, window: Window) -> None:
        self.plan, self.said, self.window = plan, said, window
        self._acting: dict[tuple[str, int], str | None] = {}
        self._room: dict[Load, int] = {}

    def __call__(self, task: dx.Task | dx.Milestone, way: Way, runs: list[Run]) -> Taken:
        """Return what a task takes at its times."""
        if way.length is None and not self.said.all and not continuous(task):
            return NOTHING
        breaks: set[str] = set()
        for role in task.roles:
            if role.role.value not in ("consulted", "informed") and self.said.acts(role.body):
                reported = [self.reported(*run) for run in runs]
                if any(self._acts(role.body, day) is None for one in reported for day in range(one[0], one[1] + 1)):
                    breaks.add("nobody-acts")
        if isinstance(task, dx.Milestone):
            return Taken(frozenset(breaks), (), ())
        working = continuous(task) or (way.length is not None and way.length.unit == "workday")
        own = [tick for run in runs for tick in range(*run) if not working or self.window.worked(task, tick)]
        loads: dict[Load, Fraction] = {}
        for use in way.uses:
            if self.said.use(task, use):
                if use.effort is not None and use.effort.amount and not own:
                    breaks.add("effort-on-no-day")
                if self.said(use.resource, "capacity"):
                    amount = use.amount if use.effort is None else Fraction(use.effort.person_days) / max(1, len(own))
                    for tick in own:
                        loads[use.resource, tick] = loads.get((use.resource, tick), Fraction(0)) + Fraction(amount or 0)
        for role in task.roles:
            for run in runs if role.role is dx.Role.LEADS else ():
                for tick in range(*run):
                    body = self._acts(role.body, tick)
                    if body is not None and self._limit(body) is not None:
                        loads[body, tick] = Fraction(1)
        spent = [
            ((cost.fund, cost.amount.currency), year, amount)
            for cost in way.costs
            if self.said.cost(task, cost)
            for year, amount in self._by_year(cost, runs, own)
        ]
        whole = tuple((load, _whole(amount * SCALE)) for load, amount in loads.items())
        return Taken(frozenset(breaks), whole, tuple(spent))

    def room(self, load: Load) -> int:
        """Return what there is of a resource on a day, or how many tasks a body can lead."""
        if load not in self._room:
            element = self.plan[load[0]]
            if isinstance(element, dx.Body):
                self._room[load] = (element.lead_limit or 0) * SCALE
            else:
                assert isinstance(element, dx.Resource)
                self._room[load] = int(oracle.capacity(element, self._day(load[1])) * SCALE)
        return self._room[load]

    def reported(self, s: int, f: int) -> Run:
        """Return the first and the last day: of what takes no time the day before, but on the plan's first boundary."""
        return (s, f - 1) if s < f else (f - 1, f - 1) if f or not self.said.start else (0, 0)

    def _day(self, tick: int) -> dt.date:
        return self.plan.start + dt.timedelta(days=tick)

    def _acts(self, body: str, tick: int) -> str | None:
        if (body, tick) not in self._acting:
            self._acting[body, tick] = oracle.acts(self.plan, body, self._day(tick))
        return self._acting[body, tick]

    def _limit(self, body: str) -> int | None:
        element = self.plan[body]
        assert isinstance(element, dx.Body)
        return element.lead_limit if self.said(body, "lead_limit") else None

    def _by_year(self, cost: dx.Cost, runs: list[Run], own: list[int]) -> Iterator[tuple[int, int]]:
        amount = cost.amount.amount
        if cost.spread is not dx.Spread.EVEN or not own:
            ends = [self.reported(*run) for run in runs]
            tick = max(last for _, last in ends) if cost.spread is dx.Spread.END else min(first for first, _ in ends)
            yield self._day(tick).year, amount
            return
        days: dict[int, int] = {}
        for tick in own:
            year = self._day(tick).year
            days[year] = days.get(year, 0) + 1
        rest = amount - sum(amount * number // len(own) for number in days.values())
        largest = sorted(days, key=lambda year: (-(amount * days[year] % len(own)), year))
        for year, number in days.items():
            yield year, amount * number // len(own) + (year in largest[:rest])


def _whole(amount: Fraction) -> int | Fraction:
    return amount.numerator if amount.denominator == 1 else amount
