"""Right answers to `gradient_step` in forms that naive graders punish, and cells that learners add in good faith."""


def returned(expression, *lines) -> str:
    body = "\n    ".join([*lines, f"return {expression}"])
    return f"def gradient_step(w, gradient, rate):\n    {body}\n"


PLAIN = returned("w - rate * gradient")

ANSWERS = {
    "a warning": returned("w - rate * gradient", "import warnings", "warnings.warn('mind the rate')"),
    "a division by zero on the way": returned("w - rate * gradient", "np.array([1.0]) / 0.0"),
    "prints": returned("w - rate * gradient", "print('w is', w)", "import sys; print('here', file=sys.stderr)"),
    "a list": returned("[a - rate * g for a, g in zip(w, gradient)]"),
    "a tuple": returned("tuple(w - rate * gradient)"),
    "a Series": returned("pd.Series(w - rate * gradient, index=range(5, 5 + len(w)))", "import pandas as pd"),
    "float32": returned("(w - rate * gradient).astype(np.float32)"),
    "a loop": returned("moved", "moved = w.copy()", "for i in range(len(w)): moved[i] -= rate * gradient[i]"),
    "a plot": returned("w - rate * gradient", "import matplotlib.pyplot as plt", "plt.plot(w)", "plt.show()"),
    "slow": returned("w - rate * gradient", "import time", "time.sleep(0.05)"),
    "threads": returned(
        "w - rate * gradient", "import threading", "t = threading.Thread(target=print)", "t.start()", "t.join()"
    ),
    "a file of its own": returned("np.load('w.npy') - rate * gradient", "np.save('w.npy', w)"),
    "another folder": "import os, tempfile\nos.chdir(tempfile.mkdtemp())\n" + PLAIN,
    "a subclass": "class Vector(np.ndarray): pass\n" + returned("(w - rate * gradient).view(Vector)"),
    "type hints": "from __future__ import annotations\n" + PLAIN.replace("(w,", "(w: np.ndarray,"),
    "non-ASCII names": returned("w - η * gradient", "η = rate"),
    "a magic for plots": "%matplotlib inline\n" + PLAIN,
    "Windows line ends": PLAIN.replace("\n", "\r\n"),
    "100,000 prints": returned("w - rate * gradient", "for i in range(100_000): print(i, flush=True)"),
    "10,000 displays": returned(
        "w - rate * gradient", "from IPython.display import display", "for i in range(10_000): display(i)"
    ),
    "a log": returned(
        "w - rate * gradient", "import logging", "for i in range(3_000): logging.getLogger('me').warning('step %d', i)"
    ),
    "many figures": "%matplotlib inline\n"
    + returned("w - rate * gradient", "import matplotlib.pyplot as plt", "for i in range(60): plt.figure()"),
    "output cleared": returned(
        "w - rate * gradient",
        "from IPython.display import clear_output, HTML, display",
        "for i in range(2_000): clear_output(wait=True); display(HTML('x'))",
    ),
    "a pool of processes": "from concurrent.futures import ProcessPoolExecutor\n"
    "def part(x): return x[0] - x[1]\n" + returned("list(ProcessPoolExecutor(4).map(part, zip(w, rate * gradient)))"),
    "a pool of threads": returned(
        "w - np.array(list(ThreadPoolExecutor(8).map(lambda g: rate * g, gradient)))",
        "from concurrent.futures import ThreadPoolExecutor",
    ),
    "a server of its own": returned(
        "w - rate * gradient",
        "import socket",
        "with socket.create_server(('127.0.0.1', 8888)) as door: socket.create_connection(('127.0.0.1', 8888)).close()",
    ),
    "a terminal of its own": returned("w - rate * gradient", "import os", "[os.close(end) for end in os.openpty()]"),
    "a processor chosen": returned("w - rate * gradient", "import os", "os.sched_setaffinity(0, {0})"),
    "a marker in a comment": "# see NBVAL_SKIP in the manual of nbval\n" + PLAIN,
}

EXTRAS = {
    "imports in an extra cell": ("import math", PLAIN.replace("w - ", "math.fsum([0.0]) + w - ")),
    "a helper in an extra cell": ("def move(w, step):\n    return w - step", returned("move(w, rate * gradient)")),
    "a scratch cell that raises": ("1 / 0", PLAIN),
    "a scratch cell that does not compile": ("for", PLAIN),
    "an unfinished loop, interrupted": ("raise KeyboardInterrupt", PLAIN),
    "unused code that is slow": ("import time\ntime.sleep(0.5)", PLAIN),
    "100,000 prints in a cell": ("for i in range(100_000): print(i, flush=True)", PLAIN),
    "10,000 displays in a cell": ("from IPython.display import display\nfor i in range(10_000): display(i)", PLAIN),
    "a question to the person and prints": (
        "try: input('go on?')\nexcept EOFError: [print(i) for i in range(5_000)]",
        PLAIN,
    ),
    "a value whose text is long": ("np.arange(10 ** 6).tolist()", PLAIN),
    "a cell magic": ("%%time\nx = 1", PLAIN),
    "a shell command": ("!echo hello", PLAIN),
    "a magic of another environment": ("%load_ext no_such_extension", PLAIN),
    "a question": ("np.add?", PLAIN),
    "the seed set": ("np.random.seed(1)", PLAIN),
}
"""What it is -> an extra cell above the first answer, and the answer."""
