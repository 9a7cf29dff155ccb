"""§16: the days on which a search places jobs are enough: what has room after the last date is not impossible."""

from __future__ import annotations

import pytest

import dxplan as dx
from dxplan.solve.search.compile import compile_problem
from dxplan.solve.search.cp import Limits
from dxplan.solve.search.joint import joint_model
from tests.feasibility.judged import mistakes, plans_of

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
}


@pytest.mark.parametrize("strict", [True, False], ids=["strict", "lenient"])
@pytest.mark.parametrize("elements", PLANS.values(), ids=PLANS)
def test_what_has_room_later_is_not_impossible(elements: list[dx.Element], strict: bool) -> None:
    plan = dx.Plan(id="p", start="2024-01-01", elements=[TEAM, FUND, *elements])
    model = joint_model(compile_problem(plan), strict=strict)
    assert model.cp.solve(Limits(until=None)).status in ("feasible", "optimal")


@pytest.mark.parametrize("seed", [309, 671, 950], ids=str)
def test_mistakes_that_were_made(seed: int) -> None:
    """What recurring work waits for was given no time; two schedules went on past the last date there is."""
    for _, plan in plans_of([seed]):
        assert not mistakes(plan, dx.check(plan, repairs=False))
