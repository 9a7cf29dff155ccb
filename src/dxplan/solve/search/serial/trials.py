"""A schedule that somebody accepts: rules first, then chance, justification, and more haste for what came too late."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from itertools import product

from dxplan.errors import UndefinedError
from dxplan.solve.schedule import Schedule
from dxplan.solve.search.cp import Limits
from dxplan.solve.search.problem import Problem
from dxplan.solve.search.serial.anneal import anneal
from dxplan.solve.search.serial.choices import Choice, spare_sets, way_choices
from dxplan.solve.search.serial.instance import Instance
from dxplan.solve.search.serial.justify import justified_order
from dxplan.solve.search.serial.lateness import Lateness, lateness
from dxplan.solve.search.serial.network import Dates, aims, dates
from dxplan.solve.search.serial.plain_case import plain_case
from dxplan.solve.search.serial.plain_walk import PlainWalk
from dxplan.solve.search.serial.rules import RULES, by_late_finish, in_order, sampled
from dxplan.solve.search.serial.scheme import Scheme

__all__ = ["witness"]

_PLACES = 60_000  # jobs placed in all before the search gives up
_FEWEST, _MOST = 24, 240  # and schedules made
_ANNEALED = 600_000  # jobs placed in the plain case
_SAMPLES, _BIAS = 20, 2.0
_REJECTED = 20  # schedules that were in time and yet rejected
_ELSEWHERE, _CHANGED = 0.25, 0.15  # how often another choice is tried, and how much of one is changed


def witness(
    problem: Problem,
    limits: Limits,
    accept: Callable[[Schedule], bool],
    *,
    on_step: Callable[[int], None] | None = None,
) -> Schedule | None:
    """Return a schedule that is accepted, if one is found.

    Priority rules in turn, with and without optional jobs, in ways that are short, cheap or use little; then biased
    sampling with justification (Kolisch and Drexl, 1996; Valls, Ballestín and Quintanilla, 2005) by turns with rounds
    in which what came too late gets more urgent (squeaky wheel optimisation: Joslin and Clements, 1999).

    Parameters
    ----------
    problem : Problem
    limits : Limits
        Of time; the number of schedules is bounded as well. The same seed makes the same schedules.
    accept : callable
        Called with the first schedule, with each that leaves less undone, and with all that are in time.
    on_step : callable, optional
        Called with the number of each schedule.
    """
    try:
        return _Search(problem, limits, accept, on_step).found()
    except UndefinedError:  # the days of a calendar run out
        return None


class _Search:
    def __init__(
        self,
        problem: Problem,
        limits: Limits,
        accept: Callable[[Schedule], bool],
        on_step: Callable[[int], None] | None,
    ) -> None:
        self.problem = problem
        self.instance = Instance(problem)
        self.limits = limits
        self.accept = accept
        self.on_step = on_step
        self.chance = random.Random(limits.seed)
        self.due = aims(problem)
        self.choices: list[Choice] = list(product(spare_sets(problem, self.due), way_choices(problem, self.instance)))
        self.rounds = max(_FEWEST, min(_MOST, _PLACES // max(len(problem.jobs), 1))) + len(self.choices)
        self.made = 0
        self.rejected = 0
        self.walked = False
        self.haste: dict[int, int] = {}  # by job: how much sooner than it must it should be done
        self.best: tuple[Lateness, Choice] | None = None
        self.least: tuple[int, int] | None = None
        self.last: tuple[Scheme, Choice] | None = None

    def found(self) -> Schedule | None:
        """Return the first schedule that is accepted."""
        rounds = self.rounds
        for orders in (self._by_rule(), self._by_chance()):
            for choice, order in orders:
                if self.limits.over or self.made >= rounds or self.rejected >= _REJECTED:
                    break
                self.made += 1
                if self.on_step is not None:
                    self.on_step(self.made)
                schedule = self._judged(choice, order)
                if schedule is not None:
                    return schedule
            if self.made < rounds and (schedule := self._annealed()) is not None:
                return schedule
        return None

    def _annealed(self) -> Schedule | None:
        """Return a schedule that is accepted from a walk from the best one, in the plain case (see `shortening`)."""
        if self.walked or self.best is None or not self.best[0][1] or self.limits.over:
            return None
        self.walked = True
        without, ways = choice = self.best[1]
        plain = plain_case(self.instance, choice)
        if plain is None:
            return None
        values = self._dates(choice).late_finish
        orders = [sampled(self.instance, values, without, self.chance, _BIAS) for _ in range(_SAMPLES)]
        walk = PlainWalk(self.instance, plain, ways, self.due, [in_order(values), *orders])
        walk.aim(max(walk.end, *(plain.lane.count(due) for due in self.due.values())))
        found: list[Schedule] = []

        def told() -> bool:
            schedule = walk.schedule()
            if self.accept(schedule):
                found.append(schedule)
            self.rejected += 1
            return bool(found) or self.rejected >= _REJECTED

        if not (walk.reached and told()):
            steps, length = _ANNEALED // len(plain.days), sum(plain.days) / len(plain.days)
            anneal(walk, self.limits, self.chance, steps=steps, length=length, told=told)
            if not found:
                self.accept(walk.best())  # to be seen as the nearest to a witness
        return found[0] if found else None

    def _judged(self, choice: Choice, order: Sequence[int]) -> Schedule | None:
        scheme = Scheme(self.instance, choice[1])
        stuck = scheme.run(order, choice[0], spare=True)
        self.last = None
        if stuck is not None:
            self.haste[stuck] = 2 * self.haste.get(stuck, 5)
            return None
        self.last = scheme, choice
        missed, late, _ = found = lateness(self.problem, scheme)
        if self.best is None or found <= self.best[0]:
            self.best = found, choice
        if (missed or late) and self.least is not None and (missed, late) >= self.least:
            return None
        self.least = missed, late
        schedule = scheme.schedule()
        if self.accept(schedule):
            return schedule
        self.rejected += not (missed or late)
        return None

    def _by_rule(self) -> Iterator[tuple[Choice, Sequence[int]]]:
        """Yield what to choose, and in which order to place it: by late finish for each choice, then by other rules."""
        for choice in self.choices:
            yield choice, by_late_finish(self.instance, self._dates(choice))
        for rule in RULES:
            choice = self.best[1] if self.best is not None else self.choices[0]
            yield choice, in_order(rule(self.instance, self._dates(choice)))

    def _by_chance(self) -> Iterator[tuple[Choice, Sequence[int]]]:
        """Yield choices and orders by chance, those of justified schedules, and some in which what was late hurries."""
        while True:
            choice = self._varied()
            if self.best is not None:
                self._hasten()
            found = self._dates(choice)
            yield choice, in_order(found.late_finish)
            if self.last is not None:
                order = justified_order(self.last[0], self.due)
                if order is not None:
                    yield self.last[1], order
            choice = self._varied()
            values = self.chance.choice(RULES[:3])(self.instance, self._dates(choice))
            yield choice, sampled(self.instance, values, choice[0], self.chance)
            if self.last is not None:
                order = justified_order(self.last[0], self.due)
                if order is not None:
                    yield self.last[1], order

    def _dates(self, choice: Choice) -> Dates:
        due = {**self.due}
        for job, days in self.haste.items():
            due[job] = due.get(job, self.instance.quiet) - days
        return dates(self.instance, choice[1], due, choice[0])

    def _hasten(self) -> None:
        """Make what came too late in the last schedule more urgent."""
        if self.last is None:
            return
        for job, due in self.due.items():
            finish = self.last[0].finish[job]
            over = finish - due
            if finish >= 0 and over > 0:
                self.haste[job] = self.haste.get(job, 0) + over

    def _varied(self) -> Choice:
        """Return what was chosen in the best schedule so far, or something near it, or something else."""
        chance = self.chance
        if self.best is None or chance.random() < _ELSEWHERE:
            return chance.choice(self.choices)
        without, ways = self.best[1]
        if chance.random() < _ELSEWHERE:
            return self.best[1]
        jobs = self.problem.jobs
        flipped = {n for n, job in enumerate(jobs) if job.optional and chance.random() < _CHANGED}
        chosen = dict(ways)
        for number, works in enumerate(self.instance.works):
            if len(works) > 1 and chance.random() < _CHANGED:
                chosen[number] = chance.randrange(len(works))
        return without ^ flipped, chosen
