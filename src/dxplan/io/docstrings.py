"""What the docstrings of the model say of classes and fields, for readers of files."""

from __future__ import annotations

import inspect
import re

__all__ = ["field_texts", "summary"]

_PARAMETERS = re.compile(r"\nParameters\n-+\n(.*?)(?=\n\n\S[^\n]*\n-+\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"^(\S[^:\n]*?) :[^\n]*\n((?:[ \n][^\n]*\n?)*)", re.MULTILINE)


def summary(cls: type) -> str:
    """Return the first sentence of the docstring of `cls`.

    Examples
    --------
    >>> from dxplan.model.risk import Risk
    >>> summary(Risk)
    'Something that may happen.'
    """
    return _plain((inspect.getdoc(cls) or "").partition("\n\n")[0])


def field_texts(cls: type) -> dict[str, str]:
    """Return what the docstring of `cls`, or of a class that it builds on, says of each field.

    Examples
    --------
    >>> from dxplan.model.risk import Risk
    >>> field_texts(Risk)["probability"], field_texts(Risk)["note"]
    ('In 0–1, or as `"20 %"`.', 'A remark for readers.')
    """
    texts: dict[str, str] = {}
    for one in reversed(cls.__mro__):
        section = _PARAMETERS.search(inspect.cleandoc(one.__doc__ or ""))
        for names, text in _FIELD.findall(f"{section[1]}\n" if section else ""):
            if text.strip():
                texts.update(dict.fromkeys(names.split(", "), _plain(text)))
    return texts


def _plain(text: str) -> str:
    return " ".join(text.split()).replace("``", "`")
