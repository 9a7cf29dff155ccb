"""Whether a tiny plan has a schedule that is better than some value: earlier, cheaper, with more days to spare."""

from __future__ import annotations

import dxplan as dx
from tests import schedule_oracle as oracle
from tests.search_options import Options
from tests.search_said import Said
from tests.search_tree import Tree
from tests.search_window import Window

__all__ = ["better", "finishes_by", "spares"]


def better(plan: dx.Plan, objective: str, value: int) -> bool:
    """Tell whether a schedule finishes before a boundary, costs less, or has more days to spare."""
    if objective == "finish":
        return finishes_by(plan, value - 1)
    if objective == "cost":
        return _some(_Cheaper(plan, value))
    return _some(_Sparing(plan, value + 1))


def finishes_by(plan: dx.Plan, last: int, *, strict: bool = True) -> bool:
    """Tell whether a schedule ends by a boundary; not strict, whether one may that breaks only what is not said."""
    if last < 0:
        return False
    options = Options(plan, Said(), Window(plan))
    tasks = Tree(options, strict=strict).tasks
    ends = {task.id: [one for one in options.at(task, range(last + 1)) if one.f <= last] for task in tasks}
    return _some(Tree(options, strict=strict, candidates=ends))


def spares(plan: dx.Plan, schedule: dx.Schedule, days: int) -> bool:
    """Tell whether all hard goals hold if everything ends so many days later."""
    ticks = {id: (one.start_tick + days, one.finish_tick + days) for id, one in schedule.tasks.items()}
    later = dx.Schedule.from_ticks(plan.start, ticks)
    hard = [goal for goal in plan.goals if goal.firmness is dx.Firmness.HARD]
    return all(oracle.holds(plan, later, goal) == 1 for goal in hard)


def _some(tree: Tree) -> bool:
    return next(tree.leaves(), None) is not None


class _Cheaper(Tree):
    """Looks for a schedule that costs less."""

    def __init__(self, plan: dx.Plan, cost: int) -> None:
        super().__init__(Options(plan, Said(), Window(plan)), strict=True)
        self.cost = cost

    def bounded(self) -> bool:
        return sum(sum(years.values()) for years in self.spent.values()) < self.cost


class _Later(Options):
    """What goals see of a task, now and where it ends some days later."""

    days = 0

    def _sees(self, task: dx.Task | dx.Milestone, s: int, f: int) -> tuple[bool, ...]:
        return super()._sees(task, s, f) + super()._sees(task, s + self.days, f + self.days)


class _Sparing(Tree):
    """Looks for a schedule with so many days to spare."""

    def __init__(self, plan: dx.Plan, days: int) -> None:
        options = _Later(plan, Said(), Window(plan))
        options.days = days
        super().__init__(options, strict=True)
        self.days = days

    def _reaches_goals(self) -> bool:
        key = self._key(len(self.tasks))
        if key not in self._truths:
            ticks = {id: (one.s, one.f) for id, one in self.placed.items()}
            schedule = dx.Schedule.from_ticks(self.plan.start, ticks)
            self._truths[key] = spares(self.plan, schedule, 0) and spares(self.plan, schedule, self.days)
        return self._truths[key]
