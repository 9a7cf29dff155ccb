"""Amounts with a unit, as people type them: what is taken, and what is refused with a code."""

import datetime as dt
import decimal
import pickle
import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given

import dxplan as dx
from dxplan import units
from dxplan.model.measure import share
from tests.strategies import durations, moneys


def code(call, *arguments) -> str:
    with pytest.raises(dx.InputError) as caught:
        call(*arguments)
    (defect,) = caught.value.defects
    assert defect.problem
    assert defect.remedy
    return defect.code


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("120 tỷ VND", 120 * 10**9, "VND"),
        ("120 tỉ đồng", 120 * 10**9, "VND"),
        (unicodedata.normalize("NFD", "120 tỷ đồng"), 120 * 10**9, "VND"),
        ("3,5 tỷ đồng", 3_500_000_000, "VND"),
        ("3.5 tỷ đồng", 3_500_000_000, "VND"),
        ("143,5 TỶ VND", 143_500_000_000, "VND"),
        ("1.200.000 VND", 1_200_000, "VND"),
        ("1,200,000 đ", 1_200_000, "VND"),
        ("1 200 000 ₫", 1_200_000, "VND"),
        ("1.200 VND", 1_200, "VND"),  # a fraction of a đồng is no reading
        ("1.200 nghìn tỷ đồng", None, None),
        ("1.250 triệu VND", None, None),
        ("200 nghìn tỷ đồng", 200 * 10**12, "VND"),
        ("500 ngàn vnđ", 500_000, "VND"),
        ("80 billion VND", 80 * 10**9, "VND"),
        ("5 million usd", 5_000_000, "USD"),
        ("USD 5000", 5000, "USD"),
        ("$ 5000", 5000, "USD"),
        ("$5,000,000", 5_000_000, "USD"),
        ("5000 US$", 5000, "USD"),
        ("7 €", 7, "EUR"),
        ("7 jpy", 7, "JPY"),
        ("-5 tỷ VND", -5 * 10**9, "VND"),
        ("\u22125 tỷ VND", -5 * 10**9, "VND"),
        ("0 VND", 0, "VND"),
    ],
)
def test_money(text: str, amount: int | None, currency: str | None) -> None:
    if amount is None:
        assert code(dx.Money.parse, text) == "number.ambiguous"
    else:
        money = dx.Money.parse(text)
        assert (money.amount, money.currency) == (amount, currency)
        assert dx.Money.parse(str(money)) == money


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("1.200 tỷ VND", "number.ambiguous"),
        ("120 tỷ", "currency.missing"),
        ("120", "currency.missing"),
        (120, "currency.missing"),
        (1.5, "currency.missing"),
        ("120 tỷ VDN", "currency.unknown"),
        ("120 day", "currency.unknown"),
        ("120 households", "currency.unknown"),
        ("120 tấn VND", "quantity.unreadable"),
        ("0,5 VND", "money.fraction"),
        ("1,2345678901 tỷ VND", "money.fraction"),
        ("VND", "quantity.unreadable"),
        ("", "quantity.unreadable"),
        ("many VND", "quantity.unreadable"),
        ("1e9 VND", "quantity.unreadable"),
        ("9999999999 tỷ VND", "number.too-large"),
        ("1" * 300 + " VND", "quantity.unreadable"),
        ("12,34 5 VND", "number.unreadable"),
        (True, "type.wrong"),
        (None, "type.wrong"),
        (["5 VND"], "type.wrong"),
    ],
)
def test_what_is_no_money(value: object, expected: str) -> None:
    assert code(dx.Money.parse, value) == expected


def test_a_misspelt_currency_is_pointed_out() -> None:
    with pytest.raises(dx.InputError) as caught:
        dx.Money.parse("120 tỷ VDN")
    assert "VND" in caught.value.defects[0].remedy


@pytest.mark.parametrize("arguments", [{"amount": 1.5}, {"amount": Decimal("0.1")}])
def test_money_is_in_whole_units(arguments: dict[str, object]) -> None:
    """§13."""
    assert code(lambda: dx.Money(currency="VND", **arguments)) == "money.fraction"


