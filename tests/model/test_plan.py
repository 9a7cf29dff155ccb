"""A plan is a value: built whole or not at all, kept in one order, changed only into another plan."""

import datetime as dt
import random

import attrs
import pytest
from hypothesis import given, strategies as st

import dxplan as dx
from dxplan.model.plan import ELEMENT_CLASSES
from tests.strategies import ELEMENT_KINDS, plans


def codes(call) -> list[tuple[str, str]]:
    with pytest.raises(dx.InputError) as caught:
        call()
    return [(defect.code, defect.where) for defect in caught.value.defects]


def plan_of(*elements: dx.Element, **fields: object) -> dx.Plan:
    return dx.Plan(id="p", start="2024-01-01", elements=elements, **fields)


SURVEY, TENDER = dx.Task(id="khảo-sát"), dx.Task(id="tham-dinh", name="Thẩm định", after=["khảo-sát"])


def test_the_strategies_know_every_class() -> None:
    assert [cls.KIND for cls in ELEMENT_CLASSES] == list(ELEMENT_KINDS)


@pytest.mark.parametrize("cls", [*ELEMENT_CLASSES, dx.Plan])
def test_every_class_is_frozen_and_takes_names_only(cls: type) -> None:
    assert all(field.kw_only for field in attrs.fields(cls))
    assert "__dict__" not in cls.__slots__
    with pytest.raises(TypeError):
        cls("id")
    one = cls(
        id="a", **{dx.Resource: {"capacity": 1}, dx.Risk: {"probability": 0}, dx.Plan: {"start": 2024}}.get(cls, {})
    )
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        one.id = "b"
    assert hash(one) == hash(attrs.evolve(one))
    assert one.name == "a"


def test_a_period_means_its_first_day_as_start_and_its_last_as_horizon() -> None:
    plan = dx.Plan(id="p", start="Q2/2024", horizon=2030)
    assert (plan.start, plan.horizon) == (dt.date(2024, 4, 1), dt.date(2030, 12, 31))


@given(plans(), st.randoms(use_true_random=False))
def test_elements_are_kept_by_kind_and_in_each_kind_as_given(plan: dx.Plan, random: random.Random) -> None:
    mixed = list(plan)
    random.shuffle(mixed)
    again = attrs.evolve(plan, elements=mixed)
    assert [type(one) for one in again] == [type(one) for one in plan]
    for kind in ELEMENT_CLASSES:
        assert [one for one in again if type(one) is kind] == [one for one in mixed if type(one) is kind]
    assert set(again) == set(plan)


@given(plans())
def test_the_views_are_the_elements(plan: dx.Plan) -> None:
    views = [getattr(plan, cls.PLURAL) for cls in ELEMENT_CLASSES]
    assert tuple(one for view in views for one in view) == plan.elements == tuple(plan)
    assert plan.activities == (*plan.tasks, *plan.milestones)
    assert len(plan) == len(plan.elements)
    for element in plan:
        assert element.id in plan
        assert plan[element.id] is element


def test_elements_may_come_one_by_one_or_alone() -> None:
    assert dx.Plan(id="p", start=2024, elements=(one for one in [SURVEY])) == dx.Plan(
        id="p", start=2024, elements=SURVEY
    )


@pytest.mark.parametrize("elements", [5, "khao-sat", [SURVEY, "x"], [dx.Element(id="a")], [None], {"a": 1}, b"x"])
def test_an_element_is_one_of_the_classes(elements: object) -> None:
    assert {code for code, _ in codes(lambda: dx.Plan(id="p", start=2024, elements=elements))} == {"type.wrong"}


