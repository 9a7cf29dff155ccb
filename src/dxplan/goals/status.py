"""The answer of `dxplan.goal_status`: whether each goal holds, and why."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import attrs

from dxplan.goals.judgement import Judgement, Missing
from dxplan.goals.truth import Truth, both
from dxplan.model.goal import Firmness, Goal
from dxplan.model.plan import Plan

if TYPE_CHECKING:
    from dxplan.report.language import Lang

__all__ = ["GoalStatus", "GoalStatuses"]


@attrs.frozen(kw_only=True, repr=False)
class GoalStatus:
    """Whether a goal holds at a date, and why (§9).

    Parameters
    ----------
    goal : Goal
    day : date or None
        The date: the one that was asked for, else its due date; None where it has none.
    truth : Truth
        Whether its criterion and its refinement hold.
    criterion : Judgement or None
        Its criterion on that day; None where it has none, or no date.
    refinement : Judgement or None
        Its sub-goals together, each at its own date; None where it needs none.
    missing : tuple of Missing
        Where it is unknown: everything for want of which it is.
    vacuous : bool
        Whether it is met for the sake of a part that ranges over no area at all: no success (§7).
    """

    goal: Goal
    day: dt.date | None
    truth: Truth
    criterion: Judgement | None = None
    refinement: Judgement | None = None
    missing: tuple[Missing, ...] = ()
    vacuous: bool = False

    def walk(self) -> Iterator[Judgement]:
        """Yield every judgement on which it rests, outer ones first; not those of its sub-goals."""
        for part in (self.criterion, self.refinement):
            if part is not None:
                yield from part.walk()

    def to_record(self) -> dict[str, Any]:
        """Return it as plain data, without the tree of reasons."""
        return {
            "goal": self.goal.id,
            "name": self.goal.name,
            "firmness": self.goal.firmness.value,
            "due": None if self.goal.due is None else self.goal.due.isoformat(),
            "day": None if self.day is None else self.day.isoformat(),
            "truth": self.truth.name,
            "vacuous": self.vacuous,
            "missing": [one.to_record() for one in self.missing],
        }

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data, with the tree of reasons."""
        return {
            **self.to_record(),
            "criterion": None if self.criterion is None else self.criterion.to_dict(),
            "refinement": None if self.refinement is None else self.refinement.to_dict(),
        }

    def __repr__(self) -> str:
        vacuous = ", vacuous" if self.vacuous else ""
        return f"GoalStatus({self.goal.id!r}: {self.truth.name} on {self.day}{vacuous})"


_COLUMNS = ["goal", "name", "firmness", "due", "day", "truth", "vacuous", "missing"]


@attrs.frozen(repr=False)
class GoalStatuses(Mapping[str, GoalStatus]):
    """Whether each goal of a plan holds, by id, in the plan's order.

    Parameters
    ----------
    plan : Plan
    statuses : mapping of str to GoalStatus
    on : date, optional
        The date that was asked for; each goal at its own due date where it is None.

    Examples
    --------
    >>> import dxplan as dx
    >>> plan = dx.Plan(
    ...     id="portal",
    ...     start="2024-01-01",
    ...     elements=[
    ...         dx.Indicator(
    ...             id="online", unit="%", readings=[dx.Reading(date=2023, value="50 %")]
    ...         ),
    ...         dx.Task(
    ...             id="build",
    ...             duration="60 days",
    ...             advances=dx.Contribution(indicator="online", amount="25 %"),
    ...         ),
    ...         dx.Goal(
    ...             id="most",
    ...             due=2024,
    ...             criterion=dx.AtLeast(indicator="online", value="70 %"),
    ...         ),
    ...         dx.Goal(
    ...             id="liked",
    ...             due=2024,
    ...             criterion=dx.Undefined(words="liked by the people"),
    ...         ),
    ...     ],
    ... )
    >>> goals = dx.goal_status(plan, dx.Schedule.from_ticks(plan.start, {"build": (0, 60)}))
    >>> goals
    GoalStatuses(2 goals: 1 met, 0 not met, 1 unknown)
    >>> goals["most"].criterion.value.amount
    Decimal('75')
    >>> print(goals.summary())
    2 goals: 1 met, 0 not met, 1 unknown
      MET      most on 2024-12-31
      UNKNOWN  liked on 2024-12-31: definition of liked “liked by the people”
    """

    plan: Plan
    statuses: Mapping[str, GoalStatus]
    on: dt.date | None = None

    def __getitem__(self, id: str) -> GoalStatus:
        return self.statuses[id]

    def __iter__(self) -> Iterator[str]:
        return iter(self.statuses)

    def __len__(self) -> int:
        return len(self.statuses)

    def of(self, truth: Truth) -> tuple[str, ...]:
        """Return the ids of the goals that are met, not met or unknown."""
        return tuple(id for id, status in self.items() if status.truth is truth)

    @property
    def vacuous(self) -> tuple[str, ...]:
        """Ids of the goals that are met vacuously."""
        return tuple(id for id, status in self.items() if status.vacuous)

    @property
    def hard(self) -> Truth:
        """Whether every hard goal holds, vacuous ones included."""
        truth = Truth.MET
        for status in self.values():
            if status.goal.firmness is Firmness.HARD:
                truth = both(truth, status.truth)
        return truth

    def explain(self, id: str, *, lang: Lang = "en") -> str:
        """Return why a goal holds, does not, or is unknown: a sentence for each reason, indented as they nest.

        Parameters
        ----------
        id : str
        lang : {"en", "vi"}

        Raises
        ------
        KeyError
            For an id that is no goal of the plan.
        """
        from dxplan.report.goals import goal_sentences
        from dxplan.report.language import language

        return "\n".join("  " * depth + text for depth, text in goal_sentences(self[id], language(lang)))

    def summary(self) -> str:
        """Return the counts, and a line for each goal."""
        lines = [self._counts()]
        width = max((len(status.truth.name) for status in self.values()), default=0)
        for id, status in self.items():
            line = f"  {status.truth.name:<{width}}  {id}" + ("" if status.day is None else f" on {status.day}")
            line += ", vacuously" if status.vacuous else ""
            lines.append(line + (f": {'; '.join(map(str, status.missing))}" if status.missing else ""))
        return "\n".join(lines)

    def to_records(self) -> list[dict[str, Any]]:
        """Return every goal as plain data, without the trees of reasons."""
        return [status.to_record() for status in self.values()]

    def to_dict(self) -> dict[str, Any]:
        """Return the whole answer as plain data, with the trees of reasons."""
        return {
            "plan": self.plan.id,
            "on": None if self.on is None else self.on.isoformat(),
            "hard": self.hard.name,
            "goals": [status.to_dict() for status in self.values()],
        }

    def to_json(self) -> str:
        """Return the whole answer as JSON."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=2)

    def to_dataframe(self) -> Any:
        """Return every goal as a row of a pandas table (needs ``dxplan[dataframe]``)."""
        import pandas

        return pandas.DataFrame.from_records(self.to_records(), columns=_COLUMNS, index="goal")

    def _repr_html_(self) -> str:
        from dxplan.report.html import goals_html

        return goals_html(self)

    def _counts(self) -> str:
        counts = [f"{len(self.of(truth))} {truth.name.lower().replace('_', ' ')}" for truth in Truth]
        vacuous = f" ({len(self.vacuous)} vacuously)" if self.vacuous else ""
        return f"{len(self)} goal{'' if len(self) == 1 else 's'}: {counts[0]}{vacuous}, {counts[1]}, {counts[2]}"

    def __repr__(self) -> str:
        return f"GoalStatuses({self._counts()})"
