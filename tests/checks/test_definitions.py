"""What is undefined: words, baselines, benchmarks, and dates that contradict each other."""

import pytest

import dxplan as dx
from tests.checks.told import subjects, told

DONE = dx.Undefined(words="done")
DTI = dx.Indicator(
    id="dti",
    benchmarks=[
        dx.Benchmark(
            id="mean",
            readings=[{"date": 2021, "value": 0.4}, {"date": 2024, "value": 0.7}],
            forecast=[{"date": 2030, "value": 0.9}],
        )
    ],
)


@pytest.mark.parametrize(
    ("due", "known"),
    [("31/12/2021", True), ("30/12/2021", False), (2023, True), (2027, True), (2030, True), ("01/01/2031", False)],
)
def test_benchmark_between_its_first_and_last_value(due: object, known: bool) -> None:
    """§8: past the last reading only a forecast tells."""
    goal = dx.Goal(id="g", due=due, criterion=dx.Above(indicator="dti", benchmark="mean"))
    assert subjects("D107", DTI, goal) == ([] if known else ["g"])


def test_readings_belong_to_an_area() -> None:
    """§7: the plan's own where none is named."""
    areas = [dx.Area(id="tn", level="province"), *(dx.Area(id=id, level="district", parent="tn") for id in "ab")]
    readings = [dx.Reading(date=2023, value=1), dx.Reading(date=2023, value=1, area="b")]
    indicator = dx.Indicator(id="i", readings=readings)
    asked = dx.AtLeast(indicator="i", value=2)
    each = dx.ForEach(areas=dx.Areas(level="district"), criterion=asked)
    assert subjects("D105", *areas, indicator, dx.Goal(id="g", criterion=asked), area="tn") == []
    assert subjects("D105", *areas, indicator, dx.Goal(id="g", criterion=each), area="tn") == []  # no day to look at
    (finding,) = told("D105", *areas, indicator, dx.Goal(id="g", criterion=each, due=2025), area="tn")
    assert (finding.subject, finding.params["areas"], finding.params["goals"]) == ("i", "a", "g")


def test_tolerance_is_looked_up_whatever_its_case() -> None:
    def goal(*terms: dx.Term, word: str | None = "Cơ bản") -> dx.Goal:
        return dx.Goal(id="g", criterion=dx.AllOf(criteria=[DONE], tolerance=word), terms=terms)

    defined, open_ = dx.Term(word="cơ bản", at_least=0.8), dx.Term(word="cơ bản")
    assert subjects("D103", goal()) == subjects("D103", goal(open_)) == ["g"]
    assert subjects("D103", goal(defined)) == []
    assert subjects("D103", goal(open_, word=None)) == ["g"]


def test_every_undefined_part_is_told() -> None:
    words = [dx.Undefined(words=one) for one in ("b", "a", "b")]
    goal = dx.Goal(id="g", criterion=dx.AnyOf(criteria=words))
    assert [finding.params["words"] for finding in told("D102", goal)] == ["a", "b"]


def test_task_with_modes_or_that_recurs_needs_no_duration() -> None:
    mode = dx.Mode(id="m", duration="5 days")
    tasks = [dx.Task(id="a", modes=[mode]), dx.Task(id="b", recurring="3 months"), dx.Task(id="c", optional=True)]
    assert subjects("D108", *tasks) == ["c"]


def test_peers_are_looked_for_beside_the_area() -> None:
    areas = [dx.Area(id="x", level="province"), dx.Area(id="a", level="district", parent="x")]
    peers = dx.Areas(level="district")

    def goal(**fields: object) -> dx.Goal:
        return dx.Goal(id="g", criterion=dx.InTier(indicator="dti", **fields))  # type: ignore[arg-type]

    assert subjects("D117", DTI, *areas, goal(), area="x") == ["g"]
    assert subjects("D117", DTI, *areas, goal(peers=peers), area="x") == []
    assert subjects("D117", DTI, *areas, goal(peers=peers, area="a")) == ["g"]
    gone = dx.Area(id="y", level="province", valid_to=2022)
    assert subjects("D117", DTI, *areas, gone, goal(), area="x") == ["g"]


def test_every_pair_of_dates_is_looked_at() -> None:
    task = dx.Task(id="t", not_before="2024-03-01", on="2024-02-01", due="2024-01-31")
    pairs = [(finding.params["field"], finding.params["other"]) for finding in told("S107", task)]
    assert pairs == [("not_before", "due"), ("not_before", "on"), ("on", "due")]
    assert subjects("S107", dx.Milestone(id="m", not_before="2024-02-01", on="2024-02-01", due="2024-02-01")) == []


def test_parent_without_a_date_passes_on_that_of_its_own() -> None:
    goals = [dx.Goal(id="top", due=2025), dx.Goal(id="mid", within="top"), dx.Goal(id="low", within="mid", due=2026)]
    assert told("R161", *goals)[0].params["parent"] == "top"
    ring = [dx.Goal(id="a", within="b", due=2026), dx.Goal(id="b", within="a")]
    assert subjects("R161", *ring) == []
