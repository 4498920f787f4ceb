"""Variants of the lesson on precision and recall: a confusion matrix, another prevalence, the measure that fits."""

from firsthand.judging.exercise import switched
from firsthand.variants import Variant
from firsthand.variants.forms import Part, lettered, numbers


def _percent(share) -> str:
    return f"{100 * share:.1f} %"


def read_the_matrix(rng) -> Variant:
    invited, ill = 1_000 * int(rng.integers(6, 30)), int(rng.integers(70, 300))
    healthy = invited - ill
    tp, fp = round(ill * rng.uniform(0.6, 0.92)), round(healthy * rng.uniform(0.012, 0.05))
    fn, tn, called = ill - tp, healthy - fp, tp + fp
    recall, precision, alarms = _percent(tp / ill), _percent(tp / called), _percent(fp / healthy)
    intro = f"""\
A screening programme has invited {invited:,} people. The positive class is *ill*; a person who is predicted positive is
called back for further tests. `metrics.confusion_matrix(ill, called_back)` gives

```
[[{tn:6}, {fp:6}],
 [{fn:6}, {tp:6}]]
```"""
    parts = [
        Part(
            "Of the people who are ill, which share is called back?",
            recall,
            {
                precision: "that share starts from those called back. Which row is that of the ill?",
                _percent(fn / ill): "that is the share of the ill who are missed.",
                _percent(tp / invited): "that is a share of everyone. Start from the ill.",
            },
        ),
        Part(
            "Of the people who are called back, which share is ill?",
            precision,
            {
                recall: "you started from the ill, the question from those called back. Which column is theirs?",
                _percent(fp / called): "that is the share of the called back who are healthy.",
                _percent(ill / invited): "that is the share of all people who are ill.",
            },
        ),
        Part(
            "How many healthy people are called back for nothing?",
            f"{fp:,}",
            {
                f"{fn:,}": "those are ill, and missed. Rows say what is true, columns what was predicted.",
                f"{called:,}": "those are all who are called back. Some of them are ill.",
                f"{tn:,}": "those are healthy and left alone.",
            },
        ),
        Part(
            "Of the people who are told that all is well, how many are ill?",
            f"about {1_000 * fn / (fn + tn):.2f} in 1,000",
            {
                f"about {1_000 * fn / ill:.2f} in 1,000": "you started from the ill. Start from the left column.",
                f"about {1_000 * ill / invited:.2f} in 1,000": "that many of all people are ill, called back or not.",
                f"about {1_000 * fp / (fn + tn):.2f} in 1,000": "in the left column, which row is that of the ill?",
            },
        ),
        Part(
            'How many mistakes does the programme make, and how many would a letter "healthy" to everyone?',
            f"{fp + fn:,} and {ill:,}",
            {
                f"{fp + fn:,} and {healthy:,}": "the letter is right for everyone who is healthy.",
                f"{fn:,} and {ill:,}": "a healthy person who is called back is a mistake too.",
                f"{tp + tn:,} and {healthy:,}": "those are the right answers of each. Mistakes are asked.",
            },
        ),
        Part(
            "Which share of the healthy people is called back?",
            alarms,
            {
                _percent(fp / called): "that is a share of the called back. Start from the healthy, the upper row.",
                _percent(called / invited): "that is the share of all people who are called back.",
                _percent(tn / healthy): "that is the share of the healthy who are left alone.",
            },
        ),
        Part(
            "Had the arguments been exchanged, `confusion_matrix(called_back, ill)`, and the matrix been read as usual: "
            "which number would be taken for the recall?",
            precision,
            {
                recall: "exchanged arguments turn the matrix over its diagonal. Which two numbers stand in the lower row?",
                alarms: "the lower row holds those called back. Which share of them is ill?",
                _percent(fn / (fn + tn)): "that would be read off the upper row.",
            },
        ),
    ]
    hint = (
        "Write the two row sums and the two column sums beside the matrix. Each share divides one cell by one of them."
    )
    return lettered(rng, "sentences", intro, parts, hint)


