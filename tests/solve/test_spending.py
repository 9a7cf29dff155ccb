"""Money by fund and year (§13, §14): apportioned without losing a unit, and told as officials write it."""

from __future__ import annotations

import json
import pickle
import time
from fractions import Fraction

import pytest
from hypothesis import given, strategies as st

import dxplan as dx
from dxplan.report.amount import amount
from dxplan.report.language import Language
from dxplan.solve.spending import apportion

FUND = dx.Fund(id="f", name="Vốn tỉnh", ceilings={2024: "4 tỷ VND", 2025: "9 tỷ VND"})


def money(*elements: dx.Element, start: str = "2024-12-02", **more: str) -> dx.Spending:
    plan = dx.Plan(id="p", start=start, elements=elements, **more)
    return dx.spending(plan, dx.early_schedule(plan))


def by_year(spending: dx.Spending) -> dict[int, int]:
    return {one.year: one.amount.amount for one in spending.outlays}


@given(st.integers(0, 10**18), st.dictionaries(st.integers(1, 100), st.integers(1, 366), min_size=1))
def test_apportioning_loses_nothing(whole: int, weights: dict[int, int]) -> None:
    """§13: the parts add up, each within one unit of its exact share, more weight never gets less."""
    parts = apportion(whole, weights)
    assert sum(parts.values()) == whole
    for key, part in parts.items():
        assert abs(part - Fraction(whole * weights[key], sum(weights.values()))) < 1
    by_weight = sorted(weights, key=lambda key: (weights[key], -key))
    assert [parts[key] for key in by_weight] == sorted(parts.values())


@pytest.mark.parametrize(
    ("spread", "duration", "wanted"),
    [
        ("start", "100 days", {2024: 10}),
        ("end", "100 days", {2025: 10}),
        ("even", "100 days", {2024: 3, 2025: 7}),
        ("even", "44 workdays", {2024: 5, 2025: 5}),  # 22 worked days in December
        ("even", "0 days", {2024: 10}),
        ("end", "30 days", {2024: 10}),  # the last day is 31 December
        ("end", "31 days", {2025: 10}),
    ],
)
def test_spreads(spread: str, duration: str, wanted: dict[int, int]) -> None:
    """§14: by the task's own days: worked days for workdays, every day for elapsed time."""
    task = dx.Task(id="t", duration=duration, costs=dx.Cost(fund="f", amount="10 VND", spread=spread))
    assert by_year(money(FUND, task)) == wanted


def test_a_moment_spends_on_the_day_on_which_it_is_reported() -> None:
    """§1: a zero-length task after one that ends on 31 December says 31 December."""
    before = dx.Task(id="a", duration="30 days")
    pay = dx.Task(id="b", duration="0 days", after="a", costs=dx.Cost(fund="f", amount="10 VND"))
    assert by_year(money(FUND, before, pay)) == {2024: 10}


def test_recurring_and_continuous_work() -> None:
    """§14: the amount is for all times together, over the days of all of them."""
    costs = dx.Cost(fund="f", amount="40 VND")
    report = dx.Task(id="t", duration="10 days", recurring="1 month", costs=costs)
    assert by_year(money(FUND, report, start="2024-11-01", horizon="2025-02-28")) == {2024: 20, 2025: 20}
    watch = dx.Task(id="t", recurring={"until": "2025-01-31"}, costs=costs, not_before="2024-12-30")
    assert by_year(money(FUND, watch, start="2024-01-01")) == {2024: 3, 2025: 37}  # 2 and 23 worked days
    paid_at_the_end = dx.Task(id="t", recurring="continuous", costs=dx.Cost(fund="f", amount="1 VND", spread="end"))
    assert by_year(money(FUND, paid_at_the_end, horizon="2026")) == {2026: 1}


def test_a_mode_has_costs_of_its_own() -> None:
    mode = dx.Mode(id="out", duration="3 days", costs=dx.Cost(fund="f", amount="7 VND"))
    task = dx.Task(id="t", duration="5 days", modes=[mode], costs=dx.Cost(fund="f", amount="1 VND"))
    plan = dx.Plan(id="p", start="2024-01-01", elements=[FUND, task])
    in_mode = dx.Schedule.from_ticks(plan.start, {"t": (0, 3)}, modes={"t": "out"})
    assert by_year(dx.spending(plan, in_mode)) == {2024: 7}
    assert by_year(dx.spending(plan, dx.early_schedule(plan))) == {2024: 1}
    with pytest.raises(dx.InputError) as error:
        dx.spending(plan, dx.Schedule.from_ticks(plan.start, {"t": (0, 3), "u": (0, 1)}, modes={"t": "in"}))
    assert [one.code for one in error.value.defects] == ["reference.dangling"] * 2


