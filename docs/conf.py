"""Sphinx configuration. Build with: sphinx-build -W -n --keep-going docs docs/_build"""

import enum
from importlib.metadata import version as installed_version

import attrs
from sphinx.util.nodes import make_refnode

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
    "sphinx_gallery.gen_gallery",
]
exclude_patterns = ["_build", "decisions/0000-template.md"]

# The gallery: scripts that are run, and show what their last line gives
sphinx_gallery_conf = {
    "examples_dirs": "../examples/gallery",
    "gallery_dirs": "gallery",
    "capture_repr": ("_repr_html_", "__repr__"),
    "image_scrapers": (),  # our pictures are SVG and show themselves; no matplotlib
    "reset_modules": (),
    "abort_on_example_error": True,
    "show_signature": False,
    "download_all_examples": False,
    "min_reported_time": 1e9,
    "write_computation_times": False,
    "show_api_usage": False,
    "within_subsection_order": "FileNameSortKey",
    "remove_config_comments": True,
}

# Markdown
myst_enable_extensions = ["colon_fence", "deflist", "fieldlist"]  # no dollarmath: $ is money
myst_heading_anchors = 3

# The public face, from its docstrings
autodoc_typehints = "signature"
autodoc_member_order = "bysource"
autodoc_default_options = {"members": True}
default_role = "py:obj"  # `Task` in a docstring leads to the class; `due` is a field and leads nowhere
napoleon_numpy_docstring = True
napoleon_google_docstring = False
napoleon_use_rtype = False
napoleon_use_ivar = True
napoleon_preprocess_types = True  # {"toml", "json"}, "tuple of Use, optional"
python_use_unqualified_type_names = True
python_maximum_signature_line_length = 72

# -n reports each name that leads nowhere. Let pass: names of other projects, whose index is not fetched, and plain
# words in numpydoc's types ("sequence of str").
nitpicky = True
nitpick_ignore_regex = [
    (r"py:.*", r"(datetime|decimal|fractions|enum|pathlib|collections|typing|os|concurrent)\..+"),
    (r"py:.*", r"(attr|attrs|networkx|nx|numpy|np|pandas|pd|pint|click|rich|holidays)\..+"),
    (r"py:class", r"[a-z][\w -]*"),
    (r"py:class", r"\(str|str\)"),  # mapping of (str, str) to duration
    (r"py:class", r"StartBound|Limit|Lang|Values"),  # aliases, spelt out where docstrings say what they are
    (r"py:class", r"(Multi)?(Di)?Graph|PlanGraph"),  # of networkx
    (
        r"py:class",
        r"(Decimal|Fraction|Path|PathLike|Any|Iterable|Sequence|Mapping|Callable|Literal|optional)",
    ),
]

# Pages
html_theme = "furo"
html_title = "dxplan"
html_copy_source = False
html_static_path = ["_static"]
html_css_files = ["pictures.css"]

# Copy the command without its prompt, and not what it prints
copybutton_prompt_text = r">>> |\.\.\. |\$ "
copybutton_prompt_is_regexp = True


def _public_home(app, env, node, contnode):
    """Lead a name such as `Task` or `dxplan.model.task.Task` to the page of `dxplan.Task`."""
    if node.get("refdomain") != "py":
        return None
    last = node["reftarget"].rsplit(".", 1)[-1]
    python = env.domains["py"]
    homes = [
        name
        for name, found in python.objects.items()
        if name.rsplit(".", 1)[-1] == last and found.objtype in ("class", "data", "exception", "function")
    ]
    public = f"dxplan.{last}"
    home = public if public in homes else homes[0] if len(homes) == 1 else None
    if home is not None:
        found = python.objects[home]
        return make_refnode(app.builder, node["refdoc"], found.docname, found.node_id, contnode, home)
    return contnode if node["reftype"] == "obj" else None  # a field in single backticks


def _as_written(app, what, name, obj, options, signature, return_annotation):
    """Show what a class takes as its source says it: `MeasureLike`, not the union that the name stands for.

    A default that attrs computes is shown as ... for its own word for that, NOTHING, says nothing to a reader.
    """
    if signature in (None, "", "()") or not attrs.has(obj) or issubclass(obj, Exception):
        return None
    takes = obj.__init__.__annotations__
    parts = []
    for field in attrs.fields(obj):
        if field.init and not field.name.startswith("_"):
            annotation = str(takes.get(field.name, field.type)).replace("dt.date", "date")
            default = "" if field.default is attrs.NOTHING else f" = {_default(field.default)}"
            parts.append(f"{field.alias}: {annotation}{default}")
    star = "*, " if all(field.kw_only for field in attrs.fields(obj) if field.init) else ""
    return f"({star}{', '.join(parts)})", None


def _default(value):
    if isinstance(value, attrs.Factory):
        return "..."
    if isinstance(value, tuple):
        return f"({', '.join(_default(one) for one in value)})"
    return repr(value.value if isinstance(value, enum.Enum) else value)


def setup(app):
    app.connect("missing-reference", _public_home)
    app.connect("autodoc-process-signature", _as_written)
