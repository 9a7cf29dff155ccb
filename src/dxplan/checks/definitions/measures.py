"""Checks of what is measured: baselines, benchmarks, units, directions and peers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from dxplan.checks.definitions.ranges import asked, day_of, select
from dxplan.checks.views import few
from dxplan.findings import Check, Finding, Rule
from dxplan.goals.values import benchmark_at
from dxplan.model.area import Area
from dxplan.model.criterion import Above, AtLeast, AtMost, InTier, parts
from dxplan.model.indicator import Direction
from dxplan.model.plan import Plan

__all__ = ["CHECKS", "RULES"]

NO_BASELINE = Rule(
    code="D105",
    severity="warning",
    title="Each indicator of a criterion has a baseline",
    message="indicator {subject} measures {goals}, but has no reading for {areas} up to the plan's start, {start}",
    remedy="add the last reading before the start, with its source",
)
BENCHMARK_UNKNOWN = Rule(
    code="D107",
    severity="warning",
    title="Each benchmark is known when the goal that is held against it is due",
    message="goal {subject} is due on {due}, but benchmark {benchmark} of {indicator} is then unknown for {areas}",
    remedy="add a forecast of the benchmark up to {due}, with its source",
)
NO_UNIT = Rule(
    code="D109",
    severity="info",
    title="Each indicator of a criterion has a unit",
    message="indicator {subject} measures {goals}, but has no unit",
    remedy="add its unit, or say in a note that it is a bare number",
)
AGAINST_THE_GRAIN = Rule(
    code="D115",
    severity="warning",
    title="A goal asks for more where more is better, and for less where less is better",
    message="goal {subject} asks for {asked} of indicator {indicator}, of which {direction} is better",
    remedy="correct the criterion, or the direction of the indicator",
)
NO_PEERS = Rule(
    code="D117",
    severity="warning",
    title="A tier ranks an area among others",
    message="goal {subject} ranks {areas} by indicator {indicator}, but the plan knows no peer to rank it among",
    remedy="add the peers as areas, with their readings",
)

RULES: tuple[Rule, ...] = (NO_BASELINE, BENCHMARK_UNKNOWN, NO_UNIT, AGAINST_THE_GRAIN, NO_PEERS)

_MEASURED = (AtLeast, AtMost, Above, InTier)


def baselines(plan: Plan) -> Iterator[Finding]:
    read = {
        (indicator.id, reading.area or plan.area)
        for indicator in plan.indicators
        for reading in indicator.readings
        if reading.date <= plan.start
    }
    goals: dict[str, set[str]] = {}
    areas: dict[str, set[str]] = {}
    for goal in plan.goals:
        for part, at_hand in asked(plan, goal):
            if not isinstance(part, _MEASURED):
                continue
            area = part.area or at_hand
            if (part.indicator, area) not in read:
                goals.setdefault(part.indicator, set()).add(goal.id)
                areas.setdefault(part.indicator, set()).add(area or plan.id)
    for id, measured in goals.items():
        yield NO_BASELINE.finding(id, goals=few(measured), areas=few(areas[id]), start=plan.start)


def benchmarks_when_due(plan: Plan) -> Iterator[Finding]:
    benchmarks = {(one.id, benchmark.id): benchmark for one in plan.indicators for benchmark in one.benchmarks}
    for goal in plan.goals:
        if goal.due is None:
            continue
        unknown: dict[tuple[str, str], set[str]] = {}
        for part, at_hand in asked(plan, goal):
            if isinstance(part, Above):
                key, area = (part.indicator, part.benchmark), part.area or at_hand
                if benchmark_at(benchmarks[key], area, goal.due, plan.area).reading is None:
                    unknown.setdefault(key, set()).add(area or plan.id)
        for (indicator, benchmark), areas in unknown.items():
            yield BENCHMARK_UNKNOWN.finding(
                goal.id, due=goal.due, benchmark=benchmark, indicator=indicator, areas=few(areas)
            )


def units_of_indicators(plan: Plan) -> Iterator[Finding]:
    unitless = {indicator.id for indicator in plan.indicators if indicator.unit is None}
    goals: dict[str, set[str]] = {}
    for goal in plan.goals:
        for part in parts(goal.criterion) if goal.criterion is not None else ():
            if isinstance(part, (AtLeast, AtMost)) and part.indicator in unitless:
                goals.setdefault(part.indicator, set()).add(goal.id)
    for id, measured in goals.items():
        yield NO_UNIT.finding(id, goals=few(measured))


def directions(plan: Plan) -> Iterator[Finding]:
    better = {indicator.id: indicator.direction for indicator in plan.indicators}
    for goal in plan.goals:
        for part in parts(goal.criterion) if goal.criterion is not None else ():
            if not isinstance(part, (AtLeast, AtMost)):
                continue
            sign, fits = ("≥", Direction.HIGHER) if isinstance(part, AtLeast) else ("≤", Direction.LOWER)
            direction = better[part.indicator]
            if direction is not fits:
                yield AGAINST_THE_GRAIN.finding(
                    goal.id, asked=f"{sign} {part.value}", indicator=part.indicator, direction=direction.value
                )


def peers_of_tiers(plan: Plan) -> Iterator[Finding]:
    known = {area.id: area for area in plan.areas}
    for goal in plan.goals:
        alone: dict[str, set[str]] = {}
        for part, at_hand in asked(plan, goal):
            if isinstance(part, InTier):
                id = part.area or at_hand
                area = known[id] if id is not None else None
                if not _has_peer(plan, part, area, day_of(plan, goal) or plan.start):
                    alone.setdefault(part.indicator, set()).add(id or plan.id)
        for indicator, areas in alone.items():
            yield NO_PEERS.finding(goal.id, areas=few(areas), indicator=indicator)


def _has_peer(plan: Plan, part: InTier, area: Area | None, day: dt.date) -> bool:
    if part.peers is not None:
        # at hand is nothing: peers lie beside the area, not in it
        return any(peer is not area for peer in select(plan, part.peers, day, None))
    return (
        area is not None
        and area.level is not None
        and any(peer is not area and peer.level is area.level and peer.is_valid_on(day) for peer in plan.areas)
    )


CHECKS: tuple[Check, ...] = (baselines, benchmarks_when_due, units_of_indicators, directions, peers_of_tiers)
