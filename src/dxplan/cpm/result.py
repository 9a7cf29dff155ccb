"""What the passes found: the dates of every task, what decides them, and how far they lie from due dates."""

from __future__ import annotations

import datetime as dt
import heapq
import itertools
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import attrs
import numpy as np

from dxplan.cpm.chains import Chain, Longest, Steps, driving_chains
from dxplan.cpm.dates import finish_day, start_day
from dxplan.cpm.deadlines import Deadline, GoalWork
from dxplan.cpm.drag import drags
from dxplan.cpm.network import Network
from dxplan.cpm.passes import Compiled, Dates
from dxplan.cpm.summaries import Occurrence, occurrences, programme_dates
from dxplan.cpm.tables import IDENTITY, Ints, Step
from dxplan.cpm.tasks import Limit, ProgrammeDates, StartBound, TaskDates
from dxplan.cpm.variants import (
    Durations,
    Lags,
    Variants,
    changed_network,
    changed_plan,
    run_variants,
)
from dxplan.model.duration import Duration, DurationLike
from dxplan.model.goal import Goal
from dxplan.model.plan import Plan
from dxplan.model.task import Dependency, Task

if TYPE_CHECKING:
    import pandas

    from dxplan.report.svg import Picture

__all__ = ["CriticalPath"]


class _Tasks(Mapping[str, TaskDates]):
    """A view of the arrays, by id."""

    def __init__(self, path: CriticalPath) -> None:
        self._path = path

    @cached_property
    def _ids(self) -> list[str]:
        return sorted(self._path.network.ids)

    def __getitem__(self, id: str) -> TaskDates:
        return self._path._task(self._path.network.place[id])

    def __contains__(self, id: object) -> bool:
        return id in self._path.network.place

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def __len__(self) -> int:
        return len(self._path.network)


@attrs.frozen(eq=False)
class _Ticks:
    """The boundaries of every place."""

    early_start: list[int]
    early_finish: list[int]
    late_start: list[int]
    late_finish: list[int]


