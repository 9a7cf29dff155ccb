"""The Gantt chart: where its marks lie, by parsing the picture."""

from __future__ import annotations

import datetime as dt
import itertools
import os
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings, strategies as st

import dxplan as dx
from dxplan.report.gantt.chart import gantt
from dxplan.report.gantt.scale import fit
from dxplan.report.language import language
from dxplan.report.lettering import shortened, width
from dxplan.report.svg import Picture
from tests.strategies import plans
from tests.time_oracle import timed_plans

START = dt.date(2024, 1, 1)  # a Monday
SVG = "{http://www.w3.org/2000/svg}"


def plan(*elements: dx.Element, **fields: object) -> dx.Plan:
    return dx.Plan(id="p", **{"start": START, "elements": elements, **fields})


def chart(of: dx.Plan, **options: object) -> Picture:
    return gantt(dx.critical_path(of), **options)  # type: ignore[arg-type]


class Parsed:
    """A picture, read back."""

    def __init__(self, picture: Picture) -> None:
        self.root = ElementTree.fromstring(picture.text)

    def row(self, id: str) -> ElementTree.Element:
        found = [one for one in self.root.iter(f"{SVG}g") if one.get("id") == f"gantt-{id}"]
        assert len(found) == 1, id
        return found[0]

    @property
    def ids(self) -> list[str]:
        return [one.get("id", "").removeprefix("gantt-") for one in self.root.iter(f"{SVG}g") if one.get("id")]

    def bars(self, id: str, look: str) -> list[tuple[float, float]]:
        """Both ends of each bar of a look."""
        return [
            (float(one.get("x", "")), float(one.get("x", "")) + float(one.get("width", "")))
            for one in self.row(id).iter(f"{SVG}rect")
            if one.get("class") == f"dx-{look}"
        ]

    def paths(self, id: str, look: str) -> list[list[tuple[float, float]]]:
        """The absolute points of each path of a look."""
        return [
            [(float(x), float(y)) for x, y in re.findall(r"[ML](-?[\d.]+),(-?[\d.]+)", one.get("d", ""))]
            for one in self.row(id).iter(f"{SVG}path")
            if one.get("class") == f"dx-{look}"
        ]

    def texts(self, look: str) -> list[str]:
        return [one.text or "" for one in self.root.iter(f"{SVG}text") if one.get("class") == f"dx-{look}"]

    def tip(self, id: str) -> str:
        title = self.row(id).find(f"{SVG}title")
        assert title is not None
        return title.text or ""


def test_bars_lie_where_the_dates_are() -> None:
    """§1: a task occupies its first day up to and with its last, a milestone lies at the end of its day."""
    of = plan(
        dx.Task(id="a", duration="10 days"),
        dx.Task(id="b", duration="20 days", after=["a"], due=START + dt.timedelta(days=49)),
        dx.Milestone(id="m", after=["b"]),
        dx.Task(id="c", duration="40 days"),
    )
    drawn = Parsed(chart(of))
    (zero, ten) = drawn.bars("a", "bar")[0]
    day = (ten - zero) / 10
    assert drawn.bars("b", "bar") == [pytest.approx((ten, zero + 30 * day), abs=0.03)]
    assert drawn.bars("c", "critical") == [pytest.approx((zero, zero + 40 * day), abs=0.03)]
    assert drawn.paths("m", "bar")[0][0][0] == pytest.approx(zero + 30 * day, abs=0.03)
    # due dates lie at the end of their day; what waits for b may end with the plan
    assert drawn.paths("b", "float")[0][1][0] == pytest.approx(zero + 40 * day, abs=0.03)
    assert drawn.paths("b", "due")[1][0][0] + 4 == pytest.approx(zero + 50 * day, abs=0.03)
    assert drawn.paths("m", "float")[0][1][0] == pytest.approx(zero + 40 * day, abs=0.03)


def test_a_milestone_at_the_start_lies_before_the_first_day() -> None:
    of = plan(dx.Milestone(id="m"), dx.Task(id="a", duration="5 days", after=["m"]), dx.Milestone(id="n", after=["a"]))
    drawn = Parsed(chart(of))
    start, end = drawn.bars("a", "critical")[0]
    assert drawn.paths("m", "critical")[0][0][0] == pytest.approx(start)
    assert drawn.paths("n", "critical")[0][0][0] == pytest.approx(end)
    assert "2024-01-01" in drawn.tip("m")


