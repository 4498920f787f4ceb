"""What a site is not built over, and what is said where a part of it is missing; tests/browser/test_site.py opens one."""

import importlib.util
import shutil

import pytest
from conftest import ROOT

from firsthand.authoring.course import FOLDERS, tab_link
from firsthand.building import site
from firsthand.building.site import build_site
from firsthand.commands import site as site_command
from firsthand.errors import UsageError


def test_a_folder_that_is_no_site_is_refused_and_keeps_what_it_has(tmp_path):
    (tmp_path / "thesis.txt").write_text("three years")
    with pytest.raises(UsageError, match="is no site of a course"):
        build_site(ROOT, tmp_path)
    with pytest.raises(UsageError, match="is no site of a course"):
        build_site(ROOT, tmp_path / "thesis.txt")
    assert (tmp_path / "thesis.txt").read_text() == "three years"


def test_what_is_missing_is_named_with_the_command_that_brings_it(tmp_path, monkeypatch):
    with pytest.raises(UsageError, match=r"no pyodide\.mjs in"):
        build_site(ROOT, tmp_path / "site", pyodide=tmp_path)
    with pytest.raises(UsageError, match="run: firsthand build"):
        build_site(tmp_path, tmp_path / "site")
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "jupyterlite_core" else "found")
    with pytest.raises(UsageError, match=r'needs jupyterlite_core: python -m pip install --editable "\.\[site\]"'):
        build_site(ROOT, tmp_path / "site")
    assert not (tmp_path / "site").exists()


def test_a_tool_that_fails_is_heard_and_the_site_of_before_stays(tmp_path, monkeypatch):
    (tmp_path / "jupyter-lite.json").write_text("{}")
    monkeypatch.setattr(site, "TOOLS", ())
    monkeypatch.setattr(site, "BESIDE", ("--no-such-option",))
    with pytest.raises(UsageError, match="pip failed, and nothing was changed") as failed:
        build_site(ROOT, tmp_path)
    assert "no such option" in str(failed.value)
    assert [path.name for path in tmp_path.iterdir()] == ["jupyter-lite.json"]


def test_the_address_of_the_site_is_that_of_github_pages():
    link = tab_link("https://github.com/Some-One/machine_learning", "exercises/01_double.ipynb")
    assert link == "https://some-one.github.io/machine_learning/lab/index.html?path=exercises/01_double.ipynb"


def test_a_site_with_own_work_in_it_says_which_notebooks_hold_it(tmp_path, monkeypatch, capsys):
    folders = {folder: shutil.copytree(ROOT / folder, tmp_path / folder) for folder in FOLDERS}
    monkeypatch.setattr(site_command, "find_course", lambda _: tmp_path)
    monkeypatch.setattr(site_command, "build_site", lambda *_: 3)
    assert site_command.site(tmp_path / "site", None) == 0
    assert capsys.readouterr().err == ""
    path = folders["exercises"] / "00_start_here.ipynb"
    path.write_text(path.read_text(encoding="utf-8").replace("...  # your answer", "return 0.25"), encoding="utf-8")
    assert site_command.site(tmp_path / "site", None) == 0
    assert capsys.readouterr().err.endswith("for all to read: exercises/00_start_here.ipynb.\n")
