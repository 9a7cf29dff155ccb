"""Which parts of a file of Microsoft Project dxplan reads, and what it says of the others.

The names are those of the Project XML Data Interchange Schema (MSPDI),
https://learn.microsoft.com/office-project/xml-data-interchange/introduction-to-project-xml-data.
"""

from __future__ import annotations

from typing import Any, Final

__all__ = ["COMPUTED", "FIELDS", "NAMESPACES", "PLAIN", "TOLD"]

NAMESPACES: Final = ("http://schemas.microsoft.com/project", "http://schemas.microsoft.com/project/2007")
"""The first is what Microsoft Project writes."""


def _leaves(names: str) -> dict[str, Any]:
    return dict.fromkeys(names.split())


_ATTRIBUTE = {"ExtendedAttribute": _leaves("FieldID Value")}
_PERIOD = {"TimePeriod": _leaves("FromDate ToDate")}
_TIMES = {"WorkingTimes": {"WorkingTime": _leaves("FromTime ToTime")}}

FIELDS: Final[dict[str, Any]] = {
    **_leaves("Name Title StartDate ScheduleFromStart CalendarUID MinutesPerDay DefaultStartTime DefaultFinishTime"),
    "ExtendedAttributes": {"ExtendedAttribute": _leaves("FieldID FieldName Alias")},
    "Calendars": {
        "Calendar": {
            **_leaves("UID Name IsBaseCalendar BaseCalendarUID"),
            "WeekDays": {"WeekDay": {**_leaves("DayType DayWorking"), **_PERIOD, **_TIMES}},
            "Exceptions": {
                "Exception": {
                    **_leaves(
                        "EnteredByOccurrences Occurrences Name Type Period DaysOfWeek MonthItem MonthPosition"
                        " Month MonthDay DayWorking"
                    ),
                    **_PERIOD,
                    **_TIMES,
                }
            },
        }
    },
    "Tasks": {
        "Task": {
            **_leaves(
                "UID ID Name Active Manual IsNull OutlineNumber OutlineLevel Priority Start ManualStart Duration"
                " DurationFormat LevelingDelay Recurring Milestone Summary IsSubproject SubprojectName ExternalTask"
                " ExternalTaskProject FixedCost PercentComplete ActualStart ConstraintType CalendarUID ConstraintDate"
                " Deadline Notes Hyperlink HyperlinkAddress Contact"
            ),
            "PredecessorLink": _leaves("PredecessorUID Type CrossProject CrossProjectName LinkLag LagFormat"),
            **_ATTRIBUTE,
        }
    },
    "Resources": {
        "Resource": {
            **_leaves(
                "UID Name Type IsNull MaxUnits Notes IsCostResource CalendarUID StandardRate OvertimeRate CostPerUse"
                " EmailAddress Group Code"
            ),
            **_ATTRIBUTE,
            "AvailabilityPeriods": {"AvailabilityPeriod": _leaves("AvailableFrom AvailableTo AvailableUnits")},
        }
    },
    "Assignments": {
        "Assignment": {**_leaves("UID TaskUID ResourceUID Units Delay Notes Cost WorkContour"), **_ATTRIBUTE}
    },
}
"""What is read: None for a leaf, a table for what has parts."""

PLAIN: Final = {
    "Task": {
        "Priority": ("500", "priorities"),
        "LevelingDelay": ("0", "delays by levelling"),
        "Recurring": ("0", "recurrences of tasks: each occurrence is a task of its own"),
        "FixedCost": ("0", "fixed costs"),
        "PercentComplete": ("0", "progress, in percent"),
        "ActualStart": ("", "actual starts"),
        "Hyperlink": ("", "hyperlinks"),
        "HyperlinkAddress": ("", "hyperlinks"),
        "Contact": ("", "contacts"),
    },
    "Resource": {
        "StandardRate": ("0", "cost rates"),
        "OvertimeRate": ("0", "cost rates"),
        "CostPerUse": ("0", "costs per use"),
        "EmailAddress": ("", "e-mail addresses"),
        "Group": ("", "groups"),
        "Code": ("", "codes"),
    },
    "Assignment": {
        "Delay": ("0", "delays of assignments"),
        "Notes": ("", "notes of assignments"),
        "WorkContour": ("0", "work contours"),
    },
}
"""Fields that are read only to tell of them, with the value that says nothing: no loss where that stands."""

_PROPERTIES = "properties of the document, such as its author"

