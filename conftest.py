"""Runs the examples that readers copy: in README.md and docs/ (tests/docs_examples.py) and in docstrings."""

from collections.abc import Iterator

import pytest

from tests.docs_examples import pages, workplace

pytest_collect_file = pages.pytest()
collect_ignore = ["docs/conf.py", "docs/gallery"]  # the second is made by sphinx-gallery


@pytest.fixture(autouse=True)
def _docstrings_leave_no_files(request: pytest.FixtureRequest) -> Iterator[None]:
    """A docstring's example runs where those of the pages do: in an empty folder beside `examples`."""
    if isinstance(request.node, pytest.DoctestItem):
        with workplace():
            yield
    else:
        yield
