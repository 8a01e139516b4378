"""Every task that the core sends has a handler, and its functions take what the results consumer gives."""

import inspect

import pytest

from backend_core.tasks.handlers import HANDLERS, LIVE_HANDLERS
from interview_contracts import registry

pytestmark = pytest.mark.unit

LATER = {
    registry.JOB_DRAFT.name,
    registry.FEEDBACK_WRITE.name,
    registry.QUESTION_LINT.name,
    registry.REPORT_RENDER_PDF.name,
}
"""Named now, sent by later work."""


def test_every_task_has_its_handler() -> None:
    recorded = {spec.name for spec in registry.ALL_TASKS if spec.recorded}
    live = {spec.name for spec in registry.ALL_TASKS if not spec.recorded} - {registry.CORE_RECORD_RESULT.name}
    assert set(HANDLERS) == recorded - LATER
    assert set(LIVE_HANDLERS) == live


@pytest.mark.parametrize("name", sorted(HANDLERS))
def test_signatures(name: str) -> None:
    handler = HANDLERS[name]
    assert len(inspect.signature(handler.succeeded).parameters) == 4
    assert len(inspect.signature(handler.failed).parameters) == 3
