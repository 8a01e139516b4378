"""`celery -A ai_worker.cpu worker -Q cpu_worker` (or `cpu_worker.batch`, `cpu_worker.vision`): speech, text, faces."""

from ai_worker.app import build_app
from ai_worker.settings import get_settings
from ai_worker.tasks.cpu import jobs
from interview_contracts.queues import CPU_QUEUES

celery_app = build_app("cpu_worker", CPU_QUEUES, jobs(allow_emotion=get_settings().allow_emotion))
