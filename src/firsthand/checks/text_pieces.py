"""Exercises of the lesson on natural language: clean texts, pieces of words, and texts that belong together."""

import itertools
import re
import unicodedata
from collections import Counter

from firsthand.judging.exercise import Exercise, switched

# ---- one spelling


def _texts(rng):
    parts = [
        "Stra\u00dfe",
        "PayPal",
        "o\ufb03ce",
        "\u2116 7",
        "\u01f0\u1e96",
        "e\u0301t\u00c9",
        "\uff37\uff29\uff2e",
        "\u03a3\u03c2",
        "3\u00b2",
        "don\u00b4t",
        "OK!",
    ]
    blanks = [" ", "  ", "\t", "\n", "\u00a0", "\u2003", "\r\n "]

    def draw():
        chosen = rng.permutation(parts)[:5].tolist()
        return "".join(part + blanks[rng.integers(len(blanks))] for part in chosen)

    return [
        (" Cafe\u0301\u00a0\uff21\t\u2116 7 ",),
        ("",),
        (" \n\t ",),
        ("STRASSE, Stra\u00dfe",),
        ("\u01f0 J\u030c \u0390",),
        ("\u2121 5 \u33a0",),
        ("\u212bngstro\u0308m \ufb01",),
        ("a  b\n\nc\td",),
        ("p\u0430ypal",),
        ("it \u00b4tis \u00b4 ok",),
        (draw(),),
        ("\u3000" + draw(),),
        ("Don\u2019t!",),
    ]


def _cleaned(
    text, *, form="NFKC", fold=str.casefold, again=True, blanks="all", ends=True, accents=True, signs=True, late=True
):
    squeeze = {
        "all": lambda text: re.sub(r"\s+", " ", text),
        "spaces": lambda text: re.sub(" +", " ", text),
        "words": lambda text: " ".join(part for part in text.split(" ") if part),
        "none": lambda text: text,
        "each": lambda text: re.sub(r"\s", " ", text),
        "gone": lambda text: re.sub(r"\s+", "", text),
    }[blanks]
    text = text if late else squeeze(text)
    text = fold(unicodedata.normalize(form, text) if form else text)
    text = unicodedata.normalize(form, text) if again and form else text
    if not accents:
        apart = unicodedata.normalize("NFKD", text)
        text = "".join(sign for sign in apart if not unicodedata.combining(sign))
    text = text if signs else re.sub(r"[^\w\s]", "", text)
    text = squeeze(text) if late else text
    return text.strip() if ends and blanks != "words" else text


def _clean_by_signs(text):
    once = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    runs = itertools.groupby(once, key=str.isspace)
    return " ".join("".join(run) for blank, run in runs if not blank)


clean_text = Exercise(
    title="Clean a text",
    points=2,
    expected=_clean_by_signs,
    cases=_texts,
    mistakes={
        **switched(
            _cleaned,
            {
                "You used `lower`. Compare Straße and STRASSE afterwards.": {"fold": str.lower},
                "Upper and lower case are still apart.": {"fold": str},
                "You made everything upper case.": {"fold": str.upper},
                "You used NFC: wide letters, ligatures and № stay as they were.": {"form": "NFC"},
                "You used NFKD: letter and accent stay apart. Which form is asked?": {"form": "NFKD"},
                "You used NFD: letter and accent stay apart. Which form is asked?": {"form": "NFD"},
                "No normal form is taken before or after: é in two spellings stays two texts.": {"form": None},
                "The second NFKC is missing: casefold has taken a sign such as ǰ apart.": {"again": False},
                "Only spaces are joined. Tabs and new lines are blanks too.": {"blanks": "spaces"},
                "You split at spaces only. Tabs and new lines are blanks too, at the ends as well.": {
                    "blanks": "words"
                },
                "Runs of blanks are left as they are inside the text.": {"blanks": "none"},
                "Each blank becomes a space, and a run of three stays three.": {"blanks": "each"},
                "All blanks are gone, so words run together.": {"blanks": "gone"},
                "Blanks are left at the ends.": {"ends": False},
                "Blanks stay as they are, inside the text and at the ends.": {"blanks": "none", "ends": False},
                "Accents are stripped. The statement keeps them.": {"accents": False},
                "Signs are stripped. The statement keeps them.": {"signs": False},
                "Blanks are joined before NFKC, which can make new ones.": {"late": False},
            },
        ),
        "The first NFKC is missing: № becomes No only after casefold.": lambda text: " ".join(
            unicodedata.normalize("NFKC", text.casefold()).split()
        ),
        "A list of words came back. One text is asked.": lambda text: _clean_by_signs(text).split(),
    },
)


