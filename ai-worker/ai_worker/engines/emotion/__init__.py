"""Emotion inference (requirement B-11): no engine is part of this deployment, and the feature says so."""
