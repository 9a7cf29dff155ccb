"""Which statements of a plan are taken as said: all of them, or a few, with all else dropped."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

import dxplan as dx

__all__ = ["Said", "continuous", "everything"]

_ALWAYS: Callable[[str], bool] = lambda value: True  # noqa: E731


class Said:
    """What counts of a plan.

    Parameters
    ----------
    statements : collection of Statement, optional
        None for all that the plan says.
    start : bool
        Whether the plan's start counts, whatever the statements are.
    """

    def __init__(self, statements: Collection[dx.Statement] | None = None, *, start: bool = True) -> None:
        self.all = statements is None
        self._values: dict[tuple[str, str], list[str]] = {}
        for one in statements or ():
            self._values.setdefault((one.subject, one.field), []).append(one.value)
        self.start = start or self.all or any(field == "start" for _, field in self._values)

    def __call__(self, subject: str, field: str, match: Callable[[str], bool] = _ALWAYS) -> bool:
        """Tell whether an element says something, with a value that is matched."""
        return self.all or any(match(value) for value in self._values.get((subject, field), ()))

    def length(self, task: dx.Task | dx.Milestone) -> bool:
        """Tell whether it is said how long a task takes; a milestone never takes time."""
        return isinstance(task, dx.Milestone) or self(task.id, "modes" if task.modes else "duration")

    def link(self, task: str, link: dx.Dependency) -> bool:
        """Tell whether a wait is said: the predecessor alone, or with the kind and the lag."""
        how = [] if link.type is dx.DependencyType.FS else [link.type.value]
        how += [] if link.lag is None else [f"lag {link.lag}"]
        text = f"{link.predecessor} ({', '.join(how)})" if how else link.predecessor
        return self(task, "after", lambda value: value == text)

    def use(self, task: dx.Task, use: dx.Use) -> bool:
        """Tell whether a task's use is said; with modes, all their uses are one statement with the modes."""
        if task.modes:
            return self(task.id, "modes")
        return self(task.id, "uses", lambda value: value.endswith(f"of {use.resource}"))

    def cost(self, task: dx.Task, cost: dx.Cost) -> bool:
        """Tell whether a task's cost is said, as for uses."""
        if task.modes:
            return self(task.id, "modes")
        return self(task.id, "costs", lambda value: f"from {cost.fund}" in value)

    def ceiling(self, fund: str, year: int) -> bool:
        """Tell whether what a fund has in a year is said."""
        return self(fund, "ceilings", lambda value: value.endswith(f"in {year}"))

    def acts(self, body: str) -> bool:
        """Tell whether it is said that the body named in a role begins or ends."""
        return self(body, "valid_to") or self(body, "valid_from")


def everything(plan: dx.Plan) -> list[dx.Statement]:
    """Return all that a plan says, in words that `Said` understands."""
    found: list[dx.Statement] = []

    def say(subject: str, field: str, value: Any) -> None:
        if value is not None:
            found.append(dx.Statement(subject=subject, field=field, value=str(value)))

    say(plan.id, "start", plan.start)
    for task in plan.activities:
        for field in ("not_before", "on", "due"):
            say(task.id, field, getattr(task, field))
        for link in task.after:
            how = [] if link.type is dx.DependencyType.FS else [link.type.value]
            how += [] if link.lag is None else [f"lag {link.lag}"]
            say(task.id, "after", f"{link.predecessor} ({', '.join(how)})" if how else link.predecessor)
        if isinstance(task, dx.Task) and task.modes:
            say(task.id, "modes", ", ".join(mode.id for mode in task.modes))
        elif isinstance(task, dx.Task):
            say(task.id, "duration", task.duration)
            for use in task.uses:
                say(task.id, "uses", f"{use.amount if use.effort is None else use.effort} of {use.resource}")
            for cost in task.costs:
                say(task.id, "costs", f"{cost.amount} from {cost.fund}")
    for goal in plan.goals:
        if goal.firmness is dx.Firmness.HARD:
            say(goal.id, "due", goal.due)
    for fund in plan.funds:
        for ceiling in fund.ceilings:
            say(fund.id, "ceilings", f"{ceiling.amount} in {ceiling.year}")
    for resource in plan.resources:
        say(resource.id, "capacity", ", ".join(str(step.amount) for step in resource.capacity))
    for body in plan.bodies:
        for field in ("lead_limit", "valid_from", "valid_to"):
            say(body.id, field, getattr(body, field))
    return found


def continuous(task: dx.Task | dx.Milestone) -> bool:
    """Tell whether it is continuous work, which has no dates."""
    if isinstance(task, dx.Milestone):
        return False
    return task.duration is None and not task.modes and task.recurring is not None
