"""Changes of dates and work: another due date, another duration, a task left out."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

import attrs

from dxplan.dates import last_day
from dxplan.errors import InputError, defect
from dxplan.model.base_change import BaseChange
from dxplan.model.draft import Draft
from dxplan.model.duration import Duration
from dxplan.model.estimate import non_negative_duration
from dxplan.model.goal import Goal
from dxplan.model.plain import identifier, optional_identifier
from dxplan.model.task import Activity, Task

__all__ = ["LeaveOut", "MoveDue", "SetDuration"]


@attrs.frozen(kw_only=True)
class MoveDue(BaseChange):
    """A task, a milestone or a goal is due on another day.

    Parameters
    ----------
    subject : str
        Id of a `Task`, `Milestone` or `Goal`.
    to : date
        The last day on which it may finish, or by which it must be true; a period such as ``"Q2/2025"`` means its last
        day.

    Examples
    --------
    >>> print(MoveDue(subject="portal", to="Q2/2025"))
    move the due date of portal to 2025-06-30
    """

    KIND: ClassVar[str] = "move_due"

    subject: str = attrs.field(converter=identifier, metadata={"refers": ("task", "milestone", "goal")})
    to: dt.date = attrs.field(converter=last_day)

    def _edit(self, draft: Draft) -> None:
        element = draft[self.subject]
        assert isinstance(element, (Activity, Goal))
        draft.put(attrs.evolve(element, due=self.to))


@attrs.frozen(kw_only=True)
class SetDuration(BaseChange):
    """A task takes another time; a three-point estimate gives way to it.

    Parameters
    ----------
    task : str
        Id of a `Task`.
    to : Duration
        What it takes, from zero on.
    mode : str, optional
        Id of the one of the task's modes that takes it; the task itself where left out.

    Examples
    --------
    >>> print(SetDuration(task="tender", to="20 workdays"))
    let tender take 20 workdays
    """

    KIND: ClassVar[str] = "set_duration"

    task: str = attrs.field(converter=identifier, metadata={"refers": ("task",)})
    to: Duration = attrs.field(converter=non_negative_duration)
    mode: str | None = attrs.field(default=None, converter=optional_identifier)

    @property
    def subject(self) -> str:
        """Id of the element that changes."""
        return self.task

    def _edit(self, draft: Draft) -> None:
        task = draft[self.task]
        assert isinstance(task, Task)
        if self.mode is None:
            draft.put(attrs.evolve(task, duration=self.to))
            return
        known = [mode.id for mode in task.modes]
        if self.mode not in known:
            remedy = f"name one of: {', '.join(known)}" if known else "leave mode out: the task has none"
            raise defect("mode.unknown", f"the task {task.id!r} has no such mode", remedy, self.mode, "mode")
        modes = [attrs.evolve(mode, duration=self.to) if mode.id == self.mode else mode for mode in task.modes]
        draft.put(attrs.evolve(task, modes=modes))


@attrs.frozen(kw_only=True)
class LeaveOut(BaseChange):
    """A task or a milestone is not done.

    It leaves the plan together with what refers to it: nobody waits for it any more, no goal names it among its
    enablers, and no risk has an effect on it. What waited for it does not wait for its predecessors instead. Where a
    goal is said to hold only when it is delivered, it can't be left out.

    Parameters
    ----------
    task : str
        Id of a `Task` or `Milestone`.

    Examples
    --------
    >>> print(LeaveOut(task="training"))
    leave out training
    """

    KIND: ClassVar[str] = "leave_out"

    task: str = attrs.field(converter=identifier, metadata={"refers": ("task", "milestone")})

    @property
    def subject(self) -> str:
        """Id of the element that changes."""
        return self.task

    def _edit(self, draft: Draft) -> None:
        try:
            draft.leave_out(self.task)
        except InputError as error:
            raise error.within("task") from None
