"""What a schedule breaks of a plan: each kind of breach, with the words for it."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import attrs

__all__ = ["KINDS", "Violation", "broken"]

KINDS: dict[str, tuple[str, str]] = {
    # the schedule and its tasks
    "other-start": ("§1", "the schedule begins on {begins}, and the plan on {start}"),
    "not-scheduled": ("§1", "is not scheduled"),
    "unknown-task": ("§1", "is no task of the plan"),
    "has-no-dates": ("§1", "goes on all the time, and is given dates"),
    "other-days": ("§1", "is said to run {start} – {finish}, and its boundaries mean {first} – {last}"),
    "before-start": ("§1", "starts on {start}, before the plan's start {begins}"),
    "takes-time": ("§1", "is a milestone, and takes time"),
    "unknown-mode": ("§2", "runs in mode {mode}, which it does not have"),
    "no-duration": ("§2", "cannot be verified: it has no duration"),
    "other-length": ("§2", "runs {start} – {finish}, which is not {length}"),
    "unknown-calendar": ("§2", "cannot be verified: {reason}"),
    "does-not-wait": ("§3", "does not wait for {predecessor} ({wait}): {day} comes before {bound}"),
    "never-ends": ("§3", "cannot be verified: it waits for {predecessor}, which goes on all the time"),
    "too-early": ("§4", "starts on {start}, before {not_before}"),
    "not-on": ("§4", "starts on {start}, and is fixed on {on}"),
    "too-late": ("§4", "finishes on {finish}, after its due date {due}"),
    # goals
    "goal-missed": ("§9", "does not hold on {due}: {reasons}"),
    "goal-unknown": ("§9", "cannot be verified on {due}: {reasons}"),
    "goal-undated": ("§9", "cannot be verified: it has no due date"),
    # bodies
    "nobody-acts": ("§12", "on {day} neither {body} ({role}) nor a successor of it exists"),
    # money
    "over-ceiling": ("§14", "spends {spent} in {year}, and has {available}, {short} too little: {tasks}"),
    "no-ceiling": ("§14", "cannot be verified: it spends {spent} in {year}, and what it has is not said: {tasks}"),
    # people
    "over-capacity": ("§15", "is used at {used} from {first} to {last}, and there are {capacity}: {tasks}"),
    "leads-too-much": ("§15", "leads {count} tasks at once from {first} to {last}, and its limit is {limit}: {tasks}"),
    "effort-on-no-day": ("§15", "cannot be verified: it asks {effort} of {resource}, and has no day for them"),
}
"""By kind: the paragraph of the semantics, and what is said, with places for the values.

A kind that "cannot be verified" says that the plan leaves open whether the schedule keeps it.
"""

_OPEN = frozenset(kind for kind, (_, words) in KINDS.items() if "cannot be verified" in words)


@attrs.frozen(kw_only=True)
class Violation:
    """One statement of the plan that a schedule breaks, or of which nobody can say whether it keeps it.

    Parameters
    ----------
    kind : str
        What is broken, in one stable word: ``"too-late"``, ``"over-ceiling"``, …
    subject : str
        Id of the task, goal, body, fund or resource; of the plan for the schedule as a whole.
    values : mapping of str to object
        What the message says, as values: days, numbers, amounts of money, ids.

    Examples
    --------
    >>> import datetime as dt
    >>> late = Violation(
    ...     kind="too-late",
    ...     subject="a",
    ...     values={"finish": dt.date(2024, 1, 5), "due": dt.date(2024, 1, 4)},
    ... )
    >>> print(late)
    §4 a: finishes on 2024-01-05, after its due date 2024-01-04
    """

    kind: str
    subject: str
    values: Mapping[str, Any] = attrs.field(factory=dict, hash=False)

    @property
    def section(self) -> str:
        """The paragraph of the semantics that is broken, such as ``"§3"``."""
        return KINDS[self.kind][0]

    @property
    def message(self) -> str:
        """What is broken, in English."""
        return KINDS[self.kind][1].format_map(self.texts)

    @property
    def texts(self) -> dict[str, str]:
        """The values as a sentence writes them."""
        return {name: _text(value) for name, value in self.values.items()}

    @property
    def open(self) -> bool:
        """Whether it is not a breach, but something that cannot be verified."""
        return self.kind in _OPEN

    def to_record(self) -> dict[str, Any]:
        """Return the violation as plain data."""
        return {
            "section": self.section,
            "subject": self.subject,
            "kind": self.kind,
            "message": self.message,
            "values": {name: _plain(value) for name, value in self.values.items()},
        }

    def __str__(self) -> str:
        return f"{self.section} {self.subject}: {self.message}"


def broken(kind: str, subject: str, **values: object) -> Violation:
    """Return a violation of a kind."""
    return Violation(kind=kind, subject=subject, values=values)


_SHOWN = 6


def _text(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(str, value[:_SHOWN])) + (f" … ({len(value)})" if len(value) > _SHOWN else "")
    if isinstance(value, Fraction):  # two decimals, rounded up: what is too much stays too much
        hundredths = math.ceil(value * 100)
        return f"{hundredths // 100}.{hundredths % 100:02}".rstrip("0").rstrip(".")
    return str(value)


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, Fraction):
        return int(value) if value.denominator == 1 else float(value)
    return value.isoformat() if isinstance(value, dt.date) else value if isinstance(value, (int, str)) else str(value)
