"""The files around the course agree with each other."""

import html
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from conftest import ROOT, run, without_pytest

from firsthand import cli
from firsthand.classroom import submission
from firsthand.gradebook.records import EXERCISE_STATUSES, SUBMISSION_STATUSES
from firsthand.grading import worker
from firsthand.kernels import graded_kernel, kernel_process
from firsthand.sandbox import isolation

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
SIX_PACKAGES = {"jupyterlab", "numpy", "pandas", "scikit-learn", "matplotlib", "nbval"}
TEACHING = ROOT / "docs" / "teaching.md"
PAGES = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "AGENTS.md",
    *(TEACHING.with_name(f"{name}.md") for name in ("teaching", "moodle", "canvas")),
    *sorted((ROOT / "docs" / "lessons").glob("*.md")),
]


def requirements():
    found = PROJECT["dependencies"] + PROJECT["optional-dependencies"]["lab"]
    return {re.split(r"[>=<\[]", text)[0]: text for text in found}


def test_conda_installs_what_pip_installs():
    lines = (ROOT / "environment.yml").read_text(encoding="utf-8").splitlines()
    listed = {line.strip().removeprefix("- ") for line in lines if line.startswith("  - ")}
    python = f"python{PROJECT['requires-python']}"
    assert listed - {"conda-forge", "pip", "pip:"} == {python, *requirements().values()}


