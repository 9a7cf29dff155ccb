"""The waits between the tasks of a tiny plan, as far as they are taken as said."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

import dxplan as dx
from tests import time_oracle as times
from tests.search_options import Option
from tests.search_said import Said

__all__ = ["Waits"]

Choices = dict[str, list[Option]]
_ENDS: dict[str, Literal[0, 1]] = {"S": 0, "F": 1}


class Wait(NamedTuple):
    """A link with its number, and places in `Option` of the ends that it ties."""

    number: int
    lag: dx.Duration | None
    before: str
    after: dx.Task | dx.Milestone
    from_end: Literal[0, 1]
    to_end: Literal[0, 1]


class Waits:
    """Those of some tasks, in the order in which they are placed."""

    def __init__(self, plan: dx.Plan, said: Said, tasks: Sequence[dx.Task | dx.Milestone]) -> None:
        self.plan = plan
        self.optional = {task.id for task in tasks if isinstance(task, dx.Task) and task.optional}
        order = {task.id: place for place, task in enumerate(tasks)}
        self.all = [
            Wait(0, link.lag, link.predecessor, task, _ENDS[link.type.value[0]], _ENDS[link.type.value[1]])
            for task in tasks
            for link in task.after
            if link.predecessor in order and said.link(task.id, link)
        ]
        self.all = [wait._replace(number=number) for number, wait in enumerate(self.all)]
        self._by_last: dict[str, list[Wait]] = {}
        for wait in self.all:
            self._by_last.setdefault(max(wait.before, wait.after.id, key=order.__getitem__), []).append(wait)
        self._later: dict[tuple[int, int], int] = {}

    def kept(self, id: str, placed: Mapping[str, Option]) -> bool:
        """Tell whether the task that was placed last keeps its waits with those that are placed."""
        for wait in self._by_last.get(id, ()):
            before, after = placed.get(wait.before), placed.get(wait.after.id)
            if before and after and after[wait.to_end] < self._bound(wait, before[wait.from_end]):
                return False
        return True

    def narrow(self, choices: Choices) -> None:
        """Leave out what waits for what can't be so early, or is waited for by what can't be so late."""
        while any(self._narrowed(wait, choices) for wait in self.all):
            pass

    def _narrowed(self, wait: Wait, choices: Choices) -> bool:
        ids = wait.before, wait.after.id
        if self.optional.intersection(ids):
            return False
        firsts, seconds = (choices[id] for id in ids)
        most = max((one[wait.to_end] for one in seconds), default=-math.inf)
        kept = [one for one in firsts if self._bound(wait, one[wait.from_end]) <= most]
        least = min((self._bound(wait, one[wait.from_end]) for one in kept), default=math.inf)
        choices[wait.before] = kept
        choices[wait.after.id] = [one for one in choices[wait.after.id] if one[wait.to_end] >= least]
        return len(firsts) > len(kept) or len(seconds) > len(choices[wait.after.id])

    def _bound(self, wait: Wait, since: int) -> int:
        """Return the boundary that a link asks for."""
        bound = self._later.get((wait.number, since))
        if bound is None:
            bound = self._later[wait.number, since] = times.later(self.plan, wait.after, since, wait.lag)
        return bound
