"""Malformed plan files that are better made than kept: too large, not text, no file at all.

`MADE` holds a function for each that makes it at a path; what each must give stands with that of the files that are
kept, in tests/golden/bad/expected.toml.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

__all__ = ["HEAVY", "MADE"]

_TOML = 'schema = 1\nid = "p"\nstart = 2024-01-01\n'
_JSON = '{"schema": 1, "id": "p", "start": "2024-01-01", '
_TASK = _JSON + '"tasks": [{"id": "khao-sat", "note": "'


def _text(content: str, encoding: str = "utf-8") -> Callable[[Path], object]:
    return lambda path: path.write_bytes(content.encode(encoding))


def _large(head: str, part: str, size: int, tail: str = "") -> Callable[[Path], object]:
    return lambda path: path.write_text(head + part * (size // len(part)) + tail, encoding="utf-8")


def _criteria(depth: int) -> str:
    inner = '{"kind": "all_of", "criteria": [' * depth + '{"kind": "undefined", "words": "x"}' + "]}" * depth
    return f'{_JSON}"goals": [{{"id": "g1", "criterion": {inner}}}]}}'


def _nothing(path: Path) -> None:
    """Leave no file there."""


HEAVY: dict[str, Callable[[Path], object]] = {
    "made-50-mb-line.toml": _large(_TOML + 'name = "', "x", 50_000_000, '"\n'),
    "made-50-mb-line.json": _large(_TASK, "x", 50_000_000, '"}]}'),
    "made-50-mb-lines.toml": _large(_TOML, "# nothing\n", 50_000_000),
    "made-10-mb-text.json": _large(_TASK, "Ă", 10_000_000, '"}]}'),
    "made-7-mb-text.toml": _large(_TOML + '[[tasks]]\nid = "khao-sat"\nnote = "', "x", 7_000_000, '"\n'),
    "made-7-mb-id.toml": _large(_TOML + '[[tasks]]\nid = "', "x", 7_000_000, '"\n'),
    "made-7-mb-key.toml": _large(_TOML, "x", 7_000_000, " = 1\n"),
    "made-7-mb-number.toml": _large(_TOML + '[[resources]]\nid = "xe"\ncapacity = 1.', "7", 7_000_000, "\n"),
    "made-30-mb-number.json": _large(_JSON + '"resources": [{"id": "xe", "capacity": ', "7", 30_000_000, "}]}"),
    "made-7-mb-hexadecimal.toml": _large(_TOML + '[[resources]]\nid = "xe"\ncapacity = 0x', "f", 7_000_000, "\n"),
    "made-many-values.json": _large(_JSON + '"x": [', "[],", 31_000_000, "0]}"),
    "made-many-values.toml": _large(_TOML + "x = [", "[],", 7_000_000, "]\n"),
    "made-many-keys.json": _large(_JSON + '"x": {', '"k": 1, ', 30_000_000, '"j": 1}}'),
    "made-deep-arrays.json": _text(_JSON + '"x": ' + "[" * 100_000 + "]" * 100_000 + "}"),
    "made-deep-arrays.toml": _text(_TOML + "x = " + "[" * 100_000 + "]" * 100_000 + "\n"),
    "made-deep-tables.json": _text('{"x": ' * 100_000 + "1" + "}" * 100_000),
    "made-deep-tables.toml": _text(_TOML + "x = " + "{ x = " * 100_000 + "1" + " }" * 100_000 + "\n"),
    "made-deep-key.toml": _text(_TOML + "x" + ".x" * 100_000 + " = 1\n"),
    "made-deep-quoted-key.toml": _text(_TOML + '"x\\""' + '."x\\""' * 100_000 + " = 1\n"),
    "made-deep-header.toml": _text(_TOML + "[x" + ".x" * 100_000 + "]\n"),
    "made-deep-criteria.json": _text(_criteria(200)),
    "made-deeper-criteria.json": _text(_criteria(100_000)),
}
"""Those that try to take time or memory."""

MADE: dict[str, Callable[[Path], object]] = HEAVY | {
    "made-not-utf-8.toml": lambda path: path.write_bytes(_TOML.encode() + b'name = "\xf1y ban nh\xa9n d\xa9n"\n'),
    "made-not-utf-8.json": _text(_JSON + '"name": "thành phố"}'.replace("ố", "ô"), "latin-1"),
    "made-utf-16.toml": _text(_TOML, "utf-16"),
    "made-utf-16.json": _text(_JSON + '"name": "x"}', "utf-16"),
    "made-utf-16-unmarked.toml": _text(_TOML, "utf-16-le"),
    "made-truncated-letter.toml": lambda path: path.write_bytes((_TOML + '# "Ủy ban').encode()[:-6]),
    "made-nul-bytes.toml": _text(_TOML + 'name = "a\0b"\n'),
    "made-nul-bytes.json": _text(_JSON + '"name": "a\0b"}'),
    "made-all-bytes.json": lambda path: path.write_bytes(bytes(range(256))),
    "made-spreadsheet.json": lambda path: path.write_bytes(b"PK\x03\x04\x14\0\x06\0\x08\0\0\0!\0\xdf\xa4\xd2l"),
    "made-folder.toml": Path.mkdir,
    "made-nothing.toml": _nothing,
    "made-nothing.yaml": _nothing,
    "made-text.txt": _text(_TOML),
    "made-no-suffix": _text(_TOML),
    "made-suffix.toml.bak": _text(_TOML),
    "made-link-to-itself.toml": lambda path: path.symlink_to(path),
    "made-pipe.toml": os.mkfifo,
    "made-endless.json": lambda path: path.symlink_to("/dev/zero"),
}
