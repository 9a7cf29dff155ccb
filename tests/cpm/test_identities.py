"""What must hold of floats and chains whatever the numbers are (§5)."""

from __future__ import annotations

from itertools import islice, pairwise

import attrs
from hypothesis import given

import dxplan as dx
from tests.time_oracle import timed_plans


def in_elapsed_days(plan: dx.Plan) -> dx.Plan:
    """The plan without calendars, dates of its own and due dates: nothing rounds, and only the plan's end limits."""
    elements: list[dx.Element] = []
    for activity in plan.activities:
        after = tuple(attrs.evolve(link, lag=_days(link.lag)) for link in activity.after)
        bare = attrs.evolve(activity, after=after, not_before=None, on=None, due=None)
        if isinstance(bare, dx.Task):
            assert isinstance(bare.duration, dx.Duration)
            bare = attrs.evolve(bare, duration=_days(bare.duration), calendar=None)
        elements.append(bare)
    return dx.Plan(id=plan.id, start=plan.start, elements=elements)


def _days(duration: dx.Duration | None) -> dx.Duration | None:
    return None if duration is None else dx.Duration(amount=duration.days, unit="day")


@given(timed_plans())
def test_floats_along_a_critical_path(plan: dx.Plan) -> None:
    """Total float is zero along every critical path; without rounding, its lengths and lags add up to the finish."""
    path = dx.critical_path(in_elapsed_days(plan))
    for chain in islice(path.paths(), 50):
        assert all(path.tasks[id].total_float == path.tasks[id].free_float == 0 for id in chain)
        ends = [path.tasks[id] for id in chain]
        tick = ends[0].early_start_tick
        assert tick == 0
        for (before, after), link in zip(pairwise(ends), chain.links, strict=True):
            lag = 0 if link.lag is None else link.lag.days
            since = before.early_finish_tick if link.type.value[0] == "F" else before.early_start_tick
            until = after.early_finish_tick if link.type.value[1] == "F" else after.early_start_tick
            assert until - since == lag


@given(timed_plans())
def test_floats_of_any_plan(plan: dx.Plan) -> None:
    """Free float is at most total float, and something limits every late date."""
    path = dx.critical_path(plan)
    for dates in path.tasks.values():
        assert dates.free_float <= dates.total_float
        assert dates.critical == (dates.id in path.critical)
        assert dates.limited_by or dates.limit is not None
    if all(activity.due is None for activity in plan.activities):
        assert all(dates.late_finish <= path.finish for dates in path.tasks.values())


@given(timed_plans())
def test_a_float_is_the_least_slack_of_the_chains_through_a_task(plan: dx.Plan) -> None:
    """Sum along a path: with finish-to-start links and lags from zero, in elapsed days."""
    activities = [
        attrs.evolve(one, after=tuple(attrs.evolve(link, type="FS", lag=_from_zero(link.lag)) for link in one.after))
        for one in in_elapsed_days(plan).activities
    ]
    path = dx.critical_path(dx.Plan(id="p", start=plan.start, elements=activities))
    chains = list(path.paths(count=1000))
    assert len(chains) < 1000
    for id, dates in path.tasks.items():
        assert dates.total_float == min(chain.slack for chain in chains if id in chain)


def _from_zero(lag: dx.Duration | None) -> dx.Duration | None:
    return None if lag is None else dx.Duration(amount=abs(lag.days), unit="day")
