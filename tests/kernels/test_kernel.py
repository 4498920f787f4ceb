"""The warm kernel at any Jupyter client's service, and what a graded one may not do."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import jupyter_kernel_test
import pytest
from conftest import ROOT, without_pytest
from jupyter_client.manager import start_new_kernel

from firsthand.kernels import provisioner as kernel
from firsthand.kernels.zygote_process import Mode, ZygoteProcess

KERNELS = str(ROOT / "src" / "firsthand" / "kernels" / "jupyter")


@pytest.fixture(scope="module", autouse=True)
def kernels_for_people():
    """Ask for kernels as anybody's process does, though another test may have graded in this one; say where they are."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kernel, "_zygote", None)
        patch.setenv("JUPYTER_PATH", KERNELS)
        yield


class TestWarmKernel(jupyter_kernel_test.KernelTests):
    """Jupyter's own test of kernels."""

    kernel_name = "firsthand"
    language_name = "python"
    file_extension = ".py"
    code_hello_world = "print('hello, world')"
    code_stderr = "import sys; print('test', file=sys.stderr)"
    completion_samples = [{"text": "zi", "matches": {"zip"}}]  # noqa: RUF012
    complete_code_samples = ["1", "print('hello')", "def f(x):\n  return x*2\n\n\n"]  # noqa: RUF012
    incomplete_code_samples = ["print('''hello", "def f(x):\n  x*2"]  # noqa: RUF012
    invalid_code_samples = ["import = 7q"]  # noqa: RUF012
    code_page_something = "zip?"
    code_generate_error = "raise"
    code_execute_result = [{"code": "1+2+3", "result": "6"}]  # noqa: RUF012
    code_display_data = [  # noqa: RUF012
        {"code": "from IPython.display import HTML, display; display(HTML('<b>test</b>'))", "mime": "text/html"}
    ]
    code_clear_output = "from IPython.display import clear_output; clear_output()"
    code_inspect_sample = "zip"


def test_a_restarted_kernel_is_a_new_one_at_the_old_place():
    manager, client = start_new_kernel(kernel_name="firsthand")
    try:
        assert client.execute("x = 1", reply=True, timeout=30)["content"]["status"] == "ok"
        manager.restart_kernel(now=True)
        client.wait_for_ready(timeout=30)
        assert client.execute("x", reply=True, timeout=30)["content"]["ename"] == "NameError"
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def asked(client, expression) -> str:
    reply = client.execute("", user_expressions={"it": expression}, reply=True, timeout=30)
    return reply["content"]["user_expressions"]["it"]["data"]["text/plain"]


def is_running(process: str) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().split()[2] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def ends(process: str) -> bool:
    end = time.monotonic() + 10
    while is_running(process) and time.monotonic() < end:
        time.sleep(0.01)
    return not is_running(process)


def test_what_a_kernel_started_ends_with_it():
    manager, client = start_new_kernel(kernel_name="firsthand")
    try:
        started = asked(client, "__import__('subprocess').Popen(['sleep', '987']).pid")
        assert is_running(started)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    assert ends(started)


def test_a_kernel_does_not_outlive_the_process_that_forked_it(monkeypatch):
    monkeypatch.setattr(kernel, "_zygote", None)
    manager, client = start_new_kernel(kernel_name="firsthand")
    try:
        started = asked(client, "__import__('os').getpid()")
        assert is_running(started)
        kernel._zygote._process.kill()
        assert ends(started)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def test_a_zygote_that_nobody_waits_for_any_more_ends_at_once():
    zygote = ZygoteProcess(Mode.GRADED)
    process = str(zygote._process.pid)
    zygote._lifeline.close()
    assert zygote._process.wait(10) == 0
    assert not is_running(process)


@pytest.fixture(scope="module")
def nbval_samples(tmp_path_factory) -> list[Path]:
    """Fetch nbval's own sample notebooks, as its source distribution carries them."""
    folder = tmp_path_factory.mktemp("nbval")
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", ":all:", "nbval==0.11.0"]
    if subprocess.run(command, cwd=folder, capture_output=True, check=False).returncode:
        pytest.skip("nbval's source distribution cannot be fetched here")
    shutil.unpack_archive(next(folder.glob("*.tar.gz")), folder)
    return sorted(folder.glob("nbval-*/tests/**/*.ipynb"))


def outcomes(notebooks, kernel) -> list[str]:
    """Run stock nbval; return a line a cell: what became of it and which one it is."""
    command = [sys.executable, "-m", "pytest", "--nbval", f"--nbval-kernel-name={kernel}", "-rA", "-q", "--tb=no"]
    command += ["-p", "no:cacheprovider", "-p", "no:xdist", "-c", os.devnull, f"--rootdir={notebooks[0].parents[2]}"]
    done = subprocess.run(
        [*command, *map(str, notebooks)], env=without_pytest(), capture_output=True, text=True, check=False
    )
    words = ("PASSED", "FAILED", "SKIPPED", "XFAIL", "XPASS", "ERROR")
    return sorted(line.split(" - ")[0] for line in done.stdout.splitlines() if line.startswith(words))


def test_nbvals_own_samples_behave_as_under_the_plain_kernel(nbval_samples):
    plain = outcomes(nbval_samples, "python3")
    assert len(plain) > 40
    assert outcomes(nbval_samples, "firsthand") == plain


def test_nbconvert_executes_with_the_warm_kernel(tmp_path):
    shutil.copy(ROOT / "solutions" / "00_start_here.ipynb", tmp_path / "n.ipynb")
    command = [
        sys.executable,
        "-m",
        "nbconvert",
        "--execute",
        "--to",
        "notebook",
        "--ExecutePreprocessor.kernel_name=firsthand",
    ]
    done = subprocess.run(
        [*command, "n.ipynb"], cwd=tmp_path, env=without_pytest(), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "Checked on" in (tmp_path / "n.nbconvert.ipynb").read_text(encoding="utf-8")


def test_a_plain_run_with_the_warm_kernel_is_red_until_the_learner_is_right():
    assert {line.split()[0] for line in outcomes([ROOT / "solutions" / "00_start_here.ipynb"], "firsthand")} == {
        "PASSED"
    }
    blank = outcomes([ROOT / "exercises" / "00_start_here.ipynb"], "firsthand")
    assert [line.split()[0] for line in blank].count("FAILED") == 1
