"""Goals equal those found by trying every value that is not known and walking every delay (§6–§9)."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, seed, settings, strategies as st

import dxplan as dx
from dxplan.goals.evaluation import CompiledGoals
from dxplan.goals.truth import Truth
from tests.goals_oracle import Oracle, truth_of
from tests.strategies import goal_plans, plans, schedules

SHARDS = 10
PLANS_IN_A_SHARD = 1_500
DAYS = st.none() | st.integers(-8, 24).map(lambda days: dt.date(2024, 1, 1) + dt.timedelta(days=days))


def check_against_oracle(plan: dx.Plan, schedule: dx.Schedule, on: dt.date | None) -> None:
    """Truth, vacuity, values, and what is missing, of every goal."""
    statuses = dx.goal_status(plan, schedule, on=on)
    oracle, solid = Oracle(plan, schedule, on), Oracle(plan, schedule, on, solid=True)
    assert list(statuses) == [goal.id for goal in plan.goals]
    for id, status in statuses.items():
        expected = truth_of(oracle.goal(id))
        assert status.truth is expected, (id, statuses.explain(id))
        assert (status.missing != ()) == (expected is Truth.UNKNOWN), id
        vacuous = expected is Truth.MET and truth_of(solid.goal(id)) is not Truth.MET
        assert status.vacuous == vacuous, (id, statuses.explain(id))
        for judgement in status.walk():
            assert (judgement.missing != ()) >= (judgement.truth is Truth.UNKNOWN), judgement
            if judgement.kind in ("at_least", "at_most", "above", "in_tier"):
                check_value(oracle, judgement)
    finish = {id: task.finish_tick for id, task in schedule.tasks.items()}
    truths = CompiledGoals(plan, on=on).truths(finish)
    assert truths == {id: status.truth for id, status in statuses.items()}


def check_value(oracle: Oracle, judgement: dx.Judgement) -> None:
    if judgement.day is None or judgement.value is None:
        return
    indicator = judgement.criterion.indicator  # type: ignore[union-attr]
    amount = oracle.value(indicator, judgement.area, judgement.day)
    assert Fraction(judgement.value.amount) == amount
    made_of = Fraction(judgement.value.reading.value.amount) + sum(
        Fraction(one.amount) for one in judgement.value.added
    )
    assert made_of == amount
    for one in judgement.value.added:
        assert one.felt <= judgement.day
    if judgement.kind == "above" and judgement.wanted is not None:
        assert Fraction(judgement.wanted) == oracle.benchmark(judgement.criterion, judgement.area, judgement.day)  # type: ignore[arg-type]


@st.composite
def cases(draw: st.DrawFn) -> tuple[dx.Plan, dx.Schedule, dt.date | None]:
    plan = draw(goal_plans())
    return plan, draw(schedules(plan)), draw(DAYS)


@given(cases())
@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
def test_goals_equal_those_of_the_oracle(case: tuple[dx.Plan, dx.Schedule, dt.date | None]) -> None:
    check_against_oracle(*case)


@pytest.mark.slow
@pytest.mark.parametrize("shard", range(SHARDS))
def test_goals_equal_those_of_the_oracle_at_length(shard: int) -> None:
    """The same on 15,000 plans, other ones in each shard."""

    @seed(shard)
    @given(cases())
    @settings(max_examples=PLANS_IN_A_SHARD, database=None, derandomize=False, suppress_health_check=list(HealthCheck))
    def check(case: tuple[dx.Plan, dx.Schedule, dt.date | None]) -> None:
        check_against_oracle(*case)

    check()


@given(st.data())
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_any_plan_gets_an_answer(data: st.DataObject) -> None:
    """Circles, areas within themselves, odd numbers and words: the oracle agrees, and every answer can be shown."""
    plan = data.draw(plans(max_others=3))
    schedule = data.draw(schedules(plan, last=2_500))
    on = data.draw(st.none() | st.dates(dt.date(2022, 1, 1), dt.date(2031, 12, 31)))
    check_against_oracle(plan, schedule, on)
    statuses = dx.goal_status(plan, schedule, on=on)
    assert statuses.summary().count("\n") == len(statuses)
    assert statuses.to_json()
    assert [one["goal"] for one in statuses.to_records()] == list(statuses)
    for id in statuses:
        for lang in ("en", "vi"):
            assert statuses.explain(id, lang=lang).startswith(id)


@given(cases(), st.data())
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_a_goal_depends_on_its_tasks_alone(
    case: tuple[dx.Plan, dx.Schedule, dt.date | None], data: st.DataObject
) -> None:
    """§8, §9: moving or dropping other tasks changes nothing."""
    plan, schedule, on = case
    compiled = CompiledGoals(plan, on=on)
    finish = {id: task.finish_tick for id, task in schedule.tasks.items()}
    before = compiled.truths(finish)
    for goal in plan.goals:
        own = set(compiled.tasks_of(goal.id))
        moved = {
            id: finish.get(id) if id in own else data.draw(st.none() | st.integers(0, 20))
            for id in (activity.id for activity in plan.activities)
        }
        assert compiled.truths(moved, goals=[goal.id]) == {goal.id: before[goal.id]}
