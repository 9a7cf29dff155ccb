"""The answer of `dxplan.critical_path`: the dates of every task, what decides them, how far they lie from due dates."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

import numpy as np

from dxplan.cpm.chains import Chain
from dxplan.cpm.compile import compile_network
from dxplan.cpm.deadlines import Deadline, GoalWork, deadlines
from dxplan.cpm.passes import Compiled
from dxplan.cpm.paths import Paths
from dxplan.cpm.solution import Solution
from dxplan.cpm.summaries import Occurrence, ProgrammeDates, occurrences, programme_dates
from dxplan.cpm.tasks import TaskDates, TaskView
from dxplan.cpm.variants import Durations, Lags, Values, Variants, changed_network, changed_plan, run_variants
from dxplan.model.plan import Plan
from dxplan.model.task import Task

if TYPE_CHECKING:
    import pandas

    from dxplan.report.language import Lang
    from dxplan.report.svg import Picture
    from dxplan.solve.schedule import Schedule

__all__ = ["CriticalPath"]


class CriticalPath:
    """The dates and floats of every task, and what decides them.

    Attributes
    ----------
    tasks : mapping of str to TaskDates
        By id, in the order of ids.
    to : str or None
        Where only what leads to one task was asked for, its id.

    Examples
    --------
    >>> import dxplan as dx
    >>> design = dx.Task(id="design", duration="5 workdays")
    >>> build = dx.Task(id="build", duration="10 workdays", after=["design"])
    >>> train = dx.Task(id="train", duration="3 workdays", after=["design"])
    >>> cp = dx.critical_path(
    ...     dx.Plan(id="portal", start="2024-01-01", elements=[design, build, train])
    ... )
    >>> cp
    CriticalPath(finish=2024-01-19, 3 tasks, 2 critical)
    >>> cp.tasks["train"].total_float, cp.tasks["build"].drag
    (7, 9)
    >>> list(cp.paths())
    [('design', 'build')]
    """

    tasks: Mapping[str, TaskDates]
    to: str | None

    def __init__(self, solution: Solution, *, to: str | None = None) -> None:
        self._solution = solution
        self.tasks = TaskView(solution)
        self.to = to

    @property
    def plan(self) -> Plan:
        """The plan that was asked about."""
        return self._solution.plan

    # dates

    @property
    def finish(self) -> dt.date:
        """The last day of the plan when everything is as early as it can be."""
        return self._solution.day(self._solution.last)

    @cached_property
    def critical(self) -> tuple[str, ...]:
        """Ids of the critical tasks, in the order of their early starts."""
        ticks, ids = self._solution.ticks, self._solution.network.ids
        places = np.flatnonzero(self._solution.dates.total_float <= 0).tolist()
        places.sort(key=lambda place: (ticks.early_start[place], ticks.early_finish[place], ids[place]))
        return tuple(ids[place] for place in places)

    @cached_property
    def programmes(self) -> Mapping[str, ProgrammeDates]:
        """The dates of each programme by id, from those of the tasks in it and in the programmes within it."""
        return programme_dates(self.plan, self.tasks)

    @property
    def drags(self) -> Mapping[str, int]:
        """The drag of each task by id, the days by which the plan would end earlier without it (Devaux, 1999)."""
        return self._solution.drags

    @property
    def projected_from(self) -> dt.date | None:
        """The first day of these dates for which a calendar's public holidays are projected, not yet announced.

        None where all that are needed have been announced, or where no calendar names a country.
        """
        announced, last = self._solution.announced, self._solution.last
        return None if announced is None or last <= announced + 1 else self._solution.day(announced + 2)

    def occurrences(self, id: str) -> tuple[Occurrence, ...]:
        """Return every time of a recurring task: up to its own end, else the plan's horizon, else the plan's finish.

        The network holds the first time; the others neither hold up what waits for it nor move the plan's finish.

        Parameters
        ----------
        id : str

        Raises
        ------
        KeyError
            For an id without dates.

        Examples
        --------
        >>> import dxplan as dx
        >>> report = dx.Task(id="report", duration="2 days", recurring="3 months")
        >>> plan = dx.Plan(id="p", start="2024-01-01", horizon=2024, elements=[report])
        >>> [str(one.start) for one in dx.critical_path(plan).occurrences("report")]
        ['2024-01-01', '2024-04-02', '2024-07-02', '2024-10-01']
        """
        solution, task = self._solution, self.plan[id]
        place = solution.place(id)
        if not isinstance(task, Task):
            dates = self.tasks[id]
            return (Occurrence(number=1, start=dates.early_start, finish=dates.early_finish),)
        clock, worked = solution.network.clock(place), solution.network.axes.worked_days(task.calendar)
        own = None if task.recurring is None else task.recurring.until
        last = self.plan.horizon or own or self.finish
        return occurrences(self.plan, task, solution.ticks.early_start[place], clock, worked, last)

    # chains

    def paths(self, to: str | None = None, *, within: int | None = None, count: int | None = None) -> Iterator[Chain]:
        """Yield the chains of tasks behind a date, one after another: those that decide it, or the longest ones.

        Parameters
        ----------
        to : str, optional
            Id of a task, milestone, programme or goal, whose early finish is meant (§5); a goal's is the day on which
            all work that serves it is done. Where left out, the plan's.
        within : int, optional
            Take the longest chains instead, from the longest on, as long as their slack is at most so many days: 10
            finds near-critical ones.
        count : int, optional
            At most so many; alone it takes the longest ones, whatever their slack.

        Yields
        ------
        Chain
            Without `within` and `count`, every chain of driving links, the plan's critical paths if `to` is left out.
            There can be very many: take as many as are needed.

        Raises
        ------
        KeyError
            For an id without dates.
        ValueError
            Where `within` or `count` is negative.

        Notes
        -----
        The longest chains come from the recursive enumeration algorithm (Jiménez and Marzal, 1999), which finds each
        only when it is asked for. The slack of a chain is the number of days by which its last task would end earlier
        if that chain alone held it. Where calendars round to worked days, a chain may have no slack without driving.

        Examples
        --------
        >>> import dxplan as dx
        >>> tasks = [
        ...     dx.Task(id="tender", duration="30 days"),
        ...     dx.Task(id="train", duration="20 days"),
        ...     dx.Task(id="open", duration="5 days", after=["tender", "train"]),
        ... ]
        >>> cp = dx.critical_path(dx.Plan(id="p", start="2024-01-01", elements=tasks))
        >>> list(cp.paths())
        [('tender', 'open')]
        >>> [(chain, chain.slack) for chain in cp.paths(within=10)]
        [(('tender', 'open'), 0), (('train', 'open'), 10)]
        """
        for name, number in (("within", within), ("count", count)):
            if number is not None and number < 0:
                raise ValueError(f"{name} must not be negative: {number}")
        if within is None and count is None:
            return self._paths.driving(to)
        return self._paths.longest(to, within, count)

    @cached_property
    def _paths(self) -> Paths:
        return Paths(self._solution, self._goals, self.programmes)

    # what if

    def what_if(self, *, durations: Durations | None = None, lags: Lags | None = None) -> CriticalPath:
        """Return the dates if some durations and lags were others; the plan is compiled anew only where it must be.

        Parameters
        ----------
        durations : mapping of str to duration, optional
            By the id of the task.
        lags : mapping of (str, str) to duration, optional
            By the ids of predecessor and successor; every link between the two gets it.

        Raises
        ------
        InputError
            Every id, pair and value that cannot be taken, at once.
        UndefinedError
            Where dates run out of the years 1 to 9999.

        Examples
        --------
        >>> import dxplan as dx
        >>> design = dx.Task(id="design", duration="5 workdays")
        >>> build = dx.Task(id="build", duration="10 workdays", after=["design"])
        >>> cp = dx.critical_path(dx.Plan(id="p", start="2024-01-01", elements=[design, build]))
        >>> cp.what_if(durations={"build": "20 workdays"}).finish
        datetime.date(2024, 2, 2)
        >>> cp.what_if(lags={("design", "build"): "1 week"}).finish
        datetime.date(2024, 1, 26)
        """
        durations, lags = durations or {}, lags or {}
        solution, plan = self._solution, self.plan
        changed = changed_network(solution.network, plan, solution.dates, durations, lags)
        if changed is None:
            plan = changed_plan(plan, durations, lags)
            return CriticalPath(Solution(plan, Compiled(compile_network(plan, to=self.to))), to=self.to)
        days, lag = changed
        changes = partial(changed_plan, plan, dict(durations), dict(lags))
        return CriticalPath(Solution(changes, solution.compiled, days=days, lag=lag), to=self.to)

    def variants(
        self,
        durations: Mapping[str, Values],
        *,
        lags: Mapping[tuple[str, str], Values] | None = None,
    ) -> Variants:
        """Return the dates of many variants, computed in one batch: the n-th takes the n-th value of each sequence.

        Parameters
        ----------
        durations : mapping of str to sequence
            For each task its values, one a variant: whole own days, or durations in the unit of the task's own.
            An integer array serves as it is.
        lags : mapping of (str, str) to sequence, optional
            Likewise for the links between two tasks.

        Raises
        ------
        InputError
            Every id, value and length that cannot be taken, at once.

        Examples
        --------
        >>> import dxplan as dx
        >>> build = dx.Task(id="build", duration="10 workdays")
        >>> cp = dx.critical_path(dx.Plan(id="p", start="2024-01-01", elements=[build]))
        >>> cp.variants({"build": ["8 workdays", "15 workdays"]}).summary()
        '2 variants end between 2024-01-10 and 2024-01-19'
        """
        return run_variants(self._solution.compiled, self.plan, self._solution.dates, durations, lags or {})

    # due dates

    @cached_property
    def _goals(self) -> GoalWork:
        return GoalWork(self._solution)

    @cached_property
    def deadlines(self) -> tuple[Deadline, ...]:
        """The distance of every due date, and of every goal, from the earliest day; the nearest due date first.

        Goals without a due date come last.
        """
        return deadlines(self._solution, self._goals, lambda id: next(self.paths(to=id)))

    # showing

    def explain(self, id: str, *, lang: Lang = "en") -> str:
        """Return, in a few sentences, why a task starts when it starts, and whether and why it is critical.

        Parameters
        ----------
        id : str
            Of a task or milestone.
        lang : {"en", "vi"}

        Raises
        ------
        KeyError
            For an id without dates.

        Examples
        --------
        >>> import dxplan as dx
        >>> tasks = [
        ...     dx.Task(id="tender", duration="30 workdays"),
        ...     dx.Task(
        ...         id="build",
        ...         duration="60 workdays",
        ...         after=dx.Dependency(predecessor="tender", lag="10 workdays", why="legal"),
        ...     ),
        ... ]
        >>> cp = dx.critical_path(dx.Plan(id="p", start="2024-01-01", elements=tasks))
        >>> print(cp.explain("build"))
        build starts on 2024-02-26: tender finishes on 2024-02-09 and build must start 10 workdays after that (legal).
        It takes 60 workdays and finishes on 2024-05-17.
        It is critical: it has no float, and the plan ends with it on 2024-05-17.
        If it took no time, the plan would end 84 days earlier.
        """
        from dxplan.report.explain import explanation
        from dxplan.report.language import language

        self._solution.place(id)
        return explanation(self, id, language(lang))

    def summary(self) -> str:
        """Return the finish, and the first chain that decides it, in a few lines of text."""
        chain = next(self.paths())
        lines = [f"finish {self.finish}, {len(self.critical)} of {len(self.tasks)} tasks critical"]
        for id in chain:
            dates = self.tasks[id]
            lines.append(f"  {dates.early_start} – {dates.early_finish}  {id}")
        return "\n".join(lines)

    def to_records(self) -> list[dict[str, Any]]:
        """Return the dates of every task as plain data, by id."""
        return [dates.to_record() for dates in self.tasks.values()]

    def to_json(self, *, to: str | None = None, chains: Sequence[Chain] | None = None) -> str:
        """Return the finish, the chains that decide it, the due dates and the dates of every task as JSON.

        Parameters
        ----------
        to : str, optional
            Id of a task, milestone, programme or goal, whose finish and chains are meant; the plan's where left out.
        chains : sequence of Chain, optional
            The chains to tell; the first that decides the finish where left out.
        """
        shown = [next(self.paths(to=to))] if chains is None else list(chains)
        _, last = self._paths.ends(to)
        content = {
            "finish": self._solution.day(last).isoformat(),
            "path": list(shown[0]) if shown else [],
            "paths": [{"ids": list(chain), "slack": chain.slack} for chain in shown],
            "deadlines": [one.to_record() for one in self.deadlines],
            "programmes": [one.to_record() for one in self.programmes.values()],
            "projected_from": None if self.projected_from is None else self.projected_from.isoformat(),
            "tasks": self.to_records(),
        }
        return json.dumps(content, ensure_ascii=False, indent=2)

    def to_dataframe(self) -> pandas.DataFrame:
        """Return the dates as a pandas table, a row a task (needs ``dxplan[dataframe]``)."""
        import pandas

        return pandas.DataFrame.from_records(self.to_records(), index="id")

    def plot(self, *, baseline: CriticalPath | Schedule | None = None, lang: Lang = "en") -> Picture:
        """Return the dates as a Gantt chart; see `dxplan.gantt`, which has more to choose from.

        Parameters
        ----------
        baseline : CriticalPath or Schedule, optional
            What to compare with: a thin bar under each task.
        lang : {"en", "vi"}

        Examples
        --------
        >>> import dxplan as dx
        >>> build = dx.Task(id="build", duration="10 workdays")
        >>> cp = dx.critical_path(dx.Plan(id="p", start="2024-01-01", elements=[build]))
        >>> cp.plot().save("gantt.svg")
        """
        from dxplan.report.gantt.chart import gantt

        return gantt(self, baseline=baseline, lang=lang)

    def _repr_html_(self) -> str:
        from dxplan.report.html import path_html

        return path_html(self)

    def __repr__(self) -> str:
        return f"CriticalPath(finish={self.finish}, {len(self.tasks)} tasks, {len(self.critical)} critical)"
