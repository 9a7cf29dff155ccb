"""Changes of money: more in a year, and what becomes of the rest."""

from __future__ import annotations

from typing import ClassVar

import attrs

from dxplan.errors import defect
from dxplan.model.base_change import BaseChange
from dxplan.model.draft import Draft
from dxplan.model.fund import CarryOver, Ceiling, Fund, fiscal_year
from dxplan.model.money import Money, MoneyLike, to_money
from dxplan.model.plain import identifier

__all__ = ["AddMoney", "LetCarryOver"]


def _some_money(value: MoneyLike) -> Money:
    money = to_money(value)
    if money.amount <= 0:
        raise defect("number.not-positive", "this adds nothing", "write an amount above 0", str(money))
    return money


@attrs.frozen(kw_only=True)
class _OfFund(BaseChange):
    """What the changes of a fund share."""

    fund: str = attrs.field(converter=identifier, metadata={"refers": ("fund",)})

    @property
    def subject(self) -> str:
        """Id of the element that changes."""
        return self.fund


@attrs.frozen(kw_only=True)
class AddMoney(_OfFund):
    """A fund gives more in a fiscal year.

    Its ceiling of that year grows by the amount; where it has none, the amount is its ceiling.

    Parameters
    ----------
    fund : str
        Id of a `Fund`.
    year : int
        The fiscal year.
    amount : Money
        Above zero, in the currency of the fund's ceilings.

    Examples
    --------
    >>> print(AddMoney(fund="provincial", year=2025, amount="3 tỷ VND"))
    add 3 tỷ VND to provincial in 2025
    """

    KIND: ClassVar[str] = "add_money"

    year: int = attrs.field(converter=fiscal_year)
    amount: Money = attrs.field(converter=_some_money)

    def _edit(self, draft: Draft) -> None:
        fund = draft[self.fund]
        assert isinstance(fund, Fund)
        currency = fund.ceilings[0].amount.currency if fund.ceilings else self.amount.currency
        if currency != self.amount.currency:
            problem = f"the fund {fund.id!r} is in {currency}"
            raise defect("currency.mixed", problem, "write the amount in that currency", str(self.amount), "amount")
        ceilings = {ceiling.year: ceiling for ceiling in fund.ceilings}
        if self.year in ceilings:
            before = ceilings[self.year]
            ceilings[self.year] = attrs.evolve(before, amount=before.amount + self.amount)
        else:
            ceilings[self.year] = Ceiling(year=self.year, amount=self.amount)
        draft.put(attrs.evolve(fund, ceilings=ceilings.values()))


@attrs.frozen(kw_only=True)
class LetCarryOver(_OfFund):
    """What a fund does not spend in a year is carried into the next.

    Parameters
    ----------
    fund : str
        Id of a `Fund`.

    Examples
    --------
    >>> print(LetCarryOver(fund="provincial"))
    let provincial carry what a year does not spend into the next
    """

    KIND: ClassVar[str] = "let_carry_over"

    def _edit(self, draft: Draft) -> None:
        fund = draft[self.fund]
        assert isinstance(fund, Fund)
        draft.put(attrs.evolve(fund, carry_over=CarryOver.CARRY))
