"""Conflicts of dates against the oracle that tries every day (§16)."""

from __future__ import annotations

import datetime as dt

import attrs
from hypothesis import HealthCheck, given, settings, strategies as st

import dxplan as dx
from dxplan.solve.temporal import circle_conflict, deadline_conflict, relaxed
from tests import time_oracle as oracle
from tests.time_oracle import timed_plans


def missed(plan: dx.Plan) -> bool:
    """Does the earliest place of some activity break its due date or its fixed start?"""
    for id, place in oracle.early(plan).items():
        task = plan[id]
        assert isinstance(task, (dx.Task, dx.Milestone))
        first, last = oracle.reported(place)
        if task.due is not None and last > (task.due - plan.start).days:
            return True
        if task.on is not None and first != (task.on - plan.start).days:
            return True
    return False


def holds(plan: dx.Plan, statements: tuple[dx.Statement, ...]) -> bool:
    """Can `statements` alone hold? Every place of every task is tried; a length that is not said may be any."""
    said = {(one.subject, one.field, one.value) for one in statements}
    waited_for = {one.value.partition(" (")[0] for one in statements if one.field == "after"}
    ids = ({one.subject for one in statements} | waited_for) - {plan.id}
    low = 0 if any(one.field == "start" for one in statements) else -60
    earliest: dict[str, tuple[int, int]] = {}
    for id in sorted(ids):  # a predecessor has a smaller id
        task = plan[id]
        assert isinstance(task, (dx.Task, dx.Milestone))
        links = [link for link in task.after if (id, "after", waiting(link)) in said]
        stated = {field for subject, field, _ in said if subject == id}
        known = oracle.length(task)[0] == 0 or "duration" in stated
        if known:
            places = oracle.places(plan, task, low, 150)
        else:
            places = [(s, f) for s in range(low, 150) for f in range(s, 150)]

        right = [
            place
            for place in places
            if _bounds_hold(
                plan,
                task,
                stated,
                oracle.reported(place) if low == 0 else (place[0] - (place[0] == place[1]), place[1] - 1),
            )
            and all(oracle.keeps(plan, link, task, earliest[link.predecessor], place) for link in links)
        ]
        if not right:
            return False
        earliest[id] = min(s for s, _ in right), min(f for _, f in right)
    return True


def _bounds_hold(plan: dx.Plan, task: dx.Task | dx.Milestone, stated: set[str], days: tuple[int, int]) -> bool:
    first, last = (plan.start + dt.timedelta(days=day) for day in days)
    return (
        ("not_before" not in stated or task.not_before is None or first >= task.not_before)
        and ("on" not in stated or task.on is None or first == task.on)
        and ("due" not in stated or task.due is None or last <= task.due)
    )


def waiting(link: dx.Dependency) -> str:
    how = [link.type.value] if link.type.value != "FS" else []
    how += [f"lag {link.lag}"] if link.lag is not None else []
    return link.predecessor + (f" ({', '.join(how)})" if how else "")


@given(timed_plans())
@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
def test_conflicts_are_real_and_minimal(plan: dx.Plan) -> None:
    """§16: one is found exactly where a date is missed; its statements clash, and without any one they do not."""
    conflict = deadline_conflict(relaxed(plan))
    assert (conflict is not None) == missed(plan)
    if conflict is None:
        return
    assert conflict.minimal
    assert conflict.days is not None
    assert conflict.days > 0
    assert not holds(plan, conflict.statements)
    for one in conflict.statements:
        assert holds(plan, tuple(other for other in conflict.statements if other is not one)), one


@given(timed_plans())
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_the_verdict_follows_the_dates(plan: dx.Plan) -> None:
    """§16: of times alone a plan is always decided, with its evidence."""
    answer = dx.check(plan)
    if missed(plan):
        assert answer.verdict is dx.Verdict.INFEASIBLE
        assert answer.conflict is not None
    else:
        assert answer.verdict is dx.Verdict.FEASIBLE
        assert answer.schedule is not None
        assert dx.verify(plan, answer.schedule) == ()


