# %% [markdown]
r"""
# Decide which mistakes you can afford

Two fraud filters watch the same 25,000 card payments. Filter A is right about **98.2 %** of them, filter B
about **92.0 %**. Filter A costs the bank 2.20 € a payment, filter B 0.60 €.

Filter A never raises an alarm. It is right about every honest payment, and it catches nobody. By section 8 you
will have computed all four numbers, and will know which two belong on a slide.

**You will be able to**

- count the four outcomes of a yes-or-no decision, and read a confusion matrix by row and by column;
- compute precision, recall, F-beta, average precision and AUC by hand, and check them with scikit-learn;
- say which of these numbers move when positives become ten times as rare, and by how much;
- choose a threshold by cost, pick rows by a fixed number of alerts, and report both honestly;
- average over three classes, mend a report that flatters, and say when a decision calls for cost, a budget, a
  floor on recall or calibration.

**You need** NumPy masks and means ([Start here](00_start_here.ipynb) sets you up). **About 80 minutes.**
"""

# %%
import numpy as np

from firsthand import datasets, plots

# %% [markdown]
r"""
## 1 · Twelve payments, four counts

A filter gives each payment a **score**: the higher, the more suspicious. Here are twelve payments, sorted by
score. Later it became known which were frauds. Fraud is the **positive** class, 1: positive means "what we look
for", not "good".

| score | .95 | .90 | .80 | .70 | .70 | .55 | .45 | .40 | .30 | .20 | .10 | .05 |
|---|---|---|---|---|---|---|---|---|---|---|---|---|
| fraud | 1 | 1 | 0 | 1 | 0 | 1 | 0 | 1 | 0 | 0 | 0 | 0 |

A score is not a decision. To decide, you set a **threshold**, and flag each payment whose score reaches it:
`score >= threshold`. Take 0.5. Six payments are flagged. Four are frauds, **true positives** (TP). Two are
honest, **false positives** (FP), the false alarms. Of the six left alone, one is a fraud, the **false
negative** (FN), a miss. Five are honest, **true negatives** (TN). The second word is what you said; the first
is whether you were right.
"""


# %%
fraud = np.array([1, 1, 0, 1, 0, 1, 0, 1, 0, 0, 0, 0])
score = np.array([0.95, 0.90, 0.80, 0.70, 0.70, 0.55, 0.45, 0.40, 0.30, 0.20, 0.10, 0.05])


def confusion_counts(y_true, y_pred):
    """True negatives, false positives, false negatives, true positives."""
    pairs = [(0, 0), (0, 1), (1, 0), (1, 1)]
    return [int(np.sum((y_true == truth) & (y_pred == said))) for truth, said in pairs]


flagged = (score >= 0.5).astype(int)
confusion_counts(fraud, flagged)

# %%
fig, ax = plots.figure()
for label, kind, mark, color in (("fraud", 1, "s", plots.ERROR), ("honest", 0, "o", plots.DATA)):
    ax.plot(score[fraud == kind], fraud[fraud == kind], mark, color=color, markersize=11, label=label)
ax.axvline(0.5, color=plots.MODEL, linestyle="--")
names = {"TN 5": (0.25, 0.3), "FP 2": (0.75, 0.3), "FN 1": (0.25, 0.7), "TP 4": (0.75, 0.7)}
for name, place in names.items():
    ax.text(*place, name, ha="center", va="center", fontsize=13)
ax.set(yticks=(0, 1), yticklabels=("honest", "fraud"), ylim=(1.3, -0.3), xlim=(0, 1), xlabel="score (no unit)")
plots.show(fig, alt="A threshold at 0.5 cuts two rows of payments into TN 5, FP 2 (above), FN 1 and TP 4 (below).")

# %% [markdown]
r"""
The dashed line is the threshold, and every choice below is a place for it. To the left, misses can only become
fewer and false alarms more. **Accuracy**, the share of right decisions, is (5 + 4) / 12 = 0.75 here.

## 2 · The matrix, read by row and by column

The four counts in a table are the **confusion matrix**. scikit-learn's, and ours, has the truth in the rows and
what was said in the columns, `[[TN, FP], [FN, TP]]`, as in the figure. Some books exchange rows and columns or
begin with TP. So read a matrix in words, and count each reading once more by another route.
"""

# %%
from sklearn.metrics import confusion_matrix

matrix = confusion_matrix(fraud, flagged)
(tn, fp), (fn, tp) = matrix
in_words = {
    "upper row: honest payments": (tn + fp, np.sum(fraud == 0)),
    "lower row: frauds": (fn + tp, np.sum(fraud == 1)),
    "left column: left alone": (tn + fn, np.sum(flagged == 0)),
    "right column: flagged": (fp + tp, np.sum(flagged == 1)),
    "upper right: honest, flagged for nothing": (fp, np.sum(flagged > fraud)),
    "lower left: frauds that were missed": (fn, np.sum(flagged < fraud)),
}
print(matrix, [int(n) for n in matrix.ravel()] == confusion_counts(fraud, flagged))
for words, (read, counted) in in_words.items():
    print(f"{words:42}{read} read, {counted} counted")

