"""`celery -A ai_worker.gpu worker -Q gpu_worker` (or `gpu_worker.batch`): language model and voice."""

from ai_worker.app import build_app
from ai_worker.tasks.gpu import JOBS
from interview_contracts.queues import GPU_QUEUES

celery_app = build_app("gpu_worker", GPU_QUEUES, JOBS)
