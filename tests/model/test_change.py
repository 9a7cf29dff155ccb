"""A change maps a plan to a plan: what it says is changed, everything else stays, and it can be written down (§18)."""

import datetime as dt
import json
import time
import typing
from collections.abc import Callable
from decimal import Decimal

import attrs
import pytest
from hypothesis import given, strategies as st

import dxplan as dx
from dxplan.model.base_change import WORDS
from dxplan.model.reference import references, without
from tests.strategies import changes, plans

CHANGES = typing.get_args(dx.Change)
DAY = dt.timedelta(days=1)
EVER = dt.date.min


def codes(call: Callable[[], object]) -> list[tuple[str, str]]:
    with pytest.raises(dx.InputError) as caught:
        call()
    return [(defect.code, defect.where) for defect in caught.value.defects]


def plan_of(*elements: dx.Element) -> dx.Plan:
    return dx.Plan(id="p", start="2024-01-01", elements=elements)


def field_of(change: dx.Change) -> str:
    """Return the one field of the subject that a change speaks of."""
    if isinstance(change, dx.SetDuration):
        return "duration" if change.mode is None else "modes"
    return {
        dx.MoveDue: "due",
        dx.AddMoney: "ceilings",
        dx.LetCarryOver: "carry_over",
        dx.AddCapacity: "capacity",
        dx.SetLeadLimit: "lead_limit",
    }[type(change)]


def capacity_on(resource: dx.Resource, day: dt.date) -> Decimal:
    steps = [step.amount for step in resource.capacity if (step.since or EVER) <= day]
    return steps[-1] if steps else Decimal(0)


def is_said(change: dx.Change, before: dx.Element, after: dx.Element) -> None:
    """Hold that the field of the subject is what the change says."""
    match change:
        case dx.MoveDue():
            assert after.due == change.to
        case dx.AddMoney():
            had = before.ceiling(change.year)
            assert after.ceiling(change.year) == (change.amount if had is None else had + change.amount)
            others = {one for one in before.ceilings if one.year != change.year}
            assert {one for one in after.ceilings if one.year != change.year} == others
        case dx.LetCarryOver():
            assert after.carry_over == "carry"
        case dx.AddCapacity():
            bounds = {step.since or EVER for step in (*before.capacity, *after.capacity)}
            bounds |= {day for day in (change.first, change.last) if day is not None}
            for day in {one + shift for one in bounds - {EVER} for shift in (-DAY, DAY * 0, DAY)} | {EVER}:
                inside = (change.first or EVER) <= day and (change.last is None or day <= change.last)
                more = change.amount if inside else 0
                assert capacity_on(after, day) == capacity_on(before, day) + more
        case dx.SetDuration(mode=None):
            assert after.duration == change.to
        case dx.SetDuration():
            for old, new in zip(before.modes, after.modes, strict=True):
                assert new == (attrs.evolve(old, duration=change.to) if old.id == change.mode else old)
        case dx.SetLeadLimit():
            assert after.lead_limit == change.to


@given(st.data())
def test_a_change_changes_what_it_says_and_nothing_else(data: st.DataObject) -> None:
    plan = data.draw(plans())
    for change in data.draw(changes(plan)):
        changed = change.apply(plan)
        assert header(changed) == header(plan)
        if isinstance(change, dx.LeaveOut):
            is_left_out(change.task, plan, changed)
            continue
        assert [one.id for one in changed] == [one.id for one in plan]
        for before, after in zip(plan, changed, strict=True):
            if before.id != change.subject:
                assert after is before
        before, after = plan[change.subject], changed[change.subject]
        field = field_of(change)
        assert attrs.evolve(after, **{field: getattr(before, field)}) == before
        is_said(change, before, after)
        # what is changed is built as a person would build it
        assert dx.loads(dx.dumps(changed)) == changed


def header(plan: dx.Plan) -> dict[str, object]:
    names = {field.name for field in attrs.fields(dx.Plan)} - {"elements", "_index"}
    return {name: getattr(plan, name) for name in names}


