# %% [markdown]
r"""
# Exercises: words into numbers, and a filter that holds

{exercises} to [the lesson on natural language](../notebooks/17_natural_language.ipynb), {points}, about {minutes}. Each stands alone, so skip one and come back as you like.

Replace `...  # your answer`, run the cell, then run the check cell under it. Hints climb: the first asks
a question, the second points at the step. Explained solutions are in
[the solutions](../solutions/17_natural_language.ipynb).
"""

# %%
import re
import unicodedata
from collections import Counter
from itertools import pairwise

import numpy as np

from firsthand import check, datasets

# %% [markdown]
r"""
## 1 · Clean a text (2 points, 7 minutes)

Write `clean_text(text)`. In this order: NFKC; casefold; NFKC once more; each run of blanks of any kind (spaces, tabs, new lines) becomes one space; no blanks at the ends.

Accents and signs stay. An empty text, or one of blanks alone, gives the empty text.

Example: `" Cafe\u0301\u00a0\uff21\t\u2116 7 "` (an accent put on top, a blank that does not break, a wide A, the sign №) gives `"café a no 7"`.

<details><summary>Hint 1</summary>Which of the four steps has a function in `unicodedata`, and which are methods of a text?</details>
<details><summary>Hint 2</summary>`split()` without an argument splits at every kind of blank, and drops those at the ends.</details>
"""


# %% exercise="clean_text"
def clean_text(text):
    """One spelling for what looks equal. text : str. Returns a str."""
    ### BEGIN SOLUTION
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(unicodedata.normalize("NFKC", folded).split())
    ### END SOLUTION


# %% check="clean_text"
check("clean_text", clean_text)

# %% [markdown] solution="only"
r"""
The first NFKC turns № into No, so that casefold can make it small. casefold takes ǰ apart into j and its hook, and the second NFKC puts them together again. `lower` leaves ß as it is.
"""

# %% [markdown]
r"""
## 2 · Count the tokens (2 points, 6 minutes)

Two tokenisers. The first is byte-pair encoding, which has learned these joins, in this order: `e+r`, `n+er`, `r+a`, `r+e`. The second is `CountVectorizer` as it comes: small letters, and the pattern `\b\w\w+\b`.

How many tokens has each text? Work it out before you run anything.

- A: "errere", by the joins
- B: "nerare", by the joins
- C: "rerane", by the joins
- D: "I'd pick R2 or C#", by `CountVectorizer`
- E: "3 mails to all@ward.org, 15 kB", by `CountVectorizer`
- F: "can't re-use it", by `CountVectorizer`

<details><summary>Hint 1</summary>Does an encoder look for its longest piece, or go through its joins?</details>
<details><summary>Hint 2</summary>Write the letters with gaps, and apply one join after another. For the words: what ends one, and how short may it be?</details>
"""

# %% exercise="count_tokens"
### BEGIN GIVEN
# tokens = {
#     "A": ...,  # your answer
#     "B": ...,
#     "C": ...,
#     "D": ...,
#     "E": ...,
#     "F": ...,
# }
### END GIVEN
### BEGIN SOLUTION
tokens = {"A": 4, "B": 3, "C": 5, "D": 3, "E": 7, "F": 4}
### END SOLUTION

# %% check="count_tokens"
check("count_tokens", tokens)

# %% [markdown] solution="only"
r"""
A is er r er e: e+r comes first and takes the e away from r+e. B is ner a re, C is r er a n e. D keeps pick, r2, or. E keeps mails, to, all, ward, org, 15, kb. F keeps can, re, use, it.
"""

# %% [markdown]
r"""
## 3 · Learn the joins (3 points, 13 minutes)

Write `train_bpe(counts, k)`: learn at most k joins from words.

- `counts`: a dictionary, word → how often it occurs. Each word begins as its letters; no pair crosses the end of a word.
- A pair counts at every place where its two pieces are neighbours, overlaps included ("aaa" has the pair a, a twice), times the count of the word.
- Each round joins the most frequent pair in all words, from left to right ("aaa" becomes aa a). Of equally frequent pairs take the smallest tuple, as `min` finds it. Count anew for the next round.
- Stop after k joins, or when no pair is left that counts at least 2. Return a list of pairs (tuples of two texts).

Example: {"aba": 3, "abb": 2, "bb": 2} and k = 3 give [("a", "b"), ("ab", "a"), ("ab", "b")].

<details><summary>Hint 1</summary>What does a round have to know of each word: its letters, or its pieces so far?</details>
<details><summary>Hint 2</summary>Keep a list of pieces for each word. A round counts, chooses, and rebuilds every list with an index that moves on by 2 where it joins.</details>
"""


