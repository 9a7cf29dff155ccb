"""What every element of a plan shares: identity, text, and an input that teaches."""

from __future__ import annotations

import difflib
import enum
import functools
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar, TypeAlias, TypeVar

import attrs

from dxplan.errors import Defect, InputError, defect, enough, kind_of, shorten

__all__ = ["Basis", "Element", "Record", "identifier", "text"]

_ID = re.compile(r"[^\W_](?:[\w.:/-]*\w)?")
_ID_REMEDY = "write letters, digits and . - _ : / without spaces, such as data-centre"
_LONGEST_ID = 200
_LONGEST_TEXT = 20_000


def text(value: str) -> str:
    """Return `value` in Unicode's composed form (NFC), without white space around it.

    Raises
    ------
    InputError
        ``type.wrong``, ``text.empty``, ``text.too-long`` (20,000 characters), ``text.control`` (a control character).
    """
    if not isinstance(value, str):
        raise defect("type.wrong", f"text is needed, not {kind_of(value)}", "write it between quotes", value)
    if not value.isascii():
        value = unicodedata.normalize("NFC", value)
    value = value.strip()
    if not value:
        raise defect("text.empty", "this text is empty", "write it, or leave the field out", value)
    if len(value) > _LONGEST_TEXT:
        raise defect("text.too-long", f"this text is longer than {_LONGEST_TEXT} characters", "shorten it", value)
    if not value.isprintable() and any(
        mark in "\ufffe\uffff" or (unicodedata.category(mark) in {"Cc", "Cs"} and mark not in "\n\t") for mark in value
    ):
        raise defect("text.control", "this text holds a control character", "remove it", value)
    return value


def optional_text(value: str | None) -> str | None:
    """Return `value` as `text` does; None stays None."""
    return None if value is None else text(value)


@functools.lru_cache(maxsize=65536)
def _checked_id(value: str) -> str:
    value = unicodedata.normalize("NFC", value)
    if len(value) > _LONGEST_ID or not _ID.fullmatch(value):
        raise defect("id.malformed", "this is not an id", _ID_REMEDY, value)
    return value


def identifier(value: str) -> str:
    """Return `value` as an id: letters of any script, digits and ``. - _ : /``, in NFC.

    Raises
    ------
    InputError
        ``id.malformed``, ``type.wrong``.

    Examples
    --------
    >>> identifier("so-tttt"), identifier("tỉnh-ủy")
    ('so-tttt', 'tỉnh-ủy')
    """
    if not isinstance(value, str):
        raise defect("type.wrong", f"an id is needed, not {kind_of(value)}", _ID_REMEDY, value)
    return _checked_id(value)


def optional_identifier(value: str | None) -> str | None:
    """Return `value` as an id; None stays None."""
    return None if value is None else identifier(value)


def many(values: object, convert: Any, single: tuple[type, ...] = (str,)) -> tuple[Any, ...]:
    """Return a tuple of converted values; one value of a `single` type stands for a tuple of one.

    Every value that can't be converted is reported, each with its index.
    """
    if values is None or (type(values) is tuple and not values):
        return ()
    if isinstance(values, single):
        values = (values,)
    if not isinstance(values, Iterable) or isinstance(values, (str, bytes, Mapping)):
        raise defect("type.wrong", f"a list is needed, not {kind_of(values)}", "write it in brackets", values)
    found: list[Any] = []
    defects: list[Defect] = []
    for index, value in enumerate(values):
        try:
            found.append(convert(value))
        except InputError as error:
            defects += [one.within(index) for one in error.defects]
            if enough(defects):
                break
    if defects:
        raise InputError(defects)
    return tuple(found)


def identifiers(values: str | Iterable[str] | None) -> tuple[str, ...]:
    """Return ids in a tuple; a text alone is one id."""
    return many(values, identifier)


def texts(values: str | Iterable[str] | None) -> tuple[str, ...]:
    """Return texts in a tuple; a text alone is one."""
    return many(values, text)


def flag(value: bool) -> bool:
    """Return `value`, which must be true or false."""
    if not isinstance(value, bool):
        raise defect("type.wrong", "true or false is needed", "write true or false", value)
    return value


