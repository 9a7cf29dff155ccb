"""Goals by hand: each paragraph with its boundaries (§6–§9)."""

from __future__ import annotations

import datetime as dt
import json
import pickle
from decimal import Decimal, localcontext
from pathlib import Path
from typing import Any

import pytest

import dxplan as dx
from dxplan.goals.evaluation import CompiledGoals

START = dt.date(2024, 1, 1)  # a Monday
MET, NOT_MET, UNKNOWN = dx.Truth.MET, dx.Truth.NOT_MET, dx.Truth.UNKNOWN
HOLDS = dx.AtLeast(indicator="i", value=0)
FAILS = dx.AtLeast(indicator="i", value=99)
OPEN = dx.Undefined(words="đẹp")


def indicator(*readings: dx.Reading, id: str = "i", **fields: Any) -> dx.Indicator:
    return dx.Indicator(id=id, readings=readings or [dx.Reading(date="2023-12-31", value=10)], **fields)


def status(
    criterion: dx.Criterion | None,
    *elements: dx.Element,
    ticks: dict[str, tuple[int, int]] | None = None,
    due: Any = "2024-12-31",
    on: Any = None,
    area: str | None = None,
    **goal: Any,
) -> dx.GoalStatus:
    plan = dx.Plan(
        id="p", start=START, area=area, elements=[*elements, dx.Goal(id="g", due=due, criterion=criterion, **goal)]
    )
    return ask(plan, ticks or {}, on)["g"]


def ask(plan: dx.Plan, ticks: dict[str, tuple[int, int]], on: Any = None) -> dx.GoalStatuses:
    """Return the statuses, of which the truths alone must say the same."""
    found = dx.goal_status(plan, dx.Schedule.from_ticks(START, ticks), on=on)
    compiled = CompiledGoals(plan, on=found.on)
    assert compiled.truths({id: end for id, (_, end) in ticks.items()}) == {id: one.truth for id, one in found.items()}
    return found


# §6


def test_truth_has_no_truth_value() -> None:
    for truth in dx.Truth:
        with pytest.raises(TypeError):
            bool(truth)


@pytest.mark.parametrize(
    ("combine", "parts", "truth"),
    [
        (dx.AllOf, [HOLDS, HOLDS], MET),
        (dx.AllOf, [HOLDS, OPEN], UNKNOWN),
        (dx.AllOf, [FAILS, OPEN], NOT_MET),
        (dx.AnyOf, [FAILS, FAILS], NOT_MET),
        (dx.AnyOf, [FAILS, OPEN], UNKNOWN),
        (dx.AnyOf, [HOLDS, OPEN], MET),
    ],
)
def test_kleene(combine: Any, parts: list[Any], truth: dx.Truth) -> None:
    """§6: an unknown part leaves the whole open only where it can decide it."""
    found = status(combine(criteria=parts), indicator())
    assert found.truth is truth
    assert bool(found.missing) == (truth is UNKNOWN)


def test_what_is_missing_is_named() -> None:
    found = status(
        dx.AllOf(criteria=[OPEN, dx.AtLeast(indicator="j", value=1)]), indicator(id="j", unit="%"), area=None
    )
    assert found.truth is UNKNOWN
    assert [(one.kind, one.subject, one.detail) for one in found.missing] == [("definition", "g", "đẹp")]
    late = indicator(dx.Reading(date="2025-01-01", value=5))
    found = status(HOLDS, late)
    assert found.missing == (dx.Missing(kind="reading", subject="i", day=dt.date(2024, 12, 31)),)


@pytest.mark.parametrize(
    ("share", "met", "truth"),
    [("80 %", 4, MET), ("80 %", 3, NOT_MET), ("81 %", 4, NOT_MET), (0, 0, MET), (1, 5, MET), (1, 4, NOT_MET)],
)
def test_a_tolerance_is_a_share_of_the_criteria(share: Any, met: int, truth: dx.Truth) -> None:
    criterion = dx.AllOf(criteria=[HOLDS] * met + [FAILS] * (5 - met), tolerance="Cơ bản")
    found = status(criterion, indicator(), terms=[dx.Term(word="cơ bản", at_least=share)])
    assert found.truth is truth
    assert found.vacuous == (share == 0)


