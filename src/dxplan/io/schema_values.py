"""The values of a plan file (ids, dates, amounts) as JSON Schema.

The patterns are coarse on purpose: they refuse what can't be meant, and leave what is doubtful to the readers
of the model, who say what is wrong with it.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from dxplan.model.duration import Duration
from dxplan.model.effort import Effort
from dxplan.model.measure import Measure
from dxplan.model.money import Money

__all__ = ["VALUES", "VALUE_OF", "Schema"]

Schema = dict[str, Any]

VALUES: dict[str, Schema] = {
    "id": {
        "description": "An id: letters of any script, digits and . - _ : / without spaces.",
        "type": "string",
        "pattern": r"^[^\s_.:/-](\S*[^\s.:/-])?$",
        "maxLength": 200,
    },
    "text": {"type": "string", "pattern": r"\S", "maxLength": 20_000},
    "day": {
        "description": "One day: 2025-12-31 or 31/12/2025.",
        "type": "string",
        "pattern": r"\d{4}",
        "examples": ["2025-12-31", "31/12/2025"],
    },
    "date": {
        "description": "A day, or a period for its first day (as a start) or its last (as an end).",
        "type": ["string", "integer"],
        "pattern": r"\d{4}",
        "minimum": 1900,
        "maximum": 2199,
        "examples": ["2025-12-31", "31/12/2025", "Q2/2024", "12/2025", 2025],
    },
    "duration": {
        "description": "Worked or elapsed time, with its unit.",
        "type": "string",
        "pattern": r"^\s*[+\-−]?\d.*[A-Za-z]",
        "examples": ["60 workdays", "18 months"],
    },
    "money": {
        "description": "An amount in whole units of a currency.",
        "type": "string",
        "pattern": r"\d.*[A-Za-zđĐ$€₫]|[A-Za-z$€₫].*\d",
        "examples": ["120 tỷ VND", "1.200.000 VND"],
    },
    "effort": {
        "description": "People's work, apart from how long it takes.",
        "type": "string",
        "pattern": r"^\s*[+\-−]?\d.*[A-Za-z]",
        "examples": ["6 person-months"],
    },
    "measure": {
        "description": "A number in the indicator's own unit, or a text with the unit.",
        "type": ["number", "string"],
        "pattern": r"\d",
        "examples": [0.5638, "75 %"],
    },
    "number": {
        "description": "A number from 0, or its text.",
        "type": ["number", "string"],
        "minimum": 0,
        "pattern": r"\d",
    },
    "count": {"description": "A whole number from 0.", "type": "integer", "minimum": 0},
    "flag": {"type": "boolean"},
}

VALUE_OF: dict[Any, str] = {
    str: "text",
    bool: "flag",
    int: "count",
    dt.date: "date",
    Decimal: "number",
    Duration: "duration",
    Money: "money",
    Effort: "effort",
    Measure: "measure",
}
"""The value that each type of the model is written as."""
