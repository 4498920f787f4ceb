"""A course of two lessons, small enough to audit in a test; each part of it can be another one."""

from dataclasses import dataclass
from pathlib import Path

from firsthand.auditing.lesson_audit import LessonAudit, audit_lesson
from firsthand.authoring.course import read_course

PROJECT = """
[project]
name = "small"
version = "1.0"
[project.urls]
Repository = "https://github.com/somebody/small"
"""

TITLE = '''# %% [markdown]
r"""
# Count what is wrong

**You will be able to**

- count large values; <!-- share_above -->

**You need** [the lesson before](01_before.ipynb) and NumPy. **About 5 minutes.**
"""
'''

LESSON = """
# %%
import numpy as np


def spread(x):
    return np.max(x) - np.min(x)
"""

STATEMENT = """Write `share_above(x, limit)`: the share of values above the limit.

- `x`: array (n,), any numbers. `limit`: a number.

Example: x = [1, 2, 2, 7] and limit 2 give 0.25."""

ANSWER = """def share_above(x, limit):
    ### BEGIN SOLUTION
    SOLUTION
    ### END SOLUTION
"""

SOLUTION = """return np.mean(x > limit)"""

EXERCISE = '''# %% [markdown]
r"""
# Exercises
"""

# %%
import numpy as np

from firsthand import check

# %% [markdown]
r"""
## 1 · How many are large? (1 point, 2 minutes)

STATEMENT

<details><summary>Hint 1</summary>What is the mean of True and False?</details>
<details><summary>Hint 2</summary>Compare all at once.</details>
"""


# %% exercise="share_above"
ANSWER

# %% check="share_above"
check("share_above", share_above)
'''

CASES = """[
    (np.array([1.0, 2, 2, 7]), 2),
    *((rng.normal(50, 40, size=n), 50 + rng.normal()) for n in (5, 9)),
    (np.array([0.1, 0.10001, 0.10002]), 0.10001),
    (np.array([1e-9, 2e-9, 3e-9]), 2e-9),
    (np.array([12.0, 13, 14]), 13),
]"""

CHECKS = """import numpy as np

from firsthand.judging.exercise import Exercise

share_above = Exercise(
    title="How many are large?",
    points=1,
    expected=lambda x, limit: sum(value > limit for value in x.tolist()) / len(x),
    cases=lambda rng: CASES,
    mistakes={
        "You counted.": lambda x, limit: np.sum(x > limit),
        "The limit itself counts.": lambda x, limit: np.mean(x >= limit),
        "Those are below.": lambda x, limit: np.mean(x < limit),
    },
    OPTIONS
)
"""


@dataclass(frozen=True)
class SmallCourse:
    """A folder that becomes a course."""

    root: Path

    def write(self, **parts) -> None:
        """Write its files. `cases` is Python for a list of cases drawn from `rng`, `options` is more of Exercise(...)."""
        own = {"title": TITLE, "lesson": LESSON, "statement": STATEMENT, "answer": ANSWER, "solution": SOLUTION}
        part = own | {"cases": CASES, "options": "", "checks": CHECKS} | parts
        answer = part["answer"].replace("    SOLUTION\n", f"    {part['solution']}\n")
        exercises = EXERCISE.replace("STATEMENT", part["statement"]).replace("ANSWER", answer)
        checks = part["checks"].replace("CASES", part["cases"]).replace("OPTIONS", part["options"])
        before = TITLE.replace("[the lesson before](01_before.ipynb) and ", "").replace("; <!-- share_above -->", "")
        files = {
            "pyproject.toml": PROJECT,
            "lessons/01_before/lesson.py": before,
            "lessons/01_before/exercises.py": '# %% [markdown]\nr"""\n# None\n"""\n',
            "lessons/02_small/lesson.py": part["title"] + part["lesson"],
            "lessons/02_small/exercises.py": exercises,
            "checks/small.py": checks,
        }
        for name, text in files.items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")

    def audit(self, **parts) -> LessonAudit:
        """Write the course with other parts and audit its second lesson."""
        self.write(**parts)
        course = read_course(self.root)
        return audit_lesson(course, course.lessons[1])
