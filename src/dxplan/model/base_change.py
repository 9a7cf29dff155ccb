"""What every change shares: it is made to a plan, told in a sentence, and written as plain data."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any, ClassVar

import attrs

from dxplan.errors import Defect, InputError
from dxplan.model.draft import Draft
from dxplan.model.money import Money, readable
from dxplan.model.plan import Plan
from dxplan.model.record import Record
from dxplan.numerals import written

__all__ = ["WORDS", "BaseChange"]

WORDS = {
    "move_due": "move the due date of {subject} to {to}",
    "add_money": "add {amount} to {fund} in {year}",
    "add_capacity": "raise the capacity of {resource} by {amount}",
    "add_capacity_first": "raise the capacity of {resource} by {amount} from {first} on",
    "add_capacity_last": "raise the capacity of {resource} by {amount} until {last}",
    "add_capacity_first_last": "raise the capacity of {resource} by {amount} from {first} to {last}",
    "set_duration": "let {task} take {to}",
    "set_duration_mode": "let {task} take {to} where it is done in the mode {mode}",
    "let_carry_over": "let {fund} carry what a year does not spend into the next",
    "leave_out": "leave out {task}",
    "set_lead_limit": "set the number of tasks that {body} can lead at once to {to}",
}
"""What a change says, by its `wording`."""


class BaseChange(Record):
    """What all changes share: each is a record whose references lead to elements of the plan that it changes."""

    __slots__ = ()

    KIND: ClassVar[str]

    def apply(self, plan: Plan) -> Plan:
        """Return the plan in which this is changed and nothing else.

        Raises
        ------
        InputError
            As `apply_changes`.
        """
        draft = Draft(plan)
        if defects := self._make(draft):
            raise InputError(defects, type(self).__name__)
        return draft.plan()

    def to_record(self) -> dict[str, Any]:
        """Return the change as plain data, with its ``kind``; `change_from_record` reads it."""
        return {"kind": self.KIND, **{name: _plain(value) for name, value in self.values.items()}}

    @property
    def values(self) -> dict[str, Any]:
        """The fields that are given."""
        return attrs.asdict(self, recurse=False, filter=lambda _, value: value is not None)  # type: ignore[arg-type]

    @property
    def wording(self) -> str:
        """Which sentence says it, by its kind and the optional fields that are given."""
        given = [one.name for one in attrs.fields(type(self)) if one.default is None and one.name in self.values]  # type: ignore[arg-type]
        return "_".join([self.KIND, *given])

    def __str__(self) -> str:
        return WORDS[self.wording].format_map({name: _said(value) for name, value in self.values.items()})

    def _make(self, draft: Draft) -> list[Defect]:
        """Make the change; return what keeps it from being made."""
        if defects := draft.missing(self):
            return defects
        try:
            self._edit(draft)
        except InputError as error:
            return list(error.defects)
        return []

    def _edit(self, draft: Draft) -> None:
        """Make the change; what it refers to is there, and of the right kind."""
        raise NotImplementedError


def _said(value: object) -> str:
    if isinstance(value, Money):
        return readable(value)
    return written(value) if isinstance(value, Decimal) else str(value)


def _plain(value: object) -> object:
    if isinstance(value, (str, int)):
        return value
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else written(value)
    return str(value)
