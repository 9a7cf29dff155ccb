"""Conflicts of dates along chains: against days tried one by one, and against the slow deletion filter (§16)."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

import dxplan as dx
from dxplan.cpm.dates import forward
from dxplan.solve.temporal import temporal_conflict
from dxplan.solve.temporal.chain import driving_chain
from dxplan.solve.temporal.contradiction import contradict
from dxplan.solve.temporal.deadline import missed_dates
from dxplan.solve.temporal.said import Said
from dxplan.solve.temporal.shrink import shrink
from dxplan.solve.temporal.times import Times
from tests.conflict_oracle import holds, late_chains

quietly = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]


def irreducible(plan: dx.Plan) -> None:
    conflict = temporal_conflict(plan)
    assert conflict is not None
    assert conflict.minimal
    assert conflict.days is not None
    assert conflict.days > 0
    assert not holds(plan, conflict.statements)
    for one in conflict.statements:
        assert holds(plan, [other for other in conflict.statements if other is not one]), one


def as_slowly(plan: dx.Plan) -> None:
    """The deletion filter that computes all that is left afresh for each statement finds the same."""
    times = Times.of(plan)
    network = times.network()
    early = forward(network)
    for missed in missed_dates(times, network, early):
        chain = driving_chain(times, network, early, missed)
        said = chain.said()
        assert contradict(network, said)
        for one in list(said):
            rest = [other for other in said if other is not one]
            if contradict(network, rest):
                said = rest
        found, minimal = shrink(chain)
        assert minimal
        assert words(found) == words(said)


def words(said: list[Said]) -> set[tuple[str, int]]:
    """What is said, the plan's start of whatever task."""
    return {(one.field, 0 if one.field == "start" else one.place) for one in said}


@given(late_chains())
@settings(suppress_health_check=quietly, max_examples=200)
def test_a_chain_is_shrunk_to_the_bone(plan: dx.Plan) -> None:
    """§16: what is left cannot hold, and can without any one of its statements."""
    irreducible(plan)


def test_a_date_before_the_plan() -> None:
    """§4: the plan's start alone rules it out, also where a lead reaches back to just that day."""
    late = dx.Task(id="t00", duration="1 day", not_before="2024-01-06")
    lead = dx.Dependency(predecessor="t00", type="SS", lag="-5 days")
    for field in ("on", "due"):
        last = dx.Milestone(id="t01", after=lead, **{field: "2023-12-31"})
        plan = dx.Plan(id="p", start="2024-01-01", elements=[late, last])
        conflict = temporal_conflict(plan)
        assert conflict is not None
        assert [one.field for one in conflict.statements] == ["start", field]
        irreducible(plan)


@pytest.mark.slow
@given(late_chains())
@settings(suppress_health_check=quietly, max_examples=5_000)
def test_many_chains_are_shrunk_to_the_bone(plan: dx.Plan) -> None:
    irreducible(plan)


@given(late_chains())
@settings(suppress_health_check=quietly, max_examples=300)
def test_as_the_slow_filter(plan: dx.Plan) -> None:
    """§16: the two passes leave out what a filter leaves out that tests each statement by a fresh computation."""
    as_slowly(plan)


@pytest.mark.slow
@given(late_chains())
@settings(suppress_health_check=quietly, max_examples=10_000)
def test_as_the_slow_filter_in_many_chains(plan: dx.Plan) -> None:
    as_slowly(plan)