# %% [markdown]
r"""
All six agree. A row is a question about what payments *are*: of the 5 frauds, 4 were flagged. A column is a
question about what was *said*: of the 6 flagged, 4 are frauds. The numerator is the same, the question is not.

## 3 · Two questions, two denominators

$$\text{precision} = \frac{TP}{TP + FP} \qquad\qquad \text{recall} = \frac{TP}{TP + FN}$$

**Precision** asks: when it rings, is there a fire? **Recall** asks: when there is a fire, does it ring? In
medicine they are the positive predictive value and the sensitivity; recall is also the true-positive rate. By
hand: 4/6 = 0.667 and 4/5 = 0.8.

**Predict.** The scores in `sklearn.metrics` that compare labels take `(y_true, y_pred)`. Somebody calls
`precision_score(flagged, fraud)` instead. What comes back: (a) an error; (b) 0.667 all the same; (c) 0.8?
"""

# %%
from sklearn.metrics import precision_score, recall_score

print(f"by hand       precision {tp / (tp + fp):.3f}, recall {tp / (tp + fn):.3f}")
print(f"right order   precision {precision_score(fraud, flagged):.3f}, recall {recall_score(fraud, flagged):.3f}")
print(f"wrong order   precision {precision_score(flagged, fraud):.3f}, recall {recall_score(flagged, fraud):.3f}")

# %% [markdown]
r"""
It is (c), 0.800. Exchanged arguments turn the matrix over its diagonal: FP and FN trade places, and precision
and recall with them. Nothing warns you.

One case is left. Put the threshold at 0.99: nothing is flagged, and precision is 0/0. It is undefined, so a
convention must be chosen.
"""

# %%
nobody = (score >= 0.99).astype(int)
for convention in (0, 1, np.nan):
    print(f"zero_division={convention}: precision {precision_score(fraud, nobody, zero_division=convention):.1f}")

# %% [markdown]
r"""
With 1, a filter that never speaks has a perfect precision. We take 0, and so does scikit-learn, with a warning,
unless you say otherwise.

## 4 · Sweep the threshold

Only twelve payments, so try every threshold that makes a difference: each distinct score, from the top. The two
payments at 0.70 are tied and are flagged together.

**Predict.** You make the filter stricter and raise the threshold from 0.55 to 0.70. Fewer payments are flagged,
and only more suspicious ones. Precision (a) rises; (b) stays; (c) falls?
"""


# %%
def pr_curve(y_true, scores):
    """Precision and recall at each distinct score, from the highest down."""
    thresholds = np.unique(scores)[::-1]
    precision = np.array([np.mean(y_true[scores >= t]) for t in thresholds])
    recall = np.array([np.sum(y_true[scores >= t]) for t in thresholds]) / np.sum(y_true)
    return thresholds, precision, recall


thresholds, precision, recall = pr_curve(fraud, score)
for t, p, r in zip(thresholds, precision, recall, strict=True):
    print(f"score >= {t:.2f}: {np.sum(score >= t):2} flagged, precision {p:.3f}, recall {r:.1f}")

# %% [markdown]
r"""
It falls, (c): from 0.667 at 0.55 to 0.600 at 0.70. The payment that you drop at 0.55 is a fraud. Recall can
only fall or stay when the threshold rises; **precision may go either way**. A search that assumes otherwise
stops too early.

Precision against recall, one point a threshold, is the **precision–recall curve**. Its summary is the **average
precision** (AP): each stretch of recall counts with the precision at which it was won,

$$AP = \sum_k (R_k - R_{k-1})\, P_k, \qquad R_0 = 0,$$

with $P_k$ and $R_k$ the precision and recall (shares) at the $k$-th threshold from the top. By hand, each of the
five frauds wins 0.2 of recall: $0.2\,(1 + 1 + 0.6 + 0.667 + 0.625) = 0.778$.
"""

# %%
from sklearn.metrics import average_precision_score

ap = np.sum(np.diff(recall, prepend=0) * precision)
print(f"by hand {ap:.3f}, scikit-learn {average_precision_score(fraud, score):.3f}")
fig, (left, right) = plots.figure(2, sharey=True)
left.plot(thresholds, precision, "o-", color=plots.MODEL)
left.plot([0.55, 0.70], precision[[4, 3]], "s-", color=plots.ERROR, markersize=8)
left.annotate("stricter,\nyet less precise", (0.7, 0.6), (0.6, 0.2), arrowprops={"arrowstyle": "->"})
left.set(xlabel="threshold (no unit)", ylabel="precision (share)", ylim=(0, 1.08))
right.bar(recall - np.diff(recall, prepend=0), precision, np.diff(recall, prepend=0), align="edge", alpha=0.25)
right.plot(recall, precision, "o", color=plots.MODEL)
right.set(xlabel="recall (share)", title=f"blue area: AP {ap:.3f}", xlim=(0, 1.03))
plots.show(
    fig, alt="Left: precision mostly rises with the threshold, yet dips from 0.667 to 0.6. Right: AP is a sum of bars."
)

