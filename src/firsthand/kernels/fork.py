"""From a forked zygote to a kernel that serves whoever asked for it."""

import os
import random
import signal
import socket
import sys
from typing import Any

import IPython.core.logger  # noqa: F401  # or every kernel would import it with its first cell
from traitlets.config import Config

from firsthand.kernels.channel import GREETING, Channel
from firsthand.sandbox import isolation

CONFIG = Config(HistoryManager={"enabled": False}, InteractiveShell={"colors": "nocolor"})
CODE_LIMIT_BYTES = 100_000_000


def make_shell(graded: bool) -> Any:
    """Make the shell before the fork: it is the slow part of a kernel, and every fork inherits it."""
    options: dict[str, Any] = {"config": CONFIG, "user_ns": {}}
    if graded:
        from firsthand.kernels.graded_kernel import GradedShell

        return GradedShell.instance(**options)
    from ipykernel.compiler import XCachingCompiler
    from ipykernel.zmqshell import ZMQInteractiveShell

    return ZMQInteractiveShell.instance(**options, compiler_class=XCachingCompiler)


def run_kernel(request: dict, descriptors: list[int], number: int, parent: int) -> int:
    """Isolate this process as the request says, then serve until the kernel ends; return its exit code.

    number : of the kernel, no other of this zygote has it now. parent : the zygote's process.
    """
    _close_all_but(descriptors)
    os.setsid()
    if request["graded"]:
        return _run_graded(request, descriptors[0], number, parent)
    from firsthand.kernels import plain_kernel  # not above: a graded kernel is made without it

    isolation.die_with_parent(parent)
    _settle(request)
    plain_kernel.serve(request, descriptors, CONFIG)
    return 0


def _run_graded(request, descriptor, number, parent) -> int:
    from firsthand.kernels.graded_kernel import GradedKernel

    channel = Channel(socket.socket(fileno=descriptor), 2, CODE_LIMIT_BYTES)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _silence()
    try:
        if request["isolate"]:
            isolation.set_apart(number)
        # After a change of user, which would undo it; who is set apart does not see the parent, and ends with it anyway.
        isolation.die_with_parent(None if request["isolate"] else parent)
        isolation.limit_resources(request["memory_mb"], processes=request["isolate"])
        _settle(request)
        kernel = GradedKernel(make_shell(graded=True), channel, request["wanted"])
    except OSError as error:
        channel.send(GREETING, str(error).encode(), b"", b"")
        return 1
    channel.send(GREETING, b"", b"", b"")
    kernel.serve()
    return 0


def _close_all_but(descriptors) -> None:
    kept = sorted({0, 1, 2, *descriptors})
    for low, high in zip(kept, [*kept[1:], 1_048_576], strict=True):
        os.closerange(low + 1, high)


def _silence() -> None:
    """Let nothing that bypasses Jupyter reach the terminal of the person who grades."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nowhere, descriptor)


def _settle(request) -> None:
    """Give this process its own environment, folder and random state."""
    os.environ.clear()
    os.environ.update(request["env"])
    os.chdir(request["cwd"])
    sys.path[:] = ["", *(path for path in sys.path if path)]
    random.seed(request["random_seed"])
    import numpy as np

    np.random.seed(request["random_seed"])  # noqa: NPY002  # the legacy state is what a fork would share
