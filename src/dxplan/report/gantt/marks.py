"""What is drawn in a row: bars, diamonds, floats, due dates, bounds and baselines."""

from __future__ import annotations

import attrs

from dxplan.report.gantt.rows import GroupRow
from dxplan.report.gantt.scale import Scale
from dxplan.report.spans import Span, is_moment, merged
from dxplan.report.svg import circle, line, number, path, rect
from dxplan.report.task_row import TaskRow

__all__ = ["Brush"]

_LEAST = 2.0  # a bar stays visible, however short
_TOLD_APART = 1.5  # pixels
_BOUNDS_FROM = 18  # height of a row in which marks for bounds are legible


@attrs.define
class Brush:
    """Draws marks at their place; remembers what it has drawn, for the legend.

    Parameters
    ----------
    scale : Scale
    row : float
        Height of a row.
    baseline : bool
        Whether rows leave room for a baseline.
    """

    scale: Scale
    row: float
    baseline: bool
    drawn: set[str] = attrs.field(factory=set)

    @property
    def thick(self) -> float:
        """How thick a bar is."""
        return round((self.row - self._below) * 0.54)

    @property
    def _below(self) -> float:
        return 5 if self.baseline else 0

    def middle(self, y: float) -> float:
        """Return the line on which bars lie, in the row that begins at `y`."""
        return y + 1 + (self.row - self._below) / 2

    def ends(self, span: Span) -> tuple[float, float]:
        """Return where a bar begins and ends."""
        x1, x2 = self.scale.x(span.start), self.scale.x(span.end)
        return x1, max(x2, x1 + (0 if span.start == span.end else _LEAST))

    def task(self, row: TaskRow, y: float) -> str:
        """Return the marks of a task's row."""
        if row.dates is None:
            return self._ghost(row, y) + self._bar(row.span, y, "always", "always") + self._due(row, y)
        moment = is_moment(row.activity)
        marks = self._ghost(row, y) + (self._repeats(row, y) if row.repeats else self._float(row, y))
        marks += self._moment(row, y) if moment else self._work(row, y)
        return marks + self._due(row, y) + self._bounds(row, y, 1 if moment else 0)

    def group(self, row: GroupRow, y: float) -> str:
        """Return the marks of a programme's row."""
        if row.span is None:
            return ""
        x1, x2 = self.ends(row.span)
        m = self.middle(y)
        if row.folded:
            return self._folded(row, y) + rect(x1, m - self.thick / 2 - 2, max(x2 - x1, _LEAST), 3, "summary")
        self.drawn.add("programme")
        tip = min(5.0, (x2 - x1) / 2)
        return path(
            f"M{number(x1)},{number(m - 4)}H{number(x2)}V{number(m + 5)}L{number(x2 - tip)},{number(m)}"
            f"H{number(x1 + tip)}L{number(x1)},{number(m + 5)}Z",
            "summary",
        )

    def _folded(self, row: GroupRow, y: float) -> str:
        self.drawn.add("folded")
        critical = [task.span for task in row.folded if task.dates is not None and task.dates.critical]
        return "".join(
            rect(x1, self.middle(y) - self.thick / 2 + 3, max(x2 - x1, _LEAST), self.thick - 2, look)
            for look, found in (("bar", [task.span for task in row.folded]), ("critical", critical))
            for x1, x2 in map(self.ends, merged(found))
        )

    def _bar(self, span: Span, y: float, look: str, kind: str) -> str:
        self.drawn.add(kind)
        x1, x2 = self.ends(span)
        return rect(x1, self.middle(y) - self.thick / 2, x2 - x1, self.thick, look, rx=1.5)

    def _work(self, row: TaskRow, y: float) -> str:
        assert row.dates is not None
        look = "critical" if row.dates.critical else "bar"
        x1, x2 = self.ends(row.span)
        marks = self._bar(row.span, y, look, look)
        m = self.middle(y)
        if row.dates.critical and x2 - x1 > 8:  # a light core tells it without colour
            marks += line(x1 + 3, m, x2 - 3, m, "core")
        if row.decides:
            self.drawn.add("decides")
            marks += rect(x1 - 1, m - self.thick / 2 - 1, x2 - x1 + 2, self.thick + 2, "ring", rx=2.5)
        return marks

    def _repeats(self, row: TaskRow, y: float) -> str:
        """Return where a task comes again; times that lie too close to tell apart become one mark."""
        shown: list[Span] = []
        for one in row.repeats:
            if shown and self.scale.x(one.start) - self.scale.x(shown[-1].end) < _TOLD_APART:
                shown[-1] = Span(shown[-1].start, max(one.end, shown[-1].end))
            else:
                shown.append(one)
        return "".join(
            self._diamond(one, y, "again", "again", 0) if one.start == one.end else self._bar(one, y, "again", "again")
            for one in shown
        )

    def _diamond(self, span: Span, y: float, look: str, kind: str, more: float = 1) -> str:
        self.drawn.add(kind)
        x, m, r = self.scale.x(span.end), self.middle(y), self.thick / 2 + more
        return path(
            f"M{number(x)},{number(m - r)}L{number(x + r)},{number(m)}L{number(x)},{number(m + r)}"
            f"L{number(x - r)},{number(m)}Z",
            look,
        )

    def _moment(self, row: TaskRow, y: float) -> str:
        assert row.dates is not None
        critical = row.dates.critical
        marks = self._diamond(row.span, y, "critical" if critical else "bar", "milestone")
        if critical:
            self.drawn.add("critical")
            marks += circle(self.scale.x(row.span.end), self.middle(y), self.thick / 6, "dot")
        if row.decides:
            marks += self._diamond(row.span, y, "ring", "decides", 2.5)
        return marks

    def _float(self, row: TaskRow, y: float) -> str:
        if row.late_end is None or row.late_end <= row.span.end:
            return ""
        self.drawn.add("float")
        x1, x2 = self.ends(row.span)[1], self.scale.x(row.late_end)
        m = self.middle(y)
        marks = line(x1, m, x2, m, "float")
        if self.scale.holds(row.late_end):
            return marks + line(x2, m - 3.5, x2, m + 3.5, "float")
        return marks + self._beyond(m, right=True)

    def _beyond(self, y: float, *, right: bool) -> str:
        self.drawn.add("beyond")
        x = self.scale.x(self.scale.last if right else self.scale.first)
        side = -6 if right else 6
        return path(f"M{number(x)},{number(y)}l{side},-4v8Z", "head")

    def _ghost(self, row: TaskRow, y: float) -> str:
        if row.baseline is None:
            return ""
        self.drawn.add("baseline")
        x1, x2 = self.ends(row.baseline)
        top = y + self.row - 6
        if row.baseline.start == row.baseline.end:
            return path(f"M{number(x1)},{number(top - 2)}l3.5,3.5l-3.5,3.5l-3.5,-3.5Z", "ghost")
        return rect(x1, top, x2 - x1, 3.5, "ghost")

    def _due(self, row: TaskRow, y: float) -> str:
        due = row.activity.due
        if due is None:
            return ""
        boundary = due.toordinal() + 1
        if not self.scale.holds(boundary):
            return self._beyond(y + 5, right=boundary > self.scale.last)
        missed = boundary < row.span.end
        look = "missed" if missed else "due"
        self.drawn.add(look)
        x, top, m = self.scale.x(boundary), y + 1.5, self.middle(y)
        marks = ""
        if missed:
            below = m + self.thick / 2 + 2
            marks = line(x, below, self.scale.x(row.span.end), below, "over")
            marks += line(x, top + 4, x, m + self.thick / 2 + 2, "halo")
        marks += line(x, top + 4, x, m + self.thick / 2 + 2, look)
        return marks + path(f"M{number(x - 4)},{number(top)}h8l-4,6Z", look)

    def _bounds(self, row: TaskRow, y: float, moment: int) -> str:
        if self.row < _BOUNDS_FROM:
            return ""
        marks = ""
        m, half = self.middle(y), self.thick / 2
        earliest, on = row.activity.not_before, row.activity.on
        x1, x2 = self.ends(row.span)
        if (
            earliest is not None
            and self.scale.holds(boundary := earliest.toordinal() + moment)
            and (x2 - x1 > 2 * half or x1 - self.scale.x(boundary) > 2 * half)  # beside it, or on a long bar
        ):
            self.drawn.add("not_before")
            x = self.scale.x(boundary) - 2
            marks += path(
                f"M{number(x + 4)},{number(m - half - 2)}H{number(x)}V{number(m + half + 2)}H{number(x + 4)}", "bound"
            )
        if on is not None and self.scale.holds(boundary := on.toordinal() + moment):
            self.drawn.add("on")
            x = self.scale.x(boundary)
            marks += path(f"M{number(x)},{number(m + half + 1)}l-3.5,5h7Z", "pin")
        return marks
