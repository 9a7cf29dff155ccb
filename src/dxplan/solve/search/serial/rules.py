"""Priority rules: who comes first in a serial scheme, always the same or by chance.

Kolisch (1996) compares them; the chances are those of regret-based biased sampling (Kolisch and Drexl, 1996).
"""

from __future__ import annotations

import random
from collections.abc import Callable, Collection, Sequence

from dxplan.solve.search.serial.instance import Instance
from dxplan.solve.search.serial.network import Dates

__all__ = ["RULES", "Values", "by_late_finish", "in_order", "sampled"]

Values = Sequence[float]
"""By job; the least comes first."""


def by_late_finish(instance: Instance, found: Dates) -> Sequence[int]:
    """Return the jobs by late finish, then by early start; what continuous work waits for comes first of all.

    Continuous work cannot be moved: it should find what it needs untouched.
    """
    first = _before_continuous(instance)
    return sorted(
        range(len(instance.problem.jobs)),
        key=lambda job: (job not in first, found.late_finish[job], found.early_start[job], job),
    )


def _before_continuous(instance: Instance) -> set[int]:
    waiting = [job for job, one in enumerate(instance.problem.jobs) if one.until is not None and one.ways]
    found = set(waiting)
    while waiting:
        for link in instance.into[waiting.pop()]:
            if link.job not in found:
                found.add(link.job)
                waiting.append(link.job)
    return found


def _late_finish(instance: Instance, found: Dates) -> Values:
    return found.late_finish


def _slack(instance: Instance, found: Dates) -> Values:
    return [late - early for late, early in zip(found.late_start, found.early_start, strict=True)]


def _late_start(instance: Instance, found: Dates) -> Values:
    return found.late_start


def _early_start(instance: Instance, found: Dates) -> Values:
    return found.early_start


def _successors(instance: Instance, found: Dates) -> Values:
    """Count all that come after, at any distance; the most come first."""
    after: list[int] = [0] * len(instance.out)  # as bits
    for job in range(len(after) - 1, -1, -1):
        for link in instance.out[job]:
            after[job] |= after[link.job] | 1 << link.job
    return [-number.bit_count() for number in after]


def _positional_weight(instance: Instance, found: Dates) -> Values:
    """Add up the days of each job and of those that wait for it; the most come first."""
    days = [finish - start for start, finish in zip(found.early_start, found.early_finish, strict=True)]
    return [-(days[job] + sum(days[link.job] for link in instance.out[job])) for job in range(len(days))]


RULES: tuple[Callable[[Instance, Dates], Values], ...] = (
    _late_finish,
    _slack,
    _late_start,
    _successors,
    _positional_weight,
    _early_start,
)
"""Latest finish, minimum slack, latest start, most total successors, greatest rank positional weight, early start."""


def in_order(values: Values) -> Sequence[int]:
    """Return the jobs by value."""
    return sorted(range(len(values)), key=lambda job: (values[job], job))


def sampled(
    instance: Instance, values: Values, without: Collection[int], chance: random.Random, bias: float = 1.0
) -> Sequence[int]:
    """Return the jobs in an order by chance in which every job comes after those it waits for.

    Of those that may come next one with a better value is the more likely, by its regret: how much better than the
    worst of them it is.
    """
    missing = [0] * len(instance.into)
    for job, links in enumerate(instance.into):
        missing[job] = sum(link.job < job and link.job not in without for link in links)
    ready = [job for job, number in enumerate(missing) if not number and job not in without]
    found: list[int] = []
    while ready:
        worst = max(values[job] for job in ready)
        weights = [(worst - values[job] + 1) ** bias for job in ready]
        place = chance.choices(range(len(ready)), weights)[0]
        job = ready[place]
        ready[place] = ready[-1]
        ready.pop()
        found.append(job)
        for link in instance.out[job]:
            if link.job > job and link.job not in without:
                missing[link.job] -= 1
                if not missing[link.job]:
                    ready.append(link.job)
    return found
