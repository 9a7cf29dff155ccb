"""Money, people and every breach of a schedule, as the oracle finds them that looks at each day (§12–§16)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from fractions import Fraction

import attrs
import pytest
from hypothesis import HealthCheck, given, settings

import dxplan as dx
from tests import schedule_oracle as oracle
from tests.whole_plans import whole_plans

_ALL = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]


def kinds(plan: dx.Plan, schedule: dx.Schedule) -> set[tuple[str, str]]:
    return {(one.kind, one.subject) for one in dx.verify(plan, schedule)}


@given(whole_plans())
@settings(suppress_health_check=_ALL, max_examples=300, deadline=None)
def test_the_verifier_finds_what_the_oracle_finds(drawn: tuple[dx.Plan, dx.Schedule]) -> None:
    """§16: the same kinds of breach at the same elements, and nothing where the oracle finds nothing."""
    plan, schedule = drawn
    assert kinds(plan, schedule) == oracle.broken(plan, schedule)


@pytest.mark.slow
@given(whole_plans())
@settings(suppress_health_check=_ALL, max_examples=10_000, deadline=None)
def test_the_verifier_finds_what_the_oracle_finds_in_many(drawn: tuple[dx.Plan, dx.Schedule]) -> None:
    plan, schedule = drawn
    assert kinds(plan, schedule) == oracle.broken(plan, schedule)
    _books_are_the_same(plan, schedule)
    _money_is_the_same(plan, schedule)
    _people_are_the_same(plan, schedule)


@given(whole_plans())
@settings(suppress_health_check=_ALL, max_examples=200, deadline=None)
def test_the_verifier_keeps_the_same_books(drawn: tuple[dx.Plan, dx.Schedule]) -> None:
    """§14, §15: where nothing is granted and nobody is there, it tells all that is spent, used and led."""
    _books_are_the_same(*drawn)


def _books_are_the_same(plan: dx.Plan, schedule: dx.Schedule) -> None:
    bare = plan.replace(
        *(attrs.evolve(fund, ceilings=()) for fund in plan.funds),
        *(attrs.evolve(resource, capacity=0) for resource in plan.resources),
        *(attrs.evolve(body, lead_limit=0) for body in plan.bodies),
    )
    told = dx.verify(bare, schedule)
    assert {
        (one.subject, one.values["year"], one.values["spent"].amount, one.values["tasks"])
        for one in told
        if one.kind == "no-ceiling"
    } == {
        (fund, year, sum(tasks.values()), tuple(sorted(id for id, amount in tasks.items() if amount)))
        for (fund, _, year), tasks in oracle.spent(bare, schedule).items()
        if any(tasks.values())
    }
    used: dict[tuple[str, dt.date], Fraction] = {}
    led: dict[tuple[str, dt.date], set[str]] = {}
    for one in told:
        for day in _between(one.values["first"], one.values["last"]) if "first" in one.values else ():
            if one.kind == "over-capacity":
                used[one.subject, day] = one.values["used"]
            elif one.kind == "leads-too-much":
                led[one.subject, day] = set(one.values["tasks"])
    wanted = {
        (id, plan.start + dt.timedelta(days=tick)): amount
        for id, days in oracle.used(bare, schedule).items()
        for tick, amount in days.items()
        if amount
    }
    assert wanted.items() <= used.items()  # days without use do not end a time of overload
    assert {id for id, _ in used} == {id for id, _ in wanted}
    assert led == {
        (id, plan.start + dt.timedelta(days=tick)): tasks
        for id, days in oracle.led(bare, schedule).items()
        for tick, tasks in days.items()
    }


@given(whole_plans())
@settings(suppress_health_check=_ALL, max_examples=200, deadline=None)
def test_money_is_what_the_oracle_counts(drawn: tuple[dx.Plan, dx.Schedule]) -> None:
    """§14: by fund, year and task; nothing is lost, and a balance is short where the verifier says so."""
    _money_is_the_same(*drawn)


def _money_is_the_same(plan: dx.Plan, schedule: dx.Schedule) -> None:
    money = dx.spending(plan, schedule)
    wanted = {
        (fund, currency, year, task): amount
        for (fund, currency, year), tasks in oracle.spent(plan, schedule).items()
        for task, amount in tasks.items()
        if amount
    }
    assert {
        (one.fund, one.amount.currency, one.year, one.task): one.amount.amount
        for one in money.outlays
        if one.amount.amount
    } == wanted
    assert sum(one.amount for one in money.totals) == sum(wanted.values())
    told = {(one.kind, one.subject) for one in dx.verify(plan, schedule)}
    assert {one.fund for one in money.short} == {id for kind, id in told if kind == "over-ceiling"}
    assert {one.fund for one in money.unknown} == {id for kind, id in told if kind == "no-ceiling"}
    for one in money.balances:
        if one.left is not None and one.short is not None:
            assert one.ceiling is not None
            assert one.brought_forward is not None
            has = one.ceiling.amount + one.brought_forward.amount
            assert has - one.spent.amount == one.left.amount - one.short.amount
            assert not (one.left.amount and one.short.amount)


@given(whole_plans())
@settings(suppress_health_check=_ALL, max_examples=200, deadline=None)
def test_people_are_what_the_oracle_counts(drawn: tuple[dx.Plan, dx.Schedule]) -> None:
    """§15: use, capacity and leads on each day; §12: who acts on each day."""
    _people_are_the_same(*drawn)


def _people_are_the_same(plan: dx.Plan, schedule: dx.Schedule) -> None:
    people = dx.usage(plan, schedule)
    used, led = oracle.used(plan, schedule), oracle.led(plan, schedule)
    for load in people.loads.values():
        resource = plan[load.id]
        assert isinstance(resource, dx.Resource)
        for step, day in _day_by_day(load):
            assert step.used == used.get(load.id, {}).get((day - plan.start).days, 0)
            assert step.capacity == oracle.capacity(resource, day)
    assert {id for id, days in used.items() if any(days.values())} == set(people.loads)
    totals = {id: sum(days.values(), Fraction(0)) for id, days in used.items()}
    assert {id: load.work for id, load in people.loads.items()} == {id: total for id, total in totals.items() if total}
    for id, load in people.leads.items():
        for step, day in _day_by_day(load):
            assert set(step.tasks) == led.get(id, {}).get((day - plan.start).days, set())
            assert step.used == len(step.tasks)
    assert set(people.leads) == {id for id, days in led.items() if any(days.values())}
    _overloads_are_the_same(plan, people, used)
    acting: dict[tuple[str, str, dt.date], str | None] = {}
    for one in people.acting:
        for day in _between(one.first, one.last):
            acting[one.task, one.body, day] = one.acting
    for (task, body, day), who in acting.items():
        assert oracle.acts(plan, body, day) == who, task
    assert {one.task for one in people.vacancies} == {id for _, id in oracle.broken_bodies(plan, schedule)}


def _overloads_are_the_same(plan: dx.Plan, people: dx.Usage, used: dict[str, dict[int, Fraction]]) -> None:
    counted: dict[str, int] = defaultdict(int)
    for one in people.overloads:
        counted[one.id] += one.days
    for resource in plan.resources:
        over = [
            tick
            for tick, amount in used.get(resource.id, {}).items()
            if amount > oracle.capacity(resource, plan.start + dt.timedelta(days=tick))
        ]
        assert counted.get(resource.id, 0) == len(over)


def _day_by_day(load: dx.Load) -> list[tuple[dx.LoadStep, dt.date]]:
    return [(step, day) for step in load.steps for day in _between(step.first, step.last)]


def _between(first: dt.date, last: dt.date) -> list[dt.date]:
    return [first + dt.timedelta(days=number) for number in range((last - first).days + 1)]
