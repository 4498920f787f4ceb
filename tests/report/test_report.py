"""The report: what its files say, read back by parsers that know nothing of how they were written."""

import csv
import os
import re
import stat
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest

from firsthand.gradebook.class_list import ClassList
from firsthand.gradebook.gradebook import Gradebook
from firsthand.gradebook.overrides import Override, read_overrides
from firsthand.gradebook.records import EXERCISE_STATUSES, SUBMISSION_STATUSES, ExerciseInfo, Result, Score
from firsthand.gradebook.standing import Standing, lessons_of
from firsthand.report.markup import html_sentence, name_text, page_name, spreadsheet_cell, visible
from firsthand.report.reasons_page import ReasonsPage
from firsthand.report.report import ReportNotWritten, write_report

SEED = 918_273_645_546_372_819
EXERCISES = [
    ExerciseInfo("05_loss", "What a loss is", "loss", "A loss of <1>", 2, 0),
    ExerciseInfo("06_descent", "Roll downhill", "step", "One step", 1, 1),
    ExerciseInfo("06_descent", "Roll downhill", "rate", "A rate", 3, 2),
]
POINTS = {info.name: info.points for info in EXERCISES}
NASTY = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror='alert(1)'>",
    "</script></style></title><!--",
    "../../etc/passwd",
    "..",
    "index",
    "=HYPERLINK(0)",
    "+1",
    "-1",
    "@SUM(A1)",
    "  =1+1",
    "\t=1+1",
    "\r\n=1+1",
    "a\nb,c;\"d'",
    "\x1b[31mred\x07\x00\x9b2J",
    "evil\u202egnp\u2066\u200f",
    "x" * 300,
    "👩🏽‍🔬",
    "محمد",
    "&lt;b&gt;",
    "NUL",
    "Émile",
    "emile",
    "]]>",
    "half \udc80\ud800",
    "no character \ufffe\uffff",
]


def score(exercise, status="right", sentence="", code="answer = 1"):
    return Score(exercise, status, POINTS.get(exercise, 1) if status == "right" else 0, sentence, code)


def result(learner, lesson="06_descent", *scores, source="", status="graded", **more):
    return Result(learner, source or f"{learner}/{lesson}.ipynb", "00", lesson, status, scores=scores, **more)


def report(folder, *results, exercises=EXERCISES, stale=(), **told):
    """Write the report of a class; the results in `stale` were graded before the lessons changed. told : of a ClassList."""
    book = {"course": "firsthand", "version": "0.1.0", "seed": SEED, "exercises": exercises}
    for fingerprint, ones in (("before", stale), ("now", results)):
        with Gradebook.open(folder / "gradebook.sqlite", fingerprint=fingerprint, **book) as gradebook:
            for one in ones:
                gradebook.keep(one)
    with Gradebook.read(folder / "gradebook.sqlite") as gradebook:
        write_report(gradebook, folder, class_list=ClassList(**told))
    return folder


class Page(HTMLParser):
    """A page as a browser would take it apart: its elements with their attributes, and its text."""

    VOID = ("meta", "col", "rect", "input", "br", "link", "img")

    def __init__(self, path):
        super().__init__()
        self.elements, self.open, self.text = [], [], ""
        self.source = Path(path).read_text(encoding="utf-8")
        self.feed(self.source)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))
        if tag not in self.VOID:
            self.open.append(tag)
        self.text += " "

    def handle_endtag(self, tag):
        while self.open and self.open.pop() != tag:
            pass

    def handle_data(self, data):
        if self.open[-1:] not in (["style"], ["script"]):
            self.text += data

    def count(self, tag):
        return sum(name == tag for name, _ in self.elements)


def index(folder):
    return Page(folder / "report" / "index.html")


def learner(folder, name):
    return Page(folder / "report" / page_name(name))


def grades(folder):
    with open(folder / "grades.csv", encoding="utf-8-sig", newline="") as file:
        return {row["learner"]: row for row in csv.DictReader(file)}


