"""What a forked kernel gives up before it runs a learner's code: sight of other processes, privileges, resources.

Linux only, by system calls, because Python has no names for them. Man pages: unshare(2), mount(2), capabilities(7),
user_namespaces(7), setrlimit(2).
"""

import contextlib
import ctypes
import os
import resource
import signal
from pathlib import Path

from firsthand.kernels.sandbox import SCRATCH

CLONE_NEWNS, CLONE_NEWIPC, CLONE_NEWPID = 0x20000, 0x8000000, 0x20000000
MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_REC, MS_PRIVATE = 1, 2, 4, 8, 16384, 1 << 18
PR_SET_PDEATHSIG, PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS = 1, 24, 38
LINUX_CAPABILITY_VERSION_3 = 0x20080522
SCRATCH_MB = 64
PROCESS_LIMIT = 64
OPEN_FILES_LIMIT = 256
FILE_SIZE_LIMIT_MB = 64
FIRST_GUEST_ID = 61_184
"""The first of the user ids that systemd keeps for services without a user; none of them owns a file."""
GUEST_IDS = 4_000


_libc = ctypes.CDLL(None, use_errno=True)


def _system(function, *arguments) -> None:
    """Make a system call through the C library. Raises OSError, with the call's name, when it is refused."""
    if getattr(_libc, function)(*arguments) != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{function}: {os.strerror(number)}")


def fork_apart() -> int:
    """Fork a process that sees no other: the first of a namespace, where all that it starts ends with it.

    Returns as os.fork does. Raises OSError when the system refuses.
    """
    own = os.open("/proc/self/ns/pid", os.O_RDONLY | os.O_CLOEXEC)
    _system("unshare", CLONE_NEWPID)  # for the next process that is forked; this one stays where it is
    pid = -1
    try:
        pid = os.fork()
    finally:
        if pid:  # also where there was no fork
            _system("setns", own, CLONE_NEWPID)
        os.close(own)
    return pid


def leave_namespaces() -> None:
    """Leave the mounts and the shared memory of the process that forked this one."""
    _system("unshare", CLONE_NEWNS | CLONE_NEWIPC)


def mount_private_folders(*, tmp: bool) -> None:
    """Mount a view of the kernel's own processes, and empty folders of a limited size to write in, /tmp if so asked."""
    _mount(None, "/", None, MS_REC | MS_PRIVATE)
    try:
        _mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC)
    except OSError:  # a host that covers parts of /proc allows no second one: then there is none
        _mount("tmpfs", "/proc", "tmpfs", MS_NOSUID | MS_NODEV | MS_NOEXEC | MS_RDONLY, "size=4k")
    for folder in (SCRATCH, "/dev/shm", *(["/tmp"] if tmp else [])):
        _mount("tmpfs", folder, "tmpfs", MS_NOSUID | MS_NODEV, f"size={SCRATCH_MB}m,nr_inodes=10000,mode=1777")


def _mount(source, target, kind, flags, data=None) -> None:
    encoded = [None if text is None else text.encode() for text in (source, target, kind)]
    _system("mount", *encoded, ctypes.c_ulong(flags), data and data.encode())


def drop_privileges() -> None:
    """Become a user who owns nothing where this process is really root; give up every capability."""
    with contextlib.suppress(OSError):  # what the memory killer of the host takes first, should it come to that
        Path("/proc/self/oom_score_adj").write_text("1000")
    for capability in range(64):
        _libc.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0)
    if _has_other_users():
        guest = FIRST_GUEST_ID + int.from_bytes(os.urandom(4)) % GUEST_IDS
        os.chown(SCRATCH, guest, guest)
        os.setgroups([])
        os.setresgid(guest, guest, guest)
        os.setresuid(guest, guest, guest)
    header = (ctypes.c_uint32 * 2)(LINUX_CAPABILITY_VERSION_3, 0)
    _system("capset", header, (ctypes.c_uint32 * 6)())
    _system("prctl", PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)


def _has_other_users() -> bool:
    """Say whether there are users to become; an ordinary user's sandbox has only one, who is called root in it."""
    return Path("/proc/self/uid_map").read_text().split()[-1] != "1"


def die_with_parent() -> None:
    _system("prctl", PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def limit_resources(memory_mb: int | None, processes: bool) -> None:
    """Limit what this process and its children may take; `memory_mb` beyond what it holds now."""
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_FSIZE, FILE_SIZE_LIMIT_MB << 20)
    _limit(resource.RLIMIT_NOFILE, OPEN_FILES_LIMIT)
    if processes:
        _limit(resource.RLIMIT_NPROC, PROCESS_LIMIT)
    if memory_mb:
        limit_memory(memory_mb)


def limit_memory(memory_mb: int) -> None:
    """Let this process allocate `memory_mb` more than it holds now; beyond that it gets a MemoryError."""
    _limit(resource.RLIMIT_DATA, _data_bytes() + (memory_mb << 20))


def _limit(kind, value) -> None:
    _, hard = resource.getrlimit(kind)
    value = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(kind, (value, value))


def _data_bytes() -> int:
    """Return the size of this process's private, writable memory."""
    with contextlib.suppress(OSError, IndexError):
        return int(Path("/proc/self/statm").read_text().split()[5]) * resource.getpagesize()
    return 0