def is_left_out(id: str, plan: dx.Plan, changed: dx.Plan) -> None:
    assert [one.id for one in changed] == [one.id for one in plan if one.id != id]
    for after in changed:
        before = plan[after.id]
        kept = [one for one in references(before) if one.target != id]
        if len(kept) == len(list(references(before))):
            assert after is before
            continue
        assert [(one.key, one.target) for one in references(after)] == [(one.key, one.target) for one in kept]
        fields = {"after", "enablers", "effects"} & {field.name for field in attrs.fields(type(before))}
        assert attrs.evolve(after, **{name: getattr(before, name) for name in fields}) == before
        for name in fields:
            assert set(getattr(after, name)) <= set(getattr(before, name))


@given(st.data())
def test_a_sequence_is_one_change_after_another(data: st.DataObject) -> None:
    plan = data.draw(plans())
    made = data.draw(changes(plan, most=6))
    expected, refused = plan, 0
    for change in made:
        try:
            expected = change.apply(expected)
        except dx.InputError:  # what it speaks of was left out before
            refused += 1
    if refused:
        with pytest.raises(dx.InputError) as caught:
            dx.apply_changes(plan, made)
        assert len(caught.value.defects) == refused
    else:
        assert dx.apply_changes(plan, made) == expected


@given(st.data())
def test_a_change_can_be_written_and_read(data: st.DataObject) -> None:
    plan = data.draw(plans())
    for change in data.draw(changes(plan)):
        record = json.loads(json.dumps(change.to_record()))
        assert record["kind"] == change.KIND
        assert None not in record.values()
        again = dx.change_from_record(record)
        assert type(again) is type(change)
        assert again == change
        assert hash(again) == hash(change)
        assert str(change) == str(again)
        assert change.subject in str(change)


def test_what_changes_nothing_gives_the_plan_itself() -> None:
    plan = plan_of(dx.Body(id="so", lead_limit=3))
    assert dx.SetLeadLimit(body="so", to=3).apply(plan) is plan
    assert dx.apply_changes(plan, []) is plan


@pytest.mark.parametrize("cls", CHANGES)
def test_every_change_is_frozen_and_has_its_words(cls: type) -> None:
    assert all(field.kw_only for field in attrs.fields(cls))
    assert "__dict__" not in dir(cls)
    assert any(wording.startswith(cls.KIND) for wording in WORDS)


def test_every_wording_belongs_to_a_change() -> None:
    given = {"subject": "a", "fund": "a", "resource": "a", "task": "a", "body": "a", "amount": 1, "year": 2025}
    given |= {"first": 2025, "last": 2026, "mode": "m"}
    found = set()
    for cls in CHANGES:
        fields = attrs.fields(cls)
        needed = {one.name: given.get(one.name, 1) for one in fields if one.default is attrs.NOTHING}
        needed |= {dx.AddMoney: {"amount": "1 VND"}, dx.MoveDue: {"to": 2025}, dx.SetDuration: {"to": "1 day"}}.get(
            cls, {}
        )
        optional = [one.name for one in fields if one.default is None]
        for mask in range(2 ** len(optional)):
            chosen = {name: given[name] for place, name in enumerate(optional) if mask >> place & 1}
            change = cls(**needed, **chosen)
            found.add(change.wording)
            assert "None" not in str(change)
    assert found == set(WORDS)


# work


def test_a_due_date_may_be_given_as_a_period() -> None:
    plan = plan_of(dx.Task(id="t"), dx.Milestone(id="m", due=2024), dx.Goal(id="g", due=2024))
    for id in "tmg":
        assert dx.MoveDue(subject=id, to="Q2/2025").apply(plan)[id].due == dt.date(2025, 6, 30)


