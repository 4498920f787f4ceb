"""What a forked kernel gives up before it runs a learner's code: sight and reach of others, privileges, resources.

Linux only, by system calls, because Python has no names for them. Man pages: unshare(2), mount(2), capabilities(7),
user_namespaces(7), network_namespaces(7), setrlimit(2).
"""

import contextlib
import ctypes
import fcntl
import os
import platform
import re
import resource
import signal
import socket
import struct
import sys
from pathlib import Path

from firsthand.sandbox import seccomp
from firsthand.sandbox.bubblewrap import SCRATCH, tmp_is_taken

CLONE_NEWNS, CLONE_NEWIPC, CLONE_NEWUSER, CLONE_NEWPID, CLONE_NEWNET = (
    0x20000,
    0x8000000,
    0x10000000,
    0x20000000,
    0x40000000,
)
MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_REC, MS_PRIVATE = 1, 2, 4, 8, 16384, 1 << 18
PR_SET_PDEATHSIG, PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS = 1, 24, 38
LINUX_CAPABILITY_VERSION_3 = 0x20080522
SIOCGIFFLAGS, SIOCSIFFLAGS, IFF_UP = 0x8913, 0x8914, 1
SCRATCH_MB = 64
PROCESS_LIMIT = 64
OPEN_FILES_LIMIT = 256
FILE_SIZE_LIMIT_MB = 64
TERMINAL_LIMIT = 16
PENDING_SIGNALS_LIMIT = 1_024
TCP_BUFFER_BYTES = "4096 65536 131072"
"""Least, usual and most: a socket of TCP may otherwise hold megabytes that nobody counts."""

FIRST_GUEST_ID = 61_184
"""The first of the user ids that systemd keeps for services without a user; none of them owns a file."""
GUEST_IDS = 4_000
COUNTED_APART_SINCE = (5, 14)
"""The version of Linux from which on the processes of a user are counted in each user namespace by itself."""


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


def set_apart(guest: int) -> None:
    """Make this process, forked by `fork_apart`, see, reach and be able to do nothing outside itself.

    guest : a number that no other kernel of this machine has now. Raises OSError when the system refuses.
    """
    myself = os.open("/proc/self", os.O_RDONLY | os.O_CLOEXEC)  # while there is a /proc
    _system("unshare", CLONE_NEWNS | CLONE_NEWIPC | CLONE_NEWNET)
    _mount_private_folders()
    _start_network()
    _drop_privileges(myself, guest)
    os.close(myself)
    seccomp.refuse_calls()


def _mount_private_folders() -> None:
    """Mount a view of the kernel's own processes and terminals, and empty folders of a limited size to write in."""
    _mount(None, "/", None, MS_REC | MS_PRIVATE)
    try:
        _mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC)
    except OSError:  # a host that covers parts of /proc allows no second one: then there is none
        _mount("tmpfs", "/proc", "tmpfs", MS_NOSUID | MS_NODEV | MS_NOEXEC | MS_RDONLY, "size=4k")
    terminals = f"newinstance,ptmxmode=0666,mode=620,max={TERMINAL_LIMIT}"
    _mount("devpts", "/dev/pts", "devpts", MS_NOSUID | MS_NOEXEC, terminals)
    for folder in (SCRATCH, "/dev/shm", *([] if tmp_is_taken() else ["/tmp"])):
        _mount("tmpfs", folder, "tmpfs", MS_NOSUID | MS_NODEV, f"size={SCRATCH_MB}m,nr_inodes=10000,mode=1777")


def _mount(source, target, kind, flags, data=None) -> None:
    encoded = [None if text is None else text.encode() for text in (source, target, kind)]
    _system("mount", *encoded, ctypes.c_ulong(flags), data and data.encode())


