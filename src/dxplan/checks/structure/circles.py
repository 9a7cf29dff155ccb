"""Circles in a relation: for each knot of ids that lead to each other, one circle through it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

__all__ = ["circles", "knots"]


def circles(edges: Mapping[str, Iterable[str]]) -> list[tuple[str, ...]]:
    """Return one circle for each strongly connected knot of `edges`: the shortest one through its smallest id.

    A circle holds each id once and begins with the smallest; the last leads back to the first. The answer does not
    depend on the order of the edges.

    Knots are found by the algorithm of Tarjan (1972), without recursion.

    Parameters
    ----------
    edges : mapping of str to iterable of str
        Whither each id leads; an id that leads nowhere may be left out.

    Examples
    --------
    >>> circles({"a": ["b"], "b": ["c", "a"], "c": ["b"], "d": ["d"], "e": ["a"]})
    [('a', 'b'), ('d',)]
    """
    follows = {id: sorted(set(targets)) for id, targets in edges.items()}
    return sorted(_shortest(knot, follows) for knot in knots(follows))


def _shortest(knot: set[str], follows: Mapping[str, list[str]]) -> tuple[str, ...]:
    first = min(knot)
    came_from: dict[str, str] = {}
    frontier = [first]
    while first not in came_from:
        reached: list[str] = []
        for id in frontier:
            for target in follows[id]:
                if target in knot and target not in came_from:
                    came_from[target] = id
                    reached.append(target)
        frontier = reached
    circle = [first]
    while (before := came_from[circle[-1]]) != first:
        circle.append(before)
    return (first, *reversed(circle[1:]))


def knots(follows: Mapping[str, list[str]]) -> list[set[str]]:
    """Return the strongly connected components that hold a circle."""
    number: dict[str, int] = {}
    low: dict[str, int] = {}
    open_ids: list[str] = []
    is_open: set[str] = set()
    found: list[set[str]] = []
    for root in follows:
        if root in number:
            continue
        number[root] = low[root] = len(number)
        open_ids.append(root)
        is_open.add(root)
        path = [(root, iter(follows[root]))]
        while path:
            id, targets = path[-1]
            for target in targets:
                if target not in number:
                    number[target] = low[target] = len(number)
                    open_ids.append(target)
                    is_open.add(target)
                    path.append((target, iter(follows.get(target, ()))))
                    break
                if target in is_open:
                    low[id] = min(low[id], number[target])
            else:
                path.pop()
                if path:
                    low[path[-1][0]] = min(low[path[-1][0]], low[id])
                if low[id] == number[id]:
                    knot: set[str] = set()
                    while id not in knot:
                        knot.add(open_ids.pop())
                    is_open -= knot
                    if len(knot) > 1 or id in follows.get(id, ()):
                        found.append(knot)
    return found
