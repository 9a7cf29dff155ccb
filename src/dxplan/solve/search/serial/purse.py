"""Money while a schedule grows: what is left of each fund, by year (§14)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from dxplan.model.fund import Spread
from dxplan.solve.search.problem import Account, Expense, Problem
from dxplan.solve.search.serial.lanes import Lane
from dxplan.solve.spending import apportion

__all__ = ["Purses", "split"]

Runs = Sequence[tuple[int, int]]


def split(problem: Problem, expense: Expense, lane: Lane, runs: Runs, *, worked: bool) -> Mapping[int, int]:
    """Return what is spent by year.

    Parameters
    ----------
    problem : Problem
    expense : Expense
    lane : Lane
        Whose days are worked.
    runs : sequence of (int, int)
        The boundaries of every time of the work.
    worked : bool
        Whether it has days of its own at all.
    """
    first, end = runs[0]
    if expense.spread is not Spread.EVEN or not worked:
        if expense.spread is Spread.END:
            end = max(end for _, end in runs)
        elif first < end:
            return {problem.year(first): expense.amount}
        return {problem.year(end - 1 if end else 0): expense.amount}
    days: dict[int, int] = {}
    for first, end in runs:
        year, last = problem.year(first), problem.year(max(end - 1, first))
        while year <= last:
            low, high = max(first, problem.year_start(year)), min(end, problem.year_start(year + 1))
            count = lane.count(high) - lane.count(low)
            if count:
                days[year] = days.get(year, 0) + count
            year += 1
    if len(days) == 1:
        return {next(iter(days)): expense.amount}
    if not days:
        first, end = runs[0]
        return {problem.year(first if first < end else max(end - 1, 0)): expense.amount}
    return apportion(expense.amount, days)


class _Purse:
    """What is left of one account: by year, or up to each year where it is brought forward."""

    def __init__(self, account: Account, first: int) -> None:
        self.carries: bool = account.carries
        self.first: int = min([first, *account.ceilings])
        self.last: int = max([first, *account.ceilings])
        self.room: list[int] = []
        for year in range(self.first, self.last + 1):
            brought = self.room[-1] if self.carries and self.room else 0
            self.room.append(account.ceilings.get(year, 0) + brought)

    def holds(self, spent: Mapping[int, int]) -> bool:
        if not self.carries:
            return all(amount <= self._left(year) for year, amount in spent.items())
        total, begin = 0, min(spent)
        for year in range(begin, max(self.last, *spent) + 1):
            total += spent.get(year, 0)
            if total > self.room[min(year, self.last) - self.first]:
                return False
        return True

    def _left(self, year: int) -> int:
        return self.room[year - self.first] if year <= self.last else 0

    def take(self, spent: Mapping[int, int]) -> None:
        if not self.carries:
            for year, amount in spent.items():
                if year <= self.last:
                    self.room[year - self.first] -= amount
            return
        total, begin = 0, min(spent)
        for year in range(begin, self.last + 1):
            total += spent.get(year, 0)
            self.room[year - self.first] -= total
        late = sum(amount for year, amount in spent.items() if year > self.last)
        self.room[-1] -= late  # what is spent after the last ceiling is taken from what is left of all


class Purses:
    """What is left of every account.

    Parameters
    ----------
    problem : Problem
    """

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._purses = [_Purse(account, problem.plan.start.year) for account in problem.accounts]

    def spent(self, expenses: Iterable[Expense], lane: Lane, runs: Runs, *, worked: bool) -> dict[int, dict[int, int]]:
        """Return what work takes, by account and year."""
        found: dict[int, dict[int, int]] = {}
        for expense in expenses:
            if expense.amount:
                book = found.setdefault(expense.account, {})
                for year, amount in split(self._problem, expense, lane, runs, worked=worked).items():
                    book[year] = book.get(year, 0) + amount
        return found

    def holds(self, spent: Mapping[int, Mapping[int, int]]) -> bool:
        """Tell whether there is so much left of each account in each year."""
        return all(self._purses[account].holds(book) for account, book in spent.items())

    def take(self, spent: Mapping[int, Mapping[int, int]]) -> None:
        """Spend it."""
        for account, book in spent.items():
            self._purses[account].take(book)
