"""A zygote from the outside: started, waited for and ended; and a kernel that it was asked for."""

import atexit
import contextlib
import enum
import json
import os
import secrets
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

from firsthand.sandbox.bubblewrap import ENVIRONMENT, NoSandbox, no_namespaces, sandboxed

START_LIMIT_SECONDS = 60
END_LIMIT_SECONDS = 0.1
ANSWER_LIMIT_SECONDS = 2.0
PORTS = ("shell", "iopub", "stdin", "hb", "control")
"""The sockets of a kernel for people; they are made outside and handed in."""

ZYGOTE_LOST = {"exit": -9, "reason": "grader_error"}
"""What is known of a kernel whose zygote did not live to say how it ended."""


class Mode(enum.Enum):
    """What a zygote's kernels are: for a person, graded with this user's rights, or graded in a sandbox."""

    PLAIN = "plain"
    GRADED = "graded"
    SANDBOXED = "sandboxed"


class ZygoteProcess:
    """A running zygote, from the outside; ended by `close` or with this process.

    It begins with the libraries that everybody uses; `load` says what else, and `wait` waits for all of it.
    """

    def __init__(self, mode: Mode = Mode.PLAIN, hidden: Sequence[Path] = (), shown: Iterable[Path] = ()):
        self.mode = mode
        self.address = f"firsthand-{secrets.token_hex(16)}"
        listener = socket.socket(socket.AF_UNIX)
        listener.bind(_place(self.address))
        listener.listen(100)
        self._lifeline, theirs = socket.socketpair()
        descriptors = (listener.fileno(), theirs.fileno())
        command = [sys.executable, "-P", "-m", "firsthand.kernels.zygote", *map(str, descriptors), mode.value]
        environment = dict(os.environ) if mode is Mode.PLAIN else {**os.environ, **ENVIRONMENT}
        if mode is Mode.SANDBOXED:
            command = sandboxed(command, hidden, shown)
        with listener, theirs:
            self._process = subprocess.Popen(
                command,
                pass_fds=descriptors,
                env=environment,
                stdin=subprocess.DEVNULL,
                start_new_session=mode is not Mode.PLAIN,  # Ctrl-C is for who grades, who then ends it
            )
        atexit.register(self.close)

    def load(self, modules: Iterable[str]) -> None:
        """Have modules imported; "package.module:function" also calls the function, once for all kernels."""
        with contextlib.suppress(BrokenPipeError):  # `wait` says why it has ended
            self._lifeline.sendall(json.dumps(list(modules)).encode() + b"\n")

    @property
    def is_ready(self) -> bool:
        """Whether `wait` would return at once."""
        return bool(select.select([self._lifeline], [], [], 0)[0])

    def wait(self) -> None:
        """Wait until the libraries are imported. Raises NoSandbox when this machine does not allow one."""
        self._lifeline.settimeout(START_LIMIT_SECONDS)
        said = self._lifeline.recv(1000).decode().strip()
        if not said:
            raise RuntimeError("The process that starts kernels could not start; what it said stands above.")
        if said != "ready":
            raise NoSandbox(no_namespaces(said))

    def close(self) -> None:
        self._lifeline.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(END_LIMIT_SECONDS)  # it ends the kernels first
        self._process.kill()
        self._process.wait()


def _place(address: str) -> str:
    """Return where a socket is bound: a name on no disk, so that nothing is left there; the zygote asks whose call it is."""
    return f"\0{address}"


class Fork:
    """A kernel that a zygote was asked for; the connection to the zygote is its handle."""

    def __init__(self, address: str, request: dict, descriptors: Sequence[int]):
        self._exit: dict | None = None
        self._unread = b""
        self._started = time.monotonic()
        self._connection: socket.socket | None = socket.socket(socket.AF_UNIX)
        try:
            self._connection.connect(_place(address))
            socket.send_fds(self._connection, [json.dumps(request).encode() + b"\n"], descriptors)
        except OSError:
            self._close()
            raise

    @property
    def is_held(self) -> bool:
        """Whether it is not known yet that the kernel has ended."""
        return self._connection is not None

    def fileno(self) -> int:
        """Return the descriptor on which something arrives when the kernel ends, -1 when that is known."""
        return self._connection.fileno() if self._connection else -1

    def poll(self) -> int | None:
        """Return None while the kernel runs, else its exit code."""
        while self._exit is None and self._next_message(0.0) is not None:
            pass
        return None if self._exit is None else self._exit["exit"]

    @property
    def reason(self) -> str:
        """Why the kernel was ended, as a status; "" when it ended by itself."""
        return (self._exit or {}).get("reason", "")

    def seconds_lived(self) -> float:
        return time.monotonic() - self._started

    def signal(self, signum: int) -> None:
        if self._connection is not None:
            with contextlib.suppress(OSError):
                self._connection.sendall(f"{signum}\n".encode())

    def end(self, reason: str = "") -> None:
        """End the kernel: the zygote does so when the connection closes."""
        self.poll()
        if self._exit is None:
            self._exit = {"exit": -signal.SIGKILL, "reason": reason}
        self._close()

    def time_denied(self) -> float:
        """Return the seconds of this kernel's life in which it was ready to work and others had the processors.

        What its processes worked counts as its own doing, whoever of them waited meanwhile.
        """
        if self._connection is None:
            return 0.0
        with contextlib.suppress(OSError):
            self._connection.sendall(b"usage\n")
        used, lived = self._next_message(ANSWER_LIMIT_SECONDS), self.seconds_lived()
        if not used or "worked" not in used:
            return 0.0
        return max(0.0, lived - max(used["worked"], lived - used["waited"]))

    def _next_message(self, seconds) -> dict | None:
        """Wait for what the zygote says; None when it says nothing."""
        while self._connection is not None:
            line, end, rest = self._unread.partition(b"\n")
            if end:
                self._unread = rest
                return self._noted(json.loads(line))
            self._connection.settimeout(seconds)
            try:
                data = self._connection.recv(1000)
            except (BlockingIOError, TimeoutError):
                return None
            except OSError:
                data = b""
            self._unread += data
            if not data:
                return self._noted(ZYGOTE_LOST)
        return None

    def _noted(self, message) -> dict:
        if "exit" in message:
            self._exit = message
            self._close()
        return message

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
