"""What a site is not built over, and what is said where a part of it is missing; tests/browser/test_site.py opens one."""

import importlib.util
import re
import shutil

import pytest
from conftest import ROOT
from own_course import make_own_course

from firsthand.authoring.course import FOLDERS, project, read_course, tab_link
from firsthand.building import site
from firsthand.building.site import SiteNotBuilt, build_site
from firsthand.building.start_page import WHERE_WORK_IS, start_page
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


def test_the_start_page_opens_what_the_table_of_the_readme_opens_in_the_same_order():
    page = start_page(read_course(ROOT))
    links = re.findall(r'href="(lab/index\.html\?path=([^"]+))"', page)
    address = project(ROOT)["urls"]["Repository"]
    table = (ROOT / "README.md").read_text(encoding="utf-8").split("lessons -->")[1]
    assert [tab_link(address, path) for _, path in links] == re.findall(r"\((https://[^)]+\.github\.io/[^)]+)\)", table)
    assert [path for _, path in links if not (ROOT / path).is_file()] == []
    assert len(links) > 50
    assert f'<a href="{address}">' in page
    assert WHERE_WORK_IS in page


def test_the_start_page_says_what_the_readme_says_of_where_work_is_kept():
    readme = " ".join((ROOT / "README.md").read_text(encoding="utf-8").split())
    assert WHERE_WORK_IS.casefold() in readme.casefold()


def test_a_course_without_milestones_or_a_description_has_a_start_page(tmp_path):
    make_own_course(tmp_path)
    page = start_page(read_course(tmp_path))
    assert page.count("<tr>") == 1 + len(read_course(tmp_path).lessons)
    assert "milestone" not in page


def test_what_jupyterlite_reads_in_the_page_that_is_replaced_stays_and_another_page_is_refused(tmp_path):
    kept = '<script id="jupyter-config-data" type="application/json" data-jupyter-lite-root=".">\n{"a": 1}\n</script>'
    (tmp_path / "index.html").write_text(f"<html><head>{kept}<script>go()</script></head></html>")
    site._write_start_page(ROOT, tmp_path / "index.html")
    written = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert kept in written
    assert "go()" not in written
    (tmp_path / "index.html").write_text("<html></html>")
    with pytest.raises(SiteNotBuilt, match=r"another index\.html than is known"):
        site._write_start_page(ROOT, tmp_path / "index.html")


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
