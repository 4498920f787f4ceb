"""ipykernel's own kernel, on sockets that were bound before the fork: for people, notebooks and plain nbval."""

import contextlib
import os
import socket
from typing import Any

import zmq
from ipykernel.heartbeat import Heartbeat
from ipykernel.kernelapp import IPKernelApp
from jupyter_client.session import Session
from traitlets import Dict

from firsthand.kernels.zygote_process import PORTS


def serve(request, descriptors, config) -> None:
    """Serve until the kernel is shut down."""
    session = Session(key=request["key"].encode())
    sockets = dict(zip(PORTS, descriptors, strict=True))
    app = ForkedKernelApp(sockets=sockets, session=session, **request["connection"], config=config, log_level=50)
    app.initialize([])
    with contextlib.suppress(SystemExit):
        app.start()


class ForkedKernelApp(IPKernelApp):
    """A kernel app on sockets that somebody else has bound, with a shell that is there already."""

    sockets: Any = Dict()

    def init_connection_file(self):
        pass

    def write_connection_file(self, **kwargs):
        pass

    def init_crash_handler(self):
        pass

    def _bind_socket(self, s, port):
        name = next(name for name in self.sockets if getattr(self, f"{name}_port") == port)
        _listen(s, self.sockets[name])
        return port

    def init_heartbeat(self):
        self.heartbeat = BoundHeartbeat(zmq.Context(), (self.transport, self.ip, self.hb_port))
        self.heartbeat.descriptor = self.sockets["hb"]
        self.heartbeat.start()

    def init_kernel(self):
        super().init_kernel()
        shell = self.kernel.shell
        shell.kernel = shell.parent = self.kernel
        shell.display_pub.parent = shell.displayhook.parent = shell


class BoundHeartbeat(Heartbeat):
    """A heartbeat on a socket that somebody else has bound."""

    descriptor: int

    def _bind_socket(self):
        _listen(self.socket, self.descriptor)


def _listen(to_bind: zmq.Socket, descriptor: int) -> None:
    """Make a ZeroMQ socket listen on a bound socket; its address is told from the descriptor, not opened."""
    with socket.socket(fileno=os.dup(descriptor)) as bound:
        address = bound.getsockname()
    to_bind.setsockopt(zmq.USE_FD, descriptor)
    to_bind.bind(f"ipc://{address}")
