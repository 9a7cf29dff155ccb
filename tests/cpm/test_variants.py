"""What if: each variant equals the plan with its durations and lags, computed from the start."""

from __future__ import annotations

import pickle

import attrs
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

import dxplan as dx
from tests.time_oracle import timed_plans


def assert_same(found: dx.CriticalPath, expected: dx.CriticalPath) -> None:
    assert found.plan == expected.plan
    for id, dates in expected.tasks.items():
        assert found.tasks[id] == dates


def linked(plan: dx.Plan) -> list[tuple[str, str]]:
    return sorted({(link.predecessor, one.id) for one in plan.activities for link in one.after})


@given(timed_plans(), st.data())
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_what_if_equals_the_changed_plan(plan: dx.Plan, data: st.DataObject) -> None:
    """§1–§5 for any new durations and lags, of whatever unit and sign, one after another."""
    texts = st.builds("{} {}".format, st.integers(0, 9), st.sampled_from(["workdays", "days"]))
    waits = st.builds("{} {}".format, st.integers(-6, 6), st.sampled_from(["workdays", "days"]))
    path, changed = dx.critical_path(plan), plan
    for _ in range(2):
        ids = [task.id for task in plan.tasks]
        durations = data.draw(st.dictionaries(st.sampled_from(ids), texts, max_size=2) if ids else st.just({}))
        pairs = linked(plan)
        lags = data.draw(st.dictionaries(st.sampled_from(pairs), waits, max_size=2) if pairs else st.just({}))
        path = path.what_if(durations=durations, lags=lags)
        for id, text in durations.items():
            changed = changed.evolve(id, duration=text)
        for (before, after), text in lags.items():
            links = [
                attrs.evolve(link, lag=dx.Duration.parse(text)) if link.predecessor == before else link
                for link in changed[after].after  # type: ignore[attr-defined]
            ]
            changed = changed.evolve(after, after=links)
        assert_same(path, dx.critical_path(changed))


@given(timed_plans(), st.data())
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_a_batch_equals_its_variants_one_by_one(plan: dx.Plan, data: st.DataObject) -> None:
    """The same numbers from the kernel for batches, tasks that take no time included."""
    path = dx.critical_path(plan)
    size = data.draw(st.integers(1, 5))
    durations = {
        task.id: data.draw(st.lists(st.integers(0, 9), min_size=size, max_size=size))
        for task in plan.tasks
        if data.draw(st.booleans())
    }
    lags = {}
    for before, after in linked(plan):
        kinds = {link.lag and link.lag.working for link in plan[after].after if link.predecessor == before}  # type: ignore[attr-defined]
        if len(kinds) == 1 and None not in kinds and data.draw(st.booleans()):
            lags[before, after] = data.draw(st.lists(st.integers(-5, 5), min_size=size, max_size=size))
    if not durations and not lags:
        return
    found = path.variants(durations, lags=lags)
    assert len(found) == size
    for number in range(size):
        one = path.what_if(
            durations={id: _in_unit(plan[id].duration, values[number]) for id, values in durations.items()},  # type: ignore[attr-defined]
            lags={pair: _lag(plan, pair, values[number]) for pair, values in lags.items()},
        )
        assert found.finish[number] == one.finish
        for column, id in enumerate(found.ids):
            dates = one.tasks[id]
            assert found.early_start_ticks[number, column] == dates.early_start_tick
            assert found.early_finish_ticks[number, column] == dates.early_finish_tick
            assert found.total_float[number, column] == dates.total_float
            assert found.free_float[number, column] == dates.free_float
            assert found.dates(id)[number] == (dates.early_start, dates.early_finish)


def _in_unit(duration: dx.Duration, days: int) -> dx.Duration:
    return dx.Duration(amount=days, unit="workday" if duration.working else "day")


def _lag(plan: dx.Plan, pair: tuple[str, str], days: int) -> dx.Duration:
    before, after = pair
    kinds = [link.lag.working for link in plan[after].after if link.lag is not None and link.predecessor == before]  # type: ignore[attr-defined]
    return dx.Duration(amount=days, unit="workday" if kinds[0] else "day")


def example() -> dx.CriticalPath:
    design = dx.Task(id="design", duration="5 workdays")
    build = dx.Task(id="build", duration="10 days", after=["design"])
    return dx.critical_path(
        dx.Plan(id="p", start="2024-01-01", elements=[design, build, dx.Milestone(id="end", after="build")])
    )


def test_arrays_lists_and_durations_serve_alike() -> None:
    """Numbers are own days; durations must be in the unit of the task."""
    path = example()
    by_array = path.variants({"design": np.array([3, 7]), "build": [1, 2]})
    by_text = path.variants({"design": ["3 workdays", "7 workdays"], "build": ["1 day", "2 days"]})
    assert by_array.finish == by_text.finish
    assert by_array.criticality == {"build": 1.0, "design": 1.0, "end": 1.0}
    assert by_array.to_records()[1] == {"variant": 1, "finish": "2024-01-11"}
    assert list(by_array.to_dataframe()["finish"]) == ["2024-01-04", "2024-01-11"]


def test_every_defect_is_told_at_once() -> None:
    """With its place."""
    with pytest.raises(dx.InputError) as error:
        example().variants(
            {"nobody": [1], "end": [1], "design": ["3 days"], "build": [-1]}, lags={("build", "design"): [1]}
        )
    assert sorted((one.code, one.path) for one in error.value.defects) == [
        ("number.negative", ("durations", "build", 0)),
        ("reference.dangling", ("durations", "end")),
        ("reference.dangling", ("durations", "nobody")),
        ("reference.dangling", ("lags", "('build', 'design')")),
        ("unit.wrong", ("durations", "design", 0)),
    ]
    with pytest.raises(dx.InputError) as error:
        example().variants({"design": [1, 2], "build": [1]})
    assert error.value.defects[0].code == "variants.length"
    with pytest.raises(dx.InputError) as error:
        example().what_if(durations={"nobody": "3 days", "design": "three"}, lags={("a", "b"): "1 day"})
    assert len(error.value.defects) == 3


def test_a_change_compiles_nothing_anew_where_it_need_not() -> None:
    """A workday more reuses the network; another unit does not."""
    path = example()
    assert path.what_if(durations={"design": "6 workdays"})._solution.compiled is path._solution.compiled
    assert path.what_if(durations={"design": "6 days"})._solution.compiled is not path._solution.compiled


def test_answers_can_be_pickled() -> None:
    """Those of what-ifs, too: other processes compute with them."""
    path = example().what_if(durations={"design": "6 workdays"})
    again = pickle.loads(pickle.dumps(path))
    assert (again.finish, again.plan, dict(again.tasks)) == (path.finish, path.plan, dict(path.tasks))


def test_numbers_that_are_not_whole_are_refused() -> None:
    """Nothing is rounded in silence; one defect a task says how."""
    with pytest.raises(dx.InputError) as error:
        example().variants({"design": np.array([1.5, 2.5]), "build": [1, 2.0]})
    assert [one.code for one in error.value.defects] == ["number.not-whole"] * 2
