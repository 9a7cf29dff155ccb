"""Plans in a line, and what the checks say of them."""

import dxplan as dx


def told(code: str, *elements: dx.Element, **header: object) -> list[dx.Finding]:
    """Return the findings of one code on a plan that starts with 2024."""
    return [one for one in dx.run_checks(plan(*elements, **header), third_party=False) if one.code == code]


def subjects(code: str, *elements: dx.Element, **header: object) -> list[str]:
    return [one.subject for one in told(code, *elements, **header)]


def plan(*elements: dx.Element, **header: object) -> dx.Plan:
    return dx.Plan(**{"id": "p", "start": "2024-01-01", "elements": elements} | header)  # type: ignore[arg-type]
