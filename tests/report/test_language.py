"""Every phrase, finding and defect is there in Vietnamese, with the same values."""

from __future__ import annotations

import datetime as dt
import re
import string
import tomllib
import unicodedata
from pathlib import Path

import pytest

import dxplan
from dxplan.checks.registry import RULES as CHECKED
from dxplan.feasibility.undecided import RULES as OPEN
from dxplan.model.base_change import WORDS
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


def test_reports_say_changes_in_the_words_of_the_model() -> None:
    assert tables("en")["changes"] == WORDS


@pytest.mark.parametrize(
    ("change", "english", "vietnamese"),
    [
        (
            dxplan.MoveDue(subject="portal", to="Q2/2025"),
            "move the due date of portal to 2025-06-30",
            "dời thời hạn của portal đến ngày 30/06/2025",
        ),
        (
            dxplan.AddMoney(fund="ns-tinh", year=2025, amount="3,5 tỷ VND"),
            "add 3500 triệu VND to ns-tinh in 2025",
            "bổ sung 3,5 tỷ đồng cho nguồn vốn ns-tinh năm 2025",
        ),
        (
            dxplan.AddCapacity(resource="team", amount="2,5"),
            "raise the capacity of team by 2.5",
            "tăng năng lực của team thêm 2,5",
        ),
        (
            dxplan.AddCapacity(resource="team", amount=2, first="2025-01-01"),
            "raise the capacity of team by 2 from 2025-01-01 on",
            "tăng năng lực của team thêm 2 kể từ ngày 01/01/2025",
        ),
        (
            dxplan.AddCapacity(resource="team", amount=2, last="2025-06-30"),
            "raise the capacity of team by 2 until 2025-06-30",
            "tăng năng lực của team thêm 2 đến hết ngày 30/06/2025",
        ),
        (
            dxplan.AddCapacity(resource="team", amount=2, first="2025-01-01", last="2025-06-30"),
            "raise the capacity of team by 2 from 2025-01-01 to 2025-06-30",
            "tăng năng lực của team thêm 2 từ ngày 01/01/2025 đến ngày 30/06/2025",
        ),
        (
            dxplan.SetDuration(task="tender", to="20 workdays"),
            "let tender take 20 workdays",
            "đổi thời gian thực hiện tender thành 20 ngày làm việc",
        ),
        (
            dxplan.SetDuration(task="tender", to="1.5 months", mode="hired"),
            "let tender take 1.5 months where it is done in the mode hired",
            "đổi thời gian thực hiện tender theo phương án hired thành 1,5 tháng",
        ),
        (
            dxplan.LetCarryOver(fund="ns-tinh"),
            "let ns-tinh carry what a year does not spend into the next",
            "cho phép chuyển nguồn kinh phí chưa chi của ns-tinh sang năm sau",
        ),
        (dxplan.LeaveOut(task="training"), "leave out training", "không thực hiện training"),
        (
            dxplan.SetLeadLimit(body="so-tttt", to=5),
            "set the number of tasks that so-tttt can lead at once to 5",
            "cho phép so-tttt chủ trì cùng lúc tối đa 5 nhiệm vụ",
        ),
    ],
)
def test_changes_are_said(change: dxplan.Change, english: str, vietnamese: str) -> None:
    assert Language("en").change(change) == english
    assert Language("vi").change(change) == unicodedata.normalize("NFC", vietnamese)
