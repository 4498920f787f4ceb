"""An exercise solved in JupyterLab as a learner does it: in a real browser, with the mouse and the keyboard."""

from pathlib import Path

import pytest
from browsing import PATIENCE_MS, contrast, jupyterlab, open_notebook, run_all
from conftest import ROOT

WRONG = "def gradient_step(w, gradient, rate):\n    return w + rate * gradient"
RIGHT = "def gradient_step(w, gradient, rate):\n    return w - rate * gradient"


@pytest.fixture(params=["light", "dark"])
def lab(request, tmp_path):
    """Start JupyterLab on a copy of the exercises, in one of its two themes; give the theme and the address."""
    with jupyterlab(tmp_path, ROOT / "exercises" / "06_gradient_descent.ipynb", request.param) as address:
        yield request.param, address


def test_a_wrong_answer_is_named_and_the_right_one_gets_its_points(browser, lab, request):
    theme, server = lab
    page = browser.new_page(viewport={"width": 1100, "height": 900})
    page.set_default_timeout(PATIENCE_MS)
    open_notebook(page, server, "06_gradient_descent.ipynb")
    _run_all(page)
    panel = page.locator(".firsthand-panel").first
    assert "○ Not started" in panel.text_content()
    _answer_cell(page).scroll_into_view_if_needed()

    _answer(page, WRONG)
    panel.get_by_text("You added the gradient").wait_for()
    assert "✘ Not yet · One step downhill · 0 of 1 point" in panel.inner_text()
    assert contrast(panel) >= 4.5
    _keep(request, page.locator(".jp-CodeCell", has_text="Not yet").first, f"panel-{theme}.png")

    _answer(page, RIGHT)
    panel.get_by_text("1 of 1 point").wait_for()
    assert "✔ Right" in panel.inner_text()
    assert contrast(panel) >= 4.5
    page.close()


def _run_all(page):
    """Choose Run All Cells, and wait until the twelfth check has answered: eleven that are not right did not stop it."""
    run_all(page)
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


def _keep(request, cell, name):
    folder = request.config.getoption("--pictures")
    if folder:
        Path(folder).mkdir(exist_ok=True)
        cell.screenshot(path=Path(folder) / name)