def test_a_baseline_lies_under_the_task() -> None:
    of = plan(
        dx.Task(id="a", duration="10 days"), dx.Task(id="old", duration="1 day"), dx.Milestone(id="m", after=["a"])
    )
    late = of.evolve("a", duration="14 days").remove("old")
    answer = dx.check(of)
    assert answer.schedule is not None
    for baseline in (dx.critical_path(of), answer.schedule):
        picture = chart(late, baseline=baseline)
        drawn = Parsed(picture)
        start, end = drawn.bars("a", "critical")[0]
        assert drawn.bars("a", "ghost") == [pytest.approx((start, start + (end - start) * 10 / 14), abs=0.03)]
        assert drawn.paths("m", "ghost")[0][0][0] == pytest.approx(start + (end - start) * 10 / 14, abs=0.03)
        assert "4 days later" in drawn.tip("a")
        assert "in the baseline only: old" in drawn.texts("words")


def test_a_missed_due_date_looks_different() -> None:
    of = plan(
        dx.Task(id="late", duration="10 days", due=START + dt.timedelta(days=4)),
        dx.Task(id="in-time", duration="10 days", due=START + dt.timedelta(days=9)),
    )
    drawn = Parsed(chart(of))
    assert drawn.paths("late", "missed")
    assert drawn.paths("late", "over")
    assert not drawn.paths("in-time", "missed")
    assert drawn.paths("in-time", "due")
    assert "missed by 5 days" in drawn.tip("late")


def test_critical_tasks_are_told_without_colour() -> None:
    of = plan(dx.Task(id="a", duration="10 days"), dx.Task(id="b", duration="3 days"))
    drawn = Parsed(chart(of))
    assert drawn.paths("a", "core")
    assert not drawn.paths("b", "core")
    assert drawn.bars("a", "ring")  # decides the finish


def test_programmes_span_their_tasks_however_deep() -> None:
    of = plan(
        dx.Programme(id="outer"),
        dx.Programme(id="inner", within="outer"),
        dx.Programme(id="empty"),
        dx.Task(id="late", duration="5 days", within="inner", not_before=START + dt.timedelta(days=30)),
        dx.Task(id="early", duration="5 days", within="outer", not_before=START + dt.timedelta(days=7)),
        dx.Task(id="earliest", duration="5 days", within="outer"),
        dx.Task(id="loose", duration="5 days"),
    )
    cp = dx.critical_path(of)
    drawn = Parsed(gantt(cp))
    assert drawn.ids == ["outer", "earliest", "early", "inner", "late", "empty", "loose"]
    start, end = drawn.bars("earliest", "bar")[0][0], drawn.bars("late", "critical")[0][1]
    assert [x for x, _ in drawn.paths("outer", "summary")[0]][:1] == [pytest.approx(start)]
    assert f"{cp.programmes['outer'].early_start} – {cp.programmes['outer'].early_finish}" in drawn.tip("outer")
    outline = next(one for one in drawn.row("outer").iter(f"{SVG}path") if one.get("class") == "dx-summary")
    assert float(re.findall(r"H(-?[\d.]+)", outline.get("d", ""))[0]) == pytest.approx(end)
    assert not drawn.paths("empty", "summary")
    assert Parsed(gantt(cp, group=False)).ids == ["earliest", "loose", "early", "late"]


def test_programmes_in_a_circle_are_drawn() -> None:
    of = plan(
        dx.Programme(id="a", within="b"),
        dx.Programme(id="b", within="a"),
        dx.Programme(id="c", within="b"),
        dx.Task(id="t", duration="1 day", within="c"),
    )
    assert sorted(Parsed(chart(of)).ids) == ["a", "b", "c", "t"]


def test_work_that_comes_again_or_goes_on() -> None:
    of = plan(
        dx.Task(id="report", duration="2 days", recurring="1 month"),
        dx.Task(id="watch", recurring="continuous"),
        horizon="2024-12-31",
    )
    cp = dx.critical_path(of)
    drawn = Parsed(gantt(cp))
    assert len(drawn.bars("report", "again")) == len(cp.occurrences("report")) - 1
    assert len(drawn.bars("watch", "always")) == 1
    first, _ = drawn.bars("report", "critical")[0]
    assert drawn.bars("watch", "always")[0][0] == pytest.approx(first)
    hourly = plan(dx.Task(id="often", duration="1 day", recurring="1 day"), horizon=2053)
    assert len(Parsed(chart(hourly)).bars("often", "again")) == 1  # what cannot be told apart is one mark


def test_arrows_tie_the_ends_that_links_tie() -> None:
    of = plan(
        dx.Task(id="a", duration="10 days"),
        dx.Task(id="ss", duration="3 days", after=dx.Dependency(predecessor="a", type="SS", lag="2 days")),
        dx.Task(id="ff", duration="3 days", after=dx.Dependency(predecessor="a", type="FF")),
    )
    picture = chart(of)
    assert "a → ss: SS + 2 days" in picture.text
    assert "a → ff: FF" in picture.text
    assert "a → ss" not in chart(of, arrows=False).text
    many = plan(*(dx.Task(id=f"t{n}", duration="1 day", after=[f"t{n - 1}"] if n % 2 else []) for n in range(100)))
    assert chart(many).text.count("→") < 99  # only those that decide the finish
    assert chart(many, arrows=True).text.count("<title>t") == 150


