"""The JSON Schema says what the classes say: nothing less, nothing more."""

import copy
import datetime as dt
import enum
import json
import re
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, get_args

import attrs
import pytest
from hypothesis import given
from jsonschema import Draft202012Validator

import dxplan as dx
from dxplan.io import schema
from dxplan.io.schema_values import VALUES
from dxplan.io.shape import from_data
from dxplan.model.plan import ELEMENT_CLASSES
from dxplan.model.record import Record
from tests.strategies import plans

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
SCHEMA = dx.json_schema()
VALIDATOR = Draft202012Validator(SCHEMA)
VALID = VALIDATOR.is_valid
CLASSES = [
    cls for name in dx.__all__ if dx._HOME[name].startswith("model.") and isinstance(cls := getattr(dx, name), type)
]
SHARED = (dx.Element, dx.Activity)  # their fields are those of the elements
ELSEWHERE = (dx.Plan, *SHARED, *get_args(dx.Change))  # a plan file holds no changes
RECORDS = [cls for cls in CLASSES if issubclass(cls, Record) and cls not in ELSEWHERE]
ENUMS = [cls for cls in CLASSES if issubclass(cls, enum.Enum)]


def plain(text: str) -> dict[str, Any]:
    """What an editor sees of a TOML file: JSON, in which a date is a text."""
    return json.loads(json.dumps(tomllib.loads(text), default=dt.date.isoformat))


EVERY_FIELD = plain((HERE / "every_field.toml").read_text(encoding="utf-8"))


def test_the_schema_is_one_of_draft_2020_12():
    Draft202012Validator.check_schema(SCHEMA)


def test_the_committed_file_is_what_the_classes_say():
    file = Path(schema.__file__).with_name("plan.schema.json")
    assert file.read_text(encoding="utf-8") == json.dumps(SCHEMA, ensure_ascii=False, indent=2) + "\n"


@pytest.mark.parametrize("cls", RECORDS, ids=lambda cls: cls.__name__)
def test_every_field_of_a_class_and_nothing_more(cls):
    table = SCHEMA["$defs"][cls.__name__]
    fields = {field.name: field for field in attrs.fields(cls) if field.init}
    kind = {"kind"} if cls in get_args(dx.Criterion) else set()
    assert set(table["properties"]) == set(fields) | kind
    required = {name for name, field in fields.items() if field.default is attrs.NOTHING}
    assert set(table["required"]) == kind | required
    assert table["additionalProperties"] is False
    assert table["description"]


def test_the_plan_holds_its_own_fields_and_a_list_for_each_kind_of_element():
    own = {field.name for field in attrs.fields(dx.Plan) if field.init} - {"elements"}
    assert set(SCHEMA["properties"]) == {"schema", *own, *(cls.PLURAL for cls in ELEMENT_CLASSES)}
    assert SCHEMA["required"] == ["schema", "id", "start"]


@pytest.mark.parametrize("cls", ENUMS, ids=lambda cls: cls.__name__)
def test_every_option(cls):
    assert SCHEMA["$defs"][cls.__name__]["enum"] == [option.value for option in cls]


def test_no_definition_is_left_over():
    used = set(_references(SCHEMA))
    assert used == {f"#/$defs/{name}" for name in SCHEMA["$defs"]}
    named = {cls.__name__ for cls in (*RECORDS, *ENUMS)} | {"Criterion", "Roles", "Assigned"}
    assert set(SCHEMA["$defs"]) == named | set(VALUES)


