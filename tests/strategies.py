"""Hypothesis strategies for whole plans: every class of element, every criterion, every kind of field.

`plans` is the one door. A plan that it gives is well formed; unless asked for an acyclic one it may well contradict
itself: circles of dependencies, two leads, bodies that end before they begin, dates out of order.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from itertools import count
from typing import Any

from hypothesis import strategies as st

import dxplan as dx
from dxplan.model.criterion import parts

__all__ = ["ELEMENT_KINDS", "changes", "durations", "goal_plans", "moneys", "numbers", "plans", "schedules", "texts"]

ELEMENT_KINDS = [
    "document",
    "area",
    "body",
    "calendar",
    "indicator",
    "goal",
    "principle",
    "programme",
    "resource",
    "fund",
    "task",
    "milestone",
    "risk",
]
_NFD = unicodedata.normalize("NFD", "Sở Thông tin và Truyền thông")

texts = st.one_of(
    st.sampled_from(
        [
            "Xây dựng cổng dịch vụ công",
            _NFD,
            "cơ bản",
            'the "best" of\tall',
            "two\nlines",
            "=1+1",
            "C:\\temp",
            "'''",
            '"""',
            "# no comment",
            "null",
            "true",
            "2024-01-01",
            "1.200",
            "{subject}",
            "[red]x[/red]",
            "👩\u200d💻",
            "<b>&amp;</b>",
            "١٢٣",
        ]
    ),
    st.text(
        st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"), min_size=1, max_size=12
    ).filter(lambda text: bool(text.strip())),
)
"""What names, notes and the like may hold."""

numbers = st.one_of(
    st.integers(-1000, 1000),
    st.decimals(-1000, 1000, places=3),
    st.sampled_from(
        [
            0.1,
            1e-18,
            2.5e-07,
            -0.0,
            10**18,
            "3,5",
            "1.200.000",
            "1 200,5",
            Decimal("1.234"),
            Decimal("0.123"),
            Decimal("12345678901234567.89"),
            Decimal("0.1234567890123456789012345678"),
            Decimal("1E+3"),
        ]
    ),
)
"""Numbers of every shape that is taken."""

_UNITS = ["workdays", "ngày làm việc", "days", "weeks", "tháng", "quarters", "hours"]
durations = st.one_of(
    st.sampled_from(["0 workdays", "1 day", "1,5 months", "0.25 years", dt.timedelta(days=3)]),
    st.builds("{} {}".format, st.integers(0, 40), st.sampled_from(_UNITS)),
    st.builds(
        dx.Duration,
        amount=st.decimals(0, 30, places=3),
        unit=st.sampled_from(["workday", "day", "week"]),
    ),
)
"""Durations from zero on, in worked and in elapsed time."""

_lags = st.one_of(durations, st.sampled_from(["-3 workdays", "-1 week", "-2,5 days"]))
_signs = st.sampled_from(["", "", "-"])


def moneys(currency: str) -> st.SearchStrategy[Any]:
    """Return amounts from zero on in one currency, as people type them and as themselves."""
    words = ["VND", "tỷ VND", "triệu đồng", "nghìn đồng"] if currency == "VND" else [currency, f"million {currency}"]
    return st.one_of(
        st.builds("{} {}".format, st.integers(0, 999), st.sampled_from(words)),
        st.builds(dx.Money, amount=st.integers(0, 10**15), currency=st.just(currency)),
    )


_MONEYS = {currency: moneys(currency) for currency in ("VND", "USD")}
_days = st.dates(dt.date(2022, 1, 1), dt.date(2031, 12, 31))
_spans = st.one_of(
    _days,
    _days.map("{0:%d/%m/%Y}".format),
    st.sampled_from(
        ["Q2/2024", "Quý II/2025", 2025, "2030", "2024–2025", "12/2026", unicodedata.normalize("NFD", "Quý I/2027")]
    ),
)
_efforts = st.builds("{} {}".format, st.integers(0, 30), st.sampled_from(["person-days", "tháng-người"]))
_shares = st.sampled_from(["0 %", "75 %", "12,5 %", 0.25, "0,333333", 1])
_booleans = st.booleans()
_small = st.integers(0, 3)
_masks = {size: st.integers(0, 2**size - 1) for size in range(20)}
_picks = {size: st.integers(0, size - 1) for size in range(1, 64)}
_shapes = st.sampled_from(["{}-{}", "{}.{}", "mục-{}/{}", unicodedata.normalize("NFD", "mục-{}/{}"), "A_{}:{}"])

