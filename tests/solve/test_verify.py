"""The verifier finds every kind of breach, and nothing in a schedule that is right."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

import dxplan as dx
from tests import time_oracle as oracle
from tests.time_oracle import timed_plans


@given(timed_plans(), st.data())
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_a_moved_task_is_judged_as_the_oracle_judges(plan: dx.Plan, data: st.DataObject) -> None:
    """§1–§4: after any shift of one task, breaches are told exactly where the slow reading sees them."""
    ticks = dict(oracle.early(plan))
    id = data.draw(st.sampled_from(sorted(ticks)))
    by, longer = data.draw(st.integers(-9, 9)), data.draw(st.integers(-1, 1))
    s, f = ticks[id]
    ticks[id] = (s + by, max(f + by + longer, s + by))
    broken = dx.verify(plan, dx.Schedule.from_ticks(plan.start, ticks))
    assert {one.subject for one in broken} == {
        activity.id for activity in plan.activities if not right(plan, activity, ticks)
    }


def right(plan: dx.Plan, task: dx.Task | dx.Milestone, ticks: dict[str, tuple[int, int]]) -> bool:
    place = ticks[task.id]
    first, last = oracle.reported(place)
    return (
        place[0] >= 0
        and oracle.fits(plan, task, *place)
        and (task.not_before is None or first >= (task.not_before - plan.start).days)
        and (task.on is None or first == (task.on - plan.start).days)
        and (task.due is None or last <= (task.due - plan.start).days)
        and all(oracle.keeps(plan, link, task, ticks[link.predecessor], place) for link in task.after)
    )


def test_what_is_not_scheduled_is_told() -> None:
    """§1: a task without a place, but for an optional one and for continuous work."""
    tasks = [
        dx.Task(id="a", duration="1 day"),
        dx.Task(id="b", duration="1 day", optional=True),
        dx.Task(id="c", recurring="continuous"),
    ]
    plan = dx.Plan(id="p", start="2024-01-01", elements=tasks)
    assert [one.subject for one in dx.verify(plan, dx.Schedule.from_ticks(plan.start, {}))] == ["a"]


def test_public_holidays_are_not_worked() -> None:
    """§2: Tết 2024 lies between 8 and 14 February."""
    plan = dx.Plan(
        id="p",
        start="2024-02-01",
        calendar="vn",
        elements=[dx.Calendar(id="vn", country="VN"), dx.Task(id="a", duration="6 workdays")],
    )
    schedule = dx.check(plan).schedule
    assert schedule is not None
    assert schedule.tasks["a"].finish.isoformat() == "2024-02-15"


@pytest.mark.parametrize(
    ("kind", "elements"),
    [
        ("effort-on-no-day", [dx.Task(id="t", duration="0 days", uses=dx.Use(resource="team", effort="1 person-day"))]),
        ("no-ceiling", [dx.Task(id="t", duration="1 day", costs=dx.Cost(fund="fund", amount="1 tỷ VND"))]),
        ("goal-undated", [dx.Goal(id="g")]),
        ("goal-unknown", [dx.Goal(id="g", due=2024, criterion=dx.Undefined(words="good"))]),
        (
            "unknown-calendar",
            [dx.Calendar(id="c", country="XX"), dx.Task(id="t", calendar="c", recurring="continuous")],
        ),
    ],
)
def test_what_it_cannot_verify_it_does_not_pass(kind: str, elements: list[dx.Element]) -> None:
    """§16: what the plan leaves open is told as such, never accepted in silence."""
    plan = dx.Plan(
        id="p",
        start="2024-01-01",
        elements=[dx.Resource(id="team", capacity=1), dx.Fund(id="fund"), dx.Task(id="u", duration="1 day"), *elements],
    )
    broken = dx.verify(plan, dx.early_schedule(plan))
    assert [(one.kind, one.open) for one in broken] == [(kind, True)]
    answer = dx.check(plan)
    assert answer.verdict is dx.Verdict.UNKNOWN
    assert answer.broken == broken
