"""Words in the names of what surrounds an article on its page, as data.

Names are those of classes and ids, split into words in lower case: "relatedStories" and
"related-stories" are both ("related", "stories").
"""

from __future__ import annotations

import re

# One word is enough.
NAMES = frozenset(
    """ad ads addthis adsense adslot adunit advert advertisement advertisements adverts
    authorbio aboutauthor breadcrumb breadcrumbs ccpa cmp colophon commentlist comments consent
    cookie cookies coral criteo crumbs dfp disqus footer gdpr interstitial jumplinks lightbox
    livefyre masthead megamenu menu menus modal mostpopular mostread nav navbar navi navigation
    navigations newsletter newsletters onetrust outbrain pager pagination popular popup postmeta
    promo promobox promos promotion rail recirc recirculation recommendations recommended
    related relatedposts respond share sharebar sharedaddy shares sharethis sharing sidebar
    signup skiplink sociable social socials sponsor sponsored submenu subscribe subscription
    taboola taglist toolbar topbar trending upsell""".split()
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
        "vjs": "no",
        "you": "may",
    }.items()
    for second in seconds.split()
)
# Parts of articles have these names too, so they count for short containers only.
WEAK_NAMES = frozenset(
    """banner bookmark copyright disclaimer donate donation donations marketing notice paywall print
    regwall subscriber survey tags toc widget widgets""".split()
)
CONTENT_NAMES = frozenset("article body content elementor entry post story text".split())
ROLES = frozenset(
    "navigation banner complementary contentinfo search menu menubar toolbar alertdialog".split()
)

# Headings of what surrounds an article, if links follow.
LEADS_AWAY = re.compile(
    r"(?:related|recommended|trending|popular|sponsored|advertisements?|"
    r"most (?:read|viewed|popular|shared|commented)|"
    r"more (?:from|on|in|stories|news|articles|coverage|headlines|reading)|"
    r"read (?:more|next|also)|see also|up next|"
    r"you (?:may|might) (?:also )?(?:like|enjoy|be interested)|"
    r"(?:latest|top|other|recent|featured|local|today[’']s) "
    r"(?:news|stories|posts|articles|headlines|comments|videos)|"
    r"editor[’']?s[’']? (?:picks?|choice)|follow us|share (?:this|on)|tags?|topics|filed under|"
    r"categories|archives?|contact us|support (?:us|our)|donate|navigation|menu|don[’']t miss|"
    r"in other news|elsewhere|from (?:our|the) (?:partners|web|archives?)|partner content|"
    r"around the web|what to read next|keep reading|next article|blog archive)"
    r"\b.{0,60}",
    re.IGNORECASE,
)
# The same, without a condition.
ENDS = re.compile(
    r"(?:\d{1,6} )?(?:reader )?(?:comments?|responses|replies)(?: ?\(\d{1,6}\))?:?|"
    r"\d{1,6} (?:thoughts|comments|responses) (?:on|to) .{1,200}|"
    r"leave a (?:reply|comment)\b.{0,30}|join the (?:conversation|discussion)\b.{0,30}|"
    r"(?:post|add) a comment|discussion about this post|"
    r"(?:our |the )?newsletters?|sign up\b.{0,60}|subscribe\b.{0,60}|"
    r"stay (?:informed|connected|up to date)|get (?:our|the) (?:newsletter|app|latest)\b.{0,40}|"
    r"about (?:the author|me)|related (?:stories|articles|news|posts|content|links|topics)|"
    r"most (?:read|viewed|popular)|you (?:may|might) also like|recommended for you|"
    r"we (?:use|value) (?:cookies|your privacy)\b.{0,60}|this (?:site|website) uses cookies",
    re.IGNORECASE,
)
# Words before a link to something else.
LABELLED = re.compile(
    r"(?:related|read (?:more|also|next)|see also|more|also|watch|listen|recommended|don[’']t miss|"
    r"up next|tags?|filed under|topics|share|in this (?:series|section))\s*(?::|[-–—|»>])",
    re.IGNORECASE,
)
# Labels of buttons, and the lines that end a page.
LABEL = re.compile(
    r"\d{1,6}|(?:share|print|e-?mail|save|like|tweet|pin|reply|comments?|copy link|listen|menu|"
    r"search|close|follow|subscribe|sign (?:in|up)|log ?in|register|advertisements?|sponsored|"
    r"loading\W{0,5}|read more|show more|load more|back to top|skip to (?:main )?content|"
    r"(?:share|email|print) this (?:article|story|page|post)|"
    r"(?:copyright ?)?(?:©|\(c\)|copyright) ?\d{4}\b.{0,200}|.{0,80}all rights reserved\.?)",
    re.IGNORECASE,
)
