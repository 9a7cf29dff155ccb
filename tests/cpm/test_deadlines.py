"""The distance of due dates and goals from the earliest day."""

from __future__ import annotations

import datetime as dt

from hypothesis import HealthCheck, given, settings, strategies as st

import dxplan as dx


def deadlines(*elements: dx.Element, area: str | None = None) -> dict[str, dx.Deadline]:
    path = dx.critical_path(dx.Plan(id="p", start="2024-01-01", area=area, elements=elements))
    return {one.id: one for one in path.deadlines}


def test_a_missed_due_date_names_the_chain() -> None:
    """The margin is in days, and the chain leads to the task."""
    dig = dx.Task(id="dig", duration="10 days")
    pave = dx.Task(id="pave", duration="5 days", after="dig", due="2024-01-12")
    plant = dx.Task(id="plant", duration="5 days", due="2024-01-12")
    found = deadlines(dig, pave, plant)
    assert (found["pave"].earliest, found["pave"].margin) == (dt.date(2024, 1, 15), -3)
    assert found["pave"].chain == ("dig", "pave")
    assert (found["plant"].margin, found["plant"].chain) == (7, None)
    assert "dig" not in found


def work(*days: int) -> list[dx.Element]:
    return [dx.Task(id=f"t{number}", duration=f"{length} days") for number, length in enumerate(days)]


@given(st.lists(st.integers(1, 30), min_size=1, max_size=5), st.data())
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_refinement_counts_as_the_goal_asks(days: list[int], data: st.DataObject) -> None:
    """All, any, at least k of the sub-goals: the last, the first, the k-th to be ready."""
    wanted = data.draw(st.sampled_from(["all", "any"]) | st.integers(1, len(days)))
    goals = [
        dx.Goal(id=f"g{number}", within="whole", criterion=dx.Delivered(task=f"t{number}"))
        for number in range(len(days))
    ]
    found = deadlines(*work(*days), dx.Goal(id="whole", refinement=wanted, due=2024), *goals)["whole"]
    count = {"all": len(days), "any": 1}.get(str(wanted), wanted)
    ready = sorted(days)[int(count) - 1]
    assert found.earliest == dt.date(2024, 1, 1) + dt.timedelta(days=ready - 1)
    assert found.complete
    assert set(found.decided_by) == {f"t{number}" for number, length in enumerate(days) if length == ready}


def test_criteria_combine() -> None:
    """All of them, any of them; what is not looked at leaves the answer open."""
    both = dx.AllOf(criteria=[dx.Delivered(task="t0"), dx.Delivered(task="t1")])
    either = dx.AnyOf(criteria=[dx.Delivered(task="t0"), dx.Delivered(task="t1")])
    vague = dx.AllOf(criteria=[dx.Delivered(task="t0"), dx.Undefined(words="good")])
    goals = [dx.Goal(id=id, criterion=one) for id, one in [("both", both), ("either", either), ("vague", vague)]]
    found = deadlines(*work(5, 9), *goals, dx.Goal(id="empty", due=2024))
    assert found["both"].decided_by == ("t1",)
    assert found["either"].decided_by == ("t0",)
    assert (found["vague"].decided_by, found["vague"].complete) == (("t0",), False)
    assert (found["empty"].earliest, found["empty"].margin, found["empty"].complete) == (None, None, False)


def test_work_serves_a_goal_by_name_by_programme_and_as_an_enabler() -> None:
    """The last of all that is tied to it decides."""
    elements = [
        dx.Programme(id="outer", serves=["goal"]),
        dx.Programme(id="inner", within="outer"),
        dx.Goal(id="goal", due=2024, enablers=["law"]),
        dx.Milestone(id="law", not_before="2024-03-01"),
        dx.Task(id="named", duration="5 days", serves=["goal"]),
        dx.Task(id="inside", duration="40 days", within="inner"),
    ]
    assert deadlines(*elements)["goal"].decided_by == ("law",)
    assert deadlines(*(one for one in elements if one.id not in ("law", "goal")), dx.Goal(id="goal", due=2024))[
        "goal"
    ].decided_by == ("inside",)


def test_contributions_add_up_until_the_target_is_reached() -> None:
    """§8: the last reading and what is felt by then, delays included; what comes later is not waited for."""
    share = dx.Indicator(
        id="share", unit="%", readings=[dx.Reading(date="2023-12-31", value="50 %", source="illustrative")]
    )

    def adds(id: str, days: int, amount: str, delay: str | None = None) -> dx.Task:
        return dx.Task(
            id=id,
            duration=f"{days} days",
            advances=[dx.Contribution(indicator="share", amount=amount, delay=delay)],
        )

    tasks = [adds("a", 10, "20 %"), adds("b", 20, "10 %", "10 days"), adds("c", 300, "20 %")]
    goals = [
        dx.Goal(id=f"at-{target}", criterion=dx.AtLeast(indicator="share", value=f"{target} %"), due="2024-01-15")
        for target in (50, 65, 80, 100, 101)
    ]
    found = deadlines(share, *tasks, *goals)
    assert [(one.earliest, one.decided_by) for one in found.values()] == [
        (dt.date(2024, 10, 26), ("c",)),
        (None, ()),
        (dt.date(2024, 1, 1), ()),
        (dt.date(2024, 1, 10), ("a",)),
        (dt.date(2024, 1, 30), ("b",)),
    ]
    assert found["at-80"].chain == ("b",)
    assert found["at-50"].margin == 14
    assert not found["at-101"].complete


def test_goals_within_each_other_in_a_circle_end() -> None:
    """A contradiction of the plan is no endless loop here."""
    one = dx.Goal(id="one", within="two", criterion=dx.Delivered(task="t0"))
    two = dx.Goal(id="two", within="one")
    found = deadlines(*work(3), one, two)
    assert found["one"].decided_by == ("t0",)
    assert not found["two"].complete


def test_records_are_plain() -> None:
    """For JSON."""
    found = deadlines(dx.Task(id="dig", duration="10 days", due="2024-01-05"))["dig"]
    assert found.to_record() == {
        "id": "dig",
        "kind": "task",
        "due": "2024-01-05",
        "earliest": "2024-01-10",
        "margin": -5,
        "decided_by": ["dig"],
        "complete": True,
        "chain": ["dig"],
    }