def test_grades_add_up_by_lesson_and_over_the_course(tmp_path):
    report(
        tmp_path,
        result("anna", "05_loss", score("loss")),
        result("anna", "06_descent", score("step"), score("rate", "wrong")),
        result("bo", "06_descent", score("step", "timeout"), score("rate", "known_mistake")),
    )
    words = dict.fromkeys(("needs a person", "handed in", "by hand", "roster"), "")
    assert list(grades(tmp_path).values()) == [
        {"learner": "anna", "total": "3", "possible": "6", "05_loss": "2", "06_descent": "1"} | words,
        {"learner": "bo", "total": "0", "possible": "6", "05_loss": "", "06_descent": "0"} | words,
    ]


@pytest.mark.parametrize("status", [status for status in SUBMISSION_STATUSES if status != "graded"])
def test_a_submission_without_a_score_has_an_empty_cell_and_not_a_zero(tmp_path, status):
    report(tmp_path, result("anna", status=status, reason="because of this"))
    row = grades(tmp_path)["anna"]
    assert (row["total"], row["06_descent"]) == ("", "")
    assert ("because of this" in row["needs a person"]) == (status not in ("not_attempted", "superseded"))


def test_an_exercise_that_the_grader_failed_on_is_no_zero_and_is_named(tmp_path):
    failed = score("rate", "grader_error")
    report(tmp_path, result("anna", "06_descent", failed), result("bo", "06_descent", score("step"), failed))
    rows = grades(tmp_path)
    assert (rows["anna"]["06_descent"], rows["bo"]["06_descent"]) == ("", "1")
    assert "rate" in rows["anna"]["needs a person"]
    assert "rate" in rows["bo"]["needs a person"]
    assert "0 of 3" not in learner(tmp_path, "bo").text


def test_the_better_of_two_notebooks_counts_and_the_pages_say_so(tmp_path):
    better = result("anna", "06_descent", score("step"), score("rate"), source="anna/b.ipynb")
    worse = result("anna", "06_descent", score("step", "wrong"), score("rate"), source="anna/a.ipynb")
    report(tmp_path, worse, better, result("anna", source="anna/c.ipynb", status="not_attempted"))
    assert grades(tmp_path)["anna"]["06_descent"] == "4"
    assert "3 notebooks of “Roll downhill”; the better one counts" in index(tmp_path).text
    page = learner(tmp_path, "anna").text
    assert page.count("This one counts") == 1
    assert page.count("This one does not count") == 2
    assert page.index("b.ipynb") < page.index("This one counts") < page.index("c.ipynb")


def test_what_could_not_be_read_counts_before_an_untouched_notebook_and_after_a_score_of_zero(tmp_path):
    untouched = result("anna", source="a", status="not_attempted")
    unreadable = result("anna", source="b", status="unreadable")
    zero = result("anna", "06_descent", score("step", "wrong"), source="c")
    report(tmp_path / "two", untouched, unreadable)
    assert '<td class="l l1 p">⚑<' in _row(tmp_path / "two", "anna")
    report(tmp_path / "three", untouched, unreadable, zero)
    assert grades(tmp_path / "three")["anna"]["06_descent"] == "0"


def _row(folder, name):
    return next(row for row in index(folder).source.split("<tr") if page_name(name) in row and "</th>" in row)


def test_the_heat_map_shows_each_learner_in_signs(tmp_path):
    report(
        tmp_path,
        result("anna", "06_descent", score("rate", "known_mistake"), score("step")),
        result("bo", "05_loss", score("loss", "not_attempted")),
        result("cy", "06_descent", score("step", "timeout")),
    )
    lessons = re.compile(r'class="l l\d p">([^<]*)<td class="l l\d s" colspan="\d">([^<]*)')
    assert lessons.findall(_row(tmp_path, "anna")) == [("–", ""), ("1", "✔≈")]
    assert lessons.findall(_row(tmp_path, "bo")) == [("0", "○"), ("–", "")]
    assert lessons.findall(_row(tmp_path, "cy")) == [("–", ""), ("0", "∞ ")]


