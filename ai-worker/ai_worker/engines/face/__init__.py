"""Faces in camera frames: how many, where, and which way the head is turned. Nothing else is inferred from a face."""
