"""Pay: a real experiment with a job training, a survey of the population, and a survey that people answer or not."""

from importlib.resources import files

import numpy as np
import pandas as pd


def training_earnings():
    """Load the earnings of 445 people whom a lot sent to a job training or not, and those of 15,992 others.

    Returns a DataFrame (445, 4), `trained` (1 for 185 of them), `earned_1974`, `earned_1975`, `earned_1978`, and an array
    (15992,) with the earnings in 1978 of a survey of the population; all in dollars of 1982. Source: National Supported
    Work experiment, LaLonde (1986), sample of Dehejia and Wahba (1999), and Current Population Survey, as bundled in the
    package causaldata (MIT); what was changed stands in data/training_1978.txt.
    """
    return _read("training_1978"), _read("survey_1978")["earned_1978"].to_numpy(dtype=float)


def _read(name):
    path = files("firsthand.datasets") / "data" / f"{name}.csv.gz"
    with path.open("rb") as file:
        return pd.read_csv(file, compression="gzip")


def pay_survey(rng, people=200_000):
    """Simulate the pay of a profession, and who answers a survey about it.

    rng : numpy Generator. Returns pay (people,) in k$ a year, and whether each person answered, booleans (people,). The
    truth: pay is lognormal with median 80 k$ and log spread 0.5; a person whose log pay lies z spreads from the middle
    answers with chance 1 / (1 + exp(3 − 0.8 z)), so high earners answer more often.
    """
    z = rng.normal(size=people)
    return 80 * np.exp(0.5 * z), rng.random(people) < 1 / (1 + np.exp(3 - 0.8 * z))
