"""The process that has imported the libraries and forks a kernel for each request; started as `python -m ...zygote`.

It knows no answers and runs no learner's code. A request is one line of JSON on a connection of its own, with the
five listening sockets of the kernel attached; the connection then stands for the kernel: closing it ends the kernel.
"""

import contextlib
import gc
import importlib
import json
import os
import selectors
import signal
import socket
import sys
import time
from dataclasses import dataclass, field

from firsthand.kernels import isolation, seccomp
from firsthand.kernels.sandbox import PORTS

REQUEST_LIMIT_BYTES = 1_000_000
WATCH_EVERY_SECONDS = 0.1


def preload(modules: list[str]) -> None:
    """Import what kernels use, and make the IPython shell that every fork inherits.

    modules : names of modules; "package.module:function" also calls the function, once for all forks.
    """
    gc.disable()  # it would go through all that is imported again and again
    sys.modules["debugpy"] = None  # type: ignore[assignment]  # the debugger is most of a kernel's start
    for name in ("matplotlib.pyplot", *modules):
        module, _, function = name.partition(":")
        with contextlib.suppress(ImportError):  # whoever needs it will be told
            imported = importlib.import_module(module)
            if function:
                getattr(imported, function)()
    from firsthand.kernels.fork import make_shell

    make_shell().run_cell("pass", store_history=False)  # what IPython makes once, no kernel has to
    gc.collect()
    gc.freeze()  # what the collector does not touch stays shared between the forks
    gc.enable()


@dataclass
class Kernel:
    """One kernel that was asked for: its process, its connection, and how much memory it may use."""

    pid: int
    connection: socket.socket
    memory_kb: int | None
    unread: bytes = b""
    ended_for: str = field(default="", compare=False)

    def processes(self, children) -> list[int]:
        """Return the process ids of the kernel and all that it started."""
        found = [self.pid]
        for pid in found:
            found += children.get(pid, [])
        return found


class Zygote:
    """Serve requests on `listener` until `lifeline` ends."""

    def __init__(self, listener: socket.socket, lifeline: socket.socket):
        self._kernels: dict[int, Kernel] = {}
        self._selector = selectors.DefaultSelector()
        self._selector.register(listener, selectors.EVENT_READ, self._accept)
        self._selector.register(lifeline, selectors.EVENT_READ, self._stop)
        self._wake, woken = socket.socketpair()
        self._wake.setblocking(False)
        self._selector.register(woken, selectors.EVENT_READ, lambda woken: woken.recv(100))
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self._wake.fileno(), warn_on_full_buffer=False)
        self._last_watched = 0.0

    def serve(self) -> None:
        while True:
            for key, _ in self._selector.select(WATCH_EVERY_SECONDS if self._kernels else None):
                key.data(key.fileobj)
            self._bury()
            if time.monotonic() - self._last_watched > WATCH_EVERY_SECONDS:
                self._watch_memory()
                self._last_watched = time.monotonic()

    def _accept(self, listener) -> None:
        connection, _ = listener.accept()
        with contextlib.suppress(OSError, ValueError, KeyError):
            self._start_kernel(connection)

    def _start_kernel(self, connection) -> None:
        data, descriptors, _, _ = socket.recv_fds(connection, REQUEST_LIMIT_BYTES, len(PORTS))
        while not data.endswith(b"\n"):
            more = connection.recv(REQUEST_LIMIT_BYTES)
            if not more:  # whoever asked has died in the middle of a word
                raise ValueError("half a request")
            data += more
        request = json.loads(data)
        pid = isolation.fork_apart() if request["limits"].get("isolate") else os.fork()
        if pid == 0:
            _become_kernel(request, dict(zip(PORTS, descriptors, strict=True)))
        for descriptor in descriptors:
            os.close(descriptor)
        memory_mb = request["limits"].get("memory_mb")
        kernel = Kernel(pid, connection, memory_mb and memory_mb * 1024 + _resident_kb(os.getpid()))
        self._kernels[pid] = kernel
        self._selector.register(connection, selectors.EVENT_READ, lambda _: self._command(kernel))

    def _command(self, kernel) -> None:
        """Pass signals on, a number a line; the end of the connection ends the kernel."""
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
            self._signal(kernel, int(line))

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
            message = {"exit": os.waitstatus_to_exitcode(status), "reason": kernel.ended_for}
            with contextlib.suppress(OSError):
                kernel.connection.sendall(json.dumps(message).encode() + b"\n")
            kernel.connection.close()

    def _watch_memory(self) -> None:
        """End a kernel whose processes together hold more memory than it was given."""
        if not any(kernel.memory_kb for kernel in self._kernels.values()):
            return
        children = _children()
        for kernel in self._kernels.values():
            if kernel.memory_kb and not kernel.ended_for and _exceeds(kernel.memory_kb, kernel.processes(children)):
                kernel.ended_for = "memory_limit"
                self._signal(kernel, signal.SIGKILL)

    def _stop(self, lifeline) -> None:
        alive = b""
        with contextlib.suppress(OSError):
            alive = lifeline.recv(1)
        if not alive:
            for kernel in self._kernels.values():
                self._signal(kernel, signal.SIGKILL)
            os._exit(0)