def test_a_tolerance_that_nobody_defined() -> None:
    """§6: whatever the share, all of them are enough; less than all may be, or may not."""
    assert status(dx.AllOf(criteria=[HOLDS], tolerance="cơ bản"), indicator()).truth is MET
    for parts in ([HOLDS, FAILS], [FAILS]):
        found = status(dx.AllOf(criteria=parts, tolerance="cơ bản"), indicator())
        assert found.truth is UNKNOWN
        assert [(one.kind, one.detail) for one in found.missing] == [("tolerance", "cơ bản")]
    # a term without a share does not hide one of the same word that has it
    terms = [dx.Term(word="cơ bản"), dx.Term(word="CƠ BẢN", at_least="50 %")]
    assert status(dx.AllOf(criteria=[HOLDS, FAILS], tolerance="cơ bản"), indicator(), terms=terms).truth is MET


def test_the_first_of_two_definitions_counts() -> None:
    terms = [dx.Term(word="cơ bản", at_least="50 %"), dx.Term(word="cơ bản", at_least=1)]
    assert status(dx.AllOf(criteria=[HOLDS, FAILS], tolerance="cơ bản"), indicator(), terms=terms).truth is MET


# §7

PLACES = [
    dx.Area(id="p", level="province"),
    dx.Area(id="d1", level="district", parent="p", valid_to="2025-06-30"),
    dx.Area(id="d2", level="district", parent="p", valid_to="2025-06-30"),
    dx.Area(id="c11", level="commune", kind="xa", parent="d1"),
    dx.Area(id="c12", level="commune", kind="phuong", parent="d1"),
    dx.Area(id="c21", level="commune", kind="xa", parent="d2"),
    dx.Area(id="new", level="district", parent="p", valid_from="2025-07-01"),
]


def readings(**values: Any) -> dx.Indicator:
    return indicator(*(dx.Reading(date="2023-12-31", value=value, area=area) for area, value in values.items()))


EACH = dx.ForEach(
    areas=dx.Areas(level="district"),
    criterion=dx.CountOf(
        areas=dx.Areas(level="commune", kinds="xa"), at_least=1, criterion=dx.AtLeast(indicator="i", value=5)
    ),
)


def test_a_quantifier_speaks_of_the_area_at_hand() -> None:
    """§7: in each district at least one of *its* communes."""
    assert status(EACH, *PLACES, readings(c11=5, c12=0, c21=5), area="p").truth is MET
    assert status(EACH, *PLACES, readings(c11=5, c12=9, c21=4), area="p").truth is NOT_MET
    found = status(EACH, *PLACES, readings(c11=5, c12=9), area="p")
    assert found.truth is UNKNOWN
    assert [(one.kind, one.area) for one in found.missing] == [("reading", "c21")]
    assert found.criterion is not None
    assert [(part.area, part.truth) for part in found.criterion.parts] == [("d1", MET), ("d2", UNKNOWN)]


@pytest.mark.parametrize(("on", "areas"), [("2025-06-30", ["d1", "d2"]), ("2025-07-01", ["new"])])
def test_an_area_counts_up_to_its_last_day(on: str, areas: list[str]) -> None:
    criterion = dx.ForEach(areas=dx.Areas(level="district"), criterion=HOLDS)
    found = status(criterion, *PLACES, readings(d1=1, d2=1, new=1), area="p", on=on)
    assert found.truth is MET
    assert found.criterion is not None
    assert [part.area for part in found.criterion.parts] == areas


