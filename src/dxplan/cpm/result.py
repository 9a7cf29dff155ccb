"""What the passes found, task by task, and the chains that decide the dates."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import attrs

from dxplan.cpm.dates import finish_day, start_day
from dxplan.cpm.network import Network
from dxplan.cpm.passes import Early, Late
from dxplan.model.plan import Plan

if TYPE_CHECKING:
    import pandas

__all__ = ["CriticalPath", "TaskDates"]


@attrs.frozen(kw_only=True)
class TaskDates:
    """The dates of one task or milestone.

    Parameters
    ----------
    id : str
    early_start, early_finish : date
        First and last day when everything starts as early as it can (§5).
    late_start, late_finish : date
        First and last day when everything starts as late as due dates, or the plan's finish, allow.
    total_float : int
        Own days by which it can move without breaking a due date or the plan's finish; negative where it is too late.
    free_float : int
        Own days by which it can move without moving another task; never more than `total_float`, so negative where
        that is.
    critical : bool
        Whether its total float is zero or less.
    driven_by : tuple of str
        Ids of the predecessors whose links decide its early start; empty where the plan's start or its own
        bounds do.
    """

    id: str
    early_start: dt.date
    early_finish: dt.date
    late_start: dt.date
    late_finish: dt.date
    total_float: int
    free_float: int
    critical: bool
    driven_by: tuple[str, ...]

    def to_record(self) -> dict[str, Any]:
        """Return the dates as plain data, days in ISO form."""
        record = attrs.asdict(self)
        for name in ("early_start", "early_finish", "late_start", "late_finish"):
            record[name] = record[name].isoformat()
        record["driven_by"] = list(self.driven_by)
        return record


class _Tasks(Mapping[str, TaskDates]):
    """A view of the arrays, by id."""

    def __init__(self, path: CriticalPath) -> None:
        self._path = path
        self._place = {id: place for place, id in enumerate(path._network.ids)}

    def __getitem__(self, id: str) -> TaskDates:
        path, place = self._path, self._place[id]
        network, early, late = path._network, path._early, path._late
        return TaskDates(
            id=id,
            early_start=start_day(network.start, early.start[place], network.days[place]),
            early_finish=finish_day(network.start, early.finish[place], network.days[place]),
            late_start=start_day(network.start, late.start[place], network.days[place]),
            late_finish=finish_day(network.start, late.finish[place], network.days[place]),
            total_float=late.total_float[place],
            free_float=path._free[place],
            critical=late.total_float[place] <= 0,
            driven_by=tuple(sorted(network.ids[source] for source in early.driving[place])),
        )

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._place))

    def __len__(self) -> int:
        return len(self._place)


@attrs.frozen(repr=False, eq=False)
class CriticalPath:
    """The dates and floats of every task, and what decides them.

    ``tasks`` maps ids, in their order, to `TaskDates`; ``finish`` is the last day of the whole plan; ``plan`` is the
    plan that was asked about.

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
    >>> cp.tasks["train"].total_float
    7
    >>> list(cp.paths())
    [('design', 'build')]
    """

    plan: Plan
    _network: Network
    _early: Early
    _late: Late
    _free: tuple[int, ...]
    tasks: Mapping[str, TaskDates] = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "tasks", _Tasks(self))

    @property
    def finish(self) -> dt.date:
        """The last day of the plan when everything is as early as it can be."""
        return finish_day(self._network.start, max(self._early.finish), 0)

    @property
    def critical(self) -> tuple[str, ...]:
        """Ids of the critical tasks, in the order of their early starts."""
        network, early = self._network, self._early
        places = [place for place, slack in enumerate(self._late.total_float) if slack <= 0]
        places.sort(key=lambda place: (early.start[place], early.finish[place], network.ids[place]))
        return tuple(network.ids[place] for place in places)

    def paths(self, to: str | None = None) -> Iterator[tuple[str, ...]]:
        """Yield every chain of driving links that decides an early finish, one after another.

        Parameters
        ----------
        to : str, optional
            Id of a task or milestone; where left out, whatever ends last.

        Yields
        ------
        tuple of str
            Ids from the first task of the chain to the last. There can be very many chains: take as many as are
            needed.

        Raises
        ------
        KeyError
            For an id without dates.
        """
        ids = self._network.ids
        if to is not None:
            if to not in self.tasks:
                raise KeyError(f"{to!r} is no task or milestone with dates in this plan")
            ends = [ids.index(to)]
        else:
            last = max(self._early.finish)
            ends = [place for place, finish in enumerate(self._early.finish) if finish == last]
            # an end that drives another is no end: its chain is the beginning of the other's
            inner = {source for place in ends for source in self._early.driving[place]}
            ends = [place for place in ends if place not in inner]
        return self._chains(sorted(ends, key=lambda place: ids[place]))

    def _chains(self, ends: list[int]) -> Iterator[tuple[str, ...]]:
        ids, driving = self._network.ids, self._early.driving
        waiting: list[tuple[int, ...]] = [(end,) for end in reversed(ends)]
        while waiting:
            chain = waiting.pop()
            before = sorted(driving[chain[0]], key=lambda place: ids[place], reverse=True)
            if not before:
                yield tuple(ids[place] for place in chain)
            waiting += [(place, *chain) for place in before]

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

    def to_json(self, *, to: str | None = None) -> str:
        """Return the finish, the first chain that decides it and the dates of every task as JSON.

        Parameters
        ----------
        to : str, optional
            Id of a task or milestone, whose finish and chain are meant; the whole plan's where left out.
        """
        finish = self.finish if to is None else self.tasks[to].early_finish
        content = {"finish": finish.isoformat(), "path": list(next(self.paths(to=to))), "tasks": self.to_records()}
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