# ---- how many tokens

_TOKENS = {"A": 4, "B": 3, "C": 5, "D": 3, "E": 7, "F": 4}
_TEMPTING_TOKENS = {
    ("A", 3): "A: you took r+e where it fits. Which join comes first, and which letters are left then?",
    ("A", 6): "A: those are the letters. Which joins apply?",
    ("A", 5): "A: e+r is there twice.",
    ("A", 2): "A: nothing has learned to join two of these pieces.",
    ("B", 4): "B: after e+r there is n beside er, and later r beside e.",
    ("B", 6): "B: those are the letters. Which joins apply?",
    ("B", 2): "B: a and re are no join that was learned.",
    ("C", 4): "C: you looked for known pieces from the left. What has e+r taken by the time of r+e and r+a?",
    ("C", 6): "C: those are the letters. Is e beside r somewhere?",
    ("C", 3): "C: the joins come in order. What is left beside what after e+r?",
    ("D", 4): "D: is a single letter a word for the pattern?",
    ("D", 5): "D: the pattern wants two letters or digits at least. What of I, d and C?",
    ("D", 6): "D: the pattern wants two letters or digits at least. What of I, d and C?",
    ("D", 2): "D: does the pattern take digits?",
    ("E", 6): "E: the pattern cuts at @ and at the dot. And is 3 long enough, is 15?",
    ("E", 5): "E: the pattern cuts at @ and at the dot: three words.",
    ("E", 8): "E: is 3 long enough for the pattern?",
    ("F", 3): "F: at which signs does the pattern cut?",
    ("F", 5): "F: is the t of can't long enough?",
}


def _accept_tokens(answer):
    if not isinstance(answer, dict) or answer.keys() != _TOKENS.keys():
        return f"The answer is a dictionary with the keys {', '.join(_TOKENS)}; found {answer!r:.200}."
    return [_of_count(key, answer[key]) for key, right in _TOKENS.items() if answer[key] != right] or True


def _of_count(key, count):
    if isinstance(count, bool) or not isinstance(count, int | float):
        return f"{key}: a number of tokens is asked; found {count!r:.60}."
    return _TEMPTING_TOKENS.get((key, int(count)), f"{key}: not {count:g}. Write the tokens down, one by one.")


count_tokens = Exercise(
    title="Count the tokens",
    points=2,
    expected=_TOKENS,
    accepts=_accept_tokens,
    mistakes={sentence: {**_TOKENS, key: count} for (key, count), sentence in _TEMPTING_TOKENS.items()},
)


# ---- the joins


def _word_counts(rng):
    def draw(words, longest, letters="abc", most=4):
        drawn = {"".join(rng.choice(list(letters), rng.integers(2, longest + 1))) for _ in range(words)}
        order = rng.permutation(sorted(drawn)).tolist()
        return {word: int(rng.integers(1, most + 1)) for word in order}

    return [
        ({"aba": 3, "abb": 2, "bb": 2}, 3),
        ({"babbbbaabcba": 1}, 6),
        ({"aaaa": 1, "aaa": 2}, 4),
        ({"a": 5, "b": 9}, 3),
        ({"ca": 2, "ba": 2, "ab": 1, "cc": 1}, 5),
        ({"aba": 3, "ba": 4, "ab": 5}, 4),
        ({"bc": 20, "ab": 8, "abb": 2, "abc": 2}, 4),
        (draw(6, 7), 5),
        (draw(5, 6, "ab", 3), 8),
        (draw(7, 5, "abcd", 6), 4),
        (draw(4, 8), 0),
        (draw(5, 7), 1),
        ({}, 3),
    ]


def _learned(
    counts,
    k,
    *,
    ties="small",
    recount=True,
    weighted=True,
    overlaps=True,
    least=2,
    give="pairs",
    joined="left",
    across=False,
    rare=False,
    repeats=True,
):
    pieces, merges = {word: list(word) for word in counts}, []
    often = dict(counts) if weighted else dict.fromkeys(counts, 1)
    if across:
        stream = [letter for word, count in counts.items() for letter in word * count]
        pieces, often = {"all": stream}, {"all": 1}
    seen = _pair_counts(pieces, often, overlaps, repeats)
    for _ in range(min(int(k), sum(map(len, pieces.values())))):
        seen = _pair_counts(pieces, often, overlaps, repeats) if recount else seen
        if max(seen.values(), default=0) < least:
            break
        top = min(seen.values()) if rare else max(seen.values())
        equal = [pair for pair in seen if seen[pair] == top]
        pair = {
            "small": min(equal),
            "large": max(equal),
            "first": equal[0],
            "last": equal[-1],
            "text": min(equal, key="".join),
        }[ties]
        seen = seen if recount else Counter({p: n for p, n in seen.items() if p != pair})
        merges.append(pair)
        pieces = {word: _joined(before, pair, joined) for word, before in pieces.items()}
    forms = {"pairs": merges, "texts": ["".join(p) for p in merges], "lone": merges[-1:], "turned": merges[::-1]}
    return forms[give]


