"""Two readings of goals that share no code agree: `goal_status` and the verifier (§6–§9)."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

import dxplan as dx
from tests.strategies import goal_plans, plans, schedules


def check_agreement(plan: dx.Plan, schedule: dx.Schedule) -> None:
    """A hard goal that is met, not vacuously, breaks nothing; one that is not met does; all else cannot be verified."""
    told = {one.subject: one.kind for one in dx.verify(plan, schedule) if one.kind.startswith("goal")}
    for id, status in dx.goal_status(plan, schedule).items():
        goal = plan[id]
        assert isinstance(goal, dx.Goal)
        if goal.firmness is not dx.Firmness.HARD:
            assert id not in told
        elif goal.due is None:
            assert told[id] == "goal-undated"
        elif status.truth is dx.Truth.MET:
            assert told.get(id) == ("goal-unknown" if status.vacuous else None), id
        else:
            assert told[id] == ("goal-missed" if status.truth is dx.Truth.NOT_MET else "goal-unknown"), id


@given(st.data())
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_both_readings_agree(data: st.DataObject) -> None:
    plan = data.draw(goal_plans())
    check_agreement(plan, data.draw(schedules(plan)))


@given(st.data())
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_both_readings_agree_on_plans_of_all_kinds(data: st.DataObject) -> None:
    plan = data.draw(plans(max_others=3))
    check_agreement(plan, data.draw(schedules(plan)))


@pytest.mark.slow
@given(st.data())
@settings(max_examples=5_000, suppress_health_check=list(HealthCheck))
def test_both_readings_agree_at_length(data: st.DataObject) -> None:
    plan = data.draw(goal_plans())
    check_agreement(plan, data.draw(schedules(plan)))


def test_what_takes_no_time_is_felt_no_earlier_than_the_plan_starts() -> None:
    gain = dx.Contribution(indicator="i", amount=5, delay="0 workdays")
    elements = [
        dx.Indicator(id="i", readings=[dx.Reading(date="2023-12-01", value=0)]),
        dx.Milestone(id="m", advances=gain),
        dx.Goal(id="g", criterion=dx.AtLeast(indicator="i", value=5), due="2023-12-31"),
    ]
    plan = dx.Plan(id="p", start="2024-01-01", elements=elements)
    schedule = dx.Schedule.from_ticks(plan.start, {"m": (0, 0)})
    assert [one.subject for one in dx.verify(plan, schedule)] == ["g"]
    assert dx.goal_status(plan, schedule)["g"].truth.name == "NOT_MET"