def test_the_class_page_counts_who_solved_what_and_which_mistakes_were_made(tmp_path):
    step = "You climbed. Which way is `downhill`?"
    right = [result(name, "06_descent", score("step"), score("rate", "wrong")) for name in ("anna", "bo", "cy")]
    wrong = [result(name, "06_descent", score("step", "known_mistake", step)) for name in ("dee", "eve")]
    other = result("fay", "06_descent", score("step", "known_mistake", "You stood still."))
    text = " ".join(index(report(tmp_path, *right, *wrong, other)).text.split())
    assert "6 learners" in text
    assert "6 submissions" in text
    assert re.search(r"1\. One step 50 % 3 right, 3 with a known mistake", text)
    assert re.search(r"2\. A rate 0 % 3 not right", text)
    assert re.search(r"1\. A loss of <1> – nobody handed it in", text)
    assert re.search(r"2 You climbed\. Which way is downhill ?\? One step · Roll downhill", text)
    assert text.index("You climbed") < text.index("You stood still")


def test_a_learner_whose_second_notebook_repeats_a_mistake_makes_it_once(tmp_path):
    mistake = score("step", "known_mistake", "You climbed.")
    report(
        tmp_path, result("anna", "06_descent", mistake, source="1"), result("anna", "06_descent", mistake, source="2")
    )
    assert re.search(r"1 \s*You climbed\.", index(tmp_path).text)


def test_what_needs_a_person_is_listed_with_its_file_and_reason(tmp_path):
    report(
        tmp_path,
        result("anna", "06_descent", score("step")),
        result("bo", "", source="bo/thesis.docx", status="unreadable", reason="not JSON"),
        result("cy", status="grader_error", reason="the disk is full"),
    )
    page = index(tmp_path)
    listed = page.text[page.text.index("Needs a person") : page.text.index("To talk about")]
    for words in (
        "bo/thesis.docx",
        "could not be read as a notebook: not JSON. Or decide",
        "on it: the disk is full. Grade it again",
    ):
        assert words in listed
    assert "anna" not in listed
    assert "data-person" in _row(tmp_path, "bo")
    assert "data-person" not in _row(tmp_path, "anna")
    assert "not JSON" in learner(tmp_path, "bo").text


def test_what_was_found_and_not_graded_is_listed_with_its_reason(tmp_path):
    one = result("anna", "06_descent", score("step"))
    report(tmp_path, one)
    assert "not graded" not in index(tmp_path).text
    report(
        tmp_path, one, left_out=[("class.zip/bo", "a folder without a notebook"), ("class.zip/<b>.rar", "an archive")]
    )
    page = index(tmp_path)
    text = " ".join(page.text.split())
    assert "2 found and not graded" in text
    assert "class.zip/bo A folder without a notebook. class.zip/<b>.rar An archive." in text
    assert ("a", {"href": "#left-out"}) in page.elements


def test_a_learner_reads_what_to_hand_in_and_not_what_to_ask_for(tmp_path):
    why = "The file is not JSON. Ask for it again, saved in Jupyter."
    report(tmp_path, result("Ada", "", source="Ada/06_descent (1).ipynb", status="unreadable", reason=why))
    page = learner(tmp_path, "Ada").source
    assert "Hand it in again, saved in Jupyter." in page
    assert "sk for" not in page
    assert "A file of no known lesson" not in page
    missing = page[page.index("Not handed in") :]
    assert ("Roll downhill" in page, "Roll downhill" in missing, "What a loss is" in missing) == (True, False, True)
    assert "Ask for it again" in index(tmp_path).source


def test_where_no_mistake_has_a_name_the_exercise_that_was_wrong_most_often_is_named(tmp_path):
    report(tmp_path, *(result(who, "06_descent", score("step"), score("rate", "wrong", "No.")) for who in "ab"))
    assert "None that has a name. Not right most often: A rate, 2 answers." in index(tmp_path).source


