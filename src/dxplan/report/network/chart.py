"""What waits for what, as a network of boxes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from graphlib import TopologicalSorter

import attrs

from dxplan.cpm.result import CriticalPath
from dxplan.report.language import Lang, Language, language
from dxplan.report.lettering import width as width_of, wrapped
from dxplan.report.network.layers import Edge, components, layered
from dxplan.report.network.places import Layout, placed
from dxplan.report.sheet import MARGIN, finished, heading, legend, listed, notes, of_tasks
from dxplan.report.spans import ends, is_moment
from dxplan.report.svg import Picture, group, number, path, rect, text
from dxplan.report.task_row import TaskRow, leading_to, task_rows
from dxplan.report.tips import float_words, link_words, task_tip

__all__ = ["network"]

_BOX = 200.0
_PAD = 12.0
_BETWEEN = 26.0  # between groups that hang together
_WIDE = 1400.0  # what groups that hang together are set side by side in
_LINKS = 8  # links a box up to which all are drawn


def network(cp: CriticalPath, /, *, lang: Lang = "en", to: str | None = None, boxes: int = 200) -> Picture:
    """Return what waits for what: a box a task, in layers from left to right, with its dates and its float.

    Critical tasks have a double edge, the links that decide the plan's finish are thick. A link says its type and its
    lag unless it runs from finish to start without one.

    Parameters
    ----------
    cp : CriticalPath
    lang : {"en", "vi"}
    to : str, optional
        Id of a task, milestone, programme or goal: only what leads to it, or to the work that decides it, is drawn,
        and thick is what decides its finish.
    boxes : int
        The most boxes. Of a larger plan those with the most float are left out, and the picture says so.

    Returns
    -------
    Picture

    Raises
    ------
    KeyError
        For an id without dates.

    Notes
    -----
    Layers, orders and points as in K. Sugiyama, S. Tagawa and M. Toda, *Methods for visual understanding of
    hierarchical system structures* (1981).

    Examples
    --------
    >>> import dxplan as dx
    >>> design = dx.Task(id="design", name="Thiết kế", duration="5 workdays")
    >>> build = dx.Task(id="build", duration="10 workdays", after=["design"])
    >>> cp = dx.critical_path(
    ...     dx.Plan(id="portal", start="2024-01-01", elements=[design, build])
    ... )
    >>> network(cp)
    Picture('Dependency network: portal', 600 × 189)
    """
    words = language(lang)
    rows = task_rows(cp, to=to)
    if to is not None:
        wanted = leading_to(ends(cp, to), {id: row.activity for id, row in rows.items()})
        rows = {id: row for id, row in rows.items() if id in wanted}
    kept = dict(sorted(rows.items(), key=_worth)[: max(boxes, 1)])
    return _Network(cp, words, kept, tuple(sorted(rows.keys() - kept.keys())), to).picture()


def _worth(item: tuple[str, TaskRow]) -> tuple[bool, bool, int, str]:
    """Return what decides which boxes are kept: the smallest first."""
    id, row = item
    return not row.decides, row.dates is None, row.dates.total_float if row.dates is not None else 0, id


@attrs.frozen
class _Wire:
    """A link with what it says, and whether it is on a chain that decides the finish."""

    edge: Edge
    said: str | None
    full: str
    drives: bool


@attrs.frozen
class _Network:
    """The parts of a network, each drawn by a method; `left_out` are ids of tasks without a box."""

    cp: CriticalPath
    words: Language
    rows: Mapping[str, TaskRow]
    left_out: tuple[str, ...]
    to: str | None

    def picture(self) -> Picture:
        plan, words = self.cp.plan, self.words
        wires, lost = self._wires()
        drawn, width, height = self._groups(wires)
        width = max(width + 2 * MARGIN, 600)
        room = width - 2 * MARGIN
        end = (
            self.cp.finish if self.to is None else max(self.cp.tasks[id].early_finish for id in ends(self.cp, self.to))
        )
        counted = of_tasks(plan, self.rows, words)
        said = [words.phrase("network_picture"), counted, words.phrase("ends_on", finish=end)]
        if self.to is not None:
            said.append(words.phrase("leads_to", name=" ".join(plan[self.to].name.split())))
        head, top = heading(plan.name, " · ".join(said), room)
        body = f'<g transform="translate({MARGIN} {number(top + 6)})">\n{drawn}\n</g>'
        bottom = top + 6 + height + 14
        key, high = legend(self._samples(wires), bottom, room)
        told, more = notes(self._notes(lost), bottom + high + 4, room)
        chain = next(self.cp.paths(to=self.to))
        return finished(
            "\n".join([head, body, key, told]),
            title=f"{words.phrase('network_picture')}: {plan.name}",
            about=words.phrase("network_desc", tasks=counted, links=len(wires), finish=end, chain=listed(chain, 30)),
            width=width,
            height=bottom + high + 4 + more + MARGIN,
            lang=words.code,
            left_out=self.left_out,
        )

    def _wires(self) -> tuple[list[_Wire], int]:
        """Return the links between boxes, those that decide last, and how many are left out."""
        found: dict[tuple[str, str, str], _Wire] = {}
        lost = 0
        for id, row in self.rows.items():
            by = row.dates.driven_by if row.dates is not None else ()
            for link in row.activity.after:
                source = self.rows.get(link.predecessor)
                if source is None or link.predecessor == id:
                    lost += source is None
                    continue
                drives = row.decides and source.decides and source.id in by
                said = link_words(link, self.words)
                full = said or link.type.value
                size = None if said is None else (width_of(said, 10.5) + 10, 22.0)
                edge = Edge(source.id, id, size)
                found[source.id, id, full] = _Wire(edge, said, full, drives)
        wires = sorted(found.values(), key=lambda wire: wire.drives)
        most = max(_LINKS * len(self.rows), 200)
        return wires[max(len(wires) - most, 0) :], lost + max(len(wires) - most, 0)

    def _groups(self, wires: Sequence[_Wire]) -> tuple[str, float, float]:
        """Return the groups that hang together, the largest first, and at the foot what hangs on nothing."""
        order = self._in_order(wires)
        linked = sorted(
            components(order, [wire.edge for wire in wires]), key=lambda ids: (-len(ids), order.index(ids[0]))
        )
        heights = {id: self._height(row) for id, row in self.rows.items()}
        drawn = []
        x = y = shelf = right = 0.0
        widest: float | None = None
        for ids in linked:
            if len(ids) == 1:
                break
            inside = set(ids)
            own = [wire for wire in wires if wire.edge.source in inside]
            edges = [wire.edge for wire in own]
            layout = placed(layered(ids, edges), edges, heights, _BOX)
            widest = max(layout.width, _WIDE) if widest is None else widest
            if x and x + layout.width > widest:
                x, y, shelf = 0.0, y + shelf + _BETWEEN, 0.0
            drawn.append(self._group(layout, own, x, y))
            right = max(right, x + layout.width)
            x, shelf = x + layout.width + 2 * _BETWEEN, max(shelf, layout.height)
        y += shelf
        alone = [ids[0] for ids in linked if len(ids) == 1]
        if alone:
            across = max(int((max(right, min(_WIDE, len(alone) * (_BOX + 16))) + 16) // (_BOX + 16)), 1)
            if drawn:
                y += _BETWEEN
                drawn.append(text(0, y + 10, self.words.phrase("unlinked"), "tier-strong"))
                y += 20
            for start in range(0, len(alone), across):
                line = alone[start : start + across]
                tall = max(heights[id] for id in line)
                for column, id in enumerate(line):
                    drawn.append(self._box(id, column * (_BOX + 16), y + tall / 2))
                right = max(right, len(line) * (_BOX + 16) - 16)
                y += tall + 16
            y -= 16
        return "\n".join(drawn), right, y

    def _in_order(self, wires: Sequence[_Wire]) -> list[str]:
        """Return ids in topological order, the earlier ones first where links leave a choice."""
        after: dict[str, list[str]] = {id: [] for id in self.rows}
        for wire in wires:
            after[wire.edge.target].append(wire.edge.source)
        sorter = TopologicalSorter(after)
        sorter.prepare()
        found: list[str] = []
        while sorter.is_active():
            ready = sorted(sorter.get_ready(), key=lambda id: (self.rows[id].span, id))
            found += ready
            sorter.done(*ready)
        return found

    def _lines(self, row: TaskRow) -> list[str]:
        return wrapped(row.activity.name, _BOX - 2 * _PAD, 12, 2, bold=row.decides)

    def _height(self, row: TaskRow) -> float:
        return 15.0 * len(self._lines(row)) + 14 * 2 + 16

    def _group(self, layout: Layout, wires: Sequence[_Wire], x: float, y: float) -> str:
        lines = [self._wire(wire, way) for wire, way in zip(wires, layout.ways, strict=True)]
        labels = [
            text(left + 5, middle - 4, wires[place].said or "", "label")
            for place, (left, middle) in layout.labels.items()
        ]
        boxes = [self._box(id, left, middle) for id, (left, middle) in layout.boxes.items()]
        inside = "\n".join([*lines, "".join(labels), *boxes])
        return f'<g transform="translate({number(x)} {number(y)})">\n{inside}\n</g>'

    def _wire(self, wire: _Wire, way: Sequence[tuple[float, float]]) -> str:
        head = 7.0 if wire.drives else 6.0
        *stretches, (end, y) = way
        drawn = f"M{number(way[0][0])},{number(way[0][1])}"
        for place, (x2, y2) in enumerate([*stretches, (end - head + 1, y)][1:], 1):
            x1, y1 = way[place - 1]
            if place % 2 == 0:  # a level stretch through a layer
                drawn += f"H{number(x2)}"
                continue
            middle = (x1 + x2) / 2
            drawn += f"C{number(middle)},{number(y1)} {number(middle)},{number(y2)} {number(x2)},{number(y2)}"
        half = 4.0 if wire.drives else 3.2
        point = f"M{number(end)},{number(y)}l{-head},{-half}v{2 * half}Z"
        tip = self.words.phrase("link_is", source=wire.edge.source, target=wire.edge.target, kind=wire.full)
        look, tip_look = ("drive", "drive-head") if wire.drives else ("wire", "head")
        return group(path(drawn, look) + path(point, tip_look), tip=tip)

    def _box(self, id: str, x: float, middle: float) -> str:
        row, words = self.rows[id], self.words
        lines = self._lines(row)
        high = self._height(row)
        y = middle - high / 2
        critical = row.dates is not None and row.dates.critical
        moment = row.dates is not None and is_moment(row.activity)
        round_ = 16.0 if moment else 3.0
        look = "box-critical" if critical else "box-decides" if row.decides else "box"
        drawn = rect(x, y, _BOX, high, look, rx=round_)
        if critical:
            drawn += rect(x + 3.5, y + 3.5, _BOX - 7, high - 7, "inner", rx=max(round_ - 3, 1))
        base = y + 19
        for line in lines:
            drawn += text(x + _PAD, base, line, "strong" if row.decides else "words")
            base += 15
        first, last = row.days
        days = words.day(last) if moment else words.phrase("from_to", start=first, finish=last)
        left = x + _PAD
        if moment:
            drawn += path(f"M{number(left + 5)},{number(base - 9)}l5,5l-5,5l-5,-5Z", "critical" if critical else "bar")
            left += 15
        drawn += text(left, base, days, "days")
        said = words.phrase("all_the_time") if row.dates is None else float_words(row, words)
        drawn += text(x + _PAD, base + 14, said, "days")
        return group(drawn, tip=task_tip(row, words), id=f"network-{id}")

    def _samples(self, wires: Iterable[_Wire]) -> list[tuple[str, str]]:
        words = self.words
        rows = list(self.rows.values())
        wires = list(wires)
        arrow = path("M2,10H22", "wire") + path("M28,10l-6,-3.2v6.4Z", "head")
        drive = path("M2,10H22", "drive") + path("M28,10l-7,-4v8Z", "drive-head")
        critical = rect(3, 3, 24, 14, "box-critical", rx=2) + rect(6, 6, 18, 8, "inner", rx=1)
        known = [
            (any(row.dates is not None and row.dates.critical for row in rows), critical, "legend_critical"),
            (any(row.decides for row in rows), rect(3, 3, 24, 14, "box-decides", rx=2), "legend_decides"),
            (any(wire.drives for wire in wires), drive, "legend_drive"),
            (any(not wire.drives for wire in wires), arrow, "legend_arrow"),
            (any(is_moment(row.activity) for row in rows), path("M15,5l5,5l-5,5l-5,-5Z", "bar"), "legend_milestone"),
        ]
        return [(mark, words.phrase(phrase)) for there, mark, phrase in known if there]

    def _notes(self, lost: int) -> list[str]:
        words = self.words
        said = []
        if self.left_out:
            counted = of_tasks(self.cp.plan, self.left_out, words)
            said.append(words.phrase("note_least", tasks=counted, ids=listed(self.left_out)))
        if lost:
            said.append(words.phrase("note_links", count=lost))
        return said
