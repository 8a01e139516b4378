"""Answers: uploaded chunks, typed text, live speech and the transcript that comes of them."""
