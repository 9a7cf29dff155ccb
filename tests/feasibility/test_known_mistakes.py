"""Mistakes that were made: each by a plan so small that its answer can be seen (§16)."""

from __future__ import annotations

import pytest

import dxplan as dx
from dxplan.solve.search.compile import compile_problem
from dxplan.solve.search.cp import Limits
from dxplan.solve.search.joint import joint_model
from tests import search_oracle

TEAM = dx.Resource(id="team", capacity=2)
ROOM = dx.Resource(id="room", capacity=0)
ALL = dx.Use(resource="team", amount=2)

PLANS: dict[str, tuple[str, list[dx.Element]]] = {
    # §2: the other way has fewer places, which were forced on this one
    "ways with other places": (
        "UNKNOWN",
        [
            dx.Fund(id="fund", ceilings={2024: "4 VND"}),
            dx.Task(
                id="a",
                duration="1 day",
                due="2025-01-02",
                costs=dx.Cost(fund="fund", amount="9 VND", spread="start"),
                modes=[dx.Mode(id="long", duration="3 days", uses=ALL)],
            ),
            dx.Task(id="watch", recurring=dx.Recurrence(until="2025-01-01"), uses=ALL),
        ],
    ),
    # §1, §12: at the boundary at which somebody acts again, a moment still lies on the day before
    "a moment after a vacancy": (
        "FEASIBLE",
        [
            dx.Body(id="old", valid_to="2024-12-30", successor="new"),
            dx.Body(id="new", valid_from="2025-01-01"),
            dx.Task(id="a", duration="2 days", roles={"leads": "old"}, due="2024-12-30"),
            dx.Milestone(id="m", roles={"leads": "old"}, after=dx.Dependency(predecessor="a", lag="1 day")),
        ],
    ),
    # §2: of two ways only the second has room at the end of time
    "a way that has room": (
        "FEASIBLE",
        [
            dx.Task(
                id="a",
                duration="2 workdays",
                uses=dx.Use(resource="room", amount=1),
                modes=[dx.Mode(id="out", duration="2 days", uses=ALL)],
            )
        ],
    ),
}


@pytest.mark.parametrize(("verdict", "elements"), PLANS.values(), ids=PLANS)
def test_verdicts(verdict: str, elements: list[dx.Element]) -> None:
    plan = dx.Plan(id="p", start="2024-12-29", elements=[TEAM, ROOM, *elements])
    assert search_oracle.verdict(plan) == verdict
    assert dx.check(plan).verdict.name == verdict


def test_a_day_on_which_work_overlaps_itself_is_led_once() -> None:
    """§15: three days long it begins again every second day."""
    body = dx.Body(id="board", lead_limit=1)
    again = dx.Task(
        id="again",
        duration="3 days",
        due="2025-01-06",
        roles={"leads": "board"},
        recurring=dx.Recurrence(every="2 days", until="2025-01-07"),
    )
    once = dx.Task(id="once", duration="2 days", due="2025-01-30", roles={"leads": "board"})
    plan = dx.Plan(id="p", start="2024-12-29", elements=[body, again, once])
    assert search_oracle.verdict(plan) == "FEASIBLE"
    assert joint_model(compile_problem(plan), strict=True).cp.solve(Limits(until=None)).status == "optimal"


def test_what_an_effort_takes_on_a_day_is_rounded_where_work_comes_again() -> None:
    """§15: so that nobody knows whether each statement of the conflict is needed."""
    team = dx.Resource(
        id="team", capacity=[dx.Step(amount=1, since="2025-03-12"), dx.Step(amount=2, since="2025-03-14")]
    )
    first = dx.Task(id="first", duration="3 days")
    again = dx.Task(
        id="again",
        duration="1 workday",
        after=dx.Dependency(predecessor="first", type="FF"),
        due="2025-03-13",
        uses=dx.Use(resource="team", effort="3 person-days"),
        recurring=dx.Recurrence(every="2 workdays", until="2025-03-11"),
    )
    plan = dx.Plan(id="p", start="2025-03-07", elements=[team, first, again])
    conflict = dx.check(plan).conflict
    assert conflict is not None
    needed = [one for one in conflict.statements if one.field in ("uses", "capacity")]
    assert search_oracle.holds(plan, conflict.statements) is False
    assert not conflict.minimal or not search_oracle.holds(plan, needed)


def test_that_a_mode_takes_no_time_is_said() -> None:
    """§16: a moment on a day that is not worked is free once its mode is dropped."""
    task = dx.Task(id="a", on="2025-03-09", modes=[dx.Mode(id="in", duration="0 workdays")])
    found = dx.check(dx.Plan(id="p", start="2025-03-07", elements=[task]), repairs=False)
    assert found.conflict is not None
    assert [one.field for one in found.conflict.statements] == ["on", "modes"]
