"""Each kind of breach: a plan and a schedule that raise it, and a neighbour that does not."""

from __future__ import annotations

import datetime as dt
import string
import tomllib
from pathlib import Path
from typing import Any

import attrs
import pytest

import dxplan as dx
from dxplan.report.language import Language
from dxplan.solve.verify.violation import KINDS

START = dt.date(2024, 1, 1)
DEPARTMENT = dx.Body(id="dept", valid_to="2024-01-05")
TEAM = dx.Resource(id="team", capacity=[dx.Step(amount=2), dx.Step(amount=1, since="2024-01-08")])
FUND = dx.Fund(id="fund", ceilings={2024: "10 VND"})
WAIT = dx.Dependency(predecessor="t", lag="1 day")
INDICATOR = dx.Indicator(id="i", readings=[dx.Reading(date="2023-12-31", value=5)])
STEADY = dx.Task(id="always", recurring="continuous")


def task(id: str = "t", duration: str | None = "5 days", **more: Any) -> dx.Task:
    return dx.Task(id=id, duration=duration, **more)


def costs(amount: int, **more: Any) -> dx.Task:
    return task(costs=dx.Cost(fund="fund", amount=f"{amount} VND", **more))


def goal(value: int = 5, **more: Any) -> dx.Goal:
    return dx.Goal(id="g", **{"due": "2024-06-30", "criterion": dx.AtLeast(indicator="i", value=value), **more})


Case = tuple[list[dx.Element], dict[str, tuple[int, int]]]
HERE = {"t": (0, 5)}
CASES: dict[str, tuple[Case, Case]] = {
    "not-scheduled": (([task()], {}), ([task()], HERE)),
    "unknown-task": (([task()], {**HERE, "other": (0, 1)}), ([task()], HERE)),
    "has-no-dates": (([STEADY], {"always": (0, 1)}), ([STEADY], {})),
    "before-start": (([task()], {"t": (-1, 4)}), ([task()], HERE)),
    "takes-time": (([dx.Milestone(id="t")], HERE), ([dx.Milestone(id="t")], {"t": (5, 5)})),
    "no-duration": (([task(duration=None)], HERE), ([task()], HERE)),
    "other-length": (([task()], {"t": (0, 6)}), ([task()], HERE)),
    "unknown-calendar": (
        ([dx.Calendar(id="c", country="XX"), task(duration="5 workdays", calendar="c")], HERE),
        ([dx.Calendar(id="c", country="VN"), task(duration="4 workdays", calendar="c")], {"t": (1, 5)}),
    ),
    "does-not-wait": (
        ([task(), task("u", after=WAIT)], {**HERE, "u": (5, 10)}),
        ([task(), task("u", after=WAIT)], {**HERE, "u": (6, 11)}),
    ),
    "never-ends": (([STEADY, task(after="always")], HERE), ([STEADY, task()], HERE)),
    "too-early": (([task(not_before="2024-01-02")], HERE), ([task(not_before="2024-01-01")], HERE)),
    "not-on": (([task(on="2024-01-02")], HERE), ([task(on="2024-01-01")], HERE)),
    "too-late": (([task(due="2024-01-04")], HERE), ([task(due="2024-01-05")], HERE)),
    "goal-missed": (([INDICATOR, goal(6)], {}), ([INDICATOR, goal(5)], {})),
    "goal-unknown": (([attrs.evolve(INDICATOR, readings=()), goal()], {}), ([INDICATOR, goal()], {})),
    "goal-undated": (([INDICATOR, goal(due=None)], {}), ([INDICATOR, goal(due=None, firmness="soft")], {})),
    "nobody-acts": (
        ([DEPARTMENT, task(duration="6 days", roles={"executes": "dept"})], {"t": (0, 6)}),
        ([DEPARTMENT, task(roles={"executes": "dept"})], HERE),
    ),
    "over-ceiling": (([FUND, costs(11)], HERE), ([FUND, costs(10)], HERE)),
    "no-ceiling": (([dx.Fund(id="fund"), costs(1)], HERE), ([dx.Fund(id="fund"), costs(0)], HERE)),
    "over-capacity": (
        ([TEAM, task(duration="8 days", uses=dx.Use(resource="team", amount=2))], {"t": (0, 8)}),
        ([TEAM, task(duration="7 days", uses=dx.Use(resource="team", amount=2))], {"t": (0, 7)}),
    ),
    "leads-too-much": (
        ([dx.Body(id="b", lead_limit=1), *(task(id, roles={"leads": "b"}) for id in "tu")], {**HERE, "u": (4, 9)}),
        ([dx.Body(id="b", lead_limit=1), *(task(id, roles={"leads": "b"}) for id in "tu")], {**HERE, "u": (5, 10)}),
    ),
    "effort-on-no-day": (
        ([TEAM, task(duration="0 days", uses=dx.Use(resource="team", effort="1 person-day"))], {"t": (0, 0)}),
        ([TEAM, task(uses=dx.Use(resource="team", effort="1 person-day"))], HERE),
    ),
}