def test_a_duration_takes_the_place_of_an_estimate_or_of_that_of_a_mode() -> None:
    points = {"optimistic": "1 day", "most_likely": "2 days", "pessimistic": "3 days"}
    modes = [dx.Mode(id="own", duration="9 workdays"), dx.Mode(id="hired", duration="5 workdays")]
    plan = plan_of(dx.Task(id="t", duration=points, modes=modes))
    changed = dx.SetDuration(task="t", to="2 months").apply(plan)["t"]
    assert (changed.duration, changed.modes) == (dx.Duration.parse("2 months"), tuple(modes))
    changed = dx.SetDuration(task="t", to="2 months", mode="hired").apply(plan)["t"]
    assert [str(mode.duration) for mode in changed.modes] == ["9 workdays", "2 months"]
    assert changed.duration == plan["t"].duration
    with pytest.raises(dx.InputError, match="name one of: own, hired") as caught:
        dx.SetDuration(task="t", to="1 day", mode="x").apply(plan)
    assert [(one.code, one.path) for one in caught.value.defects] == [("mode.unknown", ("mode",))]
    with pytest.raises(dx.InputError, match="the task has none"):
        dx.SetDuration(task="t", to="1 day", mode="x").apply(plan_of(dx.Task(id="t")))


def test_what_is_left_out_is_left_out_everywhere() -> None:
    plan = plan_of(
        dx.Task(id="a"),
        dx.Task(id="b", after=["a", {"predecessor": "x", "lag": "5 days"}, {"predecessor": "x", "type": "SS"}]),
        dx.Task(id="x", after=["a", "x"]),
        dx.Milestone(id="m", after="x"),
        dx.Goal(id="g", enablers=["x", "a", "x"], criterion=dx.Delivered(task="a")),
        dx.Risk(id="r", probability=1, effects=[{"task": "x", "factor": 2}, {"task": "a", "factor": 3}]),
    )
    changed = dx.LeaveOut(task="x").apply(plan)
    assert "x" not in changed
    assert changed["b"].after == (dx.Dependency(predecessor="a"),)
    assert changed["m"].after == ()
    assert changed["g"].enablers == ("a",)
    assert [effect.task for effect in changed["r"].effects] == ["a"]
    assert changed["a"] is plan["a"]
    assert len(dx.LeaveOut(task="m").apply(changed)) == len(changed) - 1


def test_what_a_goal_needs_is_not_left_out() -> None:
    either = dx.AnyOf(criteria=[dx.Undefined(words="?"), dx.Delivered(task="x")])
    deep = dx.CountOf(areas=dx.Areas(level="commune"), at_least=1, criterion=either)
    goals = [dx.Goal(id=f"g{number}", criterion=deep) for number in range(8)]
    plan = plan_of(dx.Task(id="x"), dx.Goal(id="other", enablers="x"), *goals)
    with pytest.raises(dx.InputError) as caught:
        dx.LeaveOut(task="x").apply(plan)
    (defect,) = caught.value.defects
    assert (defect.code, defect.path) == ("reference.needed", ("task",))
    assert "g0, g1, g2, g3, g4, g5 … (8)" in defect.problem
    assert "other" not in defect.problem


def test_only_lists_lose_a_reference() -> None:
    assert without(dx.Dependency(predecessor="a"), "a") is None
    goal = dx.Goal(id="g", criterion=dx.Delivered(task="a"), within="h")
    assert without(goal, "a") is goal
    assert without(goal, "h").within is None


# money and people


def test_money_is_added_to_the_ceiling_and_its_source_stays() -> None:
    ceiling = dx.Ceiling(year=2024, amount="5 tỷ VND", source="NQ 12")
    plan = plan_of(dx.Fund(id="f", ceilings=[ceiling]), dx.Fund(id="open"))
    more = dx.AddMoney(fund="f", year="2024", amount="3 tỷ đồng").apply(plan)["f"].ceilings
    assert more == (dx.Ceiling(year=2024, amount="8 tỷ VND", source="NQ 12"),)
    assert [one.year for one in dx.AddMoney(fund="f", year=2023, amount="1 VND").apply(plan)["f"].ceilings] == [
        2023,
        2024,
    ]
    assert dx.AddMoney(fund="open", year=2025, amount="1 USD").apply(plan)["open"].ceiling(2025) == dx.Money.parse(
        "1 USD"
    )
    assert codes(lambda: dx.AddMoney(fund="f", year=2025, amount="1 USD").apply(plan)) == [("currency.mixed", "amount")]


