"""From the criteria of a plan to questions for one date: areas chosen, readings found, delays turned into limits."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction

from dxplan.cpm.worktime import Clock, ElapsedDays, WorkedDays
from dxplan.errors import UndefinedError
from dxplan.goals.exact import places_of, steps_of
from dxplan.goals.judgement import Missing, MissingKind
from dxplan.goals.questions import Comparison, Delivery, Many, Open, Question, Ranking
from dxplan.goals.truth import share_of
from dxplan.goals.values import Gain, ValueAt, benchmark_at, last_reading
from dxplan.model.area import Area, Areas
from dxplan.model.calendar import Calendar
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
from dxplan.model.goal import Goal
from dxplan.model.indicator import Benchmark, Indicator, Reading
from dxplan.model.plan import Plan
from dxplan.model.task import Contribution

__all__ = ["Compiler"]

_Key = tuple[str, str | None]


class Compiler:
    """Makes questions of the criteria of one plan; what several of them share is made once.

    Parameters
    ----------
    plan : Plan
    """

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._areas = {area.id: area for area in plan.areas}
        self._indicators = {one.id: one for one in plan.indicators}
        self._contributions: dict[_Key, list[tuple[str, Contribution]]] = {}
        for activity in plan.activities:
            for one in activity.advances:
                key = one.indicator, one.area or plan.area
                self._contributions.setdefault(key, []).append((activity.id, one))
        self._readings: dict[_Key, list[Reading]] = {}
        for indicator in plan.indicators:
            for reading in indicator.readings:
                self._readings.setdefault((indicator.id, reading.area or plan.area), []).append(reading)
        self._places = self._places_by_indicator()
        self._elapsed = ElapsedDays()
        self._worked: WorkedDays | None = None
        self._values: dict[tuple[str, str | None, dt.date], ValueAt] = {}
        self._selected: dict[tuple[Areas, dt.date, str | None], tuple[Area, ...]] = {}
        self._inside: dict[str, tuple[Area, ...]] | None = None

    def question(self, goal: Goal, criterion: Criterion, day: dt.date) -> Question:
        """Return a goal's criterion as a question for a date, the plan's own area at hand."""
        shares = {term.word.casefold(): term.at_least for term in reversed(goal.terms) if term.at_least is not None}
        return _Goal(self, goal, shares, day).question(criterion, self._plan.area)

    # what the questions of one plan share

    def _worked_days(self) -> WorkedDays:
        """Return the worked days of the plan's own calendar, on which delays in workdays run."""
        if self._worked is None:
            calendar = None if self._plan.calendar is None else self._plan[self._plan.calendar]
            self._worked = WorkedDays(calendar if isinstance(calendar, Calendar) else None, self._plan.start)
        return self._worked

    def _places_by_indicator(self) -> dict[str, int]:
        amounts: dict[str, list[Decimal]] = {}
        for indicator in self._plan.indicators:
            series = [indicator.readings]
            for benchmark in indicator.benchmarks:
                series += [benchmark.readings, benchmark.forecast]
            amounts[indicator.id] = [reading.value.amount for readings in series for reading in readings]
        for (id, _), found in self._contributions.items():
            amounts[id] += [one.amount.amount for _, one in found]
        return {id: places_of(found) for id, found in amounts.items()}

    def indicator(self, id: str) -> Indicator:
        """Return an indicator of the plan."""
        return self._indicators[id]

    def area(self, id: str | None) -> Area | None:
        """Return an area of the plan."""
        return None if id is None else self._areas[id]

    @property
    def own(self) -> str | None:
        """The plan's own area."""
        return self._plan.area

    def tick(self, day: dt.date) -> int:
        """Return the boundary at the end of a day."""
        return (day - self._plan.start).days + 1

    @property
    def start(self) -> dt.date:
        """The day of tick 0."""
        return self._plan.start

    def places(self, indicator: str) -> int:
        """Return the decimal places of an indicator's steps."""
        return self._places[indicator]

    def value(self, id: str, area: str | None, day: dt.date) -> ValueAt:
        """Return the value of an indicator for an area at a date."""
        key = id, area, day
        if key not in self._values:
            reading, places = last_reading(self._readings.get((id, area), ()), day), self._places[id]
            self._values[key] = ValueAt(
                indicator=self._indicators[id],
                area=area,
                day=day,
                start=self._plan.start,
                places=places,
                reading=reading,
                base=0 if reading is None else steps_of(reading.value.amount, places),
                gains=() if reading is None else tuple(self._gains(id, area, day)),
            )
        return self._values[key]

    def _gains(self, id: str, area: str | None, day: dt.date) -> list[Gain]:
        tick = self.tick(day)
        if tick <= 0:  # before the plan's start nothing of it has finished
            return []
        found: list[Gain] = []
        for task, one in self._contributions.get((id, area), ()):
            limit: int | None = tick
            clock: Clock = self._elapsed
            if one.delay is not None:
                try:
                    clock = self._worked_days() if one.delay.working else clock
                    limit = clock.unshift(tick, one.delay.days)
                except UndefinedError:  # nobody knows which days are worked, or dates run out
                    limit = None
            found.append(Gain(task, limit, steps_of(one.amount.amount, self._places[id]), one, clock))
        return found

    def select(self, areas: Areas, day: dt.date, at_hand: str | None) -> tuple[Area, ...]:
        """Return the areas chosen that exist on a day (§7)."""
        key = areas, day, at_hand
        if key not in self._selected:
            outer = areas.within or at_hand
            candidates = self._plan.areas if outer is None else self._lying_in(outer)
            self._selected[key] = areas.select(candidates, day, at_hand)
        return self._selected[key]

    def _lying_in(self, outer: str) -> tuple[Area, ...]:
        """Return the areas within another, at any depth."""
        if self._inside is None:
            found: dict[str, list[Area]] = {}
            for area in self._plan.areas:
                above, seen = area.parent, {area.id}
                while above is not None and above not in seen:
                    found.setdefault(above, []).append(area)
                    seen.add(above)
                    above = self._areas[above].parent
            self._inside = {id: tuple(areas) for id, areas in found.items()}
        return self._inside.get(outer, ())


