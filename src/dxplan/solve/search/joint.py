"""The joint model: everything that is said, over the jobs that it concerns."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from dxplan.solve.search.goals import add_goals
from dxplan.solve.search.model import Model
from dxplan.solve.search.money import add_money
from dxplan.solve.search.people import add_people
from dxplan.solve.search.problem import Problem, Said
from dxplan.solve.search.scope import Scope, scope_of
from dxplan.solve.search.times import Times
from dxplan.solve.search.waits import add_waits

__all__ = ["joint_model"]


def joint_model(
    problem: Problem,
    said: Collection[Said] | None = None,
    *,
    strict: bool,
    scope: Scope | None = None,
    slack: Mapping[Said, int] | None = None,
    times: Times | None = None,
    exact: bool = False,
) -> Model:
    """Return the model of a problem under some of what the plan says.

    Parameters
    ----------
    problem : Problem
    said : collection of Said, optional
        All where left out.
    strict : bool
        Whether what the plan leaves open is not granted.
    scope : Scope, optional
        The jobs that are placed, and before when; where left out, those that cannot simply be done after all else.
    slack : mapping of Said to int
        Of which of the things said how much may be given, at most.
    times : Times, optional
        Of the same problem, where it is known from another model.
    exact : bool
        Whether money is counted to the last unit, whatever that costs.
    """
    said = problem.everything if said is None else said
    scope = scope_of(problem, said, strict=strict) if scope is None else scope
    times = Times(problem) if times is None else times
    model = Model(problem, said, scope, strict=strict, times=times, slack=slack, exact=exact)
    vague = [problem.jobs[problem.number[id]] for id in problem.open]
    model.open = model.open or bool(vague)
    if strict and any(not job.optional for job in vague):
        model.cp.no()  # whatever is done, nobody can verify it
    if not model.cp.impossible:
        add_waits(model)
        add_people(model, times)
        add_money(model, times)
        add_goals(model)
    return model
