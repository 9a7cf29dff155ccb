"""A file as Microsoft Project writes it: what comes across, and that all the rest is told."""

from __future__ import annotations

import datetime as dt
import warnings
from pathlib import Path

import pytest

import dxplan as dx
from dxplan.io.msproject.read import from_msproject
from dxplan.io.msproject.write import to_msproject
from tests.io.msproject.hostile import project, task, tasks

FILE = Path(__file__).with_name("foreign.xml")
PLAN, LOSSES = from_msproject(FILE.read_text(encoding="utf-8"))


def test_the_plan_itself() -> None:
    assert (PLAN.id, PLAN.name, PLAN.start) == ("cổng-dịch-vụ-công", "Cổng dịch vụ công", dt.date(2024, 1, 8))
    assert PLAN.note == "Theo kế hoạch năm\n2024"
    assert PLAN.calendar == "standard"


def test_summary_tasks_are_programmes() -> None:
    assert [one.id for one in PLAN.programmes] == ["chuẩn-bị"]
    assert [one.within for one in PLAN.tasks] == ["chuẩn-bị", "chuẩn-bị", None, None, None]


def test_ids_come_from_names() -> None:
    assert [one.id for one in PLAN.activities] == [
        "khảo-sát",
        "khảo-sát-3",
        "xây-dựng",
        "kiểm-thử",
        "tập-huấn",
        "nghiệm-thu",
    ]


def test_durations_are_in_the_days_of_the_file() -> None:
    """Of 420 minutes; §2: part of a day counts as a whole one."""
    assert [str(one.duration) for one in PLAN.tasks] == ["10 workdays", "4 workdays", "None", "4 weeks", "6 workdays"]


def test_waits_come_with_their_kinds_and_lags() -> None:
    test = PLAN["kiểm-thử"]
    assert isinstance(test, dx.Task)
    assert [(one.predecessor, one.type.value, str(one.lag)) for one in test.after] == [
        ("xây-dựng", "SS", "3 days"),
        ("khảo-sát", "FF", "-2 workdays"),
        ("khảo-sát-3", "SF", "2 workdays"),
    ]


def test_a_wait_for_a_summary_task_goes_over_to_its_tasks() -> None:
    build = PLAN["xây-dựng"]
    assert isinstance(build, dx.Task)
    assert [one.predecessor for one in build.after] == ["khảo-sát", "khảo-sát-3"]


def test_bounds() -> None:
    second, test, done = PLAN["khảo-sát-3"], PLAN["kiểm-thử"], PLAN["nghiệm-thu"]
    assert isinstance(second, dx.Task)
    assert isinstance(test, dx.Task)
    assert isinstance(done, dx.Milestone)
    assert (second.not_before, test.on, test.due, done.due) == (
        dt.date(2024, 1, 22),
        dt.date(2024, 4, 1),
        dt.date(2024, 5, 31),
        dt.date(2024, 6, 28),
    )


def test_calendars_are_flattened() -> None:
    tet = tuple(dt.date(2024, 2, day) for day in range(8, 15))
    national = tuple(dt.date(year, 9, 2) for year in (2024, 2025, 2026))
    standard, six = PLAN.calendars
    assert standard.holidays == six.holidays == tet + national
    assert standard.worked == six.worked == (dt.date(2024, 2, 17),)
    assert (len(standard.week), len(six.week)) == (5, 6)
    assert getattr(PLAN["khảo-sát-3"], "calendar", None) == "sáu-ngày"


def test_resources_and_what_tasks_take() -> None:
    clerks, experts = PLAN.resources
    assert [str(step.amount) for step in clerks.capacity] == ["2.5"]
    assert [(str(step.since), str(step.amount)) for step in experts.capacity] == [
        ("None", "1"),
        ("2024-03-01", "0"),
        ("2024-04-01", "2"),
        ("2025-01-01", "0"),
    ]
    assert [(use.resource, str(use.amount)) for use in PLAN.tasks[0].uses] == [("cán-bộ", "0.5")]


