"""Exercises of the lesson on computer vision: boxes, finds, test sets, a threshold."""

import functools

import numpy as np

from firsthand import vision
from firsthand.datasets.inspection import DENT, dented_sheets
from firsthand.judging.exercise import Exercise, alone, choice_exercise, switched

# ---- intersection over union


def _box(rng, most=12):
    top, left = (int(value) for value in rng.integers(0, most, 2))
    return top, left, top + int(rng.integers(1, 7)), left + int(rng.integers(1, 7))


def _pair_cases(rng):
    cases = [((1, 1, 5, 6), (3, 2, 9, 7))]
    t, u = (int(value) for value in rng.integers(1, 5, 2))
    cases += [
        ((1, 1, 5, 6), (5 + t, 6 + u, 9 + t, 9 + u)),  # apart in both directions
        ((1, 1, 5, 6), (2, 7, 4, 9 + t)),
        ((1, 1, 5, 6), (6 + t, 2, 9 + t, 4)),
        ((0, 0, 4, 4), (0, 4, 4, 6)),  # an edge in common
        ((2, 1, 9, 8 + t), (3, 2, 5, 4)),  # inside
        ((3, 4, 6, 9), (3, 4, 6, 9)),
        ((2, 3, 8, 5), (4, 0, 6, 9)),  # a cross
        ((4, 0, 6, 9), (2, 3, 8, 5)),
        ((2 + t, 3, 9 + t, 8), (1, 1, 7 + t, 6)),
    ]
    while len(cases) < 16:
        pair = _box(rng, 6), _box(rng, 6)
        if _shared_pixels(*pair) > 0:
            cases.append(pair)
    return [*cases, *((_box(rng), _box(rng)) for _ in range(4))]


def _pixels(box):
    top, left, bottom, right = (int(value) for value in box)
    return {(i, j) for i in range(top, min(bottom, top + 99)) for j in range(left, min(right, left + 99))}


def _shared_pixels(one, other):
    return len(_pixels(one) & _pixels(other))


def _pixel_share(one, other):
    covered = _pixels(one) | _pixels(other)
    return _shared_pixels(one, other) / len(covered) if covered else 0.0


def _iou(
    one, other, *, limit="each", below="union", one_more="nowhere", sides="corners", shared="box", axes="straight"
):
    boxes = np.array([one, other], float)
    if sides == "sizes":
        boxes[:, 2:] += boxes[:, :2]
    low, high = boxes[:, :2], boxes[:, 2:]
    inner, outer = high.min(axis=0) - low.max(axis=0), high.max(axis=0) - low.min(axis=0)
    if axes == "mixed":
        inner = np.array([high[:, 0].min() - low[:, 1].max(), high[:, 1].min() - low[:, 0].max()])
    areas = np.prod(high - low + (one_more in ("everywhere", "areas")), axis=1)
    inner = inner + (one_more in ("everywhere", "overlap"))
    if shared == "larger":
        inner = outer
    lap = {
        "each": np.prod(np.maximum(inner, 0)),
        "none": np.prod(inner),
        "height": max(inner[0], 0) * inner[1],
        "width": inner[0] * max(inner[1], 0),
        "product": max(np.prod(inner), 0),
        "size": np.prod(np.abs(inner)),
    }[limit]
    if shared == "perimeter":
        lap = np.maximum(inner, 0).sum()
    total = {
        "union": areas.sum() - lap,
        "sum": areas.sum(),
        "smaller": areas.min(),
        "larger": areas.max(),
        "hull": np.prod(outer),
        "dice": areas.sum() / 2,
        "twice off": areas.sum() - 2 * lap,
        "first": areas[0],
        "second": areas[1],
    }[below]
    with np.errstate(all="ignore"):
        return float(np.float64(lap) / total)