def test_over_no_area_at_all() -> None:
    """§7: each of none is met, and vacuous; some of none is not."""
    none = dx.Areas(level="country")
    found = status(dx.ForEach(areas=none, criterion=FAILS), *PLACES, indicator(), area="p")
    assert (found.truth, found.vacuous) == (MET, True)
    found = status(dx.CountOf(areas=none, at_least=1, criterion=HOLDS), *PLACES, indicator(), area="p")
    assert (found.truth, found.vacuous) == (NOT_MET, False)
    assert found.criterion is not None
    assert found.criterion.vacuous
    vacuous = dx.ForEach(areas=none, criterion=OPEN, tolerance="cơ bản")
    assert status(vacuous, *PLACES, area="p").vacuous


def test_what_rests_on_a_vacuous_part_is_vacuous() -> None:
    empty = dx.ForEach(areas=dx.Areas(level="country"), criterion=FAILS)
    assert status(dx.AllOf(criteria=[HOLDS, empty]), indicator()).vacuous
    assert status(dx.AnyOf(criteria=[FAILS, empty]), indicator()).vacuous
    assert not status(dx.AnyOf(criteria=[HOLDS, empty]), indicator()).vacuous
    assert not status(dx.AllOf(criteria=[FAILS, empty]), indicator()).vacuous


def test_an_area_that_is_named_must_exist() -> None:
    """What is said of an area that has gone, or has not come, is unknown."""
    for area, on in [("d1", "2025-07-01"), ("new", "2025-06-30")]:
        criterion = dx.AtLeast(indicator="i", value=0, area=area)
        found = status(criterion, *PLACES, readings(d1=1, new=1), on=on)
        assert (found.truth, found.missing[0].kind) == (UNKNOWN, "area")
        assert (
            status(criterion, *PLACES, readings(d1=1, new=1), on="2025-06-30" if area == "d1" else "2025-07-01").truth
            is MET
        )


def test_a_reading_without_an_area_is_the_plans_own() -> None:
    own = indicator(dx.Reading(date="2023-12-31", value=1), dx.Reading(date="2023-12-31", value=50, area="d1"))
    assert status(dx.AtMost(indicator="i", value=1), *PLACES, own, area="p").truth is MET
    assert status(dx.AtMost(indicator="i", value=1, area="p"), *PLACES, own, area="p").truth is MET
    assert status(dx.AtMost(indicator="i", value=1, area="d1"), *PLACES, own, area="p").truth is NOT_MET
    # without an area of its own, the plan is no area of any name
    assert status(dx.AtMost(indicator="i", value=1, area="p"), *PLACES, own).truth is UNKNOWN


COMMUNES = dx.Areas(level="commune")


def tier(top: Any, values: dict[str, Any], *, direction: str = "higher", peers: Any = COMMUNES) -> dx.GoalStatus:
    given = [dx.Reading(date="2023-12-31", value=value, area=area) for area, value in values.items()]
    one = dx.Indicator(id="i", readings=given, direction=direction)
    return status(dx.InTier(indicator="i", top=top, area="c11", peers=peers), *PLACES, one, area="p")


@pytest.mark.parametrize(
    ("top", "values", "truth"),
    [
        (1, {"c11": 5, "c12": 5, "c21": 5}, MET),  # equal values share the better rank
        (1, {"c11": 5, "c12": 6, "c21": 5}, NOT_MET),
        (2, {"c11": 5, "c12": 6, "c21": 5}, MET),
        (2, {"c11": 5, "c12": 6, "c21": 6}, NOT_MET),  # two first, then the third
        (1, {"c11": 5, "c12": 4}, UNKNOWN),
        (2, {"c11": 5, "c12": 4}, MET),  # whatever the third is
        (1, {"c11": 5, "c12": 6}, NOT_MET),
        (2, {"c12": 6, "c21": 1}, UNKNOWN),
        (3, {"c12": 6, "c21": 1}, MET),  # of three it is third at worst
        (3, {}, MET),
        (2, {}, UNKNOWN),
        ("33 %", {"c11": 9, "c12": 1, "c21": 1}, NOT_MET),  # the first of three is more than 33 % of them
        ("34 %", {"c11": 9, "c12": 1, "c21": 1}, MET),
        ("34 %", {}, UNKNOWN),
        ("33 %", {}, NOT_MET),
        ("100 %", {}, MET),
    ],
)
def test_a_tier(top: Any, values: dict[str, Any], truth: dx.Truth) -> None:
    found = tier(top, values)
    assert found.truth is truth
    if truth is UNKNOWN:
        assert {one.area for one in found.missing} == {"c11", "c12", "c21"} - values.keys()
    assert found.criterion is not None
    assert found.criterion.rank is not None
    assert found.criterion.rank.of == 3
    lower = tier(top, {area: -value for area, value in values.items()}, direction="lower")
    assert lower.truth is truth


