"""What a schedule spends, by fund and fiscal year, held against the ceilings (§13, §14)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

import attrs

from dxplan.model.fund import CarryOver, Cost, Fund, Spread
from dxplan.model.money import Money
from dxplan.model.plan import Plan
from dxplan.solve.schedule import Schedule
from dxplan.solve.timesheet import Work, timesheet

if TYPE_CHECKING:
    import pandas

    from dxplan.report.language import Lang

__all__ = ["Balance", "Outlay", "Spending", "apportion", "spending"]


@attrs.frozen(kw_only=True)
class Outlay:
    """What one task takes from one fund in one fiscal year.

    Parameters
    ----------
    task : str
    fund : str
    year : int
    amount : Money
    programme : str, optional
        Id of the programme in which the task stands.
    """

    task: str
    fund: str
    year: int
    amount: Money
    programme: str | None = None


@attrs.frozen(kw_only=True)
class Balance:
    """A fund in one fiscal year: what it has, what is spent, and what is left or short.

    Parameters
    ----------
    fund : str
    year : int
    spent : Money
    ceiling : Money, optional
        None where the plan says none: unknown, not zero.
    brought_forward : Money, optional
        What the year before left, where the fund carries over; None where that is not known.
    left : Money, optional
        What is not spent; None where what there is is not known.
    short : Money, optional
        What is spent beyond what there is; None where that is not known.
    """

    fund: str
    year: int
    spent: Money
    ceiling: Money | None = None
    brought_forward: Money | None = None
    left: Money | None = None
    short: Money | None = None

    def to_record(self) -> dict[str, Any]:
        """Return the balance as plain data, amounts in whole units of ``currency``."""
        record: dict[str, Any] = {"fund": self.fund, "year": self.year, "currency": self.spent.currency}
        for name in ("ceiling", "brought_forward", "spent", "left", "short"):
            money: Money | None = getattr(self, name)
            record[name] = None if money is None else money.amount
        return record


@attrs.frozen(kw_only=True, repr=False)
class Spending:
    """What a schedule spends.

    Parameters
    ----------
    plan : Plan
    outlays : tuple of Outlay
        By fund, year and task.
    balances : tuple of Balance
        By fund and year, for every year from the first to the last of which the fund's ceilings or outlays speak.

    Examples
    --------
    >>> import dxplan as dx
    >>> build = dx.Task(
    ...     id="build",
    ...     duration="100 days",
    ...     costs=dx.Cost(fund="provincial", amount="10 tỷ VND"),
    ... )
    >>> fund = dx.Fund(id="provincial", ceilings={2024: "4 tỷ VND", 2025: "9 tỷ VND"})
    >>> plan = dx.Plan(id="p", start="2024-12-02", elements=[fund, build])
    >>> money = dx.spending(plan, dx.early_schedule(plan))
    >>> [(one.year, one.spent, one.left) for one in money.balances]
    [(2024, Money('3 tỷ VND'), Money('1 tỷ VND')), (2025, Money('7 tỷ VND'), Money('2 tỷ VND'))]
    """

    plan: Plan
    outlays: tuple[Outlay, ...]
    balances: tuple[Balance, ...]

    @cached_property
    def totals(self) -> tuple[Money, ...]:
        """All that is spent, one amount a currency: amounts of two currencies are never added up (§13)."""
        found: dict[str, int] = {}
        for one in self.outlays:
            found[one.amount.currency] = found.get(one.amount.currency, 0) + one.amount.amount
        return tuple(Money(amount=amount, currency=currency) for currency, amount in sorted(found.items()))

    @property
    def short(self) -> tuple[Balance, ...]:
        """The balances in which more is spent than there is."""
        return tuple(one for one in self.balances if one.short is not None and one.short.amount)

    @property
    def unknown(self) -> tuple[Balance, ...]:
        """The balances of which the plan does not say whether there is enough."""
        return tuple(one for one in self.balances if one.short is None)

    def to_records(self) -> list[dict[str, Any]]:
        """Return the budget table as plain data: a row for each year, fund and programme, amounts in whole units."""
        found: dict[tuple[int, str, str | None, str], int] = {}
        for one in self.outlays:
            key = (one.year, one.fund, one.programme, one.amount.currency)
            found[key] = found.get(key, 0) + one.amount.amount
        rows = sorted(found.items(), key=lambda row: (*row[0][:2], row[0][2] is None, row[0][2] or "", row[0][3]))
        return [
            {"year": year, "fund": fund, "programme": programme, "amount": amount, "currency": currency}
            for (year, fund, programme, currency), amount in rows
        ]

    def to_dict(self) -> dict[str, Any]:
        """Return the whole answer as plain data: the table, the balances and the totals."""
        return {
            "plan": self.plan.id,
            "budget": self.to_records(),
            "balances": [one.to_record() for one in self.balances],
            "totals": {one.currency: one.amount for one in self.totals},
        }

    def to_json(self) -> str:
        """Return the whole answer as JSON."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=2)

    def to_dataframe(self) -> pandas.DataFrame:
        """Return the budget table as a pandas table (needs ``dxplan[dataframe]``)."""
        import pandas

        rows = pandas.DataFrame.from_records(
            self.to_records(), columns=["year", "fund", "programme", "amount", "currency"]
        )
        return rows.astype({"amount": object})  # 10^18 đồng fit in no float

    def summary(self, *, lang: Lang = "en") -> str:
        """Return the budget as text: each fund year by year, by programme, and what is short.

        Parameters
        ----------
        lang : {"en", "vi"}
        """
        from dxplan.report.budget import budget_text
        from dxplan.report.language import language

        return budget_text(self, language(lang))

    def _repr_html_(self) -> str:
        from dxplan.report.html import text_html

        return text_html(self.summary())

    def __repr__(self) -> str:
        totals = ", ".join(map(str, self.totals)) or "nothing"
        return f"Spending({self.plan.id!r}: {totals}, short in {len(self.short)} of {len(self.balances)} fund-years)"