# %% [markdown]
r"""
Each bar ends at the threshold that pays for it. Joining the points by sloping lines gives another number, since
no threshold lies on those lines; where many rows share a score, it can be too large (Davis and Goadrich, 2006).

## 5 · Who outranks whom?

Forget thresholds for a moment and ask about the order alone. Take every pair of one fraud and one honest
payment: 5 · 7 = 35 pairs. In how many does the fraud have the higher score? The share is the **AUC**; a tied
pair counts one half. It is the chance that a fraud drawn at random outranks an honest payment drawn at random.
"""

# %%
from sklearn.metrics import roc_auc_score

ahead = score[fraud == 1][:, None] - score[fraud == 0]
auc = np.mean(ahead > 0) + 0.5 * np.mean(ahead == 0)
print(f"{np.sum(ahead > 0)} won, {np.sum(ahead == 0)} tied, {np.sum(ahead < 0)} lost: {auc:.4f}")
print(f"scikit-learn: {roc_auc_score(fraud, score):.4f}")

# %% [markdown]
r"""
The other road to it is a curve. The **ROC curve** (receiver operating characteristic) plots recall against the
**false-positive rate**, FP / (FP + TN), the share of honest payments that are flagged (one minus it is the
specificity). Go down the thresholds: a fraud is a step up, an honest payment a step to the right, a tie of the
two is both at once. Watch what lies below the curve.
"""

# %%
from sklearn.metrics import roc_curve

fig, ax = plots.figure()
for (row, column), difference in np.ndenumerate(ahead):
    color, word = (plots.MODEL, "won") if difference > 0 else (plots.ERROR, "lost" if difference else "tied")
    x, y = (column + 0.5, row + 0.5) if difference else (column + 0.7, row + 0.3)
    ax.text(x / 7, y / 5, word, ha="center", va="center", color=color)
ax.plot(*roc_curve(fraud, score, drop_intermediate=False)[:2], "o-", color=plots.MODEL)
ax.set(xticks=np.arange(8) / 7, xticklabels=[f"{n}/7" for n in range(8)], yticks=np.arange(6) / 5)
ax.set(xlabel="false-positive rate (share of honest payments)", ylabel="recall (share of frauds)")
plots.show(fig, alt="A 5 by 7 table of pairs; the ROC curve runs above all won pairs and through the tied one.")

# %% [markdown]
r"""
The won pairs are exactly the cells under the curve, and the curve cuts the tied cell in half. So the **a**rea
**u**nder the **c**urve is the share of pairs: 28 won and half of one, out of 35.

**Predict.** Three cases. (1) All scores of the twelve with their signs turned. (2) Four payments with scores
.9, .8, .7, .6, of which the first two are frauds; at 0.5 all four are flagged, so half of the decisions are
wrong. (3) The twelve again, but `roc_auc_score` gets the 0-or-1 labels in `flagged`. For each: is the AUC (a)
below one half; (b) 0.5 to 0.8; (c) 0.814 as before; (d) 1?
"""

# %%
sure, truth = np.array([0.9, 0.8, 0.7, 0.6]), np.array([1, 1, 0, 0])
print(f"1  signs turned: AUC {roc_auc_score(fraud, -score):.3f}")
print(f"2  perfect order: AUC {roc_auc_score(truth, sure):.3f}, accuracy at 0.5 {np.mean((sure >= 0.5) == truth):.2f}")
print(f"3  labels for scores: AUC {roc_auc_score(fraud, flagged):.3f} instead of {auc:.3f}")

# %% [markdown]
r"""
First (a): AUC can lie below one half, 0.186 here, one minus the 0.814 of before. So far below, suspect a sign or
a class code turned round; a little below may be chance. Then (d): AUC is 1 though half of the decisions are
wrong, because it looks at order only; a threshold of 0.75 mends them. Last (b), 0.757: labels leave one
threshold of the whole ranking, and pairs with equal labels are tied, 4 · 2 + 1 · 5 = 13 of 35. **Never feed
labels to a ranking measure.**

## 6 · 98 % accurate, and it catches nobody

Now the bank. A generator whose truth we know makes 2,500 payments a day; about 2 % are frauds. The score is
normal with standard deviation 1, around 0 for honest payments and around 2.5 for frauds. Ten days serve to
choose (*validation*), the next ten to judge (*test*).

**Predict.** Three filters: (a) never flag; (b) flag from 2.8 up; (c) flag from 1.4 up. Which is the most
accurate, and which the least?
"""

# %%
rng = np.random.default_rng(0)
fraud_val, score_val = datasets.card_payments(rng, n=25_000)
fraud_test, score_test = datasets.card_payments(rng, n=25_000)
print(f"{fraud_test.sum()} frauds among {len(fraud_test):,} test payments")
for threshold in (np.inf, 2.8, 1.4):
    said = score_test >= threshold
    found, alarms = np.sum(said & (fraud_test == 1)), np.sum(said)
    accuracy, share = np.mean(said == fraud_test), found / max(alarms, 1)
    print(f"from {threshold:3}: accuracy {accuracy:.1%}, {alarms:4} alarms, {found:3} frauds, precision {share:.2f}")

