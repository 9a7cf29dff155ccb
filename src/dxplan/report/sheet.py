"""The sheet that a picture is drawn on: its heading, its legend, its notes and its frame."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from dxplan.model.plan import Plan
from dxplan.model.task import Milestone
from dxplan.report.language import Language
from dxplan.report.lettering import width, wrapped
from dxplan.report.palette import stylesheet
from dxplan.report.svg import Picture, escape, rect, tag, text

__all__ = ["MARGIN", "finished", "heading", "legend", "listed", "notes", "of_tasks"]

MARGIN = 16
_SAMPLE = 30  # a mark of the legend
_LINE = 20
_LOOK = re.compile(r'class="dx-([\w-]+)"')


def heading(name: str, below: str, room: float) -> tuple[str, int]:
    """Return a title of at most two lines with a line below it, and the height of both."""
    lines = wrapped(name, room, 17, 2, bold=True)
    drawn = [text(MARGIN, MARGIN + 16 + 22 * place, line, "title") for place, line in enumerate(lines)]
    y = MARGIN + 22 * len(lines) + 12
    below_lines = wrapped(below, room, 12, 2)
    drawn += [text(MARGIN, y + 16 * place, line, "words") for place, line in enumerate(below_lines)]
    return "".join(drawn), y + 16 * len(below_lines)


def legend(items: Sequence[tuple[str, str]], y: float, room: float) -> tuple[str, float]:
    """Return the legend, and how high it is.

    Parameters
    ----------
    items : sequence of (str, str)
        A mark, drawn in a box 30 wide and 20 high, and what it means.
    """
    drawn = []
    x, top = float(MARGIN), y
    for mark, words in items:
        needed = _SAMPLE + 6 + width(words, 12) + 18
        if x > MARGIN and x + needed > MARGIN + room:
            x, top = float(MARGIN), top + _LINE + 4
        drawn.append(tag("g", mark, transform=f"translate({x:.0f} {top:.0f})"))
        drawn.append(text(x + _SAMPLE + 6, top + 14, words, "words"))
        x += needed
    return "".join(drawn), (top + _LINE + 4 - y if items else 0)


def notes(said: Sequence[str], y: float, room: float) -> tuple[str, float]:
    """Return notes at the foot, each of at most three lines, and how high they are."""
    lines = [line for note in said for line in wrapped(note, room, 12, 3)]
    return "".join(text(MARGIN, y + 14 + 17 * place, line, "words") for place, line in enumerate(lines)), 17 * len(
        lines
    )


def listed(ids: Sequence[str], most: int = 12) -> str:
    """Return ids in a row, the first of many."""
    return ", ".join(ids[:most]) + (", …" if len(ids) > most else "")


def of_tasks(plan: Plan, ids: Iterable[str], words: Language) -> str:
    """Return how many tasks and milestones there are, in words."""
    ids = list(ids)
    moments = sum(isinstance(plan[id], Milestone) for id in ids)
    parts = (("task", len(ids) - moments), ("milestone", moments))
    return ", ".join(words.count(kind, number) for kind, number in parts if number) or words.count("task", 0)


def finished(
    content: str, *, title: str, about: str, width: float, height: float, lang: str, left_out: Iterable[str] = ()
) -> Picture:
    """Return the picture with its paper, its looks, and what it says to those who don't see it."""
    wide, high = round(width), round(height)
    paper = rect(0, 0, wide, high, "paper")
    looks = set(_LOOK.findall(paper + content))
    return Picture(
        text=tag(
            "svg",
            f"<desc>{escape(about)}</desc>\n{stylesheet(looks)}\n{paper}\n{content}\n",
            xmlns="http://www.w3.org/2000/svg",
            width=wide,
            height=high,
            viewBox=f"0 0 {wide} {high}",
            lang=lang,
            role="img",
            aria_label=title,
            class_="dx-picture",
        )
        + "\n",
        title=title,
        width=wide,
        height=high,
        left_out=tuple(left_out),
    )
