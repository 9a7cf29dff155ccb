"""What a mark of the chart says when it is pointed at: everything that its row has no room for."""

from __future__ import annotations

from dxplan.model.duration import Duration
from dxplan.model.task import Dependency, DependencyType, Task
from dxplan.report.language import Language
from dxplan.report.task_row import TaskRow

__all__ = ["float_words", "length", "link_words", "task_tip"]


def length(days: int, unit: str, words: Language) -> str:
    """Return a number of days or worked days as the language says it."""
    return words.phrase("length", length=Duration(amount=days, unit=unit))


def float_words(row: TaskRow, words: Language) -> str:
    """Return the float of a task with dates, or by how much it is too late."""
    assert row.dates is not None
    slack = row.dates.total_float
    if not slack:
        return words.phrase("float_none")
    return words.phrase(
        "float_is" if slack > 0 else "float_missing", length=length(abs(slack), row.dates.float_unit, words)
    )


def link_words(link: Dependency, words: Language) -> str | None:
    """Return type and lag of a dependency; None where it runs from finish to start without a lag.

    Examples
    --------
    >>> from dxplan.report.language import language
    >>> link = Dependency(predecessor="design", type="SS", lag="5 workdays")
    >>> link_words(link, language("vi"))
    'SS + 5 ngày làm việc'
    """
    if link.lag is not None and link.lag.amount:
        return f"{link.type.value} {_lag(link.lag, words)}"
    return None if link.type is DependencyType.FS else link.type.value


def _lag(lag: Duration, words: Language) -> str:
    """Return a lag with its sign."""
    amount = Duration(amount=abs(lag.amount), unit=lag.unit)
    return words.phrase("length", length=f"{'−' if lag.amount < 0 else '+'} {amount}")


def task_tip(row: TaskRow, words: Language) -> str:
    """Return a line each for the name, the dates, the float, the bounds and the baseline."""
    activity, dates = row.activity, row.dates
    lines = [activity.name, *([activity.id] if activity.id != activity.name else [])]
    lines.append(words.phrase("from_to", start=row.days[0], finish=row.days[1]))
    if dates is None:
        lines.append(words.phrase("all_the_time"))
    else:
        lines.append(float_words(row, words))
        lines.append(words.phrase("late_is", start=dates.late_start, finish=dates.late_finish))
    if row.repeats and isinstance(activity, Task) and activity.recurring is not None:
        lines.append(words.phrase("again_is", count=len(row.repeats), length=activity.recurring.every))
    if activity.not_before is not None:
        lines.append(words.phrase("not_before_is", day=activity.not_before))
    if activity.on is not None:
        lines.append(words.phrase("on_is", day=activity.on))
    if activity.due is not None:
        late = (row.days[1] - activity.due).days
        key = "due_missed" if late > 0 else "due_is"
        lines.append(words.phrase(key, day=activity.due, length=length(late, "day", words)))
    if row.baseline is not None:
        lines.append(_baseline(row, words))
    if dates is not None and dates.driven_by:
        lines.append(words.phrase("waits_for", ids=", ".join(dates.driven_by)))
    return "\n".join(lines)


def _baseline(row: TaskRow, words: Language) -> str:
    assert row.baseline is not None
    said = words.phrase("baseline_is", start=row.baseline.first_day, finish=row.baseline.last_day)
    moved = row.span.end - row.baseline.end
    if not moved:
        return said
    return f"{said}, {words.phrase('later' if moved > 0 else 'earlier', length=length(abs(moved), 'day', words))}"
