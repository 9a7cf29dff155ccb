"""The dependency network: layers, crossings and places, by parsing the picture and by trying every order."""

from __future__ import annotations

import itertools
import re
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings, strategies as st

import dxplan as dx
from dxplan.report.network.chart import network
from dxplan.report.network.layers import Edge, components, layered
from dxplan.report.network.places import placed
from dxplan.report.svg import Picture
from tests.strategies import plans
from tests.time_oracle import timed_plans

SVG = "{http://www.w3.org/2000/svg}"
Box = tuple[float, float, float, float]


def plan(*elements: dx.Element, **fields: object) -> dx.Plan:
    return dx.Plan(id="p", **{"start": "2024-01-01", "elements": elements, **fields})


def draw(of: dx.Plan, **options: object) -> Picture:
    return network(dx.critical_path(of), **options)  # type: ignore[arg-type]


def boxes(picture: Picture) -> dict[str, Box]:
    """Left, top, right and bottom of each box."""
    found: dict[str, Box] = {}

    def walk(element: ElementTree.Element, x: float, y: float) -> None:
        if moved := re.fullmatch(r"translate\((\S+) (\S+)\)", element.get("transform", "")):
            x, y = x + float(moved[1]), y + float(moved[2])
        if (id := element.get("id", "")).startswith("network-"):
            rect = element.find(f"{SVG}rect")
            assert rect is not None
            left, top, width, height = (float(rect.get(name, "")) for name in ("x", "y", "width", "height"))
            found[id.removeprefix("network-")] = (x + left, y + top, x + left + width, y + top + height)
        for inner in element:
            walk(inner, x, y)

    walk(ElementTree.fromstring(picture.text), 0, 0)
    return found


def words(picture: Picture) -> str:
    return " ".join(one.text or "" for one in ElementTree.fromstring(picture.text).iter(f"{SVG}text"))


def apart(found: dict[str, Box]) -> bool:
    return all(
        one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
        for one, other in itertools.combinations(found.values(), 2)
    )


def test_successors_stand_to_the_right() -> None:
    of = plan(
        dx.Task(id="a", duration="5 days"),
        dx.Task(id="b", duration="5 days", after=["a"]),
        dx.Task(id="c", duration="5 days", after=["a", dx.Dependency(predecessor="b", type="SS", lag="2 days")]),
        dx.Milestone(id="alone"),
    )
    picture = draw(of)
    found = boxes(picture)
    assert found["a"][2] < found["b"][0]
    assert found["b"][2] < found["c"][0]
    assert found["alone"][1] > max(found[id][3] for id in "abc")
    assert "SS + 2 days" in words(picture)
    assert "2024-01-01 – 2024-01-05" in words(picture)
    assert "float 10 days" in words(picture) or "no float" in words(picture)


def test_only_what_leads_to_an_element() -> None:
    of = plan(
        dx.Programme(id="works"),
        dx.Task(id="a", duration="5 days"),
        dx.Task(id="b", duration="5 days", after=["a"], within="works"),
        dx.Task(id="c", duration="5 days", after=["b"]),
        dx.Task(id="d", duration="50 days"),
    )
    assert set(boxes(draw(of, to="b"))) == {"a", "b"}
    assert set(boxes(draw(of, to="works"))) == {"a", "b"}
    assert "dx-drive" in draw(of, to="b").text  # what decides its finish is thick, whatever its float
    with pytest.raises(KeyError):
        draw(of, to="nobody")


def test_critical_boxes_have_a_double_edge() -> None:
    of = plan(dx.Task(id="a", duration="5 days"), dx.Task(id="b", duration="1 day"))
    root = ElementTree.fromstring(draw(of).text)
    edges = {
        one.get("id"): [rect.get("class") for rect in one.iter(f"{SVG}rect")]
        for one in root.iter(f"{SVG}g")
        if one.get("id")
    }
    assert edges == {"network-a": ["dx-box-critical", "dx-inner"], "network-b": ["dx-box"]}


def test_a_large_plan_keeps_what_decides_and_says_what_is_left_out() -> None:
    of = plan(*(dx.Task(id=f"t{n}", duration=f"{n + 1} days") for n in range(50)))
    picture = draw(of, boxes=20)
    found = boxes(picture)
    assert set(found) == {f"t{n}" for n in range(30, 50)}
    assert set(found) | set(picture.left_out) == {task.id for task in of.tasks}
    assert "30 tasks with the most float are not drawn" in words(picture)


def test_a_dense_plan_is_bounded() -> None:
    of = plan(*(dx.Task(id=f"t{n:03}", duration="1 day", after=[f"t{m:03}" for m in range(n)]) for n in range(120)))
    picture = draw(of)
    assert apart(boxes(picture))
    assert len(picture.text) < 2_000_000
    assert "links are not drawn" in words(picture)


