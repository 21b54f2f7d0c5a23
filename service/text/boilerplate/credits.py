"""Rules for credits: bylines, reporting credits, the closing words of a letter."""

from __future__ import annotations

from service.text.boilerplate.rule import Place, rule
from service.text.document import BlockKind

_SMALL = r"(?:and|of|the|for|in|at|de|da|van|von|der|bin|al|la|le|di|del|&|\||staff|writer|to)"
_NAME = (
    rf"(?-i:[A-Z])[\w.’'-]{{0,24}}(?:,? (?:(?-i:[A-Z])[\w.’'&|-]{{0,24}}|{_SMALL})){{0,13}}"
    r"(?<![a-z]{4}\.)"
)
_ROLE = (
    r"(?:(?:staff|special|opinion|political|senior|chief|national|guest|contributing|associated|"
    r"news|"
    r"sports|foreign|White House|City Hall) (?:\w+ )?(?:writers?|reporters?|correspondents?|"
    r"columnists?|"
    r"contributors?|editors?))"
)

CREDITS = (
    rule(
        "reporting credit",
        "contributed contributing reporting editing writing compiled additional files "
        "contributions covers",
        r"[^“”\"]{3,200}\bcontributed (?:to (?:this|the) (?:report|story|article|piece|post|"
        r"coverage)|"
        r"reporting|from (?-i:[A-Z])\w{1,20})\b.{0,80}",
        r"(?:additional |with )?(?:reporting|editing|writing|compiled|production|graphics|research)"
        r"(?: and (?:reporting|editing|writing))? by (?-i:[A-Z]).{1,400}",
        r"(?:\w+ ){0,2}contributing\s?:.{1,160}",
        r"(?:with|plus) (?:contributions|reporting|files|additional reporting|inputs) "
        r"from\b.{1,160}",
        r"(?-i:[A-Z])[^.!?“”\"]{1,80} covers [^.!?“”\"]{1,80} for (?-i:[A-Z])[^.!?“”\"]{1,60}",
        kind=BlockKind.BYLINE,
    ),
    rule(
        "reported from",
        "reported",
        r"(?-i:[A-Z])[\w.’'-]{1,30}(?:,? (?:(?-i:[A-Z])[\w.’'-]{1,30}|and)){0,7},? reported from "
        r"(?-i:[A-Z])[\w.’'-]{1,24}(?:[,;]? (?:(?-i:[A-Z])[\w.’'-]{1,24},?|and|from|the)){0,12}",
        kind=BlockKind.BYLINE,
        place=Place.END,
    ),
    rule(
        "who the author is",
        "reporter editor columnist correspondent writer contributor covers writes",
        r"(?-i:[A-Z])[\w.’'-]{0,20}(?: (?-i:[A-Z])[\w.’'-]{0,20}){0,2},? (?:is|was) (?:a|an|the) "
        r"(?:[\w.’'-]{1,20} ){0,4}(?:reporter|editor|columnist|correspondent|staff writer|"
        r"contributor)"
        r"(?: (?:at|for|of|with|to|based|covering|who) [^.!?“”\"]{1,80})?",
        r"(?-i:[A-Z])[\w.’'-]{0,20} (?-i:[A-Z])[\w.’'-]{0,20} (?:covers|writes about) "
        r"[^.!?“”\"]{1,80}",
        kind=BlockKind.BYLINE,
        place=Place.END,
    ),
    rule(
        "byline",
        "by byline",
        rf"(?:byline\s?:?\s?|(?:story |words |text |report )?by\s?:?\s){_NAME}",
        r"byline",
        kind=BlockKind.BYLINE,
    ),
    rule(
        "staff line",
        "writer writers reporter reporters correspondent correspondents columnist columnists "
        "contributor contributors editor editors special",
        rf"(?:{_NAME},? )?{_ROLE}(?:\W{{1,3}}(?-i:[A-Z@])[\w.@’'& ]{{0,40}})?",
        rf"{_NAME} ?[|/–—] ?{_NAME}",
        r"(?-i:[A-Z])[\w.’'-]{0,20}(?: (?-i:[A-Z])[\w.’'-]{0,20}){1,2} for (?:the )?"
        r"(?-i:[A-Z])[\w.’'&]{0,24}",
        r"special to (?:the )?(?-i:[A-Z])[\w.’'& ]{1,40}",
        kind=BlockKind.BYLINE,
    ),
    rule(
        "written by",
        "written posted published updated edited reported produced compiled translated reviewed "
        "story filmed",
        r"(?:written|posted|published|edited|reported|produced|compiled|translated|reviewed|story|"
        rf"photographed|filmed)(?: and \w+)? by\s?:? ?{_NAME}(?:,? on\b.{{0,40}})?",
        kind=BlockKind.BYLINE,
    ),
    rule(
        "signed off",
        "sincerely regards faithfully truly respectfully wishes best",
        r"(?:yours )?(?:sincerely|faithfully|truly|respectfully)(?: yours)?,?",
        r"(?:with |kind |best |warm |kindest |warmest )?(?:regards|best wishes),?|all the best,",
        kind=BlockKind.BYLINE,
    ),
)
