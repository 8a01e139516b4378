"""The notice in English."""

from backend_core.consents.notice_text import NoticeSection, NoticeText, PurposeText
from interview_contracts.vocabulary import ConsentPurpose

NOTICE_EN = NoticeText(
    title="AI interview: notice and consent",
    introduction=(
        "Please read this before the interview begins. Take your time, and decide about each item separately. "
        "Until you have agreed, your camera and microphone stay off and nothing is recorded."
    ),
    sections=(
        NoticeSection(
            "ai_use",
            "This interview uses AI",
            (
                "The interviewer that chooses and reads the questions is an AI, not a person. The AI turns your "
                "answers into text, "
                "asks follow-up questions, and afterwards compares your answers with the rating criteria to draft a "
                "report for the recruiter.",
                "The interviewer's voice is synthetic.",
            ),
        ),
        NoticeSection(
            "purpose",
            "What it is used for",
            (
                "Only to hold the interview for the job you applied for, and to present every applicant's answers to "
                "the recruiter "
                "in the same way and by the same criteria.",
                "Your data is not used for anything else and not to train AI. All of it is processed on servers that "
                "the company runs; "
                "nothing is sent to an outside AI service.",
            ),
        ),
        NoticeSection(
            "data",
            "Which data is processed",
            (
                "Always: your name, e-mail address, the text of questions and answers, the times of your answers, "
                "and access records. "
                "If you answer by voice, your speech is processed to turn it into text.",
                "Only if you agree: the contents of your résumé, recordings of your answers, and observations from "
                "the camera picture "
                "(whether somebody is in view, how many people, which way the head and the eyes are turned).",
                "You are not identified by face or voice, and no biometric template is made.",
            ),
        ),
        NoticeSection(
            "criteria",
            "How answers are rated",
            (
                "Only the content of your answers is rated, on the five-level scale that was set for each competency "
                "of the job. "
                "Every rating must quote your own words as evidence; where there is no evidence, the answer is shown "
                "as "
                "“not rated” and gets no score.",
                "Your name, picture, looks, facial expression, gaze, tone of voice, gender, age, home region and "
                "school "
                "are not part of any score. The core questions are the same, in the same order, for every applicant "
                "for this job.",
            ),
        ),
        NoticeSection(
            "decision",
            "A person decides",
            (
                "The AI does not decide whether you are hired. A recruiter reviews your answers and the report, "
                "decides, and records the reason. "
                "Nobody is rejected automatically because of an AI score.",
            ),
        ),
        NoticeSection(
            "retention",
            "How long data is kept",
            (
                "Your answers, recordings, résumé and report are deleted within the period set by the company, at the "
                "latest 180 days after the hiring decision, or after the end of the interview if nothing is decided. "
                "If you withdraw before the report is ready, they are deleted at once. You can ask the recruiter for "
                "deletion at any time.",
                "Pictures taken from the camera are deleted as soon as the observations have been computed; they are "
                "not kept. "
                "The record of your consents and the ratings in numbers are kept without your name for another five "
                "years at most, as proof of a fair process. The log of accesses is kept without names or answers.",
            ),
        ),
        NoticeSection(
            "rights",
            "What you can ask for at any time",
            (
                "You can ask the recruiter to let you see, correct or delete your data or to stop its processing, and "
                "you can change your mind about the optional items yourself. "
                "From then on, no more data is collected for that item.",
                "You can ask how the AI rated your answers and by which criteria, and you can object to the result.",
            ),
        ),
        NoticeSection(
            "human",
            "If you would rather speak to a person",
            (
                "You do not have to agree to an AI interview. Please ask the recruiter who invited you for an "
                "interview with a person, "
                "or for a person to review the result. You can also stop during the interview and ask then.",
                "Asking has no disadvantage for you.",
            ),
        ),
    ),
    purposes=(
        PurposeText(
            ConsentPurpose.AI_INTERVIEW,
            "AI interview",
            "I agree that an AI holds the interview, turns my answers into text and drafts their rating. "
            "This interview cannot take place without it. If you would rather not, please ask the recruiter for an "
            "interview with a person.",
        ),
        PurposeText(
            ConsentPurpose.RESUME_ANALYSIS,
            "Résumé analysis",
            "I agree that my résumé (PDF) is read to prepare questions about my experience and projects. "
            "You can check and correct what was read. If you do not agree, the interview takes place without a "
            "résumé.",
        ),
        PurposeText(
            ConsentPurpose.RECORDING,
            "Recording of answers",
            "I agree that my answers are recorded in sound and picture, so that the recruiter can watch and listen "
            "to them. "
            "If you do not agree, your speech is deleted once it has been turned into text, and only the text is "
            "kept. You may also type your answers.",
        ),
        PurposeText(
            ConsentPurpose.FACE_OBSERVATION,
            "Camera observation",
            "I agree that the camera picture is used to note whether somebody is in view, how many people, and which "
            "way the head and the eyes are turned, "
            "to check that the interview runs smoothly. This is never part of a score. If you do not agree, the "
            "interview and its rating are the same.",
        ),
        PurposeText(
            ConsentPurpose.EMOTION_OBSERVATION,
            "Facial expression",
            "I agree that, at most every two seconds, an AI sorts the facial expression in the camera picture into "
            "names of emotions, which are recorded separately and shown to the recruiter with a warning. "
            "They are estimates, often wrong, and never part of a score. This also needs your agreement to camera "
            "observation. If you change your mind, what was recorded is deleted. If you do not agree, the interview "
            "and its rating are the same.",
        ),
    ),
)
