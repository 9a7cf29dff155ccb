"""What an answer says, and what keeps it open (§16)."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings

import dxplan as dx
from dxplan.report.language import Language
from tests import schedule_oracle as oracle
from tests.whole_plans import whole_plans

FUND = dx.Fund(id="fund", ceilings={2024: "5 tỷ VND", 2025: "5 tỷ VND"})
TEAM = dx.Resource(id="team", capacity=2)
BUILD = dx.Task(
    id="build",
    duration="200 workdays",
    due="2025-06-30",
    costs=dx.Cost(fund="fund", amount="5 tỷ VND", spread="end"),
    uses=dx.Use(resource="team", amount=2),
)
DONE = dx.Goal(id="done", due=2025, criterion=dx.Delivered(task="build"))
TRAIN = dx.Task(id="train", duration="20 workdays", uses=dx.Use(resource="team", amount=1))


def plan(*elements: dx.Element) -> dx.Plan:
    return dx.Plan(id="p", start="2024-01-01", elements=[FUND, TEAM, *elements])


def codes(answer: dx.Feasibility) -> set[str]:
    return {one.code for one in answer.undecided}


def test_a_feasible_plan_has_a_schedule_and_nothing_else() -> None:
    """§15: two at once are too many for the team, and one after the other they are not."""
    answer = dx.check(plan(BUILD, DONE, TRAIN))
    assert answer.verdict is dx.Verdict.FEASIBLE
    assert answer.schedule is not None
    assert answer.undecided == answer.broken == answer.conflicts == answer.repairs == answer.bounds == ()
    assert answer.conflict is None
    assert answer.optimum is None
    told = answer.to_dict()
    assert [one["id"] for one in told["schedule"]] == ["build", "train"]
    assert told["conflict"] is None


def test_an_infeasible_plan_has_a_conflict_and_ways_out() -> None:
    """§16, §17: not both within ten months, one after the other."""
    tight = plan(BUILD, DONE, TRAIN).evolve("build", due="2024-10-10").evolve("train", due="2024-10-10")
    answer = dx.check(tight)
    assert answer.verdict is dx.Verdict.INFEASIBLE
    assert answer.schedule is None
    assert answer.conflict is answer.conflicts[0]
    assert {(one.subject, one.field) for one in answer.conflict.statements} >= {
        ("build", "due"),
        ("train", "due"),
        ("team", "capacity"),
    }
    assert answer.conflict.minimal
    told = json.loads(answer.to_json())
    assert told["conflict"] == told["conflicts"][0]
    assert [one["kind"] for one in told["repairs"]] == [one.kind for one in answer.repairs]
    costs = [one.cost for one in answer.repairs]
    assert costs == sorted(costs)
    for repair in answer.repairs:
        assert dx.check(repair.apply(tight), repairs=False).verdict is dx.Verdict.FEASIBLE


def test_several_conflicts_are_told_where_they_are_asked_for() -> None:
    """§16: three tasks that each miss a date of its own."""
    late = [dx.Task(id=f"t{number}", duration="10 days", due="2024-01-05") for number in range(3)]
    both = dx.Plan(id="p", start="2024-01-01", elements=late)
    assert len(dx.check(both).conflicts) == 1
    assert len(dx.check(both, conflicts=2).conflicts) == 2
    subjects = [
        {one.subject for one in conflict.statements} - {"p"} for conflict in dx.check(both, conflicts=9).conflicts
    ]
    assert sorted(map(sorted, subjects)) == [["t0"], ["t1"], ["t2"]]


def test_conflicts_of_times_and_of_other_things_are_told_together() -> None:
    late = dx.Task(id="late", duration="10 days", due="2024-01-05")
    many = dx.Task(id="many", duration="10 days", uses=dx.Use(resource="team", amount=3))
    answer = dx.check(plan(late, many), conflicts=2)
    assert [{one.subject for one in conflict.statements} - {"p"} for conflict in answer.conflicts] == [
        {"late"},
        {"many", "team"},
    ]


def test_ways_out_are_left_out_where_they_are_not_wanted() -> None:
    late = dx.Task(id="late", duration="10 days", due="2024-01-05")
    assert dx.check(plan(late)).repairs
    assert dx.check(plan(late), repairs=False).repairs == ()


OPEN: dict[str, list[dx.Element]] = {
    "U101": [BUILD, dx.Goal(id="vague", due=2025, criterion=dx.Undefined(words="good"))],
    "U104": [BUILD, dx.Task(id="some")],
    "U107": [dx.Goal(id="none", firmness="soft")],
    "U110": [dx.Task(id="late", not_before="2026-03-01", duration="1 day", costs=dx.Cost(fund="fund", amount="1 VND"))],
    "U111": [dx.Task(id="idle", duration="0 days", uses=dx.Use(resource="team", effort="2 person-days"))],
}


@pytest.mark.parametrize(("code", "elements"), OPEN.items(), ids=OPEN)
def test_what_is_not_said_keeps_it_open(code: str, elements: list[dx.Element]) -> None:
    """§2, §6, §14, §15."""
    answer = dx.check(plan(*elements))
    assert answer.verdict is dx.Verdict.UNKNOWN
    assert codes(answer) == {code}
    assert answer.schedule is None
    assert code in answer.to_json()


def test_what_comes_again_without_an_end_may_be_told_to_keep_it_open() -> None:
    """§14: how often it comes depends on when all else ends."""
    all_ = dx.Use(resource="team", amount=2)
    weekly = dx.Task(id="weekly", duration="1 day", recurring="1 week", uses=all_, due="2024-01-05")
    long = dx.Task(id="long", duration="30 days", uses=all_)
    answer = dx.check(plan(weekly, long))
    assert answer.verdict is dx.Verdict.UNKNOWN
    assert codes(answer) == {"U114"}
    assert {one.kind for one in answer.broken} == {"over-capacity"}
    assert dx.check(plan(weekly)).verdict is dx.Verdict.FEASIBLE


def test_a_calendar_that_only_continuous_work_needs() -> None:
    """§2: whose public holidays are not known."""
    calendar = dx.Calendar(id="c", country="XX")
    answer = dx.check(plan(calendar, BUILD, dx.Task(id="watch", recurring="continuous", calendar="c")))
    assert answer.verdict is dx.Verdict.UNKNOWN
    assert codes(answer) == {"U104"}


def test_what_an_optional_task_lacks_is_no_matter() -> None:
    """§2: it may be left out."""
    answer = dx.check(plan(BUILD, dx.Task(id="some", optional=True)))
    assert answer.verdict is dx.Verdict.FEASIBLE
    assert answer.schedule is not None
    assert set(answer.schedule.tasks) == {"build"}


def test_what_is_broken_is_said_in_vietnamese() -> None:
    """§9: a plan that is left open shows what the best schedule that was seen breaks."""
    goals = [dx.Goal(id="g", due=2024, criterion=dx.Delivered(task="build")), dx.Goal(id="vague", due=2025)]
    answer = dx.check(plan(BUILD.__class__(id="build"), *goals))
    assert answer.verdict is dx.Verdict.UNKNOWN
    words = Language("vi")
    assert all(words.violation(one).startswith(one.section) for one in answer.broken)


def test_it_shows_itself() -> None:
    for elements in ([BUILD], [dx.Task(id="late", duration="10 days", due="2024-01-05")], [dx.Task(id="some")]):
        answer = dx.check(plan(*elements))
        assert answer.verdict.name in answer.summary()
        assert answer.verdict.name in repr(answer)
        assert answer._repr_html_().startswith("<")
        assert len(answer.to_dataframe()) == len(answer.findings)


@given(whole_plans())
@settings(suppress_health_check=list(HealthCheck), max_examples=60, deadline=None)
def test_a_witness_is_a_witness(drawn: tuple[dx.Plan, dx.Schedule]) -> None:
    """§16: FEASIBLE comes with a schedule that the oracle accepts; every plan gets an answer."""
    plan, _ = drawn
    answer = dx.check(plan, repairs=False, time_limit=2)
    assert (answer.verdict is dx.Verdict.FEASIBLE) == (answer.schedule is not None)
    assert (answer.verdict is dx.Verdict.INFEASIBLE) == bool(answer.conflicts)
    assert (answer.verdict is dx.Verdict.UNKNOWN) == bool(answer.undecided)
    if answer.schedule is not None:
        assert oracle.broken(plan, answer.schedule) == set()
