"""Warm kernels for Jupyter: a provisioner that asks a zygote for a fork, and the client that talks to it.

Registered by entry point under the name `firsthand`, so nbval, nbconvert and JupyterLab can use it by the kernel's
name; `firsthand grade` uses the same, in a sandbox.
"""

import contextlib
import json
import math
import os
import random
import shutil
import signal
import socket
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty
from typing import Any

import zmq
from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.provisioning.provisioner_base import KernelProvisionerBase

from firsthand.kernels.sandbox import ENVIRONMENT, PORTS, SCRATCH
from firsthand.kernels.zygote_process import ZygoteProcess

KERNELS = str(Path(__file__).parent / "jupyter")
MESSAGE_LIMIT_BYTES = 8 << 20
MESSAGES_QUEUED = 16
PRINTED_LIMIT = 2_000_000
LOOK_EVERY_SECONDS = 0.2
INTERRUPT_GRACE_SECONDS = 1.0
GREETING_SECONDS = 10
ZYGOTE_LOST = b'{"exit": -9, "reason": "grader_error"}'
"""What is read from a connection that a zygote did not live to end."""


class KernelEnded(RuntimeError):
    """The kernel's process ended while somebody waited for it; `status` is the status of the exercise it ended in."""

    def __init__(self, status: str):
        self.status = status
        super().__init__(status)


@dataclass
class Settings:
    """How kernels of this process are made, and what became of the last one; the grader alone changes them.

    limits : what isolation.py is to do, {} for an ordinary kernel. deadline : when every kernel is ended, by
    time.monotonic. interrupted : whether the cell that runs was interrupted.
    """

    zygote_address: str | None = None
    graded: bool = False
    limits: dict[str, Any] = field(default_factory=dict)
    random_seed: int | None = None
    deadline: float = math.inf
    interrupted: bool = False


settings = Settings()


def name() -> str:
    """Return the kernel to ask Jupyter for, and make it known: a warm one, or where there is none an ordinary one."""
    places = os.environ.get("JUPYTER_PATH", "").split(os.pathsep)
    if KERNELS not in places:
        os.environ["JUPYTER_PATH"] = os.pathsep.join(filter(None, (KERNELS, *places)))
    return "firsthand" if is_warm() else "python3"


def is_warm() -> bool:
    """Say whether kernels are forked here: on Linux; elsewhere numerical libraries may not survive a fork."""
    return sys.platform == "linux"


_own_zygote: ZygoteProcess | None = None


def _address() -> str:
    """Return where the zygote listens; the first kernel of a process starts one."""
    global _own_zygote
    if settings.zygote_address is None:
        _own_zygote = ZygoteProcess()
        _own_zygote.wait()
        settings.zygote_address = _own_zygote.address
    return settings.zygote_address


class WarmProvisioner(KernelProvisionerBase):
    """Starts a kernel as the fork of a zygote; the connection to the zygote is its handle."""

    parent: Any
    _handle: socket.socket | None = None
    _folder: str | None = None
    _exit: dict | None = None
    _unread = b""
    _stderr: Any = None
    _interrupted_at: float | None = None

    @property
    def has_process(self) -> bool:
        return self._handle is not None

    async def pre_launch(self, **kwargs):
        """Bind the kernel's sockets here, so that the kernel itself needs no folder and no network."""
        manager = self.parent
        if issubclass(manager.client_factory, BlockingKernelClient):  # an asynchronous one must not wait in our way
            manager.client_class = "firsthand.kernels.provisioner.WarmClient"
        self._exit, self._unread = None, b""
        self._folder = self._folder or tempfile.mkdtemp(prefix="fh-")  # a restarted kernel is found where it was
        manager.transport, manager.ip = "ipc", f"{self._folder}/k"
        self._scratch = SCRATCH
        if settings.graded and not settings.limits.get("isolate"):
            self._scratch = f"{self._folder}/work"
            os.makedirs(self._scratch, exist_ok=True)
        self._listeners = {}
        for number, name in enumerate(PORTS, start=1):
            setattr(manager, f"{name}_port", number)
            Path(f"{self._folder}/k-{number}").unlink(missing_ok=True)
            self._listeners[name] = socket.socket(socket.AF_UNIX)
            self._listeners[name].bind(f"{self._folder}/k-{number}")
            self._listeners[name].listen(8)
        return await super().pre_launch(cmd=[], **kwargs)

    async def launch_kernel(self, cmd, **kwargs):
        manager = self.parent
        self._stderr = kwargs.get("stderr")
        graded = settings.graded
        request = {
            "connection": {name: value for name, value in manager.get_connection_info().items() if _is_place(name)},
            "key": manager.session.key.decode(),
            "env": self._environment() if graded else kwargs.get("env") or dict(os.environ),
            "cwd": self._scratch if graded else kwargs.get("cwd") or os.getcwd(),
            "random_seed": random.getrandbits(32) if settings.random_seed is None else settings.random_seed,
            "limits": settings.limits,
            "graded": graded,
        }
        try:
            self._ask(request)
        except OSError:
            self._clean_up()
            raise
        return manager.get_connection_info()

    def _ask(self, request) -> None:
        """Ask the zygote for a kernel on the sockets bound; they are the kernel's from then on."""
        with contextlib.ExitStack() as stack:
            listeners = [stack.enter_context(listener) for listener in self._listeners.values()]
            self._handle = socket.socket(socket.AF_UNIX)
            self._handle.connect(_address())
            message = json.dumps(request).encode() + b"\n"
            socket.send_fds(self._handle, [message], [listener.fileno() for listener in listeners])

    def _environment(self) -> dict[str, str]:
        """Return the environment of a graded kernel, with the scratch folder as its home."""
        return {name: value.replace(SCRATCH, self._scratch) for name, value in ENVIRONMENT.items()}

    async def poll(self) -> int | None:
        return self.poll_now()

    def poll_now(self) -> int | None:
        """Return None while the kernel runs, else its exit code."""
        while self._handle is not None:
            self._handle.setblocking(False)
            try:
                data = self._handle.recv(1000)
            except BlockingIOError:
                return None
            except OSError:
                data = b""
            self._unread += data
            if not data:
                self._exit = json.loads(self._unread or ZYGOTE_LOST)
                self._close()
        return None if self._exit is None else self._exit["exit"]

    @property
    def reason(self) -> str:
        """Why the kernel was ended, as a status; "" when it ended by itself."""
        return (self._exit or {}).get("reason", "")

    @property
    def is_overdue(self) -> bool:
        """Whether an interrupt has been ignored for longer than is polite."""
        return self._interrupted_at is not None and time.monotonic() - self._interrupted_at > INTERRUPT_GRACE_SECONDS

    async def wait(self) -> int | None:
        while self.poll_now() is None and self._handle is not None:
            time.sleep(0.005)
        return self._exit["exit"] if self._exit else None

    async def send_signal(self, signum: int) -> None:
        if self._handle is not None:
            if signum == signal.SIGINT and settings.graded:
                settings.interrupted = True
                self._interrupted_at = time.monotonic()
            with contextlib.suppress(OSError):
                self._handle.sendall(f"{signum}\n".encode())

    def begin_cell(self) -> None:
        """Forget the interrupt of the cell before."""
        self._interrupted_at = None

    async def kill(self, restart: bool = False) -> None:
        self.kill_now()

    def kill_now(self, reason: str = "") -> None:
        """End the kernel: the zygote does so when the connection closes."""
        self.poll_now()
        if self._exit is None:
            self._exit = {"exit": -signal.SIGKILL, "reason": reason}
        self._close()

    async def terminate(self, restart: bool = False) -> None:
        self.kill_now()

    async def cleanup(self, restart: bool = False) -> None:
        self._close()
        if not restart:
            self._clean_up()

    def _clean_up(self) -> None:
        self._close()
        if self._folder:
            shutil.rmtree(self._folder, ignore_errors=True)
        if hasattr(self._stderr, "close"):
            self._stderr.close()  # nbval opens one for each kernel and leaves it to us

    def _close(self) -> None:
        if self._handle is not None:
            self._handle.close()
            self._handle = None


