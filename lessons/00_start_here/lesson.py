# %% [markdown]
r"""
# Start here: is machine learning a good career path?

Find out firsthand. This course does not argue; it lets you do the work: build an idea in a few lines of NumPy, watch it
fail, measure it honestly, then use the library. After a few lessons you know whether you like this work.

**You will be able to**

- name the steps of the work besides the model, and what goes wrong in each;
- tell a model that has learned from a model that has memorised;
- solve an exercise and read what its check tells you.

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

from firsthand import plots

# %%
images, digits = load_digits(return_X_y=True)
rng = np.random.default_rng(0)
random_labels = rng.integers(0, 10, size=len(digits))
images.shape

# %% [markdown]
r"""
**Predict.** The model is given the first 1,000 images with their random labels. On those same 1,000 images, how often is
it right: about 10 %, about 50 %, or about 100 %? And on the other 797? Write both down, then run the cell.
"""


# %%
def accuracies(labels):
    """Share of right answers on the 1,000 rows the model was given, and on the 797 it has never seen."""
    model = KNeighborsClassifier(n_neighbors=1).fit(images[:1000], labels[:1000])
    return model.score(images[:1000], labels[:1000]), model.score(images[1000:], labels[1000:])


seen, unseen = accuracies(random_labels)
print(f"random labels: {seen:.1%} on rows it has seen, {unseen:.1%} on new rows")

# %% [markdown]
r"""
It is right on every image it was given, and on new ones no better than a guess among ten digits. It has learned nothing:
each image is its own nearest neighbour. Nothing warned you. The true labels show the difference, on the same images.
"""

# %%
seen_true, unseen_true = accuracies(digits)
print(f"true labels:   {seen_true:.1%} on rows it has seen, {unseen_true:.1%} on new rows")

# %% [markdown]
r"""
Look at the two pairs of bars: those on the left are equal, and only those on the right tell the models apart.
"""

# %%
fig, ax = plots.figure()
places = np.array([0, 1])
random_bars = ax.bar(places - 0.2, [seen, unseen], 0.36, color=plots.ERROR, hatch="//", edgecolor="white")
true_bars = ax.bar(places + 0.2, [seen_true, unseen_true], 0.36, color=plots.MODEL)
for bars, label in [(random_bars, "random labels"), (true_bars, "true labels")]:
    ax.bar_label(bars, labels=[f"{label}\n{bar.get_height():.0%}" for bar in bars], padding=2)
ax.set(ylabel="share of right answers", ylim=(0, 1.3), yticks=[0, 0.5, 1])
ax.set_xticks(places, ["1,000 images it has seen", "797 new images"])
plots.show(
    fig,
    alt="Two pairs of bars: on images it has seen the model is right every time with random and with true labels; "
    "on new images about one time in ten with random labels and nineteen times in twenty with true ones.",
)

# %% [markdown]
r"""
That gap, a perfect score that means nothing, is why each lesson asks how its numbers were measured. If finding such a thing
annoys you in a pleasant way, the answer to the title may be yes.
"""

# %% [markdown]
r"""
## 4 · The lessons

Each lesson is a notebook to read and run, and a notebook of exercises. Lessons build on each other from top to bottom,
and each names what it needs.

<!-- lessons -->
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
machine your answers stay in `exercises/`; on Colab and Binder they are on the provider's computer, so save a copy
before you leave.

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

Now do [the warm-up exercise](../exercises/00_start_here.ipynb): five minutes, and you know how every check works.
"""
