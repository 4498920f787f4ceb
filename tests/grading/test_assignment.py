"""One lesson made ready for grading: what is handed out, what is asked, and what tells one course from another."""

import base64
import dataclasses
import json
import pickle
import shutil

import nbformat
import numpy as np
import pytest
from conftest import ROOT

from firsthand.authoring import catalogue
from firsthand.authoring.course import lesson_names, read_course
from firsthand.authoring.lesson_source import LessonError
from firsthand.grading import assignment, opening
from firsthand.grading.probe import MIME

LESSONS = lesson_names(ROOT)
SEED = 31_415_926


@pytest.mark.parametrize("lesson", LESSONS)
def test_the_pristine_notebook_is_the_one_that_is_handed_out(lesson):
    handed_out = nbformat.read(ROOT / "exercises" / f"{lesson}.ipynb", as_version=4)
    pristine = assignment.pristine_notebooks(ROOT)[lesson]
    assert json.loads(nbformat.writes(pristine)) == json.loads(nbformat.writes(handed_out))


@pytest.mark.parametrize("lesson", LESSONS)
def test_there_is_a_probe_for_every_exercise_that_asks_what_its_check_cell_hands_in(lesson):
    made = assignment.make_assignment(ROOT, lesson, SEED)
    checks = [cell for cell in made.pristine.cells if cell.id.startswith("check-")]
    assert [f"check-{name}" for name in made.probes] == [cell.id for cell in checks]
    for cell, (name, probe) in zip(checks, made.probes.items(), strict=True):
        assert probe.mime == MIME
        before, handed_in = cell.source.split(", ", 1)
        assert before == f'check("{name}"'
        assert probe.source.endswith(f", {handed_in}")


def cases_in(probe) -> list[tuple]:
    payload = probe.source.split("_probe.show('", 1)[1].rsplit("', ", 1)[0]
    return pickle.loads(base64.b64decode(payload))[1]


def test_another_seed_asks_other_cases_and_the_same_seed_the_same():
    first, again, other = (
        assignment.make_assignment.__wrapped__(ROOT, "00_start_here", seed).probes["error_rate"]
        for seed in (SEED, SEED, SEED + 1)
    )
    assert first == again
    assert first.output != other.output
    drawn = assignment.find_exercise(ROOT, "error_rate").draw_cases(SEED)
    for (y_true, y_pred), (asked_true, asked_pred) in zip(drawn, cases_in(first), strict=True):
        assert np.array_equal(y_true, asked_true)
        assert np.array_equal(y_pred, asked_pred)


def test_the_reference_is_what_the_oracle_does_on_those_cases():
    probe = assignment.make_assignment(ROOT, "00_start_here", SEED).probes["error_rate"]
    share_wrong = [float(np.mean(y_true != y_pred)) for y_true, y_pred in cases_in(probe)]
    assert [float(line) for line in probe.output.split("\n")] == pytest.approx(share_wrong)


def test_the_list_of_exercises_is_the_course_in_its_order():
    listed = opening.exercise_list(read_course(ROOT))
    assert [info.position for info in listed] == list(range(len(listed)))
    assert list(dict.fromkeys(info.lesson for info in listed)) == LESSONS
    (first,) = [info for info in listed if info.lesson == "00_start_here"]
    assert (first.name, first.title, first.points) == ("error_rate", "How often is the model wrong?", 1)


@pytest.fixture
def copy_of_course(tmp_path):
    """Return a copy of the lessons, checks and variants that a test may change."""
    shutil.copytree(ROOT / "lessons", tmp_path / "lessons")
    for room in ("checks", "variants"):
        shutil.copytree(ROOT / "src" / "firsthand" / room, tmp_path / room, ignore=shutil.ignore_patterns("__*"))
    shutil.copy2(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def append(path, text) -> None:
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


def test_what_decides_a_score_changes_the_fingerprint_and_nothing_else_does(copy_of_course):
    root = copy_of_course

    def mark():
        return catalogue.fingerprint(read_course(root))

    before = mark()
    assert before == catalogue.fingerprint(read_course(ROOT))
    append(root / "lessons" / "00_start_here" / "lesson.py", "\n# a word more\n")
    append(root / "pyproject.toml", "\n# another\n")
    assert mark() == before
    append(root / "lessons" / "00_start_here" / "exercises.py", "\n# a word more\n")
    changed = mark()
    append(root / "checks" / "start_here.py", "\n# another\n")
    with_checks = mark()
    append(root / "variants" / "messy_data.py", "\n# another\n")
    assert len({before, changed, with_checks, mark()}) == 4


def test_the_checks_beside_the_lessons_are_used_and_not_the_installed_ones(copy_of_course):
    path = copy_of_course / "checks" / "start_here.py"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("How often is the model wrong?", "Another title"), encoding="utf-8")
    assert assignment.find_exercise(copy_of_course, "error_rate").title == "Another title"
    assert assignment.find_exercise(ROOT, "error_rate").title == "How often is the model wrong?"


