"""The option ``--weight``: what is cheap among ways out, as a person types it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dxplan.errors import Defect
    from dxplan.solve.repair import Weights

__all__ = ["read_weights"]


def read_weights(texts: Sequence[str]) -> Weights:
    """Return the weights that texts such as ``day=2`` set; of one that is set twice, the last.

    Raises
    ------
    InputError
        Of ``--weight``, with every text that is none.

    Examples
    --------
    >>> weights = read_weights(["day=2", "money=500 triệu VND"])
    >>> weights.day, weights.money["VND"]
    (Decimal('2'), Decimal('500000000'))
    """
    import attrs

    from dxplan.errors import InputError, defect
    from dxplan.model.money import to_money
    from dxplan.solve.repair import Weights

    names = [one.name for one in attrs.fields(Weights)]
    values: dict[str, Any] = {}
    defects: list[Defect] = []
    for text in texts:
        name, equals, value = (part.strip() for part in text.partition("="))
        try:
            if not equals or name not in names:
                problem = f"there is no weight {name!r}" if equals else "a weight is a name, = and a number"
                raise defect("weight.unknown", problem, f"write one of {', '.join(names)}, such as day=2", text)
            if name == "money":
                point = to_money(value)
                values["money"] = {**values.get("money", {}), point.currency: point.amount}
                Weights(money=values["money"])
            else:
                Weights(**{**values, name: value})
                values[name] = value
        except InputError as error:
            defects += error.within(name).defects if name in names and equals else error.defects
    if defects:
        raise InputError(defects, "--weight")
    return Weights(**values)