box_iou = Exercise(
    title="Intersection over union",
    points=2,
    expected=_pixel_share,
    cases=_pair_cases,
    equivalent={
        "def box_iou(one, other): -> def box_iou(other, one):": "neither box comes first",
        "(one, other) -> (other, one)": "neither box comes first",
    },
    mistakes={
        **switched(
            _iou,
            {
                "Boxes that do not meet give a number below 0, or one above 0 where they miss each other in both directions.": {
                    "limit": "none"
                },
                "Only the height is limited: boxes side by side give a number below 0.": {"limit": "height"},
                "Only the width is limited: boxes below each other give a number below 0.": {"limit": "width"},
                "You limit the product: two boxes that miss each other in both directions have two negative sides.": {
                    "limit": "product"
                },
                "You take the sizes of the sides: boxes that do not meet share nothing.": {"limit": "size"},
                "You divide by the sum of both areas: what is shared counts twice there.": {"below": "sum"},
                "You divide by the smaller area.": {"below": "smaller"},
                "You divide by the larger area.": {"below": "larger"},
                "You divide by the area of the first box.": {"below": "first"},
                "You divide by the area of the second box.": {"below": "second"},
                "You divide by the smallest box around both.": {"below": "hull"},
                "That is Dice's measure: twice the shared area over the sum.": {"below": "dice"},
                "What is shared is taken off twice.": {"below": "twice off"},
                "You add 1 to every side. Here the far edges lie outside.": {"one_more": "everywhere"},
                "You add 1 to the sides of the overlap only.": {"one_more": "overlap"},
                "You add 1 to the sides of the boxes only.": {"one_more": "areas"},
                "The last two numbers are read as height and width. They are edges.": {"sides": "sizes"},
                "Rows and columns are mixed up: bottom belongs to top, right to left.": {"axes": "mixed"},
                "You take the outer edges for the overlap: the larger of the far ones, the smaller of the near ones.": {
                    "shared": "larger"
                },
                "You add the sides of the overlap. An area is their product.": {"shared": "perimeter"},
            },
        ),
        "That is the shared area alone.": lambda one, other: float(_shared_pixels(one, other)),
    },
)


# ---- each object once


def _share(one, other):
    sides = [max(min(one[k + 2], other[k + 2]) - max(one[k], other[k]), 0) for k in (0, 1)]
    areas = [(box[2] - box[0]) * (box[3] - box[1]) for box in (one, other)]
    shared = sides[0] * sides[1]
    covered = sum(areas) - shared
    return shared / covered if covered else 0.0


def _beside(rng, box, most):
    """The same box, moved a little."""
    down, right = (int(value) for value in rng.integers(-most, most + 1, 2))
    return box[0] + down, box[1] + right, box[2] + down, box[3] + right


def _scene(rng, objects, finds, loose, threshold):
    while True:
        boxes, scores, truths = _drawn_scene(rng, objects, finds, loose)
        forward, backward = (_by_table(boxes, scores, those, threshold) for those in (truths, truths[::-1]))
        if forward == backward:  # the statement leaves open which of two equally good truths is taken
            return boxes, scores, truths, threshold


def _drawn_scene(rng, objects, finds, loose):
    truths = []
    for _ in range(objects):
        box = _box(rng, 10)
        truths.append((box[0], box[1], box[0] + 6, box[1] + 6))
    boxes = [_beside(rng, truths[int(rng.integers(0, objects))], 2) for _ in range(finds)] if objects else []
    boxes += [_beside(rng, (30, 30, 36, 36), 9) for _ in range(loose)]
    scores = rng.permutation(np.round(np.linspace(0.15, 0.95, len(boxes)) + rng.uniform(0, 0.02, len(boxes)), 3))
    return boxes, scores.tolist(), truths


_TELLING_SCENES = (  # upper left corners of boxes and truths, 6 x 6, found by search: each wrong way to match counts otherwise
    ([(3, 2), (5, 2), (3, 3)], [0.57, 0.2, 0.95], [(2, 2), (5, 0), (3, 5)], 0.5),
    ([(1, 0), (2, 5), (0, 0), (0, 1)], [0.45, 0.2, 0.7, 0.95], [(2, 4), (1, 2), (4, 0), (0, 1)], 0.3),
    ([(0, 3), (1, 0), (1, 5)], [0.57, 0.2, 0.95], [(3, 3), (2, 4), (5, 5), (0, 1)], 0.3),
    (
        [(4, 5), (5, 1), (4, 1), (2, 0), (2, 2), (3, 0)],
        [0.5, 0.65, 0.2, 0.95, 0.35, 0.8],
        [(1, 2), (0, 2)],
        0.3,
    ),
    ([(4, 0), (0, 5), (0, 2)], [0.57, 0.2, 0.95], [(1, 5), (5, 5), (0, 5), (2, 0)], 0.3),
)


