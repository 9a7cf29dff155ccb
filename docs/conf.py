"""Sphinx configuration. Build with: sphinx-build -W -n --keep-going docs docs/_build"""

from importlib.metadata import version as installed_version

project = "dxplan"
author = "the dxplan developers"
copyright = "2026, the dxplan developers"
release = version = installed_version("dxplan")

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "sphinx.ext.viewcode",
    "sphinx_copybutton",
    "sphinx_design",
]
exclude_patterns = ["_build"]

# Markdown
myst_enable_extensions = ["colon_fence", "deflist", "fieldlist"]  # no dollarmath: $ is money
myst_heading_anchors = 3

# The public face, from its docstrings
autodoc_typehints = "signature"
autodoc_member_order = "bysource"
autodoc_default_options = {"members": True, "show-inheritance": False}
napoleon_numpy_docstring = True
napoleon_google_docstring = False
napoleon_use_rtype = False
napoleon_use_ivar = True
python_use_unqualified_type_names = True
python_maximum_signature_line_length = 88

# -n reports each name that leads nowhere. Let pass: names of other projects, whose index is not fetched;
# plain words in numpydoc's types ("sequence of str"); names of what a converter accepts (DateLike).
nitpicky = True
nitpick_ignore_regex = [
    (r"py:.*", r"(datetime|decimal|fractions|enum|pathlib|collections|typing|os|concurrent)\..+"),
    (r"py:.*", r"(attr|attrs|networkx|nx|numpy|np|pandas|pd|pint|click|rich|holidays)\..+"),
    (r"py:class", r"[a-z][\w -]*"),
    (r"py:.*", r"(\w+\.)*\w+Like"),
    (
        r"py:class",
        r"(Decimal|Fraction|Path|PathLike|Any|Iterable|Sequence|Mapping|Callable|Literal|optional)",
    ),
]

# Pages
html_theme = "furo"
html_title = "dxplan"
html_copy_source = False

# Copy the command without its prompt, and not what it prints
copybutton_prompt_text = r">>> |\.\.\. |\$ "
copybutton_prompt_is_regexp = True
