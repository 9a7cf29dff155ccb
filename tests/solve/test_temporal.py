"""Conflicts of dates against the oracle that tries every day (§16)."""

from __future__ import annotations

import datetime as dt
import time

import attrs
import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

import dxplan as dx
from dxplan.solve.temporal import temporal_conflict, temporal_conflicts
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
    conflict = temporal_conflict(plan)
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
    """§16: a circle can be done exactly where its tasks find places; the times alone may leave it open."""
    answer = dx.check(plan, repairs=False)
    assert "S101" in {finding.code for finding in answer.findings}
    wanted = dx.Verdict.FEASIBLE if some_places(plan) else dx.Verdict.INFEASIBLE
    assert answer.verdict is wanted
    if temporal_conflict(plan) is not None:
        assert wanted is dx.Verdict.INFEASIBLE


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
    assert dx.check(dx.Plan(id="p", start="2024-01-01", elements=[task])).verdict is dx.Verdict.FEASIBLE
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


def overrun() -> dx.Plan:
    """Two tasks that are too late for reasons of their own, and one that is late with the first."""
    tasks = [
        dx.Task(id="a", duration="10 days", due="2024-01-05"),
        dx.Task(id="b", duration="20 days", after="a", due="2024-01-15"),
        dx.Task(id="c", duration="40 days", due="2024-02-01"),
    ]
    return dx.Plan(id="p", start="2024-01-01", elements=tasks)


def test_conflicts_that_share_only_the_start() -> None:
    """Of two that overlap the one of the earlier date is told."""
    told = [[str(one) for one in conflict.statements] for conflict in temporal_conflicts(overrun(), count=5)]
    assert told == [
        ["plan p starts on 2024-01-01", "a takes 10 days", "a is due on 2024-01-05"],
        ["plan p starts on 2024-01-01", "b takes 20 days", "b is due on 2024-01-15"],
        ["plan p starts on 2024-01-01", "c takes 40 days", "c is due on 2024-02-01"],
    ]
    assert len(list(temporal_conflicts(overrun(), count=2))) == 2
    assert list(temporal_conflicts(overrun(), count=0)) == []
    later = overrun().evolve("b", due="2024-01-25")
    assert [conflict.statements[-1].subject for conflict in temporal_conflicts(later, count=5)] == ["a", "c"]


def test_time_that_runs_out_on_the_way(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was found by then is a conflict, and not called minimal."""
    tasks = [dx.Task(id=f"t{n}", duration="1 day", after=[f"t{n - 1}"] if n else []) for n in range(600)]
    plan = dx.Plan(id="p", start="2024-01-01", elements=tasks).evolve("t599", due="2025-08-20")
    conflict = temporal_conflict(plan)
    assert conflict is not None
    assert conflict.minimal
    clock = iter(range(1000))
    monkeypatch.setattr(time, "monotonic", lambda: next(clock))
    conflict = temporal_conflict(plan, time_limit=2)
    assert conflict is not None
    assert not conflict.minimal
    assert len(conflict.statements) == 1 + 600 + 599 + 1


def test_years_that_run_out() -> None:
    """What would have to be asked of days before the year 1 is not asked: the conflict is told as it stands."""
    ages = [dx.Task(id=f"t{n:02}", duration="52000 workdays", after=[f"t{n - 1:02}"] if n else []) for n in range(20)]
    plan = dx.Plan(id="p", start="2024-01-01", elements=ages)
    plan = plan.evolve("t00", not_before="2100-01-01").evolve("t19", due="2150-12-31")
    conflict = temporal_conflict(plan)
    assert conflict is not None
    assert not conflict.minimal
    assert conflict.statements[0].field == "not_before"


def test_the_calendars_on_which_it_rests() -> None:
    """Free days are named where they were reckoned with: those of durations that are said, and of lags."""
    calendars = [dx.Calendar(id=id, week="mon tue wed thu") for id in ("one", "two", "three")]
    first = dx.Task(id="a", duration="10 workdays", calendar="one")
    wait = dx.Dependency(predecessor="a", lag="10 workdays")
    last = dx.Task(id="b", duration="5 days", calendar="two", after=wait, due="2024-02-02")
    plan = dx.Plan(id="p", start="2024-01-01", calendar="three", elements=[*calendars, first, last])
    conflict = temporal_conflict(plan)
    assert conflict is not None
    assert conflict.calendars == ("one", "two")
    free = temporal_conflict(plan.evolve("b", after=[], not_before="2024-02-03"))
    assert free is not None
    assert [one.field for one in free.statements] == ["not_before", "due"]
    assert free.calendars == ()


@pytest.mark.parametrize("kind", ["FF", "SF"])
def test_what_takes_longer_may_begin_sooner(kind: str) -> None:
    """§1, §3: two days long it may begin on the last day on which its end still waits; a moment begins too late."""
    first = dx.Task(id="first", duration="3 days", on="2024-01-02")
    wait = dx.Dependency(predecessor="first", type=kind, lag=None if kind == "FF" else "3 days")
    either = dx.Task(
        id="either", duration="2 days", modes=[dx.Mode(id="short", duration="1 day")], on="2024-01-03", after=[wait]
    )
    plan = dx.Plan(id="p", start="2024-01-01", elements=[first, either])
    assert temporal_conflict(plan) is None
    assert dx.check(plan).verdict is dx.Verdict.FEASIBLE
    assert temporal_conflict(plan.evolve("either", modes=[])) is None
    assert temporal_conflict(plan.evolve("either", duration="1 day")) is not None
