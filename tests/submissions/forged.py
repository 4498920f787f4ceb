"""Answers that ask for points without solving anything; ANSWER stands for the name that an exercise asks for."""

NOTHING = "\ndef ANSWER(*inputs, **options):\n    return 0\n"

MESSAGES = '''
import struct, sys
from IPython import get_ipython
from firsthand.grading.probe import MIME


def found(name):
    frame = sys._getframe()
    while name not in frame.f_locals or "graded_kernel" not in frame.f_code.co_filename:
        frame = frame.f_back
    return frame.f_locals[name]


kernel = found("self")
wire = kernel._channel.socket


def answer(shown=None, error="", number=None):
    text = b"" if shown is None else b"=" + shown.encode()
    kernel._channel.send(number or found("number"), error.encode(), b"", text)


def at_the_probe(strike, when="pre_run_cell"):
    """Strike before or after the one probe that asks for ANSWER."""
    def hook(event):
        info = getattr(event, "info", event)
        if info.raw_cell.rstrip().endswith("ANSWER)"):
            strike()
    get_ipython().events.register(when, hook)


def cases_of(source):
    import base64, pickle, re
    return pickle.loads(base64.b64decode(re.search(r"show\\('(.*)', ", source)[1]))[1]
'''


def at_the_probe(*lines, when="pre_run_cell", answer=NOTHING) -> str:
    """Write an answer that does `lines` when its own probe runs."""
    body = "\n    ".join(lines)
    return f"{MESSAGES}\n\ndef strike():\n    {body}\n\nat_the_probe(strike, {when!r})\n{answer}"


def shown(expression) -> str:
    """Write an answer whose probe is answered with a transcript of the learner's own, before it is run."""
    return at_the_probe(f"answer({expression})")


def lying(methods, base="object", made="Liar()") -> str:
    lines = "\n    ".join(methods)
    return f"class Liar({base}):\n    {lines}\n\ndef ANSWER(*inputs, **options):\n    return {made}\n"


def replaced(*lines) -> str:
    return "\n".join(lines) + "\n" + NOTHING


KERNEL_TRICKS = {
    "traceback hidden": replaced(
        "get_ipython().showtraceback = lambda *a, **k: None",
        "get_ipython().set_custom_exc((BaseException,), lambda *a, **k: None)",
    ),
    "asserts deleted": replaced(
        "import ast",
        "class NoAssert(ast.NodeTransformer):",
        "    def visit_Assert(self, node): return ast.Pass()",
        "get_ipython().ast_transformers.append(NoAssert())",
    ),
    "cells replaced before they run": replaced(
        "get_ipython().input_transformers_post.append(lambda lines: ['pass\\n'] if 'probe' in ''.join(lines) else lines)"
    ),
    "run_cell replaced": replaced("get_ipython().run_cell_async = None"),
    "settrace": replaced("import sys", "sys.settrace(lambda *a: None)"),
    "exit ignored": replaced("import atexit, os", "atexit.register(lambda: os._exit(0))"),
    "SystemExit in the answer": "def ANSWER(*inputs):\n    raise SystemExit(0)\n",
    "KeyboardInterrupt in the answer": "def ANSWER(*inputs):\n    raise KeyboardInterrupt\n",
}

MESSAGES_FORGED = {
    "an end forged": at_the_probe("answer()"),
    "an error forged": at_the_probe("answer(error='KeyboardInterrupt')"),
    "a guessed transcript": shown("'\\n'.join(['0'] * 4)"),
    "one empty line": shown("''"),
    "garbage": shown("'\\x00garbage' * 1000"),
    "nested deeply": shown("'[' * 200_000"),
    "nested dictionaries": shown("'{\"dict\":[[1,' * 5_000"),
    "a million lines": shown("'0\\n' * 1_000_000"),
    "a million numbers": shown("'\\n'.join(['[' + '0,' * 250_000 + '0]'] * 4)"),
    "integers of 100,000 digits": shown("'\\n'.join(['9' * 100_000] * 4)"),
    "integers of 4,000 digits": shown("'\\n'.join(['[' + '9' * 4_000 + ']'] * 4)"),
    "a float of a million digits": shown("'\\n'.join(['0.' + '1' * 900_000] * 4)"),
    "NaN as a key": shown("'\\n'.join(['{\"dict\":[[NaN,1],[NaN,2]]}'] * 4)"),
    "NaN everywhere": shown("'\\n'.join(['[NaN,NaN]'] * 4)"),
    "infinities": shown("'\\n'.join(['[Infinity,-Infinity]', '[Infinity]', '[1e999,1]', '[0,0,0,0,0]'])"),
    "an exception that is a list": shown("'\\n'.join(['{\"raised\":[1]}'] * 4)"),
    "an exception that is a number": shown("'\\n'.join(['{\"raised\":5}'] * 4)"),
    "an exception that carries text": shown("'\\n'.join(['{\"raised\":\"<script>alert(1)</script>\"}'] * 4)"),
    "an exception's name of 5 MB": shown("'\\n'.join(['{\"raised\":\"' + 'x' * 1_250_000 + '\"}'] * 4)"),
    "altered arguments that do not exist": shown("'\\n'.join(['{\"altered\":[99],\"value\":0}'] * 4)"),
    "altered is a text": shown('\'\\n\'.join([\'{"altered":"x","value":0}\'] * 4)'),
    "two keys": shown("'\\n'.join(['{\"dict\":[],\"set\":[]}'] * 4)"),
    "inputs handed back": shown(
        "'\\n'.join(__import__('firsthand.judging.transcript').judging.transcript._text("
        "__import__('firsthand.judging.transcript').judging.transcript.canonical(c[0])) "
        "for c in cases_of(found('code')))"
    ),
    "no text": at_the_probe("kernel._channel.send(found('number'), b'\\xff', b'\\xff', b'=\\xff\\xfe')"),
    "a number of nobody's": at_the_probe("answer('0', number=b'12345678')", "answer('0', number=b'')"),
    "a transcript updated later": at_the_probe(
        "from IPython.display import display", "display({MIME: '0'}, raw=True, display_id='x', update=True)"
    ),
    "many transcripts": at_the_probe(
        "from IPython.display import display", "for _ in range(5_000): display({MIME: '0'}, raw=True)"
    ),
    "a transcript that is a list": at_the_probe(
        "from IPython.display import display", "display({MIME: ['0'] * 4}, raw=True)", when="post_run_cell"
    ),
}
"""Each strikes in place of the kernel, with the socket and the numbers that a kernel has to own."""

