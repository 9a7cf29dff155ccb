"""dxplan: say, see and question the digital-transformation plans of public bodies.

Names load when they are first used (PEP 562), so that ``import dxplan`` stays light.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dxplan.checks.registry import (
        run_checks as run_checks,
    )
    from dxplan.cpm.analysis import (
        critical_path as critical_path,
    )
    from dxplan.cpm.chains import (
        Chain as Chain,
    )
    from dxplan.cpm.deadlines import (
        Deadline as Deadline,
    )
    from dxplan.cpm.result import (
        CriticalPath as CriticalPath,
    )
    from dxplan.cpm.summaries import (
        Occurrence as Occurrence,
        ProgrammeDates as ProgrammeDates,
    )
    from dxplan.cpm.tasks import (
        TaskDates as TaskDates,
    )
    from dxplan.cpm.variants import (
        Variants as Variants,
    )
    from dxplan.errors import (
        CycleError as CycleError,
        Defect as Defect,
        DxplanError as DxplanError,
        InputError as InputError,
        UndefinedError as UndefinedError,
    )
    from dxplan.feasibility.answer import Feasibility as Feasibility, Optimum as Optimum, Verdict as Verdict
    from dxplan.feasibility.ask import Progress as Progress, check as check
    from dxplan.findings import (
        Finding as Finding,
        Rule as Rule,
        Severity as Severity,
    )
    from dxplan.goals.ask import (
        goal_status as goal_status,
    )
    from dxplan.goals.judgement import (
        Added as Added,
        IndicatorValue as IndicatorValue,
        Judgement as Judgement,
        Missing as Missing,
        Rank as Rank,
        Tally as Tally,
    )
    from dxplan.goals.status import (
        GoalStatus as GoalStatus,
        GoalStatuses as GoalStatuses,
    )
    from dxplan.goals.truth import (
        Truth as Truth,
    )
    from dxplan.io.files import (
        dump as dump,
        dumps as dumps,
        load as load,
        loads as loads,
    )
    from dxplan.io.msproject.losses import (
        Loss as Loss,
        LossWarning as LossWarning,
    )
    from dxplan.io.schema import (
        json_schema as json_schema,
    )
    from dxplan.model.area import (
        Area as Area,
        AreaLevel as AreaLevel,
        Areas as Areas,
    )
    from dxplan.model.body import (
        Assignment as Assignment,
        Body as Body,
        BodyKind as BodyKind,
        Role as Role,
    )
    from dxplan.model.calendar import (
        Calendar as Calendar,
        Weekday as Weekday,
    )
    from dxplan.model.change import (
        Change as Change,
        apply_changes as apply_changes,
        change_from_record as change_from_record,
    )
    from dxplan.model.change_of_capacity import (
        AddCapacity as AddCapacity,
        SetLeadLimit as SetLeadLimit,
    )
    from dxplan.model.change_of_money import (
        AddMoney as AddMoney,
        LetCarryOver as LetCarryOver,
    )
    from dxplan.model.change_of_work import (
        LeaveOut as LeaveOut,
        MoveDue as MoveDue,
        SetDuration as SetDuration,
    )
    from dxplan.model.criterion import (
        Above as Above,
        AllOf as AllOf,
        AnyOf as AnyOf,
        AtLeast as AtLeast,
        AtMost as AtMost,
        CountOf as CountOf,
        Criterion as Criterion,
        Delivered as Delivered,
        ForEach as ForEach,
        InTier as InTier,
        Undefined as Undefined,
    )
    from dxplan.model.document import (
        Document as Document,
        Principle as Principle,
    )
    from dxplan.model.duration import (
        Duration as Duration,
    )
    from dxplan.model.effort import (
        Effort as Effort,
    )
    from dxplan.model.element import (
        Basis as Basis,
        Element as Element,
    )
    from dxplan.model.estimate import (
        Distribution as Distribution,
        ThreePoint as ThreePoint,
    )
    from dxplan.model.fund import (
        CarryOver as CarryOver,
        Ceiling as Ceiling,
        Cost as Cost,
        Fund as Fund,
        FundKind as FundKind,
        Spread as Spread,
    )
    from dxplan.model.goal import (
        Firmness as Firmness,
        Goal as Goal,
        Term as Term,
    )
    from dxplan.model.graph import (
        area_view as area_view,
        dependency_view as dependency_view,
        refinement_view as refinement_view,
        responsibility_view as responsibility_view,
        scalar_graph as scalar_graph,
    )
    from dxplan.model.indicator import (
        Benchmark as Benchmark,
        Direction as Direction,
        Indicator as Indicator,
        Reading as Reading,
    )
    from dxplan.model.measure import (
        Measure as Measure,
    )
    from dxplan.model.money import (
        Money as Money,
    )
    from dxplan.model.plan import (
        Plan as Plan,
    )
    from dxplan.model.resource import (
        Resource as Resource,
        Step as Step,
        Use as Use,
    )
    from dxplan.model.risk import (
        Effect as Effect,
        Risk as Risk,
    )
    from dxplan.model.task import (
        Activity as Activity,
        Contribution as Contribution,
        Deliverable as Deliverable,
        Dependency as Dependency,
        DependencyType as DependencyType,
        Milestone as Milestone,
        Mode as Mode,
        Programme as Programme,
        Reason as Reason,
        Recurrence as Recurrence,
        Task as Task,
    )
    from dxplan.report.diagram import (
        dot as dot,
        mermaid as mermaid,
        mermaid_gantt as mermaid_gantt,
    )
    from dxplan.report.gantt.chart import (
        gantt as gantt,
    )
    from dxplan.report.network.chart import (
        network as network,
    )
    from dxplan.report.svg import (
        Picture as Picture,
    )
    from dxplan.solve.acting import (
        Acting as Acting,
    )
    from dxplan.solve.early import (
        early_schedule as early_schedule,
    )
    from dxplan.solve.load import (
        Load as Load,
        LoadStep as LoadStep,
        Overload as Overload,
    )
    from dxplan.solve.repair import Repair as Repair, Weights as Weights
    from dxplan.solve.schedule import (
        Schedule as Schedule,
        ScheduledTask as ScheduledTask,
    )
    from dxplan.solve.search.bounds import Bound as Bound
    from dxplan.solve.spending import (
        Balance as Balance,
        Outlay as Outlay,
        Spending as Spending,
        spending as spending,
    )
    from dxplan.solve.statement import Conflict as Conflict, Statement as Statement
    from dxplan.solve.usage import (
        Usage as Usage,
        usage as usage,
    )
    from dxplan.solve.verify import (
        Violation as Violation,
        verify as verify,
    )

__version__ = "0.1.0.dev0"

__all__ = [
    "Above",
    "Acting",
    "Activity",
    "AddCapacity",
    "AddMoney",
    "Added",
    "AllOf",
    "AnyOf",
    "Area",
    "AreaLevel",
    "Areas",
    "Assignment",
    "AtLeast",
    "AtMost",
    "Balance",
    "Basis",
    "Benchmark",
    "Body",
    "BodyKind",
    "Bound",
    "Calendar",
    "CarryOver",
    "Ceiling",
    "Chain",
    "Change",
    "Conflict",
    "Contribution",
    "Cost",
    "CountOf",
    "Criterion",
    "CriticalPath",
    "CycleError",
    "Deadline",
    "Defect",
    "Deliverable",
    "Delivered",
    "Dependency",
    "DependencyType",
    "Direction",
    "Distribution",
    "Document",
    "Duration",
    "DxplanError",
    "Effect",
    "Effort",
    "Element",
    "Feasibility",
    "Finding",
    "Firmness",
    "ForEach",
    "Fund",
    "FundKind",
    "Goal",
    "GoalStatus",
    "GoalStatuses",
    "InTier",
    "Indicator",
    "IndicatorValue",
    "InputError",
    "Judgement",
    "LeaveOut",
    "LetCarryOver",
    "Load",
    "LoadStep",
    "Loss",
    "LossWarning",
    "Measure",
    "Milestone",
    "Missing",
    "Mode",
    "Money",
    "MoveDue",
    "Occurrence",
    "Optimum",
    "Outlay",
    "Overload",
    "Picture",
    "Plan",
    "Principle",
    "Programme",
    "ProgrammeDates",
    "Progress",
    "Rank",
    "Reading",
    "Reason",
    "Recurrence",
    "Repair",
    "Resource",
    "Risk",
    "Role",
    "Rule",
    "Schedule",
    "ScheduledTask",
    "SetDuration",
    "SetLeadLimit",
    "Severity",
    "Spending",
    "Spread",
    "Statement",
    "Step",
    "Tally",
    "Task",
    "TaskDates",
    "Term",
    "ThreePoint",
    "Truth",
    "Undefined",
    "UndefinedError",
    "Usage",
    "Use",
    "Variants",
    "Verdict",
    "Violation",
    "Weekday",
    "Weights",
    "apply_changes",
    "area_view",
    "change_from_record",
    "check",
    "critical_path",
    "dependency_view",
    "dot",
    "dump",
    "dumps",
    "early_schedule",
    "gantt",
    "goal_status",
    "json_schema",
    "load",
    "loads",
    "mermaid",
    "mermaid_gantt",
    "network",
    "refinement_view",
    "responsibility_view",
    "run_checks",
    "scalar_graph",
    "spending",
    "usage",
    "verify",
]

_MODULES = {
    "checks.registry": "run_checks",
    "cpm.analysis": "critical_path",
    "cpm.chains": "Chain",
    "cpm.deadlines": "Deadline",
    "cpm.result": "CriticalPath",
    "cpm.summaries": "Occurrence ProgrammeDates",
    "cpm.tasks": "TaskDates",
    "cpm.variants": "Variants",
    "errors": "CycleError Defect DxplanError InputError UndefinedError",
    "feasibility.answer": "Feasibility Optimum Verdict",
    "feasibility.ask": "Progress check",
    "findings": "Finding Rule Severity",
    "goals.ask": "goal_status",
    "goals.judgement": "Added IndicatorValue Judgement Missing Rank Tally",
    "goals.status": "GoalStatus GoalStatuses",
    "goals.truth": "Truth",
    "io.files": "dump dumps load loads",
    "io.msproject.losses": "Loss LossWarning",
    "io.schema": "json_schema",
    "model.area": "Area AreaLevel Areas",
    "model.body": "Assignment Body BodyKind Role",
    "model.calendar": "Calendar Weekday",
    "model.change": "Change apply_changes change_from_record",
    "model.change_of_capacity": "AddCapacity SetLeadLimit",
    "model.change_of_money": "AddMoney LetCarryOver",
    "model.change_of_work": "LeaveOut MoveDue SetDuration",
    "model.criterion": "Above AllOf AnyOf AtLeast AtMost CountOf Criterion Delivered ForEach InTier Undefined",
    "model.document": "Document Principle",
    "model.duration": "Duration",
    "model.effort": "Effort",
    "model.element": "Basis Element",
    "model.estimate": "Distribution ThreePoint",
    "model.fund": "CarryOver Ceiling Cost Fund FundKind Spread",
    "model.goal": "Firmness Goal Term",
    "model.graph": "area_view dependency_view refinement_view responsibility_view scalar_graph",
    "model.indicator": "Benchmark Direction Indicator Reading",
    "model.measure": "Measure",
    "model.money": "Money",
    "model.plan": "Plan",
    "model.resource": "Resource Step Use",
    "model.risk": "Effect Risk",
    "model.task": "Activity Contribution Deliverable Dependency DependencyType "
    "Milestone Mode Programme Reason Recurrence Task",
    "report.diagram": "dot mermaid mermaid_gantt",
    "report.gantt.chart": "gantt",
    "report.network.chart": "network",
    "report.svg": "Picture",
    "solve.acting": "Acting",
    "solve.early": "early_schedule",
    "solve.load": "Load LoadStep Overload",
    "solve.repair": "Repair Weights",
    "solve.schedule": "Schedule ScheduledTask",
    "solve.search.bounds": "Bound",
    "solve.statement": "Conflict Statement",
    "solve.spending": "Balance Outlay Spending spending",
    "solve.usage": "Usage usage",
    "solve.verify": "Violation verify",
}
_HOME = {name: module for module, names in _MODULES.items() for name in names.split()}


def __getattr__(name: str) -> Any:
    module = _HOME.get(name)
    if module is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(importlib.import_module(f"dxplan.{module}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
