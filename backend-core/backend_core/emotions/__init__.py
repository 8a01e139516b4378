"""Observations of emotions (B-11): stored apart, shown with a label, erased with their consent, read by no score."""