def test_a_learner_gets_the_six_packages_and_three_more():
    assert requirements().keys() - SIX_PACKAGES == {"cloudpickle", "ipython", "ipywidgets"}
    assert requirements().keys() >= SIX_PACKAGES


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_of_a_page_resolves(page):
    prose = re.sub(r"^(`{3,4}).*?^\1", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    links = re.findall(r"\]\(([^)\s]+)\)", prose)
    assert links
    assert [link for link in links if not link.startswith("http") and not leads_somewhere(page, link)] == []


def leads_somewhere(page, link):
    """Say whether a link from a page leads to a file, and where it names a heading, to one that is there."""
    name, _, anchor = link.partition("#")
    target = page.parent / name if name else page
    if not target.exists() or not anchor:
        return target.exists()
    headings = re.findall(r"^#+ (.+)$", target.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return anchor in {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_links_to_the_repository_come_from_one_address():
    address = PROJECT["urls"]["Repository"].removeprefix("https://")
    owner_and_name = address.removeprefix("github.com/")
    found = re.findall(
        r"(?:/github/|/gh/|github\.com/)([\w-]+/[\w-]+)", (ROOT / "README.md").read_text(encoding="utf-8")
    )
    assert set(found) == {owner_and_name}


def test_every_file_that_contributing_names_is_there():
    named = re.findall(r"`((?:src|tests|docs)/[\w/.-]+\.\w+)`", (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"))
    assert named
    assert [name for name in named if not (ROOT / name).exists() and "/name." not in name] == []


PACKAGE = ROOT / "src" / "firsthand"
ROOMS = {
    "sandbox": (),
    "kernels": ("sandbox",),
    "datasets": (),
    "judging": ("datasets",),
    "diagnosing": ("judging",),
    "changing": ("diagnosing", "judging"),
    "checks": ("judging", "datasets"),
    "variants": ("judging", "datasets"),
    "authoring": ("judging", "checks", "variants"),
    "building": ("authoring", "judging", "checks", "variants", "report"),
    "auditing": ("authoring", "changing", "diagnosing", "judging", "checks"),
    "classroom": (),
    "gradebook": ("classroom",),
    "report": ("gradebook", "classroom", "judging"),
    "roster": ("classroom", "gradebook", "report", "judging"),
    "grading": (
        "gradebook",
        "classroom",
        "kernels",
        "sandbox",
        "judging",
        "diagnosing",
        "checks",
        "variants",
        "authoring",
        "building",
    ),
}
"""Room -> the rooms that it may import from; commands may import from all."""

CONTENT = ("datasets", "checks", "variants")
"""Rooms with a module a lesson or a field: as many as there are."""


def modules(room) -> list[Path]:
    return [path for path in sorted((PACKAGE / room).glob("*.py")) if path.name != "__init__.py"]


def test_contributing_names_every_room_and_module():
    map_of_rooms = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").split("## Where things are")[1]
    rows = {room: line for room in ROOMS for line in map_of_rooms.splitlines() if line.startswith(f"| `{room}/`")}
    described = {room: rows[room] for room in ROOMS if room not in CONTENT}
    assert [m.stem for room, row in described.items() for m in modules(room) if f"`{m.stem}`" not in row] == []


def test_a_room_imports_from_the_rooms_below_it_only():
    found = {
        (room, used)
        for room in ROOMS
        for path in modules(room)
        for used in re.findall(r"(?:from|import) firsthand\.(\w+)", path.read_text(encoding="utf-8"))
        if used != room and used in ROOMS and used not in ROOMS[room]
    }
    assert found - {("judging", "checks")} == set()  # check() asks for an exercise by its name


def test_rooms_and_modules_stay_small():
    assert [room for room in ROOMS if room not in CONTENT and len(modules(room)) > 12] == []
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in PACKAGE.rglob("*.py")}
    assert [path for path, lines in lengths.items() if lines > (620 if path.parent.name == "checks" else 320)] == []


def test_imports_go_one_way():
    """A notebook's `import firsthand` must not draw in the build, the command line, or a library it does not need."""
    code = "import firsthand, sys; print(*sorted(sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=without_pytest())
    loaded = set(run.stdout.split())
    assert not loaded & {
        "firsthand.cli",
        "firsthand.building.build",
        "firsthand.auditing.lesson_audit",
        "sklearn",
        "matplotlib",
        "nbformat",
    }


def test_what_a_notebook_may_import_starts_no_kernel_and_grades_nobody():
    """A browser tab has no processes, no sandbox and no SQLite file to share: those rooms are for the command line."""
    code = (
        "import importlib, pkgutil, sys, firsthand\n"
        "names = ['changing', 'checks', 'datasets', 'diagnosing', 'judging']\n"
        "rooms = [importlib.import_module(f'firsthand.{name}') for name in names]\n"
        "for room in [firsthand, *rooms]:\n"
        "    for module in pkgutil.iter_modules(room.__path__, room.__name__ + '.'):\n"
        "        if not module.ispkg and module.name != 'firsthand.cli':\n"
        "            importlib.import_module(module.name)\n"
        "print(*{name.split('.')[1] for name in sys.modules if name.startswith('firsthand.')})"
    )
    loaded = set(run([sys.executable, "-c", code], env=without_pytest()).stdout.split())
    assert {"checks", "checking", "progressing", "plots", "datasets"} <= loaded
    assert loaded & {path.name for path in PACKAGE.iterdir() if path.is_dir()} == {
        "changing",
        "checks",
        "datasets",
        "diagnosing",
        "judging",
        "variants",
    }


def test_links_into_a_browser_tab_name_notebooks_that_are_there():
    found = re.findall(r"/lab/index\.html\?path=([\w/.]+)", (ROOT / "README.md").read_text(encoding="utf-8"))
    milestones = list((ROOT / "milestones").glob("*.py"))
    assert len(found) == 2 * len(list((ROOT / "lessons").glob("*/lesson.py"))) + len(milestones)
    assert [name for name in found if not (ROOT / name).is_file()] == []


JUNIT = """<testsuites><testsuite name="fork · {name}"><testcase name="error_rate">{outcome}</testcase></testsuite></testsuites>"""


def summary(folder, outcome="", total="1", name="00_start_here.ipynb"):
    """Run the script of the job summary on the files of a class of one."""
    (folder / "junit.xml").write_text(JUNIT.format(outcome=outcome, name=name), encoding="utf-8")
    (folder / "grades.csv").write_text(f"learner,total,possible\nfork,{total},1\n", encoding="utf-8-sig")
    command = [sys.executable, ROOT / ".github" / "summary.py", folder / "junit.xml"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, html.unescape(done.stdout)


def test_the_summary_of_a_fork_is_red_while_points_are_missing(tmp_path):
    code, text = summary(tmp_path)
    assert (code, "## 1 of 1 points" in text, "| error_rate | ✔ right |" in text) == (0, True, True)
    code, text = summary(tmp_path, '<failure message="Which way is down?"/>', total="0")
    assert (code, "| error_rate | ✘ not yet | Which way is down? |" in text) == (1, True)
    code, text = summary(tmp_path, '<skipped message="There is no answer here yet."/>', total="")
    assert (code, "## 0 of 1 points" in text, "| ○ not attempted |" in text) == (1, True, True)
    code, text = summary(tmp_path, '<error message="not JSON"/>', total="")
    assert (code, "| ⚑ needs a person | not JSON |" in text) == (1, True)


def test_the_summary_of_a_fork_where_nothing_was_graded_says_so(tmp_path):
    command = [sys.executable, ROOT / ".github" / "summary.py", tmp_path / "junit.xml"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, "Nothing was graded" in done.stdout, done.stderr) == (1, True, "")


def test_a_file_name_cannot_write_markdown_into_the_summary(tmp_path):
    name = "a|b](x) `c` &lt;img src=x&gt; ![d](e)"
    summary(tmp_path, name=name)
    command = [sys.executable, ROOT / ".github" / "summary.py", tmp_path / "junit.xml"]
    row = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()[-1]
    cell = row.split("|")[1]
    assert not set("<>[]()!`*_") & set(cell)
    assert html.unescape(cell).strip() == f"fork · {html.unescape(name)}"


EXERCISES = ROOT / ".github" / "workflows" / "exercises.yml"
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


def workflow(path) -> dict:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def steps_of(path) -> list[dict]:
    return [step for job in workflow(path)["jobs"].values() for step in job["steps"]]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_may_only_read_and_puts_no_expression_into_a_script(path):
    assert workflow(path)["permissions"] == {"contents": "read"}
    writing = {name: job for name, job in workflow(path)["jobs"].items() if "permissions" in job}
    assert writing.keys() <= {"publish"}
    assert [list(step) for job in writing.values() for step in job["steps"]] in (
        [],
        [["id", "uses"]],
    )  # runs no code of ours
    assert [step["run"] for step in steps_of(path) if "${{" in step.get("run", "")] == []


def test_every_night_no_promise_is_left_for_another_turn():
    page = ROOT / ".github" / "workflows" / "ci.yml"
    (run,) = [step for step in steps_of(page) if "run" in step]
    (when,) = workflow(page)[True]["schedule"]  # YAML reads the word `on` as True
    assert when["cron"].endswith(" * * *")
    assert run["env"]["WHAT"].endswith("|| 'test-all' }}")
    assert '"$WHAT"' in run["run"]
    assert re.search(r"^test-all:\n\t.*--whole", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)


def test_the_site_is_published_from_main_as_make_builds_it_and_never_by_a_fork():
    page = ROOT / ".github" / "workflows" / "pages.yml"
    assert workflow(page)[True] == {"push": {"branches": ["main"]}, "workflow_dispatch": None}
    assert workflow(page)["jobs"]["build"]["if"] == "${{ !github.event.repository.fork }}"
    assert [step["run"] for step in steps_of(page) if "run" in step] == ["make site"]
    (folder,) = [step["with"]["path"] for step in steps_of(page) if "upload-pages" in step.get("uses", "")]
    assert cli._parser().parse_args(["site"]).out == Path(folder)


def test_the_report_of_a_fork_is_kept_without_its_gradebook():
    kept = [step["with"]["path"] for step in steps_of(EXERCISES) if "upload-artifact" in step.get("uses", "")]
    assert kept == ["graded/report"]


def grade_step(folder, seed) -> subprocess.CompletedProcess:
    """Run the step that grades as the service does, with a grader that prints what it is given and a command."""
    grader = folder / "firsthand"
    grader.write_text('#!/bin/sh\nprintf "%s\\n" "$*" > arguments\necho "::error::from a learner"\nexit 1\n')
    grader.chmod(0o755)
    script = next(step["run"] for step in steps_of(EXERCISES) if "firsthand grade" in step.get("run", ""))
    environment = os.environ | {"PATH": f"{folder}{os.pathsep}{os.environ['PATH']}", "SEED": seed}
    return subprocess.run(
        ["bash", "-e", "-c", script], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


@pytest.mark.skipif(not (shutil.which("bash") and shutil.which("openssl")), reason="runs on Linux, with openssl")
def test_a_fork_is_graded_with_commands_stopped_and_a_seed_that_is_not_printed(tmp_path):
    done = grade_step(tmp_path, seed="20261122")
    stopped, learner, resumed = done.stdout.splitlines()
    token = stopped.removeprefix("::stop-commands::")
    assert re.fullmatch("[0-9a-f]{32}", token)
    assert (learner, resumed, done.returncode) == ("::error::from a learner", f"::{token}::", 1)
    assert "20261122" not in done.stdout + done.stderr
    assert (tmp_path / "arguments").read_text() == "grade exercises --out graded --seed 20261122\n"
    assert token not in grade_step(tmp_path, seed="").stdout
    assert (tmp_path / "arguments").read_text() == "grade exercises --out graded\n"


def commands_of(page) -> list[list[str]]:
    """Return the `firsthand` commands of a page: lines of its code blocks that begin with one."""
    blocks = re.findall(r"^ *```[a-z]*\n(.*?)^ *```", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines()]
    found = [re.fullmatch(r" *(?:\$ )?(?:\.venv/bin/)?firsthand ([^#]+?)(?: +#.*)?", line) for line in lines]
    return [shlex.split(match[1]) for match in found if match]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_of_a_page_is_one_that_firsthand_takes(page):
    for words in commands_of(page):
        options, unknown = cli._parser().parse_known_args(words)
        assert (options.run is not None, unknown) == (True, []), words


def test_the_page_for_teachers_shows_every_command_of_theirs():
    shown = {words[0] for words in commands_of(TEACHING)}
    assert shown == {"build", "grade", "report", "gradebook", "doctor"}


def test_the_page_for_teachers_explains_every_status():
    """In the words of the report, and no status that there is not."""
    rows = re.findall(r"^\| `(\w+)` \| ([^|]+) \|", TEACHING.read_text(encoding="utf-8"), re.MULTILINE)
    told = dict(row for row in rows if row[0] in SUBMISSION_STATUSES | EXERCISE_STATUSES)
    assert told.keys() == SUBMISSION_STATUSES.keys() | EXERCISE_STATUSES.keys()
    assert len(rows) == len(SUBMISSION_STATUSES) + len(EXERCISE_STATUSES)
    assert {said for _, said in rows} == {*SUBMISSION_STATUSES.values(), *EXERCISE_STATUSES.values()}


def test_the_limits_that_the_page_for_teachers_names_are_the_ones_in_force():
    text = " ".join(TEACHING.read_text(encoding="utf-8").split())
    defaults = cli._parser().parse_args(["grade", "class.zip"])
    for said in (
        f"{defaults.limit} seconds a cell",
        f"{worker.LIMITS_PER_SUBMISSION} times that for a notebook",
        f"{defaults.memory} MB of memory",
        f"{isolation.PROCESS_LIMIT} processes",
        f"{isolation.OPEN_FILES_LIMIT} open files",
        f"{isolation.SCRATCH_MB} MB in each of three folders",
        f"{isolation.TERMINAL_LIMIT} terminals",
        f"the first {graded_kernel.PRINTED_LIMIT:,} characters",
        f"up to {({4: 'four'})[kernel_process.PATIENCE]} times the limit",
        f"{submission.SIZE_LIMIT_BYTES // 1_000_000} MB",
    ):
        assert said in text


ASSISTANT = ROOT / "AGENTS.md"


def test_the_page_for_assistants_is_short_and_names_what_is_there():
    text = ASSISTANT.read_text(encoding="utf-8")
    assert len(text.splitlines()) < 60
    named = re.findall(r"`([\w/.]+(?:/|\.md))`", text)
    assert {"solutions/", "src/firsthand/checks/", "lessons/", "CONTRIBUTING.md"} <= {*named}
    assert [name for name in named if not (ROOT / name).exists()] == []
    assert {words[0] for words in commands_of(ASSISTANT)} == {"check", "progress"}
    assert all((ROOT / words[1]).is_file() for words in commands_of(ASSISTANT) if words[0] == "check")


def test_hints_are_where_the_page_for_assistants_says():
    """And the exercise that it takes for an example is one of the notebook that it names."""
    text = ASSISTANT.read_text(encoding="utf-8")
    ((_, path),) = [words for words in commands_of(ASSISTANT) if words[0] == "check"]
    cells = json.loads((ROOT / path).read_text(encoding="utf-8"))["cells"]
    (name,) = {*re.findall(r"`answer-(\w+)`", text)}
    place = [cell["id"] for cell in cells].index(f"answer-{name}")
    above = "".join(cells[place - 1]["source"])
    for hint in re.findall(r"`(<summary>Hint \d</summary>)`", text):
        assert hint in above
    assert re.search(r'grep "(.+?)"', text)[1] in above
    assert re.search(r'`(check\("\w+", \w+\))`', text)[1] == "".join(cells[place + 1]["source"])


def test_what_the_page_for_assistants_keeps_closed_is_all_that_holds_the_answers():
    """The line of a published solution stands in no other file of the course that a learner's assistant may open."""
    line = "return w - rate * gradient"
    closed = ("solutions", "lessons", "src/firsthand/checks", "src/firsthand/parts.json", "tests", ".git", ".venv")
    holding = [
        path.relative_to(ROOT).as_posix()
        for folder in ("exercises", "docs", "src")
        for path in (ROOT / folder).rglob("*")
        if path.is_file()
        and path.suffix in {".py", ".ipynb", ".md", ".json"}
        and line in path.read_text(encoding="utf-8")
    ]
    assert line in (ROOT / "solutions" / "06_gradient_descent.ipynb").read_text(encoding="utf-8")
    assert [name for name in holding if not name.startswith(closed)] == []
