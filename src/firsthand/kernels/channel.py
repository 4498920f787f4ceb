"""Messages between a graded kernel and whoever asks it: some byte strings each, over a stream socket.

Nothing in a message is parsed: the other side may be a learner's code that writes whatever it likes.
"""

import socket
import struct

LENGTH = struct.Struct(">I")
READ_BYTES = 1 << 20
GREETING = b"ready"
"""The first part of the first message, before any code of a learner's runs; the second says what went wrong, if anything."""


class BrokenChannelError(Exception):
    """The other side has closed the channel, or has sent what is no message."""


class Channel:
    """One end. parts : of how many byte strings a message that arrives consists; limit_bytes : of all of them together."""

    def __init__(self, end: socket.socket, parts: int, limit_bytes: int):
        self.socket, self._parts, self._limit = end, parts, limit_bytes
        self._unread = bytearray()

    def send(self, *parts: bytes) -> None:
        """Send a message. Raises OSError; a TimeoutError when the socket's time is up before it is taken."""
        self.socket.sendall(b"".join(word for part in parts for word in (LENGTH.pack(len(part)), part)))

    def read(self) -> list[bytes] | None:
        """Read once what has arrived; return a message when one is whole. Raises BrokenChannelError."""
        message = self._taken()
        if message is None:
            try:
                arrived = self.socket.recv(READ_BYTES)
            except BlockingIOError:
                return None
            except OSError:
                arrived = b""
            if not arrived:
                raise BrokenChannelError("closed")
            self._unread += arrived
            message = self._taken()
        return message

    def receive(self) -> list[bytes]:
        """Wait for a message, on a blocking socket. Raises BrokenChannelError."""
        while (message := self.read()) is None:
            pass
        return message

    def _taken(self) -> list[bytes] | None:
        """Take a whole message from what has arrived."""
        found, start = [], 0
        for _ in range(self._parts):
            if len(self._unread) < start + LENGTH.size:
                return None
            end = start + LENGTH.size + LENGTH.unpack_from(self._unread, start)[0]
            if end > self._limit:
                raise BrokenChannelError("a message is too long")
            found.append((start + LENGTH.size, end))
            start = end
        if len(self._unread) < start:
            return None
        message = [bytes(self._unread[begin:end]) for begin, end in found]
        del self._unread[:start]
        return message
