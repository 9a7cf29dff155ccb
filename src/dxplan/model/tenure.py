"""Who acts when: a body while it is valid, after it its successor (§12)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import attrs

from dxplan.model.body import Body

__all__ = ["Tenure", "Turn", "acting_on", "tenure"]

_DAY = dt.timedelta(days=1)


@attrs.frozen
class Turn:
    """The days, first and last included, on which one body acts."""

    body: str
    first: dt.date
    last: dt.date


@attrs.frozen
class Tenure:
    """Who acts in a body's place over some time.

    Parameters
    ----------
    turns : tuple of Term
        One after the other, from the first day on.
    vacant : date or None
        The first day on which nobody acts; None where somebody does throughout. What comes after it is not told.
    """

    turns: tuple[Turn, ...]
    vacant: dt.date | None


def acting_on(bodies: Mapping[str, Body], id: str, day: dt.date) -> Body | None:
    """Return who acts on `day` in the place of the body `id`: it, else its successors in turn; None for nobody."""
    seen: set[str] = set()
    step: str | None = id
    while step is not None and step not in seen:
        seen.add(step)
        body = bodies[step]
        if body.is_valid_on(day):
            return body
        if body.valid_to is None or day <= body.valid_to:
            return None  # it has not begun: nobody is to follow it yet
        step = body.successor
    return None


def tenure(bodies: Mapping[str, Body], id: str, first: dt.date, last: dt.date) -> Tenure:
    """Return who acts in the place of the body `id` from `first` to `last`.

    Examples
    --------
    >>> bodies = {
    ...     "tttt": Body(id="tttt", valid_to="28/02/2025", successor="khcn"),
    ...     "khcn": Body(id="khcn"),
    ... }
    >>> [
    ...     turn.body
    ...     for turn in tenure(
    ...         bodies, "tttt", dt.date(2025, 1, 1), dt.date(2025, 12, 31)
    ...     ).turns
    ... ]
    ['tttt', 'khcn']
    """
    turns: list[Turn] = []
    day = first
    while day <= last:
        body = acting_on(bodies, id, day)
        if body is None:
            return Tenure(tuple(turns), day)
        end = last if body.valid_to is None else min(last, body.valid_to)
        turns.append(Turn(body.id, day, end))
        day = end + _DAY
    return Tenure(tuple(turns), None)
