"""Whether what is spent of a fund stays within what it has."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import dxplan as dx
from tests.search_said import Said

__all__ = ["Funds"]

Account = tuple[str, str]  # a fund and a currency


class Funds:
    """The funds of a plan, with what is said of them; `carry` names some that are taken to carry over."""

    def __init__(self, plan: dx.Plan, said: Said, carry: Collection[str] = ()) -> None:
        self.start = plan.start.year if said.start else None
        self.years = {fund.id: [one.year for one in fund.ceilings] for fund in plan.funds}
        self.ceilings = {
            fund.id: {one.year: one.amount.amount for one in fund.ceilings if said.ceiling(fund.id, one.year)}
            for fund in plan.funds
        }
        self.carries = {fund.id: fund.carry_over is dx.CarryOver.CARRY or fund.id in carry for fund in plan.funds}
        self._known: dict[object, frozenset[str]] = {}

    def broken(self, account: Account, spent: Mapping[int, int], kinds: Collection[str], *, final: bool) -> bool:
        """Tell whether one of some kinds of breach is there; before the end, whether it is there for good."""
        if not kinds:
            return False
        fund = account[0]
        # what is spent before the first ceiling leaves open what is brought forward, so that a breach may become one
        # that nobody can judge
        if not final and self.carries[fund] and "no-ceiling" not in kinds and not self._begun(fund):
            return False
        key = account, tuple(sorted(spent.items()))
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._breaches(fund, spent)
        return any(kind in found for kind in kinds)

    def _begun(self, fund: str) -> bool:
        return self.start is not None and min(self.years[fund], default=self.start + 1) <= self.start

    def _breaches(self, fund: str, spent: Mapping[int, int]) -> frozenset[str]:
        ceilings, found = self.ceilings[fund], set()
        left, known = 0, True
        years = [*self.years[fund], *spent]
        for year in range(min(years), max(spent) + 1):
            has = ceilings.get(year, 0) + left
            known = year in ceilings and (known or not self.carries[fund])
            if spent.get(year, 0) > has:
                found.add("over-ceiling" if known else "no-ceiling")
            left = max(0, has - spent.get(year, 0)) if self.carries[fund] else 0
        return frozenset(found)

    def missing(self, account: Account, spent: Mapping[int, int]) -> int:
        """Return how much the ceilings would have to grow by; none at all counts as nothing."""
        fund = account[0]
        ceilings = self.ceilings[fund]
        if not self.carries[fund]:
            return sum(max(0, amount - ceilings.get(year, 0)) for year, amount in spent.items())
        most = balance = 0
        years = [*self.years[fund], *spent]
        for year in range(min(years), max(years) + 1):
            balance += spent.get(year, 0) - ceilings.get(year, 0)
            most = max(most, balance)
        return most