def _placed(rng, corners, scores, truths, threshold):
    """A scene somewhere else on the sheet."""
    down, right = (int(value) for value in rng.integers(0, 9, 2))
    boxes, true_boxes = (
        [(top + down, left + right, top + down + 6, left + right + 6) for top, left in those]
        for those in (corners, truths)
    )
    return boxes, scores, true_boxes, threshold


def _scene_cases(rng):
    example = [(0, 0, 4, 4), (0, 1, 4, 5), (9, 9, 12, 12)], [0.6, 0.9, 0.8], [(0, 0, 4, 4)], 0.5
    # two columns aside: 24 of 48, exactly one half
    edge = [(0, 2, 6, 8), (20, 0, 26, 6)], [0.4, 0.7], [(0, 0, 6, 6), (20, 3, 26, 9)], 0.5
    # the best truth of the second box is taken; its second best is good enough
    second = [(0, 0, 6, 6), (1, 0, 7, 6)], [0.9, 0.8], [(0, 2, 6, 8), (0, 0, 6, 6)], 0.35
    # the weaker box comes first in the list, and takes the truth that the stronger one needs
    order = [(0, 1, 6, 7), (0, -1, 6, 5)], [0.3, 0.9], [(0, 0, 6, 6), (0, 3, 6, 9)], 0.45
    # the first truth that fits is not the best one; the next box has only that
    fits = [(0, 1, 6, 7), (0, -2, 6, 4)], [0.9, 0.5], [(0, 0, 6, 6), (0, 1, 6, 7)], 0.45
    return [
        example,
        edge,
        second,
        order,
        (order[0][::-1], order[1][::-1], *order[2:]),
        fits,
        *(_placed(rng, *scene) for scene in _TELLING_SCENES),
        _scene(rng, 0, 0, 3, 0.5),
        ([], [], [(1, 1, 5, 5), (7, 7, 9, 9)], 0.5),
        ([], [], [], 0.5),
        _scene(rng, 3, 7, 2, 0.5),
        _scene(rng, 4, 9, 1, 0.4),
        _scene(rng, 2, 6, 0, 0.6),
        _scene(rng, 5, 12, 3, 0.3),
    ]


def _matched(
    boxes,
    scores,
    truths,
    threshold,
    *,
    order="falling",
    fits="at least",
    again="false",
    choice="best left",
    missed="left",
    on_empty="counted",
    alarms="all",
):
    if on_empty == "nothing" and not len(truths):
        return 0, 0, 0
    places = {
        "falling": sorted(range(len(boxes)), key=lambda i: -scores[i]),
        "rising": sorted(range(len(boxes)), key=lambda i: scores[i]),
        "given": list(range(len(boxes))),
        "corners": sorted(range(len(boxes)), key=lambda i: tuple(boxes[i])),
    }[order]
    if choice == "by truths":
        places, boxes, truths = list(range(len(truths))), truths, boxes
    taken, hits, repeats, beside = set(), 0, 0, 0
    for i in places:
        shares = [_share(boxes[i], truth) for truth in truths]
        if fits == "score":
            shares = [share * (scores[i] >= threshold) for share in shares]
        good = [
            k
            for k, share in enumerate(shares)
            if (share >= threshold if fits == "at least" else share > (0 if fits == "score" else threshold))
        ]
        free = [k for k in good if k not in taken]
        best = max(range(len(shares)), key=shares.__getitem__, default=None)
        if choice == "first left":
            found = free[:1]
        elif choice == "best of all":
            found = [best] if best in free else []
        else:
            found = [max(free, key=shares.__getitem__)] if free else []
        if choice == "all again":
            found = [best] if best in good else []
            hits -= bool(found) and found[0] in taken
            repeats += bool(found) and found[0] in taken
        beside += max(shares, default=0) > 0 and not found
        if found:
            taken.add(found[0])
            hits += 1
        elif good:
            repeats += 1
    if choice == "by truths":
        boxes, truths = truths, boxes
    total = hits + repeats if again == "true" or choice == "all again" else hits
    false = len(boxes) - hits - (repeats if again != "false" else 0)
    if choice == "all again":
        false = len(boxes) - hits - repeats
    if alarms == "none":
        false = 0
    if alarms == "apart":
        false -= beside
    if alarms == "until full" and len(truths) == hits:
        false = _seen_until_full(boxes, scores, truths, threshold) - hits
    left = {
        "left": len(truths) - hits,
        "all": len(truths) - total,
        "of boxes": max(len(truths) - len(boxes), 0),
        "none": 0,
        "truths": len(truths),
    }
    return total, false, left[missed]