def test_the_peers_of_a_tier() -> None:
    # left out: all of its level, wherever they lie
    assert tier(1, {"c11": 5, "c12": 4, "c21": 6}, peers=None).truth is NOT_MET
    # the area itself is ranked, whether it is chosen or not
    assert tier(1, {"c11": 5, "c12": 4}, peers=dx.Areas(only=["c12"])).truth is MET
    for peers in (dx.Areas(only=["c11"]), dx.Areas(level="country")):
        found = tier(1, {"c11": 5}, peers=peers)
        assert (found.truth, found.missing[0].kind) == (UNKNOWN, "peers")
    assert tier(None, {"c11": 5, "c12": 4, "c21": 6}).missing[0].kind == "cut"
    unlevelled = [dx.Area(id="x"), indicator(dx.Reading(date=2023, value=1, area="x"))]
    found = status(dx.InTier(indicator="i", top=1, area="x"), *unlevelled)
    assert found.missing[0].kind == "level"
    assert status(dx.InTier(indicator="i", top=1), indicator()).missing[0].kind == "area"


# §8


@pytest.mark.parametrize(("day", "amount"), [("2024-02-29", 10), ("2024-03-01", 12), ("2024-03-02", 13)])
def test_the_last_reading_holds(day: str, amount: int) -> None:
    one = indicator(
        dx.Reading(date="2024-03-02", value=13),
        dx.Reading(date="2024-03-01", value=11),
        dx.Reading(date="2024-03-01", value=12, source="corrected"),
        dx.Reading(date="2023-12-31", value=10),
    )
    found = status(dx.AtLeast(indicator="i", value=amount), one, on=day)
    assert found.truth is MET
    assert found.criterion is not None
    assert found.criterion.value is not None
    assert found.criterion.value.amount == amount


@pytest.mark.parametrize(
    ("delay", "felt"),
    [
        (None, "2024-01-05"),  # a Friday
        ("0 days", "2024-01-05"),
        ("1 day", "2024-01-06"),
        ("1 workday", "2024-01-08"),
        ("0,5 weeks", "2024-01-09"),  # 3.5 days, rounded up
        ("1 month", "2024-02-05"),
    ],
)
def test_a_contribution_counts_from_the_day_on_which_it_is_felt(delay: Any, felt: str) -> None:
    task = dx.Task(
        id="t", duration="5 days", advances=dx.Contribution(indicator="i", amount=5, delay=delay, source="study")
    )
    day = dt.date.fromisoformat(felt)
    goal = dx.AtLeast(indicator="i", value=15)
    found = status(goal, indicator(), task, ticks={"t": (0, 5)}, on=day)
    assert found.truth is MET
    assert found.criterion is not None
    assert found.criterion.value is not None
    assert [(one.task, one.felt, one.contribution.source) for one in found.criterion.value.added] == [
        ("t", day, "study")
    ]
    assert status(goal, indicator(), task, ticks={"t": (0, 5)}, on=day - dt.timedelta(days=1)).truth is NOT_MET
    # a task that is not scheduled adds nothing
    assert status(goal, indicator(), task, on=day).truth is NOT_MET


