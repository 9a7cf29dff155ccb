"""The option ``--apply``: the plan with a way out applied, as a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from dxplan.cli.options import refuse_to_overwrite

if TYPE_CHECKING:
    from dxplan.feasibility.answer import Feasibility

__all__ = ["may_apply", "write_applied"]

_OPTION = "--apply"


def may_apply(output: Path, *, repairs: bool, force: bool) -> None:
    """Raise, before anything is searched, where no way out could be written.

    Raises
    ------
    InputError
        Of ``--apply``: ``option.wrong`` without ways out; of the file: ``file.exists``.
    """
    from dxplan.errors import InputError, defect

    if not repairs:
        problem, remedy = "there is no way out to apply where none is looked for", "leave out --no-repairs"
        raise InputError(defect("option.wrong", problem, remedy).defects, _OPTION)
    refuse_to_overwrite(output, force)


def write_applied(answer: Feasibility, number: int, output: Path) -> None:
    """Write the plan with the way out of a number, counted from 1, applied.

    Raises
    ------
    InputError
        Of ``--apply``: ``repair.none`` where there is no such way out; else as `dump`.
    """
    from dxplan.errors import InputError, defect
    from dxplan.feasibility.answer import Verdict
    from dxplan.io.files import dump

    found = len(answer.repairs)
    if number > found:
        if answer.verdict is Verdict.FEASIBLE:
            problem, remedy = "the plan can be done as it is and needs no way out", "leave out --apply"
        elif answer.verdict is Verdict.UNKNOWN:
            problem = "there is no way out, since it is not known whether the plan can be done"
            remedy = "say what is missing, or give the search more time with --time-limit"
        elif not found:
            problem, remedy = "no way out was found", "give the search more time with --time-limit"
        else:
            problem = f"there is only {found} way out" if found == 1 else f"there are only {found} ways out"
            remedy = "write --apply 1" if found == 1 else f"write a number from 1 to {found}"
        raise InputError(defect("repair.none", problem, remedy, number).defects, _OPTION)
    dump(answer.repairs[number - 1].apply(answer.plan), output)
