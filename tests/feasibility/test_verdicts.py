"""Verdicts, witnesses and conflicts of tiny plans, beside an oracle that tries every schedule of them (§16)."""

from __future__ import annotations

from functools import cache

import pytest

import dxplan as dx
from tests import schedule_oracle, search_oracle
from tests.feasibility.judged import clashes, in_circles, mistakes, plans_of

NEGOTIABLE = {"due", "on", "ceilings", "capacity", "lead_limit", "valid_from", "valid_to"}


@cache
def answers() -> dict[int, dx.Feasibility]:
    """Return what is said of a few hundred plans, by seed."""
    return {seed: dx.check(plan, repairs=False) for seed, plan in plans_of(range(300))}


def test_verdicts_are_right() -> None:
    wrong = {seed: mistakes(answer.plan, answer) for seed, answer in answers().items()}
    assert {seed: some for seed, some in wrong.items() if some} == {}


@pytest.mark.slow
@pytest.mark.parametrize("block", range(40))
def test_verdicts_of_many_plans_are_right(block: int) -> None:
    seeds = range(500 * block, 500 * (block + 1))
    wrong = {seed: mistakes(plan, dx.check(plan, repairs=False)) for seed, plan in plans_of(seeds)}
    assert {seed: some for seed, some in wrong.items() if some} == {}


def test_the_verdicts_are_of_every_kind() -> None:
    """Else nothing would be tested: conflicts, too, are of times, of people, of money, of bodies and of goals."""
    assert {answer.verdict for answer in answers().values()} == set(dx.Verdict)
    conflicts = [conflict for answer in answers().values() for conflict in answer.conflicts]
    fields = {one.field for conflict in conflicts for one in conflict.statements}
    assert fields >= {"start", "duration", "modes", "after", "not_before", "on", "due", "uses", "costs"}
    assert fields >= {"ceilings", "capacity", "lead_limit", "valid_to"}


def test_several_conflicts_share_nothing_negotiable() -> None:
    """§16: and each of them alone cannot hold."""
    several = 0
    for _, plan in plans_of(seed for seed, answer in answers().items() if answer.conflicts and seed < 120):
        conflicts = dx.check(plan, repairs=False, conflicts=3).conflicts
        assert not [wrong for conflict in conflicts if not in_circles(plan) for wrong in clashes(plan, conflict)]
        told = [one for conflict in conflicts for one in conflict.statements if one.field in NEGOTIABLE]
        assert len(told) == len(set(told))
        several += len(conflicts) > 1
    assert several > 3


def test_a_witness_spends_and_reaches_what_the_oracle_says() -> None:
    """§9, §14: money by year and the status of goals, hard or not, under the witness."""
    truths = {1: "MET", 0: "NOT_MET"}
    for answer in answers().values():
        plan, schedule = answer.plan, answer.schedule
        if schedule is None:
            continue
        spent = {key: sum(tasks.values()) for key, tasks in schedule_oracle.spent(plan, schedule).items()}
        told = {
            (one.fund, one.spent.currency, one.year): one.spent.amount
            for one in dx.spending(plan, schedule).balances
            if one.spent.amount
        }
        assert told == {key: amount for key, amount in spent.items() if amount}
        statuses = dx.goal_status(plan, schedule)
        for goal in plan.goals:
            truth = schedule_oracle.holds(plan, schedule, goal)
            assert statuses[goal.id].truth.name == truths.get(truth, "UNKNOWN")
            assert goal.firmness is dx.Firmness.SOFT or truth == 1


def test_the_oracle_delays_what_continuous_work_waits_for() -> None:
    """§14: what is spent at the start of the work falls into the only year with money if the work begins late."""
    fund = dx.Fund(id="f", carry_over="carry", ceilings={2025: "10 VND"})
    work = dx.Task(
        id="work",
        after=["begin"],
        recurring=dx.Recurrence(until="2025-01-02"),
        costs=dx.Cost(fund="f", amount="1 VND", spread="start"),
    )
    plan = dx.Plan(id="p", start="2024-12-29", elements=[fund, dx.Milestone(id="begin"), work])
    assert search_oracle.verdict(plan) == "FEASIBLE"
    assert dx.check(plan).verdict is dx.Verdict.FEASIBLE
