# %% [markdown]
r"""
# Decide which mistakes you can afford

Two fraud filters watch the same 25,000 card payments. Filter A is right about **98.2 %** of them, filter B about
**92.0 %**. Filter A costs the bank 2.20 € a payment, filter B 0.60 €.

Filter A never flags anything. It is right about every honest payment, and it catches nobody. By section 5 you will have
computed all four numbers, and will know which two belong on a slide.

**You will be able to**

- count the four outcomes of a yes-or-no decision, read a confusion matrix, and compute precision and recall;
  <!-- precision_and_recall, read_the_matrix, macro_and_micro -->
- judge a ranking by average precision and AUC, by hand and with scikit-learn;
  <!-- pr_curve, average_precision, roc_auc -->
- say which of these numbers move when positives become rare, and correct a probability for it;
  <!-- precision_at_prevalence, correct_prevalence -->
- choose a threshold by cost, by a number of alerts or above a floor on recall, and report it on other rows;
  <!-- cheapest_threshold, alerts_within_budget, fewest_alarms -->
- mend a report that flatters, and tell which number a decision calls for. <!-- fix_the_report, choose_the_metric -->

**You need** NumPy masks ([Start here](00_start_here.ipynb)); log loss and log-odds, called logits there
([lesson 05](05_loss_functions.ipynb)) read in [lesson 07](07_linear_and_logistic_regression.ipynb); why the rows that chose cannot judge
([lesson 09](09_cross_validation.ipynb)).

**About 75 minutes.**
"""

# %% [markdown]
r"""
## 1 · Twelve payments, four counts

A filter gives each payment a **score**: the higher, the more suspicious. Here are twelve payments, sorted by score. Later
it became known which were frauds. Fraud is the **positive** class, 1: positive means "what we look for", not "good".

|score|.95|.90|.80|.70|.70|.55|.45|.40|.30|.20|.10|.05|
|---|---|---|---|---|---|---|---|---|---|---|---|---|
|fraud|1|1|0|1|0|1|0|1|0|0|0|0|

A score is not a decision. You set a **threshold**, and flag each payment whose score reaches it: `score >= threshold`.
Take 0.5. Six payments are flagged. Four are frauds, **true positives** (TP). Two are honest, **false positives** (FP),
the false alarms. Of the six left alone one is a fraud, the **false negative** (FN), a miss. Five are honest, **true
negatives** (TN). The second word is what you said; the first is whether you were right.
"""

# %%
import numpy as np
from sklearn import metrics

from firsthand import datasets, plots, predict, predictions, table

score = np.array([0.95, 0.9, 0.8, 0.7, 0.7, 0.55, 0.45, 0.4, 0.3, 0.2, 0.1, 0.05])
fraud = np.array([1, 1, 0, 1, 0, 1, 0, 1, 0, 0, 0, 0])
flagged = (score >= 0.5).astype(int)
metrics.confusion_matrix(fraud, flagged)

# %% [markdown]
r"""
The four counts in a table are the **confusion matrix**. scikit-learn's, and ours, has the truth in the rows and what was
said in the columns, `[[TN, FP], [FN, TP]]`. Some books exchange rows and columns or begin with TP, so read a matrix in
words. A *row* asks about what payments are: of the 5 frauds, 4 were flagged. A *column* asks about what was said: of the
6 flagged, 4 are frauds. The numerator is the same; the question is not.

**Accuracy**, the share of right decisions, is (5 + 4) / 12 = 0.75 here. Lower the threshold, and misses can only become
fewer, false alarms only more: every choice below is a place for it.

## 2 · Two questions, two denominators

$$\text{precision} = \frac{TP}{TP + FP} \qquad\qquad \text{recall} = \frac{TP}{TP + FN}$$

**Precision** asks: when it rings, is there a fire? **Recall** asks: when there is a fire, does it ring? In medicine they
are the positive predictive value and the sensitivity. By hand: 4/6 = 0.667 and 4/5 = 0.8.

The scores of `sklearn.metrics` that compare labels take `(y_true, y_pred)`. In the last row they are exchanged.
"""

# %%
precision, recall = metrics.precision_score, metrics.recall_score
by_hand = ("by hand", 4 / 6, 4 / 5)
right = ("(fraud, flagged)", precision(fraud, flagged), recall(fraud, flagged))
wrong = ("(flagged, fraud)", precision(flagged, fraud), recall(flagged, fraud))
names = ("arguments", "precision", "recall")
table([dict(zip(names, row, strict=True)) for row in (by_hand, right, wrong)], 3)

