"""Counters and gauges of the media server."""

from prometheus_client import Counter, Gauge, Histogram

SESSIONS = Gauge("media_sessions", "Candidates that are connected or connecting")
SESSIONS_REFUSED = Counter("media_sessions_refused_total", "Offers refused because every UDP port is taken")
SETUP_SECONDS = Histogram(
    "media_setup_seconds", "Offer received to media connected", buckets=(0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1, 2, 5)
)
FRAMES_DECODED = Counter("media_frames_decoded_total", "Video frames decoded")
FRAMES_SAMPLED = Counter("media_frames_sampled_total", "Frames taken by the 5 FPS grid")
FRAMES_DROPPED = Counter("media_frames_dropped_total", "Sampled frames that were replaced or not sent", ["why"])
SEGMENTS_SENT = Counter("media_speech_segments_total", "Speech segments handed to the sender")
TASKS_SENT = Counter("media_tasks_sent_total", "Messages accepted by the broker", ["task"])
TASKS_DROPPED = Counter("media_tasks_dropped_total", "Messages given up", ["task"])
TASKS_WAITING = Gauge("media_tasks_waiting", "Messages that wait for the broker")
LOOP_LAG = Histogram(
    "media_event_loop_lag_seconds", "Delay of the event loop", buckets=(0.001, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5)
)
