"""Whether there is money for everything in its year (§13, §14)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from dxplan.model.fund import CarryOver, Fund, Spread
from dxplan.model.money import Money
from dxplan.model.plan import Plan
from dxplan.solve.verify.runs import Run
from dxplan.solve.verify.violation import Violation, broken

__all__ = ["broken_ceilings"]

_Spent = dict[str, dict[int, dict[str, int]]]  # by currency, year and task


def broken_ceilings(plan: Plan, runs: Mapping[str, Run]) -> Iterator[Violation]:
    """Yield, for each fund and year, where more is spent than there is, or where what there is is not said."""
    spent: dict[str, _Spent] = {fund.id: {} for fund in plan.funds}
    for id, run in runs.items():
        for cost in run.costs:
            book = spent[cost.fund].setdefault(cost.amount.currency, {})
            for year, amount in _by_year(cost.amount.amount, cost.spread, run, plan).items():
                tasks = book.setdefault(year, {})
                tasks[id] = tasks.get(id, 0) + amount
    for fund in plan.funds:
        for currency, book in spent[fund.id].items():
            yield from _short(fund, currency, book)


def _by_year(amount: int, spread: Spread, run: Run, plan: Plan) -> dict[int, int]:
    """Apportion whole units: by the days in each year, what is left over one by one to the largest remainders."""
    if spread is Spread.START or (spread is Spread.EVEN and not run.own):
        first, end = run.times[0]
        return {_year(plan, first if first < end else _moment(first)): amount}
    if spread is Spread.END:
        return {_year(plan, _moment(max(end for _, end in run.times))): amount}
    days: dict[int, int] = {}
    for tick in run.own:
        year = _year(plan, tick)
        days[year] = days.get(year, 0) + 1
    exact = {year: Fraction(amount * number, len(run.own)) for year, number in days.items()}
    shares = {year: share.numerator // share.denominator for year, share in exact.items()}
    left = amount - sum(shares.values())
    for year in sorted(exact, key=lambda year: (shares[year] - exact[year], year))[:left]:
        shares[year] += 1
    return shares


def _moment(boundary: int) -> int:
    """Return the day before a boundary, the plan's first day for the first."""
    return boundary - 1 if boundary else 0


def _year(plan: Plan, tick: int) -> int:
    return plan.start.fromordinal(plan.start.toordinal() + tick).year


def _short(fund: Fund, currency: str, book: dict[int, dict[str, int]]) -> Iterator[Violation]:
    ceilings = {one.year: one.amount.amount for one in fund.ceilings}
    years = [*ceilings, *book]
    brought, unsaid = 0, False  # what is brought forward at least, and whether it may be more
    for year in range(min(years), max(years) + 1):
        available = ceilings.get(year, 0) + brought
        unsaid = year not in ceilings or (unsaid and fund.carry_over is CarryOver.CARRY)
        tasks = {id: amount for id, amount in book.get(year, {}).items() if amount}
        total = sum(tasks.values())
        if total > available:
            facts = {"year": year, "spent": _money(total, currency), "tasks": tuple(sorted(tasks))}
            if unsaid:
                yield broken("no-ceiling", fund.id, **facts)
            else:
                more = {"available": _money(available, currency), "short": _money(total - available, currency)}
                yield broken("over-ceiling", fund.id, **facts, **more)
        brought = max(available - total, 0) if fund.carry_over is CarryOver.CARRY else 0


def _money(amount: int, currency: str) -> Money:
    return Money(amount=amount, currency=currency)