# %% [markdown]
r"""
No error and no warning: exchanged arguments turn the matrix over its diagonal. FP and FN trade places, and precision and
recall with them.

One case is left. Put the threshold at 0.99: nothing is flagged, and precision is 0/0, undefined. With 1 by convention, a
filter that never speaks would be perfect. We take 0, and so does scikit-learn, with a warning, unless `zero_division` says
otherwise.

## 3 · Sweep the threshold

Go down the list and stop after each payment: so many are flagged, so many of them are frauds. The two payments at 0.70
are tied and can only be flagged together, so the first of their two rows is no threshold.

**Predict.** You make the filter stricter and raise the threshold from 0.55 to 0.70. Fewer payments are flagged, and only
the more suspicious ones. The precision

- (a) rises;
- (b) stays as it is;
- (c) falls.
"""

# %%
stricter = predict("?")  # a, b or c in place of ?
stricter

# %%
hits, said = np.cumsum(fraud), np.arange(1, 13)
shares = {"precision": hits / said, "recall": hits / 5}
table({"down to": score, "flagged": said, **shares}, {"precision": 3, "recall": 1})

# %%
at_55, at_70 = hits[5] / said[5], hits[4] / said[4]
stricter.outcome(
    a=at_70 > at_55,
    b=at_70 == at_55,
    c=at_70 < at_55,
    tempts={
        "a": "On the whole it does, but the payment that you drop is a fraud.",
        "b": "It would if the dropped payments were as mixed as those that stay.",
    },
)

# %% [markdown]
r"""
<details><summary>Why</summary>

Of the six payments from 0.55 up, four are frauds: 0.667. The one that you drop is a fraud, and three of five are 0.600.
When the threshold rises, recall can only fall or stay; **precision may go either way**.

</details>

Precision against recall, one point a threshold, is the **precision–recall curve**. Its summary is the **average
precision** (AP): each stretch of recall counts with the precision at which it was won,

$$AP = \sum_k (R_k - R_{k-1})\, P_k, \qquad R_0 = 0,$$

with $P_k$ and $R_k$ the precision and recall (shares) at the $k$-th threshold from the top. Each of the five frauds wins
0.2 of recall, so by hand it is $0.2\,(1 + 1 + 0.6 + 0.667 + 0.625) = 0.778$.
"""

# %% folded="Draw the curve and its area"
kept = np.append(np.diff(score) < 0, True)  # the last row of each tie
p, r = (hits / said)[kept], (hits / 5)[kept]
fig, (left, right) = plots.figure(2, sharey=True)
left.plot(score[kept], p, "o-")
left.plot([0.55, 0.70], [at_55, at_70], "s-", label="stricter, less precise")
left.set(xlabel="threshold (no unit)", ylabel="precision (share)", ylim=(0, 1.08))
left.legend(loc="lower right")
right.bar(r, p, -np.diff(r, prepend=0), align="edge", alpha=0.25)
right.plot(r, p, "o")
right.set(xlabel="recall (share)", title="blue area: AP", xlim=(0, 1.03))
alt = "Left: precision rises with the threshold, yet dips from 0.667 to 0.6. Right: "
plots.show(fig, alt=alt + "AP is a sum of bars under the points of the curve.")

# %% [markdown]
r"""
Each bar ends at the threshold that pays for it. Joining the points by sloping lines gives another number, since no
threshold lies on those lines (Davis and Goadrich, 2006). `precision_recall_curve` of scikit-learn lets the thresholds
rise, and adds a last point, precision 1 at recall 0, that no threshold gives.

## 4 · Who outranks whom?

Forget thresholds for a moment and ask about the order alone. Take every pair of one fraud and one honest payment: 5 · 7
= 35 pairs. In how many does the fraud have the higher score? The share is the **AUC**; a tied pair counts one half. It
is the chance that a fraud drawn at random outranks an honest payment drawn at random.

The other road to it is a curve. The **ROC curve** (receiver operating characteristic) plots recall against the
**false-positive rate**, FP / (FP + TN), the share of honest payments that are flagged. Go down the list: a fraud is a
step up, an honest payment a step to the right, a tie of the two is both at once. Watch what lies below the curve.
"""

