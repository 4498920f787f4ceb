"""A prediction made in JupyterLab: the result is out of sight until its cell runs, and what was said stays in the notebook."""

import contextlib
import time

import nbformat
from browsing import PATIENCE_MS, contrast, jupyterlab, open_notebook
from conftest import ROOT

LESSON = "00_start_here.ipynb"
RESULTS = ["100.0%", "8.9%", "96.2%", "What came true stands here"]
TALL_ENOUGH_FOR_ALL_CELLS = {"width": 1000, "height": 7000}


def test_a_result_waits_for_its_prediction_and_both_are_kept(browser, tmp_path):
    with jupyterlab(tmp_path, ROOT / "notebooks" / LESSON, "dark") as server:
        page = browser.new_page(viewport=TALL_ENOUGH_FOR_ALL_CELLS)
        page.set_default_timeout(PATIENCE_MS)
        open_notebook(page, server, LESSON)
        assert seen_of(RESULTS, page) == []

        for begin in ("import numpy as np", "images, digits"):
            run_cell(page, begin)
        run_cell(page, 'on_seen = predict("?")', 'on_seen = predict("(C)")\non_seen')
        page.locator(".firsthand-panel", has_text="● You said (c). Run on.").wait_for()
        run_cell(page, "model = KNeighborsClassifier")
        page.keyboard.press("Shift+Enter")  # the folded outcome is the next cell
        panel = page.locator(".firsthand-panel", has_text="✔ You said (c), and it is (c).")
        panel.wait_for()
        assert contrast(panel) >= 4.5
        assert seen_of(RESULTS, page) == ["100.0%"]

        page.keyboard.press("Control+s")
        kept = wait_for_file(tmp_path / "course" / LESSON, 'predict("(C)")')
        assert [cell.metadata.get("collapsed") for cell in kept if "100.0%" in str(cell.get("outputs"))] == [
            None,
            True,
            True,
        ]
        page.reload()
        panel.wait_for()
        assert seen_of(RESULTS, page) == ["100.0%"]
        page.close()


def seen_of(texts, page) -> list[str]:
    """Return those of the texts that a reader of the notebook has in sight."""
    shown = page.locator(".jp-Notebook").inner_text()
    return [text for text in texts if text in shown]


def run_cell(page, begin, code=None):
    """Run the code cell that begins so, with other code in it if that is given, from the keyboard."""
    page.locator(".jp-CodeCell .cm-content", has_text=begin).first.click()
    if code:
        page.keyboard.press("Control+A")
        page.keyboard.insert_text(code)
    page.keyboard.press("Shift+Enter")


def wait_for_file(path, text) -> list:
    """Return the cells of a notebook file, once some text is saved in it."""
    for _ in range(PATIENCE_MS // 100):
        with contextlib.suppress(nbformat.reader.NotJSONError):  # half of it is there while it is being saved
            cells = nbformat.read(path, as_version=4).cells
            if any(text in cell.source for cell in cells):
                return cells
        time.sleep(0.1)
    raise TimeoutError(f"{text} was not saved within a minute")
