"""PDFs as people and attackers make them."""

import io
from collections.abc import Callable

from pypdf import PdfReader, PdfWriter
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

KOREAN = "HYSMyeongJo-Medium"
pdfmetrics.registerFont(UnicodeCIDFont(KOREAN))

RESUME_KO = ("홍길동 이력서", "한국대학교 컴퓨터공학과 졸업 (2014.03 - 2018.02)", "백엔드 개발자, Python과 PostgreSQL")
RESUME_EN = ("Jane Smith", "Backend engineer at Example Corp, 2019 - 2024", "Python, PostgreSQL, Kubernetes")

Draw = Callable[[Canvas], None]


def document(*pages: Draw) -> bytes:
    """Return a PDF with one page a function."""
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=(595, 842), invariant=True)
    for draw in pages:
        canvas.setFont("Helvetica", 12)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def lines(*texts: str, font: str = "Helvetica", top: float = 780) -> Draw:
    """Return a page of plain lines."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont(font, 12)
        for number, text in enumerate(texts):
            canvas.drawString(72, top - 20 * number, text)

    return draw


def resume_ko() -> bytes:
    return document(lines(*RESUME_KO, font=KOREAN))


def resume_en() -> bytes:
    return document(lines(*RESUME_EN))


def encrypted(content: bytes, password: str) -> bytes:
    """Return the document encrypted with a user's password; an empty one only forbids things."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(content)))
    writer.encrypt(user_password=password, owner_password="owner", algorithm="RC4-128")
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def scanned() -> bytes:
    """Return a page that is one grey picture."""
    return document(lambda canvas: canvas.rect(0, 0, 595, 842, fill=1))
