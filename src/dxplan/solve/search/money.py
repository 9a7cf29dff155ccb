"""Money in the model: per fund and fiscal year no more is spent than there is (§14).

What a job spends in which year follows from where it lies: positions with the same split form a group, and exactly one
group holds. So the rounding of an even spread, to the largest remainders, is exact. A large amount that is spread over
many days would make a group of nearly every day: it is counted by its days before each new year instead, at so much a
day, rounded against the plan in a strict model and in its favour else, which is less than one unit a day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import pairwise
from typing import Any

import attrs
import numpy as np

from dxplan.cpm.tables import Ints, Mask
from dxplan.model.fund import Spread
from dxplan.solve.search.model import Choice, Model, Placed
from dxplan.solve.search.problem import Account, Expense, Job, Problem, Said
from dxplan.solve.search.spot import Spot
from dxplan.solve.search.times import Times

__all__ = ["Split", "add_money", "splits"]

Split = tuple[tuple[int, int], ...]
"""What is spent by year, years in order; also years in which nothing is left after rounding."""

_MOST = 2**52  # larger sums are held in coarser units
_FINE = 10**5  # units a day from which on rounding each day does not matter
_FEW = 40  # days of an amount of which each may have a split of its own


@attrs.frozen(eq=False)
class _Group:
    """A split that holds where all its literals hold; always where there are none."""

    split: Split
    lits: tuple[Any, ...]


@attrs.frozen(eq=False)
class _Daily:
    """An amount that is spent day by day: how many days fall into which year, where its literals hold."""

    amount: int
    whole: int
    days: Mapping[int, Any]
    lits: tuple[Any, ...]


def splits(problem: Problem, times: Times, job: Job, spot: Spot, expense: Expense) -> dict[Split, Mask]:
    """Return what is spent by year, with the positions in which it is so."""
    amount, spread = expense.amount, expense.spread
    positions = spot.positions
    found: dict[Split, Mask] = {}

    def put(split: Split, at: Any) -> None:
        mask = found.setdefault(split, np.zeros(len(spot.allowed), dtype=bool))
        mask[at] = True

    if job.again or job.until is not None:
        for position in positions.tolist():
            put(_slow_split(problem, times, job, spot, expense, position), position)
        return found
    starts, ends = spot.starts[positions], spot.ends[positions]
    last = np.where(ends > 0, ends - 1, 0)
    if spread is not Spread.EVEN or not spot.way.days:
        day = last if spread is Spread.END else np.where(starts < ends, starts, last)
        for year, at in _by_year(problem, day):
            put(((year, amount),), positions[at])
        return found
    years = range(problem.year(int(starts.min())), problem.year(int(last.max())) + 1)
    line = problem.lines[spot.way.line]
    bounds = np.array([line.count(max(problem.year_start(year), 0)) for year in [*years, years[-1] + 1]])
    begin = np.clip(bounds[None, :-1], positions[:, None], positions[:, None] + spot.way.days)
    end = np.clip(bounds[None, 1:], positions[:, None], positions[:, None] + spot.way.days)
    days = end - begin
    rows, which = np.unique(days, axis=0, return_inverse=True)
    for number, row in enumerate(rows.tolist()):
        by_year = {year: count for year, count in zip(years, row, strict=True) if count}
        put(_apportion(amount, by_year), positions[which.reshape(-1) == number])
    return found


def _by_year(problem: Problem, days: Ints) -> Iterator[tuple[int, Mask]]:
    for year in range(problem.year(int(days.min())), problem.year(int(days.max())) + 1):
        yield year, (days >= problem.year_start(year)) & (days < problem.year_start(year + 1))


def _slow_split(problem: Problem, times: Times, job: Job, spot: Spot, expense: Expense, position: int) -> Split:
    """Return the split of work that comes again or goes on, from all its days."""
    runs = times.all(job, spot, position)
    days: dict[int, int] = {}
    if job.until is not None or spot.way.days:
        line = problem.lines[spot.way.line]
        for first, end in runs:
            for year in range(problem.year(first), problem.year(max(end - 1, first)) + 1):
                low, high = max(first, problem.year_start(year)), min(end, problem.year_start(year + 1))
                if low < high and (count := line.count(high) - line.count(low)):
                    days[year] = days.get(year, 0) + count
    if expense.spread is Spread.START or (expense.spread is Spread.EVEN and not days):
        first, end = runs[0]
        return ((problem.year(first if first < end else _moment(first)), expense.amount),)
    if expense.spread is Spread.END:
        return ((problem.year(_moment(max(end for _, end in runs))), expense.amount),)
    return _apportion(expense.amount, days)


def _moment(boundary: int) -> int:
    return boundary - 1 if boundary else 0


def _apportion(amount: int, days: Mapping[int, int]) -> Split:
    """Split an amount by days in whole units; what is left over goes to the largest remainders, earlier years first."""
    total = sum(days.values())
    shares = {year: amount * count // total for year, count in days.items()}
    left = amount - sum(shares.values())
    order = sorted(days, key=lambda year: (-(Fraction(amount * days[year], total) - shares[year]), year))
    for year in order[:left]:
        shares[year] += 1
    return tuple(sorted(shares.items()))


def add_money(model: Model, times: Times) -> None:
    """Hold the ceilings that are said; in a strict model there is nothing in a year without one."""
    for number, account in enumerate(model.problem.accounts):
        if not model.strict and not any(Said("ceilings", account.id, year) in model.said for year in account.ceilings):
            continue
        groups: list[_Group | _Daily] = []
        for placed in model.placed.values():
            for choice in placed.choices:
                for expense in choice.spot.way.expenses:
                    if expense.account == number and expense.amount and expense.said in model.said:
                        groups += _groups(model, times, placed, choice, expense)
        if groups:
            _hold(model, account, groups)


def _groups(
    model: Model, times: Times, placed: Placed, choice: Choice, expense: Expense
) -> list[_Group] | list[_Daily]:
    if not model.exact and _is_daily(placed.job, choice.spot, expense):
        return _by_day(model, choice, expense)
    found = splits(model.problem, times, placed.job, choice.spot, expense)
    if len(found) == 1:
        return [_Group(split, choice.chosen) for split in found]
    cp = model.cp
    groups = [_Group(split, (cp.model.new_bool_var(""),)) for split in found]
    lits = [group.lits[0] for group in groups]
    for group, mask in zip(groups, found.values(), strict=True):
        domain = cp.domain(np.flatnonzero(mask))
        cp.model.add_linear_expression_in_domain(choice.position, domain).only_enforce_if(group.lits[0])
    if choice.chosen:
        cp.model.add(sum(lits) == choice.chosen[0])
    else:
        cp.model.add_exactly_one(lits)
    return groups


def _is_daily(job: Job, spot: Spot, expense: Expense) -> bool:
    days = spot.way.days
    if expense.spread is not Spread.EVEN or job.again or job.until is not None or days <= _FEW:
        return False
    return expense.amount >= _FINE * days


def _by_day(model: Model, choice: Choice, expense: Expense) -> list[_Group] | list[_Daily]:
    """Return an amount by the days that fall into each year, as numbers of its days before each new year."""
    problem, spot, cp = model.problem, choice.spot, model.cp
    positions, whole = spot.positions, spot.way.days
    low, high = int(positions[0]), int(positions[-1])
    line = problem.lines[spot.way.line]
    first, last = problem.year(int(spot.starts[low])), problem.year(int(spot.ends[high]) - 1)
    if first == last:
        return [_Group(((first, expense.amount),), choice.chosen)]
    model.round()  # what a day takes
    before: list[Any] = [0]
    for year in range(first + 1, last + 1):
        bound = line.count(problem.year_start(year))
        if bound <= low:
            before.append(0)
        elif bound >= high + whole:
            before.append(whole)
        else:
            count = cp.int_var(0, whole)
            ahead = cp.int_var(min(bound - model.end - 2, whole), whole)  # also where another way is chosen
            cp.model.add_min_equality(ahead, [bound - choice.position, whole])
            cp.model.add_max_equality(count, [ahead, 0])
            before.append(count)
    before.append(whole)
    days = {year: after - until for year, until, after in zip(range(first, last + 1), before, before[1:], strict=False)}
    return [_Daily(expense.amount, whole, days, choice.chosen)]


def _years(group: _Group | _Daily) -> Iterable[int]:
    return group.days if isinstance(group, _Daily) else (year for year, _ in group.split)


def _amount(group: _Group | _Daily) -> int:
    return group.amount if isinstance(group, _Daily) else max(amount for _, amount in group.split)


def _hold(model: Model, account: Account, groups: list[_Group | _Daily]) -> None:
    years = sorted({year for group in groups for year in _years(group)} | set(account.ceilings))
    said = {year for year in account.ceilings if Said("ceilings", account.id, year) in model.said}
    total = sum(map(_amount, groups)) + sum(account.ceilings.values())
    unit = 1 if total <= _MOST else -(-total // _MOST)
    spent = {year: _spent(model, groups, year, unit) for year in years}
    given = {year: model.given.get(Said("ceilings", account.id, year), 0) for year in years}
    if unit > 1:
        model.round()
        model.units.update({Said("ceilings", account.id, year): unit for year in years})
    model.open = model.open or any(year not in account.ceilings for year in years)
    if not account.carries:
        carry = model.given.get(Said("carry_over", account.id))
        for year in years:
            if year in said or (model.strict and year not in account.ceilings):
                has = _has(account, year, unit, model.strict)
                _at_most(model, spent[year], has, given[year], () if carry is None else (carry,))
        if carry is not None:
            _carried(model, account, years, said, spent, given, groups, unit)
        return
    _carried(model, account, years, said, spent, given, groups, unit)


def _has(account: Account, year: int, unit: int, strict: bool) -> int:
    amount = account.ceilings.get(year, 0)
    return amount // unit if strict else -(-amount // unit)


def _spent(model: Model, groups: list[_Group | _Daily], year: int, unit: int) -> Any:
    terms: list[Any] = []
    fixed = 0
    for group in groups:
        if isinstance(group, _Daily):
            days = group.days.get(year, 0)
            if isinstance(days, int) and not days:
                continue
            part = group.whole * unit
            rate = -(-group.amount // part) if model.strict else group.amount // part
            terms.append(rate * _where(model, days, group))
            continue
        for one, amount in group.split:
            if one != year or not amount:
                continue
            amount = amount // unit if not model.strict else -(-amount // unit)
            if group.lits:
                terms.append(amount * group.lits[0])
            else:
                fixed += amount
    return fixed + sum(terms) if terms else fixed


def _where(model: Model, days: Any, group: _Daily) -> Any:
    """Return the days of an amount where it is spent at all, else none."""
    if not group.lits:
        return days
    found = model.cp.int_var(0, group.whole)
    model.cp.model.add(found >= days).only_enforce_if(group.lits[0])
    return found


def _at_most(model: Model, spent: Any, has: int, given: Any, unless: tuple[Any, ...]) -> None:
    if isinstance(spent, int) and isinstance(given, int):
        if spent <= has + given:
            return
        if not unless:
            model.cp.no()
            return
        model.cp.model.add(sum(unless) >= 1)
        return
    constraint = model.cp.model.add(spent <= has + given)
    if unless:
        constraint.only_enforce_if(*(literal.negated() for literal in unless))


def _carried(
    model: Model,
    account: Account,
    years: list[int],
    said: set[int],
    spent: Mapping[int, Any],
    given: Mapping[int, Any],
    groups: list[_Group | _Daily],
    unit: int,
) -> None:
    """Hold a fund that carries over: up to each year no more is spent than there was by then.

    A year without a ceiling leaves all later ones open, which a model that is not strict takes in the plan's favour; a
    year before the first ceiling does so only where something falls into it.
    """
    first = min(account.ceilings, default=None)
    unless: tuple[Any, ...] = ()
    if not model.strict:
        if first is None:
            return
        early = [group for group in groups if any(year < first for year in _years(group))]
        if any(not group.lits or isinstance(group, _Daily) for group in early):
            return
        if early:
            open_ = model.cp.model.new_bool_var("")
            model.cp.model.add_bool_or([group.lits[0] for group in early]).only_enforce_if(open_)
            unless = (open_,)
    out: Any = 0
    has: Any = 0
    more: Any = 0
    for before, year in pairwise([None, *years]):
        assert year is not None
        if not model.strict and first is not None and year < first:
            continue
        gap = before is not None and first is not None and before >= first and year != before + 1
        if not model.strict and (gap or year not in said):
            return
        if model.strict and year in account.ceilings and year not in said:
            return
        out, has, more = out + spent[year], has + _has(account, year, unit, model.strict), more + given[year]
        _at_most(model, out, has, more, unless)