def ask(case: Case) -> list[dx.Violation]:
    elements, ticks = case
    plan = dx.Plan(id="p", start=START, elements=elements)
    return list(dx.verify(plan, dx.Schedule.from_ticks(START, ticks)))


@pytest.mark.parametrize("kind", CASES)
def test_a_kind_is_told_and_its_neighbour_is_not(kind: str) -> None:
    bad, good = CASES[kind]
    (told,) = ask(bad)
    assert told.kind == kind
    assert told.section == KINDS[kind][0]
    assert "{" not in told.message
    assert told.to_record()["values"].keys() == told.values.keys()
    assert ask(good) == []


def test_the_schedule_itself() -> None:
    """§1: its first day, and days that its boundaries do not mean."""
    plan = dx.Plan(id="p", start=START, elements=[task()])
    later = dx.Schedule.from_ticks(dt.date(2024, 1, 2), HERE)
    assert {one.kind for one in dx.verify(plan, later)} == {"other-start", "other-days"}
    place = dx.Schedule.from_ticks(START, HERE).tasks["t"]
    lying = dx.Schedule(START, {"t": attrs.evolve(place, finish=dt.date(2024, 1, 4))})
    assert [one.kind for one in dx.verify(plan, lying)] == ["other-days"]


def test_modes() -> None:
    """§2: a task runs in the mode that the schedule names, with its length, costs and uses."""
    modes = [dx.Mode(id="out", duration="3 days", costs=dx.Cost(fund="fund", amount="20 VND"))]
    plan = dx.Plan(id="p", start=START, elements=[FUND, task(modes=modes, costs=dx.Cost(fund="fund", amount="1 VND"))])

    def kinds(ticks: tuple[int, int], mode: str | None) -> list[str]:
        modes = {} if mode is None else {"t": mode}
        return [one.kind for one in dx.verify(plan, dx.Schedule.from_ticks(START, {"t": ticks}, modes=modes))]

    assert kinds((0, 5), None) == []
    assert kinds((0, 3), None) == ["other-length"]
    assert kinds((0, 3), "out") == ["over-ceiling"]
    assert kinds((0, 5), "out") == ["other-length", "over-ceiling"]
    assert kinds((0, 5), "in") == ["unknown-mode"]


