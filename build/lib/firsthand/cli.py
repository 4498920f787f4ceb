"""The command `firsthand`: lab and build."""

import argparse
import subprocess
import sys
from pathlib import Path

from firsthand.course import CourseNotFound, find_course, read_course
from firsthand.lesson_source import LessonError

START_PAGE = Path("notebooks") / "00_start_here.ipynb"


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return the exit code: 0 done, 1 something is not as it should be, 2 usage."""
    options, rest = _parser().parse_known_args(arguments)
    if rest and options.run is not _lab:
        _parser().error(f"unknown arguments: {' '.join(rest)}")
    options.rest = rest
    try:
        return options.run(options)
    except CourseNotFound as error:
        return _fail(error, code=2)
    except LessonError as error:
        return _fail(error, code=1)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="firsthand", description="The machine-learning course that answers back.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    lab = commands.add_parser("lab", help="open JupyterLab on the start page; further options go to JupyterLab")
    lab.set_defaults(run=_lab)
    build = commands.add_parser("build", help="make the notebooks from their sources in lessons/")
    build.add_argument("lessons", nargs="*", metavar="LESSON", help="a lesson's name or number; all when none is given")
    build.add_argument("--check", action="store_true", help="write nothing; list the files that differ, exit 1")
    build.add_argument("--force", action="store_true", help="overwrite notebooks that hold work, keeping a copy")
    build.set_defaults(run=_build)
    return parser


def _lab(options) -> int:
    course = find_course(Path.cwd())
    command = [
        sys.executable,
        "-m",
        "jupyter",
        "lab",
        f"--notebook-dir={course}",
        *options.rest,
        str(course / START_PAGE),
    ]
    try:
        return subprocess.run(command, check=False).returncode
    except KeyboardInterrupt:
        return 0


def _build(options) -> int:
    from firsthand.build import WorkInTheWay, build, outdated

    course = read_course(find_course(Path.cwd()))
    names = [_lesson_name(wanted, course) for wanted in options.lessons] or [lesson.name for lesson in course.lessons]
    if options.check:
        paths = outdated(course, names)
        message = "differs from its source in lessons/; run `firsthand build`, never edit it by hand"
        for path in paths:
            print(f"{path.relative_to(course.root).as_posix()}: {message}")
        return 1 if paths else 0
    try:
        for path in build(course, names, force=options.force):
            print(path.relative_to(course.root).as_posix())
    except WorkInTheWay as error:
        return _fail(error, code=1)
    return 0


def _lesson_name(wanted, course) -> str:
    names = [lesson.name for lesson in course.lessons]
    matches = [name for name in names if wanted.rstrip("/").split("/")[-1] in (name, name.split("_")[0])]
    if not matches:
        raise CourseNotFound(f"There is no lesson {wanted!r}. The course has: {', '.join(names)}.")
    return matches[0]


def _fail(error, code) -> int:
    print(error, file=sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main())
