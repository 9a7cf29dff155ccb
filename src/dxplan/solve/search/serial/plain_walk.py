"""Small changes of a schedule in the plain case."""

from __future__ import annotations

import random
from collections.abc import Sequence

from dxplan.solve.schedule import Schedule
from dxplan.solve.search.serial.instance import Instance
from dxplan.solve.search.serial.plain import Plain

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
    orders : sequence of sequence of int
        Lists of jobs of the problem, predecessors first: it begins with the one that makes the shortest schedule.
    """

    def __init__(self, instance: Instance, plain: Plain, orders: Sequence[Sequence[int]]) -> None:
        self._instance = instance
        self._plain = plain
        places = {job: place for place, job in enumerate(plain.jobs)}
        lists = [[places[job] for job in order if job in places] for order in orders]
        self._ends = min((plain.forward(one) for one in lists), key=max)
        self._from_end = False  # whether the list is read from the end of the schedule
        self._turned = False  # whether the ends of the last step are counted from it
        self.take(random.Random())

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
        self._ends = plain.backward(order) if self._turned else plain.forward(order)
        return max(self._ends)

    def take(self, chance: random.Random) -> None:
        """Go on from the schedule of the last step."""
        ends = self._ends
        self.energy: float = max(ends)
        self._order = self._plain.by_start(ends) if self._turned else self._plain.by_end(ends)
        self._from_end = not self._turned

    def finish(self) -> int:
        """Return the tick at which the schedule of the last step ends."""
        end = max(self._ends)
        return self._plain.lane.day(end - 1) + 1 if end else 0

    def schedule(self) -> Schedule:
        """Return the schedule of the last step."""
        plain, jobs = self._plain, self._instance.problem.jobs
        ends = plain.forward(plain.by_start(self._ends)) if self._turned else self._ends
        modes = {jobs[job].id: mode for job in plain.jobs if (mode := jobs[job].ways[0].mode) is not None}
        ticks = {jobs[job].id: place for job, place in plain.ticks(ends).items()}
        return Schedule.from_ticks(self._instance.problem.plan.start, ticks, modes=modes)
