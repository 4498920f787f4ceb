"""Colab, played: its versions, nothing of the course but one notebook file, and the address leading to this tree."""

import os
import subprocess
import sys

import nbformat
import pytest
from conftest import ROOT, copy_of_the_tree, make_environment, run, solved, without_pytest
from nbclient import NotebookClient
from promises import costly, each_lesson

from firsthand.authoring.course import repository

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


@pytest.fixture(scope="session")
def colab(tmp_path_factory):
    """Make Colab's environment, and register it as a kernel; return its Python, a clone of the course, and the variables."""
    home = tmp_path_factory.mktemp("colab")
    python = make_environment(home / "python", *COLAB)
    kernel = ["-m", "ipykernel", "install", "--name", KERNEL, "--prefix", home / "prefix"]
    run([python, *kernel])
    clone = copy_of_the_tree(home / "clone")
    variables = {
        "JUPYTER_PATH": str(home / "prefix" / "share" / "jupyter"),
        "HOME": str(home),
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": f"url.file://{clone}.insteadOf",
        "GIT_CONFIG_VALUE_0": repository(ROOT),
    }
    return python, clone, without_pytest() | variables


def test_a_solved_exercise_notebook_alone_installs_the_course_and_runs_to_the_end(colab, tmp_path, monkeypatch):
    python, _, environment = colab
    assert subprocess.run([python, "-c", "import firsthand"], capture_output=True, check=False).returncode == 1
    monkeypatch.setattr(os, "environ", environment)
    notebook = solved("06_gradient_descent")
    place = {"metadata": {"path": str(tmp_path)}}
    NotebookClient(notebook, kernel_name=KERNEL, timeout=300, resources=place).execute()
    checks = [cell for cell in notebook.cells if cell.id.startswith("check-")]
    panels = [output.data["text/plain"] for cell in checks for output in cell.outputs]
    assert len(panels) == len(checks)
    assert [panel for panel in panels if not panel.startswith("✔ Right")] == []


@pytest.fixture(scope="session")
def installed(colab):
    """Colab's environment with the course in it, as after the first cell of a notebook."""
    python, clone, environment = colab
    run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", clone])
    return environment


@costly
@each_lesson
def test_the_oldest_libraries_give_the_stored_outputs(installed, lesson):
    paths = [ROOT / folder / f"{lesson}.ipynb" for folder in ("notebooks", "solutions")]
    options = ["-q", "-p", "no:cacheprovider", "-c", os.devnull, f"--rootdir={ROOT}", f"--nbval-kernel-name={KERNEL}"]
    run([sys.executable, "-m", "pytest", *options, "--nbval", *paths], cwd=ROOT, env=installed)


@pytest.mark.parametrize("number", range(1, 5))
def test_a_milestone_alone_runs_on_the_courses_parts_says_so_and_reaches_its_bar(
    installed, tmp_path, monkeypatch, number
):
    """With the oldest libraries: and what it shows is what is stored, but for whose the parts are."""
    (path,) = (ROOT / "notebooks").glob(f"milestone_{number}_*.ipynb")
    monkeypatch.setattr(os, "environ", installed)
    notebook = nbformat.read(path, as_version=4)
    stored = _texts(nbformat.read(path, as_version=4))
    place = {"metadata": {"path": str(tmp_path)}}
    NotebookClient(notebook, kernel_name=KERNEL, timeout=300, resources=place).execute()
    shown = _texts(notebook)
    differ = [pair for pair in zip(shown, stored, strict=True) if pair[0] != pair[1]]
    assert [
        now for now, _ in differ if now[0] not in "Y○p"
    ] == []  # the remark, what came true, the other tables of parts
    assert differ[0][0].startswith("Your exercise notebooks are not here (on Colab a notebook is alone)")
    assert [text for text in shown if text.startswith("✔ ") and ": reached. 0 of " in text]


def _texts(notebook) -> list[str]:
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    return [output.get("text") or output.data["text/plain"] for output in outputs]


def test_every_notebook_is_read_by_the_notebook_format_of_colab():
    for path in ROOT.glob("[!.]*/*.ipynb"):
        nbformat.validate(nbformat.read(path, as_version=4))