# %% exercise="train_bpe"
def train_bpe(counts, k):
    """Learn byte-pair joins. counts : {word: int}; k : int. Returns a list of pairs."""
    ### BEGIN SOLUTION
    pieces, merges = {word: list(word) for word in counts}, []
    while len(merges) < k:
        seen = Counter()
        for word, count in counts.items():
            for pair in pairwise(pieces[word]):
                seen[pair] += count
        if not seen or max(seen.values()) < 2:
            break
        pair = min(seen, key=lambda pair: (-seen[pair], pair))
        merges.append(pair)
        for word, before in pieces.items():
            after, i = [], 0
            while i < len(before):
                width = 2 if tuple(before[i : i + 2]) == pair else 1
                after.append("".join(before[i : i + width]))
                i += width
            pieces[word] = after
    return merges
    ### END SOLUTION


# %% check="train_bpe"
check("train_bpe", train_bpe)

# %% [markdown] solution="only"
r"""
Three things go wrong in published code: `str.replace` on a spaced text also joins across pieces; pairs counted once and the k best taken miss the pairs of joined pieces; and ties go to the first seen, so that the order of the words decides.
"""

# %% [markdown]
r"""
## 4 · tf-idf for a whole table (2 points, 7 minutes)

Write `tfidf(counts)`.

- `counts`: array (n, d) of whole numbers, rows are messages, columns are words.
- Each count times ln((1 + n)/(1 + df)) + 1, where df is the number of messages that have the word. Then each row divided by its length (the root of its sum of squares).
- A row without words stays 0. A column without counts gives 0. Return an array (n, d).

Example: [[2, 0, 1], [1, 1, 0]] give [[0.8182, 0, 0.575], [0.5797, 0.8148, 0]].

<details><summary>Hint 1</summary>How many numbers is df, and over which axis is it counted?</details>
<details><summary>Hint 2</summary>Lengths need `keepdims=True`. What can a length of 0 be replaced by without harm?</details>
"""


# %% exercise="tfidf"
def tfidf(counts):
    """tf-idf with scikit-learn's conventions. counts : (n, d). Returns (n, d)."""
    ### BEGIN SOLUTION
    n, df = len(counts), np.sum(counts > 0, axis=0)
    weights = counts * (np.log((1 + n) / (1 + df)) + 1)
    lengths = np.linalg.norm(weights, axis=1, keepdims=True)
    return weights / np.where(lengths == 0, 1, lengths)
    ### END SOLUTION


# %% check="tfidf"
check("tfidf", tfidf)

# %% [markdown] solution="only"
r"""
df counts messages, not words: a word three times in one message has df 1. Division by the sum of the row first changes nothing, since the length takes it out again. scikit-learn: `TfidfTransformer().fit_transform(counts)`.
"""

# %% [markdown]
r"""
## 5 · Mend the bigram model (3 points, 9 minutes)

`next_word(texts, before, word, alpha)` shall give the probability of `word` after `before`: (how often `word` came right after `before`, plus α) / (how often anything came right after `before`, plus αV). It has three faults:

- the end of a message is never counted;
- V leaves the end mark out;
- it divides by the pairs of all words, not by those that begin with `before`.

`texts`: list of messages, words with blanks between. `before` may be `"<s>"`, the start; `word` may be `"</s>"`, the end. V is the number of different words in `texts`, plus one for the end mark. α is at least 0; for a `before` that was never seen it is above 0.

Example: texts ["reset my badge", "reset my my badge", "my badge reset"], before "my", word "badge", α = 1 give 0.5.

<details><summary>Hint 1</summary>After which words does a message end, and is that in `pairs`? After which words has anything come?</details>
<details><summary>Hint 2</summary>The end mark is one more word at the end of each list, and one more in V. `seen` is a sum over the pairs whose first entry is `before`.</details>
"""


