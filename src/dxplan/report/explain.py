"""Why a task runs when it runs, in a few sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dxplan.cpm.compile import planned_duration
from dxplan.model.task import Dependency, DependencyType, Milestone, Task
from dxplan.report.language import Language

if TYPE_CHECKING:
    from dxplan.cpm.result import CriticalPath
    from dxplan.cpm.tasks import TaskDates

__all__ = ["brief_wait", "explanation", "wait"]


def explanation(path: CriticalPath, id: str, words: Language) -> str:
    """Return why a task starts when it starts, when it ends, and whether and why it is critical.

    Parameters
    ----------
    path : CriticalPath
    id : str
        Of a task or milestone with dates.
    words : Language
    """
    dates = path.tasks[id]
    lines = [_start(path, dates, words), _length(path, dates, words), _float(path, dates, words)]
    part = "" if path.to is None else words.phrase("explain_part", to=path.to)
    return "\n".join([line for line in [*lines, _drag(path, dates, words), part] if line])


def wait(link: Dependency, successor: str, words: Language) -> str:
    """Return what a dependency says, as half a sentence."""
    lag = link.lag if link.lag is not None and link.lag.amount else None
    sign = "" if lag is None else ("_lag" if lag.amount > 0 else "_lead")
    length = "" if lag is None else str(lag).removeprefix("-")
    said = words.phrase(f"explain_{link.type.value}{sign}", successor=successor, lag=length)
    return said if link.why is None else f"{said} ({words.label(f'why_{link.why.value}')})"


def brief_wait(link: Dependency, words: Language) -> str:
    """Return what is special about a dependency, such as ``FS + 10 workdays, legal``; nothing for a plain one."""
    lag = link.lag if link.lag is not None and link.lag.amount else None
    said = []
    if lag is not None:
        said.append(
            words.phrase(
                "plain", text=f"{link.type.value} {'+' if lag.amount > 0 else '−'} {str(lag).removeprefix('-')}"
            )
        )
    elif link.type is not DependencyType.FS:
        said.append(link.type.value)
    if link.why is not None:
        said.append(words.label(f"why_{link.why.value}"))
    return ", ".join(said)


def _start(path: CriticalPath, dates: TaskDates, words: Language) -> str:
    reasons: list[str] = []
    for link in dates.drivers:
        before = path.tasks[link.predecessor]
        from_finish = link.type.value[0] == "F"
        day = before.early_finish if from_finish else before.early_start
        key = "explain_finishes" if from_finish else "explain_starts"
        if isinstance(path.plan[link.predecessor], Milestone):
            key = "explain_moment"
        reasons.append(words.phrase(key, id=_named(path, link.predecessor), day=day, wait=wait(link, dates.id, words)))
    bound = dates.start_bound
    if bound is not None and (bound != "plan" or not reasons):
        day = path.plan.start if bound == "plan" else getattr(path.plan[dates.id], bound)
        said = words.phrase(f"explain_{bound}", day=day)
        reasons.append(said + words.phrase("explain_first_worked_day") if dates.early_start > day else said)
    first = reasons[0] if reasons else words.phrase("explain_worked_day")
    key = "explain_reached" if isinstance(path.plan[dates.id], Milestone) else "explain_start"
    said = words.phrase(key, id=_named(path, dates.id), day=dates.early_start, reason=first)
    return " ".join([said, *(words.phrase("explain_as_well", reason=reason) for reason in reasons[1:])])


def _length(path: CriticalPath, dates: TaskDates, words: Language) -> str:
    activity = path.plan[dates.id]
    length = planned_duration(activity) if isinstance(activity, Task) else None
    if length is None or not length.days:
        return ""
    return words.phrase("explain_length", length=length, day=dates.early_finish)


def _float(path: CriticalPath, dates: TaskDates, words: Language) -> str:
    until, limit = _limit(path, dates)
    if limit == "finish" and path.to is not None:
        limit = "part"
    if until == dates.id:
        last = limit in ("finish", "part") and dates.early_finish < path.finish
        reason = words.phrase(f"explain_{'ends' if last else 'own'}_{limit}", day=_limit_day(path, until, limit))
    else:
        through = dates.limited_by[0]
        reason = words.phrase(
            f"explain_{'next' if through == until else 'limit'}_{limit}",
            through=_named(path, through),
            id=_named(path, until),
            day=_limit_day(path, until, limit),
        )
    days = words.count(dates.float_unit, abs(dates.total_float))
    if dates.total_float > 0:
        return words.phrase("explain_float", days=days, reason=reason)
    if dates.total_float < 0:
        return words.phrase("explain_late", days=days, reason=reason)
    kind = "_milestone" if isinstance(path.plan[dates.id], Milestone) else ""
    return words.phrase(f"explain_critical{kind}", reason=reason)


def _drag(path: CriticalPath, dates: TaskDates, words: Language) -> str:
    if not dates.drag:
        on_time = dates.critical and dates.early_finish_tick > dates.early_start_tick
        return words.phrase("explain_no_drag") if on_time and path.to is None else ""
    key = "explain_drag" if dates.drag > 0 else "explain_negative_drag"
    return words.phrase(f"{key}{'' if path.to is None else '_part'}", days=words.count("day", abs(dates.drag)))


def _named(path: CriticalPath, id: str) -> str:
    name = path.plan[id].name
    return id if name == id else f"{id} ({name})"


def _limit(path: CriticalPath, dates: TaskDates) -> tuple[str, str]:
    """Return what bounds the late dates in the end: a task, and the bound of its own that does."""
    while dates.limit is None:
        dates = path.tasks[dates.limited_by[0]]
    return dates.id, dates.limit


def _limit_day(path: CriticalPath, id: str, limit: str) -> object:
    return path.finish if limit in ("finish", "part") else getattr(path.plan[id], limit)
