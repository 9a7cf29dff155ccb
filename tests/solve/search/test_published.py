"""Published instances (PSPLIB): due at the best known makespan they can be done, a day earlier they cannot (§16)."""

from __future__ import annotations

import pytest

import dxplan as dx
from tests.published import plan_of, rows

J30 = {row["file"]: int(row["best_makespan"]) for row in rows() if row["family"] == "J30"}  # all of them proven
SOME = [
    "J30_1.txt",
    "J30_17.txt",
    "J30_51.txt",
    "J30_69.txt",
    "J30_137.txt",
    "J30_242.txt",
    "J30_250.txt",
    "J30_404.txt",
]


@pytest.mark.parametrize("name", SOME)
def test_at_the_optimum_and_a_day_earlier(name: str) -> None:
    answer = dx.check(plan_of(name, days=J30[name]), time_limit=60, repairs=False)
    assert answer.verdict is dx.Verdict.FEASIBLE
    assert answer.schedule is not None
    assert dx.verify(answer.plan, answer.schedule) == ()
    answer = dx.check(plan_of(name, days=J30[name] - 1), time_limit=60, repairs=False)
    assert answer.verdict is dx.Verdict.INFEASIBLE
    assert answer.conflict is not None
    assert any(one.field == "due" for one in answer.conflict.statements)


@pytest.mark.slow
def test_all_of_j30() -> None:
    """No wrong verdict among 960, and no more than one in fifty is left unknown at ten seconds each."""
    unknown: list[tuple[str, int]] = []
    for name, optimum in J30.items():
        for days, right in ((optimum, dx.Verdict.FEASIBLE), (optimum - 1, dx.Verdict.INFEASIBLE)):
            answer = dx.check(plan_of(name, days=days), time_limit=10, repairs=False)
            if answer.verdict is dx.Verdict.UNKNOWN:
                unknown.append((name, days))
            else:
                assert answer.verdict is right, (name, days)
    print(f"unknown: {len(unknown)} of {2 * len(J30)}: {unknown}")
    assert len(unknown) <= 0.02 * 2 * len(J30)
