"""Quantifiers over areas: over whom a criterion ranges on a day, and ranges that are empty or too small (§7)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

import attrs

from dxplan.checks.views import few, of_plan
from dxplan.findings import Check, Finding, Rule
from dxplan.model.area import Area, Areas
from dxplan.model.criterion import AllOf, AnyOf, CountOf, Criterion, ForEach
from dxplan.model.goal import Goal
from dxplan.model.plan import Plan

__all__ = ["CHECKS", "RULES", "asked", "day_of", "select"]

GONE = Rule(
    code="D113",
    severity="warning",
    title="The areas of which a goal speaks still exist when it is due",
    message=(
        "goal {subject} speaks of each area ({choice}) in {within}, but on {day} none is left, "
        "the last ended on {last}: it holds vacuously"
    ),
    remedy="say which areas take their place, or make the goal due by {last}",
)
TOO_FEW_LEFT = Rule(
    code="D114",
    severity="error",
    title="As many areas as a goal asks for still exist when it is due",
    message=(
        "goal {subject} asks for at least {at_least} areas ({choice}) in {within}, but on {day} {count} are left, "
        "the last to go ended on {last}: it can never be met"
    ),
    remedy="say which areas take their place, or make the goal due by {last}",
)
NONE_KNOWN = Rule(
    code="D118",
    severity="warning",
    title="The plan knows the areas of which a goal speaks",
    message=(
        "goal {subject} speaks of each area ({choice}) in {within}, but the plan knows none on {day}: "
        "it holds vacuously"
    ),
    remedy="add the areas, or correct the choice",
)
TOO_FEW_KNOWN = Rule(
    code="D119",
    severity="error",
    title="The plan knows as many areas as a goal asks for",
    message=(
        "goal {subject} asks for at least {at_least} areas ({choice}) in {within}, "
        "but the plan knows {count} on {day}: it can never be met"
    ),
    remedy="add the areas, or correct the choice or the number",
)

RULES: tuple[Rule, ...] = (GONE, TOO_FEW_LEFT, NONE_KNOWN, TOO_FEW_KNOWN)


@of_plan
def _inside(plan: Plan) -> Mapping[str, tuple[Area, ...]]:
    """Return, for each area, those that lie in it at any depth."""
    parent = {area.id: area.parent for area in plan.areas}
    found: dict[str, list[Area]] = {id: [] for id in parent}
    for area in plan.areas:
        outer, seen = area.parent, {area.id}
        while outer is not None and outer not in seen:
            found[outer].append(area)
            seen.add(outer)
            outer = parent[outer]
    return {id: tuple(areas) for id, areas in found.items()}


@of_plan
def _selected(plan: Plan) -> dict[tuple[Areas, dt.date, str | None], tuple[Area, ...]]:
    """Return the choices that were made already: many goals range over the same areas."""
    return {}


def select(plan: Plan, areas: Areas, day: dt.date, at_hand: str | None) -> tuple[Area, ...]:
    """Return what ``areas.select`` does, without looking at areas that cannot be meant."""
    made, key = _selected(plan), (areas, day, at_hand)
    if key not in made:
        made[key] = areas.select(_candidates(plan, areas, at_hand), day, at_hand)
    return made[key]


def _candidates(plan: Plan, areas: Areas, at_hand: str | None) -> tuple[Area, ...]:
    outer = areas.within or at_hand
    return plan.areas if outer is None else _inside(plan)[outer]


def day_of(plan: Plan, goal: Goal) -> dt.date | None:
    """Return the day on which the areas of a goal are looked at: its due date, else the plan's horizon."""
    return goal.due or plan.horizon


def asked(plan: Plan, goal: Goal) -> Iterator[tuple[Criterion, str | None]]:
    """Yield each part of a goal's criterion with each area at hand, the plan's own outside of quantifiers.

    What stands inside a quantifier is left out where no day is known on which to look at its areas.
    """
    day = day_of(plan, goal)
    waiting: list[tuple[Criterion, str | None]] = []
    if goal.criterion is not None:
        waiting.append((goal.criterion, plan.area))
    while waiting:
        part, at_hand = waiting.pop()
        yield part, at_hand
        if isinstance(part, (AllOf, AnyOf)):
            waiting += [(inner, at_hand) for inner in part.criteria]
        elif isinstance(part, (CountOf, ForEach)) and day is not None:
            waiting += [(part.criterion, area.id) for area in select(plan, part.areas, day, at_hand)]


