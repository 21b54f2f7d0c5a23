"""Features of a sentence that may address the reader of the site: groups of words, and its form.

The features are groups and not single words, so that few labelled lines are enough to fit their
weights. All but the position come from the sentence alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from service.text.boilerplate.line_forms import Line, forms, has_address, has_separator

_GROUPS = {
    "letter": """newsletter newsletters email emails mail inbox alert alerts subscribe subscriber
        subscribers subscribing subscription subscriptions membership member unlimited trial signup
        notifications briefing digest bulletin subscribed unsubscribe""",
    "page": """site website webpage page app login log account browser device cookies cookie privacy
        terms link links click tap loading menu password username settings javascript section
        sections categories category download install scroll homepage online""",
    "talk": """comment comments commenting feedback correction corrections typo typos letters letter
        tip tips question questions thoughts opinion opinions views view conversation discussion
        reply""",
    "media": """photo photos video videos gallery podcast podcasts episode image images picture
        pictures coverage stories headlines livestream slideshow live audio transcript illustration
        footage""",
    "site": """twitter facebook instagram youtube linkedin whatsapp telegram tiktok reddit google
        spotify pinterest apple threads bluesky snapchat""",
    "money": """donate donation donations donating contribute contribution gift tax-deductible
        nonprofit support supporting paywall fund funded generous monthly month price offer free
        discount sale order shipping purchase buy commission affiliate ads ad advertisers
        advertising adverts fundraiser petition sponsors sponsored donors""",
    "press": """journalism journalist journalists newsroom reporting readers reader editor editors
        editorial publisher publishing author writer columnist correspondent newspaper staff desk
        reporter reporters headline syndicated outlet""",
    "rights": """copyright rights reserved permission republish republished reprint licensed license
        reproduced reproduction prohibited unauthorised unauthorized
        redistribution syndicated trademark published publish print""",
    "piece": "article story piece post column report interview content version essay",
    "done": """updated corrected edited amended originally condensed clarified published appeared
        written produced generated""",
    "you": "you your yours you're you've you'd",
    "we": "we our us ours we're we've",
    "they": "he she his her him they their them hers who whose",
    "told": """said says told wrote asked added warned announced ruled found argued according
        claimed denied""",
    "past": "was were had did would could been has have",
    "shown": "left right center centre seen pictured shown above",
    "personal": "personal own mine alone necessarily",
    "more": "more latest next related also",
    "here": "here below above",
}
_OF: dict[str, list[str]] = {}
for _name, _words in _GROUPS.items():
    for _word in _words.split():
        _OF.setdefault(_word, []).append(_name)
# A sentence without any of these words is not weighed.
_NEEDED = frozenset(
    word
    for word, names in _OF.items()
    if set(names) & {"letter", "page", "talk", "media", "site", "money", "press", "rights", "piece"}
)
_WORD = re.compile(r"[a-z@][a-z’'-]*")
_FEW = 4  # words: a shorter line that is no label is a heading or an answer
_ENOUGH = 45  # words: longer lines that address the reader are known to the rules


def features(text: str, *, alone: bool, below: bool, end: bool) -> tuple[str, ...]:
    """Names of the features of a folded sentence; empty for one that need not be weighed.

    Args:
        text: the sentence.
        alone: it is a paragraph of its own.
        below: text of the article stands before it.
        end: it stands in the last paragraphs.
    """
    low = text.lower().replace("’", "'")
    words = _WORD.findall(low)
    line = Line(text, low, words)
    if not _FEW <= len(words) <= _ENOUGH or not _is_weighable(line):
        return ()
    found = [*_word_groups(words), *forms(line)]
    found += [name for name, holds in (("alone", alone), ("below", below), ("end", end)) if holds]
    return tuple([*found, *_pairs(set(found))])


def _is_weighable(line: Line) -> bool:
    """Whether anything in the sentence can be about the site or its reader."""
    return bool(_NEEDED.intersection(line.words)) or has_address(line) or has_separator(line)


def _word_groups(words: Sequence[str]) -> Iterator[str]:
    """The groups that have words in the sentence, and those that have two or more."""
    groups: dict[str, int] = {}
    for word in words:
        for name in _OF.get(word, ()):
            groups[name] = groups.get(name, 0) + 1
    yield from groups
    yield from (f"{name} twice" for name, n in groups.items() if n > 1)


_ABOUT = ("letter", "page", "talk", "media", "site", "money", "press", "rights", "piece", "address")
_VOICES = (
    "pointed",
    "imperative",
    "you",
    "we",
    "asks",
    "infinitive first",
    "this first",
    "done",
    "open",
    "capitals",
)


def _pairs(base: set[str]) -> Iterator[str]:
    """Pairs of voice and topic: "subscribe" means more in an imperative than in a report."""
    for voice in _VOICES:
        if voice in base:
            for about in _ABOUT:
                if about in base:
                    yield f"{voice} + {about}"
    if "you" in base and "we" in base:
        yield "you + we"
