"""Run by itself: tells as JSON what MPXJ (Java) reads in each file of a folder, and writes each one again.

``python ask_mpxj.py FOLDER`` reads every ``NAME.xml``, writes ``NAME.json`` and, by MPXJ's own writer, ``NAME.again``.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any


def day(moment: Any) -> str | None:
    return None if moment is None else str(moment)[:10]


def length(duration: Any) -> str | None:
    return None if duration is None else str(duration)


def task_of(task: Any) -> dict[str, Any]:
    parent, calendar = task.getParentTask(), task.getCalendar()
    return {
        "id": None if task.getText(30) is None else str(task.getText(30)),
        "name": str(task.getName()),
        "level": int(task.getOutlineLevel()),
        "parent": None if parent is None or parent.getText(30) is None else str(parent.getText(30)),
        "summary": bool(task.getSummary()),
        "milestone": bool(task.getMilestone()),
        "start": day(task.getStart()),
        "finish": day(task.getFinish()),
        "duration": length(task.getDuration()),
        "constraint": str(task.getConstraintType()),
        "constraint_date": day(task.getConstraintDate()),
        "deadline": day(task.getDeadline()),
        "calendar": None if calendar is None else str(calendar.getName()),
        "note": str(task.getNotes() or ""),
        "links": [
            [str(link.getPredecessorTask().getText(30)), str(link.getType()), length(link.getLag())]
            for link in task.getPredecessors()
        ],
        "resources": [
            [str(one.getResource().getText(30)), float(one.getUnits())] for one in task.getResourceAssignments()
        ],
    }


def calendar_of(calendar: Any) -> dict[str, Any]:
    from java.time import DayOfWeek

    return {
        "name": str(calendar.getName()),
        "week": [bool(calendar.isWorkingDay(one)) for one in DayOfWeek.values()],
        "exceptions": [
            [str(one.getFromDate()), str(one.getToDate()), bool(one.getWorking())]
            for one in calendar.getCalendarExceptions()
        ],
    }


def read(path: Path) -> None:
    from java.io import File, FileOutputStream
    from org.mpxj.cpm import MicrosoftScheduler
    from org.mpxj.mspdi import MSPDIReader, MSPDIWriter

    project = MSPDIReader().read(File(str(path)))
    content: dict[str, Any] = {
        "tasks": [task_of(task) for task in project.getTasks()],
        "calendars": [calendar_of(one) for one in project.getCalendars() if one.getParent() is None],
        "calendar": str(project.getDefaultCalendar().getName()),
    }
    stream = FileOutputStream(File(str(path.with_suffix(".again"))))
    MSPDIWriter().write(project, stream)
    stream.close()
    try:
        MicrosoftScheduler().schedule(project, project.getProjectProperties().getStartDate())
        content["scheduled"] = {
            str(task.getText(30)): [day(task.getStart()), day(task.getFinish())]
            for task in project.getTasks()
            if task.getText(30) is not None
        }
    except Exception as error:  # of Java: a circle, a missing duration
        content["scheduled"] = None
        content["why"] = str(error)
    path.with_suffix(".json").write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")


def order() -> dict[str, list[str]]:
    """Return the elements of each part in the order of the schema, as MPXJ's classes keep it."""
    import jpype

    found = {}
    for part in ("", "$Calendars$Calendar", "$Tasks$Task", "$Resources$Resource", "$Assignments$Assignment"):
        for note in jpype.JClass(f"org.mpxj.mspdi.schema.Project{part}").class_.getAnnotations():
            if "XmlType" in str(note.annotationType()):
                found[part.rpartition("$")[2] or "Project"] = [str(name) for name in note.propOrder()]
    return found


def main(folder: Path) -> None:
    import jpype
    import mpxj  # noqa: F401  (it tells Java where its files are)

    jpype.startJVM()
    for path in sorted(folder.glob("*.xml")):
        read(path)
    (folder / "order").write_text(json.dumps(order()))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
