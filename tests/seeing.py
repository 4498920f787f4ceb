"""What tests of `seen` share: the sentence that an exercise says of a wrong result, and that it finds no fault with the oracle."""

from firsthand.checks import find_exercise
from firsthand.diagnosing.diagnosis import judge
from firsthand.diagnosing.seeing import seen_in
from firsthand.judging.feedback import Status
from firsthand.judging.transcript import transcript


def seen_of(name, answer) -> str:
    """Return the sentence that is seen of an answer; of how many cases it is true is another test's matter."""
    verdict = judge(find_exercise(name), answer)
    assert verdict.status is Status.SEEN, verdict
    head, _, said = verdict.sentence.rpartition("On the case below: ")
    said = f"{head}{said}".removeprefix("On the cases tried: ").replace("On the cases tried: ", "")
    return f"{said[0].upper()}{said[1:]}"


def words_seen_in_the_oracle(name, seeds=range(6)) -> set[str]:
    """Return every word that is said of a part of what the oracle returns."""
    exercise = find_exercise(name)
    words = set()
    for seed in seeds:
        cases = exercise.draw_cases(seed)
        lines = transcript(exercise.expected, cases, exercise.ask).split("\n")
        for divisions in map(lambda line, case: seen_in(exercise, line, case), lines, cases):
            words |= {word for division in divisions for said in division.values() for word in said}
    return words
