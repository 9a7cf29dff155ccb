"""§16: the days on which a search places jobs are enough: what has room after the last date is not impossible."""

from __future__ import annotations

import pytest

import dxplan as dx
from dxplan.solve.search.compile import compile_problem
from dxplan.solve.search.cp import Limits
from dxplan.solve.search.joint import joint_model
from tests import search_oracle

TEAM = dx.Resource(id="team", capacity=1)
FUND = dx.Fund(id="fund", ceilings={2024: "5 VND"})
ALL = dx.Use(resource="team", amount=1)
LATER = [dx.Dependency(predecessor="long", type=kind, lag=lag) for kind, lag in (("SS", None), ("FS", "-90 days"))]

PLANS: dict[str, list[dx.Element]] = {
    "begins before what is due": [
        dx.Task(id="long", duration="100 days"),
        dx.Task(id="due", duration="1 day", due="2024-01-03", after=[LATER[0]]),
    ],
    "may end after what waits for it": [
        dx.Task(id="long", duration="95 days"),
        dx.Task(id="due", duration="1 day", due="2024-01-06", after=[LATER[1]]),
    ],
    "begins on a fixed day": [dx.Task(id="long", duration="100 days", on="2024-01-03")],
    "spends at its start": [
        dx.Task(
            id="long",
            duration="500 days",
            not_before="2024-12-01",
            costs=dx.Cost(fund="fund", amount="5 VND", spread="start"),
        )
    ],
    "waits for what never ends in time": [
        dx.Task(id="long", duration="100 days"),
        dx.Task(
            id="again", duration="1 day", recurring=dx.Recurrence(every="1 week", until="2024-01-05"), after=["long"]
        ),
    ],
    "comes again until after all else": [
        dx.Task(id="daily", duration="1 day", uses=ALL, recurring=dx.Recurrence(every="2 days", until="2024-01-31")),
        dx.Task(id="long", duration="2 days", uses=ALL, recurring=dx.Recurrence(every="1 month", until="2024-01-31")),
    ],
    "goes on from a later day": [
        dx.Task(id="watch", uses=ALL, not_before="2026-01-01", recurring=dx.Recurrence(until="2024-06-01")),
        dx.Task(id="due", duration="1 day", due="2024-01-03", uses=ALL),
    ],
    "goes on long after another": [
        dx.Task(id="due", duration="1 day", due="2024-01-03", uses=ALL),
        dx.Task(
            id="watch",
            uses=ALL,
            recurring=dx.Recurrence(until="2024-01-05"),
            after=dx.Dependency(predecessor="due", lag="90 days"),
        ),
    ],
}


@pytest.mark.parametrize("strict", [True, False], ids=["strict", "lenient"])
@pytest.mark.parametrize("elements", PLANS.values(), ids=PLANS)
def test_what_has_room_later_is_not_impossible(elements: list[dx.Element], strict: bool) -> None:
    plan = dx.Plan(id="p", start="2024-01-01", elements=[TEAM, FUND, *elements])
    model = joint_model(compile_problem(plan), strict=strict)
    assert model.cp.solve(Limits(until=None)).status in ("feasible", "optimal")


def test_a_circle_that_nothing_holds_to_a_date_may_be_impossible() -> None:
    """§3: the second ends three days after the first, which begins a day before it ends."""
    circle = [
        dx.Task(id="first", duration="3 days", after=[dx.Dependency(predecessor="second", lag="-1 days")]),
        dx.Task(id="second", duration="3 days", after=["first"]),
    ]
    plan = dx.Plan(id="p", start="2024-01-01", elements=circle)
    conflict = dx.check(plan, repairs=False).conflict
    assert conflict is not None
    assert {(one.subject, one.field) for one in conflict.statements} >= {("first", "after"), ("second", "after")}
    later = plan.evolve("second", due="2025-01-01")
    assert dx.check(later, repairs=False).conflict == conflict


@pytest.mark.parametrize(("holidays", "verdict"), [(["2024-03-06"], "FEASIBLE"), ([], "INFEASIBLE")])
def test_a_circle_may_hold_around_a_holiday_alone(holidays: list[str], verdict: str) -> None:
    """§3: six days lie within three workdays where one more of them is free than in other weeks."""
    office = dx.Calendar(id="office", holidays=holidays)
    circle = [
        dx.Milestone(id="begin", after=[dx.Dependency(predecessor="end", lag="-3 workdays")]),
        dx.Milestone(id="end", after=[dx.Dependency(predecessor="begin", lag="6 days")]),
    ]
    plan = dx.Plan(id="p", start="2024-01-01", calendar="office", elements=[office, *circle])
    assert search_oracle.verdict(plan) == verdict
    assert dx.check(plan, repairs=False).verdict.name == verdict


def test_no_schedule_goes_on_past_the_last_date_there_is() -> None:
    """§12: after the body has ended, the days on which nobody acts have no end."""
    task = dx.Task(
        id="late",
        not_before="2024-01-12",
        duration="2 days",
        roles={"leads": "old"},
        costs=dx.Cost(fund="fund", amount="1 VND"),
    )
    plan = dx.Plan(id="p", start="2024-01-01", elements=[FUND, dx.Body(id="old", valid_to="2024-01-10"), task])
    assert dx.check(plan, repairs=False).verdict is dx.Verdict.INFEASIBLE


@pytest.mark.parametrize("costs", [[], [dx.Cost(fund="later", amount="1 VND")]], ids=["free", "paid"])
def test_a_sub_goal_may_be_looked_at_later(costs: list[dx.Cost]) -> None:
    """§8, §9: what is to hold until the sub-goal's own due date is done after it, not after that of the goal."""
    fund = dx.Fund(id="later", carry_over="carry", ceilings={2024: "5 VND"})
    harm = dx.Task(id="harm", duration="2 days", advances=dx.Contribution(indicator="i", amount=2), costs=costs)
    whole = dx.Goal(id="whole", due="2024-01-05")
    part = dx.Goal(
        id="part", within="whole", due="2024-02-20", firmness="soft", criterion=dx.AtMost(indicator="i", value=3)
    )
    known = dx.Indicator(id="i", readings=[dx.Reading(date="2023-12-01", value=3)])
    plan = dx.Plan(id="p", start="2024-01-01", elements=[fund, known, whole, part, harm])
    schedule = dx.check(plan).schedule
    assert schedule is not None
    assert schedule.tasks["harm"].finish > part.due