def test_two_currencies_do_not_add_up() -> None:
    """§13."""
    assert code(lambda: dx.Money.parse("1 VND") + dx.Money.parse("1 USD")) == "currency.mixed"
    with pytest.raises(TypeError):
        dx.Money.parse("1 VND") + 1


@given(moneys("VND"), moneys("VND"))
def test_money_adds_up_and_reads_back(one: object, other: object) -> None:
    first, second = dx.Money.parse(one), dx.Money.parse(other)
    assert (first + second).amount == first.amount + second.amount
    assert dx.Money.parse(str(first + second)) == first + second


@pytest.mark.parametrize(
    ("value", "unit", "days", "working"),
    [
        ("60 workdays", "workday", 60, True),
        ("60 ngày làm việc", "workday", 60, True),
        (unicodedata.normalize("NFD", "60 ngày làm việc"), "workday", 60, True),
        ("1 wd", "workday", 1, True),
        ("2,5 workdays", "workday", 3, True),
        ("1.234.567 days", None, None, None),
        ("60 ngày", "day", 60, False),
        ("18 months", "month", 548, False),
        ("12 months", "month", 366, False),  # 365.25 days, rounded up: §2
        ("1 month", "month", 31, False),
        ("1,5 tháng", "month", 46, False),
        ("2 quý", "quarter", 183, False),
        ("1 năm", "year", 366, False),
        ("4 years", "year", 1461, False),
        ("2 weeks", "week", 14, False),
        ("36 hours", "hour", 2, False),
        ("24 hours", "hour", 1, False),
        ("1 second", "second", 1, False),
        ("-3 workdays", "workday", -3, True),
        ("-36 hours", "hour", -1, False),  # upwards, towards later
        (dt.timedelta(days=3), "day", 3, False),
        (dt.timedelta(hours=25), "day", 2, False),
        (dt.timedelta(days=-2), "day", -2, False),
    ],
)
def test_durations(value: str | dt.timedelta, unit: str | None, days: int | None, working: bool | None) -> None:
    if unit is None:
        assert code(dx.Duration.parse, value) == "duration.too-long"
        return
    duration = dx.Duration.parse(value)
    assert (duration.unit, duration.days, duration.working) == (unit, days, working)
    assert dx.Duration.parse(str(duration)) == duration


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("1,234 workdays", "number.ambiguous"),
        ("1.000 days", "number.ambiguous"),
        ("60", "unit.missing"),
        (60, "unit.missing"),
        (1.5, "unit.missing"),
        pytest.param(10**5000, "unit.missing", id="5000-digits"),
        ("6 person-months", "unit.wrong"),
        ("6 tháng-người", "unit.wrong"),
        ("5 km", "unit.wrong"),
        ("5 sprints", "unit.wrong"),
        ("5 VND", "unit.wrong"),
        ("5 days ago", "unit.wrong"),
        ("3 months 2 days", "unit.wrong"),
        ("201 years", "duration.too-long"),
        ("-201 years", "duration.too-long"),
        ("99999999999999999999 days", "number.too-large"),
        ("soon", "quantity.unreadable"),
        ("", "quantity.unreadable"),
        ("P3M", "quantity.unreadable"),
        ("days 5", "quantity.unreadable"),
        (dt.timedelta(days=10**6), "duration.too-long"),
        (False, "type.wrong"),
        (None, "type.wrong"),
        ({}, "type.wrong"),
    ],
)
def test_what_is_no_duration(value: object, expected: str) -> None:
    assert code(dx.Duration.parse, value) == expected


@given(durations)
def test_a_duration_reads_back(value: object) -> None:
    duration = dx.Duration.parse(value)
    assert dx.Duration.parse(str(duration)) == duration
    assert pickle.loads(pickle.dumps(duration)) == duration
    assert 0 <= duration.days <= 40 * 92


