"""The relay: publishes the outbox, fires timers, renews lost work. Runs as `python -m backend_core.relay`."""
