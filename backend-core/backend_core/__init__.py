"""API, results consumer and relay: the owner of the truth."""
