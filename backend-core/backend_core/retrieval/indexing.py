"""Keeping the index of passages: texts in, embedding tasks out, vectors and words stored."""

import hashlib
from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend_core.models import BankQuestion, Competency, Job, Passage, TalentValue
from backend_core.models.vocabulary import PassageSource
from backend_core.retrieval.repository import PassageRepository
from backend_core.retrieval.spaces import SpaceRepository
from backend_core.tasks.send import send
from interview_contracts import registry
from interview_contracts.payloads.embeddings import EmbeddedText, EmbedPayload, EmbedResult, TextToEmbed
from interview_contracts.vocabulary import Language

BATCH = 8
"""Texts in one embedding task: a model on two cores takes two or three seconds for each, and five for a long one."""

MAX_TEXT = 8000
MAX_LEXEME_BYTES = 2046
"""PostgreSQL refuses longer lexemes."""


async def request_embeddings(
    session: AsyncSession, passages: Sequence[Passage], *, interview_id: UUID | None = None
) -> None:
    """Ask for vectors and words of flushed passages, in whichever space the worker makes vectors.

    The same passages are asked for once only, however often this is called. The texts of one call belong to one
    interview or to none.
    """
    for start in range(0, len(passages), BATCH):
        batch = passages[start : start + BATCH]
        await send(
            session,
            registry.EMBED_TEXTS,
            texts_of(batch),
            key=f"embedding:{digest_of(str(passage.id) for passage in batch)}",
            interview_id=interview_id,
        )


def texts_of(passages: Sequence[Passage], *, space: str = "") -> EmbedPayload:
    """Return the payload that asks for vectors of these passages, in a certain space or in any."""
    return EmbedPayload(
        texts=tuple(
            TextToEmbed(key=str(passage.id), text=passage.text[:MAX_TEXT], language=passage.language)
            for passage in passages
        ),
        space=space,
    )


def digest_of(parts: Iterable[str]) -> str:
    """Return a digest for a task's key."""
    return hashlib.sha256(" ".join(parts).encode()).hexdigest()[:40]


async def store_embeddings(session: AsyncSession, result: EmbedResult) -> None:
    """Store vectors and words. Passages that are gone by now (a résumé was replaced) are passed over."""
    passages = PassageRepository(session)
    chosen = await SpaceRepository(session).chosen()
    for item in result.items:
        await passages.set_embedding(
            UUID(item.key),
            vector=item.vector,
            lexemes=_lexemes(item),
            model=result.model,
            kept_in=chosen.space if chosen else None,
        )


async def index_job(session: AsyncSession, job: Job) -> None:
    """Index a job's posting, competencies, questions and talent values, each in both languages.

    Safe to call again: what is indexed already stays.
    """
    passages = PassageRepository(session)
    wanted = [
        *_job_passages(job),
        *_competency_passages(await passages.competencies_of(job.id)),
        *_bank_passages(await passages.bank_questions_of(job.id)),
        *_talent_passages(await passages.talent_values_of(job.talent_profile_id)),
    ]
    known = await passages.known_sources(job.company_id)
    new = [passage for passage in wanted if PassageRepository.source_key(passage) not in known]
    session.add_all(new)
    await session.flush()
    await request_embeddings(session, new)


def bilingual_passages(
    texts: Iterable[tuple[Language, str]], *, company_id: UUID, source: PassageSource, job_id: UUID | None, **key: UUID
) -> list[Passage]:
    """Return a passage for each language with a text. `key` is the foreign key of the row that it was taken from."""
    return [
        Passage(company_id=company_id, source=source, job_id=job_id, language=language, position=0, text=words, **key)
        for language, words in texts
        if words.strip()
    ]


def _both(ko: str, en: str) -> tuple[tuple[Language, str], tuple[Language, str]]:
    return (Language.KO, ko), (Language.EN, en)


def _job_passages(job: Job) -> list[Passage]:
    texts = _both(f"{job.title_ko}\n{job.description_ko}", f"{job.title_en}\n{job.description_en}")
    return bilingual_passages(
        texts, company_id=job.company_id, source=PassageSource.JOB_POSTING, job_id=job.id, job_posting_id=job.id
    )


def _competency_passages(competencies: Iterable[Competency]) -> list[Passage]:
    return [
        passage
        for entry in competencies
        for passage in bilingual_passages(
            _both(f"{entry.name_ko}\n{entry.definition_ko}", f"{entry.name_en}\n{entry.definition_en}"),
            company_id=entry.company_id,
            source=PassageSource.COMPETENCY,
            job_id=entry.job_id,
            competency_id=entry.id,
        )
    ]


def _bank_passages(questions: Iterable[BankQuestion]) -> list[Passage]:
    return [
        passage
        for entry in questions
        for passage in bilingual_passages(
            _both(entry.text_ko, entry.text_en),
            company_id=entry.company_id,
            source=PassageSource.QUESTION_BANK,
            job_id=entry.job_id,
            bank_question_id=entry.id,
        )
    ]


def _talent_passages(values: Iterable[TalentValue]) -> list[Passage]:
    return [
        passage
        for entry in values
        for passage in bilingual_passages(
            _both(f"{entry.name_ko}\n{entry.description_ko}", f"{entry.name_en}\n{entry.description_en}"),
            company_id=entry.company_id,
            source=PassageSource.TALENT_PROFILE,
            job_id=None,
            talent_value_id=entry.id,
        )
    ]


def _lexemes(item: EmbeddedText) -> list[str]:
    words = dict.fromkeys(item.lexemes.replace("\x00", "").split())
    return [word for word in words if len(word.encode()) <= MAX_LEXEME_BYTES]
