"""Duty 7: chains of authority; duty 14: delegation."""

import pytest

import dxplan as dx
from dxplan.checks.responsibility.authority import has_authority
from tests.checks.told import plan, subjects, told

BODIES = (
    dx.Body(id="party", kind="party"),
    dx.Body(id="committee", directed_by="party"),
    dx.Body(id="health", parent="committee"),
    dx.Body(id="clinic", parent="health"),
    dx.Body(id="front"),
    dx.Body(id="departments", members=["health", "clinic"]),
    dx.Body(id="mixed", members=["health", "front"]),
)


@pytest.mark.parametrize(
    ("above", "below", "holds"),
    [
        ("party", "clinic", True),  # directs the committee, under which it stands
        ("committee", "health", True),
        ("health", "health", True),
        ("health", "committee", False),
        ("clinic", "health", False),
        ("front", "health", False),
        ("committee", "departments", True),  # above each of its members
        ("committee", "mixed", False),
        ("health", "departments", True),
    ],
)
def test_chain(above: str, below: str, holds: bool) -> None:
    assert has_authority(plan(*BODIES), above, below) is holds


def test_chain_ends_in_a_circle() -> None:
    ring = plan(dx.Body(id="a", parent="b"), dx.Body(id="b", parent="a"), dx.Body(id="c"))
    assert has_authority(ring, "a", "b")
    assert not has_authority(ring, "c", "a")


def test_assigners_of_programme_and_goal() -> None:
    elements = [
        *BODIES,
        dx.Goal(id="g", roles={"accountable": "front"}),
        dx.Programme(id="outer", roles={"directs": "front"}),
        dx.Programme(id="inner", within="outer", roles={"directs": "party"}),
        dx.Task(id="t", within="inner", serves=["g"], roles={"leads": "health", "executes": ["clinic", "front"]}),
    ]
    found = told("R071", *elements, dx.Task(id="nobody", within="outer"))
    assert [(one.params["assigner"], one.params["holders"], one.params["assigned"]) for one in found] == [
        ("front", "g, outer", "clinic, health"),
        ("party", "inner", "front"),
    ]


def test_one_finding_for_each_assigner() -> None:
    task = dx.Task(id="t", roles={"directs": ["front", "party"], "accountable": "front", "leads": "health"})
    assert [one.params["assigner"] for one in told("R071", *BODIES, task)] == ["front"]


def test_delegation_is_followed_within_one_role() -> None:
    def delegated(*steps: tuple[str, str, str]) -> dx.Task:
        return dx.Task(
            id="t", roles=[dx.Assignment(role=role, body=body, on_behalf_of=source) for role, source, body in steps]
        )

    apart = delegated(("leads", "health", "clinic"), ("approves", "clinic", "health"))
    assert subjects("R141", *BODIES, apart) == []
    ring = delegated(("leads", "health", "clinic"), ("leads", "clinic", "health"))
    assert told("R141", *BODIES, ring)[0].params["circle"] == "clinic → health → clinic"
    assert subjects("R142", *BODIES, ring) == []
    deep = delegated(
        ("leads", "party", "committee"),
        ("leads", "committee", "health"),
        ("leads", "party", "health"),
        ("leads", "health", "clinic"),
    )
    (finding,) = told("R142", *BODIES, deep)
    assert (finding.params["depth"], finding.params["chain"]) == ("3", "party → committee → health → clinic")
    assert subjects("R142", *BODIES, delegated(("leads", "party", "committee"), ("leads", "committee", "health"))) == []
