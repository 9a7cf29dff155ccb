"""The plan as a search sees it: jobs, the ways to do them, their waits, and what they share; all in whole numbers.

Everything that the plan says and that can be dropped to explain a conflict is a `Said`: a problem is solved under a
set of them, all or some.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from fractions import Fraction
from functools import cached_property

import attrs

from dxplan.goals.evaluation import CompiledGoals
from dxplan.model.fund import Spread
from dxplan.model.plan import Plan
from dxplan.solve.search.lines import Line
from dxplan.solve.statement import Statement

__all__ = ["Account", "Demand", "Expense", "Job", "Lead", "Pool", "Problem", "Said", "Vacancy", "Wait", "Way"]


@attrs.frozen
class Said:
    """Something that the plan says and that may be dropped: what, of which element, and which of several.

    Parameters
    ----------
    kind : str
        ``"due"``, ``"goal"``, ``"on"``, ``"ceilings"``, ``"capacity"``, ``"lead_limit"``, ``"tenure"``, ``"after"``,
        ``"duration"``, ``"modes"``, ``"uses"``, ``"costs"``, ``"not_before"``.
    subject : str
    place : int
        The year of a ceiling, the number of a dependency, a use or a cost; else 0.
    """

    kind: str
    subject: str
    place: int = 0

    @property
    def rank(self) -> int:
        """How readily it is given up as an explanation: structure first, then capacities, last deadlines and money."""
        return 2 if self.kind in _LAST else 1 if self.kind in _MIDDLE else 0


_LAST = frozenset({"due", "goal", "on", "ceilings"})
_MIDDLE = frozenset({"capacity", "lead_limit", "tenure"})


@attrs.frozen(eq=False)
class Demand:
    """What a way of doing a job takes of a pool on each of its own days."""

    pool: int
    rate: Fraction | None
    """Units each day; None for an effort that is spread over days whose number is not fixed."""
    effort: Fraction | None
    said: Said


@attrs.frozen(eq=False)
class Expense:
    """What a way of doing a job takes from an account."""

    account: int
    amount: int
    spread: Spread
    said: Said


@attrs.frozen(eq=False)
class Way:
    """One way to do a job.

    Parameters
    ----------
    mode : str or None
        As a `ScheduledTask` names it.
    days : int
        How many days it takes, on `line`.
    line : int
        Number of the line on whose days it is worked.
    demands, expenses
    open : bool
        Whether the plan does not say enough to verify it: an effort, and no day to spread it over.
    """

    mode: str | None
    days: int
    line: int
    demands: tuple[Demand, ...] = ()
    expenses: tuple[Expense, ...] = ()
    open: bool = False


@attrs.frozen(eq=False)
class Wait:
    """One dependency of a job: the end of it that waits, the end of another for which it waits, and the lag."""

    source: int
    from_finish: bool
    to_finish: bool
    lag: int
    line: int
    """Number of the line on whose days the lag runs."""
    said: Said


@attrs.frozen(eq=False)
class Vacancy:
    """Days on which nobody acts for a body that has a part in a job."""

    spans: tuple[tuple[int, int], ...]
    """From a boundary up to another; the last one may reach to the end of time."""
    said: Said


@attrs.frozen(eq=False)
class Lead:
    """Days on which a body leads a job: from a boundary up to another, None for ever."""

    body: int
    first: int
    end: int | None


@attrs.frozen(eq=False)
class Job:
    """A task or milestone that is to be placed.

    Parameters
    ----------
    id : str
    ways : tuple of Way
        None where the plan says no duration: it may then take any time.
    optional : bool
    not_before, on, due : int or None
        Ticks of days, as reported (§1).
    waits : tuple of Wait
    vacancies : tuple of Vacancy
    leads : tuple of Lead
    length : Said
        The statement of how long it takes.
    again : bool
        Whether it is recurring work: done again and again.
    until : int or None
        Of continuous work: the boundary at which it ends.
    """

    id: str
    ways: tuple[Way, ...]
    optional: bool = False
    not_before: int | None = None
    on: int | None = None
    due: int | None = None
    waits: tuple[Wait, ...] = ()
    vacancies: tuple[Vacancy, ...] = ()
    leads: tuple[Lead, ...] = ()
    length: Said = Said("duration", "")
    again: bool = False
    until: int | None = None


@attrs.frozen(eq=False)
class Pool:
    """A renewable resource, or how many tasks a body can lead: how many there are from which tick on."""

    id: str
    steps: tuple[tuple[int, Fraction], ...]
    """From a tick on so many; the first from tick 0."""
    said: Said


@attrs.frozen(eq=False)
class Account:
    """A fund in one currency.

    Parameters
    ----------
    id, currency : str
    ceilings : mapping of int to int
        By fiscal year.
    carries : bool
        Whether what is left is brought forward.
    """

    id: str
    currency: str
    ceilings: Mapping[int, int]
    carries: bool


@attrs.frozen(eq=False)
class Problem:
    """All that is decided together.

    Parameters
    ----------
    plan : Plan
    jobs : tuple of Job
        A predecessor comes before its successors, unless they run in a circle.
    lines : tuple of Line
        The first has every day.
    pools : tuple of Pool
        Of resources.
    bodies : tuple of Pool
        Of bodies that can lead only so many tasks.
    accounts : tuple of Account
    goals : CompiledGoals
    hard : tuple of str
        Ids of the goals that must hold.
    statements : mapping of Said to Statement
        All that can be dropped, with the words for it.
    open : tuple of str
        Ids of elements of which the plan says too little for any schedule to be verified.
    loose : tuple of str
        Ids of elements that the search does not look at closely: the verifier has the last word on them.
    """

    plan: Plan
    jobs: tuple[Job, ...]
    lines: tuple[Line, ...]
    pools: tuple[Pool, ...]
    bodies: tuple[Pool, ...]
    accounts: tuple[Account, ...]
    goals: CompiledGoals
    hard: tuple[str, ...]
    statements: Mapping[Said, Statement]
    open: tuple[str, ...] = ()
    loose: tuple[str, ...] = ()

    @cached_property
    def number(self) -> dict[str, int]:
        """The number of each job, by id."""
        return {job.id: number for number, job in enumerate(self.jobs)}

    @cached_property
    def everything(self) -> frozenset[Said]:
        """All that the plan says."""
        return frozenset(self.statements)

    @cached_property
    def last_tick(self) -> int:
        """The last tick that is a date."""
        return dt.date.max.toordinal() - self.plan.start.toordinal() - 1

    def year(self, tick: int) -> int:
        """Return the fiscal year of a tick."""
        return dt.date.fromordinal(self.plan.start.toordinal() + tick).year

    def year_start(self, year: int) -> int:
        """Return the tick of the first day of a year."""
        return dt.date(year, 1, 1).toordinal() - self.plan.start.toordinal()