@attrs.frozen
class _Lack:
    """A quantifier that finds too few areas on the day, within one area at hand."""

    part: CountOf | ForEach
    count: int
    last: dt.date | None  # when the last of those that are gone ended
    at_hand: str | None


def ranges_on_their_day(plan: Plan) -> Iterator[Finding]:
    for goal in plan.goals:
        day = day_of(plan, goal)
        if goal.criterion is None or day is None:
            continue
        lacks: list[_Lack] = []
        _look(plan, goal.criterion, day, plan.area, lacks)
        alike: dict[tuple[int, int, dt.date | None], list[_Lack]] = {}
        for lack in lacks:
            alike.setdefault((id(lack.part), lack.count, lack.last), []).append(lack)
        for group in alike.values():
            yield _finding(plan, goal, day, group)


def _look(plan: Plan, part: Criterion, day: dt.date, at_hand: str | None, lacks: list[_Lack]) -> bool:
    """Tell whether there are areas enough for `part` to be met; add to `lacks` where there are not."""
    if isinstance(part, AllOf):
        held = [_look(plan, inner, day, at_hand, lacks) for inner in part.criteria]  # each is looked at
        return all(held)
    if isinstance(part, AnyOf):
        held = [_look(plan, inner, day, at_hand, lacks) for inner in part.criteria]
        return any(held)
    if not isinstance(part, (CountOf, ForEach)):
        return True
    there = select(plan, part.areas, day, at_hand)
    needed = part.at_least if isinstance(part, CountOf) else 1
    if len(there) < needed:
        lacks.append(_Lack(part, len(there), _last_gone(plan, part.areas, day, at_hand), at_hand))
        return isinstance(part, ForEach)  # vacuous: it holds
    inner: list[_Lack] = []
    good = sum(_look(plan, part.criterion, day, area.id, inner) for area in there)
    if isinstance(part, ForEach):
        lacks += inner
        return good == len(there)
    # where areas enough remain, those that cannot count do no harm
    lacks += inner if good < needed else [lack for lack in inner if isinstance(lack.part, ForEach)]
    return good >= needed


def _last_gone(plan: Plan, areas: Areas, day: dt.date, at_hand: str | None) -> dt.date | None:
    gone = [area for area in _candidates(plan, areas, at_hand) if area.valid_to is not None and area.valid_to < day]
    timeless = [attrs.evolve(area, valid_from=None, valid_to=None) for area in gone]
    meant = {area.id for area in areas.select([*_candidates(plan, areas, at_hand), *timeless], day, at_hand)}
    return max((area.valid_to for area in gone if area.id in meant and area.valid_to is not None), default=None)


def _finding(plan: Plan, goal: Goal, day: dt.date, group: list[_Lack]) -> Finding:
    part, count, last = group[0].part, group[0].count, group[0].last
    params: dict[str, object] = {
        "choice": _choice(part.areas),
        "within": part.areas.within or few(lack.at_hand or plan.id for lack in group),
        "day": day,
    }
    if isinstance(part, ForEach):
        return NONE_KNOWN.finding(goal.id, **params) if last is None else GONE.finding(goal.id, **params, last=last)
    params |= {"at_least": part.at_least, "count": count}
    return (
        TOO_FEW_KNOWN.finding(goal.id, **params) if last is None else TOO_FEW_LEFT.finding(goal.id, **params, last=last)
    )


def _choice(areas: Areas) -> str:
    """Return in one word, or few, which areas are meant."""
    level = (areas.level.value,) if areas.level is not None else ()
    return " ".join([*level, few(areas.only or areas.kinds)]).strip() or "*"


CHECKS: tuple[Check, ...] = (ranges_on_their_day,)
