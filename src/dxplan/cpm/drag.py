"""Drag: by how much the plan's finish would come earlier if one task took no time (Devaux, 1999)."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from dxplan.cpm.batch import Batch
from dxplan.cpm.many import Many
from dxplan.cpm.network import Network
from dxplan.cpm.passes import Compiled, Dates
from dxplan.cpm.tables import IDENTITY, Ints, Mask, Step

__all__ = ["drags"]


def drags(compiled: Compiled, dates: Dates, calendars: list[str | None]) -> Ints:
    """Return the drag of every place, in days of the plan's finish.

    Every task that could have one is tried: the plan is computed anew, as if it took no time, many tasks in one batch.
    It is negative where a task would begin later if it were shorter (through its finish, or as a moment at the end of
    a day) and hold up another by that.

    Parameters
    ----------
    compiled : Compiled
    dates : Dates
    calendars : list of str or None
        The calendar of each place.
    """
    network = compiled.network
    found = np.zeros(len(network), dtype=np.int64)
    places = np.flatnonzero(_candidates(compiled, dates))
    if not len(places):
        return found
    moments = np.zeros(len(network), dtype=np.int64)
    for place in places.tolist():
        if network.axis[place] != IDENTITY:
            moments[place] = network.axes.of(calendars[place], moment=True)
    finish = int(compiled.ticks(dates.early + dates.days, Step.FINISH).max())
    size = Many.width(len(network))
    batch = Many(compiled).forwards
    for begin in range(0, len(places), size):
        some = places[begin : begin + size]
        found[some] = finish - _Without(compiled, batch, dates, some, moments[some]).finish()
    return found


def _candidates(compiled: Compiled, dates: Dates) -> Mask:
    """Tell which places may have a drag: on a chain that drives the finish, or tied so that shorter may mean later."""
    network, links = compiled.network, compiled.network.links
    finish = compiled.ticks(dates.early + dates.days, Step.FINISH)
    on_chain = finish == finish.max()
    drives = compiled.asked(dates.early, dates.days, dates.lag) == dates.early[links.target]
    sources, targets = links.source[drives], links.target[drives]
    for link in np.argsort(-targets, kind="stable"):  # a link's target comes after its source
        if on_chain[targets[link]]:
            on_chain[sources[link]] = True
    on_chain[links.target[links.to_finish]] = True
    on_chain[links.source[~links.from_finish]] = True
    found: Mask = on_chain & (network.days > 0)
    return found


class _Without:
    """A batch in whose every column one task takes no time.

    A task on workdays that takes none is a moment, which lies at ends of worked days (§2): another axis than its own,
    in its own column only. Its links are therefore followed by themselves.
    """

    def __init__(self, compiled: Compiled, batch: Batch, dates: Dates, places: Ints, moments: Ints) -> None:
        self._compiled, self._batch, self._places = compiled, batch, places
        self._columns = np.arange(len(places))
        self._days = np.repeat(dates.days[:, None], len(places), axis=1)
        self._days[places, self._columns] = 0
        self._lag = dates.lag
        self._moments = moments
        network: Network = compiled.network
        moved = network.axis[places] != IDENTITY
        of_column = [
            (link, column)
            for column in np.flatnonzero(moved).tolist()
            for link in (*network.into(int(places[column])), *network.out_of(int(places[column])))
        ]
        self._pairs = np.array(of_column, dtype=np.int64).reshape(-1, 2)

    def finish(self) -> Ints:
        """Return the tick at which each plan ends."""
        return self._compiled.certain(self._attempt)

    def _attempt(self) -> Ints:
        compiled, network = self._compiled, self._compiled.network
        tables, links = network.axes.tables, network.links
        axis = np.where(self._moments > 0, self._moments, network.axis[self._places])
        own = np.repeat(compiled.earliest()[:, None], len(self._places), axis=1)
        allowed = network.earliest[self._places]
        allowed = allowed + (allowed > 0)  # a moment is reported on the day before its boundary
        tables.cover(allowed)
        tables = network.axes.tables
        own[self._places, self._columns] = tables.look(tables.row(axis, Step.START_UP), allowed)

        def ask(which: Ints, columns: Ints, value: Ints) -> tuple[Ints, Mask]:
            leaves = np.where(
                self._places[columns] == links.source[which], axis[columns], network.axis[links.source[which]]
            )
            arrives = np.where(
                self._places[columns] == links.target[which], axis[columns], network.axis[links.target[which]]
            )
            return compiled.waits.follow_between(
                which,
                value,
                leaves,
                arrives,
                self._days[links.source[which], columns],
                self._days[links.target[which], columns],
                self._lag,
            )

        batch = self._batch
        level, row = batch.where(self._pairs[:, 0])
        patches: dict[int, Callable[[Ints, Ints], None]] = {}
        for number in np.unique(level).tolist():
            here = level == number

            def patch(
                found: Ints,
                value: Ints,
                rows: Ints = row[here],
                which: Ints = self._pairs[here, 0],
                columns: Ints = self._pairs[here, 1],
            ) -> None:
                found[rows, columns] = ask(which, columns, value[batch.start_row[which], columns])[0]

            patches[number] = patch

        def convert(which: Ints, value: Ints) -> Ints:
            return compiled.waits.follow(which, value[batch.start_row[which]], self._days, self._lag)[0]

        early = batch.run(own, self._days, self._lag, convert, patches)[batch.rank]
        compiled.refuse_forward(early, self._days, self._lag)
        which, columns = self._pairs[:, 0], self._pairs[:, 1]
        cut: Mask = ask(which, columns, early[links.source[which], columns])[1]
        compiled.refuse(cut, links.source[which])
        ends = early + self._days
        own_ends = ends[self._places, self._columns]
        compiled.refuse(np.asarray(tables.cut_off(own_ends)), self._places)
        moments = tables.look(tables.row(axis, Step.FINISH), own_ends)
        ends[self._places, self._columns] = early.min() - 1  # told by `moments`
        finish: Ints = np.maximum(moments, self._last(ends))
        return finish

    def _last(self, ends: Ints) -> Ints:
        """Return the tick of the last finish among the tasks of each axis, over all of them."""
        network = self._compiled.network
        latest = []
        for axis in np.unique(network.axis).tolist():
            most = ends[network.axis == axis].max(axis=0)
            tables = network.axes.tables
            self._compiled.refuse(
                tables.cut_off(most) if axis != IDENTITY else np.zeros(len(most), dtype=bool),
                np.zeros(len(most), dtype=np.int64),
            )
            latest.append(most if axis == IDENTITY else tables.look(tables.row(axis, Step.FINISH), most))
        last: Ints = np.max(latest, axis=0)
        return last
