"""What a schedule spends, as text: each fund year by year, by programme, and where money is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dxplan.model.money import Money
from dxplan.report.amount import amount, rounded, scale_of
from dxplan.report.language import Language

if TYPE_CHECKING:
    from dxplan.solve.spending import Balance, Spending

__all__ = ["budget_text"]

_Row = tuple[str, str, str, str, str]


def budget_text(spending: Spending, words: Language) -> str:
    """Return the budget of a plan: a table for each fund, then what is short, then what is not known."""
    if not spending.balances:
        return words.phrase("budget_nothing")
    blocks = [words.phrase("budget_totals", amounts="; ".join(amount(one, words) for one in spending.totals) or "0")]
    groups: dict[tuple[str, str], list[Balance]] = {}
    for one in spending.balances:
        groups.setdefault((one.fund, one.spent.currency), []).append(one)
    blocks += ["\n".join(_fund(spending, balances, words)) for balances in groups.values()]
    told = [_shortage(one, words) for one in spending.short]
    told += [_open(one, words) for one in spending.unknown]
    blocks.append("\n".join(told) if told else words.phrase("budget_enough"))
    return "\n\n".join(blocks)


def _fund(spending: Spending, balances: list[Balance], words: Language) -> list[str]:
    fund, currency = balances[0].fund, balances[0].spent.currency
    amounts = [m for one in balances for m in (one.ceiling, one.brought_forward, one.spent, one.left) if m is not None]
    scale = scale_of(amounts)
    currency_name = words.label("currency_VND") if currency == "VND" else currency
    name = spending.plan[fund].name
    title = fund if name == fund else f"{name} ({fund})"
    head: _Row = (
        words.phrase("budget_year"),
        words.phrase("budget_ceiling"),
        words.phrase("budget_brought"),
        words.phrase("budget_spent"),
        words.phrase("budget_left"),
    )
    rows: list[_Row] = [head]
    for one in balances:
        rows.append(
            (
                str(one.year),
                _cell(one.ceiling, scale, words),
                _cell(one.brought_forward, scale, words),
                _cell(one.spent, scale, words),
                _left(one, scale, words),
            )
        )
        rows += _programmes(spending, one, scale, words)
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    unit = words.phrase(f"money_{scale}", amount="", currency=currency_name).strip()
    lines = [f"{title}, {unit}"]
    for year, ceiling, brought, spent, left in rows:
        cells = [cell.rjust(width) for cell, width in zip((ceiling, brought, spent, left), widths[1:], strict=True)]
        lines.append("  ".join(["", year.ljust(widths[0]), *cells]).rstrip())
    return lines


def _programmes(spending: Spending, balance: Balance, scale: str, words: Language) -> list[_Row]:
    """Return a line for each programme that spends in a fund's year; none where no programme does."""
    found: dict[str | None, int] = {}
    for one in spending.outlays:
        if (one.fund, one.year, one.amount.currency) == (balance.fund, balance.year, balance.spent.currency):
            found[one.programme] = found.get(one.programme, 0) + one.amount.amount
    if not set(found) - {None}:
        return []
    return [
        (
            "  " + (words.phrase("budget_outside") if id is None else id),
            "",
            "",
            rounded(Money(amount=found[id], currency=balance.spent.currency), scale, words),
            "",
        )
        for id in sorted(found, key=lambda id: (id is None, id or ""))
    ]


def _cell(money: Money | None, scale: str, words: Language) -> str:
    return "?" if money is None else rounded(money, scale, words)


def _left(one: Balance, scale: str, words: Language) -> str:
    if one.short is not None and one.short.amount:
        return f"−{rounded(one.short, scale, words)}"
    return _cell(one.left, scale, words)


def _shortage(one: Balance, words: Language) -> str:
    assert one.short is not None
    return words.phrase("budget_short", fund=one.fund, year=one.year, amount=amount(one.short, words))


def _open(one: Balance, words: Language) -> str:
    return words.phrase("budget_unknown", fund=one.fund, year=one.year, amount=amount(one.spent, words))
