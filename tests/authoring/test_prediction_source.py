"""A built notebook keeps a result out of sight until its reader has chosen, and code that only draws folded."""

from pathlib import Path

import pytest

from firsthand import predict, table
from firsthand.authoring.course import Course, Lesson
from firsthand.authoring.lesson_source import LessonError, read_cells
from firsthand.authoring.prediction_source import first_line_that_tells, out_of_sight
from firsthand.building.notebook import make_notebook

LESSON = '''\
# %% [markdown]
"""# Double it"""

# %%
from firsthand import predict, predictions

# %%
double = predict("?")  # a, b or c in place of ?
double

# %%
2 * 21

# %% [markdown]
"""What came out?"""

# %% folded="Draw the doubles"
print("drawn")

# %%
double.outcome(a=2 * 21 == 42, b=False, c=False, tempts={"b": "so", "c": "so"})

# %%
print("a figure of it")

# %% [markdown]
"""So much for that."""

# %%
predictions()
'''


def shown(value):
    return {"output_type": "execute_result", "data": {"text/html": value._repr_html_(), "text/plain": repr(value)}}


@pytest.fixture
def read(tmp_path):
    def read(text):
        path = tmp_path / "lesson.py"
        path.write_text(text, encoding="utf-8")
        return read_cells(path, shown_as="lesson.py")

    return read


def built(cells):
    course = Course(Path(), [], "https://github.com/someone/somewhere", "0.1.0")
    return make_notebook(course, Lesson("01_double", cells, [], []), "notebooks", cells)


def test_results_below_a_question_are_built_out_of_sight(read):
    cells = built(read(LESSON)).cells
    hidden = [cell.source for cell in cells if cell.metadata.get("jupyter", {}).get("outputs_hidden")]
    assert [source.split("\n")[-1][:8] for source in hidden] == ["2 * 21", 'print("d', "double.o", 'print("a']


def test_a_folded_cell_shows_its_title_in_jupyterlab_and_colab(read):
    drawn, outcome = [c for c in built(read(LESSON)).cells if c.metadata.get("jupyter", {}).get("source_hidden")]
    assert drawn.source == '# @title Draw the doubles\nprint("drawn")'
    assert drawn.metadata.cellView == outcome.metadata.cellView == "form"


def test_the_code_of_an_outcome_is_folded_since_it_has_no_reason_for_the_right_option(read):
    (cell,) = [cell for cell in built(read(LESSON)).cells if ".outcome(" in cell.source]
    assert cell.source.startswith("# @title What came true?\ndouble.outcome(")
    assert cell.metadata.jupyter == {"source_hidden": True, "outputs_hidden": True}


def test_the_question_itself_stays_in_sight_where_another_result_is_waited_for(read):
    text = "# %%\np = predict('?')\n# %%\nq = predict('?')\n# %%\np.outcome(1)\n# %%\nq.outcome(1)\n"
    assert out_of_sight(read(text)) == ({2, 3}, {2, 3})


def test_a_prediction_whose_outcome_is_never_told_is_refused_at_its_line(read):
    text = LESSON.replace("double.outcome(", "print(")
    with pytest.raises(LessonError, match=r"lesson\.py:7: 'double' is predicted, and no cell below it"):
        out_of_sight(read(text))


@pytest.mark.parametrize(
    ("output", "line"),
    [
        (shown(table({"loss": [0.5]})), None),
        (shown(predict("a", "ab").outcome(a=True, b=False, tempts={"b": "so"})), None),
        ({"output_type": "display_data", "data": {"image/png": "iVBO", "text/plain": "Figure:\nIt falls."}}, None),
        ({"output_type": "stream", "name": "stdout", "text": "\nloss 0.5\n"}, "loss 0.5"),
        ({"output_type": "execute_result", "data": {"text/plain": ["array([0.5])"]}}, "array([0.5])"),
    ],
)
def test_a_hidden_result_whose_first_line_jupyterlab_would_show_is_found(output, line):
    assert first_line_that_tells([output]) == line
    assert first_line_that_tells([]) is None
