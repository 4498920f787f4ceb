"""Exercises of the lesson on learning from data in which learners choose."""

from firsthand.judging.exercise import choice_exercise

read_four_misses = choice_exercise(
    title="Read four misses",
    points=1,
    right={"A": "memorised", "B": "too simple", "C": "holds the answer", "D": "fit to try"},
    tempting={
        ("A", "holds the answer"): "A: a leak would help on new rows too. This model does worse there than 48 means.",
        ("A", "fit to try"): "A: its 0.0 is on rows that it has seen. Compare 71 with the baseline.",
        ("A", "too simple"): "A: it knows every training row. That is not the mark of a simple model.",
        ("B", "memorised"): "B: it misses by 95 on rows that it has seen.",
        ("B", "fit to try"): "B: a small gap, yes. And compared with the baseline?",
        ("C", "fit to try"): "C: sixteen times better than 48 means, by honest work? What may be among its columns?",
        ("C", "memorised"): "C: what is known by heart does not help on new rows, and this does.",
        ("D", "memorised"): "D: there is a gap, as nearly always. Which number is compared with the baseline?",
        ("D", "too simple"): "D: it beats the baseline on unseen days.",
        ("D", "holds the answer"): "D: a tenth better than the table is no miracle.",
        ("B", "holds the answer"): "B: with the answer among its columns it would miss by less.",
        ("C", "too simple"): "C: a miss of 3 of some 150 trips is not that of a simple model.",
    },
)


fit_and_forget = choice_exercise(
    title="Fit and forget",
    points=1,
    right={"A": "the same", "B": "another", "C": "the same", "D": "the same"},
    tempting={
        ("A", "another"): "A: the table has changed. Who tells the model?",
        ("B", "the same"): "B: `fit` was called again. Does it add to what the tree knew, or begin anew?",
        ("C", "another"): "C: a tree keeps questions and means. Does it need the rows again?",
        ("D", "another"): "D: what would another machine add to a list of questions and means?",
    },
)


choose_rule_or_model = choice_exercise(
    title="Rule, table or model?",
    points=2,
    right={"A": "table", "B": "model", "C": "rule", "D": "none yet"},
    tempting={
        ("A", "model"): "A: 4.3 trips an hour, 0.40 €, 8,760 hours. Is that more than the model costs?",
        ("A", "rule"): "A: there are two years of days, and a table of means costs nothing.",
        ("A", "none yet"): "A: nothing in these numbers is odd. What is the cheapest good answer?",
        ("B", "table"): "B: how many trips an hour does the model save beside the table, and what are they worth?",
        ("B", "rule"): "B: three years of days, and the rule misses by 88.",
        ("B", "none yet"): "B: a miss of 49 after 61 is a gain, not a wonder.",
        ("C", "table"): "C: a mean of which days?",
        ("C", "model"): "C: what would it be trained on?",
        ("C", "none yet"): "C: vans drive next month all the same. What needs no old days?",
        ("D", "model"): "D: a miss of 1.8 where honest models miss by 40. Ask when each column is known.",
        ("D", "table"): "D: somebody has built a model with a miss of 1.8. Why, is the first question.",
        ("D", "rule"): "D: a rule can serve meanwhile. But what do these numbers tell you to look for?",
    },
)
