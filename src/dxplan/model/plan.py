"""The plan: a value that holds every element, with no reference left dangling."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

import attrs

from dxplan.dates import first_day
from dxplan.errors import Defect, InputError, defect, kind_of
from dxplan.model import graph as graphs
from dxplan.model.area import Area
from dxplan.model.body import Body
from dxplan.model.calendar import Calendar
from dxplan.model.document import Document, Principle
from dxplan.model.element import NAME_IS_ID, Element
from dxplan.model.fund import Fund
from dxplan.model.goal import Goal
from dxplan.model.indicator import Indicator
from dxplan.model.integrity import integrity_defects, suggestion
from dxplan.model.plain import identifier, many, optional_identifier, optional_text, text
from dxplan.model.record import Record
from dxplan.model.reference import references
from dxplan.model.resource import Resource
from dxplan.model.risk import Risk
from dxplan.model.task import Milestone, Programme, Task
from dxplan.model.validity import optional_last_day

if TYPE_CHECKING:
    from dxplan.model.graph import PlanGraph

__all__ = ["ELEMENT_CLASSES", "Plan"]

ELEMENT_CLASSES: tuple[type[Element], ...] = (
    Document,
    Area,
    Body,
    Calendar,
    Indicator,
    Goal,
    Principle,
    Programme,
    Resource,
    Fund,
    Task,
    Milestone,
    Risk,
)
"""The classes of elements, in the order in which a plan keeps them."""

_RANK: dict[type[Element], int] = {cls: rank for rank, cls in enumerate(ELEMENT_CLASSES)}


def _element(value: object) -> Element:
    if type(value) in _RANK:
        return value  # type: ignore[return-value]
    names = ", ".join(cls.__name__ for cls in ELEMENT_CLASSES)
    raise defect("type.wrong", f"an element is needed, not {kind_of(value)}", f"write one of {names}", value)


def _elements(values: Iterable[Element]) -> tuple[Element, ...]:
    elements = many(values, _element, (Element, str))
    return tuple(sorted(elements, key=lambda element: _RANK[type(element)]))


_Kind = TypeVar("_Kind", bound=Element)


@attrs.frozen(kw_only=True)
class Plan(Record):
    """A plan of a public body: the whole, as a value.

    Elements are kept by kind, in each kind in the order given; that order never changes an answer. Two plans with the
    same elements are equal, and a change makes a new plan.

    Parameters
    ----------
    id : str
    name : str, optional
        The id where it is left out.
    start : date
        The first day of the plan, tick 0 (§1).
    horizon : date, optional
        The last day of which the plan speaks; a period such as ``2030`` means its last day.
    calendar : str, optional
        Id of the `Calendar` on which tasks are worked; Monday to Friday where left out.
    area : str, optional
        Id of the plan's own `Area`, of which indicators and criteria speak where they name none.
    note : str, optional
    elements : iterable of Element

    Raises
    ------
    InputError
        All defects at once: ``id.duplicate``, ``reference.dangling``, ``reference.kind``, ``benchmark.unknown``,
        ``unit.wrong``, ``currency.mixed``, ``horizon.before-start``.

    Examples
    --------
    >>> design = Task(id="design", duration="20 workdays")
    >>> build = Task(id="build", duration="60 workdays", after=["design"])
    >>> plan = Plan(id="portal", start="2024-01-01", elements=[design, build])
    >>> plan
    Plan('portal': 2 tasks)
    >>> plan["build"].after[0].predecessor
    'design'
    >>> plan.graph.number_of_edges()
    1
    """

    id: str = attrs.field(converter=identifier)
    name: str = attrs.field(default=NAME_IS_ID, converter=text)
    start: dt.date = attrs.field(converter=first_day)
    horizon: dt.date | None = attrs.field(default=None, converter=optional_last_day)
    calendar: str | None = attrs.field(default=None, converter=optional_identifier, metadata={"refers": ("calendar",)})
    area: str | None = attrs.field(default=None, converter=optional_identifier, metadata={"refers": ("area",)})
    note: str | None = attrs.field(default=None, converter=optional_text)
    elements: tuple[Element, ...] = attrs.field(default=(), converter=_elements)
    _index: dict[str, Element] = attrs.field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "_index", {element.id: element for element in self.elements})
        defects = integrity_defects(references(self), self.elements)
        if self.horizon is not None and self.horizon < self.start:
            defects.append(
                Defect(
                    code="horizon.before-start",
                    problem=f"the horizon lies before the start, {self.start}",
                    value=str(self.horizon),
                    remedy="move one of them",
                    path=("horizon",),
                )
            )
        if defects:
            raise InputError(defects)

    def __getitem__(self, id: str) -> Element:
        try:
            return self._index[id]
        except KeyError:
            raise KeyError(f"{id!r} is no element of the plan{suggestion(id, self._index)}") from None

    def __contains__(self, id: object) -> bool:
        return id in self._index

    def __iter__(self) -> Iterator[Element]:
        return iter(self.elements)

    def __len__(self) -> int:
        return len(self.elements)

    def __repr__(self) -> str:
        counts = ((cls, sum(type(element) is cls for element in self.elements)) for cls in ELEMENT_CLASSES)
        parts = [f"{count} {cls.KIND if count == 1 else cls.PLURAL}" for cls, count in counts if count]
        return f"Plan({self.id!r}: {', '.join(parts) or 'empty'})"

    def _of(self, cls: type[_Kind]) -> tuple[_Kind, ...]:
        return tuple(element for element in self.elements if type(element) is cls)

    @cached_property
    def documents(self) -> tuple[Document, ...]:
        """The legal instruments, in their order."""
        return self._of(Document)

    @cached_property
    def areas(self) -> tuple[Area, ...]:
        """The administrative units, in their order."""
        return self._of(Area)

    @cached_property
    def bodies(self) -> tuple[Body, ...]:
        """The bodies, in their order."""
        return self._of(Body)

    @cached_property
    def calendars(self) -> tuple[Calendar, ...]:
        """The calendars, in their order."""
        return self._of(Calendar)

    @cached_property
    def indicators(self) -> tuple[Indicator, ...]:
        """The indicators, in their order."""
        return self._of(Indicator)

    @cached_property
    def goals(self) -> tuple[Goal, ...]:
        """The goals, in their order."""
        return self._of(Goal)

    @cached_property
    def principles(self) -> tuple[Principle, ...]:
        """The principles, in their order."""
        return self._of(Principle)

    @cached_property
    def programmes(self) -> tuple[Programme, ...]:
        """The programmes, in their order."""
        return self._of(Programme)

    @cached_property
    def resources(self) -> tuple[Resource, ...]:
        """The resources, in their order."""
        return self._of(Resource)

    @cached_property
    def funds(self) -> tuple[Fund, ...]:
        """The funds, in their order."""
        return self._of(Fund)

    @cached_property
    def tasks(self) -> tuple[Task, ...]:
        """The tasks, in their order."""
        return self._of(Task)

    @cached_property
    def milestones(self) -> tuple[Milestone, ...]:
        """The milestones, in their order."""
        return self._of(Milestone)

    @cached_property
    def activities(self) -> tuple[Task | Milestone, ...]:
        """The tasks, then the milestones."""
        return (*self.tasks, *self.milestones)

    @cached_property
    def risks(self) -> tuple[Risk, ...]:
        """The risks, in their order."""
        return self._of(Risk)

    @cached_property
    def graph(self) -> PlanGraph:
        """The plan as a frozen ``networkx.MultiDiGraph``; ``networkx.MultiDiGraph(plan.graph)`` copies it for changes.

        A node is an id with ``kind`` and ``element``; an edge is keyed by its kind of link (``"after"``, ``"leads"``,
        ``"within"``, …) and carries ``link``, the object that holds it, or None for a plain reference.
        """
        return graphs.build(_header(self), self.elements)

    @classmethod
    def from_graph(cls, graph: PlanGraph) -> Plan:
        """Return the plan of which `graph` is the graph.

        Raises
        ------
        InputError
            ``graph.node``, ``graph.edge``, ``graph.header``, and whatever `Plan` raises.

        Examples
        --------
        >>> plan = Plan(id="portal", start="2024-01-01", elements=[Task(id="design")])
        >>> Plan.from_graph(plan.graph) == plan
        True
        """
        header, elements = graphs.read(graph)
        fields = {field.name for field in attrs.fields(cls)} - {"elements", "_index"}
        if not {"id", "start"} <= header.keys() or not header.keys() <= fields:
            raise defect(
                "graph.header",
                "the graph's own attributes are not those of a plan",
                "keep graph.graph as plan.graph has it",
                sorted(str(key) for key in header),
            )
        return cls(**header, elements=elements)

    def evolve(self, id: str | None = None, /, **changes: Any) -> Plan:
        """Return a plan in which the element `id`, or the plan itself, has other values in some fields.

        Parameters
        ----------
        id : str, optional
            Of an element; without it the fields are the plan's own (``start``, ``horizon``, …).
        **changes
            The fields with their new values.

        Raises
        ------
        KeyError
            For an id that is not in the plan.
        InputError
            For values that the fields do not take.

        Examples
        --------
        >>> plan = Plan(
        ...     id="portal",
        ...     start="2024-01-01",
        ...     elements=[Task(id="design", duration="20 workdays")],
        ... )
        >>> plan.evolve("design", duration="10 workdays")["design"].duration
        Duration('10 workdays')
        >>> plan.evolve(start="2024-07-01").start
        datetime.date(2024, 7, 1)
        """
        if id is None:
            return attrs.evolve(self, **changes)
        changed = attrs.evolve(self[id], **changes)
        return attrs.evolve(self, elements=[changed if one.id == id else one for one in self.elements])

    def replace(self, *elements: Element) -> Plan:
        """Return a plan with `elements` in the place of those with the same ids; new ids come last of their kind."""
        fresh = {element.id: element for element in elements}
        kept = [fresh.pop(one.id, one) for one in self.elements]
        return attrs.evolve(self, elements=[*kept, *fresh.values()])

    def remove(self, *ids: str) -> Plan:
        """Return a plan without the elements `ids`.

        Raises
        ------
        KeyError
            For an id that is not in the plan.
        InputError
            ``reference.dangling`` where another element still refers to one of them.
        """
        gone = {self[id].id for id in ids}
        return attrs.evolve(self, elements=[one for one in self.elements if one.id not in gone])


def _header(plan: Plan) -> dict[str, Any]:
    names = ("id", "name", "start", "horizon", "calendar", "area", "note")
    return {name: value for name in names if (value := getattr(plan, name)) is not None}
