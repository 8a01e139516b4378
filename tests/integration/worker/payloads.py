"""Payloads that worker processes get in these tests."""

import json
from typing import Any

from tests.integration.worker.processes import ROOT

FOLLOW_UP: dict[str, Any] = {
    **json.loads(
        (ROOT / "tests/contracts/old_messages/v1/interview.follow_up.payload.json").read_text(encoding="utf-8")
    ),
    "section": "experience",
    "answer": "작년에 주문 서비스가 느려졌을 때 제가 색인을 추가했습니다. 응답 시간이 절반으로 줄었습니다.",
}
"""A follow-up that a language model is asked for; introductions and closings it is not asked about."""
