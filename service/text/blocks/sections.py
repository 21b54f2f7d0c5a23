"""Sections below or beside an article: source lists, related links, "About the company"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from service.text.boilerplate.rule import strip_marks
from service.text.document import BlockKind
from service.text.segmentation.paragraph_draft import Paragraph

# Headings over a list: links, sources, comments. What follows is taken while it looks like items.
_LIST_HEADS = frozenset(
    " ".join(head.split())
    for head in """
    sources|source|references|external links|see also|notes|footnotes|bibliography|works
    cited|citations|further reading|sister links|related news|related stories|related
    articles|related content|related|related topics|related links|related coverage|related
    posts|related reading|related video|related videos|recent posts|recent articles|latest
    posts|latest news|latest stories|more news|more stories|more headlines|top stories|
    other stories|most read|most popular|most viewed|popular posts|trending|trending now|
    trending stories|recommended|recommended for you|recommended stories|recommended
    reading|you may also like|you might also like|you may like|around the web|from around
    the web|from our partners|editor's picks|editors' picks|read more|read next|more from
    this author|more on this story|more on this|also read|also in the news|must reads|
    don't miss|what to read next|share this|share this article|tags|tagged|topics|
    categories|filed under|comments|reader comments|popular|archives|in other news|more
    like this|up next|more to read
    """.split("|")
)
# Headings over prose that goes on to the end of the text.
_PROSE_HEADS = re.compile(
    r"(?:notes? (?:to|for) editors?|about the authors?|about the writers?|author bio(?:graphy)?|"
    r"media contacts?|press contacts?|contact(?: (?:us|information|details))?|for more information|"
    r"forward[ -]looking statements?.{0,40}|safe harbou?r.{0,40}|disclaimers?|comment(?:ing)? "
    r"policy|"
    r"comments? (?:rules|guidelines)|terms of use|privacy policy|cookie policy|legal notice|"
    r"support our (?:work|journalism)|support (?:us|independent journalism))\Z",
    re.IGNORECASE,
)
_MORE_FROM = re.compile(
    r"(?:more|latest|also|read more) (?:from|in|on|by|about) .{2,40}\Z", re.IGNORECASE
)
_ABOUT = re.compile(r"[Aa]bout (?:the )?([A-Z][\w.&’'-]{1,30})")
# "###", "-30-", "ENDS": the end of a press release or agency story.
_CLOSER = re.compile(
    r"(?:#{3,}|-\s?30\s?-|ends?|-ends-|\*{3,}end\*{3,}|—\s?ends?\s?—)$", re.IGNORECASE
)
_HEAD_WORDS = 8
_ITEM_WORDS = 26
_LATE = 0.5
_PROSE_WORDS = 12


def mark_sections(paragraphs: Sequence[Paragraph]) -> None:
    """Everything under a heading of a section that is not part of the article."""
    total = sum(p.words for p in paragraphs)
    first = next((i for i, p in enumerate(paragraphs) if _is_prose(p)), 0)
    before = 0
    i = 0
    while i < len(paragraphs):
        last = _end(paragraphs, i, late=before >= _LATE * total)
        if i < last == first and last > i + 1:
            last -= 1  # the headline: a menu stands above it, and the article begins below
        _mark_section(paragraphs[i:last])
        step = max(last, i + 1)
        before += sum(p.words for p in paragraphs[i:step])
        i = step


def _mark_section(paragraphs: Sequence[Paragraph]) -> None:
    """All of it is boilerplate, block quotations included."""
    for paragraph in paragraphs:
        paragraph.mark(BlockKind.BOILERPLATE)
        for piece in paragraph.pieces:
            if piece.kind is BlockKind.QUOTE:
                piece.kind = BlockKind.BOILERPLATE


def _end(paragraphs: Sequence[Paragraph], at: int, *, late: bool) -> int:
    """One past the last paragraph of the section that begins at `at`; `at` where none does.

    `late` says that at least half of the text comes before; most headings count only there.
    """
    if paragraphs[at].words > _HEAD_WORDS:
        return at
    head = strip_marks(paragraphs[at].text).replace("’", "'").strip('"“”: ')
    if late and _CLOSER.match(paragraphs[at].text):
        return len(paragraphs)
    if _heads_a_list(head, late=late):
        return _list_end(paragraphs, at + 1)
    if late and _heads_the_rest(paragraphs, at, head):
        return len(paragraphs)
    return at


def _heads_a_list(head: str, *, late: bool) -> bool:
    """ "Related stories", and below the article "More from Ana Duarte"."""
    return head.lower() in _LIST_HEADS or (late and _MORE_FROM.match(head) is not None)


def _heads_the_rest(paragraphs: Sequence[Paragraph], at: int, head: str) -> bool:
    """ "Note to editors", "About Norvik": nothing that follows is part of the article."""
    return _PROSE_HEADS.match(head) is not None or _presents(head, paragraphs[at + 1 : at + 2])


def _presents(head: str, following: Sequence[Paragraph]) -> bool:
    """ "About Norvik" over "Norvik builds cargo bikes": the company presents itself."""
    about = _ABOUT.match(head)
    if about is None or not following:
        return False
    opening = following[0].text[:80].removeprefix("The ")
    return opening.startswith(about[1]) or about[1] in opening[:40]


def _list_end(paragraphs: Sequence[Paragraph], at: int) -> int:
    """One past the last item from `at` on; an item is short, a link, or one of a list."""
    while at < len(paragraphs) and _is_item(paragraphs[at]):
        at += 1
    return at


def _is_item(paragraph: Paragraph) -> bool:
    if not paragraph.is_body:
        return True
    if paragraph.words > 2 * _ITEM_WORDS:
        return False
    if paragraph.lines[0].bullet:
        return True
    open_ended = not paragraph.text.endswith((".", "!", "”", '"'))
    titled = _is_titled(paragraph.text)
    return (open_ended or titled) and paragraph.words <= _ITEM_WORDS


def _is_prose(paragraph: Paragraph) -> bool:
    return paragraph.is_body and paragraph.words >= _PROSE_WORDS and not _is_item(paragraph)


def _is_titled(text: str) -> bool:
    """Whether most long words have a capital, as in headlines of American papers."""
    words = [w for w in text.split() if len(w) > 3 and w[0].isalpha()]
    return len(words) >= 2 and sum(w[0].isupper() for w in words) >= 0.8 * len(words)