def test_contributions_add_up_exactly_whatever_the_callers_arithmetic() -> None:
    tasks = [
        dx.Task(id=f"t{n}", duration="1 day", advances=dx.Contribution(indicator="i", amount="0,1")) for n in range(3)
    ]
    one = indicator(dx.Reading(date=2023, value=10**15))
    with localcontext() as context:
        context.prec = 3
        wanted = Decimal("1000000000000000.3")
        found = status(dx.AtLeast(indicator="i", value=wanted), one, *tasks, ticks={f"t{n}": (0, 1) for n in range(3)})
    assert found.truth is MET
    assert found.criterion is not None
    assert found.criterion.value is not None
    assert found.criterion.value.amount == Decimal("1000000000000000.3")


def test_a_value_between_two_readings_is_compared_exactly() -> None:
    """Whole readings against a value with decimals: rounding would decide the wrong way."""
    for wanted, at_least, at_most in [("9,99", MET, NOT_MET), (10, MET, MET), ("10,0001", NOT_MET, MET)]:
        assert status(dx.AtLeast(indicator="i", value=wanted), indicator()).truth is at_least
        assert status(dx.AtMost(indicator="i", value=wanted), indicator()).truth is at_most


def test_nothing_of_a_plan_is_felt_before_its_start() -> None:
    """§1: what ends at the first boundary is reported on the plan's first day."""
    moment = dx.Milestone(id="m", advances=dx.Contribution(indicator="i", amount=5))
    for on, truth in [("2024-01-01", MET), ("2023-12-31", NOT_MET)]:
        assert (
            status(dx.AtLeast(indicator="i", value=15), indicator(), moment, ticks={"m": (0, 0)}, on=on).truth is truth
        )


def test_contributions_alone_are_no_value() -> None:
    task = dx.Task(id="t", duration="1 day", advances=dx.Contribution(indicator="i", amount=5))
    found = status(HOLDS, dx.Indicator(id="i"), task, ticks={"t": (0, 1)})
    assert (found.truth, found.missing[0].kind) == (UNKNOWN, "reading")


@pytest.mark.parametrize("delay", ["9 workdays", "200 years"])
def test_a_delay_that_cannot_be_counted(delay: str) -> None:
    """Of a country whose public days nobody knows: unknown where the effect may be felt, decided where it cannot."""
    task = dx.Task(id="t", advances=dx.Contribution(indicator="i", amount=5, delay=delay))
    goal = dx.Goal(id="g", criterion=dx.AtLeast(indicator="i", value=11))
    days = dx.Calendar(id="days", country="QQ")
    plan = dx.Plan(id="p", start=START, calendar="days", elements=[days, indicator(), task, goal])
    done, not_done = (dx.Schedule.from_ticks(START, ticks) for ticks in ({"t": (0, 5)}, {}))
    found = dx.goal_status(plan, done, on="2024-12-31")["g"]
    if delay == "9 workdays":
        assert [(one.kind, one.subject) for one in found.missing] == [("calendar", "t")]
    else:
        assert found.truth is NOT_MET
    assert dx.goal_status(plan, not_done, on="2024-12-31")["g"].truth is NOT_MET
    assert dx.goal_status(plan, done, on="2024-01-04")["g"].truth is NOT_MET


def against(day: str, value: Any, *, direction: str = "higher", forecast: Any = ()) -> dx.GoalStatus:
    mean = dx.Benchmark(
        id="mean",
        readings=[dx.Reading(date=2022, value=60), dx.Reading(date=2023, value=64)],
        forecast=forecast,
    )
    one = indicator(dx.Reading(date=2021, value=value), benchmarks=mean, direction=direction)
    return status(dx.Above(indicator="i", benchmark="mean"), one, on=day)


def test_above_is_better_than_the_benchmark() -> None:
    """Equal is not above; where less is better, below is above."""
    assert against("2023-12-31", 65).truth is MET
    assert against("2023-12-31", 64).truth is NOT_MET
    assert against("2023-12-30", 64).truth is MET
    assert against("2023-12-31", 63, direction="lower").truth is MET
    assert against("2023-12-31", 64, direction="lower").truth is NOT_MET