# %% exercise="fix_next_word"
def next_word(texts, before, word, alpha):
    """Smoothed chance of `word` after `before`. Returns a number."""
    ### BEGIN GIVEN
    # pairs = Counter()
    # for text in texts:
    #     words = ["<s>", *text.split()]
    #     pairs.update(pairwise(words))
    # vocabulary = len({w for text in texts for w in text.split()})
    # seen = sum(pairs.values())
    # return (pairs[before, word] + alpha) / (seen + alpha * vocabulary)
    ### END GIVEN
    ### BEGIN SOLUTION
    pairs = Counter()
    for text in texts:
        words = ["<s>", *text.split(), "</s>"]
        pairs.update(pairwise(words))
    vocabulary = len({w for text in texts for w in text.split()}) + 1
    seen = sum(count for (first, _), count in pairs.items() if first == before)
    return (pairs[before, word] + alpha) / (seen + alpha * vocabulary)
    ### END SOLUTION


# %% check="fix_next_word"
check("fix_next_word", next_word)

# %% [markdown] solution="only"
r"""
The chances after any word must sum to 1 over all that can follow: the words and the end mark, but not the start. That sum is the test that finds all three faults. After a word never seen every follower has 1/V.
"""

# %% [markdown]
r"""
## 6 · Perplexity (1 point, 5 minutes)

Write `perplexity(p)`: $e$ to the mean surprise.

- `p`: array (n,), the probabilities a model gave to the n tokens that came, up to several thousand of them. n is at least 1.
- Return a number; infinity where a probability is 0.

Example: [0.5, 0.25, 0.125] give 4.

<details><summary>Hint 1</summary>What is the surprise of one token, in nats?</details>
<details><summary>Hint 2</summary>Average the logarithms. A product of 5,000 probabilities is below the smallest number a computer holds.</details>
"""


# %% exercise="perplexity"
def perplexity(p):
    """e to the mean surprise. p : (n,). Returns a number."""
    ### BEGIN SOLUTION
    return np.exp(-np.mean(np.log(p)))
    ### END SOLUTION


# %% check="perplexity"
check("perplexity", perplexity)

# %% [markdown] solution="only"
r"""
It is the inverse of the geometric mean of the probabilities. With log₂ the same number needs 2 in place of $e$; mixing the two is the usual slip. Per token, so it cannot compare two tokenisations of one text.
"""

# %% [markdown]
r"""
## 7 · How much company? (2 points, 9 minutes)

Write `ppmi(texts, a, b, window)` for two words.

- `texts`: list of messages, words with blanks between. The count C(u, v) is the number of ordered pairs of *different* places in the same message, u at the first and v at the second, at most `window` places apart, in either direction.
- r(u) is the sum of C(u, v) over all v, and T the sum of all counts.
- Return max(0, log₂(C(a, b) · T / (r(a) · r(b)))); 0 where C(a, b) is 0. `a` and `b` may be the same word.

Example: texts ["check my badge", "my badge my pager"], window 1, a = "badge", b = "my" give 1.0.

<details><summary>Hint 1</summary>In "my badge my" with window 1, how many pairs begin with badge, and how many with my?</details>
<details><summary>Hint 2</summary>Fill a `Counter` of pairs with two loops over the places, i ≠ j and |i − j| at most the window. All else are sums of it.</details>
"""


# %% exercise="ppmi"
def ppmi(texts, a, b, window):
    """Positive pointwise mutual information of two words, base 2. Returns a number."""
    ### BEGIN SOLUTION
    counts, rows = Counter(), Counter()
    for text in texts:
        words = text.split()
        for i, u in enumerate(words):
            for j in range(max(0, i - window), min(len(words), i + window + 1)):
                if i != j:
                    counts[u, words[j]] += 1
                    rows[u] += 1
    if counts[a, b] == 0:
        return 0.0
    by_chance = rows[a] * rows[b] / rows.total()
    return max(0.0, np.log2(counts[a, b] / by_chance))
    ### END SOLUTION


# %% check="ppmi"
check("ppmi", ppmi)

# %% [markdown] solution="only"
r"""
The floor at 0 does two things: log 0 never comes up, and "together less often than by chance", which small counts cannot show, is left out. Words at the ends of a message have fewer neighbours; that is why r is a sum of counts, not 2 · window times the occurrences.
"""