def _start_network() -> None:
    """Give the process a loopback of its own, as every machine has one."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        name_and_flags = struct.Struct("16sH14x")
        _, flags, *_ = name_and_flags.unpack(fcntl.ioctl(asked, SIOCGIFFLAGS, name_and_flags.pack(b"lo", 0)))
        fcntl.ioctl(asked, SIOCSIFFLAGS, name_and_flags.pack(b"lo", flags | IFF_UP))
    for name in ("tcp_rmem", "tcp_wmem"):
        with contextlib.suppress(OSError):  # where there is no /proc, or it may not be written
            Path("/proc/sys/net/ipv4", name).write_text(TCP_BUFFER_BYTES)


def _drop_privileges(myself, guest) -> None:
    """Become a user that nobody else is, for whom this process's own are counted; give up every capability."""
    with contextlib.suppress(OSError):  # what the memory killer of the host takes first, should it come to that
        _write(myself, "oom_score_adj", "1000")
    number = FIRST_GUEST_ID + guest % GUEST_IDS
    if has_other_users(myself):
        os.chown(SCRATCH, number, number)
        os.setgroups([])
        _drop_capabilities_to_gain()  # while that is allowed
        os.setresgid(number, number, number)
        os.setresuid(number, number, number)
    else:
        with contextlib.suppress(OSError):  # `firsthand doctor` says so
            _system("unshare", CLONE_NEWUSER)
            _write(myself, "setgroups", "deny")
            _write(myself, "uid_map", f"{number} 0 1")
            _write(myself, "gid_map", f"{number} 0 1")
        _drop_capabilities_to_gain()  # a new namespace begins with all of them
    header = (ctypes.c_uint32 * 2)(LINUX_CAPABILITY_VERSION_3, 0)
    _system("capset", header, (ctypes.c_uint32 * 6)())
    _system("prctl", PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)


def _drop_capabilities_to_gain() -> None:
    for capability in range(64):
        _libc.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0)


def _write(folder, name, text) -> None:
    file = os.open(name, os.O_WRONLY, dir_fd=folder)
    try:
        os.write(file, text.encode())
    finally:
        os.close(file)


def has_other_users(process: int) -> bool:
    """Say whether there are users to become; an ordinary user's sandbox has only one, who is called root in it.

    process : its folder in /proc, open.
    """
    with open("uid_map", encoding="ascii", opener=lambda name, flags: os.open(name, flags, dir_fd=process)) as file:
        return file.read().split()[-1] != "1"


def counts_apart() -> bool:
    """Say whether this Linux counts the processes of a user in each user namespace by itself."""
    return tuple(map(int, re.findall(r"\d+", platform.release())[:2])) >= COUNTED_APART_SINCE


def die_with_parent(parent: int | None = None) -> None:
    """End this process when the one that forked it ends; now, where that was `parent` and it has ended already."""
    _system("prctl", PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if parent is not None and os.getppid() != parent:
        os._exit(1)


def limit_resources(memory_mb: int | None, processes: bool) -> None:
    """Limit what this process and its children may take; `memory_mb` beyond what it holds now."""
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_FSIZE, FILE_SIZE_LIMIT_MB << 20)
    _limit(resource.RLIMIT_NOFILE, OPEN_FILES_LIMIT)
    if processes:
        _limit(resource.RLIMIT_NPROC, PROCESS_LIMIT)
        _limit(resource.RLIMIT_SIGPENDING, PENDING_SIGNALS_LIMIT)
    if memory_mb:
        limit_memory(memory_mb)


def limit_memory(memory_mb: int) -> None:
    """Let this process allocate `memory_mb` more than it holds now; beyond that it gets a MemoryError."""
    _limit(resource.RLIMIT_DATA, data_bytes() + (memory_mb << 20))


def _limit(kind, value) -> None:
    _, hard = resource.getrlimit(kind)
    value = min(value, sys.maxsize if hard == resource.RLIM_INFINITY else hard)
    resource.setrlimit(kind, (value, value))


def data_bytes() -> int:
    """Return the size of this process's private, writable memory."""
    with contextlib.suppress(OSError, IndexError):
        return int(Path("/proc/self/statm").read_text().split()[5]) * resource.getpagesize()
    return 0
