"""What a class hands in: found wherever it lies, read whatever it is, and the learner's work told in it."""

import copy
import io
import json
import os
import zipfile

import nbformat
import pytest
from conftest import ROOT, solved
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from submissions import malformed

from firsthand.classroom.finding import NothingFound, find_submissions
from firsthand.classroom.submission import SIZE_LIMIT_BYTES, Submission, Unreadable
from firsthand.grading.reading import read_work

LESSON = "06_gradient_descent"
FILE = f"{LESSON}.ipynb"
HONEST = json.loads(nbformat.writes(solved(LESSON)))
ANSWERS = {
    cell["id"].removeprefix("answer-"): "".join(cell["source"])
    for cell in HONEST["cells"]
    if cell["id"].startswith("answer-")
}
REFUSED, ODD = malformed.refused(HONEST), malformed.odd(HONEST)


@pytest.fixture
def read(pristine):
    def read(notebook, source=FILE):
        content = notebook if isinstance(notebook, bytes) else malformed.as_json(notebook)
        return read_work(content, source, pristine)

    return read


@pytest.fixture
def notebook():
    return copy.deepcopy(HONEST)


def cell_of(notebook, name):
    return next(cell for cell in notebook["cells"] if cell["id"] == name)


def insert(notebook, after, *sources, **more):
    """Put code cells of the learner's own under the cell of that id, or above all."""
    at = 1 + notebook["cells"].index(cell_of(notebook, after)) if after else 0
    made = [
        {"cell_type": "code", "id": f"own-{at}-{n}", "metadata": {}, "outputs": [], "execution_count": None} | more
        for n in range(len(sources))
    ]
    notebook["cells"][at:at] = [cell | {"source": source} for cell, source in zip(made, sources, strict=True)]


# ---- files


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_notebook_of_the_course_is_refused_with_a_reason(case, read):
    content, status, reason = REFUSED[case]
    with pytest.raises(Unreadable) as refusal:
        read(content)
    assert (refusal.value.status, reason in str(refusal.value)) == (status, True), str(refusal.value)
    assert len(str(refusal.value)) < 300


@pytest.mark.parametrize("case", ODD)
def test_an_odd_file_holds_the_same_work(case, read):
    work = read(ODD[case])
    assert (work.lesson, work.answers, work.extras) == (LESSON, ANSWERS, ())


@pytest.mark.parametrize(
    "text", [["epoch 17: loss 0.123456\n"] * 3_100_000, '█\\"' * 9_000_000], ids=["lines", "one line"]
)
def test_90_mb_of_stored_output_cost_nobody_a_point(text, read):
    content = malformed.with_printed(HONEST, text)
    assert len(content) > 89e6
    assert read(content).answers == ANSWERS


def test_100_mb_are_refused(read, tmp_path):
    path = tmp_path / FILE
    with open(path, "wb") as file:
        file.truncate(100_000_000)
    (found,) = find_submissions([path])
    with pytest.raises(Unreadable, match=r"has 100\.0 MB; at most 95 MB"):
        found.read()
    with pytest.raises(Unreadable, match="at most 95 MB"):
        read(bytes(SIZE_LIMIT_BYTES + 1))


@pytest.mark.parametrize(
    "source", ["check('a',)" + " " * 300_000 + "x", '"""\\' * 100_000, "a ," * 100_000, "'" * 300_000, "#\n" * 100_000]
)
def test_no_source_makes_the_search_go_back(source, read, notebook):
    insert(notebook, None, source)
    assert read(notebook).answers == ANSWERS


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.binary())
def test_any_bytes_are_read_or_refused(pristine, content):
    with pytest.raises(Unreadable):
        read_work(content, FILE, pristine)


NAMES = st.sampled_from(
    [
        "cells",
        "id",
        "source",
        "metadata",
        "cell_type",
        "nbgrader",
        "grade_id",
        "outputs",
        "worksheets",
        "input",
        "firsthand",
        "lesson",
        "version",
    ]
)
VALUES = st.sampled_from(
    ["code", "markdown", "answer-descend", "check-descend", "def descend(): 1", LESSON, "\ud800", "\0"]
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | VALUES,
    lambda inner: st.lists(inner) | st.dictionaries(NAMES | st.text(), inner),
)
CELLS = st.lists(st.dictionaries(NAMES, JSON, min_size=1) | JSON)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(JSON | st.builds(lambda cells, more: {**more, "cells": cells}, CELLS, st.dictionaries(NAMES, JSON)))
def test_any_json_is_read_or_refused(pristine, value):
    try:
        work = read_work(json.dumps(value).encode(), FILE, pristine)
    except Unreadable:
        return
    assert json.dumps([work.answers, work.extras, work.notes], ensure_ascii=False).encode()


