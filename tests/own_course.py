"""A teacher's own course of two lessons, and the commands run on it as a person does."""

import subprocess
import sys
from pathlib import Path

import nbformat
from conftest import without_pytest

LESSON = '''\
# %% [markdown]
r"""
# {title}

*About 5 minutes.*
"""
'''
TASK = '''\
# %% [markdown]
r"""
## {number} · {title} ({points} points, 5 minutes)

Write `{name}(x)`.

<details><summary>Hint 1</summary>One operator.</details>
<details><summary>Hint 2</summary>One number.</details>
"""

# %% exercise="{name}"
def {name}(x):
    ### BEGIN SOLUTION
    return {right}
    ### END SOLUTION


# %% check="{name}"
check("{name}", {name})

'''
EXERCISES = '''\
# %% [markdown]
r"""
# {title}: exercises
"""

# %%
from pathlib import Path

from firsthand import check

{tasks}'''
CHECKS = """\
from firsthand.judging.exercise import Exercise

def drawn(rng):
    return [(float(x),) for x in rng.normal(size=4)]

"""
CHECK = """\
{name} = Exercise(
    title="{title}",
    points={points},
    expected=lambda x: {right},
    cases=drawn,
    mistakes={{"You took the square.": lambda x: x**2, "You added one.": lambda x: x + 1, "You did nothing.": lambda x: x}},
)
"""
PROJECT = '[project]\nname = "tiny"\nversion = "1.0"\nurls = {Repository = "https://github.com/teacher/tiny"}\n'
COURSE = {
    "01_more": ("More", [("double", "Twice as much", 2, "2 * x"), ("treble", "Three times as much", 3, "3 * x")]),
    "02_less": ("Less", [("half", "Half of it", 2, "x / 2")]),
}
RIGHT = {name: f"def {name}(x):\n    return {right}" for _, tasks in COURSE.values() for name, _, _, right in tasks}
SQUARE = "def {}(x):\n    return x * x"


def make_own_course(root: Path) -> Path:
    """Write a course as a teacher of their own would, in text, with untouched notebooks in exercises/."""
    for folder in ("checks", "exercises"):
        (root / folder).mkdir(parents=True)
    (root / "pyproject.toml").write_text(PROJECT, encoding="utf-8")
    for name, (title, tasks) in COURSE.items():
        (root / "lessons" / name).mkdir(parents=True)
        facts = [dict(zip(("name", "title", "points", "right"), task, strict=True)) for task in tasks]
        cells = "".join(TASK.format(number=n, **fact) for n, fact in enumerate(facts, start=1))
        (root / "lessons" / name / "lesson.py").write_text(LESSON.format(title=title), encoding="utf-8")
        text = EXERCISES.format(title=title, tasks=cells)
        (root / "lessons" / name / "exercises.py").write_text(text, encoding="utf-8")
        checks = CHECKS + "\n".join(CHECK.format(**fact) for fact in facts)
        (root / "checks" / f"{name[3:]}.py").write_text(checks, encoding="utf-8")
        write(root / "exercises" / f"{name}.ipynb", name)
    return root


def write(path: Path, lesson="01_more", **answers) -> Path:
    """Write a notebook of the course by hand; an exercise without an answer is as it was handed out."""
    cells = [nbformat.v4.new_code_cell("from pathlib import Path\n\nfrom firsthand import check")]
    for name, *_ in COURSE[lesson][1]:
        source = answers.get(name, f"def {name}(x):\n    ...  # your answer")
        cells.append(nbformat.v4.new_code_cell(source, id=f"answer-{name}"))
        cells.append(nbformat.v4.new_code_cell(f'check("{name}", {name})', id=f"check-{name}"))
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    return path


def firsthand(*arguments, cwd, **environment) -> subprocess.CompletedProcess:
    """Run the command as a person does, in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "firsthand.cli", *map(str, arguments)],
        cwd=cwd,
        env={**without_pytest(), **environment},
        capture_output=True,
        text=True,
        check=False,
    )
