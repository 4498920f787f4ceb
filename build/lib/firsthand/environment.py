"""Is everything here that the notebooks need? One line a package, and the command that mends what is missing."""

import re
import sys
from html import escape
from importlib.metadata import PackageNotFoundError, requires, version

from IPython.display import display

OLDEST_PYTHON = (3, 11)
_NEEDED = re.compile(r"^([\w-]+)>=([\d.]+)$")


def report() -> None:
    """Show which packages are there in green and red words, and what to run where one is not."""
    lines = [_python_line(), *(_package_line(name, oldest) for name, oldest in needed_packages().items())]
    good = all(ok for ok, _ in lines)
    advice = "Everything is here." if good else f"To mend it, run this in a cell and restart the kernel:\n{_remedy()}"
    text = "\n".join([f"{_mark(ok)}  {words}" for ok, words in lines] + [advice])
    display({"text/plain": text, "text/html": _as_html(lines, advice)}, raw=True)


def needed_packages() -> dict[str, str]:
    """Map each package a notebook needs to the oldest version that serves, from the installed course itself."""
    found = map(_NEEDED.match, requires("firsthand") or [])
    return {match[1]: match[2] for match in found if match}


def _python_line() -> tuple[bool, str]:
    words = f"Python, {'.'.join(map(str, OLDEST_PYTHON))} or newer"
    if sys.version_info >= OLDEST_PYTHON:
        return True, words
    return False, f"{words}: found {sys.version_info.major}.{sys.version_info.minor}"


def _package_line(name, oldest) -> tuple[bool, str]:
    words = f"{name}, {oldest} or newer"
    try:
        found = version(name)
    except PackageNotFoundError:
        return False, f"{words}: not installed"
    return (True, words) if _numbers(found) >= _numbers(oldest) else (False, f"{words}: found {found}")


def _numbers(text) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", text)[:3])


def _remedy() -> str:
    return "%pip install --upgrade " + " ".join(f'"{name}>={oldest}"' for name, oldest in needed_packages().items())


def _mark(ok) -> str:
    return "✔ ok     " if ok else "✘ missing"


def _as_html(lines, advice) -> str:
    rows = "".join(
        f'<div><b style="color:{"#1a8f5a" if ok else "#d1383d"}">{escape(_mark(ok).strip())}</b> {escape(words)}</div>'
        for ok, words in lines
    )
    return f'<div role="status">{rows}<pre style="background:transparent;color:inherit">{escape(advice)}</pre></div>'
