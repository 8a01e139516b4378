"""Simulated interviews and what `script/bench` measures with them."""
