"""What a plan says of times, statement by statement: as the network has it, and in the plan's own words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

import attrs
import numpy as np

from dxplan.cpm.network import Network
from dxplan.solve.statement import Statement
from dxplan.solve.temporal.times import Times
from dxplan.solve.wording import length, waiting

__all__ = ["Said", "calendars_behind", "statements"]


@attrs.frozen
class Said:
    """One statement as the network has it.

    Parameters
    ----------
    field : str
        ``"start"``, ``"duration"``, ``"after"``, ``"not_before"``, ``"on"`` or ``"due"``.
    place : int
        Of the task that says it; of the plan's start, that of a task that nothing else holds.
    at : int
        The number of the link for ``"after"``, else the tick of the day that is named, 0 where there is none.
    """

    field: str
    place: int
    at: int = 0


def statements(times: Times, network: Network, said: Iterable[Said]) -> tuple[Statement, ...]:
    """Return what is said in the plan's own words."""
    start, ids, found = times.plan.start, network.ids, list[Statement]()
    for one in said:
        id, field = ids[one.place], one.field
        if field == "duration":
            found.append(length(times.activity(id)))
            continue
        if field == "after":
            value = waiting(times.after(id)[one.at - network.into(one.place).start])
        elif field == "start":
            id, value = times.plan.id, start.isoformat()
        else:
            value = dt.date.fromordinal(start.toordinal() + one.at).isoformat()
        found.append(Statement(subject=id, field=field, value=value))
    return tuple(found)


def calendars_behind(network: Network, said: Sequence[Said]) -> tuple[str, ...]:
    """Return the ids of the calendars on which what is said is reckoned, in their order."""
    lags = network.links.lag_axis[[one.at for one in said if one.field == "after"]]
    lengths = network.axis[[one.place for one in said if one.field == "duration"]]
    places = np.array([one.place for one in said])
    moments = network.axis[places[network.days[places] == 0]]
    axes = {*lags.tolist(), *lengths.tolist(), *moments.tolist()}
    return tuple(sorted(days.calendar for days in network.axes.calendars(axes)))
