"""The further times of recurring work in the model: an interval for each, or for all of them together."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from dxplan.cpm.tables import Ints
from dxplan.solve.search.clockwork import Days
from dxplan.solve.search.model import Choice, Model
from dxplan.solve.search.problem import Job, Lead

__all__ = ["more_intervals", "more_spans"]


def more_intervals(model: Model, job: Job, choice: Choice, days: Days | None) -> Iterator[Any]:
    """Yield an interval for every further time of recurring work, on some days."""
    before = None if days is None else days.before()
    yield from _intervals(model, job, choice, before)


def more_spans(model: Model, job: Job, choice: Choice, lead: Lead) -> list[Any]:
    """Return an interval for every further time in which a body leads it: what overlaps is led once."""
    return list(_intervals(model, job, choice, None, lead.first, lead.end, once=True))


def _intervals(
    model: Model,
    job: Job,
    choice: Choice,
    before: Ints | None,
    low: int = 0,
    high: int | None = None,
    *,
    once: bool = False,
) -> Iterator[Any]:
    if not job.again:
        return
    spot, cp = choice.spot, model.cp
    if model.times.often(job, spot):
        yield from _throughout(model, job, choice, before, low, high)
        return
    choice = model.alone(choice)
    begins, ends_, there_ = model.times.table(job, spot)
    positions = spot.positions
    for number in range(1, begins.shape[1]):
        begin, end = begins[positions, number], ends_[positions, number]
        begin, end = np.maximum(begin, low), np.maximum(end, low)
        if once:
            begin = np.maximum(begin, ends_[positions, :number].max(axis=1))
            end = np.maximum(begin, end)
        if high is not None:
            begin, end = np.minimum(begin, high), np.minimum(end, high)
        if before is not None:
            last = len(before) - 1
            begin, end = before[np.minimum(begin, last)], before[np.minimum(end, last)]
        present_ = there_[positions, number] & (begin < end)
        if not present_.any():
            continue
        rows = np.stack((positions, begin, end, present_.astype(np.int64)), axis=1).tolist()
        starts, ends = np.unique(begin), np.unique(end)
        start, finish = cp.int_var_in(starts), cp.int_var_in(ends)
        there = cp.model.new_bool_var("")
        cp.model.add_allowed_assignments([choice.position, start, finish, there], rows)
        size = cp.int_var(0, int(ends[-1] - min(starts[0], ends[-1])))
        present = there
        if choice.chosen:
            present = cp.model.new_bool_var("")
            cp.model.add_bool_and([there, choice.chosen[0]]).only_enforce_if(present)
            cp.model.add_bool_or([present, there.negated(), choice.chosen[0].negated()])
        yield cp.model.new_optional_interval_var(start, size, finish, present, "")


def _throughout(
    model: Model, job: Job, choice: Choice, before: Ints | None, low: int, high: int | None
) -> Iterator[Any]:
    """Yield all of the time in which a job may be done again in a strict model, and nothing in one that is not."""
    model.round()
    if not model.strict:
        return
    spot, cp = choice.spot, model.cp
    begin, end = int(spot.starts[spot.positions[0]]), model.times.last_end(job, spot)
    begin, end = max(begin, low), max(end, low)
    if high is not None:
        begin, end = min(begin, high), min(end, high)
    if before is not None:
        begin, end = (int(before[min(tick, len(before) - 1)]) for tick in (begin, end))
    if begin >= end:
        return
    if choice.chosen:
        yield cp.model.new_optional_fixed_size_interval_var(begin, end - begin, choice.chosen[0], "")
    else:
        yield cp.model.new_fixed_size_interval_var(begin, end - begin, "")
