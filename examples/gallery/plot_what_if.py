"""
Near-critical chains, and a thousand what-ifs
=============================================

One chain of tasks decides the date. Which ones come close behind, and how often would
they decide it if the work took longer or shorter than planned? The plan and its
figures are made up.
"""

from html import escape

import numpy as np

import dxplan as dx

plan = dx.Plan(
    id="service",
    name="One service, online",
    start="2025-03-03",
    elements=[
        dx.Task(id="survey", name="Survey the offices", duration="20 workdays"),
        dx.Task(id="law", name="Change the rules", duration="45 workdays"),
        dx.Task(id="tender", name="Tender", duration="30 workdays", after="survey"),
        dx.Task(
            id="build",
            name="Build the service",
            duration="60 workdays",
            after="tender",
        ),
        dx.Task(id="forms", name="Forms and data", duration="55 workdays", after="law"),
        dx.Task(
            id="train",
            name="Train the clerks",
            duration="15 workdays",
            after="forms",
        ),
        dx.Task(
            id="trial",
            name="Trial",
            duration="20 workdays",
            after=["build", "forms"],
        ),
        dx.Milestone(id="open", name="The service is open", after=["trial", "train"]),
    ],
)
cp = dx.critical_path(plan)

# %%
# Near-critical chains
# --------------------
#
# Without ``within`` only the chains that decide the date are told. With it the longest
# ones come, one after another. The slack of a chain is by how many days the plan would
# end earlier if that chain alone held it.

for chain in cp.paths(within=30):
    print(f"slack {chain.slack:>2} days: {' → '.join(chain)}")

# %%
# A thousand variants in one batch
# --------------------------------
#
# Each task takes between nine tenths and one and a half times as long, evenly and
# independently of the others: an assumption, which says nothing about real work. All
# variants are computed together, and the seed makes them come out the same each time.

dice = np.random.default_rng(seed=1)
durations = {}
for task in plan.tasks:
    days = task.duration.days * dice.uniform(0.9, 1.5, size=1000)
    durations[task.id] = np.rint(days).astype(int)
variants = cp.variants(durations)
print(variants.summary())
ends = sorted(variants.finish)
for share in (50, 80, 95):
    print(f"{share} % end by {ends[share * len(ends) // 100 - 1]}")

# %%
# How often is each task critical?
# --------------------------------
#
# A picture of your own is an SVG text in a ``Picture``. Here it is a bar for each task.


def bars(shares, title, width=720):
    """Return a bar for each share between 0 and 1."""
    room, rows = width - 250, []
    for number, (name, share) in enumerate(shares):
        y = 34 * number
        rows.append(
            f'<text x="0" y="{y + 19}">{escape(name)}</text>'
            f'<g transform="translate(190, {y + 5})">'
            f'<rect width="{room}" height="20" rx="3" fill-opacity="0.12"/>'
            f'<rect width="{room * share:.1f}" height="20" rx="3" fill="#4a78b0"/></g>'
            f'<text x="{width}" y="{y + 19}" text-anchor="end">{share:.0%}</text>'
        )
    height = 34 * len(rows)
    text = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" role="img" aria-label="{escape(title)}" '
        'fill="currentColor" font-family="sans-serif" font-size="14">'
        f"{''.join(rows)}</svg>"
    )
    return dx.Picture(text=text, title=title, width=width, height=height)


often = [(task.name, variants.criticality[task.id]) for task in plan.tasks]
often.sort(key=lambda one: -one[1])
picture = bars(often, "In what share of the variants a task is critical")
picture
# sphinx_gallery_thumbnail_path = 'pictures/gallery-what-if.svg'
