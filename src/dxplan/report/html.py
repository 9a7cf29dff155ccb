"""Answers as HTML for notebooks: the text of the terminal, with its colours."""

from __future__ import annotations

import io
from collections.abc import Callable
from html import escape
from itertools import islice

from rich.console import Console

from dxplan.cpm.result import CriticalPath
from dxplan.feasibility.answer import Feasibility
from dxplan.goals.status import GoalStatuses
from dxplan.report.goals import show_goals
from dxplan.report.language import Lang, language
from dxplan.report.text import show_path
from dxplan.report.verdict import show_check

__all__ = ["check_html", "goals_html", "path_html", "text_html"]

_FRAME = '<pre style="line-height: 1.35; font-family: ui-monospace, Menlo, Consolas, monospace">{code}</pre>'


def check_html(answer: Feasibility, lang: Lang = "en") -> str:
    """Return the answer of `dxplan.check` as a fragment of HTML that needs nothing else.

    Examples
    --------
    >>> import dxplan as dx
    >>> plan = dx.Plan(
    ...     id="p",
    ...     start="2024-01-01",
    ...     name="Cổng <b>",
    ...     elements=[dx.Task(id="a", duration="5 days")],
    ... )
    >>> "Cổng &lt;b&gt;" in check_html(dx.check(plan))
    True
    """
    return _html(lambda out: show_check(answer, out, language(lang), shell=False))


def path_html(path: CriticalPath, lang: Lang = "en") -> str:
    """Return the answer of `dxplan.critical_path` as a fragment of HTML that needs nothing else."""
    return _html(lambda out: show_path(path, list(islice(path.paths(), 2)), out, language(lang)))


def goals_html(answer: GoalStatuses, lang: Lang = "en") -> str:
    """Return the answer of `dxplan.goal_status` as a fragment of HTML that needs nothing else."""
    return _html(lambda out: show_goals(answer, out, language(lang)))


def text_html(text: str) -> str:
    """Return a text as a fragment of HTML that needs nothing else.

    Examples
    --------
    >>> text_html("3 < 4").endswith("3 &lt; 4</pre>")
    True
    """
    return _FRAME.format(code=escape(text))


def _html(show: Callable[[Console], None]) -> str:
    out = Console(
        record=True, width=100, file=io.StringIO(), force_terminal=True, highlight=False, markup=False, emoji=False
    )
    show(out)
    return out.export_html(code_format=_FRAME, inline_styles=True)