def test_a_benchmark_past_its_last_reading_is_unknown_unless_forecast() -> None:
    found = against("2024-01-01", 99)
    assert (found.truth, found.missing[0].kind, found.missing[0].detail) == (UNKNOWN, "benchmark", "mean")
    assert against("2022-12-30", 99).truth is UNKNOWN  # and before its first
    forecast = [dx.Reading(date=2023, value=90), dx.Reading(date=2025, value=70, source="guess")]
    for day, wanted in [("2023-12-31", 64), ("2025-12-30", 64), ("2025-12-31", 70)]:
        found = against(day, 66, forecast=forecast)
        assert found.criterion is not None
        assert found.criterion.wanted == wanted
        assert found.criterion.forecast == (day > "2023-12-31")
        assert found.truth is (MET if wanted == 64 else NOT_MET)
    assert against("2026-01-01", 66, forecast=forecast).truth is UNKNOWN
    only = dx.Benchmark(id="mean", forecast=[dx.Reading(date=2025, value=70)])
    one = indicator(benchmarks=only)
    assert status(dx.Above(indicator="i", benchmark="mean"), one, on="2025-12-31").truth is NOT_MET
    assert status(dx.Above(indicator="i", benchmark="mean"), one, on="2025-12-30").truth is UNKNOWN


def test_units_are_kept() -> None:
    one = indicator(dx.Reading(date=2023, value="75 %"), unit="%")
    found = status(dx.AtLeast(indicator="i", value="75 %"), one).criterion
    assert found is not None
    assert (found.truth, found.wanted, found.unit) == (MET, Decimal(75), "%")
    assert found.value is not None
    assert found.value.unit == "%"


# §1: when a task has finished


@pytest.mark.parametrize(
    ("ticks", "last"),
    [((0, 5), "2024-01-05"), ((5, 5), "2024-01-05"), ((0, 0), "2024-01-01"), ((0, 1), "2024-01-01")],
)
def test_delivered_by_the_reported_finish(ticks: tuple[int, int], last: str) -> None:
    day = dt.date.fromisoformat(last)
    for on, truth in [(day, MET), (day - dt.timedelta(days=1), NOT_MET)]:
        found = status(dx.Delivered(task="t"), dx.Task(id="t"), ticks={"t": ticks}, on=on)
        assert found.truth is truth
        assert found.criterion is not None
        assert found.criterion.finished == day
    assert status(dx.Delivered(task="t"), dx.Task(id="t", optional=True)).truth is NOT_MET


# §9


def family(
    refinement: Any, *parts: dx.Criterion | None, own: dx.Criterion | None = None, due: Any = 2024
) -> dx.GoalStatus:
    inner = [dx.Goal(id=f"s{n}", within="g", criterion=part, due=due) for n, part in enumerate(parts)]
    return status(own, indicator(), *inner, refinement=refinement)


@pytest.mark.parametrize(
    ("refinement", "parts", "truth"),
    [
        ("all", [HOLDS, HOLDS], MET),
        ("all", [HOLDS, OPEN], UNKNOWN),
        ("all", [FAILS, OPEN], NOT_MET),
        ("any", [FAILS, HOLDS, OPEN], MET),
        ("any", [FAILS, OPEN], UNKNOWN),
        ("any", [FAILS, FAILS], NOT_MET),
        (2, [HOLDS, HOLDS, OPEN], MET),  # enough are met
        (2, [HOLDS, FAILS, OPEN], UNKNOWN),
        (2, [FAILS, FAILS, OPEN], NOT_MET),  # too few can be
        (2, [HOLDS], NOT_MET),
        (1, [], NOT_MET),
        ("all", [None], UNKNOWN),
    ],
)
def test_refinement(refinement: Any, parts: list[Any], truth: dx.Truth) -> None:
    assert family(refinement, *parts).truth is truth
    assert family(refinement, *parts, own=HOLDS).truth is truth
    assert family(refinement, *parts, own=FAILS).truth is NOT_MET


