"""The command site: the course as static files that run in a browser tab."""

from pathlib import Path

from firsthand.authoring.course import find_course
from firsthand.building.site import build_site


def site(out: Path, pyodide: Path | None) -> int:
    """Make the course a site of static files in `out`; say how to look at it."""
    files = build_site(find_course(Path.cwd()), out, pyodide)
    print(f"{files} files in {out}. To look at them: python -m http.server --directory {out}")
    return 0
