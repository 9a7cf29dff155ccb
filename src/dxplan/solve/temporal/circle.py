"""Circles of dependencies that take time."""

from __future__ import annotations

from collections.abc import Sequence

from dxplan.model.task import DependencyType
from dxplan.solve.statement import Conflict, Statement
from dxplan.solve.temporal.times import Times
from dxplan.solve.wording import length, waiting

__all__ = ["circle_conflict"]


def circle_conflict(times: Times, circle: Sequence[str]) -> Conflict | None:
    """Return the conflict of a circle of dependencies that takes time; None where none is proven.

    A circle of finish-to-start links without negative lags in which something takes time can't hold: each of its
    tasks would end before it starts. Without any one of the links it opens; without the one length that is named all
    of it could lie at one moment.

    Parameters
    ----------
    times : Times
    circle : sequence of str
        Ids, each a predecessor of the next, the last one of the first.
    """
    links: list[Statement] = []
    lengths: list[Statement] = []
    lagged = False
    for before, id in zip(circle, [*circle[1:], circle[0]], strict=True):
        usable = [
            link
            for link in times.after(id)
            if link.predecessor == before
            and link.type is DependencyType.FS
            and (link.lag is None or link.lag.days >= 0)
        ]
        if not usable:
            return None
        links.append(Statement(subject=id, field="after", value=waiting(usable[0])))
        lagged = lagged or (usable[0].lag is not None and usable[0].lag.days > 0)
        takes = times.duration(id)
        if takes is not None and takes.days > 0:
            lengths.append(length(times.activity(id)))
    if lagged:
        return Conflict(statements=tuple(links), minimal=True)
    if not lengths:
        return None
    return Conflict(statements=(*links, min(lengths, key=lambda one: one.subject)), minimal=True)
