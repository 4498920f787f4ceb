"""Variants of the lesson on natural language: tokens to count, and the filter to ship."""

import re

from firsthand.judging.exercise import switched
from firsthand.variants import Variant
from firsthand.variants.forms import Part, lettered, numbers

_WORDS = (
    *("I'd pick", "R2", "or C#", "3 mails", "to all@ward.org", "15 kB", "can't", "re-use it", "x-ray", "at 9:30"),
    *("a B12 pill", "vitamin C", "e-mail me", "I'm off", "5 of 12", "ward.net", "it's ok", "Dr. Lee", "U2", "to-do"),
)
_TOKEN_SLIPS = {
    "By the joins: those are the letters. Which joins apply?": {"joins_are": "none"},
    "By the joins: you looked for the longest known piece from the left. An encoder goes through its joins in order.": {
        "joins_are": "longest"
    },
    "By the joins: they come in the order in which they were learned, the first one first.": {"joins_are": "turned"},
    "By the joins: each goes through the whole text, wherever the two pieces stand side by side.": {
        "joins_are": "once"
    },
    "`CountVectorizer`: the pattern wants two letters or digits at least.": {"words": r"\b\w+\b"},
    "`CountVectorizer`: the pattern cuts at every sign that is no letter or digit, not only at spaces.": {
        "words": r"\S+"
    },
    "`CountVectorizer`: digits count as letters for the pattern.": {"words": r"\b[a-z][a-z]+\b"},
    "`CountVectorizer`: the pattern cuts at the apostrophe and at the hyphen, too.": {"words": r"\b\w[\w'-]+\b"},
}


def count_tokens(rng) -> Variant:
    joins, texts = _joins_and_texts(rng)
    texts += [" ".join(map(str, rng.permutation(_WORDS)[: int(rng.integers(3, 6))])) for _ in range(3)]

    def counts(*, joins_are="in order", words=r"\b\w\w+\b"):
        found = [len(_pieces(text, joins, joins_are)) for text in texts[:3]]
        return dict(zip("ABCDEF", [*found, *(len(re.findall(words, text.lower())) for text in texts[3:])], strict=True))

    listed = "\n".join(
        f'- {key}: "{text}", by {"the joins" if key in "ABC" else "`CountVectorizer`"}'
        for key, text in zip("ABCDEF", texts, strict=True)
    )
    statement = f"""\
Two tokenisers. The first is byte-pair encoding, which has learned these joins, in this order:
{", ".join(f"`{a}+{b}`" for a, b in joins)}. The second is `CountVectorizer` as it comes: small letters, and the pattern
`\\b\\w\\w+\\b`.

How many tokens has each text? Work it out before you run anything.

{listed}"""
    hint = "Write the letters with gaps, and apply one join after another. For the words: what ends one, and how short may it be?"
    return numbers("tokens", statement, counts, switched(counts, _TOKEN_SLIPS), hint, within=0)


def _joins_and_texts(rng) -> tuple[list[tuple[str, str]], list[str]]:
    """Draw four joins and three texts, on which it shows whether somebody goes through the joins, and in order."""
    while True:
        letters = [str(letter) for letter in rng.permutation(list("aeinrst"))[:4]]
        joins = _drawn_joins(rng, letters)
        pieces = [*letters[:2], *("".join(pair) for pair in joins)]
        texts = ["".join(rng.choice(pieces, size=5))[:9] for _ in range(3)]
        if len(set(texts)) < 3 or any(len(set(text)) < 3 for text in texts):
            continue
        counts = {how: [len(_pieces(text, joins, how)) for text in texts] for how in ("in order", *_OTHERWISE)}
        right = counts.pop("in order")
        if all(other != right for other in counts.values()) and all(
            a <= b - 2 for a, b in zip(right, counts["none"], strict=True)
        ):
            return joins, texts


_OTHERWISE = ("none", "longest", "turned")


def _drawn_joins(rng, letters) -> list[tuple[str, str]]:
    """Draw four joins; two of them build on an earlier one."""
    joins: list[tuple[str, str]] = []
    pieces = list(letters)
    while len(joins) < 4:
        pair = (str(rng.choice(pieces if len(joins) in (1, 3) else letters)), str(rng.choice(letters)))
        if pair not in joins and len("".join(pair)) <= 4:
            joins.append(pair)
            pieces.append("".join(pair))
    return joins


def _pieces(text, joins, how) -> list[str]:
    pieces = list(text)
    if how == "none":
        return pieces
    if how == "longest":
        known = sorted({*pieces, *("".join(pair) for pair in joins)}, key=len, reverse=True)
        return re.findall("|".join(known), text)
    for pair in joins[::-1] if how == "turned" else joins:
        merged: list[str] = []
        done = False
        for piece in pieces:
            if merged and (merged[-1], piece) == pair and not (done and how == "once"):
                merged[-1] += piece
                done = True
            else:
                merged.append(piece)
        pieces = merged
    return pieces


