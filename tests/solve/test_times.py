"""Times without optional tasks and with the shortest modes, against a plan that is built so (§16)."""

from __future__ import annotations

import attrs
import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

import dxplan as dx
from dxplan.cpm.compile import compile_network
from dxplan.cpm.dates import forward
from dxplan.cpm.network import Network
from dxplan.errors import CycleError
from dxplan.solve.temporal.times import Times
from tests.time_oracle import timed_plans


@st.composite
def plans_with_choices(draw: st.DrawFn) -> dx.Plan:
    """Timed plans of which some tasks are optional, some have modes, some no duration; some run in circles."""
    plan = draw(timed_plans())
    units = st.sampled_from(["workdays", "days"])
    for task in plan.tasks:
        changes: dict[str, object] = {"optional": draw(st.integers(0, 3)) == 0}
        if draw(st.integers(0, 2)) == 0:
            lengths = draw(st.lists(st.builds("{} {}".format, st.integers(0, 9), units), min_size=1, max_size=3))
            changes["modes"] = [dx.Mode(id=f"m{number}", duration=length) for number, length in enumerate(lengths)]
        if draw(st.integers(0, 7)) == 0:
            changes["duration"] = None
        plan = plan.evolve(task.id, **changes)
    if draw(st.integers(0, 7)) == 0:
        ids = [activity.id for activity in plan.activities]
        plan = plan.evolve(draw(st.sampled_from(ids)), after=draw(st.lists(st.sampled_from(ids), max_size=3)))
    return plan


def built(plan: dx.Plan) -> dx.Plan:
    """The plan without its optional tasks, each other one in its shortest mode."""
    gone = {task.id for task in plan.tasks if task.optional}
    kept: list[dx.Element] = list(plan.calendars)
    for activity in plan.activities:
        if activity.id in gone:
            continue
        bare = attrs.evolve(activity, after=[link for link in activity.after if link.predecessor not in gone])
        if isinstance(bare, dx.Task) and bare.modes:
            own = bare.duration or bare.modes[0].duration
            assert isinstance(own, dx.Duration)
            lengths = [own, *(mode.duration for mode in bare.modes)]
            alike = len({length.unit == "workday" for length in lengths}) == 1
            several = {length.days for length in lengths}
            tied = any(link.type.value[1] == "F" for link in activity.after)
            alike = alike and 0 not in several and (len(several) == 1 or not tied)
            least = min(lengths, key=lambda length: length.days) if alike else None
            bare = attrs.evolve(bare, duration=least, modes=())
        kept.append(bare)
    return dx.Plan(id=plan.id, start=plan.start, calendar=plan.calendar, elements=kept)


def same(one: Network, other: Network) -> None:
    assert one.ids == other.ids
    assert one.missing == other.missing
    for field in attrs.fields(Network):
        if isinstance(getattr(one, field.name), np.ndarray):
            assert np.array_equal(getattr(one, field.name), getattr(other, field.name)), field.name
    for field in attrs.fields(type(one.links)):
        assert np.array_equal(getattr(one.links, field.name), getattr(other.links, field.name)), field.name
    first, second = forward(one), forward(other)
    assert (first.start, first.finish, first.drives) == (second.start, second.finish, second.drives)


@given(plans_with_choices())
@settings(max_examples=300)
def test_as_a_plan_that_is_built_so(plan: dx.Plan) -> None:
    times = Times.of(plan)
    try:
        network = compile_network(built(plan))
    except CycleError as expected:
        with pytest.raises(CycleError) as found:
            times.network()
        assert found.value.cycle == expected.cycle
        return
    same(times.network(), network)
    for id in network.ids:
        assert times.after(id) == built(plan)[id].after  # type: ignore[attr-defined]
        length = times.duration(id)
        assert length is not None
        assert length.days == network.days[network.place[id]]


@given(plans_with_choices(), st.data())
def test_what_leads_to_one_of_them(plan: dx.Plan, data: st.DataObject) -> None:
    times, other = Times.of(plan), built(plan)
    ids = [activity.id for activity in other.activities]
    if not ids:
        return
    to = data.draw(st.sampled_from(ids))
    try:
        network = compile_network(other, to=to)
    except CycleError:
        with pytest.raises(CycleError):
            compile_network(plan, to=to, without=times.optional, durations=times.shortest)
        return
    same(compile_network(plan, to=to, without=times.optional, durations=times.shortest), network)
