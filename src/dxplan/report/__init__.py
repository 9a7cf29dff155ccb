"""Answers for people: text in several languages."""
