"""System calls that a graded kernel may not make: those that take memory nobody counts, or make namespaces.

A filter in classic BPF, as seccomp(2) describes it; numbers of the calls from the kernel's tables for x86-64 and
AArch64. On other machines there is no filter, and the other limits stand alone.
"""

import ctypes
import os

PR_SET_SECCOMP, SECCOMP_MODE_FILTER = 22, 2
LOAD_WORD, JUMP_IF_EQUAL, JUMP_IF_AT_LEAST, JUMP_IF_ANY_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
ALLOW, REFUSE = 0x7FFF0000, 0x00050000
EPERM, ENOSYS = 1, 38
CALL_NUMBER, ARCHITECTURE, FIRST_ARGUMENT = 0, 4, 16
"""Offsets in what the filter is shown of a call."""

MACHINES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}
"""Name of a machine -> its column in the tables below, and what the kernel calls it."""

X32_CALLS = 0x40000000
CLONE, CLONE_NEWUSER, CLONE3 = (56, 220), 0x10000000, 435
REFUSED_CALLS = {
    "add_key": (248, 217),
    "bpf": (321, 280),
    "fsopen": (430, 430),
    "io_uring_setup": (425, 425),
    "keyctl": (250, 219),
    "memfd_create": (319, 279),
    "memfd_secret": (447, 447),
    "mount": (165, 40),
    "move_mount": (429, 429),
    "msgget": (68, 186),
    "open_tree": (428, 428),
    "perf_event_open": (298, 241),
    "process_vm_writev": (311, 271),
    "ptrace": (101, 117),
    "setns": (308, 268),
    "shmget": (29, 194),
    "unshare": (272, 97),
    "userfaultfd": (323, 282),
}


class _Instruction(ctypes.Structure):
    _fields_ = (("code", ctypes.c_ushort), ("yes", ctypes.c_ubyte), ("no", ctypes.c_ubyte), ("value", ctypes.c_uint32))


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("first", ctypes.POINTER(_Instruction)))


def refuse_calls() -> None:
    """Refuse the calls above from here on, for this process and its children. Raises OSError when that is refused."""
    if _PROGRAM is None:
        return
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.byref(_PROGRAM), 0, 0) != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"seccomp: {os.strerror(number)}")


def _filter(machine) -> list[tuple[int, int, int, int]]:
    """Write the filter, an instruction a line: code, lines to jump when true, when false, value."""
    column, architecture = MACHINES[machine]
    refuse = (RETURN, 0, 0, REFUSE | EPERM)
    lines = [
        (LOAD_WORD, 0, 0, ARCHITECTURE),
        (JUMP_IF_EQUAL, 1, 0, architecture),
        refuse,
        (LOAD_WORD, 0, 0, CALL_NUMBER),
    ]
    if machine == "x86_64":
        lines += [(JUMP_IF_AT_LEAST, 0, 1, X32_CALLS), refuse]
    for numbers in REFUSED_CALLS.values():
        lines += [(JUMP_IF_EQUAL, 0, 1, numbers[column]), refuse]
    # clone3 hides its flags from a filter; without it, the C library falls back on clone, which shows them.
    lines += [(JUMP_IF_EQUAL, 0, 1, CLONE3), (RETURN, 0, 0, REFUSE | ENOSYS)]
    lines += [(JUMP_IF_EQUAL, 0, 3, CLONE[column]), (LOAD_WORD, 0, 0, FIRST_ARGUMENT)]
    lines += [(JUMP_IF_ANY_BIT, 0, 1, CLONE_NEWUSER), refuse]
    return [*lines, (RETURN, 0, 0, ALLOW)]


def _program(machine) -> _Program | None:
    if machine not in MACHINES:
        return None
    lines = _filter(machine)
    return _Program(len(lines), (_Instruction * len(lines))(*(_Instruction(*line) for line in lines)))


_PROGRAM = _program(os.uname().machine)  # made once, not in every kernel
