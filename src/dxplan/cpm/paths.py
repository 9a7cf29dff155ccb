"""The chains of tasks behind a date: which ends are meant, and in what order they are told (§5)."""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property

import numpy as np

from dxplan.cpm.chains import Chain, Longest, Steps, driving_chains
from dxplan.cpm.deadlines import GoalWork
from dxplan.cpm.solution import Solution
from dxplan.cpm.summaries import ProgrammeDates
from dxplan.cpm.tables import Step
from dxplan.model.goal import Goal

__all__ = ["Paths"]


class Paths:
    """The chains of a plan.

    Parameters
    ----------
    solution : Solution
    goals : GoalWork
    programmes : mapping of str to ProgrammeDates
    """

    def __init__(self, solution: Solution, goals: GoalWork, programmes: Mapping[str, ProgrammeDates]) -> None:
        self._solution, self._goals, self._programmes = solution, goals, programmes

    def ends(self, to: str | None) -> tuple[list[int], int]:
        """Return the places whose early finish decides that of `to`, and the boundary at which they end.

        Raises
        ------
        KeyError
            For an id without dates.
        """
        solution = self._solution
        finish = solution.ticks.early_finish
        if to is None or to in self._programmes:
            inside = range(len(finish)) if to is None else [solution.place(id) for id in self._programmes[to].tasks]
            last = max(finish[place] for place in inside)
            ends = [place for place in inside if finish[place] == last]
            # an end that drives another is no end: its chain is the beginning of the other's
            source, into = solution.network.links.source, solution.network.into
            inner = {int(source[link]) for place in ends for link in into(place) if solution.drives[link]}
            return [place for place in ends if place not in inner], last
        if to in solution.plan and isinstance(goal := solution.plan[to], Goal):
            ready = self._goals.ready(goal)
            if not ready.by:
                raise KeyError(f"no work with dates decides when goal {to!r} can be met")
            places = [solution.place(id) for id in sorted(ready.by)]
            return places, max(finish[place] for place in places)
        if to not in solution.network.place:
            raise KeyError(f"{to!r} is no task, milestone, programme or goal with dates in this plan")
        place = solution.place(to)
        return [place], finish[place]

    def driving(self, to: str | None) -> Iterator[Chain]:
        """Yield the chains of driving links to what decides `to`."""
        solution = self._solution
        ends, _ = self.ends(to)
        finish = solution.ticks.early_finish
        return (
            self._chain(steps, finish[steps[0][-1]], 0)
            for steps in driving_chains(solution.network, ends, solution.drives)
        )

    def longest(self, to: str | None, within: int | None, count: int | None) -> Iterator[Chain]:
        """Yield the chains to what decides `to` from the longest on, as far as `within` and `count` allow."""
        return itertools.islice(self._by_length(to, within), count)

    def _by_length(self, to: str | None, within: int | None) -> Iterator[Chain]:
        network = self._solution.network
        ends, last = self.ends(to)
        if to is None:  # what nothing waits for may become the end
            ends = sorted({*ends, *(place for place in range(len(network)) if not network.out_of(place))})
        waiting: list[tuple[int, str, int, int]] = []

        def offer(place: int, rank: int) -> None:
            start = self._enumeration.start(place, rank)
            if start is not None:
                heapq.heappush(waiting, (-self._finish(place, start), network.ids[place], place, rank))

        for place in ends:
            offer(place, 0)
        while waiting:
            end, _, place, rank = heapq.heappop(waiting)
            if within is not None and last + end > within:
                return
            yield self._chain(self._enumeration.steps(place, rank), -end, last + end)
            offer(place, rank + 1)

    def _chain(self, steps: Steps, finish: int, slack: int) -> Chain:
        places, links = steps
        ids = [self._solution.network.ids[place] for place in places]
        dependencies = [self._solution.dependency(link) for link in links]
        return Chain(ids, dependencies, finish=self._solution.day(finish), slack=slack)

    @cached_property
    def _enumeration(self) -> Longest:
        solution, network = self._solution, self._solution.network
        driven = set(network.links.target[np.array(solution.drives, dtype=bool)].tolist())
        may_begin = [
            not len(network.into(place)) or place not in driven or bool(network.earliest[place] > 0)
            for place in range(len(network))
        ]
        return Longest(network, solution.own_starts, may_begin, self._asked())

    def _asked(self) -> Callable[[int, int], int]:
        """Return a function from a link and the start of its predecessor to the start that it asks of its successor."""
        compiled, links = self._solution.compiled, self._solution.network.links
        days, lag = self._solution.dates.days, self._solution.dates.lag
        constant, steps = compiled.waits.constants(days, lag).tolist(), compiled.waits.converted.tolist()

        def asked(link: int, start: int) -> int:
            if not steps[link]:
                return int(start + constant[link])
            which, value = np.array([link]), np.array([start])

            def attempt() -> int:
                found, cut = compiled.waits.follow(which, value, days, lag)
                compiled.refuse(cut, links.target[which])
                return int(found[0])

            return compiled.certain(attempt)

        return asked

    def _finish(self, place: int, start: int) -> int:
        """Return the boundary at which a place ends that starts at a position."""
        compiled, network = self._solution.compiled, self._solution.network
        end = start + int(self._solution.dates.days[place])
        if not compiled.counts_workdays(place):
            return end

        def attempt() -> int:
            tables, values = network.axes.tables, np.array([end])
            found = tables.look(tables.row(network.axis[[place]], Step.FINISH), values)
            compiled.refuse(tables.cut_off(values, found), np.array([place]))
            return int(found[0])

        return compiled.certain(attempt)
