"""What a schedule asks of people and bodies, as text: peaks, overloads, and who is missing."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from dxplan.report.amount import grouped
from dxplan.report.language import Language

if TYPE_CHECKING:
    from dxplan.solve.load import Load, Overload
    from dxplan.solve.usage import Usage

__all__ = ["load_text"]

_SHOWN = 6


def load_text(usage: Usage, words: Language) -> str:
    """Return the peaks of resources, then the overloads, then where nobody acts and where successors do."""
    blocks: list[str] = []
    if usage.loads:
        peaks = [_peak(load, words) for load in usage.loads.values()]
        blocks.append("\n".join([words.phrase("load_peaks"), *peaks]))
    over = [_over(one, words, leads=one.id in usage.leads) for one in usage.overloads]
    title = words.phrase("load_over" if over else "load_enough")
    blocks.append("\n".join([title, *over]))
    if usage.vacancies:
        told = [
            words.phrase(
                "load_vacant",
                task=one.task,
                body=one.body,
                role=words.label(one.role.value),
                first=one.first,
                last=one.last,
            )
            for one in usage.vacancies
        ]
        blocks.append("\n".join([words.phrase("load_vacancies"), *told]))
    if usage.handovers:
        pairs = sorted({(one.body, str(one.acting)) for one in usage.handovers})
        told = [
            words.phrase(
                "load_follows",
                body=body,
                acting=acting,
                tasks=_few(sorted({one.task for one in usage.handovers if (one.body, one.acting) == (body, acting)})),
            )
            for body, acting in pairs
        ]
        blocks.append("\n".join([words.phrase("load_handovers"), *told]))
    return "\n\n".join(blocks)


def _peak(load: Load, words: Language) -> str:
    step = load.peak
    assert step is not None
    return words.phrase(
        "load_peak",
        id=load.id,
        unit=load.unit,
        used=number(step.used, words),
        capacity="?" if step.capacity is None else number(step.capacity, words),
        first=step.first,
    )


def _over(one: Overload, words: Language, *, leads: bool) -> str:
    return words.phrase(
        "load_leads" if leads else "load_uses",
        id=one.id,
        first=one.first,
        last=one.last,
        days=words.count("day", one.days),
        used=number(one.used, words),
        capacity=number(one.capacity, words),
        tasks=_few(one.tasks),
    )


def _few(ids: tuple[str, ...] | list[str]) -> str:
    return ", ".join(ids[:_SHOWN]) + (f" … ({len(ids)})" if len(ids) > _SHOWN else "")


def number(value: Fraction, words: Language) -> str:
    """Return a number with at most two decimals, rounded up: what is too much stays too much."""
    return grouped(Fraction(-(-value * 100 // 1), 100), words, 2)