@pytest.mark.parametrize(
    ("name", "slug"), [("Søren Åberg", "soren-aberg"), ("Łukasz Żółć", "lukasz-zolc"), ("Jürgen Groß", "jurgen-gross")]
)
def test_the_address_of_a_page_keeps_every_letter_of_a_name_in_latin_script(name, slug):
    assert page_name(name).startswith(f"{slug}-")


def test_notes_are_for_the_teacher_only(tmp_path):
    report(tmp_path, result("anna", "06_descent", score("step"), notes=("It is the published solution.",)))
    assert "It is the published solution." in index(tmp_path).text
    assert "published solution" not in learner(tmp_path, "anna").source


def test_who_canvas_says_was_late_is_in_the_notes_and_a_time_alone_is_not(tmp_path):
    canvas = result("zoe", "06_descent", score("step"), source="quinnzoe_LATE_902_55501_06_descent.ipynb")
    blackboard = result("bo", "06_descent", source="Week_bo_attempt_2026-11-20-23-04-05_06_descent.ipynb")
    report(tmp_path, canvas, blackboard)
    notes = " ".join(index(tmp_path).text.split()).partition("Notes 1 ")[2]
    assert notes == "zoe quinnzoe_LATE_902_55501_06_descent.ipynb Handed in late."


def test_a_score_from_before_the_lessons_changed_is_marked(tmp_path):
    old, new = result("anna", "06_descent", score("step")), result("bo", "06_descent", score("step"))
    report(tmp_path, new, stale=[old])
    assert ">1*<" in _row(tmp_path, "anna")
    assert ">1<" in _row(tmp_path, "bo")
    assert "1 submission graded with the lessons as they were before" in index(tmp_path).text
    assert "the lesson has changed since" in learner(tmp_path, "anna").text
    assert "has changed since" not in learner(tmp_path, "bo").text


def test_a_score_of_an_exercise_that_is_gone_is_shown_and_stops_nothing(tmp_path):
    report(tmp_path, result("anna", "06_descent", score("gone")), result("bo", "99_gone", score("gone")))
    assert "gone" in learner(tmp_path, "anna").text
    assert "99_gone" in learner(tmp_path, "bo").text
    assert grades(tmp_path)["bo"]["total"] == ""


def test_a_learners_page_holds_their_code_and_feedback(tmp_path):
    code = "def step(w):\n\tif w < 1 and \"a\" > 'b':\n        return w & 1  # </pre><b>\n"
    report(tmp_path, result("anna", "06_descent", score("step", "known_mistake", "Use `a < b`, not `c`.", code)))
    page = learner(tmp_path, "anna")
    assert code in page.text
    assert "<code>a &lt; b</code>" in page.source
    assert "a known mistake" in page.text
    assert "0 of 1 point" in page.text
    assert page.count("b") == 1  # the total
    assert "What a loss is" in page.text[page.text.index("Not handed in") :]


def test_no_page_tells_the_seed_and_a_learners_page_tells_nothing_of_another(tmp_path):
    report(tmp_path, result("anna", "06_descent", score("step")), result("bo", source="/home/teacher/class/bo.ipynb"))
    for path in [*tmp_path.glob("report/*"), tmp_path / "grades.csv", tmp_path / "junit.xml"]:
        assert str(SEED) not in path.read_text(encoding="utf-8")
    assert "anna" not in learner(tmp_path, "bo").source
    assert "/home/teacher" not in learner(tmp_path, "bo").source
    assert not [tag for tag, _ in learner(tmp_path, "bo").elements if tag == "script"]


def everything_nasty(folder):
    return report(
        folder,
        *[
            result(
                name,
                "06_descent",
                score("step", "wrong", name, name),
                score(name, "known_mistake", name, name),
                source=name,
                notes=(name,),
            )
            for name in NASTY
        ],
        *[result(name, name, source=f"{name}2", status="unreadable", reason=name) for name in NASTY],
    )


