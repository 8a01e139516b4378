"""`python -m ai_worker.doctor`: which engine does what on this machine, and whether it works. Needs no platform."""
