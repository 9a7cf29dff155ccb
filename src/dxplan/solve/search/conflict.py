"""Why a plan cannot be done: a few of its statements that clash, shrunk until none can be spared.

A clash is grown before it is shrunk: from what the best schedule breaks; as long as that can hold, a schedule that
keeps it shows what else is broken, and that joins (implicit hitting sets: Bailey and Stuckey, 2005). Then a deletion
filter (Chinneck and Dravnieks, 1991) drops blocks, larger ones while that succeeds, in an order of preference (Junker,
2004): of what can be negotiated capacities go before money and deadlines; then the structure that is left, durations,
waits and uses, is thinned out. Every test is a plain solve of a model that was built of nothing but what is said, and
gets smaller as less is said, or a schedule that is known to keep it. That the smaller set of negotiable statements is
needed is shown with all of the structure, and so holds with less of it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable

import attrs

from dxplan.solve.schedule import Schedule
from dxplan.solve.search.breaches import breached
from dxplan.solve.search.complete import completed
from dxplan.solve.search.cp import Limits
from dxplan.solve.search.joint import joint_model
from dxplan.solve.search.parts import Outcome, solved
from dxplan.solve.search.problem import Problem, Said
from dxplan.solve.search.said import touched
from dxplan.solve.search.scope import Scope, scope_of
from dxplan.solve.search.times import Times
from dxplan.solve.statement import Conflict
from dxplan.solve.verify import verify

__all__ = ["Clash", "find_clash"]

_EXACT = 20  # jobs whose money is counted to the last unit
_ROUNDS = 60  # in which a clash is grown
_GROWING, _TESTING = 0.3, 0.15  # of the time that is left, for one solve
_LEAST = 0.25  # seconds for one solve
_MORE = 2  # times as long as the first proof took
_AFRESH = 5.0  # seconds to confirm what was found, past the limit if need be

_KINDS = (
    *("due", "goal", "on", "ceilings", "capacity", "lead_limit", "tenure"),
    *("not_before", "duration", "modes", "uses", "costs", "after"),
)


@attrs.frozen(eq=False)
class Clash:
    """Things said that cannot hold together, and whether each of them was shown to be needed."""

    said: frozenset[Said]
    minimal: bool

    def conflict(self, problem: Problem) -> Conflict:
        """Return it as statements of the plan: deadlines and money first, then people, then structure."""
        order = sorted(self.said, key=lambda one: (_KINDS.index(one.kind), one.subject, one.place))
        return Conflict(statements=tuple(problem.statements[one] for one in order), minimal=self.minimal)


def find_clash(
    problem: Problem,
    limits: Limits,
    *,
    times: Times,
    said: Collection[Said] | None = None,
    seen: Iterable[Collection[Said]] = (),
    proven: Collection[Said] | None = None,
    seconds: float = 0.0,
    on_step: Callable[[int], None] | None = None,
) -> Clash | None:
    """Return a minimal set of what is said that cannot hold; None where all of it was not shown to be impossible.

    Parameters
    ----------
    problem : Problem
    limits : Limits
        Past them the set is returned as it stands, not minimal.
    times : Times
    said : collection of Said, optional
        Of which to start; all where left out.
    seen : iterable of collections of Said
        What schedules break that are known.
    proven : collection of Said, optional
        What is known to be impossible: where no less is found in time, there is no need to find that out again.
    seconds : float
        How long that took: less does not suffice to show it of fewer things.
    on_step : callable, optional
        Called with the number of things that are still in the set.
    """
    test = _Test(problem, limits, times, max(_LEAST, _MORE * seconds))
    everything = frozenset(problem.everything if said is None else said)
    for broken in seen:
        test.remember(broken)
    found = test.grown(everything)
    if found is None and proven is not None:
        found = test.relevant(proven)
    if found is None and test.holds(whole := test.relevant(everything)) is False:
        found = whole
    if found is None:
        return None
    if on_step is not None:
        on_step(len(found))
    shrunk, sure = test.shrink(found, [one for one in _drop_first(found) if one.rank], on_step)
    shrunk, also = test.shrink(shrunk, [one for one in _drop_first(shrunk) if not one.rank], on_step)
    confirmed = test.fresh(shrunk)
    if confirmed is False:
        return Clash(shrunk, sure and also)
    return Clash(found, False) if confirmed is None else None


def _drop_first(said: Iterable[Said]) -> list[Said]:
    return sorted(said, key=lambda one: (one.rank, -_KINDS.index(one.kind), one.subject, one.place))


class _Test:
    def __init__(self, problem: Problem, limits: Limits, times: Times, least: float) -> None:
        self.problem, self.limits, self.times, self._least = problem, limits, times, least
        self._breaches: list[frozenset[Said]] = []  # of schedules that keep all else

    def remember(self, broken: Collection[Said]) -> None:
        """Keep what a schedule breaks: whatever does not say that can hold."""
        self._breaches.append(frozenset(broken))

    def grown(self, everything: frozenset[Said]) -> frozenset[Said] | None:
        """Return what cannot hold, grown from what schedules break; None where that was not found."""
        structure = frozenset(one for one in everything if not one.rank)
        found: frozenset[Said] = min((one & everything for one in self._breaches), key=len, default=frozenset())
        for _ in range(_ROUNDS):
            said = self.relevant(structure | found)
            scope = scope_of(self.problem, said, strict=False)
            outcome = self._solved(said, scope, _GROWING, exact=False)
            if outcome.rounded and outcome.schedule is not None and len(scope.jobs) <= _EXACT:
                finer = self._solved(said, scope, _GROWING, exact=True)
                outcome = outcome if finer.status == "unknown" else finer
            if outcome.status == "infeasible":
                return self.relevant(outcome.said) if scope.certain else None
            if outcome.schedule is None:
                break
            broken = self._breach(scope, outcome.schedule)
            more = frozenset() if broken is None else (broken & everything) - found
            if not more:
                more = (_near(self.problem, found) & everything) - found
            if not more:
                break
            found |= more
        return None

    def holds(self, said: Collection[Said], *, learn: bool = False) -> bool | None:
        """Tell whether what is said can hold; None where that was not found out.

        With `learn` what a schedule that keeps it breaks else is kept in mind.
        """
        rest = frozenset(said)
        if any(not one & rest for one in self._breaches):
            return True
        scope = scope_of(self.problem, rest, strict=False)
        for exact in (False, True) if len(scope.jobs) <= _EXACT else (False,):
            outcome = self._solved(rest, scope, _TESTING, exact=exact)
            if outcome.status == "infeasible":
                return False if scope.certain else None
            if outcome.schedule is None:
                return None
            broken = self._breach(scope, outcome.schedule) if learn or outcome.rounded else None
            if not outcome.rounded or (broken is not None and not broken & rest):
                return True
        return None  # it may have been possible by rounding alone

    def fresh(self, said: Collection[Said]) -> bool | None:
        """Tell the same by a solve of its own, whatever is known and however little time is left (§16)."""
        limits = attrs.evolve(self.limits, until=None if self.limits.until is None else time.monotonic() + _AFRESH)
        scope = scope_of(self.problem, said, strict=False)
        status = "unknown"
        for exact in (False, True) if len(scope.jobs) <= _EXACT else (False,):
            model = joint_model(self.problem, said, strict=False, scope=scope, exact=exact)
            status = model.cp.solve(limits, first=True).status
            if status in ("infeasible", "unknown") or not model.rounded:
                break
        if status == "unknown" or not scope.certain:
            return None
        return status != "infeasible"

    def _solved(self, said: Collection[Said], scope: Scope, share: float, *, exact: bool) -> Outcome:
        if self.limits.over:
            return Outcome("unknown")
        limits = self.limits.within(max(self.limits.left * share, self._least))
        return solved(self.problem, said, scope, limits, strict=False, times=self.times, exact=exact)

    def _breach(self, scope: Scope, found: Schedule) -> frozenset[Said] | None:
        """Return what a schedule breaks that keeps what is said, all else done as early as can be; keep it in mind."""
        schedule = completed(self.problem, scope, found, early=True)
        if schedule is None:
            return None
        broken = breached(self.problem, verify(self.problem.plan, schedule))
        if broken:
            self.remember(broken)
        return broken

    def relevant(self, said: Collection[Said]) -> frozenset[Said]:
        """Return what the model of what is said looks at."""
        return touched(self.problem, said, scope_of(self.problem, said, strict=False))

    def shrink(
        self, said: frozenset[Said], candidates: list[Said], on_step: Callable[[int], None] | None
    ) -> tuple[frozenset[Said], bool]:
        """Drop candidates, in their order, as long as what is left cannot hold; and tell whether all were tried."""
        sure, learn = True, any(one.rank for one in candidates)
        size = max(len(candidates) // 2, 1)
        place = 0
        while place < len(candidates):
            block = [one for one in candidates[place : place + size] if one in said]
            if not block:
                place += size
                continue
            rest = self.relevant(said - set(block))
            answer = self.holds(rest, learn=learn)
            if answer is False:
                said = rest
                if on_step is not None:
                    on_step(len(said))
                place += size
                size *= 2
            elif size > 1:
                size = max(size // 4, 1)
            else:
                sure = sure and answer is True
                place += 1
                size = 2
                if self.limits.over:
                    return said, False
        return said, sure


def _near(problem: Problem, said: Collection[Said]) -> frozenset[Said]:
    """Return the dates to which those jobs are held, they or what waits for them, that share what is said of."""
    pools = {number for number, pool in enumerate(problem.pools) if pool.said in said}
    bodies = {number for number, body in enumerate(problem.bodies) if body.said in said}
    funds = {one.subject for one in said if one.kind == "ceilings"}
    found: set[Said] = set()
    sharing: set[int] = set()
    for number, job in enumerate(problem.jobs):  # predecessors come first
        shares = any(lead.body in bodies for lead in job.leads) or any(
            any(demand.pool in pools for demand in way.demands)
            or any(problem.accounts[expense.account].id in funds for expense in way.expenses)
            for way in job.ways
        )
        if shares or any(wait.source in sharing for wait in job.waits):
            sharing.add(number)
            found |= {Said("due", job.id), Said("on", job.id)}
    ids = {problem.jobs[number].id for number in sharing}
    found |= {Said("goal", id) for id in problem.hard if ids.intersection(problem.goals.tasks_of(id))}
    return frozenset(found)
