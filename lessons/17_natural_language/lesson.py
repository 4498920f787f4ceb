# %% [markdown]
r"""
# Read a help desk's messages, and catch the forged ones

The help desk of a hospital gets 1,000 short messages a week. Three in ten are phishing: "the payroll says suspended, verify immediately". They come in campaigns, each one text with
small changes. A filter is trained, and in cross-validation its average precision is 0.97. On the campaigns of the next weeks it is 0.64, and a plainer filter that nobody would have
chosen does better. (The messages are simulated, so the truth is known.)

A model reads numbers, not words. On the way from one to the other, and in the test at its end, there are choices that nobody sees later. In this lesson you make them yourself.

**You will be able to**

- clean text so that what looks equal is equal, and say what no cleaning can repair; <!-- clean_text -->
- train byte-pair encoding and apply it by hand, and say what a sentence costs in tokens; <!-- train_bpe, count_tokens -->
- compute tf-idf as scikit-learn does, with its four conventions; <!-- tfidf -->
- build a smoothed n-gram model, and read its perplexity against the floor of the source;
  <!-- fix_next_word, perplexity, tune_smoothing -->
- turn a word into numbers by its company; <!-- ppmi -->
- split messages so that near-duplicates cannot flatter a filter, and choose the one that survives.
  <!-- same_campaign, grouped_fold_scores, choose_the_filter -->

**You need** cosine and singular values from [lesson 02](02_linear_algebra.ipynb), log loss and surprise from [05](05_loss_functions.ipynb), logistic regression
from [07](07_linear_and_logistic_regression.ipynb), groups and leaks from [09](09_cross_validation.ipynb), average precision and recall from
[10](10_precision_recall.ipynb). **About 75 minutes.**
"""

# %%
import itertools
import unicodedata
from collections import Counter, defaultdict

import numpy as np

from firsthand import datasets, plots, predict, predictions, table

# %% [markdown]
r"""
## 1 · Two texts that look the same

"café" can be typed with one sign for é, or with an e and an accent that is put on top. On the screen both look alike. A **code point** is the number that Unicode
gives to a sign; UTF-8 spells it in one to four bytes. Compare the two, as they are and in the normal form NFC.
"""

# %%
one_sign, two_signs = "caf\u00e9", "cafe\u0301"
table(
    {
        "text": [one_sign, two_signs],
        "code points": [len(one_sign), len(two_signs)],
        "bytes": [len(one_sign.encode()), len(two_signs.encode())],
        "equal to the first": [True, two_signs == one_sign],
        "after NFC": [True, unicodedata.normalize("NFC", two_signs) == one_sign],
    }
)

# %% [markdown]
r"""
For Python the two differ, and in a table of word counts they would be two columns. A **normal form** chooses one spelling. **NFC** puts letter and accent together. **NFKC** does so too, and turns
signs that are only another shape into the usual one: wide letters, ligatures such as ﬁ. For upper and lower case there is `casefold`, which knows that ß and SS are one, where `lower` does not.

**Predict.** A sender writes "pаypal", and the first a is the Cyrillic letter. Which cleaning makes it equal to "paypal"?

- (a) NFKC does;
- (b) NFKC and then casefold does;
- (c) neither does.
"""

# %%
look_alike = predict("?")  # a, b or c in place of ?
look_alike

# %%
senders = {
    "wide letters": "\uff50\uff41\uff59\uff50\uff41\uff4c",
    "capitals": "PayPal",
    "Cyrillic a": "p\u0430ypal",
}
nfkc = {kind: unicodedata.normalize("NFKC", text) for kind, text in senders.items()}
by_nfkc = [text == "paypal" for text in nfkc.values()]
by_both = [text.casefold() == "paypal" for text in nfkc.values()]
table(
    {
        "sender": list(senders),
        "equal after NFKC": [str(equal) for equal in by_nfkc],
        "and casefold": [str(equal) for equal in by_both],
    }
)

# %%
look_alike.outcome(
    a=by_nfkc[2],
    b=by_both[2] and not by_nfkc[2],
    c=not by_both[2],
    tempts={
        "a": "The wide letters are shapes of p and a. Is the Cyrillic letter?",
        "b": "casefold changes the case. Both letters are small already.",
    },
)