@pytest.mark.parametrize(
    ("criterion", "kind"),
    [
        (dx.Delivered(task="t"), None),
        (dx.Delivered(task="u"), "goal-missed"),
        (dx.Delivered(task="last"), None),  # on its due date
        (dx.AtMost(indicator="i", value=7), None),  # one contribution is felt in time, the other is not
        (dx.AtMost(indicator="i", value=6), "goal-missed"),
        (dx.Above(indicator="i", benchmark="old"), "goal-unknown"),
        (dx.Above(indicator="i", benchmark="new"), None),
        (dx.Above(indicator="i", benchmark="same"), "goal-missed"),  # 7 is not above 7
        (dx.InTier(indicator="i", tier="khá", area="north"), "goal-unknown"),
        (dx.InTier(indicator="i", top=1, area="north"), "goal-missed"),
        (dx.InTier(indicator="i", top=2, area="north"), "goal-unknown"),  # east has no reading, and may be better
        (dx.InTier(indicator="i", top=3, area="north"), None),
        (dx.CountOf(areas=dx.Areas(level="district"), at_least=2, criterion=dx.AtLeast(indicator="i", value=1)), None),
        (
            dx.CountOf(areas=dx.Areas(level="district"), at_least=3, criterion=dx.AtLeast(indicator="i", value=1)),
            "goal-unknown",
        ),
        (
            dx.CountOf(areas=dx.Areas(level="district"), at_least=4, criterion=dx.AtLeast(indicator="i", value=1)),
            "goal-missed",
        ),
        (dx.ForEach(areas=dx.Areas(level="commune"), criterion=dx.Delivered(task="t")), "goal-unknown"),  # vacuous
        (dx.AllOf(criteria=[dx.Undefined(words="?"), dx.Delivered(task="u")]), "goal-missed"),
        (dx.AnyOf(criteria=[dx.Undefined(words="?"), dx.Delivered(task="t")]), None),
        (dx.AllOf(criteria=[dx.Delivered(task="u"), dx.Delivered(task="t")], tolerance="cơ bản"), None),
        (dx.AllOf(criteria=[dx.Delivered(task="u"), dx.Delivered(task="t")], tolerance="nhiều"), "goal-unknown"),
    ],
)
def test_every_criterion(criterion: dx.Criterion, kind: str | None) -> None:
    """§6–§9: by a schedule in which t is finished when the goal is due, and u is not."""
    indicator = dx.Indicator(
        id="i",
        readings=[
            {"date": "2023-12-31", "value": 5},
            {"date": "2023-12-31", "value": 1, "area": "north"},
            {"date": "2023-12-31", "value": 2, "area": "south"},
        ],
        benchmarks=[
            dx.Benchmark(id="old", readings=[{"date": "2022-12-31", "value": 1}]),
            dx.Benchmark(id="new", readings=[{"date": 2022, "value": 1}], forecast=[{"date": 2024, "value": 9}]),
            dx.Benchmark(id="same", readings=[{"date": "2024-01-15", "value": 7}]),
        ],
    )
    plan = dx.Plan(
        id="p",
        start=START,
        area="province",
        elements=[
            dx.Area(id="province", level="province"),
            *(dx.Area(id=id, level="district", parent="province") for id in ("north", "south", "east")),
            indicator,
            task(advances=[{"indicator": "i", "amount": 2, "delay": "10 days"}]),
            task("u", "1 day", advances=[{"indicator": "i", "amount": 90}]),
            task("last", "15 days"),
            dx.Goal(id="g", due="2024-01-15", criterion=criterion, terms=[dx.Term(word="cơ bản", at_least="50 %")]),
        ],
    )
    told = dx.verify(plan, dx.Schedule.from_ticks(START, {**HERE, "u": (15, 16), "last": (0, 15)}))
    assert [one.kind for one in told] == ([] if kind is None else [kind])
    assert all(one.values["reasons"] for one in told)


@pytest.mark.parametrize(("top", "kind"), [("50 %", "goal-missed"), ("67 %", None), (1, "goal-missed"), (2, None)])
def test_a_share_is_of_the_peers_and_the_area(top: int | str, kind: str | None) -> None:
    """§7: second of three is among the first 67 %, and not among the first 50 %."""
    readings = [{"date": 2023, "value": value, "area": id} for id, value in (("a", 1), ("b", 2), ("c", 3))]
    districts = [dx.Area(id=id, level="district") for id in "abc"]
    tier = dx.InTier(indicator="i", top=top, area="b")
    elements = [*districts, dx.Indicator(id="i", readings=readings), goal(criterion=tier)]
    assert [one.kind for one in ask((elements, {}))] == ([] if kind is None else [kind])


@pytest.mark.parametrize(
    ("delay", "due", "kind"),
    [
        (None, "2024-01-05", None),
        (None, "2024-01-04", "goal-missed"),
        ("3 days", "2024-01-08", None),
        ("3 days", "2024-01-07", "goal-missed"),
        ("3 workdays", "2024-01-10", None),  # Monday to Wednesday after a Friday
        ("3 workdays", "2024-01-09", "goal-missed"),
    ],
)
def test_when_a_contribution_is_felt(delay: str | None, due: str, kind: str | None) -> None:
    """§8: from the task's last day on, its delay included; a reading holds from its day on."""
    reading = dx.Reading(date=due, value=5)
    helps = task(advances=[{"indicator": "i", "amount": 1, "delay": delay}])
    elements = [dx.Indicator(id="i", readings=[reading]), helps, goal(6, due=due)]
    assert [one.kind for one in ask((elements, HERE))] == ([] if kind is None else [kind])


