"""Who acts: bodies, and the roles in which they answer for work."""

from __future__ import annotations

import datetime as dt
import enum
import functools
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

import attrs

from dxplan.errors import Defect, InputError, defect, enough
from dxplan.model.element import Element
from dxplan.model.plain import choice, flag, identifier, identifiers, many, optional_identifier, optional_text, texts
from dxplan.model.record import Record, from_table, records
from dxplan.model.validity import is_valid_on, optional_first_day, optional_last_day

__all__ = ["Assignment", "Body", "BodyKind", "Role", "RolesLike"]


class BodyKind(enum.StrEnum):
    """What a body is: it decides what the body may do (a Party body directs, a state body carries out)."""

    PARTY = "party"
    STATE = "state"
    FRONT = "front"
    ENTERPRISE = "enterprise"
    PUBLIC = "public"


def _kind(value: BodyKind | str | None) -> BodyKind | None:
    return None if value is None else choice(BodyKind, value)


def optional_count(value: int | None) -> int | None:
    """Return a whole number of at least zero; None stays None."""
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 10**9:
        raise defect("number.not-a-count", "a whole number from 0 to 10^9 is needed", "write a number such as 3", value)
    return value


@attrs.frozen(kw_only=True)
class Body(Element):
    """A body that directs, answers for or carries out work.

    Parameters
    ----------
    kind : BodyKind, optional
        ``party``, ``state``, ``front``, ``enterprise`` or ``public``.
    parent : str, optional
        Id of the `Body` above it in its own hierarchy.
    directed_by : str, optional
        Id of the `Body` that directs it from outside that hierarchy, as a Party committee directs a People's Committee.
    area : str, optional
        Id of the `Area` that it serves.
    valid_from, valid_to : date, optional
        First and last day on which it exists; open where left out.
    successor : str, optional
        Id of the `Body` that follows it after `valid_to`.
    collective : bool
        Whether it decides as a collective, or is a class of bodies: then nobody in it can be held accountable.
    members : tuple of str
        For a class of bodies ("các sở, ngành"): the ids of those that it means.
    aliases : tuple of str
        Abbreviations and other names.
    lead_limit : int, optional
        The most tasks that it can lead at once.

    Examples
    --------
    >>> ubnd = Body(id="ubnd", name="UBND tỉnh", kind="state", directed_by="tinh-uy")
    >>> ubnd.kind
    <BodyKind.STATE: 'state'>
    """

    KIND: ClassVar[str] = "body"
    PLURAL: ClassVar[str] = "bodies"

    kind: BodyKind | None = attrs.field(default=None, converter=_kind)
    parent: str | None = attrs.field(default=None, converter=optional_identifier, metadata={"refers": ("body",)})
    directed_by: str | None = attrs.field(
        default=None, converter=optional_identifier, metadata={"refers": ("body",), "reverse": True}
    )
    area: str | None = attrs.field(default=None, converter=optional_identifier, metadata={"refers": ("area",)})
    valid_from: dt.date | None = attrs.field(default=None, converter=optional_first_day)
    valid_to: dt.date | None = attrs.field(default=None, converter=optional_last_day)
    successor: str | None = attrs.field(default=None, converter=optional_identifier, metadata={"refers": ("body",)})
    collective: bool = attrs.field(default=False, converter=flag)
    members: tuple[str, ...] = attrs.field(default=(), converter=identifiers, metadata={"refers": ("body",)})
    aliases: tuple[str, ...] = attrs.field(default=(), converter=texts)
    lead_limit: int | None = attrs.field(default=None, converter=optional_count)

    def is_valid_on(self, day: dt.date) -> bool:
        """Tell whether the body exists on `day`."""
        return is_valid_on(self.valid_from, self.valid_to, day)


class Role(enum.StrEnum):
    """How a body answers for a goal, a programme or a task (§10)."""

    DIRECTS = "directs"
    ACCOUNTABLE = "accountable"
    LEADS = "leads"
    COORDINATES = "coordinates"
    EXECUTES = "executes"
    APPROVES = "approves"
    OVERSEES = "oversees"
    CONSULTED = "consulted"
    INFORMED = "informed"


_ORDER = {role: place for place, role in enumerate(Role)}


def _role(value: Role | str) -> Role:
    return choice(Role, value)


@attrs.frozen(kw_only=True)
class Assignment(Record):
    """A body in a role.

    Parameters
    ----------
    role : Role
    body : str
        Id of a `Body`.
    named : str, optional
        The body's name as the source document writes it, to be checked against the names that are known for it.
    on_behalf_of : str, optional
        Id of the `Body` that delegated the role to it.

    Examples
    --------
    >>> Assignment(role="leads", body="so-tttt").role
    <Role.LEADS: 'leads'>
    """

    body: str = attrs.field(converter=identifier, metadata={"refers": ("body",), "reverse": True})
    role: Role = attrs.field(converter=_role)
    named: str | None = attrs.field(default=None, converter=optional_text)
    on_behalf_of: str | None = attrs.field(
        default=None, converter=optional_identifier, metadata={"refers": ("body",), "reverse": True}
    )

    @property
    def place(self) -> str:
        """Where it stands among the roles, which is under its own."""
        return self.role.value

    @property
    def edge(self) -> str:
        """The key of its edge in the plan's graph, which is the role."""
        return self.role.value


RolesLike = Mapping[str, Any] | Iterable[Assignment]
"""Assignments, or a mapping such as ``{"leads": "so-tttt", "coordinates": ["so-tc", "so-nv"]}``."""


def to_roles(value: RolesLike | None) -> tuple[Assignment, ...]:
    """Return the assignments in the order of `Role`, each role's bodies in the order given."""
    if value is None:
        return ()
    if isinstance(value, str):
        raise defect("type.wrong", "a table is needed, not text", f'write roles = {{ leads = "{value[:40]}" }}', value)
    if isinstance(value, Mapping):
        found: list[Assignment] = []
        defects: list[Defect] = []
        for role, bodies in value.items():
            try:
                known = choice(Role, role)
                found += many(bodies, functools.partial(_assignment, known), (str, Mapping))
            except InputError as error:
                defects += [one.within(str(role)) for one in error.defects]
                if enough(defects):
                    break
        if defects:
            raise InputError(defects)
    else:
        found = list(records(value, Assignment))
    return tuple(sorted(found, key=lambda one: _ORDER[one.role]))


def _assignment(role: Role, body: object) -> Assignment:
    if isinstance(body, str):
        return Assignment(role=role, body=body)
    if isinstance(body, Mapping):
        return from_table(Assignment, {**body, "role": role})
    raise defect("type.wrong", "the id of a body is needed", 'write roles = { leads = "its-id" }', body)
