"""A candidate's résumé: upload, reading, correction, passages for retrieval (B-01)."""
