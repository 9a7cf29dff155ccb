"""The Gantt chart: rows, the line of time, and what is drawn in them."""