# ---- the lesson


def test_an_untruthful_lesson_in_the_metadata_costs_nothing(read, notebook):
    notebook["metadata"]["firsthand"]["lesson"] = "09_cross_validation"
    work = read(notebook)
    assert (work.lesson, work.answers) == (LESSON, ANSWERS)
    assert work.notes == (f"The notebook calls itself lesson 09_cross_validation; its answers are those of {LESSON}.",)


def test_between_lessons_with_as_many_answers_the_metadata_decide_then_the_file_name(read, notebook):
    cells = [cell_of(notebook, "answer-descend"), {"cell_type": "code", "id": "answer-nested", "source": "nested = 1"}]
    for lesson in (LESSON, "09_cross_validation"):
        assert read({"cells": cells, "metadata": {"firsthand": {"lesson": lesson}}}, "x.ipynb").lesson == lesson
        assert read({"cells": cells}, f"{lesson} (1).ipynb").lesson == lesson


def test_last_years_version_is_read_and_noted(read, notebook):
    notebook["metadata"]["firsthand"]["version"] = "0.0.1"
    work = read(notebook)
    assert work.answers == ANSWERS
    assert work.notes == ("Handed out with version 0.0.1 of the course, graded with 0.1.0.",)


def test_a_kernel_for_r_is_noted(read, notebook):
    notebook["metadata"]["kernelspec"] = {"name": "ir", "language": "R", "display_name": "R"}
    assert read(notebook).notes == ("The notebook names a kernel for R; it was run with Python.",)


def test_another_course_with_a_function_of_the_same_name_is_another_course(read, notebook):
    cell = cell_of(notebook, "answer-descend") | {"id": "a", "metadata": {}}
    theirs = {"cells": [cell], "metadata": {}}
    with pytest.raises(Unreadable) as refusal:
        read(theirs, "homework.ipynb")
    assert refusal.value.status == "other_course"


@pytest.mark.parametrize("path", sorted((ROOT / "notebooks").glob("*.ipynb")), ids=lambda path: path.stem)
def test_a_teaching_notebook_handed_in_by_mistake_has_no_answers(path, read):
    with pytest.raises(Unreadable, match="no answers of this course"):
        read(path.read_bytes(), path.name)


def test_the_untouched_starter_is_its_stubs(read, pristine):
    for name, handed_out in pristine.items():
        work = read(nbformat.writes(handed_out).encode())
        stubs = {cell.id[7:]: cell.source for cell in handed_out.cells if cell.id.startswith("answer-")}
        assert (work.lesson, work.answers, work.extras, work.notes) == (name, stubs, (), ())


def test_a_stub_is_told_without_ids_and_with_blanks_at_the_ends_of_its_lines(read, pristine):
    starter = json.loads(nbformat.writes(pristine[LESSON]))
    stubs = read(starter).answers
    for cell in starter["cells"]:
        cell |= {"id": "x", "metadata": {}, "source": "".join(cell["source"]).replace("\n", " \n") + "\n"}
    work = read(starter)
    assert (work.answers, work.extras) == (stubs, ())


def test_the_published_solution_is_read_as_any_work(read):
    content = (ROOT / "solutions" / FILE).read_bytes()
    assert read(content).answers == ANSWERS


# ---- answers


def test_a_deleted_answer_is_missing(read, notebook):
    notebook["cells"].remove(cell_of(notebook, "answer-descend"))
    assert read(notebook).answers == {name: source for name, source in ANSWERS.items() if name != "descend"}


def test_an_answer_turned_to_text_is_missing_and_noted(read, notebook):
    cell_of(notebook, "answer-descend")["cell_type"] = "markdown"
    work = read(notebook)
    assert "descend" not in work.answers
    assert work.notes == ("The answer cell of `descend` came back as text, not as code; it counts as missing.",)