def test_days_off_are_shaded_where_days_can_be_told_apart() -> None:
    of = plan(dx.Task(id="a", duration="10 workdays"))
    root = Parsed(chart(of)).root
    off = [one for one in root.iter(f"{SVG}rect") if one.get("class") == "dx-off"]
    start, end = Parsed(chart(of)).bars("a", "critical")[0]
    day = (end - start) / 12
    assert float(off[0].get("x", "")) == pytest.approx(start + 5 * day, abs=0.03)
    assert float(off[0].get("width", "")) == pytest.approx(2 * day, abs=0.03)
    long = chart(plan(dx.Task(id="a", duration="900 workdays")))
    assert "dx-off" not in long.text


@given(
    first=st.integers(1, 3_652_059 - 20_000),
    days=st.one_of(st.integers(0, 60), st.integers(0, 20_000)),
    lang=st.sampled_from(["en", "vi"]),
)
def test_headers_are_whole_and_legible(first: int, days: int, lang: str) -> None:
    scale = fit(first, first + days, 400, 780)
    assert scale.first <= first
    assert first + days <= scale.last
    assert scale.x(scale.first) == 400
    assert scale.x(scale.last) == pytest.approx(1180)
    words = language(lang)
    for cells in (scale.upper(words), scale.lower(words)):
        if not cells:
            continue
        assert cells[0].start == scale.first
        assert cells[-1].end == scale.last
        assert all(one.end == other.start for one, other in itertools.pairwise(cells))
        labels = list(scale.written(cells))
        for cell, label in labels:
            if label is not None:
                assert width(label, 11) <= scale.x(cell.end) - scale.x(cell.start)
    lower = list(scale.written(scale.lower(words)))
    assert len(lower) <= 80
    assert any(label is not None for _, label in lower)
    if len(lower) > 2:
        assert all(label is not None for _, label in lower[1:-1])


@pytest.mark.parametrize(
    ("days", "units"),
    [
        (3, ("day", "month")),
        (30, ("day", "month")),
        (200, ("week", "month")),
        (600, ("month", "year")),
        (3000, ("quarter", "year")),
        (5000, ("year", "period")),
    ],
)
def test_the_scale_suits_the_length(days: int, units: tuple[str, str]) -> None:
    scale = fit(START.toordinal(), START.toordinal() + days, 400, 780)
    assert scale.unit == units[0]
    lower = scale.lower(language("en"))[1]
    assert dt.date.fromordinal(lower.start).day == 1 or units[0] in ("day", "week")
    assert units[0] != "week" or dt.date.fromordinal(lower.start).weekday() == 0


def test_names_are_cut_and_told_in_full() -> None:
    name = "Xây dựng nền tảng tích hợp, chia sẻ dữ liệu dùng chung của tỉnh và kết nối với trục quốc gia"
    drawn = Parsed(chart(plan(dx.Task(id="a", name=name, duration="5 days"))))
    shown = next(text for text in drawn.texts("strong") if text.startswith("Xây dựng"))
    assert shown.endswith("…")
    assert drawn.tip("a").startswith(name)
    assert width(shortened(name, 200, 12), 12) <= 200


def test_names_cannot_break_out() -> None:
    name = "</text><script>alert('x')</script> & \"quotes\" <b>"
    of = plan(dx.Task(id="a", name=name, duration="5 days"), name=name)
    picture = chart(of)
    root = ElementTree.fromstring(picture.text)
    assert not list(root.iter(f"{SVG}script"))
    assert name in root.get("aria-label", "")
    assert Parsed(picture).tip("a").startswith(name)


def test_pictures_say_what_they_are() -> None:
    picture = chart(plan(dx.Task(id="a", duration="5 days")), lang="vi")
    root = ElementTree.fromstring(picture.text)
    assert root.get("role") == "img"
    assert root.get("aria-label") == picture.title == "Biểu đồ Gantt: p"
    assert "05/01/2024" in (root.findtext(f"{SVG}desc") or "")
    assert root.get("lang") == "vi"
    assert (root.get("width"), root.get("height")) == (str(picture.width), str(picture.height))
    assert "prefers-color-scheme:dark" in picture.text
    assert "găng: không có dự trữ" in Parsed(picture).texts("words")
    assert picture.text == chart(plan(dx.Task(id="a", duration="5 days")), lang="vi").text
    assert picture._repr_svg_() in picture._repr_html_()