def _pair_counts(pieces, often, overlaps, repeats):
    seen: Counter = Counter()
    for word, parts in pieces.items():
        if not repeats:
            seen.update(dict.fromkeys(itertools.pairwise(parts), often[word]))
            continue
        i = 0
        while i + 1 < len(parts):
            seen[parts[i], parts[i + 1]] += often[word]
            i += 1 if overlaps or parts[i : i + 2] != parts[i + 1 : i + 3] else 2
    return seen


def _joined(parts, pair, side):
    if side == "right":
        return [part[::-1] for part in _joined([p[::-1] for p in parts[::-1]], (pair[1][::-1], pair[0][::-1]), "left")][
            ::-1
        ]
    if side == "text":  # str.replace on a spaced text, which joins inside other pieces as well
        return " ".join(parts).replace(" ".join(pair), "".join(pair)).split()
    after, i = [], 0
    while i < len(parts):
        width = 2 if tuple(parts[i : i + 2]) == pair else 1
        after.append("".join(parts[i : i + width]))
        i += width
        if side == "once" and width == 2:
            return after + parts[i:]
    return after


def _recounted(counts, k):
    words, merges = Counter({tuple(word): count for word, count in counts.items()}), []
    for _ in range(min(int(k), sum(map(len, counts)))):
        places = [pair for pieces, count in words.items() for pair in list(itertools.pairwise(pieces)) * count]
        ranked = sorted(Counter(places).items(), key=lambda item: (-item[1], item[0]))
        if not ranked or ranked[0][1] < 2:
            break
        merges.append(ranked[0][0])
        words = Counter({_rejoined(pieces, merges[-1]): count for pieces, count in words.items()})
    return merges


def _rejoined(pieces, pair):
    if len(pieces) < 2:
        return pieces
    if pieces[:2] == pair:
        return (pieces[0] + pieces[1], *_rejoined(pieces[2:], pair))
    return (pieces[0], *_rejoined(pieces[1:], pair))


train_bpe = Exercise(
    title="Learn the joins",
    points=3,
    expected=_recounted,
    cases=_word_counts,
    mistakes=switched(
        _learned,
        {
            "Of equally frequent pairs you took the first seen. Then the order of the words decides.": {
                "ties": "first"
            },
            "Of equally frequent pairs you took the last seen. Then the order of the words decides.": {"ties": "last"},
            "Of equally frequent pairs you took the largest. Which one is asked?": {"ties": "large"},
            "Ties are broken by the joined text. The smallest tuple is asked.": {"ties": "text"},
            "Pairs are counted once, before the first join. A join makes new neighbours.": {"recount": False},
            "Each word counts once. Its count says how often it occurs.": {"weighted": False},
            "Overlaps are not counted: how often has aaa the pair a, a?": {"overlaps": False},
            "You go on while a pair occurs at all. When is it to stop?": {"least": 1},
            "You stop while a pair still counts 2. When is it to stop?": {"least": 3},
            "You return the joined texts. The pairs are asked.": {"give": "texts"},
            "Only the last pair came back. All are asked, in order.": {"give": "lone"},
            "The last pair learned stands first. The order learned is asked.": {"give": "turned"},
            "You join from the right: aaa becomes a aa. From which side is asked?": {"joined": "right"},
            "Only the first place of a pair in each word is joined.": {"joined": "once"},
            "Your join, a replace on a spaced text, also takes the end of one piece and the start of the next.": {
                "joined": "text"
            },
            "Pairs run across the ends of words.": {"across": True},
            "You join the rarest pair.": {"rare": True},
            "A pair counts once a word in yours. A word may hold it at several places.": {"repeats": False},
        },
    ),
)


# ---- near-duplicates