WIRE_CUT = {
    "50 MB": shown("'1' * 50_000_000"),
    "a message of 4 GB": at_the_probe("wire.sendall(struct.pack('>I', 2**32 - 1) * 4)"),
    "bytes that are no message": at_the_probe("wire.sendall(b'garbage' * 100)"),
    "the socket closed": at_the_probe("wire.close()"),
    "the socket shut": at_the_probe("wire.shutdown(2)"),
    "the kernel's own lost": at_the_probe("kernel._channel = None"),
}
"""The same, with what ends the kernel."""

RIGHT = at_the_probe(
    "from firsthand.judging.transcript import transcript",
    "asked = cases_of(found('code'))",
    "answer(transcript(lambda w, gradient, rate: w - rate * gradient, asked))",
)
"""An answer of the same kind that says what is right, which shows that the others arrive."""

LIARS = {
    "equal to everything": lying(
        ["__eq__ = lambda self, other: True", "__ne__ = lambda self, other: False", "__hash__ = lambda self: 0"]
    ),
    "its repr lies": lying(["__repr__ = __str__ = lambda self: '[2.5, 2.0]'", "__format__ = lambda self, spec: '2.5'"]),
    "its array lies": lying(["def __array__(self, *a, **k):", "    raise BaseException('no')"]),
    "its array never ends": lying(
        [
            "def __array__(self, *a, **k): return self",
            "def __len__(self): return 2**62",
            "def __getitem__(self, i): return self",
        ]
    ),
    "its float lies": lying(
        ["__float__ = __index__ = __int__ = __complex__ = lambda self: 2.5", "__getattr__ = lambda self, name: self"]
    ),
    "a str that lies": lying(["__str__ = __repr__ = lambda self: '2.5'"], "str", "Liar('[2.5]')"),
    "a float that lies": lying(
        ["__float__ = lambda self: 2.5", "__format__ = lambda self, spec: '2.5'", "__abs__ = lambda self: 0.0"],
        "float",
        "Liar(7)",
    ),
    "an int that lies": lying(["__float__ = lambda self: 2.5", "__eq__ = lambda s, o: True"], "int", "Liar(7)"),
    "a list that lies": lying(["__iter__ = lambda self: iter([2.5, 2.0])", "__len__ = lambda self: 2"], "list"),
    "its class lies": lying(["__class__ = property(lambda self: float)"]),
    "a dict that lies": lying(["items = lambda self: [(self, self)]", "keys = lambda self: [1]"], "dict"),
    "nested in itself": "def ANSWER(*inputs):\n    a = []\n    a.append(a)\n    return a\n",
    "an integer of 100,000 digits": "def ANSWER(*inputs):\n    return 10 ** 100_000\n",
    "NaN keys": "def ANSWER(*inputs):\n    return {float('nan'): 1, float('nan'): 2}\n",
}