def _seen_until_full(boxes, scores, truths, threshold):
    """How many boxes, from the highest score on, are looked at until the last truth is taken."""
    places = sorted(range(len(boxes)), key=lambda i: -scores[i])
    for seen in range(len(boxes) + 1):
        some = places[:seen]
        if _by_table([boxes[i] for i in some], [scores[i] for i in some], truths, threshold)[0] == len(truths):
            return seen
    return len(boxes)


def _unmatched(boxes, scores, truths, threshold):
    """Every box and every truth by itself."""
    good = np.array([[_share(box, truth) >= threshold for truth in truths] for box in boxes], bool)
    good = good.reshape(len(boxes), len(truths))
    hits = int(good.any(axis=1).sum())
    return hits, len(boxes) - hits, int((~good.any(axis=0)).sum())


def _suppressed_first(boxes, scores, truths, threshold):
    kept: list[int] = []
    for i in sorted(range(len(boxes)), key=lambda i: -scores[i]):
        if all(_share(boxes[i], boxes[j]) < threshold for j in kept):
            kept.append(i)
    return _by_table([boxes[i] for i in kept], [scores[i] for i in kept], truths, threshold)


def _by_overlap(boxes, scores, truths, threshold):
    shares = np.array([[_share(box, truth) for truth in truths] for box in boxes]).reshape(len(boxes), len(truths))
    hits = 0
    while shares.size and shares.max() >= threshold > 0:
        i, k = np.unravel_index(shares.argmax(), shares.shape)
        shares[i], shares[:, k] = -1, -1
        hits += 1
    return hits, len(boxes) - hits, len(truths) - hits


match_detections = Exercise(
    title="Each object once",
    points=3,
    expected=lambda boxes, scores, truths, threshold: _by_table(boxes, scores, truths, threshold),
    cases=_scene_cases,
    equivalent={
        "iou(boxes[i], truth) -> iou(truth, boxes[i])": "neither box comes first",
        "iou(boxes[i], best) -> iou(best, boxes[i])": "neither box comes first",
    },
    mistakes={
        **switched(
            _matched,
            {
                "You go through the boxes as they are given, whatever their scores.": {"order": "given"},
                "You go from the lowest score up.": {"order": "rising"},
                "The third number is that of all truths, whether somebody took them or not.": {"missed": "truths"},
                "A truth is never taken out: a second box on it is a true positive again.": {"choice": "all again"},
                "An IoU of exactly the threshold counts as a find: at least, not above.": {"fits": "above"},
                "A second box on a truth that is taken counts as found again.": {"again": "true"},
                "A second box on a truth that is taken counts nowhere. It is a false alarm.": {"again": "dropped"},
                "A box looks for the best of all truths, and gives up if that is taken. It may take another one that is left.": {
                    "choice": "best of all"
                },
                "A box takes the first truth that is good enough. The one with the largest IoU is asked.": {
                    "choice": "first left"
                },
            },
        ),
        **alone(
            switched(
                _matched,
                {
                    "Without any truth you count nothing: false alarms are false all the same.": {
                        "on_empty": "nothing"
                    },
                    "You go through the boxes by their corners, not by their scores.": {"order": "corners"},
                    "False alarms are always 0 in yours.": {"alarms": "none"},
                    "The third number is always 0 in yours.": {"missed": "none"},
                    "The third number compares how many boxes and truths there are.": {"missed": "of boxes"},
                    "A box that touches a truth is no false alarm in yours, however small the overlap.": {
                        "alarms": "apart"
                    },
                    "You stop when every truth is taken: the boxes after that are false alarms.": {
                        "alarms": "until full"
                    },
                    "You lay `threshold` on the scores. It is the least IoU.": {"fits": "score"},
                    "Each truth looks for its box. The boxes choose, the highest score first.": {"choice": "by truths"},
                },
            )
        ),
        "Nothing is matched: a box counts if any truth is near, a truth is missed if no box is near.": _unmatched,
        "You suppress boxes before you match. Every box counts here, as a find or as a false alarm.": _suppressed_first,
        "The pairs with the largest IoU come first, whatever the scores.": _by_overlap,
    },
)


