"""The reference names everything that is public, once, and the command line as it is."""

import pkgutil
import re
from collections import Counter
from pathlib import Path

import dxplan
from dxplan.cli import cli

REFERENCE = Path(__file__).resolve().parent.parent / "docs" / "reference"
_DIRECTIVE = re.compile(r"^\.\. auto(?:class|exception|function|data):: dxplan\.(\w+)(?:\(\))?$", re.MULTILINE)


def test_every_public_name_is_documented_once() -> None:
    documented = Counter(
        name for page in REFERENCE.glob("api*.md") for name in _DIRECTIVE.findall(page.read_text(encoding="utf-8"))
    )
    assert sorted(documented) == sorted(dxplan.__all__)
    assert [name for name, count in documented.items() if count > 1] == []


def test_every_command_and_option_is_on_the_page_of_the_command_line() -> None:
    page = (REFERENCE / "command-line.md").read_text(encoding="utf-8")
    for name, command in cli.commands.items():
        section = page.partition(f"\n## {name}\n")[2].partition("\n## ")[0]
        assert section, name
        usage = section.strip().partition("\n")[0]
        for parameter in command.params:
            if parameter.param_type_name == "option" and "--help" not in parameter.opts:
                assert parameter.opts[0] in usage, (name, parameter.opts)
        assert usage.startswith(f"`dxplan {name}"), name


def test_no_public_name_is_the_name_of_a_module() -> None:
    # importing the module would put it in the place of the public name (decision 0005)
    modules = {module.name for module in pkgutil.iter_modules(dxplan.__path__)}
    assert modules.isdisjoint(dxplan.__all__)
