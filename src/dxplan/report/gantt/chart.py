"""A plan in time, as a Gantt chart."""

from __future__ import annotations

import itertools

import attrs

from dxplan.cpm.result import CriticalPath
from dxplan.cpm.worktime import WorkedDays
from dxplan.errors import UndefinedError
from dxplan.model.calendar import Calendar
from dxplan.model.plan import Plan
from dxplan.report.gantt.arrows import arrow, links
from dxplan.report.gantt.legend import samples
from dxplan.report.gantt.marks import Brush
from dxplan.report.gantt.rows import GroupRow, Row, Table, table
from dxplan.report.gantt.scale import Scale, fit
from dxplan.report.language import Lang, Language, language
from dxplan.report.lettering import shortened, width as width_of
from dxplan.report.sheet import MARGIN, finished, heading, legend, listed, notes, of_tasks
from dxplan.report.spans import Span, around
from dxplan.report.svg import Picture, group as grouped, line, rect, text
from dxplan.report.task_row import TaskRow
from dxplan.report.tips import task_tip
from dxplan.solve.schedule import Schedule

__all__ = ["gantt"]

_HEADER = 40
_AGAIN = 50  # rows after which the header comes again
_ARROWS = 60  # tasks up to which all links are drawn unless asked for
_INDENT = 12
_DEEPEST = 8
_DAY = 68  # a column of dates
_OFF_FROM = 4.0  # pixels a day from which days off are shaded


def gantt(
    cp: CriticalPath,
    /,
    *,
    baseline: CriticalPath | Schedule | None = None,
    lang: Lang = "en",
    group: bool = True,
    arrows: bool | None = None,
    rows: int = 1000,
    width: int = 1200,
) -> Picture:
    """Return the plan in time: a row a task, a bar from its first day to its last when all is as early as can be.

    Critical tasks are dark with a light core, those on a chain that decides the plan's finish have a thick edge, a
    thin line shows how far a task can move, a diamond is a milestone at the end of its day. Names and dates in full
    are said when a mark is pointed at. The same plan gives the same picture.

    Parameters
    ----------
    cp : CriticalPath
    baseline : CriticalPath or Schedule, optional
        Dates to compare with; a thin bar under each task.
    lang : {"en", "vi"}
    group : bool
        Whether tasks stand under their programmes.
    arrows : bool, optional
        Whether to draw what waits for what; where left out, all links of up to 60 tasks, and of more tasks those of
        the chains that decide the plan's finish.
    rows : int
        The most rows. In a larger plan the tasks of some programmes share a row, and where that does not do, the
        picture says what it leaves out.
    width : int
        In pixels, at least 600.

    Returns
    -------
    Picture

    Examples
    --------
    >>> import dxplan as dx
    >>> design = dx.Task(id="design", name="Thiết kế", duration="5 workdays")
    >>> build = dx.Task(id="build", duration="10 workdays", after=["design"])
    >>> cp = dx.critical_path(
    ...     dx.Plan(id="portal", start="2024-01-01", elements=[design, build])
    ... )
    >>> gantt(cp)
    Picture('Gantt chart: portal', 1200 × 208)
    >>> 'id="gantt-design"' in gantt(cp, lang="vi").text
    True
    """
    words = language(lang)
    shown = table(cp, baseline, group=group, most=max(rows, 1))
    chart = _chart(cp, shown, words, max(width, 600), baseline is not None)
    return chart.picture(arrows)


def _chart(cp: CriticalPath, shown: Table, words: Language, width: float, ghosts: bool) -> _Chart:
    indented = [
        min(row.depth, _DEEPEST) * _INDENT + width_of(_name(row), 12, bold=isinstance(row, GroupRow) or row.decides)
        for row in shown.rows
    ]
    names = min(max([100.0, *indented]) + 16, width * 0.34)
    left = MARGIN + names + 2 * _DAY + 20
    first, last = _reach(shown, cp.plan)
    height = (24 if len(shown.rows) <= 60 else 20 if len(shown.rows) <= 300 else 17) + (5 if ghosts else 0)
    scale = fit(first, last, left, width - MARGIN - left)
    return _Chart(cp, shown, words, width, names, scale, Brush(scale, height, ghosts))


def _name(row: Row) -> str:
    if isinstance(row, TaskRow):
        return row.activity.name
    return f"{row.programme.name} ({len(row.folded)})" if row.folded else row.programme.name