# %% [markdown]
r"""
<details><summary>Why</summary>

The Cyrillic а is another letter that happens to look alike, and Unicode keeps them apart so that Russian words stay Russian. Look-alikes have a table of
their own (Unicode Technical Standard 39).

</details>

So: NFKC, casefold, NFKC once more (casefold may take a sign apart), and each run of blanks to one. Do it before anything is counted, and with the same code in training and in service. Against look-alikes,
flag words that mix alphabets.

## 2 · What is a word?

`CountVectorizer` makes a column for each word and counts. What it takes for a word is a pattern, `\b\w\w+\b`: two letters or digits at least. Read one message as it does.
"""

# %%
from sklearn.feature_extraction.text import CountVectorizer

as_words = CountVectorizer().build_analyzer()
as_words("I can't pay £5 by e-mail, OK?")

# %% [markdown]
r"""
Gone are I, the t of can't, the £ and the 5, and e-mail is mail. For a topic that is harmless. For a filter, a sum in pounds may be the evidence. (`stop_words=None`, the
default, does not bring I back: it was never a token.) A new word is worse off still: at prediction it has no column, and is dropped in silence.

## 3 · Pieces instead of words

**Byte-pair encoding** (BPE) makes its own pieces; a word it has never met is spelled in shorter ones. Begin with single letters. Count the pairs of neighbours, overlaps included. Join the most frequent pair everywhere, from left to right; of
equally frequent ones take the first in alphabetical order. Repeat, until no pair occurs twice.

By hand on `tatenatanata`: *at* is there 3 times and so is *ta*; the alphabet decides for *at*. That leaves `t at e n at a n at a`. Now *at*+*a* and *n*+*at* occur twice. Watch the rounds.
"""


# %%
def join(pieces, pair):
    """Join the pair wherever it occurs, from left to right."""
    joined, i = [], 0
    while i < len(pieces):
        length = 2 if tuple(pieces[i : i + 2]) == pair else 1
        joined.append(pieces[i] if length == 1 else pieces[i] + pieces[i + 1])
        i += length
    return joined


def most_frequent(pieces):
    """Find the most frequent pair of neighbours, the smallest of equals."""
    counts = Counter(itertools.pairwise(pieces))
    return max(sorted(counts), key=counts.get), max(counts.values())


# %%
pieces, rounds = list("tatenatanata"), []
while most_frequent(pieces)[1] > 1:
    pair, times = most_frequent(pieces)
    pieces = join(pieces, pair)
    rounds.append({"pair": "+".join(pair), "times": times, "gives": " ".join(pieces)})
table(rounds)

# %% [markdown]
r"""
12 letters have become 5 pieces. A new text is encoded by the same joins, *in the order learned*: `eatata` becomes `e at at a`, then `e at ata`. Taking the longest known piece from the left would give another result, `e ata t a`.

Now a real text: the Zen of Python (PEP 20, public domain), which every Python carries. Begin with bytes: the 256 of them can spell anything. Learn until no pair occurs twice.
"""

# %% folded="The Zen of Python, and the first article of human rights in five languages"
import codecs
import contextlib
import io

with contextlib.redirect_stdout(io.StringIO()):
    import this

zen = codecs.decode(this.s, "rot13")
ARTICLE = {  # Universal Declaration of Human Rights (1948), official translations
    "English": "All human beings are born free and equal in dignity and rights.",
    "German": "Alle Menschen sind frei und gleich an Würde und Rechten geboren.",
    "Polish": "Wszyscy ludzie rodzą się wolni i równi pod względem swej godności "
    "i swych praw.",
    "Greek": "Όλοι οι άνθρωποι γεννιούνται ελεύθεροι και ίσοι στην αξιοπρέπεια "
    "και τα δικαιώματα.",
    "Hindi": "सभी मनुष्यों को गौरव और अधिकारों के मामले में जन्मजात स्वतन्त्रता और समानता प्राप्त है।",
}


# %% folded="Encode a text by learned joins"
def in_bytes(text):
    return [bytes([byte]) for byte in text.encode()]


def encode(text, merges):
    pieces = in_bytes(text)
    for pair in merges:
        pieces = join(pieces, pair)
    return pieces


