"""Goals in the model: which jobs must be finished by when for each criterion to hold (§6–§9).

The criteria have no negation, so that it is enough to say what holds where a goal does: each question becomes a
literal that implies what it asks. What is unknown holds in no strict model, and always in one that takes it in the
plan's favour.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from dxplan.goals.evaluation import CompiledGoal
from dxplan.goals.questions import Comparison, Delivery, Many, Open, Question, Ranking
from dxplan.goals.values import ValueAt
from dxplan.model.indicator import Direction
from dxplan.solve.search.model import Model, Placed
from dxplan.solve.search.problem import Said

__all__ = ["Goals", "add_goals"]


def add_goals(model: Model) -> Goals:
    """Hold the hard goals that are said."""
    goals = Goals(model)
    for id in model.problem.hard:
        one = model.problem.goals.goals[id]
        if one.day is None:
            model.open = True
            if model.strict:
                model.cp.no()
            continue
        if Said("goal", id) in model.said:
            goals.require(goals.goal(one))
    return goals


class Goals:
    """Makes the literals of goals, each once: True and False where nothing is to be decided."""

    def __init__(self, model: Model, slack: Any = 0) -> None:
        self._model = model
        self._slack = slack
        self._goals: dict[str, Any] = {}
        self._done: dict[tuple[str, int, int], Any] = {}
        self._later: Any = 0  # by how many days the goal at hand may be late
        self._values: dict[tuple[int, int], tuple[Any, Any]] = {}
        self._kept: list[ValueAt] = []

    def require(self, literal: Any) -> None:
        """Say that something holds."""
        if literal is False:
            self._model.cp.no()
        elif literal is not True:
            self._model.cp.model.add(literal == 1)

    @property
    def _unknown(self) -> bool:
        self._model.open = True
        return not self._model.strict

    def goal(self, one: CompiledGoal) -> Any:
        """Return the literal of a goal: its criterion and its sub-goals."""
        id = one.goal.id
        if id not in self._goals:
            self._goals[id] = self._goal(one)
        return self._goals[id]

    def _goal(self, one: CompiledGoal) -> Any:
        if one.day is None or (one.question is None and one.needed is None):
            return self._unknown
        inner: list[Any] = []
        if one.needed is not None:
            inner = [self.goal(self._model.problem.goals.goals[id]) for id in one.inner]
            inner += [self._unknown] * (len(one.parts) - len(one.inner))
        self._later = self._model.given.get(Said("goal", one.goal.id), 0)
        parts = [] if one.question is None else [self.question(one.question)]
        if one.needed is not None:
            parts.append(self._enough(inner, one.needed))
        return self._enough(parts, len(parts))

    def question(self, question: Question) -> Any:
        """Return the literal of a criterion."""
        if isinstance(question, Delivery):
            return False if question.limit is None else self.done(question.task, question.limit)
        if isinstance(question, Many):
            parts = [self.question(part) for part in question.parts]
            if question.needed is None:
                return self._unknown or self._enough(parts, len(parts))
            if question.needed <= 0:
                return self._unknown  # it would hold vacuously
            return self._enough(parts, question.needed)
        if isinstance(question, Comparison):
            return self._compared(question)
        if isinstance(question, Ranking):
            return self._ranked(question)
        assert isinstance(question, Open)
        return self._unknown

    def _enough(self, parts: list[Any], needed: int) -> Any:
        """Return a literal that implies so many of some."""
        met = sum(part is True for part in parts)
        open_ = [part for part in parts if part is not True and part is not False]
        left = needed - met
        if left <= 0:
            return True
        if len(open_) < left:
            return False
        if len(open_) == left == 1:
            return open_[0]
        literal = self._model.cp.model.new_bool_var("")
        if len(open_) == left:
            self._model.cp.model.add_bool_and(open_).only_enforce_if(literal)
        else:
            self._model.cp.model.add(sum(open_) >= left).only_enforce_if(literal)
        return literal

    def done(self, task: str, limit: int) -> Any:
        """Return whether a job finishes by a boundary: exactly where it does."""
        key = task, limit, id(self._later)
        if key not in self._done:
            placed = self._model.placed.get(self._model.problem.number[task])
            self._done[key] = False if placed is None else self._finished(placed, limit)
        return self._done[key]

    def _finished(self, placed: Placed, limit: int) -> Any:
        model, cp = self._model, self._model.cp
        if placed.job.until is not None:
            return False  # what goes on all the time never finishes
        slack = self._slack if isinstance(self._later, int) else self._slack - self._later
        ticks = placed.finish.ticks
        if not len(ticks) or (isinstance(slack, int) and ticks[0] > limit):
            return False
        if ticks[-1] <= limit and isinstance(slack, int):
            return placed.present[0] if placed.present else True
        literal = cp.model.new_bool_var("")
        if not isinstance(slack, int):
            cp.model.add(model.clocks.tick(placed.finish) + slack <= limit).only_enforce_if(literal)
            late = model.clocks.tick(placed.finish) + slack >= limit + 1
        elif len(placed.choices) == 1:
            spot = placed.choices[0].spot
            last = int(np.flatnonzero(spot.allowed & (spot.ends <= limit))[-1])
            cp.model.add(placed.choices[0].position <= last).only_enforce_if(literal)
            late = placed.choices[0].position >= last + 1
        else:
            tick = model.clocks.tick(placed.finish)
            cp.model.add(tick <= limit).only_enforce_if(literal)
            late = tick >= limit + 1
        if placed.present:
            cp.model.add_implication(literal, placed.present[0])
            cp.model.add(late).only_enforce_if(literal.negated(), placed.present[0])
        else:
            cp.model.add(late).only_enforce_if(literal.negated())
        return literal

    def _value(self, value: ValueAt) -> tuple[Any, Any]:
        """Return the steps of a value as an expression, and whether it is known, which may be a literal."""
        key = id(value), id(self._later)
        if key in self._values:
            return self._values[key]
        self._kept.append(value)
        total: Any = value.base
        unknown: list[Any] = []
        for gain in value.gains:
            if gain.limit is None:
                literal = self.done(gain.task, value.tick)
                if literal is not False:
                    unknown.append(literal)
                continue
            literal = self.done(gain.task, gain.limit)
            total = total + gain.steps * (int(literal) if isinstance(literal, bool) else literal)
        known: Any = value.reading is not None
        if known and unknown:
            known = False if True in unknown else self._none_of(unknown)
        self._values[key] = total, known
        return total, known

    def _none_of(self, literals: list[Any]) -> Any:
        model = self._model.cp.model
        known = model.new_bool_var("")
        model.add_bool_and([literal.negated() for literal in literals]).only_enforce_if(known)
        model.add_bool_or([*literals, known])
        return known

    def _compared(self, one: Comparison) -> Any:
        if one.wanted is None:
            return self._unknown
        total, known = self._value(one.value)
        if known is False:
            return self._unknown
        wanted = one.wanted + (int(one.strictly) if one.upwards else -int(one.strictly))
        held = self._inequality(total, wanted, upwards=one.upwards)
        return self._if_known(held, known)

    def _inequality(self, total: Any, wanted: Any, *, upwards: bool) -> Any:
        difference = total - wanted if upwards else wanted - total
        if isinstance(difference, int):
            return difference >= 0
        literal = self._model.cp.model.new_bool_var("")
        self._model.cp.model.add(difference >= 0).only_enforce_if(literal)
        return literal

    def _if_known(self, held: Any, known: Any) -> Any:
        """Return what holds, where it is known; where not, nothing in a strict model and else everything."""
        if known is True:
            return held
        self._model.open = True
        if self._model.strict:
            return self._enough([held, known], 2)
        return self._enough([held, known.negated()], 1)

    def _ranked(self, one: Ranking) -> Any:
        own, known = self._value(one.own)
        peers = [self._value(peer) for peer in one.peers]
        if known is False:
            return one.cut >= 1 if self._unknown else len(peers) + 1 <= one.cut
        upwards = one.own.indicator.direction is Direction.HIGHER
        behind: list[Any] = []
        for steps, known_peer in peers:
            if known_peer is False:
                behind.append(self._unknown)
                continue
            behind.append(self._if_known(self._inequality(own, steps, upwards=upwards), known_peer))
        allowed = int(one.cut // 1)  # so many places from the first; all before it but itself may be better
        if allowed < 1:
            return False
        held = self._enough(behind, len(peers) - (allowed - 1))
        if known is True:
            return held
        return self._if_known(held, known)
