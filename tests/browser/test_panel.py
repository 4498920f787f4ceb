"""An exercise solved in JupyterLab as a learner does it: in a real browser, with the mouse and the keyboard."""

import contextlib
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import urlopen

import pytest
from conftest import ROOT, without_pytest

PATIENCE_MS = 60_000

WRONG = "def gradient_step(w, gradient, rate):\n    return w + rate * gradient"
RIGHT = "def gradient_step(w, gradient, rate):\n    return w - rate * gradient"


@pytest.fixture(params=["light", "dark"])
def lab(request, tmp_path):
    """Start JupyterLab on a copy of the exercises, in one of its two themes; give the theme and the address."""
    (tmp_path / "course").mkdir()
    shutil.copy(ROOT / "exercises" / "06_gradient_descent.ipynb", tmp_path / "course")
    _set_up_lab(tmp_path / "settings", request.param)
    runtime = tmp_path / "runtime"
    environment = without_pytest(os.environ) | {
        "JUPYTERLAB_SETTINGS_DIR": str(tmp_path / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(tmp_path / "workspaces"),
        "JUPYTER_RUNTIME_DIR": str(runtime),
        "IPYTHONDIR": str(tmp_path / "ipython"),
    }
    options = [
        "--no-browser",
        "--allow-root",
        "--port=0",
        "--IdentityProvider.token=",
        f"--notebook-dir={tmp_path / 'course'}",
    ]
    with open(tmp_path / "log", "w") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "jupyter", "lab", *options], env=environment, stdout=log, stderr=subprocess.STDOUT
        )
        try:
            yield request.param, _address(server, runtime)
        finally:
            server.terminate()
            server.wait(timeout=30)


def _set_up_lab(folder, theme):
    """Write what a learner would choose in the settings: the theme, and no news."""
    chosen = {"apputils-extension/themes": {"theme": f"JupyterLab {theme.title()}"}}
    chosen["apputils-extension/notification"] = {"fetchNews": "false", "checkForUpdates": False}
    for name, settings in chosen.items():
        path = folder / "@jupyterlab" / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(settings))


def _address(server, runtime) -> str:
    """Wait until the server says where it listens, and answers there."""
    for _ in range(600):
        assert server.poll() is None, "JupyterLab ended before it was ready"
        with contextlib.suppress(OSError, StopIteration, ValueError):
            address = json.loads(next(runtime.glob("jpserver-*.json")).read_text())["url"]
            urlopen(f"{address}api", timeout=5).close()
            return address
        time.sleep(0.1)
    raise TimeoutError("JupyterLab did not answer within a minute")


def test_a_wrong_answer_is_named_and_the_right_one_gets_its_points(browser, lab, request):
    theme, server = lab
    page = browser.new_page(viewport={"width": 1100, "height": 900})
    page.set_default_timeout(PATIENCE_MS)
    page.goto(f"{server}lab/tree/06_gradient_descent.ipynb")
    page.locator(".jp-Notebook .jp-Cell").first.wait_for()
    _wait_for_kernel(server)
    _run_all(page)
    panel = page.locator(".firsthand-panel").first
    assert "○ Not started" in panel.text_content()
    _answer_cell(page).scroll_into_view_if_needed()

    _answer(page, WRONG)
    panel.get_by_text("You added the gradient").wait_for()
    assert "✘ Not yet · One step downhill · 0 of 1 point" in panel.inner_text()
    assert _contrast(panel) >= 4.5
    _keep(request, page.locator(".jp-CodeCell", has_text="Not yet").first, f"panel-{theme}.png")

    _answer(page, RIGHT)
    panel.get_by_text("1 of 1 point").wait_for()
    assert "✔ Right" in panel.inner_text()
    assert _contrast(panel) >= 4.5
    page.close()


def _wait_for_kernel(server):
    """Wait until the notebook's kernel is up and connected; JupyterLab calls it idle earlier than that."""
    for _ in range(600):
        with contextlib.suppress(OSError):  # the server may stumble while the kernel is starting
            with urlopen(f"{server}api/kernels", timeout=5) as answer:
                kernels = json.load(answer)
            if any(kernel["connections"] and kernel["execution_state"] == "idle" for kernel in kernels):
                return
        time.sleep(0.1)
    raise TimeoutError("no kernel within a minute")


def _run_all(page):
    """Choose Run All Cells, and wait until the twelfth check has answered: eleven that are not right did not stop it."""
    page.locator(".lm-MenuBar-itemLabel", has_text="Run").first.click()
    page.locator('.lm-Menu-item[data-command="runmenu:run-all"]').click()
    page.locator(".firsthand-panel").nth(11).wait_for(state="attached")


def _answer(page, code):
    """Put code into the answer cell and run it and the check under it, from the keyboard."""
    _answer_cell(page).locator(".cm-content").click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(code)
    page.keyboard.press("Shift+Enter")
    page.keyboard.press("Shift+Enter")


def _answer_cell(page):
    return page.locator(".jp-CodeCell", has_text="gradient_step").first


def _contrast(panel) -> float:
    """Contrast of the panel's text against what shows behind it, by WCAG 2."""
    ink, paper = panel.evaluate(
        """panel => {
            const seen = color => color.match(/[\\d.]+/g).map(Number);
            let behind = panel;
            while (behind.parentElement && (seen(getComputedStyle(behind).backgroundColor)[3] ?? 1) === 0)
                behind = behind.parentElement;
            return [seen(getComputedStyle(panel).color), seen(getComputedStyle(behind).backgroundColor)];
        }"""
    )
    lighter, darker = sorted((_luminance(ink), _luminance(paper)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color) -> float:
    linear = [c / 255 / 12.92 if c / 255 <= 0.04045 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in color[:3]]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _keep(request, cell, name):
    folder = request.config.getoption("--pictures")
    if folder:
        Path(folder).mkdir(exist_ok=True)
        cell.screenshot(path=Path(folder) / name)