Maker = Callable[[], Any]


class _Hand:
    """Draws the parts of one plan; knows the ids of all its elements, and the elements written so far."""

    def __init__(self, draw: Callable[[st.SearchStrategy[Any]], Any], counts: dict[str, int], acyclic: bool) -> None:
        self.draw = draw
        self.acyclic = acyclic
        shape = draw(_shapes)
        self.ids = {kind: [shape.format(kind, place) for place in range(counts[kind])] for kind in ELEMENT_KINDS}
        self.indicators: list[dx.Indicator] = []
        self.funds: list[dx.Fund] = []

    def pick(self, options: Sequence[Any]) -> Any:
        return options[self.draw(_picks[len(options)])]

    def some(self, options: Sequence[Any], most: int = 3) -> list[Any]:
        return [self.pick(options) for _ in range(min(self.draw(_small), most))] if options else []

    def fields(self, makers: dict[str, Maker]) -> dict[str, Any]:
        """Return values for some of the fields."""
        mask = self.draw(_masks[len(makers)])
        return {name: make() for place, (name, make) in enumerate(makers.items()) if mask >> place & 1}

    def of(self, *kinds: str) -> list[str]:
        return [id for kind in kinds for id in self.ids[kind]]

    def one(self, *kinds: str) -> str | None:
        ids = self.of(*kinds)
        return self.pick(ids) if ids else None

    def above(self, kind: str, place: int) -> str | None:
        """Return an id for a tree's upward link from the element at `place`."""
        ids = self.ids[kind][:place] if self.acyclic else self.ids[kind]
        return self.pick(ids) if ids else None

    # parts that several elements have

    def text(self) -> str:
        return self.draw(texts)

    def texts(self) -> list[str]:
        return [self.text() for _ in range(self.draw(_small))]

    def span(self) -> Any:
        return self.draw(_spans)

    def day(self) -> dt.date:
        return self.draw(_days)

    def duration(self) -> Any:
        return self.draw(durations)

    def common(self) -> dict[str, Maker]:
        return {"name": self.text, "note": self.text, "tags": self.texts, "basis": self.basis}

    def basis(self) -> list[Any]:
        documents = self.some(self.ids["document"], 2)
        return [dx.Basis(document=one, clause=self.text() if self.draw(_booleans) else None) for one in documents]

    def validity(self) -> dict[str, Maker]:
        return {"valid_from": self.span, "valid_to": self.span}

    def roles(self) -> list[dx.Assignment]:
        return [
            dx.Assignment(
                role=self.pick(list(dx.Role)),
                body=body,
                **self.fields({"named": self.text, "on_behalf_of": lambda: self.one("body")}),
            )
            for body in self.some(self.ids["body"])
        ]

    def value(self, unit: str | None) -> Any:
        """Return a value in the unit of an indicator, or a number alone."""
        number = self.draw(numbers)
        if unit is None or self.draw(_booleans):
            return number
        return dx.Measure(amount=number, unit=unit)

    def readings(self, unit: str | None) -> list[dx.Reading]:
        optional: dict[str, Maker] = {"area": lambda: self.one("area"), "source": self.text}
        return [
            dx.Reading(date=self.span(), value=self.value(unit), **self.fields(optional))
            for _ in range(self.draw(_small))
        ]

    def areas(self) -> dx.Areas:
        return dx.Areas(
            **self.fields(
                {
                    "level": lambda: self.pick(list(dx.AreaLevel)),
                    "kinds": lambda: self.some(["xa", "phường", "huyện"]),
                    "within": lambda: self.one("area"),
                    "only": lambda: self.some(self.ids["area"]),
                }
            )
        )

    def criterion(self, depth: int = 2) -> Any:
        makers: list[Maker] = [lambda: dx.Undefined(words=self.text())]
        if self.indicators:
            makers += [self.threshold, self.tier]
            if any(one.benchmarks for one in self.indicators):
                makers.append(self.above_benchmark)
        if self.of("task", "milestone"):
            makers.append(lambda: dx.Delivered(task=self.one("task", "milestone")))
        if depth:
            makers += [lambda: self.combination(depth), lambda: self.quantifier(depth)]
        return self.pick(makers)()

    def threshold(self) -> Any:
        indicator = self.pick(self.indicators)
        cls = self.pick([dx.AtLeast, dx.AtMost])
        return cls(indicator=indicator.id, value=self.value(indicator.unit), area=self.pick([None, self.one("area")]))

    def above_benchmark(self) -> Any:
        indicator = self.pick([one for one in self.indicators if one.benchmarks])
        return dx.Above(
            indicator=indicator.id,
            benchmark=self.pick(indicator.benchmarks).id,
            area=self.pick([None, self.one("area")]),
        )

    def tier(self) -> Any:
        return dx.InTier(
            indicator=self.pick(self.indicators).id,
            **self.fields(
                {
                    "tier": self.text,
                    "top": lambda: self.pick([1, 15, "30 %", "33,3 %"]),
                    "area": lambda: self.one("area"),
                    "peers": self.areas,
                }
            ),
        )

    def combination(self, depth: int) -> Any:
        criteria = [self.criterion(depth - 1) for _ in range(1 + self.draw(_booleans))]
        if self.draw(_booleans):
            return dx.AnyOf(criteria=criteria)
        return dx.AllOf(criteria=criteria, **self.fields({"tolerance": self.text}))

    def quantifier(self, depth: int) -> Any:
        areas, criterion = self.areas(), self.criterion(depth - 1)
        if self.draw(_booleans):
            return dx.CountOf(areas=areas, at_least=1 + self.draw(_small), criterion=criterion)
        return dx.ForEach(areas=areas, criterion=criterion, **self.fields({"tolerance": self.text}))

    def uses(self) -> list[dx.Use]:
        return [
            dx.Use(
                resource=resource,
                **({"amount": self.draw(_small)} if self.draw(_booleans) else {"effort": self.draw(_efforts)}),
                **self.fields({"note": self.text}),
            )
            for resource in self.some(self.ids["resource"], 2)
        ]

    def costs(self) -> list[dx.Cost]:
        optional: dict[str, Maker] = {
            "spread": lambda: self.pick(list(dx.Spread)),
            "spender": lambda: self.one("body"),
            "source": self.text,
        }
        return [
            dx.Cost(fund=fund.id, amount=self.draw(_MONEYS[_currency(fund)]), **self.fields(optional))
            for fund in self.some(self.funds, 2)
        ]


