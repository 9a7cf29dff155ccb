"""What a schedule breaks, as things said: without them it would do."""

from __future__ import annotations

from collections.abc import Iterable

from dxplan.solve.search.problem import Problem, Said
from dxplan.solve.verify import Violation

__all__ = ["breached"]

_KINDS = {
    "too-late": "due",
    "not-on": "on",
    "too-early": "not_before",
    "goal-missed": "goal",
    "over-capacity": "capacity",
    "leads-too-much": "lead_limit",
}


def breached(problem: Problem, broken: Iterable[Violation]) -> frozenset[Said] | None:
    """Return what a schedule breaks of what is said; None where it breaks something else, too.

    What cannot be verified is no breach: it is taken in the plan's favour.
    """
    found: set[Said] = set()
    for one in broken:
        if one.open:
            continue
        if one.kind == "over-ceiling":
            said = Said("ceilings", one.subject, int(one.values["year"]))
        elif one.kind == "nobody-acts":
            said = Said("tenure", str(one.values["body"]))
        elif one.kind in _KINDS:
            said = Said(_KINDS[one.kind], one.subject)
        else:
            return None
        if said not in problem.statements:
            return None
        found.add(said)
    return frozenset(found)
