"""Waits as dxplan says them: between tasks. Those of summary tasks go over to the tasks below them."""

from __future__ import annotations

import math
from fractions import Fraction

import attrs

from dxplan.io.msproject.document import LinkRow, TaskRow
from dxplan.io.msproject.fields import Fields
from dxplan.io.msproject.tasks import Outline
from dxplan.io.msproject.time import PERCENT

__all__ = ["settle_links"]

_MOST_LINKS = 100_000  # that waits of summary tasks may become
_MOST_DAYS = 73_050  # of a duration


def settle_links(outline: Outline, minutes_per_day: int) -> list[TaskRow]:
    """Return the rows with every wait between two tasks; what dxplan cannot say is told."""
    rows = {row.uid: row for row in outline.rows}
    below = _Below(outline.rows)
    links: dict[int, list[LinkRow]] = {uid: [] for uid in rows}
    budget = _MOST_LINKS
    for row in outline.rows:
        for place, link in enumerate(row.links):
            fields = Fields(
                outline.fields[row.uid].record["PredecessorLink"][place],
                outline.fields[row.uid].told,
                (*outline.fields[row.uid].path, "PredecessorLink", place),
                outline.fields[row.uid].name,
            )
            if link.predecessor not in rows:
                _missing(link, outline, fields)
                continue
            link = _without_percent(link, rows[link.predecessor], fields, minutes_per_day)
            if link.predecessor not in below and row.uid not in below:
                links[row.uid].append(link)
                continue
            number = below.count(link.predecessor) * below.count(row.uid)
            can = _can_go_over(link, link.predecessor in below, row.uid in below)
            if not can or not 0 < number <= budget:
                fields.loss(f"left out: a {link.type} wait of a summary task", link.predecessor, "PredecessorUID")
                continue
            fields.loss(
                "a wait of a summary task: it goes over to the tasks below",
                f"{number} waits",
                "PredecessorUID",
            )
            budget -= number
            for successor in below.of(row.uid):
                links[successor] += [
                    attrs.evolve(link, predecessor=one) for one in below.of(link.predecessor) if one != successor
                ]
    return [attrs.evolve(row, links=tuple(links[row.uid])) for row in outline.rows]


class _Below:
    """Which tasks lie below each summary task: a run of those that are none themselves, in the order of the file."""

    def __init__(self, rows: list[TaskRow]) -> None:
        self._leaves: list[int] = []
        self._runs: dict[int, tuple[int, int]] = {}
        above: list[tuple[int, int, int]] = []  # level, UID and first leaf of each summary task that is still open
        for row in [*rows, None]:
            while above and (row is None or above[-1][0] >= row.level):
                _, uid, first = above.pop()
                self._runs[uid] = first, len(self._leaves)
            if row is not None and row.summary:
                above.append((row.level, row.uid, len(self._leaves)))
            elif row is not None:
                self._leaves.append(row.uid)

    def __contains__(self, uid: int) -> bool:
        return uid in self._runs

    def count(self, uid: int) -> int:
        """Return how many tasks a wait of this task concerns: 1 of a task, of a summary task those below it."""
        first, end = self._runs.get(uid, (0, 1))
        return end - first

    def of(self, uid: int) -> list[int]:
        """Return the tasks that a wait of this task concerns."""
        if uid not in self._runs:
            return [uid]
        first, end = self._runs[uid]
        return self._leaves[first:end]


def _can_go_over(link: LinkRow, from_summary: bool, to_summary: bool) -> bool:
    """Tell whether the waits of all tasks below mean the same as the wait of the summary task.

    A summary task finishes with the last of its tasks: to wait for its finish is to wait for each. It starts with the
    first of them: nothing says that in waits between tasks, if it is the one that is waited for.
    """
    if from_summary and link.type[0] == "S":
        return False
    return not (to_summary and link.type[1] == "F")


def _missing(link: LinkRow, outline: Outline, fields: Fields) -> None:
    if link.predecessor in outline.skipped:
        fields.loss("left out: a wait for a task that is left out", link.predecessor, "PredecessorUID")
        return
    problem = "there is no task with this UID"
    fields.defect("reference.dangling", problem, "correct it, or remove the link", link.predecessor, "PredecessorUID")


def _without_percent(link: LinkRow, predecessor: TaskRow, fields: Fields, minutes_per_day: int) -> LinkRow:
    """Return the link with a lag in days where it is a part of the predecessor's duration."""
    if link.format not in PERCENT:
        return link
    elapsed = link.format in (20, 52)
    format = 8 if elapsed else 7
    minutes = None if predecessor.summary else predecessor.minutes
    if minutes is None or abs(link.lag) > 10_000:
        fields.loss("left out: a lag in percent of what has no duration", f"{link.lag} %", "LinkLag")
        return attrs.evolve(link, lag=Fraction(0), format=format)
    a_day = 1440 if elapsed else minutes_per_day
    days = math.ceil(minutes * link.lag / 100 / a_day)
    if abs(days) > _MOST_DAYS:
        fields.loss("left out: a lag of centuries", f"{link.lag} %", "LinkLag")
        return attrs.evolve(link, lag=Fraction(0), format=format)
    fields.loss("a lag in percent: now in whole days", f"{link.lag} %, {days} days", "LinkLag")
    return attrs.evolve(link, lag=Fraction(days * a_day), format=format)
