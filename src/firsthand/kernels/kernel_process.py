"""A graded kernel from the outside: started, asked, waited for and ended, whatever it does."""

import contextlib
import itertools
import os
import select
import shutil
import signal
import socket
import struct
import sys
import tempfile
import time
from dataclasses import dataclass, field

from firsthand.kernels.channel import GREETING, BrokenChannelError, Channel
from firsthand.kernels.zygote_process import ZYGOTE_LOST, Fork
from firsthand.sandbox.bubblewrap import ENVIRONMENT, SCRATCH

REPLY_LIMIT_BYTES = 8 << 20
FORGED_REPLIES, FORGED_BYTES = 1_000, 8_192
"""Answers to what was not asked, of which this many are passed over before the kernel is ended; so many bytes are one more."""
INTERRUPT_GRACE_SECONDS = 1.0
SEND_LIMIT_SECONDS = 20.0
WORTH_WAITING_SECONDS = 0.05
CROWDED = 0.25
"""Share of its time that a kernel had no processor, from which on a limit that it missed proves nothing."""
PATIENCE = 4
"""How many times as long as it should take a submission is waited for, however crowded the machine."""


def is_possible() -> bool:
    """Say whether kernels are forked here: on Linux; elsewhere numerical libraries may not survive a fork."""
    return sys.platform == "linux"


class KernelEnded(RuntimeError):
    """The kernel's process ended while somebody waited for it; `status` is the status of the exercise it ended in."""

    def __init__(self, status: str):
        self.status = status
        super().__init__(status)


class NoKernelError(RuntimeError):
    """There is no kernel, or none any more, and no code that it ran is to blame."""


class Budget:
    """The time that the kernels of one submission may take together; waiting for a processor does not count.

    was_crowded : a limit was missed, and the machine was too busy for that to prove anything.
    """

    def __init__(self, seconds: float):
        self.ends = time.monotonic() + seconds
        self._last = time.monotonic() + PATIENCE * seconds
        self.was_crowded = False

    def extend(self, seconds: float) -> None:
        self.ends = min(self.ends + seconds, self._last)

    def allow(self, seconds: float) -> None:
        """Allow that many seconds more from now on."""
        self.ends = time.monotonic() + seconds
        self._last = time.monotonic() + PATIENCE * seconds


@dataclass(frozen=True)
class Kernels:
    """How the kernels of a submission are made.

    address : of the zygote. isolate : whether each is set apart. memory_mb : what it may take. wanted : the MIME type
    whose last display is told. random_seed : of Python's and NumPy's random states.
    """

    address: str
    isolate: bool
    memory_mb: int | None
    wanted: str
    random_seed: int = 0
    budget: Budget = field(default_factory=lambda: Budget(60))

    def start(self) -> "KernelProcess":
        """Start a kernel. Raises NoKernelError when there is no zygote any more."""
        return KernelProcess(self)


@dataclass(frozen=True)
class Reply:
    """How a cell ended: the name of its exception or nothing, what it printed, and the text it displayed, if any."""

    error: str
    printed: str
    shown: str | None


_number = struct.Struct(">Q")


