"""What this machine's memory can deliver: the bound of decoding, which reads every weight once a token."""

import os
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np

_BYTES = 256 * 2**20
_ROUNDS = 5


def read_gb_s(threads: int | None = None) -> float:
    """Return the best of some reads of memory by all cores at once, in GB a second."""
    count = threads or len(os.sched_getaffinity(0))
    parts = [np.ones(_BYTES // 8 // count, dtype=np.float64) for _ in range(count)]
    best = 0.0
    with ThreadPoolExecutor(count) as pool:
        for _ in range(_ROUNDS):
            began = time.perf_counter()
            # The sum of a large array reads each value once and releases the interpreter's lock.
            list(pool.map(np.sum, parts))
            seconds = time.perf_counter() - began
            best = max(best, sum(part.nbytes for part in parts) / seconds / 1e9)
    return best
