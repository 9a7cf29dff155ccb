"""§12: a body acts while it is valid; then its successor does, or nobody."""

import datetime as dt

import dxplan as dx
from dxplan.model.tenure import tenure
from tests.checks.told import subjects, told

TTTT = dx.Body(id="tttt", valid_to="28/02/2025", successor="khcn")
KHCN = dx.Body(id="khcn", valid_from="01/03/2025")
YEAR = (dt.date(2025, 1, 1), dt.date(2025, 12, 31))


def chain(*bodies: dx.Body, first: dt.date = YEAR[0]) -> tuple[list[str], dt.date | None]:
    held = tenure({body.id: body for body in bodies}, bodies[0].id, first, YEAR[1])
    return [turn.body for turn in held.turns], held.vacant


def test_turns_follow_each_other_day_by_day() -> None:
    held = tenure({"tttt": TTTT, "khcn": KHCN}, "tttt", *YEAR)
    assert [(turn.first, turn.last) for turn in held.turns] == [
        (dt.date(2025, 1, 1), dt.date(2025, 2, 28)),
        (dt.date(2025, 3, 1), dt.date(2025, 12, 31)),
    ]


def test_vacancy_begins_on_the_first_day_without_anybody() -> None:
    assert chain(TTTT, dx.Body(id="khcn", valid_from="01/07/2025")) == (["tttt"], dt.date(2025, 3, 1))
    assert chain(dx.Body(id="a", valid_to="2024")) == ([], dt.date(2025, 1, 1))
    assert chain(dx.Body(id="a", valid_from="02/01/2025", successor="b"), dx.Body(id="b")) == ([], dt.date(2025, 1, 1))


def test_successor_that_ended_before_passes_on() -> None:
    short = dx.Body(id="khcn", valid_to="01/01/2025", successor="last")
    assert chain(TTTT, short, dx.Body(id="last")) == (["tttt", "last"], None)


def test_successors_in_a_circle_end() -> None:
    a, b = (dx.Body(id=id, valid_to="28/02/2025", successor=next) for id, next in (("a", "b"), ("b", "a")))
    assert chain(a, b) == (["a"], dt.date(2025, 3, 1))


def test_task_runs_on_its_early_dates() -> None:
    """§12: early dates come first, and reach further back than the due date tells."""
    task = dx.Task(id="t", duration="60 workdays", due="2024", roles={"leads": "tttt"})
    assert subjects("R091", TTTT, KHCN, task) == subjects("R092", TTTT, KHCN, task) == []
    late = dx.Task(id="t", duration="15 months", roles={"leads": "tttt"})
    (finding,) = told("R092", TTTT, KHCN, late)
    assert (finding.params["valid_to"], finding.params["chain"]) == ("2025-02-28", "tttt → khcn")
    alone = dx.Body(id="tttt", valid_to="28/02/2025")
    (finding,) = told("R091", alone, late)
    assert finding.params["day"] == "2025-03-01"


def test_continuous_work_runs_to_the_horizon() -> None:
    task = dx.Task(id="t", recurring="continuous", roles={"executes": "tttt"})
    assert subjects("R092", TTTT, KHCN, task) == []
    assert subjects("R092", TTTT, KHCN, task, horizon=2030) == ["t"]
    until = dx.Task(id="t", recurring={"until": "2025"}, roles={"executes": "tttt"})
    assert subjects("R092", TTTT, KHCN, until) == ["t"]


def test_who_is_only_told_need_not_last() -> None:
    alone = dx.Body(id="a", valid_to="2024")
    task = dx.Task(id="t", duration="2 years", roles={"informed": "a", "consulted": "a"})
    assert subjects("R091", alone, task) == []


def test_body_that_had_ended_before_the_task() -> None:
    task = dx.Task(id="t", not_before="2025-06-01", due="2025", roles={"leads": "tttt"})
    assert told("R092", TTTT, KHCN, task)[0].params["chain"] == "tttt → khcn"


def test_goal_may_get_its_body_later() -> None:
    goal = dx.Goal(id="g", due=2030, roles={"leads": "khcn"})
    assert subjects("R093", KHCN, goal) == []
    assert subjects("R093", dx.Body(id="khcn", valid_to=2029), goal) == ["g"]


def test_gap_between_body_and_successor() -> None:
    assert subjects("S110", TTTT, KHCN) == []
    assert subjects("S110", TTTT, dx.Body(id="khcn", valid_from="02/03/2025")) == ["tttt"]
    assert subjects("S110", TTTT, dx.Body(id="khcn", valid_to="2024")) == ["tttt"]
