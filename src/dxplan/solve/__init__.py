"""Deciding a plan: schedules, the conflict behind dates that clash, and the independent verifier."""
