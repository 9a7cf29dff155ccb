"""A file that dxplan wrote and a person changed in Microsoft Project: the person is right, and is told so."""

from __future__ import annotations

import datetime as dt
import re
import warnings

import pytest

import dxplan as dx
from dxplan.io.msproject.extension import CHUNK_FIELDS, MARK
from dxplan.io.msproject.read import from_msproject
from dxplan.io.msproject.write import to_msproject

PLAN = dx.Plan(
    id="portal",
    name="Cổng dịch vụ công",
    start="2024-01-01",
    horizon=2025,
    calendar="vn",
    note="Lần 2",
    elements=[
        dx.Body(id="office", name="Sở TTTT"),
        dx.Calendar(id="vn", country="VN", worked=["2024-04-06"]),
        dx.Goal(id="g", criterion=dx.Delivered(task="build")),
        dx.Programme(id="p", name="Giai đoạn 1"),
        dx.Resource(id="team", capacity=3, body="office"),
        dx.Task(id="design", within="p", duration="20 workdays", roles={"leads": "office"}),
        dx.Task(
            id="build",
            name="Xây dựng",
            within="p",
            duration="18 months",
            after=[dx.Dependency(predecessor="design", lag="1 month", why="legal")],
            roles={"leads": "office"},
            tags=["2024"],
            uses=[dx.Use(resource="team", amount=2, note="cả ngày")],
        ),
        dx.Milestone(id="live", after=["build"], due="2026-12-31"),
    ],
)
TEXT, _ = to_msproject(PLAN)


def edited(pattern: str, put: str) -> tuple[dx.Plan, list[tuple[str, str | None]]]:
    text, count = re.subn(pattern, put, TEXT, count=1, flags=re.DOTALL)
    assert count == 1
    plan, losses = from_msproject(text)
    return plan, [(loss.where, loss.value) for loss in losses]


def test_untouched_it_is_the_same_without_a_word() -> None:
    with warnings.catch_warnings(action="error"):
        assert dx.loads(TEXT, format="xml") == PLAN


def test_another_duration() -> None:
    plan, told = edited(r"<Duration>PT13152H0M0S</Duration>", "<Duration>PT720H0M0S</Duration>")
    assert plan == PLAN.evolve("build", duration="30 days")
    assert told == [("task “Xây dựng”", "duration")]


def test_another_lag() -> None:
    plan, told = edited(r"<LinkLag>446400</LinkLag>", "<LinkLag>0</LinkLag>")
    assert plan == PLAN.evolve("build", after="design")
    assert told == [("task “Xây dựng”", "after")]


def test_another_name() -> None:
    plan, told = edited(r"<Name>Xây dựng</Name>", "<Name>Xây cổng</Name>")
    assert (plan, told) == (PLAN.evolve("build", name="Xây cổng"), [])


def test_another_deadline() -> None:
    plan, told = edited(r"<Deadline>2026-12-31T", "<Deadline>2027-01-15T")
    assert (plan, told) == (PLAN.evolve("live", due="2027-01-15"), [])


def test_another_amount() -> None:
    plan, told = edited(r"<Units>2</Units>", "<Units>1.5</Units>")
    assert plan == PLAN.evolve("build", uses=dx.Use(resource="team", amount="1,5"))
    assert told == [("task “Xây dựng”", "uses")]


def test_a_day_off_more() -> None:
    """The public days that the file spells out stay; the country does not, as it would add to what a person says."""
    plan, told = edited(r"<Exceptions>", f"<Exceptions>{_exception('2024-03-08')}")
    calendar = plan["vn"]
    assert isinstance(calendar, dx.Calendar)
    assert calendar.country is None
    assert {dt.date(2024, 3, 8), dt.date(2024, 4, 30), dt.date(2025, 9, 2)} <= set(calendar.holidays)
    assert told == [("calendar “vn”", "country, worked, holidays")]


def _exception(day: str) -> str:
    return (
        f"<Exception><TimePeriod><FromDate>{day}T00:00:00</FromDate><ToDate>{day}T23:59:00</ToDate></TimePeriod>"
        "<Type>1</Type><DayWorking>0</DayWorking></Exception>"
    )


def test_a_milestone_that_takes_time() -> None:
    plan, told = edited(r"(<Name>live</Name>.*?)<Duration>PT0H0M0S", r"\1<Duration>PT16H0M0S")
    assert plan["live"] == dx.Task(id="live", duration="2 workdays", after="build", due="2026-12-31")
    assert told == []


def test_a_task_more_gets_an_id_of_its_own() -> None:
    """A copy carries the id of the original there: the older one keeps it."""
    copied = re.search(r"<Task>\n<UID>2</UID>.*?</Task>", TEXT, re.DOTALL)
    assert copied is not None
    copy = copied[0].replace("<UID>2</UID>", "<UID>9</UID>")
    plan, losses = from_msproject(TEXT.replace("<Task>\n<UID>4<", f"{copy}\n<Task>\n<UID>4<"))
    assert [(one.id, one.name, len(one.roles)) for one in plan.tasks] == [
        ("design", "design", 1),
        ("build", "Xây dựng", 1),
        ("design-9", "design", 1),
    ]
    assert [(loss.where, loss.value) for loss in losses] == [("task “design”", "'design'")]


