"""An early finish: schedules that get shorter by small changes of the order in which jobs are placed.

Simulated annealing on lists of jobs (Bouleimen and Lecocq, 2003).
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from itertools import product

from dxplan.errors import UndefinedError
from dxplan.solve.schedule import Schedule
from dxplan.solve.search.bounds import finish_bounds
from dxplan.solve.search.cp import Limits
from dxplan.solve.search.problem import Problem
from dxplan.solve.search.serial.anneal import Walk, anneal
from dxplan.solve.search.serial.choices import Choice, spare_sets, way_choices
from dxplan.solve.search.serial.general_walk import GeneralWalk
from dxplan.solve.search.serial.instance import Instance
from dxplan.solve.search.serial.network import aims, dates
from dxplan.solve.search.serial.plain import plain_case
from dxplan.solve.search.serial.plain_walk import PlainWalk
from dxplan.solve.search.serial.rules import by_late_finish, in_order, sampled

__all__ = ["shortest"]

_PLAIN, _GENERAL = 2_000_000, 100_000  # jobs placed in all where there is no limit of time
_SAMPLES, _BIAS = 50, 2.0  # lists to choose the first one from


def shortest(
    problem: Problem,
    limits: Limits,
    *,
    start: Schedule | None = None,
    on_better: Callable[[Schedule], None] | None = None,
) -> Schedule | None:
    """Return a schedule that finishes early and is in time for all that is due; None where none is found.

    Parameters
    ----------
    problem : Problem
    limits : Limits
        Of time; without one the number of schedules is bounded, and the same seed makes the same ones.
    start : Schedule, optional
        To begin with, and to be bettered.
    on_better : callable, optional
        Called with each schedule that finishes earlier than those before it.
    """
    try:
        search = _Search(problem, limits, start, on_better)
        search.run()
    except UndefinedError:  # the days of a calendar run out
        return start
    return search.best


class _Search:
    def __init__(
        self,
        problem: Problem,
        limits: Limits,
        start: Schedule | None,
        on_better: Callable[[Schedule], None] | None,
    ) -> None:
        self.problem = problem
        self.instance = Instance(problem)
        self.limits = limits
        self.best = start
        self._told = on_better
        self._chance = random.Random(limits.seed)
        self._due = aims(problem)

    def run(self) -> None:
        walk = self._walk()
        if walk is None:
            return
        jobs = [works[0].days for works in self.instance.works if works]
        size = max(len(jobs), 1)
        last = None if self.best is None else max((one.finish_tick for one in self.best.tasks.values()), default=0)
        bounds = [(one.day - self.problem.plan.start).days for one in finish_bounds(self.problem)]
        anneal(
            walk,
            self.limits,
            self._chance,
            steps=(_PLAIN if isinstance(walk, PlainWalk) else _GENERAL) // size,
            length=sum(jobs) / size,
            least=max(bounds, default=-1) + 1,
            best=last,
            on_better=self._better,
        )

    def _better(self, schedule: Schedule) -> None:
        self.best = schedule
        if self._told is not None:
            self._told(schedule)

    def _walk(self) -> Walk | None:
        """Return where to begin: the plain case where nothing that is due can be late before the end of all."""
        plain = None if self.problem.hard else plain_case(self.instance)
        if plain is not None:
            choice: Choice = frozenset(n for n, job in enumerate(self.problem.jobs) if job.optional), {}
            walk = PlainWalk(self.instance, plain, self._orders(choice))
            walk_end = walk.finish()
            if all(due >= walk_end for job, due in self._due.items() if job in plain.jobs):
                return walk
        begin: list[tuple[Choice, Sequence[int]]] = []
        if self.best is not None:
            begin.append(self._of(self.best))
        for without, ways in product(spare_sets(self.problem, self._due), way_choices(self.problem, self.instance)):
            found = dates(self.instance, ways, self._due, without)
            begin.append(((without, ways), by_late_finish(self.instance, found)))
        return GeneralWalk(self.instance, self._due, begin)

    def _orders(self, choice: Choice) -> Sequence[Sequence[int]]:
        instance, chance = self.instance, self._chance
        found = dates(instance, choice[1], {}, choice[0])
        values = found.late_finish
        orders = [sampled(instance, values, choice[0], chance, _BIAS) for _ in range(_SAMPLES)]
        orders.append(in_order(values))
        if self.best is not None:
            known = self._of(self.best)[1]
            if len(known) >= len(self.problem.jobs) - len(choice[0]):
                orders.append(known)
        return orders

    def _of(self, schedule: Schedule) -> tuple[Choice, Sequence[int]]:
        """Return what was chosen in a schedule, and the order in which its jobs start."""
        without: set[int] = set()
        ways: dict[int, int] = {}
        keys: list[tuple[int, int, int]] = []
        for number, job in enumerate(self.problem.jobs):
            place = schedule.tasks.get(job.id)
            if place is None:
                if job.until is None:
                    without.add(number)
                continue
            keys.append((place.start_tick, place.finish_tick, number))
            if len(job.ways) > 1:
                ways[number] = next((n for n, way in enumerate(job.ways) if way.mode == place.mode), 0)
        return (frozenset(without), ways), [number for *_, number in sorted(keys)]
