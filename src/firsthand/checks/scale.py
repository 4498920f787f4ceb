"""Exercises of the lesson on scale: counts, bytes, streams, hashes."""

import math

import numpy as np

from firsthand.judging.exercise import Exercise, alone, partly_mended, sizes, switched, with_faults

# ---- counts

_COUNTS = {"A": 3_060_000, "B": 25_000, "C": 4_000_000, "D": 8_000, "E": 2_495_000}

chain_cost = Exercise(
    title="Which order is cheaper?",
    points=2,
    expected=_COUNTS,
    mistakes={
        sentence: {**_COUNTS, key: value}
        for (key, value), sentence in {
            ("A", 3_000_000): "A: the product with v is missing.",
            ("A", 3_015_000): "A: PQ has 200 rows and 300 columns. What does it take to multiply that by v?",
            ("A", 3_010_000): "A: PQ is 200 × 300, and v has 300 numbers.",
            ("A", 25_000): "A: that is P(Qv).",
            ("A", 900_000_000): "A: the two products come one after the other: their counts are added.",
            ("A", 60_000): "A: that is the second product alone.",
            ("A", 3_120_000): "A: the second product counts once.",
            ("A", 6_120_000): "A: that is twice the number. Are additions counted too?",
            ("B", 3_060_000): "B: that is (PQ)v.",
            ("B", 15_000): "B: P times the result is missing.",
            ("B", 10_000): "B: Qv is missing.",
            ("B", 75_000): "B: Qv is a column of 50, not of 300.",
            ("B", 50_000): "B: that is twice the number. Are additions counted too?",
            ("B", 150_000_000): "B: the two products come one after the other: their counts are added.",
            ("C", 2_000_000): "C: one of the two products is missing.",
            ("C", 2_004_000): "C: PQ is 1,000 × 1,000. What does it take to multiply that by R?",
            ("C", 3_000_000): "C: R has two columns, each takes 1,000 × 1,000.",
            ("C", 8_000): "C: that is P(QR).",
            ("C", 8_000_000): "C: that is twice the number. Are additions counted too?",
            ("D", 16_000): "D: that is twice the number. Are additions counted too?",
            ("D", 4_000): "D: one of the two products is missing.",
            ("D", 4_000_000): "D: that is PQR from the left.",
            ("D", 6_000): "D: QR is 2 × 2: count both products once more.",
            ("D", 2_004_000): "D: QR is 2 × 2, not 1,000 × 1,000.",
            ("E", 5_000_000): "E: that is every pair twice, and each point with itself.",
            ("E", 4_990_000): "E: that is every pair twice.",
            ("E", 5_010_000): "E: every pair counts twice, and so does each point with itself.",
            ("E", 2_505_000): "E: a point with itself is no pair.",
            ("E", 2_500_000): "E: half of 500 · 500 counts each point with itself half.",
            ("E", 2_485_020): "E: those are the pairs of 499 points. There are 500.",
            ("E", 124_750): "E: that is the number of pairs. Each takes 20 squares.",
            ("E", 10_000): "E: that is one point with each of the others.",
        }.items()
    }
    | {
        "All five are twice as large as asked: are additions counted too?": {
            key: 2 * value for key, value in _COUNTS.items()
        }
    },
)


# ---- bytes

_KINDS = ("float64", "float32", "float16", "int64", "int32", "int16", "int8", "uint8", "uint16", "uint32", "bool")


def _table_cases(rng):
    def draw(size, n):
        kinds = rng.choice(_KINDS, size, replace=False)
        return {f"column {i}": str(kind) for i, kind in enumerate(kinds)}, n

    return [
        ({"weight": "float32", "depot": "uint16"}, 1_000),
        ({f"c{i}": kind for i, kind in enumerate(_KINDS)}, 7),
        draw(3, 3_000_000_000),
        draw(5, int(rng.integers(10, 1_000))),
        ({"is_late": "bool", "zone_id": "int8"}, 12),
        ({}, 5),
        draw(2, 0),
        ({"a": "float64", "b": "float64", "c": "float64"}, 3),
    ]


