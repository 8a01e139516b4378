"""Payload and result models of all tasks, one module a domain."""
