"""Small changes of a schedule in the plain case."""

from __future__ import annotations

import math
import random
from collections.abc import Mapping, Sequence
from operator import add

from dxplan.solve.schedule import Schedule
from dxplan.solve.search.serial.instance import Instance
from dxplan.solve.search.serial.lanes import Lane
from dxplan.solve.search.serial.plain import Ends, Plain

__all__ = ["PlainWalk"]

_MOVES, _OFTEN = 3, 0.7  # jobs that change their place at once, and in how many steps; else one


class PlainWalk:
    """Lists of jobs that are read from the end of the schedule and from its start by turns.

    The list of the next step is that of the ends, or of the starts, of the last: so each step also justifies (Valls,
    Ballestín and Quintanilla, 2005).

    Parameters
    ----------
    instance : Instance
    plain : Plain
    ways : mapping of int to int
        In which the jobs are done.
    due : mapping of int to int
        Boundaries by which jobs of the problem should end.
    orders : sequence of sequence of int
        Lists of jobs of the problem, predecessors first: it begins with the one that makes the shortest schedule.

    Attributes
    ----------
    energy : float
        The day of the line by which all ends, where what is due sooner counts as if it were due by the day aimed at.
    """

    def __init__(
        self,
        instance: Instance,
        plain: Plain,
        ways: Mapping[int, int],
        due: Mapping[int, int],
        orders: Sequence[Sequence[int]],
    ) -> None:
        self._instance = instance
        self._plain = plain
        self._ways = ways
        self._due = due
        self._ends = min((plain.forward(plain.listed(order)) for order in orders), key=max)
        self._from_end = False  # whether the list is read from the end of the schedule
        self._turned = False  # whether the ends of the last step are counted from there
        self._least: tuple[float, Ends, bool] = math.inf, self._ends, False
        self.aim(max(self._ends))
        self.take(random.Random())

    @property
    def lane(self) -> Lane:
        """Whose days are counted."""
        return self._plain.lane

    @property
    def end(self) -> int:
        """The number of days of the line before the end of the last step."""
        return max(self._ends)

    @property
    def reached(self) -> bool:
        """Whether the last step reached what is aimed at."""
        return self._energy() <= self._last

    def aim(self, last: int) -> None:
        """Aim at a schedule that is in time for all that is due, and ends by a day of the line."""
        self._last = last
        self._least = math.inf, self._ends, self._turned
        self._tails = self._plain.tails(self._due, last)
        self._heavy = any(self._tails), any(self._plain.heads)

    def _energy(self) -> int:
        beyond = self._plain.heads if self._turned else self._tails
        return max(map(add, self._ends, beyond)) if self._heavy[self._turned] else max(self._ends)

    def step(self, chance: random.Random) -> float:
        """Move some jobs to other places in the list, none past what it waits for, and place them all."""
        plain, draw = self._plain, chance.random
        sooner, later = (plain.after, plain.before) if self._from_end else (plain.before, plain.after)
        order, last = self._order.copy(), len(self._order) - 1
        for _ in range(_MOVES if draw() < _OFTEN else 1):
            low = high = int(draw() * (last + 1))
            job = order.pop(low)
            before, after = sooner[job], later[job]
            while low and order[low - 1] not in before:
                low -= 1
            while high < last and order[high] not in after:
                high += 1
            order.insert(low + int(draw() * (high - low + 1)), job)
        self._turned = self._from_end
        self._ends = plain.backward(order, self._tails) if self._turned else plain.forward(order)
        return self._energy()

    def take(self, chance: random.Random) -> None:
        """Go on from the schedule of the last step."""
        self.energy: float = self._energy()
        if self.energy < self._least[0]:
            self._least = self.energy, self._ends, self._turned
        self._order = self._plain.by_start(self._ends) if self._turned else self._plain.by_end(self._ends)
        self._from_end = not self._turned

    def best(self) -> Schedule:
        """Return the schedule with the least energy since the aim was last set."""
        _, ends, turned = self._least
        return self._scheduled(ends, turned=turned)

    def schedule(self) -> Schedule:
        """Return the schedule of the last step."""
        return self._scheduled(self._ends, turned=self._turned)

    def _scheduled(self, ends: Ends, *, turned: bool) -> Schedule:
        plain, jobs = self._plain, self._instance.problem.jobs
        if turned:
            ends = plain.forward(plain.by_start(ends))
        ticks = plain.ticks(ends)
        modes = {
            jobs[job].id: mode for job in ticks if (mode := jobs[job].ways[self._ways.get(job, 0)].mode) is not None
        }
        return Schedule.from_ticks(
            self._instance.problem.plan.start, {jobs[job].id: place for job, place in ticks.items()}, modes=modes
        )
