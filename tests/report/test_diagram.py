"""Mermaid and DOT: whatever names hold, the texts stay what they are; the tools read them, where they are there."""

from __future__ import annotations

import re
import shutil
import subprocess

import pytest
from hypothesis import given, settings, strategies as st

import dxplan as dx
from dxplan.report.diagram import dot, mermaid, mermaid_gantt
from tests.strategies import plans

NASTY = [
    'the "best" of all',
    "C:\\temp\\N \\",
    "%%{init: {}}%%",
    "%% comment",
    "end",
    "title page",
    "section x: y",
    "style fill:#f00; x",
    "`code` and **bold**",
    "#quot; #35; &lt; &amp;",
    "<b>bold</b><script>alert(1)</script>",
    "👩\u200d💻 אבג",
    "[x](y){z}|a| --> b",
    ";",
]


def plan(*elements: dx.Element, **fields: object) -> dx.Plan:
    return dx.Plan(id="p", **{"start": "2024-01-01", "elements": elements, **fields})


def nasty() -> dx.Plan:
    elements: list[dx.Element] = []
    for place, name in enumerate(NASTY):
        above = f"g{place - 1}" if place % 3 else None
        elements.append(dx.Programme(id=f"g{place}", name=name, within=above))
        after = [dx.Dependency(predecessor=f"mục-{place - 1}/x:y", lag="-2 days")] if place else []
        elements.append(dx.Task(id=f"mục-{place}/x:y", name=name, duration="1 day", within=f"g{place}", after=after))
    return plan(*elements, name=" ".join(NASTY))


SQUARE = re.compile(r'\s*(?:subgraph )?(\w+)(?:\["([^"]*)"\]|\{\{"([^"]*)"\}\})(?::::\w+)?')
EDGE = re.compile(r'\s*n\d+ (?:-->|==>|-\.->)(?:\|"([^"]*)"\|)? n\d+')
OTHER = re.compile(r"flowchart LR|\s*end|\s*classDef \w+ [\w:#,.-]+|\s*linkStyle [\d,]+ [\w:-]+")
PLAIN = re.compile(r"(?:[^\W_]|\s|[.,/+−–—…()-\u0300-\u036f]|#\d+;|<br>|\w)*")


def read_mermaid(text: str) -> list[str]:
    """Return the texts of a flowchart, of which every line must be of a known shape."""
    said = []
    for line in text.splitlines():
        if OTHER.fullmatch(line):
            continue
        match = SQUARE.fullmatch(line) or EDGE.fullmatch(line)
        assert match, line
        said += [one for one in match.groups()[-2:] if one]
    return said


def shown(text: str) -> str:
    return re.sub(r"#(\d+);", lambda match: chr(int(match[1])), text)


def read_dot(text: str) -> list[str]:
    """Return the strings of a graph; outside of them there are no marks but those that it is made of."""
    strings = re.findall(r'"((?:[^"\\]|\\.)*)"', text, flags=re.DOTALL)
    rest = re.sub(r'"(?:[^"\\]|\\.)*"', "", text, flags=re.DOTALL)
    assert re.fullmatch(r"[\w\s\[\]{}=,>.-]*", rest), rest
    assert rest.count("{") == rest.count("}")
    return strings


def test_names_keep_their_letters() -> None:
    of = nasty()
    texts = [shown(text) for text in read_mermaid(mermaid(of))]
    strings = [text.replace("\\\\", "\\").replace('\\"', '"').replace("&amp;", "&") for text in read_dot(dot(of))]
    for name in NASTY:
        assert sum(text.startswith(name) for text in texts) >= 2, name  # a programme and a task
        assert sum(text.startswith(name) for text in strings) >= 2, name
    assert all(PLAIN.fullmatch(text) for text in read_mermaid(mermaid(of)))


def test_critical_links_are_thick() -> None:
    of = plan(
        dx.Task(id="a", duration="5 days"),
        dx.Task(id="b", duration="5 days", after=["a"]),
        dx.Task(id="c", duration="1 day", after=["a"]),
        dx.Milestone(id="m", after=["b", dx.Dependency(predecessor="c", type="FF", lag="1 day")]),
    )
    text = mermaid(of)
    assert "n0 ==> n1" in text
    assert "n0 --> n2" in text
    assert 'n2 -->|"FF + 1 day"| n3' in text
    assert 'n3{{"m<br>2024-01-10<br>no float"}}:::critical' in text
    assert '"a" -> "b" [penwidth=2.5]' in dot(of)
    assert '"a" -> "c"\n' in dot(of)
    assert mermaid(dx.critical_path(of)) == text


