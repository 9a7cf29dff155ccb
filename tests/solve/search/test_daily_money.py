"""Money that is counted by days: each way of a task by itself, whatever the others may do."""

from __future__ import annotations

import pytest

import dxplan as dx
from dxplan.solve.search.compile import compile_problem
from dxplan.solve.search.cp import Limits
from dxplan.solve.search.joint import joint_model


def _archive() -> dx.Plan:
    """Training fits in only where it is short; scanning has to reach into the money of the second year."""
    team = dx.Resource(id="team", capacity=4)
    fund = dx.Fund(id="fund", ceilings={2025: "2 tỷ VND", 2026: "3 tỷ VND"})
    cost, crew = dx.Cost(fund="fund", amount="200 triệu VND"), dx.Use(resource="team", amount=2)
    scan = dx.Task(
        id="scan",
        duration="120 workdays",
        due="Q1/2026",
        uses=dx.Use(resource="team", amount=3),
        costs=dx.Cost(fund="fund", amount="2.4 tỷ VND"),
    )
    train = dx.Task(
        id="train",
        not_before="2025-09-01",
        due="Q1/2026",
        modes=[
            dx.Mode(id="long", duration="60 workdays", costs=cost, uses=crew),
            dx.Mode(id="short", duration="38 workdays", costs=cost, uses=crew),
        ],
    )
    return dx.Plan(id="archive", start="2025-03-03", elements=[team, fund, scan, train])


@pytest.mark.parametrize("strict", [True, False])
def test_ways_of_several_lengths_share_a_position(strict: bool) -> None:
    """The days of one way before the new year do not bind where another way lies."""
    model = joint_model(compile_problem(_archive()), strict=strict)
    assert model.cp.solve(Limits(until=None), first=True).status != "infeasible"