# %%
pieces, merges = in_bytes(zen), []
while most_frequent(pieces)[1] > 1:
    merges.append(most_frequent(pieces)[0])
    pieces = join(pieces, merges[-1])
assert b"".join(pieces).decode() == zen  # nothing is lost
table([{"bytes": len(in_bytes(zen)), "joins": len(merges), "tokens": len(pieces)}])

# %% [markdown]
r"""
One sentence in five languages: the first sentence of the Universal Declaration of Human Rights, in its official translations. A language model charges by the **token**, a piece.

**Predict.** The Hindi sentence costs, against the English one,

- (a) about as much, since it says the same;
- (b) about twice as much;
- (c) four times as much or more.
"""

# %%
hindi_bill = predict("?")  # a, b or c in place of ?
hindi_bill

# %%
tokens = {name: len(encode(text, merges)) for name, text in ARTICLE.items()}
table(
    {
        "language": list(ARTICLE),
        "code points": [len(text) for text in ARTICLE.values()],
        "bytes": [len(in_bytes(text)) for text in ARTICLE.values()],
        "tokens": list(tokens.values()),
    }
)

# %%
dearer = tokens["Hindi"] / tokens["English"]
hindi_bill.outcome(
    a=dearer < 1.5,
    b=1.5 <= dearer < 3,
    c=dearer >= 4,
    tempts={
        "a": "The pieces were learned from English. Which of them occur in Hindi?",
        "b": "Each of its signs is three bytes. How many of them find a partner?",
    },
)

# %% [markdown]
r"""
<details><summary>Why</summary>

Hindi signs take three bytes each, Greek letters two, and the Zen has none of them, so every byte is a token: 233 and 154. German shares pieces with English, Polish some. A script that the
training text lacks never gets cheaper, however many joins are learned.

</details>
"""


# %% folded="Draw the bill"
def draw_bill(ax, joins):
    used = [len(encode(text, merges[:joins])) for text in ARTICLE.values()]
    bars = ax.barh(list(ARTICLE), used, color=plots.MODEL)
    ax.bar_label(bars, padding=2)
    ax.invert_yaxis()
    ax.set(title=f"{joins} joins", xlabel="tokens", xlim=(0, 280))


# %% folded="Three sizes of vocabulary"
plots.panels(
    draw_bill,
    (0, 40, len(merges)),
    alt="More joins lower the English bill from 63 to 45; Greek and Hindi stay.",
)

# %% tags=["nbval-ignore-output"] folded="A slider for the joins"
plots.slider(draw_bill, alt="The bill after {joins} joins.", joins=(0, len(merges), 1))

# %% [markdown]
r"""
## 4 · From counts to tf-idf

Three messages: "reset my password please", "please reset my badge", "my printer my printer is slow". A word that is in every message says little about any of them. **tf-idf** multiplies each
count (tf) by a weight that falls with the number of messages a word is in, df of n:

$$\text{idf} = \ln\frac{1 + n}{1 + \text{df}} + 1 .$$

Then each row is divided by its length. Those are scikit-learn's four conventions: raw counts, 1 added above and below, 1 added at the end, length 1. For *printer*: n = 3, df = 1, idf = ln 2 + 1 = 1.693, times its count of 2 is 3.386.

**Predict.** "my" is in all three messages. Before the row is divided by its length, its weight in the third message is

- (a) 0;
- (b) above 0, but the smallest of the row;
- (c) 2, above those of *is* and *slow*.
"""

# %%
weight_of_my = predict("?")  # a, b or c in place of ?
weight_of_my

# %%
from sklearn.feature_extraction.text import TfidfVectorizer

three = [
    "reset my password please",
    "please reset my badge",
    "my printer my printer is slow",
]
words, count = ["is", "my", "printer", "slow"], np.array([1, 2, 2, 1])
df = np.array([1, 3, 1, 1])
weight = count * (np.log((1 + 3) / (1 + df)) + 1)
scaled = weight / np.linalg.norm(weight)
table({"word": words, "count": count, "weight": weight, "scaled": scaled}, decimals=4)