def test_an_exercise_without_checks_is_refused_with_the_line_that_asks_it(copy_of_course):
    (copy_of_course / "checks" / "start_here.py").unlink()
    with pytest.raises(LessonError, match=r"lessons/00_start_here/exercises\.py:\d+: .*'error_rate'") as refused:
        catalogue.open_course(copy_of_course)
    lines = (copy_of_course / refused.value.path).read_text(encoding="utf-8").splitlines()
    assert lines[refused.value.line_number - 1] == '# %% check="error_rate"'


FAULTY = {
    "the oracle raises an exception: ValueError: not": ("expected=_raises", 2),
    "the cases cannot be drawn: ValueError: not": ("expected=len, cases=_raises", 2),
    "the rule raises an exception on what the oracle says: ValueError: not": ("expected=len, accepts=_raises", 2),
    "the rule does not accept what the oracle says": ("expected=len, accepts=lambda value, *case: False", 5),
    "the oracle raises an exception: TypeError": ("expected=lambda: 0", 5),
    "the oracle raises an exception: TookTooLong: no end within": ("expected=_endless", 3),
    "the rule raises an exception on what the oracle says: TookTooLong": ("expected=len, accepts=_endless", 3),
}


@pytest.mark.parametrize("what", FAULTY)
def test_a_course_whose_checks_cannot_tell_a_right_answer_is_refused_with_the_line(copy_of_course, what, monkeypatch):
    monkeypatch.setattr("firsthand.limit.SECONDS", 0.1)
    changed, line = FAULTY[what]
    source = "from firsthand.judging.exercise import Exercise\ndef _raises(*_): raise ValueError('not')\n"
    source += "def _endless(*_): exec('while True: pass')\n\n"
    cases = "" if "cases=" in changed else "cases=lambda rng: [('abc',)], "
    source += f"error_rate = Exercise(title='t', points=1, mistakes={{}}, {cases}{changed})\n"
    (copy_of_course / "checks" / "start_here.py").write_text(source, encoding="utf-8")
    expected = rf"checks/start_here\.py:{line}: error_rate: {what}"
    with pytest.raises(LessonError, match=expected):
        assignment.make_assignment(copy_of_course, "00_start_here", SEED)


def test_checks_that_end_python_or_are_not_text_are_refused_with_the_line(copy_of_course):
    path = copy_of_course / "checks" / "zz_more.py"
    path.write_bytes("# first\n# Größe\n".encode("latin-1"))
    with pytest.raises(LessonError, match=r"zz_more\.py:2: the checks are not UTF-8 text"):
        catalogue.open_course(copy_of_course)
    path.write_text("x = 1\nraise SystemExit(0)\n")
    with pytest.raises(LessonError, match=r"zz_more\.py:2: SystemExit"):
        catalogue.import_checks(copy_of_course)


@pytest.mark.parametrize("source", ['check("error_rate")', 'x = 1\ncheck("error_rate", error_rate)', "error_rate"])
def test_a_check_cell_that_is_not_one_call_is_refused_with_its_line(source):
    task = read_course(ROOT).lessons[0].tasks[0]
    changed = dataclasses.replace(task, check=dataclasses.replace(task.check, source=source))
    with pytest.raises(LessonError, match=r'exercises\.py:\d+: a check cell is one call: check\("name", answer\)'):
        catalogue.handed_in(changed)


def test_a_kernel_has_at_hand_what_the_lessons_import():
    modules = catalogue.imported_modules(read_course(ROOT))
    assert {"numpy", "firsthand.datasets", "firsthand.plots"} <= set(modules)
    assert not any(name.startswith("firsthand.checks") for name in modules)
