"""The leaves of a record as values, every defect with its place: ``Task[3] "Survey" → Duration``."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

import attrs

from dxplan.errors import Defect, InputError, enough, shorten
from dxplan.io.msproject.losses import Loss
from dxplan.io.msproject.parse import Record

__all__ = ["LONGEST_NOTE", "Fields", "Told"]

LONGEST_NOTE = 20_000
_WHOLE = re.compile(r"[+-]?\d{1,18}")
_NUMBER = re.compile(r"[+-]?(?:\d{1,18}(?:\.\d{0,30})?|\.\d{1,30})(?:[eE][+-]?\d{1,2})?")
_MOMENT = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2})(?::\d{2}(?:\.\d{1,9})?)?)?(?:Z|[+-]\d{2}:\d{2})?")
_LENGTH = re.compile(
    r"(-)?P(?:(\d{1,9})D)?(?:T(?:(\d{1,12}(?:\.\d{1,9})?)H)?(?:(\d{1,12}(?:\.\d{1,9})?)M)?(?:(\d{1,12}(?:\.\d{1,9})?)S)?)?"
)
_TIME = re.compile(r"([01]?\d|2[0-4]):([0-5]\d)(?::[0-5]\d(?:\.\d{1,9})?)?")
_FLAGS = {"1": True, "true": True, "0": False, "false": False}
_YEARS = range(1900, 2200)


@attrs.define
class Told:
    """What a reading has found so far: defects, which end it, and losses, which are told."""

    defects: list[Defect] = attrs.field(factory=list)
    losses: list[Loss] = attrs.field(factory=list)
    counted: dict[str, int] = attrs.field(factory=dict)

    def count(self, kind: str, number: int = 1) -> None:
        """Tell of one more thing of a kind, of which only the number is told."""
        self.counted[kind] = self.counted.get(kind, 0) + number

    def stop(self) -> None:
        """Raise if there is a defect."""
        if self.defects:
            enough(self.defects)
            raise InputError(self.defects)


@attrs.frozen
class Fields:
    """One record, its place, and where its defects and losses go."""

    record: Record
    told: Told
    path: tuple[str | int, ...] = ()
    name: str | None = None

    def of(self, tag: str, *path: str | int, name: str | None = None) -> Iterator[Fields]:
        """Yield the parts called `tag`, each under `path` and its index, until there are too many defects."""
        for index, part in enumerate(self.record.get(tag, ())):
            own = None
            if name is not None:
                text = part.get(name)
                own = " ".join(text.split())[:100] or None if text else None
            if enough(self.told.defects):
                return
            if path:
                yield Fields(part, self.told, (*path, index), own)
            else:
                yield Fields(part, self.told, (*self.path, tag, index), self.name)

    def defect(self, code: str, problem: str, remedy: str, value: object = None, *steps: str | int) -> None:
        """Add a defect of the field that `steps` lead to."""
        self.told.defects.append(self._placed(code, problem, remedy, value, steps))

    def _placed(self, code: str, problem: str, remedy: str, value: object, steps: tuple[str | int, ...]) -> Defect:
        shown = None if value is None else shorten(value)
        depth = min(2, len(self.path)) if self.name else 0
        return Defect(
            code=code,
            problem=problem,
            remedy=remedy,
            value=shown,
            path=(*self.path, *steps),
            element=self.name,
            depth=depth,
        )

    def loss(self, what: str, value: object = None, *steps: str | int) -> None:
        """Add a loss of the field that `steps` lead to."""
        where = self._placed("", "", "", None, steps).where
        shown = value if value is None or isinstance(value, str) else str(value)
        self.told.losses.append(Loss(where=where, what=what, value=None if shown is None else shown[:200]))

    def text(self, tag: str) -> str | None:
        """Return a text on one line; None where it is empty."""
        value = self.record.get(tag)
        if value is None or not (value := _printable(" ".join(value.split()))):
            return None
        if len(value) > LONGEST_NOTE:
            self.defect("text.too-long", f"this text is longer than {LONGEST_NOTE} characters", "shorten it", None, tag)
            return None
        return unicodedata.normalize("NFC", value)

    def note(self, tag: str) -> str | None:
        """Return a text of many lines; None where it is empty. It may be longer than a note can be."""
        value = self.record.get(tag)
        if value is None:
            return None
        return _printable(value.replace("\r\n", "\n").replace("\r", "\n")).strip() or None

    def whole(self, tag: str, least: int | None = None, most: int | None = None) -> int | None:
        """Return a whole number."""
        value = self.record.get(tag)
        if value is None or not (value := value.strip()):
            return None
        if not _WHOLE.fullmatch(value) or not value.isascii():
            self._number_defect(tag, value, "this is not a whole number")
            return None
        number = int(value)
        if (least is not None and number < least) or (most is not None and number > most):
            problem = f"this number is not from {least} to {most}" if most is not None else "this number is too small"
            self.defect("number.out-of-range", problem, "correct it", value, tag)
            return None
        return number

    def _number_defect(self, tag: str, value: str, problem: str) -> None:
        if len(value) > 18 and value.lstrip("+-").replace(".", "").isdigit():
            self.defect("number.too-large", "this number has too many digits", "look for it, and correct it", None, tag)
        else:
            self.defect("number.unreadable", problem, "write digits, such as 12", value, tag)

    def number(self, tag: str) -> Decimal | None:
        """Return a number."""
        value = self.record.get(tag)
        if value is None or not (value := value.strip()):
            return None
        if not _NUMBER.fullmatch(value) or not value.isascii():
            self._number_defect(tag, value, "this is not a number")
            return None
        number = Decimal(value)
        if not -(10**18) <= number <= 10**18 or (number and abs(number) < Decimal("1E-18")):
            self.defect("number.too-large", "this number is out of range", "correct it", value, tag)
            return None
        return number

    def flag(self, tag: str) -> bool | None:
        """Return whether something is so."""
        value = self.record.get(tag)
        if value is None or not (value := value.strip()):
            return None
        if value not in _FLAGS:
            self.defect("number.unreadable", "this is neither 0 nor 1", "write 0 or 1", value, tag)
            return None
        return _FLAGS[value]

    def moment(self, tag: str) -> dt.datetime | None:
        """Return a day with its time, to the minute."""
        value = self.record.get(tag)
        if value is None or not (value := value.strip()) or value == "NA":
            return None
        match = _MOMENT.fullmatch(value) if value.isascii() else None
        if match is None:
            self.defect("xml.moment", "this is not a date", "write it as 2025-12-31T08:00:00", value, tag)
            return None
        year, month, day, hour, minute = (int(part or 0) for part in match.groups())
        if year not in _YEARS:
            self.defect("date.out-of-range", "the year is not in 1900–2199", "check the year", value, tag)
            return None
        try:
            return dt.datetime(year, month, day, hour, minute)
        except ValueError:
            self.defect("date.impossible", "there is no such day or time", "correct it", value, tag)
            return None

    def minutes(self, tag: str) -> Fraction | None:
        """Return a length of time in minutes."""
        value = self.record.get(tag)
        if value is None or not (value := value.strip()):
            return None
        match = _LENGTH.fullmatch(value) if value.isascii() else None
        if match is None or value in ("P", "PT", "-P", "-PT"):
            remedy = "write hours and minutes, such as PT16H0M0S"
            self.defect("xml.length", "this is not a length of time", remedy, value, tag)
            return None
        sign, days, hours, minutes, seconds = match.groups()
        total = Fraction(days or 0) * 1440 + Fraction(hours or 0) * 60 + Fraction(minutes or 0)
        total += Fraction(seconds or 0) / 60
        return -total if sign else total

    def time_of_day(self, tag: str) -> int | None:
        """Return a time of day in minutes."""
        value = self.record.get(tag)
        if value is None or not (value := value.strip()):
            return None
        match = _TIME.fullmatch(value) if value.isascii() else None
        if match is None:
            self.defect("xml.time", "this is not a time of day", "write it as 08:00:00", value, tag)
            return None
        return int(match[1]) * 60 + int(match[2])


def _printable(text: str) -> str:
    """Return `text` without control characters, which no field of a plan takes."""
    if text.isprintable():
        return text
    return "".join(
        " " if mark not in "\n\t" and (unicodedata.category(mark) in {"Cc", "Cs"} or mark in "\ufffe\uffff") else mark
        for mark in text
    )