def test_half_of_a_character_in_an_answer_can_be_kept(read, notebook):
    cell_of(notebook, "answer-descend")["source"] = "descend = '\ud800'"
    assert read(notebook).answers["descend"].encode() == b"descend = '?'"


@pytest.mark.parametrize("source", [None, [1, 2], {"a": 1}, 3])
def test_an_answer_that_is_no_text_is_missing_and_noted(source, read, notebook):
    cell = cell_of(notebook, "answer-descend")
    cell["source"] = source
    work = read(notebook)
    assert "descend" not in work.answers
    number = 1 + notebook["cells"].index(cell)
    assert work.notes == (f"Cell {number} has no text that could be read; it counts as empty.",)


def test_of_several_copies_the_last_that_differs_from_the_stub_counts(read, notebook, pristine):
    first = cell_of(notebook, "answer-descend")
    handed_out = next(cell.source for cell in pristine[LESSON].cells if cell.id == "answer-descend")
    at = notebook["cells"].index(first)
    copies = [
        first | {"source": source} for source in ("def descend():\n    return 1", "".join(first["source"]), handed_out)
    ]
    notebook["cells"][at : at + 1] = copies
    work = read(notebook)
    assert (work.answers, work.extras) == (ANSWERS, ())
    assert work.notes == ("3 cells answer `descend`; the last one that differs from the handed-out cell counts.",)


def test_an_untouched_copy_below_the_answer_changes_nothing_without_ids_either(read, notebook, pristine):
    handed_out = next(cell.source for cell in pristine[LESSON].cells if cell.id == "answer-descend")
    insert(notebook, "check-fit_it", handed_out)
    cell_of(notebook, "answer-descend").update(id="x", metadata={})
    work = read(notebook)
    assert (work.answers, work.extras) == (ANSWERS, ())


def test_an_answer_in_a_new_cell_counts_when_the_stub_was_left(read, notebook, pristine):
    cell = cell_of(notebook, "answer-descend")
    answer = "".join(cell["source"])
    cell["source"] = next(cell.source for cell in pristine[LESSON].cells if cell.id == "answer-descend")
    insert(notebook, "check-descend", "def helper():\n    pass", answer)
    work = read(notebook)
    assert work.answers == ANSWERS
    checks = [cell.id for cell in pristine[LESSON].cells if cell.id.startswith("check-")]
    before = checks[checks.index("check-descend") - 1]
    assert work.extras == ((before, "def helper():\n    pass"),)


def test_a_copy_of_the_answer_cell_that_answers_another_exercise_is_told_by_what_it_defines(read, notebook, pristine):
    copied = cell_of(notebook, "answer-gradient_step")
    cell = cell_of(notebook, "answer-descend")
    answer = "".join(cell["source"])
    cell["source"] = next(cell.source for cell in pristine[LESSON].cells if cell.id == "answer-descend")
    insert(notebook, "answer-descend", answer, metadata=copied["metadata"])
    assert read(notebook).answers == ANSWERS


def test_an_answer_that_defines_something_else_is_told_by_its_id(read, notebook):
    cell_of(notebook, "answer-descend")["source"] = "def descent():\n    return 1"
    assert read(notebook).answers["descend"] == "def descent():\n    return 1"


def test_an_earlier_copy_that_does_more_runs_before_the_one_that_counts(read, notebook):
    answer = cell_of(notebook, "answer-descend")
    draft = "import math\n\ndef descend():\n    return math.pi"
    insert(notebook, "check-numeric_gradient", draft, metadata=answer["metadata"])
    work = read(notebook)
    assert (work.answers, work.extras) == (ANSWERS, (("check-numeric_gradient", draft),))


def test_exercises_that_ask_for_one_name_are_told_apart_by_their_ids():
    made = [("answer-a", "choices = ..."), ("check-a", "check('a', choices)")]
    made += [("answer-b", "choices = ..."), ("check-b", "check('b', choices)")]
    cells = [nbformat.v4.new_code_cell(source, id=name) for name, source in made]
    theirs = [cell | {"source": "choices = 1"} if cell.id == "answer-a" else cell for cell in cells]
    work = read_work(malformed.as_json({"cells": theirs}), "x", {"one": nbformat.v4.new_notebook(cells=cells)})
    assert work.answers == {"a": "choices = 1", "b": "choices = ..."}