def _reach(shown: Table, plan: Plan) -> tuple[int, int]:
    """Return the days of the chart: all bars, and of floats and due dates what lies within half as much again."""
    bars = [row.span for row in shown.rows if row.span is not None]
    tasks = [row for row in shown.rows if isinstance(row, TaskRow)]
    bars += [one for row in tasks for one in (row.baseline, *row.repeats) if one is not None]
    whole = around([*bars, Span(plan.start.toordinal(), plan.start.toordinal())])
    assert whole is not None
    spare = max((whole.end - whole.start) // 2, 7)
    further = [row.late_end for row in tasks if row.late_end is not None]
    further += [row.activity.due.toordinal() + 1 for row in tasks if row.activity.due is not None]
    return whole.start, max([whole.end, *(one for one in further if one <= whole.end + spare)])


@attrs.frozen
class _Chart:
    """The parts of a chart, each drawn by a method.

    `names` is the width of the column of names.
    """

    cp: CriticalPath
    shown: Table
    words: Language
    width: float
    names: float
    scale: Scale
    brush: Brush

    def picture(self, arrows: bool | None) -> Picture:
        plan, words = self.cp.plan, self.words
        ids = [activity.id for activity in plan.activities]
        counted = of_tasks(plan, ids, words)
        said = [
            words.phrase("gantt"),
            words.phrase("from_to", start=plan.start, finish=self.cp.finish),
            counted,
            words.phrase("no_float", critical=len(self.cp.critical), all=len(self.cp.tasks)),
        ]
        room = self.width - 2 * MARGIN
        head, top = heading(plan.name, " · ".join(said), room)
        tops, bands, bottom = self._lay(top)
        body = [
            self._stripes(tops),
            self._off(top, bottom),
            self._grid(top, bottom),
            self._arrows(tops, arrows),
            *(self._row(row, y) for row, y in zip(self.shown.rows, tops, strict=True)),
            *(self._header(y, first=y == top) for y in bands),
            line(self.scale.left, top, self.scale.left, bottom, "edge"),
        ]
        key, high = legend(samples(self.brush.drawn, words), bottom + 10, room)
        told, more = notes(self._notes(), bottom + 14 + high, room)
        return finished(
            "\n".join([head, *(part for part in body if part), key, told]),
            title=f"{words.phrase('gantt')}: {plan.name}",
            about=words.phrase(
                "gantt_desc", tasks=counted, finish=self.cp.finish, chain=listed(next(self.cp.paths()), 30)
            ),
            width=self.width,
            height=bottom + 14 + high + more + MARGIN,
            lang=words.code,
            left_out=[*self.shown.folded, *self.shown.cut],
        )

    def _lay(self, top: float) -> tuple[list[float], list[float], float]:
        """Return where each row begins, where the headers do, and where the last row ends."""
        y = top
        tops, bands = [], []
        since = _AGAIN
        before: Row | None = None
        for row in self.shown.rows:
            if since >= _AGAIN and not isinstance(before, GroupRow):  # a programme stays with its first task
                bands.append(y)
                y += _HEADER
                since = 0
            since, before = since + 1, row
            tops.append(y)
            y += self.brush.row
        if not bands:
            bands, y = [top], top + _HEADER
        return tops, bands, y

    def _stripes(self, tops: list[float]) -> str:
        room = self.width - 2 * MARGIN
        looks = [
            "band" if isinstance(row, GroupRow) else "stripe" if place % 2 else None
            for place, row in enumerate(self.shown.rows)
        ]
        return "".join(
            rect(MARGIN, y, room, self.brush.row, look) for y, look in zip(tops, looks, strict=True) if look is not None
        )

    def _off(self, top: float, bottom: float) -> str:
        if self.scale.per_day < _OFF_FROM:
            return ""
        days = _days_off(self.cp.plan, self.scale.first, self.scale.last)
        if days:
            self.brush.drawn.add("off")
        return "".join(
            rect(
                self.scale.x(one.start),
                top + _HEADER,
                self.scale.x(one.end) - self.scale.x(one.start),
                bottom - top - _HEADER,
                "off",
            )
            for one in days
        )

    def _grid(self, top: float, bottom: float) -> str:
        strong = {cell.start for cell in self.scale.upper(self.words)}
        weak = {cell.start for cell in self.scale.lower(self.words)} - strong
        return "".join(
            line(self.scale.x(one), top, self.scale.x(one), bottom, look)
            for look, found in (("grid", weak), ("edge", strong))
            for one in sorted(found)
        )

    def _arrows(self, tops: list[float], wanted: bool | None) -> str:
        place = {row.id: y for row, y in zip(self.shown.rows, tops, strict=True)}
        tasks = {row.id: row for row in self.shown.rows if isinstance(row, TaskRow)}
        if wanted is False:
            return ""
        every = wanted or len(tasks) <= _ARROWS
        drawn = sorted((one for one in links(tasks) if every or one.drives), key=lambda one: one.drives)
        return "\n".join(
            arrow(one, place[one.source.id], place[one.target.id], self.brush, self.words) for one in drawn
        )

    def _row(self, row: Row, y: float) -> str:
        words, brush = self.words, self.brush
        bold = isinstance(row, GroupRow) or row.decides
        x = MARGIN + 8 + min(row.depth, _DEEPEST) * _INDENT
        base = y + brush.row / 2 + 4
        name = shortened(_name(row), MARGIN + self.names - x, 12, bold=bold)
        label = rect(MARGIN, y, self.scale.left - MARGIN, brush.row, "hit")
        label += text(x, base, name, "strong" if bold else "words")
        if row.days is not None:
            for column, day in enumerate(row.days):
                right = MARGIN + self.names + (column + 1) * _DAY
                label += text(right, base, words.day(day), "days", anchor="end")
        if isinstance(row, TaskRow):
            return grouped(label + brush.task(row, y), tip=task_tip(row, words), id=f"gantt-{row.id}")
        return grouped(label + brush.group(row, y), tip=_group_tip(row, words), id=f"gantt-{row.id}")

    def _header(self, y: float, *, first: bool) -> str:
        words, scale = self.words, self.scale
        upper, lower = scale.upper(words), scale.lower(words)
        drawn = [rect(MARGIN, y, self.width - 2 * MARGIN, _HEADER, "band")]
        base = y + _HEADER / 2 + 4
        drawn.append(text(MARGIN + 8, base, words.phrase("what"), "tier-strong"))
        for column, key in enumerate(("first", "last")):
            right = MARGIN + self.names + (column + 1) * _DAY
            drawn.append(text(right, base, words.phrase(key), "tier-strong", anchor="end"))
        half = _HEADER / 2 if upper else 0
        for cells, above, high, look in (
            (upper, y, _HEADER / 2, "tier-strong"),
            (lower, y + half, _HEADER - half, "tier"),
        ):
            for cell, label in scale.written(cells) if cells else ():
                x1, x2 = scale.x(cell.start), scale.x(cell.end)
                drawn.append(line(x1, above, x1, above + high, "edge"))
                if label is None:
                    continue
                if cells is lower and scale.unit == "week":  # the number is that of its first day
                    drawn.append(text(x1 + 2, above + high / 2 + 4, label, look))
                else:
                    drawn.append(text((x1 + x2) / 2, above + high / 2 + 4, label, look, anchor="middle"))
        if upper:
            drawn.append(line(scale.left, y + half, self.width - MARGIN, y + half, "edge"))
        drawn.append(line(MARGIN, y + _HEADER, self.width - MARGIN, y + _HEADER, "edge"))
        return "".join(drawn)

    def _notes(self) -> list[str]:
        plan, words, shown = self.cp.plan, self.words, self.shown
        said = []
        if shown.folded:
            said.append(words.phrase("note_folded", tasks=of_tasks(plan, shown.folded, words)))
        if shown.cut:
            said.append(words.phrase("note_cut", tasks=of_tasks(plan, shown.cut, words), ids=listed(shown.cut)))
        if (day := self.cp.projected_from) is not None:
            said.append(words.phrase("note_projected", day=day))
        if shown.gone:
            said.append(words.phrase("note_gone", ids=listed(shown.gone)))
        return said


def _group_tip(row: GroupRow, words: Language) -> str:
    """Return a line each for the name, the dates and the tasks that have no row of their own."""
    lines = [row.programme.name, *([row.id] if row.id != row.programme.name else [])]
    if row.days is not None:
        lines.append(words.phrase("from_to", start=row.days[0], finish=row.days[1]))
    return "\n".join([*lines, *(f"· {task.activity.name}" for task in row.folded)])


def _days_off(plan: Plan, first: int, last: int) -> list[Span]:
    """Return the stretches of days that the plan's calendar does not work."""
    calendar = None if plan.calendar is None else plan[plan.calendar]
    start = plan.start.toordinal()
    try:
        clock = WorkedDays(calendar if isinstance(calendar, Calendar) else None, plan.start)
        worked = clock.worked_ticks(first - start, last - start)
    except UndefinedError:  # nobody knows its public holidays
        return []
    ends = [first - 1, *(start + tick for tick in worked), last]
    return [Span(day + 1, after) for day, after in itertools.pairwise(ends) if day + 1 < after]
