"""Parts of the teacher's page that are one table's: heads, columns, bars of outcomes, the legend, the filters."""

from firsthand.gradebook.records import EXERCISE_STATUSES
from firsthand.gradebook.standing import HAND, SIGNS
from firsthand.report.markup import html_text
from firsthand.report.pages import CSS_CLASSES

STACK = {
    "right": "right",
    "known_mistake": "with a known mistake",
    "wrong": "not right",
    "not_attempted": "not attempted",
}
ALL = tuple(SIGNS)


def outcome_cells(statuses) -> str:
    handed_in = sum(statuses.values())
    if not handed_in:
        return "<td>–</td><td>nobody handed it in</td>"
    others = handed_in - sum(statuses[status] for status in STACK)
    counts = [(status, statuses[status] + (others if status == "wrong" else 0)) for status in STACK]
    share = 100 * statuses["right"] / handed_in
    said = ", ".join(f"{number} {STACK[status]}" for status, number in counts if number)
    return f'<td class="share">{share:.0f} %</td><td>{stack(counts, handed_in)} <span class="file">{said}</span></td>'


def stack(counts, whole) -> str:
    parts, left = [], 0.0
    for status, number in counts:
        width = 100 * number / whole
        parts.append(f'<rect class="{CSS_CLASSES[status]}" x="{left:.4g}%" width="{width:.4g}%" height="100%"/>')
        left += width
    return f'<svg class="bar stack" aria-hidden="true">{"".join(parts)}</svg>'


def legend(statuses) -> str:
    items = "".join(
        f'<li><span class="cell {CSS_CLASSES[status]}">{SIGNS[status]}</span> {EXERCISE_STATUSES[status]}</li>'
        for status in statuses
    )
    name = ' id="legend"' if statuses is ALL else ""
    more = f"<li>– nothing handed in</li><li>{HAND} a person decided</li>" if statuses is ALL else ""
    return f'<ul class="legend"{name}>{items}{more}</ul>\n'


def columns(lesson) -> str:
    exercise = f'<col class="l l{lesson.number} e">' * len(lesson.exercises)
    return f'<col class="l l{lesson.number} p">{exercise}'


def heads(lesson) -> str:
    css = f"l l{lesson.number}"
    points = f'<th scope="col" class="{css} p" data-sort="p{lesson.number}" title="points of {lesson.points}">pts</th>'
    return points + "".join(
        f'<th scope="col" class="{css} e" data-sort="{lesson.number}.{place}" title="{html_text(info.title)}">'
        f"{place + 1}</th>"
        for place, info in enumerate(lesson.exercises)
    )


def filters(options) -> str:
    return (
        '<form id="filters" hidden>\n<label>Name <input type="search" id="by-name" autocomplete="off"></label>\n'
        f'<label>Lesson <select id="by-lesson"><option value="">all lessons</option>{options}</select></label>\n'
        '<label><input type="checkbox" id="by-person"> needs a person</label>\n'
        '<output id="shown" role="status"></output>\n</form>\n'
    )
