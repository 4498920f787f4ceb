"""The process that has imported the libraries and forks a kernel for each request; started as `python -m ...zygote`.

It knows no answers and runs no learner's code. A request is one line of JSON on a connection of its own, with the
kernel's sockets attached; the connection then stands for the kernel: closing it ends the kernel.
"""

import contextlib
import fcntl
import gc
import importlib
import itertools
import json
import os
import random
import selectors
import signal
import socket
import struct
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from firsthand.kernels.zygote_process import PORTS, Mode
from firsthand.sandbox import isolation, trial, usage

REQUEST_LIMIT_BYTES = 1_000_000
WATCH_EVERY_SECONDS = 0.1
WATCH_SHARE = 0.3
"""Of the time: more is not spent on watching one kernel, however many its processes are."""

SHARE = 1.25
"""Processors that a kernel may use, a little more than one; one that uses more is kept on a single one from then on."""


LIBRARIES = ("numpy", "pandas", "matplotlib.pyplot")


def preload(graded: bool, modules: Iterator[str]) -> None:
    """Import what kernels use, and make the IPython shell that every fork inherits.

    modules : names of modules, asked for when the libraries are there; "package.module:function" also calls the
    function, once for all forks.
    """
    gc.disable()  # it would go through all that is imported again and again
    sys.modules["debugpy"] = None  # type: ignore[assignment]  # the debugger is most of a kernel's start
    for name in itertools.chain(LIBRARIES, [] if graded else ["firsthand.kernels.plain_kernel"], modules):
        module, _, function = name.partition(":")
        with contextlib.suppress(ImportError):  # whoever needs it will be told
            imported = _imported(module)
            if function:
                getattr(imported, function)()
    from firsthand.kernels.fork import make_shell

    make_shell(graded).run_cell("pass", store_history=False)  # what IPython makes once, no kernel has to
    gc.freeze()  # what the collector does not touch stays shared between the forks; to collect first takes too long
    gc.enable()


def _imported(name: str) -> Any:
    """Import a module, or what a package gives when it is asked for, and may import only then."""
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError:
        package, _, given = name.rpartition(".")
        if not package:
            raise
        return getattr(importlib.import_module(package), given, None)


def _said_on(lifeline) -> Iterator[str]:
    """Yield the names of modules that stand on the lifeline's first line; end this process where there is none."""
    data = b""
    while not data.endswith(b"\n"):
        more = lifeline.recv(65_536)
        if not more:  # whoever asked has gone
            os._exit(0)
        data += more
    yield from json.loads(data)


