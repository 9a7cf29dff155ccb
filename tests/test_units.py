"""Our units beside those of pint: apart in meaning, safe from what a user has defined, the same in every thread."""

import subprocess
import sys
from fractions import Fraction

import numpy as np
import pint
import pytest

import dxplan as dx
from dxplan import units


def code(call, *arguments) -> str:
    with pytest.raises(dx.InputError) as caught:
        call(*arguments)
    (defect,) = caught.value.defects
    return defect.code


ONE_OF_EACH = [
    dx.Duration.parse("1 workday"),
    dx.Duration.parse("1 day"),
    dx.Effort.parse("1 person-day"),
    dx.Money.parse("1 VND"),
    dx.Money.parse("1 USD"),
    dx.Measure.parse("1 %"),
]


@pytest.mark.parametrize("first", ONE_OF_EACH, ids=str)
@pytest.mark.parametrize("second", ONE_OF_EACH, ids=str)
def test_what_means_something_else_has_another_dimension(first, second) -> None:
    """§2 and §13: worked days, elapsed days, effort and each currency never mix."""
    one, other = first.quantity, second.quantity
    if first is second:
        assert one + other == 2 * one
        return
    assert one.dimensionality != other.dimensionality
    with pytest.raises(pint.DimensionalityError):
        one + other
    with pytest.raises(pint.DimensionalityError):
        one.to(other.units)


@pytest.mark.parametrize(("unit", "days"), units.DAYS.items())
def test_elapsed_units_are_as_long_as_pints(unit: str, days: Fraction) -> None:
    assert units.quantity(1, unit).m_as("day") == pytest.approx(float(days), rel=1e-12)


@pytest.mark.parametrize(("unit", "days"), units.EFFORT.items())
def test_units_of_effort_are_as_long_as_pints(unit: str, days: int) -> None:
    one_day = units.quantity(1, "person_day").units
    assert units.quantity(1, unit).m_as(one_day) == pytest.approx(days, rel=1e-12)


@pytest.mark.parametrize(
    "value",
    [
        dx.Duration.parse("60 workdays"),
        dx.Duration.parse("18 months"),
        dx.Duration.parse("2 quarters"),
        dx.Duration.parse("36 hours"),
        dx.Effort.parse("6 person-months"),
        dx.Money.parse("120 tỷ VND"),
        dx.Money.parse("7 KRW"),
        dx.Measure.parse("75 %"),
        dx.Measure.parse(0.5638),
    ],
    ids=str,
)
def test_a_quantity_leads_back_to_its_value(value) -> None:
    assert type(value).parse(value.quantity) == value


def test_a_returned_quantity_is_the_callers_own() -> None:
    value = dx.Duration.parse("18 months")
    value.quantity.ito("day")
    assert str(value.quantity.units) == "month"
    assert value == dx.Duration.parse("18 months")


def test_a_quantity_joins_the_users_own() -> None:
    rate = pint.Quantity(2, "1/day")
    assert (rate * dx.Duration.parse("3 days").quantity).to("").magnitude == pytest.approx(6)


def test_units_of_pint_are_taken_by_their_meaning() -> None:
    assert dx.Duration.parse(pint.Quantity(36, "hour")).days == 2
    assert dx.Duration.parse("2 fortnights").days == 28
    assert code(dx.Duration.parse, pint.Quantity(3, "meter")) == "unit.wrong"
    assert code(dx.Duration.parse, dx.Effort.parse("3 person-days").quantity) == "unit.wrong"
    assert code(dx.Duration.parse, dx.Money.parse("3 VND").quantity) == "unit.wrong"
    assert code(dx.Effort.parse, dx.Duration.parse("3 workdays").quantity) == "unit.wrong"
    assert code(dx.Money.parse, pint.Quantity(3, "day")) == "currency.unknown"
    assert code(dx.Duration.parse, pint.Quantity(3, "day**2")) == "unit.compound"
    assert code(dx.Duration.parse, pint.Quantity(3, "day/meter")) == "unit.compound"


@pytest.mark.parametrize("magnitude", [np.array([1, 2]), float("nan"), float("inf")], ids=["array", "nan", "inf"])
def test_a_magnitude_is_one_finite_number(magnitude: object) -> None:
    quantity = pint.Quantity(magnitude, "day")
    assert code(dx.Duration.parse, quantity) in {"number.unreadable", "number.not-finite"}
    assert code(dx.Measure.parse, quantity) in {"number.unreadable", "number.not-finite"}


def test_a_unit_that_pint_does_not_know_is_told() -> None:
    with pytest.raises(dx.InputError) as caught:
        _ = dx.Measure.parse("5 điểm").quantity
    assert caught.value.defects[0].code == "unit.unknown"


@pytest.mark.parametrize(
    ("word", "unit"),
    [
        ("Ngày làm việc", "workday"),
        ("WORKDAYS", "workday"),
        ("person days", "person_day"),
        ("Đồng", "VND"),
        ("₫", "VND"),
        ("percent", "%"),
        ("households", "households"),
        ("  working   days ", "workday"),
        ("tháng-người", "person_month"),
    ],
)
def test_words_for_units(word: str, unit: str) -> None:
    assert units.unit_word(word) == unit