_TOWN_SLIPS = {
    "Recall does not fall with prevalence: it asks about the ill only.": {"recall_is": "scaled"},
    "That is the share of the ill who are missed. Recall is the share who are found.": {"recall_is": "missed"},
    "That is the clinic's precision. Recall is read along the row of the ill.": {"recall_is": "column"},
    "The false-positive rate starts from the healthy, not from everyone.": {"alarms_are": "everyone"},
    "That is a share of the called back. The false-positive rate starts from the healthy.": {"alarms_are": "called"},
    "That is the share of the healthy who are left alone.": {"alarms_are": "left"},
    "You scaled the clinic's called back to the town. In town fewer are ill.": {"called": "scaled"},
    "Those are the ill who are called back. Some healthy people are too.": {"called": "ill"},
    "Those are the healthy who are called back. Add the ill.": {"called": "healthy"},
    "You called back all the ill of the town. How many of them does the test find?": {"called": "all ill"},
    "That is the number of the clinic: called back there.": {"called": "clinic"},
    "Those are all the ill of the town. What share of them is missed?": {"missed": "all"},
    "That is the clinic's number of missed. The town has another number of ill people.": {"missed": "clinic"},
    "Those are the ill who are found.": {"missed": "found"},
    "That is the clinic's precision. Of those called back in town, how many are ill?": {"precision": "clinic"},
    "That is the recall. Precision starts from those called back.": {"precision": "recall"},
    "You divided by all people of the town. Precision starts from those called back.": {"precision": "everyone"},
    "That is the share of the called back who are healthy.": {"precision": "healthy"},
}


def precision_at_prevalence(rng) -> Variant:
    patients, share = 1_000 * int(rng.integers(2, 7)), int(rng.choice([5, 8, 10, 20]))
    people, rare = 10_000 * int(rng.integers(1, 6)), int(rng.choice([50, 100, 125, 200, 250]))
    ill, town_ill = patients // share, people // rare
    found, alarms = round(ill * rng.uniform(0.7, 0.95)), round((patients - ill) * rng.uniform(0.02, 0.08))
    recall, rate, healthy = found / ill, alarms / (patients - ill), people - town_ill

    def town(*, recall_is="right", alarms_are="right", called="right", missed="right", precision="right"):
        hits, false = recall * town_ill, rate * healthy
        recalls = {
            "right": recall,
            "scaled": recall * share / rare,
            "missed": 1 - recall,
            "column": found / (found + alarms),
        }
        rates = {"right": rate, "everyone": false / people, "called": false / (hits + false), "left": 1 - rate}
        calls = {
            "right": hits + false,
            "scaled": (found + alarms) * people / patients,
            "ill": hits,
            "healthy": false,
            "all ill": town_ill + false,
            "clinic": found + alarms,
        }
        misses = {"right": town_ill - hits, "all": town_ill, "clinic": ill - found, "found": hits}
        precisions = {
            "right": hits / (hits + false),
            "clinic": found / (found + alarms),
            "recall": recall,
            "everyone": hits / people,
            "healthy": false / (hits + false),
        }
        return {
            "recall": recalls[recall_is],
            "false-positive rate": rates[alarms_are],
            "called back": calls[called],
            "missed": misses[missed],
            "precision": precisions[precision],
        }

    statement = f"""\
A test was tried in a clinic, where 1 in {share} patients is ill. Of {patients:,} patients this was the outcome:

| | called back | not called back |
|---|---|---|
| ill | {found:,} | {ill - found:,} |
| healthy | {alarms:,} | {patients - ill - alarms:,} |

Now the same test, with the same threshold, goes to {people:,} people in town, where 1 in {rare} is ill. Ill people give the
same results as ill people did before, and healthy people as healthy people. **Predict** five numbers for the town:

- `"recall"`, `"false-positive rate"` (the share of the healthy who are called back) and `"precision"`: from 0 to 1;
- `"called back"` and `"missed"` (ill and not called back): expected numbers of people.

Give at least three digits."""
    hint = "Take the people of the town apart: how many are ill, how many healthy? What happens to each group?"
    return numbers("in_town", statement, town, switched(town, _TOWN_SLIPS), hint)
