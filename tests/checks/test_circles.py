"""Circles against networkx's own search for knots, on random graphs."""

import networkx as nx
from hypothesis import given, strategies as st

from dxplan.checks.structure.circles import circles

edges = st.dictionaries(st.sampled_from("abcdefgh"), st.lists(st.sampled_from("abcdefgh"), max_size=3), max_size=8)


@given(edges)
def test_one_shortest_circle_for_each_knot(follows: dict[str, list[str]]) -> None:
    graph = nx.DiGraph((id, target) for id, targets in follows.items() for target in targets)
    knots = [
        knot
        for knot in nx.strongly_connected_components(graph)
        if len(knot) > 1 or graph.has_edge(*(next(iter(knot)),) * 2)
    ]
    found = circles(follows)
    assert sorted(circle[0] for circle in found) == sorted(min(knot) for knot in knots)
    for circle in found:
        assert len(set(circle)) == len(circle)
        assert all(graph.has_edge(*step) for step in zip(circle, (*circle[1:], circle[0]), strict=True))
        knot = next(knot for knot in knots if circle[0] in knot)
        shortest = min(len(one) for one in nx.simple_cycles(graph.subgraph(knot)) if circle[0] in one)
        assert len(circle) == shortest


@given(edges, st.randoms())
def test_order_does_not_matter(follows: dict[str, list[str]], random: object) -> None:
    shuffled = list(follows.items())
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert circles({id: list(reversed(targets)) for id, targets in shuffled}) == circles(follows)


def test_long_circle_needs_no_recursion() -> None:
    ids = [f"{number:05}" for number in range(20_000)]
    assert circles({id: [after] for id, after in zip(ids, [*ids[1:], ids[0]], strict=True)}) == [tuple(ids)]
