"""The arguments of `check`, read once: taken as they are meant, or refused with all that is wrong with them."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping
from decimal import Decimal
from numbers import Real
from typing import Any, TypeVar, get_args

import attrs

from dxplan.errors import Defect, InputError, defect, kind_of
from dxplan.feasibility.answer import Objective
from dxplan.solve.repair import Weights

__all__ = ["Arguments", "read_arguments"]

MOST_WORKERS = 256
MOST_SEED = 2**31 - 1
_OBJECTIVES: tuple[Objective, ...] = get_args(Objective)

_Read = TypeVar("_Read")


@attrs.frozen(kw_only=True)
class Arguments:
    """What a question asks for, each argument of the type and within the bounds that it must have."""

    time_limit: float | None
    objective: Objective | None
    conflicts: int
    weights: Weights
    seed: int
    workers: int


def read_arguments(
    *, time_limit: Any, objective: Any, conflicts: Any, weights: Any, seed: Any, workers: Any
) -> Arguments:
    """Return the arguments of `check`.

    Raises
    ------
    InputError
        With every argument that cannot be taken.

    Examples
    --------
    >>> given = read_arguments(
    ...     time_limit=5,
    ...     objective="Finish",
    ...     conflicts=1,
    ...     weights={"day": 2},
    ...     seed=0,
    ...     workers=1,
    ... )
    >>> given.objective, given.weights.day
    ('finish', Decimal('2'))
    """
    defects: list[Defect] = []

    def read(name: str, reader: Callable[[Any], _Read], value: Any) -> _Read | None:
        try:
            return reader(value)
        except InputError as error:
            defects.extend(error.within(name).defects)
            return None

    seconds = read("time_limit", _seconds, time_limit)
    best = read("objective", _objective, objective)
    count = read("conflicts", lambda value: _whole(value, 1), conflicts)
    cheap = read("weights", _weights, weights)
    start = read("seed", lambda value: _whole(value, 0, MOST_SEED), seed)
    threads = read("workers", lambda value: _whole(value, 1, MOST_WORKERS), workers)
    if defects or count is None or cheap is None or start is None or threads is None:
        raise InputError(defects, "check")
    return Arguments(time_limit=seconds, objective=best, conflicts=count, weights=cheap, seed=start, workers=threads)


def _seconds(value: Any) -> float | None:
    if value is None:
        return None
    remedy = "write a number of seconds, such as 30, or None for no limit"
    if isinstance(value, bool) or not isinstance(value, (Real, Decimal)):
        raise defect("type.wrong", f"a number of seconds is needed, not {kind_of(value)}", remedy, value)
    seconds = float(value)
    if math.isnan(seconds):
        raise defect("number.not-finite", "this is not a number of seconds", remedy, value)
    if seconds < 0:
        raise defect("number.negative", "a search cannot take less than no time", remedy, value)
    return None if math.isinf(seconds) else seconds


def _objective(value: Any) -> Objective | None:
    if value is None:
        return None
    said = value.strip().casefold() if isinstance(value, str) else value
    for name in _OBJECTIVES:
        if said == name:
            return name
    known = " or ".join(f'"{name}"' for name in _OBJECTIVES)
    raise defect("choice.unknown", "this is nothing that a schedule can be best at", f"write {known}", value)


def _whole(value: Any, least: int, most: int | None = None) -> int:
    bounds = f"a whole number from {least}" + ("" if most is None else f" to {most}")
    try:
        number = None if isinstance(value, bool) else operator.index(value)
    except TypeError:
        number = None
    if number is None:
        raise defect("type.wrong", f"a whole number is needed, not {kind_of(value)}", f"write {bounds}", value)
    if number < least or (most is not None and number > most):
        raise defect("number.out-of-range", "this is out of range", f"write {bounds}", value)
    return number


def _weights(value: Any) -> Weights:
    if value is None or isinstance(value, Weights):
        return value or Weights()
    if not isinstance(value, Mapping):
        problem = f"weights are needed, not {kind_of(value)}"
        raise defect("type.wrong", problem, 'write such as dx.Weights(day=2), or {"day": 2}', value)
    names = [one.name for one in attrs.fields(Weights)]
    defects: list[Defect] = []
    for name, number in value.items():
        try:
            if name not in names:
                remedy = f"write one of {', '.join(names)}"
                raise defect("weight.unknown", f"there is no weight {name!r}", remedy, number)
            Weights(**{name: number})
        except InputError as error:
            defects.extend(error.within(str(name)).defects)
    if defects:
        raise InputError(defects)
    return Weights(**value)
