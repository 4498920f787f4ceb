"""The smallest course: one lesson with one exercise, as an author writes it."""

import shutil
import subprocess
import sys
from pathlib import Path

EXERCISE = '''\
# %% [markdown]
r"""
## 1 · Double it (2 points, 5 minutes)

Double `x`.

<details><summary>Hint 1</summary>How?</details>
<details><summary>Hint 2</summary>Add.</details>
"""


# %% exercise="double"
def double(x):
    """Twice x."""
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION


# %% check="double"
check("double", double)
'''

TITLE = '''\
# %% [markdown]
r"""
# Exercises
"""

# %%
def check(name, answer):
    print(name)


'''

CHECKS = """\
from firsthand.judging.exercise import Exercise

double = Exercise(
    title="Double it",
    points=2,
    expected=lambda x: 2 * x,
    cases=lambda rng: [(int(n),) for n in rng.integers(3, 99, size=4)],
    mistakes={
        "You squared.": lambda x: x**2,
        "You added one.": lambda x: x + 1,
        "You handed x back.": lambda x: x,
    },
)
"""

LESSON = '''\
# %% [markdown]
r"""
# Double things

**About 10 minutes.** The exercises are [here](../exercises/01_double.ipynb).
"""

# %%
print(1 + 1)
'''

PROJECT = """\
[project]
name = "tiny"
version = "0.1.0"
urls.Repository = "https://github.com/someone/somewhere"
"""

README = "# Course\n\n<!-- lessons -->\nold\n<!-- /lessons -->\n\nEnd.\n"


def make_course(root: Path) -> Path:
    """Write a course of one lesson with one exercise, not built; return the folder of its sources."""
    folder = root / "lessons" / "01_double"
    folder.mkdir(parents=True)
    (folder / "lesson.py").write_text(LESSON, encoding="utf-8")
    (folder / "exercises.py").write_text(TITLE + EXERCISE, encoding="utf-8")
    (root / "checks").mkdir()
    (root / "checks" / "double.py").write_text(CHECKS, encoding="utf-8")
    (root / "pyproject.toml").write_text(PROJECT)
    (root / "README.md").write_text(README, encoding="utf-8")
    return folder


def untidy(root: Path, files: list[Path]) -> str:
    """Lint files of a course as this repository lints its own; return what is said, "" when all is well."""
    repository = Path(__file__).parent.parent
    for name in ("pyproject.toml", "lessons/ruff.toml"):
        shutil.copy(repository / name, root / name)
    said = []
    for words in (["format", "--check"], ["check", "--config", "lint.isort.known-first-party = ['firsthand']"]):
        command = [Path(sys.executable).parent / "ruff", *words, *files]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        said += [done.stdout + done.stderr] if done.returncode else []
    return "\n".join(said)