_Choice = TypeVar("_Choice", bound=enum.Enum)


def choice(options: type[_Choice], value: object) -> _Choice:
    """Return the member of the enumeration `options` that `value` names, in any case."""
    if isinstance(value, options):
        return value
    if isinstance(value, str):
        members = options._value2member_map_
        member = members.get(value) or members.get(value.strip().lower()) or members.get(value.strip().upper())
        if isinstance(member, options):
            return member
    known = ", ".join(str(option.value) for option in options)
    raise defect("choice.unknown", f"this is not one of: {known}", "write one of them", value)


_Record = TypeVar("_Record", bound="Record")

Many: TypeAlias = _Record | Mapping[str, Any] | Iterable[_Record | Mapping[str, Any]] | None
"""Records of one class, each as itself or as a mapping of its fields; one alone stands for a list of one."""


def record(value: object, wanted: type[_Record]) -> _Record:
    """Return `value`, which must be a `wanted`, or a mapping of its fields."""
    if isinstance(value, wanted):
        return value
    if isinstance(value, Mapping):
        return from_table(wanted, value)
    known, required = _fields(wanted)  # type: ignore[arg-type]
    names = required or known[:2]
    call = f"{wanted.__name__}({', '.join(f'{name}=…' for name in names)})"
    table = "{ " + ", ".join(f"{name} = …" for name in names) + " }"
    raise defect(
        "type.wrong",
        f"a table is needed, not {kind_of(value)}",
        f"write {table} in a file, {call} in Python",
        value,
    )


def records(values: object, wanted: type[_Record]) -> tuple[_Record, ...]:
    """Return records of one class in a tuple; one alone stands for a tuple of one."""
    return many(values, lambda value: record(value, wanted), (str, Mapping, wanted))


