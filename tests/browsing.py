"""JupyterLab in a real browser, as a learner has it: started, opened, run, and measured for contrast."""

import contextlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from urllib.request import urlopen

from conftest import without_pytest

PATIENCE_MS = 60_000


@contextlib.contextmanager
def jupyterlab(folder, notebook, theme) -> Iterator[str]:
    """Start JupyterLab on a copy of a notebook, in its theme "light" or "dark"; give its address."""
    (folder / "course").mkdir()
    shutil.copy(notebook, folder / "course")
    _set_up_lab(folder / "settings", theme)
    runtime = folder / "runtime"
    environment = without_pytest(os.environ) | {
        "JUPYTERLAB_SETTINGS_DIR": str(folder / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(folder / "workspaces"),
        "JUPYTER_RUNTIME_DIR": str(runtime),
        "IPYTHONDIR": str(folder / "ipython"),
    }
    options = [
        "--no-browser",
        "--allow-root",
        "--port=0",
        "--IdentityProvider.token=",
        f"--notebook-dir={folder / 'course'}",
    ]
    with open(folder / "log", "w") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "jupyter", "lab", *options], env=environment, stdout=log, stderr=subprocess.STDOUT
        )
        try:
            yield _address(server, runtime)
        finally:
            server.terminate()
            server.wait(timeout=30)


def open_notebook(page, server, name):
    """Open a notebook, and wait until its kernel can run cells."""
    page.goto(f"{server}lab/tree/{name}")
    page.locator(".jp-Notebook .jp-Cell").first.wait_for()
    _wait_for_kernel(server)


def run_all(page):
    """Choose Run All Cells from the menu."""
    page.locator(".lm-MenuBar-itemLabel", has_text="Run").first.click()
    page.locator('.lm-Menu-item[data-command="runmenu:run-all"]').click()


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


def contrast(panel) -> float:
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
