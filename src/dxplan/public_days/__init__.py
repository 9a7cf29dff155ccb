"""Which days a state makes free, and which it has worked in exchange.

Public holidays come from the package `holidays`, which this module alone imports. On top lies a layer of our own,
one TOML file for a country: what the state announced and the package does not know, or not yet. Each row of it names
its source, and wins over the package.

What a state announces it announces for some months or a year ahead. Later days are *projected*: the law says which
days are free, but not yet how Tết lies around the weekends, and which working days are swapped.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

import attrs

from dxplan.errors import UndefinedError

__all__ = ["PublicDays", "Swap", "announced_until", "public_days"]


@attrs.frozen(kw_only=True)
class Swap:
    """A working day that the state makes free, and the day off that is worked in exchange (hoán đổi ngày làm việc).

    It is meant for those who would work the first and rest on the second, and for nobody else: an office that works
    on Saturdays anyway has nothing to give for a free Friday.

    Parameters
    ----------
    free : date
        The working day that is made free.
    worked : date
        The day off that is worked for it.
    source : str
        Where it was announced.
    """

    free: dt.date
    worked: dt.date
    source: str


@attrs.frozen(kw_only=True)
class PublicDays:
    """The public days of one country in one year.

    Parameters
    ----------
    country : str
        Two letters.
    year : int
    free : frozenset of date
        Public holidays, days off for those that fall on a weekend (nghỉ bù), and working days made free by a swap.
    worked : frozenset of date
        Days off that are worked in exchange.
    swaps : tuple of Swap
        What is given for what, where that is known, with a day in this year. Their days are in `free` and `worked`.
    announced : bool or None
        Whether the state has announced them. False where they are projected, or where nothing is known of the year;
        None where it is not known what the country has announced.
    sources : tuple of str
        Of what comes from dxplan's own list: where each was announced.
    """

    country: str
    year: int
    free: frozenset[dt.date]
    worked: frozenset[dt.date]
    swaps: tuple[Swap, ...]
    announced: bool | None
    sources: tuple[str, ...]


def public_days(country: str, years: Iterable[int]) -> tuple[PublicDays, ...]:
    """Return the public days of a country, one value for each year, in the order of `years`.

    Parameters
    ----------
    country : str
        Two letters, such as ``"VN"``.
    years : iterable of int
        From 1 to 9999. Of years that the package `holidays` does not cover, nothing is free but what dxplan's own
        list says, and they are not announced.

    Raises
    ------
    UndefinedError
        Where no public holidays are known for the country.

    Examples
    --------
    >>> import datetime as dt
    >>> (days,) = public_days("VN", [2026])
    >>> (
    ...     dt.date(2026, 1, 2) in days.free,
    ...     dt.date(2026, 1, 10) in days.worked,
    ...     days.announced,
    ... )
    (True, True, True)
    """
    return tuple(_year(country, year) for year in years)


def announced_until(country: str) -> dt.date | None:
    """Return the last day up to which the state has announced its public days, as far as dxplan knows.

    None for a country of which dxplan does not know what is announced: its days are neither announced nor projected,
    but unknown.

    Examples
    --------
    >>> announced_until("DE") is None
    True
    """
    return _list_of(country).until


@cache
def _year(country: str, year: int) -> PublicDays:
    known = _list_of(country)
    free, worked = set[dt.date](), set[dt.date]()
    covered = False
    for neighbour in (year - 1, year, year + 1):  # a swap, or a day off for a holiday, may lie across the new year
        days = _of_package(country, neighbour)
        free |= days.free
        worked |= days.worked
        covered |= neighbour == year and bool(days.free)
    swaps = tuple(swap for swap in known.swaps if year in (swap.free.year, swap.worked.year))
    ours = {day: source for day, source in known.free.items() if day.year == year}
    free = (free - {swap.worked for swap in swaps}) | ours.keys() | {swap.free for swap in swaps}
    worked = (worked - ours.keys() - {swap.free for swap in swaps}) | {swap.worked for swap in swaps}
    until = known.until
    sources = dict.fromkeys([*ours.values(), *(swap.source for swap in swaps)])
    return PublicDays(
        country=country,
        year=year,
        free=frozenset(day for day in free if day.year == year),
        worked=frozenset(day for day in worked if day.year == year),
        swaps=swaps,
        announced=False if not covered and not ours else None if until is None else year <= until.year,
        sources=tuple(sources),
    )


@attrs.frozen
class _Days:
    free: frozenset[dt.date] = frozenset()
    worked: frozenset[dt.date] = frozenset()


_NOTHING = _Days()


@cache
def _of_package(country: str, year: int) -> _Days:
    first, last = _covered(country)
    if not first <= year <= last:
        return _NOTHING
    import holidays

    try:
        public = holidays.country_holidays(country, years=year)
    except NotImplementedError:  # how older versions fail on a year outside of their tables
        return _NOTHING
    return _Days(frozenset(public), frozenset(getattr(public, "weekend_workdays", ())))


@cache
def _covered(country: str) -> tuple[int, int]:
    import holidays

    try:
        public = holidays.country_holidays(country)
    except NotImplementedError:
        raise UndefinedError([f"no public holidays are known for {country}"]) from None
    return max(getattr(public, "start_year", 1), 1), min(getattr(public, "end_year", 2100), 9999)


@attrs.frozen
class _List:
    """What dxplan's own file says of a country."""

    until: dt.date | None = None
    free: dict[dt.date, str] = attrs.field(factory=dict)
    swaps: tuple[Swap, ...] = ()


@cache
def _list_of(country: str) -> _List:
    file = files(__name__) / f"{country.lower()}.toml"
    if not file.is_file():
        return _List()
    said: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))
    return _List(
        until=said["announced_until"],
        free={day: row["source"] for row in said["holiday"] for day in row["free"]},
        swaps=tuple(Swap(**row) for row in said["swap"]),
    )
