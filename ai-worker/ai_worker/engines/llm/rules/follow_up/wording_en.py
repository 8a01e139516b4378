"""English wordings of follow-up questions, and the reasons shown to recruiters.

`{cite}` is the citing clause ("You mentioned that you “…”", "You said “…”"), `{term}` a named thing as the candidate
said it, `{topic}` the competency or section. Polite, one question at a time, no praise, no judgement.
"""

from typing import Final

from ai_worker.engines.llm.rules.follow_up.points import Kind

WITH_CITATION: Final[dict[Kind, tuple[str, ...]]] = {
    Kind.SHORT: (
        "{cite}. Could you pick one time when that happened and tell me what the situation was?",
        "{cite}. I'd like to hear a little more: could you walk me through one concrete example?",
        "{cite}. What was going on at the time, and what did you do?",
    ),
    Kind.VAGUE: (
        "{cite}. Could you tell me about one real occasion that shows this?",
        "{cite}. Can you think of a recent time when you did that, and describe the situation first?",
        "{cite}. What is the experience that comes to mind most clearly, and what happened?",
    ),
    Kind.TEAM_ONLY: (
        "{cite}. Which part of that did you take on yourself?",
        "{cite}. What was your own role in it, and how did you go about it?",
        "{cite}. Within that shared effort, what did you personally decide or lead?",
    ),
    Kind.NO_ACTION: (
        "{cite}. What did you yourself do in that situation?",
        "{cite}. Could you take me through the steps you took, one by one?",
        "{cite}. What was the first thing you did about it, and what came next?",
    ),
    Kind.NO_RESULT: (
        "{cite}. What came of it in the end?",
        "{cite}. What was different afterwards?",
        "{cite}. What was the outcome, and how could you tell?",
    ),
    Kind.NUMBER_BASE: (
        "{cite}. How was that measured, and what was the figure before?",
        "{cite}. What were you comparing against, and over what period?",
        "{cite}. Where does that number come from, and what was the starting point?",
    ),
    Kind.DECISION_REASON: (
        "{cite}. What made you choose that, and what else did you consider?",
        "{cite}. There were probably other options; what spoke for this one?",
        "{cite}. Which criterion mattered most to you in that decision?",
    ),
    Kind.VAGUE_RESULT: (
        "{cite}. How did you see that? If there was a number or a reaction, please include it.",
        "{cite}. Comparing before and after, how big was the difference?",
        "{cite}. What told you so: a figure, feedback, something else?",
    ),
    Kind.TERM: (
        "You brought up {term}. Why was it the right fit there, and how did you apply it yourself?",
        "You mentioned {term}. How exactly did you use it, and what made you think it was suitable?",
        "I'd like to ask a bit more about {term}. What problem were you solving with it, and what turned out to "
        "be difficult?",
    ),
    Kind.NO_SITUATION: (
        "{cite}. What was the situation at the time, and what were you aiming for?",
        "{cite}. What led up to that, and what had you been asked to achieve?",
        "{cite}. What was the problem before you did that?",
    ),
    Kind.NO_REFLECTION: (
        "{cite}. What has changed in the way you work since then?",
        "{cite}. If the same situation came up again, what would you do differently?",
    ),
    Kind.NO_EXAMPLE: (
        "{cite}. Could you describe one case where you put that into practice?",
        "{cite}. Can you give me an example from something you have done yourself?",
        "{cite}. Where have you applied this, and what was the situation?",
    ),
    Kind.NO_STEPS: ("{cite}. In that case, what would you do first, and what would come next?",),
    Kind.NO_ORDER_REASON: (
        "{cite}. Why would you do that, and what decides the order?",
        "{cite}. What makes that the step to take before others?",
    ),
    Kind.NO_GROUNDS: (
        "{cite}. What brought you to think so?",
        "{cite}. Out of all the options you have, what makes it this one?",
    ),
    Kind.NO_LINK: (
        "{cite}. Is there something you have already done that grew out of this interest?",
        "{cite}. What have you done so far that relates to it?",
    ),
}
"""Wordings that take up the candidate's own words."""

