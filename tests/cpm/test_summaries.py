"""Programmes, recurring tasks, projected days, and networks of a part of the plan."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from hypothesis import given, strategies as st

import dxplan as dx
from tests.strategies import plans


def test_a_programme_summarises_all_tasks_within() -> None:
    """At any depth; those without dates are not asked."""
    elements = [
        dx.Programme(id="outer"),
        dx.Programme(id="inner", within="outer"),
        dx.Programme(id="empty"),
        dx.Task(id="first", duration="3 days", within="outer"),
        dx.Task(id="second", duration="10 days", within="inner", after="first"),
        dx.Task(id="apart", duration="30 days"),
    ]
    found = dx.critical_path(dx.Plan(id="p", start="2024-01-01", elements=elements)).programmes
    assert list(found) == ["inner", "outer"]
    assert found["outer"].tasks == ("first", "second")
    assert (found["outer"].early_start, found["outer"].early_finish) == (dt.date(2024, 1, 1), dt.date(2024, 1, 13))
    assert (found["inner"].late_start, found["inner"].late_finish) == (dt.date(2024, 1, 21), dt.date(2024, 1, 30))
    assert (found["outer"].critical, found["outer"].tightest) == (False, "first")
    assert json.dumps(found["outer"].to_record())


def times(
    recurring: object, *, duration: str = "1 day", horizon: object = "2024-12-31", calendar: str | None = None
) -> list[str]:
    task = dx.Task(id="t", duration=duration, recurring=recurring, calendar=calendar)
    office = dx.Calendar(id="office", week="mon wed")
    plan = dx.Plan(id="p", start="2024-01-01", horizon=horizon, elements=[office, task])
    return [one.start.isoformat() for one in dx.critical_path(plan).occurrences("t")]


def test_recurring_work_comes_again() -> None:
    """§2: intervals add up before they are rounded; a time that falls on a free day moves on."""
    assert times("1 year", horizon="2028-01-01") == [
        "2024-01-01",
        "2025-01-01",
        "2026-01-01",
        "2027-01-01",
        "2028-01-01",
    ]
    assert times({"every": "10 days", "until": "2024-01-25"}) == ["2024-01-01", "2024-01-11", "2024-01-21"]
    assert times("1 week", duration="1 workday", horizon="2024-01-15") == ["2024-01-01", "2024-01-08", "2024-01-15"]
    assert times("2 workdays", duration="1 workday", horizon="2024-01-12", calendar="office") == [
        "2024-01-01",
        "2024-01-08",
    ]
    assert times("3 days", duration="1 workday", horizon="2024-01-09") == ["2024-01-01", "2024-01-04", "2024-01-08"]


def test_recurring_work_of_odd_intervals_ends() -> None:
    """Never more than once a day, and no endless loop for no interval at all."""
    assert times("0 days") == ["2024-01-01"]
    assert len(times("0.001 days", horizon="2024-01-31")) == 31
    assert times("100 years") == ["2024-01-01"]


def test_the_first_time_is_what_the_network_holds() -> None:
    """Later times move neither the plan's finish nor what waits for it."""
    report = dx.Task(id="report", duration="2 days", recurring="1 month")
    after = dx.Task(id="after", duration="1 day", after="report")
    path = dx.critical_path(dx.Plan(id="p", start="2024-01-01", horizon=2024, elements=[report, after]))
    assert path.finish == dt.date(2024, 1, 3)
    assert len(path.occurrences("report")) == 12
    assert [one.number for one in path.occurrences("after")] == [1]
    with pytest.raises(KeyError):
        path.occurrences("nobody")


def test_dates_on_days_not_announced_are_projected() -> None:
    """Where a calendar with public holidays is used, and only beyond what is announced."""
    elements = [
        dx.Calendar(id="office", country="VN"),
        dx.Task(id="soon", duration="5 workdays"),
        dx.Task(id="later", duration="5 workdays", not_before="2040-01-01"),
    ]
    path = dx.critical_path(dx.Plan(id="p", start="2024-01-01", calendar="office", elements=elements))
    assert not path.tasks["soon"].projected
    assert path.tasks["later"].projected
    assert path.projected_from is not None
    assert path.projected_from < dt.date(2040, 1, 1)
    bare = dx.critical_path(dx.Plan(id="p", start="2024-01-01", elements=elements))
    assert bare.projected_from is None


def test_only_what_leads_to_a_task() -> None:
    """What the plan leaves undefined elsewhere does not matter then."""
    elements = [
        dx.Task(id="dig", duration="3 days"),
        dx.Task(id="pave", duration="3 days", after="dig"),
        dx.Task(id="open", after="pave"),
        dx.Task(id="x", duration="1 day", after="y"),
        dx.Task(id="y", duration="1 day", after="x"),
    ]
    plan = dx.Plan(id="p", start="2024-01-01", elements=elements)
    with pytest.raises(dx.CycleError):
        dx.critical_path(plan)
    path = dx.critical_path(plan, to="pave")
    assert (list(path.tasks), path.finish) == (["dig", "pave"], dt.date(2024, 1, 6))
    with pytest.raises(dx.UndefinedError):
        dx.critical_path(plan, to="open")
    with pytest.raises(KeyError):
        dx.critical_path(plan, to="nobody")


@given(plans(acyclic=True), st.data())
def test_a_part_has_the_early_dates_of_the_whole(plan: dx.Plan, data: st.DataObject) -> None:
    """§5: early dates depend on what a task waits for, and on nothing else."""
    try:
        whole = dx.critical_path(plan)
    except dx.UndefinedError:
        return
    id = data.draw(st.sampled_from(sorted(whole.tasks)))
    part = dx.critical_path(plan, to=id)
    assert all(part.tasks[one].early_finish == whole.tasks[one].early_finish for one in part.tasks)
    assert part.tasks.keys() <= whole.tasks.keys()


@given(plans(acyclic=True))
def test_every_answer_is_made_for_every_plan(plan: dx.Plan) -> None:
    """Records, text, JSON and sentences in both languages, whatever the plan holds."""
    try:
        path = dx.critical_path(plan)
    except dx.UndefinedError:
        return
    assert json.loads(path.to_json())["finish"] == path.finish.isoformat()
    assert len(path.to_records()) == len(path.tasks)
    assert path.summary().startswith("finish")
    for id in path.tasks:
        for lang in ("en", "vi"):
            assert id in path.explain(id, lang=lang)
        for one in path.occurrences(id):
            assert one.start <= one.finish
