"""Changes of capacity: more of a resource, and more that a body can lead."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import ClassVar

import attrs

from dxplan.dates import LAST_DAY
from dxplan.errors import defect
from dxplan.model.base_change import BaseChange
from dxplan.model.body import Body, optional_count
from dxplan.model.draft import Draft
from dxplan.model.plain import identifier
from dxplan.model.resource import Resource, Step
from dxplan.model.validity import optional_first_day, optional_last_day
from dxplan.numerals import ARITHMETIC, Number, number

__all__ = ["AddCapacity", "SetLeadLimit"]


def _some(value: Number) -> Decimal:
    amount = number(value)
    if amount <= 0:
        raise defect("number.not-positive", "this adds nothing", "write a number above 0", value)
    return amount


@attrs.frozen(kw_only=True)
class AddCapacity(BaseChange):
    """There is more of a resource from one day to another.

    Parameters
    ----------
    resource : str
        Id of a `Resource`.
    amount : Decimal
        Units each day, above zero, on top of those that there are; before the first step there are none.
    first, last : date, optional
        The days from which and up to which there are more, both included; from ever and for ever where left out.

    Examples
    --------
    >>> from dxplan.model.plan import Plan
    >>> team = Resource(id="team", capacity=3)
    >>> more = AddCapacity(resource="team", amount=2, first="2025-01-01", last="2025-06-30")
    >>> print(more)
    raise the capacity of team by 2 from 2025-01-01 to 2025-06-30
    >>> plan = more.apply(Plan(id="portal", start="2024-01-01", elements=team))
    >>> [(str(step.since), int(step.amount)) for step in plan["team"].capacity]
    [('None', 3), ('2025-01-01', 5), ('2025-07-01', 3)]
    """

    KIND: ClassVar[str] = "add_capacity"

    resource: str = attrs.field(converter=identifier, metadata={"refers": ("resource",)})
    amount: Decimal = attrs.field(converter=_some)
    first: dt.date | None = attrs.field(default=None, converter=optional_first_day)
    last: dt.date | None = attrs.field(default=None, converter=optional_last_day)

    def __attrs_post_init__(self) -> None:
        if self.last is None:
            return
        if self.first is not None and self.last < self.first:
            raise defect(
                "period.backwards",
                "this period ends before it begins",
                "exchange first and last",
                f"{self.first} – {self.last}",
            )
        if self.last == LAST_DAY:
            raise defect("date.out-of-range", "no day comes after this one", "leave last out", self.last, "last")

    @property
    def subject(self) -> str:
        """Id of the element that changes."""
        return self.resource

    def _edit(self, draft: Draft) -> None:
        resource = draft[self.resource]
        assert isinstance(resource, Resource)
        draft.put(attrs.evolve(resource, capacity=self._raised(resource.capacity)))

    def _raised(self, steps: tuple[Step, ...]) -> list[Step]:
        bounds = {step.since for step in steps} | {self.first}
        if self.last is not None:
            bounds.add(self.last + dt.timedelta(days=1))
        return [Step(amount=self._amount_from(steps, bound), since=bound) for bound in bounds]

    def _amount_from(self, steps: tuple[Step, ...], bound: dt.date | None) -> Decimal:
        day = bound or dt.date.min
        before = [step.amount for step in steps if (step.since or dt.date.min) <= day]  # steps are kept by date
        inside = (self.first or dt.date.min) <= day and (self.last is None or day <= self.last)
        return ARITHMETIC.add(before[-1] if before else Decimal(0), self.amount if inside else Decimal(0))


def _limit(value: int) -> int:
    limit = optional_count(value)
    if limit is None:
        raise defect("type.wrong", "a whole number is needed", "write a number such as 3", value)
    return limit


@attrs.frozen(kw_only=True)
class SetLeadLimit(BaseChange):
    """A body can lead another number of tasks at once.

    Parameters
    ----------
    body : str
        Id of a `Body`.
    to : int
        The most tasks that it can lead at once.

    Examples
    --------
    >>> print(SetLeadLimit(body="so-tttt", to=5))
    set the number of tasks that so-tttt can lead at once to 5
    """

    KIND: ClassVar[str] = "set_lead_limit"

    body: str = attrs.field(converter=identifier, metadata={"refers": ("body",)})
    to: int = attrs.field(converter=_limit)

    @property
    def subject(self) -> str:
        """Id of the element that changes."""
        return self.body

    def _edit(self, draft: Draft) -> None:
        body = draft[self.body]
        assert isinstance(body, Body)
        draft.put(attrs.evolve(body, lead_limit=self.to))
