"""What the state makes free and has worked: each announced day, who wins over whom, and how far they reach (§2)."""

import datetime as dt
import tomllib
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import holidays
import pytest
from hypothesis import given, strategies as st

import dxplan as dx
from dxplan.cpm.worktime import WorkedDays
from dxplan.public_days import PublicDays, announced_until, public_days
from tests.time_oracle import is_worked

DAY = dt.timedelta(days=1)
LISTED: dict[str, Any] = tomllib.loads((files("dxplan.public_days") / "vn.toml").read_text("utf-8"))
WEEK = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

NOT_IN_THE_PACKAGE = {dt.date(2026, 1, 2): "made free", dt.date(2026, 1, 10): "worked"}
"""Days that dxplan's list has and the package `holidays` lacks."""


def of_year(year: int, country: str = "VN") -> PublicDays:
    (days,) = public_days(country, [year])
    return days


# ── the list itself


def rows() -> Iterator[Any]:
    for row in LISTED["holiday"]:
        for day in row["free"]:
            yield pytest.param(day, True, row["source"], id=f"{day} free")
    for row in LISTED["swap"]:
        yield pytest.param(row["free"], True, row["source"], id=f"{row['free']} free by a swap")
        yield pytest.param(row["worked"], False, row["source"], id=f"{row['worked']} worked by a swap")


@pytest.mark.parametrize(("day", "free", "source"), [*rows()])
def test_each_row_holds_and_names_its_source(day: dt.date, free: bool, source: str) -> None:
    days = of_year(day.year)
    assert (day in days.free, day in days.worked) == (free, not free)
    assert source in days.sources
    assert "http" in source


def test_swaps_give_a_working_day_for_a_day_off() -> None:
    for row in LISTED["swap"]:
        assert (row["free"].weekday() < 5, row["worked"].weekday()) == (True, 5), row


@pytest.mark.parametrize(
    ("free", "worked"),
    [
        ("2024-04-29", "2024-05-04"),
        ("2025-05-02", "2025-04-26"),
        ("2026-01-02", "2026-01-10"),
        ("2026-08-31", "2026-08-22"),
    ],
)
def test_swaps_of_the_last_years(free: str, worked: str) -> None:
    pairs = {(str(swap.free), str(swap.worked)) for swap in of_year(int(free[:4])).swaps}
    assert (free, worked) in pairs


@pytest.mark.parametrize(
    ("first", "last"), [("2024-02-08", "2024-02-14"), ("2025-01-25", "2025-02-02"), ("2026-02-14", "2026-02-22")]
)
def test_tet_as_announced(first: str, last: str) -> None:
    """From the first day off to the last, and no day longer."""
    start = dt.date.fromisoformat(first)
    clock = WorkedDays(dx.Calendar(id="office", country="VN"), start)
    length = (dt.date.fromisoformat(last) - start).days + 1
    assert clock.worked_ticks(-1, length + 1) == [-1, length]


# ── what the list and the package say of the same days


def test_list_and_package_agree_where_both_speak() -> None:
    """Where this fails, the package has learnt or mended something: follow the message."""
    if tuple(map(int, holidays.__version__.split(".")[:2])) < (0, 109):
        pytest.skip("an older version knows less")
    years = range(2024, LISTED["announced_until"].year + 1)
    package = holidays.country_holidays("VN", years=years)
    said = {}
    for year in years:
        ours = of_year(year)
        said |= {day: "made free" for day in ours.free if day.weekday() < 5}
        said |= dict.fromkeys(ours.worked, "worked")
    listed = {day for row in LISTED["holiday"] for day in row["free"]} | {
        row[key] for row in LISTED["swap"] for key in ("free", "worked")
    }
    unlisted = sorted(day for day in said if day not in listed)
    assert not unlisted, (
        f"holidays {holidays.__version__} makes {[str(day) for day in unlisted]} free or worked, which vn.toml "
        "does not list: look for the announcement, and add a row; if the package is wrong, dxplan needs a way to say so"
    )
    known = {day: "made free" for day in package if day.weekday() < 5} | dict.fromkeys(
        (day for day in getattr(package, "weekend_workdays", ()) if day.year in years), "worked"
    )
    lacking = {day: what for day, what in said.items() if known.get(day) != what}
    caught_up = sorted(NOT_IN_THE_PACKAGE.keys() - lacking.keys())
    assert not caught_up, (
        f"holidays {holidays.__version__} now knows {[str(day) for day in caught_up]}: take them out of "
        "NOT_IN_THE_PACKAGE in this test; the rows of vn.toml stay, for those who have an older version"
    )
    assert lacking == NOT_IN_THE_PACKAGE, (
        f"holidays {holidays.__version__} contradicts vn.toml: see which of the two is right, and mend the row or list "
        "the day in NOT_IN_THE_PACKAGE"
    )


def test_swapped_days_that_only_the_package_knows_are_worked_too() -> None:
    """A new country needs no list of ours: China makes Saturdays and Sundays workdays around its holidays."""
    package = holidays.country_holidays("CN", years=2025)
    if not getattr(package, "weekend_workdays", ()):
        pytest.skip("an older version knows no swapped days")
    assert set(package.weekend_workdays) > {dt.date(2025, 1, 26)}
    clock = WorkedDays(dx.Calendar(id="office", country="CN"), dt.date(2025, 1, 26))
    assert clock.worked_ticks(0, 3) == [0, 1]


