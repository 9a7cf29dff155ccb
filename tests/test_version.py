"""The version is said once for people and once for pip: the same."""

import tomllib
from pathlib import Path

import dxplan


def test_version() -> None:
    project = tomllib.loads((Path(__file__).parent.parent / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["version"] == dxplan.__version__
