"""What a candidate is told when a résumé could not be read: the reason and the way on."""

from collections.abc import Mapping

from interview_contracts.errors import ErrorCode
from interview_contracts.payloads.common import BilingualText
from interview_contracts.vocabulary import Language

_WAY_ON = BilingualText(
    ko="다른 파일을 올리거나, 내용을 직접 입력하거나, 이력서 없이 계속하실 수 있습니다.",
    en="You can upload another file, enter the facts yourself, or go on without a résumé.",
)

_OTHER = BilingualText(
    ko="이력서를 읽는 중에 문제가 생겼습니다. 잠시 뒤에 다시 올려 주세요.",
    en="Something went wrong while your résumé was being read. Please upload it again in a moment.",
)

_REASONS: Mapping[ErrorCode, BilingualText] = {
    ErrorCode.PDF_NOT_A_PDF: BilingualText(
        ko="PDF 파일이 아니거나 손상된 파일입니다.", en="This is not a PDF file, or it is damaged."
    ),
    ErrorCode.FILE_CORRUPT: BilingualText(
        ko="파일이 손상되어 읽을 수 없습니다.", en="The file is damaged and cannot be read."
    ),
    ErrorCode.PDF_ENCRYPTED: BilingualText(
        ko="암호가 걸린 PDF입니다. 암호를 해제한 파일을 올려 주세요.",
        en="The PDF is protected by a password. Please upload a version without one.",
    ),
    ErrorCode.PDF_EMPTY: BilingualText(ko="내용이 없는 PDF입니다.", en="The PDF is empty."),
    ErrorCode.PDF_TOO_LARGE: BilingualText(
        ko="파일이 너무 큽니다. 10 MB 이하의 PDF를 올려 주세요.",
        en="The file is too large. Please upload a PDF of at most 10 MB.",
    ),
    ErrorCode.PDF_TOO_MANY_PAGES: BilingualText(
        ko="쪽수가 너무 많습니다. 30쪽 이하의 PDF를 올려 주세요.",
        en="The PDF has too many pages. Please upload one of at most 30 pages.",
    ),
    ErrorCode.PDF_NO_TEXT: BilingualText(
        ko="글자를 찾지 못했습니다. 스캔한 문서라면 글자를 선택할 수 있는 PDF를 올려 주세요.",
        en="No text was found. If it is a scan, please upload a PDF whose text can be selected.",
    ),
}


def failure_text(code: ErrorCode, language: Language) -> str:
    """Return why reading failed and what can be done, in the reader's language."""
    return f"{_REASONS.get(code, _OTHER).in_language(language)} {_WAY_ON.in_language(language)}"
