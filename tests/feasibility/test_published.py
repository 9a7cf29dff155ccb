"""Published instances at the best makespan that is known, and a day below it (PSPLIB: Kolisch and Sprecher, 1996)."""

from __future__ import annotations

from collections import Counter

import pytest

import dxplan as dx
from tests import published, schedule_oracle

J30 = [row for row in published.rows() if row["family"] == "J30"]
HARD = {"J30_82.txt", "J30_122.txt"}  # a day below the best makespan these take long
FEW = [row["file"] for row in J30 if row["best_makespan"] != row["critical_path_length"]][::66]
FEW = [name for name in FEW if name not in HARD]
"""Those that their critical path alone does not decide, one of each shape or so."""


@pytest.mark.parametrize("name", FEW)
def test_it_is_feasible_at_the_best_makespan_and_not_a_day_below(name: str) -> None:
    """§16."""
    days = published.best(name)
    plan = published.plan_of(name, days=days)
    answer = dx.check(plan, repairs=False, time_limit=30)
    assert answer.verdict is dx.Verdict.FEASIBLE
    assert answer.schedule is not None
    assert schedule_oracle.broken(plan, answer.schedule) == set()
    below = dx.check(published.plan_of(name, days=days - 1), repairs=False, time_limit=30)
    assert below.verdict is dx.Verdict.INFEASIBLE
    assert below.conflict is not None
    assert (
        {"due"}
        <= {one.field for one in below.conflict.statements}
        <= {*("start", "due", "capacity", "duration", "after", "uses")}
    )


@pytest.mark.slow
def test_all_of_them() -> None:
    """No wrong verdict; and few are left open after ten seconds."""
    assert len(J30) == 480
    verdicts: Counter[str] = Counter()
    wrong: list[str] = []
    for row in J30:
        days = published.best(row["file"])
        for due, right in ((days, dx.Verdict.FEASIBLE), (days - 1, dx.Verdict.INFEASIBLE)):
            answer = dx.check(published.plan_of(row["file"], days=due), repairs=False, time_limit=10)
            verdicts[f"{right.name} {answer.verdict.name}"] += 1
            if answer.verdict not in (right, dx.Verdict.UNKNOWN):
                wrong.append(f"{row['file']} in {due} days")
    print(dict(verdicts))
    assert not wrong
    assert sum(number for words, number in verdicts.items() if words.endswith("UNKNOWN")) <= 0.02 * 960