def test_work_that_comes_again_within_a_day_comes_once_a_day() -> None:
    """§14: each time at least a day after the one before."""
    often = task(duration="1 day", recurring={"every": "0.25 days", "until": "2024-01-10"})
    often = attrs.evolve(often, uses=dx.Use(resource="team", amount=2))
    told = ask(([TEAM, often], {"t": (0, 1)}))
    assert [(str(one.values["first"]), str(one.values["last"])) for one in told] == [("2024-01-08", "2024-01-10")]


def test_what_an_unknown_year_spends_is_gone() -> None:
    """§14: of the 5 that are known, 3 are spent in a year without a ceiling, and 2 are left at least."""
    fund = dx.Fund(id="fund", ceilings={2023: "5 VND"}, carry_over="carry")
    tasks = [
        task(id, "1 day", not_before=day, costs=dx.Cost(fund="fund", amount="3 VND"))
        for id, day in (("t", "2024-06-03"), ("u", "2025-06-02"))
    ]
    plan = dx.Plan(id="p", start=START, elements=[fund, *tasks])
    schedule = dx.early_schedule(plan)
    assert [(one.kind, one.values["year"]) for one in dx.verify(plan, schedule)] == [("no-ceiling", 2025)]
    assert [one.year for one in dx.spending(plan, schedule).unknown] == [2025]


@pytest.mark.parametrize(("type", "days"), [("FS", 5), ("SS", 10), ("FF", 10), ("SF", 10)])
def test_continuous_work_begins_when_its_waits_allow(type: str, days: int) -> None:
    """§14: a wait that ties its end, which it has not, does not hold up its beginning."""
    link = dx.Dependency(predecessor="t", type=type)
    watch = dx.Task(id="w", recurring="continuous", after=link, uses=dx.Use(resource="team", amount=1))
    elements = [dx.Resource(id="team", capacity=0), task(duration="7 days"), watch]
    plan = dx.Plan(id="p", start=START, horizon="2024-01-14", elements=elements)
    schedule = dx.early_schedule(plan)
    (over,) = dx.usage(plan, schedule).overloads
    (told,) = dx.verify(plan, schedule)
    assert over.days == days
    assert (told.values["first"], told.values["last"]) == (over.first, over.last)


def test_refinement() -> None:
    """§9: all, any, or so many of the sub-goals, soft ones included; circles are unknown."""

    def kinds(refinement: Any, **more: Any) -> set[str]:
        subs = [
            dx.Goal(id=id, within="g", firmness="soft", due=2024, criterion=dx.Delivered(task=id[1:]))
            for id in ("gt", "gu")
        ]
        elements = [task(), task("u", optional=True), dx.Goal(id="g", due=2024, refinement=refinement, **more), *subs]
        plan = dx.Plan(id="p", start=START, elements=elements)
        return {one.kind for one in dx.verify(plan, dx.Schedule.from_ticks(START, HERE))}

    assert kinds("all") == {"goal-missed"}
    assert kinds("any") == kinds(1) == set()
    assert kinds(2) == kinds(3) == {"goal-missed"}
    assert kinds("any", criterion=dx.Delivered(task="u")) == {"goal-missed"}
    assert kinds("any", within="gt") == {"goal-unknown"}


def test_carrying_over() -> None:
    """§14: what a year leaves is carried or lapses; an unknown year leaves open what is carried."""
    spends = task(duration="1 day", costs=dx.Cost(fund="fund", amount="15 VND"), not_before="2025-01-01")

    def kinds(ceilings: dict[int, str], carry_over: str) -> list[str]:
        fund = dx.Fund(id="fund", ceilings=ceilings, carry_over=carry_over)
        plan = dx.Plan(id="p", start=START, elements=[fund, spends])
        return [one.kind for one in dx.verify(plan, dx.early_schedule(plan))]

    assert kinds({2024: "5 VND", 2025: "10 VND"}, "carry") == []
    assert kinds({2024: "5 VND", 2025: "10 VND"}, "lapse") == ["over-ceiling"]
    assert kinds({2024: "4 VND", 2025: "10 VND"}, "carry") == ["over-ceiling"]
    assert kinds({2023: "4 VND", 2025: "10 VND"}, "carry") == ["no-ceiling"]
    assert kinds({2023: "5 VND", 2025: "10 VND"}, "carry") == []  # enough, whatever 2024 has
    assert kinds({2023: "5 VND", 2025: "10 VND"}, "lapse") == ["over-ceiling"]
    assert kinds({2026: "50 VND"}, "carry") == ["no-ceiling"]