def _bytes(columns, n, *, unit="bytes", bools="a byte", sums="each", rows=True, eight=False, more=0, per=1):
    def bits(kind):
        digits = "".join(c for c in kind if c.isdigit())
        return int(digits) if digits else {"a byte": 8, "a bit": 1, "nothing": 0, "like int": 64}[bools]

    kinds = set(columns.values()) if sums == "kinds" else columns.values()
    total = sum(64 if eight else bits(kind) for kind in kinds)
    if sums == "largest":
        total = max((bits(kind) for kind in columns.values()), default=0) * len(columns)
    found = (n if rows else 1) * (total + 8 * more) / {"bytes": 8, "bits": 1}[unit] / per
    return int(found) if found == int(found) else found


table_bytes = Exercise(
    title="Bytes of a table",
    points=1,
    expected=lambda columns, n: int(sum(n * np.zeros(1, kind).nbytes for kind in columns.values())),
    cases=_table_cases,
    mistakes=switched(
        _bytes,
        {
            "Those are bits. A byte has eight.": {"unit": "bits"},
            "A truth value takes a byte, not a bit.": {"bools": "a bit"},
            "Truth values take nothing in yours: `bool` has no number in its name.": {"bools": "nothing"},
            "A truth value takes one byte, not eight.": {"bools": "like int"},
            "A type that comes twice counts once in yours.": {"sums": "kinds"},
            "Each column counts like the widest one.": {"sums": "largest"},
            "The number of rows is missing.": {"rows": False},
            "Every column counts eight bytes in yours.": {"eight": True},
            "You add an index of eight bytes a row. Only the values count.": {"more": 8},
            "Your result is {per} times too small: bytes are asked.": {"per": sizes(1_000, 1_024, 1e6, 2**20)},
        },
    ),
)


# ---- one pass


def _stream_cases(rng):
    def draw(n, level, spread):
        return (rng.normal(level, spread, n).tolist(),)

    return [
        ([4, 8, 6, 10],),
        draw(50, 1e9, 1.0),
        draw(7, -3.0, 2.0),
        ([float(rng.normal())],),
        draw(30, 0.0, 40.0),
        ([3.5, 3.5, 3.5],),
        draw(12, 1e8, 0.5),
    ]


def _ask_with_an_iterator(answer, values):
    return answer(iter(values))


def _streamed(
    values,
    *,
    first="old",
    second="new",
    ddof=0,
    result="variance",
    mean_by="all",
    skip=0,
    one="0",
    short="",
    most=10_000,
):
    values = list(values)[:most]
    n, mean, squares = 0, values[0] if skip else 0.0, 0.0
    for value in values[skip:]:
        n += 1
        old = mean
        mean = old + (value - old) / {"all": n, "two": min(n, 2), "late": n + 1, "early": max(n - 1, 1)}[mean_by]
        pair = {"old": value - old, "new": value - mean}
        squares += pair[first] * pair[second]
    if n <= ddof and one == "stops":
        raise ZeroDivisionError
    if short:
        add = np.sum if short == "arrays" else sum
        n, total, large = len(values), add(values), add([value * value for value in values])
        mean = total / n
        squares = n * (large / n - (total / n) ** 2) if short != "of sums" else large - total * total / n
    variance = squares / max(n - ddof, 1) if n > ddof or one == "as it is" else 0.0
    return n, mean, {"variance": variance, "spread": max(variance, 0) ** 0.5, "squares": squares}[result]


welford = Exercise(
    title="One pass over a stream",
    points=2,
    expected=lambda values: (len(values := list(values)), math.fsum(values) / len(values), float(np.var(values))),
    cases=_stream_cases,
    ask=_ask_with_an_iterator,
    equivalent={
        "(0, 0.0, 0.0) -> (0.0, 0, 0.0)": "the same zeros",
        "(0, 0.0, 0.0) -> (0, 1.0, 0.0)": "the first value replaces the mean, wherever it began",
    },
    mistakes={
        **switched(
            _streamed,
            {
                "You square the distance from the old mean.": {"second": "old"},
                "You square the distance from the new mean.": {"first": "new"},
                "Your variance divides by n − 1.": {"ddof": 1},
                "Your variance divides by n − 1, and stops where one value came.": {"ddof": 1, "one": "stops"},
                "The first value only begins the mean: it is not counted.": {"skip": 1},
                "The first value only begins the mean: it is not counted. A single one stops your code.": {
                    "skip": 1,
                    "one": "stops",
                },
                "That is the spread. Its square, the variance, is asked.": {"result": "spread"},
                "That is the sum of squares. The variance divides it by n.": {"result": "squares"},
                "Your mean moves by half the distance each time: late values count too much.": {"mean_by": "two"},
                "Your mean moves by a part n + 1: it begins as if a 0 had come first.": {"mean_by": "late"},
                "Your mean moves before the new value is counted: by a part n − 1.": {"mean_by": "early"},
                "The mean of squares minus the square of the mean: near 10⁹ nothing is left of the difference.": {
                    "short": "of means"
                },
                "The mean of squares minus the square of the mean, added by NumPy: near 10⁹ nothing is left of the difference.": {
                    "short": "arrays"
                },
                "The squares, less the squared sum over n: near 10⁹ nothing is left of the difference.": {
                    "short": "of sums"
                },
            },
        ),
        **alone(
            switched(
                _streamed,
                {
                    "You square the distance from the old mean, and your variance divides by n − 1.": {
                        "second": "old",
                        "ddof": 1,
                        "one": "as it is",
                    },
                },
            )
        ),
        "After the first pass nothing is left of the stream: the mean of no values is NaN.": lambda values: (
            len(list(values)),
            np.nan,
            np.nan,
        ),
        "After the first pass nothing is left of the stream: later sums are 0.": lambda values: (
            len(list(values)),
            0.0,
            0.0,
        ),
    },
)