def test_all_defects_come_at_once() -> None:
    cost = dx.Cost(fund="ns", amount="5 USD")
    assert codes(
        lambda: plan_of(
            SURVEY,
            dx.Task(id="t", after=["nowhere"], costs=[cost]),
            dx.Fund(id="ns", ceilings={2024: "5 VND"}),
            dx.Goal(id="t", criterion=dx.Above(indicator="dti", benchmark="mean")),
            dx.Indicator(id="dti"),
            horizon="2023",
            area="tay-ninh",
        )
    ) == [
        ("id.duplicate", 'tasks[1] "t" → id'),
        ("reference.dangling", "area"),
        ("benchmark.unknown", 'goals[0] "t" → criterion → benchmark'),
        ("reference.dangling", 'tasks[1] "t" → after[0] → predecessor'),
        ("currency.mixed", 'tasks[1] "t" → costs[0] → amount'),
        ("horizon.before-start", "horizon"),
    ]


def test_a_contradiction_is_no_defect() -> None:
    """A plan may well say what cannot hold together: that is for the checks."""
    circle = [dx.Task(id="a", after=["b"]), dx.Task(id="b", after=["a", "b"])]
    backwards = dx.Body(id="c", valid_from="2025-01-01", valid_to="2024-01-01", parent="c")
    leads = dx.Task(id="d", roles={"leads": ["c", "c"]}, due=2020, not_before=2030)
    assert len(plan_of(*circle, backwards, leads)) == 4


def test_an_unknown_id_is_answered_with_the_nearest() -> None:
    plan = plan_of(SURVEY, TENDER)
    assert "khao-sat" not in plan
    with pytest.raises(KeyError, match="khảo-sát"):
        plan["khao-sat"]
    with pytest.raises(KeyError, match="tham-dinh"):
        plan["thẩm định"]  # by its name


def test_a_change_makes_another_plan() -> None:
    plan = plan_of(SURVEY, TENDER)
    changed = plan.evolve("tham-dinh", due="31/12/2024")
    assert changed["tham-dinh"].due == dt.date(2024, 12, 31)
    assert plan["tham-dinh"].due is None
    assert [one.id for one in changed] == [one.id for one in plan]
    assert plan.evolve("khảo-sát") == plan
    with pytest.raises(KeyError):
        plan.evolve("nowhere", due=2024)
    assert codes(lambda: plan.evolve("khảo-sát", due="soon")) == [("date.unreadable", '"khảo-sát" → due')]
    assert codes(lambda: plan.evolve("khảo-sát", id="other")) == [
        ("reference.dangling", 'tasks[1] "tham-dinh" → after[0] → predecessor')
    ]


def test_elements_are_replaced_in_their_place() -> None:
    plan = plan_of(SURVEY, TENDER)
    fresh = attrs.evolve(SURVEY, note="mới")
    assert [one.id for one in plan.replace(dx.Task(id="new"), fresh)] == ["khảo-sát", "tham-dinh", "new"]
    assert plan.replace(fresh)["khảo-sát"].note == "mới"
    assert plan.replace() == plan


def test_elements_are_removed_with_nothing_left_hanging() -> None:
    plan = plan_of(SURVEY, TENDER)
    assert [one.id for one in plan.remove("tham-dinh")] == ["khảo-sát"]
    assert len(plan.remove("tham-dinh", "khảo-sát")) == 0
    assert codes(lambda: plan.remove("khảo-sát")) == [
        ("reference.dangling", 'tasks[0] "tham-dinh" → after[0] → predecessor')
    ]
    with pytest.raises(KeyError):
        plan.remove("nowhere")


@given(plans(), st.randoms(use_true_random=False))
def test_changes_that_undo_each_other_leave_the_plan(plan: dx.Plan, random: random.Random) -> None:
    if not len(plan):
        return
    one = random.choice(plan.elements)
    assert plan.evolve(one.id, note="x").evolve(one.id, note=one.note) == plan
    assert plan.replace(attrs.evolve(one, note="x")).replace(one) == plan
    try:
        without = plan.remove(one.id)
    except dx.InputError as error:
        assert {defect.code for defect in error.defects} == {"reference.dangling"}
    else:
        assert set(without.replace(one)) == set(plan)


def test_a_line_says_what_is_in_it() -> None:
    assert repr(plan_of()) == "Plan('p': empty)"
    assert repr(plan_of(SURVEY, TENDER, dx.Body(id="b"))) == "Plan('p': 1 body, 2 tasks)"
