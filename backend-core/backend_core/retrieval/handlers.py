"""Results of embedding texts, and reports that tell in which space workers make vectors.

The texts leave the task's record with its result: a résumé's words are kept in one place only.
"""

from sqlalchemy.ext.asyncio import AsyncSession

from backend_core.models import TaskRecord
from backend_core.retrieval.indexing import store_embeddings
from backend_core.retrieval.renewal import ask_again, go_on
from interview_contracts.engines import EngineInfo
from interview_contracts.errors import TaskError
from interview_contracts.payloads.embeddings import EmbedResult


async def embedded(session: AsyncSession, record: TaskRecord, result: EmbedResult, _engine: EngineInfo | None) -> None:
    """Store vectors and words; have them made again where they came in another space than passages are kept in."""
    record.payload = {}
    await store_embeddings(session, result)
    await ask_again(session, result, interview_id=record.interview_id)


async def embedding_failed(_session: AsyncSession, record: TaskRecord, _error: TaskError) -> None:
    """Leave the passages as they are: planning works without vectors, and the task record says why.

    The renewal comes back to them in its next round; it goes on with others at the next report of a worker, so that
    tasks that fail at once are no load.
    """
    record.payload = {}


async def embedded_again(
    session: AsyncSession, record: TaskRecord, result: EmbedResult, _engine: EngineInfo | None
) -> None:
    """Store vectors and words, and go on with the renewal."""
    record.payload = {}
    await store_embeddings(session, result)
    await go_on(session)
