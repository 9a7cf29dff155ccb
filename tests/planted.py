"""Plans that can be done, and faults planted into them: what a conflict has to find.

A sound plan is made backwards: a schedule first, then capacities, ceilings and due dates that just hold it with some
room to spare.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable

import attrs

import dxplan as dx

START = dt.date(2024, 1, 1)
Fault = frozenset[tuple[str, str]]
"""Subjects and fields of the statements of which one must be in a conflict."""


@attrs.frozen
class Planted:
    """A plan with its faults, each as the statements that are wrong."""

    plan: dx.Plan
    faults: tuple[Fault, ...]


def day(tick: int) -> dt.date:
    return START + dt.timedelta(days=tick)


def sound(random: random.Random, size: int) -> dx.Plan:
    """A plan of so many tasks in chains, with teams, funds, goals and bodies, that has room."""
    teams, funds, bodies = 3, 2, 3
    finish: list[int] = []
    tasks: list[dx.Task] = []
    used = [dict[int, int]() for _ in range(teams)]
    spent = [dict[int, int]() for _ in range(funds)]
    led = [dict[int, int]() for _ in range(bodies)]
    for number in range(size):
        before = sorted({random.randrange(number) for _ in range(random.randint(0, 2))}) if number else []
        length = random.randint(3, 25)
        begin = max([finish[one] for one in before], default=random.randint(0, 60)) + random.randint(0, 10)
        finish.append(begin + length)
        team, amount = random.randrange(teams), random.randint(1, 3)
        for tick in range(begin, begin + length):
            used[team][tick] = used[team].get(tick, 0) + amount
        body = random.randrange(bodies)
        for tick in range(begin, begin + length):
            led[body][tick] = led[body].get(tick, 0) + 1
        costs = []
        if random.random() < 0.6:
            fund, money = random.randrange(funds), random.randint(1, 9) * 10**8
            year = day(begin).year
            spent[fund][year] = spent[fund].get(year, 0) + money
            costs = [dx.Cost(fund=f"f{fund}", amount=f"{money} VND", spread="start")]
        tasks.append(
            dx.Task(
                id=f"t{number}",
                duration=f"{length} days",
                after=[f"t{one}" for one in before],
                uses=[dx.Use(resource=f"r{team}", amount=amount)],
                costs=costs,
                roles={"leads": f"b{body}"},
                due=day(begin + length - 1 + random.randint(5, 40)) if random.random() < 0.7 else None,
            )
        )
    last = max(finish)
    years = range(START.year, day(last).year + 2)
    elements: list[dx.Element] = [*tasks]
    elements += [dx.Resource(id=f"r{n}", capacity=max(used[n].values(), default=3) + 1) for n in range(teams)]
    elements += [
        dx.Fund(id=f"f{n}", ceilings={year: f"{spent[n].get(year, 0) + 10**9} VND" for year in years})
        for n in range(funds)
    ]
    elements += [dx.Body(id=f"b{n}", lead_limit=max(led[n].values(), default=1) + 1) for n in range(bodies)]
    elements += [
        dx.Goal(id=f"g{n}", due=day(finish[n] + 30), criterion=dx.Delivered(task=f"t{n}"))
        for n in random.sample(range(size), 3)
    ]
    return dx.Plan(id=f"sound-{size}", start=START, elements=elements)


def too_early(plan: dx.Plan, random: random.Random) -> Planted:
    """A task is due before it can be finished."""
    task = random.choice(plan.tasks)
    early = dx.critical_path(plan).tasks[task.id].early_finish
    return Planted(plan.evolve(task.id, due=max(early - dt.timedelta(days=3), START)), (frozenset({(task.id, "due")}),))


def goal_too_early(plan: dx.Plan, random: random.Random) -> Planted:
    """A goal is due before what it asks for can be delivered."""
    goal = random.choice(plan.goals)
    early = dx.critical_path(plan).tasks[goal.criterion.task].early_finish  # type: ignore[union-attr]
    due = max(early - dt.timedelta(days=2), START)
    return Planted(plan.evolve(goal.id, due=due), (frozenset({(goal.id, "due")}),))


def too_few(plan: dx.Plan, random: random.Random) -> Planted:
    """A task needs more of a team than there is."""
    task = random.choice([one for one in plan.tasks if one.uses[0].amount and one.uses[0].amount > 1])
    use = task.uses[0]
    assert use.amount is not None
    changed = plan.evolve(use.resource, capacity=use.amount - 1)
    return Planted(changed, (frozenset({(use.resource, "capacity")}),))


def too_little(plan: dx.Plan, random: random.Random) -> Planted:
    """A task fixed in a year costs more than the fund has in it."""
    task = random.choice([one for one in plan.tasks if one.costs])
    cost = task.costs[0]
    when = dx.critical_path(plan).tasks[task.id].early_start
    fund = plan[cost.fund]
    assert isinstance(fund, dx.Fund)
    ceilings = {one.year: one.amount for one in fund.ceilings}
    ceilings[when.year] = dx.Money(amount=cost.amount.amount - 1, currency="VND")
    changed = plan.evolve(cost.fund, ceilings=ceilings).evolve(task.id, on=when, due=None)
    return Planted(changed, (frozenset({(cost.fund, "ceilings"), (task.id, "on")}),))


def two_at_once(plan: dx.Plan, random: random.Random) -> Planted:
    """Two new tasks are fixed on the same day, and each takes all of a new team."""
    crew = dx.Resource(id="crew", capacity=2)
    both = [
        dx.Task(id=f"x{n}", duration="4 days", on=day(30), uses=[dx.Use(resource="crew", amount=2)]) for n in (1, 2)
    ]
    fault = frozenset({("x1", "on"), ("x2", "on"), ("crew", "capacity")})
    return Planted(plan.replace(crew, *both), (fault,))


def gone(plan: dx.Plan, random: random.Random) -> Planted:
    """A body ends before a task that is fixed."""
    body = dx.Body(id="old", valid_to=day(40))
    task = dx.Task(id="x3", duration="4 days", on=day(50), roles={"leads": "old"})
    return Planted(plan.replace(body, task), (frozenset({("old", "valid_to"), ("x3", "on")}),))


def leads_too_much(plan: dx.Plan, random: random.Random) -> Planted:
    """A body leads two fixed tasks, and can lead one."""
    body = dx.Body(id="small", lead_limit=1)
    both = [dx.Task(id=f"y{n}", duration="5 days", on=day(20 + n), roles={"leads": "small"}) for n in (1, 2)]
    return Planted(plan.replace(body, *both), (frozenset({("small", "lead_limit"), ("y1", "on"), ("y2", "on")}),))


FAULTS: list[Callable[[dx.Plan, random.Random], Planted]] = [
    too_early,
    goal_too_early,
    too_few,
    too_little,
    two_at_once,
    gone,
    leads_too_much,
]


def planted(seed: int) -> Planted:
    """A plan with one fault, or with two."""
    chance = random.Random(seed)
    plan = sound(chance, chance.choice([30, 60, 100, 200]))
    found = chance.choice(FAULTS)(plan, chance)
    if seed % 3:
        return found
    other = chance.choice([two_at_once, gone, leads_too_much])
    second = other(found.plan, chance) if not _same(found, other) else found
    faults = found.faults if second is found else (*found.faults, *second.faults)
    return Planted(second.plan, faults)


def _same(found: Planted, other: Callable[[dx.Plan, random.Random], Planted]) -> bool:
    names = {"two_at_once": "crew", "gone": "old", "leads_too_much": "small"}
    return names[other.__name__] in {subject for fault in found.faults for subject, _ in fault}
