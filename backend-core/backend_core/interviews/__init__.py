"""Interviews: the machine that decides, the runner that acts, and the routes of the interview room."""