def test_a_goal_without_a_date_or_a_criterion() -> None:
    found = status(HOLDS, indicator(), due=None)
    assert (found.truth, found.day, [one.kind for one in found.missing]) == (UNKNOWN, None, ["due"])
    assert status(HOLDS, indicator(), due=None, on="2024-06-30").truth is MET
    part = dx.Goal(id="s", within="g", criterion=HOLDS, due=2024)
    assert status(None, indicator(), part, due=None).truth is UNKNOWN
    assert [one.kind for one in status(None).missing] == ["criterion"]
    # enablers are not part of what holds
    assert status(HOLDS, indicator(), dx.Goal(id="other", criterion=None), enablers="other").truth is MET


def test_each_goal_at_its_own_date_unless_one_is_asked_for() -> None:
    early = dx.Goal(id="s", within="g", due="2024-01-03", criterion=dx.Delivered(task="t"))
    task = dx.Task(id="t")
    assert status(None, early, task, ticks={"t": (0, 4)}).truth is NOT_MET
    assert status(None, early, task, ticks={"t": (0, 4)}, on="2024-01-04").truth is MET


def test_circles_end_in_unknown() -> None:
    """§9: a sub-goal on the same circle is unknown, and what does not depend on it is decided."""
    goals = [
        dx.Goal(id="a", within="b", due=2024, criterion=HOLDS),
        dx.Goal(id="b", within="c", due=2024, criterion=HOLDS),
        dx.Goal(id="c", within="a", due=2024, criterion=FAILS),
        dx.Goal(id="d", within="a", due=2024, criterion=HOLDS),
        dx.Goal(id="e", within="e", due=2024, criterion=HOLDS, refinement="any"),
        dx.Goal(id="f", within="e", due=2024, criterion=HOLDS),
    ]
    found = ask(dx.Plan(id="p", start=START, elements=[indicator(), *goals]), {})
    assert {id: one.truth for id, one in found.items()} == {
        "a": UNKNOWN,
        "b": UNKNOWN,
        "c": NOT_MET,
        "d": MET,
        "e": MET,
        "f": MET,
    }
    assert [one.detail for one in found["a"].missing] == ["a → b → c → a"]
    assert "circle" in found.explain("a")


def test_ten_thousand_goals_within_each_other() -> None:
    goals = [
        dx.Goal(id=f"g{n}", within=f"g{n - 1}" if n else None, due=2024, criterion=HOLDS if n == 9_999 else None)
        for n in range(10_000)
    ]
    plan = dx.Plan(id="p", start=START, elements=[indicator(), *goals])
    found = dx.goal_status(plan, dx.Schedule.from_ticks(START, {}))
    assert found["g0"].truth is MET
    assert len(found.to_json()) > 10_000


# the answer


def test_the_answer_is_a_value() -> None:
    task = dx.Task(id="t", duration="1 day", advances=dx.Contribution(indicator="i", amount=1))
    plan = dx.Plan(
        id="p",
        start=START,
        elements=[indicator(), task, dx.Goal(id="g", due=2024, criterion=dx.AllOf(criteria=[HOLDS]))],
    )
    schedule = dx.Schedule.from_ticks(START, {"t": (0, 1)})
    found = dx.goal_status(plan, schedule)
    assert dict(found) == dict(dx.goal_status(plan, schedule))
    assert pickle.loads(pickle.dumps(found))["g"] == found["g"]
    with pytest.raises(AttributeError):
        found["g"].truth = NOT_MET  # type: ignore[misc]
    assert repr(found) == "GoalStatuses(1 goal: 1 met, 0 not met, 0 unknown)"
    assert repr(found["g"]) == "GoalStatus('g': MET on 2024-12-31)"
    content = json.loads(found.to_json())
    (inner,) = content["goals"][0]["criterion"]["parts"]
    assert inner["value"]["added"] == [{"task": "t", "amount": "1", "felt": "2024-01-01", "source": None}]
    assert found.of(MET) == ("g",)
    assert found.hard is MET
    assert "g is met" in found._repr_html_()
    assert found.to_dataframe().loc["g", "truth"] == "MET"
    with pytest.raises(KeyError):
        found["h"]


