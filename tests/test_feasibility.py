"""The verdict of plans with goals, money and people, as far as the earliest schedule decides it (§16)."""

from __future__ import annotations

import json

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
OPEN = dx.Goal(id="open", due=2025, criterion=dx.Delivered(task="build"))


def plan(*elements: dx.Element) -> dx.Plan:
    return dx.Plan(id="p", start="2024-01-01", elements=[FUND, TEAM, *elements])


def test_the_earliest_schedule_is_a_witness_where_it_keeps_everything() -> None:
    answer = dx.check(plan(BUILD, OPEN))
    assert answer.verdict is dx.Verdict.FEASIBLE
    assert answer.schedule is not None
    assert answer.undecided == answer.broken == ()


def test_what_it_breaks_is_told_and_proves_nothing() -> None:
    """Two of them at once are too many for the team, and one after the other they are not."""
    both = plan(BUILD, OPEN, dx.Task(id="train", duration="20 workdays", uses=dx.Use(resource="team", amount=1)))
    answer = dx.check(both)
    assert answer.verdict is dx.Verdict.UNKNOWN
    assert [one.kind for one in answer.broken] == ["over-capacity"]
    assert {one.code for one in answer.undecided} == {"U102", "U103", "U108"}
    assert answer.to_dict()["broken"][0]["values"]["tasks"] == ["build", "train"]
    assert json.loads(answer.to_json())["schedule"] is None
    assert "§15 team" in answer.summary()
    later = both.evolve("train", after=["build"])
    assert dx.check(later).verdict is dx.Verdict.FEASIBLE


def test_without_its_optional_tasks_a_plan_may_be_feasible() -> None:
    extra = dx.Task(id="extra", duration="20 workdays", optional=True, uses=dx.Use(resource="team", amount=1))
    answer = dx.check(plan(BUILD, OPEN, extra))
    assert answer.verdict is dx.Verdict.FEASIBLE
    assert answer.schedule is not None
    assert "extra" not in answer.schedule.tasks


def test_bodies_keep_a_verdict_open() -> None:
    """§12: by its times alone the plan could be done, but nobody is there to do it at once."""
    body = dx.Body(id="new", valid_from="2024-02-01")
    answer = dx.check(plan(body, dx.Task(id="a", duration="5 days", roles={"leads": "new"})))
    assert answer.verdict is dx.Verdict.UNKNOWN
    assert [one.code for one in answer.undecided] == ["U109"]
    assert [one.kind for one in answer.broken] == ["nobody-acts"]


def test_a_calendar_that_only_continuous_work_needs() -> None:
    calendar = dx.Calendar(id="c", country="XX")
    elements = [calendar, BUILD, dx.Task(id="watch", recurring="continuous", calendar="c")]
    answer = dx.check(plan(*elements))
    assert answer.verdict is dx.Verdict.UNKNOWN
    assert {"U104"} <= {one.code for one in answer.undecided}


def test_what_is_broken_is_said_in_vietnamese() -> None:
    answer = dx.check(plan(BUILD, dx.Goal(id="g", due=2024, criterion=dx.Delivered(task="build"), firmness="hard")))
    words = Language("vi")
    assert all(words.violation(one).startswith(one.section) for one in answer.broken)


@given(whole_plans())
@settings(suppress_health_check=list(HealthCheck), max_examples=200, deadline=None)
def test_a_witness_is_a_witness(drawn: tuple[dx.Plan, dx.Schedule]) -> None:
    """§16: FEASIBLE comes with a schedule that the oracle accepts; every plan gets an answer."""
    plan, _ = drawn
    answer = dx.check(plan)
    assert (answer.verdict is dx.Verdict.FEASIBLE) == (answer.schedule is not None)
    if answer.schedule is not None:
        assert oracle.broken(plan, answer.schedule) == set()
    if answer.verdict is dx.Verdict.UNKNOWN:
        assert answer.undecided
