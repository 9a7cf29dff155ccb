"""What an indicator is, and what its benchmark is, for an area at a date (§8)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

import attrs

from dxplan.cpm.worktime import Clock
from dxplan.goals.exact import amount_of
from dxplan.goals.judgement import Added, IndicatorValue, Missing
from dxplan.model.indicator import Benchmark, Indicator, Reading
from dxplan.model.task import Contribution

__all__ = ["BenchmarkAt", "Finish", "Gain", "State", "ValueAt", "benchmark_at", "last_reading"]

Finish = Mapping[str, int | None]
"""The boundary at which each task finishes, by id; a task that is absent, or None, is not done."""


class State:
    """One answer in the making: when tasks finish, and the values that were computed from that already."""

    __slots__ = ("finish", "steps", "values")

    def __init__(self, finish: Finish) -> None:
        self.finish: Finish = finish
        self.steps: dict[ValueAt, int | None] = {}
        self.values: dict[ValueAt, IndicatorValue | None] = {}


@attrs.frozen(eq=False)
class Gain:
    """A contribution as it counts towards a value at one date.

    Parameters
    ----------
    task : str
    limit : int or None
        The last boundary at which the task may finish for the effect to be felt by the date; None where that
        cannot be computed.
    steps : int
        The amount, in steps of the indicator.
    contribution : Contribution
    clock : Clock
        On which the delay runs.
    """

    task: str
    limit: int | None
    steps: int
    contribution: Contribution
    clock: Clock

    def felt(self, finish: int) -> int:
        """Return the boundary from which the effect of a task that finishes at `finish` is felt."""
        delay = self.contribution.delay
        return finish if delay is None else self.clock.shift(finish, delay.days)


@attrs.frozen(eq=False)
class ValueAt:
    """The value of an indicator for an area at a date: a reading, and what finished tasks add.

    Parameters
    ----------
    indicator : Indicator
    area : str or None
    day : date
    start : date
        The day of tick 0.
    places : int
        Decimal places of its steps.
    reading : Reading or None
    base : int
        The reading in steps; 0 where there is none.
    gains : tuple of Gain
    """

    indicator: Indicator
    area: str | None
    day: dt.date
    start: dt.date
    places: int
    reading: Reading | None
    base: int
    gains: tuple[Gain, ...]

    def steps(self, state: State) -> int | None:
        """Return the value in steps; None where it is unknown."""
        if self in state.steps:
            return state.steps[self]
        found: int | None = None
        if self.reading is not None:
            found = self.base
            for gain in self.gains:
                finish = state.finish.get(gain.task)
                if finish is None:
                    continue
                if gain.limit is None:
                    if finish <= self.tick:
                        found = None
                        break
                elif finish <= gain.limit:
                    found += gain.steps
        state.steps[self] = found
        return found

    @property
    def tick(self) -> int:
        """The boundary at the end of the day."""
        return (self.day - self.start).days + 1

    def value(self, state: State) -> IndicatorValue | None:
        """Return the value with what it is made of; None where it is unknown."""
        if self not in state.values:
            state.values[self] = self._value(state)
        return state.values[self]

    def _value(self, state: State) -> IndicatorValue | None:
        steps = self.steps(state)
        if steps is None or self.reading is None:
            return None
        added = [
            Added(
                task=gain.task,
                amount=gain.contribution.amount.amount,
                felt=self._day_of(gain.felt(finish)),
                contribution=gain.contribution,
            )
            for gain in self.gains
            if (finish := state.finish.get(gain.task)) is not None and gain.limit is not None and finish <= gain.limit
        ]
        return IndicatorValue(
            amount=amount_of(steps, self.places),
            unit=self.indicator.unit,
            reading=self.reading,
            added=tuple(sorted(added, key=lambda one: one.felt)),
        )

    def missing(self, state: State) -> tuple[Missing, ...]:
        """Return for want of what the value is unknown; nothing where it is known."""
        if self.reading is None:
            return (Missing(kind="reading", subject=self.indicator.id, area=self.area, day=self.day),)
        if self.steps(state) is not None:
            return ()
        late = [
            gain.task
            for gain in self.gains
            if gain.limit is None and (finish := state.finish.get(gain.task)) is not None and finish <= self.tick
        ]
        return tuple(
            Missing(kind="calendar", subject=task, day=self.day, detail=self.indicator.id)
            for task in dict.fromkeys(late)
        )

    def _day_of(self, boundary: int) -> dt.date:
        return self.start + dt.timedelta(days=boundary - 1 if boundary else 0)


def last_reading(readings: Iterable[Reading], day: dt.date) -> Reading | None:
    """Return the last of the readings up to a day; they are in order of their dates."""
    found = None
    for reading in readings:
        if reading.date > day:
            break
        found = reading
    return found


@attrs.frozen
class BenchmarkAt:
    """What a benchmark is at a date, as far as it is known.

    Parameters
    ----------
    reading : Reading or None
    forecast : bool
        Whether the reading is an expected one, or one that is carried on under a forecast.
    """

    reading: Reading | None
    forecast: bool = False


def benchmark_at(benchmark: Benchmark, area: str | None, day: dt.date, own: str | None) -> BenchmarkAt:
    """Return what a benchmark is for an area at a date (§8).

    Up to its last reading it is the last one by then. After that it is known as far as a forecast reaches: an expected
    value holds from its date to the next one, and the last reading until the first of them. Past the last expected
    value it is unknown again.

    Parameters
    ----------
    benchmark : Benchmark
    area : str or None
    day : date
    own : str or None
        Id of the plan's own area, for which a reading holds that names none.

    Examples
    --------
    >>> mean = Benchmark(
    ...     id="mean",
    ...     readings=[Reading(date=2023, value=60), Reading(date=2024, value=64)],
    ...     forecast=[Reading(date=2026, value=70)],
    ... )
    >>> for day in ["2024-12-30", "2025-12-31", "2026-12-31", "2027-01-01"]:
    ...     at = benchmark_at(mean, None, dt.date.fromisoformat(day), None)
    ...     print(day, at.reading and str(at.reading.value), at.forecast)
    2024-12-30 60 False
    2025-12-31 64 True
    2026-12-31 70 True
    2027-01-01 None False
    """
    read = [one for one in benchmark.readings if (one.area or own) == area]
    if read and day <= read[-1].date:
        return BenchmarkAt(last_reading(read, day))
    expected = [
        one for one in benchmark.forecast if (one.area or own) == area and (not read or one.date > read[-1].date)
    ]
    if not expected or day > expected[-1].date:
        return BenchmarkAt(None)
    found = last_reading([*read, *expected], day)
    return BenchmarkAt(found, forecast=found is not None)
