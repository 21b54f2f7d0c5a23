"""Words by which pages name what is around their article, as data.

Names are those of classes and ids, cut into words in small letters: "relatedStories" and
"related-stories" are both ("related", "stories").
"""

from __future__ import annotations

import re

# One word is enough.
NAMES = frozenset(
    """ad ads addthis adsense adslot adunit advert advertisement advertisements adverts authorbio
    aboutauthor breadcrumb breadcrumbs ccpa cmp colophon commentlist comments consent cookie cookies
    coral criteo crumbs dfp disqus footer gdpr interstitial jumplinks lightbox livefyre masthead
    megamenu menu menus modal mostpopular mostread nav navbar navi navigation navigations newsletter
    newsletters onetrust outbrain pager pagination popular popup postmeta promo promobox promos
    promotion rail recirc recirculation recommendations recommended related respond share sharebar
    shares sharethis sharing sidebar signup skiplink sociable social socials sponsor sponsored
    submenu subscribe subscription taboola taglist toolbar topbar trending upsell""".split()
)
# Two words that follow each other.
PAIRS = frozenset(
    (first, second)
    for first, seconds in {
        "about": "author",
        "action": "bar",
        "alert": "bar",
        "also": "read like",
        "app": "banner",
        "article": "tools actions",
        "author": "bio box info card profile",
        "back": "to",
        "banner": "ad",
        "bottom": "bar",
        "comment": "list area section body content form respond",
        "entry": "tags meta",
        "follow": "us",
        "global": "header",
        "latest": "news stories",
        "mailing": "list",
        "might": "like",
        "more": "stories news from on",
        "most": "read viewed popular",
        "next": "article",
        "other": "stories",
        "page": "header footer",
        "post": "tags meta navigation nav",
        "previous": "article",
        "print": "tools",
        "read": "next more",
        "reader": "comments",
        "sign": "up",
        "site": "header footer name title branding notice",
        "skip": "link to",
        "sticky": "bar",
        "story": "tools",
        "tag": "list",
        "top": "bar stories",
        "up": "next",
        "user": "comments",
        "view": "comments",
        "you": "may",
    }.items()
    for second in seconds.split()
)
# Pages give these to parts of their articles, too: they tell for short places only.
WEAK_NAMES = frozenset(
    """banner bookmark copyright disclaimer donate donation donations marketing notice paywall print
    regwall subscriber survey tags toc widget widgets""".split()
)
CONTENT_NAMES = frozenset("article body content elementor entry post story text".split())
ROLES = frozenset(
    "navigation banner complementary contentinfo search menu menubar toolbar alertdialog".split()
)

# Headings of what stands beside or after an article.
LEADS_AWAY = re.compile(
    r"(?:related|recommended|trending|popular|sponsored|advertisements?|"
    r"most (?:read|viewed|popular|shared|commented)|"
    r"more (?:from|on|in|stories|news|articles|coverage|headlines|reading)|"
    r"read (?:more|next|also)|see also|up next|"
    r"you (?:may|might) (?:also )?(?:like|enjoy|be interested)|"
    r"(?:latest|top|other|recent|featured|local|today[’']s) "
    r"(?:news|stories|posts|articles|headlines|comments|videos)|"
    r"editor[’']?s[’']? (?:picks?|choice)|"
    r"(?:\d{1,6} )?(?:reader )?(?:comments?|responses|replies|thoughts on)|"
    r"leave a (?:reply|comment)|join the (?:conversation|discussion)|(?:post|add) a comment|"
    r"discussion about this post|newsletters?|sign up|subscribe|"
    r"stay (?:informed|connected|up)|get (?:our|the) (?:newsletter|app|latest)|follow us|"
    r"share (?:this|on)|tags?|topics|filed under|categories|archives?|about (?:the author|me)|"
    r"contact us|support (?:us|our)|donate|navigation|menu|don[’']t miss|in other news|elsewhere|"
    r"from (?:our|the) (?:partners|web|archives?)|partner content|around the web|"
    r"what to read next|keep reading|next article|blog archive|"
    r"we (?:use|value) (?:cookies|your privacy)|this (?:site|website) uses cookies)"
    r"\b.{0,60}",
    re.IGNORECASE,
)
# Words before a link to something else.
LABELLED = re.compile(
    r"(?:related|read (?:more|also|next)|see also|more|also|watch|listen|recommended|don[’']t miss|"
    r"up next|tags?|filed under|topics|share|in this (?:series|section))\s*(?::|[-–—|»>])",
    re.IGNORECASE,
)
# What buttons say, and the lines that end a page.
LABEL = re.compile(
    r"\d{1,6}|(?:share|print|e-?mail|save|like|tweet|pin|reply|comments?|copy link|listen|menu|"
    r"search|close|follow|subscribe|sign (?:in|up)|log ?in|register|advertisements?|sponsored|"
    r"loading\W{0,5}|read more|show more|load more|back to top|skip to (?:main )?content|"
    r"(?:share|email|print) this (?:article|story|page|post)|"
    r"(?:copyright|©|\(c\)) .{0,200}|all rights reserved\.?)",
    re.IGNORECASE,
)
