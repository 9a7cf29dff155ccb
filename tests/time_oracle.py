"""Early and late dates found the slow way: every boundary tried, day by day, from the words of the semantics.

It shares nothing with dxplan.cpm: days are asked of a calendar one by one, and dates are found by trying.
"""

from __future__ import annotations

import datetime as dt
import math
from fractions import Fraction

from hypothesis import strategies as st

import dxplan as dx
from dxplan.public_days import public_days

SPAN = 400  # ticks that are tried on either side

DAYS = {"day": Fraction(1), "week": Fraction(7), "month": Fraction(487, 16), "year": Fraction(1461, 4)}
DAYS |= {"hour": DAYS["day"] / 24, "quarter": 3 * DAYS["month"]}


def is_worked(plan: dx.Plan, task: object, tick: int) -> bool:
    day = plan.start + dt.timedelta(days=tick)
    id = getattr(task, "calendar", None) or plan.calendar
    if id is None:
        return day.isoweekday() <= 5
    calendar = plan[id]
    assert isinstance(calendar, dx.Calendar)
    if day in calendar.worked:
        return True
    if day in calendar.holidays:
        return False
    in_week = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"][day.weekday()] in [one.value for one in calendar.week]
    return in_week if calendar.country is None else is_worked_by_law(calendar, day, in_week)


def is_worked_by_law(calendar: dx.Calendar, day: dt.date, in_week: bool) -> bool:
    """§2: what the state says of a day, else the week."""
    assert calendar.country is not None
    week = [["mon", "tue", "wed", "thu", "fri", "sat", "sun"].index(one.value) for one in calendar.week]
    (public,) = public_days(calendar.country, [day.year])
    for swap in public.swaps:
        if day in (swap.free, swap.worked):
            if swap.free.weekday() in week and swap.worked.weekday() not in week:
                return day == swap.worked
            return in_week
    return day in public.worked or (in_week and day not in public.free)


def length(task: dx.Task | dx.Milestone) -> tuple[int, bool]:
    """Days, and whether they are worked days."""
    if isinstance(task, dx.Milestone):
        return 0, False
    assert isinstance(task.duration, dx.Duration)
    return ticks(task.duration)


def ticks(duration: dx.Duration) -> tuple[int, bool]:
    if duration.unit == "workday":
        return math.ceil(duration.amount), True
    return math.ceil(Fraction(duration.amount) * DAYS[duration.unit]), False


def fits(plan: dx.Plan, task: dx.Task | dx.Milestone, s: int, f: int) -> bool:
    """§2: does it run exactly in [s, f)?"""
    days, working = length(task)
    if not working:
        return f - s == days
    if days == 0:
        return s == f and (s == 0 or is_worked(plan, task, s - 1))
    if not (s < f and is_worked(plan, task, s) and is_worked(plan, task, f - 1)):
        return False
    return sum(is_worked(plan, task, tick) for tick in range(s, f)) == days


def places(plan: dx.Plan, task: dx.Task | dx.Milestone, low: int, high: int) -> list[tuple[int, int]]:
    """Every (s, f) with low <= s < high at which the task can lie."""
    days, _ = length(task)
    found = []
    for s in range(low, high):
        for f in range(s, s + 3 * days + 30):
            if fits(plan, task, s, f):
                found.append((s, f))
                break
    return found


def later(plan: dx.Plan, successor: object, t: int, lag: dx.Duration | None) -> int:
    """§3: the boundary that lies `lag` after `t`."""
    if lag is None:
        return t
    days, working = ticks(lag)
    if not working:
        return t + days
    step = 1 if days > 0 else -1
    while days:
        if is_worked(plan, successor, t if step > 0 else t - 1):
            days -= step
        t += step
    return t


def keeps(
    plan: dx.Plan, link: dx.Dependency, successor: object, before: tuple[int, int], after: tuple[int, int]
) -> bool:
    one, other = link.type.value
    since = before[0] if one == "S" else before[1]
    until = after[0] if other == "S" else after[1]
    return until >= later(plan, successor, since, link.lag)


def reported(place: tuple[int, int]) -> tuple[int, int]:
    s, f = place
    if s == f:
        day = s - 1 if s else 0
        return day, day
    return s, f - 1


