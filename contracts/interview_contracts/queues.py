"""Names of the Celery queues. A container of a kind consumes all queues of its kind, one process per queue."""

from enum import StrEnum


class Queue(StrEnum):
    """A queue. Live work is what a candidate waits for; batch work is not."""

    GPU = "gpu_worker"
    GPU_BATCH = "gpu_worker.batch"
    CPU = "cpu_worker"
    CPU_BATCH = "cpu_worker.batch"
    CPU_VISION = "cpu_worker.vision"
    CORE_RESULTS = "core_results"
    CORE_VISION = "core_results.vision"


GPU_QUEUES = (Queue.GPU, Queue.GPU_BATCH)
CPU_QUEUES = (Queue.CPU, Queue.CPU_BATCH, Queue.CPU_VISION)
CORE_QUEUES = (Queue.CORE_RESULTS, Queue.CORE_VISION)

PRIORITY_STEPS = (0, 3, 6, 9)
"""The lists that Redis keeps for a queue, one a step. A priority falls into the step at or below it; sender and
consumer must agree on the steps, otherwise messages wait in a list that nobody reads."""
