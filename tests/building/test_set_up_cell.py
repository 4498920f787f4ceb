"""The first code cell of every notebook: what it asks to install, and where it asks for nothing."""

import importlib.util
import sys

import nbformat
import pytest
from conftest import ROOT
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from firsthand.authoring.course import FOLDERS, repository


@pytest.fixture
def shell(tmp_path, monkeypatch):
    """Make an IPython whose %pip only notes what it is asked; the notes are in `shell.asked`."""
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
    shell = InteractiveShell(config=Config(HistoryManager={"enabled": False}))
    asked: list[str] = []
    shell.register_magic_function(asked.append, magic_name="pip")
    shell.asked = asked
    return shell


def set_up_cell() -> str:
    notebook = nbformat.read(ROOT / "exercises" / "00_start_here.ipynb", as_version=4)
    return next(cell.source for cell in notebook.cells if cell.cell_type == "code")


@pytest.mark.parametrize(
    ("platform", "is_installed", "asked"),
    [
        ("linux", True, []),
        ("win32", True, []),
        ("emscripten", True, []),
        ("linux", False, [f"install --quiet git+{repository(ROOT)}"]),
        ("emscripten", False, ["install --quiet firsthand"]),
    ],
)
def test_it_installs_where_the_course_is_not_and_is_silent(shell, monkeypatch, capsys, platform, is_installed, asked):
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: "found" if is_installed else None)
    assert shell.run_cell(set_up_cell()).success
    assert shell.asked == asked
    assert capsys.readouterr() == ("", "")


def test_it_is_the_same_in_every_notebook_and_shows_nothing():
    for path in (path for folder in FOLDERS for path in (ROOT / folder).glob("*.ipynb")):
        cell = next(cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code")
        assert (cell.source, cell.outputs) == (set_up_cell(), []), path