def test_days_across_the_new_year_belong_to_the_year_they_lie_in() -> None:
    """The package tells of Saturday 5 January 2019 with the year 2018, of which it is the price of 31 December."""
    if not getattr(holidays.country_holidays("VN", years=2018), "weekend_workdays", ()):
        pytest.skip("an older version knows no swapped days")
    assert dt.date(2018, 12, 31) in of_year(2018).free
    assert dt.date(2019, 1, 5) in of_year(2019).worked
    assert dt.date(2019, 1, 5) not in of_year(2018).worked


# ── how far days are announced


def test_announced_years() -> None:
    until = announced_until("VN")
    assert until == LISTED["announced_until"]
    assert (until.month, until.day) == (12, 31)
    assert of_year(until.year).announced is True
    assert of_year(until.year + 1).announced is False
    assert of_year(until.year).sources


def test_where_nothing_is_known_of_announcements_nothing_is_called_projected() -> None:
    assert announced_until("DE") is None
    assert of_year(2030, "DE").announced is None


@pytest.mark.parametrize("country", ["VN", "DE"])
def test_years_beyond_the_package_are_free_of_holidays_and_not_announced(country: str) -> None:
    days = of_year(2500, country)
    assert (days.free, days.worked, days.announced) == (frozenset(), frozenset(), False)


@pytest.mark.parametrize(
    ("own", "day"),
    [(None, LISTED["announced_until"]), ("2020", LISTED["announced_until"]), ("30/06/2190", dt.date(2190, 6, 30))],
)
def test_a_plan_may_know_better_than_the_release(own: str | None, day: dt.date) -> None:
    start = dt.date(2026, 1, 1)
    clock = WorkedDays(dx.Calendar(id="office", country="VN", announced_until=own), start)
    assert clock.announced_until == (day - start).days


def test_a_clock_without_announcements() -> None:
    start = dt.date(2026, 1, 1)
    assert WorkedDays(None, start).announced_until is None
    assert WorkedDays(dx.Calendar(id="office", announced_until="2026"), start).announced_until is None
    assert WorkedDays(dx.Calendar(id="office", country="DE"), start).announced_until is None
    own = dx.Calendar(id="office", country="DE", announced_until="2026")
    assert WorkedDays(own, start).announced_until == 364


def test_an_unknown_country_is_told() -> None:
    with pytest.raises(dx.UndefinedError, match="no public holidays are known for ZZ"):
        public_days("ZZ", [2026])
    with pytest.raises(dx.UndefinedError, match="calendar 'office': no public holidays are known for ZZ"):
        WorkedDays(dx.Calendar(id="office", country="ZZ"), dt.date(2026, 1, 1))


# ── who wins


def worked(day: str, **fields: Any) -> bool:
    clock = WorkedDays(dx.Calendar(**{"id": "office", "country": "VN"} | fields), dt.date.fromisoformat(day))
    return clock.worked_ticks(0, 1) == [0]


def test_the_order_of_what_is_said_of_a_day() -> None:
    assert worked("2026-01-10")  # the state has it worked
    assert not worked("2026-01-10", holidays=["2026-01-10"])  # the plan's holidays win over the state
    assert worked("2026-01-10", holidays=["2026-01-10"], worked=["2026-01-10"])  # and its worked days over all
    assert not worked("2026-01-02")  # the state makes it free
    assert worked("2026-01-02", worked=["2026-01-02"])


def test_a_swap_leaves_alone_who_has_nothing_to_give_for_it() -> None:
    six = "mon tue wed thu fri sat"
    assert (worked("2026-01-02", week=six), worked("2026-01-10", week=six)) == (True, True)
    no_friday = "mon tue wed thu"
    assert (worked("2026-01-02", week=no_friday), worked("2026-01-10", week=no_friday)) == (False, False)
    assert not worked("2026-01-01", week=six)  # a public holiday is for all


@given(
    start=st.dates(dt.date(2017, 12, 1), dt.date(2029, 1, 1)),
    country=st.sampled_from([None, "VN", "VN", "CN"]),
    week=st.sets(st.sampled_from(WEEK), min_size=1),
    data=st.data(),
)
def test_worked_ticks_are_those_of_a_reading_day_by_day(
    start: dt.date, country: str | None, week: set[str], data: st.DataObject
) -> None:
    days = st.lists(st.dates(start - 40 * DAY, start + 400 * DAY), max_size=5)
    calendar = dx.Calendar(id="c", country=country, week=sorted(week), holidays=data.draw(days), worked=data.draw(days))
    plan = dx.Plan(id="p", start=start, calendar="c", elements=[calendar])
    low = data.draw(st.integers(-40, 300))
    high = low + data.draw(st.integers(-5, 100))
    clock = WorkedDays(calendar, start)
    assert clock.worked_ticks(low, high) == [tick for tick in range(low, high) if is_worked(plan, None, tick)]


@pytest.mark.parametrize("country", [None, "VN"])
def test_worked_ticks_end_with_the_calendar_of_dates(country: str | None) -> None:
    start = dt.date(2026, 1, 1)
    clock = WorkedDays(dx.Calendar(id="office", country=country), start)
    ticks = clock.worked_ticks(-(10**9), 10**9)
    assert ticks == sorted(set(ticks))
    assert 1 <= start.toordinal() + ticks[0] <= 7
    assert start.toordinal() + ticks[-1] < dt.date.max.toordinal()
    assert clock.worked_ticks(5, 5) == clock.worked_ticks(9, 5) == []
    assert clock.worked_ticks(10**8, 10**9) == []
    assert clock.start_from(0, 1) == ticks[next(place for place, tick in enumerate(ticks) if tick >= 0)]
