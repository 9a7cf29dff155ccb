"""A plan's graph shows every reference as an edge, and leads back to the plan."""

import copy
import io
import json
import pickle
import random

import networkx as nx
import pytest
from hypothesis import given, strategies as st

import dxplan as dx
from dxplan.model.reference import references
from tests.strategies import plans


def plan_of(*elements: dx.Element) -> dx.Plan:
    return dx.Plan(id="p", start="2024-01-01", elements=elements)


@given(plans())
def test_the_graph_leads_back_to_the_plan(plan: dx.Plan) -> None:
    assert dx.Plan.from_graph(plan.graph) == plan
    assert dx.Plan.from_graph(nx.MultiDiGraph(plan.graph)) == plan


@given(plans())
def test_every_reference_is_an_edge_and_every_edge_a_reference(plan: dx.Plan) -> None:
    assert set(plan.graph) == {element.id for element in plan}
    stated = []
    for element in plan:
        for reference in references(element):
            ends = (element.id, reference.target)
            stated.append((*(reversed(ends) if reference.reverse else ends), reference.key))
    shown = [(source, target, kind) for source, target, kind in plan.graph.edges(data="kind")]
    assert sorted(shown) == sorted(stated)


@given(plans(), st.randoms(use_true_random=False))
def test_the_order_of_nodes_and_edges_says_nothing_of_the_links(plan: dx.Plan, random: random.Random) -> None:
    shuffled = nx.MultiDiGraph(**plan.graph.graph)
    nodes, edges = list(plan.graph.nodes(data=True)), list(plan.graph.edges(keys=True, data=True))
    random.shuffle(edges)
    shuffled.add_nodes_from(nodes)
    shuffled.add_edges_from(edges)
    assert dx.Plan.from_graph(shuffled) == plan


@given(plans())
def test_views_hold_their_part_of_the_graph(plan: dx.Plan) -> None:
    dependencies = dx.dependency_view(plan.graph)
    assert set(dependencies) == {activity.id for activity in plan.activities}
    assert dependencies.number_of_edges() == sum(len(activity.after) for activity in plan.activities)
    assert set(dx.refinement_view(plan.graph)) == {goal.id for goal in plan.goals}
    assert set(dx.area_view(plan.graph).edges) == {(one.parent, one.id) for one in plan.areas if one.parent}
    answers = dx.responsibility_view(plan.graph)
    assignments = [one.roles for one in (*plan.goals, *plan.programmes, *plan.activities)]
    assert answers.number_of_edges() == sum(len(roles) for roles in assignments)
    assert all(answers.nodes[body]["bipartite"] != answers.nodes[item]["bipartite"] for body, item in answers.edges())


@given(plans(max_tasks=3))
def test_the_scalar_graph_fits_the_formats_of_networkx(plan: dx.Plan) -> None:
    plain = dx.scalar_graph(plan.graph)
    assert plain.number_of_edges() == plan.graph.number_of_edges()
    buffer = io.BytesIO()
    nx.write_graphml(plain, buffer)
    buffer.seek(0)
    assert set(nx.read_graphml(buffer, force_multigraph=True)) == set(plain)
    data = json.loads(json.dumps(nx.node_link_data(plain, edges="edges")))
    again = nx.node_link_graph(data, edges="edges")
    assert dict(again.nodes(data=True)) == dict(plain.nodes(data=True))
    assert list(again.edges(keys=True, data=True)) == list(plain.edges(keys=True, data=True))
    lines: list[str] = []
    nx.write_network_text(plain, path=lines.append, end="")
    assert lines


def test_the_graph_cannot_be_changed_in_place() -> None:
    plan = plan_of(dx.Task(id="a"))
    with pytest.raises(nx.NetworkXError):
        plan.graph.add_node("b")
    assert plan.graph is plan.graph


def test_two_links_of_one_kind_are_two_edges() -> None:
    waits = [dx.Dependency(predecessor="a", type=kind) for kind in ("FS", "SS")]
    plan = plan_of(dx.Task(id="a"), dx.Task(id="b", after=waits))
    assert list(plan.graph.edges(keys=True)) == [("a", "b", "after"), ("a", "b", "after#2")]
    assert [data["link"].type.value for _, _, data in plan.graph.edges(data=True)] == ["FS", "SS"]


def test_a_link_that_names_two_elements_is_two_edges() -> None:
    cost = dx.Cost(fund="f", amount="5 VND", spender="b")
    plan = plan_of(dx.Fund(id="f"), dx.Body(id="b"), dx.Task(id="t", costs=[cost]))
    assert sorted(plan.graph.edges(keys=True)) == [("t", "b", "costs.spender"), ("t", "f", "costs")]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda graph: graph.add_edge("a", "b", key="after"), "graph.edge"),
        (lambda graph: graph.remove_edge("b", "a"), "graph.edge"),
        (lambda graph: graph.add_edge("a", "nowhere"), "graph.node"),
        (lambda graph: graph.add_node("a", element=dx.Task(id="other")), "graph.node"),
        (lambda graph: graph.remove_node("b"), "reference.dangling"),
        (lambda graph: graph.graph.clear(), "graph.header"),
        (lambda graph: graph.graph.update(colour="red"), "graph.header"),
    ],
)
def test_a_graph_that_says_something_else_than_its_elements_is_refused(change, code) -> None:
    graph = nx.MultiDiGraph(plan_of(dx.Task(id="a", after=["b"]), dx.Task(id="b")).graph)
    change(graph)
    with pytest.raises(dx.InputError) as caught:
        dx.Plan.from_graph(graph)
    assert {defect.code for defect in caught.value.defects} == {code}


@given(plans(max_tasks=3))
def test_a_plan_is_a_value(plan: dx.Plan) -> None:
    """Copies and pickles are equal, hash alike and answer alike, whether the views were asked for before or not."""
    graph = plan.graph
    for again in (copy.copy(plan), copy.deepcopy(plan), pickle.loads(pickle.dumps(plan))):
        assert again == plan
        assert hash(again) == hash(plan)
        assert again.tasks == plan.tasks
        assert nx.utils.graphs_equal(again.graph, graph)
        assert all(again[element.id] == element for element in plan)
    assert nx.utils.graphs_equal(pickle.loads(pickle.dumps(graph)), graph)
