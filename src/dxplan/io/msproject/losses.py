"""What does not come across between dxplan and Microsoft Project: each thing is told, none is dropped in silence."""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from typing import Any

import attrs

__all__ = ["Loss", "LossWarning", "tell"]

_SHOWN = 30  # losses that a warning spells out; `LossWarning.losses` holds them all


@attrs.frozen(kw_only=True)
class Loss:
    """One thing that the other side has no word for.

    Parameters
    ----------
    where : str
        The place: ``Task[3] "Survey" → ConstraintType`` of a file that is read, ``tasks → roles`` of a plan that is
        written.
    what : str
        What becomes of it.
    value : str, optional
        What was met there.
    kept : bool
        Whether the file keeps it for dxplan, though Microsoft Project does not show it.

    Examples
    --------
    >>> print(
    ...     Loss(
    ...         where='Task[3] "Survey" → ConstraintType',
    ...         what="left out: as late as possible",
    ...         value="1",
    ...     )
    ... )
    Task[3] "Survey" → ConstraintType: left out: as late as possible: 1
    """

    where: str
    what: str
    value: str | None = None
    kept: bool = False

    def to_record(self) -> dict[str, Any]:
        """Return the loss as plain data."""
        return attrs.asdict(self)

    def __str__(self) -> str:
        text = f"{self.where}: {self.what}" + ("" if self.value is None else f": {self.value}")
        return "".join(mark if mark.isprintable() else ascii(mark)[1:-1] for mark in text)


class LossWarning(UserWarning):
    """Given once for a file: what did not come across.

    Parameters
    ----------
    losses : iterable of Loss

    Attributes
    ----------
    losses : tuple of Loss
        All of them; the message spells out the first thirty.

    Examples
    --------
    >>> print(
    ...     LossWarning(
    ...         [Loss(where="tasks → costs", what="not shown", value="2 tasks", kept=True)]
    ...     )
    ... )
    1 thing does not come across whole
      tasks → costs: not shown: 2 tasks
    """

    def __init__(self, losses: Iterable[Loss]) -> None:
        self.losses: tuple[Loss, ...] = tuple(losses)
        super().__init__(self.losses)  # what pickle hands back

    def __str__(self) -> str:
        count = len(self.losses)
        lines = ["1 thing does not come across whole" if count == 1 else f"{count} things do not come across whole"]
        lines += [f"  {loss}" for loss in self.losses[:_SHOWN]]
        if count > _SHOWN:
            lines.append(f"  … and {count - _SHOWN} more")
        return "\n".join(lines)


def tell(losses: tuple[Loss, ...], stacklevel: int) -> None:
    """Warn once of all `losses`; of none, say nothing."""
    if losses:
        warnings.warn(LossWarning(losses), stacklevel=stacklevel + 1)
