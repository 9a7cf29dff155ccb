"""Whether the hard goals hold when they are due (§6–§9): a plain reading of the criteria, in three values.

True is met, False is not met, None is unknown. What is not met or unknown leaves its reason behind.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from fractions import Fraction

from dxplan.model.area import Area, Areas
from dxplan.model.criterion import (
    Above,
    AllOf,
    AnyOf,
    AtLeast,
    AtMost,
    CountOf,
    Criterion,
    Delivered,
    ForEach,
    InTier,
    Undefined,
)
from dxplan.model.goal import Firmness, Goal
from dxplan.model.indicator import Direction
from dxplan.model.plan import Plan
from dxplan.solve.schedule import Schedule
from dxplan.solve.verify.values import Values
from dxplan.solve.verify.violation import Violation, broken

__all__ = ["broken_goals"]

_Reasons = list[str]


def broken_goals(plan: Plan, schedule: Schedule) -> Iterator[Violation]:
    """Yield the hard goals that do not hold on their due dates, or of which the plan does not say whether they do."""
    values = Values(plan, schedule)
    for goal in plan.goals:
        if goal.firmness is not Firmness.HARD:
            continue
        if goal.due is None:
            yield broken("goal-undated", goal.id)
            continue
        reasons: _Reasons = []
        holds = _Reader(plan, schedule, values).goal(goal, reasons, ())
        if not holds:
            kind = "goal-unknown" if holds is None else "goal-missed"
            yield broken(kind, goal.id, due=goal.due, reasons=tuple(dict.fromkeys(reasons)) or ("?",))


def _all(values: Sequence[bool | None]) -> bool | None:
    return False if False in values else None if None in values else True


def _at_least(needed: Fraction | int, values: Sequence[bool | None]) -> bool | None:
    met, open_ = values.count(True), values.count(None)
    return True if met >= needed else False if met + open_ < needed else None


class _Reader:
    def __init__(self, plan: Plan, schedule: Schedule, values: Values) -> None:
        self.plan, self.schedule, self.values = plan, schedule, values
        self.areas = {area.id: area for area in plan.areas}
        self.goals = {goal.id: goal for goal in plan.goals}

    def goal(self, goal: Goal, reasons: _Reasons, above: tuple[str, ...]) -> bool | None:
        """§9: its criterion on its due date, and its sub-goals on theirs."""
        if goal.due is None:
            reasons.append(f"{goal.id} has no due date")
            return None
        if goal.id in above:
            reasons.append(f"{goal.id} refines itself")
            return None
        sub_goals = [one for one in self.plan.goals if one.within == goal.id]
        parts: list[bool | None] = []
        if goal.criterion is not None:
            parts.append(self.criterion(goal.criterion, goal, goal.due, self.plan.area, reasons))
        elif not sub_goals and not isinstance(goal.refinement, int):
            reasons.append(f"{goal.id} has no criterion")
            return None
        if sub_goals:
            held = [
                None if self._on_a_circle(goal, one) else self.goal(one, reasons, (*above, goal.id))
                for one in sub_goals
            ]
            if any(self._on_a_circle(goal, one) for one in sub_goals):
                reasons.append(f"{goal.id} refines itself")
            if goal.refinement == "all":
                parts.append(_all(held))
            else:
                needed = 1 if goal.refinement == "any" else int(goal.refinement)
                parts.append(self._enough(needed, held, reasons))
        elif isinstance(goal.refinement, int):
            parts.append(False)
            reasons.append(f"{goal.id} needs {goal.refinement} sub-goals, and has none")
        return _all(parts)

    def _on_a_circle(self, goal: Goal, part: Goal) -> bool:
        """Tell whether a sub-goal is, through others, above its own goal: to that one it is unknown."""
        passed: set[str] = set()
        while goal.within is not None and goal.id not in passed:
            if goal.within == part.id:
                return True
            passed.add(goal.id)
            goal = self.goals[goal.within]
        return False

    def criterion(
        self, one: Criterion, goal: Goal, day: dt.date, at_hand: str | None, reasons: _Reasons
    ) -> bool | None:
        """§6, §7: a criterion on a day, of the area at hand."""
        if isinstance(one, (AllOf, AnyOf)):
            held = [self.criterion(inner, goal, day, at_hand, reasons) for inner in one.criteria]
            if isinstance(one, AnyOf):
                return _at_least(1, held)
            return self._tolerated(held, one.tolerance, goal, reasons)
        if isinstance(one, (CountOf, ForEach)):
            meant = self._meant(one.areas, day, at_hand)
            held = [self.criterion(one.criterion, goal, day, area.id, reasons) for area in meant]
            if isinstance(one, CountOf):
                if len(held) < one.at_least:
                    reasons.append(f"{one.at_least} areas are asked for, and there are {len(held)}")
                return self._enough(one.at_least, held, reasons)
            if not held:
                reasons.append(f"there is no area to speak of in {at_hand or self.plan.id}: it would hold vacuously")
                return None
            return self._tolerated(held, one.tolerance, goal, reasons)
        if isinstance(one, Undefined):
            reasons.append(f"“{one.words}” is not defined")
            return None
        if isinstance(one, Delivered):
            place = self.schedule.tasks.get(one.task)
            met = place is not None and place.finish <= day
            if not met:
                reasons.append(f"{one.task} is not finished by {day}")
            return met
        return self._measured(one, day, one.area or at_hand, reasons)

    def _tolerated(self, held: Sequence[bool | None], word: str | None, goal: Goal, reasons: _Reasons) -> bool | None:
        """§6: all of them; with a word that loosens it, the share that the goal's terms give the word."""
        if word is None:
            return _all(held)
        share = next(
            (one.at_least for one in goal.terms if one.word.casefold() == word.casefold() and one.at_least is not None),
            None,
        )
        if share is None:
            if _all(held) is True:
                return True
            reasons.append(f"“{word}” is not defined")
            return None
        return self._enough(Fraction(share) * len(held), held, reasons)

    def _enough(self, needed: Fraction | int, held: Sequence[bool | None], reasons: _Reasons) -> bool | None:
        if needed <= 0:
            reasons.append("no part is asked for: it would hold vacuously")
            return None
        return _at_least(needed, held)

    def _meant(self, areas: Areas, day: dt.date, at_hand: str | None) -> list[Area]:
        """§7: the areas of a choice that exist on the day, within the area at hand."""
        outer = areas.within or at_hand
        return [
            area
            for area in self.areas.values()
            if _exists(area, day)
            and (areas.level is None or area.level is areas.level)
            and (not areas.kinds or area.kind in areas.kinds)
            and (not areas.only or area.id in areas.only)
            and (outer is None or self._lies_in(area, outer))
        ]

    def _lies_in(self, area: Area, outer: str) -> bool:
        passed: list[str] = [area.id]
        while area.parent is not None and area.parent not in passed:
            if area.parent == outer:
                return True
            passed.append(area.parent)
            area = self.areas[area.parent]
        return False

    def _measured(
        self, one: AtLeast | AtMost | Above | InTier, day: dt.date, area: str | None, reasons: _Reasons
    ) -> bool | None:
        if area is not None and not _exists(self.areas[area], day):
            reasons.append(f"{area} does not exist on {day}")
            return None
        value = self.values.at(one.indicator, area, day)
        where = "" if area is None else f" in {area}"
        if isinstance(one, InTier):
            return self._ranked(one, value, day, area, reasons)
        if value is None:
            reasons.append(f"{one.indicator}{where} has no reading by {day}")
            return None
        if isinstance(one, Above):
            mark = self.values.benchmark(one.indicator, one.benchmark, area, day)
            if mark is None:
                reasons.append(f"{one.benchmark} of {one.indicator}{where} is not known on {day}")
                return None
            met = value > mark if self.values.better[one.indicator] is Direction.HIGHER else value < mark
        else:
            mark = Fraction(one.value.amount)
            met = value >= mark if isinstance(one, AtLeast) else value <= mark
        if not met:
            reasons.append(f"{one.indicator}{where} is {float(value):g} on {day}, against {float(mark):g}")
        return met

    def _ranked(
        self, one: InTier, value: Fraction | None, day: dt.date, area: str | None, reasons: _Reasons
    ) -> bool | None:
        """§7: the rank among the peers, which is one more than the number of those that are better."""
        if one.top is None:
            reasons.append(f"the tier “{one.tier or '?'}” of {one.indicator} has no cut")
            return None
        own = None if area is None else self.areas[area]
        if own is None:
            reasons.append(f"no area is named that {one.indicator} could rank")
            return None
        if one.peers is not None:
            peers = [peer for peer in self._meant(one.peers, day, None) if peer is not own]
        elif own.level is not None:
            peers = [peer for peer in self.areas.values() if peer is not own and peer.level is own.level]
            peers = [peer for peer in peers if _exists(peer, day)]
        else:
            peers = []
        if not peers:
            reasons.append(f"{area or self.plan.id} has no peer to be ranked among")
            return None
        cut = Fraction(one.top.amount)
        if one.top.unit == "%":
            cut = cut * (len(peers) + 1) / 100
        if value is None:  # it may rank anywhere from first to last
            if 1 <= cut < len(peers) + 1:
                reasons.append(f"{one.indicator} in {area} has no reading by {day}")
                return None
            return cut >= 1
        others = [self.values.at(one.indicator, peer.id, day) for peer in peers]
        higher = self.values.better[one.indicator] is Direction.HIGHER
        ahead = sum(other is not None and (other > value if higher else other < value) for other in others)
        if ahead + 1 > cut:
            reasons.append(f"{area or self.plan.id} ranks {ahead + 1} or lower by {one.indicator} on {day}")
            return False
        if ahead + 1 + others.count(None) > cut:
            reasons.append(f"{others.count(None)} peers have no reading of {one.indicator} by {day}")
            return None
        return True


def _exists(area: Area, day: dt.date) -> bool:
    return (area.valid_from is None or area.valid_from <= day) and (area.valid_to is None or day <= area.valid_to)
