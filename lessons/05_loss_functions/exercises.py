# %% [markdown]
r"""
# Exercises: say what an error costs

Twelve exercises to [the lesson on loss functions](../notebooks/05_loss_functions.ipynb), 21 points, 60 to 90
minutes. Each stands alone, so skip one and come back as you like.

Replace `...  # your answer`, run the cell, then run the check cell under it. Hints climb: the first asks a
question, the second points at the step. Explained solutions are in [the
solutions](../solutions/05_loss_functions.ipynb).

The conventions of the course hold everywhere: a loss is the mean over rows, the mean squared error has no ½, an
error is prediction minus y, logarithms are natural, and class 1 is the positive class. A function returns its
result and leaves the arrays it is given as they were.
"""

# %%
import numpy as np

from firsthand import check, datasets, table

# %% [markdown]
r"""
## 1 · The mean squared error (1 point, 5 minutes)

Write `mean_squared_error(y, prediction)`: the mean over rows of the squared error.

- `y`, `prediction`: arrays of n numbers, n from 2. Each of them has the shape (n,) or (n, 1), and the two
  shapes may differ: a database hands out columns, a model often returns a flat array.
- Return one number.

Example: y = [3, −1, 2, 7], prediction = [2.5, 0, 2, 9]. The errors are −0.5, 1, 0 and 2, their squares add up
to 5.25, and the answer is 1.3125. It is the same when one of the two is a column.

<details><summary>Hint 1</summary>What shape has `np.zeros((4, 1)) - np.zeros(4)`? Run it.</details>
<details><summary>Hint 2</summary>Both arrays need one shape before they meet. A method of every array makes it
flat; see `np.ravel` or `reshape(-1)`.</details>
"""


# %% exercise="mean_squared_error"
def mean_squared_error(y, prediction):
    """Mean of the squared errors. y, prediction : (n,) or (n, 1). Returns a number."""
    ### BEGIN SOLUTION
    errors = np.ravel(prediction) - np.ravel(y)
    return np.mean(errors**2)
    ### END SOLUTION


# %% check="mean_squared_error"
check("mean_squared_error", mean_squared_error)

# %% [markdown] solution="only"
r"""
Flatten first, and a column can never meet a row. The common mistake is the silent one: (n, 1) minus (n,) is a
table of n × n differences, and its mean is a plausible number. The library calls this
`sklearn.metrics.mean_squared_error`.
"""

# %% [markdown]
r"""
## 2 · What does one number want? (2 points, 7 minutes)

A courier promises one and the same time for every delivery. Seven deliveries took

25, 70, 18, 30, 20, 41 and 20 minutes.

**Predict, without running any code**, which constant promise has the smallest mean loss over these seven rows:

- `"squared"`: the loss is the squared error.
- `"absolute"`: the loss is the absolute error.
- `"pinball 0.75"`: a minute by which the promise is too short costs 0.75, a minute by which it is too long
  0.25.
- `"squared, 350"` and `"absolute, 350"`: the same two losses, when the van breaks down and the 70 becomes 350
  (the 70 is gone).

Fill in the dictionary with five numbers of minutes. Each question has exactly one best constant. A smaller
example: for the three values 1, 2 and 9 the best constants are 4 (squared) and 2 (absolute).

<details><summary>Hint 1</summary>Sort the seven values. Stand anywhere and take one step up: how many rows get
dearer, how many cheaper, and by how much a row?</details>
<details><summary>Hint 2</summary>For pinball 0.75 a step up costs 0.25 for each row at or below you and saves
0.75 for each row above. Go up while that pays.</details>
"""

# %% exercise="best_constant"
### BEGIN GIVEN
# constants = {
#     "squared": ...,  # your answer
#     "absolute": ...,
#     "pinball 0.75": ...,
#     "squared, 350": ...,
#     "absolute, 350": ...,
# }
### END GIVEN
### BEGIN SOLUTION
constants = {
    "squared": 32,
    "absolute": 25,
    "pinball 0.75": 41,
    "squared, 350": 72,
    "absolute, 350": 25,
}
### END SOLUTION

# %% check="best_constant"
check("best_constant", constants)

