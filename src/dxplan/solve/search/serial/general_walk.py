"""Small changes of a schedule in general: of the order of jobs, of their ways, and of what is left out."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence

from dxplan.solve.schedule import Schedule
from dxplan.solve.search.serial.choices import Choice
from dxplan.solve.search.serial.instance import Instance
from dxplan.solve.search.serial.justify import justified_order
from dxplan.solve.search.serial.lateness import Lateness, lateness
from dxplan.solve.search.serial.scheme import Scheme

__all__ = ["GeneralWalk"]

_MOVES, _OFTEN = 3, 0.7
_CHOOSES = 0.3  # how often a way, or what is left out, is changed as well
_JUSTIFIES = 0.5
_NEVER = 10.0**9
_MISSED, _LATE = 100.0, 5.0  # days that a missed goal, or a late one of jobs, counts as much as


class GeneralWalk:
    """Lists of jobs for the serial scheme; every other list is that of a justified schedule.

    Parameters
    ----------
    instance : Instance
    due : mapping of int to int
        Boundaries by which jobs should end.
    begin : list of (Choice, sequence of int)
        What to choose and in which order to place it: it begins with the best.

    Attributes
    ----------
    energy : float
        The tick at which all ends, and more for what is late.
    """

    def __init__(
        self, instance: Instance, due: Mapping[int, int], begin: Sequence[tuple[Choice, Sequence[int]]]
    ) -> None:
        self._instance = instance
        self._due = due
        jobs = instance.problem.jobs
        self._several = [job for job, works in enumerate(instance.works) if len(works) > 1]
        self._optional = [number for number, job in enumerate(jobs) if job.optional and instance.works[number]]
        self._scheme: Scheme | None = None
        self._late: Lateness = (0, 0, 0)
        self._choice, self._order = begin[0]
        self.energy: float = _NEVER
        best = begin[0]
        for choice, order in begin:
            energy = self._placed(choice, order)
            if energy < self.energy:
                self.energy, best = energy, (choice, order)
        self._placed(*best)
        self._last = _NEVER
        self.take(random.Random(0))

    def _placed(self, choice: Choice, order: Sequence[int]) -> float:
        """Place everything, and return its energy."""
        self._tried = choice, order
        scheme = Scheme(self._instance, choice[1])
        if scheme.run(order, choice[0], spare=True) is not None:
            self._scheme = None
            return _NEVER
        self._scheme = scheme
        self._late = missed, late, total = lateness(self._instance.problem, scheme)
        return self._end() + _MISSED * missed + _LATE * late + total

    def _end(self) -> int:
        assert self._scheme is not None
        jobs = self._instance.problem.jobs
        ends = zip(jobs, self._scheme.finish, strict=True)
        return max([0, *(end for job, end in ends if job.until is None)])  # what has no place ends at -1

    def step(self, chance: random.Random) -> float:
        """Move some jobs in the list, perhaps choose otherwise for one, and place them all."""
        order, draw = list(self._order), chance.random
        for _ in range((_MOVES if draw() < _OFTEN else 1) if order else 0):
            job = order.pop(int(draw() * len(order)))
            order.insert(int(draw() * (len(order) + 1)), job)
        without, ways = self._choice
        if self._several and draw() < _CHOOSES:
            job = chance.choice(self._several)
            ways = {**ways, job: chance.randrange(len(self._instance.works[job]))}
        if self._optional and draw() < _CHOOSES:
            without = without ^ {chance.choice(self._optional)}
        return self._placed((without, ways), order)

    def take(self, chance: random.Random) -> None:
        """Go on from the schedule of the last step."""
        scheme = self._scheme
        if scheme is None:
            return
        self.energy = self._end() + _MISSED * self._late[0] + _LATE * self._late[1] + self._late[2]
        self._choice, order = self._tried
        justified = justified_order(scheme, self._due) if chance.random() < _JUSTIFIES else None
        if justified is not None:
            self._order = justified
        else:
            rank = {job: place for place, job in enumerate(order)}
            self._order = sorted(range(len(scheme.start)), key=lambda job: (scheme.start[job], rank.get(job, 0)))

    @property
    def reached(self) -> bool:
        """Whether the last step reached what is aimed at."""
        return self._scheme is not None and not any(self._late) and self._end() <= self._last

    def aim(self, last: int) -> None:
        """Aim at a schedule that is in time for all that is due, and ends by a tick."""
        self._last = last

    def schedule(self) -> Schedule:
        """Return the schedule of the last step."""
        assert self._scheme is not None
        return self._scheme.schedule()