def test_a_copy_used_as_a_scratch_cell_stays_an_extra_cell(read, notebook):
    copied = cell_of(notebook, "answer-descend")
    insert(notebook, "answer-descend", "print(descend(lambda w: w, [1.0], 0.1, 2))", metadata=copied["metadata"])
    work = read(notebook)
    assert work.answers == ANSWERS
    assert work.extras == (("answer-descend", "print(descend(lambda w: w, [1.0], 0.1, 2))"),)


@pytest.mark.parametrize("id_stays_with", [0, 1])
def test_an_answer_split_over_two_cells_keeps_both(id_stays_with, read, notebook):
    cell = cell_of(notebook, "answer-descend")
    helper, answer = (
        "def one_step(w, g, r):\n    return w - r * g",
        "def descend(gradient, start, rate, steps):\n    return 1",
    )
    at = notebook["cells"].index(cell)
    parts = [
        cell | {"source": source} if part == id_stays_with else cell | {"source": source, "id": "b", "metadata": {}}
        for part, source in enumerate([helper, answer])
    ]
    notebook["cells"][at : at + 1] = parts
    work = read(notebook)
    assert work.answers == ANSWERS | {"descend": answer}
    assert [source for _, source in work.extras] == [helper]


@pytest.mark.parametrize(
    "source",
    [
        "def descend(gradient, start, rate, steps):\n    return (",
        "%matplotlib inline\ndef descend(gradient, start, rate, steps):\n    return 1",
        "%%time\ndef descend(gradient, start, rate, steps):\n    return 1",
        "!ls\nänder = 1\ndef descend(gradient, start, rate, steps): return änder",
        'old = """\ndef gradient_step(): pass\n"""\ndescend = lambda *a: 1',
        "# def momentum_step(): pass\ndescend, other = print, 1",
        "class descend:\n    pass",
    ],
)
@pytest.mark.parametrize("has_id", [True, False])
def test_an_answer_is_told_whatever_python_it_is(source, has_id, read, notebook):
    cell = cell_of(notebook, "answer-descend")
    cell["source"] = source
    if not has_id:
        cell |= {"id": "x", "metadata": {}}
    assert read(notebook).answers == ANSWERS | {"descend": source}


# ---- the cells around


def test_edited_moved_and_repeated_check_cells_make_no_difference(read, notebook):
    check = cell_of(notebook, "check-descend")
    notebook["cells"].remove(cell_of(notebook, "check-gradient_step"))
    notebook["cells"].append(check | {"source": "pass"})
    insert(notebook, None, "check('descend', descend)", 'check("descend", lambda: 1) ; ')
    work = read(notebook)
    assert (work.answers, work.extras) == (ANSWERS, ())
    assert work.notes == ("The check cell of `descend` came back changed; the handed-out one was used.",)


def test_a_cell_that_bears_the_id_of_a_check_is_dropped(read, notebook):
    insert(notebook, "answer-descend", "print('full marks')", id="check-descend")
    assert read(notebook).extras == ()


def test_extra_cells_stay_behind_the_cell_they_followed(read, notebook):
    insert(notebook, "check-descend", "c", "  ", "d")
    insert(notebook, "answer-descend", "b")
    insert(notebook, None, "a")
    work = read(notebook)
    assert work.extras == ((None, "a"), ("answer-descend", "b"), ("check-descend", "c"), ("check-descend", "d"))


def test_a_check_called_again_does_not_draw_the_cell_above_it_away(read, notebook):
    insert(notebook, "check-fit_it", "scratch", "check('gradient_step', gradient_step)")
    assert read(notebook).extras == (("check-fit_it", "scratch"),)


def test_imports_added_to_the_handed_out_cell_are_kept(read, notebook):
    cell = next(cell for cell in notebook["cells"] if "from firsthand import check" in "".join(cell["source"]))
    cell["source"] = "import math\nimport numpy as np"
    assert read(notebook).extras == ((cell["id"], "import math\nimport numpy as np"),)


@pytest.mark.parametrize("has_id", [True, False])
def test_the_set_up_for_colab_is_no_extra_cell_changed_or_not(has_id, read, notebook):
    cell = next(cell for cell in notebook["cells"] if "%pip" in "".join(cell["source"]))
    cell["source"] = "%pip install --quiet git+https://github.com/somebody/firsthand"
    cell["id"] = cell["id"] if has_id else "x"
    assert read(notebook).extras == ()


