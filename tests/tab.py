"""What a browser tab needs to run the course: Pyodide, as far as package registries have it, and a server of files."""

import contextlib
import functools
import hashlib
import http.server
import json
import tarfile
import threading
import urllib.request
import zipfile
from collections.abc import Iterator
from pathlib import Path

from conftest import run

COMPILED = ("matplotlib", "numpy", "pandas", "scikit-learn")
"""Libraries that Pyodide's CDN has and no package registry."""

STARTING = ("micropip", "ipython", "jedi", "packaging", "traitlets", "typing-extensions")
"""What a kernel needs to start, and the package beside the compiled libraries."""


def is_reachable(address) -> bool:
    try:
        urllib.request.urlopen(address, timeout=5).close()
    except OSError:
        return False
    return True


def pyodide_of_the_registries(folder, version, python) -> Path:
    """Lay down a release of Pyodide: its core and Python's own wheels, and for each compiled library an empty package.

    The empty ones let the course be installed as ever; whoever imports one gets nothing that computes.
    """
    folder.mkdir()
    run(["npm", "pack", "--silent", f"pyodide@{version}"], cwd=folder)
    with tarfile.open(folder / f"pyodide-{version}.tgz") as archive:
        archive.extractall(folder, filter="data")
    place = folder / "package"
    lock = json.loads((place / "pyodide-lock.json").read_text(encoding="utf-8"))
    named = {name: lock["packages"][name] for name in _with_what_they_need(STARTING, lock["packages"])}
    wanted = [f"{name}=={entry['version']}" for name, entry in named.items()]
    options = ["--quiet", "--no-deps", "--only-binary=:all:", f"--python-version={lock['info']['python'][:4]}"]
    run([python, "-m", "pip", "download", *options, f"--dest={place}", *wanted])
    empty = {name: _empty(place, name, lock["packages"][name]) for name in COMPILED}
    lock["packages"] = {name: _as_it_lies_there(place, entry) for name, entry in (named | empty).items()}
    (place / "pyodide-lock.json").write_text(json.dumps(lock), encoding="utf-8")
    return place


def _with_what_they_need(names, packages) -> list[str]:
    found, waiting = [], list(names)
    while waiting:
        name = waiting.pop().replace("_", "-")
        if name not in found:
            found.append(name)
            waiting += packages[name]["depends"]
    return found


def _empty(place, name, entry) -> dict:
    """Write an empty wheel in the place of a compiled one; return its entry in the lock."""
    module, version = name.replace("-", "_"), entry["version"]
    file = f"{module}-{version}-py3-none-any.whl"
    about = f"{module}-{version}.dist-info"
    with zipfile.ZipFile(place / file, "w") as wheel:
        wheel.writestr(f"{about}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
        wheel.writestr(f"{about}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr(f"{about}/RECORD", "")
    return entry | {"file_name": file, "depends": []}


def _as_it_lies_there(place, entry) -> dict:
    return entry | {"sha256": hashlib.sha256((place / entry["file_name"]).read_bytes()).hexdigest()}


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


@contextlib.contextmanager
def served(folder) -> Iterator[str]:
    """Serve a folder's files on this machine alone; give the address."""
    handler = functools.partial(_Quiet, directory=folder)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()
