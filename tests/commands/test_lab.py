"""firsthand lab: what a learner finds in JupyterLab's list of files and of kernels."""

import contextlib
import json
import re
import socket
import subprocess
import sys
import time
import urllib.request

import pytest
from conftest import ROOT, run, without_pytest

from firsthand.commands import lab


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """Start the server behind JupyterLab as the command does, without a browser; give what asks it for JSON."""
    command = [sys.executable, "-m", "jupyter", "server", f"--ServerApp.root_dir={ROOT}", *lab.options()]
    options = ["--no-browser", "--port=0", "--allow-root", "--ServerApp.ip=127.0.0.1", "--IdentityProvider.token=t"]
    folder = tmp_path_factory.mktemp("jupyter")
    environment = without_pytest() | {"JUPYTER_RUNTIME_DIR": str(folder), "JUPYTER_CONFIG_DIR": str(folder)}
    process = subprocess.Popen([*command, *options], stderr=subprocess.PIPE, text=True, env=environment)
    try:
        lines = (re.search(r"http://127\.0\.0\.1:(\d+)/", line) for line in process.stderr)
        port = next(match[1] for match in lines if match)
        with contextlib.closing(_connected(int(port))):
            pass

        def ask(path):
            with contextlib.closing(urllib.request.urlopen(f"http://127.0.0.1:{port}/{path}?token=t")) as answer:
                return json.load(answer)

        yield ask
    finally:
        process.terminate()
        process.wait(10)
        process.stderr.close()


def _connected(port):
    """Wait until somebody listens there: the server prints its address before it does."""
    for _ in range(100):
        with contextlib.suppress(ConnectionRefusedError):
            return socket.create_connection(("127.0.0.1", port))
        time.sleep(0.1)
    raise AssertionError(f"nobody listens at {port}")


def test_a_learner_meets_three_folders_and_one_python(server):
    listed = {entry["name"] for entry in server("api/contents")["content"]}
    ours = set(run(["git", "ls-tree", "--name-only", "HEAD"], cwd=ROOT).stdout.split())
    assert listed & ours == {*lab.SHOWN}
    assert list(server("api/kernelspecs")["kernelspecs"]) == ["python3"]


def test_what_is_out_of_sight_is_there_and_opens(server):
    assert server("api/contents/README.md")["type"] == "file"
    assert server("api/contents/lessons")["type"] == "directory"
    names = {entry["name"] for entry in server("api/contents/notebooks")["content"]}
    assert lab.START_PAGE.name in names


def test_options_of_ones_own_come_last(monkeypatch):
    called = []
    monkeypatch.setattr(
        lab.subprocess, "run", lambda command, **_: called.append(command) or subprocess.CompletedProcess([], 3)
    )
    monkeypatch.chdir(ROOT)
    assert lab.lab(["--port", "8899"]) == 3
    assert called[0][-3:] == ["--port", "8899", str(ROOT / lab.START_PAGE)]
