"""Numbers as people write them; what can be read in two ways is refused."""

import decimal
import math
from decimal import Decimal

import pytest
from hypothesis import assume, given, strategies as st

import dxplan as dx
from dxplan.numerals import LARGEST, SMALLEST, number, possible_numbers, tidy, written


def code(call, *arguments) -> str:
    with pytest.raises(dx.InputError) as caught:
        call(*arguments)
    (defect,) = caught.value.defects
    return defect.code


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", "0"),
        ("60", "60"),
        ("+60", "60"),
        ("-60", "-60"),
        ("\u221260", "-60"),
        ("007", "7"),
        ("3,5", "3.5"),
        ("3.5", "3.5"),
        ("0.123", "0.123"),  # no group begins with a zero
        ("0,123", "0.123"),
        ("1.2000", "1.2"),
        ("1234.567", "1234.567"),  # no group has four digits
        ("1.200.000", "1200000"),
        ("1,200,000", "1200000"),
        ("1 200 000", "1200000"),
        ("1\u00a0200\u202f000", "1200000"),
        ("1_200_000", "1200000"),
        ("1.200,5", "1200.5"),
        ("1,200.5", "1200.5"),
        ("1 200,5", "1200.5"),
        ("  12  ", "12"),
        ("1000000000000000000", "1E+18"),
    ],
)
def test_one_reading(text: str, value: str) -> None:
    assert number(text) == Decimal(value)


@pytest.mark.parametrize("text", ["1.200", "1,234", "-12.345", "999.999", "+1,000"])
def test_two_readings_are_refused(text: str) -> None:
    assert len(possible_numbers(text)) == 2
    assert code(number, text) == "number.ambiguous"


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        ".",
        ",",
        "-",
        "+-1",
        "1.",
        ".5",
        "1..2",
        "1,2,3",
        "12,34,567",
        "1.200,000.5",
        "1.2.3",
        "1 20",
        "1 2345",
        "1e5",
        "0x10",
        "NaN",
        "inf",
        "१२",
        "１２",
        "1__2",
        "_1",
        "1.200 000",
        "9" * 61,
        "1\n2",
        "½",
        "1/2",
        "1'000",
    ],
)
def test_no_reading(text: str) -> None:
    assert possible_numbers(text) == ()
    assert code(number, text) == "number.unreadable"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (10**18 + 1, "number.too-large"),
        pytest.param(-(10**5000), "number.too-large", id="5000-digits"),
        (1e19, "number.too-large"),
        (Decimal("1E+999999999"), "number.too-large"),
        ("9" * 30, "number.too-large"),
        (1e-19, "number.too-small"),
        (Decimal("-1E-999999999"), "number.too-small"),
        ("0." + "0" * 40 + "1", "number.too-small"),
        (math.nan, "number.not-finite"),
        (-math.inf, "number.not-finite"),
        (Decimal("sNaN"), "number.not-finite"),
        (True, "type.wrong"),
        (None, "type.wrong"),
        (b"1", "type.wrong"),
        ([1], "type.wrong"),
        (1j, "type.wrong"),
    ],
)
def test_what_is_no_number_of_a_plan(value: object, expected: str) -> None:
    assert code(number, value) == expected


def test_a_float_is_its_shortest_decimal() -> None:
    assert (number(0.1), number(1e-18), number(2.50)) == (Decimal("0.1"), SMALLEST, Decimal("2.5"))


def test_equal_numbers_have_one_form() -> None:
    forms = {str(number(value)) for value in (150, 150.0, "150", "150,0", Decimal("1.5E+2"), Decimal("150.000"))}
    assert forms == {"150"}
    assert str(number(-0.0)) == "0"


@given(st.decimals(-LARGEST, LARGEST, allow_nan=False, places=6))
def test_what_is_written_reads_back(value: Decimal) -> None:
    value = tidy(value)
    assert possible_numbers(written(value)) == (value,)


@given(st.integers(-(10**15), 10**15), st.sampled_from([".", ",", " ", "\u00a0"]))
def test_grouped_thousands_are_read_or_refused_but_never_misread(value: int, mark: str) -> None:
    text = f"{value:,}".replace(",", mark)
    readings = possible_numbers(text)
    assert Decimal(value) in readings
    assert len(readings) == (2 if text.count(mark) == 1 and mark in ".," else 1)


@given(st.integers(-(10**9), 10**9), st.integers(0, 10**6), st.sampled_from([".", ","]))
def test_decimals_are_read_or_refused_but_never_misread(whole: int, part: int, mark: str) -> None:
    text = f"{whole}{mark}{part}"
    assert Decimal(f"{whole}.{part}") in possible_numbers(text)


@given(st.text(st.sampled_from("0123456789.,_ -+"), max_size=14))
def test_any_text_has_at_most_two_readings(text: str) -> None:
    assert len(possible_numbers(text)) <= 2


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_never_depends_on_the_callers_arithmetic(value: float) -> None:
    assume(value == 0 or SMALLEST <= abs(value) <= LARGEST)
    with decimal.localcontext(decimal.Context(prec=3, rounding=decimal.ROUND_UP, traps=[decimal.Inexact])):
        rough = number(value)
    assert rough == number(value)
