"""What `check` takes as its arguments, and what it refuses."""

from __future__ import annotations

import copy
import math
import pickle
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import dxplan as dx
from dxplan.cli import main

PLAN = dx.Plan(id="p", start="2024-01-01", elements=[dx.Task(id="a", duration="5 workdays", due="2024-01-05")])
LATE = PLAN.evolve("a", due="2024-01-02")


def refused(**arguments: Any) -> dict[str, str]:
    with pytest.raises(dx.InputError) as error:
        dx.check(PLAN, **arguments)
    return {one.where: one.code for one in error.value.defects}


@pytest.mark.parametrize("word", ["finish", "FINISH", " Finish "])
def test_an_objective_is_taken_in_any_case(word: Any) -> None:
    answer = dx.check(PLAN, objective=word)
    assert answer.optimum is not None
    assert answer.optimum.objective == "finish"
    assert "no schedule ends earlier" in answer.summary()


def test_another_objective_is_refused_with_those_that_there_are() -> None:
    wrong: Any = "foo"
    with pytest.raises(ValueError, match=r'foo.*"finish" or "cost" or "slack"'):
        dx.check(PLAN, objective=wrong)
    assert refused(objective=3) == {"objective": "choice.unknown"}


def test_every_argument_that_cannot_be_taken_is_named() -> None:
    assert refused(
        time_limit=math.nan,
        objective="soon",
        conflicts=0,
        weights={"days": 2, "day": 0, "money": {"đòng": 5, "USD": "10 EUR"}},
        seed=2**31,
        workers=0,
    ) == {
        "time_limit": "number.not-finite",
        "objective": "choice.unknown",
        "conflicts": "number.out-of-range",
        "weights → days": "weight.unknown",
        "weights → day": "number.not-positive",
        "weights → money → đòng": "currency.unknown",
        "weights → money → USD": "currency.mixed",
        "seed": "number.out-of-range",
        "workers": "number.out-of-range",
    }


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("time_limit", -1, "number.negative"),
        ("time_limit", "10", "type.wrong"),
        ("time_limit", True, "type.wrong"),
        ("conflicts", 1.5, "type.wrong"),
        ("conflicts", True, "type.wrong"),
        ("seed", -1, "number.out-of-range"),
        ("workers", 257, "number.out-of-range"),
        ("weights", 2, "type.wrong"),
    ],
)
def test_one_argument_that_cannot_be_taken(name: str, value: object, code: str) -> None:
    assert refused(**{name: value}) == {name: code}


def test_arguments_that_are_taken() -> None:
    assert dx.check(PLAN, time_limit=math.inf, seed=2**31 - 1).verdict is dx.Verdict.FEASIBLE
    answer = dx.check(LATE, time_limit=None, weights={"day": 3})
    assert answer.repairs[0].cost == 9
    assert answer.weights == dx.Weights(day=3)
    assert dx.check(LATE, repairs=False).weights is None


def test_money_of_weights_is_a_number_or_an_amount() -> None:
    weights = dx.Weights(money={"VND": "10 triệu VND", "usd": "5", "EUR": 7})
    assert weights.money == {"VND": Decimal(10_000_000), "USD": Decimal(5), "EUR": Decimal(7)}
    assert dx.Weights(money={"đồng": 5}).money == {"VND": Decimal(5)}
    wrong: Any = "5"
    for money in ({"đòng": 5}, {"VND": "5 USD"}, {"VND": "10 triệu"}, {"VND": 1, "đồng": 1}, {"VND": "0 VND"}, wrong):
        with pytest.raises(dx.InputError):
            dx.Weights(money=money)


def test_an_answer_can_be_pickled_with_its_weights() -> None:
    answer = dx.check(LATE, weights=dx.Weights(money={"USD": 5}))
    for other in (pickle.loads(pickle.dumps(answer)), copy.deepcopy(answer)):
        assert other == answer
        assert other.weights.of_money("USD") == 5


def test_a_time_limit_that_is_no_number(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    dx.dump(PLAN, tmp_path / "p.toml")
    with pytest.raises(SystemExit) as stop:
        main(["check", str(tmp_path / "p.toml"), "--time-limit", "nan"])
    assert stop.value.code == 3
    assert "not a number of seconds" in capsys.readouterr().err
    with pytest.raises(SystemExit) as stop:
        main(["check", str(tmp_path / "p.toml"), "--time-limit", "inf", "--objective", "COST"])
    assert stop.value.code == 0