def spending(plan: Plan, schedule: Schedule) -> Spending:
    """Return what a schedule spends, by fund and fiscal year.

    A cost falls on the first day of its task, on its last, or evenly over its own days, and so into calendar years.
    An even cost is apportioned in whole units by the days in each year; the units that are left over go to the largest
    remainders, of equal ones to the earlier years, so that nothing is lost.

    Parameters
    ----------
    plan : Plan
    schedule : Schedule
        Tasks that it does not place spend nothing.

    Raises
    ------
    InputError
        ``reference.dangling`` for a task or a mode that is not in the plan.
    UndefinedError
        Where a calendar names a country whose public holidays are not known.

    Examples
    --------
    >>> import dxplan as dx
    >>> buy = dx.Task(
    ...     id="buy", duration="10 workdays", costs=dx.Cost(fund="f", amount="1 tỷ VND")
    ... )
    >>> plan = dx.Plan(id="p", start="2024-12-26", elements=[dx.Fund(id="f"), buy])
    >>> for row in dx.spending(plan, dx.early_schedule(plan)).to_records():
    ...     print(row["year"], row["amount"])
    2024 400000000
    2025 600000000
    """
    booked: dict[tuple[str, int, str, str], int] = {}
    for id, work in timesheet(plan, schedule).items():
        for cost in work.costs:
            for year, amount in _years(cost, work).items():
                key = (cost.fund, year, id, cost.amount.currency)
                booked[key] = booked.get(key, 0) + amount
    programmes = {task.id: task.within for task in plan.tasks}
    outlays = tuple(
        Outlay(task=id, fund=fund, year=year, amount=_money(amount, currency), programme=programmes[id])
        for (fund, year, id, currency), amount in sorted(booked.items())
    )
    spent: dict[str, dict[str, dict[int, int]]] = {}
    for one in outlays:
        years = spent.setdefault(one.fund, {}).setdefault(one.amount.currency, {})
        years[one.year] = years.get(one.year, 0) + one.amount.amount
    balances = [
        one
        for fund in sorted(plan.funds, key=lambda fund: fund.id)
        for currency, years in sorted((_currencies(fund) | spent.get(fund.id, {})).items())
        for one in _balances(fund, currency, years)
    ]
    return Spending(plan=plan, outlays=outlays, balances=tuple(balances))


def _years(cost: Cost, work: Work) -> Mapping[int, int]:
    weights = work.days_by_year() if cost.spread is Spread.EVEN else {}
    if weights:
        return apportion(cost.amount.amount, weights)
    spans = list(work.spans())
    day = max(last for _, last in spans) if cost.spread is Spread.END else spans[0][0]
    return {day.year: cost.amount.amount}


def apportion(amount: int, weights: Mapping[int, int]) -> dict[int, int]:
    """Return whole parts of an amount in proportion to weights, by the largest remainders (Hamilton's method).

    Parameters
    ----------
    amount : int
        From 0.
    weights : mapping of int to int
        By key, from 1. Of equal remainders those of smaller keys come first.

    Examples
    --------
    >>> apportion(10, {2024: 1, 2025: 1, 2026: 1})
    {2024: 4, 2025: 3, 2026: 3}
    """
    whole = sum(weights.values())
    parts = {key: amount * weight // whole for key, weight in weights.items()}
    by_remainder = sorted(weights, key=lambda key: (-(amount * weights[key] % whole), key))
    for key in by_remainder[: amount - sum(parts.values())]:
        parts[key] += 1
    return parts


def _currencies(fund: Fund) -> dict[str, dict[int, int]]:
    return {one.amount.currency: {} for one in fund.ceilings}


def _balances(fund: Fund, currency: str, spent: Mapping[int, int]) -> Iterable[Balance]:
    """Yield a fund's years; what is brought forward is None once a year before it has no ceiling."""
    ceilings = {one.year: one.amount.amount for one in fund.ceilings}
    carries = fund.carry_over is CarryOver.CARRY
    brought: int | None = 0
    surely = 0  # what is brought forward at least
    for year in range(min([*ceilings, *spent]), max([*ceilings, *spent]) + 1):
        out, ceiling = spent.get(year, 0), ceilings.get(year)
        available = None if ceiling is None or brought is None else ceiling + brought
        surely += ceiling or 0
        short = max(out - available, 0) if available is not None else 0 if out <= surely else None
        left = None if available is None else max(available - out, 0)
        yield Balance(
            fund=fund.id,
            year=year,
            spent=_money(out, currency),
            ceiling=None if ceiling is None else _money(ceiling, currency),
            brought_forward=None if brought is None else _money(brought, currency),
            left=None if left is None else _money(left, currency),
            short=None if short is None else _money(short, currency),
        )
        brought = left if carries else 0
        surely = max(surely - out, 0) if carries else 0


def _money(amount: int, currency: str) -> Money:
    return Money(amount=amount, currency=currency)