# %% [markdown]
r"""
Most accurate is (b), at 98.7 %, half a point above doing nothing. The filter (c), which catches 399 of 459
frauds, is the *least* accurate, at 92.0 %, below the 98.2 % of catching nobody. Accuracy counts a false alarm
and a missed fraud alike; with more than 50 honest payments to a fraud, it rewards silence, or nearly.

## 7 · What moves when frauds become rare

Suppose frauds fall from 2 % to 0.2 %, a tenth, and nothing else changes: frauds score as frauds did, honest
payments as honest ones. The share of positives is the **prevalence** $\pi$. Of $n$ payments $\pi n$ are frauds
and $(1 - \pi)\,n$ honest, so

$$\text{precision} = \frac{\text{recall}\cdot\pi}{\text{recall}\cdot\pi + \text{fpr}\cdot(1-\pi)},$$

with fpr the false-positive rate. This is Bayes' theorem, in head counts.

**Predict.** The threshold stays at 2. Which of these six move, and which stay: recall, false-positive rate,
AUC; precision, average precision, accuracy?
"""


# %%
def bayes_precision(recall, fpr, prevalence):
    return recall * prevalence / (recall * prevalence + fpr * (1 - prevalence))


columns = []
for prevalence in (0.02, 0.002):
    y, s = datasets.card_payments(np.random.default_rng(2), 400_000, prevalence)
    said, r, fpr = s >= 2, np.mean(s[y == 1] >= 2), np.mean(s[y == 0] >= 2)
    stay = {"recall": r, "false-positive rate": fpr, "AUC": roc_auc_score(y, s)}
    move = {"precision": np.mean(y[said]), "by Bayes": bayes_precision(r, fpr, prevalence)}
    columns.append({**stay, **move, "average precision": average_precision_score(y, s), "accuracy": np.mean(said == y)})
for name in columns[0]:
    print(f"{name:20} {columns[0][name]:6.3f} at 2 %  {columns[1][name]:6.3f} at 0.2 %")

# %% [markdown]
r"""
The first three depend on how each class scores, not on how large it is, so they stay, but for chance: the recall
at 0.2 % rests on some 800 frauds. Precision falls from 0.382 to 0.059, and Bayes foretells both within 0.003.
Average precision falls from 0.585 to 0.274. Accuracy even *rises*, from 0.972 to 0.977. Note the 0.962 beside
the 0.274: an AUC that looks excellent says little about the alarms you will get. And a precision means little
without its prevalence: on data with as many frauds as honest payments it flatters.
"""

# %%
fig, ax = plots.figure()
prevalences = np.geomspace(0.0005, 0.5, 100)
for threshold, line in ((2.8, ":"), (2.0, "--"), (1.4, "-")):
    r, fpr = np.mean(s[y == 1] >= threshold), np.mean(s[y == 0] >= threshold)
    p = bayes_precision(r, fpr, prevalences)
    ax.semilogx(prevalences, p, line, color=plots.MODEL, label=f"by Bayes, from {threshold} up")
    print(f"from {threshold} up: precision {p[0]:.3f} at 0.05 %, {p[-1]:.3f} at 50 %")
ax.plot([0.02, 0.002], [c["precision"] for c in columns], "s", color=plots.DATA, markersize=8, label="measured, 2.0")
ax.set(xlabel="prevalence (share of payments, log scale)", ylabel="precision (share)")
ax.legend()
plots.show(fig, alt="Precision rises with prevalence from below 0.1 to above 0.9 at each threshold; 2.8 lies highest.")

# %% [markdown]
r"""
The filter at 2.0 has any precision from 0.015 to 0.969, by prevalence alone.

## 8 · Three ways to choose a threshold

**By cost.** A false alarm costs this bank 4 €: a phone call, an annoyed customer. A missed fraud costs 120 €.
Right decisions cost nothing. Then the mean cost per payment is a number you can minimise. Choose on validation,
report on test.
"""


# %%
def mean_cost(y_true, said, cost_fp=4, cost_fn=120):
    """Euros per payment."""
    return np.mean(cost_fp * ((y_true == 0) & said) + cost_fn * ((y_true == 1) & ~said))


grid = np.arange(-1, 5, 0.05)
costs = np.array([mean_cost(fraud_val, score_val >= t) for t in grid])
accuracies = np.array([np.mean((score_val >= t) == fraud_val) for t in grid])
cheapest, most_accurate = grid[np.argmin(costs)], grid[np.argmax(accuracies)]
for name, t in {"never": np.inf, "most accurate": most_accurate, "cheapest": cheapest, "always": -np.inf}.items():
    said = score_test >= t
    cost, accuracy = mean_cost(fraud_test, said), np.mean(said == fraud_test)
    print(f"{name:14} from {t:5.2f}: accuracy {accuracy:5.1%}, {cost:.2f} € a payment")

# %% [markdown]
r"""
Here are the two filters of the opening: *never*, 98.2 % and 2.20 €; *cheapest*, 92.0 % and 0.60 €. The two
costs belong on the slide. The most accurate threshold costs 1.27 €, more than twice as much as the cheapest.

Below, three thresholds: where they lie on the precision–recall curve, and what they cost.
"""


