"""Logging in: passwords, access tokens, refresh tokens, and who may touch what."""
