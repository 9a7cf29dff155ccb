"""A way out of a plan that cannot be done: changes after which it can, and what they cost."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import attrs

from dxplan.errors import Defect, InputError, defect, kind_of
from dxplan.model.change import Change, apply_changes
from dxplan.model.money import MoneyLike, to_currency, to_money
from dxplan.model.plan import Plan
from dxplan.numerals import Number, number, possible_numbers
from dxplan.solve.schedule import Schedule

if TYPE_CHECKING:
    from dxplan.report.language import Lang

__all__ = ["Repair", "Weights"]


def _weight(value: Number) -> Decimal:
    found = number(value)
    if found <= 0:
        raise defect("number.not-positive", "a weight must be above zero", "write a number such as 5", value)
    return found


_MONEY = {"VND": Decimal(1_000_000_000)}


def _money(value: Mapping[str, Number | MoneyLike]) -> Mapping[str, Decimal]:
    table: object = value
    if not isinstance(table, Mapping):
        problem = f"a table from currencies to amounts is needed, not {kind_of(table)}"
        raise defect("type.wrong", problem, 'write such as {"VND": "500 triệu VND"}', table)
    found: dict[str, Decimal] = {}
    defects: list[Defect] = []
    for key, amount in value.items():
        try:
            currency = to_currency(key)
            if currency in found:
                raise defect("key.duplicate", f"{currency} is named twice", "leave out one of them", key)
            found[currency] = _point(amount, currency)
        except InputError as error:
            defects += error.within(str(key)).defects
    if defects:
        raise InputError(defects)
    return MappingProxyType({**_MONEY, **found})


def _point(value: Number | MoneyLike, currency: str) -> Decimal:
    """Return how much of a currency is one point: a number of it, or an amount that names it."""
    if isinstance(value, (int, float, Decimal)) or (isinstance(value, str) and possible_numbers(value)):
        return _weight(value)
    money = to_money(value)
    if money.currency != currency:
        problem = f"this is an amount of {money.currency}, and not of {currency}"
        raise defect("currency.mixed", problem, f"write an amount of {currency}", str(money))
    return _weight(money.amount)


@attrs.frozen(kw_only=True)
class Weights:
    """What changes cost beside each other, in points; a day by which a date moves is usually one point.

    Parameters
    ----------
    day : Decimal
        Points for each day by which a due date moves.
    money : mapping of str to Decimal
        By currency, how much more money is one point, as a number or as an amount (``"500 triệu VND"``): a billion VND
        where left out; another currency that is not named counts 40,000 of its units as one point.
    unit : Decimal
        Points for each unit of a resource that is added, for as long as it is needed.
    lead : Decimal
        Points for each task more that a body is to lead at once.
    duration : Decimal
        Points for each of its own days by which a task gets shorter.
    carry_over : Decimal
        Points for each fund that is let to carry over.
    leave_out : Decimal
        Points for each task that is not done.

    Raises
    ------
    InputError
        ``number.not-positive`` and what else is no weight; ``currency.unknown``, ``currency.mixed`` of `money`.

    Examples
    --------
    >>> weights = Weights(day=2, money={"VND": "500 triệu VND"})
    >>> weights.day, weights.money["VND"], weights.unit
    (Decimal('2'), Decimal('500000000'), Decimal('20'))
    """

    day: Decimal = attrs.field(default=Decimal(1), converter=_weight)
    money: Mapping[str, Decimal] = attrs.field(factory=dict, converter=_money, hash=False)
    unit: Decimal = attrs.field(default=Decimal(20), converter=_weight)
    lead: Decimal = attrs.field(default=Decimal(10), converter=_weight)
    duration: Decimal = attrs.field(default=Decimal(3), converter=_weight)
    carry_over: Decimal = attrs.field(default=Decimal(10), converter=_weight)
    leave_out: Decimal = attrs.field(default=Decimal(200), converter=_weight)

    def of_money(self, currency: str) -> Decimal:
        """Return how much money of a currency is one point."""
        return self.money.get(currency, Decimal(40_000))

    def __reduce__(self) -> tuple[Callable[..., Weights], tuple[()]]:
        values = {one.name: getattr(self, one.name) for one in attrs.fields(Weights)}
        return partial(Weights, **{**values, "money": dict(self.money)}), ()  # a view of a table cannot be pickled


@attrs.frozen(kw_only=True)
class Repair:
    """Changes after which a plan can be done, as a verified schedule shows (§17).

    Parameters
    ----------
    kind : str
        What is changed: ``"due"``, ``"money"``, ``"capacity"``, ``"lead_limit"``, ``"duration"``, ``"carry_over"``,
        ``"leave_out"``, ``"due_money"`` for due dates and money together, or ``"mixed"`` for the cheapest of all but
        leaving out; tasks are left out in a mixture only where nothing else was found to be a way out.
    changes : tuple of Change
    cost : Decimal
        In points, as the weights count them.
    optimal : bool
        Whether it is proven that no changes of its kind cost less.
    schedule : Schedule
        A witness of the changed plan.

    Examples
    --------
    >>> import dxplan as dx
    >>> task = dx.Task(id="a", duration="10 workdays", due="2024-01-05")
    >>> plan = dx.Plan(id="p", start="2024-01-01", elements=[task])
    >>> repair = dx.check(plan).repairs[0]
    >>> str(repair), repair.optimal
    ('move the due date of a to 2024-01-12', True)
    >>> dx.check(repair.apply(plan)).verdict.name
    'FEASIBLE'
    """

    kind: str
    changes: tuple[Change, ...]
    cost: Decimal
    optimal: bool
    schedule: Schedule

    def apply(self, plan: Plan) -> Plan:
        """Return the plan with the changes made."""
        return apply_changes(plan, self.changes)

    def summary(self, *, lang: Lang = "en") -> str:
        """Return the changes as text, a line each, and under them what they cost.

        Parameters
        ----------
        lang : {"en", "vi"}
        """
        from dxplan.report.language import language
        from dxplan.report.verdict import repair_text

        return repair_text(self, language(lang))

    def to_record(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "kind": self.kind,
            "cost": float(self.cost),
            "optimal": self.optimal,
            "changes": [{**one.to_record(), "text": str(one)} for one in self.changes],
            "schedule": self.schedule.to_records(),
        }

    def __str__(self) -> str:
        return "; ".join(map(str, self.changes))
