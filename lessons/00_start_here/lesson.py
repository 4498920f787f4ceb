# %% [markdown]
r"""
# Start here: is machine learning a good career path?

Find out firsthand. This course does not argue; it lets you do the work: build an idea in a few lines of NumPy, watch it
fail, measure it honestly, then use the library. After a few lessons you know whether you like this work.

**You will be able to** measure how often a model is wrong, and read what a check tells you about your answer.
<!-- error_rate -->

**You will have seen** the steps of the work besides the model, with what goes wrong in each, and a perfect score that
means nothing.

**You need** Python at the level of loops, functions and lists. School algebra is enough to begin; each lesson says what
else it uses.

**About 15 minutes.** In a hurry? [The warm-up exercise](../exercises/00_start_here.ipynb) takes five and shows how every
check works; come back here after it.
"""

# %% [markdown]
r"""
## 1 · What the work is

A model is the small part. Sculley and colleagues at Google draw a machine-learning system as a page of boxes, with the
learning code as the smallest of them (*Hidden Technical Debt in Machine Learning Systems*, NeurIPS 2015). Around it
stand the data and their checks, serving, monitoring and configuration. Much of the time goes there too:

| step | the question | what goes wrong |
|---|---|---|
| frame | what decision will this number change? | a fine model of the wrong thing |
| data | where do these rows come from, and who is missing? | labels that mean something else than you think |
| baseline | how far does a simple rule get? | weeks spent to beat nothing |
| model | what does the loss punish? | the wrong errors become cheap |
| measure | would this hold on rows nobody has seen? | a score that cannot be repeated |
| ship | what happens at 3 in the morning? | yesterday's model on today's world |

Two kinds of role share that table.

**Engineering roles** (machine-learning engineer, data scientist, data engineer) own a result: the model runs, it is
fast enough, it is watched, it pays. You are hired for what you can build and debug.

**Research roles** (research scientist, research engineer) own a question: a new method, and evidence that it works.
Posts are fewer, and many ask for a doctorate or for published work.
"""

# %% [markdown]
r"""
## 2 · The honest answer

**For it.** The U.S. Bureau of Labor Statistics projects 34 % more jobs for data scientists from 2024 to 2034, against
3 % for all occupations, and gives a median wage of $112,590 for May 2024 (*Occupational Outlook Handbook*, "Data
Scientists"). The tools are free. The skills carry over: health care, banks, factories and newspapers need the same ones.

**Against it.** A projection for one country is not a promise to you, and the first job can be hard to get. Much of
the work is data work: of 53 practitioners interviewed about high-stakes projects, 92 % had met at least one chain of
failures that began in the data (Sambasivan and others, *"Everyone wants to do the model work, not the data work"*,
CHI 2021). Methods change every few years, so you never stop studying. And a model can be wrong without any error
message. That last one is the hard part, and you can see it now.
"""

# %% [markdown]
r"""
## 3 · A model that is never wrong

You have 1,797 scanned digits, 8 × 8 pixels each, from `sklearn.datasets.load_digits` (grey levels 0 to 16; collected
by Alpaydin and Kaynak, UCI repository). The model is **1-nearest neighbour**: to label an image, find the most similar
image it was given and repeat that image's label.

The labels are drawn at random, with no regard to the image. There is nothing to learn.
"""

# %%
import numpy as np
from sklearn.datasets import load_digits
from sklearn.neighbors import KNeighborsClassifier

from firsthand import plots, predict, predictions, table

# %%
images, digits = load_digits(return_X_y=True)
rng = np.random.default_rng(0)
random_labels = rng.integers(0, 10, size=len(digits))
images.shape

# %% [markdown]
r"""
Here, as in every lesson, you say what will happen before you see it. Write your letter over the `?`, run the cell, and
run on. Results that would tell you too early are folded away until you run their cell. (A page that only shows
notebooks, like GitHub's, cannot fold them: there, stop reading at each question.)

**Predict.** The model is given the first 1,000 images with their random labels. On those same 1,000 images, how often
is it right?

- (a) about 10 % of the time
- (b) about 50 % of the time
- (c) every single time
"""

