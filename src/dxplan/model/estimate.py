"""Durations that are not known for sure."""

from __future__ import annotations

import enum

import attrs

from dxplan.errors import defect
from dxplan.model.duration import Duration, DurationLike, to_duration
from dxplan.model.plain import choice
from dxplan.model.record import Record

__all__ = ["Distribution", "ThreePoint"]


class Distribution(enum.StrEnum):
    """The shape between the three points."""

    PERT = "pert"
    TRIANGULAR = "triangular"


def non_negative_duration(value: DurationLike) -> Duration:
    """Return a duration of at least zero."""
    duration = to_duration(value)
    if duration.amount < 0:
        raise defect("number.negative", "a duration cannot be negative", "write a number from 0", str(duration))
    return duration


def optional_non_negative(value: DurationLike | None) -> Duration | None:
    """Return a duration of at least zero; None stays None."""
    return None if value is None else non_negative_duration(value)


def _distribution(value: Distribution | str) -> Distribution:
    return choice(Distribution, value)


@attrs.frozen(kw_only=True)
class ThreePoint(Record):
    """A three-point estimate of a duration (Malcolm et al., 1959); dates are computed with the most likely one.

    Parameters
    ----------
    optimistic, most_likely, pessimistic : Duration
        In this order, all in workdays or all in elapsed time.
    distribution : Distribution
        ``pert`` or ``triangular``.

    Examples
    --------
    >>> tender = ThreePoint(
    ...     optimistic="30 workdays", most_likely="45 workdays", pessimistic="90 workdays"
    ... )
    >>> tender.most_likely.days
    45
    """

    optimistic: Duration = attrs.field(converter=non_negative_duration)
    most_likely: Duration = attrs.field(converter=non_negative_duration)
    pessimistic: Duration = attrs.field(converter=non_negative_duration)
    distribution: Distribution = attrs.field(default=Distribution.PERT, converter=_distribution)

    def __attrs_post_init__(self) -> None:
        points = (self.optimistic, self.most_likely, self.pessimistic)
        if len({point.working for point in points}) > 1:
            raise defect(
                "estimate.mixed",
                "the three points mix workdays and elapsed time",
                "use one of the two",
                ", ".join(map(str, points)),
            )
        if not points[0].days <= points[1].days <= points[2].days:
            raise defect(
                "estimate.order",
                "the three points are not in order",
                "write optimistic ≤ most_likely ≤ pessimistic",
                ", ".join(map(str, points)),
            )
