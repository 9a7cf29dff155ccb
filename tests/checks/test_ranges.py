"""§7: quantifiers range over the areas of the day, and Tây Ninh after 1 July 2025."""

import dxplan as dx
from tests.checks.told import told

DONE = dx.Undefined(words="done")
PROVINCE = dx.Area(id="tn", level="province")
LAST = "30/06/2025"


def districts(*, communes: int = 1) -> list[dx.Area]:
    found = [PROVINCE]
    for name in ("go-dau", "ben-cau", "tan-bien"):
        found.append(dx.Area(id=name, level="district", parent="tn", valid_to=LAST))
        found += [
            dx.Area(id=f"{name}-{number}", level="commune", kind="xa", parent=name, valid_to=LAST)
            for number in range(communes)
        ]
    return [*found, dx.Area(id="ward", level="commune", kind="phuong", parent="tn", valid_from="01/07/2025")]


def goal(criterion: dx.Criterion, due: str | None) -> dx.Goal:
    return dx.Goal(id="g", criterion=criterion, due=due)


T4 = dx.CountOf(areas=dx.Areas(level="district"), at_least=2, criterion=DONE)
T5 = dx.ForEach(
    areas=dx.Areas(level="district"),
    criterion=dx.CountOf(areas=dx.Areas(level="commune"), at_least=1, criterion=DONE),
)


def codes(criterion: dx.Criterion, due: str | None, *areas: dx.Area, **header: object) -> list[str]:
    wanted = ("D113", "D114", "D118", "D119")
    return [code for code in wanted if told(code, *areas, goal(criterion, due), area="tn", **header)]


def test_t4_and_t5_before_and_after_the_reorganisation() -> None:
    assert codes(T4, LAST, *districts()) == codes(T5, LAST, *districts()) == []
    assert codes(T4, "2025", *districts()) == ["D114"]
    assert codes(T5, "2025", *districts()) == ["D113"]
    assert codes(T5, "01/07/2025", *districts()) == ["D113"]


def test_finding_tells_the_day_and_since_when() -> None:
    (finding,) = told("D114", *districts(), goal(T4, "2025"), area="tn")
    expected = {"at_least": "2", "count": "0", "choice": "district", "within": "tn"}
    assert finding.params == expected | {"day": "2025-12-31", "last": "2025-06-30"}


def test_goal_without_date_is_looked_at_on_the_horizon() -> None:
    assert codes(T4, None, *districts()) == []
    (finding,) = told("D114", *districts(), goal(T4, None), area="tn", horizon=2030)
    assert finding.params["day"] == "2030-12-31"


def test_each_outer_area_is_looked_at() -> None:
    areas = [area for area in districts() if area.id not in {"ben-cau-0", "tan-bien-0"}]
    (finding,) = told("D119", *areas, goal(T5, LAST), area="tn")
    assert (finding.params["within"], finding.params["count"]) == ("ben-cau, tan-bien", "0")


def test_communes_of_a_district_are_not_those_of_another() -> None:
    each = dx.ForEach(
        areas=dx.Areas(level="district"),
        criterion=dx.CountOf(areas=dx.Areas(level="commune"), at_least=2, criterion=DONE),
    )
    assert codes(each, LAST, *districts(communes=2)) == []
    assert codes(each, LAST, *districts(communes=1)) == ["D119"]


def test_count_is_met_where_areas_enough_remain() -> None:
    two = dx.CountOf(areas=dx.Areas(level="district"), at_least=2, criterion=T5.criterion)
    areas = districts()
    assert codes(two, LAST, *[area for area in areas if area.id != "ben-cau-0"]) == []
    assert codes(two, LAST, *[area for area in areas if area.id not in {"ben-cau-0", "go-dau-0"}]) == ["D119"]


def test_named_outer_area_and_kinds() -> None:
    both = dx.AllOf(
        criteria=[
            dx.CountOf(areas=dx.Areas(kinds="xa", within="go-dau"), at_least=2, criterion=DONE),
            dx.AnyOf(criteria=[dx.ForEach(areas=dx.Areas(kinds="thi-tran"), criterion=DONE), DONE]),
        ]
    )
    assert codes(both, LAST, *districts()) == ["D118", "D119"]
    (few,) = told("D119", *districts(), goal(both, LAST), area="tn")
    assert few.params["within"] == "go-dau"


def test_areas_of_a_plan_without_an_area_of_its_own() -> None:
    (finding,) = told("D114", *districts(), goal(T4, "2025"))
    assert finding.params["within"] == "p"


def test_areas_in_a_circle_do_not_hang() -> None:
    ring = [dx.Area(id="a", parent="b", level="district"), dx.Area(id="b", parent="a", level="district")]
    within = dx.CountOf(areas=dx.Areas(level="district", within="a"), at_least=2, criterion=DONE)
    (finding,) = told("D119", *ring, goal(within, LAST))
    assert finding.params["count"] == "1"
