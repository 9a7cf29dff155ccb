"""One way of a job, and the positions in which it can lie."""

from __future__ import annotations

import attrs
import numpy as np

from dxplan.cpm.tables import Ints, Mask
from dxplan.solve.search.problem import Way

__all__ = ["Spot"]


@attrs.define(eq=False)
class Spot:
    """One way of a job with the positions in which it can lie.

    Parameters
    ----------
    way : Way
    starts, ends : array of int
        Boundaries by position.
    allowed : array of bool
        Which positions keep what is said.
    """

    way: Way
    starts: Ints
    ends: Ints
    allowed: Mask

    @property
    def positions(self) -> Ints:
        """The positions that are allowed."""
        return np.flatnonzero(self.allowed)
