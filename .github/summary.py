"""Write a table of the check cells of each exercise notebook, from nbval's JUnit file; exit 1 when one is not right."""

import json
import sys
from html import escape
from pathlib import Path
from xml.etree import ElementTree


def main(junit: str) -> int:
    """Print Markdown for the job summary; return how the job ends."""
    if not Path(junit).exists():
        print("nbval did not run to its end: see the log of the step before.")
        return 1
    passed = dict(map(_outcome, ElementTree.parse(junit).iter("testcase")))
    rows = [row for path in sorted(Path("exercises").glob("*.ipynb")) for row in _rows(path, passed)]
    right = sum(ok for _, _, ok in rows)
    print(f"## {right} of {len(rows)} exercises right\n\n| lesson | exercise | |\n|---|---|---|")
    for lesson, exercise, ok in rows:
        print(f"| {escape(lesson)} | {escape(exercise)} | {'✔ right' if ok else '✘ not yet'} |")
    return 0 if right == len(rows) else 1


def _outcome(case) -> tuple[tuple[str, int], bool]:
    """Return ((notebook's stem, number of the code cell), whether it passed) of one test case."""
    stem = case.get("classname", "").split(".")[-2 if case.get("classname", "").endswith(".ipynb") else -1]
    number = int(case.get("name", "Cell -1").split()[-1])
    return (stem, number), not [child for child in case if child.tag in ("failure", "error", "skipped")]


def _rows(path, passed):
    cells = [cell for cell in json.loads(path.read_text(encoding="utf-8"))["cells"] if cell["cell_type"] == "code"]
    for number, cell in enumerate(cells):
        name = cell.get("metadata", {}).get("nbgrader", {}).get("grade_id", "")
        if name.startswith("check-"):
            yield path.stem, name.removeprefix("check-"), passed.get((path.stem, number), False)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
