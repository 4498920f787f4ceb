"""The pristine notebook with a learner's work in it: complete, valid, and nothing in it that nbval would obey."""

import ast
import copy
import warnings

import nbformat
import pytest
from conftest import solved
from hypothesis import given
from hypothesis import strategies as st
from nbval.plugin import comment_markers, find_comment_markers, find_metadata_tags

from firsthand.grading.graft import Probe, Work, graft, without_markers
from firsthand.grading.reading import read_work

LESSON = "06_gradient_descent"
MIME = "application/vnd.firsthand.judging.transcript"
TERMINATORS = ["\n", "\r", "\r\n", "\v", "\f", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029"]


def probes_of(notebook):
    names = [cell.id.removeprefix("check-") for cell in notebook.cells if cell.id.startswith("check-")]
    return {name: Probe(f"show({name!r})", f"[1.0, {name!r}]\n[2.0]", MIME) for name in names}


@pytest.fixture
def handed_out(pristine):
    return pristine[LESSON]


@pytest.fixture
def work(pristine):
    return read_work(nbformat.writes(solved(LESSON)).encode(), "x.ipynb", pristine)


def sources(notebook):
    return {cell.id: cell.source for cell in notebook.cells}


def obeyed(notebook):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # nbval warns of markers that contradict one another
        return [
            marker
            for cell in notebook.cells
            for marker in [*find_comment_markers(cell.source), *find_metadata_tags(cell.metadata)]
        ]


def test_the_solved_notebook_becomes_one_answer_and_one_probe_an_exercise(pristine):
    for name in pristine:
        notebook = solved(name)
        work = read_work(nbformat.writes(notebook).encode(), "x.ipynb", pristine)
        probes = probes_of(pristine[name])
        made = graft(pristine[name], work, probes)
        wanted = [
            (cell.id.replace("check-", "probe-"), probes[cell.id[6:]].source if "check-" in cell.id else cell.source)
            for cell in notebook.cells
            if cell.cell_type == "code" and "%pip" not in cell.source and "import progress" not in cell.source
        ]
        assert [(cell.id, cell.source) for cell in made.cells] == wanted


def test_the_cell_that_shows_progress_is_not_run_and_what_a_learner_adds_to_it_is(pristine):
    notebook = solved(LESSON)
    source = notebook.cells[-1].source
    assert source.endswith("progress()")
    for added, extras in ("", 0), ("\nrate = 2\nrate", 1):
        notebook.cells[-1].source = source + added
        assert len(read_work(nbformat.writes(notebook).encode(), "x.ipynb", pristine).extras) == extras


def test_a_graft_is_a_valid_notebook_and_survives_its_file(handed_out, work):
    made = graft(handed_out, work, probes_of(handed_out))
    nbformat.validate(made)
    assert (made.nbformat, made.nbformat_minor, made.metadata.kernelspec.name) == (4, 5, "python3")
    assert nbformat.reads(nbformat.writes(made), as_version=4) == made


def test_only_probes_have_an_output_and_it_is_the_one_given(handed_out, work):
    probes = probes_of(handed_out)
    for cell in graft(handed_out, work, probes).cells:
        if cell.id.startswith("probe-"):
            (output,) = cell.outputs
            assert (cell.execution_count, output.output_type) == (1, "display_data")
            assert output.data == {MIME: probes[cell.id[6:]].output}
        else:
            assert (cell.execution_count, cell.outputs, cell.metadata) == (None, [], {})


def test_extra_cells_are_numbered_in_order_and_stand_behind_their_cell(handed_out, work):
    extras = (
        ("check-descend", "c"),
        (None, "a"),
        ("answer-descend", "b"),
        ("check-descend", "d"),
        (_setup(handed_out), "e"),
    )
    made = graft(handed_out, _with(work, extras=extras), probes_of(handed_out))
    order = [cell.id for cell in made.cells]
    assert order[:2] == ["extra-2", "extra-5"]
    at = order.index("answer-descend")
    assert order[at : at + 5] == ["answer-descend", "extra-3", "probe-descend", "extra-1", "extra-4"]
    assert [sources(made)[f"extra-{number}"] for number in range(1, 6)] == ["c", "a", "b", "d", "e"]


def _setup(notebook):
    return next(cell.id for cell in notebook.cells if "%pip" in cell.source)


def _with(work, **parts) -> Work:
    return Work(**{"lesson": work.lesson, "answers": work.answers, "extras": work.extras, "notes": work.notes} | parts)


def test_a_missing_answer_and_a_cell_left_out_do_nothing_and_the_probe_stays(handed_out, work):
    answers = {name: source for name, source in work.answers.items() if name != "descend"}
    made = graft(
        handed_out,
        _with(work, answers=answers, extras=((None, "1"), (None, "2"))),
        probes_of(handed_out),
        leave_out=["answer-stable_rate", "extra-2"],
    )
    found = sources(made)
    assert found["answer-descend"] == found["answer-stable_rate"] == found["extra-2"] == "pass"
    assert found["probe-descend"] == "show('descend')"
    assert (found["extra-1"], found["answer-gradient_step"]) == ("1", work.answers["gradient_step"])


def test_the_pristine_notebook_is_left_as_it_was(handed_out, work):
    before = copy.deepcopy(handed_out)
    graft(handed_out, _with(work, extras=((None, "1"),)), probes_of(handed_out))
    assert handed_out == before


@pytest.mark.parametrize("terminator", TERMINATORS, ids=ascii)
@pytest.mark.parametrize("marker", comment_markers)
def test_markers_planted_everywhere_are_not_obeyed(marker, terminator, pristine):
    planted = terminator.join(["", f"# {marker}", f'x = """{terminator} \u2003##\xa0{marker} ', f'#{marker}""" ', ""])
    notebook = solved(LESSON)
    for cell in notebook.cells:
        cell.metadata.tags = [marker.lower().replace("_", "-"), "raises-exception"]
        if not cell.id.startswith("check-"):
            cell.source += planted
    notebook.cells.insert(0, nbformat.v4.new_code_cell(planted))
    work = read_work(nbformat.writes(notebook).encode(), "x.ipynb", pristine)
    made = graft(pristine[LESSON], work, probes_of(pristine[LESSON]))
    assert len(obeyed(notebook)) > 20
    assert obeyed(nbformat.reads(nbformat.writes(made), as_version=4)) == []


MARKERS = st.sampled_from(list(comment_markers))
PIECES = st.lists(st.sampled_from([*TERMINATORS, "#", " ", "\t", "\xa0", "x", "'''"]) | MARKERS | st.characters())


@given(PIECES.map("".join))
def test_a_source_loses_its_markers_and_nothing_else(source):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        made = without_markers(source)
        assert list(find_comment_markers(made)) == []
    assert made.replace("#-", "#") == source.replace("#-", "#")


def test_a_string_with_a_marker_gets_one_character_more():
    (statement,) = ast.parse(without_markers('text = """a\n  # NBVAL_SKIP\n# NBVAL_SKIP it\n"""')).body
    assert statement.value.value == "a\n  #- NBVAL_SKIP\n# NBVAL_SKIP it\n"
