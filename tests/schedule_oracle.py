"""What a schedule spends, uses and breaks, found the slow way: day by day, in fractions, from the semantics' words.

It shares nothing with dxplan.solve: truth is 0, ½ or 1, and a conjunction the least of its parts.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from fractions import Fraction

import dxplan as dx
from tests import time_oracle as times

HALF = Fraction(1, 2)
ONE = dt.timedelta(days=1)


def is_continuous(task: object) -> bool:
    return isinstance(task, dx.Task) and task.duration is None and not task.modes and task.recurring is not None


def way(plan: dx.Plan, schedule: dx.Schedule, id: str) -> dx.Task | dx.Mode | None:
    """The task itself, or the mode that it runs in; None for a mode that it does not have."""
    task, place = plan[id], schedule.tasks.get(id)
    assert isinstance(task, dx.Task)
    if place is not None and place.mode is not None:
        return {mode.id: mode for mode in task.modes}.get(place.mode)
    return task.modes[0] if task.duration is None and task.modes else task


def duration(plan: dx.Plan, schedule: dx.Schedule, id: str) -> dx.Duration | None:
    length = getattr(way(plan, schedule, id), "duration", None)
    return length.most_likely if isinstance(length, dx.ThreePoint) else length


def runs(plan: dx.Plan, schedule: dx.Schedule, task: dx.Task | dx.Milestone) -> list[tuple[int, int]]:
    """The boundaries of all times of a task (§14)."""
    place = schedule.tasks.get(task.id)
    if isinstance(task, dx.Milestone):
        return [] if place is None else [(place.start_tick, place.finish_tick)]
    end_of_plan = plan.horizon or schedule.finish
    if is_continuous(task):
        return [continuous(plan, schedule, task, end_of_plan)]
    if place is None:
        return []
    found = [(place.start_tick, place.finish_tick)]
    length = duration(plan, schedule, task.id)
    if task.recurring is None or task.recurring.every is None or length is None or not task.recurring.every.amount:
        return found
    until = min([day for day in (task.recurring.until, plan.horizon) if day] or [schedule.finish])
    days, working = times.ticks(length)
    number = 1
    while True:
        wait, on_workdays = whole(task.recurring.every, number)
        earliest = place.start_tick
        for _ in range(max(wait, number)):
            while on_workdays and not times.is_worked(plan, task, earliest):
                earliest += 1
            earliest += 1
        start = earliest
        if working and days:
            while not times.is_worked(plan, task, start):
                start += 1
        elif working:
            while start and not times.is_worked(plan, task, start - 1):
                start += 1
        end = start
        left = days
        while left:
            left -= not working or times.is_worked(plan, task, end)
            end += 1
        if plan.start + (start - (days == 0)) * ONE > until:
            return found
        found.append((start, end))
        number += 1


def whole(every: dx.Duration, number: int) -> tuple[int, bool]:
    if every.unit == "workday":
        return math.ceil(every.amount * number), True
    return math.ceil(Fraction(every.amount) * times.DAYS[every.unit] * number), False


def continuous(plan: dx.Plan, schedule: dx.Schedule, task: dx.Task, end_of_plan: dt.date) -> tuple[int, int]:
    assert task.recurring is not None
    last = min([day for day in (task.recurring.until, plan.horizon, task.due) if day] or [end_of_plan])
    first = 0
    while not may_go_on(plan, schedule, task, first):
        first += 1
    return first, max(first, (last - plan.start).days + 1)


def may_go_on(plan: dx.Plan, schedule: dx.Schedule, task: dx.Task, tick: int) -> bool:
    day = plan.start + tick * ONE
    if (task.not_before and day < task.not_before) or (task.on and day < task.on):
        return False
    for link in task.after:
        before = schedule.tasks.get(link.predecessor)
        if before is not None and link.type.value in ("FS", "SS"):
            since = before.finish_tick if link.type.value == "FS" else before.start_tick
            if tick < times.later(plan, task, since, link.lag):
                return False
    return True


def own_days(plan: dx.Plan, schedule: dx.Schedule, task: dx.Task | dx.Milestone) -> list[int]:
    """The days on which a task is worked: workdays for workdays, every day for elapsed time (§14, §15)."""
    if isinstance(task, dx.Milestone):
        return []
    length = None if is_continuous(task) else duration(plan, schedule, task.id)
    working = is_continuous(task) or (length is not None and length.unit == "workday")
    return [
        tick
        for first, end in runs(plan, schedule, task)
        for tick in range(first, end)
        if not working or times.is_worked(plan, task, tick)
    ]


Spent = dict[tuple[str, str, int], dict[str, int]]


def spent(plan: dx.Plan, schedule: dx.Schedule) -> Spent:
    """Whole units by fund, currency and year, and task (§14)."""
    found: Spent = defaultdict(lambda: defaultdict(int))
    for task in plan.tasks:
        placed = runs(plan, schedule, task)
        taken = way(plan, schedule, task.id)
        if not placed or taken is None:
            continue
        days = own_days(plan, schedule, task)
        for cost in taken.costs:
            if cost.spread is dx.Spread.EVEN and days:
                weights: dict[int, Fraction] = defaultdict(Fraction)
                for tick in days:
                    weights[(plan.start + tick * ONE).year] += Fraction(cost.amount.amount, len(days))
                given = {year: int(weight) for year, weight in weights.items()}
                while sum(given.values()) < cost.amount.amount:
                    most = max(weights[year] - given[year] for year in weights)
                    given[min(year for year in weights if weights[year] - given[year] == most)] += 1
            else:
                first = min(reported(one)[0] for one in placed)
                last = max(reported(one)[1] for one in placed)
                tick = last if cost.spread is dx.Spread.END else first
                given = {(plan.start + tick * ONE).year: cost.amount.amount}
            for year, amount in given.items():
                found[cost.fund, cost.amount.currency, year][task.id] += amount
    return found


def reported(place: tuple[int, int]) -> tuple[int, int]:
    return times.reported(place)


def used(plan: dx.Plan, schedule: dx.Schedule) -> dict[str, dict[int, Fraction]]:
    """Units of each resource on each day (§15)."""
    found: dict[str, dict[int, Fraction]] = defaultdict(lambda: defaultdict(Fraction))
    for task in plan.tasks:
        taken = way(plan, schedule, task.id)
        if not runs(plan, schedule, task) or taken is None:
            continue
        days = own_days(plan, schedule, task)
        for use in taken.uses:
            for tick in days:
                if use.amount is not None:
                    found[use.resource][tick] += Fraction(use.amount)
                else:
                    assert use.effort is not None
                    found[use.resource][tick] += Fraction(use.effort.person_days) / len(days)
    return found


def capacity(resource: dx.Resource, day: dt.date) -> Fraction:
    steps = [step for step in resource.capacity if step.since is None or step.since <= day]
    return Fraction(steps[-1].amount) if steps else Fraction(0)


def acts(plan: dx.Plan, id: str, day: dt.date) -> str | None:
    """§12: who acts for a body on a day."""
    for _ in range(len(plan.bodies) + 1):
        body = plan[id]
        assert isinstance(body, dx.Body)
        if body.is_valid_on(day):
            return id
        if body.valid_to is None or day <= body.valid_to or body.successor is None:
            return None
        id = body.successor
    return None


def led(plan: dx.Plan, schedule: dx.Schedule) -> dict[str, dict[int, set[str]]]:
    found: dict[str, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    for task in plan.tasks:
        for role in task.roles:
            for first, end in runs(plan, schedule, task) if role.role is dx.Role.LEADS else ():
                for tick in range(first, end):
                    who = acts(plan, role.body, plan.start + tick * ONE)
                    if who is not None:
                        found[who][tick].add(task.id)
    return found


# what is broken, as pairs of kind and subject


def broken(plan: dx.Plan, schedule: dx.Schedule) -> set[tuple[str, str]]:
    return (
        broken_times(plan, schedule)
        | broken_money(plan, schedule)
        | broken_people(plan, schedule)
        | broken_bodies(plan, schedule)
        | broken_goals(plan, schedule)
    )


def broken_times(plan: dx.Plan, schedule: dx.Schedule) -> set[tuple[str, str]]:
    found = set()
    for task in plan.activities:
        place = schedule.tasks.get(task.id)
        if is_continuous(task):
            if place is not None:
                found.add(("has-no-dates", task.id))
            continue
        if place is None:
            if not getattr(task, "optional", False):
                found.add(("not-scheduled", task.id))
            continue
        if isinstance(task, dx.Task):
            length = duration(plan, schedule, task.id)
            if length is None:
                found.add(("unknown-mode" if place.mode else "no-duration", task.id))
            elif not fits(plan, task, length, place):
                found.add(("other-length", task.id))
        elif place.start_tick != place.finish_tick:
            found.add(("takes-time", task.id))
        if place.start_tick < 0:
            found.add(("before-start", task.id))
        first, last = (plan.start + tick * ONE for tick in reported((place.start_tick, place.finish_tick)))
        for kind, wrong in (
            ("too-early", task.not_before is not None and first < task.not_before),
            ("not-on", task.on is not None and first != task.on),
            ("too-late", task.due is not None and last > task.due),
        ):
            if wrong:
                found.add((kind, task.id))
        for link in task.after:
            if is_continuous(plan[link.predecessor]):
                found.add(("never-ends", task.id))
            elif (before := schedule.tasks.get(link.predecessor)) is not None:
                ends = (before.start_tick, before.finish_tick), (place.start_tick, place.finish_tick)
                if not times.keeps(plan, link, task, *ends):
                    found.add(("does-not-wait", task.id))
    return found


def fits(plan: dx.Plan, task: dx.Task, length: dx.Duration, place: dx.ScheduledTask) -> bool:
    bare = dx.Task(id=task.id, duration=length, calendar=task.calendar)
    return times.fits(plan, bare, place.start_tick, place.finish_tick)


def broken_money(plan: dx.Plan, schedule: dx.Schedule) -> set[tuple[str, str]]:
    found = set()
    booked = spent(plan, schedule)
    for fund in plan.funds:
        for currency in {key[1] for key in booked if key[0] == fund.id}:
            years = [key[2] for key in booked if key[:2] == (fund.id, currency)]
            rest, sure = 0, True
            for year in range(min([*years, *(one.year for one in fund.ceilings)]), max(years) + 1):
                ceiling = fund.ceiling(year)
                total = sum(booked.get((fund.id, currency, year), {}).values())
                has = rest + (0 if ceiling is None else ceiling.amount)
                here = (sure or fund.carry_over is dx.CarryOver.LAPSE) and ceiling is not None
                if total > has:
                    found.add(("over-ceiling" if here else "no-ceiling", fund.id))
                sure = here
                rest = max(has - total, 0) if fund.carry_over is dx.CarryOver.CARRY else 0
    return found


def broken_people(plan: dx.Plan, schedule: dx.Schedule) -> set[tuple[str, str]]:
    found = set()
    for id, days in used(plan, schedule).items():
        resource = plan[id]
        assert isinstance(resource, dx.Resource)
        if any(amount > capacity(resource, plan.start + tick * ONE) for tick, amount in days.items()):
            found.add(("over-capacity", id))
    for id, by_day in led(plan, schedule).items():
        body = plan[id]
        assert isinstance(body, dx.Body)
        if body.lead_limit is not None and any(len(tasks) > body.lead_limit for tasks in by_day.values()):
            found.add(("leads-too-much", id))
    for task in plan.tasks:
        taken = way(plan, schedule, task.id)
        asks = taken is not None and any(use.effort is not None and use.effort.amount for use in taken.uses)
        if asks and runs(plan, schedule, task) and not own_days(plan, schedule, task):
            found.add(("effort-on-no-day", task.id))
    return found


def broken_bodies(plan: dx.Plan, schedule: dx.Schedule) -> set[tuple[str, str]]:
    found = set()
    for task in plan.activities:
        for place in runs(plan, schedule, task):
            first, last = reported(place)
            for role in task.roles:
                if role.role.value in ("consulted", "informed"):
                    continue
                days = [plan.start + tick * ONE for tick in range(first, last + 1)]
                if any(acts(plan, role.body, day) is None for day in days):
                    found.add(("nobody-acts", task.id))
    return found


def broken_goals(plan: dx.Plan, schedule: dx.Schedule) -> set[tuple[str, str]]:
    found = set()
    for goal in plan.goals:
        if goal.firmness is dx.Firmness.HARD:
            if goal.due is None:
                found.add(("goal-undated", goal.id))
            elif (truth := holds(plan, schedule, goal)) < 1:
                found.add(("goal-unknown" if truth else "goal-missed", goal.id))
    return found


def holds(plan: dx.Plan, schedule: dx.Schedule, goal: dx.Goal) -> Fraction:
    """§9, of goals that do not refine themselves."""
    if goal.due is None:
        return HALF
    subs = sorted((holds(plan, schedule, one) for one in plan.goals if one.within == goal.id), reverse=True)
    parts = []
    if goal.criterion is not None:
        parts.append(truth(plan, schedule, goal, goal.criterion, goal.due, plan.area))
    if subs:
        needed = {"all": len(subs), "any": 1}.get(str(goal.refinement), goal.refinement)
        parts.append(kth(subs, int(needed)))
    elif isinstance(goal.refinement, int):
        parts.append(Fraction(0))
    return min(parts, default=HALF)


def kth(values: list[Fraction], needed: int) -> Fraction:
    """The truth of "at least so many hold": the so many-th of the values, from the truest down."""
    down = sorted(values, reverse=True)
    if needed <= 0:  # nothing is asked for, which is no success
        return HALF
    return down[needed - 1] if needed <= len(down) else Fraction(0)


def truth(
    plan: dx.Plan, schedule: dx.Schedule, goal: dx.Goal, one: dx.Criterion, day: dt.date, area: str | None
) -> Fraction:
    """§6–§8: 1 is met, 0 is not met, ½ unknown."""

    def of(inner: dx.Criterion, at: str | None = area) -> Fraction:
        return truth(plan, schedule, goal, inner, day, at)

    match one:
        case dx.Undefined():
            return HALF
        case dx.Delivered(task=id):
            return Fraction(id in schedule.tasks and schedule.tasks[id].finish <= day)
        case dx.AnyOf(criteria=criteria):
            return max(map(of, criteria))
        case dx.AllOf(criteria=criteria, tolerance=word):
            return tolerated([of(inner) for inner in criteria], word, goal)
        case dx.CountOf(areas=areas, at_least=needed, criterion=inner):
            return kth([of(inner, id) for id in meant(plan, areas, day, area)], needed)
        case dx.ForEach(areas=areas, criterion=inner, tolerance=word):
            parts = [of(inner, id) for id in meant(plan, areas, day, area)]
            return tolerated(parts, word, goal) if parts else HALF  # vacuous, which is no success
    return compared(plan, schedule, one, day, one.area or area)


def tolerated(parts: list[Fraction], word: str | None, goal: dx.Goal) -> Fraction:
    if word is None:
        return min(parts)
    shares = [term.at_least for term in goal.terms if term.word == word and term.at_least is not None]
    if not shares:
        return Fraction(1) if min(parts) == 1 else HALF
    return kth(parts, math.ceil(Fraction(shares[0]) * len(parts)))


def meant(plan: dx.Plan, areas: dx.Areas, day: dt.date, area: str | None) -> list[str]:
    return [one.id for one in areas.select(plan.areas, day, area)]


def compared(plan: dx.Plan, schedule: dx.Schedule, one: object, day: dt.date, area: str | None) -> Fraction:
    assert isinstance(one, (dx.AtLeast, dx.AtMost, dx.Above, dx.InTier))
    indicator = plan[one.indicator]
    assert isinstance(indicator, dx.Indicator)
    own = None if area is None else plan[area]
    if own is not None and not own.is_valid_on(day):  # type: ignore[attr-defined]
        return HALF
    value = measured(plan, schedule, indicator, area, day)
    better = 1 if indicator.direction is dx.Direction.HIGHER else -1
    if isinstance(one, dx.InTier):
        return ranked(plan, schedule, one, indicator, own, value, day)
    if value is None:
        return HALF
    if isinstance(one, dx.AtLeast):
        return Fraction(value >= Fraction(one.value.amount))
    if isinstance(one, dx.AtMost):
        return Fraction(value <= Fraction(one.value.amount))
    if isinstance(one, dx.Above):
        (series,) = [mark for mark in indicator.benchmarks if mark.id == one.benchmark]
        mark = benchmarked(plan, series, area, day)
        return HALF if mark is None else Fraction(better * value > better * mark)
    raise AssertionError(one)


def benchmarked(plan: dx.Plan, series: dx.Benchmark, area: str | None, day: dt.date) -> Fraction | None:
    """Each day its last reading, or, from the first expected one after all readings on, what is expected."""

    def here(points: tuple[dx.Reading, ...]) -> list[tuple[dt.date, Fraction]]:
        return [
            (point.date, Fraction(point.value.amount))
            for point in points
            if (point.area or plan.area) == (area or plan.area)
        ]

    read, expected = here(series.readings), here(series.forecast)
    last = max((date for date, _ in read), default=dt.date.min)
    expected = [point for point in expected if point[0] > last]
    if day > max([last, *(date for date, _ in expected)]):
        return None
    known = [number for date, number in sorted([*read, *expected], key=lambda point: point[0]) if date <= day]
    return known[-1] if known else None


def ranked(
    plan: dx.Plan,
    schedule: dx.Schedule,
    one: dx.InTier,
    indicator: dx.Indicator,
    own: object,
    value: Fraction | None,
    day: dt.date,
) -> Fraction:
    """The rank of an area, whatever the values are that nobody has read."""
    if one.top is None or own is None:
        return HALF
    better = 1 if indicator.direction is dx.Direction.HIGHER else -1
    if one.peers is not None:
        others = [plan[id] for id in meant(plan, one.peers, day, None) if plan[id] is not own]
    else:
        others = [peer for peer in plan.areas if own.level and peer.level is own.level and peer is not own]  # type: ignore[attr-defined]
        others = [peer for peer in others if peer.is_valid_on(day)]  # type: ignore[attr-defined]
    if not others:
        return HALF
    values = [measured(plan, schedule, indicator, peer.id, day) for peer in others]
    unread = value is None
    best = 1 + sum(other is not None and better * other > better * value for other in values if not unread)
    worst = 1 + sum(unread or other is None or better * other > better * value for other in values)
    cut = Fraction(one.top.amount) * ((len(others) + 1) / Fraction(100) if one.top.unit == "%" else 1)
    return Fraction(1) if worst <= cut else Fraction(0) if best > cut else HALF


def measured(
    plan: dx.Plan, schedule: dx.Schedule, indicator: dx.Indicator, area: str | None, day: dt.date
) -> Fraction | None:
    area = area or plan.area
    value: Fraction | None = None
    for reading in indicator.readings:
        if (reading.area or plan.area) == area and reading.date <= day:
            value = Fraction(reading.value.amount)
    if value is None:
        return None
    for task in plan.activities:
        place = schedule.tasks.get(task.id)
        for one in task.advances if place is not None else ():
            if (
                one.indicator == indicator.id
                and (one.area or plan.area) == area
                and felt(plan, task, place, one) <= day
            ):  # type: ignore[arg-type]
                value += Fraction(one.amount.amount)
    return value


def felt(plan: dx.Plan, task: object, place: dx.ScheduledTask, one: dx.Contribution) -> dt.date:
    day = place.finish
    if one.delay is None:
        return day
    left, working = times.ticks(one.delay)
    if left:
        day = plan.start + (place.finish_tick - 1) * ONE  # from the boundary
    while left:
        day += ONE
        left -= not working or times.is_worked(plan, None, (day - plan.start).days)
    return day