# ---- merging


def _moment_cases(rng):
    def moments(values):
        values = np.asarray(values, float)
        return len(values), float(values.mean()), float(values.var())

    def draw(n1, n2, apart, spread=1.0):
        return moments(rng.normal(0, 1, n1)), moments(rng.normal(apart, spread, n2))

    return [
        ((3, 12.0, 6.0), (5, 21.0, 15.2)),
        draw(4, 9, 3.0),
        ((0, 0.0, 0.0), moments(rng.normal(2, 1, 5))),
        (moments(rng.normal(-1, 2, 6)), (0, 0.0, 0.0)),
        draw(1, 40, -2.0, 3.0),
        draw(30, 2, 0.5, 4.0),
        draw(1, 1, 5.0),
    ]


def _merged(
    one,
    other,
    *,
    between="on",
    mean="weighted",
    within="weighted",
    divide="n",
    square=True,
    share="harmonic",
    out="variance",
):
    (n1, mean1, var1), (n2, mean2, var2) = one, other
    n = n1 + n2
    with np.errstate(all="ignore"):
        new_mean = {
            "weighted": (n1 * mean1 + n2 * mean2) / n,
            "plain": (mean1 + mean2) / 2,
            "exchanged": (n2 * mean1 + n1 * mean2) / n,
        }[mean]
        inside = {
            "weighted": n1 * var1 + n2 * var2,
            "plain": n * (var1 + var2) / 2,
            "sum": n * (var1 + var2),
            "less one": (n1 - 1) * var1 + (n2 - 1) * var2,
            "as squares": var1 + var2,
        }[within]
        gap = (mean2 - mean1) ** 2 if square else abs(mean2 - mean1)
        part = {"harmonic": n1 * n2 / n, "none": 1, "product": n1 * n2, "n": n, "quarter": n / 4}[share]
        total = inside + {"on": gap * part, "off": 0, "minus": -gap * part}[between]
        found = total / {"n": n, "n - 1": max(n - 1, 1), "nothing": 1}[divide]
        return n, new_mean, found if out == "variance" else max(found, 0) ** 0.5


merge_moments = Exercise(
    title="Merge what two workers kept",
    points=2,
    expected=lambda one, other: (
        one[0] + other[0],
        (one[0] * one[1] + other[0] * other[1]) / (one[0] + other[0]),
        (one[0] * (one[2] + one[1] ** 2) + other[0] * (other[2] + other[1] ** 2)) / (one[0] + other[0])
        - ((one[0] * one[1] + other[0] * other[1]) / (one[0] + other[0])) ** 2,
    ),
    cases=_moment_cases,
    equivalent={
        "def merge_moments(one, other): -> def merge_moments(other, one):": "neither worker comes first",
        "(one, other) -> (other, one)": "neither worker comes first",
    },
    mistakes=switched(
        _merged,
        {
            "What lies between the two means is missing.": {"between": "off"},
            "What lies between the two means is taken off. It is added.": {"between": "minus"},
            "Your mean is that of the two means, however many values each had.": {"mean": "plain"},
            "Each mean is weighted by the other one's number.": {"mean": "exchanged"},
            "Your variances are averaged, however many values each had.": {"within": "plain"},
            "Your variances are added, not weighted.": {"within": "sum"},
            "You turn variances into squares by n − 1. They were divided by n.": {"within": "less one"},
            "The variances are added as they are to sums of squares: multiply each by its n first.": {
                "within": "as squares"
            },
            "The gap between the means is not squared.": {"square": False},
            "The gap between the means is squared, and not multiplied with n₁n₂/n.": {"share": "none"},
            "The gap is multiplied with n₁n₂: the n below is missing.": {"share": "product"},
            "The gap is multiplied with n.": {"share": "n"},
            "The gap is treated as if both had equally many values.": {"share": "quarter"},
            "Your variance divides by n − 1.": {"divide": "n - 1"},
            "That is a sum of squares: it is not divided by n.": {"divide": "nothing"},
            "That is the spread. Its square, the variance, is asked.": {"out": "spread"},
        },
    ),
)


