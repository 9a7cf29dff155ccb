"""Duties on roles: programmes, classes of bodies, and kinds that nobody has said."""

import dxplan as dx
from tests.checks.told import subjects, told

A, B = dx.Body(id="a"), dx.Body(id="b")


def test_accountable_by_an_outer_programme() -> None:
    outer = dx.Programme(id="outer", roles={"accountable": ["a", "b"]})
    inner = dx.Programme(id="inner", within="outer")
    task = dx.Task(id="t", within="inner")
    assert subjects("R021", A, B, outer, inner, task) == []
    assert subjects("R022", A, B, outer, inner, task) == ["outer"]  # said once, where it is written
    ring = [dx.Programme(id="x", within="y"), dx.Programme(id="y", within="x")]
    assert subjects("R021", *ring, dx.Task(id="t", within="x")) == ["t"]


def test_duties_on_tasks_are_not_asked_of_milestones() -> None:
    said = dx.run_checks(dx.Plan(id="p", start="2024-01-01", elements=[dx.Milestone(id="m")]))
    assert [finding.code for finding in said] == []


def test_overseer_beside_a_doer_is_enough() -> None:
    task = dx.Task(id="t", serves=["g"], roles={"leads": "a"})
    assert subjects("R042", A, B, dx.Goal(id="g", roles={"oversees": ["a", "b"]}), task) == []
    assert subjects("R042", A, B, dx.Goal(id="g", roles={"oversees": ["a"]}), task) == ["g"]


def test_class_with_a_party_body_in_it() -> None:
    party, state = dx.Body(id="party", kind="party"), dx.Body(id="state", kind="state")
    whole = dx.Body(id="system", members=["party", "state"])
    task = dx.Task(id="t", roles={"executes": "system"})
    assert subjects("R081", party, state, whole, task) == ["t"]
    assert subjects("R082", party, state, whole, task) == []


def test_unknown_kind_is_no_pass_and_no_failure() -> None:
    """§6: nothing can be said of it, and that is said."""
    party = dx.Body(id="party", kind="party")
    task = dx.Task(id="t", roles={"leads": "party", "executes": "a"})
    assert subjects("R082", party, A, task) == []
    assert subjects("R083", party, A, task) == ["a"]
    assert subjects("R082", party, dx.Task(id="t", roles={"leads": "party"})) == ["t"]
    assert subjects("R082", dx.Task(id="t")) == []  # R011 says it


def test_lead_of_a_predecessor_in_a_class_is_heard() -> None:
    everybody = dx.Body(id="all", members=["b"])
    before = dx.Milestone(id="m", roles={"leads": "b"})
    heard = dx.Task(id="t", after=["m"], roles={"leads": "a", "coordinates": "all"})
    assert subjects("R121", A, B, everybody, before, heard) == []
    told_only = dx.Task(id="t", after=["m"], roles={"leads": "a", "informed": "b"})
    assert subjects("R121", A, B, before, told_only) == ["t"]
    assert subjects("R121", A, B, before, dx.Task(id="t", after=["m"])) == []  # no lead: R011


def test_the_successor_of_an_ended_lead_is_heard() -> None:
    """§12: of a body that has ended when the work begins, its successor coordinates."""
    old, new = dx.Body(id="old", valid_to="2024-02-29", successor="new"), dx.Body(id="new")
    before = dx.Task(id="before", duration="10 days", roles={"leads": "old"})
    roles = {"leads": "a", "coordinates": "new"}
    after = dx.Task(id="t", duration="1 day", not_before="2024-03-01", after=["before"], roles=roles)
    assert subjects("R121", A, old, new, before, after) == []
    alone = dx.Task(id="t", duration="1 day", not_before="2024-03-01", after=["before"], roles={"leads": "a"})
    (finding,) = told("R121", A, old, new, before, alone)
    assert finding.params["body"] == "new"


def test_predecessors_of_one_lead_are_told_together() -> None:
    before = [dx.Task(id=id, roles={"leads": "b"}) for id in "xy"]
    (finding,) = told("R121", A, B, *before, dx.Task(id="t", after=["y", "x"], roles={"leads": "a"}))
    assert finding.params["predecessors"] == "x, y"


def test_names_old_and_new() -> None:
    """Duty 15: case, white space and composed letters do not matter; a former name is known."""
    old = dx.Body(id="tttt", name="Sở Thông tin và Truyền thông", aliases=["Sở TT&TT"], successor="khcn")
    new = dx.Body(id="khcn", name="Sở Khoa học và Công nghệ")

    def named(name: str, body: str = "khcn") -> dx.Task:
        return dx.Task(id="t", roles=[dx.Assignment(role="leads", body=body, named=name)])

    for known in ("SỞ KHOA HỌC VÀ  CÔNG NGHỆ", "so\u031b\u0309 tt&tt", "khcn", "tttt"):
        assert subjects("R151", old, new, named(known)) == subjects("R153", old, new, named(known)) == []
    assert subjects("R151", old, new, named("Sở KHCN")) == ["t"]
    assert told("R153", old, new, named("khcn", "tttt"))[0].params["others"] == "khcn"  # a later name is another's


def test_name_passes_on_to_the_successor() -> None:
    old, new = dx.Body(id="x", name="UBND", successor="y"), dx.Body(id="y", name="ubnd")
    assert subjects("R152", old, new) == []
    (finding,) = told("R152", old, new, dx.Body(id="z", name="Ubnd"))
    assert (finding.params["bodies"], finding.params["name"]) == ("y, z", "ubnd")
