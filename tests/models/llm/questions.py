"""Small requests to chat models, and the shape of their answers."""

from typing import Annotated

from pydantic import BaseModel, Field

from ai_worker.engines.llm.prompted.chat_model import ChatMessage, Completion

SYSTEM = "당신은 채용 면접관입니다. 지원자의 답변을 읽고 다음 질문을 하나 정합니다. "


class Answer(BaseModel):
    """Every kind of field that answers have."""

    rationale: str = Field(min_length=1, max_length=60)
    level: int = Field(ge=1, le=5)
    tags: Annotated[tuple[Annotated[str, Field(max_length=8)], ...], Field(max_length=3)]
    sure: bool


def ask(
    text: str = "작년에 무엇을 하셨나요?", *, system: str = SYSTEM, temperature: float = 0.0, seed: int = 0
) -> Completion:
    """Return a request for an `Answer`."""
    return Completion(
        messages=(ChatMessage("system", system), ChatMessage("user", text)),
        shape=Answer,
        max_tokens=600,
        temperature=temperature,
        seed=seed,
    )


def interview(name: str, turns: int) -> str:
    """Return the beginning of an interview and its first turns: a job and a résumé, then an answer a turn."""
    facts = [f"{name}의 이력 {index}: 주문 서비스의 응답 시간을 {index * 37} ms로 줄였습니다." for index in range(30)]
    answers = [f"질문 {turn}. 무엇을 배웠나요? 답변: {name}은 {turn * 11}번 측정했습니다." for turn in range(turns)]
    return "\n".join([*facts, "", *answers])