def _currency(fund: dx.Fund) -> str:
    return fund.ceilings[0].amount.currency if fund.ceilings else "VND"


# one function an element


def _document(hand: _Hand, id: str, place: int) -> dx.Element:
    own = {"number": hand.text, "issuer": lambda: hand.one("body"), "date": hand.day, "source": hand.text}
    return dx.Document(id=id, **hand.fields({**hand.common(), **own}))


def _area(hand: _Hand, id: str, place: int) -> dx.Element:
    own = {
        "code": hand.text,
        "level": lambda: hand.pick(list(dx.AreaLevel)),
        "kind": lambda: hand.pick(["xa", "phường", "huyện"]),
        "parent": lambda: hand.above("area", place),
        "successors": lambda: hand.some(hand.ids["area"]),
    }
    return dx.Area(id=id, **hand.fields({**hand.common(), **hand.validity(), **own}))


def _body(hand: _Hand, id: str, place: int) -> dx.Element:
    own = {
        "kind": lambda: hand.pick(list(dx.BodyKind)),
        "parent": lambda: hand.above("body", place),
        "directed_by": lambda: hand.above("body", place),
        "area": lambda: hand.one("area"),
        "successor": lambda: hand.above("body", place),
        "collective": lambda: hand.draw(_booleans),
        "members": lambda: hand.some(hand.ids["body"]),
        "aliases": hand.texts,
        "lead_limit": lambda: hand.draw(_small),
    }
    return dx.Body(id=id, **hand.fields({**hand.common(), **hand.validity(), **own}))


