"""Hybrid retrieval: vectors and words fused in one statement (B-04)."""