# %%
def draw_point(curve_axes, cost_axes, threshold, mark, color):
    """Mark one threshold on the precision–recall curve and on the cost curve of the test payments."""
    said = score_test >= threshold
    p, r = precision_score(fraud_test, said, zero_division=0), recall_score(fraud_test, said)
    curve_axes.plot(r, p, mark, color=color, markersize=9)
    cost_axes.plot(
        threshold, mean_cost(fraud_test, said), mark, color=color, markersize=9, label=f"from {threshold:.2f}"
    )


def draw_curves(curve_axes, cost_axes):
    """Draw both curves of the test payments in grey."""
    points = [(np.mean(fraud_test[score_test >= t]), t) for t in grid[grid < 4]]
    reached = [np.mean(score_test[fraud_test == 1] >= t) for _, t in points]
    curve_axes.plot(reached, [p for p, _ in points], color=plots.DATA)
    cost_axes.plot(grid, [mean_cost(fraud_test, score_test >= t) for t in grid], color=plots.DATA)
    curve_axes.set(xlabel="recall (share)", ylabel="precision (share)", xlim=(0, 1.05), ylim=(0, 1.05))
    cost_axes.set(xlabel="threshold (no unit)", ylabel="cost (€ a payment)", ylim=(0, 4))


# %%
fig, (left, right) = plots.figure(2)
draw_curves(left, right)
looks = ((cheapest, "o", plots.MODEL), (2.0, "^", plots.DATA), (most_accurate, "s", plots.ERROR))
for threshold, mark, color in looks:
    draw_point(left, right, threshold, mark, color)
    print(f"from {threshold:.2f}:", confusion_counts(fraud_test, score_test >= threshold), "TN, FP, FN, TP")
right.legend()
plots.show(fig, alt="Cheapest: high recall, low precision, lowest cost; most accurate: the reverse; 2.0 lies between.")

# %% [markdown]
r"""
From 2.85 down to 1.40, misses fall from 262 to 60 and false alarms rise from 58 to 1,939: 202 · 120 = 24,240 €
saved for 1,881 · 4 = 7,524 € spent. Move the slider: matrix, point and cost move together.
"""


# %% tags=["nbval-ignore-output"]
def draw_at(threshold):
    fig, (table, curve_axes, cost_axes) = plots.figure(3)
    counts = np.reshape(confusion_counts(fraud_test, score_test >= threshold), (2, 2))
    for (row, column), count in np.ndenumerate(counts):
        table.text(column, row, f"{[['TN', 'FP'], ['FN', 'TP']][row][column]}\n{count:,}", ha="center", va="center")
    table.grid(False)
    table.plot([0.5, 0.5, np.nan, -0.5, 1.5], [-0.5, 1.5, np.nan, 0.5, 0.5], color=plots.DATA, linewidth=0.8)
    table.set(xlim=(-0.5, 1.5), ylim=(1.5, -0.5), xticks=(0, 1), xticklabels=("let pass", "flagged"))
    table.set(yticks=(0, 1), yticklabels=("honest", "fraud"), title=f"from {threshold:.2f} up")
    draw_curves(curve_axes, cost_axes)
    draw_point(curve_axes, cost_axes, threshold, "o", plots.MODEL)
    plots.show(
        fig, alt=f"Confusion matrix, point on the curve and cost at threshold {threshold:.2f}: {counts.tolist()}."
    )


plots.slider(draw_at, threshold=(-1.0, 4.0, 0.1))

# %% [markdown]
r"""
**By budget.** The desk has time for 50 alerts a day, whatever the scores are. Then you do not set a threshold:
you take each day's 50 highest. **Precision at k** is the share of frauds among the k taken, **recall at k** the
share of all frauds that are among them.
"""

# %%
day_fraud, day_score = fraud_test.reshape(10, 2_500), score_test.reshape(10, 2_500)
order = np.argsort(-day_score, axis=1, kind="stable")
for k in (50, 100, 200, 300):
    found = np.take_along_axis(day_fraud, order[:, :k], axis=1).sum()
    cost = (4 * (10 * k - found) + 120 * (fraud_test.sum() - found)) / 25_000
    print(f"k {k}: precision {found / (10 * k):.2f}, recall {found / fraud_test.sum():.2f}, {cost:.2f} € a payment")

# %% [markdown]
r"""
With 50 alerts a day the desk finds 60 % of the frauds, and more than every second alert is one. That looks
efficient, and costs 0.92 € a payment. With 200 alerts precision falls to 0.19 and the cost to 0.61 €; with 300
the cost rises again. A high precision can be the sign of a desk that is too small.

**By a floor.** A missed cancer is hard to price, and often nobody will. A rule says instead: recall at least
0.9, and as few false alarms as possible. Real data now: 569 fine-needle samples of breast masses, 212 of them
malignant (Wolberg, Street and Mangasarian; UCI). Mind that scikit-learn codes malignant as **0**; our loader
turns it round, so that the positive class is what we look for. We keep two measurements of the cell nuclei,
texture (the spread of grey levels) and smoothness (no unit), so that the choice is hard.
"""

# %%
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

