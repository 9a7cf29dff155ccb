"""What is written reads back as the same plan, and the same plan is written in the same bytes."""

import json
import random
import unicodedata
from decimal import Decimal

import attrs
import pytest
from hypothesis import given, strategies as st

import dxplan as dx
from tests.strategies import plans

FORMATS = ("toml", "json")


@given(plans(), st.sampled_from(FORMATS))
def test_a_text_reads_back_as_the_same_plan(plan: dx.Plan, format: str) -> None:
    assert dx.loads(dx.dumps(plan, format=format), format=format) == plan


@given(plans(), st.sampled_from(FORMATS), st.sampled_from(FORMATS))
def test_the_same_plan_gives_the_same_bytes(plan: dx.Plan, first: str, second: str) -> None:
    text = dx.dumps(plan, format=first)
    by_way_of_the_other = dx.loads(dx.dumps(plan, format=second), format=second)
    assert dx.dumps(by_way_of_the_other, format=first) == text


@given(plans(), st.randoms(use_true_random=False))
def test_elements_of_different_kinds_may_come_in_any_order(plan: dx.Plan, random: random.Random) -> None:
    kinds = list({element.KIND for element in plan})
    random.shuffle(kinds)
    mixed = attrs.evolve(plan, elements=sorted(plan, key=lambda element: kinds.index(element.KIND)))
    assert mixed == plan
    assert dx.dumps(mixed) == dx.dumps(plan)


@given(plans())
def test_both_formats_hold_the_same_data(plan: dx.Plan) -> None:
    """A converter of another's making, from TOML to JSON, loses nothing: dates are ISO, the shape is one."""
    import tomllib

    from_toml = tomllib.loads(dx.dumps(plan))
    assert json.loads(json.dumps(from_toml, default=str)) == json.loads(dx.dumps(plan, format="json"))


@given(plans(max_tasks=3, max_others=1))
def test_text_in_decomposed_unicode_means_the_same(plan: dx.Plan) -> None:
    for format in FORMATS:
        decomposed = unicodedata.normalize("NFD", dx.dumps(plan, format=format))
        assert dx.loads(decomposed, format=format) == plan


@pytest.mark.parametrize("format", FORMATS)
def test_a_byte_order_mark_and_dos_line_ends_are_nothing(format: str) -> None:
    plan = dx.Plan(id="p", start="2024-01-01", note="two\nlines", elements=[dx.Task(id="a")])
    text = dx.dumps(plan, format=format)
    assert dx.loads(("\ufeff" + text.replace("\n", "\r\n")).encode(), format=format) == plan
    assert dx.loads("\ufeff" + text, format=format) == plan


@pytest.mark.parametrize(
    ("amount", "unit"),
    [("1.2340", "%"), ("0.123", "%"), ("-12.345", "điểm"), ("0.000000000000000001", "%"), ("1234567.891", "hộ")],
)
def test_a_value_that_looks_grouped_is_written_without_doubt(amount: str, unit: str) -> None:
    value = dx.Measure(amount=Decimal(amount), unit=unit)
    assert dx.Measure.parse(str(value)) == value


@pytest.mark.parametrize("text", ["1,2340 days", "-0,1250 months", "12.3450 workdays"])
def test_a_duration_that_looks_grouped_is_written_without_doubt(text: str) -> None:
    assert dx.Duration.parse(str(dx.Duration.parse(text))) == dx.Duration.parse(text)


def test_what_has_its_default_is_left_out() -> None:
    plan = dx.Plan(id="p", start="2024-01-01", elements=[dx.Task(id="a", name="a", optional=False)])
    assert json.loads(dx.dumps(plan, format="json")) == {
        "schema": 1,
        "id": "p",
        "start": "2024-01-01",
        "tasks": [{"id": "a"}],
    }


def test_a_zero_is_not_a_default() -> None:
    task = dx.Task(id="a", duration="0 workdays", uses=[dx.Use(resource="r", amount=0)])
    elements = [task, dx.Body(id="b", lead_limit=0), dx.Resource(id="r", capacity=0)]
    plan = dx.Plan(id="p", start="2024-01-01", elements=elements)
    again = dx.loads(dx.dumps(plan))
    assert (again["a"].duration.days, again["b"].lead_limit, again["r"].capacity[0].amount) == (0, 0, 0)
