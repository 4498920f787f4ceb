"""The teacher's page and a learner's page in a real browser, opened from disk, with 3 and with 1,000 learners."""

from collections import Counter

import pytest

from firsthand.gradebook.class_list import ClassList
from firsthand.gradebook.gradebook import Gradebook
from firsthand.gradebook.records import EXERCISE_STATUSES, ExerciseInfo, Result, Score
from firsthand.report.markup import page_name
from firsthand.report.report import write_report

LESSONS, PER_LESSON = 12, 12
STATUSES = list(EXERCISE_STATUSES)


def _exercises():
    return [
        ExerciseInfo(
            f"{lesson:02}", f"Lesson {lesson} on something", f"e{lesson}_{i}", f"Exercise {i}", 1, lesson * 12 + i
        )
        for lesson in range(LESSONS)
        for i in range(PER_LESSON)
    ]


def _result(number, lesson, because=""):
    """Learner `number` has `number % 13` right answers in each lesson; then come the other statuses in turn."""
    if number == 1 and lesson == 3:
        return Result(_name(1), "b/03.ipynb", "0", "03", "unreadable", "not JSON", ("A note.",))
    statuses = ["right" if i < number % 13 else STATUSES[1 + (i + number) % 4] for i in range(PER_LESSON)]
    scores = [
        Score(
            f"e{lesson}_{i}",
            status,
            int(status == "right"),
            "You `climbed`." if status == "known_mistake" else "",
            "x=1",
            because=because,
        )
        for i, status in enumerate(statuses)
    ]
    return Result(_name(number), f"{number}/{lesson}.ipynb", "0", f"{lesson:02}", "graded", scores=tuple(scores))


def _name(number):
    return "A learner of a very long name " * 10 if number == 2 else f"learner {number}"


class InMemory(Gradebook):
    """A gradebook of a class, without the file: what is looked at here is the page."""

    def __init__(self, learners, because=""):
        self.course, self.version, self.exercises = "firsthand", "0.1.0", _exercises()
        self.learners, self.because = sorted(range(learners), key=_name), because

    def results(self):
        return (_result(number, lesson, self.because) for number in self.learners for lesson in range(LESSONS))

    def stale(self):
        return set()


@pytest.fixture(scope="module", params=[3, 1000])
def class_of(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("class")
    write_report(InMemory(request.param), folder)
    return request.param, folder / "report"


@pytest.fixture
def open_page(browser):
    """Open a file as a page; when the test ends, nothing may have been asked of a network or said on the console."""
    opened, trouble = [], []

    def opener(path, width=1200, scheme="light", **options):
        page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme, **options)
        page.on("console", lambda message: trouble.append(message.text))
        page.on("pageerror", lambda error: trouble.append(str(error)))
        page.on("request", lambda r: r.url.startswith("file:") or trouble.append(r.url))
        page.goto(path.as_uri())
        opened.append(page)
        return page

    yield opener
    for page in opened:
        page.close()
    assert trouble == []


def wait_until(page, true_of_it):
    """Ask from outside, again and again: a wait inside the page would need `eval`, which its policy forbids."""
    for _ in range(100):
        if true_of_it():
            return
        page.wait_for_timeout(50)
    raise AssertionError("it did not become true in 5 seconds")


def is_painted(row):
    return row.evaluate("row => row.cells.length") == 2 + LESSONS * (PER_LESSON + 1)


def shown_names(page):
    names = "rows => rows.filter(row => !row.hidden).map(row => row.cells[0].textContent.trim())"
    return page.eval_on_selector_all("#class tbody tr", names)


