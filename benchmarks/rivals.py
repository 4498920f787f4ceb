"""nbgrader and otter-grader on the same class: each in an environment of its own, checked to have given full marks."""

import ast
import hashlib
import json
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path

from classroom import LESSONS, ROOT, answers, checks, points, signed, solved, write
from measuring import ONE_THREAD, LeftOutError, Timing, run, timed

NBGRADER, OTTER = "nbgrader==0.9.6", "otter-grader==7.0.0"
SAME_AS_OURS = ("numpy", "pandas", "scikit-learn", "matplotlib", "ipython", "ipykernel", "jupyter_client", "nbclient")
WARM_UP = "import ipykernel.kernelapp, matplotlib.pyplot, pandas, sklearn.model_selection, firsthand.plots"
"""What a first run pays for and no later one: matplotlib's list of fonts, files read for the first time."""
SOURCES = ("src", "pyproject.toml", "README.md", "LICENSE")

OTTER_TEST = """\
from otter.test_files import test_case

OK_FORMAT = False
name = "{name}"
points = {points}


@test_case()
def judged(env):
    from firsthand.diagnosing.diagnosis import judge
    from firsthand.checks import find_exercise
    from firsthand.diagnosing.findings import Status

    verdict = judge(find_exercise("{name}"), eval("{answer}", env))
    assert verdict.status is Status.RIGHT, verdict
"""
"""One exercise in otter's form: the judgement is the one of the check cell, so that the work is the same."""

NBGRADER_SCORES = """\
import json, sys
from nbgrader.api import Gradebook

with Gradebook("sqlite:///gradebook.db") as gradebook:
    rows = [row for name in sys.argv[1:] for row in gradebook.assignment_submissions(name)]
    print(json.dumps([[row.score, row.max_score] for row in rows]))
"""


def make_environment(cache: Path, requirement: str) -> Path:
    """Make an environment with a grader, the course and our versions of the libraries; return its folder of commands.

    One that stands in `cache` already, of the same versions and course, is used again. Raises LeftOutError.
    """
    home = cache / requirement
    wanted = [requirement, *(f"{name}=={version(name)}" for name in SAME_AS_OURS)]
    mark, made_of = home / "ready", "\n".join([sys.version, *wanted, _fingerprint()])
    if not mark.is_file() or mark.read_text(encoding="utf-8") != made_of:
        shutil.rmtree(home, ignore_errors=True)
        uv = Path(sys.executable).parent / "uv"
        run([uv, "venv", "--quiet", "--python", sys.executable, home / "python"])
        course = _copy_of_the_course(home / "course")
        python = home / "python" / "bin" / "python"
        run([uv, "pip", "install", "--quiet", "--compile-bytecode", "--python", python, *wanted, course])
        run([python, "-c", WARM_UP], environment=_environment(python.parent))
        mark.write_text(made_of, encoding="utf-8")
    return home / "python" / "bin"


