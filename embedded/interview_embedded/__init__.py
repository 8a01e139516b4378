"""Runs the whole platform on one machine without Docker: PostgreSQL, Redis and a supervisor.

Used by the commands in `script/` and by the tests. Imports none of the services.
"""
