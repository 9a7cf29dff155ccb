"""Whether a plan can be done: a heuristic witness first, then the model of everything, strictly and in its favour."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from typing import Literal

import attrs

from dxplan.model.plan import Plan
from dxplan.solve.schedule import Schedule
from dxplan.solve.search.complete import completed, put_off
from dxplan.solve.search.cp import Limits
from dxplan.solve.search.parts import Outcome, solved
from dxplan.solve.search.problem import Problem, Said
from dxplan.solve.search.scope import Scope, scope_of
from dxplan.solve.search.serial import witness
from dxplan.solve.search.times import Times
from dxplan.solve.verify import Violation, verify

__all__ = ["Decision", "decide", "nearest"]

_FEW = 300  # jobs, of which a model is soon solved
_QUICK, _LONG = 0.1, 0.25  # of the time, for the heuristic where there are few jobs, and many
_LONGEST = 20.0  # seconds
_SPREAD = 8  # days between two worked days of a calendar, at most


@attrs.frozen(eq=False)
class Decision:
    """What a search has found out.

    Parameters
    ----------
    answer : {"feasible", "infeasible", "open", "unknown"}
        ``"open"``: no schedule can be verified, and perhaps one can once the plan says more. ``"unknown"``: the search
        ended before it knew.
    schedule : Schedule or None
        Where feasible: accepted by the verifier. Else the one that breaks least of what was seen, if any was.
    broken : tuple of Violation
        What that one breaks.
    said : frozenset of Said
        Where infeasible: what was shown to be impossible together.
    cut : bool
        Whether a search ended before it knew: more time may help.
    seconds : float
        Where infeasible: how long it took to show.
    """

    answer: Literal["feasible", "infeasible", "open", "unknown"]
    schedule: Schedule | None = None
    broken: tuple[Violation, ...] = ()
    said: frozenset[Said] = frozenset()
    cut: bool = False
    seconds: float = 0.0


class _Seen:
    """Judges schedules, and keeps the one that breaks least."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self.best: Schedule | None = None
        self.broken: tuple[Violation, ...] = ()

    def accept(self, schedule: Schedule) -> bool:
        broken = verify(self._plan, schedule)
        if self.best is None or _weight(broken) < _weight(self.broken):
            self.best, self.broken = schedule, broken
        return not broken


def _weight(broken: Collection[Violation]) -> tuple[int, int, int]:
    """Return how much is broken, how much in all, and the days that it is late together."""
    late = [one.values["finish"] - one.values["due"] for one in broken if one.kind == "too-late"]
    return sum(not one.open for one in broken), len(broken), sum(days.days for days in late)


def nearest(problem: Problem, limits: Limits) -> Schedule | None:
    """Return the schedule that breaks least of those that the heuristic sees; None where it sees none."""
    seen = _Seen(problem.plan)
    witness(problem, limits, seen.accept)
    return seen.best


def decide(problem: Problem, limits: Limits, *, times: Times, on_step: Callable[[str], None] | None = None) -> Decision:
    """Return whether everything that the plan says can be done.

    Parameters
    ----------
    problem : Problem
    limits : Limits
    times : Times
    on_step : callable, optional
        Called with the name of each part of the search as it begins: ``"witness"``, ``"model"``, ``"proof"``.

    Raises
    ------
    AssertionError
        Where the verifier rejects what the model takes for a witness: a mistake in this library.
    """
    plan = problem.plan
    seen = _Seen(plan)
    step = on_step or (lambda name: None)
    try:
        return _found_out(problem, limits, times, seen, step)
    except (KeyboardInterrupt, MemoryError):  # what was seen until then is told, and nothing is concluded
        limits.stop.set()
        return Decision("unknown", seen.best, seen.broken, cut=True)


def _found_out(problem: Problem, limits: Limits, times: Times, seen: _Seen, step: Callable[[str], None]) -> Decision:
    step("witness")
    share = _QUICK if len(problem.jobs) <= _FEW else _LONG
    found = witness(problem, limits.within(min(limits.left * share, _LONGEST)), seen.accept)
    if found is not None:
        return Decision("feasible", found)
    decision = _decided(problem, limits, times, seen, step, exact=False)
    if decision.answer == "open" and not limits.over:  # to the last unit it may be clear
        decision = _decided(problem, limits, times, seen, step, exact=True)
    return attrs.evolve(decision, schedule=seen.best, broken=seen.broken)


def _decided(
    problem: Problem, limits: Limits, times: Times, seen: _Seen, step: Callable[[str], None], *, exact: bool
) -> Decision:
    """Return what a strict and a lenient model say: the same where the plan leaves nothing open."""
    said = problem.everything
    step("model")
    scope = scope_of(problem, said, strict=True)
    half = limits.within(limits.left / 2)
    clear = limits if scope.certain else half  # then there is nothing else to find out
    began = time.monotonic()
    strict = solved(problem, said, scope, half, strict=True, times=times, start=seen.best, exact=exact, clear=clear)
    if (decision := _strictly(problem, scope, strict, seen)) is not None:
        return attrs.evolve(decision, seconds=time.monotonic() - began)
    step("proof")
    began = time.monotonic()
    favour = scope_of(problem, said, strict=False)
    lenient = solved(problem, said, favour, limits, strict=False, times=times, start=seen.best, exact=exact)
    if lenient.status == "infeasible" and favour.certain:
        return Decision("infeasible", said=lenient.said, seconds=time.monotonic() - began)
    schedule = None if lenient.schedule is None else completed(problem, favour, lenient.schedule)
    if schedule is not None and seen.accept(schedule):
        return Decision("feasible")
    if lenient.schedule is not None and strict.status == "unknown":  # there may be time left
        strict = solved(problem, said, scope, limits, strict=True, times=times, start=lenient.schedule, exact=exact)
        if (decision := _strictly(problem, scope, strict, seen)) is not None:
            return decision
    if lenient.schedule is not None and strict.status == "infeasible" and (strict.open or lenient.open):
        last = max(scope.end, favour.end)  # after all years of which anything is said
        if schedule is None and seen.accept(put_off(problem, last, lenient.schedule)):
            return Decision("feasible")
        return Decision("open")
    return Decision("unknown", cut="unknown" in (strict.status, lenient.status))


def _strictly(problem: Problem, scope: Scope, strict: Outcome, seen: _Seen) -> Decision | None:
    """Return what follows from what a strict model says, if anything does."""
    if strict.schedule is not None:
        schedule = completed(problem, scope, strict.schedule)
        if schedule is not None and seen.accept(schedule):
            return Decision("feasible")
        if not problem.loose and (schedule is not None or not (scope.late or _long(problem, scope.end))):
            raise AssertionError(_rejected(problem.plan, schedule))
    elif strict.status == "infeasible" and not strict.open and scope.certain:
        return Decision("infeasible", said=strict.said)
    return None


def _long(problem: Problem, end: int) -> bool:
    """Tell whether all work, one after another, may go on past the last date there is."""
    lengths = (max((way.days for way in job.ways), default=0) for job in problem.jobs)
    lags = (abs(wait.lag) for job in problem.jobs for wait in job.waits)
    return end + _SPREAD * (sum(lengths) + sum(lags)) > problem.last_tick


def _rejected(plan: Plan, schedule: Schedule | None) -> str:
    if schedule is None:
        return f"what the search puts off in {plan.id!r} finds no place; please report it"
    broken = verify(plan, schedule)
    return f"the verifier rejects a schedule of {plan.id!r}; please report it: {broken[0]}"
