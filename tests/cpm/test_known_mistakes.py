"""What other schedulers are known to get wrong."""

from __future__ import annotations

import datetime as dt

import pytest

import dxplan as dx


def plan_of(*elements: dx.Element, start: str = "2024-01-01", calendar: str | None = None) -> dx.Plan:
    return dx.Plan(id="p", start=start, calendar=calendar, elements=elements)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def test_a_predecessor_by_start_may_end_last() -> None:
    """§5: the plan's finish is the latest finish, not that of the last successor."""
    long = dx.Task(id="long", duration="30 days")
    short = dx.Task(id="short", duration="5 days", after=dx.Dependency(predecessor="long", type="SS"))
    path = dx.critical_path(plan_of(long, short))
    assert path.finish == day("2024-01-30")
    assert path.tasks["long"].critical
    assert path.tasks["short"].total_float == 25


def test_finish_to_finish_never_starts_before_the_plan() -> None:
    """§3: an FF link asks for a finish; the start stays at tick 0 or later."""
    before = dx.Task(id="before", duration="2 days")
    after = dx.Task(id="after", duration="10 days", after=dx.Dependency(predecessor="before", type="FF"))
    assert dx.critical_path(plan_of(before, after)).tasks["after"].early_start == day("2024-01-01")


def test_a_chain_of_moments_at_the_start() -> None:
    """§1: zero-length tasks at boundary 0 are reported on the plan's start, and the chain is whole."""
    a = dx.Milestone(id="a")
    b = dx.Milestone(id="b", after="a")
    c = dx.Task(id="c", duration="1 workday", after="b")
    path = dx.critical_path(plan_of(a, b, c))
    assert path.tasks["b"].early_start == day("2024-01-01")
    assert list(path.paths()) == [("a", "b", "c")]


def test_a_milestone_after_work_is_reported_on_its_last_day() -> None:
    """§1: the day before its boundary, so it meets a due date on that day."""
    build = dx.Task(id="build", duration="5 workdays")
    live = dx.Milestone(id="live", after="build", due="2024-01-05")
    path = dx.critical_path(plan_of(build, live))
    assert path.tasks["live"].early_finish == day("2024-01-05")
    assert path.tasks["live"].total_float == 0


def test_a_milestone_on_a_day_is_reported_on_it() -> None:
    """§4: bounds speak of the day that is reported."""
    live = dx.Milestone(id="live", on="2024-07-01")
    later = dx.Milestone(id="later", not_before="2024-07-01")
    path = dx.critical_path(plan_of(live, later))
    assert path.tasks["live"].early_start == path.tasks["later"].early_start == day("2024-07-01")


def test_parallel_links_between_one_pair() -> None:
    """§3: each link counts; the tightest decides."""
    a = dx.Task(id="a", duration="10 days")
    b = dx.Task(
        id="b",
        duration="2 days",
        after=["a", dx.Dependency(predecessor="a", type="SS", lag="20 days")],
    )
    assert dx.critical_path(plan_of(a, b)).tasks["b"].early_start == day("2024-01-21")


def test_critical_through_its_finish_only() -> None:
    """§5: an FF successor makes the finish critical."""
    a = dx.Task(id="a", duration="10 days")
    b = dx.Task(id="b", duration="3 days", after=dx.Dependency(predecessor="a", type="FF"))
    path = dx.critical_path(plan_of(a, b))
    assert path.tasks["b"].early_start == day("2024-01-08")
    assert path.tasks["a"].critical
    assert path.tasks["b"].critical


def test_a_lag_across_tet() -> None:
    """§2, §3: a lag in workdays runs on the successor's calendar, Tết 2024 (8–14 February) free."""
    office = dx.Calendar(id="office", country="VN")
    a = dx.Task(id="a", duration="5 workdays")
    b = dx.Task(id="b", duration="1 workday", after=dx.Dependency(predecessor="a", lag="3 workdays"))
    path = dx.critical_path(plan_of(office, a, b, start="2024-02-01", calendar="office"))
    assert path.tasks["a"].early_finish == day("2024-02-07")
    assert path.tasks["b"].early_start == day("2024-02-20")


def test_a_start_that_is_not_worked() -> None:
    """§3: a task on workdays starts on the next worked day; one in elapsed time starts at once."""
    path = dx.critical_path(
        plan_of(dx.Task(id="office", duration="1 workday"), dx.Task(id="site", duration="1 day"), start="2024-01-06")
    )
    assert path.tasks["office"].early_start == day("2024-01-08")
    assert path.tasks["site"].early_start == day("2024-01-06")


def test_a_due_date_moves_no_early_date() -> None:
    """§4: it bounds late dates only, and the float is negative."""
    path = dx.critical_path(plan_of(dx.Task(id="a", duration="10 days", due="2024-01-05")))
    assert path.tasks["a"].early_finish == day("2024-01-10")
    assert path.tasks["a"].total_float == -5


