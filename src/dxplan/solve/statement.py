"""What a conflict is made of: statements of the plan that cannot hold together."""

from __future__ import annotations

import attrs

__all__ = ["Conflict", "Statement"]


@attrs.frozen(kw_only=True)
class Statement:
    """One thing that the plan says.

    Parameters
    ----------
    subject : str
        Id of the element that says it.
    field : str
        The field: ``"due"`` of a task or a goal, ``"duration"``, ``"modes"``, ``"after"``, ``"not_before"``, ``"on"``,
        ``"uses"``, ``"costs"`` of a task; ``"ceilings"`` of a fund, ``"capacity"`` of a resource, ``"lead_limit"``,
        ``"valid_from"`` and ``"valid_to"`` of a body; ``"start"`` for the plan's start.
    value : str
        What it says there: a date, a duration, the predecessor with the kind of link and the lag, an amount and of
        what.
    """

    subject: str
    field: str
    value: str

    def __str__(self) -> str:
        return _WORDS[self.field].format(subject=self.subject, value=self.value)


_WORDS = {
    "start": "plan {subject} starts on {value}",
    "duration": "{subject} takes {value}",
    "modes": "{subject} is done in one of these ways: {value}",
    "after": "{subject} waits for {value}",
    "not_before": "{subject} starts no earlier than {value}",
    "on": "{subject} starts exactly on {value}",
    "due": "{subject} is due on {value}",
    "uses": "{subject} uses {value}",
    "costs": "{subject} costs {value}",
    "ceilings": "{subject} has {value}",
    "capacity": "{subject} has a capacity of {value}",
    "lead_limit": "{subject} can lead so many tasks at once: {value}",
    "valid_from": "{subject} exists from {value} on",
    "valid_to": "{subject} exists until {value}",
}


@attrs.frozen(kw_only=True)
class Conflict:
    """Statements of the plan that cannot hold together (§16).

    Parameters
    ----------
    statements : tuple of Statement
        In the order of the chain; deadlines, money, people and structure in that order where there is none.
    minimal : bool
        Whether dropping any one of them was shown to free the rest.
    days : int, optional
        By how many days the date is missed in all; None for a circle, and where not time alone decides.
    calendars : tuple of str
        Ids of the calendars on which this was reckoned: their free days are taken as given.

    Examples
    --------
    >>> import dxplan as dx
    >>> task = dx.Task(id="a", duration="10 workdays", due="2024-01-05")
    >>> conflict = dx.check(dx.Plan(id="p", start="2024-01-01", elements=[task])).conflict
    >>> [str(statement) for statement in conflict.statements]
    ['plan p starts on 2024-01-01', 'a takes 10 workdays', 'a is due on 2024-01-05']
    >>> conflict.minimal, conflict.days
    (True, 7)
    """

    statements: tuple[Statement, ...]
    minimal: bool
    days: int | None = None
    calendars: tuple[str, ...] = ()
