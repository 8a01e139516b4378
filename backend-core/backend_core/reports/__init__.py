"""The report as recruiters read it."""
