"""Exercises with numbers of their own, handed out: one variant to a class, or one to each learner of a roster."""

import csv
import io
import re
import sys
from collections.abc import Mapping
from pathlib import Path

import nbformat

from firsthand.authoring.catalogue import open_course
from firsthand.authoring.course import Course, Lesson, find_course, find_lesson
from firsthand.building.build import WorkInTheWay, replace_whole
from firsthand.building.handing_out import has_variants, variant_notebook
from firsthand.building.notebook import holds_work
from firsthand.commands.handed_out import EACH
from firsthand.errors import UsageError
from firsthand.roster.joining import named_apart
from firsthand.roster.roster_file import read_roster
from firsthand.variants import number_of
from firsthand.words import count

WHOSE = "variants.csv"


def build(options) -> int:
    """Write exercise notebooks with the numbers of a variant into a folder: for a class, or for each of a roster."""
    _refuse_what_does_not_go_together(options)
    course = open_course(find_course(Path.cwd()))
    lessons = _lessons(course, options.lessons)
    sets = _sets(options)
    try:
        paths = _hand_out(course, lessons, {options.out / folder: n for folder, n in sets.items()}, force=options.force)
    except WorkInTheWay as error:
        print(error, file=sys.stderr)
        return 1
    if options.roster:
        replace_whole(options.out / WHOSE, _as_csv(sets))
    print(f"{count(len(paths), 'notebook')} in {options.out}.")
    how = f" --{EACH} --roster {options.roster}" if options.roster else ""
    print(f"Grade what comes back: firsthand grade HANDED_IN --variant {options.variant}{how}")
    return 0


def _refuse_what_does_not_go_together(options) -> None:
    if not options.variant:
        raise UsageError("--out and --roster go with a variant: firsthand build 10 --variant 7 --out week10")
    if options.check:
        raise UsageError("--check compares the course's own notebooks. Leave --variant out, or --check.")
    if not options.out:
        raise UsageError("Say where the notebooks go: firsthand build 10 --variant 7 --out week10")
    if options.out.exists() and not options.out.is_dir():
        raise UsageError(f"{options.out} is a file. Name a folder: --out week10")


def _lessons(course: Course, wanted) -> list[Lesson]:
    """Return the lessons that are meant, all with variants when none is named. Raises UsageError for one without."""
    have = [lesson for lesson in course.lessons if has_variants(course.root, lesson)]
    lessons = [find_lesson(course, name) for name in wanted] or have
    if without := [lesson.name for lesson in lessons if lesson not in have]:
        known = ", ".join(lesson.name for lesson in have) or "none"
        raise UsageError(f"No exercise of {without[0]} has variants. Lessons whose exercises have: {known}.")
    return lessons


def _sets(options) -> dict[str, int]:
    """Map each folder, "" for that of the class, to the number of its variant."""
    if not options.roster:
        return {"": options.variant}
    people = named_apart(read_roster(options.roster).people, set())
    return {_folder(name): number_of(options.variant, person.key) for name, person in people.items()}


def _folder(name) -> str:
    """Write a name as that of a folder, on every system."""
    return re.sub(r"[^\w ().'-]", "_", name).strip(" .") or "_"


def _as_csv(sets) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([("learner", "variant"), *sets.items()])
    return text.getvalue()


def _hand_out(course: Course, lessons: list[Lesson], sets: Mapping[Path, int], *, force: bool = False) -> list[Path]:
    """Write the exercise notebooks of some lessons, each folder with the numbers of its variant; return what was written.

    Raises WorkInTheWay, and writes nothing, where somebody has worked in one, but with `force`.
    """
    names = [lesson.name for lesson in lessons]
    worked_in = [path for folder in sets for name in names if _holds_work(path := folder / f"{name}.ipynb")]
    if worked_in and not force:
        raise WorkInTheWay(f"Somebody has worked in {worked_in[0]}. Nothing was written: choose another folder.")
    paths = []
    for folder, number in sets.items():
        folder.mkdir(parents=True, exist_ok=True)
        for lesson in lessons:
            text = nbformat.writes(variant_notebook(course, lesson, number), version=4) + "\n"
            paths.append(folder / f"{lesson.name}.ipynb")
            replace_whole(paths[-1], text)
    return paths


def _holds_work(path) -> bool:
    return path.exists() and holds_work(path)