def _calendar(hand: _Hand, id: str, place: int) -> dx.Element:
    own = {
        "week": lambda: [hand.pick(list(dx.Weekday)), *hand.some(list(dx.Weekday))],
        "country": lambda: "vn",
        "holidays": lambda: [hand.day() for _ in range(hand.draw(_small))],
        "worked": lambda: [hand.day() for _ in range(hand.draw(_small))],
        "announced_until": hand.day,
    }
    return dx.Calendar(id=id, **hand.fields({**hand.common(), **own}))


def _indicator(hand: _Hand, id: str, place: int) -> dx.Element:
    unit = hand.pick([None, "%", "điểm", "tỷ VND"])
    own = {
        "direction": lambda: hand.pick(list(dx.Direction)),
        "scope": hand.text,
        "edition": hand.text,
        "readings": lambda: hand.readings(unit),
        "benchmarks": lambda: [
            dx.Benchmark(
                id=one,
                **hand.fields(
                    {
                        "name": hand.text,
                        "readings": lambda: hand.readings(unit),
                        "forecast": lambda: hand.readings(unit),
                    }
                ),
            )
            for one in ["mean", "trung-bình"][: hand.draw(_small)]
        ],
    }
    indicator = dx.Indicator(id=id, unit=unit, **hand.fields({**hand.common(), **own}))
    hand.indicators.append(indicator)
    return indicator


def _goal(hand: _Hand, id: str, place: int) -> dx.Element:
    own = {
        "criterion": hand.criterion,
        "due": hand.span,
        "within": lambda: hand.above("goal", place),
        "refinement": lambda: hand.pick(["all", "any", 1, 2]),
        "firmness": lambda: hand.pick(list(dx.Firmness)),
        "beneficiaries": hand.texts,
        "terms": lambda: [
            dx.Term(word=word, **hand.fields({"at_least": lambda: hand.draw(_shares), "source": hand.text}))
            for word in hand.texts()
        ],
        "enablers": lambda: hand.some(hand.of("goal", "task", "milestone")),
        "roles": hand.roles,
    }
    return dx.Goal(id=id, **hand.fields({**hand.common(), **own}))


def _principle(hand: _Hand, id: str, place: int) -> dx.Element:
    return dx.Principle(id=id, **hand.fields(hand.common()))


def _programme(hand: _Hand, id: str, place: int) -> dx.Element:
    own = {
        "within": lambda: hand.above("programme", place),
        "serves": lambda: hand.some(hand.ids["goal"]),
        "roles": hand.roles,
    }
    return dx.Programme(id=id, **hand.fields({**hand.common(), **own}))


def _resource(hand: _Hand, id: str, place: int) -> dx.Element:
    def steps() -> Any:
        days = sorted({hand.day() for _ in range(1 + hand.draw(_small))})
        return [{"amount": hand.draw(_small), "since": day} for day in days]

    capacity = steps() if hand.draw(_booleans) else hand.pick([0, 3, "2,5"])
    own = {"unit": hand.text, "body": lambda: hand.one("body")}
    return dx.Resource(id=id, capacity=capacity, **hand.fields({**hand.common(), **own}))


def _fund(hand: _Hand, id: str, place: int) -> dx.Element:
    currency = hand.pick(["VND", "VND", "USD"])

    def ceilings() -> Any:
        return [
            dx.Ceiling(year=year, amount=hand.draw(_MONEYS[currency]), **hand.fields({"source": hand.text}))
            for year in range(2023, 2023 + hand.draw(_small))
        ]

    own = {
        "kind": lambda: hand.pick(list(dx.FundKind)),
        "ceilings": ceilings,
        "carry_over": lambda: hand.pick(list(dx.CarryOver)),
        "holder": lambda: hand.one("body"),
    }
    fund = dx.Fund(id=id, **hand.fields({**hand.common(), **own}))
    hand.funds.append(fund)
    return fund


