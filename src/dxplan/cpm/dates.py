"""From boundaries to the days that are reported (§1), and early dates for those who need no floats."""

from __future__ import annotations

import datetime as dt

import attrs

from dxplan.cpm.compile import compile_network
from dxplan.cpm.network import Network
from dxplan.cpm.passes import Compiled
from dxplan.cpm.tables import Step
from dxplan.errors import CycleError, UndefinedError
from dxplan.model.plan import Plan

__all__ = ["Early", "early_dates", "finish_day", "forward", "start_day"]


def start_day(start: dt.date, boundary: int, days: int) -> dt.date:
    """Return the first day of a task of `days` that starts at `boundary`, tick 0 being `start`."""
    return _day(start, boundary) if days else finish_day(start, boundary, days)


def finish_day(start: dt.date, boundary: int, days: int) -> dt.date:
    """Return the last day of a task of `days` that ends at `boundary`, tick 0 being `start`.

    It is the day before the boundary; a zero-length task at boundary 0 is reported on the plan's start.
    """
    return start if not days and not boundary else _day(start, boundary - 1)


def _day(start: dt.date, tick: int) -> dt.date:
    return dt.date.fromordinal(start.toordinal() + tick)


@attrs.frozen(eq=False)
class Early:
    """Early boundaries of every place, in ticks, and which links drive."""

    start: list[int]
    finish: list[int]
    drives: list[bool]


def forward(network: Network) -> Early:
    """Return the least boundaries that satisfy every link, the plan's start, `not_before` and `on`."""
    if not network.ids:
        return Early([], [], [])
    compiled = Compiled(network)
    early = compiled.early_starts()
    return Early(
        compiled.ticks(early, Step.START).tolist(),
        compiled.ticks(early + network.days, Step.FINISH).tolist(),
        (compiled.asked(early) == early[network.links.target]).tolist(),
    )


def early_dates(plan: Plan) -> dict[str, tuple[dt.date, dt.date]]:
    """Return first and last day, as early as can be, of every activity whose dates can be computed.

    Where the dependencies run in a circle there are none.

    Examples
    --------
    >>> from dxplan.model.task import Task
    >>> early_dates(
    ...     Plan(
    ...         id="p",
    ...         start="2024-01-01",
    ...         elements=[Task(id="a", duration="5 workdays"), Task(id="b")],
    ...     )
    ... )
    {'a': (datetime.date(2024, 1, 1), datetime.date(2024, 1, 5))}
    """
    try:
        network = compile_network(plan)
        early = forward(network)
    except (CycleError, UndefinedError):
        return {}
    return {
        id: (start_day(plan.start, s, days), finish_day(plan.start, f, days))
        for id, days, s, f in zip(network.ids, network.days.tolist(), early.start, early.finish, strict=True)
    }
