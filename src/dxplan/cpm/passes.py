"""The forward and the backward pass (Kelley and Walker, 1959), in integers (§3–§5)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import attrs

from dxplan.cpm.network import Link, Network
from dxplan.errors import UndefinedError

__all__ = ["Early", "Late", "backward", "forward", "free_floats", "start_bound"]


@attrs.frozen
class Early:
    """Early boundaries of every place, and the links that drive each."""

    start: tuple[int, ...]
    finish: tuple[int, ...]
    driving: tuple[tuple[int, ...], ...]


@attrs.frozen
class Late:
    """Late boundaries of every place, and its total float in its own days."""

    start: tuple[int, ...]
    finish: tuple[int, ...]
    total_float: tuple[int, ...]


def forward(network: Network) -> Early:
    """Return the least boundaries that satisfy every link, the plan's start, `not_before` and `on`."""
    start: list[int] = []
    finish: list[int] = []
    driving: list[tuple[int, ...]] = []
    for place, (days, clock) in enumerate(zip(network.days, network.clocks, strict=True)):
        own = clock.start_from(network.earliest[place], days)
        bounds = [start_bound(network, link, start, finish) for link in network.into[place]]
        s = max([own, *(bound for bound in bounds if bound is not None)])
        start.append(s)
        finish.append(clock.finish(s, days))
        driving.append(
            tuple(
                dict.fromkeys(
                    link.source for link, bound in zip(network.into[place], bounds, strict=True) if bound == s
                )
            )
        )
    _within_calendar(network, start, finish)
    return Early(tuple(start), tuple(finish), tuple(driving))


def _within_calendar(network: Network, start: list[int], finish: list[int]) -> None:
    """Raise where a boundary has no date; the first such place in topological order is named."""
    ordinal = network.start.toordinal()
    low, high = 2 - ordinal, dt.date.max.toordinal() - ordinal
    for id, s, f in zip(network.ids, start, finish, strict=True):
        if s < low or f > high:
            raise UndefinedError([f"the dates of {id!r} run out of the years 1 to 9999"])


def start_bound(network: Network, link: Link, start: Sequence[int], finish: Sequence[int]) -> int | None:
    """Return the least start that the link allows its target; None where that lies before the plan's start."""
    clock, days = network.clocks[link.target], network.days[link.target]
    end = finish[link.source] if link.from_finish else start[link.source]
    bound = link.clock.shift(end, link.lag)
    if link.to_finish and days:
        bound = clock.start_to_finish_from(bound, days)
    return None if bound < 0 else clock.start_from(bound, days)


def backward(network: Network, early: Early) -> Late:
    """Return the greatest boundaries that satisfy every link, `due` and `on`.

    What has no due date, and no successor that bounds its finish, must end by the plan's finish.
    """
    count = len(network.ids)
    plan_finish = max(early.finish, default=0)
    start = [0] * count
    finish = [0] * count
    total: list[int] = [0] * count
    for place in reversed(range(count)):
        clock, days = network.clocks[place], network.days[place]
        by_finish: list[int] = []
        by_start: list[int] = []
        for link in network.out_of[place]:
            limit = finish[link.target] if link.to_finish else start[link.target]
            (by_finish if link.from_finish else by_start).append(link.clock.unshift(limit, link.lag))
        if network.due[place] is not None:
            by_finish.append(network.due[place])  # type: ignore[arg-type]
        elif not by_finish:
            by_finish.append(plan_finish)
        latest_finish = min(by_finish)
        fixed = network.fixed[place]
        if fixed is not None:
            by_start.append(fixed)
        s = clock.latest_start(min(by_start, default=latest_finish), latest_finish, days)
        start[place] = s
        finish[place] = clock.finish(s, days)
        total[place] = clock.between(early.start[place], s)
    _within_calendar(network, start, finish)
    return Late(tuple(start), tuple(finish), tuple(total))


def free_floats(network: Network, early: Early, late: Late) -> tuple[int, ...]:
    """Return by how many of its own days each can start later while every successor keeps its early dates."""
    free: list[int] = []
    for place, (days, clock) in enumerate(zip(network.days, network.clocks, strict=True)):
        by_finish = [late.finish[place]]
        by_start = [late.start[place]]
        for link in network.out_of[place]:
            limit = early.finish[link.target] if link.to_finish else early.start[link.target]
            (by_finish if link.from_finish else by_start).append(link.clock.unshift(limit, link.lag))
        s = clock.latest_start(min(by_start), min(by_finish), days)
        free.append(clock.between(early.start[place], s))
    return tuple(free)