# %% [markdown] solution="only"
r"""
Squares want the mean: 224/7 = 32, then 504/7 = 72. Absolute errors want the median, 25, and it does not care
how far off the largest value is. Pinball 0.75 wants the smallest value with at least three quarters of the rows at or below it:
30 covers 5 of 7, 71 %, and 41 covers 6. The common mistake is to answer an interpolated quantile, 35.5, which
costs more than 41. The library calls it `np.quantile(y, 0.75, method="inverted_cdf")`.
"""

# %% [markdown]
r"""
## 3 · The Huber loss of each error (2 points, 7 minutes)

Huber's loss squares small errors and is straight for large ones. Write `huber(error, delta)`. An error e costs

- ½ e² where |e| is at most delta;
- beyond, a straight line that continues the square without a jump and without a kink.

`error` is an array (n,) of floats, n from 1, `delta` a number above 0. Return an array (n,), one loss for each
error, no mean.

Example: error = [1, −3, 2, 0] and delta = 2 gives `[0.5, 4.0, 2.0, 0.0]`. The −3 lies beyond: at 2 the square
has reached 2, and one unit further with slope 2 makes 4.

<details><summary>Hint 1</summary>How steep is ½ e² at e = delta, and how high is it there?</details>
<details><summary>Hint 2</summary>A line is a height to start from plus a slope times a distance. Draw the three for
delta = 2 and an error of −5. `np.where(condition, a, b)` picks one of two arrays, row by row.</details>
"""


# %% exercise="huber"
def huber(error, delta):
    """Huber loss of each error (n,); delta : number above 0. Returns an array (n,)."""
    ### BEGIN SOLUTION
    size = np.abs(error)
    return np.where(size <= delta, size**2 / 2, delta * (size - delta / 2))
    ### END SOLUTION


# %% check="huber"
check("huber", huber)

# %% [markdown] solution="only"
r"""
At |e| = delta both halves are ½ delta² high and delta steep, so they join smoothly. The common mistake is to
compare e instead of |e| with delta: large negative errors are squared then, and an outlier on that side
rules the fit. The library calls it `scipy.special.huber(delta, e)`, delta first; PyTorch's `SmoothL1Loss` is the
same divided by delta. scikit-learn's `HuberRegressor` leaves the ½ out, and its `epsilon` counts in units of a
spread of the noise that it estimates.
"""

# %% [markdown]
r"""
## 4 · When one side is dear (2 points, 6 minutes)

Write `pinball(y, prediction, tau)`: the mean over rows of the pinball loss. A unit by which the prediction is
**too low** (y lies above it) costs `tau`; a unit by which it is **too high** costs 1 − tau.

- `y`, `prediction`: arrays (n,), n from 1. `tau`: between 0 and 1.
- Return one number, at least 0.

Example: y = [10, 20, 30], prediction = [14, 18, 30], tau = 0.9. The first is 4 too high: 4 · 0.1 = 0.4. The
second is 2 too low: 2 · 0.9 = 1.8. The third costs nothing. The answer is 2.2/3 = 0.7333.

<details><summary>Hint 1</summary>What is the sign of y − prediction for a row that is too low?</details>
<details><summary>Hint 2</summary>Two questions a row: on which side does it lie, and by how many units? The price
comes from the first, the cost from both.</details>
"""


# %% exercise="pinball"
def pinball(y, prediction, tau):
    """Mean pinball loss. y, prediction : (n,); tau : 0 to 1. Returns a number."""
    ### BEGIN SOLUTION
    short = y - prediction
    return np.mean(np.where(short > 0, tau * short, (tau - 1) * short))
    ### END SOLUTION


# %% check="pinball"
check("pinball", pinball)

# %% [markdown] solution="only"
r"""
`short` is negative for a prediction that is too high, and tau − 1 is negative too, so the product is a cost.
The common mistake is to exchange the sides, and the fit then promises what one delivery in ten can keep. The
library calls it `sklearn.metrics.mean_pinball_loss(y, prediction, alpha=tau)`; others say quantile loss.
"""

