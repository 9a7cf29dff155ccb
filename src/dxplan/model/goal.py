"""What is to be true by when: goals, how they refine, and the words that loosen them."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar, Literal

import attrs

from dxplan.errors import defect
from dxplan.model.body import Assignment, to_roles
from dxplan.model.criterion import Criterion, to_criterion
from dxplan.model.element import Element
from dxplan.model.measure import MeasureLike, share
from dxplan.model.plain import choice, identifiers, optional_identifier, optional_text, text, texts
from dxplan.model.record import Many, Record, records
from dxplan.model.validity import optional_last_day

__all__ = ["Firmness", "Goal", "Term"]


class Firmness(enum.StrEnum):
    """Whether a goal must hold, or is striven for."""

    HARD = "hard"
    SOFT = "soft"


def _firmness(value: Firmness | str) -> Firmness:
    return choice(Firmness, value)


def _optional_share(value: MeasureLike | None) -> Decimal | None:
    return None if value is None else share(value)


@attrs.frozen(kw_only=True)
class Term(Record):
    """A word that loosens a goal, with the share that it stands for.

    Parameters
    ----------
    word : str
        As the source says it: ``"cơ bản"``.
    at_least : Decimal, optional
        The share of the whole that is enough, in 0–1 or as ``"80 %"``; None while nobody has defined it.
    source : str, optional
        Who defined it, and where.

    Examples
    --------
    >>> Term(word="cơ bản", at_least="80 %").at_least
    Decimal('0.8')
    """

    word: str = attrs.field(converter=text)
    at_least: Decimal | None = attrs.field(default=None, converter=_optional_share)
    source: str | None = attrs.field(default=None, converter=optional_text)


def _terms(values: Many[Term]) -> tuple[Term, ...]:
    return records(values, Term)


def _optional_criterion(value: Criterion | Mapping[str, Any] | None) -> Criterion | None:
    return None if value is None else to_criterion(value)


Refinement = Literal["all", "any"] | int
"""How a goal holds through its sub-goals, by all of them, any of them, or at least so many."""


def _refinement(value: Refinement) -> Refinement:
    if value in ("all", "any") or (isinstance(value, int) and not isinstance(value, bool) and 0 < value < 10**6):
        return value
    raise defect("choice.unknown", "this is not a way to refine a goal", 'write "all", "any" or a number from 1', value)


@attrs.frozen(kw_only=True)
class Goal(Element):
    """What is to be true by when.

    A goal holds when its criterion holds at its due date and its sub-goals hold as `refinement` says (§9).

    Parameters
    ----------
    criterion : Criterion, optional
        None where the goal stands on its sub-goals alone, or nobody has defined it.
    due : date, optional
        The last day by which it must be true; a period such as ``2025`` means its last day. Without it the goal
        is unknown.
    within : str, optional
        Id of the parent `Goal`.
    refinement : {"all", "any"} or int
        How many of its sub-goals it needs; ``"all"`` where left out.
    firmness : Firmness
        ``hard`` or ``soft``.
    beneficiaries : tuple of str
        For whom.
    terms : tuple of Term
        The words that loosen it, with the share that each stands for.
    enablers : tuple of str
        Ids of the goals, tasks and milestones on which it is said to depend.
    roles : tuple of Assignment
        Who answers for it.

    Examples
    --------
    >>> from dxplan.model.criterion import AtLeast
    >>> Goal(
    ...     id="online",
    ...     criterion=AtLeast(indicator="online-dossiers", value="80 %"),
    ...     due=2025,
    ... ).due
    datetime.date(2025, 12, 31)
    """

    KIND: ClassVar[str] = "goal"
    PLURAL: ClassVar[str] = "goals"

    criterion: Criterion | None = attrs.field(default=None, converter=_optional_criterion, metadata={"links": True})
    due: dt.date | None = attrs.field(default=None, converter=optional_last_day)
    within: str | None = attrs.field(default=None, converter=optional_identifier, metadata={"refers": ("goal",)})
    refinement: Refinement = attrs.field(default="all", converter=_refinement)
    firmness: Firmness = attrs.field(default=Firmness.HARD, converter=_firmness)
    beneficiaries: tuple[str, ...] = attrs.field(default=(), converter=texts)
    terms: tuple[Term, ...] = attrs.field(default=(), converter=_terms)
    enablers: tuple[str, ...] = attrs.field(
        default=(), converter=identifiers, metadata={"refers": ("goal", "task", "milestone"), "reverse": True}
    )
    roles: tuple[Assignment, ...] = attrs.field(default=(), converter=to_roles, metadata={"links": True})
