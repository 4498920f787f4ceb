"""Lesson 23 as a real service. Start it with `make serve`, then ask it:

curl -X POST localhost:8000/score -d '{"amount_cents": 40000, "account_days": 30, "night": 1, "distance_m": 90000}'

200 a probability · 400 every faulty field · 404 no such path · 405 another method · 413 too large · 422 another version
"""

import json
import math
from functools import cache
from pathlib import Path
from typing import Any

from fastapi import FastAPI, HTTPException, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field, ValidationError

MOST_BYTES = 1_000
STOP_FROM = 4 / 124  # a good payment stopped costs 4 euros, a missed fraud 120

app = FastAPI(title="Chance of fraud of a payment", redirect_slashes=False)


class Payment(BaseModel):
    """What a request holds. Strict: true, "5", 5.0 and NaN are no whole numbers."""

    model_config = ConfigDict(strict=True)
    amount_cents: int = Field(ge=1, le=5_000_000)
    account_days: int = Field(ge=0, le=36_500)
    night: int = Field(ge=0, le=1)
    distance_m: int = Field(ge=1, le=20_000_000)
    version: Any = None  # whatever is no version of ours is another one, and told so


@cache
def model() -> dict:
    """Read the model that train.py has written: columns, means, scales, weights, intercept and version."""
    return json.loads(Path(__file__).with_name("model.json").read_text(encoding="utf-8"))


def chance_of_fraud(payment: Payment) -> float:
    """Score a payment: units of the contract become columns of the model, found by name."""
    values = {
        "log_amount": math.log(payment.amount_cents / 100),
        "account_days": payment.account_days,
        "night": payment.night,
        "log_km": math.log(payment.distance_m / 1_000),
    }
    parts = zip(*(model()[name] for name in ("columns", "means", "scales", "weights")), strict=True)
    logit = model()["intercept"] + sum(w * (values[name] - mean) / scale for name, mean, scale, w in parts)
    return 1 / (1 + math.exp(-logit))


async def body_of(request: Request) -> bytes:
    """Read the body, and no more of it than the contract allows, whatever length it claims."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BYTES:
            raise HTTPException(413, "too large")
    return body


@app.post("/score")
async def score(request: Request):
    """Answer one request, or name all that is wrong with it; what was sent is never sent back."""
    try:
        payment = Payment.model_validate_json(await body_of(request))
    except ValidationError as wrong:
        faulty = {str(error["loc"][0]) if error["loc"] else "body" for error in wrong.errors(include_input=False)}
        return JSONResponse({"faulty": sorted(faulty)}, status_code=400)
    if payment.version not in (None, model()["version"]):
        raise HTTPException(422, f"this is version {model()['version']}")
    chance = chance_of_fraud(payment)
    return {"version": model()["version"], "probability": round(chance, 4), "stop": chance >= STOP_FROM}
