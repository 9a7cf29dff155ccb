"""What must be true of all elements together: unique ids, references that lead somewhere, units that agree.

Each of these is malformed input and stops the construction of a plan. What a plan may well say, though it cannot
hold together, is left to the checks.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence

from dxplan.errors import Defect, enough
from dxplan.model.criterion import Above, AllOf, AnyOf, AtLeast, AtMost, CountOf, Criterion, ForEach
from dxplan.model.element import Element
from dxplan.model.fund import Cost, Fund
from dxplan.model.goal import Goal
from dxplan.model.indicator import Indicator, unit_defect
from dxplan.model.measure import Measure
from dxplan.model.reference import Reference, references
from dxplan.model.task import Activity, Task

__all__ = ["dangling", "integrity_defects", "suggestion"]

_HINTS = 50  # as many as a message shows; each is a search through every id


def integrity_defects(
    header: Iterable[Reference],
    elements: Sequence[Element],
    places: Iterable[tuple[str, int]] | None = None,
    assumed: Mapping[str, str] | None = None,
) -> list[Defect]:
    """Return every defect of `elements` as a whole.

    Parameters
    ----------
    header : iterable of Reference
        The references of the plan itself.
    elements : sequence of Element
        Grouped by kind.
    places : iterable of tuple, optional
        The plural and the index under which a message names each element; counted in each kind where left out.
    assumed : mapping of str to str, optional
        Kinds, by id, of elements that are meant to be there but could not be built.
    """
    known: dict[str, Element] = {}
    kinds = dict(assumed or {})
    found: list[Defect] = []
    placed = list(zip(places or _places(elements), elements, strict=True))
    first: dict[str, str] = {}
    for place, element in placed:
        if element.id in first:
            found.append(
                Defect(
                    code="id.duplicate",
                    problem=f"{first[element.id]} has this id too",
                    value=repr(element.id),
                    remedy="give one of them another id",
                    path=(*place, "id"),
                    element=element.id,
                    depth=2,
                )
            )
            if enough(found):
                return found
        else:
            first[element.id] = f"{place[0]}[{place[1]}]"
            known[element.id] = element
            kinds[element.id] = element.KIND
    hints: dict[tuple[str, tuple[str, ...]], str] = {}
    found += dangling(header, kinds, known, hints)
    for place, element in placed:
        inside = dangling(references(element), kinds, known, hints)
        if isinstance(element, Goal) and element.criterion is not None:
            inside += _criterion_defects(element.criterion, known)
        elif isinstance(element, Activity):
            inside += _activity_defects(element, known)
        found += [one.of(element.id).within(*place) for one in inside]
        if enough(found):
            break
    return found


def _places(elements: Sequence[Element]) -> Iterator[tuple[str, int]]:
    counts: dict[str, int] = {}
    for element in elements:
        place = counts[element.PLURAL] = counts.get(element.PLURAL, -1) + 1
        yield element.PLURAL, place


def dangling(
    found_in: Iterable[Reference],
    kinds: Mapping[str, str],
    known: Mapping[str, Element],
    hints: dict[tuple[str, tuple[str, ...]], str],
) -> list[Defect]:
    """Return a defect for each reference that leads nowhere, or to another kind of element.

    Parameters
    ----------
    found_in : iterable of Reference
    kinds : mapping of str to str
        The kind of each element, by id.
    known : mapping of str to Element
        Among these the id is looked for that was meant.
    hints : dict
        The answers to that so far; the caller keeps it from one call to the next.
    """
    found: list[Defect] = []
    for reference in found_in:
        kind = kinds.get(reference.target)
        if kind in reference.allowed:
            continue
        wanted = " or ".join(reference.allowed)
        if kind is None:
            code, problem = "reference.dangling", f"there is no {wanted} with this id"
            wish = reference.target, reference.allowed
            if wish not in hints:
                hints[wish] = suggestion(wish[0], known, wish[1]) if len(hints) < _HINTS else ""
            remedy = f"correct it, or add the {wanted}{hints[wish]}"
        else:
            code, problem = "reference.kind", f"this is {_a(kind)}, and {_a(wanted)} is needed"
            remedy = f"name {_a(wanted)}"
        found.append(
            Defect(code=code, problem=problem, value=repr(reference.target), remedy=remedy, path=reference.path)
        )
    return found


def _a(noun: str) -> str:
    return f"an {noun}" if noun[0] in "aeio" else f"a {noun}"


def suggestion(target: str, known: Mapping[str, Element], allowed: tuple[str, ...] = ()) -> str:
    """Return the question that names the known id nearest to `target`, by id, name or alias; "" for none near."""
    if len(known) > 2000:
        return ""
    ids: dict[str, str] = {}
    for element in known.values():
        if not allowed or element.KIND in allowed:
            for name in (element.id, element.name, *getattr(element, "aliases", ())):
                ids[name.casefold()] = element.id
    close = difflib.get_close_matches(target.casefold(), ids, n=1, cutoff=0.7)
    return f"; did you mean {ids[close[0]]!r}?" if close else ""


def _criterion_defects(criterion: Criterion, known: Mapping[str, Element]) -> list[Defect]:
    found: list[Defect] = []
    for path, part in _placed(criterion):
        if not isinstance(part, (AtLeast, AtMost, Above)):
            continue
        indicator = known.get(part.indicator)
        if not isinstance(indicator, Indicator):
            continue  # dangling, and told as such
        if isinstance(part, Above):
            names = [benchmark.id for benchmark in indicator.benchmarks]
            if part.benchmark not in names:
                found.append(
                    Defect(
                        code="benchmark.unknown",
                        problem=f"the indicator {indicator.id!r} has no such benchmark",
                        value=repr(part.benchmark),
                        remedy=f"name one of: {', '.join(names)}" if names else "add the benchmark to the indicator",
                        path=(*path, "benchmark"),
                    )
                )
        elif _mismatch(part.value, indicator):
            found.append(unit_defect(part.value, indicator, (*path, "value")))
    return found


def _placed(criterion: Criterion) -> Iterator[tuple[tuple[str | int, ...], Criterion]]:
    """Yield `criterion` and all criteria inside it, each with the steps from the goal to it."""
    waiting: list[tuple[tuple[str | int, ...], Criterion]] = [(("criterion",), criterion)]
    while waiting:
        path, one = waiting.pop()
        yield path, one
        if isinstance(one, (AllOf, AnyOf)):
            waiting += reversed([((*path, "criteria", index), inner) for index, inner in enumerate(one.criteria)])
        elif isinstance(one, (CountOf, ForEach)):
            waiting.append(((*path, "criterion"), one.criterion))


def _mismatch(value: Measure, indicator: Indicator) -> bool:
    return value.unit is not None and value.unit != indicator.unit


def _activity_defects(activity: Activity, known: Mapping[str, Element]) -> list[Defect]:
    found: list[Defect] = []
    for index, contribution in enumerate(activity.advances):
        indicator = known.get(contribution.indicator)
        if isinstance(indicator, Indicator) and _mismatch(contribution.amount, indicator):
            found.append(unit_defect(contribution.amount, indicator, ("advances", index, "amount")))
    if not isinstance(activity, Task):
        return found
    for path, cost in _costs(activity):
        fund = known.get(cost.fund)
        if isinstance(fund, Fund) and fund.ceilings and fund.ceilings[0].amount.currency != cost.amount.currency:
            found.append(
                Defect(
                    code="currency.mixed",
                    problem=f"the fund {fund.id!r} is in {fund.ceilings[0].amount.currency}",
                    value=repr(str(cost.amount)),
                    remedy="write the cost in the fund's currency, or take it from another fund",
                    path=(*path, "amount"),
                )
            )
    return found


def _costs(task: Task) -> Iterator[tuple[tuple[str | int, ...], Cost]]:
    for index, cost in enumerate(task.costs):
        yield ("costs", index), cost
    for place, mode in enumerate(task.modes):
        for index, cost in enumerate(mode.costs):
            yield ("modes", place, "costs", index), cost
