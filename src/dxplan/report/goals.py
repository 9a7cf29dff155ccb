"""Why goals hold, do not, or are unknown: a sentence for each reason."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from decimal import Decimal

from rich.console import Console
from rich.text import Text

from dxplan.goals.judgement import IndicatorValue, Judgement, Missing
from dxplan.goals.status import GoalStatus, GoalStatuses
from dxplan.goals.truth import Truth
from dxplan.report.language import Language

__all__ = ["goal_sentences", "show_goals"]

_MARK = {Truth.MET: "✓", Truth.NOT_MET: "✗", Truth.UNKNOWN: "?"}
_COLOUR = {Truth.MET: "green", Truth.NOT_MET: "red", Truth.UNKNOWN: "yellow"}
_MOST = 6  # parts that are spelled out, of those that decide

Line = tuple[int, str]
"""How deep a sentence is nested, and the sentence."""


def goal_sentences(status: GoalStatus, words: Language, *, everything: bool = False) -> list[Line]:
    """Return why a goal is what it is.

    Parameters
    ----------
    everything : bool
        Whether to tell every part, not just the first of those that decide.
    """
    key = "goal_vacuous" if status.vacuous else f"goal_{status.truth.value}"
    head = words.phrase(key, id=status.goal.id)
    if status.day is not None:
        head = words.phrase("goal_on", said=head, day=status.day)
    lines = [(0, head)]
    parts = [part for part in (status.criterion, status.refinement) if part is not None]
    if not parts or status.day is None:
        lines += [(1, f"? {_missing(one, words)}") for one in status.missing]
    for part in parts:
        lines += _lines(part, words, 1, everything)
    return lines


def show_goals(
    answer: GoalStatuses, out: Console, words: Language, *, everything: bool = False, early: bool = False
) -> None:
    """Write the counts, then each goal with the reasons that decide it; of those that are met only with `everything`.

    Parameters
    ----------
    everything : bool
        Whether to tell every part of every goal.
    early : bool
        Whether to say that this is so on the early schedule.
    """
    if early:
        _line(0, words.phrase("goal_early"), out, "dim")
    counts = [f"{len(answer.of(truth))} {words.label(truth.value)}" for truth in Truth]
    if answer.vacuous:
        counts[0] += f" ({words.phrase('goal_vacuously', count=len(answer.vacuous))})"
    out.print(Text(f"{words.count('goal', len(answer))}: {', '.join(counts)}", "bold"))
    apart = True
    for truth in (Truth.NOT_MET, Truth.UNKNOWN, Truth.MET):
        for id in answer.of(truth):
            status = answer[id]
            lines = goal_sentences(status, words, everything=everything)
            if truth is Truth.MET and not (everything or status.vacuous):
                lines = lines[:1]
            if apart or len(lines) > 1:
                out.print()
            apart = len(lines) > 1
            name = f" ({status.goal.name})" if status.goal.name != id else ""
            firm = f", {words.label(status.goal.firmness.value)}"
            _line(0, f"{_MARK[truth]} {lines[0][1]}{firm}{name}", out, _COLOUR[truth])
            for depth, text in lines[1:]:
                _line(depth, text, out, "")


def _line(depth: int, text: str, out: Console, style: str) -> None:
    margin = "  " * min(depth, 10)
    for line in textwrap.wrap(
        text, out.width, initial_indent=margin, subsequent_indent=f"{margin}  ", break_on_hyphens=False
    ):
        out.print(Text(line, style))


def _lines(one: Judgement, words: Language, depth: int, everything: bool, at_hand: bool = False) -> Iterator[Line]:
    """Yield the sentence of a judgement and those of its parts; `at_hand` where it is one of a range of areas."""
    said = _sentence(one, words)
    if at_hand and one.area is not None and (one.tally is not None or one.kind in ("delivered", "undefined")):
        said = f"{one.area}: {said}"
    yield depth, f"{_MARK[one.truth]} {said}"
    if one.value is not None:
        yield depth + 1, _sources(one.value, words)
    shown: Iterable[Judgement] = one.parts
    left = 0
    if not everything:
        deciding = [part for part in one.parts if part.truth is one.truth]
        shown, left = deciding[:_MOST], len(deciding) - _MOST
    for part in shown:
        yield from _lines(part, words, depth + 1, everything, one.kind in ("for_each", "count_of"))
    if left > 0:
        yield depth + 1, words.phrase("goal_more", count=left)


def _sentence(one: Judgement, words: Language) -> str:
    if one.kind == "goal":
        said = words.phrase(f"goal_sub_{one.truth.value}", id=one.goal)
        circle = [lack for lack in one.missing if lack.kind == "circle"]
        return _missing(circle[0], words) if circle else said
    if one.tally is not None:
        return _tally(one, words)
    if one.kind == "delivered":
        task = getattr(one.criterion, "task", "")
        if one.truth is Truth.MET:
            return words.phrase("goal_delivered", task=task, day=one.finished)
        key = "goal_not_scheduled" if one.finished is None else "goal_late"
        return words.phrase(key, task=task, day=one.finished)
    if one.truth is Truth.UNKNOWN and one.rank is None:
        return "; ".join(_missing(lack, words) for lack in one.missing)
    return _compared(one, words)


def _compared(one: Judgement, words: Language) -> str:
    what = _of_area(getattr(one.criterion, "indicator", ""), one.area, words)
    if one.rank is not None:
        rank = one.rank
        place = str(rank.best) if rank.best == rank.worst else f"{rank.best}–{rank.worst}"
        said = words.phrase("goal_ranks", what=what, rank=place, of=rank.of, cut=_number(rank.cut, None, words))
        return "; ".join([said, *(_missing(lack, words) for lack in one.missing)])
    assert one.value is not None
    value, wanted = _number(one.value.amount, one.unit, words), _number(one.wanted or Decimal(0), one.unit, words)
    if one.benchmark is None:
        return words.phrase(f"goal_{one.kind}", what=what, value=value, wanted=wanted)
    said = words.phrase("goal_above", what=what, value=value, wanted=wanted, benchmark=_benchmark(one))
    key = "goal_forecast" if one.forecast else "goal_read"
    source = words.phrase(key, day=one.benchmark.date, source=one.benchmark.source or "–")
    return f"{said} ({source})"


def _benchmark(one: Judgement) -> str:
    return str(getattr(one.criterion, "benchmark", ""))


def _tally(one: Judgement, words: Language) -> str:
    tally = one.tally
    assert tally is not None
    subject = {"for_each": "areas", "count_of": "areas", "refinement": "goals"}.get(one.kind, "criteria")
    if subject == "areas" and not tally.of:
        return words.phrase("goal_no_area", day=one.day)
    unknown = f", {words.phrase('goal_unknown_parts', count=tally.unknown)}" if tally.unknown else ""
    needed = "?" if tally.needed is None else tally.needed
    said = words.phrase(f"goal_many_{subject}", met=tally.met, of=tally.of, needed=needed) + unknown
    own = [_missing(lack, words) for lack in one.missing if lack.kind == "tolerance"]
    return "; ".join([said, *own])


def _sources(value: IndicatorValue, words: Language) -> str:
    reading = value.reading
    said = [
        words.phrase(
            "goal_reading",
            value=_number(reading.value.amount, value.unit, words),
            day=reading.date,
            source=reading.source or "–",
        )
    ]
    for one in value.added:
        amount = _number(one.amount, value.unit, words)
        said.append(words.phrase("goal_added", task=one.task, amount=amount, day=one.felt))
    return "; ".join(said)


def _missing(one: Missing, words: Language) -> str:
    subject = _of_area(one.subject, one.area, words) if one.kind in ("reading", "benchmark") else one.subject
    detail = None if one.detail is None else " ".join(one.detail.split())
    return words.phrase(f"goal_missing_{one.kind}", subject=subject, day=one.day, detail=detail)


def _of_area(indicator: str, area: str | None, words: Language) -> str:
    return indicator if area is None else words.phrase("goal_of_area", indicator=indicator, area=area)


def _number(amount: Decimal, unit: str | None, words: Language) -> str:
    digits = f"{amount:f}"
    digits = digits.replace(".", ",") if words.code == "vi" else digits
    return digits if unit is None else f"{digits} {unit}"
