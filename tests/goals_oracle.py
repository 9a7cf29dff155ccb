"""Goals decided the slow way: every value that is not known is tried, every delay is walked day by day (§6–§9).

A criterion is the set of answers that it can have, {True}, {False} or both, found by trying all combinations of the
answers of its parts. It shares nothing with dxplan.goals.
"""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from itertools import product

import dxplan as dx
from dxplan.goals.truth import Truth
from tests.time_oracle import is_worked, ticks

Answers = frozenset[bool]
OPEN: Answers = frozenset([True, False])
DAY = dt.timedelta(days=1)


def truth_of(answers: Answers) -> Truth:
    if answers == OPEN:
        return Truth.UNKNOWN
    return Truth.MET if True in answers else Truth.NOT_MET


class Oracle:
    """The goals of a plan under a schedule.

    With `solid`, what ranges over no area, or asks for no part at all, fails: what still holds then is not vacuous.
    """

    def __init__(self, plan: dx.Plan, schedule: dx.Schedule, on: dt.date | None = None, *, solid: bool = False) -> None:
        self.plan, self.schedule, self.on, self.solid = plan, schedule, on, solid

    # goals

    def goal(self, id: str, above: tuple[str, ...] = ()) -> Answers:
        goal = self.plan[id]
        assert isinstance(goal, dx.Goal)
        day = self.on or goal.due
        if day is None:
            return OPEN
        inner = [one for one in self.plan.goals if one.within == id]
        demands: list[Answers] = []
        if goal.criterion is not None:
            demands.append(self.criterion(goal, goal.criterion, day, self.plan.area))
        if inner or isinstance(goal.refinement, int):
            parts = [OPEN if self.encloses(one.id, id) else self.goal(one.id) for one in inner]
            needed = {"all": len(parts), "any": 1}.get(str(goal.refinement), goal.refinement)
            demands.append(frozenset(sum(case) >= int(needed) for case in product(*parts)))
        if not demands:
            return OPEN
        return frozenset(all(case) for case in product(*demands))

    def encloses(self, inner: str, outer: str) -> bool:
        """Does `outer` lie within `inner`, so that the two are on a circle?"""
        seen: list[str] = []
        id: str | None = outer
        while id is not None and id not in seen:
            if id == inner:
                return True
            seen.append(id)
            goal = self.plan[id]
            assert isinstance(goal, dx.Goal)
            id = goal.within
        return False

    # criteria

    def criterion(self, goal: dx.Goal, one: dx.Criterion, day: dt.date, at_hand: str | None) -> Answers:
        if isinstance(one, dx.Undefined):
            return OPEN
        if isinstance(one, dx.Delivered):
            return frozenset([one.task in self.schedule.tasks and self.schedule.tasks[one.task].finish <= day])
        if isinstance(one, (dx.AnyOf, dx.AllOf)):
            parts = [self.criterion(goal, part, day, at_hand) for part in one.criteria]
            if isinstance(one, dx.AnyOf):
                return frozenset(any(case) for case in product(*parts))
            return self.enough(goal, one.tolerance, parts)
        if isinstance(one, (dx.CountOf, dx.ForEach)):
            chosen = self.chosen(one.areas, day, at_hand)
            parts = [self.criterion(goal, one.criterion, day, area) for area in chosen]
            if isinstance(one, dx.CountOf):
                return frozenset(sum(case) >= one.at_least for case in product(*parts))
            if not parts and self.solid:
                return frozenset([False])
            return self.enough(goal, one.tolerance, parts)
        area = one.area or at_hand
        if area is not None and not self.exists(area, day):
            return OPEN
        if isinstance(one, dx.InTier):
            return self.tier(one, area, day)
        value = self.value(one.indicator, area, day)
        if isinstance(one, dx.Above):
            wanted = self.benchmark(one, area, day)
            if value is None or wanted is None:
                return OPEN
            return frozenset([value > wanted if self.more_is_better(one.indicator) else value < wanted])
        if value is None:
            return OPEN
        wanted = Fraction(one.value.amount)
        return frozenset([value >= wanted if isinstance(one, dx.AtLeast) else value <= wanted])

    def enough(self, goal: dx.Goal, word: str | None, parts: list[Answers]) -> Answers:
        shares = [Fraction(1)]
        if word is not None:
            said = [term.at_least for term in goal.terms if term.word.lower() == word.lower()]
            known = [share for share in said if share is not None]
            none = 1 if self.solid and parts else 0
            any_share = [Fraction(n, len(parts) or 1) for n in range(none, len(parts) + 1)]
            shares = [Fraction(known[0])] if known else any_share
        if self.solid and shares == [0]:
            return frozenset([False])
        cases = product(*parts)
        return frozenset(sum(case) >= share * len(parts) for case in cases for share in shares)

    def tier(self, one: dx.InTier, id: str | None, day: dt.date) -> Answers:
        if one.top is None or id is None:
            return OPEN
        area = self.plan[id]
        assert isinstance(area, dx.Area)
        if one.peers is not None:
            peers = self.chosen(one.peers, day, None)
        elif area.level is None:
            return OPEN
        else:
            peers = [other.id for other in self.plan.areas if other.level is area.level and self.exists(other.id, day)]
        peers = [peer for peer in peers if peer != id]
        if not peers:
            return OPEN
        values = [self.value(one.indicator, one_area, day) for one_area in (id, *peers)]
        known = sorted({value for value in values if value is not None})
        tried = [*known, *(value + Fraction(1, 1000) for value in known), min(known, default=Fraction(0)) - 1]
        tried += [max(tried) + number for number in range(1, 3)]
        sign = 1 if self.more_is_better(one.indicator) else -1
        top = Fraction(one.top.amount)
        found: set[bool] = set()
        for case in product(*([value] if value is not None else tried for value in values)):
            order = sorted((sign * value for value in case), reverse=True)
            rank = order.index(sign * case[0]) + 1
            found.add(rank <= top if one.top.unit is None else rank * 100 <= top * len(order))
            if len(found) == 2:
                break
        return frozenset(found)

    # areas

    def exists(self, id: str, day: dt.date) -> bool:
        area = self.plan[id]
        assert isinstance(area, dx.Area)
        return (area.valid_from or dt.date.min) <= day <= (area.valid_to or dt.date.max)

    def chosen(self, areas: dx.Areas, day: dt.date, at_hand: str | None) -> list[str]:
        found = []
        for area in self.plan.areas:
            if not self.exists(area.id, day):
                continue
            if areas.level is not None and area.level != areas.level:
                continue
            if areas.kinds and area.kind not in areas.kinds:
                continue
            if areas.only and area.id not in areas.only:
                continue
            outer = areas.within or at_hand
            if outer is None or outer in self.above(area):
                found.append(area.id)
        return found

    def above(self, area: dx.Area) -> list[str]:
        found: list[str] = []
        parent = area.parent
        while parent is not None and parent not in found and parent != area.id:
            found.append(parent)
            outer = self.plan[parent]
            assert isinstance(outer, dx.Area)
            parent = outer.parent
        return found

    # numbers

    def more_is_better(self, indicator: str) -> bool:
        one = self.plan[indicator]
        assert isinstance(one, dx.Indicator)
        return one.direction == "higher"

    def value(self, indicator: str, area: str | None, day: dt.date) -> Fraction | None:
        one = self.plan[indicator]
        assert isinstance(one, dx.Indicator)
        own = self.plan.area
        events: list[tuple[dt.date, str, Fraction]] = [
            (reading.date, "read", Fraction(reading.value.amount))
            for reading in one.readings
            if (own if reading.area is None else reading.area) == area
        ]
        for activity in self.plan.activities:
            if activity.id in self.schedule.tasks:
                for gain in activity.advances:
                    if gain.indicator == indicator and (own if gain.area is None else gain.area) == area:
                        felt = self.felt(self.schedule.tasks[activity.id].finish_tick, gain.delay)
                        events.append((felt, "felt", Fraction(gain.amount.amount)))
        read: Fraction | None = None
        added = Fraction(0)
        for when, what, amount in sorted(events, key=lambda event: event[0]):
            if when > day:
                break
            if what == "read":
                read = amount
            else:
                added += amount
        return None if read is None else read + added

    def felt(self, boundary: int, delay: dx.Duration | None) -> dt.date:
        """The day at whose end, at the earliest, the effect is there."""
        days, working = (0, False) if delay is None else ticks(delay)
        while days:
            days -= not working or is_worked(self.plan, None, boundary)
            boundary += 1
        return self.plan.start + (boundary - 1 if boundary else 0) * DAY

    def benchmark(self, one: dx.Above, area: str | None, day: dt.date) -> Fraction | None:
        indicator = self.plan[one.indicator]
        assert isinstance(indicator, dx.Indicator)
        (series,) = [found for found in indicator.benchmarks if found.id == one.benchmark]
        own = self.plan.area
        measured = {
            reading.date: Fraction(reading.value.amount)
            for reading in series.readings
            if (own if reading.area is None else reading.area) == area
        }
        last = max(measured, default=dt.date.min)
        expected = {
            reading.date: Fraction(reading.value.amount)
            for reading in series.forecast
            if (own if reading.area is None else reading.area) == area and reading.date > last
        }
        known = {**measured, **expected}
        if not known or day > max(known):
            return None
        while day >= min(known):
            if day in known:
                return known[day]
            day -= DAY
        return None
