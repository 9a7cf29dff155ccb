"""Checks of structure: circles, loose ends, and dates that contradict each other."""
