"""When a notebook was handed in, where the name that the LMS gave it tells: LATE, or a time."""

import datetime
import re

from firsthand.classroom.naming import CANVAS_FILE

LATE = "late"
_BLACKBOARD = re.compile(r"[^/]*_attempt_(\d{4}-\d\d-\d\d-\d\d-\d\d)-\d\d")
_BRIGHTSPACE = re.compile(r"\d+-\d+ - [^/]+? - (\w{3,9} \d{1,2}, \d{4} \d{3,4} [AP]M) - ")
_ILIAS = re.compile(r"[^/]+/(\d{12})\d\d_[^/]+$")
_FORMS = ((_BLACKBOARD, ("%Y-%m-%d-%H-%M",)), (_BRIGHTSPACE, ("%b %d, %Y %I%M %p", "%B %d, %Y %I%M %p")))


def lateness(source: str) -> str:
    """Return "late" where Canvas says so, "handed in 2026-11-20 23:04" where a time is told, else "".

    source : way of a notebook under what was given. Only what the LMS wrote is believed, and no rule is applied to it.
    """
    canvas = CANVAS_FILE.match(source.split("/")[0])
    if canvas and canvas["late"]:
        return LATE
    if match := _ILIAS.match(source):
        return _written(match[1], ("%Y%m%d%H%M",))
    return next((_written(match[1], forms) for pattern, forms in _FORMS if (match := pattern.match(source))), "")


def _written(text, forms) -> str:
    text = re.sub(r" (\d{3}) ", r" 0\1 ", text)  # Brightspace leaves out the hour's zero: "904 AM"
    for form in forms:
        try:
            return f"handed in {datetime.datetime.strptime(text, form):%Y-%m-%d %H:%M}"
        except ValueError:
            continue
    return ""
