"""What a check says of a plan: findings with a stable code, and the rules that they follow."""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

import attrs

if TYPE_CHECKING:
    from dxplan.model.plan import Plan

__all__ = ["Check", "Finding", "Rule", "Severity"]


class Severity(enum.StrEnum):
    """How much a finding matters.

    An ``error`` contradicts something or breaks a duty, a ``warning`` is doubtful, an ``info`` is worth knowing.
    """

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


_ORDER = {severity: place for place, severity in enumerate(Severity)}


@attrs.frozen(kw_only=True)
class Finding:
    """One thing that a check has to say of a plan.

    Parameters
    ----------
    code : str
        Stable: programs and translations hold on to it.
    severity : Severity
    subject : str
        The id of the element, or of the plan.
    message : str
        What is the matter, in English.
    remedy : str
        What to do about it, in English.
    params : mapping of str to str
        The values in the message and the remedy, for translations.

    Examples
    --------
    >>> rule = Rule(
    ...     code="X001",
    ...     severity="warning",
    ...     title="A task has a name of its own",
    ...     message="task {subject} is called like its id",
    ...     remedy="name it",
    ... )
    >>> print(rule.finding("t1"))
    X001 warning t1: task t1 is called like its id; name it
    """

    code: str
    severity: Severity
    subject: str
    message: str
    remedy: str
    params: Mapping[str, str] = attrs.field(factory=dict, hash=False)

    @property
    def sort_key(self) -> tuple[int, str, str, str]:
        """The order of a report, errors first, then by code, subject and message."""
        return _ORDER[self.severity], self.code, self.subject, self.message

    def to_record(self) -> dict[str, Any]:
        """Return the finding as plain data."""
        return {
            "code": self.code,
            "severity": self.severity.value,
            "subject": self.subject,
            "message": self.message,
            "remedy": self.remedy,
            "params": dict(self.params),
        }

    def __str__(self) -> str:
        return f"{self.code} {self.severity.value} {self.subject}: {self.message}; {self.remedy}"


@attrs.frozen(kw_only=True)
class Rule:
    """What a finding of one code says, with places for its values.

    Parameters
    ----------
    code : str
        A letter and three digits; the first letter tells the room: S structure, D definitions, R responsibility
        (the two digits after it are the duty's number), M money, L load. Checks of third parties take X.
    severity : Severity
    title : str
        The rule, as a sentence that holds of a good plan.
    message, remedy : str
        Templates: ``{subject}`` is the element's id, further names are given by the check.

    Examples
    --------
    >>> rule = Rule(
    ...     code="X002",
    ...     severity="info",
    ...     title="Tasks are few",
    ...     message="{count} tasks",
    ...     remedy="fewer",
    ... )
    >>> rule.finding("plan", count=3).message
    '3 tasks'
    """

    code: str
    severity: Severity = attrs.field(converter=Severity)
    title: str
    message: str
    remedy: str

    def finding(self, subject: str, **params: object) -> Finding:
        """Return a finding of this rule; a list among `params` is written with commas."""
        texts = {name: _text(value) for name, value in params.items()}
        values = {"subject": subject, **texts}
        return Finding(
            code=self.code,
            severity=self.severity,
            subject=subject,
            message=self.message.format_map(values),
            remedy=self.remedy.format_map(values),
            params=texts,
        )


def _text(value: object) -> str:
    if isinstance(value, (list, tuple)):
        return ", ".join(str(one) for one in value)
    return str(value)


Check = Callable[["Plan"], Iterable[Finding]]
"""A function from a plan to what it has to say; it never raises and never changes the plan."""