def test_a_large_plan_folds_and_says_so() -> None:
    tasks = [
        dx.Task(id=f"{group}-{n}", duration=f"{5 + group + n} days", within=f"g{group}")
        for group in range(5)
        for n in range(40)
    ]
    of = plan(*(dx.Programme(id=f"g{group}") for group in range(5)), *tasks)
    picture = chart(of, rows=100)
    drawn = Parsed(picture)
    assert len(drawn.ids) <= 100
    assert {task.id for task in tasks} == set(picture.left_out) | set(drawn.ids) & {task.id for task in tasks}
    assert "4-39" in drawn.ids  # the programme that decides the finish stays open
    assert f"{len(picture.left_out)} tasks are drawn in the row of their programme" in " ".join(drawn.texts("words"))
    flat = chart(plan(*(without_programme(task) for task in tasks)), rows=100)
    assert len(flat.left_out) == 100
    assert "100 tasks are not drawn" in " ".join(Parsed(flat).texts("words"))


def without_programme(task: dx.Task) -> dx.Task:
    return dx.Task(id=task.id, duration=task.duration)


def test_three_thousand_tasks() -> None:
    tasks = [
        dx.Task(id=f"t{n}", duration="5 days", after=[f"t{n - 7}"] if n >= 7 else [], within=f"g{n % 50}")
        for n in range(3000)
    ]
    picture = chart(plan(*(dx.Programme(id=f"g{n}") for n in range(50)), *tasks))
    drawn = Parsed(picture)
    assert len(picture.text) < 2_000_000
    assert set(picture.left_out) | set(drawn.ids) >= {task.id for task in tasks}


@given(plan=timed_plans())
def test_every_bar_lies_on_one_scale(plan: dx.Plan) -> None:
    cp = dx.critical_path(plan)
    drawn = Parsed(gantt(cp))
    points: list[tuple[int, float]] = []
    for id, dates in cp.tasks.items():
        look = "critical" if dates.critical else "bar"
        for start, end in drawn.bars(id, look):
            points += [(dates.early_start.toordinal(), start), (dates.early_finish.toordinal() + 1, end)]
        if not drawn.bars(id, look) and dates.early_finish > plan.start:
            points.append((dates.early_finish.toordinal() + 1, drawn.paths(id, look)[0][0][0]))
    points.sort()
    (low, x1), (high, x2) = points[0] if points else (0, 0.0), points[-1] if points else (0, 0.0)
    for boundary, x in points:
        wanted = x1 if low == high else x1 + (x2 - x1) * (boundary - low) / (high - low)
        assert x == pytest.approx(wanted, abs=0.05)
    labels = [float(one.get("y", "")) for one in drawn.root.iter(f"{SVG}rect") if one.get("class") == "dx-hit"]
    assert len(labels) == len(plan.activities)
    assert all(other - one >= 17 for one, other in itertools.pairwise(labels))


@settings(max_examples=60)
@given(plan=plans(acyclic=True), lang=st.sampled_from(["en", "vi"]), rows=st.sampled_from([3, 1000]))
def test_any_plan_with_dates_is_drawn(plan: dx.Plan, lang: str, rows: int) -> None:
    try:
        cp = dx.critical_path(plan)
    except dx.DxplanError:
        return
    picture = gantt(cp, lang=lang, rows=rows, baseline=cp)
    drawn = Parsed(picture).ids
    assert len(drawn) <= rows
    assert {one.id for one in plan.activities} <= set(drawn) | set(picture.left_out)


def test_saving_is_all_or_nothing(tmp_path: Path) -> None:
    picture = chart(plan(dx.Task(id="a", duration="5 days")))
    file = tmp_path / "plan.svg"
    picture.save(file)
    picture.save(os.fspath(file))
    assert file.read_text("utf-8") == picture.text
    assert [one.name for one in tmp_path.iterdir()] == ["plan.svg"]
    with pytest.raises(OSError, match="missing"):
        picture.save(tmp_path / "missing" / "plan.svg")
    (tmp_path / "folder.svg").mkdir()
    with pytest.raises(OSError, match="folder"):
        picture.save(tmp_path / "folder.svg")
    assert sorted(one.name for one in tmp_path.iterdir()) == ["folder.svg", "plan.svg"]


def test_days_that_nobody_has_announced_are_told() -> None:
    office = dx.Calendar(id="office", country="VN")
    of = plan(office, dx.Task(id="a", duration="5 workdays"), calendar="office")
    assert "announced" not in chart(of).text
    far = chart(of.evolve("a", not_before="2040-01-02"))
    assert "that have not been announced yet" in " ".join(Parsed(far).texts("words"))
