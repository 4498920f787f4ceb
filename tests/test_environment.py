"""The start page says what is missing, and what mends it."""

from importlib.metadata import PackageNotFoundError

import pytest

from firsthand import environment


@pytest.fixture
def report(monkeypatch):
    """Return the report's text and HTML, with some versions replaced."""

    def report(**replaced):
        shown, real = [], environment.version
        monkeypatch.setattr(environment, "display", lambda data, **_: shown.append(data))
        monkeypatch.setattr(environment, "version", lambda name: _version(name, replaced, real))
        environment.report()
        return shown[0]["text/plain"], shown[0]["text/html"]

    return report


def _version(name, replaced, real):
    if name not in replaced:
        return real(name)
    if replaced[name] is None:
        raise PackageNotFoundError(name)
    return replaced[name]


def test_a_good_environment_is_green_in_words_and_colour(report):
    text, html = report()
    assert "✔ ok       numpy, 2.0 or newer" in text
    assert "Everything is here." in text
    assert "✘" not in text + html
    assert "#1a8f5a" in html


def test_what_is_old_or_missing_is_red_with_the_command_that_mends_it(report):
    text, html = report(numpy="1.26.4", pandas=None)
    assert "✘ missing  numpy, 2.0 or newer: found 1.26.4" in text
    assert "✘ missing  pandas, 2.2 or newer: not installed" in text
    assert '%pip install --upgrade "ipython>=7.34"' in text
    assert "#d1383d" in html


def test_versions_compare_as_numbers(report):
    assert "✘" not in report(matplotlib="3.100.1")[0]
    assert "✘ missing  matplotlib" in report(matplotlib="3.9.9")[0]


def test_an_old_python_is_named(report, monkeypatch):
    monkeypatch.setattr(environment, "OLDEST_PYTHON", (99, 0))
    assert "✘ missing  Python, 99.0 or newer: found 3." in report()[0]