def test_nothing_from_a_learner_becomes_markup(tmp_path):
    everything_nasty(tmp_path)
    plain = report(
        tmp_path / "plain",
        *[result(f"learner {i}", "06_descent", score("step", "known_mistake", str(i))) for i in range(len(NASTY))],
    )
    allowed = {tag for path in plain.glob("report/*.html") for tag, _ in Page(path).elements} | {"code"}
    for path in tmp_path.glob("report/*.html"):
        page = Page(path)
        assert {tag for tag, _ in page.elements} <= allowed
        assert page.count("script") == (path.name == "index.html")
        assert not [name for _, attributes in page.elements for name in attributes if name.startswith("on")]
        assert page.open == []


def test_hidden_characters_are_shown_and_turn_nothing(tmp_path):
    everything_nasty(tmp_path)
    hidden = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
    for path in [*tmp_path.glob("report/*.html"), tmp_path / "junit.xml"]:
        assert not hidden.search(path.read_text(encoding="utf-8"))
    assert "␛[31mred" in index(tmp_path).text
    assert "evil⟨U+202E⟩gnp" in index(tmp_path).text
    assert "👩🏽‍🔬" in index(tmp_path).text  # the joiner inside an emoji is no trick


def test_every_name_has_a_page_of_its_own_in_the_folder(tmp_path):
    everything_nasty(tmp_path)
    links = {a["href"] for tag, a in index(tmp_path).elements if tag == "a" and not a["href"].startswith("#")}
    files = set(os.listdir(tmp_path / "report"))
    assert links == files - {"index.html"}
    assert len(links) == len(NASTY)
    assert all(re.fullmatch(r"[a-z0-9-]{1,75}\.html", unquote(link)) for link in links)
    assert sorted(os.listdir(tmp_path)) == ["gradebook.sqlite", "grades.csv", "junit.xml", "report"]


