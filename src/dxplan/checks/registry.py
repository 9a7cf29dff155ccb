"""All checks in one place: the built-in ones, and those that other packages add."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.metadata import entry_points

from dxplan.checks import load, money
from dxplan.checks.definitions import goals, measures, ranges
from dxplan.checks.responsibility import authority, naming, roles, separation, succession, tasks
from dxplan.checks.structure import connections, timing
from dxplan.findings import Check, Finding, Rule
from dxplan.model.plan import Plan

__all__ = ["BUILT_IN", "ENTRY_POINT_GROUP", "RULES", "run_checks"]

ENTRY_POINT_GROUP = "dxplan.checks"
"""The entry-point group in which another package names its checks, each a function from a `Plan` to findings."""

_ROOMS = (
    connections,
    timing,
    goals,
    measures,
    ranges,
    roles,
    separation,
    tasks,
    authority,
    succession,
    naming,
    money,
    load,
)

BUILT_IN: tuple[Check, ...] = tuple(check for room in _ROOMS for check in room.CHECKS)
"""The checks of dxplan itself."""

BROKEN_CHECK = Rule(
    code="X901",
    severity="error",
    title="Every check of a third party runs",
    message="the check {check} failed: {reason}",
    remedy="report it to the package that brings the check, or remove that package",
)

RULES: dict[str, Rule] = {rule.code: rule for room in _ROOMS for rule in room.RULES} | {BROKEN_CHECK.code: BROKEN_CHECK}
"""Every rule of dxplan itself, by code."""


def run_checks(plan: Plan, *, extra: Iterable[Check] = (), third_party: bool = True) -> tuple[Finding, ...]:
    """Return what the checks have to say of a plan: errors first, then by code and subject.

    Parameters
    ----------
    plan : Plan
    extra : iterable of callables
        Further checks, each a function from a plan to findings.
    third_party : bool
        Whether the checks that other packages bring (entry-point group ``dxplan.checks``) run too.

    Returns
    -------
    tuple of Finding
        In an order that depends on nothing but what is said. A check of a third party that fails is told as a
        finding (X901), and the others run on.

    Examples
    --------
    >>> import dxplan as dx
    >>> plan = dx.Plan(
    ...     id="p",
    ...     start="2024-01-01",
    ...     elements=[dx.Goal(id="g", criterion=dx.Undefined(words="khá"))],
    ... )
    >>> sorted({finding.code for finding in dx.run_checks(plan) if finding.subject == "g"})[
    ...     :2
    ... ]
    ['D102', 'D106']
    """
    found = [finding for check in BUILT_IN for finding in check(plan)]
    for check in [*extra, *(_third_party() if third_party else ())]:
        found += _guarded(check, plan)
    return tuple(sorted(set(found), key=lambda finding: finding.sort_key))


def _third_party() -> Iterator[Check]:
    for entry in sorted(entry_points(group=ENTRY_POINT_GROUP), key=lambda entry: (entry.name, entry.value)):
        yield _Deferred(entry.name, entry.load)


class _Deferred:
    """A check of another package, loaded when it runs, so that a broken package is a finding."""

    def __init__(self, name: str, load: object) -> None:
        self.__name__ = name
        self._load = load

    def __call__(self, plan: Plan) -> Iterable[Finding]:
        return self._load()(plan)  # type: ignore[no-any-return,operator]


def _guarded(check: Check, plan: Plan) -> list[Finding]:
    try:
        found: list[object] = list(check(plan))
        if wrong := [one for one in found if not isinstance(one, Finding)]:
            raise TypeError(f"{wrong[0]!r} is not a Finding")
        return [one for one in found if isinstance(one, Finding)]
    except Exception as error:  # code of others: its failure is told, not passed on
        name = getattr(check, "__name__", type(check).__name__)
        return [BROKEN_CHECK.finding(plan.id, check=name, reason=f"{type(error).__name__}: {error}")]
