"""The files around the course agree with each other."""

import re
import subprocess
import sys
import tomllib
from xml.etree import ElementTree

import pytest
from conftest import ROOT, without_pytest

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
SIX_PACKAGES = {"jupyterlab", "numpy", "pandas", "scikit-learn", "matplotlib", "nbval"}
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md"]


def requirements():
    found = PROJECT["dependencies"] + PROJECT["optional-dependencies"]["lab"]
    return {re.split(r"[>=<\[]", text)[0]: text for text in found}


def test_conda_installs_what_pip_installs():
    lines = (ROOT / "environment.yml").read_text(encoding="utf-8").splitlines()
    listed = {line.strip().removeprefix("- ") for line in lines if line.startswith("  - ")}
    python = f"python{PROJECT['requires-python']}"
    assert listed - {"conda-forge", "pip", "pip:"} == {python, *requirements().values()}


def test_a_learner_gets_the_six_packages_and_three_more():
    assert requirements().keys() - SIX_PACKAGES == {"cloudpickle", "ipython", "ipywidgets"}
    assert requirements().keys() >= SIX_PACKAGES


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_of_a_page_resolves(page):
    links = re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not link.startswith("http") and not (page.parent / link).exists()] == []


def test_links_to_the_repository_come_from_one_address():
    address = PROJECT["urls"]["Repository"].removeprefix("https://")
    owner_and_name = address.removeprefix("github.com/")
    found = re.findall(
        r"(?:/github/|/gh/|github\.com/)([\w-]+/[\w-]+)", (ROOT / "README.md").read_text(encoding="utf-8")
    )
    assert set(found) == {owner_and_name}


def test_every_file_that_contributing_names_is_there():
    named = re.findall(r"`((?:src|tests|docs)/[\w/.-]+\.\w+)`", (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"))
    assert named
    assert [name for name in named if not (ROOT / name).exists() and "/name." not in name] == []


def test_every_module_that_contributing_names_is_there():
    map_of_modules = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").split("## Where things are")[1]
    named = set(re.findall(r"`(\w+\.py)`", map_of_modules))
    assert named <= {path.name for path in (ROOT / "src" / "firsthand").glob("*.py")}


def test_modules_stay_small():
    engine = [path for path in (ROOT / "src" / "firsthand").glob("*.py") if len(path.read_text().splitlines()) > 320]
    assert engine == []


def test_imports_go_one_way():
    """A notebook's `import firsthand` must not draw in the build, the command line, or a library it does not need."""
    code = "import firsthand, sys; print(*sorted(sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=without_pytest())
    loaded = set(run.stdout.split())
    assert not loaded & {"firsthand.cli", "firsthand.build", "firsthand.audit", "sklearn", "matplotlib", "nbformat"}


def test_the_summary_of_a_fork_shows_what_nbval_found(tmp_path):
    suite = ElementTree.Element("testsuite")
    right = ElementTree.SubElement(suite, "testcase", classname="exercises.00_start_here.ipynb", name="Cell 3")
    junit = tmp_path / "result.xml"

    def summary():
        junit.write_bytes(ElementTree.tostring(suite))
        command = [sys.executable, ROOT / ".github" / "summary.py", junit]
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    first = summary()
    assert "| 00_start_here | error_rate | ✔ right |" in first.stdout
    assert "gradient_step | ✘ not yet |" in first.stdout
    assert first.returncode == 1
    ElementTree.SubElement(right, "failure", message="no")
    assert "| 00_start_here | error_rate | ✘ not yet |" in summary().stdout
    junit.unlink()
    command = [sys.executable, ROOT / ".github" / "summary.py", junit]
    assert subprocess.run(command, capture_output=True, text=True, check=False).returncode == 1
