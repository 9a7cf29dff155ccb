"""People in the model: on every day no more of a resource than there is, and no body leads more than it can (§15).

Where work on several calendars shares a resource, the days are parted into those on which the same calendars work.
Among the days of one part the own days of any job lie in a row, so that one cumulative constraint (Aggoun and
Beldiceanu, 1993) holds each part exactly.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

import attrs
import numpy as np

from dxplan.cpm.tables import Mask
from dxplan.solve.search.again import more_intervals, more_spans
from dxplan.solve.search.clockwork import Days
from dxplan.solve.search.model import Choice, Model, Placed
from dxplan.solve.search.problem import Lead, Pool
from dxplan.solve.search.times import Times

__all__ = ["add_people"]

_PARTS = 10**9  # finer units than this are rounded


@attrs.frozen(eq=False)
class _User:
    """Work that takes so much each day: one way of a job, on a line, in all its times."""

    placed: Placed
    choice: Choice
    line: int
    rate: Fraction


def add_people(model: Model, times: Times) -> None:
    """Hold what is said of capacities and lead limits."""
    for number, pool in enumerate(model.problem.pools):
        if pool.said in model.said:
            _hold(model, times, pool, list(_users(model, times, number)))
    for number, pool in enumerate(model.problem.bodies):
        if pool.said in model.said:
            _lead(model, times, number, pool)


def _peak(asked: Sequence[tuple[int, int, int]]) -> int:
    """Return the most that can be asked at once, if each may fall anywhere between its first and its last tick."""
    changes: dict[int, int] = {}
    for first, end, amount in asked:
        changes[first] = changes.get(first, 0) + amount
        changes[end] = changes.get(end, 0) - amount
    running = most = 0
    for _, change in sorted(changes.items()):
        running += change
        most = max(most, running)
    return most


def _users(model: Model, times: Times, pool: int) -> Iterator[_User]:
    for placed in model.placed.values():
        for choice in placed.choices:
            for demand in choice.spot.way.demands:
                if demand.pool != pool or demand.said not in model.said:
                    continue
                rate = demand.rate
                if rate is None and demand.effort is not None:
                    if not times.fixed(placed.job, choice.spot):
                        model.round()
                    rate = times.rate(placed.job, choice.spot, demand.effort, strict=model.strict)
                if rate:
                    yield _User(placed, choice, choice.spot.way.line, rate)


def _hold(model: Model, times: Times, pool: Pool, users: list[_User]) -> None:
    """Hold one resource, part by part of the days."""
    users = [user for user in users if user.choice.spot.way.days or user.placed.job.until is not None]
    if not users:
        return
    lines = sorted({user.line for user in users})
    extra = model.given.get(pool.said)
    for days, part in _parts(model, lines):
        inside = [user for user in users if user.line in part]
        if days is None:
            steps = list(pool.steps)
        else:
            before = days.before()
            found: dict[int, Fraction] = {}
            for since, amount in pool.steps:
                found[int(before[min(since, len(before) - 1)])] = amount
            steps = sorted(found.items())
        _cumulate(model, times, days, steps, inside, extra)


def _parts(model: Model, lines: Sequence[int]) -> Iterator[tuple[Days | None, frozenset[int]]]:
    """Yield the days on which the same of some lines work, with those lines; None where that is every day."""
    if len(lines) == 1:
        yield model.days(lines[0]), frozenset(lines)
        return
    end = model.end + 2
    masks = {line: model.problem.lines[line].mask(end) for line in lines}
    code = sum(mask.astype(np.int64) << place for place, mask in enumerate(masks.values()))
    assert isinstance(code, np.ndarray)
    for value in np.unique(code).tolist():
        part = frozenset(line for place, line in enumerate(lines) if value >> place & 1)
        if not part:
            continue
        mask: Mask = code == value
        own = next((line for line in part if line and np.array_equal(masks[line], mask)), None)
        yield (model.days(own) if own is not None else Days(mask)), part


def _cumulate(
    model: Model,
    times: Times,
    days: Days | None,
    steps: list[tuple[int, Fraction]],
    users: list[_User],
    extra: Any,
) -> None:
    unit = math.lcm(*(user.rate.denominator for user in users), *(amount.denominator for _, amount in steps))
    scale = unit if unit <= _PARTS else _PARTS
    if scale != unit:
        model.round()
    up, down = (math.ceil, math.floor) if model.strict else (math.floor, math.ceil)
    most = max(amount for _, amount in steps)
    top = down(most * scale)
    rates = [up(user.rate * scale) for user in users]
    if extra is None and _never_short(model, times, users, rates, days, [(t, down(a * scale)) for t, a in steps]):
        return
    cp, clocks = model.cp, model.clocks
    intervals: list[Any] = []
    asked: list[int] = []
    for user, rate in zip(users, rates, strict=True):
        choice, way = user.choice, user.choice.spot.way
        lits = choice.chosen
        if way.days and (days is None or choice.start.days is days):
            start = clocks.tick(choice.start) if days is None else choice.position
            if days is None and choice.start.days is not None:
                raise AssertionError("work on a calendar is counted on its days")
            if lits:
                interval = cp.model.new_optional_fixed_size_interval_var(start, way.days, lits[0], "")
            else:
                interval = cp.model.new_fixed_size_interval_var(start, way.days, "")
        else:
            interval = _interval(model, choice, days)
        intervals.append(interval)
        asked.append(rate)
        for interval in more_intervals(model, user.placed.job, choice, days):
            intervals.append(interval)
            asked.append(rate)
    ends = [since for since, _ in steps[1:]] + [model.end + 3 if days is None else int(days.mask.sum()) + 1]
    for (since, amount), until in zip(steps, ends, strict=True):
        missing = top - down(amount * scale)
        if missing and since < until:
            intervals.append(cp.model.new_fixed_size_interval_var(since, until - since, ""))
            asked.append(missing)
    cp.model.add_cumulative(intervals, asked, top if extra is None else top + scale * extra)


def _never_short(
    model: Model,
    times: Times,
    users: list[_User],
    rates: list[int],
    days: Days | None,
    steps: list[tuple[int, int]],
) -> bool:
    """Tell whether there is enough even if all work that can fall on the same day does."""
    before = None if days is None else days.before()
    asked: list[tuple[int, int, int]] = []
    for user, rate in zip(users, rates, strict=True):
        first, end = _reach(times, user.placed, user.choice)
        if before is not None:
            first, end = int(before[min(first, len(before) - 1)]), int(before[min(end, len(before) - 1)])
        asked.append((first, end, rate * times.at_once(user.placed.job, user.choice.spot)))
    most = max(amount for _, amount in steps)
    ends = [since for since, _ in steps[1:]] + [max((end for _, end, _ in asked), default=0)]
    for (since, amount), until in zip(steps, ends, strict=True):
        if since < until:
            asked.append((since, until, most - amount))
    return _peak(asked) <= most


def _reach(times: Times, placed: Placed, choice: Choice) -> tuple[int, int]:
    """Return the first and the last boundary between which a way of a job can lie, in all its times."""
    return int(choice.spot.starts[choice.spot.positions[0]]), times.last_end(placed.job, choice.spot)


def _interval(model: Model, choice: Choice, days: Days | None) -> Any:
    clocks, choice = model.clocks, model.alone(choice)
    start = clocks.tick(choice.start) if days is None else clocks.count(choice.start, days)
    finish = clocks.tick(choice.finish) if days is None else clocks.count(choice.finish, days)
    return _optional(model, choice, start, model.cp.int_var(0, model.end + 3), finish)


def _lead(model: Model, times: Times, number: int, pool: Pool) -> None:
    """Hold the lead limit of a body over the days on which it leads, from the first to the last of each job."""
    limit = int(pool.steps[0][1])
    led = [
        (placed, [lead for lead in placed.job.leads if lead.body == number])
        for placed in model.placed.values()
        if placed.choices and any(lead.body == number for lead in placed.job.leads)
    ]
    extra = model.given.get(pool.said)
    if extra is None:
        asked: list[tuple[int, int, int]] = []
        for placed, leads in led:
            for choice in placed.choices:
                first, end = _reach(times, placed, choice)
                for lead in leads:
                    low, high = max(first, lead.first), end if lead.end is None else min(end, lead.end)
                    if low < high:
                        asked.append((low, high, 1))
        if _peak(asked) <= limit:
            return
    whole = all(leads[0].first == 0 and leads[0].end is None for _, leads in led)
    lines = {choice.spot.way.line for placed, _ in led for choice in placed.choices}
    plain = whole and len(lines) == 1 and not any(p.job.again or p.job.until is not None for p, _ in led)
    cp = model.cp
    intervals: list[Any] = []
    for placed, leads in led:
        for choice in placed.choices:
            if plain:  # on one calendar two jobs share a day where they share a worked one
                intervals += _whole(model, choice)
                continue
            for lead in leads:
                first, last = _clipped(model, choice, lead)
                size = cp.int_var(0, model.end + 3)
                intervals.append(_optional(model, choice, first, size, last))
                intervals += more_spans(model, placed.job, choice, lead)
    if intervals:
        cp.model.add_cumulative(intervals, [1] * len(intervals), limit if extra is None else limit + extra)


def _whole(model: Model, choice: Choice) -> Iterator[Any]:
    days = choice.spot.way.days
    if not days:
        return
    if choice.chosen:
        yield model.cp.model.new_optional_fixed_size_interval_var(choice.position, days, choice.chosen[0], "")
    else:
        yield model.cp.model.new_fixed_size_interval_var(choice.position, days, "")


def _clipped(model: Model, choice: Choice, lead: Lead) -> tuple[Any, Any]:
    """Return from when to when a body leads a job: the ticks of the job that lie in its time."""
    cp, choice = model.cp, model.alone(choice)
    first, last = model.clocks.tick(choice.start), model.clocks.tick(choice.finish)
    if lead.first > 0:
        end = max(model.end, lead.first)
        ends = first, last
        first, last = cp.int_var(lead.first, end), cp.int_var(lead.first, end)
        cp.model.add_max_equality(first, [ends[0], lead.first])
        cp.model.add_max_equality(last, [ends[1], lead.first])
    if lead.end is not None:
        ends = first, last
        first, last = cp.int_var(0, lead.end), cp.int_var(0, lead.end)
        cp.model.add_min_equality(first, [ends[0], lead.end])
        cp.model.add_min_equality(last, [ends[1], lead.end])
    return first, last


def _optional(model: Model, choice: Choice, start: Any, size: Any, finish: Any) -> Any:
    if choice.chosen:
        return model.cp.model.new_optional_interval_var(start, size, finish, choice.chosen[0], "")
    return model.cp.model.new_interval_var(start, size, finish, "")
