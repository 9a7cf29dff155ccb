"""Work: tasks, milestones, the programmes that group them, and the waits between them."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

import attrs

from dxplan.errors import defect, kind_of
from dxplan.model.body import Assignment, to_roles
from dxplan.model.duration import Duration, DurationLike, to_duration
from dxplan.model.element import Element
from dxplan.model.estimate import ThreePoint, non_negative_duration, optional_non_negative
from dxplan.model.fund import Cost
from dxplan.model.measure import Measure, to_measure
from dxplan.model.plain import choice, flag, identifier, identifiers, many, optional_identifier, optional_text, text
from dxplan.model.record import Many, Record, record, records
from dxplan.model.resource import Use
from dxplan.model.validity import optional_day, optional_first_day, optional_last_day

__all__ = [
    "Activity",
    "Contribution",
    "Deliverable",
    "Dependency",
    "DependencyType",
    "Milestone",
    "Mode",
    "Programme",
    "Reason",
    "Recurrence",
    "Task",
]


class DependencyType(enum.StrEnum):
    """Which ends a dependency ties: the predecessor's first, then the successor's."""

    FS = "FS"
    SS = "SS"
    FF = "FF"
    SF = "SF"


class Reason(enum.StrEnum):
    """Why a task waits for another."""

    TECHNICAL = "technical"
    LEGAL = "legal"
    FUNDING = "funding"
    DATA = "data"


def _type(value: DependencyType | str) -> DependencyType:
    return choice(DependencyType, value)


def _optional_duration(value: DurationLike | None) -> Duration | None:
    return None if value is None else to_duration(value)


def _reason(value: Reason | str | None) -> Reason | None:
    return None if value is None else choice(Reason, value)


@attrs.frozen(kw_only=True)
class Dependency(Record):
    """A wait of the task that holds it for another.

    Parameters
    ----------
    predecessor : str
        Id of a `Task` or `Milestone`.
    type : DependencyType
        ``FS`` (finish to start), ``SS``, ``FF`` or ``SF``.
    lag : Duration, optional
        The least time between the two ends, negative for a lead; one in workdays runs on the successor's
        calendar (§3).
    why : Reason, optional
        ``technical``, ``legal``, ``funding`` or ``data``.

    Examples
    --------
    >>> Dependency(predecessor="tender", lag="10 workdays").type
    <DependencyType.FS: 'FS'>
    """

    predecessor: str = attrs.field(converter=identifier, metadata={"refers": ("task", "milestone"), "reverse": True})
    type: DependencyType = attrs.field(default=DependencyType.FS, converter=_type)
    lag: Duration | None = attrs.field(default=None, converter=_optional_duration)
    why: Reason | None = attrs.field(default=None, converter=_reason)


DependencyLike = Dependency | Mapping[str, Any] | str
"""A dependency, or the id of the predecessor alone for a finish-to-start one."""


def _dependency(value: DependencyLike) -> Dependency:
    return Dependency(predecessor=value) if isinstance(value, str) else record(value, Dependency)


def _dependencies(values: DependencyLike | Iterable[DependencyLike] | None) -> tuple[Dependency, ...]:
    return many(values, _dependency, (str, Mapping, Dependency))


@attrs.frozen(kw_only=True)
class Recurrence(Record):
    """Work that comes again, or goes on ("thường xuyên").

    Parameters
    ----------
    every : Duration, optional
        The time from one to the next; None for work that goes on all the time.
    until : date, optional
        The last day; the plan's horizon where left out.

    Examples
    --------
    >>> Recurrence(every="3 months").every
    Duration('3 months')
    """

    every: Duration | None = attrs.field(default=None, converter=optional_non_negative)
    until: dt.date | None = attrs.field(default=None, converter=optional_last_day)


_CONTINUOUS = {"continuous", "continuously", "thường xuyên"}


def _recurring(value: Recurrence | Mapping[str, Any] | str | None) -> Recurrence | None:
    if value is None or isinstance(value, Recurrence):
        return value
    if isinstance(value, str):
        words = text(value).casefold()
        if words in _CONTINUOUS:
            return Recurrence()
        return Recurrence(every=non_negative_duration(words.removeprefix("every ")))
    if isinstance(value, Mapping):
        return record(value, Recurrence)
    raise defect(
        "type.wrong", f"text is needed, not {kind_of(value)}", 'write a time such as "3 months", or "continuous"', value
    )


@attrs.frozen(kw_only=True)
class Deliverable(Record):
    """What a task hands over.

    Parameters
    ----------
    name : str
        What people call it.
    acceptance : str, optional
        The test by which it is accepted.

    Examples
    --------
    >>> Deliverable(name="Portal", acceptance="80 % of dossiers handled on it").name
    'Portal'
    """

    name: str = attrs.field(converter=text)
    acceptance: str | None = attrs.field(default=None, converter=optional_text)


def _deliverable(value: Deliverable | Mapping[str, Any] | str | None) -> Deliverable | None:
    if value is None or isinstance(value, Deliverable):
        return value
    if isinstance(value, str):
        return Deliverable(name=value)
    return record(value, Deliverable)


@attrs.frozen(kw_only=True)
class Contribution(Record):
    """The effect that finishing a task has on an indicator.

    Parameters
    ----------
    indicator : str
        Id of an `Indicator`.
    amount : Measure
        What is added to it, in its unit; negative where it falls.
    delay : Duration, optional
        The time from the task's finish until the effect is felt.
    area : str, optional
        Id of the `Area` where it is felt; the plan's own where left out.
    source : str, optional
        Where the figure was read.

    Examples
    --------
    >>> Contribution(indicator="online-dossiers", amount="15 %", delay="6 months").delay
    Duration('6 months')
    """

    indicator: str = attrs.field(converter=identifier, metadata={"refers": ("indicator",)})
    amount: Measure = attrs.field(converter=to_measure)
    delay: Duration | None = attrs.field(default=None, converter=optional_non_negative)
    area: str | None = attrs.field(default=None, converter=optional_identifier, metadata={"refers": ("area",)})
    source: str | None = attrs.field(default=None, converter=optional_text)


def _uses(values: Many[Use]) -> tuple[Use, ...]:
    return records(values, Use)


def _costs(values: Many[Cost]) -> tuple[Cost, ...]:
    return records(values, Cost)


def _contributions(values: Many[Contribution]) -> tuple[Contribution, ...]:
    return records(values, Contribution)


def _task_duration(value: DurationLike | ThreePoint | Mapping[str, Any] | None) -> Duration | ThreePoint | None:
    if value is None:
        return None
    if isinstance(value, (ThreePoint, Mapping)):
        return record(value, ThreePoint)
    return non_negative_duration(value)


@attrs.frozen(kw_only=True)
class Mode(Record):
    """Another way to do a task, with a duration, uses and costs of its own.

    Parameters
    ----------
    id : str
        Unique within its task.
    duration : Duration
        How long it takes in this way.
    uses : tuple of Use
        What it takes of resources each day.
    costs : tuple of Cost
        The money that it takes.

    Examples
    --------
    >>> Mode(
    ...     id="outsourced",
    ...     duration="60 workdays",
    ...     costs=[Cost(fund="provincial", amount="4 tỷ VND")],
    ... ).id
    'outsourced'
    """

    id: str = attrs.field(converter=identifier)
    duration: Duration = attrs.field(converter=non_negative_duration)
    uses: tuple[Use, ...] = attrs.field(default=(), converter=_uses, metadata={"links": True})
    costs: tuple[Cost, ...] = attrs.field(default=(), converter=_costs, metadata={"links": True})


def _modes(values: Many[Mode]) -> tuple[Mode, ...]:
    modes = records(values, Mode)
    if len({mode.id for mode in modes}) < len(modes):
        twice = sorted(mode.id for mode in modes)
        raise defect("id.duplicate", "two modes have the same id", "rename one of them", twice)
    return modes


@attrs.frozen(kw_only=True)
class Programme(Element):
    """A group of work: a programme, a scheme, a project, a phase.

    Parameters
    ----------
    within : str, optional
        Id of the `Programme` that it belongs to.
    serves : tuple of str
        Ids of the goals that its work serves.
    roles : tuple of Assignment
        Who answers for it.

    Examples
    --------
    >>> Programme(id="infrastructure", within="qd-713-programme").within
    'qd-713-programme'
    """

    KIND: ClassVar[str] = "programme"
    PLURAL: ClassVar[str] = "programmes"

    within: str | None = attrs.field(default=None, converter=optional_identifier, metadata={"refers": ("programme",)})
    serves: tuple[str, ...] = attrs.field(default=(), converter=identifiers, metadata={"refers": ("goal",)})
    roles: tuple[Assignment, ...] = attrs.field(default=(), converter=to_roles, metadata={"links": True})


@attrs.frozen(kw_only=True)
class Activity(Element):
    """What tasks and milestones share: a place in time, an owner and a purpose.

    Parameters
    ----------
    within : str, optional
        Id of the `Programme` that it belongs to.
    after : tuple of Dependency
        What it waits for; the id of a predecessor alone means finish to start without lag.
    not_before : date, optional
        It starts on this day or later.
    on : date, optional
        It starts on exactly this day.
    due : date, optional
        The last day on which it may finish; a period such as ``"Q2/2024"`` means its last day.
    roles : tuple of Assignment
        Who answers for it; a mapping such as ``{"leads": "so-tttt"}`` will do.
    serves : tuple of str
        Ids of the goals that it serves, beside those that its contributions and their criteria show.
    advances : tuple of Contribution
        Its effects on indicators.
    deliverable : Deliverable, optional
        What it hands over; a text alone is its name.
    touches : tuple of str
        Ids of the principles that it touches.
    """

    within: str | None = attrs.field(default=None, converter=optional_identifier, metadata={"refers": ("programme",)})
    after: tuple[Dependency, ...] = attrs.field(default=(), converter=_dependencies, metadata={"links": True})
    not_before: dt.date | None = attrs.field(default=None, converter=optional_first_day)
    on: dt.date | None = attrs.field(default=None, converter=optional_day)
    due: dt.date | None = attrs.field(default=None, converter=optional_last_day)
    roles: tuple[Assignment, ...] = attrs.field(default=(), converter=to_roles, metadata={"links": True})
    serves: tuple[str, ...] = attrs.field(default=(), converter=identifiers, metadata={"refers": ("goal",)})
    advances: tuple[Contribution, ...] = attrs.field(default=(), converter=_contributions, metadata={"links": True})
    deliverable: Deliverable | None = attrs.field(default=None, converter=_deliverable)
    touches: tuple[str, ...] = attrs.field(default=(), converter=identifiers, metadata={"refers": ("principle",)})


@attrs.frozen(kw_only=True)
class Task(Activity):
    """Work that takes time.

    Takes the fields of `Activity` besides its own.

    Parameters
    ----------
    duration : Duration or ThreePoint, optional
        ``"60 workdays"`` or ``"18 months"``; None while nobody has said it, or for continuous work.
    calendar : str, optional
        Id of the `Calendar` on which it is worked; the plan's where left out.
    uses : tuple of Use
        What it takes of resources each day.
    costs : tuple of Cost
        The money that it takes.
    modes : tuple of Mode
        Other ways to do it.
    recurring : Recurrence, optional
        That it comes again (``"3 months"``), or goes on (``"continuous"``).
    optional : bool
        Whether the plan holds without it.

    Examples
    --------
    >>> Task(id="portal", duration="60 workdays", after=["tender"], due="Q2/2024").due
    datetime.date(2024, 6, 30)
    """

    KIND: ClassVar[str] = "task"
    PLURAL: ClassVar[str] = "tasks"

    duration: Duration | ThreePoint | None = attrs.field(default=None, converter=_task_duration)
    calendar: str | None = attrs.field(default=None, converter=optional_identifier, metadata={"refers": ("calendar",)})
    uses: tuple[Use, ...] = attrs.field(default=(), converter=_uses, metadata={"links": True})
    costs: tuple[Cost, ...] = attrs.field(default=(), converter=_costs, metadata={"links": True})
    modes: tuple[Mode, ...] = attrs.field(default=(), converter=_modes, metadata={"links": True})
    recurring: Recurrence | None = attrs.field(default=None, converter=_recurring)
    optional: bool = attrs.field(default=False, converter=flag)


@attrs.frozen(kw_only=True)
class Milestone(Activity):
    """A moment: a task of zero duration. Takes the fields of `Activity`.

    Examples
    --------
    >>> Milestone(id="go-live", after=["portal"], due="31/12/2024").due
    datetime.date(2024, 12, 31)
    """

    KIND: ClassVar[str] = "milestone"
    PLURAL: ClassVar[str] = "milestones"
