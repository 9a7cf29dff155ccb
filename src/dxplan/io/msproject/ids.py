"""Ids for what has none: from names, unique, and the same each time that the file is read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from dxplan.errors import InputError
from dxplan.model.plain import identifier

__all__ = ["Ids"]

_LONGEST = 60
_NO_WORD = re.compile(r"[^\w]+")


class Ids:
    """The ids that are taken.

    Examples
    --------
    >>> ids = Ids(["survey"])
    >>> ids.of("Khảo sát hiện trạng", "task", 7), ids.of("Survey", "task", 8)
    ('khảo-sát-hiện-trạng', 'survey-8')
    """

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = set(taken)

    def keep(self, id: str | None) -> str | None:
        """Take an id that the file says; None where it is no id, or taken."""
        try:
            found = identifier(id) if id is not None else None
        except InputError:
            return None
        if found is None or found in self._taken:
            return None
        self._taken.add(found)
        return found

    def of(self, name: str, kind: str, uid: int) -> str:
        """Return an id made from a name, with the UID behind it where the name alone is taken."""
        word = _NO_WORD.sub("-", unicodedata.normalize("NFC", name).casefold())[:_LONGEST].strip("-_")
        for id in (word, f"{word}-{uid}", f"{kind}-{uid}", f"{word}-{kind}-{uid}"):
            if (found := self.keep(id)) is not None:
                return found
        number = 2
        while (found := self.keep(f"{kind}-{uid}-{number}")) is None:
            number += 1
        return found