def test_money_in_a_currency_that_a_cost_is_not_in() -> None:
    plan = plan_of(dx.Fund(id="f"), dx.Task(id="t", costs=dx.Cost(fund="f", amount="1 VND")))
    assert codes(lambda: dx.AddMoney(fund="f", year=2025, amount="1 USD").apply(plan)) == [
        ("currency.mixed", 'tasks[0] "t" → costs[0] → amount')
    ]


@pytest.mark.parametrize(
    ("first", "last", "steps"),
    [
        (None, None, [(None, 2), ("2025-01-01", 5), ("2026-01-01", 3)]),
        ("2025-06-01", None, [("2025-01-01", 3), ("2025-06-01", 5), ("2026-01-01", 3)]),
        ("2025-01-01", "2025-12-31", [("2025-01-01", 5), ("2026-01-01", 1)]),
        (None, "2024-06-30", [(None, 2), ("2024-07-01", 0), ("2025-01-01", 3), ("2026-01-01", 1)]),
        (2024, 2024, [("2024-01-01", 2), ("2025-01-01", 3), ("2026-01-01", 1)]),
        (2027, None, [("2025-01-01", 3), ("2026-01-01", 1), ("2027-01-01", 3)]),
        ("2025-12-31", "2026-01-01", [("2025-01-01", 3), ("2025-12-31", 5), ("2026-01-01", 3), ("2026-01-02", 1)]),
    ],
)
def test_capacity_is_added_on_top_of_the_steps(
    first: object, last: object, steps: list[tuple[str | None, int]]
) -> None:
    plan = plan_of(dx.Resource(id="r", capacity=[{"since": "2025-01-01", "amount": 3}, {"since": 2026, "amount": 1}]))
    changed = dx.AddCapacity(resource="r", amount=2, first=first, last=last).apply(plan)["r"].capacity
    assert [(step.since and step.since.isoformat(), step.amount) for step in changed] == steps


def test_capacity_that_holds_throughout_stays_a_number() -> None:
    plan = plan_of(dx.Resource(id="r", capacity="2,5"))
    assert dx.AddCapacity(resource="r", amount="0,5").apply(plan)["r"].capacity == (dx.Step(amount=3),)


def test_a_carry_over_and_a_lead_limit() -> None:
    plan = plan_of(dx.Fund(id="f"), dx.Body(id="b"))
    assert dx.LetCarryOver(fund="f").apply(plan)["f"].carry_over is dx.CarryOver.CARRY
    assert dx.SetLeadLimit(body="b", to=2).apply(plan)["b"].lead_limit == 2


# what is refused


def test_every_change_that_cannot_be_made_is_told_at_once() -> None:
    plan = plan_of(dx.Task(id="design"), dx.Goal(id="g", criterion=dx.Delivered(task="design")), dx.Fund(id="f"))
    wrong = [
        dx.MoveDue(subject="desing", to=2025),
        dx.MoveDue(subject="design", to=2025),
        dx.SetDuration(task="f", to="5 days"),
        dx.SetLeadLimit(body="so", to=1),
        dx.LeaveOut(task="design"),
        dx.AddCapacity(resource="team", amount=1),
    ]
    assert codes(lambda: dx.apply_changes(plan, wrong)) == [
        ("reference.dangling", "changes[0] → subject"),
        ("reference.kind", "changes[2] → task"),
        ("reference.dangling", "changes[3] → body"),
        ("reference.needed", "changes[4] → task"),
        ("reference.dangling", "changes[5] → resource"),
    ]
    with pytest.raises(dx.InputError, match=r"no task or milestone or goal .*'desing'.* you mean 'design'"):
        wrong[0].apply(plan)


def test_what_is_left_out_cannot_be_changed_any_more() -> None:
    plan = plan_of(dx.Task(id="a"))
    assert codes(lambda: dx.apply_changes(plan, [dx.LeaveOut(task="a"), dx.MoveDue(subject="a", to=2025)])) == [
        ("reference.dangling", "changes[1] → subject")
    ]