def test_reordered_cells_go_to_their_place_and_a_helper_stays_before_what_needs_it(read, notebook):
    moved = [cell_of(notebook, "answer-gradient_step"), cell_of(notebook, "check-gradient_step")]
    for cell in moved:
        notebook["cells"].remove(cell)
    notebook["cells"] += moved
    insert(notebook, "check-fit_it", "rate = 2")
    work = read(notebook)
    imports = next(cell["id"] for cell in notebook["cells"] if "from firsthand import check" in "".join(cell["source"]))
    assert (work.answers, work.extras) == (ANSWERS, ((imports, "rate = 2"),))


# ---- editors

COLAB = {
    "colab": {"provenance": [], "toc_visible": True},
    "kernelspec": {"name": "python3", "display_name": "Python 3"},
}


def saved_by(editor, notebook):
    """Play what an editor does to a notebook: ids, metadata, outputs, the form of a source."""
    made = copy.deepcopy(notebook)
    printed = [{"output_type": "stream", "name": "stdout", "text": ["1\n", "2\n"]}]
    for number, cell in enumerate(made["cells"]):
        source = "".join(cell["source"])
        if editor == "Colab":
            cell["metadata"] = {"id": f"qX{number}", "outputId": "3f"} | cell["metadata"]
            del cell["id"]
            cell["source"] = source.splitlines(True)
        elif editor == "VS Code":
            cell["metadata"] |= {"vscode": {"languageId": "python"}}
            cell["source"] = source.splitlines(True)
        elif editor == "JupyterLab":
            cell["metadata"] |= {"execution": {"iopub.execute_input": "2026"}, "scrolled": True, "editable": True}
            cell["source"] = source
        else:
            del cell["id"]
            cell["metadata"] |= {"collapsed": False, "tags": ["nbval-skip"]}
            cell["source"] = source
        if cell["cell_type"] == "code":
            cell |= {"outputs": printed, "execution_count": number}
    if editor in ("Colab", "classic Notebook"):
        made |= {"nbformat_minor": 0 if editor == "Colab" else 4}
    made["metadata"] = COLAB if editor == "Colab" else made["metadata"] | {"widgets": {"application/x": {"state": {}}}}
    return made


@pytest.mark.parametrize("editor", ["Colab", "VS Code", "JupyterLab", "classic Notebook"])
def test_a_notebook_is_the_same_work_whoever_saved_it(editor, read, notebook):
    insert(notebook, "check-descend", "scratch = 1\nscratch")
    assert read(saved_by(editor, notebook)) == read(notebook)
    assert read(notebook).extras == (("check-descend", "scratch = 1\nscratch"),)


# ---- finding


def lay(folder, *names, content=b"{}"):
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


def packed(*names, content=b"{}", **contents) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, contents.get(name, content))
    return file.getvalue()


def labels(*paths):
    return [(found.learner, found.source) for found in find_submissions(paths)]


def test_a_folder_a_learner_at_any_depth(tmp_path):
    lay(
        tmp_path,
        f"bob/week 1/x/{FILE}",
        f"anna/{FILE}",
        "anna/notes.txt",
        f"anna/.ipynb_checkpoints/{FILE}",
        f".git/{FILE}",
    )
    assert labels(tmp_path) == [("anna", f"anna/{FILE}"), ("bob", f"bob/week 1/x/{FILE}")]


@pytest.mark.parametrize("wrapper", ["", "firsthand-main/"])
def test_of_a_clone_only_exercises_counts(wrapper, tmp_path):
    inside = [f"{folder}/{FILE}" for folder in ("exercises", "notebooks", "solutions", ".venv/lib", "venv/lib")]
    names = [f"anna/{wrapper}{name}" for name in (*inside, "lessons/06/lesson.py", "scratch.ipynb")]
    lay(tmp_path, *names)
    (tmp_path / "class.zip").write_bytes(packed(*names))
    wanted = f"anna/{wrapper}exercises/{FILE}"
    assert labels(tmp_path / "class.zip") == [("anna", wanted)]
    (tmp_path / "class.zip").unlink()
    assert labels(tmp_path) == [("anna", wanted)]


