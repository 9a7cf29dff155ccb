"""Checks of definitions: what a plan leaves unsaid, so that nobody can tell whether a goal holds."""