def _is_place(name) -> bool:
    return name in ("transport", "ip") or name.endswith("_port")


class Message(dict):
    """A message whose repr is short: nbval writes every message out in full for a log that nobody keeps."""

    def __repr__(self):
        return f"<{self['msg_type']}>"


class WarmClient(BlockingKernelClient):
    """A client that is ready when the kernel says so, sees its death at once, and is not flooded by its output."""

    parent: Any
    _printed = 0

    def start_channels(self, shell=True, iopub=True, stdin=True, hb=True, control=True):
        """Start the channels; whether the kernel lives is known from its process, without a heartbeat."""
        super().start_channels(shell=shell, iopub=iopub, stdin=stdin, hb=False, control=control)

    def _context_default(self):
        """Make sockets; those to a graded kernel take no message, and no queue of messages, beyond a limit."""
        self._created_context = True
        context = zmq.Context()
        if settings.graded:
            context.setsockopt(zmq.RCVHWM, MESSAGES_QUEUED)
            context.setsockopt(zmq.MAXMSGSIZE, MESSAGE_LIMIT_BYTES)
        return context

    def wait_for_ready(self, timeout=None):
        """Wait until the kernel has greeted this client's subscription to its output, as those of today do."""
        try:
            message = self.get_iopub_msg(timeout=GREETING_SECONDS)
            while message["msg_type"] != "iopub_welcome":
                message = self.get_iopub_msg(timeout=GREETING_SECONDS)
        except Empty:
            super().wait_for_ready(timeout=timeout)

    def execute(self, *arguments, **options):
        self.parent.provisioner.begin_cell()
        return super().execute(*arguments, **options)

    def get_shell_msg(self, timeout=None):
        return self._next_message(self.shell_channel, timeout)

    def get_iopub_msg(self, timeout=None):
        """Return the next message of the kernel's output; what it prints beyond a limit is passed over."""
        while True:
            message = self._next_message(self.iopub_channel, timeout)
            if message["msg_type"] == "stream":
                self._printed += len(message["content"]["text"])
            if message["msg_type"] != "stream" or not settings.graded or self._printed < PRINTED_LIMIT:
                return message

    def _next_message(self, channel, timeout):
        """Wait for a message. Raises Empty after `timeout` seconds and KernelEnded when there is no kernel any more."""
        end = math.inf if timeout is None else time.monotonic() + timeout
        provisioner = self.parent.provisioner
        while True:
            if time.monotonic() > settings.deadline or provisioner.is_overdue:
                provisioner.kill_now("timeout")
            if channel.socket.poll(1000 * max(0.0, min(LOOK_EVERY_SECONDS, end - time.monotonic()))):
                with contextlib.suppress(Exception):  # what is not a signed message of Jupyter's is nobody's message
                    return Message(channel.get_msg())
                continue
            if provisioner.poll_now() is not None:
                raise KernelEnded(provisioner.reason or "kernel_died")
            if time.monotonic() >= end:
                raise Empty