# %%
vectoriser = TfidfVectorizer()
rows = vectoriser.fit_transform(three).toarray()
at = [vectoriser.vocabulary_[word] for word in words]
assert np.allclose(rows[2, at], scaled)
cosines = rows @ rows.T
table([{"cosine, first and second": cosines[0, 1], "first and third": cosines[0, 2]}])

# %%
weight_of_my.outcome(
    a=weight[1] == 0,
    b=0 < weight[1] == weight.min(),
    c=np.isclose(weight[1], 2) and weight[1] > weight[0],
    tempts={
        "a": "The textbook's ln(n/df) gives 0. What does the 1 at the end do?",
        "b": "Its idf is the smallest, 1. Its count is 2.",
    },
)

# %% [markdown]
r"""
<details><summary>Why</summary>

With the textbook's ln(n/df) it would be 0, and a word in every message could tell nothing apart. Here idf is never below 1, and a count of 2 outweighs it.

</details>

The library agrees. Since rows have length 1, their products are cosines: 0.60 for the two messages about a reset, 0.16 where only "my" is shared.

Here is a good place for a break.

## 5 · A language model and its floor

An **n-gram model** predicts each word from the n − 1 words before it. The start of a message counts as `<s>`, its end as a word `</s>`. Three messages by hand: "reset my badge", "reset my my badge", "my badge reset". After
"my" came badge 3 times and my once. So a bigram model (n = 2) gives badge ¾, and reset, never seen there, 0: one such word and a whole message is impossible. **Smoothing** adds α to every count. The vocabulary has
V = 4 words: badge, my, reset *and the end mark*, which can follow too. With α = 1 badge has (3 + 1)/(4 + 4) = ½, reset ⅛.

The **surprise** of a word is −ln of its probability. **Perplexity** is $e$ to the mean surprise over all words and end marks. A model that guesses evenly among V words has perplexity V.
"""


# %% folded="List each word with the words before it"
def steps(text, n):
    """List each word with the n - 1 words before it."""
    words = ["<s>"] * (n - 1) + text.split() + ["</s>"]
    return [(tuple(words[i - n + 1 : i]), words[i]) for i in range(n - 1, len(words))]


# %%


def count_after(texts, n):
    after = defaultdict(Counter)
    for text in texts:
        for before, word in steps(text, n):
            after[before][word] += 1
    return after


def model_perplexity(texts, after, n, alpha):
    nats = []
    for before, word in (step for text in texts for step in steps(text, n)):
        seen = after.get(before, Counter())
        nats.append(-np.log((seen[word] + alpha) / (seen.total() + alpha * V)))
    return np.exp(np.mean(nats))


# %% folded="Draw genuine messages"
def genuine(seed, n):
    rng = np.random.default_rng(seed)
    return datasets.helpdesk_messages(rng, n, phishing=0)[0]


train, valid, test = genuine(0, 2000), genuine(1, 500), genuine(2, 500)

# %%
V = len({word for text in train for word in text.split()}) + 1
never_trained = model_perplexity(test, {}, n=2, alpha=1)
assert np.isclose(never_trained, V)
nats, length = datasets.helpdesk_entropy()
table([{"never trained": never_trained, "floor": np.exp(nats / length)}])

# %% [markdown]
r"""
The messages come from a grammar, `datasets.helpdesk_messages`, so we know what for English can only be estimated: the mean surprise of the source itself, its **entropy**. Four templates with six to eight slots make 15.37 nats
a message, of 14.83 tokens on average. So in the long run **no model can go below a perplexity of 2.82** on new messages. Untrained, it is 79.

With 2,000 messages to learn from, more context helps up to n = 4. Now there are 200.

**Predict.** With 200 messages the best n is

- (a) 2;
- (b) 3;
- (c) 5.
"""

# %%
best_n = predict("?")  # a, b or c in place of ?
best_n


# %%
def tuned(texts, n):
    """Choose alpha on other messages; return perplexity on test, and on its own."""
    after = count_after(texts, n)
    alphas = (0.001, 0.01, 0.1, 1)
    best = min(alphas, key=lambda alpha: model_perplexity(valid, after, n, alpha))
    return [model_perplexity(on, after, n, best) for on in (test, texts)]


ns = [1, 2, 3, 4, 5]
few = np.array([tuned(train[:200], n) for n in ns])
many = np.array([tuned(train, n) for n in ns])