def test_a_circle_is_told_as_the_circle() -> None:
    """Every id of it, the smallest first, whatever the order of elements."""
    tasks = [dx.Task(id=one, duration="1 day", after=other) for one, other in ["ac", "ba", "cb"]]
    for order in (tasks, tasks[::-1]):
        with pytest.raises(dx.CycleError) as error:
            dx.critical_path(plan_of(*order))
        assert error.value.cycle == ("a", "b", "c")


def test_a_task_without_a_duration_is_named() -> None:
    """Nothing is guessed: what is missing is said, once, and not again for each task behind it."""
    a = dx.Task(id="a")
    b = dx.Task(id="b", duration="1 day", after="a")
    with pytest.raises(dx.UndefinedError) as error:
        dx.critical_path(plan_of(a, b))
    assert len(error.value.missing) == 1


def test_continuous_work_has_no_dates() -> None:
    """It misses none either; only a task that waits for its end does."""
    watch = dx.Task(id="watch", recurring="thường xuyên")
    build = dx.Task(id="build", duration="1 day")
    assert list(dx.critical_path(plan_of(watch, build)).tasks) == ["build"]
    with pytest.raises(dx.UndefinedError):
        dx.critical_path(plan_of(watch, dx.Task(id="next", duration="1 day", after="watch")))


def test_dates_beyond_the_calendar_are_refused() -> None:
    """Not an overflow: what is asked for is named."""
    tasks = [
        dx.Task(id=f"t{number}", duration="200 years", after=[f"t{number - 1}"] if number else [])
        for number in range(60)
    ]
    late = [*tasks[:30], dx.Milestone(id="end", after="t29", due=2030)]
    with pytest.raises(dx.UndefinedError):
        dx.critical_path(plan_of(*late))
    with pytest.raises(dx.UndefinedError):
        _ = dx.critical_path(plan_of(*tasks)).finish


def test_a_circle_of_tasks_without_durations_is_a_circle() -> None:
    """It is told before what is missing: no duration would mend it."""
    a, b = dx.Task(id="a", after="b"), dx.Task(id="b", after="a")
    c = dx.Task(id="c", duration="1 day", after="b")
    with pytest.raises(dx.CycleError) as error:
        dx.critical_path(plan_of(a, b, c))
    assert error.value.cycle == ("a", "b")
    with pytest.raises(dx.CycleError):
        dx.critical_path(plan_of(a, b, c), to="c")


def test_floats_share_no_unit() -> None:
    """§5: a float is in the task's own days, and says which."""
    office = dx.Task(id="office", duration="5 workdays")
    site = dx.Task(id="site", duration="5 days")
    end = dx.Milestone(id="end", after=["office", "site"], not_before="2024-01-15")
    tasks = dx.critical_path(plan_of(office, site, end)).tasks
    assert [(one.total_float, one.float_unit) for one in tasks.values()] == [(0, "day"), (6, "workday"), (10, "day")]


def test_due_dates_not_the_end_decide_what_is_critical() -> None:
    """§5: a task with a due date of its own is not held by the plan's finish."""
    early = dx.Task(id="early", duration="5 days", due="2024-01-05")
    long = dx.Task(id="long", duration="50 days")
    tasks = dx.critical_path(plan_of(early, long)).tasks
    assert (tasks["early"].critical, tasks["early"].limit) == (True, "due")
    assert (tasks["long"].critical, tasks["long"].limit) == (True, "finish")


def test_a_lead_may_not_move_a_task_before_the_plan() -> None:
    """§1, §3: a lead longer than the predecessor leaves the successor at the plan's start, driven by nothing."""
    a = dx.Task(id="a", duration="2 workdays")
    b = dx.Task(id="b", duration="1 workday", after=dx.Dependency(predecessor="a", lag="-9 workdays"))
    task = dx.critical_path(plan_of(a, b)).tasks["b"]
    assert (task.early_start, task.driven_by, task.start_bound) == (day("2024-01-01"), (), "plan")


@pytest.mark.parametrize("type", ["FS", "FF"])
def test_a_predecessor_that_outlasts_its_successor_keeps_no_float(type: str) -> None:
    """§5: a lead lets the successor end first; the plan's end still holds the predecessor."""
    a = dx.Task(id="a", duration="10 workdays")
    b = dx.Task(id="b", duration="1 day", after=dx.Dependency(predecessor="a", type=type, lag="-9 days"))
    path = dx.critical_path(plan_of(a, b, dx.Task(id="c", duration="2 days", after="b"), start="2026-01-05"))
    assert path.finish == path.tasks["a"].early_finish == path.tasks["a"].late_finish == day("2026-01-16")
    assert (path.tasks["a"].total_float, path.tasks["a"].limit) == (0, "finish")


def test_a_due_date_beyond_the_plan_gives_float_beyond_its_end() -> None:
    """§5: what a due date governs is held by that, not by the plan's end."""
    a = dx.Task(id="a", duration="10 days")
    b = dx.Task(id="b", duration="10 days", after="a", due="2024-02-29")
    tasks = dx.critical_path(plan_of(a, b)).tasks
    assert (tasks["a"].total_float, tasks["b"].total_float) == (40, 40)