# %% folded="Draw the pairs under the ROC curve"
fpr, tpr, _ = metrics.roc_curve(fraud, score, drop_intermediate=False)
ahead = score[fraud == 1][:, None] - score[fraud == 0]
fig, ax = plots.figure()
for (row, column), gap in np.ndenumerate(ahead):
    word, color = ("won", plots.MODEL) if gap > 0 else ("lost", plots.ERROR)
    x, y = (column + 0.5, row + 0.5) if gap else (column + 0.7, row + 0.3)
    word = word if gap else "tied"
    ax.text(x / 7, y / 5, word, ha="center", va="center", color=color)
ax.plot(fpr, tpr, "o-", color=plots.MODEL)
ax.set(xticks=np.arange(8) / 7, xticklabels=[f"{n}/7" for n in range(8)])
ax.set(yticks=np.arange(6) / 5, ylabel="recall (share of frauds)")
ax.set(xlabel="false-positive rate (share of honest payments)")
alt = "A table of 5 by 7 pairs, each won, tied or lost; the ROC curve runs above all "
plots.show(fig, alt=alt + "won pairs and cuts the tied one in half.")

# %% [markdown]
r"""
The won pairs are exactly the cells under the curve, and the curve cuts the tied cell in half. So the **a**rea **u**nder
the **c**urve is the share of pairs: 28 won and half of one, of 35. Both measures by hand and by the library; then for
labels, `flagged`, in place of scores, and for scores with their signs turned.
"""

# %%
ap, auc = metrics.average_precision_score, metrics.roc_auc_score
rows = [{"by": "hand", "AP": 0.2 * (1 + 1 + 3 / 5 + 4 / 6 + 5 / 8), "AUC": 28.5 / 35}]
given = {"the library": score, "labels": flagged, "signs turned": -score}
for name, s in given.items():
    rows.append({"by": name, "AP": ap(fraud, s), "AUC": auc(fraud, s)})
table(rows, 3)

# %% [markdown]
r"""
**Never feed labels to a ranking measure**: they leave one threshold of the whole ranking, pairs with equal labels are
tied, and 0.814 becomes 0.757. Turned signs give 1 − 0.814 = 0.186, so AUC can lie below one half: suspect a sign or a
class code. And it can be 1 while half of the decisions are wrong. Let four payments score .9, .8, .7 and .6, the first two
of them frauds: the order is perfect, and at a threshold of 0.5 all four are flagged.

*A good place for a break. What comes next is about choosing.*

## 5 · 98 % accurate, and it catches nobody

Now the bank. A generator whose truth we know makes 2,500 payments a day; about 2 % are frauds. The score is normal with
standard deviation 1, around 0 for honest payments and around 2.5 for frauds. Ten days serve to choose (*validation*),
the next ten to judge (*test*).

A false alarm costs this bank 4 €, a missed fraud 120 €, right decisions nothing. Then the mean cost per payment is a
number you can minimise.
"""

# %%
rng = np.random.default_rng(0)
fraud_val, score_val = datasets.card_payments(rng, n=25_000)
fraud_test, score_test = datasets.card_payments(rng, n=25_000)


def mean_cost(y_true, flagged):
    """Euros per payment: 4 for a false alarm, 120 for a miss."""
    return 4 * np.mean(flagged > y_true) + 120 * np.mean(flagged < y_true)


# %%
grid = np.arange(-1, 5, 0.05)
cheapest = min(grid, key=lambda t: mean_cost(fraud_val, score_val >= t))
most_accurate = max(grid, key=lambda t: np.mean((score_val >= t) == fraud_val))
rows = []
for name, t in (("never", np.inf), ("accurate", most_accurate), ("cheap", cheapest)):
    said = score_test >= t
    row = {"filter": name, "from": t, "accuracy": np.mean(said == fraud_test)}
    row |= {"flagged": said.sum(), "caught": said[fraud_test == 1].sum()}
    rows.append(row | {"€ a payment": mean_cost(fraud_test, said)})
table(rows, {"accuracy": ".1%"})

# %% [markdown]
r"""
Here are the two filters of the opening: *never*, 98.2 % and 2.20 €; *cheap*, 92.0 % and 0.60 €. The two costs belong
on the slide. Accuracy counts a false alarm and a missed fraud alike; with more than 50 honest payments to a fraud, it
rewards silence, or nearly. The most accurate threshold costs 1.27 €, more than twice as much as the cheapest.

Three thresholds on the cost curve of the test payments, then one that you move yourself.
"""

# %% folded="Draw a threshold on the cost curve"
test_costs = [mean_cost(fraud_test, score_test >= t) for t in grid]


