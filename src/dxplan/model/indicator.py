"""What is measured: indicators, their readings, and the benchmarks that they are held against."""

from __future__ import annotations

import datetime as dt
import enum
from typing import ClassVar

import attrs

from dxplan.dates import last_day
from dxplan.errors import Defect, InputError
from dxplan.model.element import NAME_IS_ID, Element
from dxplan.model.measure import Measure, measure_unit, to_measure
from dxplan.model.plain import choice, identifier, optional_identifier, optional_text, text
from dxplan.model.record import Many, Record, records

__all__ = ["Benchmark", "Direction", "Indicator", "Reading"]


class Direction(enum.StrEnum):
    """Which way is better."""

    HIGHER = "higher"
    LOWER = "lower"


def _direction(value: Direction | str) -> Direction:
    return choice(Direction, value)


def _unit(value: str | None) -> str | None:
    return measure_unit(optional_text(value))


@attrs.frozen(kw_only=True)
class Reading(Record):
    """A value that was measured, or, in a forecast, is expected.

    Parameters
    ----------
    date : date
        The day for which it holds; a period means its last day.
    value : Measure
        A number in the indicator's unit, or a text with the unit.
    area : str, optional
        Id of the `Area` for which it holds; the plan's own where left out.
    source : str, optional
        Where it was read.

    Examples
    --------
    >>> Reading(date=2022, value=0.5638, source="DTI 2022").date
    datetime.date(2022, 12, 31)
    """

    date: dt.date = attrs.field(converter=last_day)
    value: Measure = attrs.field(converter=to_measure)
    area: str | None = attrs.field(default=None, converter=optional_identifier, metadata={"refers": ("area",)})
    source: str | None = attrs.field(default=None, converter=optional_text)

    @property
    def place(self) -> str:
        """Where it stands among the readings, which is at its date."""
        return self.date.isoformat()


def to_readings(values: Many[Reading]) -> tuple[Reading, ...]:
    """Return the readings by date, those of one day in the order given."""
    return tuple(sorted(records(values, Reading), key=lambda reading: reading.date))


@attrs.frozen(kw_only=True)
class Benchmark(Record):
    """A series that an indicator is compared with, such as the national average.

    Parameters
    ----------
    id : str
        Unique within its indicator.
    name : str, optional
        What people call it; the id where it is left out.
    readings : tuple of Reading
        Its values, kept by date.
    forecast : tuple of Reading
        Expected values; without one the benchmark is unknown past its last reading (§8).

    Examples
    --------
    >>> mean = Benchmark(
    ...     id="mean",
    ...     readings=[Reading(date=2021, value=0.4014), Reading(date=2024, value=0.6961)],
    ... )
    >>> len(mean.readings)
    2
    """

    id: str = attrs.field(converter=identifier)
    name: str = attrs.field(default=NAME_IS_ID, converter=text)
    readings: tuple[Reading, ...] = attrs.field(default=(), converter=to_readings, metadata={"links": True})
    forecast: tuple[Reading, ...] = attrs.field(default=(), converter=to_readings, metadata={"links": True})


def _benchmarks(values: Many[Benchmark]) -> tuple[Benchmark, ...]:
    return records(values, Benchmark)


@attrs.frozen(kw_only=True)
class Indicator(Element):
    """Something that is measured over time and by area.

    Parameters
    ----------
    unit : str, optional
        The unit of its values: ``"%"``, ``"điểm"``, ``"households"``. None where the source defines none.
    direction : Direction
        Whether ``higher`` or ``lower`` is better.
    scope : str, optional
        What it covers, in words.
    edition : str, optional
        The version of its definition, where the scale has changed over the years.
    readings : tuple of Reading
        Kept by date.
    benchmarks : tuple of Benchmark

    Examples
    --------
    >>> dti = Indicator(
    ...     id="dti",
    ...     unit="điểm",
    ...     edition="2022",
    ...     readings=[Reading(date=2022, value=0.5638)],
    ... )
    >>> dti.readings[0].value
    Measure('0.5638')
    """

    KIND: ClassVar[str] = "indicator"
    PLURAL: ClassVar[str] = "indicators"

    unit: str | None = attrs.field(default=None, converter=_unit)
    direction: Direction = attrs.field(default=Direction.HIGHER, converter=_direction)
    scope: str | None = attrs.field(default=None, converter=optional_text)
    edition: str | None = attrs.field(default=None, converter=optional_text)
    readings: tuple[Reading, ...] = attrs.field(default=(), converter=to_readings, metadata={"links": True})
    benchmarks: tuple[Benchmark, ...] = attrs.field(default=(), converter=_benchmarks, metadata={"links": True})

    def __attrs_post_init__(self) -> None:
        defects: list[Defect] = []
        seen: set[str] = set()
        for place, benchmark in enumerate(self.benchmarks):
            if benchmark.id in seen:
                defects.append(
                    Defect(
                        code="id.duplicate",
                        problem="two benchmarks have this id",
                        value=repr(benchmark.id),
                        remedy="rename one of them",
                        path=("benchmarks", place, "id"),
                    )
                )
            seen.add(benchmark.id)
        series: list[tuple[tuple[str | int, ...], tuple[Reading, ...]]] = [(("readings",), self.readings)]
        for place, benchmark in enumerate(self.benchmarks):
            series.append((("benchmarks", place, "readings"), benchmark.readings))
            series.append((("benchmarks", place, "forecast"), benchmark.forecast))
        for path, readings in series:
            for reading in readings:
                if reading.value.unit is not None and reading.value.unit != self.unit:
                    defects.append(unit_defect(reading.value, self, (*path, reading.place, "value")))
        if defects:
            raise InputError(defects)


def unit_defect(value: Measure, indicator: Indicator, path: tuple[str | int, ...]) -> Defect:
    """Return the defect of a value in another unit than the indicator's."""
    unit = "no unit" if indicator.unit is None else f"the unit {indicator.unit!r}"
    return Defect(
        code="unit.wrong",
        problem=f"the indicator {indicator.id!r} has {unit}",
        value=repr(str(value)),
        remedy="write the value in the indicator's unit, or a number alone",
        path=path,
    )
