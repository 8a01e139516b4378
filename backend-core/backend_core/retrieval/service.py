"""What planning may look up about a candidate, a job and its company."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend_core.consents.service import granted
from backend_core.models import Interview, Job
from backend_core.models.vocabulary import PassageSource
from backend_core.retrieval.repository import PassageRepository
from backend_core.retrieval.search import Match, Scope, search
from interview_contracts.payloads.interviews import RetrievedPassage
from interview_contracts.vocabulary import ConsentPurpose

RESUME_PASSAGES = 8
"""Résumé passages that planning receives."""

MATERIAL_PASSAGES = 3
"""Passages of the talent profile, and of the question bank, that planning receives."""

_MATERIAL_PER_QUERY = 6
"""Half of what is found is in the other language and left out."""

_MAX_TEXT = 4000


async def plan_context(session: AsyncSession, interview: Interview) -> tuple[RetrievedPassage, ...]:
    """Return the passages that matter most for an interview's plan, best first, each once.

    The job's competencies, questions and talent values, in the language of the résumé, look for passages of it; the
    résumé looks for values and questions that it touches. Without a résumé or the consent to read it, or before its
    vectors and words are in, there are none.
    """
    if not await granted(session, interview.id, ConsentPurpose.RESUME_ANALYSIS):
        return ()
    passages = PassageRepository(session)
    resume = await passages.resume_passages(interview.id)
    if not resume:
        return ()
    job = await session.get_one(Job, interview.job_id)
    queries = await passages.query_ids(
        company_id=interview.company_id,
        job_id=job.id,
        talent_profile_id=job.talent_profile_id,
        language=resume[0][1],
    )
    about = await passages.competency_by_passage(queries)
    found = await search(
        session,
        query_ids=queries,
        scope=Scope(company_id=interview.company_id, sources=(PassageSource.RESUME,), interview_id=interview.id),
        limit=RESUME_PASSAGES,
    )
    material = await search(
        session,
        query_ids=[passage_id for passage_id, _ in resume],
        scope=Scope(
            company_id=interview.company_id,
            sources=(PassageSource.TALENT_PROFILE, PassageSource.QUESTION_BANK),
            job_id=job.id,
        ),
        limit=_MATERIAL_PER_QUERY,
    )
    wanted = set(queries)
    material = [match for match in material if match.passage_id in wanted]
    return (
        *_best(found, RESUME_PASSAGES, about),
        *_best((m for m in material if m.source is PassageSource.TALENT_PROFILE), MATERIAL_PASSAGES, {}),
        *_best((m for m in material if m.source is PassageSource.QUESTION_BANK), MATERIAL_PASSAGES, {}),
    )


def _best(matches: Iterable[Match], limit: int, about: dict[UUID, UUID]) -> list[RetrievedPassage]:
    """Return the passages that all queries together find best, each text once.

    A passage's score is the sum over the queries: one that many find near stands before one that a single query finds
    by chance. Its competency is the one whose queries find it best on average.
    """
    scores: dict[str, float] = defaultdict(float)
    shares: dict[str, dict[UUID, float]] = defaultdict(lambda: defaultdict(float))
    first: dict[str, Match] = {}
    queries_about = Counter(about.values())
    for match in matches:
        first.setdefault(match.text, match)
        scores[match.text] += match.score
        if (competency_id := about.get(match.query_id)) is not None:
            shares[match.text][competency_id] += match.score / queries_about[competency_id]
    ranked = sorted(first, key=lambda text: (-scores[text], first[text].passage_id))
    return [
        RetrievedPassage(
            source=first[text].source.value,
            text=text[:_MAX_TEXT],
            competency_id=max(shares[text], key=lambda key: (shares[text][key], key), default=None),
            score=scores[text],
        )
        for text in ranked[:limit]
    ]