def draw_threshold(ax, threshold):
    (tn, fp), (fn, tp) = metrics.confusion_matrix(fraud_test, score_test >= threshold)
    cost = mean_cost(fraud_test, score_test >= threshold)
    ax.plot(grid, test_costs, color=plots.DATA)
    ax.plot([threshold] * 2, [0, cost], "o--", color=plots.MODEL, markevery=[1])
    ax.set(title=f"TN {tn:,}  FP {fp:,}\nFN {fn:,}  TP {tp:,}", ylim=(0, 4.2))
    ax.set(xlabel="threshold (no unit)", ylabel="cost (€ a payment)")


alt = "Cost against threshold falls steeply to 0.60 at 1.40 and rises to 2.2. At 1.40 "
alt += "there are 60 misses and 1,939 false alarms, at 2.85 262 misses and 58."
plots.panels(draw_threshold, (cheapest, 2.0, most_accurate), alt=alt)

# %% tags=["nbval-ignore-output"]
plots.slider(draw_threshold, alt="Counts and cost from {t:.1f} up.", t=(-1.0, 4.0, 0.1))

# %% [markdown]
r"""
## 6 · What moves when frauds become rare

Suppose frauds fall from 2 % to 0.2 %, a tenth, and nothing else changes: frauds score as frauds did, honest payments as
honest ones. The share of positives is the **prevalence** $\pi$. Of $n$ payments $\pi n$ are frauds and $(1 - \pi)\,n$
honest, so

$$\text{precision} = \frac{\text{recall}\cdot\pi}{\text{recall}\cdot\pi + \text{fpr}\cdot(1-\pi)},$$

with fpr the false-positive rate: Bayes' rule, in head counts.

**Predict.** A filter flags from 2 up, and its precision at 2 % frauds is 0.38. At 0.2 % it is about

- (a) 0.38, since scores mean what they meant;
- (b) 0.06, a sixth of what it was before;
- (c) 0.04, a tenth, as the frauds are a tenth.
"""

# %%
rarer = predict("?")  # a, b or c in place of ?
rarer

# %%
rows = []
for share in (0.02, 0.002):
    y, s = datasets.card_payments(np.random.default_rng(2), 400_000, share)
    r, fpr = np.mean(s[y == 1] >= 2), np.mean(s[y == 0] >= 2)
    row = {"frauds": f"{share:.1%}", "recall": r, "fpr": fpr, "AUC": auc(y, s)}
    row |= {"precision": np.mean(y[s >= 2]), "AP": ap(y, s)}
    rows.append(row | {"by the formula": r * share / (r * share + fpr * (1 - share))})
table(rows, 3)

# %%
now = rows[1]["precision"]
rarer.outcome(
    a=abs(now - 0.38) < 0.01,
    b=abs(now - 0.06) < 0.01,
    c=abs(now - 0.04) < 0.01,
    tempts={
        "a": "Within each class they do. Precision mixes the two classes.",
        "c": "The hits fall to a tenth. But so do the flagged, whose part they are.",
    },
)

# %% [markdown]
r"""
<details><summary>Why</summary>

The hits fall to a tenth; the false alarms hardly change, so the flagged fall by less. 0.382 becomes 0.059, and the formula
foretells both within 0.003.

</details>

Recall, false-positive rate and AUC depend on how each class scores, not on how large it is, so they stay, but for
chance: the recall at 0.2 % rests on some 800 frauds. Average precision falls from 0.585 to 0.274; the 0.962 beside it says
little about the alerts you will get. A precision means little without its prevalence.

## 7 · A fixed number of alerts

The desk of the bank has time for 50 alerts a day, whatever the scores are. Then you do not set a threshold: you take
each day's 50 highest. **Precision at k** is the share of frauds among the k taken, **recall at k** the share of all
frauds that are among them.
"""

# %%
days = list(zip(fraud_test.reshape(10, -1), score_test.reshape(10, -1), strict=True))
frauds, rows = fraud_test.sum(), []
for k in (50, 100, 200, 300):
    found = sum(y[np.argsort(-s)[:k]].sum() for y, s in days)
    row = {"k, a day": k, "precision": found / (10 * k), "recall": found / frauds}
    cost = (4 * (10 * k - found) + 120 * (frauds - found)) / 25_000
    rows.append(row | {"€ a payment": cost})
table(rows)

