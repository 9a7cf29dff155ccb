"""What if: other durations and lags on the compiled network, one at a time or many in one batch."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias

import attrs
import numpy as np

from dxplan.cpm.compile import compile_network
from dxplan.cpm.dates import finish_day, start_day
from dxplan.cpm.many import Many
from dxplan.cpm.network import Network
from dxplan.cpm.passes import Compiled, Dates
from dxplan.cpm.tables import Ints, Step
from dxplan.errors import Defect, InputError, shorten
from dxplan.model.duration import Duration, DurationLike, to_duration
from dxplan.model.estimate import non_negative_duration
from dxplan.model.plan import Plan
from dxplan.model.task import Activity, Dependency, Task

if TYPE_CHECKING:
    import pandas

__all__ = ["Durations", "Lags", "Values", "Variants", "changed_network", "changed_plan", "run_variants"]

Values: TypeAlias = "Sequence[int | DurationLike] | np.ndarray[Any, np.dtype[np.integer[Any]]]"
"""The values of one duration or lag, one a variant: whole days of its own, or durations."""

Durations: TypeAlias = Mapping[str, DurationLike]
"""New durations, by the id of the task."""

Lags: TypeAlias = Mapping[tuple[str, str], DurationLike]
"""New lags, by the ids of predecessor and successor; every link between the two gets it."""


def changed_plan(plan: Plan, durations: Durations, lags: Lags) -> Plan:
    """Return the plan with other durations and lags.

    Raises
    ------
    InputError
        Every id that has no duration, pair without a link, and value that is no duration, at once.
    """
    new, waits = _read(plan, durations, lags)
    elements: list[Activity] = []
    for id in sorted({*new, *(successor for _, successor in waits)}):
        activity: Any = plan[id]
        after = tuple(
            attrs.evolve(link, lag=waits[link.predecessor, id]) if (link.predecessor, id) in waits else link
            for link in activity.after
        )
        fields = {"after": after, "duration": new[id]} if id in new else {"after": after}
        elements.append(attrs.evolve(activity, **fields))
    return plan.replace(*elements)


def _read(
    plan: Plan, durations: Mapping[str, Any], lags: Mapping[Any, Any]
) -> tuple[dict[str, Duration], dict[tuple[str, str], Duration]]:
    defects: list[Defect] = []
    new: dict[str, Duration] = {}
    waits: dict[tuple[str, str], Duration] = {}
    for id, value in durations.items():
        if id not in plan or not isinstance(plan[id], Task):
            defects.append(_unknown(("durations", str(id)), id, "there is no task with this id", "name a task"))
            continue
        try:
            new[id] = non_negative_duration(value)
        except InputError as error:
            defects += [one.within("durations", id) for one in error.defects]
    for pair, value in lags.items():
        known = isinstance(pair, tuple) and len(pair) == 2 and pair[1] in plan and isinstance(plan[pair[1]], Activity)
        if not known or all(link.predecessor != pair[0] for link in _links(plan, pair[1])):
            remedy = "name predecessor and successor of a dependency, as a pair"
            defects.append(_unknown(("lags", str(pair)), pair, "there is no dependency between these two", remedy))
            continue
        try:
            waits[pair] = to_duration(value)
        except InputError as error:
            defects += [one.within("lags", " → ".join(pair)) for one in error.defects]
    if defects:
        raise InputError(defects, "what_if")
    return new, waits


def _unknown(path: tuple[str, ...], value: object, problem: str, remedy: str) -> Defect:
    return Defect(code="reference.dangling", problem=problem, value=shorten(value), remedy=remedy, path=path)


def _links(plan: Plan, id: str) -> tuple[Dependency, ...]:
    activity: Any = plan[id]
    found: tuple[Dependency, ...] = activity.after
    return found


def changed_network(
    network: Network, plan: Plan, base: Dates, durations: Durations, lags: Lags
) -> tuple[Ints, Ints] | None:
    """Return durations and lags for a network that stays as it is otherwise; None where it must be compiled anew.

    It must where a duration changes between workdays and elapsed time or between some and none, or where a lag changes
    its unit or its sign: such tasks lie on other days, and such links go another way.
    """
    new, waits = _read(plan, durations, lags)
    days, lag = base.days.copy(), base.lag.copy()
    for id, duration in new.items():
        place = network.place.get(id)
        if place is None or duration.working != bool(network.axis[place]):
            return None
        if bool(duration.days) != bool(days[place]):
            return None
        days[place] = duration.days
    for (predecessor, successor), wait in waits.items():
        source, target = network.place.get(predecessor), network.place.get(successor)
        if source is None or target is None:
            return None
        for link in network.into(target):
            if network.links.source[link] == source:
                kind = bool(network.links.lag_working[link])
                if np.sign(wait.days) != np.sign(lag[link]) or (wait.days and wait.working != kind):
                    return None
                lag[link] = wait.days
    return days, lag


@attrs.frozen(eq=False, repr=False)
class Variants:
    """The dates of many variants of one plan, computed in one batch.

    Arrays have a row a variant. Columns, where there are some, are tasks in the order of `ids`.

    Parameters
    ----------
    ids : tuple of str
        Of the tasks and milestones, sorted.
    start : date
        The plan's first day, tick 0.
    finish_ticks : array of int
        The boundary at which each variant ends.
    early_start_ticks, early_finish_ticks : array of int
        Early boundaries, in days since the plan's start.
    total_float, free_float : array of int
        In each task's own days.

    Examples
    --------
    >>> import dxplan as dx
    >>> design = dx.Task(id="design", duration="5 days")
    >>> build = dx.Task(id="build", duration="10 days", after=["design"])
    >>> cp = dx.critical_path(dx.Plan(id="p", start="2024-01-01", elements=[design, build]))
    >>> variants = cp.variants({"build": [10, 12, 20]})
    >>> variants
    Variants(3, finish 2024-01-15 – 2024-01-25)
    >>> [str(day) for day in variants.finish]
    ['2024-01-15', '2024-01-17', '2024-01-25']
    >>> variants.criticality["design"]
    1.0
    """

    ids: tuple[str, ...]
    start: dt.date
    finish_ticks: Ints
    early_start_ticks: Ints
    early_finish_ticks: Ints
    total_float: Ints
    free_float: Ints

    def __len__(self) -> int:
        return len(self.finish_ticks)

    @property
    def finish(self) -> tuple[dt.date, ...]:
        """The last day of each variant."""
        return tuple(finish_day(self.start, tick, 0) for tick in self.finish_ticks.tolist())

    @cached_property
    def criticality(self) -> Mapping[str, float]:
        """In what share of the variants each task is critical, by id."""
        return dict(zip(self.ids, (self.total_float <= 0).mean(axis=0).tolist(), strict=True))

    def dates(self, id: str) -> tuple[tuple[dt.date, dt.date], ...]:
        """Return the first and the last day of a task in each variant.

        Raises
        ------
        KeyError
            For an id without dates.
        """
        try:
            column = self.ids.index(id)
        except ValueError:
            raise KeyError(f"{id!r} is no task or milestone with dates in this plan") from None
        pairs = zip(
            self.early_start_ticks[:, column].tolist(), self.early_finish_ticks[:, column].tolist(), strict=True
        )
        return tuple((start_day(self.start, s, f - s), finish_day(self.start, f, f - s)) for s, f in pairs)

    def to_records(self) -> list[dict[str, Any]]:
        """Return the finish of each variant as plain data."""
        return [{"variant": number, "finish": day.isoformat()} for number, day in enumerate(self.finish)]

    def to_dataframe(self) -> pandas.DataFrame:
        """Return the finish of each variant as a pandas table (needs ``dxplan[dataframe]``)."""
        import pandas

        return pandas.DataFrame.from_records(self.to_records(), index="variant")

    def summary(self) -> str:
        """Return how many variants there are, and between which days they end, in a line."""
        return f"{len(self)} variants end between {min(self.finish)} and {max(self.finish)}"

    def __repr__(self) -> str:
        return f"Variants({len(self)}, finish {min(self.finish)} – {max(self.finish)})"


def run_variants(
    compiled: Compiled, plan: Plan, base: Dates, durations: Mapping[str, Any], lags: Mapping[Any, Any]
) -> Variants:
    """Return the dates of every variant: the n-th takes the n-th value of each duration and lag.

    Parameters
    ----------
    compiled : Compiled
    plan : Plan
    base : Dates
        Those of the plan: what is not named stays as it is there.
    durations : mapping of str to sequence
        For each task the values, one a variant: whole own days, or durations in the unit of the task's own.
    lags : mapping of (str, str) to sequence
        Likewise for the links between two tasks.

    Raises
    ------
    InputError
        Unknown ids, values that are no durations, sequences of different lengths: all at once.
    """
    network = compiled.network
    size = _length(durations, lags)
    days = np.repeat(base.days[:, None], size, axis=1)
    lag = np.repeat(base.lag[:, None], size, axis=1) if lags else base.lag
    defects: list[Defect] = []
    for id, values in durations.items():
        if id not in network.place or not isinstance(plan[id], Task):
            problem, remedy = "there is no task with a duration and this id", "name a task"
            defects.append(_unknown(("durations", str(id)), id, problem, remedy))
            continue
        place = network.place[id]
        working = compiled.counts_workdays(place)
        days[place] = _column(values, working, ("durations", id), defects, least=0)
    for pair, values in lags.items():
        links = _links_between(network, pair)
        if not links:
            remedy = "name predecessor and successor of a dependency, as a pair"
            defects.append(_unknown(("lags", str(pair)), pair, "there is no dependency between these two", remedy))
        for link in links:
            lag[link] = _column(values, bool(network.links.lag_working[link]), ("lags", " → ".join(pair)), defects)
    if defects:
        raise InputError(defects, "variants")
    return _gather(network, list(_blocks(compiled, plan, base, days, lag)), size)


def _length(durations: Mapping[str, Any], lags: Mapping[Any, Any]) -> int:
    sizes = {len(values) for values in (*durations.values(), *lags.values())}
    if len(sizes) != 1 or 0 in sizes:
        problem = "every duration and lag needs as many values as there are variants, and one at least"
        remedy = "give sequences of one length, of one value or more"
        raise InputError(
            [Defect(code="variants.length", problem=problem, value=str(sorted(sizes)), remedy=remedy)], "variants"
        )
    return int(sizes.pop())


def _column(
    values: Sequence[Any], working: bool, path: tuple[str, str], defects: list[Defect], *, least: int | None = None
) -> Ints:
    """Return values as whole days: numbers as they are, durations if they count the same days."""
    array: Any = values
    found: Ints
    if isinstance(array, np.ndarray) and array.dtype.kind in "iu":
        found = array.astype(np.int64)
    else:
        found = np.zeros(len(values), dtype=np.int64)
        for number, value in enumerate(values):
            if isinstance(value, (int, np.integer)) and not isinstance(value, bool):
                found[number] = value
                continue
            if isinstance(value, (float, np.floating)):
                problem, remedy = "days are whole numbers", "round them, as by numpy.rint(values).astype(int)"
                where = (*path, number)
                defects.append(
                    Defect(code="number.not-whole", problem=problem, value=shorten(value), remedy=remedy, path=where)
                )
                break
            try:
                duration = to_duration(value)
            except InputError as error:
                defects += [one.within(*path, number) for one in error.defects]
                continue
            if duration.days and duration.working != working:
                unit = "workdays" if working else "elapsed time"
                problem = f"this task or lag counts in {unit}"
                remedy = f"write it in {unit}, or use what_if for another unit"
                defects.append(
                    Defect(code="unit.wrong", problem=problem, value=str(value), remedy=remedy, path=(*path, number))
                )
            found[number] = duration.days
    if least is not None and (found < least).any():
        number = int(np.flatnonzero(found < least)[0])
        problem, remedy = "a duration cannot be negative", "write a number from 0"
        defects.append(
            Defect(
                code="number.negative", problem=problem, value=str(found[number]), remedy=remedy, path=(*path, number)
            )
        )
    return found


def _links_between(network: Network, pair: Any) -> list[int]:
    if not (isinstance(pair, tuple) and len(pair) == 2 and all(one in network.place for one in pair)):
        return []
    source, target = network.place[pair[0]], network.place[pair[1]]
    return [link for link in network.into(target) if network.links.source[link] == source]


_Part: TypeAlias = "tuple[Ints, tuple[Ints, ...]]"


def _blocks(compiled: Compiled, plan: Plan, base: Dates, days: Ints, lag: Ints) -> Iterator[_Part]:
    """Yield the numbers of some variants and what was found for them, by blocks that one network serves."""
    width = Many.width(len(compiled.network))
    for some, one in _alike(compiled, plan, base, days, lag):
        runner = Many(one)
        for begin in range(0, len(some), width):
            columns = some[begin : begin + width]
            dates = runner.run(days[:, columns], _some(lag, columns))
            starts = one.ticks(dates.early, Step.START)
            ends = one.ticks(dates.early + dates.days, Step.FINISH)
            yield columns, (starts, ends, dates.total_float, dates.free_float)


def _some(lag: Ints, columns: Any) -> Ints:
    return lag if lag.ndim == 1 else lag[:, columns]


def _alike(compiled: Compiled, plan: Plan, base: Dates, days: Ints, lag: Ints) -> Iterator[tuple[Ints, Compiled]]:
    """Yield the variants that one network serves: the same tasks take no time, and lags have the same signs."""
    traits, own = days == 0, base.days == 0
    if lag.ndim == 2:
        traits, own = np.concatenate((traits, np.sign(lag))), np.concatenate((own, np.sign(base.lag)))
    differs = np.flatnonzero((traits != own[:, None]).any(axis=1))
    kinds, number = np.unique(
        np.concatenate((own[differs, None], traits[differs]), axis=1), axis=1, return_inverse=True
    )
    number = number.reshape(-1)
    for kind in range(kinds.shape[1]):
        some = np.flatnonzero(number[1:] == kind)
        if kind == number[0]:
            yield some, compiled
        elif len(some):
            like = _as_variant(compiled, plan, base, days[:, some[0]], _some(lag, some[0]))
            yield some, Compiled(compile_network(like))


def _as_variant(compiled: Compiled, plan: Plan, base: Dates, days: Ints, lag: Ints) -> Plan:
    """Return the plan of one variant."""
    network = compiled.network
    changed: dict[str, Duration] = {}
    for place in np.flatnonzero(days != base.days).tolist():
        unit = "workday" if compiled.counts_workdays(place) else "day"
        changed[network.ids[place]] = Duration(amount=int(days[place]), unit=unit)
    waits: dict[tuple[str, str], Duration] = {}
    for link in np.flatnonzero(lag != base.lag).tolist():
        unit = "workday" if network.links.lag_working[link] else "day"
        pair = network.ids[network.links.source[link]], network.ids[network.links.target[link]]
        waits[pair] = Duration(amount=int(lag[link]), unit=unit)
    return changed_plan(plan, changed, waits)


def _gather(network: Network, parts: list[_Part], size: int) -> Variants:
    order = np.array(sorted(range(len(network)), key=lambda place: network.ids[place]))
    whole = [np.empty((size, len(network)), dtype=np.int64) for _ in range(4)]
    finish = np.empty(size, dtype=np.int64)
    for columns, found in parts:
        finish[columns] = found[1].max(axis=0)
        for array, values in zip(whole, found, strict=True):
            array[columns] = values[order].T
    return Variants(tuple(network.ids[place] for place in order), network.start, finish, *whole)