# ---- a repair


def _chunk_cases(rng):
    def draw(*sizes):
        return ([rng.normal(rng.uniform(-4, 4), rng.uniform(0.5, 2), size) for size in sizes],)

    same = float(rng.normal())
    return [
        ([np.array([1.0, 3]), np.array([5.0, 7])],),
        draw(4, 6, 3),
        ([np.array([same]), rng.normal(0, 1, 3), np.array([same])],),
        ([np.full(3, 0.5), np.full(2, 0.5), rng.normal(1, 2, 4)],),
        draw(5),
        ([np.array([-3.6e-5, 0.9e-5, 2.7e-5]), np.array([1.5e-5, 4.2e-5])],),  # a small number in the spread shows
        draw(3, 2, 1, 4),
    ]


def _standardised(
    chunks, *, known="so far", guard="zero", ddof=0, spread="so far", middle="so far", single="0", eps=0.0, power=1
):
    if known == "each value":
        chunks = [value for chunk in chunks for value in np.asarray(chunk, float)[:, None]]
    scaled, everything = [], np.concatenate(chunks)
    for place, chunk in enumerate(chunks):
        past = np.concatenate(chunks[: place + 1])
        seen = {
            "so far": past,
            "itself": chunk,
            "all": everything,
            "first": chunks[0],
            "before": np.concatenate(chunks[:place]) if place else chunk,
            "last two": np.concatenate(chunks[max(place - 1, 0) : place + 1]),
            "each value": past,
        }[known]
        means = np.mean([part.mean() for part in chunks[: place + 1]])
        away = chunk - {"so far": seen.mean(), "chunk": chunk.mean(), "none": 0.0, "means": means}[middle]
        with np.errstate(all="ignore"):
            wide = (seen if spread == "so far" else chunk).std(ddof=ddof if len(seen) > ddof else 0)
            wide = 0.0 if wide < 1e-12 or (guard == "chunk" and np.ptp(chunk) == 0) else wide
            wide = np.nan if single == "nan" and len(seen) <= ddof else wide
            wide = wide**power + eps
            if guard in ("zero", "chunk"):
                found = away / wide if wide else np.zeros(len(chunk))
            elif guard == "keeps":
                found = away / wide if wide else chunk
            else:
                found = away / wide if wide else np.full(len(chunk), np.nan)
        scaled.append(found)
    return np.concatenate(scaled)


def _by_two_sums(chunks):
    found, values = [], []
    for chunk in chunks:
        values += np.asarray(chunk, float).tolist()
        mean = math.fsum(values) / len(values)
        spread = math.sqrt(math.fsum((v - mean) ** 2 for v in values) / len(values))
        found += [(v - mean) / spread if spread > 1e-12 else 0.0 for v in np.asarray(chunk, float).tolist()]
    return np.array(found)


_CHUNK_FAULTS = {
    "all that has come is used": ("each chunk is scaled by itself alone.", {"known": "itself"}),
    "a spread of 0 is looked after": ("a spread of 0 divides, and gives NaN.", {"guard": "none"}),
}

