"""Of many notebooks of one lesson by one learner the newest count: who hands in every guess wins no point by it."""

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from firsthand.classroom.submission import Submission
from firsthand.gradebook.gradebook import Gradebook
from firsthand.gradebook.records import COUNTED, SUPERSEDED


def leave_out_older(gradebook: Gradebook, submissions: Sequence[Submission]) -> None:
    """Take the scores from all but the COUNTED newest notebooks of a lesson by a learner; equal ones are one.

    submissions : what was handed in now; what is in the gradebook alone is older than that. Raises GradebookError.
    """
    written = {(one.learner, one.source): one.modified for one in submissions}
    sources: defaultdict[tuple[str, str], dict[str, list[tuple[float, str]]]] = defaultdict(lambda: defaultdict(list))
    for result in gradebook.results():
        if result.lesson and result.status in ("graded", SUPERSEDED):
            when = written.get((result.learner, result.source), -math.inf)
            sources[result.learner, result.lesson][result.digest].append((when, result.source))
    older = {
        (learner, source)
        for (learner, _), copies in sources.items()
        for equal in sorted(copies.values(), key=max, reverse=True)[COUNTED:]
        for _, source in equal
    }
    if older:
        for result in list(gradebook.results()):
            if (result.learner, result.source) in older and result.status != SUPERSEDED:
                gradebook.keep(replace(result, status=SUPERSEDED, scores=()))
