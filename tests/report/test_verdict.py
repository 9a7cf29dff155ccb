"""The answer of `check` as text: what matters first, in both languages, and nothing that is not so."""

from __future__ import annotations

import io
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs
import pytest

import dxplan as dx
from dxplan.cli import main
from dxplan.report.language import language
from dxplan.report.text import console
from dxplan.report.verdict import show_check

TEAM = dx.Resource(id="team", capacity=2)
FUND = dx.Fund(id="fund", ceilings={2024: "1234567 VND", 2025: "2,4 tỷ VND"})


def plan(*elements: dx.Element, **fields: Any) -> dx.Plan:
    return dx.Plan(id="p", start="2024-01-01", elements=elements, **fields)


def shown(answer: dx.Feasibility, lang: str = "en", **how: Any) -> str:
    file = io.StringIO()
    show_check(answer, console(file), language(lang), **how)
    return file.getvalue()


def wide(size: int) -> dx.Conflict:
    """Return a conflict as the search leaves it: deadlines and money first, then capacities, then structure."""
    fields = ["due"] * 3 + ["ceilings", "capacity"] + ["duration"] * size
    return dx.Conflict(
        statements=tuple(dx.Statement(subject=f"t{n}", field=field, value="5") for n, field in enumerate(fields)),
        minimal=False,
    )


def infeasible(*conflicts: dx.Conflict) -> dx.Feasibility:
    return dx.Feasibility(plan=plan(), verdict=dx.Verdict.INFEASIBLE, findings=(), conflicts=conflicts)


def test_a_long_conflict_shows_what_matters_first() -> None:
    conflict = wide(300)
    lines = str(conflict).splitlines()
    assert lines[0] == "   1. t0 is due on 5"
    assert lines[19] == "  20. t19 takes 5"
    assert lines[20].strip() == "… and 285 more; conflict.statements has them"
    assert "perhaps fewer" in str(conflict)
    assert len(conflict.statements) == 305
    answer = infeasible(conflict)
    assert "285 more; --all shows them" in shown(answer)
    assert "t300 takes 5" in shown(answer, everything=True)
    assert len(answer.to_dict()["conflict"]["statements"]) == 305


def test_a_long_chain_shows_both_its_ends() -> None:
    chain = [dx.Task(id=f"t{n}", duration="10 days", after=[f"t{n - 1}"] if n else []) for n in range(40)]
    conflict = dx.check(plan(*chain).evolve("t39", due="2025-01-20"), repairs=False).conflict
    assert conflict is not None
    told = [number for number, _ in conflict.first(20)]
    last = len(conflict.statements)
    assert last > 60
    assert told == [*range(1, 11), *range(last - 9, last + 1)]
    assert "      …\n" in str(conflict)
    assert f"… and {last - 20} more" in str(conflict)


def test_many_due_dates_do_not_crowd_out_money_and_people() -> None:
    fields = ["due"] * 60 + ["ceilings", "capacity"] + ["duration"] * 60
    one = [dx.Statement(subject=f"t{n}", field=field, value="5") for n, field in enumerate(fields)]
    conflict = dx.Conflict(statements=tuple(one), minimal=False)
    told = [number for number, _ in conflict.first(20)]
    assert told == [*range(1, 19), 61, 62]


def test_a_short_conflict_is_told_in_full() -> None:
    assert "more;" not in str(wide(15))
    assert [number for number, _ in wide(15).first(20)] == list(range(1, 21))


def test_many_steps_of_a_capacity_are_cut_short() -> None:
    steps = ", ".join(f"{n} from 2024-{n:02}-01 on" for n in range(1, 13))
    statement = dx.Statement(subject="team", field="capacity", value=steps)
    assert str(statement).endswith("4 from 2024-04-01 on, … and 8 more")
    assert statement.summary() == str(statement)
    assert statement.summary(lang="vi").endswith("4 từ 01/04/2024 trở đi, … và 8 mục nữa")
    few = dx.Statement(subject="team", field="capacity", value="4, 5 from 2025-01-01 on")
    assert str(few) == "team has a capacity of 4, 5 from 2025-01-01 on"


