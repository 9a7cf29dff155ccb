"""Files that are wrong in every way that a file of Microsoft Project can be, and the defects that each must give."""

from __future__ import annotations

from collections.abc import Callable

NAMESPACE = "http://schemas.microsoft.com/project"
START = "<StartDate>2024-01-01T08:00:00</StartDate>"


def project(content: str, start: str = START) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<Project xmlns="{NAMESPACE}">{start}{content}</Project>'


def tasks(*content: str) -> str:
    return project(f"<Tasks>{''.join(f'<Task>{one}</Task>' for one in content)}</Tasks>")


def task(uid: int, rest: str = "", name: str = "Khảo sát") -> str:
    return f"<UID>{uid}</UID><Name>{name}</Name>{rest}"


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))

HOSTILE: dict[str, tuple[Callable[[], str], list[tuple[str, str]]]] = {
    "empty": (lambda: " \n", [("syntax.xml", "")]),
    "no XML": (lambda: "schema = 1", [("syntax.xml", "")]),
    "cut off": (lambda: tasks(task(1))[:-20], [("syntax.xml", "")]),
    "two roots": (lambda: project("") + "<a/>", [("syntax.xml", "")]),
    "a NUL": (lambda: tasks(task(1, name="a\0b")), [("syntax.xml", "")]),
    "half a character": (lambda: tasks(task(1, name="a\ud800b")), [("syntax.xml", "")]),
    "an unknown entity": (lambda: tasks(task(1, name="&x;")), [("syntax.xml", "")]),
    "billion laughs": (
        lambda: f'<!DOCTYPE a [<!ENTITY l0 "ha">{LAUGHS}]><Project xmlns="{NAMESPACE}">&l9;</Project>',
        [("xml.doctype", "")],
    ),
    "quadratic blow-up": (
        lambda: f'<!DOCTYPE a [<!ENTITY a "{"a" * 100_000}">]><a>{"&a;" * 100_000}</a>',
        [("xml.doctype", "")],
    ),
    "an external entity": (
        lambda: '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
        [("xml.doctype", "")],
    ),
    "an external document type": (
        lambda: '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd"><a/>',
        [("xml.doctype", "")],
    ),
    "another root": (lambda: f'<Plan xmlns="{NAMESPACE}"/>', [("xml.root", "")]),
    "another namespace": (lambda: '<Project xmlns="http://example.org/"/>', [("xml.root", "")]),
    "no namespace": (lambda: "<Project/>", [("xml.root", "")]),
    "no start": (lambda: project("", start=""), [("field.missing", "")]),
    "ten thousand deep": (lambda: project("<a>" * 10_000 + "</a>" * 10_000), [("nesting.too-deep", "")]),
    "a hundred thousand roots deep": (lambda: "<a>" * 100_000, [("xml.root", "")]),
    "a million unknown elements": (lambda: project("<a/>" * 1_000_000, start=""), [("field.missing", "")]),
    "a million kinds": (
        lambda: project("".join(f"<a{n}/>" for n in range(1_000_000))),
        [("field.unknown", "")],
    ),
    "a million tasks": (
        lambda: tasks(*[""] * 1_000_000),
        [*(("field.missing", f"Task[{n}]") for n in range(999)), ("defects.more", "")],
    ),
    "three million elements": (lambda: project("<a/>" * 3_000_000), [("file.too-large", "")]),
    "a long attribute": (lambda: f'<Project a="{"a" * 20_000_000}"/>', [("xml.root", "")]),
    "ten thousand digits": (
        lambda: tasks(f"<UID>{'9' * 10_000}</UID>", task(2, f"<Duration>PT{'9' * 10_000}H</Duration>")),
        [("number.too-large", "Task[0] → UID"), ("xml.length", 'Task[1] "Khảo sát" → Duration')],
    ),
    "numbers in words": (
        lambda: tasks(
            task(1, "<DurationFormat>days</DurationFormat><Duration>8 hours</Duration>"),
            task(2, "<OutlineLevel>1.5</OutlineLevel>"),
            task(3, "<Milestone>yes</Milestone><IsNull>maybe</IsNull>"),
            "<UID>x</UID>",
        ),
        [
            ("xml.length", 'Task[0] "Khảo sát" → Duration'),
            ("number.unreadable", 'Task[0] "Khảo sát" → DurationFormat'),
            ("number.unreadable", 'Task[1] "Khảo sát" → OutlineLevel'),
            ("number.unreadable", 'Task[2] "Khảo sát" → IsNull'),
            ("number.unreadable", "Task[3] → UID"),
        ],
    ),
    "a duration of centuries": (
        lambda: tasks(task(1, "<Duration>PT900000H0M0S</Duration>"), task(2, "<Duration>-PT8H0M0S</Duration>")),
        [("duration.too-long", 'Task[0] "Khảo sát" → Duration'), ("number.negative", 'Task[1] "Khảo sát" → Duration')],
    ),
    "dates out of range": (
        lambda: tasks(
            task(1, "<Deadline>0001-01-01T00:00:00</Deadline>"),
            task(2, "<Deadline>2024-02-30T00:00:00</Deadline>"),
            task(3, "<Deadline>31/12/2024</Deadline>"),
            task(4, "<ConstraintType>4</ConstraintType>"),
            task(5, "<ConstraintType>9</ConstraintType>"),
        ),
        [
            ("date.out-of-range", 'Task[0] "Khảo sát" → Deadline'),
            ("date.impossible", 'Task[1] "Khảo sát" → Deadline'),
            ("xml.moment", 'Task[2] "Khảo sát" → Deadline'),
            ("number.out-of-range", 'Task[4] "Khảo sát" → ConstraintType'),
        ],
    ),
    "a constraint without a date": (
        lambda: tasks(task(1, "<ConstraintType>4</ConstraintType>")),
        [("field.missing", 'Task[0] "Khảo sát"')],
    ),
    "the same UID twice": (
        lambda: tasks(task(1), task(2), task(1, name="Again")),
        [("id.duplicate", 'Task[2] "Again" → UID')],
    ),
    "an element twice": (lambda: tasks(task(1, "<UID>2</UID>")), [("key.duplicate", "Task → UID")]),
    "no name": (lambda: tasks("<UID>1</UID>", "<UID>2</UID><Name> </Name>"), [("field.missing", "Task[0]")]),
    "no UID": (lambda: tasks("<Name>a</Name>"), [("field.missing", 'Task[0] "a"')]),
    "a jump of the outline": (
        lambda: tasks(task(1, "<OutlineLevel>1</OutlineLevel>"), task(2, "<OutlineLevel>3</OutlineLevel>", "Đo")),
        [("outline.jump", 'Task[1] "Đo" → OutlineLevel')],
    ),
    "a million levels": (
        lambda: tasks(task(1, "<OutlineLevel>1000000</OutlineLevel>")),
        [("number.out-of-range", 'Task[0] "Khảo sát" → OutlineLevel')],
    ),
    "a long chain of summary tasks that wait": (
        lambda: tasks(
            *(
                task(
                    n + 1,
                    f"<OutlineLevel>{n + 1}</OutlineLevel><PredecessorLink><PredecessorUID>20001</PredecessorUID>"
                    "</PredecessorLink>",
                )
                for n in range(10_000)
            ),
            *(task(n + 1, "<OutlineLevel>10001</OutlineLevel>") for n in range(10_000, 20_000)),
        ),
        [
            *(
                ("reference.dangling", f'Task[{n}] "Khảo sát" → PredecessorLink[0] → PredecessorUID')
                for n in range(999)
            ),
            ("defects.more", ""),
        ],
    ),
    "links to nothing": (
        lambda: tasks(
            task(1, "<PredecessorLink><PredecessorUID>7</PredecessorUID></PredecessorLink>"),
            task(2, "<PredecessorLink><Type>1</Type></PredecessorLink>", "Đo"),
        ),
        [("field.missing", 'Task[1] "Đo" → PredecessorLink[0]')],
    ),
    "links to unknown tasks": (
        lambda: tasks(
            task(1, "<PredecessorLink><PredecessorUID>7</PredecessorUID></PredecessorLink>"),
            task(2, "<PredecessorLink><PredecessorUID>1</PredecessorUID></PredecessorLink>" * 2, "Đo"),
            task(3, "<PredecessorLink><PredecessorUID>8</PredecessorUID></PredecessorLink>", "Vẽ"),
        ),
        [
            ("reference.dangling", 'Task[0] "Khảo sát" → PredecessorLink[0] → PredecessorUID'),
            ("reference.dangling", 'Task[2] "Vẽ" → PredecessorLink[0] → PredecessorUID'),
        ],
    ),
    "a kind of link that is none": (
        lambda: tasks(
            task(1),
            task(
                2,
                "<PredecessorLink><PredecessorUID>1</PredecessorUID><Type>7</Type><LagFormat>99</LagFormat>"
                "</PredecessorLink>",
                "Đo",
            ),
        ),
        [
            ("number.out-of-range", 'Task[1] "Đo" → PredecessorLink[0] → Type'),
            ("choice.unknown", 'Task[1] "Đo" → PredecessorLink[0] → LagFormat'),
        ],
    ),
    "calendars that are none": (
        lambda: project(
            "<CalendarUID>9</CalendarUID><Calendars>"
            "<Calendar><UID>1</UID><Name>Ca</Name><BaseCalendarUID>5</BaseCalendarUID></Calendar>"
            "<Calendar><UID>2</UID><BaseCalendarUID>3</BaseCalendarUID></Calendar>"
            "<Calendar><UID>3</UID><BaseCalendarUID>2</BaseCalendarUID></Calendar>"
            "<Calendar><UID>3</UID></Calendar>"
            "<Calendar><Name>x</Name></Calendar>"
            "</Calendars>"
        ),
        [
            ("id.duplicate", "Calendar[3] → UID"),
            ("field.missing", 'Calendar[4] "x"'),
            ("reference.dangling", 'Calendar[0] "Ca" → BaseCalendarUID'),
            ("reference.dangling", "CalendarUID"),
        ],
    ),
    "calendars that rest on each other": (
        lambda: project(
            "<CalendarUID>2</CalendarUID>"
            "<Calendars><Calendar><UID>2</UID><BaseCalendarUID>3</BaseCalendarUID></Calendar>"
            "<Calendar><UID>3</UID><BaseCalendarUID>2</BaseCalendarUID></Calendar></Calendars>"
        ),
        [("reference.dangling", "Calendar[1] → BaseCalendarUID"), ("calendar.no-worked-day", "Calendar[0] → WeekDays")],
    ),
    "calendars that rest on each other in a long chain": (
        lambda: project(
            "<CalendarUID>9999</CalendarUID><Calendars>"
            + "".join(
                f"<Calendar><UID>{n}</UID><BaseCalendarUID>{n - 1}</BaseCalendarUID></Calendar>" for n in range(10_000)
            )
            + "</Calendars>"
        ),
        [
            ("nesting.too-deep", "Calendar[9999] → BaseCalendarUID"),
            ("calendar.no-worked-day", "Calendar[9999] → WeekDays"),
        ],
    ),
    "a calendar without work": (
        lambda: project(
            "<CalendarUID>1</CalendarUID><Calendars><Calendar><UID>1</UID><Name>Nghỉ</Name><WeekDays>"
            "<WeekDay><DayType>2</DayType><DayWorking>0</DayWorking></WeekDay></WeekDays></Calendar></Calendars>"
        ),
        [("calendar.no-worked-day", 'Calendar[0] "Nghỉ" → WeekDays')],
    ),
    "exceptions of ages": (
        lambda: project(
            "<CalendarUID>1</CalendarUID><Calendars><Calendar><UID>1</UID><Name>c</Name><Exceptions>"
            + "<Exception><TimePeriod><FromDate>1900-01-01T00:00:00</FromDate><ToDate>2199-01-01T00:00:00</ToDate>"
            "</TimePeriod><DayWorking>1</DayWorking><Type>5</Type><MonthItem>8</MonthItem></Exception>"
            * 50
            + "<Exception><TimePeriod><FromDate>2024-01-02T00:00:00</FromDate><ToDate>2024-01-01T00:00:00</ToDate>"
            "</TimePeriod></Exception><Exception/></Exceptions></Calendar></Calendars>"
        ),
        [
            *(("file.too-large", f'Calendar[0] "c" → Exceptions[0] → Exception[{n}]') for n in range(3, 50)),
            ("date.impossible", 'Calendar[0] "c" → Exceptions[0] → Exception[50] → TimePeriod → ToDate'),
        ],
    ),
    "resources and assignments": (
        lambda: project(
            "<Tasks><Task><UID>1</UID><Name>a</Name></Task></Tasks>"
            "<Resources><Resource><UID>1</UID><Name>Đội</Name><MaxUnits>-1</MaxUnits></Resource>"
            "<Resource><UID>1</UID><Name>Tổ</Name></Resource><Resource><UID>2</UID></Resource>"
            "<Resource><UID>3</UID><Name>c</Name><MaxUnits>NaN</MaxUnits></Resource></Resources>"
            "<Assignments><Assignment><TaskUID>5</TaskUID><ResourceUID>3</ResourceUID></Assignment>"
            "<Assignment><TaskUID>1</TaskUID><ResourceUID>9</ResourceUID></Assignment>"
            "<Assignment><TaskUID>1</TaskUID></Assignment>"
            "<Assignment><TaskUID>1</TaskUID><ResourceUID>3</ResourceUID><Units>-2</Units></Assignment></Assignments>"
        ),
        [
            ("number.negative", 'Resource[0] "Đội" → MaxUnits'),
            ("id.duplicate", 'Resource[1] "Tổ" → UID'),
            ("field.missing", "Resource[2]"),
            ("number.unreadable", 'Resource[3] "c" → MaxUnits'),
            ("reference.dangling", "Assignment[0] → TaskUID"),
            ("reference.dangling", "Assignment[1] → ResourceUID"),
            ("field.missing", "Assignment[2]"),
            ("number.negative", "Assignment[3] → Units"),
        ],
    ),
}
"""By name: the text, and the code and place of each defect."""
