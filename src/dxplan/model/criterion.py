"""The algebra of targets: what must be true for a goal to hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, ClassVar

import attrs

from dxplan.errors import defect
from dxplan.model.area import Areas
from dxplan.model.body import optional_count
from dxplan.model.measure import Measure, MeasureLike, to_measure
from dxplan.model.plain import identifier, many, optional_identifier, optional_text, text
from dxplan.model.record import Record, from_table, record

__all__ = [
    "Above",
    "AllOf",
    "AnyOf",
    "AtLeast",
    "AtMost",
    "CountOf",
    "Criterion",
    "Delivered",
    "ForEach",
    "InTier",
    "Undefined",
]


@attrs.frozen(kw_only=True)
class _OnIndicator(Record):
    """What the criteria on one indicator share."""

    indicator: str = attrs.field(converter=identifier, metadata={"refers": ("indicator",)})
    area: str | None = attrs.field(default=None, converter=optional_identifier, metadata={"refers": ("area",)})


@attrs.frozen(kw_only=True)
class AtLeast(_OnIndicator):
    """The indicator is at `value` or above.

    Parameters
    ----------
    indicator : str
        Id of an `Indicator`.
    value : Measure
        In the indicator's unit.
    area : str, optional
        Id of the `Area` that is meant; the area at hand, else the plan's own, where left out.

    Examples
    --------
    >>> AtLeast(indicator="online-dossiers", value="80 %").value
    Measure('80 %')
    """

    KIND: ClassVar[str] = "at_least"

    value: Measure = attrs.field(converter=to_measure)


@attrs.frozen(kw_only=True)
class AtMost(_OnIndicator):
    """The indicator is at `value` or below.

    Parameters
    ----------
    indicator : str
        Id of an `Indicator`.
    value : Measure
        In the indicator's unit.
    area : str, optional
        As for `AtLeast`.

    Examples
    --------
    >>> AtMost(indicator="days-to-permit", value=15).value
    Measure('15')
    """

    KIND: ClassVar[str] = "at_most"

    value: Measure = attrs.field(converter=to_measure)


@attrs.frozen(kw_only=True)
class Above(_OnIndicator):
    """The indicator is better than its benchmark at the same date: above it, or below it where lower is better.

    Parameters
    ----------
    indicator : str
        Id of an `Indicator`.
    benchmark : str
        Id of one of the indicator's benchmarks.
    area : str, optional
        As for `AtLeast`.

    Examples
    --------
    >>> Above(indicator="dti", benchmark="national-average").benchmark
    'national-average'
    """

    KIND: ClassVar[str] = "above"

    benchmark: str = attrs.field(converter=identifier)


def _to_areas(value: Areas | Mapping[str, Any]) -> Areas:
    return record(value, Areas)


def _optional_areas(value: Areas | Mapping[str, Any] | None) -> Areas | None:
    return None if value is None else _to_areas(value)


def _optional_measure(value: MeasureLike | None) -> Measure | None:
    if value is None:
        return None
    measure = to_measure(value)
    if measure.unit not in (None, "%") or measure.amount <= 0 or (measure.unit == "%" and measure.amount > 100):
        raise defect("tier.malformed", "a tier's cut is a rank or a share", 'write top = 15 or top = "30 %"', value)
    if measure.unit is None and measure.amount != int(measure.amount):
        raise defect("tier.malformed", "a rank is a whole number", 'write top = 15, or a share as "30 %"', value)
    return measure


@attrs.frozen(kw_only=True)
class InTier(_OnIndicator):
    """The area's value ranks in a tier among its peers at that date.

    Parameters
    ----------
    indicator : str
        Id of an `Indicator`.
    tier : str, optional
        The tier's name, as the source says it: ``"khá"``.
    top : Measure, optional
        The cut: a rank (``15``) or a share of the peers (``"30 %"``). None where it is nowhere defined; then the
        criterion is unknown.
    area : str, optional
        As for `AtLeast`.
    peers : Areas, optional
        Among whom the area is ranked; all areas of its level where left out.

    Examples
    --------
    >>> InTier(indicator="dti", tier="khá").top is None
    True
    """

    KIND: ClassVar[str] = "in_tier"

    tier: str | None = attrs.field(default=None, converter=optional_text)
    top: Measure | None = attrs.field(default=None, converter=_optional_measure)
    peers: Areas | None = attrs.field(default=None, converter=_optional_areas, metadata={"links": True})


@attrs.frozen(kw_only=True)
class Delivered(Record):
    """The task has finished.

    Parameters
    ----------
    task : str
        Id of a `Task` or `Milestone`.

    Examples
    --------
    >>> Delivered(task="data-centre").task
    'data-centre'
    """

    KIND: ClassVar[str] = "delivered"

    task: str = attrs.field(converter=identifier, metadata={"refers": ("task", "milestone")})


@attrs.frozen(kw_only=True)
class Undefined(Record):
    """A condition that the source states in words only: unknown until it is defined.

    Parameters
    ----------
    words : str
        The words of the source.

    Examples
    --------
    >>> Undefined(words="đạt cơ bản nền tảng về đô thị thông minh").words
    'đạt cơ bản nền tảng về đô thị thông minh'
    """

    KIND: ClassVar[str] = "undefined"

    words: str = attrs.field(converter=text)


def to_criterion(value: Criterion | Mapping[str, Any]) -> Criterion:
    """Return `value`, which must be a criterion, or a mapping of its fields with its ``kind``.

    Raises
    ------
    InputError
        ``criterion.kind``, ``nesting.too-deep``, ``type.wrong``, and whatever the criterion refuses.
    """
    _check_depth(value)
    if isinstance(value, _CRITERIA):
        return value
    if not isinstance(value, Mapping):
        raise defect("type.wrong", "a criterion is needed", 'write { kind = "at_least", … } or AtLeast(…)', value)
    table = dict(value)
    kind = table.pop("kind", None)
    known: dict[str, type[Criterion]] = {cls.KIND: cls for cls in _CRITERIA}
    if not isinstance(kind, str) or kind not in known:
        raise defect(
            "criterion.kind", f"the kind of a criterion is one of: {', '.join(known)}", "write one of them", kind
        )
    return from_table(known[kind], table)


_DEEPEST = 50


def _check_depth(value: object) -> None:
    """Refuse criteria nested deeper than the stack of a caller may bear."""
    level = [value]
    for _ in range(_DEEPEST):
        level = [inner for one in level for inner in _inside(one)]
        if not level:
            return
    raise defect(
        "nesting.too-deep", f"the criteria are nested more than {_DEEPEST} deep", "let goals refine the goal instead"
    )


def _inside(value: object) -> Iterable[object]:
    if isinstance(value, Mapping):
        inner = value.get("criteria", value.get("criterion"))
        return inner if isinstance(inner, (list, tuple)) else (inner,) if isinstance(inner, Mapping) else ()
    if isinstance(value, (AllOf, AnyOf)):
        return value.criteria
    return (value.criterion,) if isinstance(value, (CountOf, ForEach)) else ()


def _criteria(values: Iterable[Criterion | Mapping[str, Any]]) -> tuple[Criterion, ...]:
    criteria = many(values, to_criterion, (Mapping, *_CRITERIA))
    if not criteria:
        raise defect("criterion.empty", "there is no criterion to combine", "write at least one", list(criteria))
    return criteria


@attrs.frozen(kw_only=True)
class AllOf(Record):
    """Every one of the criteria holds.

    Parameters
    ----------
    criteria : tuple of Criterion
    tolerance : str, optional
        A word that loosens it, such as ``"cơ bản"``: the goal's `Term` of this word says which share is enough.

    Examples
    --------
    >>> AllOf(
    ...     criteria=[Delivered(task="portal"), Delivered(task="data-centre")],
    ...     tolerance="cơ bản",
    ... ).tolerance
    'cơ bản'
    """

    KIND: ClassVar[str] = "all_of"

    criteria: tuple[Criterion, ...] = attrs.field(converter=_criteria, metadata={"links": True})
    tolerance: str | None = attrs.field(default=None, converter=optional_text)


@attrs.frozen(kw_only=True)
class AnyOf(Record):
    """At least one of the criteria holds.

    Parameters
    ----------
    criteria : tuple of Criterion

    Examples
    --------
    >>> either = AnyOf(
    ...     criteria=[InTier(indicator="dti", top=15), AtLeast(indicator="dti", value=0.5)]
    ... )
    >>> len(either.criteria)
    2
    """

    KIND: ClassVar[str] = "any_of"

    criteria: tuple[Criterion, ...] = attrs.field(converter=_criteria, metadata={"links": True})


def _count(value: int) -> int:
    optional_count(value)
    if not value:
        raise defect("number.not-a-count", "a whole number from 1 is needed", "write a number such as 2", value)
    return value


@attrs.frozen(kw_only=True)
class CountOf(Record):
    """In at least so many of the areas the criterion holds.

    Parameters
    ----------
    areas : Areas
    at_least : int
        From 1.
    criterion : Criterion
        Speaks of the area at hand (§7).

    Examples
    --------
    >>> CountOf(
    ...     areas=Areas(level="district"),
    ...     at_least=2,
    ...     criterion=Undefined(words="smart city"),
    ... ).at_least
    2
    """

    KIND: ClassVar[str] = "count_of"

    areas: Areas = attrs.field(converter=_to_areas, metadata={"links": True})
    at_least: int = attrs.field(converter=_count)
    criterion: Criterion = attrs.field(converter=to_criterion, metadata={"links": True})


@attrs.frozen(kw_only=True)
class ForEach(Record):
    """In every one of the areas the criterion holds; over no area at all it is vacuous (§7).

    Parameters
    ----------
    areas : Areas
    criterion : Criterion
        Speaks of the area at hand (§7).
    tolerance : str, optional
        As for `AllOf`: the share of the areas that is enough.

    Examples
    --------
    >>> commune = CountOf(
    ...     areas=Areas(level="commune"), at_least=1, criterion=Undefined(words="completed")
    ... )
    >>> ForEach(areas=Areas(level="district"), criterion=commune).criterion.at_least
    1
    """

    KIND: ClassVar[str] = "for_each"

    areas: Areas = attrs.field(converter=_to_areas, metadata={"links": True})
    criterion: Criterion = attrs.field(converter=to_criterion, metadata={"links": True})
    tolerance: str | None = attrs.field(default=None, converter=optional_text)


Criterion = AtLeast | AtMost | Above | InTier | Delivered | CountOf | ForEach | AllOf | AnyOf | Undefined
"""Any of the criteria."""

_CRITERIA = (AtLeast, AtMost, Above, InTier, Delivered, CountOf, ForEach, AllOf, AnyOf, Undefined)


def parts(criterion: Criterion) -> Iterator[Criterion]:
    """Yield `criterion` and all criteria inside it, outer ones first.

    Examples
    --------
    >>> [
    ...     part.KIND
    ...     for part in parts(AllOf(criteria=[Delivered(task="a"), Undefined(words="b")]))
    ... ]
    ['all_of', 'delivered', 'undefined']
    """
    waiting: list[Criterion] = [criterion]
    while waiting:
        one = waiting.pop()
        yield one
        if isinstance(one, (AllOf, AnyOf)):
            waiting += reversed(one.criteria)
        elif isinstance(one, (CountOf, ForEach)):
            waiting.append(one.criterion)
