"""What a point is: the weights by which ways out are counted, as a line under them."""

from __future__ import annotations

from dxplan.model.money import Money
from dxplan.model.plan import Plan
from dxplan.report.language import Language
from dxplan.solve.repair import Weights

__all__ = ["points_text"]


def points_text(weights: Weights, plan: Plan, words: Language, *, shell: bool) -> str:
    """Return what a day of delay and the money of the plan's funds count.

    Parameters
    ----------
    weights : Weights
    plan : Plan
        Whose currencies are told.
    words : Language
    shell : bool
        Whether it is read on the command line.

    Examples
    --------
    >>> from dxplan.report.language import Language
    >>> plan = Plan(id="p", start="2024-01-01")
    >>> points_text(Weights(), plan, Language("en"), shell=True)
    '1 point is a day of delay; see --weight'
    >>> points_text(Weights(day=2), plan, Language("en"), shell=False)
    'a day of delay is 2 points; see dx.Weights'
    """
    granted = [ceiling.amount.currency for fund in plan.funds for ceiling in fund.ceilings]
    spent = [cost.amount.currency for task in plan.tasks for cost in task.costs]
    amounts = [_amount(weights, currency, words) for currency in dict.fromkeys([*granted, *spent])]
    kind = "even" if weights.day == 1 else "other"
    money = words.phrase(f"point_{kind}_money", amounts=words.phrase("point_or").join(amounts)) if amounts else ""
    return words.phrase(
        f"point_{kind}", day=words.points(weights.day), money=money, where="--weight" if shell else "dx.Weights"
    )


def _amount(weights: Weights, currency: str, words: Language) -> str:
    point = weights.of_money(currency)
    if point != int(point):
        return f"{words.number(point)} {currency}"
    return words.money(Money(amount=int(point), currency=currency))
