"""All checks together: they never raise, no order matters, and third parties are kept at arm's length."""

import random
import sys
import time
from importlib.metadata import EntryPoint

import pytest

import dxplan as dx
from dxplan.checks import registry
from dxplan.findings import Rule
from tests.checks.told import plan

HOSTILE = [
    dx.Area(id="x", parent="y", successors=["x", "y"], valid_from="2025-01-01", valid_to="2024-01-01"),
    dx.Area(id="y", parent="x", level="district", valid_to="2199-12-31", successors=["x"]),
    dx.Body(
        id="a", parent="b", directed_by="a", successor="b", members=["a", "b"], valid_to="2199-12-31", lead_limit=0
    ),
    dx.Body(id="b", parent="a", successor="a", members=["a"], name="A", valid_from="2199-12-31", valid_to="1900-01-01"),
    dx.Calendar(id="c", country="ZZ"),
    dx.Indicator(id="i", benchmarks=[dx.Benchmark(id="m")]),
    dx.Goal(id="g", within="h", enablers=["g", "t"], due="1900-01-01", roles={"oversees": ["a", "b"]}),
    dx.Goal(
        id="h",
        within="g",
        due="2199-12-31",
        roles=[dx.Assignment(role="leads", body="a", on_behalf_of="a", named="?")],
        criterion=dx.AnyOf(
            criteria=[
                dx.ForEach(
                    areas=dx.Areas(level="district"),
                    criterion=dx.CountOf(
                        areas=dx.Areas(within="x"),
                        at_least=10**9,
                        criterion=dx.InTier(indicator="i", peers=dx.Areas(only=["x"])),
                    ),
                ),
                dx.Above(indicator="i", benchmark="m", area="y"),
            ]
        ),
    ),
    dx.Programme(id="q", within="q", serves=["g"]),
    dx.Resource(id="r", capacity=0),
    dx.Fund(id="f", ceilings={1900: "0 VND", 2199: "1 VND"}, holder="a"),
    dx.Task(
        id="t",
        within="q",
        after=["t", "u", dx.Dependency(predecessor="u", lag="-9 years")],
        not_before="2199-12-31",
        on="1900-01-01",
        due="1950-01-01",
        calendar="c",
        roles={role.value: ["a", "b"] for role in dx.Role},
        uses=[dx.Use(resource="r", effort="1 person-year")],
        costs=[dx.Cost(fund="f", amount="999999999 tỷ VND", spender="b")],
    ),
    dx.Task(id="u", after=["t"], duration="0 days", recurring={"until": "1900-01-01"}, within="q"),
    dx.Task(id="v", not_before="1900-01-01", duration="199 years", roles={"leads": "a"}, calendar="c"),
    dx.Task(id="w", due="1900-01-01", recurring="continuous", roles={"leads": ["a", "b"]}),
]


def test_no_check_raises_and_no_order_matters() -> None:
    expected = dx.run_checks(plan(*HOSTILE), third_party=False)
    assert len({finding.code for finding in expected}) > 25
    for seed in range(5):
        mixed = random.Random(seed).sample(HOSTILE, len(HOSTILE))
        assert dx.run_checks(plan(*mixed), third_party=False) == expected


def test_empty_plan_has_no_findings() -> None:
    assert dx.run_checks(plan(), third_party=False) == ()


def test_every_finding_follows_a_rule_of_its_room() -> None:
    for finding in dx.run_checks(plan(*HOSTILE), third_party=False):
        assert finding.code in registry.RULES
    codes = [rule.code for room in registry._ROOMS for rule in room.RULES]
    assert len(codes) == len(set(codes))


NOTE = Rule(code="X101", severity="info", title="t", message="task {subject}", remedy="r")


def test_third_party_is_found_and_its_failure_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def good(plan: dx.Plan) -> list[dx.Finding]:
        return [NOTE.finding(plan.id)]

    def bad(plan: dx.Plan) -> list[dx.Finding]:
        raise ValueError("no")

    module = type(sys)("offered")
    module.good, module.bad, module.odd = good, bad, lambda plan: ["text"]  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "offered", module)
    entries = [EntryPoint(name, f"offered:{name}", "dxplan.checks") for name in ("good", "bad", "odd", "absent")]
    monkeypatch.setattr(registry, "entry_points", lambda group: [one for one in entries if one.group == group])
    found = dx.run_checks(plan())
    assert [finding.code for finding in found] == ["X901", "X901", "X901", "X101"]
    assert [finding.params["check"] for finding in found[:3]] == ["absent", "bad", "odd"]
    assert dx.run_checks(plan(), third_party=False) == ()


@pytest.mark.slow
def test_ten_thousand_tasks_in_three_seconds() -> None:
    size, draw = 10_000, random.Random(1)
    bodies = [dx.Body(id=f"b{n}", kind="state", parent=f"b{n // 5}" if n else None, lead_limit=40) for n in range(100)]
    goals = [dx.Goal(id=f"g{n}", due=2030, within="g0" if n else None) for n in range(200)]
    tasks = [
        dx.Task(
            id=f"t{n}",
            duration=f"{draw.randrange(1, 20)} workdays",
            after={f"t{draw.randrange(n)}" for _ in range(draw.choice([2, 3]))} if n else [],
            due=2030,
            serves=[f"g{draw.randrange(1, 200)}"],
            roles={"accountable": "b0", "leads": f"b{draw.randrange(100)}", "coordinates": ["b1", "b2", "b3"]},
            uses=[dx.Use(resource="team", amount=1)],
            costs=[dx.Cost(fund="f", amount="1 triệu VND")],
        )
        for n in range(size)
    ]
    whole = plan(*bodies, *goals, dx.Fund(id="f"), dx.Resource(id="team", capacity=9), *tasks)
    began = time.perf_counter()
    dx.run_checks(whole, third_party=False)
    assert time.perf_counter() - began < 3
