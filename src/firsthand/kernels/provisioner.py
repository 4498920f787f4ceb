"""Warm kernels for Jupyter: a provisioner that asks a zygote for a fork, and the client that talks to it.

Registered by entry point under the name `firsthand`, so nbval, nbconvert and JupyterLab can use it by the kernel's
name. These kernels are for people and not sandboxed; graded ones are made by kernel_process.py.
"""

import contextlib
import math
import os
import random
import shutil
import socket
import tempfile
import time
from pathlib import Path
from queue import Empty
from typing import Any

from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.provisioning.provisioner_base import KernelProvisionerBase

from firsthand.kernels.zygote_process import PORTS, Fork, ZygoteProcess

LOOK_EVERY_SECONDS = 0.2
GREETING_SECONDS = 10


class KernelEnded(RuntimeError):
    """The kernel's process ended while somebody waited for it."""


_zygote: ZygoteProcess | None = None


def _address() -> str:
    """Return where the zygote listens; the first kernel of a process starts one."""
    global _zygote
    if _zygote is None:
        _zygote = ZygoteProcess()
        _zygote.load([])
        _zygote.wait()
    return _zygote.address


class WarmProvisioner(KernelProvisionerBase):
    """Starts a kernel as the fork of a zygote."""

    parent: Any
    _fork: Fork | None = None
    _folder: str | None = None
    _stderr: Any = None

    @property
    def has_process(self) -> bool:
        return self._fork is not None and self._fork.is_held

    async def pre_launch(self, **kwargs):
        """Bind the kernel's sockets here, so that a restarted kernel is found where it was."""
        manager = self.parent
        if issubclass(manager.client_factory, BlockingKernelClient):  # an asynchronous one must not wait in our way
            manager.client_class = "firsthand.kernels.provisioner.WarmClient"
        self._folder = self._folder or tempfile.mkdtemp(prefix="fh-")
        manager.transport, manager.ip = "ipc", f"{self._folder}/k"
        self._listeners = []
        for number, name in enumerate(PORTS, start=1):
            setattr(manager, f"{name}_port", number)
            Path(f"{self._folder}/k-{number}").unlink(missing_ok=True)
            listener = socket.socket(socket.AF_UNIX)
            listener.bind(f"{self._folder}/k-{number}")
            listener.listen(8)
            self._listeners.append(listener)
        return await super().pre_launch(cmd=[], **kwargs)

    async def launch_kernel(self, cmd, **kwargs):
        manager = self.parent
        self._stderr = kwargs.get("stderr")
        request = {
            "connection": {name: value for name, value in manager.get_connection_info().items() if _is_place(name)},
            "key": manager.session.key.decode(),
            "env": kwargs.get("env") or dict(os.environ),
            "cwd": kwargs.get("cwd") or os.getcwd(),
            "random_seed": random.getrandbits(32),
            "graded": False,
            "isolate": False,
            "memory_mb": None,
        }
        try:
            with contextlib.ExitStack() as stack:  # the sockets are the kernel's from then on
                listeners = [stack.enter_context(listener).fileno() for listener in self._listeners]
                self._fork = Fork(_address(), request, listeners)
        except OSError:
            self._clean_up()
            raise
        return manager.get_connection_info()

    async def poll(self) -> int | None:
        return self.poll_now()

    def poll_now(self) -> int | None:
        """Return None while the kernel runs, else its exit code."""
        return self._fork.poll() if self._fork else None

    async def wait(self) -> int | None:
        while self.poll_now() is None and self.has_process:
            time.sleep(0.005)
        return self.poll_now()

    async def send_signal(self, signum: int) -> None:
        if self._fork is not None:
            self._fork.signal(signum)

    async def kill(self, restart: bool = False) -> None:
        if self._fork is not None:
            self._fork.end()

    async def terminate(self, restart: bool = False) -> None:
        await self.kill()

    async def cleanup(self, restart: bool = False) -> None:
        await self.kill()
        if not restart:
            self._clean_up()

    def _clean_up(self) -> None:
        if self._folder:
            shutil.rmtree(self._folder, ignore_errors=True)
        if hasattr(self._stderr, "close"):
            self._stderr.close()  # nbval opens one for each kernel and leaves it to us


def _is_place(name) -> bool:
    return name in ("transport", "ip") or name.endswith("_port")


class WarmClient(BlockingKernelClient):
    """A client that is ready when the kernel says so and sees its death at once."""

    parent: Any

    def start_channels(self, shell=True, iopub=True, stdin=True, hb=True, control=True):
        """Start the channels; whether the kernel lives is known from its process, without a heartbeat."""
        super().start_channels(shell=shell, iopub=iopub, stdin=stdin, hb=False, control=control)

    def wait_for_ready(self, timeout=None):
        """Wait until the kernel has greeted this client's subscription to its output, as those of today do."""
        try:
            message = self.get_iopub_msg(timeout=GREETING_SECONDS)
            while message["msg_type"] != "iopub_welcome":
                message = self.get_iopub_msg(timeout=GREETING_SECONDS)
        except Empty:
            super().wait_for_ready(timeout=timeout)

    def get_shell_msg(self, timeout=None):
        return self._next_message(self.shell_channel, timeout)

    def get_iopub_msg(self, timeout=None):
        return self._next_message(self.iopub_channel, timeout)

    def _next_message(self, channel, timeout):
        """Wait for a message. Raises Empty after `timeout` seconds and KernelEnded when there is no kernel any more."""
        end = math.inf if timeout is None else time.monotonic() + timeout
        while True:
            if channel.socket.poll(1000 * max(0.0, min(LOOK_EVERY_SECONDS, end - time.monotonic()))):
                return channel.get_msg()
            if self.parent.provisioner.poll_now() is not None:
                raise KernelEnded("the kernel has ended")
            if time.monotonic() >= end:
                raise Empty
