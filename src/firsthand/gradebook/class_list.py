"""The whole class: who handed in, who of the roster did not, and what a person decided about each."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import merge
from itertools import groupby
from operator import attrgetter

from firsthand.gradebook.gradebook import Gradebook
from firsthand.gradebook.overrides import Override
from firsthand.gradebook.standing import Standing

NOTHING = "handed in nothing"
STRANGER = "not in the roster"


@dataclass(frozen=True)
class ClassList:
    """What is told of a class beside its scores: by a roster, by a person's decisions, and by the run that graded it.

    missing : learners of the roster who handed in nothing. strangers : learner -> why it is nobody of the roster.
    names : learner -> how the roster calls them, where that is not how their files do. left_out : places of what was
    handed in and not graded, each with the reason. late : learner -> how late the roster says they were. questions : exercise that asks for a sentence -> what it asks, Markdown.
    """

    missing: Sequence[str] = ()
    strangers: Mapping[str, str] = field(default_factory=dict)
    overrides: Sequence[Override] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    left_out: Sequence[tuple[str, str]] = ()
    questions: Mapping[str, str] = field(default_factory=dict)
    late: Mapping[str, str] = field(default_factory=dict)

    def remark(self, learner: str) -> str:
        """Say in words what the roster says of a learner: "" where they are joined, or where there is no roster."""
        if learner in self.strangers:
            return f"{STRANGER}: {self.strangers[learner]}"
        return NOTHING if learner in self.missing else ""


def standings(gradebook: Gradebook, class_list: ClassList | None = None) -> Iterator[Standing]:
    """Give every learner with all their results, one at a time and by name; who handed in nothing has none."""
    class_list = class_list or ClassList()
    decided: defaultdict[str, list[Override]] = defaultdict(list)
    for override in class_list.overrides:
        decided[override.learner].append(override)
    kept = ((learner, list(own)) for learner, own in groupby(gradebook.results(), key=attrgetter("learner")))
    missing: list[tuple[str, list]] = [(learner, []) for learner in sorted(class_list.missing)]
    for learner, results in merge(kept, missing, key=lambda pair: pair[0]):
        name = class_list.names.get(learner, learner)
        late = class_list.late.get(learner, "")
        yield Standing(learner, results, decided.get(learner, ()), class_list.remark(learner), name, late)