def _activity(hand: _Hand, before: Sequence[str]) -> dict[str, Maker]:
    def after() -> list[Any]:
        return [
            dx.Dependency(
                predecessor=one,
                **hand.fields(
                    {
                        "type": lambda: hand.pick(list(dx.DependencyType)),
                        "lag": lambda: hand.draw(_lags),
                        "why": lambda: hand.pick(list(dx.Reason)),
                    }
                ),
            )
            for one in hand.some(before)
        ]

    def advances() -> list[Any]:
        optional: dict[str, Maker] = {"delay": hand.duration, "area": lambda: hand.one("area"), "source": hand.text}
        return [
            dx.Contribution(indicator=one.id, amount=hand.value(one.unit), **hand.fields(optional))
            for one in hand.some(hand.indicators, 2)
        ]

    return {
        "name": hand.text,
        "basis": hand.basis,
        "within": lambda: hand.one("programme"),
        "after": after,
        "not_before": hand.span,
        "on": hand.day,
        "due": hand.span,
        "roles": hand.roles,
        "serves": lambda: hand.some(hand.ids["goal"]),
        "advances": advances,
        "deliverable": lambda: dx.Deliverable(name=hand.text(), **hand.fields({"acceptance": hand.text})),
        "touches": lambda: hand.some(hand.ids["principle"]),
    }


def _task(hand: _Hand, id: str, before: Sequence[str]) -> dx.Element:
    def duration() -> Any:
        if hand.draw(_booleans):
            return hand.duration()
        low, middle, high = sorted(hand.draw(_small) for _ in range(3))
        unit = hand.pick(["workdays", "weeks"])
        return dx.ThreePoint(
            optimistic=f"{low} {unit}",
            most_likely=f"{middle} {unit}",
            pessimistic=f"{high} {unit}",
            distribution=hand.pick(list(dx.Distribution)),
        )

    def modes() -> list[Any]:
        return [
            dx.Mode(id=one, duration=hand.duration(), **hand.fields({"uses": hand.uses, "costs": hand.costs}))
            for one in ["own", "thuê-ngoài"][: hand.draw(_small)]
        ]

    own = {
        "duration": duration,
        "calendar": lambda: hand.one("calendar"),
        "uses": hand.uses,
        "costs": hand.costs,
        "modes": modes,
        "recurring": lambda: dx.Recurrence(**hand.fields({"every": hand.duration, "until": hand.span})),
        "optional": lambda: hand.draw(_booleans),
    }
    return dx.Task(id=id, **hand.fields({**_activity(hand, before), **own}))


def _milestone(hand: _Hand, id: str, before: Sequence[str]) -> dx.Element:
    return dx.Milestone(id=id, **hand.fields(_activity(hand, before)))


def _risk(hand: _Hand, id: str, place: int) -> dx.Element:
    def effect(task: str) -> dx.Effect:
        one = hand.pick([{"delay": hand.duration()}, {"factor": "1,5"}, {"cost": hand.draw(_MONEYS["VND"])}])
        return dx.Effect(task=task, **one)

    own = {"effects": lambda: [effect(task) for task in hand.some(hand.ids["task"])]}
    return dx.Risk(id=id, probability=hand.draw(_shares), **hand.fields({**hand.common(), **own}))


_WRITERS = (_document, _area, _body, _calendar, _indicator, _goal, _principle, _programme, _resource, _fund)


def _activities(hand: _Hand) -> Iterator[dx.Element]:
    """Yield tasks and milestones in a mixed order, which an acyclic plan's dependencies follow backwards."""
    waiting = {"task": list(hand.ids["task"]), "milestone": list(hand.ids["milestone"])}
    everything = hand.of("task", "milestone")
    written: list[str] = []
    while any(waiting.values()):
        kind = hand.pick([kind for kind, ids in waiting.items() if ids])
        id = waiting[kind].pop(hand.pick([0, -1]))
        write = _task if kind == "task" else _milestone
        yield write(hand, id, list(written) if hand.acyclic else everything)
        written.append(id)


