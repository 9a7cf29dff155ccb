"""The page on plan files lists every key of every inner table, with its choices, as the classes have them."""

from __future__ import annotations

import enum
import typing

import attrs

import dxplan as dx
from dxplan.io.docstrings import field_texts
from dxplan.model.fund import Ceiling
from dxplan.model.resource import Step
from tests.docs_examples import ROOT

PAGE = ROOT / "docs" / "reference" / "plan-file.md"
TABLES: dict[str, type] = {
    "after": dx.Dependency,
    "roles": dx.Assignment,
    "uses": dx.Use,
    "costs": dx.Cost,
    "modes": dx.Mode,
    "advances": dx.Contribution,
    "deliverable": dx.Deliverable,
    "recurring": dx.Recurrence,
    "duration": dx.ThreePoint,
    "readings, forecast": dx.Reading,
    "benchmarks": dx.Benchmark,
    "terms": dx.Term,
    "ceilings": Ceiling,
    "capacity": Step,
    "effects": dx.Effect,
    "areas, peers": dx.Areas,
}
CHOOSERS: tuple[type, ...] = (dx.Area, dx.Body, dx.Calendar, dx.Fund, dx.Goal, dx.Indicator)


def choices(cls: type, name: str) -> list[str]:
    hints = typing.get_type_hints(cls)[name]
    kinds = [hints, *typing.get_args(hints)]
    return [member.value for kind in kinds if isinstance(kind, type) and issubclass(kind, enum.Enum) for member in kind]


def inner_tables() -> str:
    """The section that the page has to hold."""
    lines = ["| in | key | what it is |", "|---|---|---|"]
    for where, cls in TABLES.items():
        texts = field_texts(cls)
        for field in attrs.fields(cls):
            required = " (required)" if field.default is attrs.NOTHING else ""
            said = texts.get(field.name, "")
            if known := choices(cls, field.name):
                said = "one of " + ", ".join(f"`{one}`" for one in known)
            assert said, f"{cls.__name__}.{field.name} says nothing of itself"
            lines.append(f"| {where} | `{field.name}`{required} | {said} |")
            where = ""
    return "\n".join(lines) + "\n"


def choice_table() -> str:
    lines = ["| of | key | one of |", "|---|---|---|"]
    for cls in CHOOSERS:
        for field in attrs.fields(cls):
            if known := choices(cls, field.name):
                lines.append(f"| {cls.PLURAL} | `{field.name}` | {', '.join(f'`{one}`' for one in known)} |")
    return "\n".join(lines) + "\n"


def test_the_page_lists_every_key_of_inner_tables() -> None:
    assert inner_tables() in PAGE.read_text("utf-8")


def test_the_page_lists_every_choice() -> None:
    assert choice_table() in PAGE.read_text("utf-8")


def test_no_inner_table_is_left_out() -> None:
    """Every record that a field of an element, or of another record, can hold."""
    listed = {*TABLES.values(), dx.Basis, *typing.get_args(dx.Criterion)}
    held: set[type] = set()
    for cls in [*listed, *(kind for kind in vars(dx).values() if isinstance(kind, type) and attrs.has(kind))]:
        if attrs.has(cls) and issubclass(cls, (dx.Element, dx.Basis, *listed)):
            for hint in typing.get_type_hints(cls).values():
                for kind in (hint, *typing.get_args(hint)):
                    if isinstance(kind, type) and attrs.has(kind) and hasattr(kind, "__attrs_init_subclass__"):
                        held.add(kind)
    assert held <= listed
