"""Waits in the model: what each job waits for, on the days on which the lag runs (§3)."""

from __future__ import annotations

from typing import Any

from dxplan.solve.search.clockwork import End
from dxplan.solve.search.model import Model, Placed
from dxplan.solve.search.problem import Wait

__all__ = ["add_waits"]


def add_waits(model: Model) -> None:
    """Hold the waits that are said; continuous work begins as soon as its own allow."""
    for placed in list(model.placed.values()):
        _wait(model, placed)


def _wait(model: Model, placed: Placed) -> None:
    if placed.job.until is not None:
        _begin(model, placed)
        return
    for wait in placed.job.waits:
        source = model.placed.get(wait.source)
        if wait.said not in model.said:
            continue
        if wait.source in model.left and not model.problem.jobs[wait.source].optional:
            _absent(model, placed)  # what it waits for is put off
            continue
        if source is None or source.job.until is not None:
            continue
        if source.present and not source.job.optional and placed.present:
            model.cp.model.add_implication(placed.present[0], source.present[0])
        before = source.finish if wait.from_finish else source.start
        after = placed.finish if wait.to_finish else placed.start
        conditions = (*source.present, *placed.present)
        bound = _bound(model, before, after, wait)
        if bound is not None:
            constraint = model.cp.model.add(bound[1] >= bound[0])
            if conditions:
                constraint.only_enforce_if(*conditions)


def _absent(model: Model, placed: Placed) -> None:
    if placed.present:
        model.cp.model.add(placed.present[0] == 0)
    else:
        model.cp.no()


def _bound(model: Model, before: End, after: End, wait: Wait) -> tuple[Any, Any] | None:
    """Return two expressions, the second of which must be at least the first (§3)."""
    clocks = model.clocks
    if wait.line:
        days = model.days(wait.line)
        assert days is not None
        passed = clocks.count(before, days) + wait.lag
        if wait.lag > 0:
            return passed, clocks.count(after, days)
        return passed + 1, clocks.count_next(after, days)  # a lead reaches back to the start of a day
    same = before.days is not None and before.days is after.days
    if same and not wait.lag and (after.first or not before.first):
        return before.expr, after.expr
    return clocks.tick(before) + wait.lag, clocks.tick(after)


def _begin(model: Model, placed: Placed) -> None:
    """Say when continuous work begins: neither before nor after it may."""
    job = placed.job
    bounds: list[Any] = [max(0, job.not_before or 0, job.on or 0)]
    for wait in job.waits:
        source = model.placed.get(wait.source)
        if wait.source in model.left and not wait.to_finish and not model.problem.jobs[wait.source].optional:
            bounds.append(model.end)
        if source is None or wait.to_finish or source.job.until is not None:
            continue
        end = source.finish if wait.from_finish else source.start
        if wait.line:  # the boundary after so many worked days is a day of its own
            bounds.append(_after_days(model, end, wait))
            continue
        bound = model.clocks.tick(end) + wait.lag
        if source.present:
            term = model.cp.int_var(0, model.end)
            model.cp.model.add(term == bound).only_enforce_if(*source.present)
            never = 0 if source.job.optional else model.end
            model.cp.model.add(term == never).only_enforce_if(source.present[0].negated())
            bound = term
        bounds.append(bound)
    model.cp.model.add_max_equality(placed.start.expr, bounds)


def _after_days(model: Model, end: End, wait: Wait) -> Any:
    shift = model.problem.lines[wait.line].clock.shift
    table = [min(max(shift(tick, wait.lag), 0), model.end) for tick in range(int(end.ticks[-1]) + 1)]
    found = model.cp.int_var(0, model.end)
    model.cp.model.add_element(model.clocks.tick(end), table, found)
    return found