def test_a_fork_a_folder_of_notebooks_and_one_notebook_belong_to_whom_the_folder_names(tmp_path):
    lay(tmp_path, f"anna/exercises/{FILE}", f"anna/notebooks/{FILE}", f"bob/{FILE}")
    assert labels(tmp_path / "anna") == [("anna", f"exercises/{FILE}")]
    assert labels(tmp_path / "anna" / "exercises") == [("anna", FILE)]
    assert labels(tmp_path / "anna" / "exercises" / FILE) == [("anna", FILE)]
    assert labels(tmp_path / "bob") == labels(tmp_path / "bob" / FILE) == [("bob", FILE)]


ZIPS = {
    "Moodle": (
        ["Jane Doe_12345_assignsubmission_file_/" + FILE, "Li_9_assignsubmission_file_/" + FILE],
        ["Jane Doe", "Li"],
    ),
    "two of one name": (
        ["Li_8_assignsubmission_file_/" + FILE, "Li_9_assignsubmission_file_/" + FILE],
        ["Li (8)", "Li (9)"],
    ),
    "Canvas": (["doejane_12345_678910_" + FILE, "li_LATE_12346_678911_" + FILE], ["doejane", "li"]),
    "folders": ([f"anna/{FILE}", f"bob/a/b/{FILE}"], ["anna", "bob"]),
    "folders in one folder": ([f"class/anna/{FILE}", f"class/bob/{FILE}"], ["anna", "bob"]),
    "one learner": ([FILE, "__MACOSX/._" + FILE], ["class"]),
    "steps out": ([f"../../anna/{FILE}", f"/bob/{FILE}", f"..\\carl\\{FILE}"], ["anna", "bob", "carl"]),
}


@pytest.mark.parametrize("case", ZIPS)
def test_a_zip_names_its_learners(case, tmp_path):
    names, learners = ZIPS[case]
    (tmp_path / "class.zip").write_bytes(packed(*names, content=b"mine"))
    found = find_submissions([tmp_path / "class.zip"])
    assert [submission.learner for submission in found] == learners
    assert {submission.read() for submission in found} == {b"mine"}
    assert [path.name for path in tmp_path.iterdir()] == ["class.zip"]
    assert not any(".." in submission.source for submission in found)


def test_a_zip_in_a_learners_folder_or_in_the_zip_is_looked_into(tmp_path):
    inner = packed(f"exercises/{FILE}", content=b"mine")
    lay(tmp_path / "class", "anna/work.zip", "bob_123_456_work.zip", content=inner)
    moodle = "Jane Doe_12345_assignsubmission_file_/work.zip"
    (tmp_path / "class.zip").write_bytes(packed(moodle, content=inner))
    found = find_submissions([tmp_path / "class", tmp_path / "class.zip"])
    assert [submission.learner for submission in found] == ["Jane Doe", "anna", "bob"]
    assert [submission.source for submission in found][1:] == [
        f"{way}/exercises/{FILE}" for way in ("anna/work.zip", "bob_123_456_work.zip")
    ]
    assert {submission.read() for submission in found} == {b"mine"}


def test_a_learner_cannot_hand_in_for_somebody_else(tmp_path):
    lay(tmp_path, "mallory/anna_12345_67890_06.ipynb", "mallory/anna_1_assignsubmission_file_/06.ipynb")
    (tmp_path / "mallory" / "x.zip").write_bytes(packed("anna_12345_67890_06.ipynb"))
    assert {learner for learner, _ in labels(tmp_path)} == {"mallory"}


NAMES_ON_DISK = ["06.IPYNB", "nb (1).ipynb", "a b.ipynb", "a,b.ipynb", "a'\"b.ipynb", "a\nb.ipynb", "06.ipynb.json"]


@pytest.mark.parametrize("name", NAMES_ON_DISK)
def test_a_file_may_be_called_anything(name, tmp_path):
    lay(tmp_path, f"anna/{name}", content=b"mine")
    (found,) = find_submissions([tmp_path])
    assert (found.source, found.read()) == (f"anna/{name}", b"mine")


def test_names_that_are_no_text_can_be_kept(tmp_path):
    lay(tmp_path, os.fsdecode(b"j\xe8/06.ipynb"), os.fsdecode(b"j\xe9/06.ipynb"), "e\u0301va/06.ipynb")
    names = ["j\\xe8", "j\\xe9", "\xe9va"]
    assert labels(tmp_path) == [(name, f"{name}/06.ipynb") for name in names]