# %%
on_seen = predict("?")  # a, b or c in place of ?
on_seen

# %%
model = KNeighborsClassifier(n_neighbors=1)
model.fit(images[:1000], random_labels[:1000])
seen = model.score(images[:1000], random_labels[:1000])
right = {"labels": ["random"], "images it has seen": [seen]}
table(right, ".1%")

# %%
on_seen.outcome(
    a=seen < 0.2,
    b=0.4 < seen < 0.6,
    c=seen == 1,
    tempts={
        "a": "A guess among ten digits is right one time in ten. Who has kept the list "
        "of answers does not guess.",
        "b": "Half would mean that it forgets some of the images. It keeps them all.",
    },
)

# %% [markdown]
r"""
<details><summary>Why</summary>

Each image it was given is its own nearest neighbour, so the model repeats the label it has stored, whatever that is.

</details>
"""

# %% [markdown]
r"""
**Predict.** Now the other 797 images, which it has never seen; their labels are random as well. How often is it right?
This time say a number.
"""

# %%
on_new = predict("?", unit="%")  # a number in place of ?
on_new

# %%
unseen = model.score(images[1000:], random_labels[1000:])
right["new images"] = [unseen]
table(right, ".1%")

# %%
on_new.outcome(round(100 * unseen, 1), within=0.25)

# %% [markdown]
r"""
<details><summary>Why</summary>

With ten digits drawn at random, nothing beats a guess: 10 %, give or take the luck of 797 draws; here 8.9 %. The model
has learned nothing, and no error message told you.

</details>
"""

# %% [markdown]
r"""
**Predict.** A second model of the same kind is given the same 1,000 images with their *true* labels. Which score tells
the two models apart?

- (a) only the one on the images they have seen
- (b) only the one on the new images
- (c) each of the two scores
"""

# %%
telling = predict("?")  # a, b or c in place of ?
telling

# %%
true_model = KNeighborsClassifier(n_neighbors=1)
true_model.fit(images[:1000], digits[:1000])
seen_true = true_model.score(images[:1000], digits[:1000])
unseen_true = true_model.score(images[1000:], digits[1000:])
right = {
    "labels": ["random", "true"],
    "images it has seen": [seen, seen_true],
    "new images": [unseen, unseen_true],
}
table(right, ".1%")

# %%
seen_differs, new_differs = seen != seen_true, unseen < unseen_true - 0.1
telling.outcome(
    a=seen_differs and not new_differs,
    b=new_differs and not seen_differs,
    c=seen_differs and new_differs,
    tempts={
        "a": "On what they have seen, both repeat what they stored: 100 % twice.",
        "c": "New images tell them apart; those they have seen give 100 % twice.",
    },
)

# %% folded="Draw the four scores"
fig, ax = plots.figure()
runs = {"true labels": (seen_true, unseen_true), "random labels": (seen, unseen)}
places = ("1,000 images it has seen", "797 new images")
plots.bars(ax, runs, places, "{:.0%}", ylabel="share of right answers", ylim=(0, 1.4))
plots.show(
    fig,
    alt="Two pairs of bars: on images it has seen the model is right every time "
    "with true and with random labels; on new images nineteen times in twenty "
    "with true labels and about one time in ten with random ones.",
)

# %% [markdown]
r"""
<details><summary>Why</summary>

The pair of bars on the left is equal: each model repeats what it has stored. Only the pair on the right tells you which
model has learned: 96.2 % against 8.9 %.

</details>
"""

# %% [markdown]
r"""
That gap, a perfect score that means nothing, is why each lesson asks how its numbers were measured. If finding such a
thing annoys you in a pleasant way, the answer to the title may be yes.
"""