def choose_the_filter(rng) -> Variant:
    forged = 10 * int(rng.integers(15, 40))
    while True:
        dear, alarm = int(rng.integers(15, 60)) * 10, int(rng.integers(2, 10))
        seen = [round(forged * share) for share in rng.uniform((0.9, 0.75, 0.6), (0.97, 0.85, 0.74))]
        alarms = [10 * int(rng.integers(*span)) for span in ((5, 15), (25, 60), (250, 400))]
        caught = [round(forged * share) for share in rng.uniform((0.2, 0.5, 0.75), (0.35, 0.65, 0.85))]
        costs = _costs(forged, caught, alarms, dear, alarm)
        tempting = _costs(forged, seen, alarms, dear, alarm)
        high = _costs(forged, caught, alarms, 10 * dear, alarm)
        winners = [min(range(3), key=prices.__getitem__) for prices in (costs, tempting, high)]
        if winners[0] != winners[1] and all(_is_clear(prices) for prices in (costs, tempting, high)):
            break
    best, tempted, best_high = ("PQR"[place] for place in winners)
    announced = costs[winners[0]]
    rows = "\n".join(
        f"| {n} | {a} | {f:,} | {c} | {f:,} |" for n, a, f, c in zip("PQR", seen, alarms, caught, strict=True)
    )
    intro = f"""\
An insurer gets 10,000 messages a week, {forged} of them forged, in campaigns of some twenty messages each. Three filters,
and how many forged messages they catch and how many false alarms they raise in a week, estimated in two ways:

| filter | caught, shuffled folds | false alarms | caught, folds by campaign | false alarms |
|---|---|---|---|---|
{rows}

A missed forgery costs {dear} €, a false alarm {alarm} €. Campaigns end after some days, and new ones come."""
    why = (
        "which of the two estimates has been taken on campaigns that the filter has never seen? Then add up both costs."
    )
    wrong = {name: why for name in "PQR"}
    parts = [
        Part("Which filter do you ship?", f"filter {best}", {f"filter {name}": text for name, text in wrong.items()}),
        Part(
            "Which cost a week do you announce for it?",
            f"{announced:,} €",
            {
                f"{tempting[winners[1]]:,} €": f"that is what filter {tempted} seems to cost on campaigns it has seen.",
                f"{tempting[winners[0]]:,} €": "that is its cost on campaigns it has seen.",
                f"{(forged - caught[winners[0]]) * dear:,} €": "the false alarms cost something, too.",
                f"{caught[winners[0]] * dear:,} €": "the missed ones cost, not those that are caught.",
            },
        ),
        Part(
            f"Which filter would it be if a missed forgery cost {10 * dear:,} €?",
            f"filter {best_high}",
            {
                f"filter {name}": "work the cost out anew for all three: which mistake is the dear one now?"
                for name in "PQR"
            },
        ),
        Part(
            "What does the filter you ship cost, for each forgery that comes?",
            f"{announced / forged:,.0f} €",
            {
                f"{announced / caught[winners[0]]:,.0f} €": "that is for each forgery that is caught.",
                f"{announced / 10_000:,.2f} €": "that is for each message.",
                f"{tempting[winners[0]] / forged:,.0f} €": "that is on campaigns it has seen.",
            },
        ),
        Part(*_split(rng)),
    ]
    hint = "Cost = missed · its price + alarms · their price, for each filter, on campaigns it has never seen."
    return lettered(rng, "choices", intro, parts, hint)


def _costs(forged, caught, alarms, dear, alarm) -> list[int]:
    return [(forged - found) * dear + false * alarm for found, false in zip(caught, alarms, strict=True)]


def _is_clear(prices) -> bool:
    first, second, _ = sorted(prices)
    return second > 1.08 * first


def _split(rng) -> tuple[str, str, dict[str, str]]:
    number = 100 * int(rng.integers(20, 60))
    question, right = (
        (
            f"{number:,} complaints; each customer writes some thirty, in a style of their own. New customers will come.",
            "by sender",
        ),
        (
            f"{number:,} slips from a box, each by another person, all of one week. The rest of that week is to be sorted.",
            "shuffled",
        ),
        (f"{number:,} news on shares. Words of a year come and go, and the model will read next month's.", "by date"),
    )[int(rng.integers(3))]
    why = "what do a test message and a training message share that they will not share in service?"
    others = {word: why for word in ("by sender", "shuffled", "by date") if word != right}
    return f"And how is this split? {question}", right, others
