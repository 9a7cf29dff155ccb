"""Whether statements alone cannot hold, computed afresh: what a conflict is checked with before it is told (§16).

It reads no chain and no late dates, and shares nothing with what shrinks a conflict but the days of calendars.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import attrgetter

from dxplan.cpm.network import Network
from dxplan.solve.temporal.said import Said

__all__ = ["contradict"]

_PLACE = attrgetter("place")


def contradict(network: Network, said: Iterable[Said]) -> bool:
    """Tell whether `said` alone cannot hold, by computing the earliest dates of a plan that says nothing else.

    What is not said is free: a task whose length is not said may take any time, and begin and end on any day; without
    the plan's start, what nothing else holds may lie as early as it likes.
    """
    said = sorted(said, key=_PLACE)  # in topological order
    floor = any(one.field == "start" for one in said)
    waits = _waits(network, [one.at for one in said if one.field == "after"])
    places = list(dict.fromkeys(map(_PLACE, said)))
    tasks = zip(network.days[places].tolist(), network.axis[places].tolist(), strict=True)
    clocks = [network.axes.clock(axis) for axis in range(len(network.axes))]
    reach: dict[int, tuple[int | None, int | None]] = {}
    free = (0, 0) if floor else (None, None)  # where a task lies of which nothing is said
    for (place, own), (days, axis) in zip(groupby(said, key=_PLACE), tasks, strict=True):
        moment = known = not days
        s: int | None = 0 if floor else None
        f: int | None = None
        dates: list[Said] = []
        for one in own:
            field = one.field
            if field == "duration":
                known = True
            elif field == "after":
                source, from_finish, to_finish, lag_axis, lag = next(waits)
                end = reach.get(source, free)[from_finish]
                if end is not None:
                    end = clocks[lag_axis].shift(end, lag)
                    s, f = (s, _later(f, end)) if to_finish else (_later(s, end), f)
            elif field == "due":
                dates.append(one)
            elif field != "start":
                later = one.at != 0 or not floor  # on the plan's first day a moment may lie at either boundary
                s = _later(s, one.at + (moment and later))
                if later and not moment:
                    f = _later(f, one.at + 1)
                if field == "on":
                    dates.append(one)
        if known:
            clock = clocks[axis]
            s = None if s is None else clock.start_from(s, days)
            s = s if f is None else _later(s, clock.start_to_finish_from(f, days))
            f = None if s is None else clock.finish(s, days)
        elif s is not None:
            f = _later(f, s)
        reach[place] = s, f
        if dates and any(_breaks(one, s, f, moment=moment, known=known, floor=floor) for one in dates):
            return True
    return False


def _waits(network: Network, numbers: list[int]) -> Iterator[tuple[int, bool, bool, int, int]]:
    """Yield predecessor, which ends are tied, axis and days of the lag of links."""
    links = network.links
    columns = (links.source, links.from_finish, links.to_finish, links.lag_axis, links.lag)
    return zip(*(column[numbers].tolist() for column in columns), strict=True)


def _later(a: int | None, b: int) -> int:
    return b if a is None or b > a else a


def _breaks(one: Said, s: int | None, f: int | None, *, moment: bool, known: bool, floor: bool) -> bool:
    """Tell whether a task that lies at `s` and `f` at the earliest breaks a due date or a fixed start."""
    if one.field == "due" and f is not None:
        # with the plan's start said, a moment at boundary 0 is reported on that day
        return f > one.at + 1 or (floor and f == s == 0 and one.at < 0)
    if one.field == "on" and s is not None:
        if floor and one.at < 0:
            return True
        if known:
            return s > one.at + moment
        # taking time it starts on the day, as a moment a boundary later
        return s > one.at + 1 or (s == one.at + 1 and f != s)
    return False
