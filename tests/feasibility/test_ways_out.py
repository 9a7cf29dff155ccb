"""Ways out of tiny plans, beside an oracle that tries every schedule (§17)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

import pytest

import dxplan as dx
from tests import schedule_oracle, search_oracle
from tests.feasibility.judged import plans_of

WEIGHTS = dx.Weights(money={"VND": 2}, unit=3, lead=5, carry_over=7)
KINDS = {
    # kind of repair: what the oracle calls it, points for each unit
    "due": ("due", Fraction(1)),
    "money": ("ceilings", Fraction(1, 2)),
    "capacity": ("capacity", Fraction(3)),
    "lead_limit": ("lead_limit", Fraction(5)),
    "carry_over": ("carry_over", Fraction(7)),
}


def hard(plan: dx.Plan) -> bool:
    return any(goal.firmness is dx.Firmness.HARD for goal in plan.goals)


def mistakes(plan: dx.Plan, answer: dx.Feasibility) -> Iterator[str]:
    """Yield what is wrong with the ways out of a plan."""
    for repair in answer.repairs:
        changed = repair.apply(plan)
        if search_oracle.verdict(changed) != "FEASIBLE":
            yield f"{repair} is no way out"
        yield from (f"{repair}: {one}" for one in schedule_oracle.broken(changed, repair.schedule))
    costs = [repair.cost for repair in answer.repairs]
    if costs != sorted(costs):
        yield "the cheapest is not the first"
    found = {repair.kind: repair for repair in answer.repairs}
    for kind, (name, points) in KINDS.items():
        if kind == "due" and hard(plan):  # the oracle moves due dates of tasks alone
            continue
        least = search_oracle.least_repair(plan, name)
        if least is None:
            if kind in found:
                yield f"{found[kind]}: there is no way out by {kind}"
        elif kind not in found:
            yield f"there is a way out by {kind} for {least}"
        elif found[kind].optimal and Fraction(found[kind].cost) != least * points:
            yield f"{found[kind]}: it costs {found[kind].cost}, and the least is {least * points}"


def wrong(seeds: Iterable[int]) -> tuple[dict[int, list[str]], int, int]:
    """Return the mistakes by seed, how many ways out there were, and how many of them proven to be the cheapest."""
    found: dict[int, list[str]] = {}
    ways = proven = 0
    for seed, plan in plans_of(seeds):
        answer = dx.check(plan, weights=WEIGHTS)
        if answer.verdict is dx.Verdict.INFEASIBLE and (some := list(mistakes(plan, answer))):
            found[seed] = some
        ways += len(answer.repairs)
        proven += sum(repair.optimal for repair in answer.repairs)
    return found, ways, proven


def test_ways_out_are_ways_out_and_the_cheapest() -> None:
    found, ways, proven = wrong(range(20_000, 20_150))
    assert found == {}
    assert ways > 50
    assert proven > 0.75 * ways


@pytest.mark.slow
@pytest.mark.parametrize("block", range(20))
def test_many_ways_out_are_ways_out_and_the_cheapest(block: int) -> None:
    found, ways, proven = wrong(range(250 * block, 250 * (block + 1)))
    assert found == {}
    assert proven > 0.75 * ways


def test_a_plan_with_ways_out_of_every_kind() -> None:
    """§17: more of a team, more time, or less to do; more money, or what was left of last year; the others together."""
    team = dx.Resource(id="team", capacity=2)
    board = dx.Body(id="board", lead_limit=1)
    fund = dx.Fund(id="fund", ceilings={2024: "10 VND", 2025: "2 VND"})
    shared = {"uses": dx.Use(resource="team", amount=2), "roles": {"leads": "board"}, "due": "2024-01-10"}
    both = [dx.Task(id=id, duration=f"{days} days", **shared) for id, days in (("build", 8), ("train", 4))]
    cost = dx.Cost(fund="fund", amount="5 VND")
    later = dx.Task(id="later", duration="3 days", costs=cost, not_before="2025-01-01", due="2025-12-31")
    late = dx.Plan(id="p", start="2024-01-01", elements=[team, board, *both])
    found = {repair.kind: repair for repair in dx.check(late).repairs}
    assert {"due", "duration", "leave_out", "mixed"} >= set(found) >= {"due", "duration", "leave_out"}
    assert {kind: int(repair.cost) for kind, repair in found.items() if kind != "mixed"} == {
        "due": 2,
        "duration": 6,
        "leave_out": 200,
    }
    alone = late.evolve("board", lead_limit=2)
    assert {repair.kind for repair in dx.check(alone).repairs} >= {"due", "capacity", "duration", "leave_out"}
    poor = dx.Plan(id="p", start="2024-01-01", elements=[fund, later, dx.Task(id="other", duration="1 day")])
    weights = dx.Weights(money={"VND": 1})
    assert [(one.kind, int(one.cost)) for one in dx.check(poor, weights=weights).repairs] == [
        ("money", 3),
        ("carry_over", 10),
        ("leave_out", 200),
    ]


def test_weights_decide_what_is_cheapest() -> None:
    """§17: a date is moved where money is dear, and money is given where dates are."""
    fund = dx.Fund(id="fund", ceilings={2024: "4 VND", 2025: "9 VND"})
    task = dx.Task(id="a", duration="2 days", due="2024-12-30", costs=dx.Cost(fund="fund", amount="7 VND"))
    plan = dx.Plan(id="p", start="2024-12-01", elements=[fund, task])
    dear = dx.check(plan, weights=dx.Weights(money={"VND": "0.1"})).repairs
    cheap = dx.check(plan, weights=dx.Weights(money={"VND": 10})).repairs
    assert (dear[0].kind, int(dear[0].cost)) == ("due", 2)
    assert (cheap[0].kind, float(cheap[0].cost)) == ("money", 0.3)


def test_two_faults_that_have_nothing_in_common() -> None:
    """§17: what repairs one of them is no way out, and only one of them is told where one conflict is asked for."""
    old = dx.Body(id="old", valid_to="2024-03-31")
    fixed = dx.Task(id="fixed", duration="5 days", on="2024-06-01", roles={"leads": "old"})
    late = dx.Task(id="late", duration="20 days", due="2024-01-10")
    plan = dx.Plan(id="p", start="2024-01-01", elements=[old, fixed, late])
    answer = dx.check(plan)
    assert len(answer.conflicts) == 1
    assert answer.repairs
    for repair in answer.repairs:
        assert search_oracle.verdict(repair.apply(plan)) == "FEASIBLE"
        assert "fixed" in {change.task for change in repair.changes if isinstance(change, dx.LeaveOut)}
