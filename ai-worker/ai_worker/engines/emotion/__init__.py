"""Expressions of faces, sorted under names of emotions (requirement B-11).

Nothing here is imported unless the deployment allows it (`ALLOW_EMOTION`).
"""
