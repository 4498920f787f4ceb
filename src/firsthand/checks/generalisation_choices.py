"""Exercises of the lesson on generalisation in which learners choose: from curves, and between cures."""

from firsthand.judging.exercise import choice_exercise

diagnose_the_curves = choice_exercise(
    title="Diagnose the curves",
    points=2,
    right={
        "A": "too simple",
        "B": "too rich",
        "C": "more rows will help",
        "D": "easier rows",
        "E": "too simple",
        "F": "too rich",
    },
    tempting={
        ("A", "more rows will help"): "A: 250 rows gave 14 and 16, 500 give 14 and 15. What is left for more to do?",
        ("A", "too rich"): "A: its gap is 1. Where do both errors lie above the floor?",
        ("A", "easier rows"): "A: validation is not below training here.",
        ("B", "too simple"): "B: it has no error left on its own rows.",
        ("B", "more rows will help"): "B: they may. What did fewer parameters do, for nothing?",
        ("B", "easier rows"): "B: validation is far above training.",
        ("C", "too rich"): "C: half as many parameters made it worse, 11.",
        ("C", "too simple"): "C: training lies below the noise floor.",
        ("C", "easier rows"): "C: validation is above training.",
        ("D", "too simple"): "D: both are above the floor, yes. Why would new rows be easier than old ones?",
        ("D", "too rich"): "D: a rich model is better on its own rows, not worse.",
        ("D", "more rows will help"): "D: first ask which rows validation has.",
        ("E", "more rows will help"): "E: with 2,000 rows both errors are one. They have met.",
        ("E", "too rich"): "E: there is no gap. What did more parameters do?",
        ("E", "easier rows"): "E: validation is not below training.",
        ("F", "more rows will help"): "F: they may. What did a penalty do, for nothing?",
        ("F", "too simple"): "F: 1 on its own rows, and the floor is at 4.",
        ("F", "easier rows"): "F: validation is far above training.",
    },
)


choose_the_cure = choice_exercise(
    title="Choose the cure",
    points=2,
    right={"A": "penalty", "B": "richer model", "C": "new test set"}
    | {"D": "rows from the new hall", "E": "more rows", "F": "richer model"},
    tempting={
        ("A", "more rows"): "A: 20 k€ for what fewer columns have done already. What does the same and costs nothing?",
        ("A", "richer model"): "A: it has 0 % on its own rows.",
        ("A", "new test set"): "A: the number is believed. It is too high.",
        ("B", "more rows"): "B: training and validation have met at 10 %.",
        ("B", "penalty"): "B: it would take away from a model that cannot reach its own rows.",
        ("B", "new test set"): "B: the number is believed. It is too high.",
        ("C", "penalty"): "C: nothing is wrong with the model. Something is wrong with its number.",
        ("C", "more rows"): "C: more rows to train on do not mend a judge that has been asked 400 times.",
        ("C", "richer model"): "C: nothing is wrong with the model. Something is wrong with its number.",
        ("D", "more rows"): "D: from where? The old hall has no such pictures.",
        ("D", "penalty"): "D: it would make the fit steadier where the rows are.",
        ("D", "new test set"): "D: that would measure the 14 % once more.",
        ("D", "richer model"): "D: a model that bends more is held less where it has no rows.",
        ("E", "penalty"): "E: it has been tuned already.",
        ("E", "richer model"): "E: every larger model is worse.",
        ("E", "new test set"): "E: the number is believed. It is too high.",
        ("F", "new test set"): "F: the test parts were looked at once.",
        ("F", "more rows"): "F: training has 3.0 %, the test 3.1 %. What would rows close?",
        ("F", "penalty"): "F: it would take away from a model that cannot reach its own rows.",
    },
)
