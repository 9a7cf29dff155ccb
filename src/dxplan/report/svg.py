"""A finished picture, and the few words of SVG that pictures are written with."""

from __future__ import annotations

import os
import re
from pathlib import Path
from xml.sax.saxutils import quoteattr

import attrs

from dxplan.writing import write_whole

__all__ = ["Picture", "circle", "escape", "group", "line", "number", "path", "rect", "tag", "text"]


@attrs.frozen(kw_only=True, repr=False)
class Picture:
    """A picture as SVG that needs nothing else: no script, no font, no other file.

    It follows light and dark pages, and prints in its light colours. A notebook shows it as it is.

    Parameters
    ----------
    text : str
        The SVG document.
    title : str
        What it shows, in a few words.
    width, height : int
        Its own size in pixels; it scales without loss.
    left_out : tuple of str
        Ids of the tasks and milestones that have no mark of their own in it, which the picture itself tells too.

    Examples
    --------
    >>> import dxplan as dx
    >>> from dxplan.report.gantt.chart import gantt
    >>> design = dx.Task(id="design", duration="5 workdays")
    >>> picture = gantt(
    ...     dx.critical_path(dx.Plan(id="p", start="2024-01-01", elements=[design]))
    ... )
    >>> picture.text[:4], picture.left_out
    ('<svg', ())
    """

    text: str
    title: str
    width: int
    height: int
    left_out: tuple[str, ...] = ()

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the picture to a file, whole or not at all.

        The text goes to a temporary file beside it, which then takes its name: a failure leaves what was there.

        Raises
        ------
        OSError
            Where the folder does not exist or must not be written to.
        """
        write_whole(Path(path), self.text)

    def _repr_svg_(self) -> str:
        return self.text

    def _repr_html_(self) -> str:
        return f'<div style="overflow: auto">{self.text}</div>'

    def __repr__(self) -> str:
        told = f", {len(self.left_out)} left out" if self.left_out else ""
        return f"Picture({self.title!r}, {self.width} × {self.height}{told})"


# what XML 1.0 cannot hold, not even escaped
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ENTITIES = {ord("&"): "&amp;", ord("<"): "&lt;", ord(">"): "&gt;"}


def escape(words: str) -> str:
    r"""Return any text as the content of an element.

    Examples
    --------
    >>> escape("R&D <b>\x00")
    'R&amp;D &lt;b&gt;�'
    """
    return _ILLEGAL.sub("\ufffd", words).translate(_ENTITIES)


def number(value: float) -> str:
    """Return a number with at most two decimals.

    Examples
    --------
    >>> number(12.0), number(0.125), number(-0.001)
    ('12', '0.12', '0')
    """
    rounded = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if rounded == "-0" else rounded


def tag(name: str, content: str = "", /, **attributes: str | float | None) -> str:
    """Return an element; `content` is SVG already, attributes that are None are left out.

    Examples
    --------
    >>> tag("rect", x=1, class_="dx-bar", text_anchor=None)
    '<rect x="1" class="dx-bar"/>'
    """
    written = "".join(
        f" {key.rstrip('_').replace('_', '-')}={_value(value)}"
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{written}>{content}</{name}>" if content else f"<{name}{written}/>"


def _value(value: str | float) -> str:
    return quoteattr(_ILLEGAL.sub("\ufffd", value)) if isinstance(value, str) else f'"{number(value)}"'


def rect(x: float, y: float, width: float, height: float, look: str, *, rx: float | None = None) -> str:
    """Return a rectangle in the class `look`."""
    return tag("rect", x=x, y=y, width=max(width, 0), height=height, rx=rx, class_=f"dx-{look}")


def line(x1: float, y1: float, x2: float, y2: float, look: str) -> str:
    """Return a line in the class `look`."""
    return tag("path", d=f"M{number(x1)},{number(y1)}L{number(x2)},{number(y2)}", class_=f"dx-{look}")


def path(d: str, look: str) -> str:
    """Return a path in the class `look`."""
    return tag("path", d=d, class_=f"dx-{look}")


def circle(x: float, y: float, r: float, look: str) -> str:
    """Return a circle in the class `look`."""
    return tag("circle", cx=x, cy=y, r=r, class_=f"dx-{look}")


def text(x: float, y: float, words: str, look: str, *, anchor: str | None = None) -> str:
    """Return a line of text in the class `look`; `anchor` is ``middle`` or ``end``."""
    return tag("text", escape(words), x=x, y=y, class_=f"dx-{look}", text_anchor=anchor)


def group(content: str, *, tip: str | None = None, id: str | None = None, look: str | None = None) -> str:
    """Return a group with a tooltip and an id to link to."""
    title = "" if tip is None else f"<title>{escape(tip)}</title>"
    return tag("g", title + content, id=id, class_=f"dx-{look}")
