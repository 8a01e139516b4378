"""The logic of tasks, free of Celery: each takes a payload, files and engines as arguments and returns a result."""
