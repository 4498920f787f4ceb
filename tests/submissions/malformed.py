"""Broken and odd notebooks, made from an honest one: what comes in when a class hands in its files."""

import copy
import json


def as_json(notebook) -> bytes:
    return json.dumps(notebook).encode()


def changed(notebook, **parts) -> bytes:
    return as_json({**notebook, **parts})


def with_cells(notebook, change) -> bytes:
    """Return the notebook with `change` made to each of its cells, in place."""
    cells = copy.deepcopy(notebook["cells"])
    for cell in cells:
        change(cell)
    return changed(notebook, cells=cells)


def with_printed(notebook, text) -> bytes:
    """Return the notebook with text printed by its first code cell."""
    cells = copy.deepcopy(notebook["cells"])
    cell = next(cell for cell in cells if cell["cell_type"] == "code")
    cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": text}]
    return changed(notebook, cells=cells)


def as_format_3(notebook) -> bytes:
    cells = [
        {"cell_type": "code", "input": cell["source"], "language": "python", "outputs": [], "prompt_number": 1}
        if cell["cell_type"] == "code"
        else {"cell_type": "markdown", "source": cell["source"]}
        for cell in notebook["cells"]
    ]
    return as_json({"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [{"cells": cells}]})


def refused(honest) -> dict[str, tuple[bytes, str, str]]:
    """Return what cannot be graded: what it is -> content, status, and a part of the reason."""
    code = {"cell_type": "code", "id": "a", "metadata": {}, "outputs": [], "source": "1"}
    text = as_json(honest)
    return {
        "empty": (b"", "unreadable", "is empty"),
        "blank": (b" \r\n\t", "unreadable", "is empty"),
        "truncated JSON": (text[:-200], "unreadable", "not JSON, or not whole"),
        "not JSON": (b"my answers\n", "unreadable", "not JSON: Expecting value"),
        "a web page": (b"\r\n<!doctype html><title>06</title>", "unreadable", "is a web page."),
        "a script": (b"import numpy as np\n", "unreadable", "is a Python script, not a notebook."),
        "a script of cells": (b"# %%\nx = 1\n", "unreadable", "is a Python script, not a notebook."),
        "a merge conflict": (
            b'{\n "cells": [\n<<<<<<< HEAD\n  1\n=======\n  2\n>>>>>>> theirs\n ]\n}',
            "unreadable",
            "the marks of a merge conflict",
        ),
        "a Git LFS pointer": (
            b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n",
            "unreadable",
            "a Git LFS pointer, not the notebook",
        ),
        "zero bytes": (bytes(5_000), "unreadable", "nothing but zero bytes"),
        "a zip": (b"PK\x03\x04\x14\0\0\0", "unreadable", "is a zip archive, or a document that is one."),
        "a gzip": (b"\x1f\x8b\x08\0\0", "unreadable", "is an archive."),
        "a PDF": (b"%PDF-1.7\n%\xe2\xe3", "unreadable", "is a PDF."),
        "a picture": (b"\x89PNG\r\n\x1a\n", "unreadable", "is a picture."),
        "a list": (b"[]", "unreadable", "not a notebook: JSON, but a list"),
        "null": (b"null", "unreadable", "not a notebook: JSON, but null"),
        "a number": (b"NaN", "unreadable", "not a notebook: JSON, but a number"),
        "no cells": (b"{}", "unreadable", "without a list of cells"),
        "cells are no list": (changed(honest, cells={"a": 1}), "unreadable", "without a list of cells"),
        "Latin-1": ('{"cells": "é"}'.encode("latin-1"), "unreadable", "not UTF-8 text"),
        "half of UTF-16": ("é".encode("utf-16") + b"\0", "unreadable", "not UTF-8 text"),
        "random bytes": (bytes(range(255, 127, -1)), "unreadable", "not UTF-8 text"),
        "nested too deeply": (b'{"cells":' + b"[" * 200_000, "unreadable", "nested too deeply"),
        "another course": (changed(honest, cells=[code], metadata={}), "other_course", "no answers of this course"),
        "no cell at all": (changed(honest, cells=[]), "other_course", "no answers of this course"),
        "5,000 cells": (changed(honest, cells=[code] * 5_000), "unreadable", "5,000 cells; at most 1,000"),
        "one cell of 30 MB": (
            changed(honest, cells=[*honest["cells"], code | {"source": "#" * 30_000_000}]),
            "unreadable",
            "MB without its stored outputs; at most 10 MB",
        ),
        "2 MB of code": (
            changed(honest, cells=[code | {"source": "#" * 2_000_000}]),
            "unreadable",
            "characters of code",
        ),
        "two million lists": (b"[" * 2_000_000, "unreadable", "more than 1,000,000 values"),
    }


def odd(honest) -> dict[str, bytes]:
    """Return what must be graded as the honest notebook is: what it is -> content."""
    text = as_json(honest)
    long = "x" * 500
    return {
        "UTF-8 with a byte order mark": b"\xef\xbb\xbf" + text,
        "UTF-16": text.decode().encode("utf-16"),
        "Windows line ends around": json.dumps(honest, indent=1).replace("\n", "\r\n").encode(),
        "Windows line ends inside": with_cells(
            honest, lambda cell: cell.update(source="".join(cell["source"]).replace("\n", "\r\n"))
        ),
        "format 3": as_format_3(honest),
        "format 5": changed(honest, nbformat=5, nbformat_minor=0),
        "format a number of a million digits": text.replace(b'"nbformat": 4', b'"nbformat": ' + b"9" * 1_000_000),
        "format NaN": changed(honest, nbformat=float("nan")),
        "no ids, as Colab saves": with_cells(honest, lambda cell: cell.pop("id")),
        "ids of Colab's own": with_cells(honest, lambda cell: cell["metadata"].update(id=cell.pop("id")[::-1])),
        "no metadata of cells": with_cells(honest, lambda cell: (cell.pop("metadata"), cell.pop("id"))),
        "metadata null": with_cells(honest, lambda cell: cell.update(metadata=None)),
        "metadata a list": changed(honest, metadata=[1]),
        "one id for all": with_cells(honest, lambda cell: cell.update(id="answer")),
        "ids of 500 characters": with_cells(honest, lambda cell: cell.update(id=long)),
        "ids that are paths": with_cells(honest, lambda cell: cell.update(id="../../etc/passwd")),
        "ids that are numbers": with_cells(honest, lambda cell: cell.update(id=7)),
        "skip tags": with_cells(honest, lambda cell: cell["metadata"].update(tags=["nbval-skip"])),
        "no kernelspec": changed(honest, metadata={}),
        "a kernel named ../../x": changed(honest, metadata={"kernelspec": {"name": "../../x", "display_name": "x"}}),
        "cells twice in the object": b'{"cells": [], ' + text[1:],
        "cells that are none": changed(honest, cells=[None, 1, "x", [], *honest["cells"]]),
        "lines as a list": with_cells(
            honest, lambda cell: cell.update(source="".join(cell["source"]).splitlines(True))
        ),
        "outputs nested deeply": text.replace(
            b'"outputs": []', b'"outputs": [' + b"[" * 9_000 + b"]" * 9_000 + b"]", 1
        ),
        "outputs in outputs": with_printed(honest, ['{"outputs": [', '"outputs": ["', "]]}}\\"]),
    }