def test_a_task_that_a_goal_needs_is_gone() -> None:
    """What is missed then is named; nothing is guessed."""
    text = re.sub(
        r"<PredecessorLink>\n<PredecessorUID>3</PredecessorUID>.*?</PredecessorLink>", "", TEXT, flags=re.DOTALL
    )
    text = re.sub(r"<Task>\n<UID>3</UID>.*?</Task>", "", text, flags=re.DOTALL)
    text = re.sub(r"<Assignment>.*?</Assignment>", "", text, flags=re.DOTALL)
    with pytest.raises(dx.InputError) as caught:
        from_msproject(text)
    assert [(one.code, one.where) for one in caught.value.defects] == [
        ("reference.dangling", 'goals[0] "g" → criterion → task')
    ]


def test_without_the_notes_of_the_project_the_rest_still_comes() -> None:
    """Goals and bodies are lost then, and so is what refers to them; each is told."""
    plan, told = edited(r"<Notes>Lần 2.*?</Notes>", "<Notes>Lần 3</Notes>")
    assert plan.note == "Lần 3"
    assert (plan.goals, plan.bodies) == ((), ())
    assert {one.id for one in plan.activities} == {"design", "build", "live"}
    assert str(plan.tasks[1].duration) == "18 months"
    assert plan.tasks[1].tags == ("2024",)
    assert told == [
        ("project → Notes", None),
        ("resource “team”", "body"),
        ("task “design”", "roles"),
        ("task “Xây dựng”", "roles"),
    ]


def test_notes_that_were_cut_are_told() -> None:
    plan, told = edited(r'"goals":\[.*?</Notes>', "</Notes>")
    assert plan.note == "Lần 2"
    assert told[0] == ("project → Notes", None)


def test_a_field_that_was_cut_leaves_what_the_plain_fields_say() -> None:
    field = CHUNK_FIELDS["Task"][0][0]
    pattern = rf"(<Name>Xây dựng</Name>.*?<FieldID>{field}</FieldID>\n<Value>).*?</Value>"
    plan, told = edited(pattern, r'\1{"is":</Value>')
    assert str(plan["build"].duration) == "548 days"  # type: ignore[attr-defined]
    assert told == [('Task[3] "Xây dựng" → ExtendedAttribute', None)]


def test_the_mark_in_a_note_of_the_plan_is_no_mark() -> None:
    plan = PLAN.evolve(note=f"{MARK}\n{{}}")
    assert from_msproject(to_msproject(plan)[0]) == (plan, ())


def test_one_warning_tells_what_microsoft_project_does_not_show() -> None:
    with pytest.warns(dx.LossWarning) as caught:
        assert dx.dumps(PLAN, format="xml") == TEXT
    assert len(caught) == 1
    warning = caught[0].message
    assert isinstance(warning, dx.LossWarning)
    assert all(loss.kept for loss in warning.losses)
    assert [loss.where for loss in warning.losses] == [
        "calendars",
        "resources",
        "tasks",
        "tasks",
        "bodies",
        "goals",
    ]


def test_long_texts_go_over_several_fields() -> None:
    plan = PLAN.evolve("build", deliverable=dx.Deliverable(name="Cổng  " * 500, acceptance="👩‍💻 " * 100))
    text, _ = to_msproject(plan)
    values = re.findall(r"<Value>(.*?)</Value>", text)
    assert max(len(value.encode("utf-16-le")) // 2 for value in values) <= 255
    assert not any(value != value.strip() for value in values)
    assert from_msproject(text) == (plan, ())


def test_texts_too_long_for_the_fields_go_to_the_notes_of_the_project() -> None:
    plan = PLAN.evolve("build", deliverable="Cổng dịch vụ công " * 1000, note="Ghi chú " * 2000)
    assert from_msproject(to_msproject(plan)[0]) == (plan, ())


@pytest.mark.parametrize("start", ["1950-06-01", "2170-06-01"])
def test_dates_that_microsoft_project_does_not_know_are_kept(start: str) -> None:
    due = dt.date.fromisoformat(start) + dt.timedelta(days=30)
    tasks = [dx.Task(id="a", duration="5 workdays", due=due, not_before=due), dx.Task(id="b", on=due)]
    plan = dx.Plan(id="p", start=start, elements=[dx.Calendar(id="c", holidays=[due]), *tasks])
    text, losses = to_msproject(plan)
    assert from_msproject(text) == (plan, ())
    assert {loss.where for loss in losses} >= {"calendars", "tasks"}
    years = {int(year) for year in re.findall(r">(\d{4})-\d\d-\d\dT", text)}
    assert years <= set(range(1984, 2150))
