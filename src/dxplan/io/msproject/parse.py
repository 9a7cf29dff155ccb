"""From XML to plain records, within bounds: nothing is expanded or fetched, and unknown parts are only counted.

The parser is Python's own expat. A document type is refused the moment it begins, so that no entity is ever declared:
neither "billion laughs" nor an external entity has anything to start from, and no further package is needed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any
from xml.parsers import expat

import attrs

from dxplan.errors import InputError, defect
from dxplan.io.msproject.layout import FIELDS, NAMESPACES

__all__ = ["Parsed", "Record", "parse"]

Record = dict[str, Any]
"""An element with parts: the text of each leaf, a list of records for each part that has parts of its own."""

_MOST_ELEMENTS = 2_000_000
_DEEPEST = 100  # Microsoft Project goes to ten
_MOST_KINDS = 1_000  # of unknown elements; Microsoft Project has some hundreds of all kinds


@attrs.frozen
class Parsed:
    """The known part of a file, and how often it holds what is not known: (parent, element) → number."""

    project: Record
    unknown: Counter[tuple[str, str]]


def parse(text: str) -> Parsed:
    """Return the records of a file of Microsoft Project.

    Raises
    ------
    InputError
        ``syntax.xml``, ``xml.doctype``, ``xml.root``, ``nesting.too-deep``, ``file.too-large``, ``key.duplicate``,
        ``field.unknown``.
    """
    if not text.strip():
        raise defect("syntax.xml", "this is not XML: it is empty", "save the plan from Microsoft Project as XML")
    if text.count("<") - text.count("</") > _MOST_ELEMENTS:
        raise defect("file.too-large", f"there are more than {_MOST_ELEMENTS} elements", "split the plan")
    handler = _Handler()
    # the text is decoded already: what the file says of its own encoding is past
    parser = expat.ParserCreate("utf-8", " ")
    parser.buffer_text = True
    parser.buffer_size = 65_536
    parser.StartElementHandler = handler.start
    parser.EndElementHandler = handler.end
    parser.CharacterDataHandler = handler.data
    parser.StartDoctypeDeclHandler = _refuse_doctype
    handler.parser = parser
    try:
        parser.Parse(text, True)
    except expat.ExpatError as error:
        where = f"line {error.lineno}, column {error.offset + 1}"
        problem = f"this is not XML: {expat.ErrorString(error.code)}, {where}"
        raise defect("syntax.xml", problem, "correct the text there, or save the file again") from None
    except UnicodeEncodeError:
        raise defect("syntax.xml", "this is not XML: it holds half a character", "save the file again") from None
    return Parsed(handler.project, handler.unknown)


def _refuse_doctype(*_: object) -> None:
    raise defect(
        "xml.doctype",
        "the file declares a document type, which may hide entities",
        "remove the line that begins with <!DOCTYPE; Microsoft Project writes none",
    )


class _Handler:
    """Builds records of what `FIELDS` names; skips and counts the rest."""

    parser: Any

    def __init__(self) -> None:
        self.project: Record = {}
        self.unknown: Counter[tuple[str, str]] = Counter()
        self._open: list[tuple[str, Mapping[str, Any], Record]] = []
        self._leaf: str | None = None
        self._text: list[str] = []
        self._skipping = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if self._skipping:
            self._skip()
            return
        namespace, _, tag = name.rpartition(" ")
        if not self._open:
            self._begin(namespace, tag)
            return
        parent, fields, record = self._open[-1]
        if self._leaf is not None or tag not in fields or namespace not in NAMESPACES:
            self.unknown[parent, tag] += 1
            if len(self.unknown) > _MOST_KINDS:
                problem = f"there are more than {_MOST_KINDS} kinds of elements that Microsoft Project does not know"
                raise defect("field.unknown", problem, "save the plan from there again", tag)
            self._skip()
            return
        inner = fields[tag]
        if inner is None:
            if tag in record:
                raise self._twice(parent, tag)
            self._leaf = tag
            self._text = []
            return
        part: Record = {}
        record.setdefault(tag, []).append(part)
        self._open.append((tag, inner, part))

    def _begin(self, namespace: str, tag: str) -> None:
        if tag != "Project" or namespace not in NAMESPACES:
            shown = f"<{tag}> of {namespace}" if namespace else f"<{tag}> of no namespace"
            raise defect(
                "xml.root",
                "this is not a plan of Microsoft Project",
                f'save it there as XML; the file begins with <Project xmlns="{NAMESPACES[0]}">',
                shown,
            )
        self._open.append((tag, FIELDS, self.project))

    def _skip(self) -> None:
        self._skipping += 1
        if self._skipping > _DEEPEST:
            raise defect("nesting.too-deep", "the elements are nested too deep", "Microsoft Project goes some ten deep")

    def _twice(self, parent: str, tag: str) -> InputError:
        where = f"line {self.parser.CurrentLineNumber}"
        problem = f"the element stands twice, {where}"
        return defect("key.duplicate", problem, "leave out one of them", None, parent, tag)

    def data(self, text: str) -> None:
        if self._leaf is not None and not self._skipping:
            self._text.append(text)

    def end(self, name: str) -> None:
        if self._skipping:
            self._skipping -= 1
        elif self._leaf is not None:
            self._open[-1][2][self._leaf] = "".join(self._text)
            self._leaf = None
        else:
            self._open.pop()
