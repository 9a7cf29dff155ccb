"""The benchmarks run, and what they promise holds: a plan costs at most three times a bare graph."""

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

BENCHMARKS = Path(__file__).parent.parent / "benchmarks"


def script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, BENCHMARKS / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # attrs looks there for the types of fields
    spec.loader.exec_module(module)
    return module


def test_building_and_loading_is_measured(capsys, monkeypatch):
    monkeypatch.setattr(sys, "argv", ["build_and_load", "--tasks", "60", "--dependencies", "100", "--repeats", "2"])
    script("build_and_load").main()
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("60 tasks, 100 dependencies, median of 2 runs; ")
    assert sum(line.startswith("| ") for line in lines) == 1 + 8


def test_the_plan_that_is_measured_has_the_graph_that_it_is_measured_against():
    measure = script("build_and_load")
    rows = measure.network(60, 100)
    bare, graph = measure.bare_graph(rows), measure.plan(rows).graph
    assert set(bare.nodes) == set(graph.nodes)
    assert sorted(bare.edges(keys=True)) == sorted(graph.edges(keys=True))
    assert bare.number_of_edges() == 100


def test_imports_are_measured(capsys, monkeypatch):
    monkeypatch.setattr(sys, "argv", ["import_time", "--repeats", "1"])
    script("import_time").main()
    assert "| `import dxplan` |" in capsys.readouterr().out


@pytest.mark.parametrize("command", ["import dxplan", "from dxplan import Plan, Task"])
def test_importing_loads_nothing_heavy(command):
    heavy = {"holidays", "jinja2", "matplotlib", "networkx", "numpy", "openpyxl", "ortools", "pandas", "pint", "rich"}
    code = f"{command}; import sys; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    assert heavy & set(loaded.split()) == set()


@pytest.mark.slow
def test_a_plan_costs_at_most_three_times_a_bare_graph():
    results = script("build_and_load").measure(10_000, 25_000, 7)
    ratios = {one.subject.name: one.ratio for one in results if one.subject.bounded}
    assert set(ratios) == {"plan from Python objects", "plan from JSON"}
    assert max(ratios.values()) <= 3


def test_the_page_shows_what_is_measured():
    page = (BENCHMARKS.parent / "docs" / "reference" / "benchmarks.md").read_text(encoding="utf-8")
    rows = script("build_and_load").subjects([("a", "1 workday", [])])
    for name in [*(one.name for one in rows), *script("import_time").COMMANDS]:
        assert f"| {name} |" in page
