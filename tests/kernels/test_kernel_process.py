"""A graded kernel from the outside: whatever is on the other end of its channel, whoever asks comes to an end."""

import contextlib
import os
import secrets
import socket
import struct
import threading
import time

import pytest

from firsthand.kernels.channel import GREETING, BrokenChannelError, Channel
from firsthand.kernels.kernel_process import (
    FORGED_REPLIES,
    REPLY_LIMIT_BYTES,
    Budget,
    KernelEnded,
    Kernels,
    NoKernelError,
)
from firsthand.kernels.zygote_process import Mode, ZygoteProcess

READY = (GREETING, b"", b"", b"")


def message(*parts) -> bytes:
    return b"".join(struct.pack(">I", len(part)) + part for part in parts)


@contextlib.contextmanager
def kernel(behave, seconds=5.0, exit_line=None):
    """Give a kernel whose process is a thread of this one: `behave` is called with its end of the channel."""
    address = f"test-{secrets.token_hex(8)}"

    def serve():
        connection, _ = listener.accept()
        _, (descriptor, *_), _, _ = socket.recv_fds(connection, 1_000_000, 5)
        with connection, socket.socket(fileno=descriptor) as end:
            with contextlib.suppress(OSError):
                behave(end)
            if exit_line:
                connection.sendall(exit_line)

    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(f"\0{address}")
        listener.listen()
        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        process = Kernels(address, True, None, "text/plain", budget=Budget(seconds)).start()
        yield process
        process.close()
        thread.join(10)
        assert not thread.is_alive()


def replies(*made):
    """Behave as a kernel that answers each cell with what one of these functions makes of its number."""

    def behave(end):
        channel = Channel(end, 2, 1_000_000)
        channel.send(*READY)
        for make in made:
            number, _ = channel.receive()
            end.sendall(make(number))
        with contextlib.suppress(BrokenChannelError):
            channel.receive()

    return behave


def good(number):
    return message(number, b"", b"printed", b"=shown")


def test_an_answer_is_told():
    with kernel(replies(good, lambda n: message(n, b"NameError", b"", b""))) as process:
        process.ask("1")
        reply = process.reply(5)
        assert (reply.error, reply.printed, reply.shown) == ("", "printed", "shown")
        process.ask("2")
        reply = process.reply(5)
        assert (reply.error, reply.shown) == ("NameError", None)


def test_an_answer_to_another_question_is_passed_over():
    forged = message(b"x" * 8, b"", b"", b"=forged") + message(b"", b"", b"", b"=forged")
    with kernel(replies(lambda number: forged + good(number))) as process:
        process.ask("1")
        assert process.reply(5).shown == "shown"


NOT_ANSWERS = {
    "too many answers": lambda number: message(b"", b"", b"", b"") * (FORGED_REPLIES + 1),
    "long answers": lambda number: message(b"", b"", b"", bytes(4_000_000)) * 4,
    "a message too long": lambda number: struct.pack(">I", REPLY_LIMIT_BYTES),
    "all parts too long together": lambda number: message(number, bytes(REPLY_LIMIT_BYTES // 2)) * 2,
    "garbage": lambda number: b"\xff" * 1_000,
}


@pytest.mark.parametrize("what", NOT_ANSWERS)
def test_what_is_no_answer_ends_the_kernel(what):
    with kernel(replies(NOT_ANSWERS[what])) as process:
        process.ask("1")
        with pytest.raises(KernelEnded) as ended:
            process.reply(5)
        assert ended.value.status == "kernel_died"
        assert not process.is_alive


def test_half_an_answer_is_waited_for_until_the_time_is_up():
    with kernel(replies(lambda number: good(number)[:-1])) as process:
        process.ask("1")
        assert process.reply(0.2) is None
        with pytest.raises(KernelEnded) as ended:
            process.reply_to_interrupt()
        assert ended.value.status == "timeout"


def test_a_submission_whose_time_is_up_is_ended():
    with kernel(replies(lambda number: b""), seconds=0.2) as process:
        process.ask("1")
        with pytest.raises(KernelEnded) as ended:
            process.reply(5)
        assert ended.value.status == "timeout"


def test_a_kernel_that_does_not_take_its_question_is_ended(monkeypatch):
    monkeypatch.setattr("firsthand.kernels.kernel_process.SEND_LIMIT_SECONDS", 0.2)
    waiting = threading.Event()
    with kernel(lambda end: (Channel(end, 2, 9).send(*READY), waiting.wait(5))) as process:
        with pytest.raises(NoKernelError):  # nothing was read from it yet, so nobody knows that it began
            process.ask("x" * 10_000_000)
        waiting.set()


@pytest.mark.parametrize(
    "behave",
    [
        lambda end: None,
        lambda end: end.sendall(message(GREETING, b"unshare: Resource temporarily unavailable", b"", b"")),
        lambda end: end.sendall(message(b"hello", b"", b"", b"")),
    ],
    ids=["nothing", "why it could not be isolated", "something else"],
)
def test_a_kernel_that_never_began_is_not_the_learners_doing(behave):
    with kernel(behave) as process:
        with contextlib.suppress(NoKernelError):
            process.ask("1")
        with pytest.raises(NoKernelError):
            process.reply(5)


def test_what_a_kernel_said_before_it_ended_is_heard():
    def behave(end):
        channel = Channel(end, 2, 1_000_000)
        channel.send(*READY)
        end.sendall(good(channel.receive()[0]))

    with kernel(behave, exit_line=b'{"exit": -9, "reason": "memory_limit"}\n') as process:
        process.ask("1")
        while process.is_alive:
            time.sleep(0.01)
        assert process.reply(5).shown == "shown"
        with pytest.raises(KernelEnded) as ended:
            process.reply(5)
        assert ended.value.status == "memory_limit"


def test_without_a_zygote_there_is_no_kernel():
    with pytest.raises(NoKernelError):
        Kernels(f"nobody-{os.getpid()}", True, None, "text/plain").start()


def test_what_a_package_gives_only_when_asked_is_at_hand_in_every_kernel():
    """`from firsthand import table` imports firsthand.tables; a kernel that had to do so would do it for each submission."""
    asks = "import sys; from IPython.display import display; display({'text/plain': ' '.join(sys.modules)}, raw=True)"
    zygote = ZygoteProcess(Mode.GRADED)
    with contextlib.closing(zygote):
        zygote.load(["firsthand.table", "firsthand.no_such_name", "no_such_package.name"])
        zygote.wait()
        process = Kernels(zygote.address, False, None, "text/plain").start()
        with contextlib.closing(process):
            process.ask(asks)
            assert "firsthand.tables" in process.reply(20).shown.split()
