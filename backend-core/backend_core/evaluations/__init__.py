"""Evaluation of a finished interview: ratings, quote checks, arithmetic, the report's row (B-12)."""
