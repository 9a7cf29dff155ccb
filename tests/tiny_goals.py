"""The goals of tiny plans: what is measured, where, what tasks add to it and what is to be true by when."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

import dxplan as dx

__all__ = ["GoalHand"]


class GoalHand:
    """Draws them."""

    def __init__(self, random: random.Random, start: dt.date) -> None:
        self.random, self.pick, self.whole, self.start = random, random.choice, random.randint, start
        self.measured = self.chance(0.45)
        self.areas = self.measured and self.chance(0.4)
        self.known: dict[str | None, int] = {}  # what is read of the indicator in an area
        self.gains: dict[str | None, int] = {}  # what tasks add to it

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def day(self, low: int, high: int) -> dt.date:
        return self.start + dt.timedelta(days=self.whole(low, high))

    def make_areas(self) -> list[dx.Area]:
        return [
            dx.Area(id="province", level="province"),
            dx.Area(id="north", level="district", parent="province"),
            dx.Area(
                id="south", level="district", parent="province", valid_to=self.day(0, 9) if self.chance(0.2) else None
            ),
        ]

    def _place(self) -> str | None:
        return self.pick([None, None, "north", "south"]) if self.areas else None

    def advances(self) -> list[dx.Contribution]:
        found = []
        for _ in range(self.pick([1, 1, 2])):
            area, amount = self._place(), self.pick([-2, -1, 1, 2, 2, 3, 3])
            delay = f"{self.whole(0, 3)} {self.pick(['days', 'workdays'])}" if self.chance(0.3) else None
            self.gains[area] = self.gains.get(area, 0) + max(0, amount)
            found.append(dx.Contribution(indicator="i", amount=amount, delay=delay, area=area))
        return found

    def indicator(self) -> dx.Indicator:
        where = [None, "north", "south"] if self.areas else [None]
        self.known = {one: self.whole(0, 3) for one in where if self.chance(0.92)}
        read = [dx.Reading(date="2024-11-01", value=value, area=one) for one, value in self.known.items()]
        return dx.Indicator(id="i", direction=self.pick(["higher", "higher", "lower"]), readings=read)

    def _leaf(self, tasks: list[str]) -> Any:
        kind = self.random.random()
        if kind < 0.35:
            return dx.Delivered(task=self.pick(tasks))
        if kind < 0.8:
            area = self._place()
            more = self.whole(0, max(1, self.gains.get(area, 0)))  # as a rule, within reach
            return dx.AtLeast(indicator="i", value=self.known.get(area, 0) + more, area=area)
        if kind < 0.92:
            return dx.AtMost(indicator="i", value=self.whole(1, 4), area=self._place())
        if kind < 0.97 and self.areas:
            return dx.InTier(indicator="i", top=self.pick(["1", "50 %"]), area=self.pick(["north", "south"]))
        return dx.Undefined(words="good")

    def _criterion(self, tasks: list[str]) -> Any:
        kind = self.random.random()
        if kind < 0.2:
            return self.pick([dx.AnyOf, dx.AllOf])(criteria=[self._leaf(tasks) for _ in range(2)])
        if kind < 0.5 and self.areas:
            inner = dx.AtLeast(indicator="i", value=self.whole(1, 4))
            if self.chance(0.5):
                return dx.CountOf(areas={"level": "district"}, at_least=self.pick([1, 2]), criterion=inner)
            return dx.ForEach(areas={"level": "district"}, criterion=inner)
        return self._leaf(tasks)

    def make_goals(self, tasks: list[str]) -> list[dx.Goal]:
        count = self.pick([1, 1, 1, 2, 3])
        return [
            dx.Goal(
                id=f"g{number}",
                criterion=None if count > 1 and not number and self.chance(0.7) else self._criterion(tasks),
                due=self.day(1, 9) if self.chance(0.98) else None,
                within="g0" if number and self.chance(0.7) else None,
                refinement=self.pick(["all", "any", 1]) if count > 1 and not number else "all",
                firmness="hard" if self.chance(0.5 if number else 0.85) else "soft",
            )
            for number in range(count)
        ]
