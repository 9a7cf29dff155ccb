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


def settle_links(outline: Outline, minutes_per_day: int) -> list[TaskRow]:
    """Return the rows with every wait between two tasks; what dxplan cannot say is told."""
    rows = {row.uid: row for row in outline.rows}
    below = _below(outline.rows)
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
            ends = [below.get(link.predecessor, [link.predecessor]), below.get(row.uid, [row.uid])]
            if link.predecessor not in below and row.uid not in below:
                links[row.uid].append(link)
                continue
            budget -= len(ends[0]) * len(ends[1])
            if not _can_go_over(link, link.predecessor in below, row.uid in below) or budget < 0 or [] in ends:
                fields.loss(f"left out: a {link.type} wait of a summary task", link.predecessor, "PredecessorUID")
                continue
            fields.loss(
                "a wait of a summary task: it goes over to the tasks below",
                f"{len(ends[0]) * len(ends[1])} waits",
                "PredecessorUID",
            )
            for successor in ends[1]:
                links[successor] += [attrs.evolve(link, predecessor=one) for one in ends[0] if one != successor]
    return [attrs.evolve(row, links=tuple(links[row.uid])) for row in outline.rows]


def _below(rows: list[TaskRow]) -> dict[int, list[int]]:
    """Return, for each summary task, the tasks below it that are none themselves."""
    found: dict[int, list[int]] = {row.uid: [] for row in rows if row.summary}
    above: list[int] = []
    for row in rows:
        del above[row.level - 1 :]
        if row.summary:
            above.append(row.uid)
        else:
            for uid in above:
                found[uid].append(row.uid)
            above.append(row.uid)
    return found


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
    fields.loss("a lag in percent: now in whole days", f"{link.lag} %, {days} days", "LinkLag")
    return attrs.evolve(link, lag=Fraction(days * a_day), format=format)
