"""Messages to a hospital's help desk, some of them phishing, from a grammar whose entropy is known."""

import re

import numpy as np

_WORDS = {
    "opening": ("hello", "hi", "dear team", "good morning", "colleagues", "to whom it may concern"),
    "closing": ("thanks", "regards", "cheers", "thank you", "yours", "best wishes"),
    "device": ("printer", "scanner", "laptop", "badge", "pager", "monitor", "tablet", "keyboard"),
    "system": ("mailbox", "payroll", "intranet", "calendar", "archive", "ward", "pharmacy", "laboratory"),
    "state": ("broken", "slow", "locked", "missing", "full", "offline", "expired", "suspended"),
    "verb": ("check", "renew", "reset", "confirm", "replace", "verify", "unlock", "review"),
    "place": ("reception", "radiology", "surgery", "basement", "canteen", "admissions", "stores", "clinic"),
    "time": ("today", "tomorrow", "tonight", "monday", "friday", "now", "immediately", "soon"),
}
_LEAN = {  # how much likelier phishing makes a word than its neighbours
    "system": {"mailbox": 8, "payroll": 8},
    "state": {"suspended": 6, "expired": 6},
    "verb": {"verify": 6, "confirm": 6},
    "time": {"immediately": 6, "now": 4},
}
_TEMPLATES = (
    "{opening} the {device} in {place} is {state} please {verb} it {time} {closing}",
    "{opening} my {system} account is {state} can you {verb} it {time} {closing}",
    "{opening} please {verb} the {system} in {place} it is {state} since {time} {closing}",
    "{opening} the {system} says {state} and the {device} is {state} {verb} {time} {closing}",
)
_SLOTS = re.compile(r"\{(\w+)\}")


def helpdesk_messages(rng, n=1000, campaigns=30, phishing=0.3, redraw=0.1):
    """Simulate n messages to a hospital's help desk, a share of them phishing.

    rng : numpy Generator; phishing : chance of a phishing message, which belongs to one of `campaigns` campaigns;
    redraw : chance that such a message draws a word of its campaign's text anew, for each slot. Returns a list of n texts,
    forged (n,), 1 for phishing or 0, and group (n,): the number of the campaign, or one of its own for a genuine message.
    The truth: four templates, equally likely; each slot is filled from six or eight words, equally likely in genuine
    messages (see helpdesk_entropy); phishing leans towards some of them (suspended, verify, payroll, immediately, ...).
    """
    texts_of = []
    for _ in range(campaigns):
        template = int(rng.integers(4))
        texts_of.append((template, _fill(rng, template, True)))
    texts, forged, group = [], np.zeros(n, dtype=int), np.zeros(n, dtype=int)
    for i in range(n):
        forged[i] = rng.random() < phishing
        if forged[i]:
            group[i] = rng.integers(campaigns)
            template, fixed = texts_of[group[i]]
            words = _fill(rng, template, True, fixed, redraw)
        else:
            group[i] = campaigns + i
            template = int(rng.integers(4))
            words = _fill(rng, template, False)
        texts.append(_SLOTS.sub("{}", _TEMPLATES[template]).format(*words))
    return texts, forged, group


def _fill(rng, template, phishing, fixed=None, redraw=0.0):
    words = []
    for i, slot in enumerate(_SLOTS.findall(_TEMPLATES[template])):
        if fixed is not None and rng.random() > redraw:
            words.append(fixed[i])
        else:
            weights = np.array(
                [_LEAN.get(slot, {}).get(word, 1) if phishing else 1 for word in _WORDS[slot]], dtype=float
            )
            words.append(_WORDS[slot][rng.choice(len(weights), p=weights / weights.sum())])
    return words


def helpdesk_entropy():
    """Return the entropy of a genuine message, in nats, and its mean number of tokens: its words and an end mark.

    The messages are made for this course (see helpdesk_messages). The entropy is that of the template, ln 4, and of the slots, ln of the number of words in each, a mean over templates.
    """
    slots = [_SLOTS.findall(template) for template in _TEMPLATES]
    nats = np.log(4) + np.mean([sum(np.log(len(_WORDS[slot])) for slot in found) for found in slots])
    fixed = [len(_SLOTS.sub("", template).split()) for template in _TEMPLATES]
    drawn = [sum(float(np.mean([len(word.split()) for word in _WORDS[slot]])) for slot in found) for found in slots]
    return float(nats), float(np.mean(fixed) + np.mean(drawn) + 1)


def helpdesk_word_kinds():
    """Return the kind of each of the 48 one-word fillers of the help desk's messages, made for this course: word -> kind.

    The kinds are device, system, state, verb, place and time, eight words each.
    """
    return {word: kind for kind, words in _WORDS.items() if kind not in ("opening", "closing") for word in words}
