"""The earliest finish, sought from two sides at once: schedules that get shorter, and a model that gets tighter.

The walk of `serial.shortest` runs in a thread of its own while the solver works without Python. The solver starts anew
now and then, each time with twice the time: from the best schedule of both, and with nothing later than it to look at.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

import attrs

from dxplan.solve.schedule import Schedule
from dxplan.solve.search.bounds import least_finish
from dxplan.solve.search.cp import Limits
from dxplan.solve.search.joint import joint_model
from dxplan.solve.search.model import Model
from dxplan.solve.search.problem import Problem
from dxplan.solve.search.scope import Scope, whole_scope
from dxplan.solve.search.serial import shortest
from dxplan.solve.search.times import Times

__all__ = ["READINGS", "Raced", "finish_model", "finish_of", "race"]

_ALONE = 0.1  # of the time in which the walk has all to itself: it is often enough
_EACH = 0.05  # seconds for each job after which it is not worth it
_ONE = 4  # times as many where the solver has to wait for it
_SLICE = 1.0  # seconds that the solver has at first
_NOTHING = 0.05  # seconds in which it has not even begun

READINGS = ((True, False), (False, False), (True, True))
"""How a model reads the plan: strictly or not, and money to the last unit or not. The first alone where it need not
round; else the second tells what nothing can better, and the third comes where that is better than what is known."""


@attrs.frozen(eq=False)
class Raced:
    """The earliest finish that was found.

    Parameters
    ----------
    schedule : Schedule
    bound : int
        A tick before which nothing can finish.
    """

    schedule: Schedule
    bound: int


def finish_of(schedule: Schedule) -> int:
    """Return the boundary at which the last task ends."""
    return max((task.finish_tick for task in schedule.tasks.values()), default=0)


def finish_model(
    problem: Problem, last: int, times: Times, *, strict: bool = True, exact: bool = False
) -> tuple[Model, Any]:
    """Return a model of all that is said in which everything ends by a tick, and the end of everything."""
    model = joint_model(problem, strict=strict, scope=_scope(problem, last), times=times, exact=exact)
    finish = model.cp.int_var(0, last)
    for placed in model.placed.values():
        if placed.job.until is None:
            held = model.cp.model.add(finish >= model.clocks.tick(placed.finish))
            if placed.present:
                held.only_enforce_if(*placed.present)
    return model, finish


def _scope(problem: Problem, last: int) -> Scope:
    """Return a scope in which all ends by a tick but continuous work, which may only begin then."""
    end = last
    for job in problem.jobs:
        if job.until is not None:
            bounds = [problem.lines[wait.line].clock.shift(last, wait.lag) for wait in job.waits if not wait.to_finish]
            end = max(end, job.not_before or 0, job.on or 0, *bounds)
    return whole_scope(problem, end)


class _Track:
    """The best schedule that either has found."""

    def __init__(self, start: Schedule, accept: Callable[[Schedule], bool]) -> None:
        self._lock = threading.Lock()
        self._accept = accept
        self.schedule = start
        self.failed: BaseException | None = None

    def better(self, schedule: Schedule) -> None:
        if finish_of(schedule) < finish_of(self.schedule) and self._accept(schedule):
            with self._lock:
                if finish_of(schedule) < finish_of(self.schedule):
                    self.schedule = schedule


def race(
    problem: Problem,
    limits: Limits,
    start: Schedule,
    *,
    times: Times,
    accept: Callable[[Schedule], bool] = lambda schedule: True,
) -> Raced:
    """Return the schedule with the earliest finish that is found, at worst the first, and a bound on the finish.

    Parameters
    ----------
    problem : Problem
    limits : Limits
        With one worker the walk comes first, and then the solver; else they run side by side.
    start : Schedule
        One that keeps all that is said.
    times : Times
    accept : callable, optional
        Whether a better schedule will do.
    """
    track = _Track(start, accept)
    whole, each = limits.left, _EACH * len(problem.jobs)
    shortest(problem, limits.within(min(whole * _ALONE, each)), start=start, on_better=track.better)
    if limits.workers == 1:
        shortest(problem, limits.within(min(whole / 2, _ONE * each)), start=track.schedule, on_better=track.better)
        return Raced(track.schedule, _solved(problem, limits, track, times))
    walking = attrs.evolve(limits, stop=threading.Event())
    walk = threading.Thread(target=_walk, args=(problem, walking, track), daemon=True)
    walk.start()
    try:
        bound = _solved(problem, attrs.evolve(limits, workers=limits.workers - 1), track, times)
        if finish_of(track.schedule) > bound and limits.until is not None and not limits.stop.is_set():
            walk.join()  # where the solver has given up, the walk has the rest of the time
    finally:
        walking.stop.set()
        walk.join()
    if track.failed is not None:
        raise track.failed
    return Raced(track.schedule, bound)


def _walk(problem: Problem, limits: Limits, track: _Track) -> None:
    try:
        shortest(problem, limits, start=track.schedule, on_better=track.better)
    except BaseException as error:  # to be raised where somebody waits for it
        track.failed = error


def _solved(problem: Problem, limits: Limits, track: _Track, times: Times) -> int:
    """Let the solver search, again and again, and return what nothing can better.

    A strict model that had to round may leave out schedules, even all of them: it proves nothing.
    """
    bound, seconds, reading = least_finish(problem), _SLICE, 0
    while not limits.over:
        schedule = track.schedule
        last = finish_of(schedule)
        if last <= bound:
            break
        strict, exact = READINGS[reading]
        model, finish = finish_model(problem, last, times, strict=strict, exact=exact)
        if not model.cp.impossible:
            model.cp.model.add(finish >= bound)
            model.cp.model.minimize(finish)
            model.hint(schedule)
        began = time.monotonic()
        answer = model.cp.solve(limits.within(seconds if limits.left > 2 * seconds else limits.left))
        if answer.status in ("feasible", "optimal"):
            track.better(model.schedule(answer))
        if model.proves and answer.bound is not None:
            bound = max(bound, round(answer.bound))
        done = answer.status in ("optimal", "infeasible")
        if (not reading and not model.proves) or (reading == 1 and done):
            reading += 1
            continue
        if done or time.monotonic() - began < _NOTHING:
            break
        seconds *= 2
    return bound
