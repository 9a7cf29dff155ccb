"""What can be said of a plan by looking at it: small functions from a plan to findings."""
