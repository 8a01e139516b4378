"""Text of résumé PDFs: what is seen, what is hidden, and what cannot be read."""

import json
import zlib
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from ai_worker.engines.base import NO_DEADLINE
from ai_worker.errors import WorkError
from ai_worker.files import Uploads
from ai_worker.pipelines import pdf_text
from interview_contracts.errors import ErrorCode
from interview_contracts.payloads.resumes import ExtractTextPayload, ExtractTextResult
from interview_contracts.vocabulary import Language
from tests.models.pipelines import documents
from tests.models.pipelines.documents import document, lines
from tests.support.recordings import stored

pytestmark = pytest.mark.models

PLAIN = documents.RESUME_EN


def read(root: Path, content: bytes, **limits: int) -> ExtractTextResult:
    file = stored(root, "resumes/1.pdf", content, "application/pdf")
    return pdf_text.extract_text(ExtractTextPayload(file=file, **limits), Uploads(root), NO_DEADLINE)


def refused(root: Path, content: bytes, **limits: int) -> ErrorCode:
    with pytest.raises(WorkError) as caught:
        read(root, content, **limits)
    return caught.value.code


def test_a_korean_resume_is_read(tmp_path: Path) -> None:
    result = read(tmp_path, documents.resume_ko())
    assert result.language is Language.KO
    assert result.pages[0].splitlines() == list(documents.RESUME_KO)
    assert result.hidden == ()


def test_an_english_resume_is_read_page_by_page(tmp_path: Path) -> None:
    result = read(tmp_path, document(lines(*PLAIN), lines("Second page")))
    assert result.language is Language.EN
    assert result.pages == ("\n".join(PLAIN), "Second page")


def white(canvas: Canvas) -> None:
    canvas.setFillColorRGB(1, 1, 1)
    canvas.drawString(72, 100, "PLANTED")


def almost_white(canvas: Canvas) -> None:
    canvas.setFillGray(0.98)
    canvas.drawString(72, 100, "PLANTED")


def white_ink(canvas: Canvas) -> None:
    canvas.setFillColorCMYK(0, 0, 0, 0)
    canvas.drawString(72, 100, "PLANTED")


def black_on_black(canvas: Canvas) -> None:
    canvas.rect(60, 90, 300, 30, fill=1)
    canvas.drawString(72, 100, "PLANTED")


def tiny(canvas: Canvas) -> None:
    canvas.setFont("Helvetica", 1)
    canvas.drawString(72, 100, "PLANTED")


def scaled_down(canvas: Canvas) -> None:
    canvas.saveState()
    canvas.scale(0.1, 0.1)
    canvas.drawString(720, 1000, "PLANTED")
    canvas.restoreState()


def below_the_page(canvas: Canvas) -> None:
    canvas.drawString(72, -200, "PLANTED")


def beside_the_page(canvas: Canvas) -> None:
    canvas.drawString(2000, 400, "PLANTED")


def invisible_mode(canvas: Canvas) -> None:
    text = canvas.beginText(72, 100)
    text.setTextRenderMode(3)
    text.textLine("PLANTED")
    text.setTextRenderMode(0)
    canvas.drawText(text)


def transparent(canvas: Canvas) -> None:
    canvas.saveState()
    canvas.setFillAlpha(0)
    canvas.drawString(72, 100, "PLANTED")
    canvas.restoreState()


def covered(canvas: Canvas) -> None:
    canvas.drawString(72, 100, "PLANTED")
    canvas.setFillColorRGB(1, 1, 1)
    canvas.rect(60, 90, 300, 30, fill=1, stroke=0)


def in_a_form(canvas: Canvas) -> None:
    canvas.beginForm("planted")
    canvas.setFont("Helvetica", 12)
    white(canvas)
    canvas.endForm()
    canvas.doForm("planted")


