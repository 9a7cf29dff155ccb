"""What dxplan writes for Microsoft Project reads back as the same plan, and the same plan is written the same way."""

from __future__ import annotations

from hypothesis import given

import dxplan as dx
from dxplan.io.msproject.read import from_msproject
from dxplan.io.msproject.write import to_msproject
from tests.strategies import plans
from tests.time_oracle import timed_plans


@given(plans())
def test_a_whole_plan_comes_back(plan: dx.Plan) -> None:
    text, losses = to_msproject(plan)
    assert all(loss.kept for loss in losses)
    again, lost = from_msproject(text)
    assert again == plan
    assert lost == ()


@given(timed_plans())
def test_a_plan_of_dates_comes_back(plan: dx.Plan) -> None:
    text, losses = to_msproject(plan)
    assert all(loss.kept for loss in losses)
    assert from_msproject(text) == (plan, ())


@given(plans(max_tasks=3, max_others=1))
def test_equal_plans_give_the_same_text(plan: dx.Plan) -> None:
    text, _ = to_msproject(plan)
    assert to_msproject(from_msproject(text)[0])[0] == text
