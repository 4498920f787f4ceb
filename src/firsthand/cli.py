"""The command `firsthand`: what can be typed behind it, and how it ends."""

import argparse
import importlib
import os
import sys
from pathlib import Path

from firsthand.authoring.lesson_source import LessonError
from firsthand.commands.terminal import Stopped, end, open_standard_streams, warn
from firsthand.errors import UsageError
from firsthand.variants import MOST

INTERRUPTED = 130
"""The exit code that shells give a command ended by Ctrl-C."""

UNHEARD = 141
"""The exit code that shells give a command whose reader has gone, as `firsthand progress | head` does."""

UNUSED = ("isoduration", "rfc3986_validator", "rfc3987_syntax")
"""What jsonschema would import to check durations and web addresses, which no notebook is asked for; it takes a second."""

LONGEST_SECONDS, MOST_MB = 86_400, 1_000_000_000
"""What --limit and --memory can be at most: a day, a petabyte."""


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return the exit code: 0 done, 1 something is not as it should be, 2 usage."""
    for name in UNUSED:
        sys.modules.setdefault(name, None)  # type: ignore[arg-type]
    open_standard_streams()
    options, rest = _parser().parse_known_args(arguments)
    if rest and options.run is not _lab:
        _parser().error(f"unknown arguments: {' '.join(rest)}")
    options.rest = rest
    try:
        code = options.run(options)
        if sys.stdout:
            sys.stdout.flush()
        if arguments is None and options.imports_much:
            end(code)
        return code
    except UsageError as error:
        return _fail(error, code=2)
    except LessonError as error:
        return _fail(error, code=1)
    except KeyboardInterrupt as stopped:
        code = _fail("Stopped.", code=stopped.code if isinstance(stopped, Stopped) else INTERRUPTED)
        if arguments is None:  # a thread may wait for ever for what a worker was ended in the middle of saying
            os._exit(code)
        return code
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is not printed yet goes nowhere
        return UNHEARD


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="firsthand", description="The machine-learning course that answers back.")
    parser.set_defaults(imports_much=False)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    lab = commands.add_parser("lab", help="open JupyterLab on the start page; further options go to JupyterLab")
    lab.set_defaults(run=_lab)
    check = commands.add_parser("check", help="check your own notebooks, all of exercises/ when none is named")
    check.add_argument("notebooks", nargs="*", metavar="NOTEBOOK", type=Path)
    check.set_defaults(run=_grading("learner", lambda learner, options: learner.check(options.notebooks)))
    progress = commands.add_parser("progress", help="your points in every lesson, and the skills you have practised")
    progress.add_argument("--json", action="store_true", help="for a notebook to show")
    progress.set_defaults(run=_grading("learner", _progress))
    update = commands.add_parser("update", help="carry your answers over into the exercises of this version")
    update.add_argument("given", nargs="*", metavar="OLD", type=Path, help="notebooks or folder; default: exercises/")
    update.set_defaults(run=_grading("update", lambda update, options: update.update(options.given)))
    _add_grade(commands)
    report = commands.add_parser("report", help="write the report again from a gradebook alone")
    report.add_argument("gradebook", metavar="GRADEBOOK", type=Path)
    _add_roster(report)
    report.set_defaults(run=_grading("teacher", lambda teacher, options: teacher.report(options)))
    doctor = commands.add_parser("doctor", help="which sandbox and speed this machine gives, and what to install")
    doctor.set_defaults(run=_grading("doctor", lambda doctor, options: doctor.doctor()))
    book = commands.add_parser("gradebook", help="take a learner out of the gradebook: gradebook remove NAME")
    remove = book.add_subparsers(required=True, metavar="WHAT").add_parser("remove", help="take out all of a learner")
    remove.add_argument("name", metavar="NAME", help="as in the report, or an id, email or user name of the roster")
    remove.add_argument("--out", type=Path, default=Path("graded"), metavar="DIR", help="default: graded")
    remove.set_defaults(run=_grading("teacher", lambda teacher, options: teacher.remove(options)))
    build = commands.add_parser("build", help="make the notebooks from their sources in lessons/")
    build.add_argument("lessons", nargs="*", metavar="LESSON", help="a lesson's name or number; all when none is given")
    build.add_argument("--check", action="store_true", help="write nothing; list the files that differ, exit 1")
    build.add_argument("--force", action="store_true", help="overwrite notebooks that hold work, keeping a copy")
    build.add_argument(
        "--variant",
        type=_at_least(1, MOST),
        metavar="SEED",
        help="hand out exercises with numbers of their own instead",
    )
    build.add_argument("--out", type=Path, metavar="FOLDER", help="where the notebooks of --variant go")
    build.add_argument(
        "--roster", type=Path, metavar="FILE", help="with --variant: each learner's own, in a folder each"
    )
    build.set_defaults(run=_build)
    site = commands.add_parser("site", help="make the course a site of static files that runs in a browser tab")
    site.add_argument("--out", type=Path, default=Path("site"), metavar="DIR", help="default: site")
    site.add_argument(
        "--pyodide", type=Path, metavar="DIR", help="put this Pyodide into the site; default: from its CDN"
    )
    site.set_defaults(run=_site)
    new = commands.add_parser("new", help="lay down a lesson of one exercise that builds and passes: 02_linear_algebra")
    new.add_argument("name", metavar="NN_NAME")
    new.set_defaults(run=_author(lambda author, given: author.new(given.name)))
    audit = commands.add_parser(
        "audit", help="what is unfair, thin or too long in lessons and exercises; exit 1 if anything"
    )
    audit.add_argument("lessons", nargs="*", metavar="LESSON", help="a lesson's name or number; all when none is given")
    audit.set_defaults(run=_author(lambda author, given: author.audit(given.lessons)))
    return parser


def _add_grade(commands) -> None:
    grade = commands.add_parser("grade", help="grade what a class handed in, on cases nobody has seen")
    grade.add_argument("submissions", nargs="+", metavar="SUBMISSIONS", type=Path, help="notebooks, folders, zips")
    grade.add_argument("--out", type=Path, default=Path("graded"), metavar="DIR", help="default: graded")
    grade.add_argument(
        "--seed", type=_at_least(4), metavar="N", help="of the held-out cases, from 4 on; drawn when not given"
    )
    grade.add_argument("--workers", type=_at_least(1), default=os.cpu_count(), metavar="N", help="default: one a core")
    grade.add_argument("--dask", metavar="ADDRESS", help="of a scheduler whose workers grade instead of this machine's")
    grade.add_argument(
        "--limit", type=_at_least(1, LONGEST_SECONDS), default=10, metavar="SECONDS", help="for one cell; default 10"
    )
    grade.add_argument("--memory", type=_at_least(64, MOST_MB), default=1024, metavar="MB", help="default 1024")
    grade.add_argument("--no-sandbox", action="store_true", help="run submissions with your own rights")
    grade.add_argument(
        "--course", type=Path, metavar="PATH", help="a course of your own; default: the one here or above"
    )
    grade.add_argument("--again", action="append", metavar="NAME", help="grade this learner again, and nobody else")
    grade.add_argument("--learner", metavar="PATTERN", help="where the name stands: '{learner}/*.ipynb'")
    grade.add_argument(
        "--variant",
        type=_at_least(0, MOST),
        metavar="SEED",
        help="as in build --variant; 0 for the course's own numbers",
    )
    grade.add_argument("--each", action="store_true", help="with --variant: each learner of the roster had their own")
    _add_roster(grade)
    grade.set_defaults(run=_grading("teacher", lambda teacher, options: teacher.grade(options)), imports_much=True)


def _add_roster(command) -> None:
    command.add_argument("--roster", type=Path, metavar="FILE", help="the class as your LMS exports it, as CSV")
    command.add_argument(
        "--overrides", type=Path, metavar="FILE", help="what you decided; default: overrides.csv beside what is given"
    )
    command.add_argument("--lessons", nargs="+", metavar="LESSON", help="whose points count: names or numbers")
    command.add_argument("--column", metavar="TITLE", help="of the assignment in Canvas's export")
    command.add_argument(
        "--scale",
        choices=("points", "maximum"),
        default="points",
        help="for the LMS: the points (default), or that share of the assignment's maximum",
    )


def _at_least(smallest, largest=None):
    wanted = f"a whole number from {smallest} {'on' if largest is None else f'to {largest}'}"

    def number(text: str) -> int:
        shown = text if len(text) < 30 else f"{text[:30]}…"
        is_whole = text.isdecimal() and len(text) < sys.int_info.str_digits_check_threshold
        if not is_whole or int(text) < smallest or (largest is not None and int(text) > largest):
            raise argparse.ArgumentTypeError(f"{shown!r} is not {wanted}")
        return int(text)

    return number


def _build(options) -> int:
    if options.variant or options.out or options.roster:
        return _author(lambda _, given: _imported("handing_out").build(given))(options)
    return _author(lambda author, given: author.build(given.lessons, check=given.check, force=given.force))(options)


def _author(command):
    """Return what runs a command of an author; the build is imported when one is asked for."""
    return lambda options: command(importlib.import_module("firsthand.commands.author"), options)


def _grading(module, command):
    """Return what runs a command for grading; those are imported when one is asked for."""
    return lambda options: command(_imported(module), options)


def _progress(learner, options) -> int:
    from firsthand.progressing import as_json

    return learner.progress(as_json) if options.json else learner.progress()


def _imported(module):
    """Import commands for grading; they need the runner of the checks, which Colab does without."""
    from firsthand.progressing import BUSY

    os.environ[BUSY] = "1"  # a notebook that is run for its answers does not ask where its learner stands
    try:
        return importlib.import_module(f"firsthand.commands.{module}")
    except ModuleNotFoundError as error:
        raise UsageError(
            f'Checking and grading need the package {error.name!r}: python -m pip install --editable ".[lab]"'
        ) from error


def _lab(options) -> int:
    from firsthand.commands.lab import lab

    return lab(options.rest)


def _site(options) -> int:
    from firsthand.commands.site import site

    return site(options.out, options.pyodide)


def _fail(error, code) -> int:
    warn(error)
    return code


if __name__ == "__main__":
    sys.exit(main())
