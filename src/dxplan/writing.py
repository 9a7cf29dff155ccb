"""A file written whole or not at all."""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
from pathlib import Path

__all__ = ["write_whole"]


def write_whole(path: Path, text: str) -> None:
    """Write `text` to a file beside `path`, which then takes its name: a failure leaves what was there.

    A link keeps pointing to its file, and a file keeps its permissions.

    Raises
    ------
    OSError
        Where the folder does not exist, or must not be written to.

    Examples
    --------
    >>> write_whole(Path("note.txt"), "a plan")
    >>> Path("note.txt").read_text()
    'a plan'
    """
    target = path.resolve()
    temporary = target.with_name(f".dxplan-{secrets.token_hex(8)}.part")
    try:
        with temporary.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            temporary.chmod(stat.S_IMODE(target.stat().st_mode))
        temporary.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
