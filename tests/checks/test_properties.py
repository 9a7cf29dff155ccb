"""What holds of every plan, contradictory ones too: checks and questions answer, and order is no answer."""

from __future__ import annotations

import json
import pickle
import random

import attrs
from hypothesis import given, strategies as st

import dxplan as dx
from tests.strategies import plans

RANDOM = st.randoms(use_true_random=False)


def shuffled(plan: dx.Plan, random: random.Random) -> dx.Plan:
    elements = list(plan)
    random.shuffle(elements)
    return attrs.evolve(plan, elements=elements)


def renamed(plan: dx.Plan) -> dx.Plan:
    """Return the plan under other ids, in the same alphabetical order."""
    data = json.loads(dx.dumps(plan, format="json"))
    ids = {element.id: f"{element.id}-x" for element in plan}

    def walk(value: object, key: str = "") -> object:
        if isinstance(value, dict):
            return {name: walk(one, name) for name, one in value.items()}
        if isinstance(value, list):
            return [walk(one, key) for one in value]
        if key in ("name", "named", "note", "tags", "words", "word", "tier", "tolerance", "acceptance", "source"):
            return value
        if key == "basis" and isinstance(value, str):
            document, space, clause = value.partition(" ")
            return f"{ids[document]}{space}{clause}"
        return ids.get(value, value) if isinstance(value, str) else value

    for element in plan:  # a name that is left out is the id
        for table in data[element.PLURAL]:
            table.setdefault("name", table["id"])
    return dx.loads(json.dumps(walk(data)), format="json")


@given(plans())
def test_checks_answer_and_never_fail(plan: dx.Plan) -> None:
    known = {plan.id, *(element.id for element in plan)}
    for finding in dx.run_checks(plan):
        assert finding.subject in known
        assert finding.message
        assert finding.remedy
        assert "{" not in finding.message.replace("{subject}", "") or "{" in dx.dumps(plan)
        assert json.loads(json.dumps(finding.to_record()))["code"] == finding.code
        assert pickle.loads(pickle.dumps(finding)) == finding


@given(plans(), RANDOM)
def test_the_order_of_elements_finds_nothing(plan: dx.Plan, random: random.Random) -> None:
    def found(plan: dx.Plan) -> set[tuple[str, str]]:
        return {(finding.code, finding.subject) for finding in dx.run_checks(plan)}

    assert found(shuffled(plan, random)) == found(plan)


@given(plans())
def test_ids_find_nothing(plan: dx.Plan) -> None:
    def found(plan: dx.Plan) -> list[str]:
        return sorted(finding.code for finding in dx.run_checks(plan))

    assert found(renamed(plan)) == found(plan)


@given(plans())
def test_a_plan_from_its_file_or_its_graph_is_found_the_same(plan: dx.Plan) -> None:
    findings = dx.run_checks(plan)
    assert dx.run_checks(dx.loads(dx.dumps(plan))) == findings
    assert dx.run_checks(dx.Plan.from_graph(plan.graph)) == findings


@given(plans())
def test_a_verdict_is_given_and_rests_on_what_it_should(plan: dx.Plan) -> None:
    """§16: feasible only with a schedule that the verifier accepts, infeasible only with a conflict."""
    answer = dx.check(plan, time_limit=5)
    if answer.verdict is dx.Verdict.FEASIBLE:
        assert answer.schedule is not None
        assert list(dx.verify(plan, answer.schedule)) == []
    elif answer.verdict is dx.Verdict.INFEASIBLE:
        assert answer.conflict is not None
    assert json.loads(answer.to_json())["verdict"] == answer.verdict.name


@given(plans(max_others=1), RANDOM)
def test_the_order_of_elements_is_no_verdict(plan: dx.Plan, random: random.Random) -> None:
    assert dx.check(shuffled(plan, random)).verdict is dx.check(plan).verdict


def dates(plan: dx.Plan) -> object:
    try:
        return {id: attrs.evolve(task, drivers=()) for id, task in dx.critical_path(plan).tasks.items()}
    except dx.CycleError as error:
        steps = {(one.predecessor, activity.id) for activity in plan.activities for one in activity.after}
        assert set(zip(error.cycle, [*error.cycle[1:], error.cycle[0]], strict=True)) <= steps
        return "circle"
    except dx.UndefinedError as error:
        assert error.missing
        return "undefined"


@given(plans(max_others=1), RANDOM)
def test_the_order_of_elements_is_no_date(plan: dx.Plan, random: random.Random) -> None:
    assert dates(shuffled(plan, random)) == dates(plan)


@given(plans(acyclic=True, max_others=1))
def test_without_a_circle_there_is_no_circle(plan: dx.Plan) -> None:
    assert dates(plan) != "circle"


@given(plans(max_others=1))
def test_a_plan_that_asks_for_less_is_no_worse(plan: dx.Plan) -> None:
    """§4: without its due dates a feasible plan stays so."""
    looser = plan.replace(*(attrs.evolve(activity, due=None) for activity in plan.activities))
    if dx.check(plan).verdict is dx.Verdict.FEASIBLE:
        assert dx.check(looser).verdict is not dx.Verdict.INFEASIBLE
