"""Korean wordings of questions about a résumé. `{title}` and `{line}` stand in quotation marks already."""

from typing import Final

from interview_contracts.vocabulary import FactKind

WITH_LINE: Final[dict[FactKind, tuple[str, ...]]] = {
    FactKind.PROJECT: (
        "이력서의 {title}에 {line_라고} 적어 주셨는데요, 당시 어떤 문제가 있었고 지원자님은 무엇을 어떻게 하셨나요?",
        "이력서의 {title}에 대해 여쭙겠습니다. {line_라고} 적어 주셨는데, 그 과정에서 가장 고민하신 판단은 "
        "무엇이었고 어떤 근거로 결정하셨나요?",
        "이력서에 적어 주신 {title} 가운데 {line_라는} 부분을 더 듣고 싶습니다. 직접 맡으신 역할과 그 결과를 "
        "설명해 주시겠어요?",
    ),
    FactKind.EXPERIENCE: (
        "이력서의 {title} 경력에 {line_라고} 적어 주셨는데요, 어떤 상황이었고 지원자님은 어떤 판단을 거쳐 무엇을 "
        "하셨나요?",
        "이력서의 {title} 경력에 대해 여쭙겠습니다. {line_라고} 적어 주셨는데, 직접 하신 일과 그 결과를 순서대로 "
        "말씀해 주시겠어요?",
        "이력서에 {title} 경력을 적어 주셨는데요, 그중 {line_라는} 내용에서 가장 어려웠던 점과 이를 풀어 가신 "
        "과정을 들려주시겠어요?",
    ),
    FactKind.SELF_INTRODUCTION: (
        "자기소개에 {line_라고} 적어 주셨는데요, 그 일을 하실 때의 상황과 직접 하신 행동을 구체적으로 말씀해 "
        "주시겠어요?",
        "자기소개에 적어 주신 {line_라는} 부분을 더 듣고 싶습니다. 이를 잘 보여 주는 사례를 하나 들려주시겠어요?",
    ),
}
"""Wordings that quote a line of the résumé."""

PLAIN: Final[dict[FactKind, tuple[str, ...]]] = {
    FactKind.PROJECT: (
        "이력서에 적어 주신 {title}에서 가장 어려웠던 문제는 무엇이었고, 그 문제를 어떻게 해결하셨나요?",
        "이력서의 {title}에서 지원자님이 직접 맡으신 역할과, 그 일이 가져온 결과를 설명해 주시겠어요?",
    ),
    FactKind.EXPERIENCE: (
        "이력서에 적어 주신 {title} 경력에서 본인이 주도해 변화를 만든 일을 하나 말씀해 주시겠어요?",
        "이력서의 {title} 경력에서 가장 책임이 컸던 일은 무엇이었고, 어떻게 해내셨나요?",
    ),
    FactKind.SKILL: (
        "이력서에 {title_을} 적어 주셨는데요, 실제로 사용하시면서 가장 까다로웠던 문제와 해결하신 과정을 말씀해 "
        "주시겠어요?",
        "이력서에 적어 주신 {title_을} 실제 업무나 과제에 적용하신 사례를 하나 들려주시겠어요? 왜 그것을 "
        "쓰셨는지도 함께 말씀해 주세요.",
    ),
    FactKind.CERTIFICATE: (
        "이력서에 {title_을} 적어 주셨는데요, 준비하시면서 배운 것을 실제로 활용하신 일이 있다면 말씀해 주시겠어요?",
    ),
}
"""Wordings that name the fact only."""