X, malignant, names = datasets.breast_samples()
cells = X[:, [names.index("mean texture"), names.index("mean smoothness")]]
rows = np.random.default_rng(0).permutation(569)
train, val, test = rows[:285], rows[285:427], rows[427:]
scaler = StandardScaler().fit(cells[train])
model = LogisticRegression().fit(scaler.transform(cells[train]), malignant[train])
risk = model.predict_proba(scaler.transform(cells))[:, 1]
auc_val, auc_test = (roc_auc_score(malignant[part], risk[part]) for part in (val, test))
print(f"{malignant.mean():.0%} malignant; AUC {auc_val:.2f} on validation, {auc_test:.2f} on test")


# %%
def threshold_at_recall(y_true, scores, floor):
    """The highest distinct score at which recall is at least `floor`."""
    thresholds, _, recall = pr_curve(y_true, scores)
    return thresholds[np.argmax(recall >= floor)]


floor = threshold_at_recall(malignant[val], risk[val], 0.9)
for name, part in {"validation": val, "test": test}.items():
    tn, fp, fn, tp = confusion_counts(malignant[part], risk[part] >= floor)
    print(f"{name:10} TN {tn}, FP {fp}, FN {fn}, TP {tp}: recall {tp / (tp + fn):.3f}, precision {tp / (tp + fp):.2f}")

# %% [markdown]
r"""
On validation the floor holds by construction, at 0.902. On test the recall is 0.947, with a precision of 0.58.
Was that luck? Section 12 asks. Keep the prevalence in mind, too: 37 % of these samples are malignant, but each
comes from a mass that had been found before. Among all people invited to a screening the share is far lower,
and section 7 applies.

## 9 · One number: F-beta

The **F-beta** score is a harmonic mean of precision $P$ and recall $R$, in which recall weighs $\beta^2$ times
as much (of the same formula scikit-learn's manual says that $\beta = 2$ makes recall "twice as important"):

$$F_\beta = \frac{(1 + \beta^2)\, P R}{\beta^2 P + R}.$$

$\beta = 1$ is **F1**. A harmonic mean leans to the smaller number: flag every payment, and $P = 0.02$, $R = 1$
have the arithmetic mean 0.51 and the F1 0.039. Which threshold does each beta prefer on the validation rows, and
what does that cost on test?
"""

# %%
from sklearn.metrics import fbeta_score

P = np.array([precision_score(fraud_val, score_val >= t, zero_division=0) for t in grid])
R = np.array([np.mean(score_val[fraud_val == 1] >= t) for t in grid])
for beta in (0.5, 1, 2):
    f = (1 + beta**2) * P * R / np.maximum(beta**2 * P + R, 1e-12)
    best = np.argmax(f)
    same = np.isclose(f[best], fbeta_score(fraud_val, score_val >= grid[best], beta=beta))
    cost = mean_cost(fraud_test, score_test >= grid[best])
    print(f"beta {beta:3}: from {grid[best]:.2f}, P {P[best]:.2f}, R {R[best]:.2f}, as sklearn {same}, {cost:.2f} €")

# %% [markdown]
r"""
A larger beta lowers the threshold here, from 2.85 over 2.60 to 1.95, and the cost on test from 1.27 to 0.71 €.
None of the three reaches the 0.60 € of the rule that was told the prices. A beta is a guess about prices: use it
when nobody can name them, and have it stated beforehand.

## 10 · Three classes, three averages

Let 100 payments be genuine, made with a stolen card, or after an account takeover. The filter never says
*takeover*. Each class in turn is the positive one, and has an F1. **Macro** F1 is their plain mean: a vote for
each class. **Weighted** F1 weighs by class size. **Micro** F1 adds up TP, FP and FN over the classes first: a
vote for each row. In counts, F1 is 2 TP / (2 TP + FP + FN).
"""

# %%
from sklearn.metrics import f1_score

table = np.array([[64, 16, 0], [0, 16, 0], [0, 4, 0]])  # rows true, columns predicted
y_true, y_pred = (np.repeat(index.ravel(), table.ravel()) for index in np.indices((3, 3)))
hits, said, there = np.diag(table), table.sum(axis=0), table.sum(axis=1)
f1 = 2 * hits / (said + there)
precision, recall = hits / np.maximum(said, 1), hits / there
print("F1 of each class", f1.round(3), f"F1 of the mean P and R {2 / (1 / precision.mean() + 1 / recall.mean()):.3f}")
micro = 2 * hits.sum() / (said.sum() + there.sum())
by_hand = {"macro": f1.mean(), "weighted": f1 @ there / 100, "micro": micro}
for average, number in by_hand.items():
    print(f"{average:9} {number:.3f}, scikit-learn {f1_score(y_true, y_pred, average=average, zero_division=0):.3f}")

