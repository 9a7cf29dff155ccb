"""The oracle of the search answers plans whose answers are known (§16, §17)."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import attrs
import pytest

import dxplan as dx
from tests.search_oracle import everything, holds, horizon, least_repair, schedules, verdict

TEAM = dx.Resource(id="team", capacity=1)
FUND = dx.Fund(id="fund", ceilings={2024: "4 VND", 2025: "4 VND"})
USES = [dx.Use(resource="team", amount=1)]
EVEN = [dx.Cost(fund="fund", amount="8 VND")]
LEADS = {"leads": "office"}
LATE = "2024-12-31"  # two days from the start on


def plan(*elements: dx.Element, **more: Any) -> dx.Plan:
    return dx.Plan(id="p", start="2024-12-30", elements=elements, **more)


def task(id: str, duration: str | None = "2 days", **more: Any) -> dx.Task:
    return dx.Task(id=id, duration=duration, **more)


def goal(criterion: Any, due: str = LATE, **more: Any) -> dx.Goal:
    return dx.Goal(id="g", criterion=criterion, due=due, **more)


def adds(amount: int, **more: Any) -> list[dx.Contribution]:
    return [dx.Contribution(indicator="i", amount=amount, **more)]


INDICATOR = dx.Indicator(id="i", readings=[dx.Reading(date="2024-01-01", value=0)])
NO_READING = dx.Indicator(id="i")
REACHED = goal(dx.AtLeast(indicator="i", value=2))


@pytest.mark.parametrize(
    ("wanted", "elements"),
    [
        # nothing to decide
        ("UNKNOWN", []),
        ("UNKNOWN", [dx.Task(id="a", recurring=dx.Recurrence(until=LATE))]),
        # times
        ("FEASIBLE", [task("a", due=LATE)]),
        ("INFEASIBLE", [task("a", "3 days", due=LATE)]),
        ("INFEASIBLE", [task("a"), task("b", "1 day", after="a", due=LATE)]),
        ("FEASIBLE", [task("a"), task("b", "1 day", after=[{"predecessor": "a", "lag": "-1 day"}], due=LATE)]),
        ("INFEASIBLE", [task("a", on="2024-12-31", due=LATE)]),
        ("INFEASIBLE", [task("a", "2 workdays", not_before="2025-01-04", due="2025-01-06")]),
        ("INFEASIBLE", [task("a", after="b"), task("b", after="a")]),
        ("FEASIBLE", [task("a", after=[{"predecessor": "b", "lag": "-4 days"}]), task("b", after="a")]),
        ("FEASIBLE", [task("a", "3 days", due=LATE, optional=True), task("b")]),
        ("FEASIBLE", [task("a", "3 days", due=LATE, modes=[dx.Mode(id="fast", duration="1 day")])]),
        ("UNKNOWN", [task("a", None)]),
        ("INFEASIBLE", [task("a", None, due="2024-12-29")]),
        # people
        ("INFEASIBLE", [TEAM, task("a", uses=USES, due=LATE), task("b", uses=USES, due="2025-01-01")]),
        ("FEASIBLE", [TEAM, task("a", uses=USES, due=LATE), task("b", uses=USES, due="2025-01-02")]),
        ("FEASIBLE", [TEAM, task("a", uses=[dx.Use(resource="team", effort="2 person-days")])]),
        ("INFEASIBLE", [TEAM, task("a", uses=[dx.Use(resource="team", effort="3 person-days")])]),
        ("UNKNOWN", [TEAM, task("a", "0 days", uses=[dx.Use(resource="team", effort="3 person-days")])]),
        # money: half of it in each year, on the two days about New Year
        ("FEASIBLE", [FUND, task("a", costs=EVEN)]),
        ("INFEASIBLE", [FUND, task("a", costs=EVEN, due=LATE)]),
        ("INFEASIBLE", [FUND, task("a", costs=EVEN, not_before="2025-01-01", due="2025-12-31")]),
        ("UNKNOWN", [FUND, task("a", costs=EVEN, not_before="2025-01-01")]),
        ("FEASIBLE", [attrs.evolve(FUND, carry_over="carry"), task("a", costs=EVEN, not_before="2025-01-01")]),
        ("UNKNOWN", [dx.Fund(id="fund"), task("a", costs=EVEN)]),
        # bodies
        ("INFEASIBLE", [dx.Body(id="office", valid_to="2024-12-30"), task("a", roles=LEADS)]),
        ("FEASIBLE", [dx.Body(id="office", valid_to="2024-12-30"), task("a", roles={"informed": "office"})]),
        ("FEASIBLE", [dx.Body(id="office", valid_from="2025-01-09"), task("a", roles=LEADS)]),
        ("INFEASIBLE", [dx.Body(id="office", valid_from="2025-01-09"), dx.Milestone(id="a", roles=LEADS, due=LATE)]),
        ("INFEASIBLE", [dx.Body(id="office", lead_limit=0), task("a", roles=LEADS)]),
        ("FEASIBLE", [dx.Body(id="office", lead_limit=0), dx.Milestone(id="a", roles=LEADS)]),
        # goals
        ("FEASIBLE", [task("a"), goal(dx.Delivered(task="a"))]),
        ("INFEASIBLE", [task("a", "3 days"), goal(dx.Delivered(task="a"))]),
        ("FEASIBLE", [task("a", "3 days"), goal(dx.Delivered(task="a"), firmness="soft")]),
        ("UNKNOWN", [task("a"), goal(dx.Undefined(words="good"))]),
        ("INFEASIBLE", [INDICATOR, task("a", advances=adds(1)), REACHED]),
        ("UNKNOWN", [NO_READING, task("a", advances=adds(1)), REACHED]),
        ("FEASIBLE", [INDICATOR, task("a", advances=adds(2)), task("b", advances=adds(-1)), REACHED]),
        ("INFEASIBLE", [INDICATOR, task("a", advances=adds(2, delay="1 day")), REACHED]),
        ("INFEASIBLE", [INDICATOR, task("a", advances=adds(2)), task("b", advances=adds(-1), due=LATE), REACHED]),
    ],
)
def test_verdicts_that_are_known(wanted: str, elements: list[dx.Element]) -> None:
    assert verdict(plan(*elements)) == wanted


CONFLICTS: dict[str, tuple[list[dx.Element], set[tuple[str, str]]]] = {
    "length and due date": ([task("a", "3 days", due=LATE)], {("a", "duration"), ("a", "due")}),
    "a chain": (
        [task("a"), task("b", "1 day", after="a", due=LATE), task("c", after="b")],
        {("a", "duration"), ("b", "after"), ("b", "duration"), ("b", "due")},
    ),
    "modes": (
        [task("a", "3 days", due=LATE, modes=[dx.Mode(id="slow", duration="4 days")])],
        {("a", "modes"), ("a", "due")},
    ),
    "fixed days": (
        [task("a", "0 days", on="2025-01-03", due=LATE), task("b", not_before="2025-01-03")],
        {("a", "on"), ("a", "due")},
    ),
    "before the start": ([dx.Milestone(id="a", due="2024-12-29")], {("a", "due")}),
    "a circle": (
        [task("a", after="b"), task("b", "0 days", after="a")],
        {("a", "after"), ("a", "duration"), ("b", "after")},
    ),
    "use of one task": (
        [TEAM, task("a", uses=[dx.Use(resource="team", amount=2)], due=LATE)],
        {("a", "duration"), ("a", "uses"), ("team", "capacity")},
    ),
    "use of two": (
        [TEAM, task("a", uses=USES, due=LATE), task("b", uses=USES, due="2025-01-01")],
        {("team", "capacity"), *((id, field) for id in "ab" for field in ("duration", "uses", "due"))},
    ),
    "a year's money": (
        [FUND, task("a", costs=EVEN, due=LATE)],
        {("fund", "ceilings"), ("a", "duration"), ("a", "costs"), ("a", "due")},
    ),
    "money of a mode": (
        [FUND, task("a", None, modes=[dx.Mode(id="own", duration="2 days", costs=EVEN)], due=LATE)],
        {("fund", "ceilings"), ("a", "modes"), ("a", "due")},
    ),
    "a body that ends": (
        [dx.Body(id="office", valid_to="2024-12-30"), task("a", roles=LEADS)],
        {("office", "valid_to"), ("a", "duration")},
    ),
    "a moment before a body begins": (
        [dx.Body(id="office", valid_from="2025-01-09"), dx.Milestone(id="a", roles=LEADS, due=LATE)],
        {("office", "valid_from"), ("a", "due")},
    ),
    "two leads at once": (
        [dx.Body(id="office", lead_limit=1), *(task(id, roles=LEADS, due=LATE) for id in "ab")],
        {("office", "lead_limit"), *((id, field) for id in "ab" for field in ("duration", "due"))},
    ),
    "a goal out of reach": (
        [INDICATOR, task("a", advances=adds(2)), task("b", advances=adds(-1), due=LATE), REACHED],
        {("g", "due"), ("b", "due")},
    ),
    "a goal too soon": (
        [task("a", "3 days"), task("b"), goal(dx.AllOf(criteria=[dx.Delivered(task=id) for id in "ab"]))],
        {("g", "due"), ("a", "duration")},
    ),
    "an optional task that a goal wants": (
        [TEAM, task("a", optional=True, uses=[dx.Use(resource="team", amount=2)]), goal(dx.Delivered(task="a"))],
        {("g", "due"), ("a", "duration"), ("a", "uses"), ("team", "capacity")},
    ),
}


@pytest.mark.parametrize("name", CONFLICTS)
def test_what_contradicts_and_what_frees(name: str) -> None:
    """Whatever else is said does not matter, and dropping any one of the conflict lets everything else hold."""
    elements, wanted = CONFLICTS[name]
    said = everything(plan(*elements))
    conflict = [one for one in said if (one.subject, one.field) in wanted and "in 2025" not in one.value]
    assert {(one.subject, one.field) for one in conflict} == wanted
    assert not holds(plan(*elements), said)
    assert not holds(plan(*elements), conflict)
    for one in conflict:
        assert holds(plan(*elements), [other for other in said if other is not one]), str(one)


def test_one_of_two_waits_for_the_same_task_is_told_by_its_words() -> None:
    waits: list[Any] = [{"predecessor": "a"}, {"predecessor": "a", "type": "SS", "lag": "9 days"}]
    slow = plan(task("a"), task("b", "1 day", after=waits, due=LATE))
    said = everything(slow)
    assert [one.value for one in said if one.field == "after"] == ["a", "a (SS, lag 9 days)"]
    assert not holds(slow, [one for one in said if one.value != "a"])
    assert not holds(slow, [one for one in said if one.value != "a (SS, lag 9 days)"])
    assert holds(slow, [one for one in said if one.field != "after"])


def test_years_without_a_ceiling_give_what_is_wanted() -> None:
    """A fund that carries over has no limit from the first year on of which nothing is said."""
    fund = attrs.evolve(FUND, carry_over="carry", ceilings={2024: "1 VND", 2025: "1 VND"})
    for last, field in (("2024-12-31", "in 2024"), ("2025-12-31", "in 2024"), ("2025-12-31", "in 2025")):
        poor = plan(fund, task("a", costs=EVEN, due=last))
        said = everything(poor)
        assert not holds(poor, said)
        assert holds(poor, [one for one in said if not one.value.endswith(field)])


def test_without_its_start_a_plan_may_lie_before_it() -> None:
    early = plan(task("a"), task("b", after="a", due=LATE))
    said = [one for one in everything(early) if one.field != "start"]
    assert not holds(early, said)
    assert holds(early, said, start_given=False)
    assert not holds(early, everything(early), start_given=False)
    fixed = plan(task("a", not_before="2024-12-30"), task("b", after="a", due=LATE))
    assert not holds(fixed, [one for one in everything(fixed) if one.field != "start"], start_given=False)


@pytest.mark.parametrize(
    ("kind", "wanted", "elements"),
    [
        ("due", 0, [task("a", due=LATE)]),
        ("due", 1, [task("a", "3 days", due=LATE)]),
        ("due", 3, [TEAM, task("a", uses=USES, due="2024-12-30"), task("b", uses=USES, due=LATE)]),
        ("due", 2, [task("a", "1 workday", not_before="2025-01-04", due="2025-01-04")]),
        ("due", None, [task("a", "3 days"), goal(dx.Delivered(task="a"))]),
        ("due", None, [task("a", costs=EVEN), dx.Fund(id="fund")]),
        ("ceilings", 4, [FUND, task("a", costs=EVEN, due=LATE)]),
        ("ceilings", 8, [dx.Fund(id="fund"), task("a", costs=EVEN)]),
        ("ceilings", 2, [attrs.evolve(FUND, ceilings={2024: "3 VND", 2025: "3 VND"}), task("a", costs=EVEN)]),
        ("ceilings", 4, [attrs.evolve(FUND, carry_over="carry"), task("a", costs=EVEN, due=LATE)]),
        ("capacity", 1, [TEAM, task("a", uses=[dx.Use(resource="team", amount="1.5")])]),
        ("capacity", 1, [TEAM, *(task(id, uses=USES, due=LATE) for id in "ab")]),
        ("capacity", None, [TEAM, task("a", "3 days", uses=USES, due=LATE)]),
        ("lead_limit", 1, [dx.Body(id="office", lead_limit=1), *(task(id, roles=LEADS, due=LATE) for id in "ab")]),
        ("lead_limit", 0, [dx.Body(id="office", lead_limit=1), *(task(id, roles=LEADS) for id in "ab")]),
        ("carry_over", 1, [FUND, task("a", costs=EVEN, not_before="2025-01-01")]),
        ("carry_over", None, [FUND, task("a", costs=EVEN, due=LATE)]),
    ],
)
def test_repairs_that_are_known(kind: str, wanted: int | None, elements: list[dx.Element]) -> None:
    assert least_repair(plan(*elements), kind) == wanted


def test_repairs_are_weighed_by_what_is_changed() -> None:
    """Of two tasks that share a team one is late: that whose days are the cheaper."""
    shared = plan(TEAM, *(task(id, uses=USES, due=LATE) for id in "ab"))
    assert least_repair(shared, "due") == 2
    assert least_repair(shared, "due", {"a": 5, "b": Fraction(1, 2)}) == 1


def test_all_schedules_that_keep_the_dates() -> None:
    few = plan(task("a", "1 day"), task("b", "1 day", after="a", due="2025-01-01", optional=True))
    found = [{id: one.start_tick for id, one in schedule.tasks.items()} for schedule in schedules(few, 2)]
    assert sorted(map(str, found)) == sorted(
        map(str, [{"a": 0}, {"a": 1}, {"a": 2}, {"a": 0, "b": 1}, {"a": 0, "b": 2}, {"a": 1, "b": 2}])
    )
    assert horizon(few) > 4