def test_amounts_are_told_in_one_notation() -> None:
    """As the plan writes them, and in Vietnamese in the largest unit."""
    statement = dx.Statement(subject="fund", field="ceilings", value="2400 triệu VND in 2025")
    assert statement.summary() == "fund has 2400 triệu VND in 2025"
    assert statement.summary(lang="vi") == "fund được cấp 2,4 tỷ đồng năm 2025"
    odd = dx.AddMoney(fund="fund", year=2025, amount="406666667 VND")
    assert str(odd) == "add 406,666,667 VND to fund in 2025"
    assert language("en").change(odd) == "add 407 triệu VND (exactly 406,666,667 VND) to fund in 2025"
    assert "407 triệu đồng (chính xác là 406.666.667 đồng)" in language("vi").change(odd)
    even = dx.AddMoney(fund="fund", year=2025, amount="45 triệu VND")
    assert language("en").change(even) == str(even) == "add 45 triệu VND to fund in 2025"


def test_the_days_of_a_best_schedule_are_counted_in_words() -> None:
    one = dx.Optimum(objective="slack", value=1, bound=421, unit="day")
    assert str(one) == "slack: 1 day (no schedule is better than 421 days)"
    cost = dx.Optimum(objective="cost", value=2_400_000_000, bound=2_400_000_000, unit="VND")
    assert str(cost) == "cost: 2400 triệu VND (proven best)"
    task = dx.Task(id="a", duration="5 days")
    answer = dx.Feasibility(
        plan=plan(task, dx.Goal(id="g", due=2024, criterion=dx.Delivered(task="a"))),
        verdict=dx.Verdict.FEASIBLE,
        findings=(),
        schedule=dx.early_schedule(plan(task)),
        optimum=dx.Optimum(objective="slack", value=0, bound=1, unit="day"),
    )
    assert "more than 1 day, as far" in " ".join(answer.summary().split())
    assert "nhiều hơn 1 ngày" in " ".join(answer.summary(lang="vi").split())


def test_a_repair_says_what_it_costs() -> None:
    task = dx.Task(id="a", duration="10 workdays", due="2024-01-11")
    repair = dx.check(plan(task)).repairs[0]
    assert repair.summary().splitlines() == [
        "move the due date of a to 2024-01-12",
        "  later due dates: 1 point, and none of its kind costs less",
    ]
    assert repair.summary(lang="vi").startswith("dời thời hạn của a đến ngày 12/01/2024\n  lùi thời hạn: 1 điểm,")
    assert language("en").points(Decimal("0.0004")) == "less than 0.01 points"
    assert language("vi").points(Decimal("0.0004")) == "dưới 0,01 điểm"


def test_a_witness_is_told() -> None:
    elements = [
        TEAM,
        dx.Task(id="a", duration="5 days", uses=dx.Use(resource="team", amount=1)),
        dx.Task(id="spare", optional=True),
        dx.Task(id="watch", recurring="continuous"),
        dx.Milestone(id="m", after="a"),
        dx.Goal(id="g", due=2024, criterion=dx.Delivered(task="m")),
    ]
    text = str(dx.check(plan(*elements)))
    assert text.startswith("FEASIBLE\n")
    assert "1 task, 1 milestone, from 2024-01-01 on; the last to end: a, m" in text
    assert "left out, which the plan allows: spare" in text
    assert "they go on all the time: watch" in text
    assert "hard goals that hold when they are due: g (2024-12-31)" in text
    assert "f.schedule.tasks" in text
    assert "--" not in text


def test_the_schedule_is_a_table() -> None:
    ways = [dx.Mode(id="own", duration="5 days"), dx.Mode(id="bought", duration="2 days")]
    answer = dx.check(
        plan(dx.Task(id="a", name="Xây", modes=ways), dx.Milestone(id="m", after="a")), objective="finish"
    )
    assert "\n  2024-01-01  2024-01-02  bought  a: Xây\n  2024-01-02  2024-01-02          m\n" in shown(
        answer, schedule=True
    )
    assert "  bắt đầu     kết thúc    phương án  nhiệm vụ\n" in shown(answer, "vi", schedule=True)
    assert "\n  2024-01-01" not in shown(answer)
    late = dx.check(plan(dx.Task(id="a", duration="5 days", due="2024-01-03")))
    assert "after the first way out\n  start       finish      task\n  2024-01-01  2024-01-05  a\n" in shown(
        late, schedule=True
    )
    assert "There is no schedule to show" in shown(dx.check(plan()), schedule=True)


