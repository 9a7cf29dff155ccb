"""What a link asks of its successor and leaves its predecessor, in positions (§3).

Within one axis it adds a constant. Between axes it takes monotone steps: to the tick at which the predecessor's end
lies, over the lag, and up to the nearest position of the successor. Backward each step has an adjoint, the greatest
value that it keeps within a bound, so that late dates are exact where calendars round.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any, TypeVar

import numpy as np

from dxplan.cpm.network import Network
from dxplan.cpm.tables import IDENTITY, Axis, Ints, Mask, Step

__all__ = ["Waits", "along"]

_Column = TypeVar("_Column", Ints, Mask)

_ADJOINT = np.array([Step.START_DOWN, Step.FINISH_DOWN, Step.START, Step.FINISH])
"""For `START`, `FINISH`, `START_UP` and `FINISH_UP` the step that takes a bound back."""


def along(column: _Column, values: Ints) -> _Column:
    """Return `column` in a shape that goes with `values`, whose second axis may hold variants."""
    return column[:, None] if values.ndim > column.ndim else column


class Waits:
    """The links of a network as functions of positions.

    Parameters
    ----------
    network : Network
    """

    def __init__(self, network: Network) -> None:
        self._network = network
        links = network.links
        self._axis_source, self._axis_target = network.axis[links.source], network.axis[links.target]

    @cached_property
    def converted(self) -> Mask:
        """Which links take steps: between axes, or where a boundary is rounded to a worked day."""
        links, axes = self._network.links, self._network.axes
        worked = np.array([axes.axis(number) is Axis.WORKED for number in range(len(axes))])
        same = self._axis_source == self._axis_target
        elapsed = same & (self._axis_source == IDENTITY) & (~links.lag_working | (links.lag == 0))
        own_lag = (links.lag == 0) | (links.lag_working & (links.lag_axis == self._axis_target))
        exact = ~links.to_finish | (links.lag > 0) | (links.from_finish & (links.lag == 0))
        stays: Mask = elapsed | (same & worked[self._axis_source] & own_lag & exact)
        return ~stays

    @cached_property
    def stepping(self) -> Ints:
        """The numbers of the links that take steps."""
        return np.flatnonzero(self.converted)

    def constants(self, days: Ints, lag: Ints) -> Ints:
        """Return what each link adds to its predecessor's start to bound its successor's, where it takes no steps."""
        links = self._network.links
        constant = days[links.source]
        if not links.from_finish.all():
            constant *= along(links.from_finish, constant)
        constant = constant + along(lag, constant)
        if links.to_finish.any():
            constant -= days[links.target] * along(links.to_finish, constant)
        return constant

    def _steps(self, which: Ints, lag: Ints, leaves: Ints, arrives: Ints) -> list[tuple[Ints, Ints]]:
        """Return the steps of links: to ticks, to the days of the lag, back to ticks, to positions."""
        links = self._network.links
        working, axis = along(links.lag_working[which], lag), along(links.lag_axis[which], lag)
        by_days = np.where(working & (lag != 0), axis, IDENTITY)
        return [
            (leaves, np.where(links.from_finish[which], Step.FINISH, Step.START)),
            (by_days, np.full(lag.shape, Step.START_UP)),
            (by_days, np.where(lag > 0, Step.FINISH, Step.START)),
            (arrives, np.where(links.to_finish[which], Step.FINISH_UP, Step.START_UP)),
        ]

    def follow(self, which: Ints, value: Ints, days: Ints, lag: Ints) -> tuple[Ints, Any]:
        """Return the starts that links ask of their successors, and which answers were cut off.

        Parameters
        ----------
        which : array of int
            The numbers of links.
        value : array of int
            The start of the predecessor of each; a second axis holds variants.
        days, lag : array of int
            The duration of every place, the lag of every link.
        """
        source, target = self._network.links.source[which], self._network.links.target[which]
        axes = self._axis_source[which], self._axis_target[which]
        return self.follow_between(which, value, *axes, days[source], days[target], lag)

    def follow_between(
        self, which: Ints, value: Ints, leaves: Ints, arrives: Ints, before: Ints, after: Ints, lag: Ints
    ) -> tuple[Ints, Any]:
        """Return the same for tasks that lie on the axes `leaves` and `arrives` and take `before` and `after` days."""
        links, tables = self._network.links, self._network.axes.tables
        rows = [tables.row(axis, step) for axis, step in self._steps(which, lag[which], leaves, arrives)]
        leave, count, uncount, arrive = (along(row, value) for row in rows)
        ends = value + before * along(links.from_finish[which], value)
        ticks = tables.look(leave, ends)
        counted = tables.look(count, ticks) + along(lag[which], value)
        until = tables.look(uncount, counted)
        asked = tables.look(arrive, until) - after * along(links.to_finish[which], value)
        return asked, tables.cut_off(ends, ticks, counted, until)

    def follow_back(self, which: Ints, value: Ints, days: Ints, lag: Ints) -> tuple[Ints, Any]:
        """Return the latest starts that links leave their predecessors, given their successors' starts `value`."""
        links, tables = self._network.links, self._network.axes.tables
        axes = self._axis_source[which], self._axis_target[which]
        rows = [tables.row(axis, _ADJOINT[step]) for axis, step in self._steps(which, lag[which], *axes)]
        leave, count, uncount, arrive = (along(row, value) for row in rows)
        ends = value + days[links.target[which]] * along(links.to_finish[which], value)
        until = tables.look(arrive, ends)
        counted = tables.look(uncount, until) - along(lag[which], value)
        ticks = tables.look(count, counted)
        left = tables.look(leave, ticks) - days[links.source[which]] * along(links.from_finish[which], value)
        return left, tables.cut_off(ends, until, counted, ticks)