class _Goal:
    """Makes questions of one goal's criterion, whose words its own terms define."""

    def __init__(self, shared: Compiler, goal: Goal, shares: dict[str, Decimal], day: dt.date) -> None:
        self._shared, self._goal, self._shares, self._day = shared, goal, shares, day

    def question(self, criterion: Criterion, at_hand: str | None) -> Question:
        """Return a criterion as a question, with the area at hand."""
        day, shared = self._day, self._shared
        if isinstance(criterion, Undefined):
            missing = Missing(kind="definition", subject=self._goal.id, detail=criterion.words)
            return Open(criterion, at_hand, day, missing)
        if isinstance(criterion, Delivered):
            tick = shared.tick(day)
            return Delivery(criterion, at_hand, day, criterion.task, tick if tick > 0 else None, shared.start)
        if isinstance(criterion, (AllOf, AnyOf)):
            parts = tuple(self.question(one, at_hand) for one in criterion.criteria)
            if isinstance(criterion, AnyOf):
                return Many(criterion, at_hand, day, parts, 1)
            return self._tolerant(criterion, at_hand, parts)
        if isinstance(criterion, (CountOf, ForEach)):
            chosen = shared.select(criterion.areas, day, at_hand)
            parts = tuple(self.question(criterion.criterion, area.id) for area in chosen)
            if isinstance(criterion, CountOf):
                return Many(criterion, at_hand, day, parts, criterion.at_least)
            return self._tolerant(criterion, at_hand, parts)
        area = criterion.area or at_hand
        found = shared.area(area)
        if found is not None and not found.is_valid_on(day):
            return Open(criterion, area, day, Missing(kind="area", subject=found.id, area=found.id, day=day))
        if isinstance(criterion, InTier):
            return self._tier(criterion, found)
        return self._comparison(criterion, area)

    def _tolerant(self, criterion: AllOf | ForEach, at_hand: str | None, parts: tuple[Question, ...]) -> Many:
        """Return all of the parts, or the share of them for which the tolerance stands."""
        word = criterion.tolerance
        if word is None:
            return Many(criterion, at_hand, self._day, parts, len(parts))
        share = self._shares.get(word.casefold())
        if share is None:
            missing = Missing(kind="tolerance", subject=self._goal.id, detail=word)
            return Many(criterion, at_hand, self._day, parts, None, missing)
        return Many(criterion, at_hand, self._day, parts, share_of(share, len(parts)))

    def _comparison(self, criterion: AtLeast | AtMost | Above, area: str | None) -> Comparison:
        shared, id = self._shared, criterion.indicator
        value = shared.value(id, area, self._day)
        if isinstance(criterion, Above):
            indicator = shared.indicator(id)
            benchmark = _benchmark(indicator, criterion.benchmark)
            at = benchmark_at(benchmark, area, self._day, shared.own)
            wanted = None if at.reading is None else steps_of(at.reading.value.amount, shared.places(id))
            upwards = indicator.direction.value == "higher"
            return Comparison(criterion, area, self._day, value, wanted, upwards, True, at)
        upwards = isinstance(criterion, AtLeast)
        wanted = steps_of(criterion.value.amount, shared.places(id), up=upwards)
        return Comparison(criterion, area, self._day, value, wanted, upwards, False)

    def _tier(self, criterion: InTier, area: Area | None) -> Question:
        shared, day, id = self._shared, self._day, criterion.indicator
        at_hand = None if area is None else area.id

        def unknown(kind: MissingKind, subject: str, detail: str | None = None) -> Open:
            missing = Missing(kind=kind, subject=subject, area=at_hand, day=day, detail=detail)
            return Open(criterion, at_hand, day, missing)

        if criterion.top is None:
            return unknown("cut", self._goal.id, criterion.tier or id)
        if area is None:
            return unknown("area", self._goal.id)
        if criterion.peers is None and area.level is None:
            return unknown("level", area.id)
        # the peers lie beside the area, not in it: what they are chosen from is the whole plan
        choice = Areas(level=area.level) if criterion.peers is None else criterion.peers
        peers = [peer.id for peer in shared.select(choice, day, None) if peer.id != area.id]
        if not peers:
            return unknown("peers", area.id, id)
        values = tuple(shared.value(id, peer, day) for peer in peers)
        top = criterion.top
        cut = Fraction(top.amount) if top.unit is None else Fraction(top.amount) / 100 * (1 + len(peers))
        return Ranking(criterion, area.id, day, shared.value(id, area.id, day), values, cut)


def _benchmark(indicator: Indicator, id: str) -> Benchmark:
    return next(one for one in indicator.benchmarks if one.id == id)
