"""Variants of the lesson on precision and recall: a confusion matrix, another prevalence, the measure that fits."""

from firsthand.variants import Variant
from firsthand.variants.forms import Part, lettered


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
