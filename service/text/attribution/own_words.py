"""Whether a short text cannot hold anybody's words but the author's, as its words alone show.

Short texts are most of the load of a service that scores sentences, and few of them report what
somebody said. Those without any sign of it need no model that looks for speakers. The test is
cautious: what is doubtful counts as a sign.
"""

from __future__ import annotations

import re
from importlib.resources import files

from service.text.document import BlockKind, Document
from service.text.gazetteers.first_names import is_forename
from service.text.span import Span

_MOST_SENTENCES = 2
_KINDS = frozenset({BlockKind.BODY, BlockKind.HEADING})
_LONGEST = 600  # code points
_WORD = re.compile(r"[^\W\d_]+")
# Quotation marks of all kinds, colons, what may stand before a signature, handles and labels.
_MARKS = re.compile("[\"“”„‟«»‹›‚`´:：;|@#>~–—―\\[\\]{}<]|(?<!\\w)['‘’‛]|['‘’‛](?!\\w)|--|\\s-")
_CUES = frozenset((files("service.text.attribution") / "cue_words.txt").read_text("utf-8").split())
_PRONOUNS = frozenset(
    """he him his himself she her hers herself they them their theirs themselves who whom whose
    whoever someone somebody everyone everybody anyone anybody nobody one some many most others
    people those""".split()
)
_SIGNS = _CUES | _PRONOUNS


def is_the_authors(document: Document) -> bool:
    """Whether all sentences are surely the author's own.

    False means that this is not known. True only for one or two sentences of English without
    quotation marks, colons, names, pronouns for people, and words that attribute or describe
    statements and attitudes (`cue_words.txt`).
    """
    sentences = document.sentences
    if not 0 < len(sentences) <= _MOST_SENTENCES or len(document.text) > _LONGEST:
        return False
    if any(sentence.kind not in _KINDS for sentence in sentences):
        return False
    if not document.language.supported or _MARKS.search(document.text):
        return False
    return all(_is_plain(document.text, sentence.span) for sentence in sentences)


def _is_plain(text: str, span: Span) -> bool:
    """Whether only the first word is capitalised, as in a sentence, and no word is a sign."""
    words = [match[0] for match in _WORD.finditer(text, span.begin, span.end)]
    if not words or not _is_capitalised(words[0]) or is_forename(words[0]):
        return False
    if any(word != word.lower() and word != "I" for word in words[1:]):
        return False
    return _SIGNS.isdisjoint(word.lower() for word in words)


def _is_capitalised(word: str) -> bool:
    return word[0].isupper() and word[1:] == word[1:].lower()