# %% [markdown]
r"""
## 5 · From noise to loss (2 points, 8 minutes)

A reading y scatters around mu with normal noise of standard deviation sigma. Its density is

$$f(y) = \frac{1}{\sigma\sqrt{2\pi}}\, e^{-(y-\mu)^2/(2\sigma^2)} .$$

Write `negative_log_likelihood(y, mu, sigma)`: the mean over rows of −log f, complete, with every constant.

- `y`, `mu`: arrays (n,), n from 1. `sigma`: one number above 0, in the unit of y.
- Return one number. It must stay exact with hundreds of rows, and for a reading 50 sigmas away from mu.

Example: y = [10, 14], mu = [12, 13], sigma = 2. The two rows cost 2.1121 and 1.7371; the answer is 1.9246.

<details><summary>Hint 1</summary>What does the logarithm make of a product, of a quotient, and of e to some
power?</details>
<details><summary>Hint 2</summary>Work −log f out on paper first: three terms, none with an exponential. In the
example the term with the square is 0.5 for the first row, and the other two are the same for both
rows.</details>
"""


# %% exercise="negative_log_likelihood"
def negative_log_likelihood(y, mu, sigma):
    """Mean of -log density. y, mu : arrays (n,); sigma : above 0. Returns a number."""
    ### BEGIN SOLUTION
    z = (y - mu) / sigma
    return np.mean(z**2) / 2 + np.log(sigma) + np.log(2 * np.pi) / 2
    ### END SOLUTION


# %% check="negative_log_likelihood"
check("negative_log_likelihood", negative_log_likelihood)

# %% [markdown] solution="only"
r"""
mu stands in the square alone; sigma scales that square and adds a constant. So for any sigma the best mu is the
one with the smallest mean squared error: sigma does not move the minimiser. The common mistake is to compute
the density and take its logarithm afterwards, which fails where the density rounds to 0. The library calls it
`-scipy.stats.norm.logpdf(y, mu, sigma)`.
"""

# %% [markdown]
r"""
## 6 · The price of surprise (2 points, 8 minutes)

A clinic forecasts for each patient the probability p of coming back within 30 days (y = 1). Write
`log_loss(y, p)`: the mean over rows of −log of the probability that was given to what happened, with the
natural logarithm.

- `y`: array (n,) of 0 and 1, perhaps all of one class, n from 1. `p`: array (n,), from 0 to 1; 0, 1 and numbers
  next to them occur.
- First move p into the range from 1e-9 to 1 − 1e-9: what lies outside counts as the nearer end.
- Return one number. The arrays handed in stay as they are.

Example: y = [1, 0, 1, 1], p = [0.9, 0.2, 0.4, 0.7]. What happened had the probabilities 0.9, 0.8, 0.4 and 0.7;
their −log are 0.1054, 0.2231, 0.9163 and 0.3567, and the answer is 0.4004.

<details><summary>Hint 1</summary>In the example the second row has y = 0 and p = 0.2. Where does its 0.8 come
from?</details>
<details><summary>Hint 2</summary>Three steps, and the order matters: p into its range (one NumPy function does it,
and returns a new array), the probability of what happened in each row, the mean of −log.</details>
"""


# %% exercise="log_loss"
def log_loss(y, p):
    """Mean surprise. y : (n,) of 0 and 1; p : (n,), chances of 1. Returns a number."""
    ### BEGIN SOLUTION
    p = np.clip(p, 1e-9, 1 - 1e-9)
    return -np.mean(np.log(np.where(y == 1, p, 1 - p)))
    ### END SOLUTION


# %% check="log_loss"
check("log_loss", log_loss)

# %% [markdown] solution="only"
r"""
Each row is charged for the probability of what happened, so one `np.where` and one logarithm do. The common
mistakes are a lost minus and a `np.clip` whose result is thrown away. The library calls it
`sklearn.metrics.log_loss`; it clips at 2.2e-16, so where something came true that was given less than 1e-9 its number is larger.
With the two-term formula −y log p − (1 − y) log(1 − p) you get the same.
"""

