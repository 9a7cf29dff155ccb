"""Which layer a box stands in, and in which order: the first steps of Sugiyama, Tagawa and Toda (1981).

Boxes stand in layers by the longest path that leads to them. A link over several layers runs through a point in each
layer between, a link with a label through the label. Sweeps to and fro put each item at the median of its neighbours;
the order with the fewest crossings stays.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from statistics import median

import attrs

__all__ = ["Edge", "Layered", "components", "layered"]

_PASSES = 12
_MOST_MOVED = 400  # boxes up to which links are made as short as can be
_MOST_POINTS = 4000  # beyond them the longest links run straight, behind the boxes


@attrs.frozen
class Edge:
    """A link between two boxes, from left to right; `label` is how wide and high its label is, if it has one."""

    source: str
    target: str
    label: tuple[float, float] | None = None


@attrs.frozen
class Layered:
    """Items in layers, from the left; in each layer from the top. Items are numbers.

    Parameters
    ----------
    layers : list of list of int
    boxes : dict of str to int
        The item of each box.
    chains : list of list of int
        The items of each edge from its source to its target.
    labels : dict of int to int
        The item that carries the label of an edge, by the edge's place.
    """

    layers: list[list[int]]
    boxes: dict[str, int]
    chains: list[list[int]]
    labels: dict[int, int]


def components(ids: Sequence[str], edges: Iterable[Edge]) -> list[list[str]]:
    """Return the boxes that hang together, each group in the order given.

    Examples
    --------
    >>> components(["a", "b", "c"], [Edge("a", "c")])
    [['a', 'c'], ['b']]
    """
    above = {id: id for id in ids}

    def top(id: str) -> str:
        while above[id] != id:
            above[id] = above[above[id]]
            id = above[id]
        return id

    for edge in edges:
        above[top(edge.source)] = top(edge.target)
    found: dict[str, list[str]] = defaultdict(list)
    for id in ids:
        found[top(id)].append(id)
    return list(found.values())


def _ranks(ids: Sequence[str], edges: Sequence[Edge]) -> dict[str, int]:
    """Return the layer of each box; `ids` come in topological order.

    From the longest paths on, boxes move to the right as long as that makes the links shorter in all, each with those
    that wait right behind it.
    """
    into, out_of = defaultdict(list), defaultdict(list)
    for edge in edges:
        into[edge.target].append(edge.source)
        out_of[edge.source].append(edge.target)
    ranks: dict[str, int] = {}
    for id in ids:
        ranks[id] = max((ranks[source] + 1 for source in into[id]), default=0)
    for _ in range(_PASSES if len(ids) <= _MOST_MOVED else 1):
        moved = False
        for id in reversed(ids):
            train = _right_behind(id, ranks, out_of)
            slack = [ranks[after] - ranks[one] - 1 for one in train for after in out_of[one] if after not in train]
            if len(slack) > sum(before not in train for one in train for before in into[one]):
                moved = True
                for one in train:
                    ranks[one] += min(slack)
        if not moved:
            break
    return ranks


def _right_behind(id: str, ranks: Mapping[str, int], out_of: Mapping[str, list[str]]) -> set[str]:
    """Return a box with those that cannot stay where they are when it moves to the right."""
    train = {id}
    waiting = [id]
    while waiting:
        one = waiting.pop()
        fresh = {after for after in out_of[one] if ranks[after] == ranks[one] + 1} - train
        train |= fresh
        waiting += fresh
    return train


def layered(ids: Sequence[str], edges: Sequence[Edge]) -> Layered:
    """Return the boxes in layers, in an order with few crossings.

    Parameters
    ----------
    ids : sequence of str
        In topological order.
    edges : sequence of Edge

    Examples
    --------
    >>> found = layered(["a", "b", "c"], [Edge("a", "b"), Edge("b", "c"), Edge("a", "c")])
    >>> [len(layer) for layer in found.layers]
    [1, 2, 1]
    """
    ranks = _ranks(ids, edges)
    labelled = sorted({ranks[edge.target] - 1 for edge in edges if edge.label is not None})
    place = {
        rank: number + sum(gap < rank for gap in labelled) for number, rank in enumerate(sorted(set(ranks.values())))
    }
    layers: list[list[int]] = [[] for _ in range(max(place.values(), default=-1) + 1)]
    boxes: dict[str, int] = {}
    layer_of: list[int] = []

    def item(layer: int) -> int:
        layers[layer].append(len(layer_of))
        layer_of.append(layer)
        return len(layer_of) - 1

    for id in ids:
        boxes[id] = item(place[ranks[id]])
    chains: list[list[int]] = [[] for _ in edges]
    labels: dict[int, int] = {}
    points = 0
    for number in sorted(
        range(len(edges)), key=lambda number: ranks[edges[number].target] - ranks[edges[number].source]
    ):
        edge = edges[number]
        first, last = place[ranks[edge.source]], place[ranks[edge.target]]
        points += last - first - 1
        through = range(first + 1, last) if points <= _MOST_POINTS else range(last - 1, last - 1 + bool(edge.label))
        between = [item(layer) for layer in through]
        if edge.label is not None:
            labels[number] = between[-1]
        chains[number] = [boxes[edge.source], *between, boxes[edge.target]]
    return Layered(_ordered(layers, chains, layer_of), boxes, chains, labels)


def _ordered(layers: list[list[int]], chains: list[list[int]], layer_of: Sequence[int]) -> list[list[int]]:
    left, right = neighbours(chains, layer_of)
    best, least = layers, _crossings(layers, right)
    sweeps = 24 if len(layer_of) <= 400 else 10 if len(layer_of) <= 2000 else 4
    now = layers
    for sweep in range(sweeps):
        if not least:
            break
        forward = sweep % 2 == 0
        now = _sweep(now, left if forward else right, forward=forward)
        if len(layer_of) <= 1000:
            now = _swapped(now, left, right)
        count = _crossings(now, right)
        if count < least:
            best, least = now, count
    return best


def neighbours(
    chains: Iterable[Sequence[int]], layer_of: Sequence[int]
) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
    """Return the neighbours of each item in the layer to the left, and in the one to the right."""
    left: dict[int, list[int]] = defaultdict(list)
    right: dict[int, list[int]] = defaultdict(list)
    for chain in chains:
        for one, other in itertools.pairwise(chain):
            if layer_of[other] == layer_of[one] + 1:  # a link that runs straight over layers has no say
                left[other].append(one)
                right[one].append(other)
    return left, right


def _sweep(layers: list[list[int]], beside: Mapping[int, list[int]], *, forward: bool) -> list[list[int]]:
    """Put each item at the median of its neighbours in the layer before; one without any keeps its place."""
    found = list(layers)
    order = range(len(layers)) if forward else range(len(layers) - 1, -1, -1)
    position: dict[int, int] = {}
    for layer in order:
        items = found[layer]
        wanted = [median(position[other] for other in beside[item]) if beside.get(item) else None for item in items]
        moving = sorted(
            (place for place, want in enumerate(wanted) if want is not None),
            key=lambda place: (wanted[place] or 0, place),
        )
        free = iter(moving)
        found[layer] = [item if wanted[place] is None else items[next(free)] for place, item in enumerate(items)]
        position.update({item: place for place, item in enumerate(found[layer])})
    return found


def _swapped(layers: list[list[int]], left: Mapping[int, list[int]], right: Mapping[int, list[int]]) -> list[list[int]]:
    """Swap neighbours in a layer where that takes away crossings."""
    found = [list(layer) for layer in layers]
    position = {item: place for layer in found for place, item in enumerate(layer)}

    def crossed(one: int, other: int) -> int:
        """Return how often the links of `one` cross those of `other` below it."""
        return sum(
            position[a] > position[b]
            for beside in (left, right)
            for a in beside.get(one, ())
            for b in beside.get(other, ())
        )

    for layer in found:
        for place in range(len(layer) - 1):
            one, other = layer[place], layer[place + 1]
            if crossed(one, other) > crossed(other, one):
                layer[place], layer[place + 1] = other, one
                position[one], position[other] = place + 1, place
    return found


def _crossings(layers: Sequence[Sequence[int]], right: Mapping[int, list[int]]) -> int:
    """Return how many links cross, by counting inversions (Barth, Jünger and Mutzel, 2002)."""
    total = 0
    for layer, after in itertools.pairwise(layers):
        position = {item: place for place, item in enumerate(after)}
        ends = [end for item in layer for end in sorted(position[other] for other in right.get(item, ()))]
        seen = [0] * (len(after) + 1)  # a binary indexed tree: how many links end at a place or above
        for number, end in enumerate(ends):
            above = 0
            place = end + 1
            while place:
                above += seen[place]
                place &= place - 1
            total += number - above
            place = end + 1
            while place <= len(after):
                seen[place] += 1
                place += place & -place
    return total
