"""What all elements share: text in one form, ids that people can type, input that is read as it was meant."""

import unicodedata

import pytest
from hypothesis import given, strategies as st

import dxplan as dx
from dxplan.model.plain import identifier, many, text
from dxplan.model.record import from_table
from tests.strategies import texts


def codes(call) -> list[tuple[str, str]]:
    with pytest.raises(dx.InputError) as caught:
        call()
    return [(defect.code, defect.where) for defect in caught.value.defects]


@given(texts)
def test_text_has_one_form(value: str) -> None:
    kept = text(value)
    assert text(unicodedata.normalize("NFD", value)) == kept == text(kept) == text(f"  {value}\n")
    assert unicodedata.is_normalized("NFC", kept)


@pytest.mark.parametrize(
    "value", ["a", "so-tttt", "tỉnh-ủy", "749/QĐ-TTg", "x.1:y_2", "1", "а", "東京", "a" * 200, "a--b"]
)
def test_ids(value: str) -> None:
    assert identifier(value) == value
    assert identifier(unicodedata.normalize("NFD", value)) == value


@pytest.mark.parametrize(
    "value",
    ["", " a", "a ", "a b", "-a", "a-", ".a", "_a", "a/", "a\n", "a\0b", "a#2", "a,b", "a→b", "{a}", "👍", "a" * 201],
)
def test_what_is_no_id(value: str) -> None:
    assert codes(lambda: identifier(value)) == [("id.malformed", "")]


def test_one_alone_stands_for_a_list() -> None:
    task = dx.Task(
        id="t",
        tags="a",
        basis="nq-02 III.1",
        after="s",
        serves="g",
        uses={"resource": "r", "amount": 1},
        costs=dx.Cost(fund="f", amount="5 VND"),
        roles={"leads": "b"},
    )
    assert task.tags == ("a",)
    assert task.basis == (dx.Basis(document="nq-02", clause="III.1"),)
    assert task.after == (dx.Dependency(predecessor="s"),)
    assert task.serves == ("g",)
    assert task.uses == (dx.Use(resource="r", amount=1),)
    assert task.costs == (dx.Cost(fund="f", amount="5 VND"),)
    assert task.roles == (dx.Assignment(role="leads", body="b"),)


@pytest.mark.parametrize(
    "field", ["tags", "basis", "after", "serves", "touches", "uses", "costs", "modes", "advances", "roles"]
)
def test_nothing_is_no_list_and_none_is_an_empty_one(field: str) -> None:
    for nothing in (None, (), []):
        assert getattr(dx.Task(id="t", **{field: nothing}), field) == ()
    for wrong in ("", 0, False, b""):
        (found,) = {
            place.partition("[")[0] for _, place in codes(lambda wrong=wrong: dx.Task(id="t", **{field: wrong}))
        }
        assert found == f'"t" → {field}'


def test_roles_are_kept_by_role_and_in_each_as_given() -> None:
    """§10."""
    given = {"informed": "z", "coordinates": ["c", "b"], "LEADS": {"body": "a", "named": "Sở A", "on_behalf_of": "d"}}
    roles = dx.Task(id="t", roles=given).roles
    assert [(one.role.value, one.body) for one in roles] == [
        ("leads", "a"),
        ("coordinates", "c"),
        ("coordinates", "b"),
        ("informed", "z"),
    ]
    assert (roles[0].named, roles[0].on_behalf_of) == ("Sở A", "d")
    assert dx.Task(id="t", roles=roles[::-1]).roles != roles  # the order of two bodies in one role is kept
    assert set(dx.Task(id="t", roles=roles[::-1]).roles) == set(roles)


def test_a_table_gives_what_the_class_gives() -> None:
    table = {"id": "t", "duration": "5 workdays", "after": ["s", {"predecessor": "u", "lag": "-1 day"}]}
    assert from_table(dx.Task, table) == dx.Task(**table)


def test_no_value_is_read_twice() -> None:
    """Records nest: what is read twice at each level is read a thousand times ten levels down."""
    seen: list[object] = []

    class Watched(list):
        def __iter__(self):
            seen.append(self)
            return super().__iter__()

    criterion: object = {"kind": "nothing"}
    for _ in range(10):
        criterion = {"kind": "all_of", "criteria": Watched([criterion])}
    codes(lambda: dx.Goal(id="g", criterion=criterion))
    assert len(seen) <= 10 * 11  # each once, and once for every level of the look at the depth


def test_many_reports_every_item() -> None:
    assert codes(lambda: many([1, "ok", 2], text)) == [("type.wrong", "[0]"), ("type.wrong", "[2]")]
    assert many((one for one in "ab"), text) == ("a", "b")


def test_a_near_miss_is_pointed_out() -> None:
    with pytest.raises(dx.InputError) as caught:
        from_table(dx.Task, {"id": "t", "duraton": "5 days", "zzz": 1})
    near, far = caught.value.defects
    assert near.remedy == "did you mean duration?"
    assert "not_before" in far.remedy


def test_a_field_that_python_does_not_know_is_a_type_error() -> None:
    with pytest.raises(TypeError):
        dx.Task(id="t", duraton="5 days")


@given(st.dictionaries(st.text(max_size=5), st.none() | st.text(max_size=5) | st.integers(), max_size=4))
def test_any_table_is_taken_or_refused_with_reasons(table: dict[str, object]) -> None:
    for cls in (dx.Task, dx.Goal, dx.Resource, dx.Indicator):
        try:
            from_table(cls, {"id": "x", **table})
        except dx.InputError as error:
            assert error.defects
