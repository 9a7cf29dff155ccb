"""Ask whether a plan can be done: the checks, the times alone, and then everything together."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

import attrs

from dxplan.checks.registry import run_checks
from dxplan.errors import CycleError, UndefinedError
from dxplan.feasibility.answer import Feasibility, Objective, Optimum, Verdict
from dxplan.feasibility.arguments import read_arguments
from dxplan.feasibility.undecided import CLOSE, EMPTY, STOPPED, TIME, not_said, undated
from dxplan.findings import Finding
from dxplan.model.plan import Plan
from dxplan.solve.early import early_schedule
from dxplan.solve.repair import Repair, Weights
from dxplan.solve.schedule import Schedule
from dxplan.solve.search.bounds import finish_bounds
from dxplan.solve.search.breaches import breached
from dxplan.solve.search.compile import compile_problem
from dxplan.solve.search.conflict import find_clash
from dxplan.solve.search.cp import Limits
from dxplan.solve.search.decide import Decision, decide, nearest
from dxplan.solve.search.objective import best_schedule
from dxplan.solve.search.problem import Problem, Said
from dxplan.solve.search.repairs import find_repairs
from dxplan.solve.search.times import Times
from dxplan.solve.statement import Conflict
from dxplan.solve.temporal import temporal_conflicts
from dxplan.solve.verify import Violation, verify

__all__ = ["Progress", "check"]


_AFTERWARDS = 2.0  # seconds for ways out, past the limit if need be
_FURTHER = 3  # conflicts that are looked for where the known ones lead to no way out
_LOOKING = 0.1  # of the time that is left, for a schedule near which to look for ways out


@attrs.frozen(kw_only=True)
class Progress:
    """How far a search has come.

    Parameters
    ----------
    step : str
        What it does: ``"checks"``, ``"dates"``, ``"witness"``, ``"model"``, ``"proof"``, ``"conflict"``, ``"repairs"``,
        ``"objective"``.
    seconds : float
        Since it began.
    limit : float or None
        Seconds that it may take.
    value, bound : int or None
        Of the objective: the best that was found, and what nothing can better; of a conflict: how many statements it
        still has.
    """

    step: str
    seconds: float
    limit: float | None = None
    value: int | None = None
    bound: int | None = None


def check(
    plan: Plan,
    *,
    time_limit: float | None = 10.0,
    objective: Objective | None = None,
    conflicts: int = 1,
    repairs: bool = True,
    weights: Weights | Mapping[str, Any] | None = None,
    seed: int = 0,
    workers: int = 1,
    progress: Callable[[Progress], None] | None = None,
) -> Feasibility:
    """Return whether the plan can be done: times, people, money, bodies and goals together.

    A contradiction of times is found in the network itself. Else a heuristic looks for a schedule that keeps everything
    (serial generation with justification), and a constraint solver decides what that leaves open. ``FEASIBLE`` comes
    with a schedule that an independent verifier accepts, ``INFEASIBLE`` with a conflict that a fresh solve of nothing
    but its statements confirms; whatever is not proven in time is ``UNKNOWN``.

    Parameters
    ----------
    plan : Plan
    time_limit : float, optional
        Seconds in all, 10 where left out; None sets no limit.
    objective : {"finish", "cost", "slack"}, optional
        What the witness is to be best at: the earliest finish, the least cost, the most days to spare on hard goals.
        Any witness will do where left out. Where there is none, `Feasibility.optimum` is None: the schedules of ways
        out do not follow the objective.
    conflicts : int
        How many conflicts are sought that share nothing that can be negotiated.
    repairs : bool
        Whether ways out are sought.
    weights : Weights or mapping, optional
        What the changes of a way out cost beside each other; a mapping holds the arguments of `Weights`.
    seed, workers : int
        Of the search; with one worker (of at most 256) and time enough the same seed gives the same answer.
    progress : callable, optional
        Called with a `Progress` at each step.

    Returns
    -------
    Feasibility
        Malformed plans never get here; contradictory ones yield findings and a verdict, never an exception. A search
        that is interrupted (Ctrl-C) ends as ``UNKNOWN`` with the best that was seen.

    Raises
    ------
    InputError
        For arguments that cannot be taken, with all of them; ``currency.mixed`` where the least cost is asked for, and
        costs are in several currencies.

    Examples
    --------
    >>> import dxplan as dx
    >>> team = dx.Resource(id="team", capacity=2)
    >>> crew = dx.Use(resource="team", amount=2)
    >>> build = dx.Task(id="build", duration="5 days", uses=crew, due="2024-01-07")
    >>> train = dx.Task(id="train", duration="4 days", uses=crew, due="2024-01-07")
    >>> plan = dx.Plan(id="p", start="2024-01-01", elements=[team, build, train])
    >>> f = dx.check(plan)
    >>> f.verdict.name, len(f.conflict.statements), f.conflict.minimal
    ('INFEASIBLE', 7, True)
    >>> print(f.repairs[0])
    move the due date of train to 2024-01-09
    """
    given = read_arguments(
        time_limit=time_limit,
        objective=objective,
        conflicts=conflicts,
        weights=weights,
        seed=seed,
        workers=workers,
    )
    asking = _Asking(plan, given.time_limit, given.seed, given.workers, progress)
    answer = asking.answer(given.objective, given.conflicts, repairs, given.weights)
    return attrs.evolve(answer, conflicts_sought=given.conflicts, weights=given.weights if repairs else None)


class _Asking:
    def __init__(
        self,
        plan: Plan,
        time_limit: float | None,
        seed: int,
        workers: int,
        progress: Callable[[Progress], None] | None,
    ) -> None:
        self.plan = plan
        self.began = time.monotonic()
        self.time_limit = time_limit
        until = None if time_limit is None else self.began + time_limit
        self.limits = Limits(until=until, seed=seed, workers=workers)
        self._progress = progress
        self.findings: tuple[Finding, ...] = ()

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.began

    def tell(self, step: str, value: int | None = None, bound: int | None = None) -> None:
        if self._progress is not None:
            self._progress(Progress(step=step, seconds=self.seconds, limit=self.time_limit, value=value, bound=bound))

    def answer(self, objective: Objective | None, conflicts: int, repairs: bool, weights: Weights) -> Feasibility:
        try:
            return self._answer(objective, conflicts, repairs, weights)
        except (KeyboardInterrupt, MemoryError):  # an interrupted search knows nothing for certain
            return self._unknown((STOPPED.finding(self.plan.id, seconds=f"{self.seconds:.1f}"),))

    def _answer(self, objective: Objective | None, conflicts: int, repairs: bool, weights: Weights) -> Feasibility:
        self.tell("checks")
        self.findings = run_checks(self.plan)
        self.tell("dates")
        clashing: tuple[Conflict, ...] = ()
        try:
            clashing = tuple(temporal_conflicts(self.plan, count=conflicts, time_limit=self._share(0.5)))
            problem = compile_problem(self.plan)
        except UndefinedError as error:
            if clashing:
                return self._infeasible(clashing, ())
            return attrs.evolve(self._unknown(tuple(undated(self.plan, error.missing))), broken=self._early())
        times = Times(problem)
        if clashing:
            clashing += tuple(self._more(problem, times, conflicts, clashing))
            return self._infeasible(clashing, self._repairs(problem, times, weights, clashing) if repairs else ())
        decision = decide(problem, self.limits, times=times, on_step=self.tell)
        if decision.answer == "feasible" and decision.schedule is not None:
            return self._feasible(problem, times, decision, objective)
        if decision.answer == "infeasible":
            clashing = tuple(self._conflicts(problem, times, conflicts, decision))
            if clashing:
                near = decision.schedule
                ways = self._repairs(problem, times, weights, clashing, near) if repairs else ()
                answer = self._infeasible(clashing, ways)
                clear = all(conflict.minimal for conflict in clashing)
                return answer if clear else attrs.evolve(answer, broken=decision.broken)
        return self._open(problem, decision)

    def _early(self) -> tuple[Violation, ...]:
        """Return what the earliest schedule breaks, where there is one: no other is looked for."""
        try:
            return verify(self.plan, early_schedule(self.plan))
        except (CycleError, UndefinedError):
            return ()

    def _share(self, part: float) -> float | None:
        return None if self.limits.until is None else self.limits.left * part

    def _within(self, part: float) -> Limits:
        return self.limits if self.limits.until is None else self.limits.within(self.limits.left * part)

    def _feasible(self, problem: Problem, times: Times, decision: Decision, objective: Objective | None) -> Feasibility:
        schedule, optimum = decision.schedule, None
        assert schedule is not None
        if not any(job.ways and job.until is None for job in problem.jobs):
            return self._unknown((EMPTY.finding(self.plan.id),))
        if objective is not None:
            self.tell("objective")
            try:
                best = best_schedule(
                    problem,
                    self.limits,
                    objective,
                    schedule,
                    times=times,
                    on_better=lambda value, bound: self.tell("objective", value, bound),
                )
            except (KeyboardInterrupt, MemoryError):  # a witness is a witness, however good it is
                self.limits.stop.set()
            else:
                schedule = best.schedule
                optimum = Optimum(objective=objective, value=best.value, bound=best.bound, unit=best.unit)
        return Feasibility(
            plan=self.plan,
            verdict=Verdict.FEASIBLE,
            findings=self.findings,
            schedule=schedule,
            optimum=optimum,
            seconds=self.seconds,
        )

    def _conflicts(self, problem: Problem, times: Times, count: int, decision: Decision) -> Iterator[Conflict]:
        broken = None if decision.schedule is None else breached(problem, decision.broken)
        seen = [broken] if broken else []
        yield from self._clashes(problem, times, count, problem.everything, seen, decision)

    def _more(self, problem: Problem, times: Times, count: int, told: tuple[Conflict, ...]) -> Iterator[Conflict]:
        """Yield conflicts of everything, beside those of times alone, where more are asked for than there are."""
        if count > len(told):
            known = {statement: said for said, statement in problem.statements.items()}
            clashes = [{known[one] for one in conflict.statements if one in known} for conflict in told]
            rest = problem.everything.difference(*map(_given_up, clashes))
            yield from self._clashes(problem, times, count - len(told), rest)

    def _clashes(
        self,
        problem: Problem,
        times: Times,
        count: int,
        said: frozenset[Said],
        seen: Collection[frozenset[Said]] = (),
        decision: Decision | None = None,
    ) -> Iterator[Conflict]:
        for _ in range(max(count, 1)):
            try:
                self.tell("conflict", len(said))
                clash = find_clash(
                    problem,
                    self._within(0.5),
                    times=times,
                    said=said,
                    seen=seen,
                    proven=None if decision is None else decision.said,
                    seconds=0.0 if decision is None else decision.seconds,
                    on_step=lambda left: self.tell("conflict", left),
                )
            except (KeyboardInterrupt, MemoryError):  # those that are known are told
                self.limits.stop.set()
                return
            if clash is None:
                return
            yield clash.conflict(problem)
            said, decision = said - _given_up(clash.said), None

    def _repairs(
        self,
        problem: Problem,
        times: Times,
        weights: Weights,
        clashing: tuple[Conflict, ...],
        start: Schedule | None = None,
    ) -> tuple[Repair, ...]:
        try:
            self.tell("repairs")
            if start is None:  # times alone cannot be kept, and no schedule was looked for
                start = nearest(problem, self._within(_LOOKING))
            found = self._ways_out(problem, times, weights, clashing, start)
            if not found and not self.limits.over:  # perhaps there is more that clashes
                more = tuple(self._more(problem, times, len(clashing) + _FURTHER, clashing))
                self.tell("repairs")
                found = self._ways_out(problem, times, weights, clashing + more, start) if more else ()
        except (KeyboardInterrupt, MemoryError):
            return ()
        return found

    def _ways_out(
        self,
        problem: Problem,
        times: Times,
        weights: Weights,
        clashing: tuple[Conflict, ...],
        start: Schedule | None,
    ) -> tuple[Repair, ...]:
        said = {statement: one for one, statement in problem.statements.items()}
        clashes = [{said[one] for one in conflict.statements if one in said} for conflict in clashing]
        limits = self.limits
        if limits.until is not None:
            limits = attrs.evolve(limits, until=max(limits.until, time.monotonic() + _AFTERWARDS))
        return find_repairs(problem, limits, times=times, weights=weights, clashes=clashes, start=start)

    def _infeasible(self, conflicts: tuple[Conflict, ...], repairs: tuple[Repair, ...]) -> Feasibility:
        return Feasibility(
            plan=self.plan,
            verdict=Verdict.INFEASIBLE,
            findings=self.findings,
            conflicts=conflicts,
            repairs=repairs,
            seconds=self.seconds,
        )

    def _open(self, problem: Problem, decision: Decision) -> Feasibility:
        undecided = tuple(not_said(self.plan, decision.broken, problem))
        if decision.cut or decision.answer == "infeasible":  # or no conflict was confirmed in time
            stopped = STOPPED if self.limits.stop.is_set() else TIME
            undecided = (*undecided, stopped.finding(self.plan.id, seconds=f"{self.seconds:.1f}"))
        elif not undecided:
            undecided = (CLOSE.finding(self.plan.id),)
        return attrs.evolve(self._unknown(undecided), broken=decision.broken, bounds=tuple(finish_bounds(problem)))

    def _unknown(self, undecided: tuple[Finding, ...]) -> Feasibility:
        return Feasibility(
            plan=self.plan,
            verdict=Verdict.UNKNOWN,
            findings=self.findings,
            undecided=undecided,
            seconds=self.seconds,
        )


def _given_up(said: Collection[Said]) -> frozenset[Said]:
    """Return what another conflict may not rest on: what can be negotiated, or all where nothing can."""
    return frozenset(one for one in said if one.rank) or frozenset(said)
