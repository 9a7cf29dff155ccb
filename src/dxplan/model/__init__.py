"""The words of a plan: one subject a file, the graph and the plan on top of them."""
