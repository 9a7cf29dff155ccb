"""When each task runs: the witness of a plan that can be done."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any

import attrs

__all__ = ["Schedule", "ScheduledTask"]


@attrs.frozen(kw_only=True)
class ScheduledTask:
    """A task or milestone with its place in time.

    Parameters
    ----------
    id : str
    start_tick, finish_tick : int
        It occupies the days from `start_tick` up to, not including, `finish_tick`; tick 0 is the plan's start (§1).
    start, finish : date
        Its first and its last day; a zero-length task is reported on the day before its boundary.
    mode : str, optional
        Id of the mode in which it runs. None for the task's own duration, uses and costs; where it has no duration of
        its own, for its first mode.
    """

    id: str
    start_tick: int
    finish_tick: int
    start: dt.date
    finish: dt.date
    mode: str | None = None


@attrs.frozen(repr=False)
class Schedule:
    """The days of every task, by id.

    Parameters
    ----------
    start : date
        The day of tick 0.
    tasks : mapping of str to ScheduledTask

    Examples
    --------
    >>> import datetime as dt
    >>> schedule = Schedule.from_ticks(
    ...     dt.date(2024, 1, 1), {"design": (0, 5), "go-live": (5, 5)}
    ... )
    >>> schedule.tasks["design"].finish, schedule.tasks["go-live"].start
    (datetime.date(2024, 1, 5), datetime.date(2024, 1, 5))
    """

    start: dt.date
    tasks: Mapping[str, ScheduledTask]

    @classmethod
    def from_ticks(
        cls, start: dt.date, ticks: Mapping[str, tuple[int, int]], *, modes: Mapping[str, str] | None = None
    ) -> Schedule:
        """Return the schedule whose tasks occupy the given ticks ``(start, finish)``, some of them in a mode."""
        modes = modes or {}
        tasks: dict[str, ScheduledTask] = {}
        for id in sorted(ticks):
            first, end = ticks[id]
            last = start + dt.timedelta(days=end - 1 if end or first < end else 0)
            begin = start + dt.timedelta(days=first) if first < end else last
            tasks[id] = ScheduledTask(
                id=id, start_tick=first, finish_tick=end, start=begin, finish=last, mode=modes.get(id)
            )
        return cls(start, tasks)

    @property
    def finish(self) -> dt.date:
        """The last day of the last task; the plan's start where there is no task."""
        return max((task.finish for task in self.tasks.values()), default=self.start)

    def to_records(self) -> list[dict[str, Any]]:
        """Return every task as plain data, by id."""
        return [
            {"id": task.id, "start": task.start.isoformat(), "finish": task.finish.isoformat(), "mode": task.mode}
            for task in self.tasks.values()
        ]

    def to_json(self) -> str:
        """Return the tasks as JSON."""
        return json.dumps(self.to_records(), ensure_ascii=False, indent=2)

    def __repr__(self) -> str:
        return f"Schedule({len(self.tasks)} tasks, {self.start} – {self.finish})"