def _references(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        yield from (value for key, value in node.items() if key == "$ref")
        for value in node.values():
            yield from _references(value)
    elif isinstance(node, list):
        for value in node:
            yield from _references(value)


def test_every_criterion_by_its_kind():
    kinds = {
        SCHEMA["$defs"][one["$ref"].rpartition("/")[2]]["properties"]["kind"]["const"]
        for one in SCHEMA["$defs"]["Criterion"]["oneOf"]
    }
    assert kinds == {cls.KIND for cls in get_args(dx.Criterion)}


# ── what dxplan reads and writes is valid


def test_the_plan_with_every_field_is_valid_and_can_be_read():
    assert VALID(EVERY_FIELD)
    plan = from_data(EVERY_FIELD)
    for format in ("json", "toml"):
        assert dx.loads(dx.dumps(plan, format=format), format=format) == plan
    assert VALID(json.loads(dx.dumps(plan, format="json")))
    assert VALID(plain(dx.dumps(plan)))


@given(plans())
def test_every_plan_that_is_written_is_valid(plan):
    problems = [error.message for error in VALIDATOR.iter_errors(json.loads(dx.dumps(plan, format="json")))]
    assert not problems
    assert VALID(plain(dx.dumps(plan)))


def test_the_plan_with_every_field_has_every_field():
    seen: set[tuple[type, str]] = set()
    for record in _records(from_data(EVERY_FIELD)):
        for field in attrs.fields(type(record)):
            value = getattr(record, field.name)
            is_id = field.name == "name" and value == getattr(record, "id", None)
            if field.init and value != field.default and not is_id:
                seen |= {(base, field.name) for base in type(record).__mro__}  # once for all who inherit it
    for cls in (*RECORDS, *SHARED):
        for field in attrs.fields(cls):
            homes = [base for base in cls.__mro__ if issubclass(base, Record) and field.name in base.__annotations__]
            assert not field.init or (homes[0], field.name) in seen


def _records(node: Any) -> Iterator[Any]:
    if isinstance(node, tuple):
        for one in node:
            yield from _records(one)
    elif isinstance(node, Record):
        if not isinstance(node, dx.Plan):
            yield node
        for field in attrs.fields(type(node)):
            if field.init:
                yield from _records(getattr(node, field.name))


@pytest.mark.parametrize(
    ("plural", "table"),
    [
        ("tasks", {"id": "a", "duration": "60 ngày làm việc", "tags": ["x"], "recurring": "every 3 months"}),
        ("tasks", {"id": "a", "after": [], "uses": [], "duration": "1.5 năm"}),
        ("tasks", {"id": "a", "due": 2025, "not_before": "Quý II/2024", "on": "2025-7-1"}),
        ("milestones", {"id": "nhiệm-vụ.1/a:b_c", "name": "Nhiệm vụ"}),
        ("funds", {"id": "f", "ceilings": {"2024": "3,5 tỷ đồng", "2025": "1.200.000 đ"}, "kind": "oda"}),
        ("funds", {"id": "f", "ceilings": [{"year": "2024", "amount": "USD 5000"}]}),
        ("resources", {"id": "r", "capacity": "2,5"}),
        ("resources", {"id": "r", "capacity": {"amount": 3, "since": 2025}}),
        ("risks", {"id": "r", "probability": 0.2}),
        ("calendars", {"id": "c", "holidays": "2024-05-02", "country": "vn"}),
        ("goals", {"id": "g", "criterion": {"kind": "undefined", "words": "đạt"}, "refinement": "all"}),
    ],
)
def test_what_people_write_is_valid_and_can_be_read(plural, table):
    data = {"schema": 1, "id": "p", "start": "2024-01-01", plural: [table]}
    assert VALID(data)
    assert len(from_data(data)) == 1


# ── what is no plan is refused by both


@pytest.mark.parametrize(
    ("plural", "table", "code"),
    [
        ("tasks", {"id": "a", "duraton": "5 days"}, "field.unknown"),
        ("tasks", {"name": "a"}, "field.missing"),
        ("tasks", {"id": "a b"}, "id.malformed"),
        ("tasks", {"id": "a", "duration": 5}, "unit.missing"),
        ("tasks", {"id": "a", "duration": "5"}, "unit.missing"),
        ("tasks", {"id": "a", "duration": {"optimistic": "1 day"}}, "field.missing"),
        ("tasks", {"id": "a", "due": "soon"}, "date.unreadable"),
        ("tasks", {"id": "a", "due": 25}, "date.out-of-range"),
        ("tasks", {"id": "a", "on": 2025}, "date.ambiguous"),
        ("tasks", {"id": "a", "optional": "yes"}, "type.wrong"),
        ("tasks", {"id": "a", "after": [{"predecessor": "a", "type": "start"}]}, "choice.unknown"),
        ("tasks", {"id": "a", "roles": {"boss": "b"}}, "choice.unknown"),
        ("tasks", {"id": "a", "costs": [{"fund": "f", "amount": 5}]}, "currency.missing"),
        ("tasks", {"id": "a", "costs": [{"fund": "f", "amount": "5"}]}, "currency.missing"),
        ("milestones", {"id": "a", "duration": "5 days"}, "field.unknown"),
        ("resources", {"id": "r", "capacity": -1}, "number.negative"),
        ("resources", {"id": "r", "capacity": []}, "capacity.empty"),
        ("funds", {"id": "f", "ceilings": {"next": "1 tỷ VND"}}, "year.malformed"),
        ("funds", {"id": "f", "kind": "loan"}, "choice.unknown"),
        ("calendars", {"id": "c", "country": "Vietnam"}, "country.unknown"),
        ("calendars", {"id": "c", "week": ["monday"]}, "choice.unknown"),
        ("goals", {"id": "g", "criterion": {"task": "a"}}, "criterion.kind"),
        ("goals", {"id": "g", "criterion": {"kind": "done", "task": "a"}}, "criterion.kind"),
        ("goals", {"id": "g", "criterion": {"kind": "all_of", "criteria": []}}, "criterion.empty"),
        ("goals", {"id": "g", "refinement": "most"}, "choice.unknown"),
        ("goals", {"id": "g", "refinement": 0}, "choice.unknown"),
        ("elements", {"id": "a"}, "field.unknown"),
    ],
)
def test_what_is_no_plan_is_refused_by_both(plural, table, code):
    data = {"schema": 1, "id": "p", "start": "2024-01-01", plural: [table]}
    assert not VALID(data)
    assert code in _codes(data)


@pytest.mark.parametrize(
    "data",
    [
        {},
        [],
        {"schema": 1, "id": "p"},
        {"schema": 2, "id": "p", "start": 2024},
        {"schema": 1, "id": "p", "start": 2024, "tasks": {}},
        {"schema": 1, "id": "p", "start": 2024, "tasks": ["a"]},
        {"schema": 1, "id": "p", "start": 2024, "jobs": []},
    ],
)
def test_what_has_not_the_shape_of_a_plan_is_refused_by_both(data):
    assert not VALID(data)
    assert _codes(data)


def _codes(data: Any) -> set[str]:
    try:
        from_data(data)
    except dx.InputError as error:
        return {defect.code for defect in error.defects}
    return set()


Change = Callable[[Any, Any], None]  # of a table or list, at a key
OF_THE_SHAPE = {"field.missing", "field.unknown", "type.wrong", "choice.unknown", "criterion.kind"}


def _without(holder: Any, key: Any) -> None:
    del holder[key]


def _stranger(holder: Any, key: Any) -> None:
    if isinstance(holder[key], dict):
        holder[key]["nonsense"] = "x"


def _becomes(value: Any) -> Change:
    def change(holder: Any, key: Any) -> None:
        holder[key] = value

    return change


@pytest.mark.parametrize(
    "change",
    [_without, _stranger, *(_becomes(value) for value in (True, -1, 3.5, "§", [["x"]], {"x": 1}))],
    ids=["left out", "stranger", "true", "-1", "3.5", "§", "nested list", "other table"],
)
def test_the_schema_and_the_classes_refuse_the_same_changes(change):
    for path in list(_paths(EVERY_FIELD)):
        data = copy.deepcopy(EVERY_FIELD)
        holder: Any = data
        for step in path[:-1]:
            holder = holder[step]
        change(holder, path[-1])
        codes = _codes(data)
        touched = {path[0]} & data.keys()  # the rest is as valid as before, and slow to look at again
        valid = VALID({key: data[key] for key in {"schema", "id", "start"} & data.keys() | touched})
        if not valid:
            assert codes, path
        if codes & OF_THE_SHAPE:
            assert not valid, (path, codes)


def _paths(node: Any, *path: Any) -> Iterator[tuple[Any, ...]]:
    if path:
        yield path
    items = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, value in items:
        yield from _paths(value, *path, key)


# ── the page on plan files


def test_the_page_names_every_list_and_every_key():
    page = (ROOT / "docs" / "reference" / "plan-file.md").read_text(encoding="utf-8")
    keys: dict[str, set[str]] = {}
    for line in page.splitlines():
        if line.startswith("| `") and line.count("|") == 3:
            names, rest = (re.findall("`([^`]+)`", cell) for cell in line.strip("|").split("|"))
            for name in names:
                keys.setdefault(name, set()).update(rest)
    shared = {field.name for field in attrs.fields(dx.Element)}
    for cls in ELEMENT_CLASSES:
        assert keys[cls.PLURAL] | shared == {field.name for field in attrs.fields(cls)}
    for cls in get_args(dx.Criterion):
        assert keys[cls.KIND] == {field.name for field in attrs.fields(cls)}
    assert {name for name in SCHEMA["properties"] if name not in {cls.PLURAL for cls in ELEMENT_CLASSES}} <= keys.keys()
