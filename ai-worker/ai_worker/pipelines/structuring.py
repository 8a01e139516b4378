"""Facts of a résumé, checked against its text: what does not stand there word for word is dropped."""

from ai_worker.engines.base import Deadline
from ai_worker.engines.llm.port import LlmEngine, StructureRequest
from ai_worker.language.guard import is_injection
from ai_worker.language.scripts import visible
from ai_worker.pipelines.evidence import stands_in, tokens
from interview_contracts.payloads.common import ResumeFact
from interview_contracts.payloads.resumes import StructurePayload, StructureResult

_MOST_FACTS = 80


def _grounded(fact: ResumeFact, source_tokens: frozenset[str], source: str) -> bool:
    parts = (fact.title, fact.organization, fact.detail, fact.start, fact.end)
    return bool(fact.title.strip()) and all(stands_in(part, source_tokens, source) for part in parts)


def structure(payload: StructurePayload, engine: LlmEngine, *, deadline: Deadline) -> StructureResult:
    """Return the facts that a résumé states, in its order. Raises `EngineError`."""
    pages = tuple("\n".join(visible(line) for line in page.splitlines()) for page in payload.pages)
    result = engine.run(StructureRequest(language=payload.language, pages=pages), deadline=deadline)
    source = "\n".join(pages)
    source_tokens = tokens(source)
    kept = (
        fact
        for fact in result.facts
        if _grounded(fact, source_tokens, source) and not is_injection(f"{fact.title} {fact.detail}")
    )
    return StructureResult(facts=tuple(kept)[:_MOST_FACTS])