# %% [markdown]
r"""
Micro is 0.800, the accuracy, (64 + 16) / 100: when each row has one label, every miss of one class is a false
alarm of another. Macro is 0.501, because the class that is never predicted counts 0 and has one vote of three.
Some authors take the mean precision and the mean recall first and the F1 of the two: 0.534 (Opitz and Burst,
2019, compare both). We mean the mean of the F1, as scikit-learn does. If all classes count the same, report
macro, and show the F1 of each.

## 11 · A score that ranks well and lies

A score between 0 and 1 is **calibrated** when it keeps its word: of the payments scored 0.3, three in ten are
frauds. For the bank's generator we can compute such a score $p$: with two normals of standard deviation 1, 2.5
apart, the log-odds of fraud at score $s$ are $\log\frac{\pi}{1-\pi} + 2.5\,s - 2.5^2/2$. Beside it stands what a
common recipe aims at: train on as many frauds as honest payments, to "balance the classes". Such a score
believes in $\pi = 0.5$, so its log-odds are too high by the constant $\log(0.98/0.02) = 3.89$.

With a calibrated $p$ you need no search. Flagging is worth it when $120\,p > 4\,(1 - p)$, that is, from $p =
4/124 = 0.032$ up (Elkan, 2001).

**Predict.** Compared with the calibrated score, is the AUC of the balanced one (a) lower; (b) the same; (c)
higher? And its cost at the threshold 0.032: (d) lower; (e) the same; (f) higher?
"""

# %%
prior = np.log(0.02 / 0.98)
log_odds = prior + 2.5 * score_test - 2.5**2 / 2
calibrated, balanced = (1 / (1 + np.exp(-z)) for z in (log_odds, log_odds - prior))
print(f"share of frauds {fraud_test.mean():.3f}; constant {-prior:.2f}")
for name, p in {"calibrated": calibrated, "balanced": balanced}.items():
    said = p >= 4 / 124
    auc, cost = roc_auc_score(fraud_test, p), mean_cost(fraud_test, said)
    print(f"{name:10} AUC {auc:.4f}, mean {p.mean():.3f}, {said.sum() / 10:.0f} alarms a day, {cost:.2f} €")

# %% [markdown]
r"""
The AUC is the same, (b), to four digits: a constant does not change the order. But the cost is higher, (f): the
balanced score raises 1,370 alarms a day in place of 217 and costs 2.12 € a payment, nearly as much as no filter.
(The calibrated 0.62 € beside the 0.60 € of section 8 is chance in these rows.) No ranking measure can see the
lie. What sees it is the **reliability diagram**: put the rows into bins by what was predicted, and compare the
mean prediction of a bin with the share of frauds in it.
"""

# %%
from sklearn.calibration import calibration_curve

fig, ax = plots.figure()
ax.plot([0, 1], [0, 1], color=plots.DATA, linestyle=":", label="keeps its word")
for name, p, mark, color in (("calibrated", calibrated, "o-", plots.MODEL), ("balanced", balanced, "s--", plots.ERROR)):
    tenth = np.minimum((10 * p).astype(int), 9)
    said, seen = (np.array([v[tenth == b].mean() for b in range(10)]) for v in (p, fraud_test))
    same = np.allclose(calibration_curve(fraud_test, p, n_bins=10), (seen, said))
    eighth = f"{np.sum(tenth == 7)} payments, said {said[7]:.2f}, seen {seen[7]:.2f}"
    print(f"{name:10} bin 0.7 to 0.8: {eighth}; as scikit-learn {same}")
    ax.plot(said, seen, mark, color=color, label=name)
ax.set(xlabel="mean predicted probability of a bin", ylabel="share of frauds seen")
ax.legend()
plots.show(fig, alt="The calibrated score runs near the diagonal; the balanced one far below it, up to the last bin.")

# %% [markdown]
r"""
Where the balanced score says 0.75, 0.05 are frauds. The calibrated one wavers about the diagonal, because its
upper bins are small, 45 payments in this one. The remedies: subtract the constant when you know both
prevalences, fit a calibrator on validation rows (`CalibratedClassifierCV`), or give up $p$ and search the
threshold by cost. The same lie appears by itself when prevalence moves, as in section 7.

## 12 · Who may choose the threshold?

A threshold is learned from rows, like a weight. Rows that chose it cannot judge it.

**Predict.** Keep the model of the breast samples. Split the 284 rows that it has not seen into validation and
test, 200 times. The threshold is the highest with recall at least 0.9 on *validation*. In how many of the 200
is the recall on *test* below 0.9: in about (a) none; (b) one in ten; (c) one half?
"""


# %%
def recall_on_test(seed):
    """Recall on test, with the threshold chosen on validation, and chosen on test."""
    pool = np.random.default_rng(seed).permutation(rows[285:])
    val, test = pool[:142], pool[142:]
    chosen = [threshold_at_recall(malignant[part], risk[part], 0.9) for part in (val, test)]
    return [np.mean(risk[test][malignant[test] == 1] >= t) for t in chosen]


fair, tuned = np.array([recall_on_test(seed) for seed in range(200)]).T
for name, values in {"chosen on validation": fair, "chosen on test": tuned}.items():
    print(f"{name:21} mean {values.mean():.3f}, lowest {values.min():.3f}, below 0.9 in {np.sum(values < 0.9)} of 200")

