"""The service beside lesson 23 keeps the contract of the lesson: good requests are scored, bad ones are named."""

import asyncio
import json
import runpy
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import httpx
import pytest
from conftest import ROOT

from firsthand.auditing.pasted import lesson_functions
from firsthand.authoring.course import read_lesson
from firsthand.changing.rounds import Turns

FOLDER = ROOT / "docs" / "service"
GOOD = {"amount_cents": 40_000, "account_days": 30, "night": 1, "distance_m": 90_000}


@pytest.fixture(scope="module")
def service():
    """Ask the application as a server does, without a socket: method, path, content -> answer."""
    transport = httpx.ASGITransport(runpy.run_path(str(FOLDER / "app.py"))["app"])

    async def send(method, path, content):
        async with httpx.AsyncClient(transport=transport, base_url="http://service") as client:
            return await client.request(method, path, content=content)

    return lambda *asked: asyncio.run(send(*asked))


@pytest.fixture(scope="module")
def handle():
    """The function `handle` as the lesson defines it."""
    functions = lesson_functions(read_lesson(ROOT, "23_deployment"), Turns())
    return next(found.function for found in functions if found.name == "handle")


def sent(**changed) -> str:
    return json.dumps(GOOD | changed)


def with_text(field, text) -> str:
    """Put a text in place of a field's value, as no JSON library would write it."""
    return sent(**{field: 77_077}).replace("77077", text)


def no_constant(name):
    raise AssertionError(f"{name} is no JSON")


GOOD_BODIES = {
    "a payment": sent(),
    "with a key more": sent(shop="A7"),
    "with a key more that no float holds": sent(shop=10**400),
    "fields on their borders": sent(amount_cents=1, account_days=0, night=0, distance_m=1),
    "on the upper borders": sent(amount_cents=5_000_000, account_days=36_500, distance_m=20_000_000),
    "asking for no version in particular": sent(version=None),
    "asking for this version": sent(version="2026-11"),
}

BAD_BODIES = {
    "NaN": (with_text("amount_cents", "NaN"), ["amount_cents"]),
    "minus infinity": (with_text("distance_m", "-Infinity"), ["distance_m"]),
    "a number too large for a float": (with_text("amount_cents", "1e999"), ["amount_cents"]),
    "a number of a thousand digits": (with_text("night", "9" * 800), ["night"]),
    "a whole number that no float holds": (with_text("amount_cents", "-1" + 400 * "0"), ["amount_cents"]),
    "true for a number": (sent(night=True), ["night"]),
    "a text for a number": (sent(account_days="30"), ["account_days"]),
    "half a cent": (sent(amount_cents=40_000.5), ["amount_cents"]),
    "a whole number as a float": (sent(amount_cents=40_000.0), ["amount_cents"]),
    "nothing": (sent(night=None), ["night"]),
    "below the range": (sent(amount_cents=0), ["amount_cents"]),
    "above the range": (sent(distance_m=20_000_001), ["distance_m"]),
    "two missing and two faulty": (
        json.dumps({"account_days": -1, "night": 2}),
        ["account_days", "amount_cents", "distance_m", "night"],
    ),
    "no field": ("{}", ["account_days", "amount_cents", "distance_m", "night"]),
    "a list": ("[]", ["body"]),
    "a number": ("7", ["body"]),
    "no JSON": ("{'night': 1}", ["body"]),
    "lists in lists without an end": ("[" * 1_000, ["body"]),
    "nothing at all": ("", ["body"]),
}


@pytest.mark.parametrize("body", GOOD_BODIES.values(), ids=GOOD_BODIES)
def test_a_good_request_gets_the_score_that_the_lesson_gives(service, handle, body):
    answer = service("POST", "/score", body)
    assert answer.status_code == 200
    assert (answer.status_code, answer.json()) == handle("POST", "/score", body)
    assert 0 <= answer.json()["probability"] <= 1


@pytest.mark.parametrize(("body", "faulty"), BAD_BODIES.values(), ids=BAD_BODIES)
def test_every_faulty_field_is_named_as_the_lesson_does_and_the_answer_is_json(service, handle, body, faulty):
    answer = service("POST", "/score", body)
    assert answer.status_code == 400
    assert json.loads(answer.text, parse_constant=no_constant) == {"faulty": faulty}
    assert handle("POST", "/score", body) == (400, {"faulty": faulty})


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("POST", "/", sent(), 404),
        ("GET", "/score", "", 405),
        ("PUT", "/score", sent(), 405),
        ("POST", "/score", " " * 1_001, 413),
        ("POST", "/score/", sent(), 404),
        ("POST", "/score", sent(version="2025-01"), 422),
        ("POST", "/score", sent(version=2026), 422),
        ("POST", "/score", sent(version=["2026-11"]), 422),
        ("POST", "/score", sent(version=True, night=2), 400),
    ],
)
def test_other_refusals_have_the_status_of_the_lesson(service, handle, method, path, body, status):
    assert service(method, path, body).status_code == status
    assert handle(method, path, body)[0] == status


def test_a_body_without_an_end_is_not_read_to_its_end(service):
    pieces = []

    async def endless():
        while len(pieces) < 1_000:
            pieces.append(b" " * 600)
            yield pieces[-1]

    assert service("POST", "/score", endless()).status_code == 413
    assert len(pieces) < 10


def test_the_model_of_the_service_is_the_one_that_train_fits():
    fitted = runpy.run_path(str(FOLDER / "train.py"))["fitted"]()
    stored = json.loads((FOLDER / "model.json").read_text(encoding="utf-8"))
    assert stored.keys() == fitted.keys()
    for name, value in fitted.items():
        is_number = name not in ("version", "columns")
        assert stored[name] == (pytest.approx(value, rel=1e-4) if is_number else value)


def test_the_documented_command_starts_a_service_that_answers():
    """What `make serve` runs, on a free port."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    command = makefile.split("\nserve:")[1].splitlines()[1].strip()
    assert command == "$(BIN)/uvicorn --app-dir docs/service app:app $(ARGS)"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    arguments = [*command.split()[1:-1], "--port", str(port), "--log-level", "warning"]
    process = subprocess.Popen([sys.executable, "-m", "uvicorn", *arguments], cwd=ROOT)
    try:
        assert ask(port, process)["stop"] is True
    finally:
        process.terminate()
        process.wait()


def ask(port, process):
    request = urllib.request.Request(f"http://127.0.0.1:{port}/score", data=sent().encode(), method="POST")
    while process.poll() is None:
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return json.loads(answer.read())
        except urllib.error.URLError:
            time.sleep(0.1)
    raise AssertionError("the service ended before it answered")