def test_plans_without_dates_are_drawn() -> None:
    circle = plan(dx.Task(id="a", duration="1 day", after=["b"]), dx.Task(id="b", duration="1 day", after=["a"]))
    assert "n0 -.-> n1" in mermaid(circle)
    assert "2024" not in mermaid(circle)
    assert "style=dashed" in dot(circle)
    vague = plan(dx.Task(id="a"), dx.Task(id="b", after=["a"]))
    assert "n0 --> n1" in mermaid(vague)
    assert "n0 --> n1" in mermaid(vague, to="b")
    assert read_mermaid(mermaid(vague, to="a")) == ["a"]
    for text in (mermaid, dot):
        with pytest.raises(KeyError):
            text(vague, to="nobody")
    assert read_dot(dot(plan())) == ["p", "sans-serif", "p", "sans-serif", "sans-serif"]


def test_programmes_stand_around_their_tasks() -> None:
    of = plan(
        dx.Programme(id="outer"),
        dx.Programme(id="inner", within="outer"),
        dx.Programme(id="empty"),
        dx.Task(id="t", within="inner"),
        dx.Task(id="loose"),
    )
    assert mermaid(of) == (
        'flowchart LR\n  subgraph g0["outer"]\n    subgraph g1["inner"]\n      n0["t"]\n    end\n  end\n  n1["loose"]\n'
    )
    assert "subgraph" not in mermaid(of, group=False)
    assert "cluster_1 { label=" in dot(of)


def test_a_gantt_chart_for_mermaid() -> None:
    """§1: a day's end is the beginning of the next, where a milestone lies."""
    of = plan(
        dx.Programme(id="works", name="Title: works"),
        dx.Task(id="a", name="Section 1", duration="5 days", within="works"),
        dx.Milestone(id="m", after=["a"], within="works"),
        dx.Task(id="b", duration="1 day"),
    )
    assert mermaid_gantt(dx.critical_path(of)).splitlines() == [
        "gantt",
        "  title p",
        "  dateFormat YYYY-MM-DD",
        "  b :2024-01-01, 2024-01-02",
        "  section Title#58; works",
        "  #83;ection 1 :crit, 2024-01-01, 2024-01-06",
        "  m :crit, milestone, 2024-01-06, 0d",
    ]


@settings(max_examples=60)
@given(plan=plans(), lang=st.sampled_from(["en", "vi"]), group=st.booleans())
def test_any_plan_is_told(plan: dx.Plan, lang: str, group: bool) -> None:
    flow = mermaid(plan, lang=lang, group=group)
    nodes = [line for line in flow.splitlines() if re.match(r"\s*n\d+[\[{]", line)]
    assert len(nodes) == len(plan.activities)
    read_mermaid(flow)
    strings = read_dot(dot(plan, lang=lang, group=group))
    assert {one.id for one in plan.activities} <= set(strings)
    links = {(link.predecessor, one.id) for one in plan.activities for link in one.after}
    assert len(re.findall(r"-->|==>|-\.->", flow)) >= len(links)
    try:
        cp = dx.critical_path(plan)
    except dx.DxplanError:
        return
    text = mermaid_gantt(cp, lang=lang, group=group)
    lines = [line for line in text.splitlines() if re.search(r" :(crit, )?(milestone, )?\d{4}-", line)]
    assert len(lines) == len(plan.activities)


@pytest.mark.skipif(shutil.which("dot") is None, reason="Graphviz is not installed")
def test_graphviz_reads_it() -> None:
    for of in (nasty(), plan(), plan(dx.Task(id="end", after=["end"])), plan(dx.Milestone(id="node"))):
        done = subprocess.run(
            ["dot", "-Tplain"], input=dot(of), capture_output=True, text=True, encoding="utf-8", check=False
        )
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.count("\nnode ") == len(of.activities)
