"""Words that a model made up are dropped, and words that were said are kept."""

import pytest

from ai_worker.engines.stt.guards import Heard, said
from ai_worker.engines.stt.phantoms import courtesy, video_ending
from ai_worker.engines.stt.port import SAMPLE_RATE_HZ, Word
from ai_worker.engines.stt.regions import Region
from ai_worker.engines.stt.repetition import MOST_COMPRESSION, compression
from interview_contracts.vocabulary import Language

pytestmark = pytest.mark.unit

KO, EN = Language.KO, Language.EN
ANSWERS = [
    (EN, "We reduced the response time by half because the index was missing."),
    (EN, "No, no, no, that was not my decision."),
    (EN, "I built the page where users subscribe to our channel."),
    (EN, "The documents were translated by our own team."),
    (KO, "데이터베이스 색인이 없어서 응답 시간이 길었고 그래서 색인을 추가했습니다."),
    (KO, "저는 MBC 뉴스에서 자막 시스템을 개발했습니다."),
    (KO, "저는 MBC 뉴스 기자입니다."),
    (KO, "네 네 네 알겠습니다."),
    (KO, "구독 서비스의 결제 화면을 만들었는데 반응이 좋아요."),
    (KO, "제 답변은 여기까지입니다. 감사합니다."),
]
ENDINGS = [
    "시청해주셔서 감사합니다.",
    "시청해 주셔서 감사합니다!",
    "끝까지 시청해주셔서 감사합니다.",
    "구독과 좋아요 부탁드립니다.",
    "좋아요와 구독 부탁드려요",
    "구독, 좋아요, 알림설정까지 부탁드립니다.",
    "다음 영상에서 만나요.",
    "MBC 뉴스 이덕영입니다.",
    "이 영상은 유료 광고를 포함하고 있습니다.",
    "Thank you for watching!",
    "Thanks for watching.",
    "Thank you so much for watching this video.",
    "Please subscribe to my channel.",
    "Don't forget to like and subscribe.",
    "I'll see you in the next video.",
    "Subtitles by the Amara.org community",
]
CREDITS = ["한글자막 by 한효정", "자막 제공 배달의민족", "Subtitles by somebody", "Transcription by CastingWords"]


def words(text: str, start: float = 0.5, each: float = 0.4) -> tuple[Word, ...]:
    """Return words that follow each other without pause."""
    return tuple(Word(one, start + n * each, start + (n + 1) * each) for n, one in enumerate(text.split()))


def heard(text: str, *, start: float = 0.5, sure: float = -0.3, silent: float = 0.02, each: float = 0.4) -> Heard:
    spoken = words(text, start, each)
    return Heard(words=spoken, mean_log_probability=sure, no_speech=silent, likelihoods=tuple(0.75 for _ in spoken))


def spoken(start: float = 0.3, end: float = 20.0, voiced_s: float | None = None) -> list[Region]:
    return [Region(int(start * SAMPLE_RATE_HZ), int(end * SAMPLE_RATE_HZ), voiced_s or end - start)]


def text(found: tuple[Word, ...]) -> str:
    return " ".join(word.text for word in found)


@pytest.mark.parametrize(("language", "answer"), ANSWERS)
def test_what_was_said_stays_as_it_is(language: Language, answer: str) -> None:
    for sure in (-0.1, -0.7, -1.2):
        assert text(said(heard(answer, sure=sure), spoken(), language)) == answer
    silent_about_itself = Heard(words=words(answer))
    assert text(said(silent_about_itself, spoken(), language)) == answer


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("ending", [*ENDINGS, *CREDITS])
def test_the_ending_of_a_video_is_not_an_answer(language: Language, ending: str) -> None:
    assert said(heard(ending), spoken(), language) == ()
    assert said(Heard(words=words(ending)), spoken(), language) == ()


