"""Write what `firsthand grade` found as Markdown, from its junit.xml and grades.csv; exit 1 while points are missing."""

import csv
import sys
from pathlib import Path
from xml.etree import ElementTree

SIGNS = {None: "✔ right", "failure": "✘ not yet", "skipped": "○ not attempted", "error": "⚑ needs a person"}


def main(junit: Path) -> int:
    """Print Markdown for the job summary; return how the job ends."""
    grades = junit.with_name("grades.csv")
    if not junit.exists() or not grades.exists():
        print("Nothing was graded: see the log of the step “Grade”.")
        return 1
    earned, possible = _points(grades)
    print(f"## {earned} of {possible} points\n\n| notebook | exercise | | |\n|---|---|---|---|")
    for suite in ElementTree.parse(junit).iter("testsuite"):
        for case in suite.iter("testcase"):
            print(_row(suite.get("name", ""), case))
    return 0 if 0 < possible == earned else 1


def _points(grades) -> tuple[int, int]:
    with grades.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    return sum(int(row["total"] or 0) for row in rows), sum(int(row["possible"]) for row in rows)


def _row(suite, case) -> str:
    outcome = next(iter(case), None)
    sign = SIGNS[None if outcome is None else outcome.tag]
    sentence = "" if outcome is None or outcome.tag == "skipped" else outcome.get("message", "")
    return f"| {_plain(suite)} | {_plain(case.get('name', ''))} | {sign} | {_plain(sentence)} |"


def _plain(text) -> str:
    """Write text so that no character of it is Markdown or HTML: a file's name is the learner's to choose."""
    return "".join(letter if letter.isalnum() or letter == " " else f"&#{ord(letter)};" for letter in text)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
