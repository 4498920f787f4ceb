"""A prediction worth making: its options stand there and look alike, its reasons are complete, nothing tells the answer."""

import pytest

from firsthand.auditing.predictions import prediction_faults
from firsthand.authoring.lesson_source import read_cells

TITLE = '''\
# %% [markdown]
r"""
# Walk downhill

Two trainees differ in one number.
"""
'''

QUESTION = '''
# %% [markdown]
r"""
**Predict.** The rate is 0.30. The descent

- (a) arrives after some steps;
- (b) bounces at one height
  for ever;
- (c) flies away.
"""

# %%
fate = predict("?")  # a, b or c in place of ?
fate

# %%
losses = run(0.30, 20)
table({"loss": losses})

# %%
fate.outcome(
    a=losses[-1] < losses[0],
    b=losses[-1] == losses[0],
    c=losses[-1] > losses[0],
    tempts={"a": "It is safe for one weight.", "b": "That is the border."},
)

# %% [markdown]
r"""
<details><summary>Why</summary>

It ends at 17.95 after 20 steps.

</details>
"""
'''

NUMBER = '''
# %% [markdown]
r"""
**Predict.** How large is the limit?
"""

# %%
limit = predict("?", unit="")
limit

# %%
limit.outcome(2 / 7.887)

# %% [markdown]
r"""
<details><summary>Why</summary>

It is 0.2536.

</details>
"""
'''

RIGHT_B = QUESTION.replace("fate", "end").replace('"b": "That', '"c": "That')
LESSON = TITLE + QUESTION + RIGHT_B + NUMBER


@pytest.fixture
def faults(tmp_path):
    """Return what finds the faults of a text, each with the beginning of its cell."""

    def find(text):
        path = tmp_path / "lesson.py"
        path.write_text(text, encoding="utf-8")
        return [(cell.source, words) for cell, words in prediction_faults(read_cells(path))]

    return find


def test_a_lesson_of_fair_predictions_has_no_fault(faults):
    assert faults(LESSON) == []


BROKEN = {
    "an answer left in": ('("?")  # a', '("c")  # a', "fate = predict", "'fate' is handed out with an answer"),
    "a choice not shown": ("\nfate\n", "\n", "fate = predict", "the cell must end with fate"),
    "an outcome not shown": (
        'border."},\n)',
        'border."},\n)\nlosses = 1',
        "fate.outcome",
        "must end with fate.outcome(",
    ),
    "an option too few": ("- (c) flies away.\n", "", "**Predict.**", "are (a), (b), (c); listed are (a), (b)"),
    "options in a sentence": ("- (a) ", "(a) ", "**Predict.**", "are (a), (b), (c); listed are (b), (c)"),
    "the long option": (") flies away", f") flies away{', as it must' * 6}", "**Predict.**", "the length tells"),
    "a reason too few": ('{"a": "It is safe for one weight.", ', "{", "fate.outcome", "it explains (b)"),
    "reasons for all": ('{"a": "It is', '{"c": "", "a": "It is', "fate.outcome", "it explains (c), (a), (b)"),
    "reasons not written out": ("tempts={", "tempts=so | {", "fate.outcome", "it explains none"),
    "no explanation": ("<details><summary>Why</summary>", "Why?", "fate.outcome", "no <details> below explains"),
    "an opening that tells": ("differ in one number", "end at 17.95", "# Walk downhill", "17.95 answers 'fate'"),
    "a string that tells": ("run(0.30, 20)", 'run(0.30, 20, "17.95")', "losses = run", "17.95 answers 'fate'"),
}


@pytest.mark.parametrize(("part", "instead", "cell", "words"), BROKEN.values(), ids=BROKEN)
def test_a_fault_is_found_in_its_cell(faults, part, instead, cell, words):
    text = LESSON.replace(part, instead, 1)
    assert text != LESSON
    ((source, _),) = [(source, said) for source, said in faults(text) if words in said]
    assert source.startswith(cell)


def test_a_number_that_was_given_is_no_answer(faults):
    given = LESSON.replace("differ in one number", "differ: 0.30 and 0.31").replace("It ends", "At 0.30 it ends")
    assert faults(given) == []


def test_a_number_from_which_things_began_is_no_answer(faults):
    began = LESSON.replace("differ in one number", "begin at 108.7").replace("It ends", "From 108.7, it ends")
    assert faults(began) == []


def test_a_folded_figure_may_name_what_is_seen(faults):
    folded = LESSON.replace("# %%\nlosses", '# %% folded="Draw it"\nlosses', 1)
    assert faults(folded.replace("run(0.30, 20)", 'run(0.30, 20, "to 17.95")', 1)) == []


def test_too_few_and_too_many_are_counted(faults):
    few, many = TITLE + QUESTION + RIGHT_B, LESSON + "".join(NUMBER.replace("limit", f"limit_{n}") for n in "xyz")
    assert [words for _, words in faults(few)] == ["2 predictions; a lesson has 3 to 5"]
    assert [words for _, words in faults(many)] == ["6 predictions; a lesson has 3 to 5"]


def test_one_letter_all_along_and_a_name_twice_are_found(faults):
    same = TITLE + QUESTION + QUESTION.replace("fate", "end") + NUMBER
    assert [words for _, words in faults(same)] == ["the right option is (c) each time: put it elsewhere once"]
    twice = (
        TITLE + QUESTION + RIGHT_B.replace("end.", "fate.").replace("end = ", "fate = ").replace("\nend\n", "\nfate\n")
    )
    assert "a second prediction called 'fate'" in [words for _, words in faults(twice + NUMBER)]
