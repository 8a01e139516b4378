"""Sentences that Whisper models say where nobody speaks: they learned them from the subtitles of silent endings."""

import re
import unicodedata
from typing import Final

from interview_contracts.vocabulary import Language

_ENDINGS: Final = (
    r"(끝까지|지금까지|오늘도)?(영상)?시청해?주?(셔서|신여러분|신분들)감사(합니다|드립니다|해요)",
    r"(끝까지|지금까지|오늘도)?(영상을?)?시청해주셔서고맙습니다",
    r"(?=.*구독)((구독|좋아요|알림설정|알림)(과|와|하고|및|이랑|까지|을|를|도)*)+(꼭|많이|한번씩)*(부탁|눌러|해)?"
    r"(드립니다|드려요|드릴게요|주세요|주시면감사하겠습니다)",
    r"다음(영상|시간|편)에서?(또)?(만나요|뵙겠습니다|봬요|만나겠습니다)",
    r"(이영상은)?(유료)?광고를포함하고있습니다",
    r"(지금까지)?(mbc|kbs|sbs|ytn|jtbc|연합)뉴스(?!기자|피디|앵커|작가|직원|인턴|출신)[가-힣]{2,4}입니다",
    r"(thankyou|thanks)(so|very)?(much)?(guys|everyone|all)?forwatching(this|my|the|our)?(video|videos)?",
    r"(please|dontforgetto)(like(and)?)?subscribe(to(my|the|our|this)channel)?",
    r"like(and)?subscribe(to(my|the|our|this)channel)?",
    r"(i)?(ll)?see(you|ya)(guys|all)?inthenext(video|one)",
    r"subtitlesbytheamaraorgcommunity",
)
"""Endings of videos, recognised at either end of a text as well."""

_CREDITS: Final = (
    r"(한글|한국어)?자막(제공|제작|협찬|편집)?(by)?.{0,16}",
    r"(배달의민족|아프리카tv).{0,20}",
    r"(subtitles?|captions?|captioning|transcript|transcription|translation|translated)(providedby|createdby|by).{0,40}",
    r".{0,20}amaraorg.{0,20}",
)
"""Credits, which a sentence of a person may contain: recognised as the whole text only."""

_COURTESIES: Final = {
    Language.KO: r"(네)?(감사합니다|고맙습니다|네|예|음|아|어|안녕히계세요|수고하셨습니다)",
    Language.EN: r"(you|thankyou|thanks|thankyouverymuch|bye|byebye|goodbye|okay|ok|yeah|oh|hmm|so|the)",
}
_BARE: Final = re.compile(r"[^\w]|_")


def bare(text: str) -> str:
    """Return the letters and digits of a text, composed and in lower case."""
    return _BARE.sub("", unicodedata.normalize("NFC", text)).lower()


def video_ending(text: str, *, alone: bool) -> bool:
    """Tell whether this is the ending of a video and not of an interview, in either language.

    `alone` says that nothing else was recognised: credits count too then.
    """
    letters = bare(text)
    return any(pattern.fullmatch(letters) for pattern in (_ANYWHERE + _ALONE if alone else _ANYWHERE))


def courtesy(text: str, language: Language) -> bool:
    """Tell whether this is a short courtesy that people say and that silence is often taken for."""
    return _COURTESY[language].fullmatch(bare(text)) is not None


_ANYWHERE: Final = tuple(map(re.compile, _ENDINGS))
_ALONE: Final = tuple(map(re.compile, _CREDITS))
_COURTESY: Final = {language: re.compile(pattern) for language, pattern in _COURTESIES.items()}
