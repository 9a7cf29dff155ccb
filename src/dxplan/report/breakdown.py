"""Programmes in programmes: the breakdown of a plan's work."""

from __future__ import annotations

from collections import defaultdict

import attrs

from dxplan.model.plan import Plan
from dxplan.model.task import Programme

__all__ = ["Level", "breakdown"]


@attrs.frozen
class Level:
    """A programme with its place.

    Parameters
    ----------
    programme : Programme
    depth : int
        The number of programmes around it.
    above : str or None
        Id of the programme in which it is shown.
    """

    programme: Programme
    depth: int
    above: str | None


def breakdown(plan: Plan) -> list[Level]:
    """Return the programmes in the order of the plan, each right before those inside it.

    Where programmes lie in each other in a circle, one of them is shown on top.

    Examples
    --------
    >>> import dxplan as dx
    >>> found = [
    ...     dx.Programme(id="b", within="a"),
    ...     dx.Programme(id="a"),
    ...     dx.Programme(id="c"),
    ... ]
    >>> for level in breakdown(dx.Plan(id="p", start="2024-01-01", elements=found)):
    ...     print(level.depth, level.programme.id)
    0 a
    1 b
    0 c
    """
    above = {one.id: one.within for one in plan.programmes}
    _cut_circles(above)
    inside: dict[str | None, list[Programme]] = defaultdict(list)
    for one in plan.programmes:
        inside[above[one.id]].append(one)
    found = []
    waiting = [(one, 0) for one in reversed(inside[None])]
    while waiting:
        one, depth = waiting.pop()
        found.append(Level(one, depth, above[one.id]))
        waiting += [(inner, depth + 1) for inner in reversed(inside[one.id])]
    return found


def _cut_circles(above: dict[str, str | None]) -> None:
    safe: set[str | None] = {None}
    for id in sorted(above):
        seen: set[str] = set()
        step: str | None = id
        while step is not None and step not in safe:
            if step in seen:
                above[step] = None
                break
            seen.add(step)
            step = above[step]
        safe |= seen
