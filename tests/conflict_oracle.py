"""Whether statements of times can hold together, by trying days one by one; and chains of tasks that miss a date.

Nothing is shared with dxplan: a statement is read from its own words, a calendar walked day by day. What is not said is
free, so a task whose duration is not said may begin and end on any days.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import islice

from hypothesis import strategies as st

import dxplan as dx
from tests import difference_oracle

LOW, HIGH = -450, 550  # ticks that are tried
Place = tuple[int, int]


def holds(plan: dx.Plan, statements: Sequence[dx.Statement]) -> bool:
    """Can `statements` alone hold? A predecessor has a smaller id."""
    said = {(one.subject, one.field, one.value) for one in statements}
    waited_for = {one.value.partition(" (")[0] for one in statements if one.field == "after"}
    concerned = {one.subject for one in statements} | waited_for
    floor = (plan.id, "start", plan.start.isoformat()) in said
    problem = difference_oracle.problem(plan)
    earliest: dict[int, Place] = {}
    for id in sorted(concerned - {plan.id}):
        number, activity = problem.number[id], plan[id]
        assert isinstance(activity, (dx.Task, dx.Milestone))
        into = [wait for wait in problem.waits if wait.after == number]
        waits = [wait for wait, link in zip(into, activity.after, strict=True) if (id, "after", words(link)) in said]
        fields = {field for subject, field, _ in said if subject == id}
        lie = list(islice(_right(problem, number, waits, fields, earliest, floor=floor), 4))
        if not lie:
            return False
        earliest[number] = min(s for s, _ in lie), min(f for _, f in lie)
    return True


def _right(
    problem: difference_oracle.Problem,
    number: int,
    waits: list[difference_oracle.Wait],
    fields: set[str],
    earliest: dict[int, Place],
    *,
    floor: bool,
) -> Iterator[Place]:
    """Yield where a job may lie, the earliest start first; of its finishes those that are not surely worse."""
    job = problem.jobs[number]
    least = [wait.least(earliest[wait.before][wait.from_finish], problem.calendars[number]) for wait in waits]
    s_least = max([least[n] for n, wait in enumerate(waits) if not wait.to_finish], default=LOW)
    f_least = max([least[n] for n, wait in enumerate(waits) if wait.to_finish], default=LOW)
    for s in range(0 if floor else LOW, HIGH):
        if job.days and "duration" not in fields:
            ends = [max(s, f_least), max(s + 1, f_least)]  # a moment, or some time
        else:
            f = job.finish(s)
            ends = [] if f is None else [f]
        for f in ends:
            first, last = job.reported(s, f) if floor else (s - (s == f), f - 1)
            if (
                s >= s_least
                and f >= f_least
                and ("not_before" not in fields or first >= job.not_before[0])
                and ("on" not in fields or first == job.on)
                and ("due" not in fields or job.due is None or last <= job.due)
            ):
                yield s, f


def words(link: dx.Dependency) -> str:
    """How a conflict says a link."""
    how = [link.type.value] if link.type.value != "FS" else []
    how += [f"lag {link.lag}"] if link.lag is not None else []
    return link.predecessor + (f" ({', '.join(how)})" if how else "")


START = dt.date(2024, 1, 1)


@st.composite
def late_chains(draw: st.DrawFn) -> dx.Plan:
    """Chains of tasks and moments with all links, lags, own dates and calendars; the last one is always too late."""
    start = START + dt.timedelta(days=draw(st.integers(0, 6)))
    days = st.integers(0, 40).map(lambda number: start + dt.timedelta(days=number))
    units = st.sampled_from(["workdays", "days"])
    durations = st.builds("{} {}".format, st.integers(0, 5), units)
    lags = st.none() | st.none() | st.builds("{} {}".format, st.integers(-6, 6), units)
    types = st.sampled_from(["FS", "FS", "SS", "FF", "SF"])
    own_dates = st.one_of(st.none(), st.none(), st.none(), days)
    count = draw(st.integers(1, 12))
    elements: list[dx.Element] = [
        dx.Calendar(id="six", week="mon tue wed thu fri sat", holidays=draw(st.lists(days, max_size=4))),
        dx.Calendar(id="three", week="tue thu sat", worked=draw(st.lists(days, max_size=3))),
    ]
    for number in range(count):
        before = draw(st.sets(st.integers(max(0, number - 4), number - 1), max_size=1)) if number > 1 else set()
        before |= {number - 1} if number and draw(st.integers(0, 9)) else set()
        fields = {
            "id": f"t{number:02}",
            "after": [
                dx.Dependency(predecessor=f"t{one:02}", type=draw(types), lag=draw(lags)) for one in sorted(before)
            ],
            "not_before": draw(own_dates if number else st.none() | days),
            "on": draw(st.one_of(st.none(), st.none(), own_dates)) if number < count - 1 else None,
        }
        if draw(st.integers(0, 5)):
            fields["duration"], fields["calendar"] = draw(durations), draw(st.sampled_from([None, "six", "three"]))
            elements.append(dx.Task(**fields))
        else:
            elements.append(dx.Milestone(**fields))
    plan = dx.Plan(id="p", start=start, calendar=draw(st.sampled_from([None, "six"])), elements=elements)
    problem = difference_oracle.problem(plan)
    last = problem.number[f"t{count - 1:02}"]
    first_day, last_day = problem.jobs[last].reported(*difference_oracle.early(problem)[last])
    by = draw(st.integers(1, 15) | st.integers(1, 200))  # by how many days it is too late
    field, day = ("due", last_day) if draw(st.integers(0, 2)) else ("on", first_day)
    return plan.evolve(f"t{count - 1:02}", **{field: start + dt.timedelta(days=day - by)})