TOLD: Final = {
    "Baseline": "baselines",
    "TimephasedData": "work spread over time",
    "OutlineCode": "outline codes",
    "OutlineCodes": "outline codes",
    "WBSMasks": "masks of WBS codes",
    "WorkWeeks": "work weeks: weekly patterns that hold for a time",
    "Views": "views",
    "Filters": "filters",
    "Groups": "groups of views",
    "Tables": "tables of views",
    "Maps": "maps",
    "Reports": "reports",
    "Drawings": "drawings",
    "DataLinks": "links to other files",
    "VBAProjects": "macros",
    "StatusDate": "the status date",
    "Subject": _PROPERTIES,
    "Category": _PROPERTIES,
    "Company": _PROPERTIES,
    "Manager": _PROPERTIES,
    "Author": _PROPERTIES,
}
"""Kinds of elements that are skipped, by the words in which they are told."""

COMPUTED: Final = frozenset(
    _leaves(
        """
        SaveVersion BuildNumber UID GUID Guid Rates CreationDate LastSaved
        Revision FinishDate FYStartDate CriticalSlackLimit CurrencyDigits CurrencySymbol CurrencyCode
        CurrencySymbolPosition MinutesPerWeek DaysPerMonth DefaultTaskType
        DefaultFixedCostAccrual DefaultStandardRate DefaultOvertimeRate DurationFormat WorkFormat
        EditableActualCosts HonorConstraints EarnedValueMethod InsertedProjectsLikeSummary MultipleCriticalPaths
        NewTasksEffortDriven NewTasksEstimated SplitsInProgressTasks SpreadActualCost SpreadPercentComplete
        TaskUpdatesResource FiscalYearStart WeekStartDay MoveCompletedEndsBack MoveRemainingStartsBack
        MoveRemainingStartsForward MoveCompletedEndsForward BaselineForEarnedValue AutoAddNewResourcesAndTasks
        CurrentDate MicrosoftProjectServerURL Autolink NewTaskStartDate NewTasksAreManual DefaultTaskEVMethod
        ProjectExternallyEdited ExtendedCreationDate ActualsInSync RemoveFileProperties AdminProject
        BaselineCalendar UpdateManuallyScheduledTasksWhenEditingLinks
        KeepTaskOnNearestWorkingTimeWhenMadeAutoScheduled CalculateWorkInManualTasks TemplateFileName
        IsBaselineCalendar ID WBS WBSLevel Type CreateDate Finish Work Stop Resume ResumeValid EffortDriven
        OverAllocated Estimated DisplayAsSummary Critical IsSubprojectReadOnly EarlyStart EarlyFinish LateStart
        LateFinish StartVariance FinishVariance WorkVariance FreeSlack TotalSlack StartSlack FinishSlack
        FixedCostAccrual PercentWorkComplete Cost OvertimeCost OvertimeWork ActualFinish ActualDuration ActualCost
        ActualOvertimeCost ActualWork ActualOvertimeWork RegularWork RemainingDuration RemainingCost RemainingWork
        RemainingOvertimeCost RemainingOvertimeWork ACWP CV SV LevelAssignments LevelingCanSplit LevelingDelayFormat
        PreLeveledStart PreLeveledFinish HyperlinkSubAddress IgnoreResourceCalendar HideBar Rollup BCWS BCWP
        PhysicalPercentComplete ActualWorkProtected ActualOvertimeWorkProtected IsPublished StatusManager
        CommitmentStart CommitmentFinish CommitmentType StartText FinishText DurationText ManualFinish
        ManualDuration Initials Phonetics NTAccount MaterialLabel WorkGroup PeakUnits Overallocated AvailableFrom
        AvailableTo Start CanLevel AccrueAt StandardRateFormat OvertimeRateFormat CostVariance IsGeneric IsInactive
        IsEnterprise BookingType ActiveDirectoryGUID CostCenter AssnOwner AssnOwnerGuid IsBudget Confirmed
        CostRateTable HasFixedRateUnits FixedMaterial LinkedFields Milestone RateScale ResponsePending Summary
        UpdateNeeded VAC BudgetCost BudgetWork ValueGUID CFType ElemType MaxMultiValues UserDef SecondaryPID
        AutoRollDown DefaultGuid Ltuid SecondaryGuid PhoneticAlias RollupType CalculationType Formula RestrictValues
        ValuelistSortOrder AppendNewValues Default ValueList
        """
    )
)
"""Elements that are computed from others, or settings of the program: nobody misses them."""
