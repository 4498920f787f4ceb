"""A kernel for grading: IPython, two sockets and one thread.

ipykernel serves people, and hands each message through four threads to do so; a graft only has cells executed, one
after the other. What is left out costs a notebook more time than its cells take.
"""

import ast
import builtins
import contextlib
import io
import os
import re
import signal
import sys
import threading
import warnings
from functools import partial
from typing import Any

import IPython
import zmq
from ipykernel.zmqshell import ZMQInteractiveShell
from IPython.core.compilerop import CachingCompiler
from jupyter_client.session import Session

TEXT_LIMIT = 1_000_000
PRINTED_LIMIT = 2_000_000
_PROMPT = re.compile(r"^\s*In ?\[", re.MULTILINE)  # `In [1]: x = 1` is Python too, and means something else there


class ShortSession(Session):
    """Cuts long texts, so that one that prints or raises megabytes is heard like any other; leaves out dates, which take time to parse."""

    def msg_header(self, msg_type):
        return super().msg_header(msg_type) | {"date": ""}

    def serialize(self, msg, ident=None):
        return super().serialize({**msg, "content": _shortened(msg["content"])}, ident)


def _shortened(value):
    if isinstance(value, str):
        return value if len(value) <= TEXT_LIMIT else value[:TEXT_LIMIT]
    if isinstance(value, dict):
        return {key: _shortened(item) for key, item in value.items()}
    return [_shortened(item) for item in value] if isinstance(value, list) else value


class _Socket:
    """A socket to publish on, for one thread at a time: a learner's threads may print."""

    def __init__(self, socket: zmq.Socket):
        self._socket, self._lock = socket, threading.RLock()

    def send_multipart(self, parts, **options):
        with self._lock:
            return self._socket.send_multipart(parts, **options)


class _Stream(io.TextIOBase):
    """Standard output or error: keeps what is printed, up to a limit, until the cell ends."""

    def __init__(self, name: str):
        self._name, self._printed = name, 0
        self._texts: list[str] = []
        self.publish: Any = None

    def writable(self):
        return True

    def write(self, text):
        if not isinstance(text, str):
            raise TypeError(f"write() takes a str, not {type(text).__name__}")
        if self._printed < PRINTED_LIMIT:
            self._texts.append(text[:PRINTED_LIMIT])
            self._printed += len(text)
        return len(text)

    def flush(self):
        texts, self._texts = self._texts, []
        if texts and self.publish:
            self.publish("stream", {"name": self._name, "text": "".join(texts)})


class _Forgetful(dict):
    """Takes whatever is added to its lists, and keeps nothing."""

    def __missing__(self, key):
        return []


class GradedKernel:
    """Executes the cells it is sent on `shell_socket`; tells on `iopub_socket`, an XPUB, what they show and when they end."""

    def __init__(
        self, shell: ZMQInteractiveShell, session: Session, shell_socket: zmq.Socket, iopub_socket: zmq.Socket
    ):
        self._shell, self._session, self._requests, self._subscriptions = shell, session, shell_socket, iopub_socket
        self._iopub: Any = _Socket(iopub_socket)
        self._parent: dict = {}
        publishers: list[Any] = [shell.displayhook, shell.display_pub]
        for publisher in publishers:
            publisher.session, publisher.pub_socket = session, self._iopub
        publishers[0].topic = b"execute_result"
        sys.stdout, sys.stderr = _Stream("stdout"), _Stream("stderr")
        sys.stdout.publish = sys.stderr.publish = self._publish
        builtins.input = _nobody_answers
        _spare_the_shell(shell)

    def serve(self) -> None:
        """Serve until this process is killed."""
        poller = zmq.Poller()
        for socket in (self._requests, self._subscriptions):
            poller.register(socket, zmq.POLLIN)
        while True:
            for socket, _ in poller.poll():
                self._greet() if socket is self._subscriptions else self._answer()

    def _greet(self) -> None:
        if self._subscriptions.recv_multipart()[0][:1] == b"\x01":
            self._parent = {}
            self._publish("iopub_welcome", {"subscription": ""})

    def _answer(self) -> None:
        identities, request = self._session.recv(self._requests, mode=0)
        assert request is not None  # a poll said so
        self._parent = request
        request["header"]["date"] = ""
        self._shell.set_parent(request)
        kind = request["msg_type"]
        content = self._execute(request["content"]["code"]) if kind == "execute_request" else _kernel_info()
        self._session.send(self._requests, kind.replace("_request", "_reply"), content, request, identities)
        self._publish("status", {"execution_state": "idle"})

    def _execute(self, code: str) -> dict:
        result, error = None, None
        try:
            signal.signal(signal.SIGINT, signal.default_int_handler)
            result = self._shell.run_cell(code, store_history=False)
        except KeyboardInterrupt as interrupt:  # it came between two lines of IPython's own
            error = interrupt
            self._publish("error", {"ename": "KeyboardInterrupt", "evalue": "", "traceback": []})
        finally:
            signal.signal(signal.SIGINT, signal.SIG_IGN)
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(Exception):  # a learner may have put anything in its place
                stream.flush()
        error = error or (result and (result.error_before_exec or result.error_in_exec))
        if error is None:
            return {"status": "ok", "execution_count": 0, "payload": [], "user_expressions": {}}
        return {"status": "error", "execution_count": 0, "ename": type(error).__name__, "evalue": "", "traceback": []}

    def _publish(self, kind: str, content: dict) -> None:
        self._session.send(self._iopub, kind, content, parent=self._parent)


