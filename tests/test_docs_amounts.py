"""What the page of amounts and dates says in its tables is what happens."""

import re
from pathlib import Path

import pytest

import dxplan as dx

PAGE = Path(__file__).resolve().parent.parent / "docs" / "how-to" / "say-amounts-and-dates.md"


def rows(heading: str) -> list[list[str]]:
    """Return the cells of each row of the table under a heading."""
    section = PAGE.read_text(encoding="utf-8").partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    table = [line for line in section.splitlines() if line.startswith("|")]
    assert len(table) > 2, heading
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table[2:]]


def typed(cell: str) -> list[str]:
    return [text.strip('"') for text in re.findall(r"`([^`]+)`", cell)]


def number(cell: str) -> int:
    match = re.match(r"[\d,]+", cell)
    assert match, cell
    return int(match[0].replace(",", ""))


@pytest.mark.parametrize("row", rows("How long"), ids=lambda row: row[0])
def test_durations(row: list[str]) -> None:
    for text in typed(row[0]):
        duration = dx.Duration.parse(text)
        assert duration.working == (row[1] == "working time")
        assert duration.days == number(row[2])


@pytest.mark.parametrize("row", rows("When"), ids=lambda row: row[0])
def test_dates(row: list[str]) -> None:
    one, *others = [dx.Task(id="t", not_before=text, due=text) for text in typed(row[0])]
    assert all(other == one for other in others)
    assert one.not_before is not None
    assert one.due is not None
    if row[1] == "that day":
        assert one.not_before == one.due
    else:
        assert f"{one.not_before.day} {one.not_before:%B} {one.not_before.year}".startswith(row[1])
        assert f"{one.due.day} {one.due:%B} {one.due.year}".startswith(row[2])


@pytest.mark.parametrize("row", rows("How much money"), ids=lambda row: row[0])
def test_money(row: list[str]) -> None:
    currency = "VND" if row[1].endswith("đồng") else "USD"
    for text in typed(row[0]):
        assert dx.Money.parse(text) == dx.Money(amount=number(row[1]), currency=currency)


@pytest.mark.parametrize("row", rows("How much work, how much of an indicator"), ids=lambda row: row[0])
def test_effort_and_measures(row: list[str]) -> None:
    for text in typed(row[0]):
        if row[1].startswith("effort"):
            assert dx.Effort.parse(text).person_days == number(row[2])
        else:
            measure = dx.Measure.parse(text)
            assert row[2].startswith(str(measure.amount))
            assert measure.unit is None or measure.unit in row[1]


@pytest.mark.parametrize("row", rows("What is refused, and why"), ids=lambda row: row[0])
def test_refusals(row: list[str]) -> None:
    text, code = typed(row[0])[0], typed(row[1])[0]
    with pytest.raises(dx.InputError) as caught:
        _take(text, code, on="`on`" in row[0])
    assert [defect.code for defect in caught.value.defects] == [code]


def _take(text: str, code: str, *, on: bool) -> None:
    if code.startswith("date."):
        dx.Task(id="t", on=text if on else None, due=None if on else text)
    elif code.startswith(("currency.", "money.")) or "VND" in text:
        dx.Money.parse(text)
    else:
        dx.Duration.parse(text)
