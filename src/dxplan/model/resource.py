"""People, rooms and equipment: renewable resources, and the use that tasks make of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from itertools import pairwise
from typing import Any, ClassVar

import attrs

from dxplan.errors import defect
from dxplan.model.effort import Effort, EffortLike, to_effort
from dxplan.model.element import Element
from dxplan.model.plain import identifier, optional_identifier, optional_text, text
from dxplan.model.record import Record, records
from dxplan.model.validity import optional_first_day
from dxplan.numerals import Number, number

__all__ = ["CapacityLike", "Resource", "Step", "Use"]


def non_negative(value: Number) -> Decimal:
    """Return a number of at least zero."""
    amount = number(value)
    if amount < 0:
        raise defect("number.negative", "this cannot be negative", "write a number from 0", value)
    return amount


def _optional_amount(value: Number | None) -> Decimal | None:
    return None if value is None else non_negative(value)


def _optional_effort(value: EffortLike | None) -> Effort | None:
    if value is None:
        return None
    effort = to_effort(value)
    if effort.amount < 0:
        raise defect("number.negative", "effort cannot be negative", "write a number from 0", str(effort))
    return effort


@attrs.frozen(kw_only=True)
class Step(Record):
    """The capacity from a day on.

    Parameters
    ----------
    amount : Decimal
        Units available each day.
    since : date, optional
        First day on which it holds; from the start of the plan where left out.

    Examples
    --------
    >>> Step(amount=3, since="01/07/2024").since
    datetime.date(2024, 7, 1)
    """

    amount: Decimal = attrs.field(converter=non_negative)
    since: dt.date | None = attrs.field(default=None, converter=optional_first_day)


CapacityLike = Number | Step | Mapping[str, Any] | Iterable[Step | Mapping[str, Any]]
"""Units available each day, or the steps in which their number changes."""


def to_capacity(value: CapacityLike) -> tuple[Step, ...]:
    """Return the steps of a capacity by date; a number alone holds throughout."""
    if isinstance(value, (int, float, Decimal, str)):
        return (Step(amount=non_negative(value)),)
    steps = records(value, Step)
    if not steps:
        raise defect("capacity.empty", "the capacity has no step", "write a number, such as capacity = 3", list(steps))
    steps = tuple(sorted(steps, key=lambda step: step.since or dt.date.min))
    for before, after in pairwise(steps):
        if before.since == after.since:
            raise defect(
                "capacity.twice",
                "two steps begin on the same day",
                "leave out one of them",
                str(after.since or "start"),
            )
    return steps


@attrs.frozen(kw_only=True)
class Resource(Element):
    """Something that is there each day anew and that tasks share: people, rooms, equipment.

    Parameters
    ----------
    capacity : tuple of Step
        Units available each day: a number, or steps over time; before the first step there are none.
    unit : str, optional
        What one unit is: ``"person"``.
    body : str, optional
        Id of the `Body` that it belongs to.

    Examples
    --------
    >>> team = Resource(id="team", capacity=3)
    >>> team.capacity
    (Step(amount=Decimal('3'), since=None),)
    """

    KIND: ClassVar[str] = "resource"
    PLURAL: ClassVar[str] = "resources"

    capacity: tuple[Step, ...] = attrs.field(converter=to_capacity)
    unit: str = attrs.field(default="person", converter=text)
    body: str | None = attrs.field(default=None, converter=optional_identifier, metadata={"refers": ("body",)})


@attrs.frozen(kw_only=True)
class Use(Record):
    """What a task takes of a resource on each of its own days (§15).

    Parameters
    ----------
    resource : str
        Id of a `Resource`.
    amount : Decimal, optional
        Units per day.
    effort : Effort, optional
        The whole work instead, spread evenly over the task's days, those of all its times. Give one of the two.
    note : str, optional
        A remark for readers.

    Examples
    --------
    >>> (
    ...     Use(resource="team", amount=2).amount,
    ...     Use(resource="team", effort="6 person-months").effort,
    ... )
    (Decimal('2'), Effort('6 person-months'))
    """

    resource: str = attrs.field(converter=identifier, metadata={"refers": ("resource",)})
    amount: Decimal | None = attrs.field(default=None, converter=_optional_amount)
    effort: Effort | None = attrs.field(default=None, converter=_optional_effort)
    note: str | None = attrs.field(default=None, converter=optional_text)

    def __attrs_post_init__(self) -> None:
        if (self.amount is None) == (self.effort is None):
            raise defect(
                "use.amount", "one of amount and effort is needed", 'write amount = 2 or effort = "6 person-months"'
            )