@pytest.mark.parametrize("width", [400, 1200])
def test_the_page_is_no_wider_than_the_screen_and_the_heat_map_scrolls_in_its_box(open_page, class_of, width):
    page = open_page(class_of[1] / "index.html", width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    box = page.locator(".tall")
    assert box.evaluate("box => box.scrollWidth > box.clientWidth")
    name = page.locator("#class tbody th").first
    before = name.bounding_box()["x"]
    box.evaluate("box => box.scrollLeft = 500")
    assert name.bounding_box()["x"] == pytest.approx(before, abs=2)
    page = open_page(class_of[1] / page_name(_name(2)), width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("told", [{}, {"missing": ["bo"]}, {"missing": ["bo"], "left_out": [("c.zip/d", "a link")]}])
@pytest.mark.parametrize("has_sentences", [False, True])
@pytest.mark.parametrize("width", [400, 700, 1000, 1200, 1600])
def test_no_tile_stands_alone_beside_rows_of_several(open_page, tmp_path, told, has_sentences, width):
    write_report(InMemory(3, "It is steep." if has_sentences else ""), tmp_path, class_list=ClassList(**told))
    page = open_page(tmp_path / "report" / "index.html", width)
    rows = Counter(page.eval_on_selector_all(".tiles li", "tiles => tiles.map(tile => tile.offsetTop)"))
    assert sum(rows.values()) == 4 + len(told) + has_sentences
    assert min(rows.values()) > 1 or max(rows.values()) == 1


def test_the_heat_map_scrolls_with_the_keyboard(open_page, class_of):
    page = open_page(class_of[1] / "index.html", 400)
    page.locator(".tall").focus()
    page.keyboard.press("ArrowRight")
    wait_until(page, lambda: page.locator(".tall").evaluate("box => box.scrollLeft") > 0)


def test_what_comes_into_view_is_painted_and_tells_its_word(open_page, class_of):
    learners, folder = class_of
    page = open_page(folder / "index.html")
    page.locator(".tall").scroll_into_view_if_needed()
    row = page.locator("#class tbody tr", has=page.get_by_role("link", name="learner 0", exact=True))
    wait_until(page, lambda: is_painted(row))
    first = row.locator("td.l0.cell").first
    assert (first.inner_text(), first.get_attribute("title")) == ("≈", "a known mistake")
    if learners > 3:
        assert page.locator("#class tbody td").count() < 60_000  # what nobody has seen yet stays text
        page.locator(".tall").evaluate("box => box.scrollTop = box.scrollHeight")
        last = page.locator("#class tbody tr").last
        wait_until(page, lambda: is_painted(last))


def test_it_sorts_by_the_keyboard(open_page, class_of):
    learners, folder = class_of
    page = open_page(folder / "index.html")
    page.locator("#class thead th.name button").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    head = page.locator("#class thead th.total")
    assert head.get_attribute("aria-sort") == "ascending"
    assert page.locator("#class [aria-sort]").count() == 1
    totals = [12 * (number % 13) - (number == 1) for number in range(learners)]
    by_total = page.eval_on_selector_all(
        "#class tbody td.total", "cells => cells.map(cell => parseFloat(cell.textContent))"
    )
    assert by_total == sorted(totals)
    page.keyboard.press("Space")
    assert head.get_attribute("aria-sort") == "descending"
    by_total = page.eval_on_selector_all(
        "#class tbody td.total", "cells => cells.map(cell => parseFloat(cell.textContent))"
    )
    assert by_total == sorted(totals, reverse=True)


def test_it_sorts_by_name_as_people_count(open_page, class_of):
    learners, folder = class_of
    page = open_page(folder / "index.html")
    button = page.locator("#class thead th.name button")
    button.press("Enter")
    button.press("Enter")
    numbers = [number for number in range(learners) if number != 2]
    assert shown_names(page)[1:] == [f"learner {n}{' ⚑' if n == 1 else ''}" for n in numbers]


def test_it_sorts_by_an_exercise_what_needs_help_first(open_page, class_of):
    learners, folder = class_of
    page = open_page(folder / "index.html")
    button = page.get_by_role("button", name="3, Exercise 2", exact=True).nth(3)
    button.press("Enter")
    order = [name.removesuffix(" ⚑") for name in shown_names(page)]
    numbers = {_name(number).strip(): number for number in range(learners)}
    cells = {n: _result(n, 3).scores[2].status if _result(n, 3).scores else None for n in range(learners)}
    ranks = [-STATUSES.index(cells[numbers[name]]) if cells[numbers[name]] else 1 for name in order]
    assert ranks == sorted(ranks)
    assert order[-1] == "learner 1"  # whose notebook could not be read


def test_it_filters_by_name_lesson_and_need(open_page, class_of):
    learners, folder = class_of
    page = open_page(folder / "index.html")
    page.get_by_label("Name").press_sequentially("LEARNER 1")
    found = [n for n in range(learners) if str(n).startswith("1")]
    assert len(shown_names(page)) == len(found)
    assert page.locator("#shown").inner_text() == f"{len(found)} of {learners} learners"
    page.get_by_label("Name").fill("")
    page.get_by_label("needs a person").press("Space")
    assert shown_names(page) == ["learner 1 ⚑"]
    page.get_by_label("needs a person").press("Space")
    page.get_by_label("Lesson").select_option("Lesson 4 on something")
    heads = page.locator("#class thead th:visible").all_inner_texts()
    assert [text.split()[0] for text in heads[:4]] == ["Learner", "Points", "Lesson", "pts"]
    assert heads[4:] == [str(number) for number in range(1, 13)]
    assert len(shown_names(page)) == learners


def test_the_keyboard_reaches_the_contents_first_and_shows_where_it_is(open_page, class_of):
    page = open_page(class_of[1] / "index.html")
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    assert skip.inner_text() == "Skip to the contents"
    assert skip.bounding_box()["y"] >= 0
    page.locator("#class thead th.total button").focus()
    page.keyboard.press("Shift+Tab")
    outline = page.locator(":focus").evaluate("button => getComputedStyle(button).outline")
    assert "3px" in outline
    assert "solid" in outline


CONTRASTS = """() => {
    const seen = color => color.match(/[\\d.]+/g).map(Number);
    const light = ([r, g, b]) => [r, g, b].map(c => c / 255).map(c => c <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4)
        .reduce((sum, c, i) => sum + c * [.2126, .7152, .0722][i], 0);
    const found = new Map();
    for (const element of document.querySelectorAll("body *")) {
        const words = [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim());
        if (!words || !element.checkVisibility() || element.closest("script, option")) continue;
        let behind = element;
        while (behind.parentElement && (seen(getComputedStyle(behind).backgroundColor)[3] ?? 1) === 0)
            behind = behind.parentElement;
        const pair = [getComputedStyle(element).color, getComputedStyle(behind).backgroundColor];
        const [dark, bright] = pair.map(seen).map(light).sort((a, b) => a - b);
        found.set(pair.join(" on "), (bright + .05) / (dark + .05));
    }
    return [...found];
}"""


@pytest.mark.parametrize("class_of", [3], indirect=True)  # a thousand have no other colours
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_stands_out_in_both_themes(open_page, class_of, scheme):
    for name in ("index.html", page_name(_name(1))):
        page = open_page(class_of[1] / name, scheme=scheme)
        if name == "index.html":
            page.wait_for_selector("#class td.cell")
            page.locator("#class thead th.e button").first.press("Enter")
        contrasts = page.evaluate(CONTRASTS)
        assert len(contrasts) >= (8 if name == "index.html" else 3)
        assert [(pair, contrast) for pair, contrast in contrasts if contrast < 4.5] == []
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == (
            "rgb(255, 255, 255)" if scheme == "light" else "rgb(20, 24, 31)"
        )


def test_without_javascript_it_is_a_plain_page(open_page, class_of):
    learners, folder = class_of
    page = open_page(folder / "index.html", java_script_enabled=False)
    assert page.locator("#class tbody tr").count() == learners
    assert page.locator("#class tbody tr", has_text="learner 0").first.locator("td.s").first.inner_text() == "≈✘○∞" * 3
    assert page.locator("button").count() == 0
    assert not page.locator("#filters").is_visible()


def test_on_paper_nothing_is_cut_off_and_the_theme_is_light(open_page, class_of):
    page = open_page(class_of[1] / "index.html", 1000, "dark")
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("document.documentElement.scrollWidth") <= 1000
    page.locator("#by-lesson").evaluate("s => {s.value = '2'; s.dispatchEvent(new Event('input'))}")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    row = page.locator("#class tbody tr").last
    assert row.locator("td.cell:visible").count() == PER_LESSON
    assert page.evaluate("document.documentElement.scrollWidth") <= 1000


def test_where_there_are_very_many_exercises_lessons_are_folded_until_one_is_chosen(open_page, tmp_path, monkeypatch):
    monkeypatch.setattr(f"{__name__}.LESSONS", 24)
    write_report(InMemory(30), tmp_path)
    page = open_page(tmp_path / "report" / "index.html")
    page.wait_for_selector("#class td.cell", state="attached")
    head = page.locator("#class thead")
    assert (head.locator("th.p:visible").count(), head.locator("th.e:visible").count()) == (24, 0)
    row = page.locator("#class tbody tr", has_text="learner 7").first
    assert row.locator("td.cell:visible, td.s:visible").count() == 0
    assert [row.locator("td.p").nth(i).inner_text() for i in (0, 23)] == ["7", "7"]
    places = [head.locator(f"th.{name}").last.bounding_box() for name in ("l23[scope=colgroup]", "l23.p")]
    assert places[0]["x"] == places[1]["x"]
    page.locator("#by-lesson").select_option("2")
    assert row.locator("td.cell:visible").count() == PER_LESSON
    assert head.locator("th.e:visible").count() == PER_LESSON
    page.locator("#by-lesson").select_option("")
    page.locator("#by-name").fill("learner 17")
    assert page.locator("#class tbody tr:visible").count() == 1
