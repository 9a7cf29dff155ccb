"""Who acts when in a schedule: each body while it exists, after it its successor (§12)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from dxplan.model.body import Body, Role
from dxplan.model.plan import Plan
from dxplan.model.tenure import acting_on
from dxplan.solve.timesheet import Work

__all__ = ["Acting", "acting", "turns"]

_PASSIVE = (Role.CONSULTED, Role.INFORMED)
_DAY = dt.timedelta(days=1)


@attrs.frozen(kw_only=True)
class Acting:
    """Who acts in a body's role in a task over some days.

    Parameters
    ----------
    task : str
        Id of a task or milestone.
    role : Role
    body : str
        Id of the `Body` to which the plan gives the role.
    acting : str, optional
        Id of the body that acts on these days: it, or a successor; None for nobody.
    first, last : date
    """

    task: str
    role: Role
    body: str
    acting: str | None
    first: dt.date
    last: dt.date

    def to_record(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "task": self.task,
            "role": self.role.value,
            "body": self.body,
            "acting": self.acting,
            "first": self.first.isoformat(),
            "last": self.last.isoformat(),
        }


def acting(plan: Plan, works: Mapping[str, Work]) -> tuple[Acting, ...]:
    """Return who acts when, for every role but those who are only consulted or informed."""
    bodies = {body.id: body for body in plan.bodies}
    found: list[Acting] = []
    for id, work in sorted(works.items()):
        for one in work.activity.roles:
            if one.role in _PASSIVE:
                continue
            for first, last in work.spans():
                for who, since, until in turns(bodies, one.body, first, last):
                    found.append(Acting(task=id, role=one.role, body=one.body, acting=who, first=since, last=until))
    return tuple(found)


def turns(
    bodies: Mapping[str, Body], id: str, first: dt.date, last: dt.date
) -> Iterator[tuple[str | None, dt.date, dt.date]]:
    """Yield who acts from when to when; it can change only where a body of the line begins or ends."""
    changes = {first}
    line: set[str] = set()
    step: str | None = id
    while step is not None and step not in line:
        line.add(step)
        body = bodies[step]
        changes |= set() if body.valid_from is None else {body.valid_from}
        changes |= set() if body.valid_to is None or body.valid_to == dt.date.max else {body.valid_to + _DAY}
        step = body.successor
    days = sorted(day for day in changes if first <= day <= last)
    begun: tuple[str | None, dt.date] | None = None
    for day in days:
        who = acting_on(bodies, id, day)
        holder = None if who is None else who.id
        if begun is not None and begun[0] == holder:
            continue
        if begun is not None:
            yield (*begun, day - _DAY)
        begun = holder, day
    if begun is not None:
        yield (*begun, last)
