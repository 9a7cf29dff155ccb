"""The fast search before the exact one: schedules built job by job, made better, and judged."""

from __future__ import annotations

from dxplan.solve.search.serial.schedule import serial_schedule
from dxplan.solve.search.serial.shortening import shortest
from dxplan.solve.search.serial.trials import witness

__all__ = ["serial_schedule", "shortest", "witness"]
