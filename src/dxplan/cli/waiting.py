"""A bar that shows how far a search has come, where somebody looks at a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dxplan.feasibility.ask import Progress

__all__ = ["waiting"]


@contextmanager
def waiting(lang: str) -> Iterator[Callable[[Progress], None] | None]:
    """Yield what a search calls as it goes; nothing where standard error is no terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress as Bar, TextColumn, TimeElapsedColumn

    from dxplan.report.language import language

    words = language(lang)
    bar = Bar(
        TextColumn("{task.description}"),
        BarColumn(bar_width=24),
        TimeElapsedColumn(),
        console=Console(file=sys.stderr),
        transient=True,
    )
    with bar:
        task = bar.add_task("", total=None)

        def show(progress: Progress) -> None:
            value = "" if progress.value is None else progress.value
            text = words.phrase(f"step_{progress.step}", value=value)
            bar.update(task, description=text, total=progress.limit, completed=progress.seconds)

        yield show
