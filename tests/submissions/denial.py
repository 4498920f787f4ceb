"""Answers that try to take the grader, the machine or the other submissions down; ANSWER stands for the name asked for."""

NOTHING = "\ndef ANSWER(*inputs, **options):\n    return 0\n"


def called(*lines) -> str:
    """Write an answer that does `lines` when it is asked."""
    return "def ANSWER(*inputs, **options):\n    " + "\n    ".join(lines) + "\n"


WIRE = """
import sys
def found(frame):
    return frame if "graded_kernel" in frame.f_code.co_filename else found(frame.f_back)
wire = found(sys._getframe()).f_locals["self"]._channel.socket
"""

ANSWERS = {
    "an endless loop": ("while True: pass\n", {"timeout"}),
    "an endless loop in the function": (called("while True: pass"), {"timeout"}),
    "an endless loop that cannot be interrupted": (
        "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True: pass\n",
        {"timeout"},
    ),
    "every interrupt caught": (
        called("while True:", "    try:", "        while True: pass", "    except BaseException: pass"),
        {"timeout"},
    ),
    "sleep": ("import time\ntime.sleep(10_000)\n", {"timeout"}),
    "a search that never ends": (called("import re", "re.match('(a+)+b', 'a' * 60)"), {"timeout"}),
    "memory, at once": (called("return len(bytearray(20 << 30))"), {"memory_limit"}),
    "memory, by and by": (called("held = []", "while True: held.append(bytearray(1 << 20))"), {"memory_limit"}),
    "memory, shared": (
        called("import mmap", "held = mmap.mmap(-1, 4 << 30)", "while True: held.write(b'x' * (1 << 20))"),
        {"memory_limit"},
    ),
    "memory, locked": (
        called(
            "import ctypes, mmap", "ctypes.CDLL(None).mlockall(3)", "held = [bytearray(1 << 20) for _ in range(9_999)]"
        ),
        {"memory_limit"},
    ),
    "limits raised": (
        called(
            "import resource",
            "try: resource.setrlimit(resource.RLIMIT_DATA, (resource.RLIM_INFINITY,) * 2)",
            "except (ValueError, OSError): pass",
            "return len(bytearray(4 << 30))",
        ),
        {"memory_limit"},
    ),
    "a fork bomb": (
        called("import os", "while True:", "    try: os.fork()", "    except OSError: pass"),
        {"timeout", "memory_limit", "kernel_died"},
    ),
    "two processes on one socket": (
        called("import os", "os.fork()", "return 0"),
        {"wrong", "known_mistake", "kernel_died", "timeout"},
    ),
    "children that burn": (
        "import os, time\nfor _ in range(20):\n    if os.fork() == 0:\n        while True: pass\n" + NOTHING,
        {"wrong", "timeout", "known_mistake"},
    ),
    "zombies": (
        called("import os", "for _ in range(1_000):", "    if os.fork() == 0: os._exit(0)", "return 0"),
        {"wrong", "known_mistake", "kernel_died", "timeout"},
    ),
    "threads without end": (
        called(
            "import threading, time", "while True: threading.Thread(target=time.sleep, args=(99,), daemon=True).start()"
        ),
        {"wrong", "timeout", "kernel_died", "memory_limit"},
    ),
    "200 MB printed": ("print('x' * 200_000_000)\n" + NOTHING, {"wrong", "known_mistake", "timeout", "memory_limit"}),
    "printed for ever": ("while True: print('x' * 100_000)\n", {"timeout"}),
    "pictures for ever": (
        "from IPython.display import display\nwhile True: display({'text/plain': 'x' * 900_000}, raw=True)\n",
        {"timeout"},
    ),
    "transcripts for ever": (
        "from IPython.display import display\nfrom firsthand.grading.probe import MIME\n"
        "while True: display({MIME: 'x' * 900_000}, raw=True)\n",
        {"timeout"},
    ),
    "tiny messages for ever": (WIRE + "while True: wire.sendall(bytes(16))\n", {"kernel_died"}),
    "a message without end": (
        WIRE + "wire.sendall((7 << 20).to_bytes(4, 'big'))\nwhile True: wire.sendall(bytes(100_000))\n",
        {"kernel_died"},
    ),
    "a message that does not come to its end": (
        WIRE + "import time\nwire.sendall((7 << 20).to_bytes(4, 'big'))\ntime.sleep(10_000)\n",
        {"timeout"},
    ),
    "descriptor 1 flooded": ("import os\nwhile True: os.write(1, b'x' * 100_000)\n", {"timeout"}),
    "a 50 MB message": ("raise ValueError('x' * 50_000_000)\n", {"wrong"}),
    "a 50 MB name": ("raise type('x' * 50_000_000, (Exception,), {})\n", {"wrong"}),
    "a disk filled": (
        "i = 0\nwhile True:\n    i += 1\n    open(f'/tmp/{i}', 'wb').write(b'x' * (1 << 20))\n",
        {"wrong", "timeout"},
    ),
    "shared memory filled": (
        "i = 0\nwhile True:\n    i += 1\n    open(f'/dev/shm/{i}', 'wb').write(b'x' * (1 << 20))\n",
        {"wrong", "timeout", "memory_limit"},
    ),
    "files without number": (
        "i = 0\nwhile True:\n    i += 1\n    open(f'/tmp/{i}', 'w').close()\n",
        {"wrong", "timeout"},
    ),
    "one large file": (
        "with open('/tmp/large', 'wb') as file:\n    while True: file.write(b'x' * (1 << 20))\n",
        {"wrong", "kernel_died"},
    ),
    "descriptors without number": (
        "held = []\nwhile True: held.append(open('/dev/null'))\n",
        {"wrong", "kernel_died", "timeout"},
    ),
    "exit": ("import os\nos._exit(0)\n", {"kernel_died"}),
    "exit when asked": (called("import os", "os._exit(0)"), {"kernel_died"}),
    "killed by itself": ("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)\nos.abort()\n", {"kernel_died"}),
    "every process killed": ("import os\ntry: os.kill(-1, 9)\nfinally: os._exit(1)\n", {"kernel_died"}),
    "a segmentation fault": ("import ctypes\nctypes.string_at(0)\n", {"kernel_died"}),
    "recursion": (called("return ANSWER(*inputs)"), {"wrong"}),
    "recursion without a limit": (
        "import sys\nsys.setrecursionlimit(10**9)\n" + called("return [ANSWER(*inputs)]"),
        {"wrong", "kernel_died", "memory_limit", "timeout"},
    ),
    "input": ("x = input()\n", {"wrong"}),
    "input when asked": (called("return input()"), {"wrong"}),
    "descriptors closed": (
        "import os\nos.closerange(0, 3)\n" + NOTHING,
        {"wrong", "known_mistake", "kernel_died", "timeout"},
    ),
    "sockets closed": ("import os\nos.closerange(0, 256)\n", {"timeout", "kernel_died"}),
    "stopped": ("import os, signal\nos.kill(os.getpid(), signal.SIGSTOP)\nos.abort()\n", {"timeout", "kernel_died"}),
    "a killer that waits": (
        "import threading, os\n"
        + called("threading.Timer(0.0, os._exit, [0]).start()", "import time", "time.sleep(1)"),
        {"kernel_died"},
    ),
}
"""What it is -> the source of an answer cell, and the statuses that tell it."""
