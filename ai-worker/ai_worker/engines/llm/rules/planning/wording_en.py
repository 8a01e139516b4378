"""English wordings of questions about a résumé. `{title}` and `{line}` stand in quotation marks already."""

from typing import Final

from interview_contracts.vocabulary import FactKind

WITH_LINE: Final[dict[FactKind, tuple[str, ...]]] = {
    FactKind.PROJECT: (
        "In your résumé you describe the project {title} and write {line}. What was the problem at the time, and "
        "what did you do about it yourself?",
        "I'd like to ask about {title} in your résumé. You wrote {line}. Which decision in it was the hardest, "
        "and what did you base it on?",
        "Your résumé says about {title}: {line}. What was your own part in that, and what came of it?",
    ),
    FactKind.EXPERIENCE: (
        "In your résumé, under {title}, you wrote {line}. What was the situation, and what did you do about it "
        "yourself?",
        "I'd like to ask about {title} in your résumé. You wrote {line}. Could you take me through what you did "
        "and what came of it?",
        "Under {title} your résumé says {line}. What made that difficult, and how did you work it out?",
    ),
    FactKind.SELF_INTRODUCTION: (
        "In your introduction you wrote {line}. Could you tell me about one occasion that shows this, and what "
        "you did?",
        "You wrote {line} about yourself. What is a concrete example of that?",
    ),
}
"""Wordings that quote a line of the résumé."""

PLAIN: Final[dict[FactKind, tuple[str, ...]]] = {
    FactKind.PROJECT: (
        "What was the hardest problem in the project {title} from your résumé, and how did you solve it?",
        "In the project {title} from your résumé, which part was yours, and what came of it?",
    ),
    FactKind.EXPERIENCE: (
        "Your résumé lists {title}. Could you tell me about one thing that you changed there on your own initiative?",
        "Looking back at {title} in your résumé, what was your greatest responsibility, and how did you handle it?",
    ),
    FactKind.SKILL: (
        "Your résumé lists {title}. What was the trickiest problem you met while using it, and how did you solve it?",
        "Could you describe one case where you used {title} from your résumé, and why you chose it?",
    ),
    FactKind.CERTIFICATE: (
        "Your résumé lists {title}. Where have you put to use what you learned for it?",
    ),
}  # fmt: skip
"""Wordings that name the fact only."""
