"""Hai cú sốc và cách tháo gỡ: two shocks to the plan of Tây Ninh, what they clash with, and a way out of each.

A planner's script. In the first, the investment budget of 2024 is cut; in the second, the merger of the departments
leaves too few people in the spring of 2025. Each makes the plan impossible. The cheapest way out of each is applied,
and the plan with both shocks and both ways out is asked again. All figures are illustrative, like those of the plan.
"""

from pathlib import Path

import dxplan as dx

PLAN = dx.load(Path(__file__).with_name("plan.toml"))


def with_less_money(plan: dx.Plan) -> dx.Plan:
    """Cut the investment budget of 2024 from 130 to 100 tỷ đồng."""
    fund = next(fund for fund in plan.funds if fund.id == "dau-tu")
    ceilings = {one.year: one.amount for one in fund.ceilings}
    return plan.evolve("dau-tu", ceilings={**ceilings, 2024: "100 tỷ VND"})


def with_fewer_people(plan: dx.Plan) -> dx.Plan:
    """Leave the IT team 5 people from March to June 2025, when departments merge, instead of 18."""
    merger, after = dx.Step(amount=5, since="2025-03-01"), dx.Step(amount=18, since="2025-07-01")
    team = next(team for team in plan.resources if team.id == "doi-cntt")
    kept = [step for step in team.capacity if step.since != merger.since]
    return plan.evolve("doi-cntt", capacity=[*kept, merger, after])


def ask(title: str, plan: dx.Plan) -> dx.Feasibility:
    """Print the verdict, and what clashes with the ways out where there is a conflict; return the answer."""
    answer = dx.check(plan, time_limit=40)
    print(f"\n{title}: {answer.verdict.name}")
    if answer.conflict is not None:
        for statement in answer.conflict.statements[:15]:
            print(f"  - {statement}")
        for repair in answer.repairs:
            print(f"  way out ({repair.kind}, {repair.cost:.1f} points): {repair}")
    elif answer.schedule is not None:
        print(f"  everything can be done by {answer.schedule.finish}")
    return answer


def main() -> dx.Feasibility:
    """Ask each shock by itself, then both together with the first way out of each."""
    poor = ask("Less money in 2024", with_less_money(PLAN)).repairs[0]
    few = ask("Fewer people in spring 2025", with_fewer_people(PLAN)).repairs[0]
    both = with_fewer_people(with_less_money(PLAN))
    return ask("Both, and both ways out", dx.apply_changes(both, [*poor.changes, *few.changes]))


if __name__ == "__main__":
    main()
