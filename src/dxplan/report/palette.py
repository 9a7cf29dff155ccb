"""The looks of pictures: one class each, in light colours, dark ones, and the light ones again on paper."""

from __future__ import annotations

from collections.abc import Iterable

from dxplan.report.lettering import FONT

__all__ = ["stylesheet"]

# light and dark; no meaning hangs on a colour alone
_COLOURS = {
    "paper": ("#ffffff", "#14181d"),
    "ink": ("#1b1f24", "#e8ebef"),
    "soft": ("#57606a", "#a3adb8"),
    "grid": ("#e4e7eb", "#242b33"),
    "edge": ("#b4bcc6", "#4a5461"),
    "stripe": ("#f4f6f9", "#1a2027"),
    "band": ("#e9edf3", "#212932"),
    "off": ("#eceef2", "#1f262e"),
    "bar": ("#b7d0ee", "#2b5078"),
    "barline": ("#4a78b0", "#7fb0e8"),
    "critical": ("#b3201a", "#ff7a6b"),
    "float": ("#8496ab", "#74869a"),
    "summary": ("#2f3a48", "#c9d1da"),
    "ghost": ("#a2a9b3", "#77828f"),
}

# class: what to say in every scheme, then which of the colours it takes for fill and stroke
_LOOKS = {
    "paper": ("", "paper", None),
    "stripe": ("", "stripe", None),
    "band": ("", "band", None),
    "off": ("", "off", None),
    "hit": ("fill-opacity:0", "paper", None),
    "grid": ("stroke-width:1", None, "grid"),
    "edge": ("stroke-width:1", None, "edge"),
    "title": ("font-size:17px;font-weight:600", "ink", None),
    "words": ("font-size:12px", "ink", None),
    "strong": ("font-size:12px;font-weight:600", "ink", None),
    "soft": ("font-size:11px", "soft", None),
    "days": ("font-size:11px;font-variant-numeric:tabular-nums", "soft", None),
    "tier": ("font-size:11px", "soft", None),
    "tier-strong": ("font-size:11px;font-weight:600", "ink", None),
    "bar": ("stroke-width:1", "bar", "barline"),
    "again": ("stroke-width:1;fill-opacity:.5", "bar", "barline"),
    "always": ("stroke-width:1;fill-opacity:.5;stroke-dasharray:3 2", "bar", "barline"),
    "critical": ("stroke-width:1", "critical", "critical"),
    "core": ("stroke-width:2", None, "paper"),
    "dot": ("", "paper", None),
    "halo": ("stroke-width:4", None, "paper"),
    "ring": ("stroke-width:2", None, "ink"),
    "float": ("stroke-width:2", None, "float"),
    "summary": ("", "summary", None),
    "ghost": ("", "ghost", None),
    "due": ("stroke-width:1.4", "paper", "ink"),
    "missed": ("stroke-width:1.4", "critical", "critical"),
    "over": ("stroke-width:1.6;stroke-dasharray:3 2.5", None, "critical"),
    "bound": ("stroke-width:1.4", None, "soft"),
    "pin": ("", "soft", None),
    "arrow": ("stroke-width:1.1", None, "soft"),
    "head": ("", "soft", None),
    "drive": ("stroke-width:2", None, "ink"),
    "drive-head": ("", "ink", None),
    "box": ("stroke-width:1.2", "stripe", "edge"),
    "box-critical": ("stroke-width:2.6", "stripe", "critical"),
    "box-decides": ("stroke-width:2.2", "stripe", "ink"),
    "inner": ("stroke-width:1", None, "critical"),
    "wire": ("stroke-width:1.2", None, "soft"),
    "label": ("font-size:10.5px", "soft", None),
}


def stylesheet(looks: Iterable[str]) -> str:
    """Return a style element with these looks; the class of a look is its name after ``dx-``.

    Only single classes with plain colours: what office programs read of CSS.

    Examples
    --------
    >>> print(stylesheet(["bar"]))
    <style>...
    .dx-bar{fill:#b7d0ee;stroke:#4a78b0;stroke-width:1}
    @media screen and (prefers-color-scheme:dark){
    .dx-bar{fill:#2b5078;stroke:#7fb0e8}
    }
    </style>
    """
    light, dark = [], []
    wanted = set(looks)
    for look, (rest, fill, stroke) in _LOOKS.items():  # in one order, whatever the order of `looks`
        if look not in wanted:
            continue
        day, night = _paint(fill, stroke, 0), _paint(fill, stroke, 1)
        light.append(f".dx-{look}{{{day}{';' if rest else ''}{rest}}}")
        dark.append(f".dx-{look}{{{night}}}")
    lines = [
        f".dx-picture{{font-family:{FONT};print-color-adjust:exact;-webkit-print-color-adjust:exact}}",
        *light,
        "@media screen and (prefers-color-scheme:dark){",
        *dark,
        "}",
    ]
    return "<style>\n" + "\n".join(lines) + "\n</style>"


def _paint(fill: str | None, stroke: str | None, scheme: int) -> str:
    paints = ["fill:" + (_COLOURS[fill][scheme] if fill else "none")]
    return ";".join([*paints, f"stroke:{_COLOURS[stroke][scheme]}"] if stroke else paints)