def _spare_the_shell(shell: Any) -> None:
    """Take from the shell what only a person at a notebook needs."""
    shell.enable_gui = lambda gui=None: None  # what `%matplotlib inline` asks for: there is no window to serve
    # IPython keeps all that is printed and shown, for a session that nobody will look back at.
    shell._tee = lambda channel: contextlib.nullcontext()
    shell.history_manager.outputs = _Forgetful()
    shell.should_run_async = partial(_should_run_async, shell.should_run_async)
    shell.transform_cell = partial(_transform, shell.transform_cell)
    shell.compile = CachingCompiler()  # ipykernel's names each cell by a hash that a debugger would ask for


def _transform(transform, cell: str) -> str:
    """Return a cell as Python. What is Python already needs none of IPython's tokenizing, the slowest part of a short cell."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # those of the code itself come when it is compiled
        try:
            ast.parse(cell)
        except (SyntaxError, ValueError, MemoryError, RecursionError):
            return transform(cell)
    return transform(cell) if _PROMPT.search(cell) else cell


def _should_run_async(decide, cell: str, **transformed) -> bool:
    return ("async" in cell or "await" in cell) and decide(cell, **transformed)  # to decide, it compiles the cell


def _nobody_answers(prompt=""):
    raise EOFError("nobody answers input() while a notebook is graded")


def _kernel_info() -> dict:
    language = {
        "name": "python",
        "version": sys.version.split()[0],
        "mimetype": "text/x-python",
        "file_extension": ".py",
    }
    return {
        "status": "ok",
        "protocol_version": "5.3",
        "implementation": "firsthand",
        "implementation_version": IPython.__version__,
        "language_info": language,
        "banner": "",
        "help_links": [],
    }


_session = ShortSession(copy_threshold=2 * TEXT_LIMIT)  # made before the fork: it takes as long as two cells


def serve(shell: ZMQInteractiveShell, key: bytes, shell_descriptor: int, iopub_descriptor: int) -> None:
    """Serve on two bound sockets; `key` signs the messages."""
    context = zmq.Context()
    _session.pid, _session.key = os.getpid(), key
    kernel = GradedKernel(
        shell,
        _session,
        listening(context.socket(zmq.ROUTER), shell_descriptor),
        listening(context.socket(zmq.XPUB), iopub_descriptor),
    )
    kernel.serve()


def listening(socket: zmq.Socket, descriptor: int) -> zmq.Socket:
    """Make a ZeroMQ socket listen on a bound socket; its address is told from the descriptor, not opened."""
    socket.setsockopt(zmq.USE_FD, descriptor)
    socket.bind(f"ipc://{address(descriptor)}")
    return socket


def address(descriptor: int) -> str:
    """Return the path that a Unix socket is bound to."""
    import socket

    with socket.socket(fileno=os.dup(descriptor)) as bound:
        return bound.getsockname()
