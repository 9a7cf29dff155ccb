"""Where elements refer to others: read off the classes once, then walked fast.

A field that holds ids says so in its metadata: ``refers`` names the kinds of element that it may name,
``reverse`` that the edge runs from the element named to its holder. A field that holds records with
references of their own is marked ``links``. A record whose class says its ``place`` is kept in another order than
it was given in: messages find it by that instead of its index.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import attrs

from dxplan.model.record import Record

__all__ = ["Reference", "references", "without"]

_Record = TypeVar("_Record", bound=Record)


@attrs.frozen
class Reference:
    """One reference of an element to another.

    Parameters
    ----------
    key : str
        The kind of link, the edge's key in the graph: ``"after"``, ``"leads"``, ``"costs"``, ``"costs.spender"``.
    target : str
        The id that is named.
    allowed : tuple of str
        Kinds of element that it may name.
    link : Record or None
        The object that holds it, such as a `Dependency`; None where the element itself does.
    reverse : bool
        Whether the edge runs from the target to the element.
    path : tuple of str or int
        Steps from the element to the id.
    """

    key: str
    target: str
    allowed: tuple[str, ...]
    link: Record | None
    reverse: bool
    path: tuple[str | int, ...]


_Walker = Callable[[Record, Record | None, str, tuple[str | int, ...], list[Reference]], None]


@functools.cache
def _walkers(cls: type) -> tuple[tuple[str, _Walker], ...]:
    """Return, for each field of `cls` that may hold references, its name and what collects them."""
    found: list[tuple[str, _Walker]] = []
    first = True
    for field in attrs.fields(cls):
        if "refers" in field.metadata:
            found.append((field.name, _ids(field.name, field.metadata, first)))
            first = False
        elif field.metadata.get("links"):
            found.append((field.name, _nested(field.name)))
    return tuple(found)


def _ids(name: str, metadata: Any, first: bool) -> _Walker:
    allowed: tuple[str, ...] = metadata["refers"]
    reverse: bool = metadata.get("reverse", False)

    def collect(value: Any, link: Record | None, key: str, path: tuple[str | int, ...], into: list[Reference]) -> None:
        if link is None:
            key = name
        elif not first:
            key = f"{key}.{name}"
        if isinstance(value, str):
            into.append(Reference(key, value, allowed, link, reverse, (*path, name)))
        else:
            for index, one in enumerate(value):
                into.append(Reference(key, one, allowed, link, reverse, (*path, name, index)))

    return collect


def _nested(name: str) -> _Walker:
    def collect(value: Any, link: Record | None, key: str, path: tuple[str | int, ...], into: list[Reference]) -> None:
        key = key or name
        if isinstance(value, tuple):
            for index, one in enumerate(value):
                _collect(one, one, getattr(one, "edge", key), (*path, name, getattr(one, "place", index)), into)
        else:
            _collect(value, value, key, (*path, name), into)

    return collect


def _collect(holder: Record, link: Record | None, key: str, path: tuple[str | int, ...], into: list[Reference]) -> None:
    for name, collect in _walkers(type(holder)):  # type: ignore[arg-type]
        value = getattr(holder, name)
        if value:
            collect(value, link, key, path, into)


def references(element: Record) -> Iterator[Reference]:
    """Yield every reference of `element`, in the order of its fields.

    Examples
    --------
    >>> from dxplan.model.task import Task
    >>> task = Task(id="build", after=["design"], roles={"leads": "so-tttt"})
    >>> [(reference.key, reference.target) for reference in references(task)]
    [('after', 'design'), ('leads', 'so-tttt')]
    """
    found: list[Reference] = []
    _collect(element, None, "", (), found)
    return iter(found)


def without(record: _Record, id: str) -> _Record | None:
    """Return `record` without its references to `id`; None where it means nothing without one of them.

    A list of ids loses the id, and a list of records those that mean nothing without it. What stands alone, such as
    the criterion of a goal, stays as it is: to drop a part of it would change what is said.

    Examples
    --------
    >>> from dxplan.model.task import Task
    >>> task = Task(
    ...     id="build", after=["design", {"predecessor": "tender", "lag": "5 workdays"}]
    ... )
    >>> [wait.predecessor for wait in without(task, "tender").after]
    ['design']
    >>> without(task.after[0], "design") is None
    True
    """
    changes: dict[str, Any] = {}
    for field in attrs.fields(type(record)):  # type: ignore[arg-type]
        value = getattr(record, field.name)
        if "refers" in field.metadata:
            if value == id:
                if field.default is not None:
                    return None
                changes[field.name] = None
            elif isinstance(value, tuple) and id in value:
                changes[field.name] = tuple(one for one in value if one != id)
        elif field.metadata.get("links") and isinstance(value, tuple):
            kept = tuple(without(one, id) for one in value)
            if any(after is not before for after, before in zip(kept, value, strict=True)):
                changes[field.name] = tuple(one for one in kept if one is not None)
    return attrs.evolve(record, **changes) if changes else record  # type: ignore[misc]
