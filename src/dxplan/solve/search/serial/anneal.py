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
    """A schedule that is changed step by step.

    Attributes
    ----------
    energy : float
        What is to be as little as can be, in days.
    """

    energy: float

    @property
    def reached(self) -> bool:
        """Whether the last step reached what is aimed at."""

    def step(self, chance: random.Random) -> float:
        """Try a change; return the energy that it leads to."""

    def take(self, chance: random.Random) -> None:
        """Make the change that was tried last."""

    def schedule(self) -> Schedule:
        """Return the schedule after the change that was tried last."""


def anneal(
    walk: Walk, limits: Limits, chance: random.Random, *, steps: float, length: float, told: Callable[[], bool]
) -> None:
    """Walk until the time or the steps are over, or somebody has had enough.

    Parameters
    ----------
    walk : Walk
    limits : Limits
    chance : Random
    steps : float
        At most so many.
    length : float
        The mean length of a job; moments, too, may be moved by a day.
    told : callable
        Called when the aim is reached; whether that is enough.
    """
    whole, done = limits.left, 0
    while not limits.over:
        passed = max(done / steps, 0.0 if whole == math.inf else 1 - limits.left / whole)
        if passed >= 1:
            break
        heat = max(length, 1.0) * _WARM * (_COLD / _WARM) ** passed
        energy = walk.step(chance)
        done += 1
        if walk.reached:
            if told():
                break
            walk.take(chance)  # the aim may be another one now
        elif energy <= walk.energy or chance.random() < math.exp((walk.energy - energy) / heat):
            walk.take(chance)
