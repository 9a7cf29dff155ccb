"""A plan in the making: its elements while changes are made to them, checked as a whole when it is a plan again.

To build a plan of 10,000 tasks takes some 80 ms, nearly all of it to look at every reference; a sequence of changes
pays that once.
"""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from dxplan.errors import Defect, defect
from dxplan.model.criterion import Delivered, parts
from dxplan.model.element import Element
from dxplan.model.goal import Goal
from dxplan.model.integrity import dangling
from dxplan.model.plan import Plan
from dxplan.model.record import Record
from dxplan.model.reference import references, without

__all__ = ["Draft"]

_SHOWN = 6  # goals that a message names


class Draft:
    """The elements of a plan, open to changes. The plan itself stays as it is.

    Parameters
    ----------
    plan : Plan

    Examples
    --------
    >>> from dxplan.model.task import Task
    >>> design, build = Task(id="design"), Task(id="build", after="design")
    >>> draft = Draft(Plan(id="portal", start="2024-01-01", elements=[design, build]))
    >>> draft.leave_out("design")
    >>> draft.plan()["build"].after
    ()
    """

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._elements: dict[str, Element] = {element.id: element for element in plan}
        self._holders: dict[str, dict[str, None]] | None = None
        self._hints: dict[tuple[str, tuple[str, ...]], str] = {}
        self._changed = False

    def __getitem__(self, id: str) -> Element:
        return self._elements[id]

    def missing(self, record: Record) -> list[Defect]:
        """Return a defect for each reference of `record` that leads nowhere, or to another kind of element."""
        found = list(references(record))
        kinds = {one.target: self._elements[one.target].KIND for one in found if one.target in self._elements}
        return dangling(found, kinds, self._elements, self._hints)

    def put(self, element: Element) -> None:
        """Put `element` in the place of the one with its id."""
        if element != self._elements[element.id]:
            self._elements[element.id] = element
            self._changed = True

    def leave_out(self, id: str) -> None:
        """Take the element `id` away, with every reference to it.

        Raises
        ------
        InputError
            ``reference.needed`` where the criterion of a goal needs it.
        """
        holders = list(self._referring_to(id))
        if needing := [one.id for one in holders if isinstance(one, Goal) and _needs(one, id)]:
            goals = ", ".join(needing[:_SHOWN]) + (f" … ({len(needing)})" if len(needing) > _SHOWN else "")
            problem = f"it is part of the criterion of {goals}"
            raise defect("reference.needed", problem, "change that criterion first, or keep it in the plan", id)
        for holder in holders:
            if (kept := without(holder, id)) is not None:
                self.put(kept)
        del self._elements[id]
        self._changed = True

    def _referring_to(self, id: str) -> Iterator[Element]:
        if self._holders is None:
            self._holders = {}
            for element in self._elements.values():
                for reference in references(element):
                    self._holders.setdefault(reference.target, {})[element.id] = None
        for holder in self._holders.get(id, ()):  # no change adds a reference: what was found once is enough
            if holder != id and holder in self._elements:
                yield self._elements[holder]

    def plan(self) -> Plan:
        """Return the plan with its elements as they are now; the very plan where nothing has changed.

        Raises
        ------
        InputError
            As `Plan`.
        """
        return attrs.evolve(self._plan, elements=list(self._elements.values())) if self._changed else self._plan


def _needs(goal: Goal, id: str) -> bool:
    criteria = () if goal.criterion is None else parts(goal.criterion)
    return any(isinstance(one, Delivered) and one.task == id for one in criteria)
