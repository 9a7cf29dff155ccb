"""The JSON Schema of a plan file, read off the classes of the model.

It says the shape: which fields there are, which must be given, what kind of value each takes and in which
short forms. What takes more than a shape (a reference that leads nowhere, a number that can be read in two
ways) is told when the plan is loaded. Whatever dxplan writes is valid; of what it reads, only choices in
another case than listed and ``null`` for a field that is left out are not.
"""

from __future__ import annotations

import copy
import enum
import types
from collections.abc import Callable
from typing import Any, Union, get_args, get_origin, get_type_hints

import attrs

from dxplan.io.docstrings import field_texts, summary
from dxplan.io.schema_values import VALUE_OF, VALUES, Schema
from dxplan.io.shape import SCHEMA_VERSION
from dxplan.model.body import Assignment, Role
from dxplan.model.calendar import Weekday
from dxplan.model.criterion import Criterion
from dxplan.model.element import Basis
from dxplan.model.fund import Ceiling
from dxplan.model.plain import identifier, identifiers, optional_identifier
from dxplan.model.plan import ELEMENT_CLASSES, Plan
from dxplan.model.resource import Step
from dxplan.model.task import Deliverable, Dependency, Recurrence
from dxplan.model.validity import optional_day

__all__ = ["json_schema"]

_SHORT: dict[type, str] = {Basis: "text", Dependency: "id", Deliverable: "text", Recurrence: "text"}
"""Records that a value alone may stand for."""


def json_schema() -> Schema:
    """Return the JSON Schema (draft 2020-12) of a plan file, in TOML or JSON.

    Examples
    --------
    >>> schema = json_schema()
    >>> schema["required"]
    ['schema', 'id', 'start']
    >>> schema["$defs"]["Task"]["properties"]["optional"]
    {'description': 'Whether the plan holds without it.', '$ref': '#/$defs/flag', 'default': False}
    """
    defs: dict[str, Schema] = dict(VALUES)
    plan = _table(Plan, defs, without=("elements",))
    lists = {
        cls.PLURAL: {"description": summary(cls), "type": "array", "items": _ref(cls, defs)} for cls in ELEMENT_CLASSES
    }
    version = {"description": "The version of the shape.", "const": SCHEMA_VERSION}
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:dxplan:plan:{SCHEMA_VERSION}",
        "title": "A plan of dxplan",
        **plan,
        "properties": {"schema": version, **plan["properties"], **lists},
        "required": ["schema", *plan["required"]],
        "$defs": dict(sorted(defs.items(), key=lambda item: (item[0] not in VALUES, item[0]))),
    }
    return copy.deepcopy(schema)  # the caller's own, to change at will


