"""Whatever is done to a file of Microsoft Project: it gives a plan, or an `InputError`, and nothing else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, unescape

from hypothesis import given, strategies as st

import dxplan as dx
from dxplan.io.msproject.extension import MARK
from dxplan.io.msproject.read import from_msproject
from dxplan.io.msproject.write import to_msproject
from tests.strategies import plans

LINES = Path(__file__).with_name("foreign.xml").read_text(encoding="utf-8").splitlines()
WORDS = st.sampled_from(
    [
        "",
        "-1",
        "0",
        "1",
        "7",
        "9" * 30,
        "1.5",
        "x",
        "&amp;",
        "2024-01-01T08:00:00",
        "2024-13-01T08:00:00",
        "PT8H",
        "NaN",
    ]
)
JUNK = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from(["task", "id", "is"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "is", "was", "x"]), inner, max_size=3)
    ),
    max_leaves=6,
)


def takes(text: str) -> None:
    try:
        plan, _ = from_msproject(text)
    except dx.InputError as error:
        assert error.defects
        assert all(str(defect).isprintable() for defect in error.defects)
    else:
        assert from_msproject(to_msproject(plan)[0]) == (plan, ())


@given(st.data())
def test_lines_out_of_place(data: st.DataObject) -> None:
    lines = list(LINES)
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(3, len(lines) - 2))
        kind = data.draw(st.sampled_from(["drop", "double", "swap", "word"]))
        if kind == "drop":
            del lines[place]
        elif kind == "double":
            lines.insert(place, lines[place])
        elif kind == "swap":
            lines[place], lines[place - 1] = lines[place - 1], lines[place]
        else:
            parts = lines[place].split(">")
            where = data.draw(st.integers(0, len(parts) - 1))
            _, mark, tail = parts[where].partition("</")
            if mark:
                parts[where] = f"{data.draw(WORDS)}</{tail}"
            lines[place] = ">".join(parts)
    takes("\n".join(lines))


def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(one for key, part in inner for one in _places(part, (*path, key)))]


@given(plans(max_tasks=3, max_others=1), st.data())
def test_what_dxplan_keeps_may_hold_anything(plan: dx.Plan, data: st.DataObject) -> None:
    text, _ = to_msproject(plan)
    head, mark, tail = text.partition(escape(MARK) + "\n")
    stored, end, rest = tail.partition("</Notes>")
    kept = json.loads(unescape(stored))
    places = _places(kept)
    *way, last = data.draw(st.sampled_from([place for place in places if place]))
    at = kept
    for step in way:
        at = at[step]
    at[last] = data.draw(JUNK)
    takes(f"{head}{mark}{escape(json.dumps(kept))}{end}{rest}")


@given(plans(max_tasks=3, max_others=1), st.data())
def test_the_text_fields_may_hold_anything(plan: dx.Plan, data: st.DataObject) -> None:
    text, _ = to_msproject(plan)
    values = [line for line in text.splitlines() if line.startswith("<Value>{")]
    if values:
        line = data.draw(st.sampled_from(values))
        junk = json.dumps({"is": data.draw(JUNK), "was": data.draw(JUNK), "x": 1})
        takes(text.replace(line, f"<Value>{escape(junk)}</Value>"))
