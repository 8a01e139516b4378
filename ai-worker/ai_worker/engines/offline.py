"""Takes the network from a thread, for libraries that call home.

The kernel holds the limit (seccomp): sockets of the Internet families cannot be made in the thread and in none that it
starts. Other threads of the process, such as the one that talks to the broker, are not touched. Only Linux on x86-64
and ARM64 has it; elsewhere the log says that there is no limit.
"""

import ctypes
import platform
import struct
import sys
from typing import Final

import structlog

log = structlog.get_logger(__name__)

_AF_INET, _AF_INET6 = 2, 10
_EACCES = 13

# linux/prctl.h, linux/seccomp.h, linux/filter.h, linux/audit.h
_PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP, _SECCOMP_MODE_FILTER = 38, 22, 2
_LOAD_WORD, _JUMP_EQUAL, _RETURN = 0x20, 0x15, 0x06
_ALLOW, _ERRNO = 0x7FFF0000, 0x00050000
_NUMBER_AT, _ARCHITECTURE_AT, _FIRST_ARGUMENT_AT = 0, 4, 16

_SOCKET_CALLS: Final = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
"""Audit number of the architecture and number of the system call `socket`."""


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def go_offline() -> bool:
    """Take the network from the calling thread and those that it will start, for good; tell whether that worked."""
    limited = sys.platform == "linux" and platform.machine() in _SOCKET_CALLS and _install()
    if not limited:
        log.warning("thread.not_offline", system=sys.platform, machine=platform.machine())
    return limited


def _install() -> bool:
    architecture, socket_call = _SOCKET_CALLS[platform.machine()]
    lines = (
        (_LOAD_WORD, 0, 0, _ARCHITECTURE_AT),
        (_JUMP_EQUAL, 0, 5, architecture),
        (_LOAD_WORD, 0, 0, _NUMBER_AT),
        (_JUMP_EQUAL, 0, 3, socket_call),
        (_LOAD_WORD, 0, 0, _FIRST_ARGUMENT_AT),
        (_JUMP_EQUAL, 2, 0, _AF_INET),
        (_JUMP_EQUAL, 1, 0, _AF_INET6),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _ERRNO | _EACCES),
    )
    code = b"".join(struct.pack("=HBBI", *line) for line in lines)
    program = _Program(len(lines), code)
    library = ctypes.CDLL(None, use_errno=True)
    return bool(
        library.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0
        and library.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(program), 0, 0) == 0
    )
