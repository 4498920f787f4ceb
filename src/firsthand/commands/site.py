"""The command site: the course as static files that run in a browser tab."""

import sys
from pathlib import Path

from firsthand.authoring.course import FOLDERS, find_course
from firsthand.building.notebook import holds_work
from firsthand.building.site import build_site


def site(out: Path, pyodide: Path | None) -> int:
    """Make the course a site of static files in `out`; say how to look at it."""
    course = find_course(Path.cwd())
    files = build_site(course, out, pyodide)
    print(f"{files} files in {out}. To look at them: python -m http.server --directory {out}")
    if worked_in := _worked_in(course):
        print(f"What you wrote in them is in the site, for all to read: {', '.join(worked_in)}.", file=sys.stderr)
    return 0


def _worked_in(course) -> list[str]:
    """Return the notebooks that are not as a build made them, by their paths in the course."""
    paths = [path for folder in FOLDERS for path in sorted((course / folder).glob("*.ipynb"))]
    return [path.relative_to(course).as_posix() for path in paths if holds_work(path)]