def test_two_folders_with_one_learner_are_one_learner_and_two_submissions(tmp_path):
    lay(tmp_path, f"week1/anna/{FILE}", f"week2/anna/{FILE}")
    weeks = [tmp_path / "week1", tmp_path / "week2"]
    assert labels(*weeks, *weeks) == [("anna", f"anna/{FILE}"), ("anna", f"anna/{FILE} (2)")]


def test_links_are_listed_and_never_followed(tmp_path):
    lay(tmp_path, "secret/key.ipynb", "class/anna/own.ipynb")
    (tmp_path / "secret" / "key.zip").write_bytes(packed(FILE))
    (tmp_path / "class" / "anna" / "link.ipynb").symlink_to(tmp_path / "secret" / "key.ipynb")
    (tmp_path / "class" / "anna" / "link.zip").symlink_to(tmp_path / "secret" / "key.zip")
    (tmp_path / "class" / "bob").symlink_to(tmp_path / "secret")
    found = {submission.source: submission for submission in find_submissions([tmp_path / "class"])}
    assert list(found) == ["anna/link.ipynb", "anna/link.zip", "anna/own.ipynb"]
    for name in ("anna/link.ipynb", "anna/link.zip"):
        with pytest.raises(Unreadable, match="link to another file"):
            found[name].read()


def test_a_named_pipe_and_a_vanished_file_are_refused_without_waiting(tmp_path):
    os.mkfifo(tmp_path / "pipe.ipynb")
    with pytest.raises(Unreadable, match="not a regular file"):
        Submission("anna", "pipe.ipynb", tmp_path / "pipe.ipynb").read()
    with pytest.raises(Unreadable, match="No such file"):
        Submission("anna", "gone.ipynb", tmp_path / "gone.ipynb").read()


def bad_zip(kind) -> bytes:
    content = packed(FILE, content=b"mine" * 100)
    if kind == "encrypted":
        return content.replace(b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01")
    if kind == "damaged":
        at = content.index(FILE.encode()) + len(FILE)
        return content[:at] + b"\xff" * 5 + content[at + 5 :]
    if kind == "a bomb":
        return packed(FILE, content=bytes(SIZE_LIMIT_BYTES + 1))
    if kind == "a link":
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w") as archive:
            entry = zipfile.ZipInfo(FILE)
            entry.external_attr = 0o120777 << 16
            archive.writestr(entry, "/etc/passwd")
        return file.getvalue()
    return {"no zip": b"PK but no more", "empty": packed("notes.txt")}[kind]


BAD_ZIPS = {
    "encrypted": "is encrypted",
    "damaged": "zip cannot be read",
    "a bomb": "at most 95 MB",
    "a link": "link, packed in a zip",
    "no zip": "zip cannot be read",
    "empty": "holds no notebook",
}


@pytest.mark.parametrize("kind", BAD_ZIPS)
@pytest.mark.parametrize("nested", [False, True])
def test_a_bad_zip_of_one_learner_is_listed_and_refused_and_the_others_are_read(kind, nested, tmp_path):
    lay(tmp_path / "class", f"bob/{FILE}", content=b"mine")
    content = bad_zip(kind)
    lay(tmp_path / "class", "anna/work.zip", content=packed("all.zip", content=content) if nested else content)
    anna, bob = find_submissions([tmp_path / "class"])
    assert (anna.learner, bob.read()) == ("anna", b"mine")
    with pytest.raises(Unreadable, match=BAD_ZIPS[kind]):
        anna.read()


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("gone", None, "does not exist"),
        ("essay.pdf", b"%PDF", "neither a notebook, a folder nor a zip"),
        ("class.zip", b"PK", "zip cannot be read"),
        ("other.zip", packed("notes.txt"), "holds no notebook"),
        ("folder/notes.txt", b"", "no notebook"),
    ],
)
def test_where_nothing_is_found_it_says_so(name, content, reason, tmp_path):
    if content is not None:
        lay(tmp_path, name, content=content)
    with pytest.raises(NothingFound, match=reason):
        find_submissions([tmp_path / name.split("/")[0]])
