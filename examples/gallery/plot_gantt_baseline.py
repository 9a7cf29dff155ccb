"""
A Gantt chart against its baseline
==================================

A province moves its archive into a new data centre. The money comes two months later
than planned. What moves, what does not, and when does it end now? The plan and its
figures are made up.
"""

import dxplan as dx

# %%
# First the plan as it was adopted, with office days as the state of Việt Nam
# announces them. Nothing is critical: the due date leaves some days.

office = dx.Calendar(id="office", country="VN")
building = dx.Programme(id="building", name="The centre")
moving = dx.Programme(id="moving", name="The move")
tasks = [
    dx.Milestone(
        id="money",
        name="Money released",
        not_before="2025-03-31",
        within="building",
    ),
    dx.Task(
        id="design",
        name="Design the centre",
        duration="35 workdays",
        within="building",
    ),
    dx.Task(
        id="tender",
        name="Tender for the works",
        duration="40 workdays",
        after=["design", dx.Dependency(predecessor="money", why="funding")],
        within="building",
    ),
    dx.Task(
        id="works",
        name="Build and fit out",
        duration="5 months",
        after="tender",
        within="building",
    ),
    dx.Task(
        id="rules",
        name="Rules for the archive",
        duration="45 workdays",
        within="moving",
    ),
    dx.Task(
        id="scan",
        name="Scan the files",
        duration="130 workdays",
        after="rules",
        within="moving",
    ),
    dx.Task(
        id="load",
        name="Load the data",
        duration="25 workdays",
        after=[
            "works",
            dx.Dependency(predecessor="scan", type="FF", lag="10 workdays"),
        ],
        within="moving",
    ),
    dx.Milestone(
        id="open",
        name="The archive is open",
        after="load",
        due="2025-12-15",
        within="moving",
    ),
]
adopted = dx.Plan(
    id="archive",
    name="A digital archive for the province",
    start="2025-02-03",
    calendar="office",
    elements=[office, building, moving, *tasks],
)
before = dx.critical_path(adopted)
print(before.summary())

# %%
# Then the same plan with one statement changed. A plan is a value: ``evolve`` leaves
# the first as it was.

now = dx.critical_path(adopted.evolve("money", not_before="2025-05-30"))
print(now.explain("tender"))

# %%
# Dark bars with a light core are critical, the thin bars below show where each task
# was, a flag is a due date, and a thin line behind a bar is the room that is left.

picture = dx.gantt(now, baseline=before, width=980)
picture
# sphinx_gallery_thumbnail_path = 'pictures/gallery-gantt-baseline.svg'