def test_where_no_way_out_was_found_it_says_so() -> None:
    answer = attrs.evolve(infeasible(wide(1)), weights=dx.Weights())
    assert "No way out was found; more time (--time-limit) may find one." in shown(answer)
    assert "No way out was found; more time (time_limit) may find one." in str(answer)
    assert "Chưa tìm được cách tháo gỡ; thêm thời gian (time_limit)" in answer.summary(lang="vi")
    assert "No way out" not in shown(infeasible(wide(1)))
    assert "clash already; more time (--time-limit) may tell" in " ".join(shown(answer).split())
    assert "đã mâu thuẫn nhau; thêm thời gian (time_limit)" in " ".join(answer.summary(lang="vi").split())


def test_fewer_conflicts_than_were_asked_for_are_told() -> None:
    late = plan(dx.Task(id="a", duration="5 days", due="2024-01-03"))
    assert "No further conflict was found" in shown(dx.check(late, conflicts=3))
    assert "Không tìm thấy mâu thuẫn nào khác" in dx.check(late, conflicts=3, repairs=False).summary(lang="vi")
    assert "No further" not in str(dx.check(late))
    two = late.evolve(elements=[*late.elements, dx.Task(id="b", duration="5 days", due="2024-01-03")])
    assert "No further" not in str(dx.check(two, conflicts=2))


def test_where_nothing_is_done_it_says_so() -> None:
    answer = dx.check(plan(dx.Task(id="a", duration="5 days", optional=True)), objective="finish")
    assert answer.verdict is dx.Verdict.FEASIBLE
    assert answer.schedule is not None
    assert not answer.schedule.tasks
    assert "\n  nothing has to be done\n  left out, which the plan allows: a\n" in shown(answer)
    assert "everything can be done" not in shown(answer)
    assert "the last to end" not in shown(answer)
    assert "no schedule ends earlier" not in shown(answer)
    assert "\n  không có việc gì phải thực hiện\n" in shown(answer, "vi")


def test_days_to_spare_before_no_date_are_none() -> None:
    vague = dx.Goal(id="g", due=2024, firmness="soft", criterion=dx.Delivered(task="a"))
    answer = dx.check(plan(dx.Task(id="a", duration="5 days"), vague), objective="slack")
    assert "no hard goal has a date" in shown(answer)
    assert "days to spare, and no schedule" not in shown(answer)
    assert "không mục tiêu bắt buộc nào có thời hạn" in shown(answer, "vi")


def test_the_answer_says_what_a_point_is() -> None:
    late = plan(FUND, dx.Task(id="a", duration="5 days", due="2024-01-03"))
    assert "\n  1 point is a day of delay or 1 tỷ VND; see --weight\n" in shown(dx.check(late))
    assert "\n  1 điểm ứng với lùi thời hạn một ngày hoặc 1 tỷ đồng; xem --weight\n" in shown(dx.check(late), "vi")
    ours = dx.check(late, weights=dx.Weights(day=2, money={"VND": "10 triệu VND"}))
    assert "a day of delay is 2 points, and 1 point is 10 triệu VND; see dx.Weights" in str(ours)
    assert "lùi thời hạn một ngày là 2 điểm, 1 điểm ứng với 10 triệu đồng; xem dx.Weights" in ours.summary(lang="vi")
    fine = dx.check(late, weights={"money": {"VND": 0.5}})
    assert "1 point is a day of delay or 0.5 VND" in str(fine)
    assert "a day of delay; see" in str(dx.check(plan(late["a"])))