def test_everything_else_is_told() -> None:
    assert [(loss.where, loss.value) for loss in LOSSES] == [
        ('Task[3] "Khảo sát" → Duration', "PT24H30M0S"),
        ('Task[5] "Xây dựng" → Duration', None),
        ('Task[5] "Xây dựng" → ConstraintType', None),
        ('Task[6] "Kiểm thử" → PredecessorLink[3] → CrossProjectName', "Hạ tầng.mpp\\9"),
        ('Task[7] "Nghiệm thu" → ConstraintType', "2024-06-28"),
        ('Task[8] "Phương án cũ"', None),
        ('Task[9] "Tập huấn" → Manual', "2024-05-06"),
        ('Task[1] "Chuẩn bị" → Deadline', "2024-03-29"),
        ('Task[5] "Xây dựng" → PredecessorLink[0] → PredecessorUID', "2 waits"),
        ('Task[6] "Kiểm thử" → PredecessorLink[2] → LinkLag', "50 %, 2 days"),
        ('Task[7] "Nghiệm thu" → PredecessorLink[1] → PredecessorUID', "8"),
        ('Task[9] "Tập huấn" → PredecessorLink[0] → PredecessorUID', "1"),
        ('Resource[2] "Giấy" → Type', None),
        ('Resource[3] "Công tác phí" → Type', None),
        ('Calendar[0] "Standard" → Exceptions[0] → Exception[2]', "3:30 h"),
        ("Assignment[1] → ResourceUID", "Khảo sát"),
        ("Assignment[3] → TaskUID", "Chuẩn bị"),
        *[("file", "1")] * 10,
    ]
    assert not any(loss.kept for loss in LOSSES)


def test_the_losses_are_one_warning() -> None:
    with pytest.warns(dx.LossWarning) as caught:
        plan = dx.load(FILE)
    assert plan == PLAN
    assert len(caught) == 1
    assert caught[0].filename == __file__
    warning = caught[0].message
    assert isinstance(warning, dx.LossWarning)
    assert warning.losses == LOSSES
    assert str(warning).startswith(f"{len(LOSSES)} things")


def test_what_came_across_stays() -> None:
    """A plan that was read is written and read again without loss."""
    again, losses = from_msproject(to_msproject(PLAN)[0])
    assert (again, losses) == (PLAN, ())


def test_the_same_file_gives_the_same_ids() -> None:
    assert from_msproject(FILE.read_text(encoding="utf-8"))[0] == PLAN


def test_a_file_without_calendars_works_monday_to_friday() -> None:
    with warnings.catch_warnings(action="error"):
        plan = dx.loads(tasks(task(1, "<CalendarUID>-1</CalendarUID>")), format="xml")
    assert (plan.calendar, plan.calendars) == (None, ())


def test_an_empty_project_is_an_empty_plan() -> None:
    assert dx.loads(project(""), format="xml") == dx.Plan(id="plan", name="Plan", start="2024-01-01")


def test_names_may_be_anything() -> None:
    plan = dx.loads(tasks(task(4, name="***"), task(5, name="a\n b"), task(6, name="A b")), format="xml")
    assert [(one.id, one.name) for one in plan.tasks] == [("task-4", "***"), ("a-b", "a b"), ("a-b-6", "A b")]


@pytest.mark.parametrize(
    ("fields", "days"),
    [
        ("<Type>1</Type><Period>2</Period>", ["2024-01-01", "2024-01-03", "2024-01-05"]),
        ("<Type>6</Type><DaysOfWeek>34</DaysOfWeek>", ["2024-01-01", "2024-01-05"]),
        ("<Type>4</Type><MonthDay>5</MonthDay>", ["2024-01-05"]),
        ("<Type>5</Type><MonthItem>6</MonthItem><MonthPosition>0</MonthPosition>", ["2024-01-03"]),
        ("<Type>3</Type><Month>0</Month><MonthItem>1</MonthItem><MonthPosition>3</MonthPosition>", ["2024-01-04"]),
        ("<Type>2</Type><Month>0</Month><MonthDay>2</MonthDay>", ["2024-01-02"]),
    ],
)
def test_exceptions_that_come_again(fields: str, days: list[str]) -> None:
    period = "<TimePeriod><FromDate>2024-01-01T00:00:00</FromDate><ToDate>2024-01-05T23:59:00</ToDate></TimePeriod>"
    content = (
        "<CalendarUID>1</CalendarUID><Calendars><Calendar><UID>1</UID><Name>c</Name><Exceptions><Exception>"
        f"{period}{fields}<DayWorking>0</DayWorking></Exception></Exceptions></Calendar></Calendars>"
    )
    plan = dx.loads(project(content), format="xml")
    assert [str(day) for day in plan.calendars[0].holidays] == days
