"""Duty 13: the sweep over what a body leads at once; §15: uses that can never be had."""

import datetime as dt

import pytest
from hypothesis import given, strategies as st

import dxplan as dx
from dxplan.checks.load import _peak
from tests.checks.told import subjects, told

START = dt.date(2024, 1, 1)
spans = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 6)), min_size=1, max_size=8)


@given(spans)
def test_peak_against_counting_each_day(drawn: list[tuple[int, int]]) -> None:
    days = [
        (f"t{place}", START + dt.timedelta(days=first), START + dt.timedelta(days=first + length))
        for place, (first, length) in enumerate(drawn)
    ]
    running = {
        day: frozenset(task for task, first, last in days if first <= day <= last)
        for day in (START + dt.timedelta(days=tick) for tick in range(-1, 20))
    }
    most = max(len(tasks) for tasks in running.values())
    peak = _peak(days)
    assert peak.count == most
    if most:
        first = next(day for day, tasks in running.items() if len(tasks) == most)
        assert (peak.first, peak.tasks) == (first, running[first])
        assert running[peak.last] == peak.tasks


def led(id: str, **fields: object) -> dx.Task:
    return dx.Task(**{"id": id, "duration": "10 days", "roles": {"leads": "body"}} | fields)  # type: ignore[arg-type]


def test_limit_on_early_dates() -> None:
    body = dx.Body(id="body", lead_limit=2)
    apart = [led("a"), led("b"), led("c", after=["a"])]
    assert subjects("R131", body, *apart) == []
    (finding,) = told("R131", body, *apart, led("d", not_before="2024-01-09", duration="5 days"))
    assert (finding.params["count"], finding.params["tasks"]) == ("3", "a, b, d")
    assert (finding.params["first"], finding.params["last"]) == ("2024-01-09", "2024-01-10")


def test_successor_leads_what_it_takes_over() -> None:
    old = dx.Body(id="body", valid_to="2024-01-05", successor="new")
    new = dx.Body(id="new", valid_from="2024-01-06", lead_limit=1)
    own = dx.Task(id="own", duration="2 days", not_before="2024-01-08", roles={"leads": "new"})
    (finding,) = told("R131", old, new, led("a"), own)
    assert (finding.subject, finding.params["tasks"]) == ("new", "a, own")


def test_nobody_may_lead_with_a_limit_of_none_and_zero() -> None:
    assert subjects("R131", dx.Body(id="body"), *[led(id) for id in "abc"]) == []
    assert subjects("R131", dx.Body(id="body", lead_limit=0), led("a")) == ["body"]


def test_class_of_bodies_counts_as_its_members() -> None:
    departments = [dx.Body(id=f"d{number}") for number in range(7)]
    everybody = dx.Body(id="all", members=[body.id for body in departments])
    assert subjects("R132", *departments, everybody, dx.Task(id="t", roles={"coordinates": "all"})) == ["t"]


@pytest.mark.parametrize(
    ("task", "code"),
    [
        (dx.Task(id="t", uses=[dx.Use(resource="r", amount=2), dx.Use(resource="r", amount=2)]), "L101"),
        (dx.Task(id="t", duration="10 workdays", uses=[dx.Use(resource="r", effort="31 person-days")]), "L101"),
        (dx.Task(id="t", duration="10 workdays", uses=[dx.Use(resource="r", effort="30 person-days")]), None),
        (dx.Task(id="t", uses=[dx.Use(resource="r", effort="31 person-days")]), None),
        (
            dx.Task(
                id="t",
                duration="10 days",
                uses=[dx.Use(resource="r", amount=4)],
                modes=[dx.Mode(id="slow", duration="20 days", uses=[dx.Use(resource="r", amount=3)])],
            ),
            "L101",  # as it says itself it cannot be done, though slowly it can
        ),
        (
            dx.Task(id="t", modes=[dx.Mode(id="one", duration="5 days", uses=[dx.Use(resource="r", amount=4)])]),
            "L101",
        ),
    ],
)
def test_uses_against_the_largest_capacity(task: dx.Task, code: str | None) -> None:
    assert subjects("L101", dx.Resource(id="r", capacity=3), task) == ([] if code is None else ["t"])