def test_no_cell_of_the_grades_starts_a_formula_and_every_name_has_its_row(tmp_path):
    everything_nasty(tmp_path)
    with open(tmp_path / "grades.csv", encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert len(rows) == 1 + len(NASTY)
    assert {len(row) for row in rows} == {len(rows[0])}
    cells = [cell for row in rows for cell in row]
    assert not [cell for cell in cells if re.match(r"\s*[=+\-@\t\r]", cell)]
    assert {"'=HYPERLINK(0)", "'+1", "'-1", "'@SUM(A1)", "'  =1+1", "'␉=1+1"} <= set(cells)


def test_the_grades_open_as_utf_8_in_a_spreadsheet(tmp_path):
    report(tmp_path, result("Émile", "06_descent", score("step")))
    assert (tmp_path / "grades.csv").read_bytes().startswith(b"\xef\xbb\xbflearner,")


def test_junit_tells_failures_errors_and_skipped_apart(tmp_path):
    statuses = list(EXERCISE_STATUSES)
    exercises = [ExerciseInfo("06_descent", "Roll", name, name, 1, at) for at, name in enumerate(statuses)]
    graded = result("anna", "06_descent", *[score(name, name, "It was so.") for name in statuses], seconds=1.5)
    lost = result("bo", status="unreadable", reason="not JSON")
    report(tmp_path, graded, lost, exercises=exercises)
    anna, bo = ElementTree.parse(tmp_path / "junit.xml").getroot()
    outcome = {case.get("name"): [child.tag for child in case] for case in anna}
    assert outcome == {
        "right": [],
        "known_mistake": ["failure"],
        "wrong": ["failure"],
        "not_attempted": ["skipped"],
        "timeout": ["failure"],
        "memory_limit": ["failure"],
        "kernel_died": ["failure"],
        "grader_error": ["error"],
    }
    assert [anna.get(key) for key in ("tests", "failures", "errors", "skipped", "time")] == [
        "8",
        "5",
        "1",
        "1",
        "1.500",
    ]
    assert [bo.get(key) for key in ("tests", "failures", "errors", "skipped")] == ["1", "0", "1", "0"]
    assert "not JSON" in bo.find("testcase/error").get("message")


def test_junit_is_valid_xml_for_any_text_and_short(tmp_path):
    everything_nasty(tmp_path / "nasty")
    suites = ElementTree.parse(tmp_path / "nasty" / "junit.xml").getroot()
    assert len(suites) == 2 * len(NASTY)
    assert any("<script>alert(1)</script>" in suite.get("name") for suite in suites)
    report(tmp_path, result("anna", "06_descent", score("step", "wrong", "long " * 100_000)))
    assert (tmp_path / "junit.xml").stat().st_size < 2000


def test_the_pages_ask_for_nothing_from_elsewhere(tmp_path):
    report(tmp_path, result("anna", "06_descent", score("step")))
    for path in tmp_path.glob("report/*.html"):
        page = Page(path)
        policy = next(a["content"] for tag, a in page.elements if a.get("http-equiv") == "Content-Security-Policy")
        assert policy.startswith("default-src 'none'")
        assert "unsafe" not in policy
        assert not [a for _, a in page.elements if "src" in a or "style" in a]
        assert not re.search(r"https?://|url\(|@import", page.source)


def test_an_empty_gradebook_makes_a_report(tmp_path):
    report(tmp_path)
    assert "0 learners" in " ".join(index(tmp_path).text.split())
    assert grades(tmp_path) == {}
    assert len(ElementTree.parse(tmp_path / "junit.xml").getroot()) == 0


def test_the_same_gradebook_makes_the_same_bytes_and_rewrites_no_page(tmp_path):
    everything_nasty(tmp_path)
    before = {path: (path.read_bytes(), path.stat().st_ino) for path in tmp_path.glob("report/*")}
    with Gradebook.read(tmp_path / "gradebook.sqlite") as gradebook:
        write_report(gradebook, tmp_path)
    assert {path: (path.read_bytes(), path.stat().st_ino) for path in tmp_path.glob("report/*")} == before


def test_a_report_that_breaks_off_leaves_the_files_before_and_no_halves(tmp_path, monkeypatch):
    report(tmp_path, result("anna", "06_descent", score("step")))
    before = (tmp_path / "grades.csv").read_bytes(), (tmp_path / "junit.xml").read_bytes()
    monkeypatch.setattr("firsthand.report.report.learner_page", lambda *_: 1 / 0)
    with Gradebook.read(tmp_path / "gradebook.sqlite") as gradebook, pytest.raises(ZeroDivisionError):
        write_report(gradebook, tmp_path)
    assert ((tmp_path / "grades.csv").read_bytes(), (tmp_path / "junit.xml").read_bytes()) == before
    assert sorted(os.listdir(tmp_path)) == ["gradebook.sqlite", "grades.csv", "junit.xml", "report"]


def test_a_folder_that_cannot_be_written_is_told_plainly(tmp_path):
    report(tmp_path, result("anna"))
    (tmp_path / "file").write_text("")
    said = pytest.raises(ReportNotWritten, match=r"could not be written.*--out")
    with Gradebook.read(tmp_path / "gradebook.sqlite") as gradebook, said:
        write_report(gradebook, tmp_path / "file")


def test_a_page_can_be_read_by_whom_the_umask_allows(tmp_path):
    report(tmp_path, result("anna"))
    umask = os.umask(0)
    os.umask(umask)
    assert stat.S_IMODE((tmp_path / "report" / "index.html").stat().st_mode) == 0o666 & ~umask


def test_a_backtick_without_a_partner_stays_one():
    assert html_sentence("a `b` c") == "a <code>b</code> c"
    assert html_sentence("a `b") == "a `b"
    assert html_sentence("`a` and `<b") == "<code>a</code> and `&lt;b"


def test_plain_text_in_any_script_stays_as_it_is():
    for text in ("tab\tand\nline", "Ωμέγα", "李小龙", "می‌خواهم", "किक्‍", "−×·…", "e\u0301"):
        assert visible(text) == text
        assert spreadsheet_cell(text.replace("\n", "").replace("\t", "")) == text.replace("\n", "").replace("\t", "")


def test_the_class_page_holds_nobodys_code(tmp_path):
    one = result("anna", "06_descent", score("step", code="x" * 100_000), score("rate"))
    report(tmp_path, *[replace(one, learner=f"learner {number}", source=str(number)) for number in range(40)])
    assert (tmp_path / "report" / "index.html").stat().st_size < 50_000


@pytest.mark.parametrize("separator", [",", ";"])
def test_no_cell_is_a_formula_wherever_a_spreadsheet_takes_a_cell_to_begin(separator, tmp_path):
    names = ["x;=A1;y", "x; =A1", 'x,"";+1', "=1;-1", "a;@SUM(A1)", "x;;=A1"]
    report(
        tmp_path,
        *[result(name, "06_descent", score("step")) for name in names],
        *[result(name, source=name, status="unreadable", reason="no") for name in names],
    )
    with open(tmp_path / "grades.csv", encoding="utf-8-sig", newline="") as file:
        cells = [cell for row in csv.reader(file, delimiter=separator) for cell in row]
    assert any("=A1" in cell for cell in cells)
    assert not [cell for cell in cells if re.match(r"\s*[=+\-@]", cell)]


LOOKS = {
    "\u0430na": "\u0430⟨U+0430⟩na",  # a Cyrillic a
    "an\u200da": "an⟨U+200D⟩a",
    "ana\ufe0f": "ana⟨U+FE0F⟩",
    "ana\u3164": "ana⟨U+3164⟩",
    "\u200cana": "⟨U+200C⟩ana",
    "a\xadna": "a⟨U+00AD⟩na",
    "ana\u2800": "ana⟨U+2800⟩",
    "ana\xa0li": "ana⟨U+00A0⟩li",
    "\u039fscar": "\u039f⟨U+039F⟩scar",  # a Greek O
}


@pytest.mark.parametrize("name", LOOKS, ids=ascii)
def test_a_name_that_looks_like_another_is_shown_for_what_it_is(name, tmp_path):
    assert name_text(name) == LOOKS[name]
    report(tmp_path, result(name, "06_descent", score("step")))
    assert LOOKS[name] in index(tmp_path).text
    assert LOOKS[name] in grades(tmp_path)


@pytest.mark.parametrize("name", ["Анна Ковалёва", "Ωμέγα", "می‌خواهم", "किक्‍", "❤️", "辻󠄀", "Δx", "анна_06_descent.ipynb"])
def test_a_name_in_any_script_stays_as_it_is(name):
    assert name_text(name) == name


def test_what_newer_notebooks_have_superseded_is_said_and_counts_nothing(tmp_path):
    old = result("anna", "06_descent", source="0", status="superseded")
    news = [result("anna", "06_descent", score("step", "wrong"), source=str(number)) for number in (1, 2, 3)]
    report(tmp_path, old, *news)
    assert grades(tmp_path)["anna"]["06_descent"] == "0"
    assert "4 notebooks of “Roll downhill”; the best of the 3 newest counts." in index(tmp_path).text
    page = (tmp_path / "report" / page_name("anna")).read_text(encoding="utf-8")
    assert page.count("Not counted: of one lesson the 3 newest notebooks are.") == 1
    assert page.count("This one counts.") == 1


# ---- sentences that a person reads


def reason(exercise, sentence, rejected="median", status="right"):
    return replace(score(exercise, status), rejected=rejected, because=sentence)


def reasons(folder):
    return Page(folder / "report" / "reasons.html")


def test_sentences_stand_side_by_side_copies_together_under_a_rubric_with_the_way_to_give_points(tmp_path):
    report(
        tmp_path,
        result("anna", "06_descent", reason("rate", "The slope is steep there.")),
        result("bo", "06_descent", reason("rate", "Another one altogether.", "mode")),
        result("cy", "06_descent", reason("rate", "the slope  is steep There.", status="known_mistake")),
        result("dee", "06_descent", score("rate")),
    )
    page = reasons(tmp_path)
    assert "A rate · Roll downhill 3 sentences" in " ".join(page.text.split())
    assert page.source.count("<tbody>") == 1
    rows = page.source.split("<tbody>")[1].split("</tr>")
    assert ["anna" in row for row in rows[:3]] == [True, False, False]
    assert "cy" in rows[1]
    assert ["the same sentence 2 times" in row for row in rows[:3]] == [True, True, False]
    assert "a known mistake" in rows[1]
    for points in ("<b>3</b>", "<b>2.5</b>", "<b>2</b>"):
        assert points in page.source
    assert "learner,lesson,exercise,points,extension,reason\nNAME,,rate,2.5,,What you say to the learner" in page.text
    assert '<a href="reasons.html">' in index(tmp_path).source
    assert "dee" not in page.text


QUESTION = """## 2 · A rate (3 points, 5 minutes)

Choose `"mean"` or `"median"` for each.

- **A.** Wages of <b>all</b>.
- **D.** Prices, one of
  them a typo.

Then, for **D**: say why.
"""


def test_above_the_sentences_stand_the_case_they_are_about_and_folded_the_question_with_its_options(tmp_path):
    one = result("anna", "06_descent", reason("rate", "The slope is steep there.", "D: not mean"))
    report(tmp_path, one, questions={"rate": QUESTION})
    page = reasons(tmp_path)
    above, folded = page.source.partition("<tbody>")[0].split("<summary>")
    assert above.endswith("<p><strong>D.</strong> Prices, one of them a typo.</p>\n</div>\n<details>")
    for part in ("<code>&quot;mean&quot;</code>", "Wages of &lt;b&gt;all&lt;/b&gt;.", "<strong>D</strong>: say why."):
        assert part in folded
    assert "5 minutes" not in page.source


def test_a_question_without_a_case_that_can_be_found_is_shown_whole(tmp_path):
    one = result("anna", "06_descent", reason("rate", "The slope is steep there.", "F: not mean"))
    report(tmp_path, one, questions={"rate": QUESTION})
    assert ("details", {"open": None}) in reasons(tmp_path).elements


def test_the_line_that_the_page_shows_is_one_that_overrides_csv_takes(tmp_path):
    report(tmp_path, result("NAME", "06_descent", reason("rate", "The slope is steep there.")))
    line = re.search(r"<pre[^>]*>(.*?)</pre>", reasons(tmp_path).source, re.DOTALL)[1]
    (override,) = read_overrides(Path("overrides.csv"), line, EXERCISES, {"NAME": ()})
    assert (override.learner, override.exercise, override.points) == ("NAME", "rate", 2.5)


def test_points_by_hand_stand_beside_the_sentence(tmp_path):
    page = ReasonsPage("course", lessons_of(EXERCISES))
    decided = Override("anna", "06_descent", "rate", 2.5, "", "Fits any case")
    page.add(Standing("anna", [result("anna", "06_descent", reason("rate", "So it is."))], [decided]), "a.html")
    assert '<td class="share">2.5✎</td>' in page.html()


def test_a_hostile_sentence_is_only_text_and_stays_on_its_line(tmp_path):
    told = [result(f"n{i}", "06_descent", reason("rate", text, text)) for i, text in enumerate([*NASTY, "<b>" * 130])]
    report(tmp_path, *told)
    page = reasons(tmp_path)
    assert page.count("script") == page.count("img") == page.count("b") - 3 == 0  # the rubric's three
    assert page.count("tr") == 1 + len(told)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", page.source)
    policy = next(own for tag, own in page.elements if tag == "meta" and "http-equiv" in own)
    assert "script-src" not in policy["content"]


def test_without_a_sentence_there_is_no_page_and_an_old_one_goes(tmp_path):
    report(tmp_path, result("anna", "06_descent", reason("rate", "The slope is steep there.")))
    assert (tmp_path / "report" / "reasons.html").exists()
    report(tmp_path, result("anna", "06_descent", score("rate")))
    assert not (tmp_path / "report" / "reasons.html").exists()
    assert "reasons.html" not in index(tmp_path).source
