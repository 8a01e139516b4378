"""Erasing what was said, shown and written in interviews: when it is overdue, asked for, or somebody withdraws."""
