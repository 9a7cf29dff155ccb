"""Circles of every kind, what serves a goal, and what leads nowhere."""

import pytest

import dxplan as dx
from tests.checks.told import subjects, told


def test_circle_is_told_from_predecessor_to_successor() -> None:
    """§4: a reader can follow it; what merely waits for a circle is not in it."""
    a, b = dx.Task(id="a", after=["c"]), dx.Task(id="b", after=["a"])
    c, d = dx.Milestone(id="c", after=["b"]), dx.Task(id="d", after=["c"])
    (finding,) = told("S101", d, c, b, a)
    assert finding.params["circle"] == "a → b → c → a"


def test_each_knot_is_told_once() -> None:
    waits = {"a": ["b", "c"], "b": ["a"], "c": ["a"], "x": ["y"], "y": ["x"]}
    tasks = [dx.Task(id=id, after=after) for id, after in waits.items()]
    assert subjects("S101", *tasks) == ["a", "x"]


@pytest.mark.parametrize(
    ("elements", "relation"),
    [
        ([dx.Goal(id="a", within="b"), dx.Goal(id="b", within="a")], "within"),
        ([dx.Goal(id="a", enablers=["b"]), dx.Goal(id="b", enablers=["a"])], "enablers"),
        ([dx.Programme(id="a", within="a")], "within"),
        ([dx.Area(id="a", parent="b"), dx.Area(id="b", parent="a")], "parent"),
        ([dx.Area(id="a", successors=["b"]), dx.Area(id="b", successors=["a"])], "successors"),
        ([dx.Body(id="a", parent="b"), dx.Body(id="b", parent="a")], "parent"),
        ([dx.Body(id="a", directed_by="b"), dx.Body(id="b", directed_by="a")], "directed_by"),
        ([dx.Body(id="a", directed_by="b"), dx.Body(id="b", parent="a")], "parent, directed_by"),
        ([dx.Body(id="a", successor="b"), dx.Body(id="b", successor="a")], "successor"),
        ([dx.Body(id="a", members=["b"]), dx.Body(id="b", members=["a"])], "members"),
    ],
)
def test_hierarchies(elements: list[dx.Element], relation: str) -> None:
    (finding,) = told("S102", *elements)
    assert (finding.subject, finding.params["relation"]) == ("a", relation)


def test_parent_and_successor_are_no_circle_together() -> None:
    assert subjects("S102", dx.Body(id="a", parent="b"), dx.Body(id="b", successor="a")) == []


@pytest.mark.parametrize(
    "task",
    [
        dx.Task(id="t", serves=["g"]),
        dx.Task(id="t", within="inner"),
        dx.Task(id="t", advances=[dx.Contribution(indicator="i", amount=1)]),
        dx.Milestone(id="delivered"),
        dx.Milestone(id="enabler"),
    ],
)
def test_five_ways_to_serve_a_goal(task: dx.Element) -> None:
    by_id = task.id if task.id != "t" else None
    delivered = dx.AllOf(
        criteria=[
            dx.AtLeast(indicator="i", value=1),
            *([dx.Delivered(task="delivered")] if by_id == "delivered" else []),
        ]
    )
    elements = [
        dx.Indicator(id="i"),
        dx.Programme(id="outer", serves=["g"]),
        dx.Programme(id="inner", within="outer"),
        dx.Goal(id="g", criterion=delivered, enablers=["enabler"] if by_id == "enabler" else []),
        task,
        dx.Task(id="other"),
    ]
    assert subjects("S103", *elements) == []


def test_goal_is_served_through_its_sub_goals() -> None:
    elements = [dx.Goal(id="g"), dx.Goal(id="sub", within="g"), dx.Goal(id="sub-2", within="g")]
    assert subjects("S103", *elements, dx.Task(id="t", serves=["sub"])) == ["sub-2"]


def test_plan_without_work_or_goals_is_told_once() -> None:
    assert subjects("S103", dx.Goal(id="g")) == []  # D116 says it of the plan
    assert subjects("D116", dx.Goal(id="g"), dx.Goal(id="h")) == ["p"]
    assert subjects("S105", dx.Task(id="t")) == subjects("R053", dx.Task(id="t")) == []


def test_work_leads_to_a_goal_through_milestones_and_circles() -> None:
    elements = [
        dx.Goal(id="g"),
        dx.Task(id="a", after=["b"]),
        dx.Task(id="b", after=["a"]),
        dx.Milestone(id="m", after=["b"]),
        dx.Task(id="end", after=["m"], serves=["g"]),
        dx.Task(id="after-end", after=["end"]),
    ]
    assert subjects("R053", *elements) == ["after-end"]
    assert subjects("S105", *elements) == ["m"]  # behind the circle; what waits for it follows from that


def test_idle_is_what_only_refers_to_itself() -> None:
    assert subjects("S104", dx.Body(id="a", parent="a"), dx.Body(id="b", parent="a")) == ["b"]
    assert subjects("S104", dx.Calendar(id="a"), dx.Calendar(id="b"), calendar="a") == ["b"]


def test_empty_programmes_in_a_circle_and_outer_ones() -> None:
    elements = [dx.Programme(id="a"), dx.Programme(id="b", within="a"), dx.Programme(id="c", within="c")]
    assert subjects("S111", *elements, dx.Milestone(id="m", within="b")) == ["c"]


def test_same_wait_is_one_of_the_same_type() -> None:
    waits = [dx.Dependency(predecessor="a", type=type_) for type_ in ("FS", "FS", "SS", "FF", "FS")]
    (finding,) = told("S106", dx.Task(id="a"), dx.Task(id="b", after=waits))
    assert (finding.params["type"], finding.params["count"]) == ("FS", "3")