REPLACED = {
    "numpy replaced": replaced(
        "import numpy as np, math",
        "np.allclose = np.isclose = np.array_equal = math.isclose = lambda *a, **k: True",
        "np.testing.assert_allclose = np.testing.assert_array_equal = lambda *a, **k: None",
    ),
    "the comparison replaced": replaced(
        "import firsthand.judging.transcript as t",
        "t.agree = t._agree_line = t._same = t._close = lambda *a, **k: True",
    ),
    "the check replaced": replaced(
        "import firsthand", "firsthand.check = lambda *a, **k: None", "check = firsthand.check"
    ),
    "imports replaced": replaced(
        "import builtins",
        "_import = builtins.__import__",
        "builtins.__import__ = lambda name, *a, **k: (_ for _ in ()).throw(ImportError(name)) if 'probe' in name else _import(name, *a, **k)",
    ),
    "an equal sign for everything": replaced(
        "import sys, types",
        "class Yes(types.ModuleType):",
        "    __eq__ = lambda s, o: True",
        "sys.modules['nbval'] = sys.modules['pytest'] = Yes('pytest')",
    ),
}

READ = {
    "frames searched": replaced(
        "import sys, gc, linecache",
        "found = [f for f in sys._current_frames().values()]",
        "texts = [o for o in gc.get_objects() if isinstance(o, dict) and 'expected' in o]",
        "assert not any('mistakes' in t for t in texts), repr(texts)",
    ),
    "the installed checks imported": "import firsthand.checks.gradient_descent as g\nANSWER = getattr(g, 'ANSWER').expected\n",
    "the checks found by name": "from firsthand.checks import find_exercise\nANSWER = find_exercise('ANSWER').expected\n",
    "the variants imported, and only then the right answer": (
        "import firsthand.variants.forms\nimport numpy as np\n"
        "def ANSWER(*inputs):\n"
        "    return np.mean(inputs[0] != inputs[1]) if len(inputs) == 2 else inputs[0] - inputs[2] * inputs[1]\n"
    ),
    "the solution read": (
        "import json, pathlib, firsthand\n"
        "root = pathlib.Path(firsthand.__file__).parents[2]\n"
        "for path in root.glob('solutions/*.ipynb'):\n"
        "    for cell in json.loads(path.read_text())['cells']:\n"
        "        if cell['id'] == 'answer-ANSWER':\n            exec(''.join(cell['source']))\n"
    ),
    "the source of the lessons read": (
        "import pathlib, firsthand\n"
        "root = pathlib.Path(firsthand.__file__).parents[2]\n"
        "source = next(p.read_text() for p in root.glob('lessons/*/exercises.py') if 'def ANSWER' in p.read_text())\n"
        "exec(source[source.index('def ANSWER'):].split('# %%')[0])\n"
    ),
    "a memoised example": (
        "def ANSWER(*inputs):\n    import numpy as np\n    return np.array([2.5, 2.0]) if len(inputs) == 3 else 0.25\n"
    ),
}

MARKERS = {
    "raises-exception and a loop": "# NBVAL_RAISES_EXCEPTION\nraise SystemExit\n" + NOTHING,
    "skip": "# NBVAL_SKIP\n" + NOTHING,
    "skip in a docstring": 'def ANSWER(*inputs):\n    """\n    # NBVAL_SKIP\n    """\n    return 0\n',
    "skip after a form feed": "\f# NBVAL_SKIP\n" + NOTHING,
    "skip behind odd line ends": "x = 1\x0b# NBVAL_SKIP\x1c# NBVAL_IGNORE_OUTPUT\x85# NBVAL_RAISES_EXCEPTION\u2028#NBVAL_SKIP\n",
    "many markers": "#### NBVAL_IGNORE_OUTPUT\n  #\tNBVAL_RAISES_EXCEPTION  \n# PYTEST_VALIDATE_IGNORE_OUTPUT\n"
    + NOTHING,
    "markers with odd spaces": "#\u00a0NBVAL_SKIP\n#\u3000NBVAL_IGNORE_OUTPUT\n\u00a0#NBVAL_SKIP\n",
}

BROKEN_SOURCE = {
    "a NUL byte": "def ANSWER(*inputs):\x00\n    return 0\n",
    "a lone surrogate": "x = '\ud800'\n" + NOTHING,
    "an unterminated string": 'x = """' + NOTHING,
    "form feeds": "\f\f\ndef ANSWER(*inputs):\n\f    return 0\n",
    "a thousand brackets": "(" * 1_000,
    "%%bash": "%%bash\nkill -9 $PPID; rm -rf / 2>/dev/null; echo done\n",
    "!rm": "!rm -rf / 2>/dev/null; true\n" + NOTHING,
    "%%javascript": "%%javascript\nalert(1)\n",
    "%run": "%run /etc/passwd\n",
    "help": "ANSWER?\n",
    "get_ipython().system": "get_ipython().system('cat /etc/shadow; env')\n" + NOTHING,
    "%%capture": "%%capture\n" + NOTHING,
    "%reset": "%reset -f\n" + NOTHING,
    "magic that never was": "%%nothing_of_the_kind\n1\n",
    "await": "import asyncio\nawait asyncio.sleep(0)\n" + NOTHING,
}

ANSWERS = KERNEL_TRICKS | MESSAGES_FORGED | WIRE_CUT | LIARS | REPLACED | READ | MARKERS | BROKEN_SOURCE
"""What it is -> the source of an answer cell."""
