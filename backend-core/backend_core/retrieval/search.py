"""Hybrid retrieval in one statement: nearest vectors and shared words, fused by reciprocal rank."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ARRAY, Text, Uuid, bindparam, text
from sqlalchemy.ext.asyncio import AsyncSession

from backend_core.models.vocabulary import PassageSource

FUSION_K = 60
"""Damps the lead of the first ranks: a passage scores the sum of 1 / (k + rank) over the lists that hold it."""

LIST_LENGTH = 50
"""Passages that each of the two lists contributes."""

EF_SEARCH = 100
"""Width of the HNSW search; recall@10 of 0.98 needs more than the default of 40."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Which passages may be found: always those of one company.

    `interview_id`: the résumé passages of this interview only; without it no passage of any interview is found.
    `job_id`: the job's passages and those that belong to all jobs of the company; without it the company's.
    """

    company_id: UUID
    sources: tuple[PassageSource, ...]
    job_id: UUID | None = None
    interview_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """A passage found for a query passage. `score` is the fused score; larger is nearer."""

    query_id: UUID
    passage_id: UUID
    source: PassageSource
    text: str
    competency_id: UUID | None
    bank_question_id: UUID | None
    score: float


# Within one job or one interview a few hundred rows are compared exactly: an HNSW index filters after its scan and
# would miss some of them. For a whole company the index is used, and its scan goes on until enough rows have passed.
_EXACT, _INDEXED = "MATERIALIZED", "NOT MATERIALIZED"

_STATEMENT = """
WITH query AS MATERIALIZED (
    SELECT id, embedding, model, (
        SELECT string_agg('''' || replace(replace(word, '\\', '\\\\'), '''', '''''') || '''', ' | ')::tsquery
        FROM unnest(tsvector_to_array(lexemes)) AS word
    ) AS words
    FROM passage
    WHERE company_id = :company_id AND id = ANY(:query_ids)
),
target AS {strategy} (
    SELECT id, source, text, competency_id, bank_question_id, embedding, model, lexemes
    FROM passage
    WHERE company_id = :company_id AND source = ANY(:sources) AND {interview} AND {job}
),
dense AS (
    SELECT query.id AS query_id, near.id,
           row_number() OVER (PARTITION BY query.id ORDER BY near.distance, near.id) AS rank
    FROM query CROSS JOIN LATERAL (
        SELECT target.id, target.embedding <=> query.embedding AS distance
        FROM target
        WHERE target.model = query.model
        ORDER BY target.embedding <=> query.embedding
        LIMIT :list_length
    ) AS near
),
lexical AS (
    SELECT query.id AS query_id, shared.id,
           row_number() OVER (PARTITION BY query.id ORDER BY shared.weight DESC, shared.id) AS rank
    FROM query CROSS JOIN LATERAL (
        SELECT target.id, ts_rank(target.lexemes, query.words) AS weight
        FROM target
        WHERE target.lexemes @@ query.words
        ORDER BY weight DESC, target.id
        LIMIT :list_length
    ) AS shared
),
fused AS (
    SELECT query_id, id, sum(1.0 / (:fusion_k + rank)) AS score
    FROM (SELECT * FROM dense UNION ALL SELECT * FROM lexical) AS lists
    GROUP BY query_id, id
),
best AS (
    SELECT query_id, id, score, row_number() OVER (PARTITION BY query_id ORDER BY score DESC, id) AS place
    FROM fused
    WHERE id <> query_id
)
SELECT best.query_id, passage.id, passage.source, passage.text, passage.competency_id, passage.bank_question_id,
       best.score::float8 AS score
FROM best JOIN passage ON passage.id = best.id
WHERE best.place <= :limit
ORDER BY best.query_id, best.place
"""


async def search(session: AsyncSession, *, query_ids: Sequence[UUID], scope: Scope, limit: int = 10) -> list[Match]:
    """Return at most `limit` passages in scope for each query passage, best first.

    Queries are stored passages, so that their vectors and words are already there. Vectors of two models are never
    compared: a passage in another model's space is found by its words only, and one without either is not found.
    """
    if not query_ids:
        return []
    narrow = scope.interview_id is not None or scope.job_id is not None
    statement = text(
        _STATEMENT.format(
            strategy=_EXACT if narrow else _INDEXED,
            interview="interview_id = :interview_id" if scope.interview_id else "interview_id IS NULL",
            job="(job_id = :job_id OR job_id IS NULL)" if scope.job_id else "TRUE",
        )
    ).bindparams(
        bindparam("company_id", scope.company_id, Uuid()),
        bindparam("query_ids", list(query_ids), ARRAY(Uuid())),
        bindparam("sources", [source.value for source in scope.sources], ARRAY(Text())),
        list_length=LIST_LENGTH,
        fusion_k=FUSION_K,
        limit=limit,
    )
    if scope.interview_id:
        statement = statement.bindparams(bindparam("interview_id", scope.interview_id, Uuid()))
    if scope.job_id:
        statement = statement.bindparams(bindparam("job_id", scope.job_id, Uuid()))
    if not narrow:
        await session.execute(
            text(
                "SELECT set_config('hnsw.iterative_scan', 'strict_order', true),"
                " set_config('hnsw.ef_search', :width, true)"
            ),
            {"width": str(EF_SEARCH)},
        )
    rows = await session.execute(statement)
    return [
        Match(
            query_id=row.query_id,
            passage_id=row.id,
            source=PassageSource(row.source),
            text=row.text,
            competency_id=row.competency_id,
            bank_question_id=row.bank_question_id,
            score=row.score,
        )
        for row in rows
    ]
