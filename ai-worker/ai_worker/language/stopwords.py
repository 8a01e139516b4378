"""Words that say nothing about the matter of an answer: function words, and fillers and generalities of interviews."""

from typing import Final

from interview_contracts.vocabulary import Language


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_EN: Final = _words(
    """
    a about above after again all also am an and any are as at be because been before being below between both but
    by can could did do does doing done down during each etc even ever every few for from further get gets getting
    give go goes going gone got had has have having he her here hers him his how however i if in into is it its
    itself just let like made make makes many may me might more most much must my myself no nor not now of off on
    once one only or other our ours out over own per put quite rather really said same say see she should since so
    some still such take than that the their them then there these they thing things this those though through to
    too under until up upon us use used using very was way we well went were what when where which while who whom
    whose why will with within without would yes yet you your yours don didn doesn isn wasn weren won couldn wouldn
    shouldn hasn haven ll ve re s t d m i'm i've i'd it's that's we're we've didn't don't couldn't wasn't
    """
)

_EN_GENERIC: Final = _words(
    """
    um uh er hmm ok okay yeah actually basically honestly obviously literally kind sort stuff lot lots best hard
    always try tried trying work worked working person people important good great better nice various different
    passion passionate think thought feel felt believe know want wanted need able everything anything something
    someone everyone thank thanks question answer interview time times day days really general generally usually
    often mean guess maybe probably sure definitely certainly experience experiences company job team lead happy
    effort efforts dedicated dedicate attitude mindset ability strength weakness positive learn learned lesson
    lessons enjoy enjoyed
    """
)

_KO: Final = _words(
    """
    저 저는 제가 제 저의 저희 우리 나 내 그 그런 그래서 그리고 그러나 그런데 근데 하지만 또 또한 및 등 이 이런 저런
    것 거 수 때 때문 위해 위한 통해 통한 대해 대한 관련 경우 정도 더 가장 매우 아주 너무 다 모두 모든 각 매 좀 조금
    약 이후 이전 후 전 중 동안 부터 까지 어떤 어떻게 무엇 뭐 왜 누구 언제 어디 있다 없다 하다 되다 이다 아니다 않다
    같다 보다 주다 있는 없는 하는 되는 했던 하던 있던 같은 않은 바로 이미 아직 다시 함께 같이 따라서 즉 만약 먼저
    다음 그때 당시 여기 거기 이것 그것 저것 이렇게 그렇게 저렇게 말씀 질문 답변 네 예 아니요
    """
)

_KO_GENERIC: Final = _words(
    """
    음 어 아 에 그러니까 뭐랄까 막 이제 사실 솔직히 정말 진짜 굉장히 되게 엄청 항상 늘 언제나 열심히 최선 최선을
    다해 노력 노력을 열정 열정적 성실 성실히 꾸준히 다양한 다양하게 여러 여러가지 가지 많은 많이 좋은 좋다 좋게 잘
    생각 생각을 마음 자세 태도 사람 사람들 일 일을 업무 부분 부분이 점 중요 중요한 중요하게 기본적 기본적으로 일단
    아무래도 아마 약간 그냥 보통 대체로 경험 경험을 회사 직무 능력 장점 단점 긍정적 적극적 적극적으로 최대한 기회
    감사 감사합니다 면접 배웠습니다 배웠어요 배웠고
    느꼈습니다 것을 것이 것은 것도 것들 수가
    """
)

STOPWORDS: Final[dict[Language, frozenset[str]]] = {Language.EN: _EN, Language.KO: _KO}
"""Function words."""

GENERIC: Final[dict[Language, frozenset[str]]] = {Language.EN: _EN_GENERIC, Language.KO: _KO_GENERIC}
"""Fillers and words that fit any answer; they are no evidence of anything."""