# %% [markdown]
r"""
## 8 · Find the campaigns (2 points, 7 minutes)

Phishing campaigns change case, blanks and numbers ("pay invoice 4711" and "PAY invoice 93"). Write `same_campaign(messages)`.

- Two messages belong together when they are equal after three changes: `casefold`; every run of digits as one 0; every run of blanks as one space, none at the ends.
- Return a list with one label a message, equal for those that belong together and different for all others. Which labels you take is up to you.

Example: `["Call 1", "call\t12", "call", "call 1x"]`: the first two belong together, the others to nobody. [0, 0, 1, 2] is right, and so is ["p", "p", "q", "r"].

<details><summary>Hint 1</summary>Can the changed text itself serve as a label?</details>
<details><summary>Hint 2</summary>`re.sub` with `\d+` replaces a run, with `\d` each digit. And what becomes of "call 1" if the digits are deleted?</details>
"""


# %% exercise="same_campaign"
def same_campaign(messages):
    """Label near-duplicates. messages : list of str. Returns a list of labels."""
    ### BEGIN SOLUTION
    masked = [re.sub(r"\d+", "0", message.casefold()) for message in messages]
    return [" ".join(message.split()) for message in masked]
    ### END SOLUTION


# %% check="same_campaign"
check("same_campaign", same_campaign)

# %% [markdown] solution="only"
r"""
A text with its changing parts masked is its own label. Deleted digits would put "call" and "call 1" together; single digits masked one by one would part 7 from 12. Real campaigns also swap words; there one compares sets of word runs, with the same idea.
"""

# %% [markdown]
r"""
## 9 · Score by campaign (3 points, 11 minutes)

Write `grouped_fold_scores(vectoriser, model, texts, y, groups)`.

- `vectoriser` and `model`: unfitted, as from scikit-learn. `texts`: list of n messages. `y`: array (n,) of 0 and 1. `groups`: list of n names of campaigns (texts).
- Number the campaigns 0, 1, 2, … in the order in which they first appear. Fold i tests the messages whose campaign's number leaves the remainder i when divided by 5; all others train.
- In each fold fit both anew, the vectoriser on the training texts alone. Return five average precisions of the test part, from the probability of class 1, in the order of the folds. The check hands in a vectoriser that notes the rows it is fitted on.

Example: for the twelve messages below, `CountVectorizer()` and `MultinomialNB()` give [0.5833, 1, 1, 1, 0.5]. Campaign u is number 0 and m number 5, so fold 0 tests the messages of both.

<details><summary>Hint 1</summary>What turns names into numbers in the order of appearance, and what do `np.unique` and sorting do to that order?</details>
<details><summary>Hint 2</summary>`cross_val_score` with a pipeline and `PredefinedSplit` does the rest; so does a loop of five. Which score is asked for by name?</details>
"""

# %%
example_texts = [
    "verify payroll now",
    "confirm mailbox now",
    "verify payroll today",
    "verify my badge now",
    "mailbox expired verify now",
    "please confirm my printer now",
    "payroll says now",
    "reset my badge",
    "ward says full today",
    "check the printer now",
    "the badge says expired",
    "confirm mailbox immediately",
]
example_y = np.array([1, 1, 1, 0, 1, 0, 0, 0, 1, 0, 1, 1])
example_groups = ["u", "b", "u", "a", "c", "e", "m", "k", "f", "h", "g", "b"]


# %% exercise="grouped_fold_scores"
def grouped_fold_scores(vectoriser, model, texts, y, groups):
    """Average precision in five folds by campaign. Returns five numbers."""
    ### BEGIN SOLUTION
    from sklearn.model_selection import PredefinedSplit, cross_val_score
    from sklearn.pipeline import make_pipeline

    number = {name: i for i, name in enumerate(dict.fromkeys(groups))}
    fold = np.array([number[name] % 5 for name in groups])
    pipeline, cv = make_pipeline(vectoriser, model), PredefinedSplit(fold)
    return cross_val_score(pipeline, texts, y, cv=cv, scoring="average_precision")
    ### END SOLUTION


# %% check="grouped_fold_scores"
check("grouped_fold_scores", grouped_fold_scores)

# %% [markdown] solution="only"
r"""
The pipeline makes sure that words of the test part get no column. Number modulo 5 is a split that is the same in every version of every library; `GroupKFold` has changed its folds between versions.
"""

