"""What waits for what, as text for Mermaid and Graphviz."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping

import attrs

from dxplan.cpm.analysis import critical_path
from dxplan.cpm.compile import find_cycle
from dxplan.cpm.result import CriticalPath
from dxplan.errors import CycleError, UndefinedError
from dxplan.model.plan import Plan
from dxplan.model.task import Milestone, Task
from dxplan.report.breakdown import Level, breakdown
from dxplan.report.language import Lang, Language, language
from dxplan.report.lettering import wrapped
from dxplan.report.spans import ends, is_moment
from dxplan.report.task_row import TaskRow, leading_to, task_rows
from dxplan.report.tips import float_words, link_words

__all__ = ["dot", "mermaid", "mermaid_gantt"]

_ROOM = 210.0  # a name breaks into lines where it would be wider


@attrs.frozen
class _Arrow:
    """A dependency; `said` is None where it runs from finish to start without a lag."""

    source: str
    target: str
    said: str | None
    drives: bool
    in_circle: bool


@attrs.frozen
class _Graph:
    """What the texts say: tasks by id, their dates where there are any, and the programmes around them."""

    plan: Plan
    words: Language
    tasks: Mapping[str, Task | Milestone]
    rows: Mapping[str, TaskRow]
    levels: tuple[Level, ...]

    def lines(self, id: str) -> list[str]:
        """Return name, dates and float of a task."""
        row, words = self.rows.get(id), self.words
        lines = wrapped(self.tasks[id].name, _ROOM, 12, 4)
        if row is None:
            return lines
        first, last = row.days
        if row.dates is None:
            return [*lines, words.phrase("all_the_time")]
        days = words.day(last) if is_moment(row.activity) else words.phrase("from_to", start=first, finish=last)
        return [*lines, days, float_words(row, words)]

    def moment(self, id: str) -> bool:
        return is_moment(self.tasks[id])

    def critical(self, id: str) -> bool:
        row = self.rows.get(id)
        return row is not None and row.dates is not None and row.dates.critical

    def decides(self, id: str) -> bool:
        row = self.rows.get(id)
        return row is not None and row.decides

    def arrows(self) -> Iterator[_Arrow]:
        """Yield the dependencies between the tasks, each text once."""
        circle = find_cycle(self.plan) or ()
        around = set(zip(circle, (*circle[1:], *circle[:1]), strict=True))
        for id, task in self.tasks.items():
            row = self.rows.get(id)
            by = row.dates.driven_by if row is not None and row.dates is not None else ()
            for source, said in dict.fromkeys((link.predecessor, link_words(link, self.words)) for link in task.after):
                if source in self.tasks:
                    drives = source in by and self.decides(id) and self.decides(source)
                    yield _Arrow(source, id, said, drives, (source, id) in around)

    def inside(self) -> dict[str | None, list[str]]:
        """Return the ids of the tasks in each programme; of those outside of any, for None."""
        programmes = {level.programme.id for level in self.levels}
        found: dict[str | None, list[str]] = defaultdict(list)
        for id, task in self.tasks.items():
            found[task.within if task.within in programmes else None].append(id)
        return found


def _graph(plan: CriticalPath | Plan, lang: Lang, to: str | None, group: bool) -> _Graph:
    path: CriticalPath | None
    if isinstance(plan, CriticalPath):
        path, plan = plan, plan.plan
    else:
        try:
            path = critical_path(plan)
        except (CycleError, UndefinedError):
            path = None
    tasks: dict[str, Task | Milestone] = {task.id: task for task in plan.activities}
    if to is not None:
        wanted = leading_to(_meant(to, plan, path), tasks)
        tasks = {id: task for id, task in tasks.items() if id in wanted}
    rows = {} if path is None else task_rows(path, to=to)
    return _Graph(plan, language(lang), tasks, rows, _filled(plan, tasks) if group else ())


def _meant(to: str, plan: Plan, path: CriticalPath | None) -> set[str]:
    """Return the tasks that `to` means; without dates it can only be a task or milestone."""
    if path is not None:
        return ends(path, to)
    if to in plan and isinstance(plan[to], (Task, Milestone)):
        return {to}
    raise KeyError(f"{to!r} is no task or milestone of this plan")


def _filled(plan: Plan, tasks: Mapping[str, Task | Milestone]) -> tuple[Level, ...]:
    """Return the programmes that hold one of the tasks, however deep."""
    levels = breakdown(plan)
    used: set[str | None] = {task.within for task in tasks.values()}
    for level in reversed(levels):
        if level.programme.id in used:
            used.add(level.above)
    return tuple(level for level in levels if level.programme.id in used)


def _nested(
    graph: _Graph, head: Callable[[int, str], str], foot: str, members: Mapping[str | None, Iterable[str]]
) -> Iterator[str]:
    """Yield lines in which programmes hold each other.

    `head` makes a line from the number and the name of a programme, `members` are the lines of its tasks.
    """
    opened = 0
    for place, level in enumerate(graph.levels):
        while opened > level.depth:
            yield "  " * opened + foot
            opened -= 1
        opened += 1
        yield "  " * opened + head(place, level.programme.name)
        yield from ("  " * (opened + 1) + line for line in members.get(level.programme.id, ()))
    while opened:
        yield "  " * opened + foot
        opened -= 1
    yield from ("  " + line for line in members.get(None, ()))


# Mermaid -----------------------------------------------------------------------------------------------------------

# style lines with colours that are legible on light and dark pages; the thick edge tells without colour
_MERMAID_CLASSES = (
    "classDef critical stroke:#b3201a,stroke-width:3px",
    "classDef decides stroke-width:3px",
)
_MERMAID_DRIVES = "stroke-width:3px"
_KEYWORD = re.compile(
    r"(?i)(title|section|click|call|href|gantt|dateformat|axisformat|tickinterval|includes|excludes|todaymarker|"
    r"topaxis|inclusiveenddates|weekday|weekend|acctitle|accdescr|end)"
)


def mermaid(plan: CriticalPath | Plan, /, *, lang: Lang = "en", to: str | None = None, group: bool = True) -> str:
    """Return what waits for what as a Mermaid flowchart, which GitHub, GitLab and many wikis draw.

    Critical tasks have a red edge, the links that decide the plan's finish are thick, a milestone is a hexagon. A
    circle of dependencies is dotted.

    Parameters
    ----------
    plan : CriticalPath or Plan
        A plan whose dates cannot be computed, because its dependencies run in a circle or a task has no duration, is
        drawn without dates.
    lang : {"en", "vi"}
    to : str, optional
        Id of a task, milestone, programme or goal: only what leads to it, or to the work that decides it, is drawn.
        Where there are no dates, of a task or milestone.
    group : bool
        Whether programmes are drawn around their tasks.

    Raises
    ------
    KeyError
        For an id without dates, or, where there are none at all, that is no task or milestone.

    Examples
    --------
    >>> import dxplan as dx
    >>> design = dx.Task(id="design", name='The "design"')
    >>> build = dx.Task(id="build", after=dx.Dependency(predecessor="design", type="SS"))
    >>> print(
    ...     mermaid(dx.Plan(id="portal", start="2024-01-01", elements=[design, build])),
    ...     end="",
    ... )
    flowchart LR
      n0["The #34;design#34;"]
      n1["build"]
      n0 -->|"SS"| n1
    """
    graph = _graph(plan, lang, to, group)
    names = {id: f"n{place}" for place, id in enumerate(graph.tasks)}
    members = {
        programme: [_mermaid_node(graph, id, names[id]) for id in ids] for programme, ids in graph.inside().items()
    }
    lines = ["flowchart LR"]
    lines += _nested(graph, lambda place, name: f'subgraph g{place}["{_mermaid_text(name)}"]', "end", members)
    thick = []
    for place, arrow in enumerate(graph.arrows()):
        shaft = "-.->" if arrow.in_circle else "==>" if arrow.drives else "-->"
        said = "" if arrow.said is None else f'|"{_mermaid_text(arrow.said)}"|'
        lines.append(f"  {names[arrow.source]} {shaft}{said} {names[arrow.target]}")
        if arrow.drives:
            thick.append(str(place))
    if any(graph.critical(id) or graph.decides(id) for id in graph.tasks):
        lines += [f"  {line}" for line in _MERMAID_CLASSES]
    if thick:
        lines.append(f"  linkStyle {','.join(thick)} {_MERMAID_DRIVES}")
    return "\n".join(lines) + "\n"


def _mermaid_node(graph: _Graph, id: str, name: str) -> str:
    said = "<br>".join(_mermaid_text(line) for line in graph.lines(id))
    shape = f'{{{{"{said}"}}}}' if graph.moment(id) else f'["{said}"]'
    look = ":::critical" if graph.critical(id) else ":::decides" if graph.decides(id) else ""
    return name + shape + look


def _mermaid_text(words: str) -> str:
    """Return a text in which no character means something to Mermaid or to HTML.

    Examples
    --------
    >>> _mermaid_text("Cổng <b> %%{init}%%")
    'Cổng #60;b#62; #37;#37;#123;init#125;#37;#37;'
    """
    return "".join(
        mark if unicodedata.category(mark)[0] in "LMN" or mark in " .,/+-−–—…()" else f"#{ord(mark)};"
        for mark in " ".join(words.split())
    )


def mermaid_gantt(cp: CriticalPath, /, *, lang: Lang = "en", group: bool = True) -> str:
    """Return the earliest dates as a Mermaid Gantt chart.

    It holds tasks and milestones with their dates, the critical ones marked; floats, due dates and links are left to
    `gantt`, for Mermaid has no words for them. Work that goes on all the time is drawn from its beginning to its end.

    Parameters
    ----------
    cp : CriticalPath
    lang : {"en", "vi"}
    group : bool
        Whether tasks stand in sections by their programmes.

    Examples
    --------
    >>> import dxplan as dx
    >>> design = dx.Task(id="design", duration="5 workdays")
    >>> done = dx.Milestone(id="done", after=["design"])
    >>> plan = dx.Plan(id="portal", start="2024-01-01", elements=[design, done])
    >>> print(mermaid_gantt(dx.critical_path(plan)), end="")
    gantt
      title portal
      dateFormat YYYY-MM-DD
      design :crit, 2024-01-01, 2024-01-06
      done :crit, milestone, 2024-01-06, 0d
    """
    graph = _graph(cp, lang, None, group)
    inside = graph.inside()
    lines = ["gantt", f"  title {_mermaid_text(graph.plan.name)}", "  dateFormat YYYY-MM-DD"]
    lines += [f"  {_gantt_line(graph, id)}" for id in _by_start(graph, inside[None])]
    for level in graph.levels:
        if inside[level.programme.id]:
            lines.append(f"  section {_mermaid_text(level.programme.name)}")
            lines += [f"  {_gantt_line(graph, id)}" for id in _by_start(graph, inside[level.programme.id])]
    return "\n".join(lines) + "\n"


def _by_start(graph: _Graph, ids: Iterable[str]) -> list[str]:
    return sorted(ids, key=lambda id: (graph.rows[id].span, id))


def _gantt_line(graph: _Graph, id: str) -> str:
    said = _mermaid_text(graph.tasks[id].name)
    if _KEYWORD.match(said):
        said = f"#{ord(said[0])};{said[1:]}"
    mark = "crit, " if graph.critical(id) else ""
    start, end = (_day(boundary) for boundary in (graph.rows[id].span.start, graph.rows[id].span.end))
    return f"{said} :{mark}{f'milestone, {end}, 0d' if graph.moment(id) else f'{start}, {end}'}"


def _day(boundary: int) -> str:
    return dt.date.fromordinal(min(boundary, dt.date.max.toordinal())).isoformat()


# Graphviz ----------------------------------------------------------------------------------------------------------


def dot(plan: CriticalPath | Plan, /, *, lang: Lang = "en", to: str | None = None, group: bool = True) -> str:
    r"""Return what waits for what in the language of Graphviz: ``dot -Tpdf plan.dot -o plan.pdf``.

    Nodes are named by their ids. Critical tasks have a double edge, the links that decide the plan's finish are thick,
    a milestone has round ends. A circle of dependencies is dashed.

    Parameters
    ----------
    plan : CriticalPath or Plan
        A plan whose dates cannot be computed, because its dependencies run in a circle or a task has no duration, is
        drawn without dates.
    lang : {"en", "vi"}
    to : str, optional
        Id of a task, milestone, programme or goal: only what leads to it, or to the work that decides it, is drawn.
        Where there are no dates, of a task or milestone.
    group : bool
        Whether programmes are drawn around their tasks.

    Raises
    ------
    KeyError
        For an id without dates, or, where there are none at all, that is no task or milestone.

    Examples
    --------
    >>> import dxplan as dx
    >>> design = dx.Task(id="design", name='The "design"')
    >>> build = dx.Task(id="build", after=dx.Dependency(predecessor="design", type="SS"))
    >>> print(
    ...     dot(dx.Plan(id="portal", start="2024-01-01", elements=[design, build])), end=""
    ... )
    digraph "portal" {
      graph [rankdir=LR, fontname="sans-serif", label="portal", labelloc=t]
      node [shape=box, fontname="sans-serif", fontsize=11]
      edge [fontname="sans-serif", fontsize=9]
      "design" [label="The \"design\""]
      "build" [label="build"]
      "design" -> "build" [label="SS"]
    }
    """
    graph = _graph(plan, lang, to, group)
    name = _quoted(graph.plan.name)
    lines = [
        f"digraph {_quoted(graph.plan.id)} {{",
        f'  graph [rankdir=LR, fontname="sans-serif", label={name}, labelloc=t]',
        '  node [shape=box, fontname="sans-serif", fontsize=11]',
        '  edge [fontname="sans-serif", fontsize=9]',
    ]
    members = {programme: [_dot_node(graph, id) for id in ids] for programme, ids in graph.inside().items()}
    lines += _nested(graph, lambda place, name: f"subgraph cluster_{place} {{ label={_quoted(name)}", "}", members)
    for arrow in graph.arrows():
        looks = [] if arrow.said is None else [f"label={_quoted(arrow.said)}"]
        looks += ["style=dashed", 'color="#b3201a"'] if arrow.in_circle else ["penwidth=2.5"] if arrow.drives else []
        tail = f" [{', '.join(looks)}]" if looks else ""
        lines.append(f"  {_quoted(arrow.source)} -> {_quoted(arrow.target)}{tail}")
    return "\n".join([*lines, "}"]) + "\n"


def _dot_node(graph: _Graph, id: str) -> str:
    looks = [f"label={_quoted(*graph.lines(id))}"]
    if graph.moment(id):
        looks.append("style=rounded")
    if graph.critical(id):
        looks += ["peripheries=2", 'color="#b3201a"']
    elif graph.decides(id):
        looks.append("penwidth=2.5")
    return f"{_quoted(id)} [{', '.join(looks)}]"


def _quoted(*lines: str) -> str:
    r"""Return lines as a string of Graphviz, which reads escapes and HTML entities in it.

    Examples
    --------
    >>> print(_quoted('a "b" \\N &lt;', "c"))
    "a \"b\" \\N &amp;lt;\nc"
    """
    plain = (" ".join(line.split()).replace("&", "&amp;").replace("\\", "\\\\").replace('"', '\\"') for line in lines)
    return '"' + "\\n".join(plain) + '"'
