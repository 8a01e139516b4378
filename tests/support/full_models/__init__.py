"""Models of the real shapes with random weights, to measure time and memory: what they say means nothing."""
