"""Prompts of language models: one versioned file a task and language, and the only way to render them."""
