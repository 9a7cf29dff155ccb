"""Chains against all chains that there are, each measured by walking along it."""

from __future__ import annotations

import itertools
import pickle

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

import dxplan as dx
from tests import difference_oracle
from tests.time_oracle import timed_plans


def all_chains(given: difference_oracle.Problem, end: int) -> list[list[int]]:
    """Numbers of the waits along every way that leads to `end`, from each task on the way."""
    found: list[list[int]] = [[]]
    for number, wait in enumerate(given.waits):
        if wait.after == end:
            found += [[*chain, number] for chain in all_chains(given, wait.before)]
    return found


def walk(given: difference_oracle.Problem, first: list[tuple[int, int]], end: int, waits: list[int]) -> int:
    """The boundary at which `end` finishes if only this chain holds it."""
    start = given.waits[waits[0]].before if waits else end
    job = given.jobs[start]
    s = 0
    while (f := job.finish(s)) is None or any(job.reported(s, f)[0] < bound for bound in job.not_before):
        s += 1
    place = s, f
    for number in waits:
        wait = given.waits[number]
        job = given.jobs[wait.after]
        bound = wait.least(place[wait.from_finish], given.calendars[wait.after])
        s = bound - 60
        while (f := job.finish(s)) is None or (f if wait.to_finish else s) < bound:
            s += 1
        place = s, f
    return place[1]


def may_begin(given: difference_oracle.Problem, path: dx.CriticalPath, n: int) -> bool:
    job = given.jobs[n]
    waits = [wait for wait in given.waits if wait.after == n]
    return not waits or not path.tasks[job.id].drivers or any(bound > 0 for bound in job.not_before)


@given(timed_plans(), st.data())
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_the_longest_chains_are_the_longest(plan: dx.Plan, data: st.DataObject) -> None:
    """§5: every chain to a task, longest first, each with the finish that it alone would give."""
    path = dx.critical_path(plan)
    given = difference_oracle.problem(plan)
    first = difference_oracle.early(given)
    end = data.draw(st.integers(0, len(given.jobs) - 1))
    expected = []
    for chain in all_chains(given, end):
        begin = given.waits[chain[0]].before if chain else end
        if may_begin(given, path, begin):
            ids = [given.jobs[given.waits[number].before].id for number in chain] + [given.jobs[end].id]
            expected.append((first[end][1] - walk(given, first, end, chain), tuple(ids)))
    found = [(chain.slack, tuple(chain)) for chain in path.paths(to=given.jobs[end].id, count=5000)]
    assert sorted(found) == sorted(expected)
    assert [slack for slack, _ in found] == sorted(slack for slack, _ in found)
    for within in (0, 5):
        few = [(chain.slack, tuple(chain)) for chain in path.paths(to=given.jobs[end].id, within=within)]
        assert few == [one for one in found if one[0] <= within]


@given(timed_plans())
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_each_driving_chain_is_among_the_longest(plan: dx.Plan) -> None:
    """§5: what drives has no slack."""
    path = dx.critical_path(plan)
    tight = {(*chain, *chain.links) for chain in path.paths(within=0)}
    assert {(*chain, *chain.links) for chain in itertools.islice(path.paths(), 200)} <= tight


def diamond(layers: int) -> dx.Plan:
    """2 ** layers chains of the same length."""
    elements: list[dx.Element] = [dx.Task(id="join-0", duration="1 day")]
    for layer in range(layers):
        join = f"join-{layer}"
        sides = [dx.Task(id=f"{side}-{layer}", duration="1 day", after=join) for side in ("left", "right")]
        elements += [*sides, dx.Task(id=f"join-{layer + 1}", duration="1 day", after=[one.id for one in sides])]
    return dx.Plan(id="p", start="2024-01-01", elements=elements)


def test_very_many_chains_come_one_at_a_time() -> None:
    """2⁶⁰ ties: nobody waits for them all."""
    path = dx.critical_path(diamond(60))
    for chains in (path.paths(), path.paths(count=10), path.paths(within=3)):
        first = list(itertools.islice(chains, 10))
        assert len(first) == len(set(first)) == 10
        assert {chain.slack for chain in first} == {0}


def test_the_paths_to_a_programme_a_milestone_and_a_goal() -> None:
    """The last of its tasks decides a programme; a goal what it waits for."""
    plan = dx.Plan(
        id="p",
        start="2024-01-01",
        elements=[
            dx.Programme(id="works"),
            dx.Goal(id="open", criterion=dx.Delivered(task="pave"), due=2024),
            dx.Goal(id="vague", criterion=dx.Undefined(words="good")),
            dx.Task(id="dig", duration="5 days", within="works"),
            dx.Task(id="pave", duration="3 days", within="works", after="dig"),
            dx.Task(id="plant", duration="30 days"),
            dx.Milestone(id="done", after=["pave", "plant"]),
        ],
    )
    path = dx.critical_path(plan)
    assert list(path.paths(to="works")) == [("dig", "pave")]
    assert list(path.paths(to="open")) == [("dig", "pave")]
    assert list(path.paths(to="done")) == [("plant", "done")]
    assert [chain.slack for chain in path.paths(to="done", count=9)] == [0, 22]
    for unknown in ("nothing", "vague"):
        with pytest.raises(KeyError, match=unknown):
            path.paths(to=unknown)


def test_parallel_links_make_chains_of_their_own() -> None:
    """Two links between one pair are two ways, told apart by the link that each takes."""
    two = [dx.Dependency(predecessor="a", lag="2 days"), dx.Dependency(predecessor="a", type="SS", lag="1 day")]
    plan = dx.Plan(
        id="p",
        start="2024-01-01",
        elements=[dx.Task(id="a", duration="9 days"), dx.Task(id="b", duration="1 day", after=two)],
    )
    chains = list(dx.critical_path(plan).paths(count=5))
    assert [(chain, chain.links, chain.slack) for chain in chains] == [
        (("a", "b"), (two[0],), 0),
        (("a", "b"), (two[1],), 10),
    ]


def test_a_chain_can_be_pickled() -> None:
    """With what it carries."""
    chain = next(dx.critical_path(diamond(1)).paths())
    again = pickle.loads(pickle.dumps(chain))
    assert (again, again.links, again.finish, again.slack) == (chain, chain.links, chain.finish, chain.slack)
