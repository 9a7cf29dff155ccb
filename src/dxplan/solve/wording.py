"""What a plan says of a task, in the words of a statement."""

from __future__ import annotations

from dxplan.cpm.compile import planned_duration
from dxplan.model.resource import Resource, Use
from dxplan.model.task import Dependency, DependencyType, Milestone, Task
from dxplan.solve.statement import Statement

__all__ = ["capacity", "length", "used", "waiting"]


def length(activity: Task | Milestone) -> Statement:
    """Return how long a task takes, or in which ways it can be done."""
    planned = planned_duration(activity)
    if isinstance(activity, Milestone) or not activity.modes:
        return Statement(subject=activity.id, field="duration", value=str(planned))
    own = [] if activity.duration is None else [str(planned)]
    ways = [*own, *(f"{mode.id} ({mode.duration})" for mode in activity.modes)]
    return Statement(subject=activity.id, field="modes", value="; ".join(ways))


def waiting(link: Dependency) -> str:
    """Return what is waited for, and how."""
    if link.lag is None and link.type is DependencyType.FS:
        return link.predecessor
    how = [] if link.type is DependencyType.FS else [link.type.value]
    if link.lag is not None:
        how.append(f"lag {link.lag}")
    return f"{link.predecessor} ({', '.join(how)})"


def used(use: Use) -> str:
    """Return how much is used, and of what."""
    return f"{use.amount if use.effort is None else use.effort} of {use.resource}"


def capacity(resource: Resource) -> str:
    """Return how much there is, and from when on."""
    steps = [
        str(step.amount) if step.since is None else f"{step.amount} from {step.since.isoformat()} on"
        for step in resource.capacity
    ]
    return ", ".join(steps)
