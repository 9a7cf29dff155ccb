"""Legal instruments: what the plan rests on."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

import attrs

from dxplan.model.element import Element
from dxplan.model.plain import optional_identifier, optional_text
from dxplan.model.validity import optional_day

__all__ = ["Document", "Principle"]


@attrs.frozen(kw_only=True)
class Document(Element):
    """A legal instrument: a resolution, a decision, a plan, a law.

    Parameters
    ----------
    number : str, optional
        As it is cited: ``"749/QĐ-TTg"``.
    issuer : str, optional
        Id of the `Body` that issued it.
    date : date, optional
        The day of its adoption.
    source : str, optional
        Where its text or the report of it was read.

    Examples
    --------
    >>> Document(id="qd-749", number="749/QĐ-TTg", date="03/06/2020").date
    datetime.date(2020, 6, 3)
    """

    KIND: ClassVar[str] = "document"
    PLURAL: ClassVar[str] = "documents"

    number: str | None = attrs.field(default=None, converter=optional_text)
    issuer: str | None = attrs.field(default=None, converter=optional_identifier, metadata={"refers": ("body",)})
    date: dt.date | None = attrs.field(default=None, converter=optional_day)
    source: str | None = attrs.field(default=None, converter=optional_text)


@attrs.frozen(kw_only=True)
class Principle(Element):
    """A condition that binds the whole plan, such as national security; a task says that it ``touches`` it.

    Examples
    --------
    >>> Principle(id="security", name="Tied to defence, security and public order").name
    'Tied to defence, security and public order'
    """

    KIND: ClassVar[str] = "principle"
    PLURAL: ClassVar[str] = "principles"
