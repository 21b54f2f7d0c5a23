"""The elements of HTML by what browsers do with them."""

from __future__ import annotations

from lxml.etree import _Element

BLOCKS = frozenset(
    """html head body address article aside blockquote center dd details dialog dir div dl dt
    fieldset figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr legend li
    listing main menu nav ol optgroup p plaintext pre search section summary table tbody td tfoot
    th thead tr ul caption xmp multicol blink marquee amp-accordion amp-story amp-story-page
    amp-live-list""".split()
)
INLINE = frozenset(
    """a abbr acronym b basefont bdi bdo big br cite code data dfn em font i img ins kbd mark math
    mi mn mo mrow ms msub msup mtext nobr picture q ruby rb samp semantics slot small span strong
    sub sup time tt u var wbr""".split()
)
# Never rendered. `<head>` is not among them because the parser puts unknown elements into it. Media
# and frames are, because their content is only a fallback for browsers that cannot show them.
NEVER_SEEN = frozenset(
    """script style template noscript title meta link base datalist noframes noembed param
    source track area map audio video canvas object embed iframe applet frameset frame svg
    annotation annotation-xml rt rp rtc del s strike amp-sidebar amp-lightbox amp-analytics amp-ad
    amp-embed amp-consent amp-user-notification amp-state amp-img amp-video amp-iframe amp-audio
    portal fencedframe""".split()
)
# Controls of forms are visible, but are not text of the page.
CONTROLS = frozenset("input select option optgroup textarea button meter progress".split())
ASKING = CONTROLS | {"label"}
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
PREFORMATTED = frozenset({"pre", "listing", "plaintext", "xmp"})
REPLACED = frozenset({"img", "picture", "video", "audio", "object", "iframe", "svg", "canvas"})
_ASKING_FIELDS = frozenset("text email search tel password url number".split())


def is_field(element: _Element) -> bool:
    """Whether an `<input>` is to be filled in with letters or digits."""
    return str(element.get("type", "text")).lower() in _ASKING_FIELDS
