"""Exercises of the lesson on linear and logistic regression in which learners choose."""

from firsthand.judging.exercise import choice_exercise

read_the_coefficients = choice_exercise(
    title="Read the coefficients",
    points=2,
    right={
        "A": "holds",
        "B": "does not follow",
        "C": "does not follow",
        "D": "holds",
        "E": "holds",
        "F": "does not follow",
    },
    tempting={
        ("A", "does not follow"): "A: two years at −1.20 a year, others alike, and it speaks of the model's price.",
        ("B", "holds"): "B: k$ a year beside k$ a thousand kilometres. Count kilometres, and it is 40,000?",
        ("C", "holds"): "C: 0.9 ± 9.5 says that the data do not know. Look at the coefficient alone.",
        ("D", "does not follow"): "D: what do a VIF of 18 and one of 19 say of these two columns?",
        (
            "E",
            "does not follow",
        ): "E: the numbers in the column get larger, each unit is worth less. What is their product?",
        ("F", "holds"): "F: the data are sales of cars as they were built. Who put a stronger engine into one?",
    },
)


choose_the_remedy = choice_exercise(
    title="Choose the remedy",
    points=2,
    right={"A": "ridge", "B": "drop a twin", "C": "lasso"}
    | {"D": "another unit", "E": "add the confounder", "F": "ridge"},
    tempting={
        ("A", "lasso"): "A: it would give the coefficients an end. Which columns would it leave?",
        ("A", "drop a twin"): "A: nothing is said of look-alikes. Why do more iterations make them larger?",
        ("A", "another unit"): "A: a unit would rescale them, and they would grow on.",
        ("A", "add the confounder"): "A: one more column separates the classes even better.",
        ("B", "ridge"): "B: it would share the effect out, and both thermometers would stay.",
        ("B", "lasso"): "B: it may keep either. You know already which one goes.",
        ("B", "add the confounder"): "B: nothing is missing. There is one column too many.",
        ("C", "ridge"): "C: it keeps all 500. How many will be measured?",
        ("C", "drop a twin"): "C: which of 500? Somebody has to choose ten.",
        ("D", "ridge"): "D: smaller coefficients do not bend a line.",
        ("D", "add the confounder"): "D: one column, one shape. What is time for a distance, in terms of speed?",
        ("D", "lasso"): "D: there is one column, and it is needed.",
        ("E", "ridge"): "E: it would shrink the wrong number. What do the severe wards have in common?",
        ("E", "lasso"): "E: no penalty finds a column that is not there.",
        ("E", "drop a twin"): "E: is there a second column that looks like the nurses?",
        ("F", "lasso"): "F: it would pick some of the forty, others with the next data.",
        ("F", "drop a twin"): "F: each carries a bit, and they cost nothing.",
        ("F", "another unit"): "F: units change no forecast of a plain fit. What makes look-alikes unsteady?",
    },
)