def _by_table(boxes, scores, truths, threshold):
    """Cross out rows and columns of a table of shares."""
    table = np.array([[_pixel_share(box, truth) for truth in truths] for box in boxes]).reshape(len(boxes), len(truths))
    hits = 0
    for i in np.argsort(-np.asarray(scores, float), kind="stable")[: len(boxes)]:
        if len(truths) and table[i].max() >= threshold:
            table[:, table[i].argmax()] = -1
            hits += 1
    return hits, len(boxes) - hits, len(truths) - hits


choose_the_test_set = choice_exercise(
    title="Choose the test set",
    points=2,
    right={
        "A": "break the link",
        "B": "split by part",
        "C": "count each once",
        "D": "pictures without faults",
        "E": "move the parts",
        "F": "break the link",
    },
    tempting={
        (
            "A",
            "more of the same",
        ): "A: held-out pictures are more of the same. What went with the cracks in all of them?",
        ("A", "split by part"): "A: are there several pictures of one part? What went with the cracks?",
        ("A", "pictures without faults"): "A: there were whole castings, by day. What is missing?",
        ("A", "move the parts"): "A: nothing is said about places. When were the cracked ones photographed?",
        (
            "B",
            "break the link",
        ): "B: what do 12 pictures of one part share, and on which sides of the split do they lie?",
        ("B", "move the parts"): "B: the parts were turned. What do 12 pictures of one part share?",
        ("B", "more of the same"): "B: shuffled once more, the 12 pictures of a part lie on both sides again.",
        ("B", "count each once"): "B: nothing is detected here. Where do the 12 pictures of one part lie?",
        ("C", "pictures without faults"): "C: 396 boxes and 58 holes. What does 396 count?",
        ("C", "more of the same"): "C: 396 boxes and 58 holes. What does 396 count?",
        ("D", "count each once"): "D: nothing is said of several boxes. What did every sheet of the test have?",
        ("D", "break the link"): "D: what did every sheet of the test have, and how many have it on the line?",
        (
            "D",
            "more of the same",
        ): "D: 300 more sheets with a dent each. What would a detector score that always says dent?",
        ("E", "more of the same"): "E: more pictures from a clamp that does not move?",
        ("E", "break the link"): "E: which single thing was the same in all pictures, and is claimed not to matter?",
        ("E", "split by part"): "E: the claim is about places.",
        ("F", "split by part"): "F: which ones would carry a number on the plate, on both sides of the split?",
        ("F", "more of the same"): "F: these would carry the number as well.",
        ("F", "move the parts"): "F: the number would move along. What goes together with wear?",
        ("F", "pictures without faults"): "F: whole bearings have no number. What else could tell them apart?",
    },
)


# ---- tuning

LEAST = 0.9
_TUNING_MISTAKES = {
    "form": "`threshold` is a number above 0.",
    "low": "Precision below 0.9: noise passes for dents. A higher threshold asks for more.",
    "high": "Recall below 0.9: dents are lost. A lower threshold asks for less.",
}


@functools.cache
def _precision_and_recall(threshold: float, seed: int) -> tuple[float, float]:
    rng, total = np.random.default_rng(seed), np.zeros(3)
    profile = -0.3 * (DENT - DENT.mean())
    for _ in range(50):
        sheet, truths = dented_sheets(rng)
        boxes, _ = vision.detections(sheet, profile, threshold)
        total += vision.count_found(vision.suppress(boxes), truths)
    hits, false, missed = total
    return hits / max(hits + false, 1), hits / (hits + missed)


def _accept_threshold(threshold):
    if not isinstance(threshold, int | float) or isinstance(threshold, bool) or not 0 < threshold < 1e6:
        return _TUNING_MISTAKES["form"]
    if threshold < 0.4:
        return _TUNING_MISTAKES["low"]  # thousands of boxes: known, and slow to count
    pairs = [_precision_and_recall(float(threshold), seed) for seed in (31, 47)]
    if min(recall for _, recall in pairs) < LEAST:
        return _TUNING_MISTAKES["high"]
    return True if min(precision for precision, _ in pairs) >= LEAST else _TUNING_MISTAKES["low"]


tune_the_detector = Exercise(
    title="Tune the detector",
    points=1,
    expected=0.71,
    accepts=_accept_threshold,
    mistakes={
        _TUNING_MISTAKES["form"]: -1.0,
        _TUNING_MISTAKES["low"]: 0.5,
        _TUNING_MISTAKES["high"]: 0.9,
    },
)
