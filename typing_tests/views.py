"""What a plan, its elements and its graph give back. Type checkers read these files; nobody runs them."""

import datetime as dt
from decimal import Decimal
from typing import Any, Literal, assert_type

import dxplan as dx

plan = dx.load("plan.toml")
assert_type(plan, dx.Plan)
assert_type(dx.loads("…", format="json"), dx.Plan)
assert_type(dx.dumps(plan, format="json"), str)
assert_type(dx.json_schema(), dict[str, Any])

assert_type(plan["a"], dx.Element)
assert_type([element.id for element in plan], list[str])
assert_type(plan.start, dt.date)
assert_type(plan.horizon, dt.date | None)
assert_type(plan.documents, tuple[dx.Document, ...])
assert_type(plan.areas, tuple[dx.Area, ...])
assert_type(plan.bodies, tuple[dx.Body, ...])
assert_type(plan.calendars, tuple[dx.Calendar, ...])
assert_type(plan.indicators, tuple[dx.Indicator, ...])
assert_type(plan.goals, tuple[dx.Goal, ...])
assert_type(plan.principles, tuple[dx.Principle, ...])
assert_type(plan.programmes, tuple[dx.Programme, ...])
assert_type(plan.resources, tuple[dx.Resource, ...])
assert_type(plan.funds, tuple[dx.Fund, ...])
assert_type(plan.tasks, tuple[dx.Task, ...])
assert_type(plan.milestones, tuple[dx.Milestone, ...])
assert_type(plan.activities, tuple[dx.Task | dx.Milestone, ...])
assert_type(plan.risks, tuple[dx.Risk, ...])
assert_type(plan.evolve("a", due=2025), dx.Plan)
assert_type(plan.replace(dx.Task(id="a")).remove("a"), dx.Plan)

# a field holds what it says, whatever was written
task = dx.Task(id="a", duration="5 workdays", after=["b"], due=2025, roles={"leads": "x"})
assert_type(task.name, str)
assert_type(task.duration, dx.Duration | dx.ThreePoint | None)
assert_type(task.after, tuple[dx.Dependency, ...])
assert_type(task.after[0].type, dx.DependencyType)
assert_type(task.due, dt.date | None)
assert_type(task.roles, tuple[dx.Assignment, ...])
assert_type(task.uses, tuple[dx.Use, ...])
assert_type(task.costs[0].amount, dx.Money)
assert_type(task.basis, tuple[dx.Basis, ...])
assert_type(dx.Use(resource="r", amount=2).amount, Decimal | None)
assert_type(dx.Resource(id="r", capacity=3).capacity, tuple[dx.Step, ...])
assert_type(dx.Fund(id="f", ceilings={2024: "80 tỷ VND"}).ceilings, tuple[dx.Ceiling, ...])
assert_type(dx.Duration.parse("18 months").days, int)
assert_type(dx.Money.parse("1 tỷ VND") + dx.Money.parse("1 tỷ VND"), dx.Money)

goal = plan.goals[0]
assert_type(goal.criterion, dx.Criterion | None)
assert_type(goal.refinement, Literal["all", "any"] | int)
match goal.criterion:
    case dx.AtLeast(value=value) | dx.AtMost(value=value):
        assert_type(value, dx.Measure)
    case dx.CountOf(areas=areas, at_least=at_least):
        assert_type(areas, dx.Areas)
        assert_type(at_least, int)
    case dx.AllOf(criteria=criteria) | dx.AnyOf(criteria=criteria):
        assert_type(criteria, tuple[dx.Criterion, ...])
    case _:
        pass

path = dx.critical_path(plan)
assert_type(path, dx.CriticalPath)
assert_type(path.finish, dt.date)
assert_type(path.tasks["a"], dx.TaskDates)
assert_type(path.tasks["a"].early_start, dt.date)
assert_type(path.tasks["a"].total_float, int)
assert_type(next(path.paths(to="a")), dx.Chain)
assert_type(path.tasks["a"].drivers, tuple[dx.Dependency, ...])
assert_type(path.deadlines, tuple[dx.Deadline, ...])
assert_type(path.what_if(durations={"a": "2 days"}), dx.CriticalPath)
assert_type(path.variants({"a": [1, 2]}), dx.Variants)

answer = dx.check(plan, time_limit=10)
assert_type(answer, dx.Feasibility)
assert_type(answer.verdict, dx.Verdict)
assert_type(answer.findings, tuple[dx.Finding, ...])
assert_type(answer.findings[0].severity, dx.Severity)
assert_type(answer.conflict, dx.Conflict | None)
if answer.schedule is not None:
    assert_type(dx.verify(plan, answer.schedule), tuple[dx.Violation, ...])

graph = plan.graph
assert_type(list(graph.nodes), list[str])
assert_type(dx.Plan.from_graph(graph), dx.Plan)

goals = dx.goal_status(plan, dx.early_schedule(plan), on="2025-12-31")
assert_type(goals, dx.GoalStatuses)
assert_type(goals["g"].truth, dx.Truth)
assert_type(goals["g"].criterion, dx.Judgement | None)
assert_type([one.value for one in goals["g"].walk()], list[dx.IndicatorValue | None])
assert_type(goals["g"].missing, tuple[dx.Missing, ...])
assert_type(goals.of(dx.Truth.MET), tuple[str, ...])