# %% [markdown]
r"""
It is (c): 100 of 200, and once the recall is 0.706. A threshold that touches the floor on 142 rows is about as
likely to fall below it on the next 142 as not. (The splits share 284 rows; they show a spread, not 200 separate
trials.) Choose on test, and the mean rises from 0.888 to 0.909 and the floor holds in 200 of 200: not because
the model is better, but because you looked. If a rule must hold, aim higher on validation; more rows narrow the
spread.

The same with F1. Each day the desk picks the threshold with the best F1 of *that day* and reports that F1. What
does the threshold achieve on the next day?
"""

# %%
from sklearn.metrics import precision_recall_curve


def claimed_and_next(seed):
    """Best F1 of a day, and the F1 of the same threshold on the next day."""
    rng = np.random.default_rng(seed)
    (today, scores), (tomorrow, later) = datasets.card_payments(rng), datasets.card_payments(rng)
    p, r, thresholds = precision_recall_curve(today, scores)
    f1 = 2 * p * r / np.maximum(p + r, 1e-12)
    return f1.max(), f1_score(tomorrow, later >= thresholds[np.argmax(f1[:-1])])


claimed, real = np.array([claimed_and_next(seed) for seed in range(200)]).T
print(f"claimed {claimed.mean():.3f}, next day {real.mean():.3f}, claim too high in {np.sum(claimed > real)} of 200")

# %%
fig, (left, right) = plots.figure(2)
bins = np.arange(70, 102, 2) / 100 - 1e-9  # a recall of 0.9 belongs to the bin from 0.90 to 0.92
left.hist(fair, bins=bins, color=plots.MODEL, alpha=0.5, label="chosen on validation")
left.hist(tuned, bins=bins, histtype="step", color=plots.ERROR, hatch="//", label="chosen on test")
left.axvline(0.9, color=plots.DATA, linestyle="--")
left.set(xlabel="recall on test (share)", ylabel="splits (count)", ylim=(0, 260))
left.legend(loc="upper left")
right.hist(claimed - real, bins=np.arange(-0.2, 0.34, 0.04), color=plots.MODEL, alpha=0.5)
right.axvline(0, color=plots.DATA, linestyle="--")
right.axvline(np.mean(claimed - real), color=plots.ERROR)
right.set(xlabel="claimed F1 − next day's F1 (share)", ylabel="seeds (count)", title="solid line: the mean")
plots.show(fig, alt="Left: fair recall spreads around 0.9, tuned recall never below. Right: claims lean above zero.")

# %% [markdown]
r"""
The claim is 0.582 on average, the next day 0.548, and the claim is too high on 128 of 200 pairs of
days. That is one free number chosen on some 50 frauds. Choose also among models, features and settings on the same rows, and expect a
wider gap.

## On the job

**Where it decides.** Wherever a score becomes an action: a payment stopped, a patient called back, a file
opened. The threshold is where the money is, and `predict` of scikit-learn's `LogisticRegression` puts it at a
probability of 0.5.

**Who owns it.** The prices and the floor belong to the business or the clinic. The ML engineer turns them into
a threshold, writes down on which rows, and watches the number of alarms a day. The data engineer guards the
labels: a fraud that is never reported counts as an honest payment, and precision looks worse than it is.

**What an interviewer asks.** "Our model is 99 % accurate. Is it good?" Ask for the prevalence, the two prices,
and what happens to a flagged row. "Precision fell last week. Is the model broken?" Look at the prevalence
first.

**At a thousand times the data.** Sort once and use cumulative sums instead of one mask a threshold; AUC from
ranks instead of a table of pairs. Labels come late, so last month's threshold meets this month's frauds.
scikit-learn's `TunedThresholdClassifierCV` chooses a threshold by cross-validation; hand it your own cost.

| what is fixed | choose by |
|---|---|
| the price of both mistakes | expected cost |
| the number of alerts | precision and recall at k |
| a share that must be found | fewest false alarms above the recall floor |
| nothing but "misses matter more" | F-beta, with beta stated beforehand |
| equal weight of unequal classes | macro F1 |
| the probability itself is used | calibration |

## Recap

- Precision is read down a column of the matrix, recall along a row. The arguments are `(y_true, y_pred)`.
- AUC and average precision judge a ranking, without a threshold; labels are not scores. AUC is the chance that
  a positive outranks a negative, ties half.
- When positives become rare and nothing else changes, recall, false-positive rate and AUC stay; precision and
  average precision fall.
- Choose the threshold by cost, budget or floor, on rows that do not also judge it.
- A score may rank well and lie about its probabilities; look at a reliability diagram first.

Now do [the exercises](../exercises/10_precision_recall.ipynb).

**Further reading**

- T. Fawcett, "An introduction to ROC analysis", *Pattern Recognition Letters* 27 (2006).
- J. Davis and M. Goadrich, "The Relationship Between Precision-Recall and ROC Curves", *ICML* (2006).
- C. Elkan, "The Foundations of Cost-Sensitive Learning", *IJCAI* (2001).
- J. Opitz and S. Burst, "Macro F1 and Macro F1", arXiv 1911.03347 (2019).
- T. Saito and M. Rehmsmeier, "The Precision-Recall Plot Is More Informative than the ROC Plot When Evaluating
  Binary Classifiers on Imbalanced Datasets", *PLoS ONE* 10 (2015).
"""
