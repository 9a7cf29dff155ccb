"""What both type checkers must refuse: an ignore that is not needed is an error in itself."""

# pyright: reportUnnecessaryTypeIgnoreComment=true

import dxplan as dx

dx.Task()  # type: ignore[call-arg]
dx.Task("a")  # type: ignore[call-arg]
dx.Task(id=1)  # type: ignore[arg-type]
dx.Task(id="a", length="5 workdays")  # type: ignore[call-arg]
dx.Task(id="a", duration=5)  # type: ignore[arg-type]
dx.Task(id="a", after=[1])  # type: ignore[list-item]
dx.Task(id="a", due=2024.5)  # type: ignore[arg-type]
dx.Task(id="a", uses=[dx.Cost(fund="f", amount="1 tỷ VND")])  # type: ignore[list-item]
dx.Task(id="a", roles="leads")  # type: ignore[arg-type]
dx.Task(id="a", optional="yes")  # type: ignore[arg-type]
dx.Milestone(id="a", duration="5 workdays")  # type: ignore[call-arg]
dx.Resource(id="r")  # type: ignore[call-arg]
dx.Resource(id="r", capacity=None)  # type: ignore[arg-type]
dx.Cost(fund="f", amount=5)  # type: ignore[arg-type]
dx.Goal(id="g", criterion="online > 80 %")  # type: ignore[arg-type]
dx.Goal(id="g", refinement="most")  # type: ignore[arg-type]
dx.Delivered(task=dx.Task(id="a"))  # type: ignore[arg-type]
dx.AllOf(criteria=[dx.Task(id="a")])  # type: ignore[list-item]
dx.Plan(id="p")  # type: ignore[call-arg]
dx.Plan(id="p", start="2024-01-01", elements=[dx.Use(resource="r", amount=1)])  # type: ignore[list-item]

task = dx.Task(id="a")
_ = task.duration.days  # type: ignore[union-attr]
task.duration = None  # type: ignore[misc]
dx.Money(amount=1, currency="VND") + 1  # type: ignore[operator]

plan = dx.load("plan.toml")
_ = plan["a"].duration  # type: ignore[attr-defined]
plan.elements.append(task)  # type: ignore[attr-defined]
dx.dumps(plan, format="yaml")  # type: ignore[arg-type]
dx.dumps(plan, "json")  # type: ignore[call-arg]
