"""Chains of tasks behind a date: those that drive it, and the longest ones (§5)."""

from __future__ import annotations

import datetime as dt
import heapq
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from dxplan.cpm.network import Network
from dxplan.model.task import Dependency

__all__ = ["Chain", "Longest", "driving_chains"]


class Chain(tuple[str, ...]):
    """The ids of tasks that wait for each other, from the first to the last.

    Attributes
    ----------
    links : tuple of Dependency
        What ties each to the next.
    finish : date
        The day on which the last would end if only this chain held it.
    slack : int
        By how many days that is earlier than it does end: 0 for a chain that decides the date.

    Examples
    --------
    >>> import dxplan as dx
    >>> design = dx.Task(id="design", duration="5 days")
    >>> build = dx.Task(id="build", duration="10 days", after=["design"])
    >>> cp = dx.critical_path(dx.Plan(id="p", start="2024-01-01", elements=[design, build]))
    >>> chain = next(cp.paths())
    >>> chain, chain.links[0].predecessor, chain.finish, chain.slack
    (('design', 'build'), 'design', datetime.date(2024, 1, 15), 0)
    """

    links: tuple[Dependency, ...]
    finish: dt.date
    slack: int

    def __new__(cls, ids: Iterable[str], links: Iterable[Dependency] = (), *, finish: dt.date, slack: int = 0) -> Chain:
        """Return the chain of `ids`."""
        chain = super().__new__(cls, ids)
        chain.links, chain.finish, chain.slack = tuple(links), finish, slack
        return chain

    def __getnewargs_ex__(self) -> tuple[tuple[Any, ...], dict[str, Any]]:
        return (tuple(self), self.links), {"finish": self.finish, "slack": self.slack}


Steps = tuple[tuple[int, ...], tuple[int, ...]]
"""The places along a chain, and the numbers of the links between them."""


def driving_chains(network: Network, ends: Iterable[int], drives: list[bool]) -> Iterator[Steps]:
    """Yield every chain of driving links to one of `ends`, one after another.

    Parameters
    ----------
    network : Network
    ends : iterable of int
        Places.
    drives : list of bool
        Which links drive.
    """
    ids, source = network.ids, network.links.source
    waiting: list[Steps] = [((end,), ()) for end in sorted(ends, key=lambda place: ids[place], reverse=True)]
    while waiting:
        places, links = waiting.pop()
        before = [(ids[source[link]], link) for link in network.into(places[0]) if drives[link]]
        if not before:
            yield places, links
        for _, link in sorted(before, reverse=True):
            waiting.append(((int(source[link]), *places), (link, *links)))


class Longest:
    """The chains to each place from the longest on, found one at a time.

    The recursive enumeration algorithm (Jiménez and Marzal, 1999): the next chain to a place follows from the next
    chain to one of its predecessors. It needs only that what a link asks never falls when its predecessor moves later,
    which holds on every calendar.

    Parameters
    ----------
    network : Network
    begins : list of int
        Where a chain that begins at a place starts, as a position.
    may_begin : list of bool
        Which places chains may begin at.
    asks : callable
        From a link and the start of its predecessor to the start that it asks of its successor.
    """

    def __init__(
        self, network: Network, begins: list[int], may_begin: list[bool], asks: Callable[[int, int], int]
    ) -> None:
        self._network, self._begins, self._may_begin, self._asks = network, begins, may_begin, asks
        # of each place: its chains so far as (start, link, rank at the predecessor), and a heap of what may be next
        self._found: dict[int, list[tuple[int, int | None, int]]] = {}
        self._next: dict[int, list[tuple[int, str, int, int, int | None]]] = {}

    def start(self, place: int, rank: int) -> int | None:
        """Return where a place starts if only its chain of this rank holds it; None where there are fewer."""
        if place not in self._found:
            self._open(place)
        while len(self._found[place]) <= rank:
            if not self._advance(place):
                return None
        return self._found[place][rank][0]

    def steps(self, place: int, rank: int) -> Steps:
        """Return the chain of this rank to a place."""
        places: list[int] = [place]
        links: list[int] = []
        while True:
            _, link, rank = self._found[places[-1]][rank]
            if link is None:
                return tuple(reversed(places)), tuple(reversed(links))
            links.append(link)
            places.append(int(self._network.links.source[link]))

    def _open(self, end: int) -> None:
        """Find the longest chain to `end`, and to all that it waits for; places are in topological order."""
        source, into = self._network.links.source, self._network.into
        needed, waiting = {end}, [end]
        while waiting:
            for link in into(waiting.pop()):
                before = int(source[link])
                if before not in needed and before not in self._found:
                    needed.add(before)
                    waiting.append(before)
        for place in sorted(needed):
            self._found[place], self._next[place] = [], []
            if self._may_begin[place]:
                heapq.heappush(self._next[place], (-self._begins[place], "", 0, 0, None))
            for link in into(place):
                self._offer(place, link, 0)
            self._take(place)

    def _offer(self, place: int, link: int, rank: int) -> None:
        before = int(self._network.links.source[link])
        start = self._asks(link, self._found[before][rank][0])
        heapq.heappush(self._next[place], (-start, self._network.ids[before], link, rank, link))

    def _take(self, place: int) -> bool:
        if not self._next[place]:
            return False
        start, _, _, rank, link = heapq.heappop(self._next[place])
        self._found[place].append((-start, link, rank))
        return True

    def _advance(self, place: int) -> bool:
        """Find one more chain to `place`: first, down the line, what its latest one lets come next."""
        line = [place]
        while True:
            _, link, rank = self._found[line[-1]][-1]
            if link is None:
                break
            before = int(self._network.links.source[link])
            if len(self._found[before]) > rank + 1:
                break
            line.append(before)
        more = False
        for one in reversed(line):
            _, link, rank = self._found[one][-1]
            if link is not None and len(self._found[int(self._network.links.source[link])]) > rank + 1:
                self._offer(one, link, rank + 1)
            more = self._take(one)
        return more
