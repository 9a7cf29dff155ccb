"""Checks of responsibility: the duties of those who answer for the work."""
