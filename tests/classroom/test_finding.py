"""Who is who in what a class hands in: nobody's work is mixed with another's or left out without a word."""

import io
import os
import zipfile
from pathlib import Path

import pytest

from firsthand.classroom.finding import find_class

LESSONS = ("06_gradient_descent", "09_cross_validation")
FILE = "06_gradient_descent.ipynb"


def notebook(of, lesson="06_gradient_descent") -> bytes:
    return f'{{"metadata": {{"firsthand": {{"lesson": "{lesson}"}}}}, "cells": ["{of}"]}}'.encode()


def lay(folder: Path, **files: bytes) -> Path:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


def packed(**files: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return file.getvalue()


def learners(*paths) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for submission in find_class(paths, LESSONS).submissions:
        found.setdefault(submission.learner, []).append(submission.source)
    return found


def left_out(*paths) -> dict[str, str]:
    return {found.place: found.reason for found in find_class(paths, LESSONS).left_out}


def in_a_folder_and_in_a_zip(tmp_path, **files) -> list[Path]:
    (tmp_path / "class.zip").write_bytes(packed(**files))
    return [lay(tmp_path / "class", **files), tmp_path / "class.zip"]


def test_learners_called_as_folders_of_the_course_are_learners(tmp_path):
    names = ("exercises", "solutions", "cy")
    for path in in_a_folder_and_in_a_zip(tmp_path, **{f"{name}/{FILE}": notebook(name) for name in names}):
        assert learners(path) == {name: [f"{name}/{FILE}"] for name in sorted(names)}
        assert left_out(path) == {}


def test_what_looks_like_a_clone_and_may_be_none_is_told(tmp_path):
    files = {f"{name}/{FILE}": notebook(name) for name in ("exercises", "solutions")}
    for path in in_a_folder_and_in_a_zip(tmp_path, **files):
        assert list(learners(path).values()) == [[f"exercises/{FILE}"]]
        assert list(left_out(path)) == [f"{path.name}/solutions"]
    clone = lay(tmp_path / "clone", **files, **{"pyproject.toml": b""})
    assert left_out(clone) == {}


def test_two_zips_with_a_folder_of_one_name_in_each_are_two_learners(tmp_path):
    for name in ("alice", "bob"):
        (tmp_path / f"{name}.zip").write_bytes(packed(**{f"work/{FILE}": notebook(name)}))
    zips = [tmp_path / "alice.zip", tmp_path / "bob.zip"]
    assert learners(*zips) == {"alice": [f"work/{FILE}"], "bob": [f"work/{FILE}"]}


NAMED = {
    f"ana_{FILE}": "ana",
    f"HW6_jdoe_attempt_2026-11-01-10-03-22_{FILE}": "jdoe",
    f"12345-678 - Li Wei - Nov 1, 2026 1003 AM - {FILE}": "Li Wei",
    "06_gradient_descent_bob.ipynb": "bob",
    "09_cross_validation - Zoë Q.ipynb": "Zoë Q",
}


def test_files_that_are_named_for_learners_are_theirs(tmp_path):
    for path in in_a_folder_and_in_a_zip(tmp_path, **{name: notebook(name) for name in NAMED}):
        assert learners(path) == {learner: [name] for name, learner in sorted(NAMED.items(), key=lambda one: one[1])}


def test_different_notebooks_of_one_lesson_that_lie_loose_are_not_one_learners(tmp_path):
    files = {"eve.ipynb": notebook("e"), "dan.ipynb": notebook("d")}
    for path in in_a_folder_and_in_a_zip(tmp_path, **files):
        assert learners(path) == {"dan": ["dan.ipynb"], "eve": ["eve.ipynb"]}


@pytest.mark.parametrize(
    "again",
    ["06_gradient_descent (1).ipynb", "06_gradient_descent-Copy1.ipynb", "final_06_gradient_descent_v2.ipynb"],
)
def test_a_second_try_is_the_same_learners(again, tmp_path):
    for path in in_a_folder_and_in_a_zip(tmp_path, **{FILE: notebook("a"), again: notebook("b")}):
        assert {name: sorted(sources) for name, sources in learners(path).items()} == {"class": sorted([FILE, again])}


def test_a_learners_own_folder_holds_one_learners_work(tmp_path):
    lay(tmp_path, **{f"ana/{FILE}": notebook(1), "ana/mine.ipynb": notebook(2), f"ana/bob/{FILE}": notebook(3)})
    assert list(learners(tmp_path)) == ["ana"]


def test_one_name_in_two_places_is_one_learner_only_where_nothing_is_mixed(tmp_path):
    for week, lesson in (("week1", LESSONS[0]), ("week2", LESSONS[1])):
        lay(tmp_path / week, **{f"ana/{lesson}.ipynb": notebook(week, lesson), f"bob/{FILE}": notebook(week)})
    weeks = [tmp_path / "week1", tmp_path / "week2"]
    assert list(learners(*weeks)) == ["ana", "bob (week1)", "bob (week2)"]


def test_names_that_are_written_alike_stay_two(tmp_path):
    lay(tmp_path, **{f"e\u0301va/{FILE}": notebook(1), f"\xe9va/{FILE}": notebook(2)})
    lay(tmp_path, **{f"{os.fsdecode(name)}/{FILE}": notebook(name[-1]) for name in (b"j\xe8", b"j\xe9")})
    assert len(learners(tmp_path)) == 4


def test_what_is_found_and_not_graded_is_listed(tmp_path):
    lay(tmp_path / "class", **{f"ana/{FILE}": notebook(1), "bob/essay.docx": b"", "all.rar": b"", "notes.txt": b""})
    (tmp_path / "class" / "eve").symlink_to(tmp_path / "class" / "ana")
    (tmp_path / "class" / "fay").mkdir()
    assert left_out(tmp_path / "class") == {
        "class/all.rar": "an archive of a kind that is not looked into; unpack it",
        "class/bob": "a folder without a notebook (.ipynb); in it: essay.docx",
        "class/eve": "a link to a folder; links are not followed",
        "class/fay": "a folder without a notebook (.ipynb)",
    }
    (tmp_path / "class.zip").write_bytes(packed(**{f"ana/{FILE}": notebook(1), "bob/essay.docx": b"", "all.7z": b""}))
    assert list(left_out(tmp_path / "class.zip")) == ["class.zip/all.7z", "class.zip/bob"]


def test_a_folder_that_cannot_be_read_is_listed(tmp_path, monkeypatch):
    lay(tmp_path, **{f"ana/{FILE}": notebook(1), f"bob/{FILE}": notebook(2)})
    scan = os.scandir

    def refusing(path):
        if Path(path).name == "bob":  # root may read everything
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", refusing)
    assert left_out(tmp_path) == {f"{tmp_path.name}/bob": "a folder that cannot be read: Permission denied"}


def test_folders_beside_ones_own_notebooks_are_no_learners(tmp_path):
    lay(tmp_path, **{FILE: notebook(1), "data/flights.csv": b""})
    assert left_out(tmp_path) == {}


def test_no_name_makes_the_search_go_back(tmp_path):
    names = [f"{part * 40}x_{FILE}" for part in ("_ ", "copy", "v1_", "a_1_")]
    lay(tmp_path, **{name: notebook(name) for name in names})
    assert len(learners(tmp_path)) == len(names)


def test_a_file_with_a_learners_name_that_is_no_notebook_is_listed_where_they_have_no_notebook(tmp_path):
    own = {"doejane_12345_6789_" + FILE: notebook("jane"), "doejane_12345_6790_photo.png": b"x"}
    inner = {"poezoe_12347_6792_all.zip": packed(**{FILE: notebook("zoe")})}
    other = {"rayli_LATE_12346_6791_homework.pdf": b"%PDF", "Wei_12348_assignsubmission_file_homework.pdf": b"%PDF"}
    path = lay(tmp_path, **{"class.zip": packed(**own, **inner, **other, **{"README.txt": b"x"})}) / "class.zip"
    assert left_out(path) == {f"class.zip/{name}": "no notebook (.ipynb)" for name in sorted(other)}
    assert sorted(learners(path)) == ["doejane", "poezoe"]