# %% [markdown]
r"""
## 10 · Choose the filter (2 points, 7 minutes)

An insurer gets 10,000 messages a week, 200 of them forged, in campaigns of some twenty messages each. Three filters, and how many forged messages they catch and how many false alarms they raise in a week, estimated in two ways:

| filter | caught, shuffled folds | false alarms | caught, folds by campaign | false alarms |
|---|---|---|---|---|
| P | 190 | 100 | 60 | 100 |
| Q | 160 | 400 | 120 | 400 |
| R | 150 | 3,000 | 150 | 3,600 |

A missed forgery costs 300 €, a false alarm 5 €. Campaigns end after some days, and new ones come.

- A: Which filter do you ship? `"P"`, `"Q"` or `"R"`
- B: Which cost a week do you announce for it? `"3,500 €"`, `"14,000 €"`, `"26,000 €"` or `"42,500 €"`
- C: Which filter would it be if a missed forgery cost 3,000 €? `"P"`, `"Q"` or `"R"`

And how is each of these split? `"shuffled"`, `"by campaign"`, `"by sender"` or `"by date"`; a word may be used twice or never.

- D: Complaints; each customer writes some thirty of them, in a style of their own. The model will read new customers.
- E: 5,000 suggestions from a box in the hall, each by another person, all of one week. The model sorts the rest of that week.
- F: News on shares. Words of a year come and go, and the model will read next month's.

<details><summary>Hint 1</summary>Which of the two estimates has been taken on campaigns the filter has never seen?</details>
<details><summary>Hint 2</summary>Cost = missed · 300 € + alarms · 5 €, for each filter. For the splits: what do a test message and a training message share that they will not share in service?</details>
"""

# %% exercise="choose_the_filter"
### BEGIN GIVEN
# choices = {
#     "A": ...,  # your answer
#     "B": ...,
#     "C": ...,
#     "D": ...,
#     "E": ...,
#     "F": ...,
# }
### END GIVEN
### BEGIN SOLUTION
choices = {
    "A": "Q",
    "B": "26,000 €",
    "C": "R",
    "D": "by sender",
    "E": "shuffled",
    "F": "by date",
}
### END SOLUTION

# %% check="choose_the_filter"
check("choose_the_filter", choices)

# %% [markdown] solution="only"
r"""
By campaign P costs 42,500 €, Q 26,000 €, R 33,000 €. With the dearer miss R costs 168,000 €, Q 242,000 €. Shuffled folds would have shipped P and announced 3,500 €. E has nothing that repeats, so there shuffling is honest.
"""

# %% [markdown]
r"""
## 11 · Tune a language model (2 points, 7 minutes)

You have 200 genuine messages of the help desk, and choose n and α of an n-gram model. Its perplexity on new messages shall be at most 5.2, on each of three draws that you do not see. `try_it(n, alpha, seed)` gives the perplexity of one draw.

<details><summary>Hint 1</summary>Of all runs of n words in a new message, how many can have been seen in 200 messages?</details>
<details><summary>Hint 2</summary>For each n go through α = 1, 0.1, 0.01, … on several seeds. What does a large α do to words that have been seen often?</details>
"""


# %%
def contexts(text, n):
    words = ["<s>"] * (n - 1) + text.split() + ["</s>"]
    return [tuple(words[i : i + n]) for i in range(len(words) - n + 1)]


def try_it(n, alpha, seed):
    rng = np.random.default_rng(seed)
    texts = datasets.helpdesk_messages(rng, 400, phishing=0)[0]
    grams = [gram for text in texts[:200] for gram in contexts(text, n)]
    seen, before = Counter(grams), Counter(gram[:-1] for gram in grams)
    V = 79  # words of the help desk and the end mark
    new = [gram for text in texts[200:] for gram in contexts(text, n)]
    p = [(seen[g] + alpha) / (before[g[:-1]] + alpha * V) for g in new]
    return float(np.exp(-np.mean(np.log(p))))


[round(try_it(n, 1, seed=0), 1) for n in (1, 2, 3)]

# %% exercise="tune_smoothing"
### BEGIN GIVEN
# settings = {"n": ..., "alpha": ...}  # your answer
### END GIVEN
### BEGIN SOLUTION
settings = {"n": 2, "alpha": 0.01}
### END SOLUTION

# %% check="tune_smoothing"
check("tune_smoothing", settings)

# %% [markdown] solution="only"
r"""
In 200 messages nearly every pair of words has been seen that a new message has; of the runs of three about one in seven has not. α = 1 gives 79 unseen followers as much weight as 79 seen ones, which is more than many words have been seen at all. A far smaller α pays for every surprise.
"""
