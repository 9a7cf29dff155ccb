"""The dependency network: layers, the order in each, places, and the drawing."""
