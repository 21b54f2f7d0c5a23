"""What a sentence shows of being addressed to the reader, in groups of words and its form.

Groups instead of words, so that few labelled lines are enough to weigh them. All counts are
of the sentence alone, but for where it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from service.text.gazetteers.first_names import is_forename

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
# Without a word of these a sentence is not weighed at all.
_NEEDED = frozenset(
    word
    for word, names in _OF.items()
    if set(names) & {"letter", "page", "talk", "media", "site", "money", "press", "rights", "piece"}
)
IMPERATIVES = frozenset(
    """get sign subscribe follow share read see watch listen click tap join support donate check
    stay visit send email e-mail call download comment tell report republish manage accept log
    register hear like find learn contact view show copy print tweet enter try help become never
    don't please let reply explore browse discover buy order shop use submit leave add keep make
    consider give take start create update write skip return go sort close enable save""".split()
)
_POINTED = re.compile(
    r"\b(?:this|these|our|my|us)\s+(?:[a-z-]+\s)?(?:sites?|website|page|story|stories|article|"
    r"post|"
    r"piece|column|newsletter|podcast|app|channel|coverage|reporting|journalism|newsroom|reporters|"
    r"journalists|readers|comments?|discussion|e-?mail|inbox|account|subscription|work|editors|"
    r"privacy|"
    r"terms|team|mission|content|videos?|photos?|interview|series|archive|support|gift|donation)\b"
)
_WORD = re.compile(r"[a-z@][a-z’'-]*")
_ADDRESS = re.compile(
    r"https?://|www\.|\w@\w|(?:^|\s)@\w|\.(?:com|org|net|co|example)\b|\d{3}-\d{4}"
)
_SIGNS = ("http", "www.", "@", ".com", ".org", ".net", ".co", ".example", "-")
_PAST = re.compile(r"\b\w{3,}ed\b")
_FORM = re.compile(r"[|»›•·]| [/>] ")
_STOP = re.compile(r"[.!?…][\"”’')\]]*$")
_FEW = 4  # words: what is shorter and no label is a heading or an answer
_ENOUGH = 45  # words: no line to the reader that the rules do not know is longer


def features(text: str, *, alone: bool, below: bool, end: bool) -> tuple[str, ...]:
    """Names of what holds of a folded sentence; empty where nothing asks to weigh it.

    Args:
        text: the sentence.
        alone: it is a paragraph of its own.
        below: text of the article stands before it.
        end: it stands in the last paragraphs.
    """
    low = text.lower().replace("’", "'")
    words = _WORD.findall(low)
    if not _FEW <= len(words) <= _ENOUGH or not (
        _NEEDED.intersection(words) or _has_address(low) or _FORM.search(text)
    ):
        return ()
    groups: dict[str, int] = {}
    for word in words:
        for name in _OF.get(word, ()):
            groups[name] = groups.get(name, 0) + 1
    found = [*groups, *(f"{name} twice" for name, n in groups.items() if n > 1)]
    found += _form(text, low, words)
    found += [name for name, holds in (("alone", alone), ("below", below), ("end", end)) if holds]
    base = set(found)
    return tuple([*found, *_pairs(base)])


def _has_address(low: str) -> bool:
    # Most sentences have no such sign, and looking for one is quicker than the pattern.
    return any(sign in low for sign in _SIGNS) and bool(_ADDRESS.search(low))


def _form(text: str, low: str, words: list[str]) -> Iterator[str]:
    """What the sentence looks like."""
    if words[0] in IMPERATIVES:
        yield "imperative"
    if words[0] == "to" and "," in low:
        yield "infinitive first"
    if low.startswith(("if you", "did you", "do you", "want", "have ", "already", "was this")):
        yield "asks"
    if low.startswith(("this ", "these ", "the above", "an earlier", "a version")):
        yield "this first"
    if low.startswith(("the writer", "the author", "the views", "views", "opinion")):
        yield "author first"
    if _has_address(low):
        yield "address"
    if _FORM.search(text):
        yield "separator"
    if not _STOP.search(text):
        yield "open"
    if text.endswith("?"):
        yield "question"
    if any(mark in text for mark in '“”"'):
        yield "quotes"
    if _POINTED.search(low):
        yield "pointed"
    if _PAST.search(low):
        yield "past form"
    if text[:1].isalpha() and is_forename(text.split()[0].strip(",.|")):
        yield "forename first"
    long = [w for w in text.split() if w[:1].isalpha() and len(w) > 3]
    if long and all(w[0].isupper() for w in long):
        yield "capitals"
    yield next(name for most, name in _LENGTHS if len(words) <= most)


_LENGTHS = (
    (3, "1-3 words"),
    (7, "4-7 words"),
    (14, "8-14 words"),
    (24, "15-24 words"),
    (999, "long"),
)
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
    """Voice and matter together: "subscribe" in an imperative is another thing than in a report."""
    for voice in _VOICES:
        if voice in base:
            for about in _ABOUT:
                if about in base:
                    yield f"{voice} + {about}"
    if "you" in base and "we" in base:
        yield "you + we"