# %% folded="Perplexities, and the share of the test's runs that were never seen"
def never_seen(texts, n):
    after = count_after(texts, n)
    tested = [step for text in test for step in steps(text, n)]
    return np.mean([after.get(before, Counter())[word] == 0 for before, word in tested])


table(
    {
        "n": ns,
        "200, never seen": [f"{never_seen(train[:200], n):.0%}" for n in ns],
        "200, test": few[:, 0],
        "200, training": few[:, 1],
        "2,000, test": many[:, 0],
        "2,000, training": many[:, 1],
    }
)

# %%
best_n.outcome(
    a=ns[few[:, 0].argmin()] == 2,
    b=ns[few[:, 0].argmin()] == 3,
    c=ns[few[:, 0].argmin()] == 5,
    tempts={
        "b": "How many of the test's runs of three words are in 200 messages?",
        "c": "How many of the test's runs of five words are in 200 messages?",
    },
)

# %% folded="Draw perplexity against n"
fig, ax = plots.figure()
runs = {
    "2,000, test": many[:, 0],
    "200, test": few[:, 0],
    "200 messages, training": few[:, 1],
}
plots.lines(ax, ns, runs, xlabel="n", ylabel="perplexity", yscale="log", xticks=ns)
ax.set_yticks([2, 3, 5, 10, 20, 50], ["2", "3", "5", "10", "20", "50"])
ax.minorticks_off()
ax.axhline(np.exp(nats / length), color=plots.DATA, linewidth=0.8)
ax.annotate("floor of the source", (1, 2.4), color=plots.DATA)
plots.show(
    fig, alt="Test curves stay above the floor; training with n = 4 and 5 goes below."
)

# %% [markdown]
r"""
<details><summary>Why</summary>

A run of words that was never seen gets next to no chance. Of the test's pairs 2 % are new to the 200 messages, of its runs of three 14 %, of its runs of five 47 %. Up to n = 2 the longer context pays; from n = 3 on too much of what comes was never seen.

</details>

On their own 200 messages the models with n = 4 and 5 fall to 2.40 and 2.32, *below the floor*. Nobody can predict that well: it is memory, not skill. Where the floor is not known, only a test on new messages tells.

## 6 · A word by its company

A word's meaning shows in its neighbours. For each pair count how often they stand within two places of each other; call the table C, with total T, row sums r and column sums c. If words fell independently, a
cell would hold rc/T. **PPMI**, positive pointwise mutual information, is

$$\max\left(0, \ \log_2 \frac{C\,T}{r\,c}\right).$$

The base 2 is the custom here; in the losses of this course log is natural. With C = 6, T = 36, r = 9 and c = 12 that is log₂ 2 = 1: twice as often as by chance. Then the singular values of
lesson 02 squeeze each row to 8 numbers, a **word vector**. Which word do you expect nearest to "broken": a device, "replace", or another state?
"""

# %% folded="Count neighbours within two places, to the right"
counts = Counter()
for text in train[:300]:
    words = text.split()
    for gap in (1, 2):
        counts.update(zip(words, words[gap:], strict=False))

# %%
vocabulary = sorted({word for pair in counts for word in pair})
to_the_right = np.array([[counts[a, b] for b in vocabulary] for a in vocabulary])
C = to_the_right + to_the_right.T
by_chance = C.sum(axis=1, keepdims=True) * C.sum(axis=0) / C.sum()
ppmi = np.log2(np.maximum(C / by_chance, 1))


# %%
left, sizes, _ = np.linalg.svd(ppmi)
vectors = left[:, :8] * sizes[:8]
units = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
similar = units @ units.T


# %% folded="Find the nearest words"
def nearest(word, how_many=4):
    order = np.argsort(-similar[vocabulary.index(word)])
    return [vocabulary[i] for i in order[1 : how_many + 1]]


kinds = datasets.helpdesk_word_kinds()
of_same_kind = Counter(
    kind for word, kind in kinds.items() if kinds.get(nearest(word, 1)[0]) == kind
)

