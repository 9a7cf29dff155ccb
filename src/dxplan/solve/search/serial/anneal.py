"""Simulated annealing: small changes, and with falling chance also for the worse (Kirkpatrick and others, 1983)."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from typing import Protocol

from dxplan.solve.schedule import Schedule
from dxplan.solve.search.cp import Limits

__all__ = ["Walk", "anneal"]

_WARM, _COLD = 0.18, 0.036  # of the mean length of a job: the temperature at first and at last


class Walk(Protocol):
    """A schedule that is changed step by step."""

    energy: float
    """What is to be as little as can be, in days."""

    def step(self, chance: random.Random) -> float:
        """Try a change; return the energy that it leads to."""

    def take(self, chance: random.Random) -> None:
        """Make the change that was tried last."""

    def finish(self) -> int | None:
        """Return when everything is done as things were tried last; None where that is not in time."""

    def schedule(self) -> Schedule:
        """Return the schedule as things were tried last."""


def anneal(
    walk: Walk,
    limits: Limits,
    chance: random.Random,
    *,
    steps: int,
    length: float,
    least: int,
    best: int | None,
    on_better: Callable[[Schedule], None],
) -> None:
    """Walk until the time or the steps are over, or nothing can be better.

    Parameters
    ----------
    walk : Walk
    limits : Limits
    chance : Random
    steps : int
        Where there is no limit of time; else as many as there is time for.
    length : float
        The mean length of a job.
    least : int
        A finish that nothing can better.
    best : int or None
        The earliest finish that is known.
    on_better : callable
        Called with each schedule that finishes earlier.
    """
    whole, done = limits.left, 0
    finish = walk.finish()
    if finish is not None and (best is None or finish < best):
        best = finish
        on_better(walk.schedule())
    while not limits.over and (best is None or best > least):
        passed = done / steps if whole == math.inf else 1 - limits.left / whole
        if passed >= 1:
            break
        heat = length * _WARM * (_COLD / _WARM) ** passed
        energy = walk.step(chance)
        done += 1
        finish = walk.finish()
        if finish is not None and (best is None or finish < best):
            best = finish
            on_better(walk.schedule())
        if energy <= walk.energy or chance.random() < math.exp((walk.energy - energy) / heat):
            walk.take(chance)
