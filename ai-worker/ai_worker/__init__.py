"""Celery workers: engines behind ports, pure pipelines, thin tasks."""