def _value(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def _ref(cls: type, defs: dict[str, Schema]) -> Schema:
    """Return a reference to the definition of `cls`, which is made on first use."""
    if cls.__name__ not in defs:
        defs[cls.__name__] = {}  # a criterion holds criteria
        defs[cls.__name__] = _options(cls) if issubclass(cls, enum.Enum) else _table(cls, defs)
    return _value(cls.__name__)


def _options(cls: type[enum.Enum]) -> Schema:
    return {"description": summary(cls), "enum": [option.value for option in cls]}


def _table(cls: type, defs: dict[str, Schema], *, without: tuple[str, ...] = ()) -> Schema:
    fields = [field for field in attrs.fields(cls) if field.init and field.name not in without]
    hints = get_type_hints(cls, localns={"PlanGraph": object})  # of plan.graph, which no file holds
    texts = field_texts(cls)
    properties: dict[str, Schema] = {}
    required = [field.name for field in fields if field.default is attrs.NOTHING]
    if cls in get_args(Criterion):
        properties["kind"] = {"const": cls.KIND}  # type: ignore[attr-defined]
        required.insert(0, "kind")
    for field in fields:
        described = {"description": texts[field.name]} if field.name in texts else {}
        value = _field(field, hints[field.name], defs)
        properties[field.name] = {**described, **value, **_default(field.default)}
    return {
        "description": summary(cls),
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


def _default(default: object) -> Schema:
    if default is attrs.NOTHING or not isinstance(default, (enum.Enum, str, bool)):
        return {}
    return {"default": default.value if isinstance(default, enum.Enum) else default}


def _field(field: attrs.Attribute[Any], hint: Any, defs: dict[str, Schema]) -> Schema:
    if field.name in _BY_NAME:
        return _BY_NAME[field.name](defs)
    converter: Any = field.converter
    return _BY_CONVERTER[converter] if converter in _BY_CONVERTER else _typed(hint, defs)


def _typed(hint: Any, defs: dict[str, Schema]) -> Schema:
    if hint in VALUE_OF:
        return _value(VALUE_OF[hint])
    origin, arguments = get_origin(hint), [one for one in get_args(hint) if one is not types.NoneType]
    if origin is tuple:
        return _one_or_many(_typed(arguments[0], defs))
    if origin in (Union, types.UnionType):
        if set(arguments) == set(get_args(Criterion)):
            return _criterion(defs)
        return _any(*(_typed(one, defs) for one in arguments))
    return _any(_value(_SHORT[hint]), _ref(hint, defs)) if hint in _SHORT else _ref(hint, defs)


def _criterion(defs: dict[str, Schema]) -> Schema:
    if "Criterion" not in defs:
        defs["Criterion"] = {}
        kinds = [_ref(cls, defs) for cls in get_args(Criterion)]
        defs["Criterion"] = {"description": "A target, by its kind.", "type": "object", "oneOf": kinds}
    return _value("Criterion")


def _any(*schemas: Schema) -> Schema:
    if len(schemas) == 1:
        return schemas[0]
    return {"anyOf": [part for one in schemas for part in one.get("anyOf", [one])]}


def _one_or_many(item: Schema, *, at_least: int = 0) -> Schema:
    several = {"type": "array", "items": item, **({"minItems": at_least} if at_least else {})}
    return _any(item, several)


def _keyed(keys: Schema, item: Schema, rows: Schema) -> Schema:
    """Return what may be a table from `keys` to items, or a list of rows that hold the key."""
    return _any({"type": "object", **keys, "additionalProperties": item}, {"type": "array", "items": rows})


def _roles(defs: dict[str, Schema]) -> Schema:
    if "Roles" not in defs:
        defs["Assigned"] = _any(_value("id"), _table(Assignment, defs, without=("role",)))
        bodies = _one_or_many(_value("Assigned"))
        defs["Roles"] = _keyed({"propertyNames": _ref(Role, defs)}, bodies, _ref(Assignment, defs))
    return _value("Roles")


def _ceilings(defs: dict[str, Schema]) -> Schema:
    amount = _any(_value("money"), _table(Ceiling, defs, without=("year",)))
    return _keyed({"propertyNames": {"pattern": _YEAR["pattern"]}}, amount, _ref(Ceiling, defs))


_BY_CONVERTER: dict[Any, Schema] = {
    identifier: _value("id"),
    optional_identifier: _value("id"),
    identifiers: _one_or_many(_value("id")),
    optional_day: _value("day"),
}
"""What texts and dates mean, where their type does not tell."""

_DAY = "|".join(Weekday)
_DAYS: Schema = {
    "type": "string",
    "pattern": rf"^\s*({_DAY})(\s+({_DAY}))*\s*$",
    "examples": ["mon tue wed thu fri"],
}
_YEAR: Schema = {
    "type": ["integer", "string"],
    "minimum": 1900,
    "maximum": 2199,
    "pattern": r"^\s*\d{4}\s*$",
}

_BY_NAME: dict[str, Callable[[dict[str, Schema]], Schema]] = {
    "roles": _roles,
    "ceilings": _ceilings,
    "capacity": lambda defs: _any(_value("number"), _one_or_many(_ref(Step, defs), at_least=1)),
    "year": lambda defs: _YEAR,
    "week": lambda defs: _any(_DAYS, {"type": "array", "items": _ref(Weekday, defs), "minItems": 1}),
    "country": lambda defs: {"type": "string", "pattern": "^[A-Za-z]{2}$"},
    "holidays": lambda defs: _one_or_many(_value("day")),
    "worked": lambda defs: _one_or_many(_value("day")),
    "refinement": lambda defs: _any({"enum": ["all", "any"]}, {"type": "integer", "minimum": 1}),
    "criteria": lambda defs: _one_or_many(_criterion(defs), at_least=1),
}
"""Fields with a form of their own."""
