"""Elements as a networkx graph, and back. The one file that imports networkx.

The graph is read off the elements: a node is an id carrying ``kind`` and ``element``; an edge is a reference,
keyed by its kind of link and carrying ``link``, the object that holds it. The elements are the truth, the
edges show it: an edge that was added or taken away by hand is refused on the way back, by name.

The key is the kind of link; a second link of one kind between the same two nodes has ``#2`` after it.
networkx is imported when a graph is first asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import attrs

from dxplan.errors import Defect, InputError, shorten
from dxplan.model.body import Role
from dxplan.model.element import Element
from dxplan.model.reference import references

if TYPE_CHECKING:
    from typing import TypeAlias

    from networkx import DiGraph, MultiDiGraph, MultiGraph

    PlanGraph: TypeAlias = MultiDiGraph[str]

__all__ = ["area_view", "dependency_view", "refinement_view", "responsibility_view", "scalar_graph"]


def build(header: Mapping[str, Any], elements: Iterable[Element]) -> MultiDiGraph[str]:
    """Return the graph of `elements`, frozen, with `header` as its attributes."""
    import networkx

    graph: MultiDiGraph[str] = networkx.MultiDiGraph(**header)
    elements = tuple(elements)
    graph.add_nodes_from((element.id, {"kind": element.KIND, "element": element}) for element in elements)
    for source, target, key, kind, link in _edges(elements):
        graph.add_edge(source, target, key, kind=kind, link=link)
    networkx.freeze(graph)
    return graph


def _edges(elements: Iterable[Element]) -> Iterable[tuple[str, str, str, str, object]]:
    for element in elements:
        # several links of one kind between the same two nodes get numbered keys; all of them lie in one element,
        # but for a pair that refers to each other both ways, which differs in kind
        used: dict[tuple[str, str, str], int] = {}
        for reference in references(element):
            source, target = element.id, reference.target
            if reference.reverse:
                source, target = target, source
            count = used[source, target, reference.key] = used.get((source, target, reference.key), 0) + 1
            key = reference.key if count == 1 else f"{reference.key}#{count}"
            yield source, target, key, reference.key, reference.link


def read(graph: MultiDiGraph[str]) -> tuple[dict[str, Any], tuple[Element, ...]]:
    """Return the header and the elements of a graph.

    Raises
    ------
    InputError
        ``graph.node`` for a node without its element or under another id, ``graph.edge`` for an edge that the
        elements do not state, or one that they state and the graph lacks.
    """
    defects: list[Defect] = []
    elements: list[Element] = []
    for node, data in graph.nodes(data=True):
        element = data.get("element")
        if not isinstance(element, Element) or element.id != node:
            defects.append(
                Defect(
                    code="graph.node",
                    problem="the node does not carry its element",
                    value=shorten(node),
                    remedy="add elements to a plan, and read its graph anew",
                )
            )
        else:
            elements.append(element)
    if not defects:
        stated = {(source, target, key) for source, target, key, _, _ in _edges(elements)}
        present = set(graph.edges(keys=True))
        for source, target, key in sorted(present - stated, key=str):
            if source in graph and target in graph:
                defects.append(_edge(source, target, key, "no element states this edge"))
        for source, target, key in sorted(stated - present):
            if source in graph and target in graph:
                defects.append(_edge(source, target, key, "an element states this edge, and the graph lacks it"))
    if defects:
        raise InputError(defects, "graph")
    return dict(graph.graph), tuple(elements)


def _edge(source: str, target: str, key: str, problem: str) -> Defect:
    return Defect(
        code="graph.edge",
        problem=problem,
        value=f"{source} → {target} [{key}]",
        remedy="change the element that holds the link (plan.evolve), not the edge",
    )


_ROLES = {role.value for role in Role}


def dependency_view(graph: MultiDiGraph[str]) -> MultiDiGraph[str]:
    """Return tasks and milestones with their dependencies, predecessor to successor.

    Parameters
    ----------
    graph : networkx.MultiDiGraph
        A plan's graph.

    Returns
    -------
    networkx.MultiDiGraph
        Edges carry the `Dependency` as ``link``.

    Examples
    --------
    >>> import dxplan as dx
    >>> tasks = [
    ...     dx.Task(id="design", duration="5 workdays"),
    ...     dx.Task(id="build", after=["design"]),
    ... ]
    >>> plan = dx.Plan(id="p", start="2024-01-01", elements=tasks)
    >>> list(dx.dependency_view(plan.graph).edges())
    [('design', 'build')]
    """
    import networkx

    view: MultiDiGraph[str] = networkx.MultiDiGraph()
    view.add_nodes_from((node, data) for node, data in graph.nodes(data=True) if data["kind"] in ("task", "milestone"))
    for source, target, key, data in graph.edges(keys=True, data=True):
        if data["kind"] == "after":
            view.add_edge(source, target, key, **data)
    return view


def refinement_view(graph: MultiDiGraph[str]) -> DiGraph[str]:
    """Return the goals, each with an edge to the goals that refine it.

    Examples
    --------
    >>> import dxplan as dx
    >>> plan = dx.Plan(
    ...     id="p",
    ...     start="2024-01-01",
    ...     elements=[dx.Goal(id="g0"), dx.Goal(id="t1", within="g0")],
    ... )
    >>> list(dx.refinement_view(plan.graph).edges())
    [('g0', 't1')]
    """
    return _tree(graph, "goal", "within")


def area_view(graph: MultiDiGraph[str]) -> DiGraph[str]:
    """Return the areas, each with an edge to the areas that lie directly in it.

    Examples
    --------
    >>> import dxplan as dx
    >>> areas = [dx.Area(id="tay-ninh"), dx.Area(id="go-dau", parent="tay-ninh")]
    >>> list(
    ...     dx.area_view(dx.Plan(id="p", start="2024-01-01", elements=areas).graph).edges()
    ... )
    [('tay-ninh', 'go-dau')]
    """
    return _tree(graph, "area", "parent")


def _tree(graph: MultiDiGraph[str], kind: str, link: str) -> DiGraph[str]:
    import networkx

    view: DiGraph[str] = networkx.DiGraph()
    view.add_nodes_from((node, data) for node, data in graph.nodes(data=True) if data["kind"] == kind)
    view.add_edges_from(
        (outer, inner) for inner, outer, data in graph.edges(data=True) if data["kind"] == link and inner in view
    )
    return view


def responsibility_view(graph: MultiDiGraph[str]) -> MultiGraph[Any]:
    """Return who answers for what: a bipartite graph of bodies and of what they answer for.

    Returns
    -------
    networkx.MultiGraph
        Bodies have ``bipartite=0``, goals, programmes, tasks and milestones ``bipartite=1``; an edge's key and
        ``kind`` are the role.

    Examples
    --------
    >>> import dxplan as dx
    >>> plan = dx.Plan(
    ...     id="p",
    ...     start="2024-01-01",
    ...     elements=[
    ...         dx.Body(id="so-tttt"),
    ...         dx.Task(id="portal", roles={"leads": "so-tttt"}),
    ...     ],
    ... )
    >>> list(dx.responsibility_view(plan.graph).edges(keys=True))
    [('so-tttt', 'portal', 'leads')]
    """
    import networkx

    view: MultiGraph[Any] = networkx.MultiGraph()
    for node, data in graph.nodes(data=True):
        if data["kind"] == "body":
            view.add_node(node, bipartite=0, **data)
        elif data["kind"] in ("goal", "programme", "task", "milestone"):
            view.add_node(node, bipartite=1, **data)
    for body, item, key, data in graph.edges(keys=True, data=True):
        if data["kind"] in _ROLES:
            view.add_edge(body, item, key=key, **data)
    return view


def scalar_graph(graph: MultiDiGraph[str]) -> MultiDiGraph[str]:
    """Return a copy whose attributes are all text, for formats that hold nothing else.

    Nodes keep ``kind``, ``label`` (the name) and, as text, every plain field of their element that is not at its
    default; edges keep ``kind`` and the plain fields of their link, its ``source`` as ``cited``: to those formats a
    source is a node. Lists and records are left out: they show as edges. It serves ``networkx.write_graphml``,
    ``node_link_data``, ``write_network_text`` and the like.

    Examples
    --------
    >>> import dxplan as dx
    >>> plan = dx.Plan(
    ...     id="p",
    ...     start="2024-01-01",
    ...     elements=[dx.Task(id="design", duration="5 workdays")],
    ... )
    >>> dx.scalar_graph(plan.graph).nodes["design"]
    {'kind': 'task', 'label': 'design', 'duration': '5 workdays'}
    """
    import networkx

    plain: MultiDiGraph[str] = networkx.MultiDiGraph()
    plain.graph.update({key: str(value) for key, value in graph.graph.items() if value is not None})
    for node, data in graph.nodes(data=True):
        element: Element = data["element"]
        plain.add_node(node, kind=data["kind"], label=element.name, **_scalars(element, {"id", "name", "kind"}))
    for source, target, key, data in graph.edges(keys=True, data=True):
        fields = {} if data["link"] is None else _scalars(data["link"], {"kind"})
        if "source" in fields:
            fields["cited"] = fields.pop("source")
        plain.add_edge(source, target, key=key, kind=data["kind"], **fields)
    return plain


def _scalars(record: Any, without: set[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for field in attrs.fields(type(record)):
        value = getattr(record, field.name)
        if value == field.default:
            continue
        if (
            value is None
            or field.name in without
            or isinstance(value, tuple)
            or hasattr(value, "__attrs_init_subclass__")
        ):
            continue
        found[field.name] = "true" if value is True else str(getattr(value, "value", value))
    kind = getattr(record, "kind", None)
    if isinstance(record, Element) and kind is not None:
        found[f"{record.KIND}_kind"] = str(getattr(kind, "value", kind))
    return found
