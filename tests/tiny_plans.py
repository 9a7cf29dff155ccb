"""Plans so small that every schedule of them can be tried: for the search and the oracle that judges it.

They are made from a seed, thousands in a minute; Hypothesis draws the seed.
"""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

from hypothesis import strategies as st

import dxplan as dx
from tests.tiny_goals import GoalHand

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


class _Hand(GoalHand):
    """Draws the parts of one plan."""

    def __init__(self, random: random.Random) -> None:
        super().__init__(random, random.choice(_STARTS))
        self.resources = self._some(0.4, self._resource, ["team", "room"])
        self.funds = self._some(0.4, self._fund, ["central", "local"])
        self.led = self.chance(0.35)
        self.leads = self.chance(0.5)  # one body leads everything
        self.tight = self.pick([0, 0, 1, 2, 3])
        self.circle = False  # whether waits run in one

    def _some(self, share: float, make: Any, ids: list[str]) -> list[Any]:
        return [make(id) for id in ids[: 1 + self.chance(0.25)]] if self.chance(share) else []

    def plan(self) -> dx.Plan:
        activities = self._activities()
        elements: list[dx.Element] = [*self.resources, *self.funds, *activities]
        elements.append(dx.Calendar(id="six", week="mon tue wed thu fri sat", holidays=[self.day(1, 5)]))
        if self.led:
            elements += self._bodies()
        if self.areas:
            elements += self.make_areas()
        if self.measured:
            elements += [self.indicator(), *self.make_goals([one.id for one in activities])]
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
        # what a fund that carries over has before its first ceiling is not tried
        later = min(given, default=self.start.year) > self.start.year
        return dx.Fund(
            id=id,
            carry_over="lapse" if later else self.pick(["lapse", "carry"]),
            ceilings={one: f"{amount} VND" for one, amount in given.items()},
        )

    def _taken(self) -> dict[str, Any]:
        uses = [
            dx.Use(resource=one.id, effort=f"{self.whole(1, 4)} person-days")
            if self.chance(0.25)
            else dx.Use(resource=one.id, amount=self.pick(["1", "1", "1", "2", "2", "3", "0.5"]))
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
        self.circle = count > 1 and self.chance(0.03)
        for number in range(count):
            id = f"t{number}"
            after = self._after(list(ends))
            if self.circle and not number:
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
                "advances": self.advances() if self.measured and self.chance(0.65) else [],
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
        elif kind < 0.08 and not self.circle:
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
        if self.led and self.leads:
            return {"leads": "old"}
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
