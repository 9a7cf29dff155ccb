"""Whatever is done to a file: it gives a plan, or an `InputError` that tells where, and nothing else."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from hypothesis import given, strategies as st

import dxplan as dx
from dxplan.io.shape import from_data, to_data
from tests.strategies import plans, texts

JUNK = st.one_of(
    st.sampled_from(
        [
            None,
            True,
            False,
            0,
            -1,
            1.5,
            10**30,
            math.nan,
            math.inf,
            Decimal("1E+999999"),
            Decimal("1E-999999"),
            "",
            " ",
            "x",
            "a b",
            "1.200",
            "5 VND",
            "5 days",
            "soon",
            "\x00",
            "�",
            "kế-hoạch",
            "body-0",
            "task-0",
            "goal-0",
            [],
            {},
            [None],
            [[]],
            {"": ""},
            {"id": "x"},
            {"kind": "all_of"},
            {"kind": "undefined", "words": "x"},
            b"x",
            dt.date(2024, 1, 1),
            dt.datetime(2024, 1, 1),
            dt.time(1),
            dt.date(1, 1, 1),
            object(),
            {1: 2},
            {"x", "y"},
        ]
    ),
    texts,
    st.integers(),
    st.floats(),
)


def places(data: Any) -> list[tuple[Any, Any]]:
    """Return every container inside `data` with a key or an index in it."""
    found: list[tuple[Any, Any]] = []
    waiting = [data]
    while waiting:
        one = waiting.pop()
        keys = list(one) if isinstance(one, dict) else range(len(one))
        for key in keys:
            found.append((one, key))
            if isinstance(one[key], (dict, list)):
                waiting.append(one[key])
    return found


def is_fit(read: Callable[[], dx.Plan]) -> None:
    """Read a plan, and hold it, or the error, to what is promised of them."""
    try:
        plan = read()
    except dx.InputError as error:
        assert error.defects
        for defect in error.defects:
            assert defect.code
            assert defect.problem
            assert defect.remedy
            assert str(defect).isprintable()
    else:
        assert dx.loads(dx.dumps(plan)) == plan


@given(plans(max_tasks=3, max_others=1), st.data())
def test_a_file_with_other_values_in_it(plan: dx.Plan, data: st.DataObject) -> None:
    content = to_data(plan)
    for _ in range(data.draw(st.integers(1, 3))):
        container, key = data.draw(st.sampled_from(places(content)))
        what = data.draw(st.sampled_from(["put", "put", "put", "take", "add", "twice"]))
        if what == "put":
            container[key] = data.draw(JUNK)
        elif what == "take":
            del container[key]
        elif isinstance(container, dict):
            container[data.draw(texts)] = data.draw(JUNK)
        else:
            container.append(container[key] if what == "twice" else data.draw(JUNK))
        if not content:
            break
    is_fit(lambda: from_data(content))


@given(plans(max_tasks=2, max_others=1), st.sampled_from(["toml", "json"]), st.data())
def test_a_file_with_other_letters_in_it(plan: dx.Plan, format: str, data: st.DataObject) -> None:
    text = dx.dumps(plan, format=format)
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(text)))
        end = start + data.draw(st.sampled_from([0, 1, 1, 5, 50]))
        text = (
            text[:start]
            + data.draw(st.sampled_from(["", "", '"', "'", "\\", "[", "}", "=", ",", "\n", "-", "9", "é", "#"]))
            + text[end:]
        )
    is_fit(lambda: dx.loads(text, format=format))


@given(st.binary(max_size=60), st.sampled_from(["toml", "json"]))
def test_any_bytes(content: bytes, format: str) -> None:
    is_fit(lambda: dx.loads(content, format=format))
