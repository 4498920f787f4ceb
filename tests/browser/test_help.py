"""After five tries in JupyterLab: the hint stands in the panel, and the link opens the explained solution."""

import shutil

import nbformat
from browsing import PATIENCE_MS, contrast, jupyterlab, open_notebook, run_all
from conftest import ROOT

TRIES = "from firsthand import check\nfor _ in range(5):\n    check('error_rate', lambda y, predicted: 2.0)"


def test_the_link_under_a_failed_check_opens_the_solutions(browser, tmp_path):
    cells = [nbformat.v4.new_code_cell(TRIES)]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=kernel), tmp_path / "00_start_here.ipynb")
    with jupyterlab(tmp_path, tmp_path / "00_start_here.ipynb", "dark") as server:
        for folder in ("exercises", "solutions"):
            (tmp_path / "course" / folder).mkdir()
        shutil.copy(tmp_path / "00_start_here.ipynb", tmp_path / "course" / "exercises")
        shutil.copy(ROOT / "solutions" / "00_start_here.ipynb", tmp_path / "course" / "solutions")
        page = browser.new_page(viewport={"width": 1100, "height": 900})
        page.set_default_timeout(PATIENCE_MS)
        open_notebook(page, server, "exercises/00_start_here.ipynb")
        run_all(page)
        link = page.locator(".firsthand-panel a").last
        link.wait_for()
        assert contrast(page.locator(".firsthand-panel").last) >= 4.5
        link.click()
        page.wait_for_url("**/lab/tree/solutions/00_start_here.ipynb")  # a tab of JupyterLab, not a download
        page.close()
