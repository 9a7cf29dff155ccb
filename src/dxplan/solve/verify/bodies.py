"""Whether somebody acts on every day on which a body is to act (§12)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from dxplan.model.body import Body, Role
from dxplan.model.plan import Plan
from dxplan.solve.verify.runs import Run
from dxplan.solve.verify.violation import Violation, broken

__all__ = ["acting_on", "broken_tenures"]

_PASSIVE = (Role.CONSULTED, Role.INFORMED)


def acting_on(bodies: Mapping[str, Body], id: str, day: dt.date) -> str | None:
    """Return who acts on a day for a body: it while it exists, after it its successor, and so on; None for nobody."""
    passed: list[str] = []
    while id not in passed:
        body = bodies[id]
        if body.valid_from is not None and day < body.valid_from and (body.valid_to is None or day <= body.valid_to):
            return None  # not yet there, and nobody follows what has not been
        if body.valid_to is None or day <= body.valid_to:
            return id
        if body.successor is None:
            return None
        passed.append(id)
        id = body.successor
    return None


def broken_tenures(plan: Plan, runs: Mapping[str, Run]) -> Iterator[Violation]:
    """Yield the first day of each task on which a body that acts in it is gone and nobody has followed."""
    bodies = {body.id: body for body in plan.bodies}
    for id, run in runs.items():
        for one in run.activity.roles:
            if one.role in _PASSIVE or (bodies[one.body].valid_from is None and bodies[one.body].valid_to is None):
                continue
            day = _vacant(bodies, one.body, run, plan.start)
            if day is not None:
                yield broken("nobody-acts", id, day=day, body=one.body, role=one.role.value)


def _vacant(bodies: Mapping[str, Body], body: str, run: Run, start: dt.date) -> dt.date | None:
    for first, end in run.times:
        if first >= end:  # a moment is reported on the day before its boundary
            first, end = (first - 1, first) if first else (0, 1)
        for tick in range(first, end):
            day = start + dt.timedelta(days=tick)
            if acting_on(bodies, body, day) is None:
                return day
    return None
