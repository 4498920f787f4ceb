"""The course in a browser tab: built, served as files, opened in Chromium; its Python runs there, behind it no server."""

import ast
import contextlib
import re
import shutil

import pytest
from browsing import PATIENCE_MS
from conftest import ROOT, make_environment, run, without_pytest
from playwright.sync_api import TimeoutError
from promises import PACKAGE
from tab import is_reachable, pyodide_of_the_registries, served

from firsthand.authoring.course import FOLDERS, project

NOTEBOOK = "exercises/06_gradient_descent.ipynb"
SET_UP, IMPORTS, ANSWER, CHECK = range(4)
"""The first code cells of the notebook."""

SOLUTION = "def gradient_step(w, gradient, rate):\n    return w - rate * gradient"
LIBRARIES = {"matplotlib", "numpy", "pandas", "sklearn"} | {"PIL", "scipy", "threadpoolctl"}
"""The compiled ones that the course asks for, and what they bring along."""

KERNEL = "from jupyterlite_pyodide_kernel.constants import *; print(PYODIDE_VERSION, PYODIDE_LOCK_DEFAULT_URL)"


@pytest.fixture(scope="module")
def site(browser, tmp_path_factory):
    """Build the site with nothing but what the extra `site` installs; give its address, and whether it has the libraries."""
    home = tmp_path_factory.mktemp("site")
    python = make_environment(home / "python", *project(ROOT)["optional-dependencies"]["site"])
    version, address = run([python, "-c", KERNEL]).stdout.split()
    has_libraries, options = is_reachable(address), []
    if not has_libraries and shutil.which("npm") is None:
        pytest.skip("Pyodide's CDN cannot be reached, and there is no npm to get its core by")
    if not has_libraries:
        options = ["--pyodide", pyodide_of_the_registries(home / "pyodide", version, python)]
    command = [python, "-m", "firsthand.cli", "site", "--out", home / "site", *options]
    run(command, cwd=ROOT, env=without_pytest() | {"PYTHONPATH": str(ROOT / "src")})
    with served(home / "site") as address:
        yield address, has_libraries


@pytest.fixture(scope="module")
def page(browser, site):
    """Open an exercise by the site's address for it, and run the set-up cell."""
    page = browser.new_page(viewport={"width": 1100, "height": 900})
    page.set_default_timeout(PATIENCE_MS)
    page.goto(f"{site[0]}lab/index.html?path={NOTEBOOK}")
    _set_up(page)
    yield page
    page.close()


def test_the_set_up_cell_installs_the_course_and_says_nothing(page):
    assert _printed(page, "import sys, firsthand; print(sys.platform, firsthand.__name__)") == "emscripten firsthand"
    assert _cell(page, SET_UP).locator(".jp-OutputArea-output").count() == 0


def test_python_in_the_tab_has_all_that_the_notebooks_side_of_the_course_imports(page, site):
    modules = sorted(_imported() - {"firsthand"})
    code = f"import importlib.util; print(*[m for m in {modules} if importlib.util.find_spec(m) is None])"
    missing = set(_printed(page, code).split())
    assert {"signal", "subprocess", "IPython", "ipywidgets", *LIBRARIES} <= set(modules)
    assert missing == (set() if site[1] else LIBRARIES)


def _imported() -> set[str]:
    """Name the packages and modules that what a notebook may import imports: all but the command line's rooms."""
    rooms = [PACKAGE / room for room in ("changing", "checks", "datasets", "diagnosing", "judging")]
    paths = [path for room in (PACKAGE, *rooms) for path in room.glob("*.py") if path.name != "cli.py"]
    nodes = [node for path in paths for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))]
    names = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    names += [node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module]
    return {name.split(".")[0] for name in names}


def test_what_needs_a_timer_or_a_process_does_without(page):
    code = "from firsthand.limit import time_limit\nwith time_limit(0.001):\n    print(sum(range(10**6)))"
    assert _printed(page, code) == "499999500000"
    assert "No check of this notebook has run yet." in _printed(page, "import firsthand; print(firsthand.progress())")


