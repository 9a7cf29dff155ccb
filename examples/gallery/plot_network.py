"""
What waits for what: the portal as a network
============================================

The small plan of ``examples/portal/plan.toml``, whose dates clash. A network shows
the waits, not the days: links run from left to right, and a link that is not plainly
from finish to start says what it is.
"""

from pathlib import Path

import dxplan as dx

# a notebook has no file of its own
here = Path(__file__).parent if "__file__" in globals() else Path()
plan = dx.load(here / ".." / "portal" / "plan.toml")
cp = dx.critical_path(plan)

# %%
# How far does each due date lie from the earliest day on which it can be met? A
# negative margin is a date that cannot be kept.

for one in cp.deadlines:
    print(f"{one.id:<8} due {one.due}, earliest {one.earliest}: {one.margin:>4} days")

# %%
# Every task lies on the one chain that decides the end, so all boxes are heavy, and
# all of them are too late for a due date further on.

picture = dx.network(cp)
picture
# sphinx_gallery_thumbnail_path = 'pictures/gallery-network.svg'

# %%
# The same as text, for a page that draws Mermaid. ``to`` keeps only what leads to one
# task.

print(dx.mermaid(cp, to="build"))
