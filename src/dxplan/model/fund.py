"""Money: the funds it comes from, year by year, and what tasks cost."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any, ClassVar

import attrs

from dxplan.errors import Defect, InputError, defect, enough
from dxplan.model.element import Element
from dxplan.model.money import Money, MoneyLike, to_money
from dxplan.model.plain import choice, identifier, optional_identifier, optional_text
from dxplan.model.record import Record, from_table, records

__all__ = ["CarryOver", "Ceiling", "CeilingsLike", "Cost", "Fund", "FundKind", "Spread"]


class FundKind(enum.StrEnum):
    """Where the money comes from."""

    CENTRAL = "central"
    PROVINCIAL_INVESTMENT = "provincial_investment"
    PROVINCIAL_RECURRENT = "provincial_recurrent"
    LOCAL = "local"
    ODA = "oda"
    SOCIALISED = "socialised"
    OTHER = "other"


class CarryOver(enum.StrEnum):
    """What becomes of money that a year did not spend."""

    LAPSE = "lapse"
    CARRY = "carry"


class Spread(enum.StrEnum):
    """When a cost falls due within its task: at its start, at its end, or evenly over its days."""

    START = "start"
    END = "end"
    EVEN = "even"


def non_negative_money(value: MoneyLike) -> Money:
    """Return money of at least zero."""
    money = to_money(value)
    if money.amount < 0:
        raise defect("number.negative", "this amount cannot be negative", "write an amount from 0", str(money))
    return money


def fiscal_year(value: int | str) -> int:
    """Return a fiscal year, which is a calendar year."""
    if isinstance(value, str) and value.strip().isascii() and value.strip().isdigit() and len(value) < 10:
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or not 1900 <= value <= 2199:
        raise defect("year.malformed", "this is not a fiscal year", "write a year such as 2025", value)
    return value


@attrs.frozen(kw_only=True)
class Ceiling(Record):
    """The most that a fund gives in one fiscal year (the calendar year).

    Parameters
    ----------
    year : int
        The fiscal year.
    amount : Money
        The most that is given in it.
    source : str, optional
        Where the figure was read.

    Examples
    --------
    >>> Ceiling(year=2025, amount="143,5 tỷ VND").amount
    Money('143500 triệu VND')
    """

    year: int = attrs.field(converter=fiscal_year)
    amount: Money = attrs.field(converter=non_negative_money)
    source: str | None = attrs.field(default=None, converter=optional_text)


CeilingsLike = Mapping[Any, Any] | Iterable[Ceiling]
"""Ceilings, or a mapping such as ``{2024: "80 tỷ VND", 2025: "120 tỷ VND"}``."""


def _ceilings(value: CeilingsLike | None) -> tuple[Ceiling, ...]:
    if value is None:
        return ()
    if isinstance(value, str):
        raise defect("type.wrong", "a table is needed, not text", 'write ceilings = { 2025 = "120 tỷ VND" }', value)
    defects: list[Defect] = []
    found: list[Ceiling] = []
    if isinstance(value, Mapping):
        for year, amount in value.items():
            try:
                found.append(_ceiling(year, amount))
            except InputError as error:
                defects += [one.within(str(year)) for one in error.defects]
                if enough(defects):
                    break
    else:
        found = list(records(value, Ceiling))
    found.sort(key=lambda ceiling: ceiling.year)
    for before, after in pairwise(found):
        if before.year == after.year:
            defects += defect("year.twice", "two ceilings for one year", "leave out one", after.year).defects
    if len({ceiling.amount.currency for ceiling in found}) > 1:
        amounts = ", ".join(str(ceiling.amount) for ceiling in found)
        defects += defect("currency.mixed", "a fund has one currency", "make a fund for each", amounts).defects
    if defects:
        raise InputError(defects)
    return tuple(found)


def _ceiling(year: object, amount: object) -> Ceiling:
    table = amount if isinstance(amount, Mapping) else {"amount": amount}
    return from_table(Ceiling, {**table, "year": year})


def _kind(value: FundKind | str | None) -> FundKind | None:
    return None if value is None else choice(FundKind, value)


def _carry_over(value: CarryOver | str) -> CarryOver:
    return choice(CarryOver, value)


def _spread(value: Spread | str) -> Spread:
    return choice(Spread, value)


@attrs.frozen(kw_only=True)
class Fund(Element):
    """A source of money with a ceiling for each fiscal year.

    Parameters
    ----------
    kind : FundKind, optional
        ``central``, ``provincial_investment``, ``provincial_recurrent``, ``local``, ``oda``, ``socialised``, ``other``.
    ceilings : tuple of Ceiling
        In one currency; a mapping from year to amount will do. A year without one is unknown, not zero.
    carry_over : CarryOver
        ``lapse`` or ``carry``: what becomes of unspent money at the end of a year.
    holder : str, optional
        Id of the `Body` that holds the money.

    Examples
    --------
    >>> fund = Fund(id="provincial", ceilings={2024: "80 tỷ VND", 2025: "120 tỷ VND"})
    >>> fund.ceiling(2025), fund.ceiling(2026)
    (Money('120 tỷ VND'), None)
    """

    KIND: ClassVar[str] = "fund"
    PLURAL: ClassVar[str] = "funds"

    kind: FundKind | None = attrs.field(default=None, converter=_kind)
    ceilings: tuple[Ceiling, ...] = attrs.field(default=(), converter=_ceilings)
    carry_over: CarryOver = attrs.field(default=CarryOver.LAPSE, converter=_carry_over)
    holder: str | None = attrs.field(default=None, converter=optional_identifier, metadata={"refers": ("body",)})

    def ceiling(self, year: int) -> Money | None:
        """Return the ceiling of a fiscal year; None where the plan says none."""
        return next((ceiling.amount for ceiling in self.ceilings if ceiling.year == year), None)


@attrs.frozen(kw_only=True)
class Cost(Record):
    """Money that a task takes from a fund.

    Parameters
    ----------
    fund : str
        Id of a `Fund`.
    amount : Money
        What it takes in all; of recurring work, all its times together.
    spread : Spread
        ``start``, ``end`` or ``even`` over the task's own days as scheduled (§14).
    spender : str, optional
        Id of the `Body` that spends it; the task's lead where left out.
    source : str, optional
        Where the figure was read.

    Examples
    --------
    >>> Cost(fund="provincial", amount="12 tỷ VND").spread
    <Spread.EVEN: 'even'>
    """

    fund: str = attrs.field(converter=identifier, metadata={"refers": ("fund",)})
    amount: Money = attrs.field(converter=non_negative_money)
    spread: Spread = attrs.field(default=Spread.EVEN, converter=_spread)
    spender: str | None = attrs.field(default=None, converter=optional_identifier, metadata={"refers": ("body",)})
    source: str | None = attrs.field(default=None, converter=optional_text)