def _become_kernel(request, sockets) -> None:
    """Run a kernel in this forked process and never return."""
    from firsthand.kernels import fork

    code = 1
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        code = fork.run_kernel(request, sockets)
    except BaseException:
        import traceback

        traceback.print_exc()
    finally:
        os._exit(code)


def _children() -> dict[int, list[int]]:
    """Map each process id to those of its children."""
    found: dict[int, list[int]] = {}
    for name in os.listdir("/proc") if os.path.isdir("/proc") else ():
        if name.isdigit():
            with contextlib.suppress(OSError, ValueError, IndexError):
                with open(f"/proc/{name}/stat", encoding="utf-8", errors="replace") as file:
                    parent = int(file.read().rsplit(")", 1)[1].split()[1])  # a name may hold brackets and spaces
                found.setdefault(parent, []).append(int(name))
    return found


def _exceeds(limit_kb, pids) -> bool:
    """Say whether processes together hold more memory; forks share pages, so a first sum may count them twice."""
    return sum(map(_resident_kb, pids)) > limit_kb and sum(map(_proportional_kb, pids)) > limit_kb


def _resident_kb(pid) -> int:
    try:
        with open(f"/proc/{pid}/statm", encoding="ascii") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") // 1024
    except (OSError, IndexError, ValueError):
        return 0


def _proportional_kb(pid) -> int:
    """Return the memory of a process in kB, a page that n processes share counted 1/n."""
    try:
        with open(f"/proc/{pid}/smaps_rollup", encoding="ascii") as file:
            return next(int(line.split()[1]) for line in file if line.startswith("Pss:"))
    except (OSError, StopIteration, ValueError):
        return _resident_kb(pid)


def _why_no_isolation() -> str:
    """Try, in a process of its own, all that a graded kernel does to isolate itself; return "" or what was refused."""
    outcome, result = os.pipe()
    try:
        pid = isolation.fork_apart()
    except OSError as error:
        return str(error)
    if pid == 0:
        said = b""
        try:
            isolation.leave_namespaces()
            isolation.mount_private_folders(tmp=False)
            isolation.drop_privileges()
            seccomp.refuse_calls()
        except OSError as error:
            said = str(error).encode()
        os.write(result, said or b"isolated")
        os._exit(0)
    os.close(result)
    os.waitpid(pid, 0)
    with os.fdopen(outcome, "rb") as file:
        answer = file.read().decode()
    return "" if answer == "isolated" else answer or "the trial process died"


def main() -> None:
    """Serve on the descriptors given; say on the lifeline "ready", or why kernels cannot be isolated as asked."""
    listener = socket.socket(fileno=int(sys.argv[1]))
    lifeline = socket.socket(fileno=int(sys.argv[2]))
    refused = _why_no_isolation() if sys.argv[3] == "isolate" else ""
    if not refused:
        preload(sys.argv[4:] if sys.argv[3] == "isolate" else ["firsthand.kernels.plain_kernel", *sys.argv[4:]])
    with contextlib.suppress(BrokenPipeError):  # nobody may wait any more
        lifeline.sendall((refused or "ready").encode() + b"\n")
    if not refused:
        Zygote(listener, lifeline).serve()


if __name__ == "__main__":
    main()
