"""Errors carry fields, travel between processes, and say where, what and what instead."""

import copy
import pickle

import pytest
from hypothesis import given, strategies as st

import dxplan as dx
from dxplan.errors import MOST_DEFECTS, enough, shorten

_steps = st.lists(st.one_of(st.text(max_size=8), st.integers(0, 9)), max_size=6).map(tuple)
defects = st.builds(
    dx.Defect,
    code=st.just("number.ambiguous"),
    problem=st.text(max_size=20),
    remedy=st.text(max_size=20),
    value=st.none() | st.text(max_size=20),
    path=_steps,
    element=st.none() | st.text(max_size=8),
    depth=st.integers(0, 2),
)


@given(
    st.one_of(
        st.builds(dx.InputError, st.lists(defects, min_size=1, max_size=4), st.none() | st.text(max_size=9)),
        st.builds(dx.CycleError, st.lists(st.text(max_size=5), min_size=1, max_size=4)),
        st.builds(dx.UndefinedError, st.lists(st.text(max_size=5), min_size=1, max_size=4)),
    )
)
def test_an_error_survives_pickle_and_copy(error: dx.DxplanError) -> None:
    for again in (pickle.loads(pickle.dumps(error)), copy.copy(error), copy.deepcopy(error)):
        assert type(again) is type(error)
        assert vars(again) == vars(error)
        assert str(again) == str(error)


@given(st.lists(defects, min_size=1, max_size=4), st.text(max_size=9))
def test_a_message_is_fit_for_a_terminal(found: list[dx.Defect], source: str) -> None:
    for line in str(dx.InputError(found, source)).split("\n"):
        assert line.isprintable()


def test_an_input_error_is_a_value_error() -> None:
    assert issubclass(dx.InputError, ValueError)
    assert issubclass(dx.InputError, dx.DxplanError)


def test_the_place_names_the_element_once_its_id_is_known() -> None:
    inner = dx.Defect(code="c", problem="p", remedy="r", path=("costs", 0, "amount"))
    assert inner.where == "costs[0] → amount"
    assert inner.of("portal").where == '"portal" → costs[0] → amount'
    assert inner.of("portal").within("tasks", 3).where == 'tasks[3] "portal" → costs[0] → amount'
    assert inner.within("tasks", 3).where == "tasks[3] → costs[0] → amount"


def test_a_long_place_is_cut_in_the_middle_but_kept_in_the_path() -> None:
    deep = dx.Defect(code="c", problem="p", remedy="r", path=("goals", 0, "criterion", *["criteria", 0] * 40))
    assert deep.where.count("→") == 12
    assert "→ … →" in deep.where
    assert len(deep.path) == 83


def test_all_defects_of_a_class_come_at_once_in_the_order_of_the_input() -> None:
    with pytest.raises(dx.InputError) as caught:
        dx.Task(
            id="my task", duration="5", due="31/02/2025", after=["a b", "c", 7], roles={"boss": "b", "leads": "x y"}
        )
    assert [(defect.code, defect.path) for defect in caught.value.defects] == [
        ("id.malformed", ("id",)),
        ("unit.missing", ("duration",)),
        ("date.impossible", ("due",)),
        ("id.malformed", ("after", 0, "predecessor")),
        ("type.wrong", ("after", 2)),
        ("choice.unknown", ("roles", "boss")),
        ("id.malformed", ("roles", "leads", 0, "body")),
    ]


def test_a_message_shows_fifty_and_the_error_holds_all() -> None:
    found = [dx.Defect(code="c", problem=f"p{place}", remedy="r") for place in range(60)]
    error = dx.InputError(found, "plan.toml")
    assert len(error.defects) == 60
    assert len(str(error).splitlines()) == 52
    assert str(error).endswith("… and 10 more")


def test_the_search_stops_after_a_thousand() -> None:
    found = [dx.Defect(code="c", problem="p", remedy="r") for _ in range(MOST_DEFECTS - 1)]
    assert not enough(found)
    found += found
    assert enough(found)
    assert (len(found), found[-1].code) == (MOST_DEFECTS, "defects.more")
    assert enough(found)
    assert [defect.code for defect in found].count("defects.more") == 1


def test_a_value_is_shown_short() -> None:
    long = "x" * 10**6
    for value in (long, long.encode(), list(range(10**6)), {n: n for n in range(100)}, 10**5000, [[[long]]]):
        assert len(shorten(value)) <= 60


def test_a_value_nested_beyond_the_stack_is_shown() -> None:
    deep: list = []
    for _ in range(10_000):
        deep = [deep]
    assert shorten(deep) == "<list>"
