"""Events for browsers: Redis streams, published after the commit and read as server-sent events."""