# %% [markdown]
r"""
With 50 alerts a day the desk finds 60 % of the frauds, and more than every second alert is one. That looks efficient,
and costs 0.92 € a payment. With 200 alerts precision falls to 0.19 and the cost to 0.61 €; with 300 the cost rises
again. A high precision can be the sign of a desk that is too small.

Where nobody can name prices, some take **F-beta**, a harmonic mean of precision and recall in which recall weighs
$\beta^2$ times as much; with $\beta = 1$ it is **F1**, $2PR / (P + R)$. A beta is a guess about prices; have it stated
beforehand.

## 8 · A floor, and who may choose

A missed cancer is hard to price. A rule says instead: recall at least 0.9, and as few false alarms as possible. Real data
now: 569 fine-needle samples of breast masses, 212 of them malignant (Wolberg, Street and Mangasarian; UCI). scikit-learn
codes malignant as **0**; our loader turns it round, so that the positive class is what we look for. One measurement
serves as the score, the compactness of the cell nuclei (no unit): ragged outlines score high.

Recall asks the malignant samples alone, so cut those into two halves, 2,000 times. On the first half, *validation*, the
threshold may miss 10 of 106, a recall of 0.906. Then count what it finds in the second half, *test*.

**Predict.** In how many of the 2,000 is the recall on test below 0.9?

- (a) about half of them
- (b) about one in ten
- (c) hardly any of them
"""

# %%
below_floor = predict("?")  # a, b or c in place of ?
below_floor

# %%
X, malignant, names = datasets.breast_samples()
ill = X[malignant == 1, names.index("mean compactness")]
rng, recalls = np.random.default_rng(0), []
for _ in range(2_000):
    val, test = np.split(rng.permutation(ill), 2)
    recalls.append([np.mean(test >= np.sort(part)[10]) for part in (val, test)])
recalls = np.array(recalls)
rows = {"threshold from": ["validation", "test"], "mean recall": recalls.mean(axis=0)}
rows |= {"lowest": recalls.min(axis=0), "below 0.9": np.mean(recalls < 0.9, axis=0)}
table(rows, {"mean recall": 3, "lowest": 3, "below 0.9": ".0%"})

# %%
missed = np.mean(recalls[:, 0] < 0.9)
below_floor.outcome(
    a=0.4 < missed < 0.6,
    b=0.05 < missed < 0.15,
    c=missed < 0.02,
    tempts={
        "b": "That would take some room above the floor. The threshold has hardly any.",
        "c": "The floor is a fact about the rows that chose it, not about the others.",
    },
)

# %% [markdown]
r"""
<details><summary>Why</summary>

A threshold that touches the floor on one half is about as likely to fall below it on the other half as not, and 106
malignant samples leave a wide spread: once the recall is 0.726.

</details>

Chosen on test, the threshold keeps the floor every time: not because the score is better, but because you looked. A
threshold is learned from rows, like a weight; **the rows that chose it cannot judge it**. If a rule must hold, aim higher
on validation; more rows narrow the spread.

## 9 · A score that ranks well and lies

A score between 0 and 1 is **calibrated** when it keeps its word: of the payments scored 0.3, three in ten are frauds.
Logistic regression aims at such a score: it sets the log-odds of fraud to an intercept plus a slope times the suspicion,
so that log loss is smallest. With it you need no search. Flagging is worth it when $120\,p > 4\,(1 - p)$, that is, from
$p = 4/124 = 0.032$ up (Elkan, 2001).

A common recipe "balances the classes": `class_weight="balanced"` makes the few frauds weigh as much as all honest payments.
A third model gives everybody the share of frauds on validation.
"""

# %%
from sklearn.linear_model import LogisticRegression

X_val, X_test = score_val[:, None], score_test[:, None]  # tables of one column
models = {"everybody alike": np.full(25_000, fraud_val.mean())}
for name, weights in {"plain": None, "balanced": "balanced"}.items():
    model = LogisticRegression(class_weight=weights).fit(X_val, fraud_val)
    models[name] = model.predict_proba(X_test)[:, 1]

# %% [markdown]
r"""
**Predict.** Beside the plain model, the balanced one has

- (a) a lower AUC, and so a higher cost;
- (b) the same AUC, and a higher cost;
- (c) the same AUC, and the same cost.
"""

# %%
balancing = predict("?")  # a, b or c in place of ?
balancing

# %%
rows = {}
for name, p in models.items():
    row = {"model": name, "mean p": p.mean(), "AUC": auc(fraud_test, p)}
    row["log loss"] = metrics.log_loss(fraud_test, p)
    rows[name] = row | {"€ a payment": mean_cost(fraud_test, p >= 4 / 124)}