def test_soft_goals_do_not_keep_the_hard_ones_open() -> None:
    goals = [dx.Goal(id="a", due=2024, criterion=HOLDS), dx.Goal(id="b", firmness="soft", criterion=OPEN)]
    plan = dx.Plan(id="p", start=START, elements=[indicator(), *goals])
    assert dx.goal_status(plan, dx.Schedule.from_ticks(START, {})).hard is MET


def test_a_schedule_of_another_start_is_refused() -> None:
    plan = dx.Plan(id="p", start=START)
    with pytest.raises(dx.InputError) as error:
        dx.goal_status(plan, dx.Schedule.from_ticks(dt.date(2024, 1, 2), {}))
    assert [one.code for one in error.value.defects] == ["schedule.start"]


def test_a_task_that_the_plan_does_not_know_changes_nothing() -> None:
    assert status(HOLDS, indicator(), ticks={"stranger": (0, 5)}).truth is MET


def test_the_tasks_on_which_a_goal_depends() -> None:
    def adding(id: str, area: str | None) -> dx.Task:
        return dx.Task(id=id, advances=dx.Contribution(indicator="i", amount=1, area=area))

    ranked = dx.Goal(id="top", due=2024, criterion=dx.InTier(indicator="i", top=1, area="c11"))
    whole = dx.Goal(id="whole", due=2024, criterion=dx.Delivered(task="built"))
    part = dx.Goal(id="part", due=2024, within="whole", criterion=dx.AtLeast(indicator="i", value=1, area="c21"))
    plan = dx.Plan(
        id="p",
        start=START,
        elements=[
            *PLACES,
            readings(c11=1, c12=1, c21=1, d1=1),
            *(adding(f"for-{id}", id) for id in ("c11", "c12", "c21", "d1")),
            adding("for-nobody", None),
            dx.Milestone(id="built"),
            ranked,
            whole,
            part,
        ],
    )
    compiled = CompiledGoals(plan)
    assert compiled.tasks_of("top") == ("for-c11", "for-c12", "for-c21")
    assert compiled.tasks_of("whole") == ("built", "for-c21")
    assert compiled.truths({}, goals=["part"]) == {"part": MET}
    with pytest.raises(KeyError):
        compiled.tasks_of("built")


@pytest.mark.parametrize("lang", ["en", "vi"])
def test_the_plan_of_tay_ninh(lang: str) -> None:
    """T5 counts districts: on their last day it is met, half a year later it holds of nothing."""
    plan = dx.load(Path(__file__).resolve().parents[2] / "examples" / "tay_ninh" / "plan.toml")
    dates = dx.critical_path(plan).tasks
    schedule = dx.Schedule.from_ticks(
        plan.start, {id: (one.early_start_tick, one.early_finish_tick) for id, one in dates.items()}
    )
    found = dx.goal_status(plan, schedule)
    assert found.vacuous == ()
    assert found.of(NOT_MET) == ("dvc-80",)
    assert found.hard is MET
    assert found["t5"].truth is MET
    assert dx.goal_status(plan, schedule, on="2025-12-31").vacuous == ("t5",)
    assert all(found.explain(id, lang=lang) for id in found)
    nothing = dx.goal_status(plan, dx.Schedule.from_ticks(plan.start, {}))
    assert nothing["t4"].truth is NOT_MET


def test_words_of_several_lines_make_one_line_of_a_summary() -> None:
    goal = dx.Goal(id="g", due=2024, criterion=dx.Undefined(words="two\nlines"))
    plan = dx.Plan(id="p", start="2024-01-01", elements=[goal])
    found = dx.goal_status(plan, dx.early_schedule(plan))
    assert found.summary().count("\n") == 1
    assert "two lines" in found.summary()
    assert "two lines" in found.explain("g")
