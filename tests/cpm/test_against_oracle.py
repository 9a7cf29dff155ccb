"""Dates equal those of difference constraints solved by relaxation, and those found by trying every day (§1–§5)."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, seed, settings

import dxplan as dx
from dxplan.cpm.compile import compile_network
from dxplan.cpm.dates import forward
from tests import difference_oracle, time_oracle
from tests.time_oracle import timed_plans

SHARDS = 20
PLANS_IN_A_SHARD = 5_000


def check_against_oracle(plan: dx.Plan) -> None:
    """Every date, tick, float, driver and limit of every task."""
    path = dx.critical_path(plan)
    given = difference_oracle.problem(plan)
    first = difference_oracle.early(given)
    plan_finish = max(f for _, f in first)
    last = difference_oracle.late(given, plan_finish)
    for n, job in enumerate(given.jobs):
        dates = path.tasks[job.id]
        assert (dates.early_start_tick, dates.early_finish_tick) == first[n], job.id
        assert (dates.late_start_tick, dates.late_finish_tick) == last[n], job.id
        assert _days(plan, dates.early_start, dates.early_finish) == job.reported(*first[n])
        assert _days(plan, dates.late_start, dates.late_finish) == job.reported(*last[n])
        assert dates.total_float == job.own_days(first[n][0], last[n][0]), job.id
        assert dates.free_float == difference_oracle.free_float(given, first, last, n), job.id
        assert dates.free_float <= dates.total_float
        assert dates.critical == (dates.total_float <= 0)
        assert dates.float_unit == ("workday" if job.working else "day")
    assert (path.finish - plan.start).days == max(
        job.reported(*place)[1] for job, place in zip(given.jobs, first, strict=True)
    )


def _days(plan: dx.Plan, *dates: object) -> tuple[int, ...]:
    return tuple((date - plan.start).days for date in dates)  # type: ignore[operator]


@given(timed_plans())
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_dates_equal_those_of_difference_constraints(plan: dx.Plan) -> None:
    """§1–§5: all links, negative lags, mixed calendars, bounds, moments."""
    check_against_oracle(plan)


@pytest.mark.slow
@pytest.mark.parametrize("shard", range(SHARDS))
def test_dates_equal_those_of_difference_constraints_at_length(shard: int) -> None:
    """The same on 100,000 plans, other ones in each shard."""

    @seed(shard)
    @given(timed_plans())
    @settings(max_examples=PLANS_IN_A_SHARD, database=None, derandomize=False, suppress_health_check=list(HealthCheck))
    def check(plan: dx.Plan) -> None:
        check_against_oracle(plan)

    check()


@given(timed_plans())
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_the_two_oracles_agree(plan: dx.Plan) -> None:
    """One relaxes constraints, the other tries every day: a slip in one shows against the other."""
    given = difference_oracle.problem(plan)
    first = difference_oracle.early(given)
    tried = time_oracle.early(plan)
    assert {job.id: place for job, place in zip(given.jobs, first, strict=True)} == tried
    last = difference_oracle.late(given, max(f for _, f in first))
    assert {job.id: place for job, place in zip(given.jobs, last, strict=True)} == time_oracle.late(plan, tried)


@given(timed_plans())
def test_an_early_schedule_is_accepted_by_the_verifier(plan: dx.Plan) -> None:
    """§16: two independent readings of the semantics agree, except for the dates that cannot be kept."""
    network = compile_network(plan)
    early = forward(network)
    schedule = dx.Schedule.from_ticks(
        plan.start,
        {id: (s, f) for id, s, f in zip(network.ids, early.start, early.finish, strict=True)},
    )
    broken = dx.verify(plan, schedule)
    assert {violation.section for violation in broken} <= {"§4"}
    for violation in broken:
        task = plan[violation.subject]
        place = schedule.tasks[violation.subject]
        assert isinstance(task, (dx.Task, dx.Milestone))
        late = task.due is not None and place.finish > task.due
        missed = task.on is not None and place.start != task.on
        assert late or missed


@given(timed_plans())
def test_the_chains_are_driving(plan: dx.Plan) -> None:
    """§5: each chain ends where the plan does, each of its links drives, and no task of it could start earlier."""
    path = dx.critical_path(plan)
    for chain, _ in zip(path.paths(), range(20), strict=False):
        assert path.tasks[chain[-1]].early_finish == path.finish == chain.finish
        assert chain.slack == 0
        assert path.tasks[chain[0]].driven_by == ()
        assert [link.predecessor for link in chain.links] == list(chain[:-1])
        for (before, after), link in zip(pairwise(chain), chain.links, strict=True):
            assert before in path.tasks[after].driven_by
            assert link in path.tasks[after].drivers


@given(timed_plans())
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_a_driver_is_what_keeps_a_task_from_starting_earlier(plan: dx.Plan) -> None:
    """§5: no earlier place keeps a driver's wait, even before the plan's start; every other wait leaves one free."""
    path = dx.critical_path(plan)
    given = difference_oracle.problem(plan)
    first = difference_oracle.early(given)
    for n, job in enumerate(given.jobs):
        drivers = path.tasks[job.id].drivers
        activity = plan[job.id]
        assert isinstance(activity, (dx.Task, dx.Milestone))
        before = _next_place(job, first[n][0], -1)
        for link, wait in zip(activity.after, [one for one in given.waits if one.after == n], strict=True):
            held = not given.keeps(wait, first[wait.before], before)
            assert held == (link in drivers), (job.id, link)


@given(timed_plans())
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_what_limits_a_task_is_what_keeps_it_from_starting_later(plan: dx.Plan) -> None:
    """§5: one place later breaks each limiting wait, or the own bound that is named, and nothing else."""
    path = dx.critical_path(plan)
    given = difference_oracle.problem(plan)
    first = difference_oracle.early(given)
    plan_finish = max(f for _, f in first)
    last = difference_oracle.late(given, plan_finish)
    for n, job in enumerate(given.jobs):
        later = _next_place(job, last[n][0], 1)
        broken = {
            given.jobs[wait.after].id
            for wait in given.waits
            if wait.before == n and not given.keeps(wait, later, last[wait.after])
        }
        dates = path.tasks[job.id]
        assert set(dates.limited_by) == broken
        reported = job.reported(*later)
        if dates.limit == "due":
            assert job.due is not None
            assert reported[1] > job.due
        elif dates.limit == "on":
            assert job.on is not None
            assert reported[0] > job.on
        elif dates.limit == "finish":
            assert later[1] > plan_finish
        else:
            assert broken


def _next_place(job: difference_oracle.Job, s: int, step: int) -> tuple[int, int]:
    s += step
    while (f := job.finish(s)) is None:
        s += step
    return s, f
