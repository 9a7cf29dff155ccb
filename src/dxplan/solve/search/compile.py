"""From a plan to the problem that is searched."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from fractions import Fraction
from graphlib import CycleError, TopologicalSorter

from dxplan.cpm.compile import planned_duration
from dxplan.cpm.worktime import WorkedDays
from dxplan.goals.evaluation import CompiledGoals
from dxplan.model.body import Role
from dxplan.model.duration import Duration
from dxplan.model.fund import CarryOver, Cost
from dxplan.model.goal import Firmness
from dxplan.model.plan import Plan
from dxplan.model.resource import Resource, Use
from dxplan.model.task import DependencyType, Milestone, Task
from dxplan.solve.acting import turns
from dxplan.solve.search.lines import Line
from dxplan.solve.search.problem import Account, Demand, Expense, Job, Lead, Pool, Problem, Said, Vacancy, Wait, Way
from dxplan.solve.statement import Statement
from dxplan.solve.wording import capacity, length as length_of, used, waiting

__all__ = ["compile_problem"]

_PASSIVE = (Role.CONSULTED, Role.INFORMED)
_FINISHES = {
    DependencyType.FS: (True, False),
    DependencyType.SS: (False, False),
    DependencyType.FF: (True, True),
    DependencyType.SF: (False, True),
}


def compile_problem(plan: Plan) -> Problem:
    """Return all that is decided together about a plan.

    Raises
    ------
    UndefinedError
        Where a calendar names a country whose public holidays are not known.
    """
    return _Compiler(plan).problem()


class _Compiler:
    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.lines = [Line(None)]
        self.line_of: dict[str | None, int] = {}
        self.calendars = {calendar.id: calendar for calendar in plan.calendars}
        self.bodies = {body.id: body for body in plan.bodies}
        self.pool_of = {resource.id: number for number, resource in enumerate(plan.resources)}
        limited = [body for body in plan.bodies if body.lead_limit is not None]
        self.leader_of = {body.id: number for number, body in enumerate(limited)}
        self.accounts: dict[tuple[str, str], int] = {}
        self.statements: dict[Said, Statement] = {}
        self.open: list[str] = []
        self.loose: list[str] = []
        self.unending = {activity.id for activity in plan.activities if _goes_on(activity)}

    def problem(self) -> Problem:
        plan = self.plan
        ordered = _ordered(plan.activities)
        self.number = {activity.id: number for number, activity in enumerate(ordered)}
        jobs = tuple(self._job(activity) for activity in ordered)
        goals = CompiledGoals(plan)
        hard = tuple(goal.id for goal in plan.goals if goal.firmness is Firmness.HARD)
        for goal in plan.goals:
            if goal.firmness is Firmness.HARD and goal.due is not None:
                self._say(Said("goal", goal.id), "due", goal.due.isoformat())
        return Problem(
            plan=plan,
            jobs=jobs,
            lines=tuple(self.lines),
            pools=tuple(self._pool(resource) for resource in plan.resources),
            bodies=tuple(self._leader(id) for id in self.leader_of),
            accounts=self._accounts(),
            goals=goals,
            hard=hard,
            statements=self.statements,
            open=tuple(self.open),
            loose=tuple(self.loose),
        )

    def _say(self, said: Said, field: str, value: str) -> Said:
        self.statements[said] = Statement(subject=said.subject, field=field, value=value)
        return said

    def _tick(self, day: dt.date | None) -> int | None:
        return None if day is None else day.toordinal() - self.plan.start.toordinal()

    def _line(self, calendar: str | None) -> int:
        id = calendar or self.plan.calendar
        if id not in self.line_of:
            self.line_of[id] = len(self.lines)
            self.lines.append(Line(WorkedDays(None if id is None else self.calendars[id], self.plan.start)))
        return self.line_of[id]

    def _job(self, activity: Task | Milestone) -> Job:
        id = activity.id
        task = activity if isinstance(activity, Task) else None
        for name in ("not_before", "on", "due"):
            day: dt.date | None = getattr(activity, name)
            if day is not None and id not in self.unending:
                self._say(Said(name, id), name, day.isoformat())
        until: int | None = None
        again = False
        if id in self.unending:
            ways, until = self._going_on(activity)
        else:
            ways = self._ways(activity)
            again = task is not None and task.recurring is not None and bool(ways)
            if again and task is not None:
                again = self._ends(task)
        several = task is not None and bool(task.modes)
        length = Said("modes" if several else "duration", id)
        if several or (ways and until is None and ways[0].days):
            self.statements[length] = length_of(activity)
        return Job(
            id=id,
            ways=ways,
            optional=task is not None and task.optional,
            not_before=self._tick(activity.not_before),
            on=self._tick(activity.on),
            due=None if id in self.unending else self._tick(activity.due),
            waits=tuple(self._waits(activity)),
            vacancies=tuple(self._vacancies(activity)),
            leads=tuple(self._leads(activity)),
            length=length,
            again=again,
            until=until,
        )

    def _ways(self, activity: Task | Milestone) -> tuple[Way, ...]:
        if isinstance(activity, Milestone):
            return (Way(None, 0, 0),)
        found: list[Way] = []
        own = None if activity.duration is None else planned_duration(activity)
        if own is not None:
            found.append(self._way(activity, None, own, activity.uses, activity.costs))
        found += [self._way(activity, mode.id, mode.duration, mode.uses, mode.costs) for mode in activity.modes]
        if not found and not activity.optional:
            self.open.append(activity.id)  # nobody has said how long it takes
        return tuple(found)

    def _way(self, task: Task, mode: str | None, length: Duration, uses: Sequence[Use], costs: Sequence[Cost]) -> Way:
        single = not task.modes
        whole = Said("modes", task.id)
        demands, open_ = list[Demand](), False
        for number, use in enumerate(uses):
            said = self._say(Said("uses", task.id, number), "uses", used(use)) if single else whole
            effort = None if use.effort is None else Fraction(use.effort.person_days)
            rate = None if use.amount is None else Fraction(use.amount)
            if effort is not None and not length.days:
                open_ = open_ or bool(effort)
                continue
            if effort is not None and task.recurring is None:
                rate = effort / length.days
            demands.append(Demand(self.pool_of[use.resource], rate, effort, said))
        expenses: list[Expense] = []
        for number, cost in enumerate(costs):
            said = whole
            if single:
                said = self._say(Said("costs", task.id, number), "costs", f"{cost.amount} from {cost.fund}")
            expenses.append(Expense(self._account(cost), cost.amount.amount, cost.spread, said))
        line = self._line(task.calendar) if length.working else 0
        return Way(mode, length.days, line, tuple(demands), tuple(expenses), open_)

    def _account(self, cost: Cost) -> int:
        return self.accounts.setdefault((cost.fund, cost.amount.currency), len(self.accounts))

    def _going_on(self, activity: Task | Milestone) -> tuple[tuple[Way, ...], int | None]:
        """Return continuous work as one way, and the boundary at which it ends."""
        assert isinstance(activity, Task)
        assert activity.recurring is not None
        line = self._line(activity.calendar)
        ends = [day for day in (activity.recurring.until, self.plan.horizon, activity.due) if day is not None]
        if not ends:  # it goes on as long as the schedule does, which is not known beforehand
            if activity.uses or activity.costs or activity.roles:
                self.loose.append(activity.id)
            return (), None
        until = min(ends).toordinal() - self.plan.start.toordinal() + 1
        demands = tuple(
            Demand(
                self.pool_of[use.resource],
                None if use.amount is None else Fraction(use.amount),
                None if use.effort is None else Fraction(use.effort.person_days),
                self._say(Said("uses", activity.id, number), "uses", used(use)),
            )
            for number, use in enumerate(activity.uses)
        )
        expenses = tuple(
            Expense(
                self._account(cost),
                cost.amount.amount,
                cost.spread,
                self._say(Said("costs", activity.id, number), "costs", f"{cost.amount} from {cost.fund}"),
            )
            for number, cost in enumerate(activity.costs)
        )
        return (Way(None, 0, line, demands, expenses),), max(until, 0)

    def _ends(self, task: Task) -> bool:
        """Tell whether recurring work comes again, so often as can be known beforehand."""
        assert task.recurring is not None
        every = task.recurring.every
        if every is None or not every.amount:
            return False
        if self.plan.horizon is None and task.recurring.until is None:
            self.loose.append(task.id)  # as long as the schedule goes on
            return False
        return True

    def _waits(self, activity: Task | Milestone) -> Iterator[Wait]:
        calendar = activity.calendar if isinstance(activity, Task) else None
        for number, link in enumerate(activity.after):
            if link.predecessor in self.unending:
                if activity.id not in self.unending:
                    self.open.append(activity.id)  # it waits for what never ends
                continue
            said = Said("after", activity.id, number)
            if activity.id not in self.unending:
                self._say(said, "after", waiting(link))
            working = link.lag is not None and link.lag.working and link.lag.days != 0
            from_finish, to_finish = _FINISHES[link.type]
            yield Wait(
                source=self.number[link.predecessor],
                from_finish=from_finish,
                to_finish=to_finish,
                lag=0 if link.lag is None else link.lag.days,
                line=self._line(calendar) if working else 0,
                said=said,
            )

    def _vacancies(self, activity: Task | Milestone) -> Iterator[Vacancy]:
        told: set[str] = set()
        for one in activity.roles:
            body = self.bodies[one.body]
            if one.role in _PASSIVE or body.id in told or (body.valid_from is None and body.valid_to is None):
                continue
            told.add(body.id)
            spans: list[tuple[int, int]] = []
            for who, first, last in turns(self.bodies, body.id, self.plan.start, dt.date.max):
                if who is None:
                    since, until = self._tick(first), self._tick(last)
                    assert since is not None
                    assert until is not None
                    spans.append((since, until + 1))
            if not spans:
                continue
            said = Said("tenure", body.id)
            gone = self._tick(body.valid_to)
            if gone is not None and body.valid_to is not None and any(first > gone for first, _ in spans):
                self._say(said, "valid_to", body.valid_to.isoformat())
            elif body.valid_from is not None:
                self._say(said, "valid_from", body.valid_from.isoformat())
            yield Vacancy(tuple(spans), said)

    def _leads(self, activity: Task | Milestone) -> Iterator[Lead]:
        if isinstance(activity, Milestone) or not self.leader_of:
            return
        told: dict[int, list[tuple[int, int | None]]] = {}
        for body in dict.fromkeys(one.body for one in activity.roles if one.role is Role.LEADS):
            for who, first, last in turns(self.bodies, body, self.plan.start, dt.date.max):
                if who in self.leader_of:
                    since = first.toordinal() - self.plan.start.toordinal()
                    until = None if last == dt.date.max else last.toordinal() - self.plan.start.toordinal() + 1
                    told.setdefault(self.leader_of[who], []).append((since, until))
        for number, spans in sorted(told.items()):
            yield from _merged(number, spans)

    def _pool(self, resource: Resource) -> Pool:
        said = self._say(Said("capacity", resource.id), "capacity", capacity(resource))
        steps: dict[int, Fraction] = {0: Fraction(0)}
        for step in resource.capacity:
            since = 0 if step.since is None else step.since.toordinal() - self.plan.start.toordinal()
            steps[max(since, 0)] = Fraction(step.amount)  # by date: the last one before the start holds from it on
        return Pool(resource.id, tuple(sorted(steps.items())), said)

    def _leader(self, id: str) -> Pool:
        limit = self.bodies[id].lead_limit
        said = self._say(Said("lead_limit", id), "lead_limit", str(limit))
        return Pool(id, ((0, Fraction(limit or 0)),), said)

    def _accounts(self) -> tuple[Account, ...]:
        funds = {fund.id: fund for fund in self.plan.funds}
        found: list[Account] = []
        for id, currency in self.accounts:
            fund = funds[id]
            for one in fund.ceilings:
                self._say(Said("ceilings", id, one.year), "ceilings", f"{one.amount} in {one.year}")
            ceilings = {one.year: one.amount.amount for one in fund.ceilings}
            found.append(Account(id, currency, ceilings, fund.carry_over is CarryOver.CARRY))
        return tuple(found)


def _merged(body: int, spans: list[tuple[int, int | None]]) -> Iterator[Lead]:
    """Yield spans as leads that do not touch: a body that leads in two names leads once."""
    spans.sort(key=lambda span: span[0])
    first, until = spans[0]
    for begin, end in spans[1:]:
        if until is not None and begin > until:
            yield Lead(body, first, until)
            first, until = begin, end
        else:
            until = None if until is None or end is None else max(until, end)
    yield Lead(body, first, until)


def _goes_on(activity: Task | Milestone) -> bool:
    if isinstance(activity, Milestone):
        return False
    return activity.duration is None and not activity.modes and activity.recurring is not None


def _ordered(activities: Sequence[Task | Milestone]) -> list[Task | Milestone]:
    """Return predecessors before successors; in the plan's order where they run in a circle."""
    known = {activity.id: activity for activity in activities}
    sorter = TopologicalSorter({activity.id: [link.predecessor for link in activity.after] for activity in activities})
    try:
        return [known[id] for id in sorter.static_order()]
    except CycleError:
        return list(activities)
