"""The page at the bare address of the course's site: the lessons, each with links that open its notebooks in the site."""

from pathlib import Path

from firsthand.authoring.course import Course, Lesson, Milestone, counted, on_the_site, project, with_milestones
from firsthand.report.markup import html_text
from firsthand.report.shell import learner_style, page

WHERE_WORK_IS = "Your work stays in this browser, so download it before you leave (File → Download)."


def start_page(course: Course, configuration: str = "") -> str:
    """Return the page as HTML; configuration : an element that JupyterLite looks for in it."""
    about = project(course.root)
    title = about["name"].title()
    description = f"<p>{html_text(about['description'])}</p>\n" if "description" in about else ""
    rows = "".join([_row(one) for one in with_milestones(course.lessons, course.milestones)])
    body = (
        f'<header><h1>{html_text(title)}</h1>\n{description}</header>\n<main id="main">\n'
        "<p>Each link opens a notebook here, with a Python that runs in this tab and no server behind it. "
        f"<strong>{WHERE_WORK_IS}</strong></p>\n"
        f'<p>To work on your own machine, or to read the source: <a href="{html_text(course.address)}">'
        f"{html_text(course.address.removeprefix('https://'))}</a></p>\n"
        '<table class="lessons">\n<thead><tr><th scope="col">Lesson</th><th scope="col">Open</th>'
        f'<th scope="col">Exercises</th><th scope="col">Time</th></tr></thead>\n<tbody>\n{rows}</tbody></table>\n</main>\n'
    )
    return page(title, body + configuration, learner_style() + _style())


def _row(lesson: Lesson) -> str:
    opened, what = _links(lesson)
    number = "★" if isinstance(lesson, Milestone) else lesson.number
    return (
        f'<tr><th scope="row"><span class="number">{number}</span> {html_text(lesson.title)}</th>'
        f"<td>{opened}</td><td>{what}</td><td>{lesson.minutes} min</td></tr>\n"
    )


def _links(lesson) -> tuple[str, str]:
    """Return the links of a row, and what there is to do behind them."""
    notebook = f"notebooks/{lesson.name}.ipynb"
    if isinstance(lesson, Milestone):
        first, last = lesson.first_and_last
        return _link(notebook, "milestone", lesson), f"made of your answers to {first}–{last}"
    links = f"{_link(notebook, 'lesson', lesson)} {_link(f'exercises/{lesson.name}.ipynb', 'exercises', lesson)}"
    return links, f"{counted(lesson, 'exercises')}, {counted(lesson, 'points')}"


def _link(path, word, lesson) -> str:
    return f'<a href="{html_text(on_the_site(path))}" aria-label="{html_text(f"{word}: {lesson.title}")}">{word}</a>'


def _style() -> str:
    return Path(__file__).with_name("start_page.css").read_text(encoding="utf-8")
