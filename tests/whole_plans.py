"""Small plans with everything in them, each with a schedule that may well break something: for the slow oracle."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hypothesis import strategies as st

import dxplan as dx

__all__ = ["whole_plans"]

START = dt.date(2024, 12, 23)  # a Monday, a week before the next fiscal year
_days = st.integers(-3, 30).map(lambda number: START + dt.timedelta(days=number))
_maybe_day = st.none() | st.none() | st.none() | _days
_units = st.sampled_from(["workdays", "days"])
_durations = st.builds("{} {}".format, st.integers(0, 8), _units)
_amounts = st.integers(0, 40)
_NOTHING = st.just([])


@st.composite
def whole_plans(draw: st.DrawFn) -> tuple[dx.Plan, dx.Schedule]:
    """Return a plan and a schedule of it: the earliest one, in which something may have been moved or left out."""
    elements: list[dx.Element] = [
        dx.Calendar(id="six", week="mon tue wed thu fri sat", holidays=["2025-01-01"]),
        dx.Calendar(id="vn", country="VN"),
        dx.Area(id="province", level="province"),
        dx.Area(id="north", level="district", parent="province", valid_to=draw(_maybe_day)),
        dx.Area(id="south", level="district", parent="province", valid_from=draw(_maybe_day)),
        *draw(_bodies()),
        *draw(_funds()),
        *draw(_resources()),
        *draw(_indicators()),
    ]
    tasks = draw(_tasks())
    elements += [*tasks, *draw(_goals([task.id for task in tasks]))]
    plan = dx.Plan(
        id="p",
        start=START,
        horizon=draw(st.none() | st.just(dt.date(2025, 1, 25))),
        calendar=draw(st.sampled_from([None, "six", "vn"])),
        area=draw(st.sampled_from([None, "province", "province"])),
        elements=elements,
    )
    return plan, draw(_schedules(plan))


@st.composite
def _bodies(draw: st.DrawFn) -> list[dx.Body]:
    return [
        dx.Body(id="new", valid_from=draw(_maybe_day), lead_limit=draw(st.sampled_from([None, None, 0, 1, 2]))),
        dx.Body(
            id="old",
            valid_to=draw(_maybe_day),
            successor=draw(st.sampled_from([None, "new", "new"])),
            lead_limit=draw(st.sampled_from([None, None, 1, 2])),
        ),
    ]


@st.composite
def _funds(draw: st.DrawFn) -> list[dx.Fund]:
    return [
        dx.Fund(
            id=id,
            carry_over=draw(st.sampled_from(["lapse", "carry"])),
            ceilings={
                year: dx.Money(amount=draw(st.integers(0, 90)), currency="VND")
                for year in draw(st.sampled_from([[2024, 2025], [2024, 2025, 2026], [2023, 2025], [2024], [2025], []]))
            },
        )
        for id in ("central", "local")
    ]


@st.composite
def _resources(draw: st.DrawFn) -> list[dx.Resource]:
    steps = st.lists(st.tuples(_days, st.integers(0, 4)), max_size=2, unique_by=lambda step: step[0])
    return [
        dx.Resource(
            id=id,
            capacity=[
                *([dx.Step(amount=draw(st.integers(1, 5)))] if draw(st.booleans()) else []),
                *(dx.Step(amount=amount, since=day) for day, amount in draw(steps)),
            ]
            or 4,
        )
        for id in ("team", "room")
    ]


@st.composite
def _indicators(draw: st.DrawFn) -> list[dx.Indicator]:
    places = st.sampled_from([None, "province", "north", "south"])
    readings = st.lists(
        st.builds(dx.Reading, date=_days.map(lambda day: day - dt.timedelta(days=12)), value=_amounts, area=places),
        max_size=4,
    )
    known = [
        dx.Reading(date=START - dt.timedelta(days=30), value=draw(st.integers(0, 9)), area=area)
        for area in ("province", "north", "south")
        if draw(st.integers(0, 3))
    ]
    return [
        dx.Indicator(
            id="i",
            direction=draw(st.sampled_from(["higher", "lower"])),
            readings=[*known, *draw(readings)],
            benchmarks=[dx.Benchmark(id="mean", readings=[*known, *draw(readings)], forecast=draw(readings))],
        )
    ]


def _taken() -> st.SearchStrategy[dict[str, Any]]:
    cost = st.builds(
        dx.Cost,
        fund=st.sampled_from(["central", "local"]),
        amount=_amounts.map("{} VND".format),
        spread=st.sampled_from(list(dx.Spread)),
    )
    use = st.builds(dx.Use, resource=st.sampled_from(["team", "room"]), amount=st.integers(0, 2)) | st.builds(
        dx.Use, resource=st.sampled_from(["team", "room"]), effort=st.integers(0, 9).map("{} person-days".format)
    )
    return st.fixed_dictionaries(
        {"costs": _NOTHING | st.lists(cost, max_size=2), "uses": _NOTHING | st.lists(use, max_size=2)}
    )


@st.composite
def _tasks(draw: st.DrawFn) -> list[dx.Element]:
    found: list[dx.Element] = []
    waited_for: list[str] = []
    for number in range(draw(st.integers(1, 4))):
        id = f"t{number}"
        link = st.builds(
            dx.Dependency,
            predecessor=st.sampled_from(waited_for),
            type=st.sampled_from(["FS", "FS", "SS", "FF", "SF"]),
            lag=st.none() | st.builds("{} {}".format, st.integers(-3, 3), _units),
        )
        role = st.builds(
            dx.Assignment, role=st.sampled_from(["leads", "leads", "informed"]), body=st.sampled_from(["old", "new"])
        )
        contribution = st.builds(
            dx.Contribution,
            indicator=st.just("i"),
            amount=st.integers(-9, 9),
            delay=st.none() | st.builds("{} {}".format, st.integers(0, 5), _units),
            area=st.sampled_from([None, "north"]),
        )
        shared: dict[str, Any] = {
            "id": id,
            "after": draw(st.lists(link, max_size=2)) if waited_for else [],
            "not_before": draw(_maybe_day),
            "due": draw(_maybe_day),
            "roles": draw(_NOTHING | st.lists(role, max_size=2)),
            "advances": draw(_NOTHING | st.lists(contribution, max_size=2)),
        }
        kind = draw(st.sampled_from(["task", "task", "task", "milestone", "recurring", "continuous", "modes"]))
        if kind == "milestone":
            found.append(dx.Milestone(**shared))
        else:
            more = draw(_taken()) | {
                "calendar": draw(st.sampled_from([None, None, "six"])),
                "optional": draw(st.integers(0, 3)) == 0,
                "duration": draw(_durations) if kind != "continuous" else None,
            }
            if kind in ("recurring", "continuous"):
                every = draw(st.builds("{} {}".format, st.integers(1, 12), _units))
                more["recurring"] = dx.Recurrence(every=every if kind == "recurring" else None, until=draw(_maybe_day))
            if kind == "modes":
                more["modes"] = [dx.Mode(id=one, duration=draw(_durations), **draw(_taken())) for one in ("own", "out")]
                more["duration"] = draw(st.none() | _durations)
            found.append(dx.Task(**shared, **more))
        if kind != "continuous" or draw(st.integers(0, 3)) == 0:
            waited_for.append(id)
    return found


@st.composite
def _goals(draw: st.DrawFn, tasks: list[str]) -> list[dx.Goal]:
    places = st.sampled_from([None, "province", "north", "south"])
    indicator = {"indicator": st.just("i"), "area": places}
    leaves = st.one_of(
        st.builds(dx.AtLeast, value=st.integers(-5, 15), **indicator),
        st.builds(dx.AtMost, value=st.integers(-5, 15), **indicator),
        st.builds(dx.Above, benchmark=st.just("mean"), **indicator),
        st.builds(dx.InTier, top=st.sampled_from([None, 1, 2, "50 %", "75 %"]), **indicator),
        st.builds(dx.Delivered, task=st.sampled_from(tasks)),
        st.builds(dx.Delivered, task=st.sampled_from(tasks)),
        st.just(dx.Undefined(words="good")),
    )
    areas = st.sampled_from([dx.Areas(level="district"), dx.Areas(only="north"), dx.Areas(level="commune")])
    words = st.sampled_from([None, "cơ bản", "phần lớn"])

    def wider(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
        several = st.lists(inner, min_size=1, max_size=3)
        return st.one_of(
            st.builds(dx.AllOf, criteria=several, tolerance=words),
            st.builds(dx.AnyOf, criteria=several),
            st.builds(dx.CountOf, areas=areas, at_least=st.integers(1, 2), criterion=inner),
            st.builds(dx.ForEach, areas=areas, criterion=inner, tolerance=words),
        )

    criteria = st.recursive(leaves, wider, max_leaves=4)
    found: list[dx.Goal] = []
    for number in range(draw(st.sampled_from([0, 0, 1, 2, 3, 4]))):
        found.append(
            dx.Goal(
                id=f"g{number}",
                criterion=draw(st.none() | criteria | criteria),
                due=draw(_days | _days | _days | _days | _days | st.none()),
                within=f"g{draw(st.integers(0, number - 1))}" if number and draw(st.booleans()) else None,
                refinement=draw(st.sampled_from(["all", "any", 1, 2])),
                firmness=draw(st.sampled_from(["hard", "hard", "soft"])),
                terms=[dx.Term(word="cơ bản", at_least=draw(st.sampled_from([0, "50 %", "67 %"])))],
            )
        )
    return found


@st.composite
def _schedules(draw: st.DrawFn, plan: dx.Plan) -> dx.Schedule:
    gone = [task.id for task in plan.tasks if task.optional and draw(st.booleans())]
    chosen: dict[str, str] = {}
    in_modes = plan
    for task in plan.tasks:
        if task.modes and draw(st.booleans()):
            mode = draw(st.sampled_from(task.modes))
            chosen[task.id] = mode.id
            in_modes = in_modes.evolve(task.id, duration=mode.duration)
    try:
        early = dx.early_schedule(in_modes, without=gone)
    except dx.UndefinedError:  # something waits for continuous work
        ids = [one.id for one in plan.activities if one.id not in gone]
        return dx.Schedule.from_ticks(plan.start, {id: (0, 2) for id in draw(st.sets(st.sampled_from(ids))) if ids})
    ticks = {id: (one.start_tick, one.finish_tick) for id, one in early.tasks.items()}
    if ticks and draw(st.integers(0, 3)) == 0:
        id = draw(st.sampled_from(sorted(ticks)))
        by = draw(st.integers(-2, 9))
        ticks[id] = ticks[id][0] + by, ticks[id][1] + by
    first_modes = {id: one.mode for id, one in early.tasks.items() if one.mode is not None}
    return dx.Schedule.from_ticks(plan.start, ticks, modes=first_modes | chosen)
