"""The board of candidates, and a candidate's own list."""