def _fingerprint() -> str:
    files = sorted((ROOT / "src").rglob("*.py"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


def _copy_of_the_course(folder) -> Path:
    """Copy what an installation needs: to build in the repository would leave files there."""
    folder.mkdir(parents=True)
    for name in SOURCES:
        source = ROOT / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, folder / name)
    shutil.rmtree(folder / "src" / "firsthand.egg-info", ignore_errors=True)
    return folder


def _environment(commands) -> dict[str, str]:
    """Return an environment in which only the rival's own commands and settings are found."""
    home = commands.parent.parent / "home"
    home.mkdir(exist_ok=True)
    return ONE_THREAD | {"PATH": f"{commands}:/usr/bin:/bin", "HOME": str(home), "LANG": "C.UTF-8"}


class Nbgrader:
    """`nbgrader autograde`, one lesson after another, on a course folder made anew for each run.

    at_once : how many processes, each on its own course folder with its share of the learners. nbgrader itself grades
    one submission after another.
    """

    def __init__(self, scratch: Path, cache: Path, submissions: int, at_once: int):
        self.commands = make_environment(cache, NBGRADER)
        self.environment = _environment(self.commands)
        self.scratch, self.submissions, self.at_once = scratch, submissions, at_once
        self.templates = [self._course(scratch / f"template-{part}", part) for part in range(at_once)]

    def _course(self, folder, part) -> Path:
        learners = range(-(-self.submissions // len(LESSONS)))
        for lesson in LESSONS:
            write(folder / "source" / lesson / f"{lesson}.ipynb", _pristine(lesson))
            for learner in learners[part :: self.at_once]:
                name = f"learner-{learner:04}"
                write(folder / "submitted" / name / lesson / f"{lesson}.ipynb", signed(solved(lesson), name))
            self._run("generate_assignment", lesson, folder)
        return folder

    def _run(self, command, lesson, folder) -> None:
        run([self.commands / "nbgrader", command, lesson], folder=folder, environment=self.environment)

    def measure(self, timing: Timing) -> None:
        """Grade the class once, and once more with nothing left to grade, for the time nbgrader takes to start."""
        folders = [self.scratch / f"course-{part}" for part in range(self.at_once)]
        for template, folder in zip(self.templates, folders, strict=True):
            shutil.rmtree(folder, ignore_errors=True)
            shutil.copytree(template, folder)
        with timed(timing):
            self._autograde(folders)
        self._refuse_less_than_full_marks(folders)
        nothing_left = Timing(timing.name, 0)
        with timed(nothing_left):
            self._autograde(folders)
        timing.fixed_seconds += nothing_left.seconds

    def _autograde(self, folders) -> None:
        def grade(folder):
            for lesson in LESSONS:
                self._run("autograde", lesson, folder)

        with ThreadPoolExecutor(self.at_once) as pool:
            list(pool.map(grade, folders))

    def _refuse_less_than_full_marks(self, folders) -> None:
        scores = [score for folder in folders for score in self._scores(folder)]
        refuse_less_than_full_marks(scores, self.submissions)

    def _scores(self, folder) -> list:
        command = [self.commands / "python", "-c", NBGRADER_SCORES, *LESSONS]
        done = subprocess.run(command, cwd=folder, env=self.environment, capture_output=True, text=True, check=True)
        return json.loads(done.stdout)


class Otter:
    """`otter run`, a process a submission, two at a time; the tests are made from the course's own check cells."""

    def __init__(self, scratch: Path, cache: Path, submissions: int, at_once: int):
        self.commands = make_environment(cache, OTTER)
        self.environment = _environment(self.commands)
        self.scratch, self.submissions, self.at_once = scratch, submissions, at_once
        self.autograders = {lesson: self._autograder(lesson) for lesson in LESSONS}
        self.notebooks = [self._notebook(index) for index in range(submissions)]

    def _autograder(self, lesson) -> Path:
        """Let otter make its zip from one test file an exercise."""
        folder = self.scratch / lesson
        (folder / "tests").mkdir(parents=True)
        for name, source in _otter_tests(lesson).items():
            (folder / "tests" / f"{name}.py").write_text(source, encoding="utf-8")
        run(
            [self.commands / "otter", "generate", "-t", "tests", "-o", "autograder.zip"],
            folder=folder,
            environment=self.environment,
        )
        return folder / "autograder.zip"

    def _notebook(self, index) -> Path:
        lesson, learner = LESSONS[index % len(LESSONS)], f"learner-{index // len(LESSONS):04}"
        path = self.scratch / "submitted" / learner / f"{lesson}.ipynb"
        write(path, signed(_otter_form(solved(lesson)), learner))
        return path

    def measure(self, timing: Timing) -> None:
        """Grade the class once."""
        with timed(timing), ThreadPoolExecutor(self.at_once) as pool:
            results = list(pool.map(self._grade, self.notebooks))
        refuse_less_than_full_marks([_otter_score(path) for path in results], self.submissions)

    def _grade(self, notebook) -> Path:
        out = notebook.with_suffix("")
        out.mkdir(exist_ok=True)
        (out / "results.json").unlink(missing_ok=True)
        autograder = self.autograders[notebook.stem]
        run(
            [self.commands / "otter", "run", "-a", autograder, "-o", out, notebook],
            folder=out,
            environment=self.environment,
        )
        return out / "results.json"


def _pristine(lesson) -> dict:
    return json.loads((ROOT / "exercises" / f"{lesson}.ipynb").read_text(encoding="utf-8"))


def _otter_tests(lesson) -> dict[str, str]:
    """Write a test for each check cell, which is `check("name", answer)`."""
    calls = [ast.parse("".join(cell["source"])).body[0].value for cell in checks(solved(lesson))]
    arguments = [(ast.literal_eval(call.args[0]), ast.unparse(call.args[1])) for call in calls]
    worth = points(lesson)
    return {name: OTTER_TEST.format(name=name, points=worth[name], answer=answer) for name, answer in arguments}


def _otter_form(notebook) -> dict:
    """Put otter's mark on each answer cell in place of its check cell: otter runs the test there, once."""
    notebook["cells"] = [cell for cell in notebook["cells"] if cell not in checks(notebook)]
    for cell in answers(notebook):
        cell["metadata"]["otter"] = {"tests": [cell["id"].removeprefix("answer-")]}
    return notebook


def _otter_score(results) -> tuple[float, float]:
    tests = json.loads(results.read_text(encoding="utf-8"))["tests"]
    scored = [test for test in tests if "max_score" in test]
    return sum(test["score"] for test in scored), sum(test["max_score"] for test in scored)


def refuse_less_than_full_marks(scores: list, submissions: int) -> None:
    """Raise LeftOutError unless there is a score for each submission, and each is the full number of points."""
    full = {float(sum(points(lesson).values())) for lesson in LESSONS}
    less = [score for score, highest in scores if score < highest or highest not in full]
    if less or len(scores) != submissions:
        raise LeftOutError(
            f"void: {len(scores)} scores for {submissions} submissions, {len(less)} of them not full marks"
        )
