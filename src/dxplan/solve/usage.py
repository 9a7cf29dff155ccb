"""What a schedule asks of people and bodies, day by day, held against what there is (§12, §15)."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any

import attrs

from dxplan.model.body import Role
from dxplan.model.plan import Plan
from dxplan.model.resource import Resource, Use
from dxplan.model.task import Task
from dxplan.solve.acting import Acting, acting, turns
from dxplan.solve.load import Asked, Load, Overload, Profile, load_of, overloads
from dxplan.solve.schedule import Schedule
from dxplan.solve.timesheet import Work, timesheet

if TYPE_CHECKING:
    import pandas

    from dxplan.report.language import Lang

__all__ = ["Usage", "usage"]


@attrs.frozen(kw_only=True, repr=False)
class Usage:
    """What a schedule asks of resources and bodies.

    Parameters
    ----------
    plan : Plan
    loads : mapping of str to Load
        For each resource that is used, by id.
    leads : mapping of str to Load
        For each body that leads something, in its own name or as a successor, by id.
    acting : tuple of Acting
        Who acts when, by task, role and body.

    Examples
    --------
    >>> import dxplan as dx
    >>> tasks = [
    ...     dx.Task(id="a", duration="10 workdays", uses=dx.Use(resource="team", amount=2)),
    ...     dx.Task(id="b", duration="5 workdays", uses=dx.Use(resource="team", amount=2)),
    ... ]
    >>> team = dx.Resource(id="team", capacity=3)
    >>> plan = dx.Plan(id="p", start="2024-01-01", elements=[team, *tasks])
    >>> people = dx.usage(plan, dx.early_schedule(plan))
    >>> people
    Usage('p': 1 resources, 1 overloads, 0 vacancies)
    >>> over = people.overloads[0]
    >>> str(over.first), str(over.last), over.tasks
    ('2024-01-01', '2024-01-05', ('a', 'b'))
    """

    plan: Plan
    loads: Mapping[str, Load]
    leads: Mapping[str, Load]
    acting: tuple[Acting, ...]

    @cached_property
    def overloads(self) -> tuple[Overload, ...]:
        """The times in which more is used than there is: of resources, then of bodies that lead, by id and day."""
        loads = (*self.loads.values(), *self.leads.values())
        return tuple(one for load in loads for one in overloads(load))

    @property
    def vacancies(self) -> tuple[Acting, ...]:
        """Where a body is to act, but neither it nor a successor exists."""
        return tuple(one for one in self.acting if one.acting is None)

    @property
    def handovers(self) -> tuple[Acting, ...]:
        """Where a successor acts for a body that is gone."""
        return tuple(one for one in self.acting if one.acting not in (None, one.body))

    def to_records(self) -> list[dict[str, Any]]:
        """Return the use of every resource as plain data, a row a step."""
        return [
            {"resource": id, "unit": load.unit, **step.to_record()}
            for id, load in self.loads.items()
            for step in load.steps
        ]

    def to_dict(self) -> dict[str, Any]:
        """Return the whole answer as plain data."""
        return {
            "plan": self.plan.id,
            "use": self.to_records(),
            "leads": [
                {"body": id, **step.to_record()} for id, load in self.leads.items() for step in load.steps if step.used
            ],
            "overloads": [one.to_record() for one in self.overloads],
            "acting": [one.to_record() for one in self.acting],
        }

    def to_json(self) -> str:
        """Return the whole answer as JSON."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=2)

    def to_dataframe(self) -> pandas.DataFrame:
        """Return the use of every resource as a pandas table, a row a step (needs ``dxplan[dataframe]``)."""
        import pandas

        columns = ["resource", "unit", "first", "last", "used", "capacity", "tasks"]
        return pandas.DataFrame.from_records(self.to_records(), columns=columns)

    def summary(self, *, lang: Lang = "en") -> str:
        """Return the peaks, the overloads and who is missing, as text.

        Parameters
        ----------
        lang : {"en", "vi"}
        """
        from dxplan.report.language import language
        from dxplan.report.load import load_text

        return load_text(self, language(lang))

    def _repr_html_(self) -> str:
        from dxplan.report.html import text_html

        return text_html(self.summary())

    def __repr__(self) -> str:
        return (
            f"Usage({self.plan.id!r}: {len(self.loads)} resources, {len(self.overloads)} overloads, "
            f"{len(self.vacancies)} vacancies)"
        )


