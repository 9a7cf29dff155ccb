"""What every element of a plan shares: identity, and the legal ground that it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

import attrs

from dxplan.model.plain import identifier, many, optional_text, text, texts
from dxplan.model.record import Record, record

__all__ = ["NAME_IS_ID", "Basis", "BasisLike", "Element"]


@attrs.frozen(kw_only=True)
class Basis(Record):
    """The legal ground of an element: a document, down to the clause.

    Parameters
    ----------
    document : str
        Id of a `Document` of the plan.
    clause : str, optional
        Article, section or point, as the document numbers it.

    Examples
    --------
    >>> Basis(document="nq-02", clause="III.1")
    Basis(document='nq-02', clause='III.1')
    """

    document: str = attrs.field(converter=identifier, metadata={"refers": ("document",)})
    clause: str | None = attrs.field(default=None, converter=optional_text)


BasisLike = Basis | Mapping[str, Any] | str
"""A `Basis`, or its text: the document's id, then the clause after a space (``"nq-02 III.1"``)."""


def to_basis(value: BasisLike) -> Basis:
    """Return the basis that `value` means.

    Examples
    --------
    >>> to_basis("nq-02 III.1")
    Basis(document='nq-02', clause='III.1')
    """
    if isinstance(value, Basis):
        return value
    if isinstance(value, str):
        document, _, clause = value.strip().partition(" ")
        return Basis(document=document, clause=clause.strip() or None)
    return record(value, Basis)


def to_bases(values: BasisLike | Iterable[BasisLike] | None) -> tuple[Basis, ...]:
    """Return the legal grounds in a tuple; one alone stands for a tuple of one."""
    return many(values, to_basis, (str, Mapping, Basis))


NAME_IS_ID: Any = attrs.Factory(lambda record: record.id, takes_self=True)
"""The default of a name: the id."""


@attrs.frozen(kw_only=True)
class Element(Record):
    """What every element of a plan has.

    Parameters
    ----------
    id : str
        Unique in the plan. Letters of any script, digits and ``. - _ : /``.
    name : str, optional
        What people call it; the id where it is left out.
    note : str, optional
        A remark for readers.
    tags : tuple of str
        Words to select by, such as ``"illustrative"``.
    basis : tuple of Basis
        The legal clauses that it rests on; a text such as ``"nq-02 III.1"`` will do.
    """

    KIND: ClassVar[str] = "element"
    PLURAL: ClassVar[str] = "elements"

    id: str = attrs.field(converter=identifier)
    name: str = attrs.field(default=NAME_IS_ID, converter=text)
    note: str | None = attrs.field(default=None, converter=optional_text)
    tags: tuple[str, ...] = attrs.field(default=(), converter=texts)
    basis: tuple[Basis, ...] = attrs.field(default=(), converter=to_bases, metadata={"links": True})
