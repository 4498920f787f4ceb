"""A browser tab's Python, played: no threads, no processes, no timer. tests/browser/test_site.py opens a real one."""

import json
import sys

from conftest import run, solved, without_pytest
from promises import costly, each_lesson

PLAYED = """
import json, signal, subprocess, sys, threading
import matplotlib.pyplot, numpy, pandas, sklearn
from IPython.core.interactiveshell import InteractiveShell

def refused(*_, **__):
    raise OSError("not in a browser tab")

shell = InteractiveShell.instance()  # its history starts a thread
del signal.setitimer
threading.Thread.start = subprocess.Popen.__init__ = refused
sys.platform = "emscripten"
for source in json.load(sys.stdin):
    assert shell.run_cell(source).success, source
from firsthand.checking import VERDICTS
print("verdicts:", json.dumps(VERDICTS))
"""


@costly("judging", "diagnosing", "changing")
@each_lesson
def test_every_solution_is_right_where_nothing_can_be_started(lesson, tmp_path):
    notebook = solved(lesson)
    sources = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    environment = without_pytest() | {"IPYTHONDIR": str(tmp_path), "MPLBACKEND": "Agg"}
    command = [sys.executable, "-c", PLAYED]
    told = run(command, input=json.dumps(sources), env=environment, cwd=tmp_path).stdout.split("verdicts: ")[-1]
    checks = {cell.id.removeprefix("check-") for cell in notebook.cells if cell.id.startswith("check-")}
    assert json.loads(told) == dict.fromkeys(checks, "right")