@pytest.mark.parametrize(
    ("value", "days"),
    [
        ("6 person-months", 132),
        ("6 man-months", 132),
        ("6 tháng-người", 132),
        ("10 person days", 10),
        ("10 ngày công", 10),
        ("2 person-weeks", 10),
        ("1 person-year", 264),
        ("0,5 person-months", 11),
        ("1 person_day", 1),
    ],
)
def test_effort(value: str, days: int) -> None:
    effort = dx.Effort.parse(value)
    assert effort.person_days == days
    assert dx.Effort.parse(str(effort)) == effort


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("6 months", "unit.wrong"),
        ("6 workdays", "unit.wrong"),
        ("6", "unit.wrong"),
        ("1.200 person-days", "number.ambiguous"),
        ("six person-days", "quantity.unreadable"),
        (6, "type.wrong"),
        (None, "type.wrong"),
    ],
)
def test_what_is_no_effort(value: object, expected: str) -> None:
    assert code(dx.Effort.parse, value) == expected


@pytest.mark.parametrize(
    ("value", "amount", "unit"),
    [
        ("75 %", "75", "%"),
        ("75%", "75", "%"),
        ("75 phần trăm", "75", "%"),
        ("99,9 %", "99.9", "%"),
        (0.5638, "0.5638", None),
        ("0,5638", "0.5638", None),
        (15, "15", None),
        ("1.200.000 hộ", "1200000", "hộ"),
        (unicodedata.normalize("NFD", "5 hộ"), "5", "hộ"),
        ("12 ‰", "12", "‰"),
        ("20 °C", "20", "°C"),
        ("3,5 m2/người", "3.5", "m2/người"),
        ("120 tỷ VND", "120", "tỷ VND"),
        ("-3 điểm", "-3", "điểm"),
    ],
)
def test_measures(value: object, amount: str, unit: str | None) -> None:
    measure = dx.Measure.parse(value)
    assert (measure.amount, measure.unit) == (Decimal(amount), unit)
    assert dx.Measure.parse(str(measure)) == measure


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("1.200 hộ", "number.ambiguous"),
        ("1.200", "number.ambiguous"),
        ("many", "quantity.unreadable"),
        ("% 75", "quantity.unreadable"),
        (float("nan"), "number.not-finite"),
        (float("inf"), "number.not-finite"),
        (True, "type.wrong"),
        (None, "type.wrong"),
    ],
)
def test_what_is_no_measure(value: object, expected: str) -> None:
    assert code(dx.Measure.parse, value) == expected


@pytest.mark.parametrize("unit", ["5", "2 m", "x" * 101, "-", ".5", "+"])
def test_a_unit_is_a_name(unit: str) -> None:
    assert code(lambda: dx.Measure(amount=1, unit=unit)) == "unit.malformed"


@pytest.mark.parametrize(
    ("value", "expected"), [("75 %", "0.75"), (0.75, "0.75"), (1, "1"), ("0 %", "0"), ("12,5 %", "0.125")]
)
def test_shares(value: object, expected: str) -> None:
    assert share(value) == Decimal(expected)


@pytest.mark.parametrize("value", [75, "101 %", -0.1, "-1 %", "0,5 hộ"])
def test_what_is_no_share(value: object) -> None:
    assert code(share, value) == "share.out-of-range"


def test_amounts_never_depend_on_the_callers_arithmetic() -> None:
    def everything() -> list[object]:
        for cached in (units.unit_word, units.elapsed_unit):
            cached.cache_clear()
        return [
            dx.Money(amount=1_234_567, currency="VND") + dx.Money(amount=1, currency="VND"),
            dx.Money.parse("1.234.567,89 nghìn USD"),
            dx.Effort.parse("1.234.567,89 person-months").person_days,
            dx.Duration.parse(dt.timedelta(seconds=1_234_567)),
            dx.Duration.parse("1234,5678 months").days,
            share("12,345678 %"),
            str(dx.Measure.parse("1.234.567,89 hộ")),
        ]

    with decimal.localcontext(decimal.Context(prec=3, rounding=decimal.ROUND_UP)):
        rough = everything()
    assert rough == everything()


def test_values_of_equal_meaning_are_equal_and_hash_alike() -> None:
    assert len({dx.Money.parse(text) for text in ("3,5 tỷ đồng", "3500 triệu VND", "3.500.000.000 vnd")}) == 1
    assert len({dx.Duration.parse(text) for text in ("60 workdays", "60,0 ngày làm việc")}) == 1
    assert dx.Duration.parse("7 days") != dx.Duration.parse("1 week")  # each keeps the unit of its source
