"""From a driving chain to the statements along it without which the date could be kept.

A chain is a composition of monotone maps from what holds its first task to the date that is missed. Its deletion filter
(Chinneck and Dravnieks, 1991) therefore takes one backward and one forward pass (Kelley and Walker, 1959): backwards,
how late each task may end (or start, where that is what the next link looks at) for the date to be kept by all that
follows; forwards, how early it does where what is not needed is left out. A statement is not needed if without it the
one still lies after the other.
"""

from __future__ import annotations

import time

from dxplan.errors import UndefinedError
from dxplan.solve.temporal.chain import DrivingChain, on_free_day
from dxplan.solve.temporal.said import Said

__all__ = ["shrink"]

_BETWEEN_LOOKS = 256  # tasks between two looks at the time


class _OutOfTimeError(Exception):
    """The time that is allowed is over."""


def shrink(chain: DrivingChain, stop: float | None = None) -> tuple[list[Said], bool]:
    """Return statements along a chain that contradict each other, and whether each of them was shown to be needed.

    What a statement no longer says is free: a task whose duration is not said may take any time, and begin and end on
    any day. Where the time is over (`stop`, in seconds of `time.monotonic`) or the answer to what is left would lie
    beyond the years 1 to 9999, the chain is returned as it is.
    """
    if stop is not None and time.monotonic() >= stop:
        return chain.said(), False
    missed, length = chain.missed, chain.days[-1]
    try:
        if on_free_day(chain.network, missed):
            return _alone(missed, length), True
        if missed.at < 0:  # the plan's start alone is too late
            return [Said("start", missed.place), missed], True
        # a moment lies at the end of the day on which it is reported
        begin, late = _late(chain, missed.at + (missed.field == "due" or not length), stop)
        needed = _needed(chain, begin, late, stop)
        if needed[0] and on_free_day(chain.network, chain.head):
            return _alone(chain.head, chain.days[0]), True
        return chain.said(begin, needed), True
    except (_OutOfTimeError, UndefinedError):
        return chain.said(), False


def _alone(fixed: Said, length: int) -> list[Said]:
    """Return what contradicts itself where a task is to start on a free day."""
    return [Said("duration", fixed.place), fixed] if length else [fixed]


def _late(chain: DrivingChain, bound: int, stop: float | None) -> tuple[int, list[int]]:
    """Return at which task the chain may begin, and of each from there on how late what is looked at may lie.

    Every task hangs on the plan's start if that is said: where it alone is too late for one, none before it is needed.
    """
    days, clocks, lags = chain.days, chain.clocks, chain.lags
    leaves_finish, to_finish = chain.leaves_finish, chain.to_finish
    late = [bound] * len(days)
    for row in range(len(days) - 1, -1, -1):
        _look(row, stop)
        late[row] = bound
        clock, length = clocks[row], days[row]
        until = bound if leaves_finish[row] else clock.finish(clock.start_from(bound, length), length)
        start = clock.latest_start(bound, until, length)
        if start < 0 and chain.from_start:
            return row, late
        if row:
            lag_clock, lag = lags[row - 1]
            bound = lag_clock.unshift(clock.finish(start, length) if to_finish[row - 1] else start, lag)
    return 0, late


def _needed(chain: DrivingChain, begin: int, late: list[int], stop: float | None) -> list[bool]:
    """Return of which tasks the duration is needed."""
    days, clocks, lags = chain.days, chain.clocks, chain.lags
    leaves_finish, to_finish = chain.leaves_finish, chain.to_finish
    needed = [True] * len(days)
    early = chain.ends if begin == 0 else None  # where tasks lie as long as nothing is left out
    last = len(days) - 1
    start: int | None = chain.head.at + (not days[begin] and not chain.from_start)
    # a task that starts on a day ends after it
    finish = None if chain.from_start or not days[begin] else chain.head.at + 1
    for row in range(begin, last + 1):
        # `start` and `finish` are the least that is asked of its ends
        _look(row, stop)
        clock, length = clocks[row], days[row]
        free = finish if start is None or (finish is not None and finish > start) else start
        end = free if leaves_finish[row] else start
        needed[row] = not length or end is None or end <= late[row]
        if row == last and chain.missed.field == "on" and start == free == late[row] + 1:
            needed[row] = True  # taking no time it may lie at the end of the day on which it is to start
        if not needed[row]:
            early = None
        elif early is not None:
            end = early[row]
        else:
            at = None if start is None else clock.start_from(start, length)
            if finish is not None:
                by_finish = clock.start_to_finish_from(finish, length)
                at = by_finish if at is None else max(at, by_finish)
            end = at if at is None or not leaves_finish[row] else clock.finish(at, length)
        if row < last:
            assert end is not None  # it has a start or a finish from what comes before
            lag_clock, lag = lags[row]
            asked = lag_clock.shift(end, lag)
            if to_finish[row]:
                start, finish = (0 if chain.from_start else None), asked
            else:
                start, finish = (max(asked, 0) if chain.from_start else asked), None
    return needed


def _look(row: int, stop: float | None) -> None:
    """Look at the time once in a while."""
    if stop is not None and not row % _BETWEEN_LOOKS and time.monotonic() >= stop:
        raise _OutOfTimeError
