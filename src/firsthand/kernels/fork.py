"""From a forked zygote to a kernel at a Jupyter client's service."""

import os
import random
import sys

import IPython.core.logger  # noqa: F401  # or every kernel would import it with its first cell
from ipykernel.compiler import XCachingCompiler
from ipykernel.zmqshell import ZMQInteractiveShell
from traitlets.config import Config

from firsthand.kernels import graded_kernel, isolation, seccomp
from firsthand.kernels.sandbox import tmp_is_taken

CONFIG = Config(HistoryManager={"enabled": False}, InteractiveShell={"colors": "nocolor"})


def make_shell() -> ZMQInteractiveShell:
    """Make the shell before the fork: it is the slow part of a kernel, and every fork inherits it."""
    return ZMQInteractiveShell.instance(config=CONFIG, user_ns={}, compiler_class=XCachingCompiler)


def run_kernel(request, sockets) -> int:
    """Isolate this process as the request says, then serve until the kernel ends; return its exit code."""
    _close_all_but(sockets.values())
    os.setsid()
    limits = request["limits"]
    if limits.get("isolate"):
        isolation.leave_namespaces()
        isolation.mount_private_folders(tmp=not tmp_is_taken())
        isolation.drop_privileges()
        seccomp.refuse_calls()
    isolation.die_with_parent()  # after a change of user, which would undo it
    if limits:
        isolation.limit_resources(limits.get("memory_mb"), processes=bool(limits.get("isolate")))
    _settle(request)
    if request["graded"]:
        _silence()
        graded_kernel.serve(make_shell(), request["key"].encode(), sockets["shell"], sockets["iopub"])
    from firsthand.kernels import plain_kernel  # not above: a graded kernel is made without it

    plain_kernel.serve(request, sockets, CONFIG)
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
