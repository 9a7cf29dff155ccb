"""The links between rows, as lines with right angles that keep out of other rows' texts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import attrs

from dxplan.model.task import Dependency, DependencyType, Milestone, Task
from dxplan.report.gantt.marks import Brush
from dxplan.report.language import Language
from dxplan.report.svg import group, number, path
from dxplan.report.task_row import TaskRow
from dxplan.report.tips import link_words

__all__ = ["Link", "arrow", "links"]

_OUT = 6.0  # how far a line runs before it turns
_HEAD = 5.0


@attrs.frozen
class Link:
    """A dependency between two rows; `drives` where it is on a chain that decides the plan's finish."""

    source: TaskRow
    target: TaskRow
    dependency: Dependency
    drives: bool


def links(rows: Mapping[str, TaskRow]) -> Iterator[Link]:
    """Yield every dependency between tasks that have rows."""
    for target in rows.values():
        activity: Task | Milestone = target.activity
        for dependency in activity.after:
            source = rows.get(dependency.predecessor)
            if source is not None and source is not target:
                by = target.dates.driven_by if target.dates is not None else ()
                yield Link(source, target, dependency, target.decides and source.decides and source.id in by)


def arrow(link: Link, y1: float, y2: float, brush: Brush, words: Language) -> str:
    """Return the arrow of a link from the row that begins at `y1` to the one at `y2`."""
    kind = link.dependency.type
    m1, m2 = brush.middle(y1), brush.middle(y2)
    start, finish = brush.ends(link.source.span)
    from_finish = kind in (DependencyType.FS, DependencyType.FF)
    to_start = kind in (DependencyType.FS, DependencyType.SS)
    x1 = finish if from_finish else start
    x2 = brush.ends(link.target.span)[0 if to_start else 1]
    down = 1 if m2 > m1 else -1
    side = m2 - down * brush.row / 2  # the line between the target's row and the one before it
    if from_finish and to_start and x1 - 1 <= x2 < x1 + 2 * _OUT:
        room = (brush.ends(link.target.span)[1] - x2) / 2
        x, y = x2 + min(4.0, room), m2 - down * (brush.thick / 2 + 1)
        line, head = f"M{_at(x1, m1)}H{number(x)}V{number(y - down * _HEAD)}", _pointer(x, y, 0, down)
    elif from_finish and to_start and x2 >= x1 + 2 * _OUT:
        line, head = f"M{_at(x1, m1)}h{_OUT}V{number(m2)}H{number(x2 - _HEAD)}", _pointer(x2, m2, 1, 0)
    elif from_finish and to_start:
        back = x2 - _OUT - 2
        line = f"M{_at(x1, m1)}h{_OUT}V{number(side)}H{number(back)}V{number(m2)}H{number(x2 - _HEAD)}"
        head = _pointer(x2, m2, 1, 0)
    elif to_start:
        turn = min(x1, x2) - _OUT - 2
        line, head = f"M{_at(x1, m1)}H{number(turn)}V{number(m2)}H{number(x2 - _HEAD)}", _pointer(x2, m2, 1, 0)
    elif from_finish:
        turn = max(x1, x2) + _OUT + 2
        line, head = f"M{_at(x1, m1)}H{number(turn)}V{number(m2)}H{number(x2 + _HEAD)}", _pointer(x2, m2, -1, 0)
    else:
        turn = x2 + _OUT + 2
        line = f"M{_at(x1, m1)}h{-_OUT}V{number(side)}H{number(turn)}V{number(m2)}H{number(x2 + _HEAD)}"
        head = _pointer(x2, m2, -1, 0)
    look = "drive" if link.drives else "arrow"
    brush.drawn.add(look)
    said = link_words(link.dependency, words) or kind.value
    tip = words.phrase("link_is", source=link.source.id, target=link.target.id, kind=said)
    return group(path(line, look) + path(head, "drive-head" if link.drives else "head"), tip=tip)


def _at(x: float, y: float) -> str:
    return f"{number(x)},{number(y)}"


def _pointer(x: float, y: float, across: int, down: int) -> str:
    """Return a triangle whose tip is at a point, seen from where it comes."""
    if across:
        return f"M{_at(x, y)}l{-across * _HEAD - across},-3.2v6.4Z"
    return f"M{_at(x, y)}l-3.2,{-down * _HEAD - down}h6.4Z"