@functools.cache
def _fields(cls: type) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the names of the fields of `cls`, and of those that must be given."""
    fields = [field for field in attrs.fields(cls) if field.init]
    return (
        tuple(field.name for field in fields),
        tuple(field.name for field in fields if field.default is attrs.NOTHING),
    )


def from_table(cls: type[_Record], table: Mapping[Any, Any]) -> _Record:
    """Return the record whose fields are the items of `table`.

    Raises
    ------
    InputError
        ``field.unknown``, ``field.missing``, and every defect of the values.
    """
    known, required = _fields(cls)  # type: ignore[arg-type]
    if table.keys() <= set(known) and all(name in table for name in required):
        return cls(**table)
    defects = unknown_fields(table, known)
    for name in required:
        if name not in table:
            defects.append(
                Defect(code="field.missing", problem=f"the field {name} is missing", remedy=f"write {name} = …")
            )
    defects += _defects_of(cls, {name: value for name, value in table.items() if name in known})
    element = _element_id(cls, table)
    raise InputError([one.of(element) for one in defects], cls.__name__)


def unknown_fields(table: Mapping[Any, Any], known: Sequence[str]) -> list[Defect]:
    """Return a defect for every key of `table` that is not `known`, with the nearest one that is."""
    defects: list[Defect] = []
    for key in table:
        if key not in known:
            close = difflib.get_close_matches(str(key)[:_LONGEST_ID], known, n=1)
            hint = f"did you mean {close[0]}?" if close else f"known are: {', '.join(known)}"
            defects.append(
                Defect(code="field.unknown", problem="there is no such field", value=shorten(key), remedy=hint)
            )
            if enough(defects):
                break
    return defects


class Record:
    """The base of the classes of the model: an input error names every field that is wrong, not just the first."""

    __slots__ = ()

    @classmethod
    def __attrs_init_subclass__(cls) -> None:
        plain = cls.__init__

        @functools.wraps(plain)
        def __init__(self: Any, **fields: Any) -> None:  # noqa: N807  (it becomes the method)
            try:
                plain(self, **fields)
            except InputError as error:
                element = _element_id(cls, fields)
                defects = _with_later_defects(self, fields, error)
                raise InputError([one.of(element) for one in defects], cls.__name__) from None

        type.__setattr__(cls, "__init__", __init__)


def _with_later_defects(record: Any, fields: Mapping[str, Any], error: InputError) -> list[Defect]:
    """Return the defects of `error`, which stopped the construction of `record`, and of the fields after it.

    No value is converted twice: records nest, and each level would double the work.
    """
    cls = type(record)
    names = [field.name for field in attrs.fields(cls) if field.init]
    stopped = next((place for place, name in enumerate(names) if not hasattr(record, name)), None)
    if stopped is None:  # every field is sound: they do not go together
        return list(error.defects)
    later = set(names[stopped + 1 :])
    found = [one.within(names[stopped]) for one in error.defects]
    found += _defects_of(cls, {name: value for name, value in fields.items() if name in later})
    places = {name: place for place, name in enumerate(fields)}
    return sorted(found, key=lambda one: places.get(str(one.path[0]), 0))


def _defects_of(cls: type, fields: Mapping[str, Any]) -> list[Defect]:
    """Return the defects of every field in `fields`, in their order there."""
    converters = {field.name: field.converter for field in attrs.fields(cls)}
    found: list[Defect] = []
    for name, value in fields.items():
        convert = converters[name]
        if callable(convert):
            try:
                convert(value)
            except InputError as error:
                found += [one.within(name) for one in error.defects]
    return found


def _element_id(cls: type, fields: Mapping[str, Any]) -> str | None:
    id = fields.get("id") if issubclass(cls, Element) else None
    return id if isinstance(id, str) and len(id) <= _LONGEST_ID else None


@attrs.frozen(kw_only=True)
class Basis(Record):
    """The legal ground of an element: a document, down to the clause.

    Parameters
    ----------
    document : str
        Id of a `Document` of the plan.
    clause : str, optional
        Article, section or point, as the document numbers it.

    Examples
    --------
    >>> Basis(document="nq-02", clause="III.1")
    Basis(document='nq-02', clause='III.1')
    """

    document: str = attrs.field(converter=identifier, metadata={"refers": ("document",)})
    clause: str | None = attrs.field(default=None, converter=optional_text)


BasisLike = Basis | Mapping[str, Any] | str
"""A `Basis`, or its text: the document's id, then the clause after a space (``"nq-02 III.1"``)."""


def to_basis(value: BasisLike) -> Basis:
    """Return the basis that `value` means.

    Examples
    --------
    >>> to_basis("nq-02 III.1")
    Basis(document='nq-02', clause='III.1')
    """
    if isinstance(value, Basis):
        return value
    if isinstance(value, str):
        document, _, clause = value.strip().partition(" ")
        return Basis(document=document, clause=clause.strip() or None)
    return record(value, Basis)


def to_bases(values: BasisLike | Iterable[BasisLike] | None) -> tuple[Basis, ...]:
    """Return the legal grounds in a tuple; one alone stands for a tuple of one."""
    return many(values, to_basis, (str, Mapping, Basis))


NAME_IS_ID: Any = attrs.Factory(lambda record: record.id, takes_self=True)
"""The default of a name: the id."""


@attrs.frozen(kw_only=True)
class Element(Record):
    """What every element of a plan has.

    Parameters
    ----------
    id : str
        Unique in the plan. Letters of any script, digits and ``. - _ : /``.
    name : str, optional
        What people call it; the id where it is left out.
    note : str, optional
        A remark for readers.
    tags : tuple of str
        Words to select by, such as ``"illustrative"``.
    basis : tuple of Basis
        The legal clauses that it rests on; a text such as ``"nq-02 III.1"`` will do.
    """

    KIND: ClassVar[str] = "element"
    PLURAL: ClassVar[str] = "elements"

    id: str = attrs.field(converter=identifier)
    name: str = attrs.field(default=NAME_IS_ID, converter=text)
    note: str | None = attrs.field(default=None, converter=optional_text)
    tags: tuple[str, ...] = attrs.field(default=(), converter=texts)
    basis: tuple[Basis, ...] = attrs.field(default=(), converter=to_bases, metadata={"links": True})
