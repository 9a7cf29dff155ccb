"""Draws the pictures of README.md and the documentation from the answers themselves.

Run it from anywhere: ``python docs/make_pictures.py``. A test holds the pictures to the answers.
"""

from __future__ import annotations

import contextlib
import io
import runpy
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

import dxplan as dx
from dxplan.report.language import language
from dxplan.report.verdict import show_check

HERE = Path(__file__).parent
INKS = ["#282c34", "#be2832", "#3c8246", "#aa6e14", "#325aaa", "#824696", "#1e7882", "#5a5f69"]
RGB = [tuple(int(ink[place : place + 2], 16) for place in (1, 3, 5)) for ink in INKS]
PAPER = TerminalTheme((252, 252, 250), RGB[0], RGB, [RGB[7], *RGB[1:7], RGB[0]])
# rich's own frame fetches a font; this one takes what the reader's machine has
FRAME = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" \
aria-label="The answer of dxplan check">
<style>
.{unique_id}-matrix {{ font-family: ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace; \
font-size: {char_height}px; line-height: {line_height}px; }}
{styles}
</style>
<rect width="100%" height="100%" rx="12" fill="#fcfcfa" stroke="#d6d6d0" stroke-width="2"/>
<g transform="translate(18, 20)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""


def answer(given: dx.Feasibility, lang: str) -> str:
    """Return the picture of `dxplan check` on a plan, from its answer."""
    out = Console(record=True, width=80, file=io.StringIO(), force_terminal=True, highlight=False, markup=False)
    out.print(Text.assemble(("$ ", "dim"), f"dxplan check plan.toml{'' if lang == 'en' else ' --lang vi'}"))
    out.print()
    show_check(given, out, language(lang))
    return out.export_svg(title="dxplan check", theme=PAPER, code_format=FRAME, unique_id="answer")


def plans() -> dict[str, str]:
    """Return the pictures of plans: those of docs/how-to/draw-a-plan.md, and the two examples in time."""
    examples = HERE.parent / "examples"
    project = runpy.run_path(str(examples / "tay_ninh" / "scenario.py"))["PORTAL"]
    path = dx.critical_path(project)
    late = dx.critical_path(project.evolve("cap-von", not_before="2023-01-04"))
    portal = dx.critical_path(dx.load(examples / "portal" / "plan.toml"))
    province = dx.critical_path(dx.load(examples / "tay_ninh" / "plan.toml"))
    return {
        "gantt.vi.svg": dx.gantt(path, lang="vi").text,
        "gantt-baseline.vi.svg": dx.gantt(late, baseline=path, lang="vi").text,
        "network.vi.svg": dx.network(path, lang="vi").text,
        "portal.svg": dx.gantt(portal).text,
        "tay-ninh.vi.svg": dx.gantt(province, lang="vi").text,
    }


def gallery() -> dict[str, str]:
    """Return what the scripts of the gallery draw, for its front page."""
    scripts = sorted((HERE.parent / "examples" / "gallery").glob("plot_*.py"))
    drawn = {}
    for script in scripts:
        with contextlib.redirect_stdout(io.StringIO()):
            name = script.stem.removeprefix("plot_").replace("_", "-")
            drawn[f"gallery-{name}.svg"] = runpy.run_path(str(script))["picture"].text
    return drawn


def pictures() -> dict[str, str]:
    """Return every picture by its file's name."""
    given = dx.check(dx.load(HERE.parent / "examples" / "portal" / "plan.toml"), time_limit=5)
    return {"answer.svg": answer(given, "en"), "answer.vi.svg": answer(given, "vi"), **plans(), **gallery()}


if __name__ == "__main__":
    for name, content in pictures().items():
        (HERE / "pictures" / name).write_text(content, encoding="utf-8")
