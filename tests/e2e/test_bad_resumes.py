"""Files that are no résumé: the page says what is wrong with each, and the candidate goes on."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from backend_core.resumes.texts import failure_text
from interview_contracts.errors import ErrorCode
from interview_contracts.vocabulary import Language
from tests.e2e.browsers import Browsers
from tests.e2e.candidate_pages import CandidatePages
from tests.support import documents
from tests.support.people import invite
from tests.support.platform import Platform

pytestmark = pytest.mark.e2e

SEEN_BY_THE_PAGE: dict[str, Callable[[], bytes]] = {
    "notPdf": lambda: b"PK\x03\x04 a document of another kind",
    "empty": lambda: b"",
    "tooLarge": lambda: documents.large(50),
}
SEEN_BY_THE_SERVER: dict[ErrorCode, Callable[[], bytes]] = {
    ErrorCode.PDF_ENCRYPTED: documents.encrypted,
    ErrorCode.PDF_NO_TEXT: documents.scanned,
    ErrorCode.PDF_TOO_MANY_PAGES: lambda: documents.pages(1000),
    ErrorCode.FILE_CORRUPT: lambda: b"%PDF-1.7\n" + b"nothing of a document" * 50,
}
READ_WITHIN_MS = 30_000


@pytest.mark.parametrize("language", list(Language), ids=str)
def test_each_bad_file_is_explained_and_the_way_stays_open(
    platform: Platform, browsers: Browsers, tmp_path: Path, language: Language
) -> None:
    pages = CandidatePages(browsers.person(language), language)
    email = f"files-{language.value}@candidate.example"
    pages.open_invitation(invite(platform, language=language.value, name="Lee", email=email))
    pages.register()
    pages.consent()
    for name, content in SEEN_BY_THE_PAGE.items():
        (tmp_path / f"{name}.pdf").write_bytes(content())
        pages.upload_resume(tmp_path / f"{name}.pdf")
        expect(pages.page.get_by_text(pages.words(f"resume:problem.{name}"))).to_be_visible()
    for code, content in SEEN_BY_THE_SERVER.items():
        (tmp_path / f"{code}.pdf").write_bytes(content())
        pages.upload_resume(tmp_path / f"{code}.pdf")
        explained = pages.page.get_by_text(failure_text(code, language))
        expect(explained).to_be_visible(timeout=READ_WITHIN_MS)
        expect(pages.page.get_by_text(pages.words("resume:failedTitle"))).to_be_visible()
    pages.skip_resume()
    expect(pages.heading("device:title")).to_be_visible()
