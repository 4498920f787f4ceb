"""Text from anybody, made harmless and still readable: in HTML, in XML, in a spreadsheet and as a file name."""

import hashlib
import html
import re
import unicodedata

# Controls, terminal escapes, what turns the direction of writing, half characters, what XML forbids, blanks that are letters,
# and joiners and variants where there is nothing that they could join or vary.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u2028-\u202e"
    "\u2060-\u206f\u2800\u3164\ud800-\udfff\ufeff\uffa0\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f]"
    "|(?:(?<![^\\s])|(?<=[A-Za-z\u00c0-\u052f]))[\u200c\u200d\ufe00-\ufe0f\U000e0100-\U000e01ef]"
)
_ODD_SPACE = re.compile("[\xa0\u1680\u2000-\u200a\u202f\u205f]")
_WORD = re.compile(r"[^\W\d_]+")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
_LOOKS_LATIN = re.compile("[аеорсухіјѕһԁԛԝАВЕЅІЈКМНОРСТХУονΑΒΕΖΗΙΚΜΝΟΡΤΥΧ]")  # Cyrillic and Greek
_FORMULA = re.compile(r"[\t\r\n]|\s*[=+\-@＝＋－＠]")
_FORMULA_BEHIND = re.compile(r"(;\s*)(?=[=+\-@＝＋－＠])")
"""In many countries it is a semicolon that stands between the cells of a CSV file."""
_PLAIN = str.maketrans(
    {"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "ı": "i", "ß": "ss", "æ": "ae"}
    | {"Æ": "Ae", "œ": "oe", "Œ": "Oe", "þ": "th", "Þ": "Th"}
)
"""Letters that are no plain letter with an accent, and what is written for them where only plain ones can be."""
LONGEST_SLUG = 60
BAR_CHARACTERS = 20


def visible(text: str) -> str:
    """Return the text with every hidden character but tab and newline replaced by a sign that shows it."""
    # The quick answer for nearly every text.
    harmless = text.isascii() and text.replace("\n", "").isprintable()
    return text if harmless else _HIDDEN.sub(_sign, text)


def one_line(text: str) -> str:
    """Return the text, visible, on one line."""
    return visible(text).replace("\n", "␊").replace("\t", "␉")


def name_text(text: str) -> str:
    """Return a name or a file's place on one line, and visible what makes it look like another one: odd spaces, and
    letters of another script that look Latin in a word that is."""
    text = one_line(text)
    return text if text.isascii() else _WORD.sub(_with_look_alikes, _ODD_SPACE.sub(_sign, text))


def _with_look_alikes(match) -> str:
    word = match[0]
    return _LOOKS_LATIN.sub(lambda letter: f"{letter[0]}{_sign(letter)}", word) if _LATIN.search(word) else word


def _sign(match) -> str:
    code = ord(match[0])
    if code < 0x20:
        return chr(0x2400 + code)
    return "␡" if code == 0x7F else f"⟨U+{code:04X}⟩"


def html_text(text: str) -> str:
    """Return the text as HTML, for an element or an attribute in quotes."""
    return html.escape(visible(text))


def html_code(code: str) -> str:
    """Return code as HTML that shows it as it is; a reader who cannot scroll with the mouse can focus it."""
    return f'<pre tabindex="0">{html.escape(visible(code), quote=False)}</pre>\n'


def html_sentence(text: str) -> str:
    """Return a sentence as HTML, what stands between backticks in a code font."""
    parts = html_text(text).split("`")
    if len(parts) % 2 == 0:  # the last backtick has no partner
        parts[-2:] = ["`".join(parts[-2:])]
    return "".join(f"<code>{part}</code>" if i % 2 else part for i, part in enumerate(parts))


def html_markdown(text: str) -> str:
    """Return Markdown as HTML; HTML that stands in it is shown as text."""
    import mistune  # jupyterlab brings it, as it brings nbformat; only a page of sentences needs it

    return str(mistune.create_markdown(escape=True, plugins=["table"])(visible(text)))


def spreadsheet_cell(text: str) -> str:
    """Return the text for a cell of a CSV file; an apostrophe keeps a spreadsheet from running it as a formula."""
    shown = _FORMULA_BEHIND.sub(r"\1'", name_text(text))
    return f"'{shown}" if _FORMULA.match(text) else shown


def bar(part: float, whole: float) -> str:
    """Return a bar for a terminal, filled as far as `part` is of `whole`."""
    filled = round(BAR_CHARACTERS * part / whole) if whole else 0
    return "█" * filled + "░" * (BAR_CHARACTERS - filled)


def latin(text: str) -> str:
    """Return the text without accents, and with plain letters for those that have none to lose."""
    letters = unicodedata.normalize("NFKD", text.translate(_PLAIN))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def page_name(learner: str) -> str:
    """Return the file name of a learner's page: readable, safe everywhere and the learner's alone."""
    plain = latin(learner).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain)[:LONGEST_SLUG].strip("-") or "learner"
    digest = hashlib.sha256(learner.encode("utf-8", "backslashreplace")).hexdigest()[:10]
    return f"{slug}-{digest}.html"