@st.composite
def plans(
    draw: Callable[[st.SearchStrategy[Any]], Any],
    *,
    max_tasks: int = 5,
    max_others: int = 2,
    acyclic: bool = False,
) -> dx.Plan:
    """Return well-formed plans.

    Parameters
    ----------
    max_tasks : int
        Tasks and milestones together, at most; there may be none.
    max_others : int
        Elements of every other kind, at most.
    acyclic : bool
        Whether dependencies, and the trees of areas, bodies, goals and programmes, are free of circles.
    """
    tasks = draw(st.integers(0, max_tasks))
    milestones = draw(st.integers(0, min(tasks, 2)))
    others = st.integers(0, max_others)
    counts = {kind: draw(others) for kind in ELEMENT_KINDS}
    counts |= {"task": tasks - milestones, "milestone": milestones}
    hand = _Hand(draw, counts, acyclic)
    elements: list[dx.Element] = []
    for kind, write in zip(ELEMENT_KINDS, _WRITERS, strict=False):
        elements += [write(hand, id, place) for id, place in zip(hand.ids[kind], count())]
    elements += _activities(hand)
    elements += [_risk(hand, id, place) for place, id in enumerate(hand.ids["risk"])]
    start = hand.day()
    optional: dict[str, Maker] = {
        "name": hand.text,
        "horizon": lambda: start + dt.timedelta(days=365 * hand.draw(_small)),
        "calendar": lambda: hand.one("calendar"),
        "area": lambda: hand.one("area"),
        "note": hand.text,
    }
    return dx.Plan(id="kế-hoạch", start=start, elements=elements, **hand.fields(optional))


_few = st.sampled_from([1, 2, "0,5", Decimal("1.234"), 10**6])


@st.composite
def changes(draw: Callable[[st.SearchStrategy[Any]], Any], plan: dx.Plan, *, most: int = 3) -> list[dx.Change]:
    """Return changes of a plan that can be made, as far as each by itself can: of every class, in any order."""

    def mode(task: dx.Task) -> str | None:
        return draw(st.sampled_from([None, *(mode.id for mode in task.modes)]))

    def days() -> dict[str, dt.date]:
        first, last = sorted([draw(_days), draw(_days)])
        bounds = {"first": first, "last": last}
        return {name: bounds[name] for name in draw(st.sampled_from(["", "first", "last", "first last"])).split()}

    def money(fund: dx.Fund) -> Any:
        return dx.Money(amount=draw(st.integers(1, 10**12)), currency=_currency(fund))

    needed = {
        part.task
        for goal in plan.goals
        if goal.criterion is not None
        for part in parts(goal.criterion)
        if isinstance(part, dx.Delivered)
    }
    makers: list[tuple[Sequence[Any], Callable[[Any], dx.Change]]] = [
        ([*plan.activities, *plan.goals], lambda one: dx.MoveDue(subject=one.id, to=draw(_spans))),
        (plan.funds, lambda one: dx.AddMoney(fund=one.id, year=draw(st.integers(2022, 2027)), amount=money(one))),
        (plan.funds, lambda one: dx.LetCarryOver(fund=one.id)),
        (plan.resources, lambda one: dx.AddCapacity(resource=one.id, amount=draw(_few), **days())),
        (plan.bodies, lambda one: dx.SetLeadLimit(body=one.id, to=draw(_small))),
        (plan.tasks, lambda one: dx.SetDuration(task=one.id, to=draw(durations), mode=mode(one))),
        ([one for one in plan.activities if one.id not in needed], lambda one: dx.LeaveOut(task=one.id)),
    ]
    makers = [maker for maker in makers if maker[0]]
    found: list[dx.Change] = []
    for _ in range(draw(st.integers(1, most)) if makers else 0):
        elements, make = draw(st.sampled_from(makers))
        found.append(make(draw(st.sampled_from(elements))))
    return found


# goals that can be decided: small numbers, few days, so that boundaries, ties and gaps are met often

_GOAL_START = dt.date(2024, 1, 1)
_near = st.integers(-8, 24).map(lambda days: _GOAL_START + dt.timedelta(days=days))
_steps = st.sampled_from([-1, "-0,5", 0, "0,5", 1, 1, 2, 2, 3])
_thirds = st.integers(0, 2)