PLAIN: Final[dict[Kind, tuple[str, ...]]] = {
    Kind.REPEAT: (
        "Of course, let me put it another way. Think of one thing that really happened and that relates to "
        "{topic}: what was the situation, and what did you do?",
        "Sure, I'll ask it differently. Has there been a moment that shows {topic}, and how did you act in it?",
    ),
    Kind.ORDERS: (
        "I'd like to hear your own story here. Could you tell me about something you went through yourself that "
        "relates to {topic}?",
        "This question is about your own experience. Could you describe one thing that you did yourself?",
    ),
    Kind.OFF_TOPIC: (
        "Thank you. Coming back to the question, could you tell me about an experience that relates to {topic}?",
        "I see. Then let's pick one occasion that relates to {topic}: what was the situation?",
    ),
    Kind.SHORT: (
        "I'd like to hear a little more. Could you pick one real occasion and tell me what the situation was and "
        "what you did?",
        "Could you expand on that with one concrete example, starting with the situation?",
    ),
    Kind.VAGUE: (
        "Could you tell me about one real occasion that shows this?",
        "Could you make that more concrete with the experience you remember best?",
    ),
    Kind.TEAM_ONLY: ("Within that shared effort, which part did you take on yourself?",),
    Kind.NO_ACTION: ("What did you yourself do in that situation?", "Could you take me through the steps you took?"),
    Kind.NO_RESULT: ("What came of it in the end?", "What was different afterwards?"),
    Kind.NUMBER_BASE: ("How was the figure you gave measured, and what was it before?",),
    Kind.DECISION_REASON: ("What made you choose that way, and what else did you consider?",),
    Kind.VAGUE_RESULT: ("How could you tell that things had changed? A number or a reaction would help me.",),
    Kind.NO_SITUATION: ("What was the background, and what were you aiming for?",),
    Kind.NO_REFLECTION: ("What has changed in the way you work since then?",),
    Kind.NO_EXAMPLE: (
        "Could you describe one case where you put that into practice?",
        "Can you give me an example from something you have done yourself?",
    ),
    Kind.NO_STEPS: ("In that case, what would you do first, and what would come next?",),
    Kind.NO_ORDER_REASON: ("Why would you do it that way, and what decides the order?",),
    Kind.NO_GROUNDS: ("What brought you to think so?",),
    Kind.NO_LINK: ("What have you already done that relates to this interest?",),
}
"""Wordings without a citation."""

NO_ANSWER: Final[dict[str, tuple[str, ...]]] = {
    "behaviour": (
        "That's all right. It doesn't have to be from a job: is there something from school, a club or everyday "
        "life that relates to {topic}? A small example is fine.",
        "No problem, take your time. Even something small would do: what comes to mind that relates to {topic}?",
    ),
    "situational": (
        "That's all right, there is no single right answer. What is the one thing you would probably do first?",
        "No problem. If you have been through something similar, what did you do then?",
    ),
    "knowledge": (
        "That's all right. It doesn't need to be exact: with what you know, how would you approach it?",
        "No problem. If you have learned or used something similar, could you explain it from there?",
    ),
    "motivation": (
        "That's all right. What is the one thing you would most like to do in this job?",
        "No problem. Of everything you have done so far, what feels closest to this role?",
    ),
}
"""Easier questions after "I do not know", by profile."""

REASONS: Final[dict[Kind, str]] = {
    Kind.NO_ANSWER: "The candidate had no answer; the same competency is asked once more in an easier way.",
    Kind.REPEAT: "The candidate asked for the question again; the same competency is asked in other words.",
    Kind.ORDERS: "Sentences that give orders to the system were left aside; the question is put again.",
    Kind.OFF_TOPIC: "No word of the answer relates to the question, so the candidate is led back to it.",
    Kind.SHORT: "The answer is very short; a concrete situation is asked for.",
    Kind.VAGUE: "The answer stays general and gives no real occasion.",
    Kind.TEAM_ONLY: "Everything is told as the team's work; the candidate's own part is not visible.",
    Kind.NO_ACTION: "The situation is told, but not what the candidate did.",
    Kind.NO_RESULT: "Actions are told, but not what came of them.",
    Kind.NUMBER_BASE: "A change is given as a number without a baseline or a way of measuring.",
    Kind.DECISION_REASON: "A decision is told without its reason.",
    Kind.VAGUE_RESULT: "The result is described by degree only, without a number or an observable reaction.",
    Kind.TERM: "A technology or method is named without why and how it was used.",
    Kind.NO_SITUATION: "Actions and results are told, but not the background and the aim.",
    Kind.NO_REFLECTION: "What the candidate took from the experience is not told.",
    Kind.NO_EXAMPLE: "Something is explained, but no case of applying it is given.",
    Kind.NO_STEPS: "A case was put, but the answer names no step that the candidate would take.",
    Kind.NO_ORDER_REASON: "Steps are named without the reason for them or for their order.",
    Kind.NO_GROUNDS: "An interest is stated without its reason.",
    Kind.NO_LINK: "Reasons are given, but nothing the candidate has done shows them.",
}
"""Why a question is asked, for recruiters."""

COMPLETE: Final = "The answer holds what this question looks for; nothing was found that needs asking."
NO_FOLLOW_UP_HERE: Final = "Introduction and closing are taken as they are."
NONE_LEFT: Final = "All follow-ups allowed for this question have been asked."
GAVE_UP: Final = "The candidate had no answer after a second, easier question; the interview moves on."
ALL_ASKED: Final = "What could be asked has been asked already."