def test_what_is_spent_is_not_carried_over() -> None:
    """§14: of 10 in 2024, 8 are spent, and 2 are left for 2025; what is spent beyond is no debt of the next year."""

    def years(first: int, second: int) -> list[int]:
        fund = dx.Fund(id="fund", ceilings={2024: "10 VND", 2025: "1 VND"}, carry_over="carry")
        tasks = [
            task(id, "1 day", not_before=day, costs=dx.Cost(fund="fund", amount=f"{amount} VND"))
            for id, day, amount in (("t", "2024-06-03", first), ("u", "2025-06-02", second))
        ]
        plan = dx.Plan(id="p", start=START, elements=[fund, *tasks])
        money = dx.spending(plan, dx.early_schedule(plan))
        told = [one.values["year"] for one in dx.verify(plan, dx.early_schedule(plan))]
        assert told == [one.year for one in money.short]
        return told

    assert years(8, 3) == []
    assert years(8, 4) == [2025]
    assert years(12, 1) == [2024]
    assert years(12, 2) == [2024, 2025]


def test_a_moment_needs_somebody_on_the_day_on_which_it_is_reported() -> None:
    """§1, §12: the day before its boundary."""

    def kinds(boundary: int) -> list[str]:
        signed = dx.Milestone(id="t", roles={"approves": "dept"})
        return [one.kind for one in ask(([DEPARTMENT, signed], {"t": (boundary, boundary)}))]

    assert kinds(5) == kinds(0) == []
    assert kinds(6) == ["nobody-acts"]


@pytest.mark.parametrize(
    ("spread", "first", "end", "year"),
    [
        ("end", 1, 10, 2024),
        ("end", 1, 11, 2025),
        ("start", 9, 12, 2024),
        ("start", 10, 12, 2025),
        ("even", 10, 10, 2024),
        ("even", 11, 11, 2025),
    ],
)
def test_the_day_on_which_money_falls(spread: str, first: int, end: int, year: int) -> None:
    """§14: boundary 10 is the end of 31 December; a moment on it is reported on that day (§1)."""
    spends = task(duration=f"{end - first} days", costs=dx.Cost(fund="fund", amount="1 VND", spread=spread))
    plan = dx.Plan(id="p", start="2024-12-22", elements=[dx.Fund(id="fund"), spends])
    schedule = dx.Schedule.from_ticks(plan.start, {"t": (first, end)})
    (told,) = dx.verify(plan, schedule)
    assert told.values["year"] == year
    assert [one.year for one in dx.spending(plan, schedule).outlays] == [year]


def test_the_odd_unit_goes_to_the_largest_remainder() -> None:
    """§14: 10 đồng over 30 days, 11 of them in 2024: 3.67 and 6.33, so 4 and 6."""
    spends = task(duration="30 days", costs=dx.Cost(fund="fund", amount="10 VND"))

    def kinds(ceilings: dict[int, str]) -> list[str]:
        plan = dx.Plan(id="p", start="2024-12-21", elements=[dx.Fund(id="fund", ceilings=ceilings), spends])
        assert not dx.spending(plan, dx.early_schedule(plan)).short or ceilings[2024] == "3 VND"
        return [one.kind for one in dx.verify(plan, dx.early_schedule(plan))]

    assert kinds({2024: "4 VND", 2025: "6 VND"}) == []
    assert kinds({2024: "3 VND", 2025: "7 VND"}) == ["over-ceiling"]


def test_every_kind_is_said_in_vietnamese_with_its_values() -> None:
    path = Path(dx.__file__).parent / "report" / "locale" / "vi" / "violations.toml"
    said = tomllib.loads(path.read_text("utf-8"))["violations"]
    assert list(said) == list(KINDS)
    for kind, (_, words) in KINDS.items():
        assert names(said[kind]) <= names(words), kind
    (late,) = ask(CASES["too-late"][0])
    assert Language("vi").violation(late) == "§4 t: hoàn thành ngày 05/01/2024, sau thời hạn 04/01/2024"


def names(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}
