"""The answer to "can it be done?", with its evidence (§16, §17)."""

from __future__ import annotations

import enum
import json
from typing import TYPE_CHECKING, Any, Literal, NoReturn

import attrs

from dxplan.findings import Finding
from dxplan.model.money import Money, readable
from dxplan.model.plan import Plan
from dxplan.solve.repair import Repair, Weights
from dxplan.solve.schedule import Schedule
from dxplan.solve.search.bounds import Bound
from dxplan.solve.statement import Conflict
from dxplan.solve.verify import Violation

if TYPE_CHECKING:
    from dxplan.report.language import Lang

__all__ = ["Feasibility", "Objective", "Optimum", "Verdict"]

Objective = Literal["finish", "cost", "slack"]
"""What a witness is to be best at: an early finish, little cost, much time to spare on the hard goals."""


class Verdict(enum.Enum):
    """Whether a plan can be done: compare with ``is``, for neither yes, no nor unknown is a truth value."""

    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"
    UNKNOWN = "unknown"


@attrs.frozen(kw_only=True)
class Optimum:
    """How good the witness is at what was asked for.

    Parameters
    ----------
    objective : str
        ``"finish"``, ``"cost"`` or ``"slack"``.
    value : int
        What it reaches: the days from the plan's start to its finish, whole units of money, or days to spare.
    bound : int
        What no schedule can better, as far as was found out.
    unit : str
        ``"day"``, or the currency.
    """

    objective: str
    value: int
    bound: int
    unit: str

    @property
    def proven(self) -> bool:
        """Whether no schedule is better."""
        return self.value == self.bound

    def to_record(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {**attrs.asdict(self), "proven": self.proven}

    def __str__(self) -> str:
        proven = "proven best" if self.proven else f"no schedule is better than {self._said(self.bound)}"
        return f"{self.objective}: {self._said(self.value)} ({proven})"

    def _said(self, value: int) -> str:
        if self.unit != "day":
            return readable(Money(amount=value, currency=self.unit))
        return f"{value} day{'' if abs(value) == 1 else 's'}"


@attrs.frozen(kw_only=True, repr=False)
class Feasibility:
    """The answer to "can it be done?", with its evidence.

    Parameters
    ----------
    plan : Plan
        The plan that was asked about.
    verdict : Verdict
        ``FEASIBLE`` only with a verified `schedule`, ``INFEASIBLE`` only with a `conflict`, else ``UNKNOWN``.
    findings : tuple of Finding
        What the checks have to say, whatever the verdict.
    undecided : tuple of Finding
        For ``UNKNOWN``: what keeps the verdict open.
    schedule : Schedule, optional
        A witness, accepted by `verify`.
    optimum : Optimum, optional
        Where an objective was asked for, and there is a witness: how good it is.
    conflicts : tuple of Conflict
        Statements of the plan that cannot hold together; several share nothing that can be negotiated.
    repairs : tuple of Repair
        For ``INFEASIBLE``: ways out, the cheapest first.
    broken : tuple of Violation
        For ``UNKNOWN``, and beside a conflict that is not minimal: what the best schedule that was seen breaks of what
        the plan says, which is no proof that another one would. Empty where there is no such schedule.
    bounds : tuple of Bound
        For ``UNKNOWN``: before which day nothing can finish, and why.
    conflicts_sought : int
        How many conflicts were looked for.
    weights : Weights, optional
        By which ways out are counted; None where none were looked for.
    seconds : float
        The time that it took.

    Examples
    --------
    >>> import dxplan as dx
    >>> plan = dx.Plan(
    ...     id="p",
    ...     start="2024-01-01",
    ...     elements=[dx.Task(id="a", duration="5 workdays", due="Q1/2024")],
    ... )
    >>> f = dx.check(plan)
    >>> f.verdict is dx.Verdict.FEASIBLE, f.schedule.tasks["a"].finish
    (True, datetime.date(2024, 1, 5))
    """

    plan: Plan
    verdict: Verdict
    findings: tuple[Finding, ...]
    undecided: tuple[Finding, ...] = ()
    schedule: Schedule | None = None
    optimum: Optimum | None = None
    conflicts: tuple[Conflict, ...] = ()
    repairs: tuple[Repair, ...] = ()
    broken: tuple[Violation, ...] = ()
    bounds: tuple[Bound, ...] = ()
    conflicts_sought: int = 1
    weights: Weights | None = None
    seconds: float = attrs.field(default=0.0, eq=False)

    @property
    def conflict(self) -> Conflict | None:
        """The first of the conflicts; None where there is none."""
        return self.conflicts[0] if self.conflicts else None

    def __bool__(self) -> NoReturn:
        raise TypeError("a verdict is feasible, infeasible or unknown, not true or false: compare f.verdict")

    def summary(self, *, lang: Lang = "en") -> str:
        """Return the verdict and what it rests on as text, as ``dxplan check`` prints it, the findings only counted.

        Parameters
        ----------
        lang : {"en", "vi"}
        """
        from dxplan.report.language import language
        from dxplan.report.verdict import answer_text

        return answer_text(self, language(lang))

    def to_records(self) -> list[dict[str, Any]]:
        """Return the findings as plain data."""
        return [finding.to_record() for finding in self.findings]

    def to_dict(self) -> dict[str, Any]:
        """Return the whole answer as plain data, ``verdict`` and ``findings`` at the top."""
        conflicts = [
            {
                "minimal": conflict.minimal,
                "days": conflict.days,
                "calendars": list(conflict.calendars),
                "statements": [{**attrs.asdict(one), "text": str(one)} for one in conflict.statements],
            }
            for conflict in self.conflicts
        ]
        return {
            "verdict": self.verdict.name,
            "plan": self.plan.id,
            "findings": self.to_records(),
            "undecided": [finding.to_record() for finding in self.undecided],
            "broken": [violation.to_record() for violation in self.broken],
            "bounds": [bound.to_record() for bound in self.bounds],
            "conflict": conflicts[0] if conflicts else None,
            "conflicts": conflicts,
            "repairs": [repair.to_record() for repair in self.repairs],
            "schedule": None if self.schedule is None else self.schedule.to_records(),
            "optimum": None if self.optimum is None else self.optimum.to_record(),
            "seconds": round(self.seconds, 3),
        }

    def to_json(self) -> str:
        """Return the whole answer as JSON."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=2)

    def to_dataframe(self) -> Any:
        """Return the findings as a pandas table (needs ``dxplan[dataframe]``)."""
        import pandas

        return pandas.DataFrame.from_records(
            self.to_records(), columns=["code", "severity", "subject", "message", "remedy"]
        )

    def _repr_html_(self) -> str:
        from dxplan.report.html import check_html

        return check_html(self)

    def __str__(self) -> str:
        return self.summary()

    def __repr__(self) -> str:
        return f"Feasibility({self.plan.id!r}: {self.verdict.name}, {len(self.findings)} findings)"
