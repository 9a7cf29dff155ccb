"""The benchmarks run, and what they promise holds: a plan costs at most three times a bare graph."""

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

import dxplan as dx

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


def test_asking_for_goals_is_measured(capsys, monkeypatch):
    monkeypatch.setattr(sys, "argv", ["goal_status", "--goals", "30", "--tasks", "20", "--repeats", "1"])
    script("goal_status").main()
    assert [line.split(" | ")[0] for line in capsys.readouterr().out.splitlines()[2:]] == ["| Tây Ninh", "| made up"]


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


def test_critical_paths_are_measured(capsys, monkeypatch):
    words = ["critical_paths", "--tasks", "40", "60", "--batch-tasks", "40", "--repeats", "2"]
    monkeypatch.setattr(sys, "argv", words)
    script("critical_paths").main()
    lines = capsys.readouterr().out.splitlines()
    assert sum(line.startswith(("| 40 |", "| 60 |")) for line in lines) == 4
    assert sum(line.startswith(("| near", "| far")) for line in lines) == 4


def test_conflicts_are_measured(capsys, monkeypatch):
    monkeypatch.setattr(sys, "argv", ["conflicts", "--tasks", "60", "100", "--repeats", "1"])
    script("conflicts").main()
    lines = capsys.readouterr().out.splitlines()
    assert sum(line.startswith(("| 60 |", "| 100 |")) for line in lines) == 8


def test_searching_is_measured(capsys, monkeypatch):
    pytest.importorskip("pyjobshop")
    words = ["--tasks", "40", "--repeats", "1", "--instances", "1", "--families", "J60", "--seconds", "2"]
    monkeypatch.setattr(sys, "argv", ["search", *words])
    script("search").main()
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(" | ")[0] for line in lines if line.startswith("| ")][1:3] == [
        "| dxplan, verified",
        "| PyJobShop",
    ]
    assert sum(line.startswith("| J60 | 1 |") for line in lines) == 1


def test_all_find_the_same_longest_path():
    measure = script("critical_paths")
    given = measure.Network.random(80, 20)
    by_networkx = measure.networkx.dag_longest_path_length(given.networkx_graph())
    path = measure.rustworkx.dag_longest_path(given.rustworkx_graph(), weight_fn=lambda _, __, weight: weight)
    by_rustworkx = sum(given.days[number] for number in path[:-1])
    latest = max(one.early_start_tick for one in dx.critical_path(given.plan()).tasks.values())
    weeks, days = divmod(latest, 7)  # the plan starts on a Monday, and works from Monday to Friday
    assert by_networkx == by_rustworkx == 5 * weeks + min(days, 5)


@pytest.mark.slow
def test_the_passes_keep_their_promises():
    measure = script("critical_paths")
    for shape in measure.SHAPES:
        small, large = (measure.measure(tasks, shape, 7) for tasks in (10_000, 100_000))
        for row in (small, large):
            assert row.passes / row.rustworkx <= 0.5
            assert row.compile / row.networkx <= 0.5
        assert large.passes / small.passes <= 12
        one, together, _ = measure.measure_batch(10_000, shape, 3)
        assert together / one <= 0.25


@pytest.mark.slow
def test_a_conflict_of_times_costs_at_most_three_forward_passes():
    measure = script("conflicts")
    for chain in measure.LAYERS:
        for late in measure.LATE:
            assert measure.measure_times(10_000, chain, late, 11).ratio <= 3


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
    for shape in script("critical_paths").SHAPES:
        assert f"| 100,000 | {shape} |" in page
        assert f"| {shape} |" in page
    for family in script("search").SIZES:
        assert f"| {family} |" in page
    conflicts = script("conflicts")
    for chain in conflicts.LAYERS:
        for late in conflicts.LATE:
            assert f"| 10,000 | {chain} | {late} |" in page
