"""Files are read whole or not at all, and written whole or not at all."""

import errno
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

import dxplan as dx
from dxplan.io import files

PLAN = dx.Plan(id="p", start="2024-01-01", elements=[dx.Task(id="a", name="Nhiệm vụ")])


def codes(call, *arguments) -> list[str]:
    with pytest.raises(dx.InputError) as caught:
        call(*arguments)
    return [defect.code for defect in caught.value.defects]


@pytest.mark.parametrize("name", ["plan.toml", "plan.json", "PLAN.TOML", "kế hoạch 2025.json", "x" * 250 + ".toml"])
def test_a_file_holds_the_plan(tmp_path: Path, name: str) -> None:
    for path in (tmp_path / name, str(tmp_path / name)):
        dx.dump(PLAN, path)
        assert dx.load(path) == PLAN
    assert os.listdir(tmp_path) == [name]
    assert b"\r" not in (tmp_path / name).read_bytes()


@pytest.mark.parametrize("broken", ["fsync", "replace", "write"])
@pytest.mark.parametrize("failure", [OSError(errno.ENOSPC, "No space left on device"), KeyboardInterrupt()], ids=repr)
def test_a_failure_leaves_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: str, failure: BaseException
) -> None:
    path = tmp_path / "plan.toml"
    path.write_text("precious")

    def fail(*arguments: object, **named: object) -> None:
        raise failure

    if broken == "fsync":
        monkeypatch.setattr(os, "fsync", fail)
    elif broken == "replace":
        monkeypatch.setattr(os, "replace", fail)
        monkeypatch.setattr(Path, "replace", fail)
    else:
        full = open("/dev/full", "w") if Path("/dev/full").exists() else None  # noqa: SIM115 (what is tested closes it)
        if full is None:
            pytest.skip("no device that is always full")
        monkeypatch.setattr(Path, "open", lambda *arguments, **named: full)
    expected = dx.InputError if isinstance(failure, OSError) or broken == "write" else KeyboardInterrupt
    with pytest.raises(expected) as caught:
        dx.dump(PLAN, path)
    if expected is dx.InputError:
        (defect,) = caught.value.defects
        assert defect.code == "file.unwritable"
        assert caught.value.source == str(path)
    monkeypatch.undo()
    assert path.read_text() == "precious"
    assert os.listdir(tmp_path) == ["plan.toml"]


def test_a_plan_that_cannot_be_written_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "plan.toml"
    path.write_text("precious")
    monkeypatch.setattr(files, "to_data", lambda plan: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        dx.dump(PLAN, path)
    assert path.read_text() == "precious"


@pytest.mark.skipif(os.name == "nt", reason="permissions of POSIX")
def test_permissions_stay(tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    dx.dump(PLAN, path)
    mask = os.umask(0)
    os.umask(mask)
    assert stat.S_IMODE(path.stat().st_mode) == 0o666 & ~mask
    for mode in (0o600, 0o640, 0o664):
        path.chmod(mode)
        dx.dump(PLAN, path)
        assert stat.S_IMODE(path.stat().st_mode) == mode


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege there")
def test_a_link_goes_on_leading_to_the_file(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    target, link = tmp_path / "there" / "plan.toml", tmp_path / "link.toml"
    link.symlink_to(target)
    for _ in range(2):  # the file comes to be, then is replaced
        dx.dump(PLAN, link)
        assert link.is_symlink()
        assert dx.load(target) == PLAN
    assert os.listdir(tmp_path / "there") == ["plan.toml"]


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege there")
def test_a_link_that_leads_to_itself_is_refused(tmp_path: Path) -> None:
    link = tmp_path / "link.toml"
    link.symlink_to(link)
    assert codes(dx.load, link) == ["file.unreadable"]
    assert codes(dx.dump, PLAN, link) == ["file.unwritable"]


def test_where_no_file_can_be(tmp_path: Path) -> None:
    (tmp_path / "folder.toml").mkdir()
    (tmp_path / "file").write_text("")
    assert codes(dx.dump, PLAN, tmp_path / "missing" / "plan.toml") == ["file.missing"]
    assert codes(dx.dump, PLAN, tmp_path / "folder.toml") == ["file.directory"]
    assert codes(dx.dump, PLAN, tmp_path / "file" / "plan.toml") == ["file.unwritable"]
    assert codes(dx.dump, PLAN, tmp_path / ("x" * 300 + ".toml")) == ["file.unwritable"]
    assert codes(dx.dump, PLAN, tmp_path / "nul\0.toml") == ["file.unwritable"]
    for name in ("plan", "plan.yaml", "plan.toml.bak", ".toml"):
        assert codes(dx.dump, PLAN, tmp_path / name) == ["format.unknown"]
    assert sorted(os.listdir(tmp_path)) == ["file", "folder.toml"]


def test_where_no_file_is(tmp_path: Path) -> None:
    (tmp_path / "folder.toml").mkdir()
    (tmp_path / "file").write_text("")
    assert codes(dx.load, tmp_path / "missing.toml") == ["file.missing"]
    assert codes(dx.load, tmp_path / "folder.toml") == ["file.directory"]
    assert codes(dx.load, tmp_path / "file" / "plan.toml") == ["file.unreadable"]
    assert codes(dx.load, tmp_path / ("x" * 300 + ".toml")) == ["file.unreadable"]
    assert codes(dx.load, tmp_path / "nul\0.toml") == ["file.unreadable"]
    assert codes(dx.load, tmp_path / "plan.yaml") == ["format.unknown"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with a name")
def test_a_pipe_is_refused_before_it_blocks(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.toml")
    (tmp_path / "zeros.json").symlink_to("/dev/zero")
    assert codes(dx.load, tmp_path / "pipe.toml") == ["file.unreadable"]
    assert codes(dx.load, tmp_path / "zeros.json") == ["file.unreadable"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="to root everything is permitted")
def test_a_file_of_others_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    path.write_text("")
    path.chmod(0)
    assert codes(dx.load, path) == ["file.permission"]
    tmp_path.chmod(0o500)
    assert codes(dx.dump, PLAN, tmp_path / "new.toml") == ["file.permission"]
    tmp_path.chmod(0o700)


@pytest.mark.parametrize(
    ("failure", "code"),
    [
        (PermissionError(errno.EACCES, "Permission denied"), "file.permission"),
        (OSError(errno.EIO, "Input/output error"), "file.unreadable"),
    ],
)
def test_a_refusal_of_the_system_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failure: OSError, code: str
) -> None:
    path = tmp_path / "plan.toml"
    path.write_text("")

    def refuse(*arguments: object, **named: object) -> None:
        raise failure

    monkeypatch.setattr(Path, "open", refuse)
    assert codes(dx.load, path) == [code]


@pytest.mark.parametrize("format", ["yaml", "", "TOML", None])
def test_a_format_is_toml_or_json(format: str) -> None:
    assert codes(lambda: dx.loads("", format=format)) == ["format.unknown"]
    assert codes(lambda: dx.dumps(PLAN, format=format)) == ["format.unknown"]


def test_two_processes_that_write_at_once_leave_one_whole_plan(tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    script = f"""
import dxplan as dx
for size in (1, 400) * 4:
    plan = dx.Plan(id="p", start="2024-01-01", elements=[dx.Task(id=f"t{{n}}") for n in range(size)])
    dx.dump(plan, {str(path)!r})
"""
    running = [subprocess.Popen([sys.executable, "-c", script]) for _ in range(2)]
    assert [process.wait() for process in running] == [0, 0]
    assert len(dx.load(path)) == 400
    assert os.listdir(tmp_path) == ["plan.toml"]