class CriticalPath:
    """The dates and floats of every task, and what decides them.

    Attributes
    ----------
    tasks : mapping of str to TaskDates
        By id, in the order of ids.

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

    def __init__(
        self, plan: Plan | Callable[[], Plan], compiled: Compiled, *, days: Ints | None = None, lag: Ints | None = None
    ) -> None:
        self._plan = plan
        self._compiled = compiled
        self._dates: Dates = compiled.run(days, lag)
        dates = self._dates
        self._ticks = _Ticks(
            *(
                compiled.ticks(positions, step).tolist()
                for positions, step in (
                    (dates.early, Step.START),
                    (dates.early + dates.days, Step.FINISH),
                    (dates.late, Step.START),
                    (dates.late + dates.days, Step.FINISH),
                )
            )
        )
        self.tasks = _Tasks(self)

    @property
    def plan(self) -> Plan:
        """The plan that was asked about."""
        if not isinstance(self._plan, Plan):
            self._plan = self._plan()
        return self._plan

    @property
    def network(self) -> Network:
        """The plan as integers."""
        return self._compiled.network

    # dates

    @property
    def finish(self) -> dt.date:
        """The last day of the plan when everything is as early as it can be."""
        return finish_day(self.network.start, self._last, 0)

    @cached_property
    def _last(self) -> int:
        return max(self._ticks.early_finish)

    @cached_property
    def critical(self) -> tuple[str, ...]:
        """Ids of the critical tasks, in the order of their early starts."""
        ticks, ids = self._ticks, self.network.ids
        places = np.flatnonzero(self._dates.total_float <= 0).tolist()
        places.sort(key=lambda place: (ticks.early_start[place], ticks.early_finish[place], ids[place]))
        return tuple(ids[place] for place in places)

    @cached_property
    def programmes(self) -> Mapping[str, ProgrammeDates]:
        """The dates of each programme, by id: those of the tasks in it and in the programmes within it."""
        return programme_dates(self.plan, self.tasks)

    @cached_property
    def drags(self) -> Mapping[str, int]:
        """The drag of each task, by id: days by which the plan would end earlier if it took no time (Devaux, 1999)."""
        calendars = [getattr(self.plan[id], "calendar", None) for id in self.network.ids]
        found = drags(self._compiled, self._dates, calendars).tolist()
        return dict(sorted(zip(self.network.ids, found, strict=True)))

    @cached_property
    def projected_from(self) -> dt.date | None:
        """The first day of these dates for which a calendar's public holidays are projected, not yet announced.

        None where all that are needed have been announced, or where no calendar names a country.
        """
        tick = self._announced
        return None if tick is None or self._last <= tick + 1 else _day(self.network.start, tick + 1)

    @cached_property
    def _announced(self) -> int | None:
        """The last tick whose public holidays are announced on every calendar of the network."""
        network = self.network
        used = {*network.axis.tolist(), *network.links.lag_axis.tolist()}
        known = [days.announced_until for days in network.axes.calendars(used)]
        return min((tick for tick in known if tick is not None), default=None)

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
        ['2024-01-01', '2024-04-02', '2024-07-02', '2024-10-01', '2024-12-31']
        """
        place, task = self._place(id), self.plan[id]
        if not isinstance(task, Task):
            dates = self.tasks[id]
            return (Occurrence(number=1, start=dates.early_start, finish=dates.early_finish),)
        clock, worked = self.network.clock(place), self.network.axes.worked_days(task.calendar)
        last = self.plan.horizon or self.finish
        return occurrences(self.plan, task, self._ticks.early_start[place], clock, worked, last)

    # one task

    def _place(self, id: str) -> int:
        try:
            return self.network.place[id]
        except KeyError:
            raise KeyError(f"{id!r} is no task or milestone with dates in this plan") from None

    def _task(self, place: int) -> TaskDates:
        network, ticks, dates = self.network, self._ticks, self._dates
        days, start = int(dates.days[place]), network.start
        drivers = [link for link in network.into(place) if self._drives[link]]
        announced = self._announced
        return TaskDates(
            id=network.ids[place],
            early_start=start_day(start, ticks.early_start[place], days),
            early_finish=finish_day(start, ticks.early_finish[place], days),
            late_start=start_day(start, ticks.late_start[place], days),
            late_finish=finish_day(start, ticks.late_finish[place], days),
            early_start_tick=ticks.early_start[place],
            early_finish_tick=ticks.early_finish[place],
            late_start_tick=ticks.late_start[place],
            late_finish_tick=ticks.late_finish[place],
            total_float=int(dates.total_float[place]),
            free_float=int(dates.free_float[place]),
            float_unit="day" if network.axis[place] == IDENTITY else "workday",
            critical=bool(dates.total_float[place] <= 0),
            drivers=tuple(self._dependency(link) for link in drivers),
            start_bound=self._start_bound(place),
            limited_by=tuple(sorted({network.ids[network.links.target[link]] for link in self._limiting(place)})),
            limit=self._limit(place),
            projected=announced is not None and ticks.early_finish[place] > announced + 1,
            path=self,
        )

    @cached_property
    def _drives(self) -> list[bool]:
        dates = self._dates
        asked = self._compiled.asked(dates.early, dates.days, dates.lag)
        drives: list[bool] = (asked == dates.early[self.network.links.target]).tolist()
        return drives

    @cached_property
    def _limits(self) -> list[bool]:
        """Which links limit the late dates of their predecessors."""
        dates = self._dates
        left = self._compiled.left(dates.late, dates.days, dates.lag)
        limits: list[bool] = (left == dates.late[self.network.links.source]).tolist()
        return limits

    def _limiting(self, place: int) -> list[int]:
        return [link for link in self.network.out_of(place) if self._limits[link]]

    def _dependency(self, link: int) -> Dependency:
        target = int(self.network.links.target[link])
        activity: Any = self.plan[self.network.ids[target]]
        found: Dependency = activity.after[link - self.network.into(target).start]
        return found

    @cached_property
    def _own_starts(self) -> list[int]:
        own: list[int] = self._compiled.earliest().tolist()
        return own

    def _start_bound(self, place: int) -> StartBound | None:
        if self._dates.early[place] != self._own_starts[place]:
            return None
        activity: Any = self.plan[self.network.ids[place]]
        dated: list[tuple[dt.date, StartBound]] = []
        if activity.not_before is not None:
            dated.append((activity.not_before, "not_before"))
        if activity.on is not None:
            dated.append((activity.on, "on"))
        day, name = max(dated, default=(self.network.start, "plan"))
        return name if day > self.network.start else "plan"

    @cached_property
    def _own_limits(self) -> dict[Limit, list[int]]:
        return {name: latest.tolist() for name, latest in self._compiled.own_limits(self._dates).items()}

    def _limit(self, place: int) -> Limit | None:
        late = int(self._dates.late[place])
        return next((name for name, latest in self._own_limits.items() if latest[place] == late), None)

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
        if within is None and count is None:
            ends, last = self._ends(to)
            return (self._chain(steps, last) for steps in driving_chains(self.network, ends, self._drives))
        found = self._longest(to, within)
        return found if count is None else itertools.islice(found, count)

    def _ends(self, to: str | None) -> tuple[list[int], int]:
        """Return the places whose early finish decides that of `to`, and the boundary at which they end."""
        finish = self._ticks.early_finish
        if to is None or to in self.plan and self.plan[to].KIND == "programme" and to in self.programmes:
            inside = range(len(finish)) if to is None else [self._place(id) for id in self.programmes[to].tasks]
            last = max(finish[place] for place in inside)
            ends = [place for place in inside if finish[place] == last]
            # an end that drives another is no end: its chain is the beginning of the other's
            source, into = self.network.links.source, self.network.into
            inner = {int(source[link]) for place in ends for link in into(place) if self._drives[link]}
            return [place for place in ends if place not in inner], last
        if to in self.plan and isinstance(goal := self.plan[to], Goal):
            ready = self._goals.ready(goal)
            if not ready.by:
                raise KeyError(f"no work with dates decides when goal {to!r} can be met")
            places = [self._place(id) for id in sorted(ready.by)]
            return places, max(finish[place] for place in places)
        place = self._place(to)
        return [place], finish[place]

    def _chain(self, steps: Steps, last: int, *, end: int | None = None) -> Chain:
        places, links = steps
        finish = self._ticks.early_finish[places[-1]] if end is None else end
        ids = self.network.ids
        return Chain(
            [ids[place] for place in places],
            [self._dependency(link) for link in links],
            finish=finish_day(self.network.start, finish, 0),
            slack=last - finish if end is not None else 0,
        )

    def _longest(self, to: str | None, within: int | None) -> Iterator[Chain]:
        ends, last = self._ends(to)
        if to is None:  # what nothing waits for may become the end
            ends = sorted({*ends, *(place for place in range(len(self.network)) if not self.network.out_of(place))})
        longest, ids = self._enumeration, self.network.ids
        waiting: list[tuple[int, str, int, int]] = []

        def offer(place: int, rank: int) -> None:
            start = longest.start(place, rank)
            if start is not None:
                heapq.heappush(waiting, (-self._tick_of_finish(place, start), ids[place], place, rank))

        for place in ends:
            offer(place, 0)
        while waiting:
            end, _, place, rank = heapq.heappop(waiting)
            if within is not None and last + end > within:
                return
            yield self._chain(longest.steps(place, rank), last, end=-end)
            offer(place, rank + 1)

    @cached_property
    def _enumeration(self) -> Longest:
        network, dates = self.network, self._dates
        links = network.links
        driven = set(links.target[np.array(self._drives, dtype=bool)].tolist())
        may_begin = [
            not len(network.into(place)) or place not in driven or bool(network.earliest[place] > 0)
            for place in range(len(network))
        ]
        return Longest(network, self._compiled.earliest(), may_begin, self._compiled.asks(dates.days, dates.lag))

    def _tick_of_finish(self, place: int, start: int) -> int:
        return self._compiled.tick(place, start + int(self._dates.days[place]), Step.FINISH)

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
        >>> cp = dx.critical_path(
        ...     dx.Plan(id="p", start="2024-01-01", elements=[design, build])
        ... )
        >>> cp.what_if(durations={"build": "20 workdays"}).finish
        datetime.date(2024, 2, 2)
        >>> cp.what_if(lags={("design", "build"): "1 week"}).finish
        datetime.date(2024, 1, 26)
        """
        durations, lags = durations or {}, lags or {}
        changed = changed_network(self.network, self.plan, self._dates, durations, lags)
        if changed is None:
            plan = changed_plan(self.plan, durations, lags)
            return CriticalPath(plan, Compiled(compile_network(plan)))
        plan = self.plan
        return CriticalPath(
            lambda: changed_plan(plan, durations, lags), self._compiled, days=changed[0], lag=changed[1]
        )

    def variants(
        self,
        durations: Mapping[str, Sequence[int | DurationLike]],
        *,
        lags: Mapping[tuple[str, str], Sequence[int | DurationLike]] | None = None,
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
        return run_variants(self._compiled, self.plan, self._dates, durations, lags or {})

    # due dates

    @cached_property
    def _goals(self) -> GoalWork:
        finish = dict(zip(self.network.ids, self._ticks.early_finish, strict=True))
        worked = self.network.axes.worked_days(None)

        def after(tick: int, delay: Duration | None) -> int:
            if delay is None:
                return tick
            return worked.shift(tick, delay.days) if delay.working else tick + delay.days

        return GoalWork(self.plan, finish, after)

    @cached_property
    def deadlines(self) -> tuple[Deadline, ...]:
        """The distance of every due date, and of every goal, from the earliest day; the nearest due date first.

        Goals without a due date come last.
        """
        found: list[Deadline] = []
        for activity in self.plan.activities:
            if activity.due is not None and activity.id in self.tasks:
                earliest = self.tasks[activity.id].early_finish
                found.append(self._deadline(activity.id, activity.KIND, activity.due, earliest, (activity.id,)))
        for goal in self.plan.goals:
            ready = self._goals.ready(goal)
            day = None if ready.tick is None else finish_day(self.network.start, ready.tick, 0)
            found.append(self._deadline(goal.id, "goal", goal.due, day, sorted(ready.by), complete=ready.complete))
        return tuple(sorted(found, key=lambda one: (one.due is None, one.due or dt.date.min, one.id)))

    def _deadline(
        self,
        id: str,
        kind: str,
        due: dt.date | None,
        earliest: dt.date | None,
        by: Sequence[str],
        *,
        complete: bool = True,
    ) -> Deadline:
        margin = None if due is None or earliest is None else (due - earliest).days
        return Deadline(
            id=id,
            kind=kind,
            due=due,
            earliest=earliest,
            margin=margin,
            decided_by=tuple(by),
            complete=complete,
            chain=next(self.paths(to=id)) if by and margin is not None and margin < 0 else None,
        )

    # showing

    def explain(self, id: str, *, lang: str = "en") -> str:
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
        It is critical: it has no float, and the plan ends with it. If it took no time, the plan would end 82 days earlier.
        """
        from dxplan.report.explain import explanation
        from dxplan.report.language import language

        self._place(id)
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
        _, last = self._ends(to)
        content = {
            "finish": finish_day(self.network.start, last, 0).isoformat(),
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

    def _repr_html_(self) -> str:
        from dxplan.report.html import path_html

        return path_html(self)

    def __repr__(self) -> str:
        return f"CriticalPath(finish={self.finish}, {len(self.tasks)} tasks, {len(self.critical)} critical)"


def _day(start: dt.date, tick: int) -> dt.date:
    return dt.date.fromordinal(start.toordinal() + tick)