@st.composite
def circles(draw: st.DrawFn) -> dx.Plan:
    """Tasks in a circle, with all kinds of links."""
    count = draw(st.integers(1, 4))
    tasks = []
    for number in range(count):
        link = dx.Dependency(
            predecessor=f"t{(number - 1) % count}",
            type=draw(st.sampled_from(["FS", "FS", "SS"])),
            lag=draw(st.sampled_from([None, None, "2 days", "-3 days"])),
        )
        tasks.append(dx.Task(id=f"t{number}", duration=f"{draw(st.integers(0, 2))} days", after=link))
    return dx.Plan(id="p", start="2024-01-01", elements=tasks)


def some_places(plan: dx.Plan) -> bool:
    """Can the circle lie anywhere? Starts of at most 25 days, all tried by relaxing until nothing moves."""
    start = {task.id: 0 for task in plan.tasks}
    for _ in range(200):
        moved = False
        for task in plan.tasks:
            for link in task.after:
                before = plan[link.predecessor]
                assert isinstance(before, dx.Task)
                assert isinstance(before.duration, dx.Duration)
                since = start[before.id] + (before.duration.days if link.type.value == "FS" else 0)
                bound = since + (0 if link.lag is None else link.lag.days)
                if start[task.id] < bound:
                    start[task.id], moved = bound, True
        if not moved:
            return True
    return False


@given(circles())
def test_circles(plan: dx.Plan) -> None:
    """§16: a circle is called infeasible only where it is, and is otherwise left open."""
    answer = dx.check(plan)
    assert "S101" in {finding.code for finding in answer.findings}
    conflict = circle_conflict(relaxed(plan))
    if conflict is None:
        assert answer.verdict is dx.Verdict.UNKNOWN
        assert "U105" in {finding.code for finding in answer.undecided}
    else:
        assert answer.verdict is dx.Verdict.INFEASIBLE
        assert not some_places(plan)


def test_an_optional_task_is_no_reason() -> None:
    """What may be left out can't make a plan infeasible."""
    slow = dx.Task(id="slow", duration="100 days", optional=True)
    last = dx.Milestone(id="last", after="slow", due="2024-01-31")
    answer = dx.check(dx.Plan(id="p", start="2024-01-01", elements=[slow, last]))
    assert answer.verdict is dx.Verdict.FEASIBLE
    assert answer.schedule is not None
    assert list(answer.schedule.tasks) == ["last"]


def test_the_shortest_mode_counts() -> None:
    """A date that one of the modes keeps is not called missed; one that none keeps is."""
    modes = [dx.Mode(id="fast", duration="5 days")]
    task = dx.Task(id="build", duration="50 days", modes=modes, due="2024-01-31")
    assert dx.check(dx.Plan(id="p", start="2024-01-01", elements=[task])).verdict is dx.Verdict.UNKNOWN
    hopeless = attrs.evolve(task, due="2024-01-03")
    assert dx.check(dx.Plan(id="p", start="2024-01-01", elements=[hopeless])).verdict is dx.Verdict.INFEASIBLE


def test_shrinking_in_no_time_is_said() -> None:
    """A conflict that was not shrunk is not called minimal."""
    task = dx.Task(id="a", duration="10 days", due="2024-01-05")
    conflict = dx.check(dx.Plan(id="p", start="2024-01-01", elements=[task]), time_limit=0).conflict
    assert conflict is not None
    assert not conflict.minimal


def test_a_verdict_has_no_truth_value() -> None:
    """§16: `if dx.check(plan)` must not read UNKNOWN as yes, nor as no."""
    answer = dx.check(dx.Plan(id="p", start="2024-01-01", elements=[dx.Goal(id="g")]))
    assert answer.verdict is dx.Verdict.UNKNOWN
    try:
        bool(answer)
    except TypeError:
        return
    raise AssertionError
