"""What may happen, and what it would do."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

import attrs

from dxplan.errors import defect
from dxplan.model.duration import Duration
from dxplan.model.element import Element
from dxplan.model.estimate import optional_non_negative
from dxplan.model.fund import non_negative_money
from dxplan.model.measure import MeasureLike, share
from dxplan.model.money import Money, MoneyLike
from dxplan.model.plain import identifier
from dxplan.model.record import Many, Record, records
from dxplan.model.resource import non_negative
from dxplan.numerals import Number

__all__ = ["Effect", "Risk"]


def _probability(value: MeasureLike) -> Decimal:
    return share(value)


def _optional_factor(value: Number | None) -> Decimal | None:
    return None if value is None else non_negative(value)


def _optional_money(value: MoneyLike | None) -> Money | None:
    return None if value is None else non_negative_money(value)


@attrs.frozen(kw_only=True)
class Effect(Record):
    """What a risk does to a task, if it happens.

    Parameters
    ----------
    task : str
        Id of a `Task`.
    delay : Duration, optional
        Added to the task's duration.
    factor : Decimal, optional
        Multiplies the task's duration, before `delay` is added.
    cost : Money, optional
        Added to the task's first cost, from the same fund.

    Examples
    --------
    >>> Effect(task="tender", delay="30 workdays").delay
    Duration('30 workdays')
    """

    task: str = attrs.field(converter=identifier, metadata={"refers": ("task",)})
    delay: Duration | None = attrs.field(default=None, converter=optional_non_negative)
    factor: Decimal | None = attrs.field(default=None, converter=_optional_factor)
    cost: Money | None = attrs.field(default=None, converter=_optional_money)

    def __attrs_post_init__(self) -> None:
        if self.delay is None and self.factor is None and self.cost is None:
            raise defect("effect.empty", "the effect does nothing", "write a delay, a factor or a cost")


def _effects(values: Many[Effect]) -> tuple[Effect, ...]:
    return records(values, Effect)


@attrs.frozen(kw_only=True)
class Risk(Element):
    """Something that may happen.

    Parameters
    ----------
    probability : Decimal
        In 0–1, or as ``"20 %"``.
    effects : tuple of Effect
        What it does to tasks.

    Examples
    --------
    >>> Risk(
    ...     id="appeal",
    ...     probability="20 %",
    ...     effects=[Effect(task="tender", delay="30 workdays")],
    ... ).probability
    Decimal('0.2')
    """

    KIND: ClassVar[str] = "risk"
    PLURAL: ClassVar[str] = "risks"

    probability: Decimal = attrs.field(converter=_probability)
    effects: tuple[Effect, ...] = attrs.field(default=(), converter=_effects, metadata={"links": True})
