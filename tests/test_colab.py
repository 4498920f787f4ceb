"""Colab, played: its versions, nothing of the course but one notebook file, and the address leading to this tree."""

import os
import shutil
import subprocess
import sys

import nbformat
import pytest
from conftest import ROOT, make_environment, run, solved, without_pytest
from nbclient import NotebookClient

from firsthand.course import lesson_names, repository

# What Colab had installed in the autumn of 2026; also the oldest versions the course supports.
COLAB = [
    "ipykernel==6.17.1",
    "ipython==7.34.0",
    "ipywidgets==7.7.1",
    "matplotlib==3.10.0",
    "numpy==2.0.2",
    "pandas==2.2.2",
    "scikit-learn==1.6.1",
    "setuptools<81",  # IPython 7 still imports pkg_resources
]
KERNEL = "colab"


@pytest.fixture(scope="module")
def colab(tmp_path_factory):
    """Make Colab's environment, and register it as a kernel; return the variables to run notebooks there with."""
    home = tmp_path_factory.mktemp("colab")
    python = make_environment(home / "python", *COLAB)
    kernel = ["-m", "ipykernel", "install", "--name", KERNEL, "--prefix", home / "prefix"]
    run([python, *kernel])
    insteadof = {f"url.file://{_clone(home / 'clone')}.insteadOf": repository(ROOT)}
    variables = {"JUPYTER_PATH": str(home / "prefix" / "share" / "jupyter"), "HOME": str(home)}
    for number, (key, value) in enumerate(insteadof.items()):
        variables |= {f"GIT_CONFIG_KEY_{number}": key, f"GIT_CONFIG_VALUE_{number}": value}
    return python, without_pytest() | variables | {"GIT_CONFIG_COUNT": "1"}


def _clone(folder):
    """Make a repository of this tree as it is now, committed or not."""
    listed = run(["git", "ls-files", "--cached", "--others", "--exclude-standard"], cwd=ROOT).stdout.splitlines()
    for name in (name for name in listed if (ROOT / name).is_file()):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, folder / name)
    who = ["-c", "user.name=test", "-c", "user.email=test@example.org"]
    for command in (["init", "-q", "-b", "main"], ["add", "-A"], [*who, "commit", "-q", "-m", "as it is"]):
        run(["git", *command], cwd=folder)
    return folder


def test_a_solved_exercise_notebook_alone_installs_the_course_and_runs_to_the_end(colab, tmp_path, monkeypatch):
    python, environment = colab
    assert subprocess.run([python, "-c", "import firsthand"], capture_output=True, check=False).returncode == 1
    monkeypatch.setattr(os, "environ", environment)
    notebook = solved("06_gradient_descent")
    place = {"metadata": {"path": str(tmp_path)}}
    NotebookClient(notebook, kernel_name=KERNEL, timeout=300, resources=place).execute()
    checks = [cell for cell in notebook.cells if cell.id.startswith("check-")]
    panels = [output.data["text/plain"] for cell in checks for output in cell.outputs]
    assert len(panels) == len(checks)
    assert [panel for panel in panels if not panel.startswith("✔ Right")] == []


@pytest.mark.parametrize("folder", ["notebooks", "solutions"])
def test_the_oldest_libraries_give_the_stored_outputs(colab, folder):
    python, environment = colab
    run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", ROOT])
    paths = [ROOT / folder / f"{name}.ipynb" for name in lesson_names(ROOT)]
    options = ["-q", "-p", "no:cacheprovider", "-c", os.devnull, f"--rootdir={ROOT}", f"--nbval-kernel-name={KERNEL}"]
    run([sys.executable, "-m", "pytest", *options, "--nbval", *paths], cwd=ROOT, env=environment)


def test_every_notebook_is_read_by_the_notebook_format_of_colab():
    for path in ROOT.glob("[!.]*/*.ipynb"):
        nbformat.validate(nbformat.read(path, as_version=4))