def usage(plan: Plan, schedule: Schedule) -> Usage:
    """Return what a schedule asks of resources and bodies, day by day.

    A use counts on each of its task's own days: the worked days of its calendar where its duration is in workdays, else
    every day; an effort is spread evenly over them. A body leads a task from its first day to its last.

    Parameters
    ----------
    plan : Plan
    schedule : Schedule
        Tasks that it does not place use nothing.

    Raises
    ------
    InputError
        ``reference.dangling`` for a task or a mode that is not in the plan.
    UndefinedError
        Where a calendar names a country whose public holidays are not known.

    Examples
    --------
    >>> import dxplan as dx
    >>> write = dx.Task(
    ...     id="write",
    ...     duration="6 workdays",
    ...     uses=dx.Use(resource="team", effort="9 person-days"),
    ... )
    >>> plan = dx.Plan(
    ...     id="p", start="2024-01-01", elements=[dx.Resource(id="team", capacity=2), write]
    ... )
    >>> for step in dx.usage(plan, dx.early_schedule(plan)).loads["team"].steps:
    ...     print(step.first, step.last, step.used)
    2024-01-01 2024-01-05 3/2
    2024-01-06 2024-01-07 0
    2024-01-08 2024-01-08 3/2
    """
    works = timesheet(plan, schedule)
    asked: dict[str, list[Asked]] = {}
    for id, work in works.items():
        runs = work.runs() if work.uses else []
        own = sum(end - first for first, end in runs)
        for use in work.uses:
            if own and (rate := _each_day(use, own)):
                asked.setdefault(use.resource, []).extend((first, end, rate, id) for first, end in runs)
    loads = {
        resource.id: load_of(
            resource.id, resource.unit, asked[resource.id], _profile(resource, schedule.start), schedule.start
        )
        for resource in sorted(plan.resources, key=lambda one: one.id)
        if resource.id in asked
    }
    return Usage(plan=plan, loads=loads, leads=_leads(plan, schedule, works), acting=acting(plan, works))


def _each_day(use: Use, days: int) -> Fraction:
    if use.amount is not None:
        return Fraction(use.amount)
    return Fraction(use.effort.person_days) / days if use.effort is not None and days else Fraction(0)


def _profile(resource: Resource, start: dt.date) -> Profile:
    steps: Profile = [
        (None if step.since is None else (step.since - start).days, Fraction(step.amount)) for step in resource.capacity
    ]
    return steps if steps[0][0] is None else [(None, Fraction(0)), *steps]


def _leads(plan: Plan, schedule: Schedule, works: Mapping[str, Work]) -> dict[str, Load]:
    """Return what each body leads: a task counts once, whatever the number of its times that run at once."""
    bodies = {body.id: body for body in plan.bodies}
    led: dict[str, dict[str, list[tuple[int, int]]]] = {}
    for id, work in works.items():
        leads = {one.body for one in work.activity.roles if one.role is Role.LEADS}
        if not leads or not isinstance(work.activity, Task):
            continue
        for first, end in work.times:
            for lead in leads if first < end else ():
                for who, since, until in turns(bodies, lead, work.day(first), work.day(end - 1)):
                    if who is not None:
                        days = (since - schedule.start).days, (until - schedule.start).days + 1
                        led.setdefault(who, {}).setdefault(id, []).append(days)
    found: dict[str, Load] = {}
    for body in sorted(led):
        limit = bodies[body].lead_limit
        asked = [(first, end, Fraction(1), id) for id, times in led[body].items() for first, end in _joined(times)]
        found[body] = load_of(body, "task", asked, [(None, None if limit is None else Fraction(limit))], schedule.start)
    return found


def _joined(times: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return times that overlap or touch as one."""
    found: list[tuple[int, int]] = []
    for first, end in sorted(times):
        if found and first <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((first, end))
    return found
