"""A worker's result may name only the file that its task was told to write."""

from uuid import uuid4

import pytest

from backend_core.tasks.results import strays
from interview_contracts.files import FileRef
from interview_contracts.payloads.embeddings import EmbedResult
from interview_contracts.payloads.recordings import AssembleResult

pytestmark = pytest.mark.unit

TARGET = f"recordings/{uuid4()}.webm"


@pytest.mark.parametrize(("path", "expected"), [(TARGET, False), (f"recordings/{uuid4()}.webm", True)])
def test_another_file_strays(path: str, expected: bool) -> None:
    file = FileRef(path=path, size=1, sha256="0" * 64, mime="video/webm")
    result = AssembleResult(file=file, duration_s=1.0, has_video=True)
    assert strays({"target": TARGET}, result) is expected


def test_a_result_without_a_file_does_not() -> None:
    assert not strays({}, EmbedResult(items=(), model="m"))