class _GoalHand:
    """Draws the parts of one plan about goals."""

    def __init__(self, draw: Callable[[st.SearchStrategy[Any]], Any]) -> None:
        self.draw = draw
        self.areas: list[dx.Area] = []
        self.indicators: list[dx.Indicator] = []
        self.tasks: list[str] = []

    def pick(self, options: Sequence[Any]) -> Any:
        return options[self.draw(_picks[len(options)])]

    def maybe(self, maker: Maker) -> Any:
        return maker() if self.draw(_booleans) else None

    def rarely(self, maker: Maker) -> Any:
        return maker() if self.draw(_picks[6]) == 5 else None

    def near(self) -> dt.date:
        return self.draw(_near)

    def step(self) -> Any:
        return self.draw(_steps)

    def area_id(self) -> str | None:
        return self.pick([None, *(area.id for area in self.areas)])

    def draw_areas(self) -> None:
        shape = [("p", "province", None), ("q", "province", None)]
        shape += [(f"d{number}", "district", self.pick(["p", "p", "q"])) for number in range(1 + self.draw(_thirds))]
        districts = [id for id, level, _ in shape if level == "district"]
        shape += [
            (f"c{number}", "commune", self.pick([*districts, "p"])) for number in range(self.draw(st.integers(1, 4)))
        ]
        for id, level, parent in shape:
            self.areas.append(
                dx.Area(
                    id=id,
                    level=self.pick([level, level, level, level, level, None]),
                    kind=self.pick(["xa", "phường"]),
                    parent=parent,
                    valid_from=self.rarely(lambda: _GOAL_START),
                    valid_to=self.rarely(self.near),
                )
            )

    def readings(self, most: int = 3) -> list[dx.Reading]:
        """Return a few readings anywhere, and an early one for most areas."""
        areas = [None, *(area.id for area in self.areas)]
        early = [area for area in areas if self.draw(_picks[6])]
        dated = [(_GOAL_START - dt.timedelta(days=3), area) for area in early]
        dated += [(self.near(), self.pick(areas)) for _ in range(self.draw(st.integers(0, most)))]
        return [dx.Reading(date=date, value=self.step(), area=area) for date, area in dated]

    def expected(self) -> list[dx.Reading]:
        """Return what a forecast holds: for some areas a late value, and a few anywhere."""
        areas = [area for area in (None, *(area.id for area in self.areas)) if self.draw(_thirds)]
        late = _GOAL_START + dt.timedelta(days=20)
        values = [dx.Reading(date=late, value=self.step(), area=area) for area in areas]
        return [*values, *(self.maybe(lambda: self.readings(1)) or ())]

    def draw_indicator(self, id: str) -> None:
        benchmarks = [
            dx.Benchmark(id=one, readings=self.readings(), forecast=self.expected())
            for one in ["mean", "best"][: 1 + self.draw(_booleans)]
        ]
        direction = self.pick(list(dx.Direction))
        self.indicators.append(
            dx.Indicator(id=id, direction=direction, readings=self.readings(), benchmarks=benchmarks)
        )

    def contribution(self) -> dx.Contribution:
        return dx.Contribution(
            indicator=self.pick(self.indicators).id,
            amount=self.step(),
            delay=self.maybe(lambda: f"{self.draw(st.integers(0, 7))} {self.pick(['days', 'workdays'])}"),
            area=self.area_id(),
        )

    def chosen(self) -> dx.Areas:
        return dx.Areas(
            level=self.pick([None, "district", "commune"]),
            kinds=self.rarely(lambda: "xa") or (),
            within=self.rarely(lambda: self.pick(self.areas).id),
            only=self.rarely(lambda: [self.pick(self.areas).id, self.pick(self.areas).id]) or (),
        )

    def tolerance(self) -> str | None:
        return self.rarely(lambda: self.pick(["cơ bản", "Cơ bản", "phần lớn"]))

    def criterion(self, depth: int) -> Any:
        makers: list[Maker] = [self.compared, self.compared, self.above, self.tier]
        makers += [lambda: dx.Undefined(words="?") if self.draw(_booleans) else self.compared()]
        if self.tasks:
            makers += [lambda: dx.Delivered(task=self.pick(self.tasks))] * 2
        if depth:
            makers += [lambda: self.combined(depth), lambda: self.ranging(depth)] * 3
        return self.pick(makers)()

    def compared(self) -> Any:
        cls = self.pick([dx.AtLeast, dx.AtMost])
        return cls(indicator=self.pick(self.indicators).id, value=self.step(), area=self.rarely(self.area_id))

    def above(self) -> Any:
        indicator = self.pick(self.indicators)
        benchmark = self.pick(indicator.benchmarks).id
        return dx.Above(indicator=indicator.id, benchmark=benchmark, area=self.rarely(self.area_id))

    def tier(self) -> Any:
        return dx.InTier(
            indicator=self.pick(self.indicators).id,
            top=self.pick([1, 1, 2, 3, "50 %", "66 %", self.pick([None, 1])]),
            area=self.rarely(self.area_id),
            peers=self.maybe(self.chosen),
        )

    def combined(self, depth: int) -> Any:
        criteria = [self.criterion(depth - 1) for _ in range(1 + self.draw(_small))]
        if self.draw(_booleans):
            return dx.AnyOf(criteria=criteria)
        return dx.AllOf(criteria=criteria, tolerance=self.tolerance())

    def ranging(self, depth: int) -> Any:
        areas, criterion = self.chosen(), self.criterion(depth - 1)
        if self.draw(_thirds) == 0:
            return dx.CountOf(areas=areas, at_least=1 + self.draw(_booleans), criterion=criterion)
        return dx.ForEach(areas=areas, criterion=criterion, tolerance=self.tolerance())

    def goal(self, place: int, count: int) -> dx.Goal:
        terms = [
            dx.Term(word="cơ bản", at_least=self.pick([None, 0, "50 %", "80 %", 1])),
            dx.Term(word="Phần lớn", at_least=self.pick([None, "60 %"])),
        ]
        circle = self.draw(st.integers(0, 9)) == 0
        above = [f"g{number}" for number in range(count if circle else place)]
        return dx.Goal(
            id=f"g{place}",
            criterion=self.criterion(2) if self.draw(st.integers(0, 9)) else None,
            due=self.near() if self.draw(st.integers(0, 9)) else None,
            within=self.pick(above) if above and self.draw(_booleans) else None,
            refinement=self.pick(["all", "all", "all", "any", "any", self.pick([1, 2])]),
            terms=terms if self.draw(_booleans) else (),
        )