def test_a_prediction_answers_in_its_panel(page):
    _type(page, "from firsthand import predict\npredict('a')")
    page.locator(".firsthand-panel", has_text="You said (a). Run on.").wait_for()


def test_the_published_solution_pasted_is_right(page, site):
    if not site[1]:
        pytest.skip("not run: Pyodide's CDN, the only place that has NumPy for a browser, cannot be reached from here")
    _run(page, IMPORTS)
    _type(page, SOLUTION)
    _run(page, CHECK)
    page.locator(".firsthand-panel", has_text="✔ Right").wait_for()


def test_work_stays_in_this_browser_and_can_be_downloaded(page):
    _type(page, "mine = 'still here'")
    page.keyboard.press("Control+S")
    page.locator(".jp-mod-dirty").wait_for(state="detached")
    page.reload()
    _cell(page, ANSWER).get_by_text("still here").wait_for()
    page.locator(".lm-MenuBar-itemLabel", has_text="File").first.click()
    with page.expect_download() as download:
        page.locator('.lm-Menu-item[data-command="docmanager:download"]').click()
    assert "mine = 'still here'" in download.value.path().read_text(encoding="utf-8")


@pytest.mark.parametrize(("width", "scheme"), [(1000, "light"), (400, "dark")])
def test_the_bare_address_shows_the_lessons_and_a_click_opens_one(browser, site, width, scheme):
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page.set_default_timeout(PATIENCE_MS)
    trouble = []
    page.on("console", lambda message: trouble.append(message.text))
    page.goto(site[0])
    assert page.get_by_role("link", name=re.compile("lesson:|milestone:")).count() == len(
        list((ROOT / "notebooks").glob("*.ipynb"))
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert trouble == []
    page.get_by_role("link", name="lesson: Train a model by walking downhill").click()
    page.get_by_role("heading", name="Train a model by walking downhill").first.wait_for()
    assert page.url.startswith(f"{site[0]}lab/index.html")
    page.close()


def test_the_site_has_every_notebook_and_asks_only_itself_for_the_course(page, site):
    for folder in FOLDERS:
        listed = page.request.get(f"{site[0]}api/contents/{folder}/all.json").json()["content"]
        assert {entry["name"] for entry in listed} == {path.name for path in (ROOT / folder).glob("*.ipynb")}
    wheels = page.request.get(f"{site[0]}pypi/all.json").json()
    assert {"comm", "firsthand", "ipywidgets", "jupyterlab-widgets"} == set(wheels)


def _set_up(page):
    """Run the set-up cell, and once more where it was run before there was a Python that takes cells."""
    for patience_ms in (PATIENCE_MS // 2, PATIENCE_MS // 2, PATIENCE_MS):
        _run(page, SET_UP)
        with contextlib.suppress(TimeoutError):
            return _cell(page, SET_UP).get_by_text(re.compile(r"^\[\d+\]:$")).wait_for(timeout=patience_ms)
    raise AssertionError("The set-up cell did not come to its end.")


def _cell(page, index):
    return page.locator(".jp-CodeCell").nth(index)


def _run(page, index):
    _cell(page, index).locator(".cm-content").click()
    page.keyboard.press("Shift+Enter")


def _type(page, code):
    """Put code into the answer cell, and run it."""
    _cell(page, ANSWER).locator(".cm-content").click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(code)
    page.keyboard.press("Shift+Enter")


def _printed(page, code) -> str:
    """Run code in the answer cell; return what it printed before it was done, or stopped with an error."""
    _type(page, f"import sys\ntry:\n    exec({code!r})\nfinally:\n    print('that', 'is all')")
    shown = _cell(page, ANSWER).locator(".jp-OutputArea-child", has_text="that is all").first
    shown.wait_for()
    return shown.inner_text().split("that is all")[0].strip()
