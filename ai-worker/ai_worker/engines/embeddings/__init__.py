"""Vectors of texts for retrieval."""