# %% [markdown]
r"""
## 7 · Log loss without overflow (2 points, 8 minutes)

A model puts out a **logit** z, any number; the probability of y = 1 is the sigmoid 1/(1 + e⁻ᶻ). Write
`log_loss_from_logits(y, z)`: the mean log loss (natural logarithm), computed from z.

- `y`: array (n,) of 0 and 1. `z`: array (n,) of floats, from −1000 to 1000. n from 1.
- Return one finite number, right to five digits where it is above 1e-10: where y = 1, a logit of −1000 costs
  1000, and one of 20 costs 2.06e-9. Nothing is clipped.
- NumPy gives no warning on the way, even where both −1000 and 1000 occur.

Example: y = [1, 0, 1], z = [0, −1000, −3]. The rows cost 0.6931, 0 and 3.0486; the answer is 1.2472.

<details><summary>Hint 1</summary>Put the sigmoid into −log p and simplify on paper. What is left for a row with
y = 1? And with y = 0? </details>
<details><summary>Hint 2</summary>Both are log(1 + e to some power), and 1 is e⁰. The lesson takes the largest score
out of such a sum; which of the two is it here, and when?</details>
"""


# %% exercise="log_loss_from_logits"
def log_loss_from_logits(y, z):
    """Mean log loss. y : (n,) of 0 and 1; z : (n,), logits. Returns a number."""
    ### BEGIN SOLUTION
    return np.mean(np.maximum(z, 0) - y * z + np.log1p(np.exp(-np.abs(z))))
    ### END SOLUTION


# %% check="log_loss_from_logits"
check("log_loss_from_logits", log_loss_from_logits)

# %% [markdown] solution="only"
r"""
One row costs log(1 + eᶻ) − y z, and log(1 + eᶻ) = max(z, 0) + log(1 + e^(−|z|)), whose exponent is never
positive: e to the larger of z and 0 is taken out. The common mistake is to squash first and clip then: clipped at
1e-15, a logit of 1000 on the wrong side costs 34.5 instead of 1000, and has no gradient. An `np.where` over two forms
picks the right one, yet computes both, and the other overflows. NumPy has `np.logaddexp(0, z)` for log(1 + eᶻ);
PyTorch calls the loss `BCEWithLogitsLoss`.
"""

# %% [markdown]
r"""
## 8 · From scores to shares (2 points, 7 minutes)

Write `softmax(Z)`: for each row, e to the power of each score, divided by their sum over the row.

- `Z`: array (n, k) of floats, a row a patient, a column a class; n from 1, k from 2. Scores may be as large as
  ±1500, and one row's may be 2000 above another's.
- Return an array (n, k), each row summing to 1, without NaN. `Z` stays as it is.

Example: the rows [1000, 1000] and [0, log 3] = [0, 1.0986] give `[[0.5, 0.5], [0.25, 0.75]]`.

<details><summary>Hint 1</summary>What happens to the shares of a row when the same number is added to all its
scores?</details>
<details><summary>Hint 2</summary>Each row needs a number of its own, after which no exponent is above 0. Look at the
shape of what you subtract: (n,), or (n, 1)?</details>
"""


# %% exercise="softmax"
def softmax(Z):
    """Shares of each row of scores. Z : (n, k). Returns (n, k), each row sums to 1."""
    ### BEGIN SOLUTION
    weights = np.exp(Z - Z.max(axis=1, keepdims=True))
    return weights / weights.sum(axis=1, keepdims=True)
    ### END SOLUTION


# %% check="softmax"
check("softmax", softmax)

# %% [markdown] solution="only"
r"""
A number added to every score of a row cancels in the quotient, so each row may be shifted until its largest
score is 0. The common mistake is to shift by the largest score of the whole table: a row far below it turns
into 0/0. The library calls it `scipy.special.softmax(Z, axis=1)`. PyTorch's `CrossEntropyLoss` contains it: who
applies it by hand as well gets timid shares, at most e/(e + 2) = 0.576 of three.
"""

# %% [markdown]
r"""
## 9 · The gradient at the logits (2 points, 7 minutes)

Training needs to know how the loss moves with each logit. The loss is L = the mean over rows of the log loss,
where row i has the probability 1/(1 + e^(−zᵢ)) of y = 1. Write `logit_gradient(y, z)`: the derivative of L with
respect to each zᵢ. SciPy's `expit` is the sigmoid; you need not use it.

- `y`: array (n,) of 0 and 1. `z`: array (n,) of floats from −1000 to 1000, n from 1.
- Return an array (n,), without NaN. Mind that L is a mean.

Example: y = [1, 0], z = [0, log 3]. The probabilities are 0.5 and 0.75; the answer is `[-0.25, 0.375]`.

<details><summary>Hint 1</summary>By the chain rule: how does a row's loss change with p, where y = 1 and where
y = 0, and how does p change with z?</details>
<details><summary>Hint 2</summary>The derivative of the sigmoid is p(1 − p), and most of each product cancels. Then
compare your rows with the example: what share of a mean of two rows is one row's?</details>
"""


