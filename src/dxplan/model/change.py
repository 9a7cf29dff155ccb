"""Changes: what maps a plan to a plan, as values that can be named, told and written down (§18)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from dxplan.errors import Defect, InputError, defect, enough, kind_of
from dxplan.model.change_of_capacity import AddCapacity, SetLeadLimit
from dxplan.model.change_of_money import AddMoney, LetCarryOver
from dxplan.model.change_of_work import LeaveOut, MoveDue, SetDuration
from dxplan.model.draft import Draft
from dxplan.model.plain import many
from dxplan.model.plan import Plan
from dxplan.model.record import from_table

__all__ = ["Change", "apply_changes", "change_from_record"]

Change = MoveDue | AddMoney | AddCapacity | SetDuration | LetCarryOver | LeaveOut | SetLeadLimit
"""Any of the changes."""

_CHANGES = (MoveDue, AddMoney, AddCapacity, SetDuration, LetCarryOver, LeaveOut, SetLeadLimit)
_CLASS_OF: dict[str, type[Change]] = {cls.KIND: cls for cls in _CHANGES}


def _is_change(value: object) -> Change:
    if isinstance(value, _CHANGES):
        return value
    names = ", ".join(cls.__name__ for cls in _CHANGES)
    raise defect("type.wrong", f"a change is needed, not {kind_of(value)}", f"write one of {names}", value)


def apply_changes(plan: Plan, changes: Iterable[Change]) -> Plan:
    """Return the plan after `changes`, one made after another.

    What comes out is checked once, when all are made. Elements that no change speaks of are the same objects as
    before, and where nothing comes out differently, so is the plan.

    Parameters
    ----------
    plan : Plan
    changes : iterable of Change

    Raises
    ------
    InputError
        The defects of all changes at once: ``reference.dangling``, ``reference.kind``, ``reference.needed`` (what a
        goal needs is left out), ``mode.unknown``, ``currency.mixed``, and whatever `Plan` raises.

    Examples
    --------
    >>> from dxplan.model.task import Task
    >>> tasks = [
    ...     Task(id="tender", duration="30 workdays"),
    ...     Task(id="build", after="tender"),
    ... ]
    >>> plan = Plan(id="portal", start="2024-03-01", elements=tasks)
    >>> changed = apply_changes(
    ...     plan,
    ...     [
    ...         SetDuration(task="tender", to="20 workdays"),
    ...         MoveDue(subject="build", to="31/12/2024"),
    ...     ],
    ... )
    >>> changed["tender"].duration, changed["build"].due
    (Duration('20 workdays'), datetime.date(2024, 12, 31))
    """
    draft = Draft(plan)
    try:
        sequence: tuple[Change, ...] = many(changes, _is_change, _CHANGES)
    except InputError as error:
        raise error.within("changes") from None
    defects: list[Defect] = []
    for index, change in enumerate(sequence):
        defects += [one.within("changes", index) for one in change._make(draft)]
        if enough(defects):
            break
    if defects:
        raise InputError(defects)
    return draft.plan()


def change_from_record(record: Mapping[str, Any]) -> Change:
    """Return the change that a table describes: what `to_record` gives, or what a person types.

    Parameters
    ----------
    record : mapping
        The ``kind`` and the fields of the change.

    Raises
    ------
    InputError
        ``change.kind``, ``field.unknown``, ``field.missing``, ``type.wrong``, and every defect of the values.

    Examples
    --------
    >>> change_from_record({"kind": "move_due", "subject": "portal", "to": "30/06/2025"})
    MoveDue(subject='portal', to=datetime.date(2025, 6, 30))
    >>> change_from_record(
    ...     {"kind": "add_money", "fund": "provincial", "year": 2025, "amount": "3 tỷ VND"}
    ... ).amount
    Money('3 tỷ VND')
    """
    if not isinstance(record, Mapping):
        raise defect(
            "type.wrong", f"a change is a table, not {kind_of(record)}", 'write { kind = "move_due", … }', record
        )
    table = dict(record)
    kind = table.pop("kind", None)
    if not isinstance(kind, str) or kind not in _CLASS_OF:
        raise defect(
            "change.kind", f"the kind of a change is one of: {', '.join(_CLASS_OF)}", "write one of them", kind
        )
    return from_table(_CLASS_OF[kind], table)
