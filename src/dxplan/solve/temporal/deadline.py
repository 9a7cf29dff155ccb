"""Due dates and fixed starts that cannot be kept, and the statements behind them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from dxplan.cpm.dates import Early
from dxplan.cpm.network import Network
from dxplan.solve.statement import Conflict
from dxplan.solve.temporal.chain import driving_chain
from dxplan.solve.temporal.contradiction import contradict
from dxplan.solve.temporal.said import Said, calendars_behind, statements
from dxplan.solve.temporal.shrink import shrink
from dxplan.solve.temporal.times import Times

__all__ = ["deadline_conflicts", "missed_dates"]


def deadline_conflicts(times: Times, network: Network, early: Early, stop: float | None) -> Iterator[Conflict]:
    """Yield the conflict behind each date that cannot be kept, the earliest date first.

    It is the chain of driving links behind the early date, shrunk until each of its statements is needed.

    Parameters
    ----------
    times : Times
    network : Network
    early : Early
        The early dates of the network.
    stop : float or None
        When to stop shrinking, in seconds of `time.monotonic`.
    """
    for missed in missed_dates(times, network, early):
        chain = driving_chain(times, network, early, missed)
        said, minimal = shrink(chain, stop)
        if not contradict(network, said):
            raise AssertionError(f"these do not explain the date that is missed; please report it: {said}")
        yield Conflict(
            statements=statements(times, network, said),
            minimal=minimal,
            days=_days_late(network, early, said[-1]),
            calendars=tuple(id for id in calendars_behind(network, said) if id in times.plan),
        )


def missed_dates(times: Times, network: Network, early: Early) -> Iterator[Said]:
    """Yield the dates that are missed, the earliest first; of two of one task the fixed start."""
    dated = np.flatnonzero(network.is_fixed | network.has_due)
    columns = (network.is_fixed, network.fixed, network.has_due, network.due)
    found: list[tuple[int, str, str, int]] = []
    for place, is_fixed, fixed, has_due, due in zip(
        dated.tolist(), *(column[dated].tolist() for column in columns), strict=True
    ):
        if is_fixed and early.start[place] > fixed:
            found.append((fixed, network.ids[place], "on", place))
        elif has_due and early.finish[place] > due:
            found.append((due, network.ids[place], "due", place))
    ordinal = times.plan.start.toordinal()
    for _, id, field, place in sorted(found):
        yield Said(field, place, getattr(times.activity(id), field).toordinal() - ordinal)


def _days_late(network: Network, early: Early, date: Said) -> int:
    """Return by how many days the early date of a task lies after its fixed start or its due date."""
    if date.field == "on":
        return early.start[date.place] - int(network.fixed[date.place])
    return early.finish[date.place] - int(network.due[date.place])
