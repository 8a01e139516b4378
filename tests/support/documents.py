"""Résumé files, good ones and bad ones."""

import io

import cv2
import numpy as np
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

KOREAN_RESUME = """김하늘
고객 성공 매니저 지원

경력
2021.03 - 2024.08 주식회사 바른클라우드 고객 지원팀 매니저
- 문의 분류 자동화를 도입해 첫 응답 시간을 40% 줄였습니다.
- 신규 고객 교육 과정을 설계하고 운영했습니다.

프로젝트
2023.01 - 2023.06 고객 이탈 예측 대시보드
- SQL과 Python으로 이탈 위험 고객을 찾아 재계약률을 12% 높였습니다.

학력
2015.03 - 2021.02 한빛대학교 경영학과 학사

기술
SQL, Python, Zendesk
"""
_LINE = 18
_KOREAN_FONT = "HYSMyeongJo-Medium"


def pdf(text: str) -> bytes:
    """Return a document with the text, line by line."""
    target = io.BytesIO()
    pdfmetrics.registerFont(UnicodeCIDFont(_KOREAN_FONT))
    canvas = Canvas(target, pagesize=A4)
    canvas.setFont(_KOREAN_FONT, 11)
    for number, line in enumerate(text.splitlines()):
        canvas.drawString(60, A4[1] - 60 - number * _LINE, line)
    canvas.save()
    return target.getvalue()


def encrypted() -> bytes:
    """Return a document that opens with a password only."""
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=A4, encrypt=StandardEncryption("a password", canPrint=0))
    canvas.drawString(60, 700, "Nobody reads this.")
    canvas.save()
    return target.getvalue()


def scanned() -> bytes:
    """Return a document that holds a picture of text and no text."""
    paper = np.full((400, 600, 3), 255, dtype=np.uint8)
    cv2.putText(paper, "A scanned page", (40, 120), cv2.FONT_HERSHEY_SIMPLEX, 1.5, (0, 0, 0), 3)
    done, picture = cv2.imencode(".png", paper)
    assert done
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=A4)
    canvas.drawImage(ImageReader(io.BytesIO(picture.tobytes())), 40, 400, width=400, height=270)
    canvas.save()
    return target.getvalue()


def pages(number: int) -> bytes:
    """Return a document of many pages."""
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=A4)
    for page in range(number):
        canvas.drawString(60, 700, f"Page {page + 1}")
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def large(megabytes: int) -> bytes:
    """Return a file that begins as a document and is very large."""
    return b"%PDF-1.7\n" + b"0" * (megabytes * 1024 * 1024)