@st.composite
def goal_plans(draw: Callable[[st.SearchStrategy[Any]], Any]) -> dx.Plan:
    """Return plans whose goals speak of few areas, small values and days about one another."""
    hand = _GoalHand(draw)
    hand.draw_areas()
    for id in ["i", "j"][: 1 + draw(_booleans)]:
        hand.draw_indicator(id)
    tasks = [
        dx.Task(id=f"t{place}", duration="1 day", advances=[hand.contribution() for _ in range(1 + draw(_small))])
        for place in range(draw(st.integers(1, 4)))
    ]
    hand.tasks = [task.id for task in tasks]
    count = draw(st.integers(1, 4))
    goals = [hand.goal(place, count) for place in range(count)]
    week = dx.Calendar(id="week", week="mon tue wed thu fri sat", holidays=[hand.near() for _ in range(draw(_small))])
    return dx.Plan(
        id="p-goals",
        start=_GOAL_START,
        area=hand.pick([None, "p", "p", "p"]),
        calendar=hand.pick([None, "week"]),
        elements=[*hand.areas, *hand.indicators, week, *tasks, *goals],
    )


@st.composite
def schedules(draw: Callable[[st.SearchStrategy[Any]], Any], plan: dx.Plan, *, last: int = 20) -> dx.Schedule:
    """Return schedules of some of a plan's tasks, anywhere up to tick `last`, whatever the plan says of them."""
    ticks: dict[str, tuple[int, int]] = {}
    for activity in plan.activities:
        if draw(st.integers(0, 3)):
            end = draw(st.integers(0, last))
            ticks[activity.id] = (max(end - draw(_small), 0), end)
    return dx.Schedule.from_ticks(plan.start, ticks)