# %% exercise="logit_gradient"
from scipy.special import expit  # the sigmoid, safe for any number


def logit_gradient(y, z):
    """Gradient of the mean log loss. y : (n,) of 0 and 1; z : (n,). Returns (n,)."""
    ### BEGIN SOLUTION
    return (expit(z) - y) / len(y)
    ### END SOLUTION


# %% check="logit_gradient"
check("logit_gradient", logit_gradient)

# %% [markdown] solution="only"
r"""
The p(1 − p) of the sigmoid cancels against the derivative of the logarithm, and the plain error p − y is left:
a sure and wrong forecast pulls with full strength. The common mistake is to keep a factor p(1 − p), which belongs
to the gradient of squared error and vanishes exactly where the model is most wrong. SciPy calls the sigmoid `expit`;
written as eᶻ/(1 + eᶻ) it is NaN at z = 1000.
"""

# %% [markdown]
r"""
## 10 · Mend the weighted loss (2 points, 8 minutes)

`weighted_log_loss(y, p, weight)` is the log loss in which a row with y = 1 counts as if it stood in the data
`weight` times, and a row with y = 0 once. The clinic missed too many patients with the plain loss. The code
runs, and has two faults. Find and mend them.

- `y`: array (n,) of 0 and 1, perhaps all of one class, n from 1. `p`: array (n,), from 0 to 1. `weight`: above 0, not always whole.
- p is moved into the range from 1e-9 to 1 − 1e-9 first. The arrays handed in stay as they are. Return one
  number.

Example: y = [1, 0, 0], p = [0.5, 0.2, 0.1], weight = 3. The rows cost 0.6931, 0.2231 and 0.1054. With the first
row three times there are five rows, and their mean is 2.4079/5 = 0.4816. The code as given returns 0.8026.

<details><summary>Hint 1</summary>Write the example out as five rows. Which number in the code does not know
that there are five? And what happens at p = 0?</details>
<details><summary>Hint 2</summary>How many rows are there with the copies written out, in the example and in general?
For the other fault, print `p` before and after the first line, for a p that holds a 0.</details>
"""


# %% exercise="fix_the_loss"
def weighted_log_loss(y, p, weight):
    """Log loss, rows of y = 1 counted `weight` times. y, p : (n,). Returns a number."""
    ### BEGIN GIVEN
    # np.clip(p, 1e-9, 1 - 1e-9)
    # row_loss = -(y * np.log(p) + (1 - y) * np.log(1 - p))
    # row_weight = np.where(y == 1, weight, 1)
    # return np.sum(row_weight * row_loss) / len(y)
    ### END GIVEN
    ### BEGIN SOLUTION
    p = np.clip(p, 1e-9, 1 - 1e-9)
    row_loss = -(y * np.log(p) + (1 - y) * np.log(1 - p))
    row_weight = np.where(y == 1, weight, 1)
    return np.sum(row_weight * row_loss) / np.sum(row_weight)
    ### END SOLUTION


# %% check="fix_the_loss"
check("fix_the_loss", weighted_log_loss)

# %% [markdown] solution="only"
r"""
`np.clip` returns a new array, so its result must be kept; and three copies of a row make the data longer, so
the divisor is the sum of the weights. The common mistake is to leave `len(y)`: the minimum stays where it is,
yet the number grows with the weight and can no longer be compared. The library calls it
`log_loss(y, p, sample_weight=...)`. PyTorch's `BCEWithLogitsLoss` does divide by n.
"""

# %% [markdown]
r"""
## 11 · Read the scores (1 point, 5 minutes)

Three forecasters gave 1,000 patients a probability of coming back within 30 days. They rank the patients alike,
and agree on who lies above one half; they differ in how boldly they speak. One is *honest* (of the patients
given 0.8, about 80 % come back), one *overconfident* (too near 0 and 1), one *underconfident* (too near one
half). Run the cell; for the Brier score and the log loss smaller is better. Someone who always says 0.5 has a
Brier score of 0.25 and a log loss of 0.693.
"""

