"""What the marks of the chart mean; only of those that are drawn."""

from __future__ import annotations

from collections.abc import Iterable

from dxplan.report.language import Language
from dxplan.report.svg import line, path, rect

__all__ = ["samples"]

# in a box 30 wide and 20 high
_SAMPLES = {
    "programme": path("M2,6H28V15L23,10H7L2,15Z", "summary"),
    "folded": rect(2, 3, 26, 3, "summary") + rect(2, 8, 11, 8, "bar") + rect(17, 8, 9, 8, "bar"),
    "bar": rect(2, 4, 26, 12, "bar", rx=1.5),
    "critical": rect(2, 4, 26, 12, "critical", rx=1.5) + line(5, 10, 25, 10, "core"),
    "decides": rect(3, 4, 24, 12, "bar", rx=1.5) + rect(2, 3, 26, 14, "ring", rx=2.5),
    "milestone": path("M15,3L22,10L15,17L8,10Z", "bar"),
    "float": rect(-1, 4, 9, 12, "bar") + line(8, 10, 27, 10, "float") + line(27, 6.5, 27, 13.5, "float"),
    "due": line(15, 5, 15, 17, "due") + path("M11,2h8l-4,6Z", "due"),
    "missed": line(8, 15, 28, 15, "over") + line(8, 5, 8, 17, "missed") + path("M4,2h8l-4,6Z", "missed"),
    "again": rect(2, 4, 10, 12, "again", rx=1.5) + rect(18, 4, 10, 12, "again", rx=1.5),
    "always": rect(2, 4, 26, 12, "always", rx=1.5),
    "not_before": path("M17,3H13V17H17", "bound"),
    "on": path("M15,8l-3.5,5h7Z", "pin"),
    "baseline": rect(2, 8, 26, 3.5, "ghost"),
    "arrow": path("M2,10H22", "arrow") + path("M28,10l-6,-3.2v6.4Z", "head"),
    "drive": path("M2,10H22", "drive") + path("M28,10l-6,-3.2v6.4Z", "drive-head"),
    "beyond": path("M18,10l-6,-4v8Z", "head"),
    "off": rect(8, 2, 14, 16, "off"),
}


def samples(drawn: Iterable[str], words: Language) -> list[tuple[str, str]]:
    """Return a mark and its meaning for each kind that was drawn, in one order."""
    kinds = set(drawn)
    return [(mark, words.phrase(f"legend_{kind}")) for kind, mark in _SAMPLES.items() if kind in kinds]
