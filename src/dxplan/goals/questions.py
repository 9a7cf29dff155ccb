"""The criteria, compiled for one date and one area: each answers from the finishes of tasks alone.

Every question has two answers: `truth`, which a search may ask very often, and `judge`, which tells the reasons.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any, Protocol

import attrs

from dxplan.goals.exact import amount_of
from dxplan.goals.judgement import Judgement, Missing, Rank, Tally, union
from dxplan.goals.truth import Truth, of_many
from dxplan.goals.values import BenchmarkAt, State, ValueAt
from dxplan.model.criterion import Criterion
from dxplan.model.indicator import Direction

__all__ = ["Comparison", "Delivery", "Many", "Open", "Question", "Ranking", "is_vacuous"]


class Question(Protocol):
    """A criterion at a date, for an area."""

    @property
    def criterion(self) -> Criterion:
        """The criterion as the plan says it."""

    def truth(self, state: State) -> Truth:
        """Return whether it holds."""

    def judge(self, state: State) -> Judgement:
        """Return whether it holds, and why."""

    def tasks(self) -> Iterator[str]:
        """Yield the ids of the tasks whose finish can decide it, some perhaps twice."""


@attrs.frozen(eq=False)
class _Asked:
    """What all questions hold."""

    criterion: Criterion
    area: str | None
    day: dt.date

    def _judged(self, truth: Truth, **fields: Any) -> Judgement:
        return Judgement(
            truth=truth, kind=self.criterion.KIND, day=self.day, area=self.area, criterion=self.criterion, **fields
        )


@attrs.frozen(eq=False)
class Open(_Asked):
    """What is unknown whatever the tasks do."""

    missing: Missing

    def truth(self, state: State) -> Truth:
        """Return unknown."""
        return Truth.UNKNOWN

    def judge(self, state: State) -> Judgement:
        """Return unknown, with what is missing."""
        return self._judged(Truth.UNKNOWN, missing=(self.missing,))

    def tasks(self) -> Iterator[str]:
        """Yield nothing."""
        yield from ()


@attrs.frozen(eq=False)
class Delivery(_Asked):
    """Whether a task has finished by a boundary; `limit` is None before the plan's start, when nothing has."""

    task: str
    limit: int | None
    start: dt.date

    def truth(self, state: State) -> Truth:
        """Return whether the task has finished by then."""
        finish = state.finish.get(self.task)
        return Truth.MET if self.limit is not None and finish is not None and finish <= self.limit else Truth.NOT_MET

    def judge(self, state: State) -> Judgement:
        """Return whether it has, with its last day where it is done at all."""
        finish = state.finish.get(self.task)
        last = None if finish is None else self.start + dt.timedelta(days=finish - 1 if finish else 0)
        return self._judged(self.truth(state), finished=last)

    def tasks(self) -> Iterator[str]:
        """Yield the task."""
        yield self.task


@attrs.frozen(eq=False)
class Comparison(_Asked):
    """An indicator against a value, or against its benchmark.

    Parameters
    ----------
    value : ValueAt
    wanted : int or None
        The last number of steps that is enough, or of a benchmark its own; None where the benchmark is unknown.
    upwards : bool
        Whether the indicator must lie above, else below.
    strictly : bool
        Whether equal is not enough.
    benchmark : BenchmarkAt, optional
        Where `wanted` comes from.
    """

    value: ValueAt
    wanted: int | None
    upwards: bool
    strictly: bool
    benchmark: BenchmarkAt | None = None

    def truth(self, state: State) -> Truth:
        """Return whether the value lies on the right side."""
        steps = self.value.steps(state)
        if steps is None or self.wanted is None:
            return Truth.UNKNOWN
        if steps == self.wanted:
            return Truth.NOT_MET if self.strictly else Truth.MET
        return Truth.MET if (steps > self.wanted) == self.upwards else Truth.NOT_MET

    def judge(self, state: State) -> Judgement:
        """Return whether it does, with both numbers."""
        missing = self.value.missing(state)
        wanted = getattr(self.criterion, "value", None)
        read = None if self.benchmark is None else self.benchmark.reading
        if self.benchmark is not None and read is None:
            benchmark = getattr(self.criterion, "benchmark", None)
            missing += (
                Missing(
                    kind="benchmark",
                    subject=self.value.indicator.id,
                    area=self.area,
                    day=self.day,
                    detail=benchmark,
                ),
            )
        measure = wanted if read is None else read.value
        return self._judged(
            self.truth(state),
            value=self.value.value(state),
            wanted=None if measure is None else measure.amount,
            unit=self.value.indicator.unit,
            benchmark=read,
            forecast=self.benchmark is not None and self.benchmark.forecast,
            missing=missing,
        )

    def tasks(self) -> Iterator[str]:
        """Yield the tasks that contribute."""
        for gain in self.value.gains:
            yield gain.task


