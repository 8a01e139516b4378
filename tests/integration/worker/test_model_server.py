"""A worker in front of a model server: as many requests reach it at once as the worker has processes."""

import pytest

from interview_contracts.queues import Queue
from interview_contracts.registry import INTERVIEW_FOLLOW_UP
from interview_contracts.reports import Success
from tests.integration.worker.payloads import FOLLOW_UP
from tests.integration.worker.processes import running_worker
from tests.support.fault_llm_server import Fault, fault_llm_server
from tests.support.waiting import wait_for

pytestmark = pytest.mark.integration

WITHIN_S = 60


def test_interviews_ask_the_server_at_the_same_time(redis_url: str) -> None:
    with fault_llm_server() as server:
        settings = {"LLM_URL": server.url, "WORKER_CONCURRENCY": "2"}
        with running_worker("ai_worker.gpu", Queue.GPU, redis_url, **settings) as worker:
            first = worker.report(worker.send(INTERVIEW_FOLLOW_UP, FOLLOW_UP))
            assert isinstance(first.outcome, Success)

            server.strike(Fault.HANGS)
            keys = [worker.send(INTERVIEW_FOLLOW_UP, FOLLOW_UP) for _ in range(2)]
            wait_for(lambda: server.held == 2, within_s=WITHIN_S, what="two requests at the server at once")
            server.strike(Fault.NONE)
            assert all(isinstance(worker.report(key).outcome, Success) for key in keys)
