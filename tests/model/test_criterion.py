"""The algebra of targets, and the areas over which it ranges."""

import datetime as dt

import pytest

import dxplan as dx
from dxplan.model.criterion import parts

DAY = dt.date(2025, 1, 1)
AREAS = (
    dx.Area(id="tay-ninh", level="province", kind="tỉnh"),
    dx.Area(id="go-dau", level="district", kind="huyện", parent="tay-ninh"),
    dx.Area(id="trang-bang", level="district", kind="thị xã", parent="tay-ninh"),
    dx.Area(id="phuoc-dong", level="commune", kind="xã", parent="go-dau"),
    dx.Area(id="loc-hung", level="commune", kind="phường", parent="trang-bang"),
    dx.Area(id="old", level="commune", kind="xã", parent="go-dau", valid_to="31/12/2024"),
    dx.Area(id="new", level="commune", kind="xã", parent="go-dau", valid_from="02/01/2025"),
    dx.Area(id="long-an", level="province", kind="tỉnh"),
)


@pytest.mark.parametrize(
    ("choice", "at_hand", "chosen"),
    [
        (dx.Areas(), None, "tay-ninh go-dau trang-bang phuoc-dong loc-hung long-an"),
        (dx.Areas(), "tay-ninh", "go-dau trang-bang phuoc-dong loc-hung"),
        (dx.Areas(level="commune"), None, "phuoc-dong loc-hung"),
        (dx.Areas(level="commune"), "go-dau", "phuoc-dong"),
        (dx.Areas(level="commune", within="trang-bang"), "go-dau", "loc-hung"),  # its own word before the area at hand
        (dx.Areas(kinds="xã"), None, "phuoc-dong"),
        (dx.Areas(kinds=["xã", "phường"]), "tay-ninh", "phuoc-dong loc-hung"),
        (dx.Areas(only=["long-an", "go-dau"]), None, "go-dau long-an"),  # in the plan's order
        (dx.Areas(only=["old"]), None, ""),
        (dx.Areas(level="commune"), "long-an", ""),
        (dx.Areas(level="country"), None, ""),
    ],
)
def test_a_choice_of_areas(choice: dx.Areas, at_hand: str | None, chosen: str) -> None:
    """§7: the areas that exist on the day, within the one at hand."""
    assert [area.id for area in choice.select(AREAS, DAY, at_hand)] == chosen.split()


def test_the_areas_of_another_day() -> None:
    assert [area.id for area in dx.Areas(kinds="xã").select(AREAS, dt.date(2024, 12, 31))] == ["phuoc-dong", "old"]
    assert [area.id for area in dx.Areas(kinds="xã").select(AREAS, dt.date(2025, 1, 2))] == ["phuoc-dong", "new"]


def test_areas_that_lie_in_each_other_end() -> None:
    ring = (dx.Area(id="a", parent="b"), dx.Area(id="b", parent="a"), dx.Area(id="c", parent="c"))
    assert [area.id for area in dx.Areas(within="a").select(ring, DAY)] == ["b"]
    assert dx.Areas(within="c").select(ring, DAY) == ()


def nested(depth: int) -> dx.Criterion:
    criterion: dx.Criterion = dx.Undefined(words="x")
    for _ in range(depth - 1):
        criterion = dx.AllOf(criteria=[criterion])
    return criterion


def test_criteria_nest_fifty_deep() -> None:
    plan = dx.Plan(id="p", start="2024-01-01", elements=[dx.Goal(id="g", criterion=nested(50))])
    for format in ("toml", "json"):
        assert dx.loads(dx.dumps(plan, format=format), format=format) == plan
    assert len(list(parts(plan["g"].criterion))) == 50
    with pytest.raises(dx.InputError) as caught:
        dx.Goal(id="g", criterion=nested(51))
    assert {defect.code for defect in caught.value.defects} == {"nesting.too-deep"}


def test_parts_come_outer_first_and_in_order() -> None:
    inner = dx.CountOf(areas={}, at_least=1, criterion=dx.Delivered(task="a"))
    criterion = dx.AnyOf(criteria=[inner, dx.ForEach(areas={}, criterion=dx.Undefined(words="b"))])
    assert [part.KIND for part in parts(criterion)] == ["any_of", "count_of", "delivered", "for_each", "undefined"]


@pytest.mark.parametrize(("top", "unit"), [(15, None), ("15", None), ("30 %", "%"), ("100 %", "%"), ("0,5 %", "%")])
def test_a_tier_is_a_rank_or_a_share(top: object, unit: str | None) -> None:
    assert dx.InTier(indicator="dti", top=top).top.unit == unit
