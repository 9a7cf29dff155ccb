"""The tree of reasons: what a criterion is at a date, the numbers compared, and what is missing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any, Literal

import attrs

from dxplan.goals.truth import Truth
from dxplan.model.criterion import Criterion
from dxplan.model.indicator import Reading
from dxplan.model.task import Contribution

__all__ = ["Added", "IndicatorValue", "Judgement", "Missing", "MissingKind", "Rank", "Tally", "union"]

MissingKind = Literal[
    "area",
    "benchmark",
    "calendar",
    "circle",
    "criterion",
    "cut",
    "definition",
    "due",
    "level",
    "peers",
    "reading",
    "sub_goal",
    "tolerance",
]
"""What can be missing; see `Missing`."""


@attrs.frozen(kw_only=True)
class Missing:
    """One thing that a plan does not say, for want of which a criterion or a goal is unknown.

    Parameters
    ----------
    kind : str
        ``area``: the area does not exist on that day, or none is named. ``benchmark``: no reading or forecast reaches
        the day. ``calendar``: the day on which a contribution is felt cannot be computed. ``circle``: the goals
        refine each other in a circle. ``criterion``: the goal has neither a criterion nor sub-goals. ``cut``: the tier
        has no cut. ``definition``: words that nobody has defined. ``due``: the goal has no due date. ``level``: the
        area has no level at which it has peers. ``peers``: the plan knows no peer. ``reading``: no reading up to the
        day. ``sub_goal``: a sub-goal is unknown. ``tolerance``: nobody has said which share the word stands for.
    subject : str
        Id of what lacks it: the indicator, goal, area or task.
    area : str, optional
        Id of the area for which it is missing.
    day : date, optional
        The day for which it is missing.
    detail : str, optional
        The words, the tier, the benchmark, or the goals of the circle.

    Examples
    --------
    >>> print(
    ...     Missing(
    ...         kind="reading", subject="dti", area="tay-ninh", day=dt.date(2025, 12, 31)
    ...     )
    ... )
    reading of dti for tay-ninh by 2025-12-31
    """

    kind: MissingKind
    subject: str
    area: str | None = None
    day: dt.date | None = None
    detail: str | None = None

    def to_record(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {**attrs.asdict(self), "day": _iso(self.day)}

    def __str__(self) -> str:
        parts = [f"{self.kind.replace('_', '-')} of {self.subject}"]
        parts += (
            [] if self.detail is None else [f"“{' '.join(self.detail.split())}”"]
        )  # words of a plan may go over lines
        parts += [] if self.area is None else [f"for {self.area}"]
        parts += [] if self.day is None else [f"by {self.day}"]
        return " ".join(parts)


@attrs.frozen(kw_only=True)
class Added:
    """What a finished task has added to an indicator.

    Parameters
    ----------
    task : str
    amount : Decimal
    felt : date
        The day from which it counts: the task's last day, and the delay.
    contribution : Contribution
        What the plan says, with its source.
    """

    task: str
    amount: Decimal
    felt: dt.date
    contribution: Contribution

    def to_record(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "task": self.task,
            "amount": str(self.amount),
            "felt": self.felt.isoformat(),
            "source": self.contribution.source,
        }


@attrs.frozen(kw_only=True)
class IndicatorValue:
    """What an indicator is for an area at a date, and what that is made of (§8).

    Parameters
    ----------
    amount : Decimal
        Exact: the reading and what was added.
    unit : str or None
        The indicator's.
    reading : Reading
        The last one up to the date.
    added : tuple of Added
        By the day from which each counts.
    """

    amount: Decimal
    unit: str | None
    reading: Reading
    added: tuple[Added, ...] = ()

    def to_record(self) -> dict[str, Any]:
        """Return it as plain data; amounts are texts, so that no digit is lost."""
        return {
            "amount": str(self.amount),
            "unit": self.unit,
            "reading": _reading(self.reading),
            "added": [one.to_record() for one in self.added],
        }


@attrs.frozen(kw_only=True)
class Rank:
    """The place of an area among its peers, as far as it is known.

    Parameters
    ----------
    best, worst : int
        The rank lies between the two, whatever the unknown values are; equal values share the better rank.
    of : int
        How many areas are ranked, the area itself included.
    cut : Decimal
        The last rank that still belongs to the tier; a share of the areas need not be whole.
    """

    best: int
    worst: int
    of: int
    cut: Decimal

    def to_record(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {**attrs.asdict(self), "cut": str(self.cut)}


@attrs.frozen(kw_only=True)
class Tally:
    """How many of several parts hold.

    Parameters
    ----------
    met, unknown, of : int
        Met, unknown, and in all.
    needed : int or None
        How many must hold; None where nobody has said which share is enough.
    """

    met: int
    unknown: int
    of: int
    needed: int | None

    def to_record(self) -> dict[str, Any]:
        """Return it as plain data."""
        return attrs.asdict(self)


@attrs.frozen(kw_only=True)
class Judgement:
    """A criterion, or a sub-goal, at a date: whether it holds, and why.

    Parameters
    ----------
    truth : Truth
    kind : str
        Of the criterion (``"at_least"``, …), ``"goal"`` for a sub-goal, ``"refinement"`` for the sub-goals together.
    day : date or None
        The date.
    area : str or None
        Id of the area of which it speaks; None for a plan without an area of its own.
    criterion : Criterion, optional
        None for ``"goal"`` and ``"refinement"``.
    goal : str, optional
        Id of the sub-goal; its own reasons are in `GoalStatuses` under this id.
    value : IndicatorValue, optional
        What the indicator is, where it is known.
    wanted : Decimal, optional
        What it is compared with: the value asked for, or the benchmark's.
    unit : str, optional
        Of value and wanted.
    benchmark : Reading, optional
        Where `wanted` was read, or expected.
    forecast : bool
        Whether the benchmark's value is a forecast.
    finished : date, optional
        For ``"delivered"``: the reported last day of the task, where it is done at all.
    rank : Rank, optional
        For ``"in_tier"``.
    tally : Tally, optional
        For what has `parts`.
    missing : tuple of Missing
        Where it is unknown: everything for want of which it is.
    vacuous : bool
        Whether it ranges over no area at all, or is met only for the sake of parts that do (§7).
    parts : tuple of Judgement
        Of what it is made, in the plan's order.

    Examples
    --------
    >>> import dxplan as dx
    >>> either = dx.AnyOf(
    ...     criteria=[dx.Delivered(task="build"), dx.Undefined(words="liked by the people")]
    ... )
    >>> plan = dx.Plan(
    ...     id="p",
    ...     start="2024-01-01",
    ...     elements=[
    ...         dx.Task(id="build", duration="5 days"),
    ...         dx.Goal(id="g", due=2024, criterion=either),
    ...     ],
    ... )
    >>> schedule = dx.Schedule.from_ticks(plan.start, {"build": (0, 5)})
    >>> judgement = dx.goal_status(plan, schedule)["g"].criterion
    >>> judgement.truth, judgement.tally
    (<Truth.MET: 'met'>, Tally(met=1, unknown=1, of=2, needed=1))
    >>> [(part.kind, part.truth.name) for part in judgement.parts]
    [('delivered', 'MET'), ('undefined', 'UNKNOWN')]
    """

    truth: Truth
    kind: str
    day: dt.date | None
    area: str | None = None
    criterion: Criterion | None = None
    goal: str | None = None
    value: IndicatorValue | None = None
    wanted: Decimal | None = None
    unit: str | None = None
    benchmark: Reading | None = None
    forecast: bool = False
    finished: dt.date | None = None
    rank: Rank | None = None
    tally: Tally | None = None
    missing: tuple[Missing, ...] = ()
    vacuous: bool = False
    parts: tuple[Judgement, ...] = ()

    def walk(self) -> Iterator[Judgement]:
        """Yield this one and everything of which it is made, outer ones first."""
        yield self
        for part in self.parts:
            yield from part.walk()

    def to_dict(self) -> dict[str, Any]:
        """Return it with all its parts as plain data."""
        names = ("indicator", "benchmark", "tier", "task", "words", "tolerance")
        said = {name: value for name in names if (value := getattr(self.criterion, name, None)) is not None}
        return {
            "truth": self.truth.name,
            "kind": self.kind,
            "day": _iso(self.day),
            "area": self.area,
            "goal": self.goal,
            "criterion": said,
            "value": None if self.value is None else self.value.to_record(),
            "wanted": None if self.wanted is None else str(self.wanted),
            "unit": self.unit,
            "benchmark": None if self.benchmark is None else _reading(self.benchmark),
            "forecast": self.forecast,
            "finished": _iso(self.finished),
            "rank": None if self.rank is None else self.rank.to_record(),
            "tally": None if self.tally is None else self.tally.to_record(),
            "missing": [one.to_record() for one in self.missing],
            "vacuous": self.vacuous,
            "parts": [part.to_dict() for part in self.parts],
        }


def union(lacks: Iterable[tuple[Missing, ...]]) -> tuple[Missing, ...]:
    """Return everything that is missing, each once, in order."""
    return tuple(dict.fromkeys(one for lack in lacks for one in lack))


def _iso(day: dt.date | None) -> str | None:
    return None if day is None else day.isoformat()


def _reading(reading: Reading) -> dict[str, Any]:
    return {"date": reading.date.isoformat(), "value": str(reading.value.amount), "source": reading.source}
