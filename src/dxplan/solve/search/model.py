"""The one model of everything: places of jobs and their waits; people, money and goals join it from their own files.

Constraint programming over optional intervals with lazy clause generation (Schutt, Feydy, Stuckey and Wallace, 2011),
by CP-SAT. Two readings of what the plan leaves open: a strict model takes it as not granted, and what it finds is a
witness; else it is taken in the plan's favour, and what is impossible even so is impossible.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import attrs
import numpy as np

from dxplan.cpm.tables import Ints, Mask
from dxplan.solve.schedule import Schedule
from dxplan.solve.search.clockwork import Clockwork, Days, End
from dxplan.solve.search.cp import Answer, Cp
from dxplan.solve.search.problem import Job, Problem, Said
from dxplan.solve.search.scope import Scope
from dxplan.solve.search.spot import Spot
from dxplan.solve.search.spots import spots_of
from dxplan.solve.search.times import Times

__all__ = ["Choice", "Model", "Placed"]


@attrs.frozen(eq=False)
class Choice:
    """One way of a job in the model: whether it is chosen, and its position.

    Parameters
    ----------
    spot : Spot
    chosen : tuple of literal
        All of which hold where it is; none where it always is.
    position : variable
    start, finish : End
    shared : bool
        Whether its position is that of other ways, too, and so may be none of its own where it is not chosen.
    """

    spot: Spot
    chosen: tuple[Any, ...]
    position: Any
    start: End
    finish: End
    shared: bool = False


@attrs.frozen(eq=False)
class Placed:
    """A job in the model.

    Parameters
    ----------
    job : Job
    present : tuple of literal
        All of which hold where it is done; none where it always is.
    start, finish : End
    choices : tuple of Choice
        None where its length is not said.
    """

    job: Job
    present: tuple[Any, ...]
    start: End
    finish: End
    choices: tuple[Choice, ...]


class Model:
    """The places of jobs, under some of what the plan says.

    Parameters
    ----------
    problem : Problem
    said : collection of Said
        What counts of what the plan says.
    scope : Scope
        The jobs that are placed, and before when.
    strict : bool
        Whether what the plan leaves open is not granted.
    times : Times
        Of the same problem.
    slack : mapping of Said to int
        Of which of the things said how much may be given, at most.
    exact : bool
        Whether money is counted to the last unit, whatever that costs.
    """

    def __init__(
        self,
        problem: Problem,
        said: Collection[Said],
        scope: Scope,
        *,
        strict: bool,
        times: Times,
        slack: Mapping[Said, int] | None = None,
        exact: bool = False,
    ) -> None:
        self.problem: Problem = problem
        self.said: frozenset[Said] = frozenset(said)
        self.scope: Scope = scope
        self.strict: bool = strict
        self.times: Times = times
        self.exact: bool = exact
        self.end: int = scope.end
        self.open: bool = False
        """Whether anything in it depends on how strictly the plan is read."""
        self.rounded: bool = False
        """Whether anything in it is rounded: then, too, what is possible in the plan's favour may be impossible."""
        self.units: dict[Said, int] = {}
        """In how many of its own units each thing that may be given is counted, where it is not one."""
        self.cp: Cp = Cp()
        self.clocks: Clockwork = Clockwork(self.cp)
        self.given: dict[Said, Any] = {
            one: self.cp.int_var(0, most) for one, most in (slack or {}).items() if one in self.said
        }
        """How much is given of what may be."""
        self._days: dict[int, Days] = {}
        self._alone: dict[Choice, Choice] = {}
        self.left: set[int] = set()
        """Jobs of the scope that have no place in it."""
        unary = self.said - self.given.keys()
        self.placed: dict[int, Placed] = {}
        spots = spots_of(problem, unary, scope, times)
        for number in sorted(scope.jobs):
            self._place(number, spots.get(number))
        for one in self.given:
            if one.kind == "due":
                self._due(one)

    def days(self, line: int) -> Days | None:
        """Return the days of a line; None for every day."""
        if not line:
            return None
        if line not in self._days:
            self._days[line] = Days(self.problem.lines[line].mask(self.end + 2))
        return self._days[line]

    # places

    def _place(self, number: int, spots: list[Spot] | None) -> None:
        job, model = self.problem.jobs[number], self.cp.model
        if not job.ways and job.id in self._unending:
            return  # how long it goes on is not known: the verifier looks at it
        if job.id in self.problem.open:
            self.open = True
            if self.strict:  # whatever is done, nobody can verify it
                if not job.optional:
                    self.cp.no()
                return
        if spots is None:
            self.open = self.open or not job.ways
            if self.strict and not job.ways:
                if not job.optional:
                    self.cp.no()
                return
            self._free(number, job, self._present(number))
            return
        spots = [spot for spot in spots if spot.allowed.any()]
        self.open = self.open or any(spot.way.open for spot in spots)
        spots = [spot for spot in spots if not (self.strict and spot.way.open)]
        if not spots:
            if not job.optional and number not in self.scope.late:
                self.cp.no()
            self.left.add(number)
            return
        if job.until is not None:
            self._go_on(number, job, spots[0])
            return
        present = self._present(number)
        if len(spots) == 1:
            choice = self._choice(spots[0], present)
            self.placed[number] = Placed(job, present, choice.start, choice.finish, (choice,))
            return
        ways = [model.new_bool_var("") for _ in spots]
        if present:
            model.add(sum(ways) == present[0])
        else:
            model.add_exactly_one(ways)
        line = spots[0].way.line
        if all(spot.way.line == line and (not line or spot.way.days) for spot in spots):
            self.placed[number] = self._on_one_line(job, present, spots, ways)
        else:
            self.placed[number] = self._on_many(job, present, spots, ways)

    def _present(self, number: int) -> tuple[Any, ...]:
        """Return whether a job is done within the scope; nothing where it must be."""
        if self.problem.jobs[number].optional or number in self.scope.late:
            return (self.cp.model.new_bool_var(""),)
        return ()

    @property
    def _unending(self) -> set[str]:
        return set(self.problem.loose)

    def alone(self, choice: Choice) -> Choice:
        """Return a choice with a position among its own: for what is said of it even where it is not chosen."""
        if not choice.shared:
            return choice
        if choice not in self._alone:
            self._alone[choice] = self._choice(choice.spot, choice.chosen)
            same = self.cp.model.add(self._alone[choice].position == choice.position)
            same.only_enforce_if(*choice.chosen)
        return self._alone[choice]

    def _choice(self, spot: Spot, chosen: tuple[Any, ...]) -> Choice:
        position = self.cp.int_var_in(spot.positions)
        return self._ends(spot, chosen, position)

    def _ends(self, spot: Spot, chosen: tuple[Any, ...], position: Any) -> Choice:
        days = self.days(spot.way.line)
        finish = End(position + spot.way.days, days, False, spot.ends[spot.allowed])
        start = End(position, days, bool(spot.way.days), spot.starts[spot.allowed]) if spot.way.days else finish
        return Choice(spot, chosen, position, start, finish)

    def _on_one_line(self, job: Job, present: tuple[Any, ...], spots: list[Spot], ways: list[Any]) -> Placed:
        """Place a job whose ways count the same days: by one position, from which each way is so long."""
        widest = max(len(spot.allowed) for spot in spots)
        union = np.zeros(widest, dtype=bool)
        for spot in spots:
            union[: len(spot.allowed)] |= spot.allowed
        at = np.flatnonzero(union)
        position = self.cp.int_var_in(at)
        choices: list[Choice] = []
        for spot, way in zip(spots, ways, strict=True):
            shared = not np.array_equal(spot.positions, at)
            if shared:
                domain = self.cp.domain(spot.positions)
                self.cp.model.add_linear_expression_in_domain(position, domain).only_enforce_if(way)
            choices.append(attrs.evolve(self._ends(spot, (way,), position), shared=shared))
        first = spots[0].way.days
        length = first + sum((s.way.days - first) * w for s, w in zip(spots, ways, strict=True))
        days = self.days(spots[0].way.line)
        starts = _union([s.starts[at[at < len(s.starts)]] for s in spots])
        ends = _union([s.ends[at[at < len(s.ends)]] for s in spots])
        start, finish = End(position, days, True, starts), End(position + length, days, False, ends)
        return Placed(job, present, start, finish, tuple(choices))

    def _on_many(self, job: Job, present: tuple[Any, ...], spots: list[Spot], ways: list[Any]) -> Placed:
        """Place a job whose ways count different days: by ticks, which those of the chosen way decide."""
        choices = tuple(self._choice(spot, (way,)) for spot, way in zip(spots, ways, strict=True))
        starts = _union([spot.starts[spot.allowed] for spot in spots])
        ends = _union([spot.ends[spot.allowed] for spot in spots])
        start = End(self.cp.int_var_in(starts), None, True, starts)
        finish = End(self.cp.int_var_in(ends), None, False, ends)
        for choice in choices:
            for whole, own in ((start, choice.start), (finish, choice.finish)):
                self.cp.model.add(whole.expr == self.clocks.tick(own)).only_enforce_if(*choice.chosen)
        return Placed(job, present, start, finish, choices)

    def _free(self, number: int, job: Job, present: tuple[Any, ...]) -> None:
        """Place a job of which nobody says how long it takes: it may take any time (and use nothing meanwhile)."""
        every = np.arange(self.end + 1, dtype=np.int64)
        begun, moments = (self._starts(job, every, moment=moment) for moment in (False, True))
        finish = every[self._in_time(job, every)]
        begin = every[begun | moments]
        if not len(begin) or not len(finish):
            if not present:
                self.cp.no()
            self.left.add(number)
            return
        model = self.cp.model
        start_var, finish_var = self.cp.int_var_in(begin), self.cp.int_var_in(finish)
        moment = model.new_bool_var("")
        for starts, holds in ((begun, moment.negated()), (moments, moment)):
            model.add_linear_expression_in_domain(start_var, self.cp.domain(every[starts])).only_enforce_if(
                *present, holds
            )
        model.add(start_var == finish_var).only_enforce_if(*present, moment)
        model.add(start_var + 1 <= finish_var).only_enforce_if(*present, moment.negated())
        start, end = End(start_var, None, True, begin), End(finish_var, None, False, finish)
        self.placed[number] = Placed(job, present, start, end, ())

    def _starts(self, job: Job, ticks: Ints, *, moment: bool) -> Mask:
        """Return at which ticks a job without a length can start; a moment is reported on the day before (§1)."""
        day = np.where(ticks > 0, ticks - 1, 0) if moment else ticks
        allowed = np.ones(len(ticks), dtype=bool)
        if job.not_before is not None and Said("not_before", job.id) in self.said:
            allowed &= day >= job.not_before
        if job.on is not None and Said("on", job.id) in self.said:
            allowed &= day == job.on
        return allowed

    def _in_time(self, job: Job, ticks: Ints) -> Mask:
        """Return at which ticks a job without a length can finish."""
        allowed = np.ones(len(ticks), dtype=bool)
        if job.due is not None and (one := Said("due", job.id)) in self.said and one not in self.given:
            allowed &= np.where(ticks > 0, ticks - 1, 0) <= job.due
        return allowed

    def _go_on(self, number: int, job: Job, spot: Spot) -> None:
        """Place continuous work: from the boundary that its bounds and waits allow until its own end."""
        assert job.until is not None
        until = job.until
        if any(demand.effort for demand in spot.way.demands):
            days = self.times.own_days(job, spot)
            assert days is not None
            idle = spot.positions[days == 0]  # an effort without a day to spread it over
            self.open = self.open or bool(len(idle))
            if self.strict:
                spot.allowed[idle] = False
        if not spot.allowed.any():
            self.cp.no()
            return
        position = self.cp.int_var_in(spot.positions)
        finish = self.cp.int_var(min(until, self.end), max(until, self.end))
        self.cp.model.add_max_equality(finish, [position, until])
        ticks = np.arange(len(spot.starts), dtype=np.int64)
        start = End(position, None, True, ticks)
        choice = Choice(spot, (), position, start, End(finish, None, False, np.maximum(ticks, until)))
        self.placed[number] = Placed(job, (), start, choice.finish, (choice,))

    def _due(self, said: Said) -> None:
        """Hold a due date that may be moved."""
        placed = self.placed.get(self.problem.number[said.subject])
        if placed is None or placed.job.due is None:
            return
        late = self.given[said]
        constraint = self.cp.model.add(self.clocks.tick(placed.finish) <= placed.job.due + 1 + late)
        if placed.present:
            constraint.only_enforce_if(*placed.present)
        if placed.job.due < 0:
            early = self.cp.model.add(late >= -placed.job.due)
            if placed.present:
                early.only_enforce_if(*placed.present)

    def round(self) -> None:
        """Say that something in it is rounded."""
        self.open = self.rounded = True

    @property
    def proves(self) -> bool:
        """Whether every schedule that is kept is in it: what is rounded in a strict model may leave some out."""
        return not (self.strict and self.rounded)

    # what comes out

    def schedule(self, answer: Answer) -> Schedule:
        """Return the places that the solver found as a schedule; jobs that were not in the model are missing."""
        ticks: dict[str, tuple[int, int]] = {}
        modes: dict[str, str] = {}
        for placed in self.placed.values():
            if placed.job.until is not None or any(not answer.value(literal) for literal in placed.present):
                continue
            for choice in placed.choices:
                if all(answer.value(literal) for literal in choice.chosen):
                    position = answer.value(choice.position)
                    spot = choice.spot
                    ticks[placed.job.id] = int(spot.starts[position]), int(spot.ends[position])
                    if spot.way.mode is not None:
                        modes[placed.job.id] = spot.way.mode
        return Schedule.from_ticks(self.problem.plan.start, ticks, modes=modes)

    def hint(self, schedule: Schedule) -> None:
        """Suggest a schedule to the solver."""
        pairs: list[tuple[Any, int]] = []
        for placed in self.placed.values():
            place = schedule.tasks.get(placed.job.id)
            if placed.job.until is not None:
                continue
            if placed.present:
                pairs.append((placed.present[0], int(place is not None)))
            if place is None:
                continue
            for choice in placed.choices:
                spot = choice.spot
                lies = (spot.starts == place.start_tick) & (spot.ends == place.finish_tick) & spot.allowed
                at = np.flatnonzero(lies)
                mine = spot.way.mode == place.mode or len(placed.choices) == 1
                if len(placed.choices) > 1:
                    pairs.append((choice.chosen[0], int(mine and bool(len(at)))))
                if mine and len(at):
                    pairs.append((choice.position, int(at[0])))
        self.cp.hint(pairs)


def _union(parts: Sequence[Ints]) -> Ints:
    """Return the ticks that are in any part, sorted."""
    found = np.zeros(max(int(part.max(initial=0)) for part in parts) + 1, dtype=bool)
    for part in parts:
        found[part] = True
    return np.flatnonzero(found)
