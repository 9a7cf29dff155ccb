"""Plan files: read whole or not at all, written whole or not at all."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import re
import stat
import tomllib
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from dxplan.errors import InputError, defect, shorten
from dxplan.io.msproject.losses import Loss, tell
from dxplan.io.shape import from_data, to_data
from dxplan.model.plan import Plan
from dxplan.writing import write_whole

__all__ = ["Format", "dump", "dumps", "load", "loads"]

Format = Literal["toml", "json", "xml"]
"""The formats of a plan file; ``xml`` is that of Microsoft Project."""

_LARGEST = {"toml": 8_000_000, "json": 32_000_000, "xml": 32_000_000}
_MOST_VALUES = 2_000_000  # an empty list takes three bytes in a file and seventy in memory


def load(path: str | os.PathLike[str]) -> Plan:
    """Return the plan that a file holds.

    Parameters
    ----------
    path : path-like
        A ``.toml`` file of at most 8 MB, a ``.json`` file or an ``.xml`` file of Microsoft Project of at most 32 MB,
        in UTF-8; at most two million values.

    Raises
    ------
    InputError
        Every defect at once with the file, the path in it, the value and the remedy: ``file.missing``,
        ``file.directory``, ``file.permission``, ``file.unreadable``, ``file.too-large``, ``file.encoding``,
        ``format.unknown``, ``syntax.toml``, ``syntax.json``, ``syntax.xml``, ``key.duplicate``,
        ``nesting.too-deep``, and whatever the classes refuse.

    Warns
    -----
    LossWarning
        Once, for a file of Microsoft Project of which something does not come across.

    Examples
    --------
    >>> import dxplan as dx
    >>> dx.load("examples/tay_ninh/resolution.toml")["t4"].criterion.at_least
    2
    """
    path = Path(path)
    try:
        format = _format_of(path)
        plan, losses = _loads(_read(path, _LARGEST[format]), format)
    except InputError as error:
        raise InputError(error.defects, str(path)) from None
    tell(losses, stacklevel=2)
    return plan


def loads(content: str | bytes, *, format: Format = "toml") -> Plan:
    r"""Return the plan that a text holds.

    Parameters
    ----------
    content : str or bytes
        Bytes are UTF-8.
    format : {"toml", "json", "xml"}

    Raises
    ------
    InputError
        As `load`, but for the file.

    Warns
    -----
    LossWarning
        As `load`.

    Examples
    --------
    >>> loads('schema = 1\nid = "p"\nstart = 2024-01-01\n')
    Plan('p': empty)
    """
    plan, losses = _loads(content, format)
    tell(losses, stacklevel=2)
    return plan


def _loads(content: str | bytes, format: str) -> tuple[Plan, tuple[Loss, ...]]:
    text = _decode(content) if isinstance(content, bytes) else content.removeprefix("\ufeff")
    if _known(format) == "xml":
        from dxplan.io.msproject.read import from_msproject

        return from_msproject(text)
    parse = _PARSERS[format]
    if sum(text.count(mark) for mark in ",[{") > _MOST_VALUES:
        raise defect("file.too-large", f"there are more than {_MOST_VALUES} values", "split the plan")
    try:
        return from_data(parse(text)), ()
    except RecursionError:
        raise _too_deep() from None


def dumps(plan: Plan, *, format: Format = "toml") -> str:
    """Return the plan as text; equal plans give the same text, and reading it gives the plan back.

    Parameters
    ----------
    plan : Plan
    format : {"toml", "json", "xml"}

    Warns
    -----
    LossWarning
        Once, where Microsoft Project does not show all of the plan; what it does not show is kept in the text.

    Examples
    --------
    >>> print(dumps(Plan(id="p", start="2024-01-01")), end="")
    schema = 1
    id = "p"
    start = 2024-01-01
    """
    text, losses = _dumps(plan, format)
    tell(losses, stacklevel=2)
    return text


def _dumps(plan: Plan, format: str) -> tuple[str, tuple[Loss, ...]]:
    if _known(format) == "xml":
        from dxplan.io.msproject.write import to_msproject

        return to_msproject(plan)
    return _WRITERS[format](to_data(plan)), ()


def dump(plan: Plan, path: str | os.PathLike[str]) -> None:
    """Write the plan to a file, in the format of its suffix.

    The text goes to a temporary file beside it, which then takes its name: a failure leaves what was there.

    Raises
    ------
    InputError
        ``format.unknown``, ``file.missing`` (the folder), ``file.permission``, ``file.unwritable``.

    Warns
    -----
    LossWarning
        As `dumps`.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> plan = Plan(id="p", start="2024-01-01")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     dump(plan, pathlib.Path(folder, "plan.json"))
    ...     load(pathlib.Path(folder, "plan.json")) == plan
    True
    """
    path = Path(path)
    try:
        text, losses = _dumps(plan, _format_of(path))
        write_text(path, text)
    except InputError as error:
        raise InputError(error.defects, str(path)) from None
    tell(losses, stacklevel=2)


def write_text(path: Path, content: str) -> None:
    """Write `content` to `path` whole or not at all.

    Raises
    ------
    InputError
        ``file.missing``, ``file.permission``, ``file.directory``, ``file.unwritable``.
    """
    try:
        with contextlib.suppress(FileNotFoundError):
            path.stat()  # tells of a link that leads to itself
        write_whole(path, content)
    except (OSError, ValueError, RuntimeError) as error:  # a NUL in the path; a link that leads to itself
        raise _file_error(error, "write") from None


def _format_of(path: Path) -> Format:
    suffix = path.suffix.lower()
    if suffix == ".toml":
        return "toml"
    if suffix == ".json":
        return "json"
    if suffix == ".xml":
        return "xml"
    raise defect("format.unknown", "the suffix names no format of a plan", "use .toml, .json or .xml", path.name)


def _known(format: str) -> str:
    if format not in _LARGEST:
        raise defect("format.unknown", "this is no format of a plan", 'use "toml", "json" or "xml"', format)
    return format


def _read(path: Path, largest: int) -> bytes:
    try:
        if not stat.S_ISREG(mode := path.stat().st_mode) and not stat.S_ISDIR(mode):
            raise OSError("it is a device or a pipe")  # which might never end
        with path.open("rb") as file:
            content = file.read(largest + 1)
    except (OSError, ValueError) as error:  # a NUL in the path
        raise _file_error(error, "read") from None
    if len(content) > largest:
        megabytes = largest // 1_000_000
        hint = "; JSON may be larger" if path.suffix.lower() == ".toml" else ""
        raise defect("file.too-large", f"the file is larger than {megabytes} MB", f"split the plan{hint}")
    return content


def _file_error(error: Exception, verb: str) -> InputError:
    if isinstance(error, FileNotFoundError):
        what = "there is no such file" if verb == "read" else "there is no such folder"
        return defect("file.missing", what, "check the path")
    if isinstance(error, IsADirectoryError):
        return defect("file.directory", "this is a folder", "name a file in it")
    if isinstance(error, PermissionError):
        return defect("file.permission", f"you may not {verb} this file", "ask for the permission, or choose another")
    code = "file.unreadable" if verb == "read" else "file.unwritable"
    return defect(
        code,
        f"the system cannot {verb} this file",
        "choose another path",
        getattr(error, "strerror", None) or str(error),
    )


def _decode(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise defect(
            "file.encoding",
            f"this is not UTF-8: line {line}, byte {error.start}",
            "save the file as UTF-8",
            content[error.start : error.start + 4],
        ) from None


def _parse_toml(text: str) -> Any:
    if _LONG_KEY.search(text):  # the time that the parser takes grows with the square of a key's length
        raise _too_deep()
    if _LONG_NUMBER.search(text):  # the parser takes a hundred bytes a digit
        raise _too_long()
    try:
        return tomllib.loads(text.replace("\r\n", "\n"), parse_float=_parse_float)
    except tomllib.TOMLDecodeError as error:
        message = str(error)
        if "overwrite" in message or "twice" in message:
            problem = f"a table holds a key twice: {message[:200]}"
            raise defect("key.duplicate", problem, "leave out one of them") from None
        remedy = "correct that line; text, ids and dates such as 31/12/2025 stand between quotes"
        raise defect("syntax.toml", f"this is not TOML: {message[:200]}", remedy, _line(text, message)) from None
    except ValueError as error:
        raise _bad_value("TOML", error) from None


def _line(text: str, message: str) -> str | None:
    """Return the line that a message of the parser names; None where it names none."""
    match = re.search(r"line (\d+)", message)
    lines = text.splitlines() if match else []
    number = int(match[1]) if match else 0
    return lines[number - 1].strip() if 0 < number <= len(lines) else None


_LONG_KEY = re.compile(r"""(?<![\w.\\-])(?:(?:[\w-]++|"(?:[^"\\\n]|\\.)*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){50}""")


_LONG_NUMBER = re.compile(r"(?<=[=\[,\s])[+-]?\d[\w.+-]{20000}")


def _too_long() -> InputError:
    return defect("number.too-large", "a number has thousands of digits", "look for it, and correct it")


def _too_deep() -> InputError:
    return defect(
        "nesting.too-deep", "the values are nested too deep", "a criterion within a criterion goes some tens deep"
    )


def _parse_float(text: str) -> Decimal:
    return Decimal(text.replace("_", ""))


def _parse_json(text: str) -> Any:
    try:
        return json.loads(text, parse_float=Decimal, parse_constant=Decimal, object_pairs_hook=_unique)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise defect("syntax.json", f"this is not JSON: {error.msg}, {where}", "correct the text there") from None
    except InputError:
        raise
    except ValueError as error:
        raise _bad_value("JSON", error) from None


def _bad_value(language: str, error: ValueError) -> InputError:
    """Return what is wrong with a value that Python's own parsers stumble over."""
    if "digits" in str(error):  # Python reads no whole number of more than 4,300
        return _too_long()
    return defect(f"syntax.{language.lower()}", f"this is not {language}: {str(error)[:200]}", "correct the value")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    table = dict(pairs)
    if len(table) < len(pairs):
        seen: set[str] = set()
        twice = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        raise defect(
            "key.duplicate",
            "a table holds this key twice",
            f"leave out one of them (id {shorten(table.get('id'))})",
            twice,
        )
    return table


def _write_toml(data: dict[str, Any]) -> str:
    import tomli_w

    return tomli_w.dumps(data)


def _write_json(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2, default=dt.date.isoformat) + "\n"


_PARSERS: dict[str, Callable[[str], Any]] = {"toml": _parse_toml, "json": _parse_json}
_WRITERS: dict[str, Callable[[dict[str, Any]], str]] = {"toml": _write_toml, "json": _write_json}
