"""Limits of what one answer may bring."""

CHUNK_MAX_BYTES = 4 * 1024 * 1024
"""Largest chunk: two seconds of camera and microphone stay far below it."""

AUDIO_MAX_BYTES = 64 * 1024 * 1024
"""Largest whole recording that is uploaded in place of chunks."""

TURN_MAX_BYTES = 256 * 1024 * 1024
"""Most that one turn may store."""

MAX_PARTS = 64
"""Most parts of one answer; a reload of the page begins a new part."""

MAX_CHUNKS_PER_PART = 3600
"""Most chunks of one part."""

TYPED_MAX_CHARS = 20_000
"""Longest typed answer in characters."""
