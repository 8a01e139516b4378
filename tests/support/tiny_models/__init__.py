"""Tiny models with random weights in the real file formats, made when a test first asks for one."""
