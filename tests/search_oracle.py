"""Whether a tiny plan can be done, found by trying: the oracle of the search.

It shares nothing with dxplan.solve but `dx.Schedule`: every way and place of every task (tests/search_options.py), put
together one task after another, and left as soon as a wait, a day's use or a year's spending is broken for good
(tests/search_tree.py).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from fractions import Fraction
from itertools import combinations

import dxplan as dx
from tests.search_options import Option, Options
from tests.search_said import Said, continuous, everything
from tests.search_taken import SCALE
from tests.search_tree import OPEN, Tree
from tests.search_window import Window

__all__ = ["OPEN", "everything", "holds", "horizon", "least_repair", "schedules", "verdict"]

_BROKEN = {
    "due": ["too-late"],
    "ceilings": ["over-ceiling", "no-ceiling"],
    "capacity": ["over-capacity"],
    "lead_limit": ["leads-too-much"],
}
_TAKEN = frozenset(["over-ceiling", "no-ceiling", "over-capacity", "leads-too-much", "nobody-acts", "goal-undated"])


def verdict(plan: dx.Plan) -> str:
    """Return FEASIBLE, INFEASIBLE, or UNKNOWN where a schedule breaks only what nobody can judge."""
    if all(continuous(task) for task in plan.activities):
        return "UNKNOWN"
    options = Options(plan, Said(), Window(plan))
    if _some(Tree(options, strict=True)):
        return "FEASIBLE"
    return "UNKNOWN" if _some(Tree(options, strict=False)) else "INFEASIBLE"


def holds(plan: dx.Plan, statements: Collection[dx.Statement], *, start_given: bool = True) -> bool:
    """Tell whether some statements alone can hold together, all else that the plan says dropped.

    What is not said is taken in the plan's favour. A task whose length is not said takes any time, uses nothing, costs
    nothing and needs nobody. Who leads on which day is read from the plan as it stands, whatever is said of bodies.
    """
    options = Options(plan, Said(statements, start=start_given), Window(plan))
    return _some(Tree(options, strict=False))


def horizon(plan: dx.Plan) -> int:
    """Return a last start that is late enough for everything: any later schedule has its like before it."""
    window = Window(plan)
    return max(window.far(task.id, next_year=window.costs).stop for task in plan.activities) + window.spacing


def schedules(plan: dx.Plan, last: int) -> Iterator[dx.Schedule]:
    """Yield every schedule with starts from 0 to `last` that keeps the dates and waits, whatever else it breaks."""
    options = Options(plan, Said(), Window(plan))

    every = {task.id: options.at(task, range(last + 1)) for task in plan.activities if not continuous(task)}
    tree = Tree(options, strict=False, forgiven=_TAKEN, thin=False, candidates=every, goals=False)
    for placed in tree.leaves():
        yield schedule_of(plan, placed)


def schedule_of(plan: dx.Plan, placed: Mapping[str, Option]) -> dx.Schedule:
    """Return the schedule with tasks at these options."""
    modes = {id: one.mode for id, one in placed.items() if one.mode is not None}
    return dx.Schedule.from_ticks(plan.start, {id: (one.s, one.f) for id, one in placed.items()}, modes=modes)


def _some(tree: Tree) -> bool:
    return next(tree.leaves(), None) is not None


def least_repair(plan: dx.Plan, kind: str, weights: Mapping[str, int | Fraction] | None = None) -> Fraction | None:
    """Return the least that changes of one kind alone cost that make a plan feasible; None where none do.

    Parameters
    ----------
    plan : Plan
    kind : str
        ``"due"`` in days of all tasks, ``"ceilings"`` in units of money, ``"capacity"`` in whole units of each
        resource, ``"lead_limit"`` in tasks of each body, ``"carry_over"`` in funds that lapse.
    weights : mapping of str to number, optional
        What one unit costs, by the id of what is changed; 1 where left out.
    """
    weights = weights or {}
    window = Window(plan)
    options = Options(plan, Said(), window)
    if kind == "carry_over":
        lapsing = [fund.id for fund in plan.funds if fund.carry_over is dx.CarryOver.LAPSE]
        several = [some for number in range(len(lapsing) + 1) for some in combinations(lapsing, number)]
        prices = [
            sum((Fraction(weights.get(id, 1)) for id in some), Fraction(0))
            for some in several
            if _some(Tree(options, strict=True, carry=some))
        ]
        return min(prices, default=None)
    least = _Priced(options, kind, weights).least()
    if kind != "due" or not least:
        return least
    # nearer than far away, a task that is late may still have to be tried at many days
    dues = [(task.due - plan.start).days for task in plan.activities if task.due is not None]
    cheapest = min(Fraction(weights.get(task.id, 1)) for task in plan.activities if task.due is not None)
    last = max(window.latest.values())
    more = min(len(plan.activities) * window.spacing, max(0, max(dues) + int(least / cheapest) + 1 - last))
    return _Priced(options, kind, weights, best=least, more=more).least()


class _Priced(Tree):
    """Looks for the schedule that breaks one kind of statement for the least price, and nothing else."""

    def __init__(
        self,
        options: Options,
        kind: str,
        weights: Mapping[str, int | Fraction],
        *,
        best: Fraction | None = None,
        more: int = 0,
    ) -> None:
        super().__init__(options, strict=True, forgiven=_BROKEN[kind])
        self.kind, self.weights, self.best, self.more = kind, weights, best, more

    def least(self) -> Fraction | None:
        for _ in self.leaves():
            self.best = self.price()
        return self.best

    def bounded(self) -> bool:
        return self.best is None or self.price() < self.best

    def price(self) -> Fraction:
        amounts: dict[str, int] = {}
        if self.kind == "due":
            amounts = {id: one.late for id, one in self.placed.items()}
        elif self.kind == "ceilings":
            for account, years in self.spent.items():
                amounts[account[0]] = amounts.get(account[0], 0) + self.funds.missing(account, years)
        else:
            for load, used in self.used.items():
                if (load[0] in self.resources) == (self.kind == "capacity"):
                    over = -(-(used - self.options.taken.room(load)) // SCALE)
                    amounts[load[0]] = max(amounts.get(load[0], 0), over)
        return sum((self.weights.get(id, 1) * Fraction(amount) for id, amount in amounts.items()), Fraction(0))

    def every(self, task: dx.Task | dx.Milestone) -> list[Option]:
        ticks = range(self.options.window.latest[task.id] + 1, max(self.options.window.latest.values()) + self.more + 1)
        near = [*self.options.near(task), *self.options.at(task, ticks)] if self.more else self.options.near(task)
        found = [*near, *self.options.far(task, next_year=False, by=self.more)]
        return sorted(found, key=lambda one: one.late)
