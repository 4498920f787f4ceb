"""By which numbers of their exercises a class is graded: the course's own, one variant for all, or each learner's own."""

from typing import TYPE_CHECKING

from firsthand.errors import UsageError
from firsthand.gradebook.records import Given
from firsthand.variants import number_of

if TYPE_CHECKING:
    from firsthand.commands.class_list import Class
    from firsthand.gradebook.gradebook import Gradebook

EACH = "each"


def as_kept(options) -> str | None:
    """Return how the gradebook keeps which variants were handed out; None where nothing is said now."""
    if options.variant is None:
        if options.each:
            raise UsageError("--each goes with the seed of the variants: --variant SEED --each.")
        return None
    return f"{options.variant}{f' {EACH}' if options.each else ''}" if options.variant else ""


def given(gradebook: "Gradebook", class_: "Class") -> Given | None:
    """Return the variants that were handed out, as said now or before. Raises UsageError without the roster it takes."""
    if not gradebook.variants:
        return None
    seed, _, each = gradebook.variants.partition(" ")
    if not each:
        return Given(number=int(seed))
    if class_.roster is None:
        raise UsageError("Which variant is whose is told by the roster that they were built with: add --roster FILE.")
    return Given(numbers={who: number_of(int(seed), one.key) for who, one in class_.joined.everybody.items()})


def told(gradebook: "Gradebook", class_: "Class") -> list[str]:
    """Say by which variants a class is graded, a line; nothing where it is by the course's own numbers."""
    found = given(gradebook, class_)
    if found is None:
        return []
    whose = f"each learner's own, from seed {gradebook.variants.split()[0]}" if found.numbers else f"{found.number}"
    return [f"Graded by variant: {whose}. To go back to the course's own numbers: --variant 0."]
