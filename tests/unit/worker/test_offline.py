"""A thread that went offline cannot reach a network, and nobody else is limited by it."""

import socket
import threading
from collections.abc import Callable
from typing import TypeVar

import pytest

from ai_worker.engines.base import NO_DEADLINE
from ai_worker.engines.offline import go_offline
from ai_worker.engines.work_thread import WorkThread

pytestmark = pytest.mark.unit

T = TypeVar("T")


def opens(family: socket.AddressFamily) -> bool:
    """Tell whether this thread may make a socket."""
    try:
        socket.socket(family, socket.SOCK_DGRAM).close()
    except PermissionError:
        return False
    return True


def opens_in_a_thread_of_its_own(family: socket.AddressFamily) -> bool:
    found: list[bool] = []
    thread = threading.Thread(target=lambda: found.append(opens(family)))
    thread.start()
    thread.join()
    return found[0]


@pytest.fixture
def offline() -> Callable[[Callable[[], bool]], bool]:
    """Does work in a thread that went offline."""
    limited: list[bool] = []
    thread = WorkThread("offline", prepare=lambda: limited.append(go_offline()))

    def call(work: Callable[[], bool]) -> bool:
        return thread.run(lambda _: work(), NO_DEADLINE)

    call(lambda: True)
    if limited != [True]:
        pytest.skip("this system has no seccomp filters")
    return call


@pytest.mark.parametrize("family", [socket.AF_INET, socket.AF_INET6])
def test_no_internet_socket_is_made_in_it_or_by_what_it_starts(
    offline: Callable[[Callable[[], bool]], bool], family: socket.AddressFamily
) -> None:
    assert not offline(lambda: opens(family))
    assert not offline(lambda: opens_in_a_thread_of_its_own(family))


def test_the_rest_of_the_process_keeps_its_network(offline: Callable[[Callable[[], bool]], bool]) -> None:
    assert opens(socket.AF_INET)
    assert offline(lambda: opens(socket.AF_UNIX))
