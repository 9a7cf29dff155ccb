"""§13, §14: totals against ceilings, and only what is certain is an error."""

import dxplan as dx
from tests.checks.told import subjects, told


def cost(amount: str = "6 tỷ VND", **fields: object) -> dx.Cost:
    return dx.Cost(fund="f", amount=amount, **fields)  # type: ignore[arg-type]


FUND = dx.Fund(id="f", ceilings={2024: "6 tỷ VND", 2025: "4 tỷ VND"})


def overdrawn(*tasks: dx.Task, fund: dx.Fund = FUND, **header: object) -> list[str]:
    return [code for code in ("M102", "M103") if told(code, fund, *tasks, **header)]


def test_sum_is_an_error_only_where_every_year_is_known() -> None:
    tasks = [dx.Task(id=id, due=2025, costs=[cost()]) for id in "ab"]
    assert overdrawn(*tasks) == ["M102"]
    assert overdrawn(tasks[0]) == []
    assert overdrawn(tasks[0], dx.Task(id="b", due=2026, costs=[cost()])) == ["M103"]
    assert overdrawn(tasks[0], dx.Task(id="b", costs=[cost()])) == ["M103"]  # it may come late
    assert overdrawn(tasks[0], dx.Task(id="b", costs=[cost()]), horizon=2025) == ["M102"]


def test_what_need_not_be_spent_does_not_count() -> None:
    """A task with modes takes its cheapest, an optional one nothing."""
    cheap = dx.Mode(id="cheap", duration="9 months", costs=[cost("4 tỷ VND")])
    a = dx.Task(id="a", due=2025, costs=[cost()])
    assert overdrawn(a, dx.Task(id="b", due=2025, duration="5 days", costs=[cost()], modes=[cheap])) == []
    assert overdrawn(a, dx.Task(id="b", due=2025, costs=[cost()], optional=True)) == []
    dear = dx.Mode(id="dear", duration="9 months", costs=[cost("5 tỷ VND")])
    assert overdrawn(a, dx.Task(id="b", due=2025, modes=[dear])) == ["M102"]


def test_amounts_are_told_in_the_fund_s_currency() -> None:
    fund = dx.Fund(id="f", ceilings={2024: "10 USD"})
    (finding,) = told("M102", fund, dx.Task(id="a", due=2024, costs=[cost("11 USD")]))
    assert (finding.params["costs"], finding.params["ceilings"]) == ("11 USD", "10 USD")


def test_years_from_early_start_to_due() -> None:
    task = dx.Task(id="a", duration="20 workdays", not_before="2024-11-01", due=2026, costs=[cost()])
    (finding,) = told("M101", FUND, task)
    assert (finding.params["years"], finding.params["tasks"]) == ("2026", "a")
    assert subjects("M101", FUND, dx.Task(id="a", costs=[cost()])) == []  # no dates at all
    assert told("M101", dx.Fund(id="f"), task)[0].params["years"] == "2024, 2025, 2026"


def test_holder_spender_and_lead() -> None:
    bodies = [dx.Body(id="treasury"), dx.Body(id="health", parent="treasury"), dx.Body(id="front")]
    all_of_them = dx.Body(id="all", members=["front", "health"])
    fund = dx.Fund(id="f", holder="treasury")

    def task(roles: dict[str, str], **fields: object) -> dx.Task:
        return dx.Task(id="t", roles=roles, costs=[cost(**fields)])

    assert subjects("R112", *bodies, fund, task({"leads": "health"})) == []
    assert subjects("R112", *bodies, fund, task({"leads": "front"})) == ["t"]
    assert subjects("R112", *bodies, fund, task({"leads": "front"}, spender="health")) == []
    assert subjects("R112", *bodies, fund, task({"leads": "front", "informed": "treasury"})) == []
    assert subjects("R111", *bodies, fund, task({"leads": "front"}, spender="health")) == ["t"]
    assert subjects("R111", *bodies, all_of_them, fund, task({"coordinates": "all"}, spender="health")) == []


def test_costs_of_modes_count_as_draws() -> None:
    mode = dx.Mode(id="m", duration="5 days", costs=[cost()])
    assert subjects("R113", dx.Fund(id="f"), dx.Task(id="t", modes=[mode])) == ["f"]
