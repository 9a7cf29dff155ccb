"""All schedules of a tiny plan that keep what it says, one task put after another."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping
from fractions import Fraction
from itertools import product

import dxplan as dx
from tests import schedule_oracle as oracle
from tests.search_funds import Funds
from tests.search_options import Option, Options, best
from tests.search_said import continuous
from tests.search_taken import Load, Taken, Way
from tests.search_waits import Waits

__all__ = ["OPEN", "Tree"]

OPEN = frozenset(["no-duration", "never-ends", "goal-unknown", "goal-undated", "no-ceiling", "effort-on-no-day"])
"""Kinds of breach that nobody can judge."""

Placed = dict[str, Option]


class Tree:
    """The schedules of a plan.

    Parameters
    ----------
    options : Options
    strict : bool
        Whether nothing may be broken, or nothing but what nobody can judge.
    forgiven : collection of str
        Kinds that may be broken all the same.
    carry : collection of str
        Ids of funds that are taken to carry over.
    thin : bool
        Whether of places that differ in nothing that matters one is tried.
    candidates : mapping of str to list of Option, optional
        The options by task; those of the window where left out.
    goals : bool
        Whether goals are looked at.
    """

    def __init__(
        self,
        options: Options,
        *,
        strict: bool,
        forgiven: Collection[str] = (),
        carry: Collection[str] = (),
        thin: bool = True,
        candidates: Mapping[str, list[Option]] | None = None,
        goals: bool = True,
    ) -> None:
        plan, said = options.plan, options.said
        self.plan, self.said, self.options = plan, said, options
        self.strict, self.forgiven, self.thin = strict, frozenset(forgiven), thin
        self.pardoned = self.forgiven if strict else self.forgiven | OPEN
        self.candidates = candidates
        self.funds = Funds(plan, said, carry)
        self.watched = [kind for kind in ("over-ceiling", "no-ceiling") if kind not in self.pardoned]
        self.limited = "over-capacity" not in self.forgiven, "leads-too-much" not in self.forgiven
        self.resources = {resource.id for resource in plan.resources}
        hard = [goal for goal in plan.goals if goal.firmness is dx.Firmness.HARD] if goals else []
        self.goals = [goal for goal in hard if said(goal.id, "due")]
        self.good: set[tuple[object, ...]] | None = None
        self._truths: dict[tuple[object, ...], bool] = {}
        ordered = [plan[id] for group in options.window.groups for id in group]
        activities = [one for one in ordered if isinstance(one, (dx.Task, dx.Milestone))]
        self.tasks = [one for one in activities if not continuous(one)]
        self.steady = [one for one in activities if isinstance(one, dx.Task) and continuous(one)]
        self.placed: Placed = {}
        self.used: dict[Load, int | Fraction] = {}
        self.spent: dict[tuple[str, str], dict[int, int]] = {}
        self.waits = Waits(plan, said, self.tasks)

    def leaves(self) -> Iterator[Placed]:
        """Yield every schedule that is kept; the mapping changes as one goes on."""
        if self.strict and any(goal.due is None for goal in self.goals) and "goal-undated" not in self.forgiven:
            return
        choices = {task.id: self._thinned(task) for task in self.tasks}
        self.used.clear()
        self.waits.narrow(choices)
        self.choices = [choices[task.id] for task in self.tasks]
        if all(self.choices[place] or self._optional(task) for place, task in enumerate(self.tasks)):
            self.good = self._good()
            yield from self._place(0)

    def bounded(self) -> bool:
        """Tell whether it is worth going on; for those who look for the cheapest."""
        return True

    # options

    def every(self, task: dx.Task | dx.Milestone) -> list[Option]:
        """Return the options of a task that have to be tried."""
        if self.candidates is not None:
            return self.candidates[task.id]
        return self.options.near(task) + self.options.far(task, next_year=not self.strict)

    def _thinned(self, task: dx.Task | dx.Milestone) -> list[Option]:
        found = [one for one in self.every(task) if one.breaks <= self.pardoned and self._fits_alone(one)]
        if not self.thin:
            return found
        waits = any(self.said.link(task.id, link) for link in task.after)
        links = [(one, link) for one in self.plan.activities for link in one.after if link.predecessor == task.id]
        awaited = any(self.said.link(one.id, link) for one, link in links)
        pinned = (waits and awaited) or any(continuous(one) for one, _ in links)
        same: dict[object, list[Option]] = {}
        for one in found:
            place = (one.s, one.f) if pinned else None
            late = one.late if "too-late" in self.forgiven else 0
            same.setdefault((one.loads, one.spent, one.seen, late, place), []).append(one)
        sign = -1 if waits else 1  # where nothing waits for it a later place is as good, else an earlier one
        return [one for group in same.values() for one in best(group, sign)]

    def _fits_alone(self, option: Option) -> bool:
        fits = self._take(option)
        self._give_back(option, {})
        return fits

    def _optional(self, task: dx.Task | dx.Milestone) -> bool:
        return isinstance(task, dx.Task) and task.optional

    def _room(self, load: Load) -> float:
        return self.options.taken.room(load) if self.limited[load[0] not in self.resources] else math.inf

    # one after another

    def _place(self, depth: int) -> Iterator[Placed]:
        if depth == len(self.tasks):
            yield from self._go_on(0)
            return
        if self.good is not None and self._key(depth) not in self.good:
            return
        task = self.tasks[depth]
        if self._optional(task):
            yield from self._place(depth + 1)
        for option in self.choices[depth]:
            self.placed[task.id] = option
            if self.waits.kept(task.id, self.placed):
                spent = self.spent
                if self._take(option):
                    yield from self._place(depth + 1)
                self._give_back(option, spent)
            del self.placed[task.id]

    def _take(self, option: Option | Taken) -> bool:
        """Take what an option uses and spends; tell whether there is enough."""
        for load, amount in option.loads:
            self.used[load] = self.used.get(load, 0) + amount
        for fund, year, amount in option.spent:
            years = self.spent.get(fund, {})
            self.spent = self.spent | {fund: years | {year: years.get(year, 0) + amount}}
        if any(self.used[load] > self._room(load) for load, _ in option.loads):
            return False
        if any(self.funds.broken(fund, self.spent[fund], self.watched, final=False) for fund, _, _ in option.spent):
            return False
        return self.bounded()

    def _give_back(self, option: Option | Taken, spent: dict[tuple[str, str], dict[int, int]]) -> None:
        for load, amount in option.loads:
            self.used[load] -= amount
        self.spent = spent

    def _go_on(self, depth: int) -> Iterator[Placed]:
        """Go on with continuous work, which runs as the others let it."""
        if depth == len(self.steady):
            if self._ends_well():
                yield self.placed
            return
        task = self.steady[depth]
        for option in self._continuous(task):
            if option.breaks <= self.pardoned:
                spent = self.spent
                if self._take(option):
                    yield from self._go_on(depth + 1)
                self._give_back(option, spent)

    def _continuous(self, task: dx.Task) -> Iterator[Taken]:
        ticks = {id: (one.s, one.f) for id, one in self.placed.items()}
        schedule = dx.Schedule.from_ticks(self.plan.start, ticks)
        first, end = oracle.continuous(self.plan, schedule, task, self.plan.horizon or schedule.finish)
        way = Way(None, None, task.uses, task.costs)
        bounds = [(field, getattr(task, field)) for field in ("not_before", "on")]
        said = [(day, self.said(task.id, field)) for field, day in bounds if day is not None]
        links = [(link, self.said.link(task.id, link)) for link in task.after]
        if all(one for _, one in (*said, *links)):
            yield self.options.taken(task, way, [(first, max(first, end))])
            return
        kept = dx.Task(id=task.id, recurring=task.recurring, after=[link for link, one in links if one])
        least = 0
        while not all(
            [(day - self.plan.start).days <= least for day, one in said if one]
            + [oracle.may_go_on(self.plan, schedule, kept, least)]
        ):
            least += 1
        for tick in (*range(least, self.options.window.last + 1), *self.options.window.far(task.id, next_year=True)):
            if tick >= least:
                last = end if first < end else 0
                yield self.options.taken(task, way, [(tick, max(tick, last))])

    def _ends_well(self) -> bool:
        for fund, years in self.spent.items():
            if self.funds.broken(fund, years, self.watched, final=True):
                return False
        return not self.goals or self._reaches_goals()

    # goals

    def _key(self, depth: int) -> tuple[object, ...]:
        """Return all that goals see of the first tasks."""
        return tuple(self.placed[one.id].seen if one.id in self.placed else None for one in self.tasks[:depth])

    def _reaches_goals(self) -> bool:
        key = self._key(len(self.tasks))
        if key not in self._truths:
            ticks = {id: (one.s, one.f) for id, one in self.placed.items()}
            schedule = dx.Schedule.from_ticks(self.plan.start, ticks)
            least = Fraction(1) if self.strict else Fraction(1, 2)
            self._truths[key] = all(oracle.holds(self.plan, schedule, goal) >= least for goal in self.goals)
        return self._truths[key]

    def _good(self) -> set[tuple[object, ...]] | None:
        """Return what goals may see of the first tasks, where so many places are tried that it pays."""
        if not self.goals or all(len(group) == 1 for group in self.options.window.groups):
            return None
        found: set[tuple[object, ...]] = set()
        kinds = [{one.seen: one for one in options} for options in self.choices]
        for chosen in product(
            *([*kind.values(), *[None] * self._optional(task)] for kind, task in zip(kinds, self.tasks, strict=True))
        ):
            self.placed = {task.id: one for task, one in zip(self.tasks, chosen, strict=True) if one is not None}
            if self._reaches_goals():
                found |= {self._key(depth) for depth in range(len(self.tasks) + 1)}
        self.placed = {}
        return found
