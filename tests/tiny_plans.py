"""Plans so small that every schedule of them can be tried: for the search and the oracle that judges it.

They are made from a seed, thousands in a minute; Hypothesis draws the seed.
"""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

from hypothesis import strategies as st

import dxplan as dx

__all__ = ["tiny_plan", "tiny_plans"]

# a Friday, a Sunday and a Monday before the next fiscal year; a Thursday and a Friday within one
_STARTS = [dt.date(2024, 12, day) for day in (27, 29, 30, 30)] + [dt.date(2025, 3, day) for day in (6, 7)]
_COUNTS = [1, 2, 2, 2, 2, 3, 3, 3, 4, 4]
_TYPES = ["FS"] * 5 + ["SS", "SS", "FF", "FF", "SF"]


def tiny_plans() -> st.SearchStrategy[dx.Plan]:
    """Return plans of one to four tasks and milestones."""
    return st.integers(0, 2**32 - 1).map(lambda seed: tiny_plan(random.Random(seed)))


def tiny_plan(random: random.Random) -> dx.Plan:
    """Return one such plan; of the same state of `random` always the same."""
    return _Hand(random).plan()


class _Hand:
    """Draws the parts of one plan."""

    def __init__(self, random: random.Random) -> None:
        self.random, self.pick, self.whole = random, random.choice, random.randint
        self.start = self.pick(_STARTS)
        self.resources = self._some(0.4, lambda id: self._resource(id), ["team", "room"])
        self.funds = self._some(0.4, lambda id: self._fund(id), ["central", "local"])
        self.led = self.chance(0.35)
        self.measured = self.chance(0.45)
        self.areas = self.measured and self.chance(0.4)
        self.tight = self.pick([0, 0, 1, 2, 3])
        self.known: dict[str | None, int] = {}  # what is read of the indicator in an area
        self.gains: dict[str | None, int] = {}  # what tasks add to it

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def day(self, low: int, high: int) -> dt.date:
        return self.start + dt.timedelta(days=self.whole(low, high))

    def _some(self, share: float, make: Any, ids: list[str]) -> list[Any]:
        return [make(id) for id in ids[: 1 + self.chance(0.25)]] if self.chance(share) else []

    def plan(self) -> dx.Plan:
        activities = self._activities()
        elements: list[dx.Element] = [*self.resources, *self.funds, *activities]
        elements.append(dx.Calendar(id="six", week="mon tue wed thu fri sat", holidays=[self.day(1, 5)]))
        if self.led:
            elements += self._bodies()
        if self.areas:
            elements += self._areas()
        if self.measured:
            elements += [self._indicator(), *self._goals([one.id for one in activities])]
        return dx.Plan(
            id="p",
            start=self.start,
            horizon=self.day(12, 20) if self.chance(0.15) else None,
            calendar="six" if self.chance(0.25) else None,
            area="province" if self.areas else None,
            elements=elements,
        )

    # what tasks take

    def _resource(self, id: str) -> dx.Resource:
        amounts = [1, 1, 1, 2, 2, 3, 0]
        if self.chance(0.7):
            return dx.Resource(id=id, capacity=self.pick(amounts))
        days = sorted({self.day(0, 8) for _ in range(self.whole(1, 2))})
        steps = [dx.Step(amount=self.pick(amounts), since=day) for day in days]
        return dx.Resource(id=id, capacity=([dx.Step(amount=self.pick(amounts))] if self.chance(0.7) else []) + steps)

    def _fund(self, id: str) -> dx.Fund:
        year = self.start.year
        years = [[year]] * 3
        if self.start.month == 12:
            years = [[year, year + 1]] * 6 + [[year]] * 2 + [[year + 1]]
        said = self.pick([*years, [year - 1, year], []] if self.chance(0.2) else years)
        amounts = [0, 2, 3, 4, 5, 6, 8, 10]
        if len(said) > 1 and self.chance(0.3):  # much in the first year, little in the next
            given = dict(zip(said, [self.pick(amounts[4:]), self.pick(amounts[:3])], strict=True))
        else:
            given = {one: self.pick(amounts) for one in said}
        return dx.Fund(
            id=id,
            carry_over=self.pick(["lapse", "carry"]),
            ceilings={one: f"{amount} VND" for one, amount in given.items()},
        )

    def _taken(self) -> dict[str, Any]:
        uses = [
            dx.Use(resource=one.id, effort=f"{self.whole(1, 4)} person-days")
            if self.chance(0.25)
            else dx.Use(resource=one.id, amount=self.pick([1, 1, 1, 2, 2, 3, "0.5"]))
            for one in self.resources
            if self.chance(0.7)
        ]
        costs = [
            dx.Cost(fund=one.id, amount=f"{self.whole(1, 9)} VND", spread=self.pick(["start", "end", "even", "even"]))
            for one in self.funds
            if self.chance(0.7)
        ]
        return {"uses": uses, "costs": costs}

    def _length(self) -> str:
        return f"{self.pick([0, 1, 1, 1, 2, 2, 2, 3, 3])} {self.pick(['workdays', 'days'])}"

    # tasks and milestones

    def _activities(self) -> list[Any]:
        found: list[Any] = []
        ends: dict[str, int] = {}  # about when each is done
        count = self.pick(_COUNTS)
        back = count > 1 and self.chance(0.03)
        for number in range(count):
            id = f"t{number}"
            after = self._after(list(ends))
            if back and not number:
                after = [self._link(f"t{count - 1}", lead=True)]
            length = self._length()
            begun = max([ends.get(link.predecessor, 0) for link in after], default=0) if self.chance(0.9) else 0
            ends[id] = begun + int(length[0])
            shared: dict[str, Any] = {
                "id": id,
                "after": after,
                "not_before": self.day(0, 5) if self.chance(0.15) else None,
                "on": self.day(0, 4) if self.chance(0.06) else None,
                "due": self._due(ends[id]),
                "roles": self._roles(),
                "advances": self._advances() if self.measured and self.chance(0.65) else [],
            }
            if self.chance(0.15):
                found.append(dx.Milestone(**shared))
            else:
                found.append(dx.Task(**shared, **self._kind(length, number)))
        return found

    def _due(self, end: int) -> dt.date | None:
        if self.chance(0.45):
            return None
        last = end - 1 + self.tight + self.whole(0, 3)
        return self.day(last, last) if last > 0 or self.chance(0.3) else self.day(0, 2)

    def _kind(self, length: str, number: int) -> dict[str, Any]:
        more: dict[str, Any] = {"duration": length, "calendar": "six" if self.chance(0.2) else None, **self._taken()}
        kind = self.random.random()
        if number and kind < 0.03:
            return more | {"duration": None, "recurring": dx.Recurrence(until=self.day(2, 8))}
        if kind < 0.07:
            more["recurring"] = dx.Recurrence(every=self.pick(["1 week", "2 days", "2 workdays"]), until=self.day(2, 9))
        elif kind < 0.08:
            more["duration"] = None
        elif kind < 0.2:
            more["modes"] = [dx.Mode(id=id, duration=self._length(), **self._taken()) for id in ["in", "out"]]
            more["modes"] = more["modes"][: self.whole(1, 2)]
            more["duration"] = None if self.chance(0.4) else length
        return more | {"optional": number > 0 and self.chance(0.15)}

    def _after(self, before: list[str]) -> list[dx.Dependency]:
        found = [self._link(one) for one in before if self.chance(0.55 if len(before) < 2 else 0.4)]
        return found + ([self._link(found[0].predecessor)] if found and self.chance(0.06) else [])

    def _link(self, predecessor: str, *, lead: bool = False) -> dx.Dependency:
        lag = f"{-self.whole(0, 4) if lead else self.whole(-2, 3)} {self.pick(['workdays', 'days'])}"
        return dx.Dependency(
            predecessor=predecessor, type=self.pick(_TYPES), lag=lag if lead or self.chance(0.35) else None
        )

    def _roles(self) -> dict[str, Any]:
        if not self.led or self.chance(0.3):
            return {}
        role = self.pick(["leads", "leads", "leads", "leads", "leads", "executes", "informed"])
        return {role: self.pick(["old", "old", "old", "new"])}

    def _bodies(self) -> list[dx.Body]:
        return [
            dx.Body(
                id="new",
                valid_from=self.day(0, 4) if self.chance(0.3) else None,
                lead_limit=self.pick([None, None, 0, 1, 1, 2]),
            ),
            dx.Body(
                id="old",
                valid_to=self.day(0, 8) if self.chance(0.4) else None,
                successor=self.pick([None, "new"]),
                lead_limit=self.pick([None, 1, 1, 1, 2]),
            ),
        ]

    # goals

    def _areas(self) -> list[dx.Area]:
        return [
            dx.Area(id="province", level="province"),
            dx.Area(id="north", level="district", parent="province"),
            dx.Area(
                id="south", level="district", parent="province", valid_to=self.day(0, 9) if self.chance(0.2) else None
            ),
        ]

    def _place(self) -> str | None:
        return self.pick([None, None, "north", "south"]) if self.areas else None

    def _advances(self) -> list[dx.Contribution]:
        found = []
        for _ in range(self.pick([1, 1, 2])):
            area, amount = self._place(), self.pick([-2, -1, 1, 2, 2, 3, 3])
            delay = f"{self.whole(0, 3)} {self.pick(['days', 'workdays'])}" if self.chance(0.3) else None
            self.gains[area] = self.gains.get(area, 0) + max(0, amount)
            found.append(dx.Contribution(indicator="i", amount=amount, delay=delay, area=area))
        return found

    def _indicator(self) -> dx.Indicator:
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
            return dx.InTier(indicator="i", top=self.pick([1, "50 %"]), area=self.pick(["north", "south"]))
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

    def _goals(self, tasks: list[str]) -> list[dx.Goal]:
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
