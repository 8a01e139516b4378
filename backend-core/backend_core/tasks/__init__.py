"""Tasks for workers: how they are sent, and the consumer of their results."""
