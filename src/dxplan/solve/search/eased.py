"""Schedules near ways out: what the heuristic finds where more is given than is needed, and then less and less."""

from __future__ import annotations

from fractions import Fraction

from dxplan.errors import InputError
from dxplan.model.change import apply_changes
from dxplan.solve.schedule import Schedule
from dxplan.solve.search.compile import compile_problem
from dxplan.solve.search.cp import Limits
from dxplan.solve.search.offer import Offer
from dxplan.solve.search.problem import Problem
from dxplan.solve.search.serial import witness
from dxplan.solve.verify import verify

__all__ = ["eased"]

_LESS = Fraction(1, 4)  # of what is given, each time
_LEAST = Fraction(1, 5000)
_HALVINGS = 3  # between the last share that is enough and the first that is not
_TRIES = 8  # into which the time is parted
_TRY = 0.1  # seconds for one of them, at least


def eased(problem: Problem, offer: Offer, limits: Limits) -> Schedule | None:
    """Return a schedule that the plan allows if a share of what may be given is; the smaller that share the better.

    Parameters
    ----------
    problem : Problem
    offer : Offer
    limits : Limits
    """
    if not offer.slack:
        return None
    best: Schedule | None = None
    enough, share, short = Fraction(1), Fraction(1), Fraction(0)
    halvings = 0
    while not limits.over and share >= _LEAST and halvings <= _HALVINGS:
        found = _with(problem, offer, share, limits.within(max(limits.left / _TRIES, _TRY)))
        if found is None and best is None:
            return None
        if found is None:
            short = share
        else:
            best, enough = found, share
        if short:
            halvings += 1
            share = (enough + short) / 2
        else:
            share = enough * _LESS
    return best


def _with(problem: Problem, offer: Offer, share: Fraction, limits: Limits) -> Schedule | None:
    try:
        plan = apply_changes(problem.plan, offer.part(share))
    except InputError:  # a plan has no words for so much
        return None
    return witness(compile_problem(plan), limits, lambda schedule: not verify(plan, schedule))
