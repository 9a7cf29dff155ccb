"""The best witness: the earliest finish, the least cost, or the most days to spare on the hard goals."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any, Literal

import attrs

from dxplan.errors import Defect, InputError
from dxplan.goals.truth import Truth
from dxplan.solve.schedule import Schedule
from dxplan.solve.search.bounds import least_finish
from dxplan.solve.search.complete import completed
from dxplan.solve.search.cp import Answer, Limits
from dxplan.solve.search.goals import Goals
from dxplan.solve.search.joint import joint_model
from dxplan.solve.search.model import Model
from dxplan.solve.search.problem import Problem, Said
from dxplan.solve.search.race import READINGS, finish_of, race
from dxplan.solve.search.scope import Scope, roomy_scope
from dxplan.solve.search.serial import serial_schedule
from dxplan.solve.search.times import Times
from dxplan.solve.verify import verify

__all__ = ["Best", "best_schedule"]


@attrs.frozen(eq=False)
class Best:
    """The best schedule that was found, what it reaches, and what none can better."""

    schedule: Schedule
    value: int
    bound: int
    unit: str


def best_schedule(
    problem: Problem,
    limits: Limits,
    objective: Literal["finish", "cost", "slack"],
    witness: Schedule,
    *,
    times: Times,
    on_better: Callable[[int, int | None], None] | None = None,
) -> Best:
    """Return the best verified schedule that is found within the limits, at worst the witness.

    Parameters
    ----------
    problem : Problem
    limits : Limits
    objective : {"finish", "cost", "slack"}
    witness : Schedule
        A verified one to begin with.
    times : Times
    on_better : callable, optional
        Called with the value of each better schedule and the bound.

    Raises
    ------
    InputError
        ``currency.mixed``: for the least cost where there are costs in several currencies.
    """
    told = on_better or (lambda value, bound: None)
    if objective == "finish":
        return _Finish(problem, limits, witness, times, told).best()
    if objective == "cost":
        return _Cost(problem, limits, witness, times, told).best()
    return _Slack(problem, limits, witness, times, told).best()


class _Seeking:
    """What the three objectives share: a model with a price, solved from the best schedule that is known."""

    unit = "day"

    def __init__(
        self,
        problem: Problem,
        limits: Limits,
        witness: Schedule,
        times: Times,
        told: Callable[[int, int | None], None],
    ) -> None:
        self.problem, self.limits, self.times, self.told = problem, limits, times, told
        self.schedule = witness

    def value(self, schedule: Schedule) -> int:
        raise NotImplementedError

    def least(self) -> int:
        """Return what no schedule can better, before anything is searched."""
        raise NotImplementedError

    def model(self, scope: Scope, *, strict: bool, exact: bool) -> tuple[Model, Any]:
        """Return a model of everything, and what is to be as little as can be in it."""
        raise NotImplementedError

    def better(self, schedule: Schedule) -> bool:
        return self.value(schedule) < self.value(self.schedule)

    def best(self) -> Best:
        bound = self.least()
        self.told(self.value(self.schedule), bound)
        scope = roomy_scope(self.problem, finish_of(self.schedule))
        for strict, exact in READINGS:
            if self.value(self.schedule) <= bound or self.limits.over:
                break
            model, price = self.model(scope, strict=strict, exact=exact)
            if model.cp.impossible:
                continue
            model.hint(self.schedule)
            model.cp.model.minimize(price)
            last = exact or (strict and model.proves)
            answer = model.cp.solve(
                self.limits if last else self.limits.within(self.limits.left / 2),
                completed=True,
                on_better=self._teller(bound) if strict else None,
            )
            if model.proves and scope.certain and answer.bound is not None:
                bound = max(bound, round(answer.bound))
            self._take(model, answer)
            if last:
                break
        self._pull()
        value = self.value(self.schedule)
        return Best(self.schedule, value, min(bound, value), self.unit)

    def _pull(self) -> None:
        """Do everything as early as its order allows, where that is as good: of equal schedules the shorter is told."""
        problem, best = self.problem, self.schedule
        numbers = [number for number, job in enumerate(problem.jobs) if job.id in best.tasks]
        order = sorted(numbers, key=lambda number: (best.tasks[problem.jobs[number].id].start_tick, number))
        modes = {number: best.tasks[problem.jobs[number].id].mode for number in numbers}
        ways = {
            number: next((n for n, way in enumerate(problem.jobs[number].ways) if way.mode == mode), 0)
            for number, mode in modes.items()
        }
        without = frozenset(range(len(problem.jobs))) - frozenset(numbers)
        pulled = serial_schedule(problem, order=order, ways=ways, without=without)
        if pulled is None or pulled.tasks.keys() != best.tasks.keys() or finish_of(pulled) > finish_of(best):
            return
        if self.value(pulled) <= self.value(best) and not verify(problem.plan, pulled):
            self.schedule = pulled

    def _teller(self, bound: int) -> Callable[[float, Any], None]:
        return lambda found, _: self.told(round(found), bound)

    def _take(self, model: Model, answer: Answer) -> None:
        if answer.status not in ("feasible", "optimal"):
            return
        schedule = completed(self.problem, model.scope, model.schedule(answer))
        if schedule is None:
            return
        broken = verify(self.problem.plan, schedule)
        if broken and model.strict and not self.problem.loose:
            raise AssertionError(f"the verifier rejects a schedule of {self.problem.plan.id!r}: {broken[0]}")
        if not broken and self.better(schedule):
            self.schedule = schedule


class _Finish(_Seeking):
    def value(self, schedule: Schedule) -> int:
        return finish_of(schedule)

    def least(self) -> int:
        return least_finish(self.problem)

    def best(self) -> Best:
        bound = self.least()
        self.told(self.value(self.schedule), bound)
        if self.value(self.schedule) > bound and not self.limits.over:
            bound = max(bound, self._race())
        value = self.value(self.schedule)
        return Best(self.schedule, value, min(bound, value), self.unit)

    def _race(self) -> int:
        """Let the walk and the solver race, and return what nothing can better."""

        def accept(schedule: Schedule) -> bool:
            if not self.better(schedule) or verify(self.problem.plan, schedule):
                return False
            self.schedule = schedule
            self.told(self.value(schedule), None)
            return True

        try:
            return race(self.problem, self.limits, self.schedule, times=self.times, accept=accept).bound
        except KeyboardInterrupt:  # the best until then is told
            self.limits.stop.set()
            return 0


class _Cost(_Seeking):
    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        currencies = sorted({account.currency for account in self.problem.accounts})
        if len(currencies) > 1:
            raise InputError(
                [
                    Defect(
                        code="currency.mixed",
                        problem="costs in several currencies cannot be added up",
                        value=", ".join(currencies),
                        remedy="say the costs in one currency, or ask for another objective",
                        path=("objective",),
                    )
                ]
            )
        self.unit = currencies[0] if currencies else "VND"

    def value(self, schedule: Schedule) -> int:
        total = 0
        for job in self.problem.jobs:
            place = schedule.tasks.get(job.id)
            for way in job.ways:
                single = len(job.ways) == 1
                if job.until is not None or (place is not None and (single or way.mode == place.mode)):
                    total += sum(expense.amount for expense in way.expenses)
        return total

    def least(self) -> int:
        return sum(
            min(sum(expense.amount for expense in way.expenses) for way in job.ways)
            for job in self.problem.jobs
            if job.ways and not job.optional
        )

    def model(self, scope: Scope, *, strict: bool, exact: bool) -> tuple[Model, Any]:
        model = joint_model(self.problem, strict=strict, scope=scope, times=self.times, exact=exact)
        total: Any = 0
        for placed in model.placed.values():
            for choice in placed.choices:
                amount = sum(expense.amount for expense in choice.spot.way.expenses)
                if amount:
                    total += amount * choice.chosen[0] if choice.chosen else amount
        return model, total


class _Slack(_Seeking):
    """Days to spare: as many as everything that the goals rest on could finish later. Told as its negative inside."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._known: tuple[Schedule, int] | None = None

    def value(self, schedule: Schedule) -> int:
        if self._known is None or self._known[0] is not schedule:
            self._known = schedule, self._value(schedule)
        return self._known[1]

    def _value(self, schedule: Schedule) -> int:
        """Try one day after another: where a task takes something from an indicator, late may be better than soon."""
        finish = {id: task.finish_tick for id, task in schedule.tasks.items()}
        days = 0
        while days < self._most:
            late = {id: tick + days + 1 for id, tick in finish.items()}
            truths = self.problem.goals.truths(late, goals=self._dated)
            if any(truth is not Truth.MET for truth in truths.values()):
                break
            days += 1
        return -days

    @cached_property
    def _dated(self) -> list[str]:
        return [id for id in self.problem.hard if Said("goal", id) in self.problem.statements]

    @cached_property
    def _most(self) -> int:
        start = self.problem.plan.start
        days = [self.problem.goals.goals[id].day for id in self._dated]
        return max((max((day - start).days + 1, 0) for day in days if day is not None), default=0)

    def least(self) -> int:
        return -self._most

    def model(self, scope: Scope, *, strict: bool, exact: bool) -> tuple[Model, Any]:
        model = joint_model(self.problem, strict=strict, scope=scope, times=self.times, exact=exact)
        spare = model.cp.int_var(0, self._most)
        goals = Goals(model, spare)
        for id in self._dated:
            goals.require(goals.goal(self.problem.goals.goals[id]))
        return model, -1 * spare

    def best(self) -> Best:
        found = super().best()
        return Best(found.schedule, -found.value, -found.bound, found.unit)