@pytest.mark.parametrize(
    ("word", "elapsed"),
    [
        ("hours", ("hour", Fraction(1, 24))),
        ("weeks", ("week", Fraction(7))),
        ("workdays", None),
        ("person_days", None),
        ("metres", None),
        ("households", None),
        ("", None),
        ("__import__('os')", None),
        ("day**999999999", None),
        ("day; import os", None),
    ],
)
def test_units_of_elapsed_time(word: str, elapsed: tuple[str, Fraction] | None) -> None:
    assert units.elapsed_unit(word) == elapsed


def run(script: str) -> None:
    """Run a script in a process of its own: pint's application registry belongs to the process."""
    preamble = "import pint\nimport dxplan as dx\n"
    done = subprocess.run([sys.executable, "-c", preamble + script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


CHECKS = """
day, elapsed, work = (dx.Duration.parse(text).quantity for text in ("3 workdays", "3 days", "3 workdays"))
assert day == work and not day.check("[time]") and elapsed.check("[time]")
months = dx.Effort.parse("2 person-months").quantity
assert abs((months / dx.Effort.parse("1 person-day").quantity).to("").magnitude - 44) < 1e-9
money = dx.Money.parse("5 VND").quantity
assert money.dimensionality not in (day.dimensionality, elapsed.dimensionality, months.dimensionality)
for value in (dx.Duration.parse("3 workdays"), dx.Effort.parse("2 person-months"), dx.Money.parse("5 VND"),
              dx.Duration.parse("2 quarters"), dx.Effort.parse("7 person-days"), dx.Effort.parse("1 person-year")):
    assert type(value).parse(value.quantity) == value, value
"""


@pytest.mark.parametrize(
    "definitions",
    [
        ["workday = 8 * hour"],
        ["workday = [labour]", "person_day = 1 * workday", "person_month = 20 * person_day"],
        ["VND = 0.00004 * dollar", "dollar = [currency]"],
        ["person_day = 24 * hour", "quarter_year = 3 * month"],
        ["workday = [working_time]", "person_day = [effort]"],  # our meaning, by chance
        ["person_month = 22 * person_day", "person_day = [effort]"],
    ],
    ids=lambda lines: lines[0],
)
def test_what_the_user_has_defined_before_stays_as_it_is(definitions: list[str]) -> None:
    run(
        f"""
registry = pint.get_application_registry()
for line in sorted({definitions!r}, key=lambda line: "[" not in line):
    registry.define(line)
names = [line.split(" = ")[0] for line in {definitions!r}]
before = [registry.Quantity(1, name).to_base_units() for name in names]
{CHECKS}
assert [registry.Quantity(1, name).to_base_units() for name in names] == before
"""
    )


def test_a_registry_that_the_user_sets_is_used_and_none_is_ever_set() -> None:
    run(
        f"""
first = dx.Duration.parse("3 workdays").quantity
own = pint.UnitRegistry()
own.define("workday = 8 * hour")
pint.set_application_registry(own)
def refuse(*arguments): raise AssertionError("dxplan sets no registry")
pint.set_application_registry = refuse
{CHECKS}
assert dx.Duration.parse("3 workdays").quantity._REGISTRY is own
assert own.Quantity(1, "workday").check("[time]")
assert dx.Duration.parse(first) == dx.Duration.parse("3 workdays")
"""
    )


def test_threads_that_meet_at_the_first_use_agree() -> None:
    run(
        """
import threading
gate = threading.Barrier(8)
found, failed = [], []
def work(place):
    gate.wait()
    try:
        for text in ("3 workdays", "5 hours", "2 quarters"):
            found.append(dx.Duration.parse(text).quantity)
        found.append(dx.Money.parse(f"{place} VND").quantity)
        found.append(dx.Effort.parse(f"{place} person-months").quantity)
    except BaseException as error:
        failed.append(error)
threads = [threading.Thread(target=work, args=(place,)) for place in range(8)]
for thread in threads: thread.start()
for thread in threads: thread.join()
assert not failed, failed
assert len(found) == 40
elapsed = [one for one in found if one.check("[time]")]
assert len(elapsed) == 16 and sum(elapsed[1:], elapsed[0]).check("[time]")
"""
    )


def test_plain_durations_need_no_pint() -> None:
    run(
        """
import sys
for name in [name for name in sys.modules if name.split(".")[0] == "pint"]:
    del sys.modules[name]
dx.Plan(id="p", start="2024-01-01", elements=[
    dx.Task(id="a", duration="60 workdays", costs=[dx.Cost(fund="f", amount="3,5 tỷ đồng")]),
    dx.Task(id="b", duration="18 months", uses=[dx.Use(resource="r", effort="6 person-months")]),
    dx.Fund(id="f", ceilings={2024: "120 tỷ VND"}), dx.Resource(id="r", capacity=3)])
assert "pint" not in sys.modules
"""
    )
