"""An answer that was cut short is no verdict, the same seed gives the same answer, and no plan is too odd for one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

import dxplan as dx
from dxplan.solve.search.joint import joint_model
from tests import published
from tests.feasibility.judged import plans_of
from tests.planted import planted

HARD = published.plan_of("J30_122.txt", days=published.best("J30_122.txt") - 1)  # takes minutes
ARCHIVE = dx.load(Path(__file__).parents[2] / "examples" / "archive" / "plan.toml")
TEAM = dx.Resource(id="team", capacity=1)
ALL = dx.Use(resource="team", amount=1)


def plan(*elements: dx.Element, **more: Any) -> dx.Plan:
    return dx.Plan(id="p", start="1900-01-01", elements=elements, **more)


def told(answer: dx.Feasibility) -> dict[str, Any]:
    return {name: value for name, value in answer.to_dict().items() if name != "seconds"}


def test_one_seed_gives_one_answer() -> None:
    plans = [ARCHIVE, planted(3).plan, *(plan for _, plan in plans_of(range(60_000, 60_010)))]
    for number, one in enumerate(plans):
        repairs = number > 1  # of large plans the least is long sought
        first, second = (told(dx.check(one, seed=7, time_limit=None, repairs=repairs)) for _ in range(2))
        assert first == second


@pytest.mark.parametrize("seconds", [0.0, 0.1, 1.0])
def test_time_that_runs_out_is_no_verdict(seconds: float) -> None:
    began = time.monotonic()
    answer = dx.check(HARD, time_limit=seconds)
    assert answer.verdict is dx.Verdict.UNKNOWN
    assert [one.code for one in answer.undecided] == ["U112"]
    assert time.monotonic() - began < seconds + 20  # on a busy machine


STEPS = ("checks", "dates", "witness", "model", "proof", "conflict", "repairs")


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("error", [KeyboardInterrupt, MemoryError])
def test_an_interruption_is_no_verdict(step: str, error: type[BaseException]) -> None:
    """Once a plan is known to be impossible that stands."""
    seen: list[str] = []

    def interrupt(progress: dx.Progress) -> None:
        seen.append(progress.step)
        if progress.step == step:
            raise error

    answer = dx.check(ARCHIVE, progress=interrupt)
    assert seen[-1] == step
    if step == "repairs":
        assert answer.verdict is dx.Verdict.INFEASIBLE
        assert answer.conflict is not None
        assert answer.repairs == ()
    else:
        assert answer.verdict is dx.Verdict.UNKNOWN
        assert "U113" in {one.code for one in answer.undecided}


def test_no_memory_for_a_model_is_no_verdict(monkeypatch: pytest.MonkeyPatch) -> None:
    def none_left(*given: Any, **more: Any) -> Any:
        joint_model(*given, **more)
        raise MemoryError

    monkeypatch.setattr("dxplan.solve.search.parts.joint_model", none_left)
    answer = dx.check(ARCHIVE)
    assert answer.verdict is dx.Verdict.UNKNOWN
    assert "U113" in {one.code for one in answer.undecided}


@pytest.mark.skipif(os.name == "nt", reason="there are no such signals")
@pytest.mark.parametrize("limit", ["600", "none"])
def test_ctrl_c_ends_a_search_at_once(tmp_path: Path, limit: str) -> None:
    dx.dump(HARD, tmp_path / "plan.toml")
    code = (
        "import sys, dxplan as dx\n"
        "def told(progress):\n"
        "    if progress.step == 'model': print('model', flush=True)\n"
        f"answer = dx.check(dx.load(sys.argv[1]), time_limit={'None' if limit == 'none' else limit}, progress=told)\n"
        "print(answer.verdict.name, *(one.code for one in answer.undecided))"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "plan.toml")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as search:
        assert search.stdout is not None
        assert search.stdout.readline() == "model\n"
        time.sleep(2)
        search.send_signal(signal.SIGINT)
        told, errors = search.communicate(timeout=60)
    assert (told, errors) == ("UNKNOWN U113\n", "")


def long_work(number: int, days: int, **more: Any) -> list[dx.Task]:
    return [dx.Task(id=f"t{n}", duration=f"{days} days", uses=ALL, **more) for n in range(number)]


def spending(*amounts: int) -> dx.Plan:
    fund = dx.Fund(id="f", ceilings={2024: f"{10**18} VND"})
    costs = [dx.Cost(fund="f", amount=f"{amount} VND") for amount in amounts]
    tasks = [dx.Task(id=f"t{n}", duration="300 days", costs=cost, due="2024-12-31") for n, cost in enumerate(costs)]
    return dx.Plan(id="p", start="2024-01-01", elements=[fund, *tasks])


PLANS: dict[str, tuple[dx.Plan, set[str]]] = {
    "nothing at all": (dx.Plan(id="p", start="2024-01-01"), {"UNKNOWN"}),
    "a million days": (plan(TEAM, *long_work(16, 63_000)), {"FEASIBLE"}),
    "more days than there are": (plan(TEAM, *long_work(60, 63_000)), {"INFEASIBLE", "UNKNOWN"}),
    "no room in three centuries": (plan(TEAM, *long_work(20, 6_000, due="2199-01-01")), {"INFEASIBLE", "UNKNOWN"}),
    "the largest amounts": (spending(10**18 - 1, 1), {"FEASIBLE"}),
    "one more than the largest amount": (spending(10**18, 1), {"UNKNOWN"}),
    "nobody at all": (plan(dx.Resource(id="team", capacity=0), *long_work(1, 5)), {"INFEASIBLE"}),
    "nobody, and nothing to do": (plan(dx.Resource(id="team", capacity=0), *long_work(1, 0)), {"FEASIBLE"}),
    "more than there are": (
        plan(TEAM, dx.Task(id="a", duration="5 days", uses=dx.Use(resource="team", amount="1.000001"))),
        {"INFEASIBLE"},
    ),
    "three hundred for two hundred places": (
        plan(dx.Resource(id="team", capacity=1), *long_work(300, 2, due="1901-02-04")),
        {"INFEASIBLE"},
    ),
}


@pytest.mark.parametrize("name", PLANS)
def test_no_plan_is_too_odd_for_an_answer(name: str) -> None:
    odd, verdicts = PLANS[name]
    answer = dx.check(odd)
    assert answer.verdict.name in verdicts
    if answer.schedule is not None:
        assert not dx.verify(odd, answer.schedule)
    for repair in answer.repairs:
        assert not dx.verify(repair.apply(odd), repair.schedule)
    assert answer.seconds < 90  # on a busy machine
