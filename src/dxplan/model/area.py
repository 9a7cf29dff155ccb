"""Administrative units, with the days between which each exists."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterable
from typing import ClassVar

import attrs

from dxplan.model.element import Element
from dxplan.model.plain import choice, identifiers, optional_identifier, optional_text, texts
from dxplan.model.record import Record
from dxplan.model.validity import is_valid_on, optional_first_day, optional_last_day

__all__ = ["Area", "AreaLevel", "Areas"]


class AreaLevel(enum.StrEnum):
    """The tier of government at which an area stands, whatever its kind is called."""

    COUNTRY = "country"
    PROVINCE = "province"
    DISTRICT = "district"
    COMMUNE = "commune"


def _level(value: AreaLevel | str | None) -> AreaLevel | None:
    return None if value is None else choice(AreaLevel, value)


@attrs.frozen(kw_only=True)
class Area(Element):
    """An administrative unit.

    Names repeat ("Tân Bình" stands in two districts of Tây Ninh): areas are told apart by id and code.

    Parameters
    ----------
    code : str, optional
        Official code.
    level : AreaLevel, optional
        ``country``, ``province``, ``district`` or ``commune``: the tier.
    kind : str, optional
        What it is called at its level: ``"xa"``, ``"phuong"``, ``"thi-tran"``, ``"huyen"``.
    parent : str, optional
        Id of the `Area` that it lies in.
    valid_from, valid_to : date, optional
        First and last day on which it exists; open where left out.
    successors : tuple of str
        Ids of the areas that follow it after `valid_to`.

    Examples
    --------
    >>> import datetime as dt
    >>> district = Area(id="go-dau", level="district", valid_to="30/06/2025")
    >>> district.is_valid_on(dt.date(2025, 7, 1))
    False
    """

    KIND: ClassVar[str] = "area"
    PLURAL: ClassVar[str] = "areas"

    code: str | None = attrs.field(default=None, converter=optional_text)
    level: AreaLevel | None = attrs.field(default=None, converter=_level)
    kind: str | None = attrs.field(default=None, converter=optional_text)
    parent: str | None = attrs.field(default=None, converter=optional_identifier, metadata={"refers": ("area",)})
    valid_from: dt.date | None = attrs.field(default=None, converter=optional_first_day)
    valid_to: dt.date | None = attrs.field(default=None, converter=optional_last_day)
    successors: tuple[str, ...] = attrs.field(default=(), converter=identifiers, metadata={"refers": ("area",)})

    def is_valid_on(self, day: dt.date) -> bool:
        """Tell whether the area exists on `day`."""
        return is_valid_on(self.valid_from, self.valid_to, day)


@attrs.frozen(kw_only=True)
class Areas(Record):
    """A choice of areas, for a criterion that ranges over them.

    Every condition given must hold. Inside another quantifier the areas are those within the area at hand
    (§7), so that "in each district, at least one commune" nests two of these.

    Parameters
    ----------
    level : AreaLevel, optional
    kinds : tuple of str
        Kinds of area; a text alone is one kind.
    within : str, optional
        Id of the area in which they lie, at any depth; the area at hand, else the plan's own, where left out.
    only : tuple of str
        Ids; where given, no other area counts.

    Examples
    --------
    >>> Areas(level="commune", kinds="xa")
    Areas(level=<AreaLevel.COMMUNE: 'commune'>, kinds=('xa',), within=None, only=())
    """

    level: AreaLevel | None = attrs.field(default=None, converter=_level)
    kinds: tuple[str, ...] = attrs.field(default=(), converter=texts)
    within: str | None = attrs.field(default=None, converter=optional_identifier, metadata={"refers": ("area",)})
    only: tuple[str, ...] = attrs.field(default=(), converter=identifiers, metadata={"refers": ("area",)})

    def select(self, areas: Iterable[Area], day: dt.date, at_hand: str | None = None) -> tuple[Area, ...]:
        """Return the areas chosen that exist on `day`, in their given order.

        Parameters
        ----------
        areas : iterable of Area
            All areas of the plan.
        day : date
        at_hand : str, optional
            Id of the area in which to look where `within` is not given; everywhere where it is None.
        """
        known = {area.id: area for area in areas}
        inside = self.within or at_hand
        return tuple(
            area
            for area in known.values()
            if area.is_valid_on(day)
            and (self.level is None or area.level is self.level)
            and (not self.kinds or area.kind in self.kinds)
            and (not self.only or area.id in self.only)
            and (inside is None or _lies_in(area, inside, known))
        )


def _lies_in(area: Area, outer: str, known: dict[str, Area]) -> bool:
    seen = {area.id}
    parent = area.parent
    while parent is not None and parent not in seen:
        if parent == outer:
            return True
        seen.add(parent)
        parent = known[parent].parent if parent in known else None
    return False
