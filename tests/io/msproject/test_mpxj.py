"""MPXJ, a program of others in Java, reads in our files what we meant, writes them again, and computes the same dates.

It needs `java` on the path and the package `mpxj`; without them these tests are skipped.
"""

from __future__ import annotations

import datetime as dt
import importlib.util
import json
import random
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

import dxplan as dx
from dxplan.cpm.dates import early_dates
from dxplan.io.msproject.read import from_msproject
from dxplan.io.msproject.write import to_msproject
from tests.strategies import plans
from tests.time_oracle import timed_plans

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("java") is None, reason="there is no Java"),
    pytest.mark.skipif(
        any(importlib.util.find_spec(name) is None for name in ("mpxj", "jpype")),
        reason="the packages mpxj and jpype1 are not installed",
    ),
]

ROOT = Path(__file__).parents[3]
ASK = Path(__file__).with_name("ask_mpxj.py")
WEEK = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


def sample(strategy: st.SearchStrategy[dx.Plan], number: int) -> list[dx.Plan]:
    """Return plans that a strategy makes, the same ones each time."""
    found: list[dx.Plan] = []

    @settings(max_examples=number, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(strategy)
    def keep(plan: dx.Plan) -> None:
        found.append(plan)

    keep()
    return found


def asked(given: list[dx.Plan], folder: Path) -> list[dict[str, Any]]:
    """Return what MPXJ reads in the file of each plan."""
    for place, plan in enumerate(given):
        (folder / f"{place:04}.xml").write_text(to_msproject(plan)[0], encoding="utf-8")
    subprocess.run([sys.executable, str(ASK), str(folder)], check=True, timeout=300)
    return [json.loads((folder / f"{place:04}.json").read_text(encoding="utf-8")) for place in range(len(given))]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("mpxj")


@pytest.fixture(scope="module")
def read(folder: Path) -> list[tuple[dx.Plan, dict[str, Any]]]:
    examples = [dx.load(ROOT / "examples" / name) for name in ("portal/plan.toml", "tay_ninh/plan.toml")]
    made = [*examples, *sample(timed_plans(), 150), *sample(plans(acyclic=True), 150)]
    return list(zip(made, asked(made, folder), strict=True))


def tasks_of(content: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {task["id"]: task for task in content["tasks"] if task["id"] is not None}


def length(duration: dx.Duration) -> str:
    if duration.working:
        return f"{duration.days}.0d"
    if duration.unit == "week" and duration.days % 7 == 0:
        return f"{duration.days // 7}.0ew"
    return f"{duration.days}.0ed"


def test_the_dates_are_the_same(read: list[tuple[dx.Plan, dict[str, Any]]]) -> None:
    compared = 0
    for plan, content in read:
        tasks = tasks_of(content)
        for id, (first, last) in early_dates(plan).items():
            assert (tasks[id]["start"], tasks[id]["finish"]) == (str(first), str(last))
            compared += 1
    assert compared > 500


def test_the_outline_is_the_same(read: list[tuple[dx.Plan, dict[str, Any]]]) -> None:
    for plan, content in read:
        tasks = tasks_of(content)
        assert set(tasks) == {one.id for one in (*plan.programmes, *plan.activities)}
        for one in (*plan.programmes, *plan.activities):
            assert tasks[one.id]["parent"] == one.within


def test_the_waits_are_the_same(read: list[tuple[dx.Plan, dict[str, Any]]]) -> None:
    compared = 0
    for plan, content in read:
        tasks = tasks_of(content)
        for one in plan.activities:
            if len({(link.predecessor, link.type) for link in one.after}) < len(one.after):
                continue  # of two waits between the same ends, the file has the longer one
            told = sorted(tasks[one.id]["links"])
            meant = [
                [link.predecessor, link.type.value, "0.0d" if link.lag is None else length(link.lag)]
                for link in one.after
            ]
            assert told == sorted(meant)
            compared += len(meant)
    assert compared > 200


def test_durations_bounds_and_calendars_are_the_same(read: list[tuple[dx.Plan, dict[str, Any]]]) -> None:
    for plan, content in read:
        tasks = tasks_of(content)
        for one in plan.activities:
            told = tasks[one.id]
            if isinstance(one, dx.Task) and isinstance(one.duration, dx.Duration):
                assert told["duration"] == length(one.duration)
            assert told["milestone"] == (told["duration"][:4] in ("0.0d", "0.0e"))
            assert told["deadline"] == (None if one.due is None else str(one.due))
            bound = one.on or one.not_before
            assert told["constraint_date"] == (None if bound is None else str(bound))
            kind = "MUST_START_ON" if one.on else "START_NO_EARLIER_THAN" if bound else "AS_SOON_AS_POSSIBLE"
            assert told["constraint"] == kind
            assert told["note"] == (one.note or "")
            if isinstance(one, dx.Task) and one.calendar is not None:
                assert told["calendar"] == " ".join(plan[one.calendar].name.split())


def test_the_worked_days_are_the_same(read: list[tuple[dx.Plan, dict[str, Any]]]) -> None:
    compared = 0
    for plan, content in read:
        for calendar, told in zip(plan.calendars, content["calendars"], strict=False):
            assert told["name"] == " ".join(calendar.name.split())
            assert told["week"] == [day in [one.value for one in calendar.week] for day in WEEK]
            days: dict[dt.date, bool] = {}
            for since, until, worked in told["exceptions"]:
                day = dt.date.fromisoformat(since)
                while day <= dt.date.fromisoformat(until):
                    days[day] = worked
                    day += dt.timedelta(days=1)
            for day in {*calendar.holidays, *calendar.worked}:
                assert days[day] == (day in calendar.worked)
                compared += 1
            if calendar.country is None:
                assert set(days) == {*calendar.holidays, *calendar.worked}
    assert compared > 100


def test_a_plan_comes_back_from_a_file_that_it_has_written_again(
    read: list[tuple[dx.Plan, dict[str, Any]]], folder: Path
) -> None:
    for place, (plan, _) in enumerate(read):
        again, losses = from_msproject((folder / f"{place:04}.again").read_text(encoding="utf-8"))
        assert again == plan
        assert losses == ()


def test_elements_stand_in_the_order_of_the_schema(read: list[tuple[dx.Plan, dict[str, Any]]], folder: Path) -> None:
    """By the order that MPXJ's classes, generated from the schema, keep."""
    orders: dict[str, list[str]] = json.loads((folder / "order").read_text())
    text = to_msproject(read[1][0])[0].splitlines()
    for tag, order in orders.items():
        names = [name.lower() for name in order]
        place, depth = -1, None
        for line in text:
            if re.fullmatch(rf"<{tag}(?: [^>]*)?>", line) and depth is None:
                depth, place = 0, -1
            elif depth is not None:
                if depth == 0 and (match := re.match(r"<(\w+)>", line)):
                    found = names.index(match[1].lower())
                    assert found >= place, (tag, match[1])
                    place = found
                depth += len(re.findall(r"<\w", line)) - len(re.findall(r"</\w", line))
                depth = None if depth < 0 else depth


def worked_plan(seed: int) -> dx.Plan:
    """Return tasks in workdays on one calendar, with waits that have no lead, and bounds on worked days."""
    chance = random.Random(seed)
    start = dt.date(2024, 1, 1) + dt.timedelta(days=chance.randrange(5))
    near = [start + dt.timedelta(days=number) for number in range(60)]
    calendar = dx.Calendar(
        id="c",
        week=chance.choice(["mon tue wed thu fri", "mon tue wed thu fri sat", "tue thu sat"]),
        holidays=chance.sample(near, 4),
        worked=chance.sample(near, 3),
    )
    week = [one.value for one in calendar.week]
    worked = [
        day for day in near if day in calendar.worked or (day not in calendar.holidays and WEEK[day.weekday()] in week)
    ]
    elements: list[dx.Element] = [calendar]
    for number in range(chance.randrange(1, 12)):
        after = [
            dx.Dependency(
                predecessor=f"t{one}",
                type=chance.choice(["FS", "SS", "FF"]),
                lag=chance.choice([None, f"{chance.randrange(6)} workdays"]),
            )
            for one in chance.sample(range(number), min(number, chance.randrange(3)))
        ]
        elements.append(
            dx.Task(
                id=f"t{number}",
                duration=f"{chance.randrange(1, 12)} workdays",
                after=after,
                not_before=chance.choice(worked) if chance.random() < 0.2 else None,
            )
        )
    return dx.Plan(id="p", start=start, calendar="c", elements=elements)


def test_its_scheduler_computes_the_same_dates(tmp_path: Path) -> None:
    """Independent evidence for §3–§5: MicrosoftScheduler of MPXJ, from durations, waits and calendars alone."""
    made = [worked_plan(seed) for seed in range(300)]
    compared = 0
    for plan, content in zip(made, asked(made, tmp_path), strict=True):
        for id, (first, last) in early_dates(plan).items():
            assert content["scheduled"][id] == [str(first), str(last)], (plan, id)
            compared += 1
    assert compared > 1500