# %% [markdown]
r"""
## 4 · The lessons

Each lesson is a notebook to read and run, and a notebook of exercises. Lessons build on each other from top to bottom,
and each names what it needs.

<!-- lessons -->

**With little time**, four lessons hold the core, and a look at lesson 02 where they link to it is enough:
[05](05_loss_functions.ipynb) what a model is punished for, [06](06_gradient_descent.ipynb) how it learns,
[09](09_cross_validation.ipynb) how to judge it, [10](10_precision_recall.ipynb) how to decide with it. That is ten and a
half hours, exercises included.

**With a direction**, take the lessons in this order:

| you want to | first | then |
|---|---|---|
| use models, and know when to distrust them | 01, 03, 10 | 04, 09, 07, 11, 13, 18, 21 |
| build and run them, as an engineer | 01, 04, 05, 06, 09, 10 | 02, 03, 07, 08, 11, 21, 22, then 15, 17, 19 |
| find new methods, in research | 02, 03, 05, 06 | 07, 08, 09, 13, 14, 15, 18, 20, then 01, 04, 10 |

**Which part of the question does a lesson answer?** Articles on this career name skills. Here is where you can try each of them:

| what such an article names | where you do it |
|---|---|
| learning from data, its workflow, baselines | [01](01_learning_from_data.ipynb) |
| linear algebra | [02](02_linear_algebra.ipynb) |
| probability and statistics; what salaries say | [03](03_probability_statistics.ipynb) |
| messy data, data engineering, data structures | [04](04_messy_data.ipynb) |
| loss functions | [05](05_loss_functions.ipynb) |
| optimisation, gradient descent | [06](06_gradient_descent.ipynb) |
| statistical models, and reading what they say | [07](07_linear_and_logistic_regression.ipynb) |
| generalisation, learning theory | [08](08_generalisation.ipynb) |
| validation, cross-validation | [09](09_cross_validation.ipynb) |
| precision and recall, decisions under costs | [10](10_precision_recall.ipynb) |
| trees and ensembles, importance | [11](11_trees_and_ensembles.ipynb) |
| unsupervised learning: clusters, components, anomalies | [12](12_clusters_and_components.ipynb) |
| probabilistic inference: priors, naive Bayes, sampling | [13](13_probabilistic_inference.ipynb) |
| optimisation methods | [14](14_optimisation_methods.ipynb) |
| neural networks, deep learning, automatic differentiation | [15](15_neural_networks.ipynb) |
| computer vision | [16](16_computer_vision.ipynb) |
| natural language processing | [17](17_natural_language.ipynb) |
| transformers, generative models | [18](18_transformers.ipynb) |
| recommendation, search ranking, personalisation | [19](19_recommendation.ipynb) |
| reinforcement learning, autonomous systems | [20](20_reinforcement_learning.ipynb) |
| model debugging, dataset bias, fairness | [21](21_debugging_bias.ipynb) |
| complexity, scale, hardware, distributed training | [22](22_scale.ipynb) |
"""

# %% [markdown]
r"""
## 5 · How an exercise answers back

Every exercise has an answer cell and a check cell. The check asks your answer on several inputs and compares what comes
back with what is right. It shows one of three signs:

- **✔ Right**, and the points it earned;
- **○ Not started**, while the answer cell still holds `...  # your answer`;
- **✘ Not yet**, and the mistake by name if it knows it, else the first input where your answer differs.

A wrong answer costs nothing, and you may check as often as you like. The check sends nothing anywhere. On your own
machine your answers stay in `exercises/`. In a browser tab they stay in this browser, and on Colab and Binder on the
provider's computer: download the notebook before you leave.

First see whether your machine has what the notebooks use. The next cell says *ok* for each package, or what is missing
and the command that mends it.
"""

# %% tags=["nbval-ignore-output"]
from firsthand import environment

environment.report()

# %% [markdown]
r"""
## Recap

- The model is a small part of the work; framing, data and measuring are the rest.
- Engineers own a result, researchers own a question.
- A score on rows the model has seen can be perfect and mean nothing.
- You said what would happen before you saw it. How often did it come true?
"""

# %%
predictions()

# %% [markdown]
r"""
**Where you stand.** The next cell shows your points in every lesson, from your exercise notebooks as you saved them, and
says what to do next. It stands at the end of each exercise notebook too.
"""

# %% tags=["nbval-ignore-output"]
from firsthand import progress

progress()

# %% [markdown]
r"""
Now do [the warm-up exercise](../exercises/00_start_here.ipynb): five minutes, and you know how every check works.
"""