@attrs.frozen(eq=False)
class Ranking(_Asked):
    """The rank of an area among its peers: one more than the number of peers that are strictly better.

    Parameters
    ----------
    own : ValueAt
    peers : tuple of ValueAt
    cut : Fraction
        The last rank that belongs to the tier. Of a share it is that share of the areas ranked, the area itself
        included, and need not be whole.
    """

    own: ValueAt
    peers: tuple[ValueAt, ...]
    cut: Fraction

    def _rank(self, state: State) -> tuple[int, int]:
        """Return the best and the worst rank that the unknown values leave open."""
        own = self.own.steps(state)
        if own is None:  # it may lie above all peers, or below them all
            return 1, 1 + len(self.peers)
        upwards = self.own.indicator.direction is Direction.HIGHER
        better = unknown = 0
        for peer in self.peers:
            steps = peer.steps(state)
            if steps is None:
                unknown += 1
            elif steps != own and (steps > own) == upwards:
                better += 1
        return 1 + better, 1 + better + unknown

    def truth(self, state: State) -> Truth:
        """Return whether the rank is in the tier, whatever the unknown values are."""
        best, worst = self._rank(state)
        if worst <= self.cut:
            return Truth.MET
        return Truth.NOT_MET if best > self.cut else Truth.UNKNOWN

    def judge(self, state: State) -> Judgement:
        """Return whether it is, with the rank."""
        truth, (best, worst) = self.truth(state), self._rank(state)
        missing: tuple[Missing, ...] = ()
        if truth is Truth.UNKNOWN:
            missing = union(value.missing(state) for value in (self.own, *self.peers))
        return self._judged(
            truth,
            value=self.own.value(state),
            unit=self.own.indicator.unit,
            rank=Rank(best=best, worst=worst, of=1 + len(self.peers), cut=_decimal(self.cut)),
            missing=missing,
        )

    def tasks(self) -> Iterator[str]:
        """Yield the tasks that contribute to the value of the area, or of a peer."""
        for value in (self.own, *self.peers):
            for gain in value.gains:
                yield gain.task


@attrs.frozen(eq=False)
class Many(_Asked):
    """So many of several parts: all, any, a share or a number of criteria or areas.

    Parameters
    ----------
    parts : tuple of Question
    needed : int or None
        None where nobody has said which share the tolerance stands for.
    undefined : Missing, optional
        That share.
    """

    parts: tuple[Question, ...]
    needed: int | None
    undefined: Missing | None = None

    def truth(self, state: State) -> Truth:
        """Return whether enough parts hold; looks at no more of them than it needs."""
        met = unknown = 0
        left, needed = len(self.parts), self.needed
        for part in self.parts:
            if needed is not None and (met >= needed or met + unknown + left < needed):
                break
            truth = part.truth(state)
            left -= 1
            if truth is Truth.MET:
                met += 1
            elif truth is Truth.UNKNOWN:
                unknown += 1
        else:
            return of_many(met, unknown, len(self.parts), needed)
        assert needed is not None
        return Truth.MET if met >= needed else Truth.NOT_MET

    def judge(self, state: State) -> Judgement:
        """Return whether enough parts hold, with every part."""
        parts = tuple(part.judge(state) for part in self.parts)
        met = sum(part.truth is Truth.MET for part in parts)
        unknown = sum(part.truth is Truth.UNKNOWN for part in parts)
        truth = of_many(met, unknown, len(parts), self.needed)
        missing: tuple[Missing, ...] = ()
        if truth is Truth.UNKNOWN:
            own = () if self.undefined is None else (self.undefined,)
            missing = union((own, *(part.missing for part in parts if part.truth is Truth.UNKNOWN)))
        return self._judged(
            truth,
            tally=Tally(met=met, unknown=unknown, of=len(parts), needed=self.needed),
            missing=missing,
            vacuous=not parts or (truth is Truth.MET and is_vacuous(parts, self.needed)),
            parts=parts,
        )

    def tasks(self) -> Iterator[str]:
        """Yield the tasks of every part."""
        for part in self.parts:
            yield from part.tasks()


def is_vacuous(parts: tuple[Judgement, ...], needed: int | None) -> bool:
    """Tell whether too few of the parts hold that are not vacuous, or none is asked for at all."""
    solid = sum(part.truth is Truth.MET and not part.vacuous for part in parts)
    return needed == 0 or solid < (len(parts) if needed is None else needed)


def _decimal(number: Fraction) -> Decimal:
    """Return a cut as a decimal: its denominator is made of twos and fives."""
    places = 0
    while (number * 10**places).denominator != 1:
        places += 1
    return amount_of(int(number * 10**places), places)