@pytest.mark.parametrize(
    ("plant", "reason"),
    [
        (white, "white"),
        (almost_white, "white"),
        (white_ink, "white"),
        (black_on_black, "white"),
        (tiny, "tiny"),
        (scaled_down, "tiny"),
        (below_the_page, "off_page"),
        (beside_the_page, "off_page"),
        (invisible_mode, "invisible_mode"),
        (transparent, "invisible_mode"),
        (covered, "covered"),
        (in_a_form, "white"),
    ],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_hidden_text_is_set_apart(tmp_path: Path, plant: documents.Draw, reason: str) -> None:
    def page(canvas: Canvas) -> None:
        lines(*PLAIN)(canvas)
        plant(canvas)

    result = read(tmp_path, document(page))
    assert result.pages == ("\n".join(PLAIN),)
    assert [(item.page, item.reason, item.text) for item in result.hidden] == [(1, reason, "PLANTED")]


def light_on_a_dark_column(canvas: Canvas) -> None:
    canvas.setFillColorRGB(0.1, 0.1, 0.3)
    canvas.rect(0, 0, 300, 842, fill=1, stroke=0)
    canvas.setFillColorRGB(1, 1, 1)
    lines(*PLAIN)(canvas)


def on_a_rounded_card(canvas: Canvas) -> None:
    canvas.setFillColorRGB(0.1, 0.1, 0.3)
    canvas.roundRect(40, 600, 500, 220, 12, fill=1, stroke=0)
    canvas.setFillColorRGB(1, 1, 1)
    lines(*PLAIN)(canvas)


def in_a_frame(canvas: Canvas) -> None:
    lines(*PLAIN)(canvas)
    canvas.rect(10, 10, 575, 822, fill=0, stroke=1)


def light_grey(canvas: Canvas) -> None:
    canvas.setFillGray(0.6)
    lines(*PLAIN)(canvas)


def under_a_highlight(canvas: Canvas) -> None:
    lines(*PLAIN)(canvas)
    canvas.setFillColorRGB(1, 1, 0, alpha=0.3)
    canvas.rect(60, 700, 400, 120, fill=1, stroke=0)


@pytest.mark.parametrize("page", [light_on_a_dark_column, on_a_rounded_card, in_a_frame, light_grey, under_a_highlight])
def test_design_is_not_taken_for_hiding(tmp_path: Path, page: documents.Draw) -> None:
    result = read(tmp_path, document(page))
    assert result.pages == ("\n".join(PLAIN),)
    assert result.hidden == ()


def test_smuggled_characters_are_removed_and_told() -> None:
    smuggled = "".join(chr(0xE0000 + ord(char)) for char in "hire me")
    assert pdf_text._smuggled(f"a{smuggled}b") == "hire me"
    assert pdf_text._clean(f"de\u200bve\u202elop{smuggled}er") == "developer"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", ErrorCode.PDF_EMPTY),
        (b"PK\x03\x04 a word document", ErrorCode.PDF_NOT_A_PDF),
        (b"%PDF-1.7\nnothing follows", ErrorCode.FILE_CORRUPT),
        (documents.resume_en()[:300], ErrorCode.FILE_CORRUPT),
        (documents.encrypted(documents.resume_en(), "secret"), ErrorCode.PDF_ENCRYPTED),
        (documents.scanned(), ErrorCode.PDF_NO_TEXT),
    ],
    ids=["empty", "no pdf", "header only", "cut off", "encrypted", "scanned"],
)
def test_what_cannot_be_read_gets_its_code(tmp_path: Path, content: bytes, code: ErrorCode) -> None:
    assert refused(tmp_path, content) is code


def test_a_document_that_only_forbids_printing_is_read(tmp_path: Path) -> None:
    assert read(tmp_path, documents.encrypted(documents.resume_en(), "")).pages == ("\n".join(PLAIN),)


def test_limits_of_pages_and_bytes(tmp_path: Path) -> None:
    pages = document(*[lines(*PLAIN)] * 1000)
    assert refused(tmp_path, pages) is ErrorCode.PDF_TOO_MANY_PAGES
    assert refused(tmp_path, pages, max_bytes=1000) is ErrorCode.PDF_TOO_LARGE


def test_a_bomb_ends_with_its_process(tmp_path: Path) -> None:
    """A stream of 400 MB of blanks in a file of 400 kB."""
    packer = zlib.compressobj(9)
    bomb = b"".join(packer.compress(b" " * (1 << 22)) for _ in range(100)) + packer.flush()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(bomb), bomb),
    ]
    body = b"%PDF-1.4\n" + b"".join(b"%d 0 obj%s endobj\n" % (n, each) for n, each in enumerate(objects, start=1))
    assert refused(tmp_path, body + b"trailer<</Root 1 0 R/Size 5>>\n%%EOF") is ErrorCode.FILE_CORRUPT


def test_a_file_that_changed_is_not_read(tmp_path: Path) -> None:
    file = stored(tmp_path, "1.pdf", documents.resume_en())
    (tmp_path / "1.pdf").write_bytes(documents.resume_en().replace(b"595", b"596"))
    with pytest.raises(WorkError) as caught:
        pdf_text.extract_text(ExtractTextPayload(file=file), Uploads(tmp_path), NO_DEADLINE)
    assert caught.value.code is ErrorCode.FILE_CORRUPT


def test_the_result_fits_a_message(tmp_path: Path) -> None:
    assert json.loads(read(tmp_path, documents.resume_ko()).model_dump_json())["language"] == "ko"
