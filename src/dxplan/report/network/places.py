"""Where each item lies: heights that keep links straight, and the ways of the links.

In a layer the order is kept and items keep their distance; under that, each comes as near as it can to its
neighbours. That is a regression with an order among its values, which pooling adjacent violators solves exactly
(Barlow and others, 1972).
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Mapping, Sequence

import attrs

from dxplan.report.network.layers import Edge, Layered, neighbours

__all__ = ["Layout", "placed"]

_GAP = 46.0  # between layers of boxes
_LABEL_GAP = 26.0  # beside a layer of labels
_APART = 16.0  # between boxes of a layer
_POINTS_APART = 9.0
_LEVEL = 8.0  # how much a link that runs through points would rather be straight
_SWEEPS = 12


@attrs.frozen
class Layout:
    """Boxes and links in pixels.

    Parameters
    ----------
    boxes : dict of str to (float, float)
        The left end and the middle of each box.
    ways : list of list of (float, float)
        For each edge the ends of its level stretches, from the right side of its source to the left side of its
        target; between two stretches it runs through the space between layers.
    labels : dict of int to (float, float)
        The left end and the middle of the label of an edge, by the edge's place.
    width, height : float
    """

    boxes: dict[str, tuple[float, float]]
    ways: list[list[tuple[float, float]]]
    labels: dict[int, tuple[float, float]]
    width: float
    height: float


def placed(found: Layered, edges: Sequence[Edge], heights: Mapping[str, float], box: float) -> Layout:
    """Return where boxes of a width and their own heights lie, and the ways of the links between them."""
    count = sum(map(len, found.layers))
    high, wide = [0.0] * count, [0.0] * count
    for id, item in found.boxes.items():
        high[item], wide[item] = heights[id], box
    for number, item in found.labels.items():
        label = edges[number].label
        assert label is not None
        wide[item], high[item] = label
    layer_of = [0] * count
    for place, layer in enumerate(found.layers):
        for item in layer:
            layer_of[item] = place
    y = _heights(found, high, layer_of)
    starts, ends, width = _columns(found, wide, layer_of)
    return Layout(
        boxes={id: (starts[layer_of[item]], y[item]) for id, item in found.boxes.items()},
        ways=_ways(found, y, high, starts, ends, layer_of),
        labels={number: (starts[layer_of[item]], y[item]) for number, item in found.labels.items()},
        width=width,
        height=max((y[item] + high[item] / 2 for item in range(count)), default=0.0),
    )


def _columns(found: Layered, wide: Sequence[float], layer_of: Sequence[int]) -> tuple[list[float], list[float], float]:
    """Return where each layer begins and ends; many links need more space between layers."""
    links = [0] * len(found.layers)
    for chain in found.chains:
        for item in chain[:-1]:
            links[layer_of[item]] += 1
    carriers = set(found.labels.values())
    starts, ends = [], []
    x = 0.0
    for layer, items in enumerate(found.layers):
        starts.append(x)
        ends.append(x + max((wide[item] for item in items), default=0.0))
        beside_label = bool(carriers & {*items, *found.layers[min(layer + 1, len(found.layers) - 1)]})
        x = ends[-1] + (_LABEL_GAP if beside_label else _GAP) + min(2.0 * links[layer], 70.0)
    return starts, ends, ends[-1] if ends else 0.0


def _heights(found: Layered, high: Sequence[float], layer_of: Sequence[int]) -> list[float]:
    left, right = neighbours(found.chains, layer_of)
    y = [0.0] * len(high)
    apart: list[list[float]] = []
    for layer in found.layers:
        steps = [
            (high[one] + high[other]) / 2 + (_APART if high[one] and high[other] else _POINTS_APART)
            for one, other in itertools.pairwise(layer)
        ]
        apart.append(steps)
        top = -sum(steps) / 2
        for place, item in enumerate(layer):
            y[item] = top + sum(steps[:place])
    for sweep in range(_SWEEPS):
        both = sweep >= _SWEEPS - 2
        forward = sweep % 2 == 0
        order = range(len(found.layers)) if forward else range(len(found.layers) - 1, -1, -1)
        for place in order:
            layer = found.layers[place]
            wanted, weights = [], []
            for item in layer:
                beside = [*left[item], *right[item]] if both else left[item] if forward else right[item]
                shares = [_LEVEL if not (high[item] or high[other]) else 1.0 for other in beside]
                total = sum(shares)
                wanted.append(
                    sum(share * y[other] for share, other in zip(shares, beside, strict=True)) / total
                    if total
                    else y[item]
                )
                weights.append(total or 0.2)
            for item, value in zip(layer, _kept_apart(wanted, weights, apart[place]), strict=True):
                y[item] = value
    top = min((y[item] - high[item] / 2 for item in range(len(high))), default=0.0)
    return [value - top for value in y]


def _kept_apart(wanted: Sequence[float], weights: Sequence[float], steps: Sequence[float]) -> list[float]:
    """Return the values nearest to those wanted of which each is at least a step greater than the one before."""
    offsets = [0.0]
    for step in steps:
        offsets.append(offsets[-1] + step)
    pools: list[tuple[float, float, int]] = []  # mean, weight, number of members
    for want, weight, offset in zip(wanted, weights, offsets, strict=False):
        mean, total, members = want - offset, weight, 1
        while pools and pools[-1][0] > mean:
            other, other_total, other_members = pools.pop()
            mean = (mean * total + other * other_total) / (total + other_total)
            total, members = total + other_total, members + other_members
        pools.append((mean, total, members))
    means = [mean for mean, _, members in pools for _ in range(members)]
    return [mean + offset for mean, offset in zip(means, offsets, strict=False)]


def _ways(
    found: Layered,
    y: Sequence[float],
    high: Sequence[float],
    starts: Sequence[float],
    ends: Sequence[float],
    layer_of: Sequence[int],
) -> list[list[tuple[float, float]]]:
    leaving = _ports(found.chains, y, high, at=0)
    arriving = _ports(found.chains, y, high, at=-1)
    ways = []
    for number, chain in enumerate(found.chains):
        way = [(ends[layer_of[chain[0]]], leaving[number])]
        for item in chain[1:-1]:
            way += [(starts[layer_of[item]], y[item]), (ends[layer_of[item]], y[item])]
        ways.append([*way, (starts[layer_of[chain[-1]]], arriving[number])])
    return ways


def _ports(chains: Sequence[Sequence[int]], y: Sequence[float], high: Sequence[float], *, at: int) -> list[float]:
    """Return the height at which each link leaves (or, at -1, reaches) its box: links in the order of where they go."""
    beside: dict[int, list[int]] = defaultdict(list)
    for number, chain in enumerate(chains):
        beside[chain[at]].append(number)
    ports = [0.0] * len(chains)
    for box, numbers in beside.items():
        numbers.sort(key=lambda number: (y[chains[number][1 if at == 0 else -2]], number))
        step = min(11.0, (high[box] - 16) / max(len(numbers) - 1, 1))
        for place, number in enumerate(numbers):
            ports[number] = y[box] + step * (place - (len(numbers) - 1) / 2)
    return ports
