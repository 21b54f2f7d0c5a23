"""Blocks of a page that its own markup says are not the article.

Told by the element (`<nav>`), by the words of its class, id and role ("related-stories"), by the
heading above it ("Most read"), and by links that are all there is. A rule never drops a place
that holds half of the page's prose: class names lie, and an article about cookies is one.
"""

from __future__ import annotations

import re

from service.text.html_blocks import HtmlBlock, Markup, Page, Place

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_WORDS = re.compile(r"[a-z]+")
# Names of which one word is enough.
_NAMES = frozenset(
    """nav navi navbar navigation navigations menu menus submenu megamenu topbar breadcrumb
    breadcrumbs crumbs sidebar rail cookie cookies consent gdpr ccpa onetrust cmp share shares sharing
    sharebar sharethis addthis social socials sociable newsletter newsletters signup subscribe
    subscription promo promos promotion promobox related recommended recommendations recirc
    recirculation trending popular mostread mostpopular ad ads advert adverts advertisement
    advertisements adslot adunit adsense dfp sponsored sponsor outbrain taboola criteo comments
    commentlist disqus respond livefyre coral pagination pager popup modal lightbox
    interstitial toolbar skiplink jumplinks masthead footer colophon taglist postmeta authorbio
    aboutauthor upsell""".split()
)
# Names that pages give to parts of their articles, too: they tell for short places only.
_WEAK_NAMES = frozenset(
    """paywall regwall subscriber donate donation donations widget widgets tags toc bookmark print
    marketing survey copyright banner notice disclaimer byline-social""".split()
)
_SHORT = 400
# Names that need a second word: "comment-list", "read-next", "author-bio".
_PAIRS = frozenset(
    tuple(pair.split())
    for pair in """comment list|comment area|comment section|comment body|comment content|
    comment form|comment respond|comments section|comments area|read next|read more|up next|
    more stories|more news|more from|more on|most read|most viewed|most popular|also read|
    also like|you may|might like|latest news|latest stories|top stories|other stories|
    author bio|author box|author info|author card|about author|author profile|site header|
    page header|global header|site footer|page footer|site name|site title|site branding|
    top bar|bottom bar|sticky bar|action bar|tool bar|tag list|post tags|entry tags|post meta|
    entry meta|post navigation|post nav|skip link|skip to|banner ad|alert bar|app banner|
    mail list|mailing list|call to|sign up|log in|back to|next article|previous article|
    social media|social links|reader comments|user comments|site notice|follow us|
    article tools|story tools|article actions|print tools|view comments""".replace("\n", "").split("|")
    if len(pair.split()) == 2
)
_ROLES = frozenset(
    "navigation banner complementary contentinfo search menu menubar toolbar alertdialog".split()
)
_ALWAYS = frozenset({"nav", "menu", "search"})
# Headings of what follows an article.
_LEADS_AWAY = re.compile(
    r"(?:related|recommended|trending|popular|sponsored|advertisements?|most (?:read|viewed|popular|"
    r"shared|commented)|more (?:from|on|in|stories|news|articles|coverage|headlines|reading)|read"
    r" (?:more|next|also)|see also|up next|you (?:may|might) (?:also )?(?:like|enjoy|be interested)|"
    r"(?:latest|top|other|recent|featured|local|today[’']s) (?:news|stories|posts|articles|headlines|"
    r"comments|videos)|editor[’']?s[’']? (?:picks?|choice)|(?:\d+ )?(?:reader )?(?:comments?|"
    r"responses|replies|thoughts on)|leave a (?:reply|comment)|join the (?:conversation|discussion)|"
    r"post a comment|add a comment|newsletters?|sign up|subscribe|stay (?:informed|connected|up)|"
    r"get (?:our|the) (?:newsletter|app|latest)|follow us|share this|share on|tags?|topics|filed under|"
    r"categories|archives?|about the author|contact us|support (?:us|our)|donate|navigation|menu|"
    r"don[’']t miss|in other news|elsewhere|from (?:our|the) (?:partners|web|archives?)|partner "
    r"content|around the web|what to read next|keep reading|next article|"
    r"we (?:use|value) (?:cookies|your privacy)|this (?:site|website) uses cookies)\b.{0,60}",
    re.IGNORECASE,
)
_LABELLED = re.compile(
    r"(?:related|read (?:more|also|next)|see also|more|also|watch|listen|recommended|don[’']t miss|"
    r"up next|tags?|filed under|topics|share|in this (?:series|section))\s*(?::|[-–—|»>])",
    re.IGNORECASE,
)
_HALF = 0.5
_MOSTLY_LINKS = 0.6
_LINK_LIST = 0.75
_FEW_WORDS = 12
_ARTICLES = ("article", "main")


