"""What one job asks for twice: of the same resource, and of a body that leads it in two names."""

import pytest

import dxplan as dx
from dxplan.solve.search.compile import compile_problem
from dxplan.solve.search.cp import Limits
from dxplan.solve.search.joint import joint_model
from dxplan.solve.search.scope import whole_scope


def checked(*elements: dx.Element) -> dx.Feasibility:
    return dx.check(dx.Plan(id="p", start="2024-01-01", elements=elements), repairs=False)


@pytest.mark.parametrize(("amount", "verdict"), [(1, dx.Verdict.FEASIBLE), (2, dx.Verdict.INFEASIBLE)])
@pytest.mark.parametrize("due", [None, "2024-12-31"])
def test_two_uses_of_one_resource_count_together(amount: int, verdict: dx.Verdict, due: str | None) -> None:
    uses = (dx.Use(resource="team", amount=1), dx.Use(resource="team", amount=amount))
    build = dx.Task(id="build", duration="3 days", uses=uses, due=due)
    found = checked(dx.Resource(id="team", capacity=2), build)
    assert found.verdict is verdict
    if found.conflict is not None:
        assert found.conflict.minimal
        assert sorted(one.field for one in found.conflict.statements) == ["capacity", "duration", "uses", "uses"]


@pytest.mark.parametrize(("limit", "verdict"), [(1, dx.Verdict.INFEASIBLE), (2, dx.Verdict.FEASIBLE)])
def test_a_body_that_leads_in_two_names_leads_once(limit: int, verdict: dx.Verdict) -> None:
    old = dx.Body(id="old", valid_to="2024-01-10", successor="new")
    new = dx.Body(id="new", valid_from="2024-01-05", lead_limit=limit)
    build = dx.Task(id="build", duration="20 days", roles={"leads": ["old", "new"]}, due="2024-01-24")
    assert checked(old, new, build).verdict is dx.Verdict.FEASIBLE
    problem = compile_problem(dx.Plan(id="p", start="2024-01-01", elements=[old, new, build]))
    model = joint_model(problem, strict=True, scope=whole_scope(problem, 30))
    assert model.cp.solve(Limits(until=None), first=True).status == "optimal"
    train = dx.Task(id="train", duration="20 days", roles={"leads": "new"}, due="2024-02-05")
    assert checked(old, new, build, train).verdict is verdict