# %% folded="Six words and their company"
shown = ["broken", "printer", "radiology", "payroll", "verify", "tonight"]
table(
    {
        "word": shown,
        "its kind": [kinds[word] for word in shown],
        "nearest four": [", ".join(nearest(word)) for word in shown],
        "nearest of the same kind": [
            f"{of_same_kind[kinds[word]]} of {list(kinds.values()).count(kinds[word])}"
            for word in shown
        ],
    }
)

# %% [markdown]
r"""
Other states: locked, suspended, offline, slow. For all 48 words of the six kinds the nearest one is of the same kind, and nobody has told the table what a kind is. But look what "near" means: *can stand in its place*. Broken and locked are exchangeable here, as good and bad are
in a review. They do not mean the same. Word vectors that are trained by descent, such as word2vec, come close to factorising a shifted table of this kind (Levy and Goldberg, 2014).

## 7 · A score that lies

Back to the filter. Each week has 1,000 messages, three in ten forged, in 30 campaigns. A forged message takes its campaign's text, and draws each slot of it anew with a chance of one in ten. Two filters, both logistic regression on tf-idf: single
words with a strong penalty, and runs of one to three words with a weak one. Three weeks, five shuffled folds each:
"""

# %%
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score
from sklearn.model_selection import PredefinedSplit, cross_val_score
from sklearn.pipeline import make_pipeline

filters = {
    "words": make_pipeline(TfidfVectorizer(), LogisticRegression(C=0.3)),
    "runs of 1 to 3": make_pipeline(
        TfidfVectorizer(ngram_range=(1, 3)), LogisticRegression(C=10)
    ),
}


# %%
def score(model, texts, forged, fold):
    """Average precision, a mean over the folds; fold (n,) says where a row tests."""
    cv = PredefinedSplit(fold)
    return cross_val_score(
        model, texts, forged, cv=cv, scoring="average_precision"
    ).mean()


def week(seed, n=1000, campaigns=30):
    rng = np.random.default_rng(seed)
    texts, forged, group = datasets.helpdesk_messages(rng, n, campaigns)
    return np.array(texts), forged, group, rng.permutation(n) % 5


# %% folded="Three weeks in shuffled folds"
weeks = [week(seed) for seed in range(3)]
shuffled = {
    name: [score(model, texts, forged, fold) for texts, forged, _, fold in weeks]
    for name, model in filters.items()
}
table({name: dict(enumerate(scores)) for name, scores in shuffled.items()})

# %% [markdown]
r"""
In all three weeks the runs win, by 0.06 to 0.13. But a message whose twin sits in the training part is not new. The usual advice is to remove exact duplicates first. The honest test: train on the week, and judge on 2,000 later messages from 200
new campaigns. (One more column, "words known", has folds by campaign too, with a vectoriser that was fitted on all messages.)

**Predict.** Scored without exact duplicates, the runs

- (a) come down to what they will do on new campaigns;
- (b) come down a little, and still lie;
- (c) stay as they are.
"""

# %%
without_twins = predict("?")  # a, b or c in place of ?
without_twins


# %%
def five_scores(model, texts, forged, group, fold, seed):
    once = np.unique(texts, return_index=True)[1]
    later, later_forged, *_ = week(seed + 1000, 2000, campaigns=200)
    chance = model.fit(texts, forged).predict_proba(later)[:, 1]
    vectoriser, classifier = model
    known = vectoriser.fit_transform(texts)
    return {
        "shuffled": score(model, texts, forged, fold),
        "no duplicates": score(model, texts[once], forged[once], fold[once]),
        "by campaign": score(model, texts, forged, group % 5),
        "words known": score(classifier, known, forged, group % 5),
        "new campaigns": average_precision_score(later_forged, chance),
    }


# %% folded="Five scores of each filter, means of three weeks"
found = {
    name: [five_scores(model, *weeks[seed], seed) for seed in range(3)]
    for name, model in filters.items()
}
means = {
    name: {way: np.mean([scores[way] for scores in rows]) for way in rows[0]}
    for name, rows in found.items()
}
table({way: {name: means[name][way] for name in means} for way in means["words"]})