@pytest.mark.parametrize(
    ("cost", "said"),
    [
        ("0.045", "0.045 points"),
        ("0.0123456", "0.0123 points"),
        ("0.5", "0.5 points"),
        ("0.9999", "1 point"),
        ("1.005", "1 point"),
        ("4.5", "4.5 points"),
        ("12.345", "12.34 points"),
        ("200", "200 points"),
        ("0", "0 points"),
    ],
)
def test_points_are_told_with_the_digits_that_matter(cost: str, said: str) -> None:
    assert language("en").points(Decimal(cost)) == said


def test_a_plan_without_tasks_has_no_best_schedule() -> None:
    answer = dx.check(plan(dx.Goal(id="g", due=2025)))
    assert {one.code for one in answer.undecided} == {"U101", "U107"}
    assert "What cannot be verified\n" in str(answer)
    assert "best schedule" not in str(answer)
    assert "tiến độ tốt nhất" not in answer.summary(lang="vi")
    assert "chưa có tiêu chí" in answer.summary(lang="vi")


def test_only_goals_that_keep_it_open_are_told_to() -> None:
    """A goal that is met all the same, however little is known of its peers, is no reason for UNKNOWN."""
    area = dx.Area(id="x")
    steps = dx.Indicator(id="steps", unit="item", readings=[])
    late = dx.Task(id="late", not_before="2026-03-01", duration="1 day", costs=dx.Cost(fund="fund", amount="1 VND"))
    known = dx.Goal(
        id="known", due=2027, criterion=dx.AnyOf(criteria=[dx.Delivered(task="late"), dx.Undefined(words="well")])
    )
    answer = dx.check(plan(area, steps, FUND, late, known))
    assert any(one.code.startswith("D") and one.subject == "known" for one in answer.findings)
    assert {one.code for one in answer.undecided} == {"U110"}
    assert "What cannot be verified on the best schedule that was seen" in str(answer)


def test_more_ids_than_a_sentence_holds_are_counted() -> None:
    goals = [dx.Goal(id=f"g{number:02}", due=2025) for number in range(30)]
    (vague,) = [one for one in dx.check(plan(*goals)).undecided if one.code == "U101"]
    assert vague.message.endswith("g19 … (30) (30 of 30)")


def test_what_rounding_adds_to_a_repair_is_taken_off() -> None:
    """§14, §17: an amount that is spread over many days is counted by the day, and then to the last unit."""
    fund = dx.Fund(id="fund", ceilings={2024: "1 tỷ VND", 2025: "9 tỷ VND"})
    tasks = [
        dx.Task(
            id=f"t{number}",
            duration="70 days",
            not_before="2024-11-01",
            due="2025-01-31",
            costs=dx.Cost(fund="fund", amount=f"{number + 40}000007 VND"),
        )
        for number in range(50)
    ]
    poor = plan(fund, *tasks)
    money = next(one for one in dx.check(poor, time_limit=8).repairs if one.kind == "money")
    mended = money.apply(poor)
    assert dx.verify(mended, money.schedule) == ()
    spent = dx.spending(mended, money.schedule)
    years = {change.to_record()["year"] for change in money.changes}
    assert {one.left.amount for one in spent.balances if one.year in years and one.left is not None} == {0}


PLAN = """
schema = 1
id = "p"
start = 2024-01-01
[[tasks]]
id = "a"
duration = "10 days"
due = 2024-01-05
"""


def test_weights_on_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "p.toml").write_text(PLAN)

    def run(*words: str) -> tuple[Any, str, str]:
        with pytest.raises(SystemExit) as stop:
            main(["check", str(tmp_path / "p.toml"), *words])
        return stop.value.code, *capsys.readouterr()

    code, out, _ = run("--weight", "day=2.5", "--weight", "money=500 triệu VND", "--weight", "leave_out=1")
    assert code == 1
    assert "later due dates: 12.5 points" in out
    code, _, err = run("--weight", "due=2", "--weight", "day=0", "--weight", "money=5", "--weight", "unit")
    assert code == 3
    assert "there is no weight 'due'" in err
    assert "write one of day, money, unit" in err
    assert "a weight must be above zero" in err
    assert "the currency is missing" in err
    assert "a weight is a name, = and a number" in err
    code, _, err = run("--weight", "due=2", "--lang", "vi")
    assert code == 3
    assert "không có trọng số này" in err