def early(plan: dx.Plan) -> dict[str, tuple[int, int]]:
    """The earliest place of each activity (least fixpoint, by trying each place in turn)."""
    activities = {activity.id: activity for activity in plan.activities}
    found: dict[str, tuple[int, int]] = {}
    waiting = set(activities)
    while waiting:
        ready = sorted(id for id in waiting if all(link.predecessor in found for link in activities[id].after))
        assert ready, "a circle"
        for id in ready:
            task = activities[id]
            for place in places(plan, task, 0, SPAN):
                day = plan.start + dt.timedelta(days=reported(place)[0])
                if task.not_before is not None and day < task.not_before:
                    continue
                if task.on is not None and day < task.on:
                    continue
                if all(keeps(plan, link, task, found[link.predecessor], place) for link in task.after):
                    found[id] = place
                    break
            else:
                raise AssertionError(f"no place for {id} within {SPAN} days")
            waiting.discard(id)
    return found


def late(plan: dx.Plan, first: dict[str, tuple[int, int]]) -> dict[str, tuple[int, int]]:
    """The latest place of each activity, as §5 bounds it."""
    activities = {activity.id: activity for activity in plan.activities}
    successors: dict[str, list[tuple[str, dx.Dependency]]] = {id: [] for id in activities}
    for id, task in activities.items():
        for link in task.after:
            successors[link.predecessor].append((id, link))
    plan_finish = max(f for _, f in first.values())

    def is_governed(id: str) -> bool:
        """Has it a due date, or something that waits for its finish?"""
        by_finish = [other for other, link in successors[id] if link.type.value[0] == "F"]
        return activities[id].due is not None or any(is_governed(other) for other in by_finish)

    found: dict[str, tuple[int, int]] = {}
    waiting = set(activities)
    while waiting:
        for id in sorted(waiting):
            if any(other in waiting for other, _ in successors[id]):
                continue
            task = activities[id]
            for place in reversed(places(plan, task, -SPAN, SPAN)):
                last = plan.start + dt.timedelta(days=reported(place)[1])
                if task.due is not None and last > task.due:
                    continue
                if not is_governed(id) and place[1] > plan_finish:
                    continue
                if task.on is not None and reported(place)[0] > (task.on - plan.start).days:
                    continue
                if all(keeps(plan, link, activities[other], place, found[other]) for other, link in successors[id]):
                    found[id] = place
                    break
            else:
                raise AssertionError(f"no late place for {id}")
            waiting.discard(id)
    return found


START = dt.date(2024, 1, 1)


@st.composite
def timed_plans(draw: st.DrawFn) -> dx.Plan:
    """Acyclic plans of a few tasks, with all links, lags, bounds and calendars."""
    start = START + dt.timedelta(days=draw(st.integers(0, 6)))
    days = st.integers(-5, 60).map(lambda number: start + dt.timedelta(days=number))
    calendars = [
        dx.Calendar(id="six", week="mon tue wed thu fri sat", holidays=draw(st.lists(days, max_size=4))),
        dx.Calendar(id="three", week="tue thu sat", worked=draw(st.lists(days, max_size=3))),
        dx.Calendar(id="vn", country="VN", holidays=draw(st.lists(days, max_size=2))),
    ]
    durations = st.builds(
        lambda number, unit: f"{number} {unit}", st.integers(0, 9), st.sampled_from(["workdays", "days"])
    )
    lags = st.none() | st.builds(
        lambda number, unit: f"{number} {unit}", st.integers(-6, 6), st.sampled_from(["workdays", "days"])
    )
    elements: list[dx.Element] = list(calendars)
    ids: list[str] = []
    for number in range(draw(st.integers(1, 6))):
        after = [
            dx.Dependency(predecessor=predecessor, type=draw(st.sampled_from(["FS", "SS", "FF", "SF"])), lag=draw(lags))
            for predecessor in draw(st.lists(st.sampled_from(ids), max_size=3) if ids else st.just([]))
        ]
        bounds = {
            "after": after,
            "not_before": draw(st.none() | st.none() | days),
            "due": draw(st.none() | st.none() | days),
            "on": draw(st.none() | st.none() | st.none() | days),
        }
        id = f"t{number}"
        if draw(st.integers(0, 4)) == 0:
            elements.append(dx.Milestone(id=id, **bounds))
        else:
            calendar = draw(st.sampled_from([None, "six", "three", "vn"]))
            elements.append(dx.Task(id=id, duration=draw(durations), calendar=calendar, **bounds))
        ids.append(id)
    return dx.Plan(id="p", start=start, calendar=draw(st.sampled_from([None, "six"])), elements=elements)
