"""Fit the model of the service and write model.json beside this file: python docs/service/train.py"""

import json
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from firsthand import datasets


def fitted() -> dict:
    """Fit on 20,000 made payments; return all that a score needs, and the version it is promised under."""
    requests, fraud = datasets.payment_requests(np.random.default_rng(0), 20_000)
    columns = {
        "log_amount": np.log(requests.amount),
        "account_days": requests.account_days,
        "night": requests.night,
        "log_km": np.log(requests.km),
    }
    pipeline = make_pipeline(StandardScaler(), LogisticRegression(tol=1e-9))
    scaler, logistic = pipeline.fit(np.column_stack(list(columns.values())), fraud)
    return {
        "version": "2026-11",
        "columns": list(columns),
        "means": scaler.mean_.tolist(),
        "scales": scaler.scale_.tolist(),
        "weights": logistic.coef_[0].tolist(),
        "intercept": logistic.intercept_[0],
    }


if __name__ == "__main__":
    text = json.dumps(fitted(), indent=2)
    Path(__file__).with_name("model.json").write_text(text + "\n", encoding="utf-8")
