"""System calls that a graded kernel may not make: what takes memory nobody counts, is shared by all, or makes namespaces.

A filter in classic BPF, as seccomp(2) describes it; numbers of the calls from the kernel's tables for x86-64 and
AArch64. On other machines there is no filter, and the other limits stand alone.
"""

import ctypes
import os
import socket

PR_SET_SECCOMP, SECCOMP_MODE_FILTER = 22, 2
LOAD_WORD, AND, JUMP_IF_EQUAL, JUMP_IF_AT_LEAST, JUMP_IF_ANY_BIT, RETURN = 0x20, 0x54, 0x15, 0x35, 0x45, 0x06
ALLOW, REFUSE = 0x7FFF0000, 0x00050000
SUCCESS, EPERM, ENOSYS, EAFNOSUPPORT = 0, 1, 38, 97
"""What a call that is not made returns; the first says that it was."""

CALL_NUMBER, ARCHITECTURE, ARGUMENTS = 0, 4, (16, 24, 32)
"""Offsets in what the filter is shown of a call."""

MACHINES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}
"""Name of a machine -> its column in the tables below, and what the kernel calls it."""

X32_CALLS = 0x40000000
CLONE, CLONE_NEWUSER, CLONE3 = (56, 220), 0x10000000, 435
SOCKET, SOCKETPAIR, TYPE_OF_SOCKET = (41, 198), (53, 199), 0xF
NOT_THERE = -1
REFUSED_CALLS = {
    "add_key": (248, 217),
    "bpf": (321, 280),
    "fanotify_init": (300, 262),
    "fsopen": (430, 430),
    "inotify_init": (253, NOT_THERE),
    "inotify_init1": (294, 26),
    "io_setup": (206, 0),
    "io_uring_setup": (425, 425),
    "keyctl": (250, 219),
    "memfd_create": (319, 279),
    "memfd_secret": (447, 447),
    "mount": (165, 40),
    "move_mount": (429, 429),
    "mq_open": (240, 180),
    "msgget": (68, 186),
    "open_tree": (428, 428),
    "perf_event_open": (298, 241),
    "process_vm_writev": (311, 271),
    "ptrace": (101, 117),
    "request_key": (249, 218),
    "semget": (64, 190),
    "setns": (308, 268),
    "shmget": (29, 194),
    "splice": (275, 76),
    "tee": (276, 77),
    "unshare": (272, 97),
    "userfaultfd": (323, 282),
    "vmsplice": (278, 75),
}
IGNORED_CALLS = {"sched_setaffinity": (203, 122)}
"""Calls that seem to succeed: on which processors a kernel runs is decided for it, and honest code may ask."""

INTERNET_PROTOCOLS = (0, socket.IPPROTO_TCP, socket.IPPROTO_UDP)


class _Instruction(ctypes.Structure):
    _fields_ = (("code", ctypes.c_ushort), ("yes", ctypes.c_ubyte), ("no", ctypes.c_ubyte), ("value", ctypes.c_uint32))


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("first", ctypes.POINTER(_Instruction)))


def is_known_here() -> bool:
    """Say whether the tables above are for this machine."""
    return _PROGRAM is not None


def refuse_calls() -> None:
    """Refuse the calls above from here on, for this process and its children. Raises OSError when that is refused."""
    if _PROGRAM is None:
        return
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.byref(_PROGRAM), 0, 0) != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"seccomp: {os.strerror(number)}")


_Line = tuple[int, int, int, int]
"""An instruction: code, lines to jump when true, when false, value."""


def _filter(machine) -> list[_Line]:
    column, architecture = MACHINES[machine]
    lines = [
        (LOAD_WORD, 0, 0, ARCHITECTURE),
        (JUMP_IF_EQUAL, 1, 0, architecture),
        _return(EPERM),
        (LOAD_WORD, 0, 0, CALL_NUMBER),
    ]
    if machine == "x86_64":
        lines += [(JUMP_IF_AT_LEAST, 0, 1, X32_CALLS), _return(EPERM)]
    refused = dict.fromkeys(REFUSED_CALLS.values(), EPERM) | dict.fromkeys(IGNORED_CALLS.values(), SUCCESS)
    # clone3 hides its flags from a filter; without it, the C library falls back on clone, which shows them.
    refused[CLONE3, CLONE3] = ENOSYS
    for numbers, result in refused.items():
        if numbers[column] != NOT_THERE:
            lines += _for_call(numbers[column], [_return(result)])
    lines += _for_call(CLONE[column], [_load_argument(0), (JUMP_IF_ANY_BIT, 0, 1, CLONE_NEWUSER), _return(EPERM)])
    lines += _for_call(SOCKETPAIR[column], _only_unix_sockets())
    lines += _for_call(SOCKET[column], _only_common_sockets())
    return [*lines, (RETURN, 0, 0, ALLOW)]


def _for_call(number, body: list[_Line]) -> list[_Line]:
    """Do `body` for one call, whose number is loaded; the call is allowed where the body does not return."""
    body = body if body[-1][0] == RETURN and len(body) == 1 else [*body, (RETURN, 0, 0, ALLOW)]
    return [(JUMP_IF_EQUAL, 0, len(body), number), *body]


def _return(error) -> _Line:
    return (RETURN, 0, 0, REFUSE | error)


def _load_argument(index) -> _Line:
    return (LOAD_WORD, 0, 0, ARGUMENTS[index])


def _only_unix_sockets() -> list[_Line]:
    return [_load_argument(0), (JUMP_IF_EQUAL, 1, 0, socket.AF_UNIX), _return(EAFNOSUPPORT)]


def _only_common_sockets() -> list[_Line]:
    """Allow Unix sockets, TCP and UDP: other families and protocols are other ways out, and more of Linux to attack."""
    allow = (RETURN, 0, 0, ALLOW)
    return [
        _load_argument(0),
        *((JUMP_IF_EQUAL, 0, 1, socket.AF_UNIX), allow),
        *((JUMP_IF_EQUAL, 2, 0, socket.AF_INET), (JUMP_IF_EQUAL, 1, 0, socket.AF_INET6), _return(EAFNOSUPPORT)),
        *(_load_argument(1), (AND, 0, 0, TYPE_OF_SOCKET)),
        *((JUMP_IF_EQUAL, 2, 0, socket.SOCK_STREAM), (JUMP_IF_EQUAL, 1, 0, socket.SOCK_DGRAM), _return(EAFNOSUPPORT)),
        _load_argument(2),
        *(line for protocol in INTERNET_PROTOCOLS for line in ((JUMP_IF_EQUAL, 0, 1, protocol), allow)),
        _return(EAFNOSUPPORT),
    ]


def _program(machine) -> _Program | None:
    if machine not in MACHINES:
        return None
    lines = _filter(machine)
    return _Program(len(lines), (_Instruction * len(lines))(*(_Instruction(*line) for line in lines)))


_PROGRAM = _program(os.uname().machine)  # made once, not in every kernel
