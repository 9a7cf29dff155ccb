"""Every code is raised by its bad plan, on the elements that the plan's first line names, and not by its good one."""

import re
from pathlib import Path

import pytest

import dxplan as dx
from dxplan.checks.registry import BROKEN_CHECK, RULES

CASES = Path(__file__).parent / "cases"
CODES = sorted(set(RULES) - {BROKEN_CHECK.code})  # a broken check is no matter of plans


def subjects(plan: dx.Plan, code: str) -> list[str]:
    return [finding.subject for finding in dx.run_checks(plan, third_party=False) if finding.code == code]


@pytest.mark.parametrize("code", CODES)
def test_bad_plan_raises_its_code(code: str) -> None:
    path = CASES / f"{code}.bad.toml"
    first = path.read_text("utf-8").splitlines()[0]
    match = re.fullmatch(rf"# raises {code} on (.+)", first)
    assert match, first
    assert subjects(dx.load(path), code) == match[1].split(", ")


@pytest.mark.parametrize("code", CODES)
def test_good_plan_keeps_it_silent(code: str) -> None:
    assert subjects(dx.load(CASES / f"{code}.good.toml"), code) == []


@pytest.mark.parametrize("code", CODES)
def test_severity_and_text_are_those_of_the_rule(code: str) -> None:
    rule = RULES[code]
    for finding in dx.run_checks(dx.load(CASES / f"{code}.bad.toml"), third_party=False):
        if finding.code == code:
            values = {"subject": finding.subject, **finding.params}
            assert finding.severity is rule.severity
            assert finding.message == rule.message.format_map(values)
            assert finding.remedy == rule.remedy.format_map(values)


def test_every_file_belongs_to_a_code() -> None:
    assert {path.name for path in CASES.iterdir()} == {
        f"{code}.{kind}.toml" for code in CODES for kind in ("bad", "good")
    }
