"""Thin Celery tasks: one row a task, one runner for all."""
