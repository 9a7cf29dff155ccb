"""The one file that imports ortools: a CP-SAT model, and what it takes to solve it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

import attrs
import numpy as np

from dxplan.cpm.tables import Ints, Mask

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import CpModel, IntVar

__all__ = ["Answer", "Cp", "Limits", "spans"]

_MEMORY = 6_000  # megabytes for one solve
_HEARING = 0.5  # seconds, at most, until a search that is to stop hears of it
_COMPLETING = 10.0  # seconds to complete what was suggested


@attrs.frozen(kw_only=True)
class Limits:
    """How long and how hard to search.

    Parameters
    ----------
    until : float or None
        On the monotonic clock; None for no limit.
    seed, workers : int
    stop : threading.Event
        Set to end the search early.
    """

    until: float | None
    seed: int = 0
    workers: int = 1
    stop: threading.Event = attrs.field(factory=threading.Event)

    @property
    def left(self) -> float:
        """Seconds that are left; infinite without a limit."""
        return float("inf") if self.until is None else max(self.until - time.monotonic(), 0.0)

    @property
    def over(self) -> bool:
        """Whether the time is up, or the search was stopped."""
        return self.stop.is_set() or self.left <= 0

    def within(self, seconds: float) -> Limits:
        """Return the same limits, so many seconds from now at most."""
        until = time.monotonic() + min(self.left, seconds)
        return attrs.evolve(self, until=None if until == float("inf") else until)


@attrs.frozen(eq=False)
class Answer:
    """What the solver says.

    Parameters
    ----------
    status : {"feasible", "optimal", "infeasible", "unknown"}
    value : callable
        Of a variable, in the best solution.
    objective, bound : float or None
        Of the best solution, and what no solution can beat.
    core : tuple of int
        Of an infeasible model with assumptions: the indices of those that suffice.
    """

    status: str
    value: Callable[[Any], int]
    objective: float | None = None
    bound: float | None = None
    core: tuple[int, ...] = ()


class Cp:
    """A model under construction."""

    def __init__(self) -> None:
        from ortools.sat.python import cp_model

        self._cp: Any = cp_model
        self.model: CpModel = cp_model.CpModel()
        self.impossible: bool = False
        """Whether it was seen while building that nothing can hold; then there is nothing to solve."""

    def int_var(self, low: int, high: int) -> IntVar:
        """Return a whole number; a literal where it is 0 or 1."""
        return self.model.new_int_var(low, high, "")

    def int_var_in(self, values: Ints) -> IntVar:
        """Return a whole number that is one of some, which are sorted."""
        return self.model.new_int_var_from_domain(self.domain(values), "")

    def domain(self, values: Ints) -> Any:
        """Return some sorted whole numbers as a domain."""
        return self._cp.Domain.from_intervals(spans(values))

    def no(self) -> None:
        """Say that nothing can hold."""
        self.impossible = True

    def solve(
        self,
        limits: Limits,
        *,
        on_better: Callable[[float, Callable[[Any], int]], None] | None = None,
        on_bound: Callable[[float], None] | None = None,
        first: bool = False,
        completed: bool = False,
    ) -> Answer:
        """Return what the solver says within the limits.

        Parameters
        ----------
        limits : Limits
        on_better : callable, optional
            Called with the objective of each better solution, and its values.
        on_bound : callable, optional
            Called with each better bound.
        first : bool
            Whether the first solution is enough.
        completed : bool
            Whether to complete what was suggested to a solution first, where it is one, and to go on from there.
        """
        cp = self._cp

        def nothing(variable: Any) -> int:
            raise LookupError("there is no solution")

        if self.impossible:
            return Answer("infeasible", nothing)
        if limits.over:
            return Answer("unknown", nothing)
        begun = self._complete(limits) if completed else None
        solver = cp.CpSolver()
        solver.parameters.random_seed = limits.seed
        solver.parameters.num_workers = limits.workers
        solver.parameters.stop_after_first_solution = first
        solver.parameters.max_memory_in_mb = _MEMORY
        solver.parameters.catch_sigint_signal = False
        if limits.until is not None:
            solver.parameters.max_time_in_seconds = limits.left
        watch = _watch(cp, on_better, limits) if on_better is not None else None
        if on_bound is not None:
            solver.best_bound_callback = on_bound
        status = _run(lambda: solver.solve(self.model, watch), solver.stop_search, limits)
        if status in (cp.OPTIMAL, cp.FEASIBLE):
            name = "optimal" if status == cp.OPTIMAL else "feasible"
            goal = self.model.has_objective()
            objective, bound = (solver.objective_value, solver.best_objective_bound) if goal else (None, None)
            return Answer(name, solver.value, objective, bound)
        if status == cp.INFEASIBLE:
            return Answer("infeasible", nothing, core=tuple(solver.sufficient_assumptions_for_infeasibility()))
        if begun is not None:
            return begun
        if status == cp.MODEL_INVALID:
            raise AssertionError(f"the model of the search is invalid; please report it: {self.model.validate()}")
        return Answer("unknown", nothing, bound=solver.best_objective_bound if self.model.has_objective() else None)

    def _complete(self, limits: Limits) -> Answer | None:
        """Return the solution to which the suggestions lead, and suggest all of it; None where they lead to none."""
        cp, solver = self._cp, self._cp.CpSolver()
        solver.parameters.fix_variables_to_their_hinted_value = True
        solver.parameters.catch_sigint_signal = False
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = limits.seed
        solver.parameters.max_time_in_seconds = min(limits.left / 3, _COMPLETING)
        status = _run(lambda: solver.solve(self.model), solver.stop_search, limits)
        if status not in (cp.OPTIMAL, cp.FEASIBLE):
            return None
        values = list(solver.response_proto.solution)
        self.model.clear_hints()  # type: ignore[no-untyped-call]
        for index, value in enumerate(values):
            self.model.add_hint(self.model.get_int_var_from_proto_index(index), value)
        goal = self.model.has_objective()
        return Answer("feasible", solver.value, *((solver.objective_value, None) if goal else (None, None)))

    def hint(self, pairs: Iterable[tuple[Any, int]]) -> None:
        """Suggest values."""
        for variable, value in pairs:
            self.model.add_hint(variable, value)


def _run(solve: Callable[[], Any], stop: Callable[[], None], limits: Limits) -> Any:
    """Return what a solver says; Ctrl-C stops it, and is remembered in the limits.

    It runs in a thread of its own: else nobody would hear of Ctrl-C before it is done, or nobody but the solver.
    """
    said: list[Any] = []
    done = threading.Event()

    def run() -> None:
        try:
            said.append(solve())
        except BaseException as error:  # to be raised where somebody waits for it
            said.append(error)
        done.set()

    threading.Thread(target=run, daemon=True).start()
    while True:
        try:
            if limits.stop.is_set():
                stop()
            if done.wait(_HEARING):
                break
        except KeyboardInterrupt:
            limits.stop.set()
    if isinstance(said[0], BaseException):
        raise said[0]
    return said[0]


def _watch(cp: Any, on_better: Callable[[float, Callable[[Any], int]], None], limits: Limits) -> Any:
    class Watch(cp.CpSolverSolutionCallback):  # type: ignore[misc]
        def on_solution_callback(self) -> None:
            on_better(self.objective_value, self.value)
            if limits.stop.is_set():
                self.stop_search()

    return Watch()


def spans(values: Ints | Mask) -> list[list[int]]:
    """Return sorted whole numbers, or the places of a mask, as first and last of those in a row."""
    found = np.flatnonzero(values) if values.dtype == bool else values
    if not len(found):
        return []
    breaks = np.flatnonzero(np.diff(found) != 1)
    firsts = np.concatenate(([0], breaks + 1))
    lasts = np.concatenate((breaks, [len(found) - 1]))
    pairs: Sequence[Sequence[int]] = np.stack((found[firsts], found[lasts]), axis=1).tolist()
    return [list(pair) for pair in pairs]