def drop_boilerplate(page: Page) -> None:
    """Marks blocks and places as dropped. Nothing is marked where nothing would be left."""
    total = sum(place.prose for place in page.places if place.parent is None)
    for place in page.places:  # outer ones first
        above = place.parent
        if above is not None and above.dropped:
            place.dropped = True
        elif place.texts and place.prose <= total * _HALF and _is_boilerplate(place, page):
            place.dropped = True
    _drop_under_headings(page, total)
    for block in page.blocks:
        block.dropped = block.dropped or block.place.dropped or _is_link_line(block)
    if all(block.dropped for block in page.blocks):
        for block in page.blocks:
            block.dropped = any(place.tag in _ALWAYS for place in block.place.within())


def _is_boilerplate(place: Place, page: Page) -> bool:
    tag = place.tag
    if tag in _ALWAYS:
        return True
    if tag in ("html", "head", "body", "main", "article") and place.prose:
        return tag == "article" and _is_named(place)
    if tag == "form":
        return place.controls > 0
    if tag == "footer":
        return not place.quoted and not _amid_text(place)
    if tag == "aside":
        return not _amid_text(place) or _is_named(place)
    if tag == "header":
        return not _in_article(place) and not place.prose and not _has_heading(place, page)
    if tag == "table":
        return _is_data(place, page)
    if tag in ("ul", "ol", "dl"):
        return _is_link_list(place) or _is_named(place)
    return _is_named(place)


def _is_named(place: Place) -> bool:
    attributes = place.element.attrib
    if not attributes:
        return False
    if str(attributes.get("role", "")).lower() in _ROLES:
        return True
    names = f"{attributes.get('class', '')} {attributes.get('id', '')}"[:400]
    # One name at a time: the words of "post social" are no pair, those of "author-bio" are.
    for name in names.split():
        words = _WORDS.findall(_CAMEL.sub("-", name).lower())
        if not _NAMES.isdisjoint(words) or any(
            pair in _PAIRS for pair in zip(words, words[1:], strict=False)
        ):
            return True
        if place.chars <= _SHORT and not _WEAK_NAMES.isdisjoint(words):
            return "elementor" not in words
    return False


def _amid_text(place: Place) -> bool:
    """Prose without links, within an article that goes on after it."""
    if not place.prose or place.links > 0.3 * place.chars or place.controls:
        return False
    return _in_article(place) and place.parent is not None and (
        place.tag == "aside" or place.parent.last_prose > place.last_prose
    )


def _in_article(place: Place) -> bool:
    return any(around.tag in _ARTICLES for around in place.within())


def _has_heading(place: Place, page: Page) -> bool:
    blocks = page.blocks[place.first : place.first + place.texts]
    return any(block.place.level == 1 for block in blocks)


def _is_data(place: Place, page: Page) -> bool:
    """A table of figures and names: few of its cells hold sentences."""
    cells = page.blocks[place.first : place.first + place.texts]
    return place.prose * 2 < place.chars and len(cells) > 1


def _is_link_list(place: Place) -> bool:
    many = place.texts > 1 and place.links > _LINK_LIST * place.chars
    return many and place.chars < place.texts * _FEW_WORDS * 7


def _is_link_line(block: HtmlBlock) -> bool:
    """ "Related: …", "Read more", where it is a link."""
    if not block.links or block.links < 0.4 * len(block.text):
        return False
    return _LABELLED.match(block.text) is not None or (
        _LEADS_AWAY.fullmatch(block.text) is not None and block.text.count(" ") < _FEW_WORDS
    )


def _drop_under_headings(page: Page, total: int) -> None:
    """What stands under "Related stories": the place that it opens, or up to the next heading."""
    blocks = page.blocks
    until = 0  # each block is looked at once
    for index, block in enumerate(blocks):
        if index < until or block.dropped or block.place.dropped:
            continue
        if block.place.markup is not Markup.HEADING or not _LEADS_AWAY.fullmatch(block.text):
            continue
        section = block.place.parent
        if section is None:
            continue
        end = section.first + section.texts
        whole = section.first == index and section.prose <= total * _HALF
        block.dropped = True
        until = index + 1
        while until < end and (whole or not _resumes(blocks[until], block)):
            blocks[until].dropped = True
            until += 1


def _resumes(block: HtmlBlock, heading: HtmlBlock) -> bool:
    """Whether the article goes on here after a section that leads away."""
    if block.place.markup is Markup.HEADING:
        return block.place.level <= heading.place.level
    alone = block.place.parent is heading.place.parent
    return alone and block.is_prose and not block.links and block.text.count(" ") >= _FEW_WORDS
