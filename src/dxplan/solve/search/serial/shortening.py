"""An early finish: schedules that get shorter by small changes of the order in which jobs are placed.

Simulated annealing on lists of jobs (Bouleimen and Lecocq, 2003).
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from itertools import product

from dxplan.errors import UndefinedError
from dxplan.goals.truth import Truth
from dxplan.solve.schedule import Schedule
from dxplan.solve.search.bounds import least_finish
from dxplan.solve.search.cp import Limits
from dxplan.solve.search.problem import Problem
from dxplan.solve.search.serial.anneal import anneal
from dxplan.solve.search.serial.choices import Choice, spare_sets, way_choices
from dxplan.solve.search.serial.general_walk import GeneralWalk
from dxplan.solve.search.serial.instance import Instance
from dxplan.solve.search.serial.network import aims, dates
from dxplan.solve.search.serial.plain_case import plain_case
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
        """Walk from the shortest schedule that the rules make."""
        walk = self._plain_walk() or self._general_walk()
        if self.best is not None:
            walk.aim(self._end(self.best, walk) - 1)
        least = least_finish(self.problem)

        def told() -> bool:
            schedule = walk.schedule()
            if not self._holds(schedule):
                return False
            self.best = schedule
            if self._told is not None:
                self._told(schedule)
            walk.aim(self._end(schedule, walk) - 1)
            return _finish(schedule) <= least

        if (walk.reached and told()) or (self.best is not None and _finish(self.best) <= least):
            return
        days = [works[0].days for works in self.instance.works if works]
        placed = _PLAIN if isinstance(walk, PlainWalk) else _GENERAL
        steps = placed // max(len(days), 1) if self.limits.until is None else math.inf
        length = sum(days) / max(len(days), 1)
        anneal(walk, self.limits, self._chance, steps=steps, length=length, told=told)

    def _end(self, schedule: Schedule, walk: PlainWalk | GeneralWalk) -> int:
        return walk.lane.count(_finish(schedule)) if isinstance(walk, PlainWalk) else _finish(schedule)

    def _holds(self, schedule: Schedule) -> bool:
        """Tell whether all hard goals are met."""
        if not self.problem.hard:
            return True
        finish = {id: task.finish_tick for id, task in schedule.tasks.items()}
        truths = self.problem.goals.truths(finish, goals=self.problem.hard)
        return all(truth is Truth.MET for truth in truths.values())

    def _plain_walk(self) -> PlainWalk | None:
        """Return where to begin in the plain case: what is optional is left out, where no goal may need it."""
        if any(len(works) > 1 for works in self.instance.works):
            return None
        optional = frozenset(number for number, job in enumerate(self.problem.jobs) if job.optional)
        if optional and self.problem.hard:
            if self.best is None:
                return None
            optional = self._of(self.best)[0][0]
        choice: Choice = optional, {}
        plain = plain_case(self.instance, choice)
        if plain is None:
            return None
        walk = PlainWalk(self.instance, plain, {}, self._due, self._orders(choice))
        if self.best is None and self._due:
            walk.aim(max(walk.end, *(plain.lane.count(due) for due in self._due.values())))
        return walk

    def _general_walk(self) -> GeneralWalk:
        begin: list[tuple[Choice, Sequence[int]]] = []
        if self.best is not None:
            begin.append(self._of(self.best))
        for without, ways in product(spare_sets(self.problem, self._due), way_choices(self.problem, self.instance)):
            found = dates(self.instance, ways, self._due, without)
            begin.append(((without, ways), by_late_finish(self.instance, found)))
        return GeneralWalk(self.instance, self._due, begin)

    def _orders(self, choice: Choice) -> Sequence[Sequence[int]]:
        instance, chance = self.instance, self._chance
        found = dates(instance, choice[1], self._due, choice[0])
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


def _finish(schedule: Schedule) -> int:
    return max((task.finish_tick for task in schedule.tasks.values()), default=0)
