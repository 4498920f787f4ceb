"""A zygote from the outside: started, waited for and ended."""

import atexit
import contextlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile

from firsthand.kernels.sandbox import ENVIRONMENT, NoSandbox, no_namespaces, sandboxed

START_LIMIT_SECONDS = 60
END_LIMIT_SECONDS = 0.1


class ZygoteProcess:
    """A running zygote, from the outside; ended by `close` or with this process."""

    def __init__(self, sandbox: bool = False, hidden=(), modules=()):
        self.sandbox = sandbox
        self._folder = tempfile.mkdtemp(prefix="firsthand-")
        self.address = f"{self._folder}/zygote"
        listener = socket.socket(socket.AF_UNIX)
        listener.bind(self.address)
        listener.listen(100)
        self._lifeline, theirs = socket.socketpair()
        descriptors = (listener.fileno(), theirs.fileno())
        command = [sys.executable, "-P", "-m", "firsthand.kernels.zygote", *map(str, descriptors)]
        command += ["isolate" if sandbox else "plain", *modules]
        environment = {**os.environ, **ENVIRONMENT} if hidden else dict(os.environ)
        if sandbox:
            command = sandboxed(command, hidden)
        with listener, theirs:
            self._process = subprocess.Popen(command, pass_fds=descriptors, env=environment, stdin=subprocess.DEVNULL)
        atexit.register(self.close)

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
        shutil.rmtree(self._folder, ignore_errors=True)
