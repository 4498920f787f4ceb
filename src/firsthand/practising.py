"""again(): an exercise once more with other numbers, as often as somebody wants, for no points."""

import secrets

from firsthand.checks import UnknownExercise, find_exercise
from firsthand.contents import contents
from firsthand.variants import BadNumber, Variant, as_number, find_draw, make_variant, variant_names

DRAWN_BELOW = 10_000
"""A number that is drawn is short enough to be typed again."""


class NoVariant(LookupError):
    """An exercise has no variants; the message says which of its lesson have."""


def find_variant(name: str, number) -> Variant:
    """Return variant `number` of an exercise. Raises UnknownExercise, NoVariant or BadNumber, each with what to do."""
    exercise = find_exercise(name)
    draw = find_draw(name)
    if draw is None:
        raise NoVariant(f"{name!r} has no variants. {_which_have(name)}")
    return make_variant(draw, exercise, as_number(number))


def again(name: str, number: int | None = None) -> None:
    """Show an exercise with other numbers and an empty answer form; the number brings the same variant back.

    Without a number one is drawn and said. `check(name, answer, variant=number)` judges the answer.
    """
    drawn = 1 + secrets.randbelow(DRAWN_BELOW - 1) if number is None else number
    try:
        variant = find_variant(name, drawn)
    except (UnknownExercise, NoVariant, BadNumber) as error:
        print(error.args[0])
        return
    _show(_page(name, as_number(drawn), variant))


def _which_have(name) -> str:
    have = variant_names()
    entry, known = contents().get(name), {other: facts for other, facts in contents().items() if other in have}
    own = [other for other, facts in known.items() if entry and facts.lesson == entry.lesson]
    if own:
        return f"In its lesson these have: {', '.join(own)}."
    return f"None in its lesson has. Of the course these have: {', '.join(known or have)}."


def _page(name, number, variant: Variant) -> str:
    form = f'{variant.stub}\n\ncheck("{name}", {variant.answer}, variant={number})'
    return (
        f"### {variant.exercise.title} · variant {number}\n\n{variant.statement}\n\n"
        f'Copy this into a cell of its own, fill it in and run it. `again("{name}", {number})` brings these numbers back; '
        f"there are no points.\n\n```python\n{form}\n```"
    )


def _show(page) -> None:
    from firsthand.checking import in_notebook

    if not in_notebook():
        print(page)
        return
    from IPython.display import display

    display({"text/plain": page, "text/markdown": page}, raw=True)