# %%
runs = means["runs of 1 to 3"]
without_twins.outcome(
    a=runs["no duplicates"] < runs["new campaigns"] + 0.05,
    b=runs["new campaigns"] + 0.05 <= runs["no duplicates"] < runs["shuffled"] - 0.01,
    c=abs(runs["no duplicates"] - runs["shuffled"]) < 0.01,
    tempts={
        "a": "One word changed, and the twin is no exact duplicate any more.",
        "c": "Some messages of a campaign are equal to the letter.",
    },
)

# %% [markdown]
r"""
<details><summary>Why</summary>

Without exact duplicates the runs still have 0.89, on new campaigns 0.64. (The single words have 0.74 and 0.71: they remember less.) A text with one word changed is no duplicate, and it shares most of its runs of words with the copies in training.

</details>
"""

# %% folded="Draw four of the ways"
fig, ax = plots.figure()
ways = ["shuffled", "no duplicates", "by campaign", "new campaigns"]
looks = zip(found.items(), (plots.MODEL, plots.ERROR), "os", ("-", "--"), strict=True)
for (name, rows), color, mark, style in looks:
    for row, label in zip(rows, (name, None, None), strict=True):
        values = [row[way] for way in ways]
        ax.plot(ways, values, mark + style, color=color, linewidth=1, label=label)
ax.set(ylabel="average precision", ylim=(0.4, 1))
ax.legend()
plots.show(
    fig,
    alt="In each of three weeks the runs lead where copies are in both parts, "
    "and the words lead on new campaigns.",
)

# %% [markdown]
r"""
Shuffled, the runs lead by 0.97 to 0.87, in each of the three weeks. On new campaigns the words lead, 0.71 to 0.64, again in each week, and folds by campaign say so beforehand: 0.67 to 0.57, all three. The leak does not only flatter. It **chooses the wrong filter**. Runs of
three words are a way to remember texts, and remembering is all that shuffled folds ask for.

A vectoriser that was fitted on all messages knows the words of the test part, and how rare they are. Here that adds at most 0.02: too small to be noticed in a score, so rule it out by a pipeline inside the folds (lesson 09). But first find out what repeats. (Folds by campaign come out below the new campaigns here: they train on four fifths of the campaigns, and test on few.)

## On the job

**Where it decides.** Mail filters, triage of complaints, moderation. A tokeniser decides what a customer in Athens pays for the same question.

**Who owns it.** The cleaning belongs to whoever serves the model: it has to be the same code in training and in service, to the byte. The security team owns the question what a *new* attack is, and attackers read your features too. Messages hold names and
complaints: who may store them is asked first.

**What an interviewer may ask.** "Your spam filter has 0.97 in the notebook and 0.64 in production. What do you look at?" "Can two models with different tokenisers be compared by perplexity?" (Not per token: per byte.)

**A thousand times the data.** Pairs of messages cannot all be compared any more; near-duplicates are found by hashing sets of word runs (MinHash). The vocabulary no longer fits, which is one reason for pieces. Copies stay the trouble: large language models recite what their training text repeats (Lee and others, 2022).

## Recap

- Looks equal is not equal: NFKC, casefold, NFKC, blanks. Look-alikes of other alphabets survive it.
- Byte-pair encoding applies its joins in the order learned. Text unlike its training text costs a token a byte.
- tf-idf has four conventions; with scikit-learn's no word weighs 0. PPMI and singular values put exchangeable words side by side.
- Perplexity below the entropy's floor is memory. Few messages want short contexts.
- Split by what repeats: copies in both parts choose the wrong model.
"""

# %%
predictions()

# %% [markdown]
r"""
Now do [the exercises](../exercises/17_natural_language.ipynb). Networks that learn their word vectors by descent are made of the parts of [lesson 15](15_neural_networks.ipynb).

**Further reading**

- D. Jurafsky and J. H. Martin, *Speech and Language Processing*, 3rd edition (draft), the chapters on tokens, n-gram models and vector semantics.
- R. Sennrich, B. Haddow and A. Birch, "Neural Machine Translation of Rare Words with Subword Units", *ACL* 2016.
- C. E. Shannon, "Prediction and Entropy of Printed English", *Bell System Technical Journal* 30 (1951).
- O. Levy and Y. Goldberg, "Neural Word Embedding as Implicit Matrix Factorization", *NIPS* 2014.
- K. Lee and others, "Deduplicating Training Data Makes Language Models Better", *ACL* 2022.
"""