fix_the_chunks = Exercise(
    title="Mend the chunks",
    points=2,
    expected=_by_two_sums,
    cases=_chunk_cases,
    given=with_faults(_standardised, _CHUNK_FAULTS),
    mistakes={
        **partly_mended(_standardised, _CHUNK_FAULTS),
        **switched(
            _standardised,
            {
                "You use all chunks at once, also those that are still to come.": {"known": "all"},
                "Every chunk is scaled by the first one.": {"known": "first"},
                "A chunk is scaled by those before it. It counts itself.": {"known": "before"},
                "You look back one chunk only.": {"known": "last two"},
                "Each value is scaled by those up to itself. The whole current chunk counts, later ones of it too.": {
                    "known": "each value"
                },
                "Your spread divides by n − 1.": {"ddof": 1},
                "The mean is that of all so far, the spread that of the chunk.": {"spread": "chunk"},
                "The spread is that of all so far, the mean that of the chunk.": {"middle": "chunk"},
                "The mean is not taken off.": {"middle": "none"},
                "Your mean is that of the chunks' means, however long each is.": {"middle": "means"},
                "A chunk without spread gives 0 in yours. The spread of all so far decides.": {"guard": "chunk"},
                "You add {eps} to the spread. Where that is small itself, the result is another one.": {
                    "eps": sizes(1e-8, 1e-7, 1e-6, 1e-3)
                },
                "You divide by the variance. Its root, the spread, is asked.": {"power": 2},
                "Where the spread is 0 you leave the values as they are. 0 is asked.": {"guard": "keeps"},
            },
        ),
        **alone(
            switched(
                _standardised,
                {
                    "Your spread divides by n − 1, and is NaN where one value has come.": {"ddof": 1, "single": "nan"},
                },
            )
        ),
    },
)


# ---- hashing


def _token_cases(rng):
    def draw(size, m, names=6):
        tokens = [f"t{i}" for i in rng.integers(0, names, size)]
        return tokens, m, {f"t{i}": int(rng.integers(0, 6 * m)) for i in range(names)}

    cancel = ["x", "y", "x", "z"], 5, {"x": 2, "y": 7, "z": 12}
    return [
        (["a", "b", "a", "c"], 4, {"a": 5, "b": 9, "c": 2}),
        draw(12, 4),
        draw(9, 7),
        cancel,
        draw(8, 1),
        ([], 3, {"a": 1}),
        draw(15, 3, 9),
        draw(6, 10),
    ]


def _hashed(tokens, m, hashes, *, sign="quotient", column="modulo", repeated="each", only="all"):
    m = max(int(m), 1)
    counts = np.zeros(m)
    words = {"once": dict.fromkeys(tokens), "listed": hashes}.get(repeated, tokens)
    for token in words:
        h = int(hashes[token])
        place = {"modulo": h % m, "one on": (h + 1) % m, "quotient": h // m % m, "less one": h % max(m - 1, 1)}[column]
        step = {
            "quotient": 1 if h // m % 2 == 0 else -1,
            "turned": -1 if h // m % 2 == 0 else 1,
            "none": 1,
            "of h": 1 if h % 2 == 0 else -1,
            "not first": 1 if h < m else -1,
            "of column": 1 if h % m % 2 == 0 else -1,
            "fraction": 1 if h / m % 2 == 0 else -1,
        }[sign]
        counts[place] = step if repeated == "last" else counts[place] + step
    return np.abs(counts) if only == "sizes" else counts


hash_columns = Exercise(
    title="Signed hashing",
    points=2,
    expected=lambda tokens, m, hashes: np.bincount(
        [hashes[t] % m for t in tokens] + [m - 1],
        weights=[(-1.0) ** (hashes[t] // m) for t in tokens] + [0.0],
        minlength=m,
    ),
    cases=_token_cases,
    mistakes=switched(
        _hashed,
        {
            "All count +1: the sign is missing.": {"sign": "none"},
            "Your signs are turned round.": {"sign": "turned"},
            "Your sign comes from h, not from h // m.": {"sign": "of h"},
            "In yours every h // m above 0 counts −1. What of the even ones?": {"sign": "not first"},
            "Your sign comes from the column: then all tokens of a column share it, and nothing cancels.": {
                "sign": "of column"
            },
            "You take h / m: a fraction is even nearly never. h // m drops the remainder.": {"sign": "fraction"},
            "Your columns count from 1: everything is one column on.": {"column": "one on"},
            "Your column is h // m, its remainder is asked.": {"column": "quotient"},
            "You take the remainder by m − 1: the last column stays empty.": {"column": "less one"},
            "A token that comes again counts once.": {"repeated": "once"},
            "You go through the dictionary, and count each name in it once. The tokens count.": {"repeated": "listed"},
            "A column keeps the last token only: it is overwritten, not added to.": {"repeated": "last"},
            "The signs of your counts are lost at the end.": {"only": "sizes"},
        },
    ),
)
