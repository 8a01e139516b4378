"""Invitations of candidates to jobs."""
