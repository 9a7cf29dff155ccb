"""Every phrase, finding and defect is there in Vietnamese, with the same values."""

from __future__ import annotations

import datetime as dt
import re
import string
import tomllib
from pathlib import Path

import dxplan
from dxplan.checks.registry import RULES as CHECKED
from dxplan.feasibility import RULES as OPEN
from dxplan.report.language import LANGUAGES, Language

PACKAGE = Path(dxplan.__file__).parent
LOCALE = PACKAGE / "report" / "locale"
CODE = re.compile(r'"([a-z]+\.[a-z-]+)"')


def tables(language: str) -> dict[str, dict[str, object]]:
    found: dict[str, dict[str, object]] = {}
    for path in (LOCALE / language).glob("*.toml"):
        for name, table in tomllib.loads(path.read_text("utf-8")).items():
            found.setdefault(name, {}).update(table)
    return found


def values(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_phrases_are_the_same_in_every_language() -> None:
    english = tables("en")
    for code in LANGUAGES:
        other = tables(code)
        for name, table in english.items():
            if name == "plurals":
                continue  # Vietnamese has none
            assert set(table) == set(other[name]), (code, name)
            for key, text in table.items():
                assert values(str(text)) == values(str(other[name][key])), (code, name, key)


def test_every_finding_is_said_in_vietnamese() -> None:
    said = tables("vi")["findings"]
    rules = {**CHECKED, **OPEN}
    assert set(said) == set(rules)
    for code, rule in rules.items():
        texts = said[code]
        assert isinstance(texts, dict)
        assert values(texts["message"]) | values(texts["remedy"]) <= values(rule.message) | values(rule.remedy) | {
            "subject"
        }, code
        assert texts["title"]


def test_every_defect_is_said_in_vietnamese() -> None:
    prefixes = {code.partition(".")[0] for code in tables("vi")["defects"]}
    raised = {
        code
        for path in PACKAGE.rglob("*.py")
        for code in CODE.findall(path.read_text("utf-8"))
        if code.partition(".")[0] in prefixes
    }
    assert raised == set(tables("vi")["defects"])


def test_days_and_lengths_are_written_the_vietnamese_way() -> None:
    words = Language("vi")
    assert words.day(dt.date(2025, 12, 31)) == "31/12/2025"
    statement = dxplan.Statement(subject="dc", field="duration", value="2.5 months")
    assert words.statement(statement) == "dc cần 2,5 tháng"
