"""The pictures say what the answers say today; how rich draws some of them may change from release to release."""

from __future__ import annotations

import html
import importlib.util
import re
from pathlib import Path

DOCS = Path(__file__).parent.parent / "docs"


def words(picture: str) -> list[str]:
    matrix = picture.partition('-matrix">')[2]
    return html.unescape(re.sub(r"<[^>]*>", " ", matrix)).split()


def test_pictures_are_up_to_date() -> None:
    spec = importlib.util.spec_from_file_location("make_pictures", DOCS / "make_pictures.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for name, content in module.pictures().items():
        kept = (DOCS / "pictures" / name).read_text("utf-8")
        remedy = f"{name} is out of date: run python docs/make_pictures.py"
        if name.startswith("answer"):  # drawn by rich
            assert words(content), name
            assert words(kept) == words(content), remedy
        else:
            assert kept == content, remedy
