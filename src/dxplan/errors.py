"""The errors of dxplan: one base, every defect at once, each with its place and its remedy."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

import attrs

__all__ = ["CycleError", "Defect", "DxplanError", "InputError", "UndefinedError"]

MOST_DEFECTS = 1000
"""After so many, the search for more defects stops."""

_SHOWN = 50  # defects that a message spells out; `InputError.defects` holds them all
_VALUE_WIDTH = 60
_STEPS = 12  # steps of a path that a message shows


def shorten(value: object, width: int = _VALUE_WIDTH) -> str:
    """Return `value` as a person would recognise it, cut to `width` characters.

    Examples
    --------
    >>> shorten("x" * 100, width=10)
    "'xxxxxxx…"
    """
    if isinstance(value, (list, tuple, set, frozenset, dict)) and len(value) > 20:
        return f"<{type(value).__name__} of {len(value)} items>"
    if isinstance(value, (str, bytes)) and len(value) > width:
        value = value[:width]
        return repr(value)[: width - 2] + "…"
    try:
        text = str(value) if isinstance(value, (Decimal, dt.date, dt.time)) else repr(value)
    except (ValueError, RecursionError):  # an int of more than 4,300 digits, a value nested too deep
        return f"<{type(value).__name__}>"
    return text if len(text) <= width else text[: width - 1] + "…"


def kind_of(value: object) -> str:
    """Return what `value` is, in words.

    Examples
    --------
    >>> kind_of(True), kind_of(3.5), kind_of(["a"]), kind_of(b"a")
    ('true or false', 'a number', 'a list', 'a value of type bytes')
    """
    for types, name in _KINDS:
        if isinstance(value, types):
            return name
    return f"a value of type {type(value).__name__}"


_KINDS: tuple[tuple[type | tuple[type, ...], str], ...] = (
    (bool, "true or false"),
    ((int, float, Decimal), "a number"),
    (str, "text"),
    ((list, tuple), "a list"),
    (Mapping, "a table"),
    (dt.date, "a date"),
    (dt.time, "a time of day"),
)


def _walk(path: tuple[str | int, ...]) -> list[str]:
    steps: list[str] = []
    for step in path:
        if isinstance(step, int) and steps:
            steps[-1] += f"[{step}]"
        else:
            steps.append(f"[{step}]" if isinstance(step, int) else _cut(step))
    if len(steps) > _STEPS:
        steps[_STEPS // 2 : -_STEPS // 2] = ["…"]
    return steps


def _cut(text: str) -> str:
    return _visible(text if len(text) <= _VALUE_WIDTH else f"{text[: _VALUE_WIDTH - 1]}…")


def _visible(text: str) -> str:
    """Return `text` with control characters escaped: a file may hold what would steer a terminal."""
    if text.isprintable():
        return text
    return "".join(mark if mark.isprintable() or mark == " " else ascii(mark)[1:-1] for mark in text)


@attrs.frozen(kw_only=True)
class Defect:
    """One thing that is wrong with the input.

    Parameters
    ----------
    code : str
        Stable name of the kind of defect, for programs: ``"number.ambiguous"``, ``"reference.dangling"``.
    problem : str
        What is wrong, in a sentence without the place.
    value : str
        The offending value as it was met, shortened; ``None`` where there is no value to show.
    remedy : str
        What to write instead.
    path : tuple of str or int
        Steps from the root to the value: ``("tasks", 3, "duration")``.
    element : str
        The id of the element that holds the value, where one is known.
    depth : int
        How many steps of `path` lead to that element.

    Examples
    --------
    >>> print(
    ...     Defect(
    ...         code="number.ambiguous",
    ...         problem="this number can be read in two ways",
    ...         value="'1.200'",
    ...         remedy="write 1200 or 1,2",
    ...         path=("tasks", 3, "duration"),
    ...         element="survey",
    ...         depth=2,
    ...     )
    ... )
    tasks[3] "survey" → duration: this number can be read in two ways: '1.200'; write 1200 or 1,2
    """

    code: str
    problem: str = attrs.field(converter=_visible)
    remedy: str = attrs.field(converter=_visible)
    value: str | None = attrs.field(default=None, converter=attrs.converters.optional(_visible))
    path: tuple[str | int, ...] = ()
    element: str | None = None
    depth: int = 0

    @property
    def where(self) -> str:
        """The place of the value, for people, such as ``tasks[3] "survey" → duration``."""
        outer, inner = _walk(self.path[: self.depth]), _walk(self.path[self.depth :])
        if self.element is None:
            return " → ".join([*outer, *inner])
        return " → ".join([" ".join([*outer, f'"{_cut(self.element)}"']), *inner])

    def within(self, *steps: str | int) -> Defect:
        """Return the same defect seen from further out: `steps` come before its path."""
        depth = self.depth if self.element is None else self.depth + len(steps)
        return attrs.evolve(self, path=(*steps, *self.path), depth=depth)

    def of(self, element: str | None) -> Defect:
        """Return the same defect with the id of the element that its path starts from."""
        return self if element is None or self.element is not None else attrs.evolve(self, element=element)

    def to_record(self) -> dict[str, Any]:
        """Return the defect as plain data."""
        return {
            "code": self.code,
            "where": self.where,
            "path": list(self.path),
            "problem": self.problem,
            "value": self.value,
            "remedy": self.remedy,
        }

    def __str__(self) -> str:
        where = f"{self.where}: " if self.where else ""
        value = f": {self.value}" if self.value is not None else ""
        return f"{where}{self.problem}{value}; {self.remedy}"


class DxplanError(Exception):
    """The base of every error that dxplan raises on purpose."""


class InputError(DxplanError, ValueError):
    """Input that cannot be taken, with every defect that was found.

    Parameters
    ----------
    defects : iterable of Defect
        At least one.
    source : str, optional
        Where the input came from: a file's path, or the name of the class that was built.

    Attributes
    ----------
    defects : tuple of Defect
        All of them, in the order of the input, up to a thousand; the message spells out the first fifty.
    source : str or None

    Examples
    --------
    >>> import dxplan as dx
    >>> try:
    ...     dx.Task(id="survey", duration="1.200 workdays", due="31/02/2025")
    ... except dx.InputError as error:
    ...     print([(defect.code, defect.where) for defect in error.defects])
    [('number.ambiguous', '"survey" → duration'), ('date.impossible', '"survey" → due')]
    """

    def __init__(self, defects: Iterable[Defect], source: str | None = None) -> None:
        self.defects: tuple[Defect, ...] = tuple(defects)
        self.source: str | None = source
        super().__init__(self.defects, source)  # what pickle hands back

    def __str__(self) -> str:
        head = f"{_visible(self.source)}: " if self.source else ""
        if len(self.defects) == 1:
            return f"{head}{self.defects[0]}"
        lines = [f"{head}{len(self.defects)} defects"]
        lines += [f"  {number}. {defect}" for number, defect in enumerate(self.defects[:_SHOWN], 1)]
        if len(self.defects) > _SHOWN:
            lines.append(f"  … and {len(self.defects) - _SHOWN} more")
        return "\n".join(lines)

    def within(self, *steps: str | int) -> InputError:
        """Return the same error seen from further out."""
        return InputError([defect.within(*steps) for defect in self.defects], self.source)


class CycleError(DxplanError):
    """A plan whose dependencies run in a circle, so that no dates exist.

    Parameters
    ----------
    cycle : sequence of str
        The ids along the circle, each a predecessor of the next; the last leads back to the first.

    Examples
    --------
    >>> print(CycleError(["design", "build"]))
    the dependencies run in a circle: design → build → design; remove or turn round one of them
    """

    def __init__(self, cycle: Sequence[str]) -> None:
        self.cycle: tuple[str, ...] = tuple(cycle)
        super().__init__(self.cycle)

    def __str__(self) -> str:
        circle = " → ".join([*self.cycle, self.cycle[0]])
        return f"the dependencies run in a circle: {circle}; remove or turn round one of them"


class UndefinedError(DxplanError):
    """A question that the plan does not say enough to answer.

    Parameters
    ----------
    missing : iterable of str
        What is missing, each as a sentence that names the element.

    Examples
    --------
    >>> print(UndefinedError(["task 'survey' has no duration"]))
    the plan does not say enough: task 'survey' has no duration
    """

    def __init__(self, missing: Iterable[str]) -> None:
        self.missing: tuple[str, ...] = tuple(missing)
        super().__init__(self.missing)

    def __str__(self) -> str:
        return "the plan does not say enough: " + "; ".join(self.missing)


def enough(defects: list[Defect]) -> bool:
    """Tell whether `defects` are too many to go on; the last one then says so.

    A file may hold millions of them, and nobody reads the second thousand.
    """
    if len(defects) < MOST_DEFECTS:
        return False
    if len(defects) > MOST_DEFECTS or defects[-1].code != "defects.more":
        del defects[MOST_DEFECTS - 1 :]
        defects.append(
            Defect(
                code="defects.more",
                problem=f"there are {MOST_DEFECTS} defects or more, and the search stopped",
                remedy="correct these first",
            )
        )
    return True


def defect(code: str, problem: str, remedy: str, value: Any = None, *path: str | int) -> InputError:
    """Return an `InputError` of one defect, ready to raise."""
    shown = None if value is None else shorten(value)
    return InputError([Defect(code=code, problem=problem, remedy=remedy, value=shown, path=path)])