@pytest.mark.parametrize("ending", ENDINGS)
def test_it_is_dropped_behind_and_before_an_answer_too(ending: str) -> None:
    answer = "그래서 응답 시간을 절반으로 줄였습니다."
    assert text(said(heard(f"{answer} {ending}"), spoken(), KO)) == answer
    assert text(said(heard(f"{ending} {answer}"), spoken(), KO)) == answer
    assert text(said(heard(f"{answer} {ending} {ending}"), spoken(), KO)) == answer


def test_who_clearly_says_such_a_sentence_is_heard() -> None:
    quoted = words("Thank you for watching!")
    clear = Heard(words=quoted, mean_log_probability=-0.1, no_speech=0.01, likelihoods=(0.95,) * 4)
    assert said(clear, spoken(), EN) == quoted


@pytest.mark.parametrize(("language", "thanks"), [(KO, "감사합니다."), (KO, "네."), (EN, "Thank you."), (EN, "Okay.")])
def test_a_courtesy_counts_where_it_is_heard(language: Language, thanks: str) -> None:
    assert text(said(heard(thanks), spoken(), language)) == thanks
    assert said(heard(thanks, silent=0.5), spoken(), language) == ()
    assert said(heard(thanks, sure=-0.95), spoken(), language) == ()


def test_a_stretch_that_the_model_takes_for_silence_is_silence() -> None:
    assert said(heard("We did it.", silent=0.7, sure=-1.1), spoken(), EN) == ()
    assert text(said(heard("We did it.", silent=0.7, sure=-0.4), spoken(), EN)) == "We did it."
    assert said(heard("We did it.", sure=-1.7), spoken(), EN) == ()
    assert said(heard("We did it.", sure=float("nan")), spoken(), EN) == ()
    assert said(Heard(words=words("We did it."), no_speech=0.7), spoken(), EN) == ()


def test_words_beside_the_speech_are_dropped() -> None:
    found = said(heard("We did it. Nobody said this."), spoken(0.3, 1.3), EN)
    assert text(found) == "We did it."
    assert said(heard("Nobody said this."), [], EN) == ()


def test_more_words_than_there_is_speech_for_are_made_up() -> None:
    long = "그래서 저희는 데이터베이스의 색인을 추가하고 응답 시간을 절반으로 줄였습니다"
    assert said(heard(long, each=0.05), spoken(0.3, 1.0, voiced_s=0.3), KO) == ()
    assert text(said(heard(long, each=0.3), spoken(0.3, 4.0), KO)) == long


@pytest.mark.parametrize(
    ("loop", "once"),
    [
        ("오오 " * 30, "오오"),
        ("웃음소리 " * 12 + "그랬습니다", "웃음소리 그랬습니다"),
        ("그랬습니다 " + "감사합니다 감사합니다 고맙습니다 " * 6, "그랬습니다 감사합니다 감사합니다 고맙습니다"),
        ("and then we went on " * 8, "and then we went on"),
    ],
)
def test_a_loop_is_said_once(loop: str, once: str) -> None:
    assert text(said(heard(loop, each=0.1), spoken(), KO)) == once


def test_a_loop_without_blanks_is_nothing() -> None:
    assert compression("오" * 200) > MOST_COMPRESSION
    assert said(heard("오" * 200), spoken(0, 60), KO) == ()


def test_long_answers_are_no_loops() -> None:
    for language, answer in ANSWERS:
        others = " ".join(other for known, other in ANSWERS if known is language and other != answer)
        assert compression(f"{answer} {others}") < MOST_COMPRESSION - 0.5


def test_phrases_are_recognised_in_any_writing() -> None:
    assert video_ending("시청해 주셔서  감사합니다…", alone=False)
    assert video_ending("THANK YOU FOR WATCHING", alone=False)
    assert not video_ending("한글자막 by 한효정", alone=False)
    assert video_ending("한글자막 by 한효정", alone=True)
    assert not any(video_ending(answer, alone=True) for _, answer in ANSWERS)
    assert courtesy("Thank you!", EN)
    assert not courtesy("Thank you for the question.", EN)
