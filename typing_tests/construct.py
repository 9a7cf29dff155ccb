"""What people may write where a value of the model is wanted: texts, tables and single values."""

import datetime as dt
from decimal import Decimal

import dxplan as dx

task = dx.Task(
    id="a",
    duration="5 workdays",
    after=["b", dx.Dependency(predecessor="c", type="SS", lag="-2 workdays"), {"predecessor": "d"}],
    due="Q2/2024",
    not_before=dt.date(2024, 1, 2),
    roles={"leads": "x", "coordinates": ["y", "z"]},
    uses=[dx.Use(resource="r", amount=2), dx.Use(resource="r", effort="6 person-months")],
    costs=dx.Cost(fund="f", amount="12 tỷ VND", spread="start"),
    advances=[{"indicator": "i", "amount": "15 %", "delay": "6 months"}],
    modes=[dx.Mode(id="outsourced", duration=dt.timedelta(days=60))],
    deliverable="Portal",
    recurring="3 months",
    serves="g",
    tags=["illustrative"],
    basis="nq-02 III.1",
)
dx.Task(id="b", after="a", duration=dx.Duration(amount=5, unit="workday"))
dx.Task(id="c", roles=[dx.Assignment(role=dx.Role.LEADS, body="x")], basis=[dx.Basis(document="nq-02")])
dx.Task(
    id="d",
    duration=dx.ThreePoint(optimistic="30 workdays", most_likely="45 workdays", pessimistic="90 workdays"),
    recurring=dx.Recurrence(every="3 months", until=2030),
)
dx.Task(id="e", duration={"optimistic": "1 week", "most_likely": "2 weeks", "pessimistic": "1 month"})
dx.Milestone(id="m", after=["a"], on="31/12/2025", deliverable=dx.Deliverable(name="Portal", acceptance="80 %"))
dx.Programme(id="infrastructure", within="programme", serves=["g"])

dx.Resource(id="r", capacity=3)
dx.Resource(id="r", capacity=[dx.Step(amount=3), {"amount": 5, "since": "01/07/2024"}])
dx.Fund(id="f", kind="provincial_investment", ceilings={2024: "80 tỷ VND", 2025: {"amount": "120 tỷ VND"}})
dx.Fund(
    id="f",
    ceilings=[dx.Ceiling(year=2024, amount=dx.Money(amount=10**9, currency="VND"))],
    carry_over="carry",
)
dx.Calendar(id="office", week="mon tue wed", country="VN", holidays=["02/09/2024"], worked=[dt.date(2024, 5, 4)])
dx.Area(id="go-dau", level="district", valid_to="30/06/2025", successors="go-dau-2")
dx.Body(id="x", kind=dx.BodyKind.STATE, lead_limit=4, aliases=["Sở TTTT"])
dx.Document(id="nq-02", number="02-NQ/TU", date="2021-10-27", issuer="tinh-uy")
dx.Indicator(
    id="i",
    unit="%",
    direction="lower",
    readings=[dx.Reading(date=2022, value=0.5638), {"date": 2023, "value": "75 %"}],
    benchmarks=dx.Benchmark(id="mean", forecast=[dx.Reading(date=2030, value=Decimal("0.8"))]),
)
dx.Risk(id="appeal", probability="20 %", effects=[dx.Effect(task="a", delay="30 workdays", factor=1.5)])

# every criterion, alone and nested
communes = dx.Areas(level="commune", kinds="xa")
smart = dx.CountOf(areas=communes, at_least=1, criterion=dx.Undefined(words="smart"))
criteria: list[dx.Criterion] = [
    dx.AtLeast(indicator="i", value="80 %"),
    dx.AtMost(indicator="i", value=15),
    dx.Above(indicator="i", benchmark="mean"),
    dx.InTier(indicator="i", tier="khá", top="30 %", peers=dx.Areas(level="province")),
    dx.Delivered(task="a"),
    dx.ForEach(areas={"level": "district"}, criterion=smart, tolerance="cơ bản"),
    dx.Undefined(words="đạt cơ bản"),
]
dx.Goal(id="g", criterion=dx.AllOf(criteria=criteria), due=2025, refinement=2, firmness="soft")
dx.Goal(id="g", criterion={"kind": "delivered", "task": "a"}, refinement="any", enablers=["a"])
dx.Goal(id="g", criterion=dx.AnyOf(criteria=[{"kind": "delivered", "task": "a"}]), terms=[dx.Term(word="cơ bản")])

dx.Plan(id="p", start="2024-01-01", horizon=2030, elements=[task])
dx.Plan(id="p", name="Plan", start=dt.date(2024, 1, 1), area="tay-ninh", elements=(one for one in (task,)))