class KernelProcess:
    """A running kernel. Its process may be a learner's to do with as they like; nothing that it sends is trusted."""

    def __init__(self, kernels: Kernels):
        self._budget = kernels.budget
        self._folder = None if kernels.isolate else tempfile.mkdtemp(prefix="fh-")
        scratch = self._folder or SCRATCH
        request = {
            "graded": True,
            "isolate": kernels.isolate,
            "memory_mb": kernels.memory_mb,
            "wanted": kernels.wanted,
            "env": {name: value.replace(SCRATCH, scratch) for name, value in ENVIRONMENT.items()},
            "cwd": scratch,
            "random_seed": kernels.random_seed,
        }
        ours, theirs = socket.socketpair()
        self._channel = Channel(ours, 4, REPLY_LIMIT_BYTES)
        try:
            with theirs:
                self._fork = Fork(kernels.address, request, [theirs.fileno()])
        except OSError as error:
            ours.close()
            self._remove_folder()
            raise NoKernelError(f"the process that makes kernels does not answer: {error}") from error
        self._numbers = itertools.count(int.from_bytes(os.urandom(6)))
        self._asked = b""
        self._granted = 0.0
        self._forged = 0
        self._has_greeted = False

    @property
    def is_alive(self) -> bool:
        return self._fork.poll() is None

    def ask(self, code: str) -> None:
        """Have a cell executed. Raises KernelEnded and NoKernelError."""
        self._asked = _number.pack(next(self._numbers))
        self._channel.socket.settimeout(SEND_LIMIT_SECONDS)
        try:
            self._channel.send(self._asked, code.encode("utf-8", "replace"))
        except TimeoutError:
            self._end("timeout")
        except OSError:
            self._end("kernel_died", patience=INTERRUPT_GRACE_SECONDS)
        self._channel.socket.setblocking(False)

    def reply(self, seconds: float) -> Reply | None:
        """Wait for the end of the cell; None when its time is up.

        Raises KernelEnded, also when the submission's time is up, and NoKernelError.
        """
        end = time.monotonic() + seconds
        while (reply := self._arrived()) is None:
            limit = min(end, self._budget.ends)
            if limit > (now := time.monotonic()):
                self._wait(limit - now)
                continue
            more = self._denied()
            if more > WORTH_WAITING_SECONDS:
                end += more
                self._budget.extend(more)
            if more <= WORTH_WAITING_SECONDS or self._budget.ends <= now:
                self._note_crowd()
                if self._budget.ends <= now:
                    self._end("timeout")
                return None
        return reply

    def interrupt(self) -> None:
        """Raise KeyboardInterrupt in the cell."""
        self._fork.signal(signal.SIGINT)

    def reply_to_interrupt(self) -> Reply:
        """Wait for the end of a cell that was interrupted. Raises KernelEnded when it does not end."""
        return self.reply(INTERRUPT_GRACE_SECONDS) or self._end("timeout")

    def close(self) -> None:
        """End the kernel and all that it started."""
        self._fork.end()
        self._channel.socket.close()
        self._remove_folder()

    def _arrived(self) -> Reply | None:
        """Return the answer to what was asked, if it is there. Raises KernelEnded."""
        is_alive = self.is_alive  # asked first: what a kernel said before it ended is heard
        try:
            while (message := self._channel.read()) is not None:
                number, error, printed, shown = message
                if not self._has_greeted:
                    self._greet(number, _text(error))
                elif number == self._asked:
                    return Reply(_text(error), _text(printed), _text(shown[1:]) if shown else None)
                else:
                    self._forged += 1 + sum(map(len, message)) // FORGED_BYTES
                    if self._forged > FORGED_REPLIES:
                        self._end("kernel_died")
        except BrokenChannelError:
            self._end("kernel_died", patience=INTERRUPT_GRACE_SECONDS)
        if not is_alive:
            self._end("kernel_died")
        return None

    def _greet(self, number, error) -> None:
        if number != GREETING or error:
            raise NoKernelError(error or "the kernel did not greet")
        self._has_greeted = True

    def _wait(self, seconds: float) -> None:
        """Wait until something is said, by the kernel or of it."""
        _wait_for(seconds, self._channel.socket.fileno(), self._fork.fileno())

    def _denied(self) -> float:
        """Return the time for which others had the processors, but for what was granted already."""
        granted, self._granted = self._granted, max(self._granted, self._fork.time_denied())
        return self._granted - granted

    def _note_crowd(self) -> None:
        self._budget.was_crowded |= self._granted > CROWDED * self._fork.seconds_lived()

    def _end(self, status, patience=0.0):
        """End the kernel, and say how it ended: a reason that the zygote knows goes before `status`."""
        end = time.monotonic() + patience
        while self.is_alive and time.monotonic() < end:  # a closed channel is heard of before a death is
            _wait_for(end - time.monotonic(), self._fork.fileno())
        self._fork.end(status)
        if not self._has_greeted or self._fork.reason == ZYGOTE_LOST["reason"]:
            raise NoKernelError("the kernel, or the process that makes kernels, has ended before it ran any code")
        raise KernelEnded(self._fork.reason or status)

    def _remove_folder(self) -> None:
        if self._folder:
            with contextlib.suppress(OSError):
                shutil.rmtree(self._folder, ignore_errors=True)


def _wait_for(seconds: float, *descriptors: int) -> None:
    """Wait until something can be read; by poll, which takes descriptors of any number."""
    poller = select.poll()
    for descriptor in descriptors:
        poller.register(descriptor, select.POLLIN)
    poller.poll(max(0.0, 1000 * seconds))


def _text(part: bytes) -> str:
    return part.decode("utf-8", "replace")
