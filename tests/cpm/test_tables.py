"""Positions and ticks: the tables against clocks that count one task at a time, whatever span they begin with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

import dxplan as dx
from dxplan.cpm import tables as module
from dxplan.cpm.tables import Axis, Step, Tables
from dxplan.cpm.worktime import WorkedDays
from tests.cpm.test_against_oracle import check_against_oracle
from tests.time_oracle import timed_plans

START = dt.date(2024, 1, 6)  # a Saturday


@st.composite
def calendars(draw: st.DrawFn) -> dx.Calendar:
    days = st.integers(-20, 40).map(lambda number: START + dt.timedelta(days=number))
    week = draw(st.lists(st.sampled_from(list(dx.Weekday)), min_size=1, unique=True))
    return dx.Calendar(
        id="c", week=week, holidays=draw(st.lists(days, max_size=5)), worked=draw(st.lists(days, max_size=3))
    )


@given(calendars(), st.integers(-15, 30), st.integers(1, 6))
def test_tables_equal_the_clock(calendar: dx.Calendar, tick: int, length: int) -> None:
    """§1, §2: starts, finishes, and the nearest positions on either side."""
    clock = WorkedDays(calendar, START)
    tables = Tables([(Axis.ELAPSED, None), (Axis.WORKED, clock), (Axis.MOMENTS, clock)], START)

    def look(axis: int, step: Step, value: int) -> int:
        return int(tables.look(tables.row(axis, step), np.array([value]))[0])

    start = look(1, Step.START, look(1, Step.START_UP, tick))
    assert start == clock.start_from(tick, length)
    position = look(1, Step.START_UP, tick)
    assert look(1, Step.FINISH, position + length) == clock.finish(start, length)
    assert look(1, Step.START, look(1, Step.FINISH_UP, tick) - length) == clock.start_to_finish_from(tick, length)
    latest = min(look(1, Step.START_DOWN, tick), look(1, Step.FINISH_DOWN, tick + 9) - length)
    assert look(1, Step.START, latest) == clock.latest_start(tick, tick + 9, length)
    assert look(2, Step.START, look(2, Step.START_UP, tick)) == clock.start_from(tick, 0)
    assert look(2, Step.START, look(2, Step.START_DOWN, tick)) == clock.latest_start(tick, tick, 0)


@given(calendars(), st.integers(-15, 30), st.integers(-40, 40))
def test_every_step_has_its_adjoint(calendar: dx.Calendar, tick: int, position: int) -> None:
    """A value keeps within a bound after a step exactly if it keeps within the bound taken back."""
    clock = WorkedDays(calendar, START)
    tables = Tables([(Axis.ELAPSED, None), (Axis.WORKED, clock), (Axis.MOMENTS, clock)], START)

    def look(axis: int, step: Step, value: int) -> int:
        return int(tables.look(tables.row(axis, step), np.array([value]))[0])

    for axis in (1, 2):
        for to_tick, down, up in (
            (Step.START, Step.START_DOWN, Step.START_UP),
            (Step.FINISH, Step.FINISH_DOWN, Step.FINISH_UP),
        ):
            assert (look(axis, to_tick, position) <= tick) == (position <= look(axis, down, tick))
            assert (look(axis, up, tick) <= position) == (tick <= look(axis, to_tick, position))


@pytest.fixture
def small_tables(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    built = Tables.__init__

    def narrow(self: Tables, axes: object, start: dt.date, low: int = -2, high: int = 3) -> None:
        built(self, axes, start, low, high)  # type: ignore[arg-type]

    monkeypatch.setattr(module.Tables, "__init__", narrow)
    return lambda: None


@given(plan=timed_plans())
@settings(suppress_health_check=list(HealthCheck))
def test_dates_do_not_depend_on_the_span_that_is_known_at_first(small_tables: object, plan: dx.Plan) -> None:
    """Tables that reach too short are noticed, and grow."""
    check_against_oracle(plan)
    path = dx.critical_path(plan)
    list(path.paths(count=20))
    assert path.drags.keys() == path.tasks.keys()


def test_a_plan_of_centuries_is_dated() -> None:
    """Far beyond what is known at first."""
    tasks = [dx.Task(id=f"t{n}", duration="20000 workdays", after=f"t{n - 1}" if n else ()) for n in range(20)]
    plan = dx.Plan(id="p", start="2024-01-01", elements=[*tasks, dx.Milestone(id="end", after="t19", due=2030)])
    path = dx.critical_path(plan)
    assert path.finish == dt.date(2024, 1, 1) + dt.timedelta(weeks=80_000) - dt.timedelta(days=3)
    assert path.tasks["t0"].total_float < -300_000
