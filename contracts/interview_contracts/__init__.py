"""The one language between the services: tasks, events, errors and shared values.

Depends on pydantic and the standard library only; no service imports another service.
"""
