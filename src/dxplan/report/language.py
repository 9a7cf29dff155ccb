"""The languages of reports: catalogues of phrases, one folder a language in ``locale/``.

English is the source: findings and defects carry their English text, and ``locale/en`` holds only what reports
add. A phrase that a language lacks is said in English.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from decimal import Decimal
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import Any, Literal, TypeAlias, get_args

import attrs

from dxplan.errors import Defect
from dxplan.findings import Finding
from dxplan.model.change import Change
from dxplan.model.money import Money
from dxplan.numerals import written
from dxplan.report.amount import enough, said
from dxplan.solve.statement import Statement
from dxplan.solve.verify import KINDS, Violation

__all__ = ["LANGUAGES", "Lang", "Language", "language"]

Lang: TypeAlias = Literal["en", "vi"]
"""The languages that reports speak, for type checkers."""

LANGUAGES: tuple[str, ...] = get_args(Lang)
"""The languages that reports speak."""

_ISO_DAY = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_UNITS = {
    "person-day": "ngày công",
    "person-week": "tuần công",
    "person-month": "tháng công",
    "person-year": "năm công",
    "workday": "ngày làm việc",
    "day": "ngày",
    "week": "tuần",
    "month": "tháng",
    "quarter": "quý",
    "year": "năm",
}
_WORDS = {"kind", "role", "relation", "field", "other", "direction", "choice"}
_PAID = {"costs", "ceilings"}
_MEASURED = {"uses", "costs", "ceilings", "capacity"}  # statements whose value joins an amount and what it is of
_SMALL = re.compile(r"(?<= )(?:in|of|from|on)(?= |,|$)")
_LAG = re.compile(r"\blag (?=-?\d)")
_MONEY = re.compile(r"\b\d+(?: tỷ| triệu)? [A-Z]{3}\b")
_LENGTH = re.compile(r"(-?\d[\d.]*) (" + "|".join(_UNITS) + r")s?\b")


def _short(number: Decimal) -> str:
    """Return a number with two decimals; one from 0.01 to 1 with three digits that count."""
    digits = 2 if abs(number) >= 1 or not number else min(2 - number.adjusted(), 4)
    return f"{number:.{digits}f}".rstrip("0").rstrip(".")


class Language:
    """What a report says in one language.

    Parameters
    ----------
    code : {"en", "vi"}

    Examples
    --------
    >>> Language("vi").phrase("finish", finish="2025-12-31")
    'Công việc cuối cùng hoàn thành ngày 31/12/2025'
    """

    def __init__(self, code: str) -> None:
        self.code = code
        self._tables: dict[str, dict[str, Any]] = {}
        for source in ("en", code):  # the language's own phrases over the English ones
            for entry in sorted((files("dxplan.report") / "locale" / source).iterdir(), key=lambda one: one.name):
                for name, table in tomllib.loads(entry.read_text("utf-8")).items():
                    self._tables.setdefault(name, {}).update(table)
        self._sentences = [
            (re.compile(re.sub(r"\\{(\w+)\\}", r"(?P<\1>.+?)", re.escape(english))), words)
            for english, words in self._tables.get("sentences", {}).items()
        ]

    def phrase(self, key: str, **values: object) -> str:
        """Return a phrase of the reports with its values, dates as the language writes them."""
        return self._local(str(self._tables["ui"][key]).format_map({k: str(v) for k, v in values.items()}))

    def day(self, day: dt.date) -> str:
        """Return a day as the language writes it."""
        return self._local(day.isoformat())

    def count(self, kind: str, number: int) -> str:
        """Return a number of things, such as ``3 tasks``."""
        labels = self._tables["labels"]
        many = self._tables["plurals"] if self.code == "en" else labels
        return f"{number} {(labels if number == 1 else many)[kind]}"

    def label(self, kind: str) -> str:
        """Return the word for a kind of element, a role or a severity."""
        return str(self._tables["labels"][kind])

    def verdict(self, name: str) -> str:
        """Return the word for a verdict."""
        return str(self._tables["verdicts"][name])

    def repair_kind(self, kind: str) -> str:
        """Return the words for a kind of repair."""
        return str(self._tables["repair_kinds"][kind])

    def number(self, number: Decimal) -> str:
        """Return a number with at most two decimals, below 1 with three digits, as the language writes it."""
        text = _short(number)
        return text.replace(".", ",") if self.code == "vi" else text

    def points(self, cost: Decimal) -> str:
        """Return what changes cost, such as ``1 point`` or ``0.045 points``."""
        word = self._tables["plurals" if self.code == "en" and _short(cost) != "1" else "labels"]["point"]
        least = Decimal("0.01")
        if 0 < cost < least:
            return self.phrase("points_below", cost=f"{self.number(least)} {word}")
        return f"{self.number(cost)} {word}"

    def finding(self, finding: Finding) -> tuple[str, str]:
        """Return message and remedy of a finding; in English where the language lacks the code."""
        texts = self._tables.get("findings", {}).get(finding.code)
        if texts is None:
            return self._local(finding.message), self._local(finding.remedy)
        worded = {name: self._worded(name, text) for name, text in finding.params.items()}
        values = {"subject": finding.subject, **worded}
        return self._local(texts["message"].format_map(values)), self._local(texts["remedy"].format_map(values))

    def _worded(self, name: str, text: str) -> str:
        """Return the value of a finding, the words of the model in it as the language says them."""
        if name == "reason":
            return self.sentence(text)
        if name not in _WORDS:
            return text
        labels = self._tables["labels"]
        return re.sub(r"\w+", lambda word: str(labels.get(word[0], word[0])), text)

    def sentence(self, english: str) -> str:
        """Return a sentence that the library says in English; unchanged where the language has no words for it."""
        for pattern, words in self._sentences:
            if match := pattern.fullmatch(english):
                kinds = {name: self._tables["labels"].get(text, text) for name, text in match.groupdict().items()}
                return self._local(words.format_map(kinds))
        return english

    def statement(self, statement: Statement) -> str:
        """Return a statement of the plan as a sentence."""
        words = str(self._tables["statements"][statement.field])
        value, left = statement.brief
        if statement.field in _MEASURED:
            if statement.field in _PAID:
                value = _MONEY.sub(lambda found: self.money(Money.parse(found[0])), value)
            small = self._tables["statement_words"]
            value = _SMALL.sub(lambda word: str(small[word[0]]), value)
        if left:
            value = self.phrase("and_more", said=value, count=left)
        return self._local(words.format(subject=statement.subject, value=value))

    def change(self, change: Change) -> str:
        """Return a change of a plan as a sentence."""
        words = str(self._tables["changes"][change.wording])
        return self._local(words.format_map({name: self._value(value) for name, value in change.values.items()}))

    def _value(self, value: object) -> str:
        if isinstance(value, Money):
            return enough(value, self)
        if isinstance(value, Decimal):
            return written(value).replace(".", "," if self.code == "vi" else ".")
        return str(value)

    def money(self, money: Money) -> str:
        """Return an amount of the plan, or of a schedule, as the language says it."""
        return said(money, self)

    def violation(self, violation: Violation) -> str:
        """Return what a schedule breaks as a sentence, with its paragraph and its subject."""
        words = self._tables.get("violations", {}).get(violation.kind)
        reasons = violation.values.get("reasons", ())
        values = {**violation.values, "reasons": tuple(map(self.sentence, reasons))}
        texts = attrs.evolve(violation, values=values).texts
        for name, value in values.items():
            if isinstance(value, Money):
                texts[name] = self.money(value)
            elif isinstance(value, Fraction) and self.code == "vi":
                texts[name] = texts[name].replace(".", ",")
        if "role" in texts:
            texts["role"] = self.label(texts["role"])
        template = KINDS[violation.kind][1] if words is None else str(words)
        return f"{violation.section} {violation.subject}: {self._local(template.format_map(texts))}"

    def defect(self, defect: Defect) -> tuple[str, str]:
        """Return problem and remedy of a defect; the language's general words for its code, else the English text."""
        texts = self._tables.get("defects", {}).get(defect.code)
        return (defect.problem, defect.remedy) if texts is None else (texts["problem"], texts["remedy"])

    def _local(self, text: str) -> str:
        if self.code != "vi":
            return text
        text = _LAG.sub("độ trễ ", text)
        text = _ISO_DAY.sub(r"\3/\2/\1", text)
        return _LENGTH.sub(lambda match: f"{match[1].replace('.', ',')} {_UNITS[match[2]]}", text)


@cache
def language(code: str) -> Language:
    """Return a language, read once.

    Raises
    ------
    ValueError
        For a language that reports do not speak.
    """
    if code not in LANGUAGES:
        raise ValueError(f"there is no language {code!r}; known are {', '.join(LANGUAGES)}")
    return Language(code)
