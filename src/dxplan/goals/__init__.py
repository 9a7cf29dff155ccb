"""Goals evaluated: three-valued truth with its reasons, from the day on which each task finishes (§6–§9)."""
