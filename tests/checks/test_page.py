"""The reference page of findings shows every rule with both of its plans, in the order of the codes."""

import re

import pytest

from dxplan.checks.registry import BROKEN_CHECK, RULES
from dxplan.feasibility.undecided import RULES as OPEN
from dxplan.findings import Rule
from tests.docs_examples import ROOT

PAGE = (ROOT / "docs" / "reference" / "findings.md").read_text("utf-8")
CODES = sorted(set(RULES) - {BROKEN_CHECK.code})
SECTION = """\
(finding-{anchor})=
### {code}: {title}

{severity}
: {message}

Remedy
: {remedy}

::::{{tab-set}}
:::{{tab-item}} raises {code}
```{{literalinclude}} ../../tests/checks/cases/{code}.bad.toml
:language: toml
```
:::
:::{{tab-item}} does not
```{{literalinclude}} ../../tests/checks/cases/{code}.good.toml
:language: toml
```
:::
::::
"""


def section(rule: Rule) -> str:
    """Return what the page says of a rule; its values stand between angle brackets."""
    return SECTION.format(
        anchor=rule.code.lower(),
        code=rule.code,
        title=rule.title,
        severity=rule.severity.value.capitalize(),
        message=re.sub(r"\{(\w+)\}", r"⟨\1⟩", rule.message),
        remedy=re.sub(r"\{(\w+)\}", r"⟨\1⟩", rule.remedy),
    )


@pytest.mark.parametrize("code", CODES)
def test_page_shows_the_rule(code: str) -> None:
    assert section(RULES[code]) in PAGE


def test_page_shows_no_other_codes() -> None:
    shown = re.findall(r"^### ([A-Z]\d{3}):", PAGE, re.MULTILINE)
    assert len(shown) == len(set(shown))
    assert set(shown) == set(RULES)


def test_every_duty_names_its_codes() -> None:
    """§11: the table of duties holds every R code, beside the duty that its digits name."""
    rows = re.findall(r"^\| (\d+) \|.*\| ([^|]+) \|$", PAGE, re.MULTILINE)
    named = {code: int(duty) for duty, codes in rows for code in re.findall(r"R\d{3}", codes)}
    assert named == {code: int(code[1:3]) for code in CODES if code.startswith("R")}
    assert [int(duty) for duty, _ in rows] == list(range(1, 18))


def test_page_lists_what_keeps_a_verdict_open() -> None:
    for code, rule in OPEN.items():
        message = re.sub(r"\{(\w+)\}", r"⟨\1⟩", rule.message)
        assert f"| `{code}` | {message} | {rule.remedy} |" in PAGE
    assert re.findall(r"^\| `(U\d+)` \|", PAGE, re.MULTILINE) == list(OPEN)
