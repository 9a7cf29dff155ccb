"""Faults planted into sound plans are what the conflict is about (§16)."""

from __future__ import annotations

import random
import statistics

import pytest

import dxplan as dx
from dxplan.solve.search.compile import compile_problem
from dxplan.solve.search.cp import Limits
from dxplan.solve.search.joint import joint_model
from dxplan.solve.search.problem import Said
from tests.planted import Planted, planted, sound


def found(case: Planted, answer: dx.Feasibility) -> bool:
    """Whether one of the faults is in a conflict."""
    said = {(one.subject, one.field) for conflict in answer.conflicts for one in conflict.statements}
    return any(fault & said for fault in case.faults)


def clash(plan: dx.Plan, conflict: dx.Conflict) -> bool:
    """Whether a fresh model of nothing but the statements has no solution."""
    problem = compile_problem(plan)
    said: dict[dx.Statement, Said] = {statement: one for one, statement in problem.statements.items()}
    mine = {said[one] for one in conflict.statements if one.field != "start"}
    return joint_model(problem, mine, strict=False).cp.solve(Limits(until=None), first=True).status == "infeasible"


@pytest.mark.parametrize("size", [30, 100])
def test_a_sound_plan_can_be_done(size: int) -> None:
    for seed in range(3):
        answer = dx.check(sound(random.Random(seed), size))
        assert answer.verdict is dx.Verdict.FEASIBLE


def measure(seeds: range) -> tuple[int, int, list[int]]:
    """How many conflicts have a fault in them, how many are minimal, and how large they are."""
    right = minimal = 0
    sizes: list[int] = []
    for seed in seeds:
        case = planted(seed)
        answer = dx.check(case.plan, time_limit=10, repairs=False)
        assert answer.verdict is dx.Verdict.INFEASIBLE, seed
        assert answer.conflict is not None
        assert clash(case.plan, answer.conflict), seed
        right += found(case, answer)
        minimal += answer.conflict.minimal
        sizes.append(len(answer.conflict.statements))
    return right, minimal, sizes


def test_planted_faults_are_found() -> None:
    right, minimal, sizes = measure(range(14))
    assert right == minimal == 14
    assert statistics.median(sizes) <= 5


@pytest.mark.slow
def test_many_planted_faults_are_found() -> None:
    right, minimal, sizes = measure(range(300))
    print(f"with a fault in it: {right}, minimal: {minimal}, median size: {statistics.median(sizes)}")
    assert right >= 0.99 * 300
    assert minimal >= 0.95 * 300
    assert statistics.median(sizes) <= 5


def test_two_faults_make_two_conflicts() -> None:
    case = next(case for case in map(planted, range(0, 60, 3)) if len(case.faults) == 2)
    answer = dx.check(case.plan, time_limit=20, repairs=False, conflicts=2)
    assert len(answer.conflicts) == 2
    shared = [set(conflict.statements) for conflict in answer.conflicts]
    assert not {one for one in shared[0] & shared[1] if one.field != "start"}
