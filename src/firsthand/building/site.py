"""The course as static files that run in a browser tab: its notebooks in JupyterLite, with a wheel of the package."""

import importlib.util
import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from firsthand.authoring.course import FOLDERS, project, read_course
from firsthand.building.start_page import start_page
from firsthand.errors import UsageError

TOOLS = ("jupyterlite_core", "jupyterlite_pyodide_kernel", "jupyter_server", "pip")
BESIDE = ("comm", "ipywidgets", "jupyterlab_widgets")
"""What the package needs and Pyodide does not have: pure Python, so it lies in the site beside the package's wheel."""

_NOT_IN_THE_WHEEL = (".*", "__pycache__", "*.egg-info", "build", "site", "tests", *FOLDERS)
"""Left out where the wheel is made: what setuptools keeps from another time would come into it."""

_CONFIGURATION = re.compile(r'<script id="jupyter-config-data".*?</script>', re.DOTALL)
_OPTIONS = ("--apps=lab", "--no-sourcemaps", "--no-unused-shared-packages")


class SiteNotBuilt(UsageError):
    """A tool that makes a part of the site has failed; the message ends with what it said."""


def build_site(course: Path, out: Path, pyodide: Path | None = None) -> int:
    """Write the site of the course in `course` to the folder `out`, and return how many files it has.

    pyodide : a folder with pyodide.mjs and what belongs to it, to be served with the site; without it the site loads
    the release that its kernel was made for from Pyodide's CDN. A folder that holds another site is replaced; one that
    holds anything else is refused. Raises UsageError, and SiteNotBuilt.
    """
    _refuse(course, out, pyodide)
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        shutil.copytree(course, place / "source", ignore=shutil.ignore_patterns(*_NOT_IN_THE_WHEEL))
        _run("pip", "wheel", "--quiet", "--no-deps", f"--wheel-dir={place / 'pypi'}", str(place / "source"), *BESIDE)
        for folder in FOLDERS:
            shutil.copytree(course / folder, place / "files" / folder, ignore=shutil.ignore_patterns(".*"))
        if pyodide:
            shutil.copytree(pyodide, place / "static" / "pyodide")
        _write_settings(course, place)
        _run(
            "jupyterlite_core",
            "build",
            *_OPTIONS,
            f"--lite-dir={place}",
            f"--output-dir={place / 'site'}",
            folder=place,
        )
        _write_start_page(course, place / "site" / "index.html")
        shutil.rmtree(out, ignore_errors=True)
        shutil.copytree(place / "site", out)
    return sum(path.is_file() for path in out.rglob("*"))


def _refuse(course, out, pyodide) -> None:
    """Raise UsageError for what would fail later, or destroy something."""
    if out.exists() and not (out / "jupyter-lite.json").is_file() and not _is_empty(out):
        raise UsageError(f"{out} is there and is no site of a course. Choose another folder, or move it away.")
    if pyodide and not (pyodide / "pyodide.mjs").is_file():
        raise UsageError(f"There is no pyodide.mjs in {pyodide}; --pyodide wants the folder that holds it.")
    if absent := [folder for folder in FOLDERS if not (course / folder).is_dir()]:
        raise UsageError(f"{course} has no folder {', '.join(absent)}; run: firsthand build")
    if missing := [tool for tool in TOOLS if importlib.util.find_spec(tool) is None]:
        raise UsageError(f'A site needs {", ".join(missing)}: python -m pip install --editable ".[site]"')


def _is_empty(folder: Path) -> bool:
    return folder.is_dir() and not any(folder.iterdir())


def _write_settings(course, place) -> None:
    settings = {"jupyter-lite-schema-version": 0, "jupyter-config-data": {"appName": project(course)["name"].title()}}
    (place / "jupyter-lite.json").write_text(json.dumps(settings), encoding="utf-8")


def _write_start_page(course, path) -> None:
    """Put the table of lessons where the site would open an empty launcher. Raises SiteNotBuilt.

    What JupyterLite keeps there of its configuration stays: every page of it reads that.
    """
    kept = _CONFIGURATION.search(path.read_text(encoding="utf-8"))
    if kept is None:
        raise SiteNotBuilt(f"jupyterlite_core wrote another {path.name} than is known, and nothing was changed.")
    path.write_text(start_page(read_course(course), kept[0]), encoding="utf-8")


def _run(module, *options, folder=None) -> None:
    """Run a module's command; what it says is shown when it fails, and only then."""
    command = [sys.executable, "-m", module, *options]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SiteNotBuilt(f"{module} failed, and nothing was changed.\n{(done.stdout + done.stderr)[-3000:]}")