# %% tags=["illustration"]
from sklearn import metrics

came_back, forecasts = datasets.triage_forecasts(np.random.default_rng(1))
table(
    [
        {
            "forecaster": name,
            "accuracy": metrics.accuracy_score(came_back, p >= 0.5),
            "Brier": metrics.brier_score_loss(came_back, p),
            "log loss": metrics.log_loss(came_back, p),
        }
        for name, p in forecasts.items()
    ],
    decimals=3,
)

# %% [markdown]
r"""
Fill in the dictionary. `"A"`, `"B"` and `"C"` are each one of `"honest"`, `"overconfident"`,
`"underconfident"`. `"same for all"` is the score that cannot tell the three apart: `"accuracy"`, `"brier"` or
`"log loss"`.

<details><summary>Hint 1</summary>Which of the three scores punishes one sure and wrong forecast without any
bound?</details>
<details><summary>Hint 2</summary>Compare each row with someone who always says 0.5: what would bring a forecaster
close to that score, and what beyond it?</details>
"""

# %% exercise="read_the_scores"
### BEGIN GIVEN
# reading = {
#     "A": ...,  # your answer
#     "B": ...,
#     "C": ...,
#     "same for all": ...,
# }
### END GIVEN
### BEGIN SOLUTION
reading = {
    "A": "underconfident",
    "B": "overconfident",
    "C": "honest",
    "same for all": "accuracy",
}
### END SOLUTION

# %% check="read_the_scores"
check("read_the_scores", reading)

# %% [markdown] solution="only"
r"""
All three are right equally often, so accuracy is blind here. A is not far below 0.25 and 0.693, the scores of
always one half: timid. B is worse than that in log loss although it knows as much as the others: its sure and wrong
rows cost dear. C is best in both proper scores. The common mistake is to take the bold forecaster for the best
one, because accuracy does not object.
"""

# %% [markdown]
r"""
## 12 · Choose the loss (1 point, 6 minutes)

Choose for each team the loss its model should be trained with. The options: `"squared"`, `"absolute"`,
`"huber"`, `"pinball 0.1"`, `"pinball 0.9"`, `"log loss"`, `"zero-one"` (1 for a wrong label or a missed value,
else 0). In the pinball losses tau is the price of a forecast that is too low.

- **A.** A hospital orders blood for the next day. A unit that is missing comes by express for 900 euros; a unit
  left over expires, which costs 100.
- **B.** A clinic forecasts what each day's emergencies will cost. A few days are very dear, and that is real.
  The 365 forecasts are added up into the year's budget, which must be right on average.
- **C.** A factory adjusts its scales by 60 readings. The noise is normal, about 5 grams; 3 of the 60 are slips
  of the pen, hundreds of grams off, and nobody knows which. Both sides cost the same. The good readings should
  count in full, as far as they can.
- **D.** A clinic shows doctors each patient's risk, and they act on the number itself. A forecast of 0 for a
  patient who then comes back must cost without bound.

<details><summary>Hint 1</summary>For each team: what should the forecast be, a mean, a median, a quantile or a
probability?</details>
<details><summary>Hint 2</summary>Ask of each loss how hard a row pulls that is far off, on either side. Should the
dear days of B pull, and the slips of C?</details>
"""

# %% exercise="choose_loss"
### BEGIN GIVEN
# choices = {
#     "A": ...,  # your answer
#     "B": ...,
#     "C": ...,
#     "D": ...,
# }
### END GIVEN
### BEGIN SOLUTION
choices = {"A": "pinball 0.9", "B": "squared", "C": "huber", "D": "log loss"}
### END SOLUTION

# %% check="choose_loss"
check("choose_loss", choices)

# %% [markdown] solution="only"
r"""
A: a unit too few costs 9 times a unit too many, which asks for the quantile 900/(900 + 100). B: means add up,
medians do not, so squares. C: Huber counts the 57 good readings as squares do and pulls no harder for a slip than
for an error of delta. D: of the losses listed for probabilities, only the log loss is without bound. The common mistake is to begin with the loss one knows
instead of the number one needs.
"""