edges = st.integers(2, 6).flatmap(
    lambda count: st.lists(
        st.tuples(st.integers(0, count - 2), st.integers(1, count - 1), st.booleans()).filter(
            lambda link: link[0] < link[1]
        ),
        max_size=9,
        unique_by=lambda link: link[:2],
    ).map(
        lambda links: (
            [str(n) for n in range(count)],
            [Edge(str(a), str(b), (40.0, 22.0) if labelled else None) for a, b, labelled in links],
        )
    )
)


def crossings(layers: list[list[int]], chains: list[list[int]]) -> int:
    place = {item: number for layer in layers for number, item in enumerate(layer)}
    layer_of = {item: number for number, layer in enumerate(layers) for item in layer}
    steps = [step for chain in chains for step in itertools.pairwise(chain)]
    return sum(
        layer_of[a] == layer_of[c] and (place[a] - place[c]) * (place[b] - place[d]) < 0
        for (a, b), (c, d) in itertools.combinations(steps, 2)
    )


@given(edges)
def test_layers_respect_the_links(graph: tuple[list[str], list[Edge]]) -> None:
    ids, links = graph
    found = layered(ids, links)
    layer_of = {item: number for number, layer in enumerate(found.layers) for item in layer}
    for edge, chain in zip(links, found.chains, strict=True):
        assert chain[0] == found.boxes[edge.source]
        assert chain[-1] == found.boxes[edge.target]
        assert all(layer_of[other] == layer_of[one] + 1 for one, other in itertools.pairwise(chain))
    assert all(found.layers)  # no empty column
    assert sorted(itertools.chain(*found.layers)) == list(range(sum(map(len, found.layers))))


@settings(max_examples=40)
@given(edges)
def test_orders_cross_about_as_little_as_the_best_one(graph: tuple[list[str], list[Edge]]) -> None:
    """Against every order of every layer, where those are few enough to try."""
    ids, links = graph
    found = layered(ids, links)
    count = 1
    for layer in found.layers:
        for number in range(2, len(layer) + 1):
            count *= number
    if count > 2000:
        return
    best = min(
        crossings([list(layer) for layer in layers], found.chains)
        for layers in itertools.product(*(itertools.permutations(layer) for layer in found.layers))
    )
    assert crossings(found.layers, found.chains) <= best + 1


@given(edges)
def test_boxes_labels_and_points_keep_apart(graph: tuple[list[str], list[Edge]]) -> None:
    ids, links = graph
    found = layered(ids, links)
    layout = placed(found, links, dict.fromkeys(ids, 60.0), 200.0)
    areas: dict[str, Box] = {id: (x, y - 30, x + 200, y + 30) for id, (x, y) in layout.boxes.items()}
    areas |= {f"label {n}": (x, y - 11, x + 40, y + 11) for n, (x, y) in layout.labels.items()}
    assert apart(areas)
    assert all(
        top >= -0.01 and bottom <= layout.height + 0.01 and right <= layout.width
        for _, top, right, bottom in areas.values()
    )
    for edge, way in zip(links, layout.ways, strict=True):
        # from the source's right side to the target's left side, and level past every box between
        assert way[0][0] == layout.boxes[edge.source][0] + 200 or way[0][0] > layout.boxes[edge.source][0]
        assert way[-1][0] == layout.boxes[edge.target][0]
        for (x1, y1), (x2, y2) in itertools.pairwise(way):
            assert x1 <= x2
            if way.index((x1, y1)) % 2:
                assert y1 == y2
                for id, (left, top, right, bottom) in areas.items():
                    if not id.startswith("label") and left < x2 and x1 < right:
                        assert not top < y1 < bottom


def test_components_hang_together() -> None:
    links = [Edge("a", "c"), Edge("b", "d"), Edge("c", "e")]
    assert components(list("abcdef"), links) == [["a", "c", "e"], ["b", "d"], ["f"]]


@given(plan=timed_plans())
def test_every_task_has_a_box(plan: dx.Plan) -> None:
    found = boxes(draw(plan))
    assert set(found) == {one.id for one in plan.activities}
    assert apart(found)
    for task in plan.activities:
        for link in task.after:
            assert found[link.predecessor][2] < found[task.id][0]


@settings(max_examples=60)
@given(plan=plans(acyclic=True), lang=st.sampled_from(["en", "vi"]), most=st.sampled_from([1, 3, 200]))
def test_any_plan_with_dates_is_drawn(plan: dx.Plan, lang: str, most: int) -> None:
    try:
        cp = dx.critical_path(plan)
    except dx.DxplanError:
        return
    picture = network(cp, lang=lang, boxes=most)
    found = boxes(picture)
    assert apart(found)
    assert set(found) | set(picture.left_out) == {one.id for one in plan.activities}
    for id in cp.tasks:
        assert id in boxes(network(cp, to=id))