def _end_when_nobody_asks(lifeline) -> None:
    """End this process, whatever it is importing, when the other end of the lifeline is closed."""

    def look(*_):
        with contextlib.suppress(OSError):  # nothing has come, and nobody has gone
            if not lifeline.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT):
                os._exit(0)

    signal.signal(signal.SIGIO, look)
    fcntl.fcntl(lifeline, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(lifeline, fcntl.F_SETFL, fcntl.fcntl(lifeline, fcntl.F_GETFL) | os.O_ASYNC)
    look()


@dataclass
class Kernel:
    """One kernel that was asked for: its process, its connection, how much memory it may use, whether it is set apart."""

    pid: int
    connection: socket.socket
    memory_kb: int | None
    is_apart: bool
    unread: bytes = b""
    ended_for: str = field(default="", compare=False)
    watched: float = field(default_factory=time.monotonic)
    watch_next: float = 0.0
    worked: float = 0.0
    processor: int | None = None


class Zygote:
    """Serve requests on `listener` until `lifeline` ends."""

    def __init__(self, listener: socket.socket, lifeline: socket.socket):
        self._kernels: dict[int, Kernel] = {}
        self._number = random.SystemRandom().randrange(isolation.GUEST_IDS)  # another zygote may run here
        self._selector = selectors.DefaultSelector()
        self._selector.register(listener, selectors.EVENT_READ, self._accept)
        self._selector.register(lifeline, selectors.EVENT_READ, self._stop)
        self._wake, woken = socket.socketpair()
        self._wake.setblocking(False)
        self._selector.register(woken, selectors.EVENT_READ, lambda woken: woken.recv(100))
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self._wake.fileno(), warn_on_full_buffer=False)
        self._watch_next = 0.0
        self._own_size = usage.Size.of(os.getpid())

    def serve(self) -> None:
        while True:
            for key, _ in self._selector.select(WATCH_EVERY_SECONDS if self._kernels else None):
                key.data(key.fileobj)
            self._bury()
            if time.monotonic() > self._watch_next:
                self._watch()

    def _accept(self, listener) -> None:
        connection, _ = listener.accept()
        with contextlib.suppress(OSError, ValueError, KeyError):
            if _caller(connection) == os.getuid():
                self._start_kernel(connection)

    def _start_kernel(self, connection) -> None:
        data, descriptors, _, _ = socket.recv_fds(connection, REQUEST_LIMIT_BYTES, len(PORTS))
        while not data.endswith(b"\n"):
            more = connection.recv(REQUEST_LIMIT_BYTES)
            if not more:  # whoever asked has died in the middle of a word
                raise ValueError("half a request")
            data += more
        request = json.loads(data)
        self._number += 1
        myself = os.getpid()
        pid = isolation.fork_apart() if request["isolate"] else os.fork()
        if pid == 0:
            _become_kernel(request, descriptors, self._number, myself)
        for descriptor in descriptors:
            os.close(descriptor)
        memory_mb = request["memory_mb"]
        kernel = Kernel(pid, connection, memory_mb and memory_mb * 1024, request["isolate"])
        self._kernels[pid] = kernel
        self._selector.register(connection, selectors.EVENT_READ, lambda _: self._command(kernel))

    def _command(self, kernel) -> None:
        """Do what each line says: pass a signal on, or tell what was used; the end of the connection ends the kernel."""
        data = b""
        with contextlib.suppress(OSError):
            data = kernel.connection.recv(100)
        if not data:
            self._selector.unregister(kernel.connection)
            kernel.connection.close()
            self._signal(kernel, signal.SIGKILL)
            return
        *lines, kernel.unread = (kernel.unread + data).split(b"\n")
        for line in lines:
            if line == b"usage":
                self._tell(kernel, **_used_by(kernel))
            else:
                self._signal(kernel, int(line))

    def _tell(self, kernel, **message) -> None:
        with contextlib.suppress(OSError):
            kernel.connection.sendall(json.dumps(message).encode() + b"\n")

    def _signal(self, kernel, signum) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(kernel.pid, signum)
            if signum == signal.SIGKILL:  # also what it started, where no namespace ends with it
                os.killpg(kernel.pid, signum)

    def _bury(self) -> None:
        """Say of each kernel that ended how it ended."""
        while self._kernels:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if pid == 0:
                return
            kernel = self._kernels.pop(pid, None)
            if kernel is None or kernel.connection.fileno() == -1:  # an orphan of a kernel's, or nobody waits for it
                continue
            self._selector.unregister(kernel.connection)
            self._tell(kernel, exit=os.waitstatus_to_exitcode(status), reason=kernel.ended_for)
            kernel.connection.close()

    def _watch(self) -> None:
        """Look at all kernels that have a limit; at one that takes long to look at, because it is many, not so often."""
        now = time.monotonic()
        self._watch_next = now + WATCH_EVERY_SECONDS
        due = [kernel for kernel in self._kernels.values() if kernel.memory_kb and kernel.watch_next <= now]
        everybody = usage.processes() if due else {}
        for kernel in due:
            began = time.monotonic()
            self._look_at(kernel, everybody, began)
            kernel.watch_next = began + (time.monotonic() - began) / WATCH_SHARE

    def _look_at(self, kernel, everybody, now) -> None:
        """End a kernel that takes more memory than it was given; keep one that takes more than a processor to one."""
        family = usage.family(kernel.pid, everybody)
        if not kernel.ended_for and usage.exceeds(kernel.memory_kb, self._own_size, family, everybody, kernel.is_apart):
            kernel.ended_for = "memory_limit"
            self._signal(kernel, signal.SIGKILL)
        worked = usage.seconds_worked(family, everybody)
        if kernel.processor is None and worked - kernel.worked > SHARE * (now - kernel.watched):
            kernel.processor = self._least_taken_processor()
        kernel.worked, kernel.watched = worked, now
        if kernel.processor is not None:
            for task in (task for pid in family for task in usage.tasks(pid)):
                with contextlib.suppress(OSError):  # it has ended, or the system does not allow it
                    os.sched_setaffinity(int(task.rpartition("/")[2]), {kernel.processor})

    def _least_taken_processor(self) -> int:
        taken = [other.processor for other in self._kernels.values()]
        return min(reversed(sorted(os.sched_getaffinity(0))), key=taken.count)

    def _stop(self, lifeline) -> None:
        alive = b""
        with contextlib.suppress(OSError):
            alive = lifeline.recv(1)
        if not alive:
            for kernel in self._kernels.values():
                self._signal(kernel, signal.SIGKILL)
            os._exit(0)


def _caller(connection) -> int:
    """Return the id of the user who has connected."""
    _, user, _ = struct.unpack("3i", connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12))
    return user


def _used_by(kernel) -> dict[str, float]:
    """Return the seconds that a kernel's processes worked, and that the unluckiest of them waited for a processor."""
    everybody = usage.processes()
    family = usage.family(kernel.pid, everybody)
    return {"worked": usage.seconds_worked(family, everybody), "waited": usage.longest_wait(family)}


def _become_kernel(request, descriptors, number, parent) -> None:
    """Run a kernel in this forked process and never return."""
    from firsthand.kernels import fork

    code = 1
    try:
        signal.set_wakeup_fd(-1)
        for handled in (signal.SIGCHLD, signal.SIGIO):
            signal.signal(handled, signal.SIG_DFL)
        code = fork.run_kernel(request, descriptors, number, parent)
    finally:
        os._exit(code)


def main() -> None:
    """Serve on the descriptors given; say on the lifeline "ready", or why kernels cannot be isolated as asked."""
    listener = socket.socket(fileno=int(sys.argv[1]))
    lifeline = socket.socket(fileno=int(sys.argv[2]))
    mode = Mode(sys.argv[3])
    _end_when_nobody_asks(lifeline)
    refused = trial.why_no_isolation() if mode is Mode.SANDBOXED else ""
    if not refused:
        preload(mode is not Mode.PLAIN, _said_on(lifeline))
    with contextlib.suppress(BrokenPipeError):  # nobody may wait any more
        lifeline.sendall((refused or "ready").encode() + b"\n")
    if not refused:
        Zygote(listener, lifeline).serve()


if __name__ == "__main__":
    main()
