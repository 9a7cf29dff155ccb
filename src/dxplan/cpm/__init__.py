"""The critical path method: the plan compiled to integers, the passes, and what they found."""
