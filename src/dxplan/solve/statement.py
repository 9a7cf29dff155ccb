"""What a conflict is made of: statements of the plan that cannot hold together."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from dxplan.report.language import Lang

__all__ = ["Conflict", "Statement"]

_LISTS = {"capacity": ", ", "modes": "; "}  # fields whose value is a list of steps or ways
_LISTED = 4  # of which a sentence spells out so many


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

    @property
    def brief(self) -> tuple[str, int]:
        """The value as a sentence says it, and how many of its steps or ways that leaves out."""
        separator = _LISTS.get(self.field)
        listed = [] if separator is None else self.value.split(separator)
        if separator is None or len(listed) <= _LISTED + 1:
            return self.value, 0
        return separator.join(listed[:_LISTED]), len(listed) - _LISTED

    def summary(self, *, lang: Lang = "en") -> str:
        """Return the statement as a sentence, with the first few of many steps or ways.

        Parameters
        ----------
        lang : {"en", "vi"}

        Examples
        --------
        >>> print(
        ...     Statement(subject="portal", field="due", value="2025-12-31").summary(lang="vi")
        ... )
        portal phải hoàn thành chậm nhất ngày 31/12/2025
        """
        from dxplan.report.language import language

        return language(lang).statement(self)

    def __str__(self) -> str:
        value, left = self.brief
        return _WORDS[self.field].format(subject=self.subject, value=f"{value}, … and {left} more" if left else value)


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

    def first(self, most: int) -> tuple[tuple[int, Statement], ...]:
        """Return at most so many statements, those that matter first, each with its number among all.

        Deadlines, money and capacities come before structure, and many of one field do not crowd out the others; of
        a chain, whose order tells something, both ends. What is left keeps the order in which it stands.
        """
        ranks = [_rank(one) for one in self.statements]
        chain = ranks != sorted(ranks)
        alike: Counter[str] = Counter()  # statements of each field until here
        keys: list[tuple[bool, int, int]] = []
        for number, (one, rank) in enumerate(zip(self.statements, ranks, strict=True)):
            turn = 0 if rank == _STRUCTURE else alike[one.field] // _TURN
            alike[one.field] += 1
            end = min(number, len(ranks) - 1 - number) if chain else number
            keys.append((rank == _STRUCTURE, turn, end))
        kept = sorted(sorted(range(len(keys)), key=keys.__getitem__)[:most])
        return tuple((number + 1, self.statements[number]) for number in kept)

    def summary(self, *, lang: Lang = "en") -> str:
        """Return the statements as text, a numbered line each; of a long conflict those that matter first.

        Parameters
        ----------
        lang : {"en", "vi"}
        """
        from dxplan.report.language import language
        from dxplan.report.verdict import conflict_text

        return conflict_text(self, language(lang))

    def __str__(self) -> str:
        return self.summary()


def _rank(statement: Statement) -> int:
    return _RANKS.get(statement.field, _STRUCTURE)


_STRUCTURE = 2
_TURN = 5  # statements of one field before those of the next
_RANKS = {
    **dict.fromkeys(("due", "on", "start", "ceilings"), 0),
    **dict.fromkeys(("capacity", "lead_limit", "valid_from", "valid_to"), 1),
}
