"""No schedule finishes before a bound says so; and each kind of bound says what it can (§3, §14, §15)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

import dxplan as dx
from dxplan.solve.search.bounds import finish_bounds, least_finish
from dxplan.solve.search.compile import compile_problem
from tests.feasibility.judged import plans_of
from tests.search_best import finishes_by

TEAM = dx.Resource(id="team", capacity=1)
USES = dx.Use(resource="team", amount=1)


def plan(*elements: dx.Element, start: str = "2024-12-30", **more: Any) -> dx.Plan:
    return dx.Plan(id="p", start=start, elements=elements, **more)


def task(id: str, duration: str | None = "2 days", **more: Any) -> dx.Task:
    return dx.Task(id=id, duration=duration, **more)


def fund(ceilings: dict[int, str], carry: str = "lapse") -> dx.Fund:
    return dx.Fund(id="fund", ceilings=ceilings, carry_over=carry)


def costs(amount: int, spread: str = "even") -> dx.Cost:
    return dx.Cost(fund="fund", amount=f"{amount} VND", spread=spread)


def told(plan: dx.Plan, kind: str) -> list[tuple[str, dt.date]]:
    return [(one.subject, one.day) for one in finish_bounds(compile_problem(plan)) if one.kind == kind]


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


WEEKLY = dx.Recurrence(every="1 week", until="2025-03-01")
GOES_ON = dx.Recurrence(until="2025-03-01")


@pytest.mark.parametrize(
    ("subject", "last", "elements"),
    [
        ("b", "2025-01-02", [task("a"), task("b", after="a")]),
        ("b", "2025-01-05", [task("a"), task("b", after=[{"predecessor": "a", "lag": "3 days"}])]),
        ("b", "2025-01-09", [task("a"), task("b", after=[{"predecessor": "a", "type": "FF", "lag": "9 days"}])]),
        ("b", "2025-01-07", [task("b", "2 workdays", not_before="2025-01-04")]),
        # a moment is reported on the day before its boundary
        ("b", "2025-01-04", [dx.Milestone(id="b", not_before="2025-01-04")]),
        ("b", "2024-12-30", [dx.Milestone(id="b")]),
        # nobody has to wait for what may be left out, nor to take the longer way
        ("b", "2024-12-31", [task("a", "9 days", optional=True), task("b", after="a")]),
        ("b", "2024-12-30", [task("b", modes=[dx.Mode(id="fast", duration="1 day")])]),
        # of what comes again the first time counts, of what goes on nothing
        ("b", "2025-01-02", [task("a", recurring=WEEKLY), task("b", after="a")]),
        ("b", "2024-12-31", [task("b"), task("a", None, recurring=GOES_ON, after="b")]),
    ],
)
def test_a_chain_of_waits(subject: str, last: str, elements: list[dx.Element]) -> None:
    assert told(plan(*elements), "path") == [(subject, day(last))]


@pytest.mark.parametrize(
    ("last", "elements"),
    [
        ("2025-01-02", [TEAM, *(task(id, uses=USES) for id in "ab")]),
        # on workdays, and not before they can begin
        ("2025-01-08", [TEAM, *(task(id, "4 workdays", uses=USES) for id in "ab")]),
        ("2025-01-13", [TEAM, task("a", "9 days"), *(task(id, "2 workdays", uses=USES, after="a") for id in "bc")]),
        # one that can begin at once does not make the others earlier
        (
            "2025-01-11",
            [TEAM, task("a", "9 days"), task("b", uses=USES), *(task(i, uses=USES, after="a") for i in "cd")],
        ),
        ("2025-01-02", [TEAM, *(task(id, uses=dx.Use(resource="team", effort="2 person-days")) for id in "ab")]),
        # the least that is asked of a way, and nothing of what may be left out
        ("2024-12-31", [TEAM, *(task(id, "1 day", uses=USES) for id in "ab"), task("c", uses=USES, optional=True)]),
        ("2024-12-30", [TEAM, task("a", uses=USES, modes=[dx.Mode(id="b", duration="1 day", uses=[USES])])]),
        (None, [TEAM, task("a", uses=USES, modes=[dx.Mode(id="b", duration="9 days")])]),
        # further times may come after all else has ended
        ("2024-12-31", [TEAM, *(task(id, "1 day", uses=USES, recurring=WEEKLY) for id in "ab")]),
        (None, [TEAM, task("a", uses=dx.Use(resource="team", effort="8 person-days"), recurring=WEEKLY)]),
        (None, [TEAM, task("a"), task("b", None, uses=USES, recurring=GOES_ON)]),
        # nobody is there for a while, or ever
        (
            "2025-01-06",
            [
                dx.Resource(
                    id="team",
                    capacity=[
                        dx.Step(amount=1),
                        dx.Step(amount=0, since="2024-12-31"),
                        dx.Step(amount=2, since="2025-01-05"),
                    ],
                ),
                *(task(id, uses=USES) for id in "ab"),
            ],
        ),
        (None, [dx.Resource(id="team", capacity=0), task("a", uses=USES)]),
    ],
)
def test_the_work_of_a_resource(last: str | None, elements: list[dx.Element]) -> None:
    assert told(plan(*elements), "energy") == ([] if last is None else [("team", day(last))])


BOTH = {2024: "4 VND", 2025: "4 VND"}


@pytest.mark.parametrize(
    ("year", "elements"),
    [
        (2025, [fund(BOTH), task("a", costs=costs(8))]),
        (None, [fund(BOTH), task("a", costs=costs(4))]),
        (
            2025,
            [
                fund(BOTH),
                *(task(id, costs=costs(3, spread)) for id, spread in zip("ab", ["start", "end"], strict=True)),
            ],
        ),
        # of a year of which nothing is said nothing is claimed
        (None, [fund(BOTH), task("a", costs=costs(9))]),
        (None, [fund({2025: "4 VND"}), task("a", costs=costs(4))]),
        (None, [fund({2025: "4 VND"}, "carry"), task("a", costs=costs(4))]),
        # what is left of earlier years
        (None, [fund({2023: "9 VND", **BOTH}, "carry"), task("a", costs=costs(8))]),
        (2025, [fund({2023: "9 VND", **BOTH}, "lapse"), task("a", costs=costs(8))]),
        (2025, [fund({2023: "3 VND", **BOTH}, "carry"), task("a", costs=costs(8))]),
        (None, [fund({2022: "9 VND", **BOTH}, "carry"), task("a", costs=costs(8))]),
        # what lapses before anything can be spent is gone
        (2026, [fund({**BOTH, 2026: "4 VND"}), task("a", costs=costs(8), not_before="2025-01-02")]),
        (2025, [fund({**BOTH, 2026: "4 VND"}, "carry"), task("a", costs=costs(8), not_before="2025-01-02")]),
        (2026, [fund({**BOTH, 2026: "4 VND"}), task("b", "3 days"), task("a", "0 days", costs=costs(8), after="b")]),
        (2026, [fund({**BOTH, 2026: "4 VND"}), task("a", "3 days", costs=costs(8, "end"))]),
        (2025, [fund({**BOTH, 2026: "4 VND"}), task("a", "3 days", costs=costs(8, "start"))]),
        # the cheapest way, and what comes again
        (
            None,
            [fund(BOTH), task("a", costs=costs(8), modes=[dx.Mode(id="cheap", duration="1 day", costs=[costs(4)])])],
        ),
        (None, [fund(BOTH), task("a", costs=costs(8), optional=True), task("b")]),
        (None, [fund(BOTH), task("a", costs=costs(8), recurring=WEEKLY)]),
        (2025, [fund(BOTH), task("a", costs=costs(8, "start"), recurring=WEEKLY)]),
    ],
)
def test_the_money_of_a_fund(year: int | None, elements: list[dx.Element]) -> None:
    assert told(plan(*elements), "budget") == ([] if year is None else [("fund", dt.date(year, 1, 1))])


def test_work_on_the_first_day_of_a_year_is_enough() -> None:
    """§1: a moment whose boundary is the second day of a year is reported on the first."""
    poor = plan(fund({2024: "1 VND", 2025: "1 VND"}), dx.Milestone(id="m"), task("a", "0 days", costs=costs(1)))
    for duration in ("0 days", "1 day"):
        both = dx.Plan(id="p", start="2024-12-30", elements=[*poor.elements, task("b", duration, costs=costs(1))])
        assert least_finish(compile_problem(both)) == 3
        assert finishes_by(both, 3)
        assert not finishes_by(both, 2)


def test_the_latest_comes_first_and_a_moment_may_be_at_the_very_start() -> None:
    both = plan(TEAM, *(task(id, uses=USES) for id in "ab"))
    assert [one.kind for one in finish_bounds(compile_problem(both))] == ["energy", "path"]
    assert least_finish(compile_problem(both)) == 4
    assert least_finish(compile_problem(plan(dx.Milestone(id="m")))) == 0
    assert least_finish(compile_problem(plan(task("a", optional=True)))) == 0


def test_days_that_run_out_are_no_bound() -> None:
    """§2: and no mistake."""
    ages = [task(f"t{n}", "50000 workdays", uses=USES, after=[f"t{n - 1}"] if n else []) for n in range(50)]
    bounds = finish_bounds(compile_problem(plan(TEAM, *ages)))
    assert {one.kind for one in bounds} == {"path", "energy"}
    assert min(one.day.year for one in bounds) > 9700


def mistakes(seeds: range) -> list[int]:
    """Return the plans of which some schedule ends too soon, whether it keeps all or breaks what is not said."""
    wrong: list[int] = []
    for seed, tiny in plans_of(seeds):
        problem = compile_problem(tiny)
        least = least_finish(problem)
        days = [(one.day - tiny.start).days + 1 for one in finish_bounds(problem) if one.day > tiny.start]
        told_otherwise = max(days, default=min(least, 1)) != least
        if told_otherwise or (0 < least < 60 and finishes_by(tiny, least - 1, strict=False)):
            wrong.append(seed)
    return wrong


def test_no_schedule_ends_before_a_bound() -> None:
    assert mistakes(range(1000)) == []


@pytest.mark.slow
def test_no_schedule_of_many_plans_ends_before_a_bound() -> None:
    assert mistakes(range(1000, 20_000)) == []


def test_the_bounds_are_worth_something() -> None:
    """Of the plans that can be done at all within some days a third can be done by the bound."""
    reached = later = 0
    for _, tiny in plans_of(range(300)):
        least = least_finish(compile_problem(tiny))
        if finishes_by(tiny, least):
            reached += 1
        else:
            later += least < 12 and finishes_by(tiny, 12)
    assert reached > 2 * later > 0
