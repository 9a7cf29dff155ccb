"""The joint search: time, people, money and goals decided together."""
