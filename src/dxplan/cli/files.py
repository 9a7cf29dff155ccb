"""The commands on files: ``convert`` and ``schema``."""

from __future__ import annotations

import json
from pathlib import Path

import click

from dxplan.cli.options import FEASIBLE, echo, force_option, lang_option, plan_file, refuse_to_overwrite

__all__ = ["convert", "schema"]


@click.command()
@plan_file
@click.argument("output", type=click.Path(path_type=Path))
@force_option
@lang_option
def convert(file: Path, output: Path, force: bool, lang: str) -> int:
    """Write the plan in FILE to OUTPUT, in the format of its suffix."""
    from dxplan.io.files import dump, load
    from dxplan.report.language import language

    plan = load(file)
    refuse_to_overwrite(output, force)
    dump(plan, output)
    echo(language(lang).phrase("written", path=output))
    return FEASIBLE


@click.command()
def schema() -> int:
    """Print the JSON Schema of a plan file, for editors and other tools."""
    from dxplan.io.schema import json_schema

    echo(json.dumps(json_schema(), ensure_ascii=False, indent=2))
    return FEASIBLE