@pytest.mark.parametrize("wrong", [5, "x", ["x"], [{"kind": "leave_out"}], {"a": 1}])
def test_changes_are_changes(wrong: object) -> None:
    found = codes(lambda: dx.apply_changes(plan_of(), wrong))
    assert [(code, where.partition("[")[0]) for code, where in found] == [("type.wrong", "changes")]


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        (
            lambda: dx.AddMoney(fund="f", year=24, amount="0 VND"),
            [("year.malformed", "year"), ("number.not-positive", "amount")],
        ),
        (lambda: dx.AddMoney(fund="f", year=2024, amount="-1 VND"), [("number.not-positive", "amount")]),
        (lambda: dx.AddCapacity(resource="r", amount=0), [("number.not-positive", "amount")]),
        (lambda: dx.AddCapacity(resource="r", amount=1, first=2025, last=2024), [("period.backwards", "")]),
        (lambda: dx.AddCapacity(resource="r", amount=1, last=2199), [("date.out-of-range", "last")]),
        (lambda: dx.SetDuration(task="t", to="-1 day"), [("number.negative", "to")]),
        (lambda: dx.SetDuration(task="t", to=5), [("unit.missing", "to")]),
        (lambda: dx.SetLeadLimit(body="b", to=None), [("type.wrong", "to")]),
        (lambda: dx.SetLeadLimit(body="b", to=-1), [("number.not-a-count", "to")]),
        (lambda: dx.MoveDue(subject="a b", to="soon"), [("id.malformed", "subject"), ("date.unreadable", "to")]),
    ],
)
def test_what_a_change_cannot_say(call: Callable[[], object], expected: list[tuple[str, str]]) -> None:
    assert codes(call) == expected


@pytest.mark.parametrize(
    ("record", "change"),
    [
        ({"kind": "move_due", "subject": "a", "to": "30/06/2025"}, dx.MoveDue(subject="a", to="2025-06-30")),
        ({"kind": "move_due", "subject": "a", "to": dt.date(2025, 6, 30)}, dx.MoveDue(subject="a", to="Q2/2025")),
        (
            {"kind": "add_money", "fund": "f", "year": "2025", "amount": "3 tỷ VND"},
            dx.AddMoney(fund="f", year=2025, amount=dx.Money(amount=3 * 10**9, currency="VND")),
        ),
        (
            {"kind": "set_duration", "task": "t", "to": "60 ngày làm việc"},
            dx.SetDuration(task="t", to="60 workdays"),
        ),
        (
            {"kind": "add_capacity", "resource": "r", "amount": "2,5", "first": "Q2/2025"},
            dx.AddCapacity(resource="r", amount=2.5, first="2025-04-01"),
        ),
    ],
)
def test_a_table_is_read_as_people_write_it(record: dict[str, object], change: dx.Change) -> None:
    before = dict(record)
    assert dx.change_from_record(record) == change
    assert record == before


def test_bad_tables_teach() -> None:
    read = dx.change_from_record
    assert codes(lambda: read(["leave_out"])) == [("type.wrong", "")]
    assert codes(lambda: read({"task": "a"})) == [("change.kind", "")]
    assert codes(lambda: read({"kind": "leaveout", "task": "a"})) == [("change.kind", "")]
    assert codes(lambda: read({"kind": ["leave_out"], "task": "a"})) == [("change.kind", "")]
    assert codes(lambda: read({"kind": "add_money", "found": "f", "year": "x", "amount": 3})) == [
        ("field.unknown", ""),
        ("field.missing", ""),
        ("year.malformed", "year"),
        ("currency.missing", "amount"),
    ]


def test_a_large_plan_is_changed_in_the_time_of_one_look() -> None:
    tasks = [dx.Task(id=f"t{place}", after=[f"t{place - 1}"] if place else []) for place in range(10_000)]
    plan = plan_of(*tasks)
    many = [dx.MoveDue(subject=f"t{place}", to=2025) for place in range(500)]
    many += [dx.LeaveOut(task=f"t{place}") for place in range(1_000, 1_500)]

    def seconds(made: list[dx.Change]) -> float:
        start = time.perf_counter()
        dx.apply_changes(plan, made)
        return time.perf_counter() - start

    one = min(seconds([dx.LeaveOut(task="t5")]) for _ in range(2))
    assert min(seconds(many) for _ in range(2)) < 20 * one
