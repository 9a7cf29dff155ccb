"""The goals of a plan, compiled: their truth as a function of the finishes of tasks, asked as often as is wanted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping

import attrs

from dxplan.goals.compile import Compiler
from dxplan.goals.judgement import Judgement, Missing, Tally, union
from dxplan.goals.questions import Question, is_vacuous
from dxplan.goals.status import GoalStatus
from dxplan.goals.truth import Truth, both, of_many
from dxplan.goals.values import Finish, State
from dxplan.model.goal import Goal
from dxplan.model.plan import Plan

__all__ = ["CompiledGoal", "CompiledGoals"]


@attrs.frozen(eq=False)
class CompiledGoal:
    """A goal with its question and its sub-goals.

    Parameters
    ----------
    goal : Goal
    day : date or None
        On which it is looked at; None where it has no due date.
    question : Question or None
        Its criterion on that day.
    parts : tuple of str
        Ids of its sub-goals, those on a circle with it included.
    circle : tuple of str
        Ids of the goals that refine each other in a circle with it; none for most goals.
    """

    goal: Goal
    day: dt.date | None
    question: Question | None
    parts: tuple[str, ...]
    circle: tuple[str, ...]

    @property
    def inner(self) -> tuple[str, ...]:
        """The sub-goals that do not lie on a circle with it."""
        return tuple(id for id in self.parts if id not in self.circle) if self.circle else self.parts

    @property
    def needed(self) -> int | None:
        """How many of its sub-goals must hold; None where it needs none of them."""
        refinement = self.goal.refinement
        if isinstance(refinement, int):
            return refinement
        if not self.parts:
            return None
        return len(self.parts) if refinement == "all" else 1


class CompiledGoals:
    """The goals of a plan, as questions about the finishes of its tasks.

    Areas are chosen, readings found and delays turned into limits once; asking is then a matter of comparing whole
    numbers. The answer depends on nothing but the plan, the date and the finishes.

    Parameters
    ----------
    plan : Plan
    on : date, optional
        The date for every goal; each at its own due date where left out.

    Attributes
    ----------
    goals : mapping
        Each goal with its question and its sub-goals, by id; sub-goals come before the goals that they refine, except
        on circles.

    Examples
    --------
    >>> import dxplan as dx
    >>> plan = dx.Plan(
    ...     id="p",
    ...     start="2024-01-01",
    ...     elements=[
    ...         dx.Task(id="build", duration="5 days"),
    ...         dx.Goal(id="g", due="2024-01-10", criterion=dx.Delivered(task="build")),
    ...     ],
    ... )
    >>> compiled = CompiledGoals(plan)
    >>> compiled.tasks_of("g")
    ('build',)
    >>> [compiled.truths({"build": tick})["g"].name for tick in (5, 10, 11)]
    ['MET', 'MET', 'NOT_MET']
    """

    def __init__(self, plan: Plan, *, on: dt.date | None = None) -> None:
        self.plan: Plan = plan
        self.on: dt.date | None = on
        compiler = Compiler(plan)
        below: dict[str, list[str]] = {goal.id: [] for goal in plan.goals}
        for goal in plan.goals:
            if goal.within is not None:
                below[goal.within].append(goal.id)
        circles = _circles(plan.goals)
        compiled: dict[str, CompiledGoal] = {}
        for goal in plan.goals:
            day = on or goal.due
            asked = goal.criterion is not None and day is not None
            question = compiler.question(goal, goal.criterion, day) if asked else None  # type: ignore[arg-type]
            compiled[goal.id] = CompiledGoal(goal, day, question, tuple(below[goal.id]), circles.get(goal.id, ()))
        self.goals: Mapping[str, CompiledGoal] = {id: compiled[id] for id in _inner_first(compiled, compiled)}
        self._needs: dict[str, tuple[str, ...]] = {}

    def tasks_of(self, goal: str) -> tuple[str, ...]:
        """Return the tasks and milestones whose finish can decide a goal, itself or through its sub-goals.

        Parameters
        ----------
        goal : str

        Returns
        -------
        tuple of str
            Sorted; those of its criterion, of the indicators in it, and of the peers in its tiers.

        Raises
        ------
        KeyError
            For an id that is no goal of the plan.
        """
        found: set[str] = set()
        for id in self._needed_by(goal):
            question = self.goals[id].question
            if question is not None:
                found.update(question.tasks())
        return tuple(sorted(found))

    def truths(self, finish: Finish, *, goals: Iterable[str] | None = None) -> dict[str, Truth]:
        """Return whether each goal holds, without reasons.

        Parameters
        ----------
        finish : mapping of str to int or None
            The boundary at which each task finishes (§1); one that is absent, or None, is not done.
        goals : iterable of str, optional
            Ids of those to answer for; all where left out.

        Raises
        ------
        KeyError
            For an id that is no goal of the plan.
        """
        state, known = State(finish), dict[str, Truth]()
        wanted = None if goals is None else list(goals)
        for id in self.goals if wanted is None else self._needed_by(*wanted):
            known[id] = _truth(self.goals[id], state, known)
        return {id: known[id] for id in ([goal.id for goal in self.plan.goals] if wanted is None else wanted)}

    def judge(self, finish: Finish) -> dict[str, GoalStatus]:
        """Return whether each goal holds, with all reasons, in the plan's order.

        Parameters
        ----------
        finish : mapping of str to int or None
            As for `truths`.
        """
        state, known = State(finish), dict[str, GoalStatus]()
        for id, one in self.goals.items():
            known[id] = _judge(one, state, known, self.goals)
        return {goal.id: known[goal.id] for goal in self.plan.goals}

    def _needed_by(self, *wanted: str) -> tuple[str, ...]:
        """Return the goals on which some goals rest, themselves included, inner ones first."""
        if len(wanted) > 1:
            return _inner_first(self.goals, wanted)
        for id in wanted:
            if id not in self._needs:
                self._needs[id] = _inner_first(self.goals, wanted)
        return self._needs[wanted[0]] if wanted else ()


def _truth(one: CompiledGoal, state: State, known: Mapping[str, Truth]) -> Truth:
    if one.day is None or (one.question is None and one.needed is None):
        return Truth.UNKNOWN
    truth = Truth.MET if one.question is None else one.question.truth(state)
    if one.needed is None or truth is Truth.NOT_MET:
        return truth
    met, unknown = 0, len(one.parts) - len(one.inner)
    for id in one.inner:
        met += known[id] is Truth.MET
        unknown += known[id] is Truth.UNKNOWN
    return both(truth, of_many(met, unknown, len(one.parts), one.needed))


def _judge(
    one: CompiledGoal, state: State, known: Mapping[str, GoalStatus], goals: Mapping[str, CompiledGoal]
) -> GoalStatus:
    id, lacks = one.goal.id, list[Missing]()
    criterion = None if one.question is None else one.question.judge(state)
    refinement = None if one.needed is None else _refinement(one, one.needed, known, goals)
    judged = [part for part in (criterion, refinement) if part is not None]
    if one.day is None:
        truth = Truth.UNKNOWN
        lacks.append(Missing(kind="due", subject=id))
    elif not judged:
        truth = Truth.UNKNOWN
        lacks.append(Missing(kind="criterion", subject=id))
    else:
        truth = judged[0].truth
        for part in judged[1:]:
            truth = both(truth, part.truth)
        if truth is Truth.UNKNOWN:
            lacks += union(part.missing for part in judged)
    return GoalStatus(
        goal=one.goal,
        day=one.day,
        truth=truth,
        criterion=criterion,
        refinement=refinement,
        missing=tuple(lacks),
        vacuous=truth is Truth.MET and any(part.vacuous for part in judged),
    )


def _refinement(
    one: CompiledGoal, needed: int, known: Mapping[str, GoalStatus], goals: Mapping[str, CompiledGoal]
) -> Judgement:
    parts: list[Judgement] = []
    for id in one.parts:
        status = None if id in one.circle else known[id]
        truth = Truth.UNKNOWN if status is None else status.truth
        missing: tuple[Missing, ...] = ()
        if status is None:
            missing = (Missing(kind="circle", subject=one.goal.id, detail=" → ".join([*one.circle, one.circle[0]])),)
        elif truth is Truth.UNKNOWN:
            missing = (Missing(kind="sub_goal", subject=id),)
        parts.append(
            Judgement(
                truth=truth,
                kind="goal",
                goal=id,
                day=goals[id].day,
                missing=missing,
                vacuous=status is not None and status.vacuous,
            )
        )
    met = sum(part.truth is Truth.MET for part in parts)
    unknown = sum(part.truth is Truth.UNKNOWN for part in parts)
    truth = of_many(met, unknown, len(parts), needed)
    return Judgement(
        truth=truth,
        kind="refinement",
        day=one.day,
        tally=Tally(met=met, unknown=unknown, of=len(parts), needed=needed),
        missing=union(part.missing for part in parts) if truth is Truth.UNKNOWN else (),
        vacuous=truth is Truth.MET and is_vacuous(tuple(parts), needed),
        parts=tuple(parts),
    )


def _circles(goals: Iterable[Goal]) -> dict[str, tuple[str, ...]]:
    """Return, for each goal on a circle of `within`, the goals of that circle from the least id on."""
    above = {goal.id: goal.within for goal in goals}
    found: dict[str, tuple[str, ...]] = {}
    done: set[str] = set()
    for start in above:
        path: dict[str, None] = {}
        id: str | None = start
        while id is not None and id not in done and id not in path:
            path[id] = None
            id = above[id]
        if id is not None and id in path:
            walked = list(path)
            circle = walked[walked.index(id) :]
            least = circle.index(min(circle))
            turned = tuple(circle[least:] + circle[:least])
            found.update(dict.fromkeys(circle, turned))
        done.update(path)
    return found


def _inner_first(goals: Mapping[str, CompiledGoal], wanted: Iterable[str]) -> tuple[str, ...]:
    """Return some goals and all on which they rest, inner ones first, without recursion."""
    order: dict[str, None] = {}
    for start in wanted:
        waiting: list[tuple[str, Iterator[str]]] = [(start, iter(goals[start].inner))]
        while waiting:
            id, rest = waiting[-1]
            following = next((one for one in rest if one not in order), None)
            if following is None:
                order.setdefault(id)
                waiting.pop()
            else:
                waiting.append((following, iter(goals[following].inner)))
    return tuple(order)