def _mails(rng):
    stems = ["Pay invoice", "Call", "your box is full", "Stra\u00dfe", "STRASSE", "reset", "Reset 7x"]

    def number():
        return str(rng.integers(1, 10 ** int(rng.integers(1, 6))))

    def draw(n):
        found = []
        for _ in range(n):
            stem = stems[rng.integers(len(stems))]
            text = stem + (" " + number() if rng.random() < 0.7 else "") + (" now" if rng.random() < 0.3 else "")
            text = text.upper() if rng.random() < 0.3 else text
            found.append(text.replace(" ", "  ") + " " if rng.random() < 0.3 else text)
        return found

    return [
        (["Call 1", "call\t12", "call", "call 1x"],),
        (["call 1", "call 1 ", "1 call", "call1", "call 1 1", "Call 7"],),
        (["stra\u00dfe 5", "STRASSE 66", "strasse"],),
        (["a 1 b 22", "A 333 b 4", "a b", "a  b", "a 1 b", "ab"],),
        (["pay now", "Pay now", "PAY\tNOW", "pay now!"],),
        (["4711"],),
        (["pay 4711", "call 1x", "pay 4711", "call 22x", "pay 93"],),
        (draw(9),),
        (draw(14),),
        ([],),
    ]


def _masked(messages, *, digits="run", fold=str.casefold, blanks="all", signs=True, order=True, letters=True):
    labels = []
    for message in messages:
        text = fold(message)
        text = {
            "run": re.sub(r"\d+", "0", text),
            "each": re.sub(r"\d", "0", text),
            "gone": re.sub(r"\d+", "", text),
            "kept": text,
            "first": re.sub(r"\d+", "0", text, count=1),
            "words": re.sub(r"\b\d+\b", "0", text),
        }[digits]
        text = text if signs else re.sub(r"[^\w\s]", "", text)
        text = {
            "all": " ".join(text.split()),
            "none": text,
            "ends": text.strip(),
            "gone": "".join(text.split()),
            "inside": re.sub(r"\s+", " ", text),
            "spaces": re.sub(" +", " ", text).strip(" "),
        }[blanks]
        labels.append(text if order else sorted(text.split()))
    return labels


def _labels_in_order(answer, messages):
    """Ask for labels and number them in the order in which they first appear, so that any labels will do."""
    labels = answer(messages)
    labels = labels.tolist() if hasattr(labels, "tolist") else labels
    if not isinstance(labels, list | tuple):
        return labels
    kinds = []
    for label in labels:
        if label not in kinds:
            kinds.append(label)
    return [kinds.index(label) for label in labels]


def _pairwise_labels(messages):
    def bare(text):
        numbers = ("0" if digit else "".join(run) for digit, run in itertools.groupby(text.casefold(), str.isdigit))
        return "".join(numbers).split()

    words = [bare(message) for message in messages]
    return [next(j for j, other in enumerate(words) if other == mine) for mine in words]


def _with_the_one_before(messages):
    labels = _masked(messages)
    return [sum(a != b for a, b in itertools.pairwise(labels[: i + 1])) for i in range(len(labels))]


same_campaign = Exercise(
    title="Find the campaigns",
    points=2,
    expected=_pairwise_labels,
    cases=_mails,
    ask=_labels_in_order,
    mistakes={
        **switched(
            _masked,
            {
                "Digits are deleted, so that call 1 and call are one campaign.": {"digits": "gone"},
                "Each digit becomes a 0: call 1 and call 12 are apart.": {"digits": "each"},
                "Numbers are left as they are.": {"digits": "kept"},
                "Only the first number of a message is masked.": {"digits": "first"},
                "Only numbers that stand alone are masked: call 1x keeps its 1.": {"digits": "words"},
                "Upper and lower case are apart.": {"fold": str},
                "You used `lower`. Compare Straße and STRASSE afterwards.": {"fold": str.lower},
                "Runs of blanks are left as they are.": {"blanks": "none"},
                "Blanks are dropped at the ends only.": {"blanks": "ends"},
                "A blank is left at the ends.": {"blanks": "inside"},
                "Only spaces are joined. A tab is a blank too.": {"blanks": "spaces"},
                "All blanks are dropped: a b and ab become one.": {"blanks": "gone"},
                "Signs are dropped. Are now and now! equal after the three changes?": {"signs": False},
                "The order of the words is lost: call 1 and 1 call become one.": {"order": False},
            },
        ),
        "You compare each message with the one before it. Copies may be far apart.": _with_the_one_before,
        "You say whether a message has a copy. Which of the others is it a copy of?": lambda messages: [
            _masked(messages).count(label) > 1 for label in _masked(messages)
        ],
        "Every message has a label of its own.": lambda messages: list(range(len(messages))),
        "Only messages equal to the letter belong together in yours.": lambda messages: list(messages),
    },
)
