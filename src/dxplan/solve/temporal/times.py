"""What counts of a plan where only times are looked at, whatever is chosen."""

from __future__ import annotations

import attrs

from dxplan.cpm.compile import compile_network, planned_duration
from dxplan.cpm.network import Network
from dxplan.model.duration import Duration
from dxplan.model.plan import Plan
from dxplan.model.task import Dependency, DependencyType, Milestone, Task

__all__ = ["Times"]

_TO_FINISH = (DependencyType.FF, DependencyType.SF)


@attrs.frozen(eq=False)
class Times:
    """A plan without its optional tasks, each other task in its shortest mode.

    Parameters
    ----------
    plan : Plan
    optional : frozenset of str
        Ids of the tasks that are left out.
    shortest : dict of str to Duration or None
        The durations of the tasks with modes; None where it is not clear which one is the shortest.
    """

    plan: Plan
    optional: frozenset[str]
    shortest: dict[str, Duration | None]

    @classmethod
    def of(cls, plan: Plan) -> Times:
        """Return the times of a plan."""
        optional = frozenset(task.id for task in plan.tasks if task.optional)
        return cls(plan, optional, {task.id: _shortest(task) for task in plan.tasks if task.modes})

    def network(self) -> Network:
        """Return the network of these times; see `compile_network` for what it raises."""
        return compile_network(self.plan, without=self.optional, durations=self.shortest)

    def activity(self, id: str) -> Task | Milestone:
        """Return the task or milestone with an id."""
        activity = self.plan[id]
        if not isinstance(activity, (Task, Milestone)):
            raise TypeError(f"{id!r} is a {activity.KIND}")
        return activity

    def duration(self, id: str) -> Duration | None:
        """Return the duration that counts; None where there is none."""
        return self.shortest[id] if id in self.shortest else planned_duration(self.activity(id))

    def after(self, id: str) -> tuple[Dependency, ...]:
        """Return the dependencies that count, in the order in which the plan states them."""
        after = self.activity(id).after
        return tuple(link for link in after if link.predecessor not in self.optional) if self.optional else after


def _shortest(task: Task) -> Duration | None:
    planned = planned_duration(task)
    if planned is None:
        return None
    # workdays and elapsed days cannot be compared by number; the shorter number of days is shorter on no calendar
    # only among those of one kind, so a mixed choice is not decided here
    same = [mode.duration for mode in task.modes if mode.duration.working == planned.working]
    if len(same) < len(task.modes):
        return None
    lengths = {planned.days, *(duration.days for duration in same)}
    # what takes longer may begin sooner: where its end waits, and beside what takes no time at all (§1), which is said
    # of a mode, and so may be dropped
    if 0 in lengths or (len(lengths) > 1 and any(link.type in _TO_FINISH for link in task.after)):
        return None
    return min([planned, *same], key=lambda duration: duration.days)
