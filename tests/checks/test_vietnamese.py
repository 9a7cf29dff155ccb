"""Findings are said in Vietnamese with exactly the values of the English text."""

import string
import tomllib
import unicodedata
from importlib.resources import files

import pytest

from dxplan.checks.load import COORDINATOR_LIMIT
from dxplan.checks.registry import RULES
from dxplan.checks.structure.connections import _HIERARCHIES
from dxplan.findings import Severity
from dxplan.model.area import AreaLevel
from dxplan.model.body import Role
from dxplan.model.indicator import Direction
from dxplan.model.plan import ELEMENT_CLASSES

LOCALE = files("dxplan.report") / "locale" / "vi"
TEXT = (LOCALE / "findings.toml").read_text("utf-8")
CATALOGUE = tomllib.loads(TEXT)


def values(text: str) -> list[str]:
    return sorted({name for _, name, _, _ in string.Formatter().parse(text) if name})


@pytest.mark.parametrize("code", sorted(RULES))
def test_texts_have_the_same_values(code: str) -> None:
    texts, rule = CATALOGUE["findings"][code], RULES[code]
    assert set(texts) == {"title", "message", "remedy"}
    assert values(texts["message"]) == values(rule.message)
    assert values(texts["remedy"]) == values(rule.remedy)
    assert values(texts["title"]) == values(rule.title) == []


def test_catalogue_holds_no_other_codes() -> None:
    assert set(CATALOGUE) == {"findings"}
    assert set(CATALOGUE["findings"]) == set(RULES)


def test_words_of_the_model_have_a_label() -> None:
    """Findings name kinds, roles, fields and relations as the model does; reports translate them."""
    labels = tomllib.loads((LOCALE / "words.toml").read_text("utf-8"))["labels"]
    words = [cls.KIND for cls in ELEMENT_CLASSES]
    words += [one.value for choice in (Role, Severity, Direction, AreaLevel) for one in choice]
    words += ["not_before", "on", "due", *(field for _, fields in _HIERARCHIES for field in fields)]
    assert [word for word in words if word not in labels] == []


def test_text_is_composed() -> None:
    assert unicodedata.is_normalized("NFC", TEXT)


def test_titles_tell_the_limit_that_is_checked() -> None:
    assert str(COORDINATOR_LIMIT) in RULES["R132"].title
    assert str(COORDINATOR_LIMIT) in CATALOGUE["findings"]["R132"]["title"]