table(rows.values(), {"mean p": 3, "AUC": 4, "log loss": 3})

# %%
same_order = np.isclose(rows["plain"]["AUC"], rows["balanced"]["AUC"])
dearer = rows["balanced"]["€ a payment"] > 1.1 * rows["plain"]["€ a payment"]
balancing.outcome(
    a=not same_order and dearer,
    b=same_order and dearer,
    c=same_order and not dearer,
    tempts={
        "a": "Weights move all log-odds by about one constant: no order changes.",
        "c": "The order is the same. But 0.032 now lies at another place in it.",
    },
)

# %% [markdown]
r"""
<details><summary>Why</summary>

To weigh both classes alike is to believe in $\pi = 0.5$: odds of 1 : 1 where they are 2 : 98. All log-odds come out too
high by about log 49 = 3.9. That changes no order, and the AUC is the same to four digits. But at 0.032 the balanced model
flags far too many, and costs 2.12 € a payment, close to no filter at all.

</details>

No ranking measure sees the lie. What shows it is the **reliability diagram**: put the rows into bins by what was
predicted, and compare the mean prediction of a bin with the share of frauds in it.
"""

# %% folded="Draw the reliability diagram"
from sklearn.calibration import calibration_curve

fig, ax = plots.figure()
colors = (plots.DATA, plots.MODEL, plots.ERROR)
for name, mark, color in zip(models, ("D", "o-", "s--"), colors, strict=True):
    seen, said = calibration_curve(fraud_test, models[name], n_bins=10)
    ax.plot(said, seen, mark, color=color, label=name)
ax.text(0.6, 0.15, f"said {said[7]:.2f}, seen {seen[7]:.2f}", color=plots.ERROR)
ax.plot([0, 1], [0, 1], ":", color=plots.DATA, label="keeps its word")
ax.set(xlabel="mean predicted probability of a bin", ylabel="share of frauds seen")
ax.legend()
alt = "The plain model keeps near the diagonal, everybody alike is one point on it; "
plots.show(fig, alt=alt + "the balanced model stays far below, up to the last bin.")

# %% [markdown]
r"""
Where the balanced model says 0.75, 0.05 are frauds. Its log loss, 0.243, is worse than that of saying 2 % to everybody,
0.092. But look at everybody alike: one point, on the diagonal, and nobody told apart. **Calibration is a
condition, not a goal.** A proper score such as log loss wants both, a word that is kept and rows told apart: 0.043 for
the plain model.

The remedies: leave the balance out; shift the log-odds back when you know both shares; or give up $p$ and search the
threshold by cost. The same lie appears by itself when prevalence moves, as in section 6.

## On the job

**Where it decides.** Wherever a score becomes an action: a payment stopped, a patient called back. `predict` of
scikit-learn's `LogisticRegression` puts the threshold at 0.5, whatever mistakes cost.

**Who owns it.** Prices and floors belong to the business or the clinic. The ML engineer turns them into a threshold and
watches the alerts. The data engineer guards the labels: a fraud never reported counts as honest.

**What an interviewer asks.** "Our model is 99 % accurate. Is it good?" Ask for the prevalence and the prices. "Precision
fell last week. Is the model broken?" Look at the prevalence first.

**At a thousand times the data.** Sort once and use cumulative sums, not a mask a threshold. Labels come late, so last
month's threshold meets this month's frauds.

## Recap

- Precision is read down a column of the matrix, recall along a row. The arguments are `(y_true, y_pred)`.
- AUC and average precision judge a ranking, without a threshold; labels are not scores.
- When positives become rare and nothing else changes, recall, false-positive rate and AUC stay; precision falls.
- Choose the threshold by cost, budget or floor, on rows that do not also judge it.
- A score may rank well and lie, or keep its word and say nothing. Log loss sees both.
"""

# %%
predictions()

# %% [markdown]
r"""
Now do [the exercises](../exercises/10_precision_recall.ipynb). Lists that people read from the top have measures of their own, in
[lesson 19](19_recommendation.ipynb).

**Further reading**

- T. Fawcett, "An introduction to ROC analysis", *Pattern Recognition Letters* 27 (2006).
- J. Davis and M. Goadrich, "The Relationship Between Precision-Recall and ROC Curves", *ICML* (2006).
- C. Elkan, "The Foundations of Cost-Sensitive Learning", *IJCAI* (2001).
"""
