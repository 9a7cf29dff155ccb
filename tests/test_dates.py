"""Dates as people write them: a day, or a period whose first or last day is meant."""

import datetime as dt
import unicodedata

import pytest
from hypothesis import given, strategies as st

import dxplan as dx
from dxplan.dates import exact_day, first_day, last_day


def code(call, *arguments) -> str:
    with pytest.raises(dx.InputError) as caught:
        call(*arguments)
    (defect,) = caught.value.defects
    return defect.code


@pytest.mark.parametrize(
    "value",
    [
        dt.date(2025, 12, 31),
        "2025-12-31",
        " 2025-12-31 ",
        "31/12/2025",
        "31-12-2025",
        "31.12.2025",
        "ngày 31/12/2025",
        "ngày 31 tháng 12 năm 2025",
        dt.datetime(2025, 12, 31),  # how spreadsheets hand on a date
        "Ngày  31/12/2025",
    ],
)
def test_a_day(value: dt.date | str) -> None:
    day = dt.date(2025, 12, 31)
    assert (first_day(value), last_day(value), exact_day(value)) == (day, day, day)


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("Q2/2024", "2024-04-01", "2024-06-30"),
        ("q2-2024", "2024-04-01", "2024-06-30"),
        ("Quý II/2024", "2024-04-01", "2024-06-30"),
        ("quý iv năm 2024", "2024-10-01", "2024-12-31"),
        (unicodedata.normalize("NFD", "Quý I/2024"), "2024-01-01", "2024-03-31"),
        ("2024-Q3", "2024-07-01", "2024-09-30"),
        ("2024Q3", "2024-07-01", "2024-09-30"),
        ("quarter 4/2024", "2024-10-01", "2024-12-31"),
        ("02/2024", "2024-02-01", "2024-02-29"),
        ("2/2023", "2023-02-01", "2023-02-28"),
        ("2024-12", "2024-12-01", "2024-12-31"),
        ("tháng 6 năm 2025", "2025-06-01", "2025-06-30"),
        ("giai đoạn 2021-2025", "2021-01-01", "2025-12-31"),
        ("tháng 12/2024", "2024-12-01", "2024-12-31"),
        ("2025", "2025-01-01", "2025-12-31"),
        (2025, "2025-01-01", "2025-12-31"),
        ("năm 2025", "2025-01-01", "2025-12-31"),
        ("2024–2025", "2024-01-01", "2025-12-31"),
        ("2024-2025", "2024-01-01", "2025-12-31"),
        ("2199", "2199-01-01", "2199-12-31"),
    ],
)
def test_a_period(value: str | int, first: str, last: str) -> None:
    assert (first_day(value), last_day(value)) == (dt.date.fromisoformat(first), dt.date.fromisoformat(last))
    assert code(exact_day, value) == "date.ambiguous"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("31/02/2025", "date.impossible"),
        ("12/31/2025", "date.impossible"),
        ("2025-02-29", "date.impossible"),
        ("2025-13-01", "date.impossible"),
        ("13/2025", "date.impossible"),
        ("00/2025", "date.impossible"),
        ("2025–2024", "date.impossible"),
        ("01/01/1899", "date.out-of-range"),
        ("2200", "date.out-of-range"),
        pytest.param(10**5000, "date.out-of-range", id="5000-digits"),
        (-5, "date.out-of-range"),
        (dt.date.max, "date.out-of-range"),
        ("", "date.unreadable"),
        ("soon", "date.unreadable"),
        ("Q5/2024", "date.unreadable"),
        ("01/02/25", "date.unreadable"),
        ("31 December 2025", "date.unreadable"),
        ("2025-12-31T00:00:00", "date.unreadable"),
        ("20251231", "date.unreadable"),
        (dt.datetime(2025, 12, 31, 8, 30), "date.time-of-day"),
        (dt.time(12), "type.wrong"),
        (2025.0, "type.wrong"),
        (True, "type.wrong"),
        (None, "type.wrong"),
        (["2025"], "type.wrong"),
    ],
)
def test_what_is_no_date(value: object, expected: str) -> None:
    assert {code(first_day, value), code(last_day, value)} == {expected}


def test_a_day_and_a_month_that_look_swapped_are_pointed_out() -> None:
    with pytest.raises(dx.InputError) as caught:
        last_day("12/31/2025")
    assert "31/12/2025" in caught.value.defects[0].remedy


@given(st.dates(dt.date(1900, 1, 1), dt.date(2199, 12, 31)))
def test_every_day_is_read_in_every_way(day: dt.date) -> None:
    for text in (
        day.isoformat(),
        f"{day:%d/%m/%Y}",
        f"{day.day}/{day.month}/{day.year}",
        f"{day.day}.{day.month}.{day.year}",
    ):
        assert exact_day(text) == day
    quarter = (day.month + 2) // 3
    for text in (f"Q{quarter}/{day.year}", f"{day:%m/%Y}", f"{day:%Y-%m}", str(day.year), f"{day.year}–{day.year}"):
        assert first_day(text) <= day <= last_day(text)


@given(st.text(st.sampled_from("0123456789/-.Qqquýiv – năm"), max_size=14))
def test_any_text_is_a_period_or_refused(text: str) -> None:
    try:
        assert first_day(text) <= last_day(text)
    except dx.InputError as error:
        assert error.defects[0].code.startswith("date.")