def test_currencies_are_kept_apart() -> None:
    """§13: two currencies are two totals, even on one fund without ceilings."""
    costs = [dx.Cost(fund="f", amount="7 VND"), dx.Cost(fund="f", amount="5 USD")]
    spending = money(dx.Fund(id="f"), dx.Task(id="t", duration="1 day", costs=costs))
    assert [str(one) for one in spending.totals] == ["5 USD", "7 VND"]
    assert len(spending.unknown) == 2


def test_balances() -> None:
    """§14: what is brought forward, and what is not known, year by year."""
    fund = dx.Fund(id="f", ceilings={2024: "10 VND", 2026: "10 VND"}, carry_over="carry")
    task = dx.Task(id="t", duration="1 day", costs=dx.Cost(fund="f", amount="4 VND"))
    plan = dx.Plan(id="p", start="2024-06-03", elements=[fund, task])
    names = ("year", "ceiling", "brought_forward", "spent", "left", "short")
    records = [one.to_record() for one in dx.spending(plan, dx.early_schedule(plan)).balances]
    assert [tuple(record[name] for name in names) for record in records] == [
        (2024, 10, 0, 4, 6, 0),
        (2025, None, 6, 0, None, 0),
        (2026, 10, None, 0, None, 0),
    ]


def test_what_is_told() -> None:
    build = dx.Task(id="build", within="works", duration="100 days", costs=dx.Cost(fund="f", amount="20 tỷ VND"))
    spending = money(dx.Programme(id="works"), FUND, build)
    assert spending.to_records() == [
        {"year": 2024, "fund": "f", "programme": "works", "amount": 6 * 10**9, "currency": "VND"},
        {"year": 2025, "fund": "f", "programme": "works", "amount": 14 * 10**9, "currency": "VND"},
    ]
    assert json.loads(spending.to_json()) == spending.to_dict()
    frame = spending.to_dataframe()
    assert list(frame.columns) == ["year", "fund", "programme", "amount", "currency"]
    assert frame["amount"].sum() == 20 * 10**9
    assert "f is short of 2 billion VND in 2024" in spending.summary()
    assert "Vốn tỉnh (f), tỷ đồng" in spending.summary(lang="vi")
    assert "f thiếu 5 tỷ đồng năm 2025" in spending.summary(lang="vi")
    assert all(len(line) <= 80 and line == line.rstrip() for line in spending.summary(lang="vi").splitlines())
    assert repr(spending) == "Spending('p': 20 tỷ VND, short in 2 of 2 fund-years)"
    assert pickle.loads(pickle.dumps(spending)) == spending
    assert "f is short of 2 billion VND" in spending._repr_html_()
    assert money().summary() == "The plan has no funds and no costs."


@pytest.mark.parametrize(
    ("text", "english", "vietnamese"),
    [
        ("143500 triệu VND", "143.5 billion VND", "143,5 tỷ đồng"),
        ("1172700 triệu VND", "1,172.7 billion VND", "1.172,7 tỷ đồng"),
        ("350 triệu VND", "350 million VND", "350 triệu đồng"),
        ("1234567891 VND", "1,234,567,891 VND", "1.234.567.891 đồng"),
        ("500 VND", "500 VND", "500 đồng"),
        ("0 VND", "0 VND", "0 đồng"),
        ("2 million USD", "2 million USD", "2 triệu USD"),
    ],
)
def test_amounts_are_exact(text: str, english: str, vietnamese: str) -> None:
    assert amount(dx.Money.parse(text), Language("en")) == english
    assert amount(dx.Money.parse(text), Language("vi")) == vietnamese


def test_adversarial_amounts_and_spans_are_answered_at_once() -> None:
    """10^18 đồng over a hundred years on worked days with holidays, and daily work that comes again and again."""
    elements = [
        dx.Calendar(id="vn", country="VN"),
        dx.Fund(id="f", ceilings=dict.fromkeys(range(2024, 2124), "1 VND"), carry_over="carry"),
        dx.Resource(id="team", capacity=0),
        *(
            dx.Task(
                id=f"t{number}",
                calendar="vn",
                recurring="continuous",
                costs=dx.Cost(fund="f", amount=f"{10**18} VND"),
                uses=dx.Use(resource="team", effort="1 person-day"),
            )
            for number in range(3)
        ),
        dx.Task(id="d", duration="1 day", recurring="1 day", uses=dx.Use(resource="team", amount=10**18)),
    ]
    plan = dx.Plan(id="p", start="2024-01-01", horizon=2123, elements=elements)
    schedule = dx.early_schedule(plan)
    dx.usage(plan, schedule)  # the public days are read once
    times = []
    for ask in (dx.spending, dx.usage, dx.verify):
        begin = time.process_time()
        ask(plan, schedule)
        times.append(time.process_time() - begin)
    assert max(times) < 3, times  # about a third of a second each on a quiet machine
    spending = dx.spending(plan, schedule)
    assert sum(one.amount.amount for one in spending.outlays) == 3 * 10**18
    assert len(spending.short) == 100
