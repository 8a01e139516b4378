"""The words of a report, from ratings alone."""
