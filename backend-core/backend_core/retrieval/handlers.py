"""Results of embedding texts."""

from sqlalchemy.ext.asyncio import AsyncSession

from backend_core.models import TaskRecord
from backend_core.retrieval.indexing import store_embeddings
from interview_contracts.engines import EngineInfo
from interview_contracts.errors import TaskError
from interview_contracts.payloads.embeddings import EmbedResult


async def embedded(session: AsyncSession, _record: TaskRecord, result: EmbedResult, _engine: EngineInfo | None) -> None:
    """Store vectors and words."""
    await store_embeddings(session, result)


async def embedding_failed(_session: AsyncSession, _record: TaskRecord, _error: TaskError) -> None:
    """Leave the passages without vectors: planning works without them, and the task record says why."""
