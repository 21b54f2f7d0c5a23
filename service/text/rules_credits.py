"""Rules for who made a text: bylines, reporting credits, signatures."""

from __future__ import annotations

from service.text.block_rules import Place, rule
from service.text.document import BlockKind

_NAME = r"(?-i:(?:[A-Z][\w.’'-]{0,20}|de|da|van|von|der|bin|al|la|le|di|del)(?: (?:[A-Z][\w.’'-]{0,20}|de|da|van|von|der|bin|al|la|le|di|del)){0,4})"

CREDITS = (
    rule(
        "reporting credit",
        "contributed contributing reporting editing writing compiled reported additional report",
        r"[^“”\"]{3,200}\bcontributed (?:to (?:this|the) (?:report|story|article|piece|post|coverage)|reporting|from (?-i:[A-Z]))\b.{0,80}\Z|"
        r"(?:additional |with )?(?:reporting|editing|writing|compiled|production|graphics|research)(?: and (?:reporting|editing|writing))? by (?-i:[A-Z]).{1,400}\Z|"
        r"(?:\w+ ){0,2}contributing\s?:.{1,160}\Z|(?:with|plus) (?:contributions|reporting|files|additional reporting) from\b.{1,160}\Z|"
        r"(?-i:[A-Z])[^.!?“”\"]{1,80} covers [^.!?“”\"]{1,80} for (?-i:[A-Z])[^.!?“”\"]{1,60}\Z",
        kind=BlockKind.BYLINE,
    ),
    rule(
        "reported from",
        "reported",
        r"(?-i:[A-Z])[\w.’'-]{1,30}(?: [\w.’'-]{1,30}){0,5},? reported from (?-i:[A-Z])[^“”\"!?]{2,160}\Z",
        kind=BlockKind.BYLINE,
        place=Place.END,
    ),
    rule(
        "byline",
        "by byline",
        rf"(?:byline|(?:story |words |text |report )?by)\s?:?\s{_NAME}(?:(?:,| and| &| \|| for| of|, for| in) (?:(?-i:[A-Z])[\w.’'&-]{{0,24}}|and|of|the|for|&|staff|writer|reporter|columnist|correspondent|editor|contributor|special|to|political|national|senior|chief|associate)\b,?){{0,10}}"
        r"(?: \|.{0,60})?\Z|byline\Z",
        kind=BlockKind.BYLINE,
    ),
    rule(
        "staff line",
        "staff special opinion political senior chief national guest contributing associated",
        r"(?:(?:by )?(?:the )?(?:staff|special|opinion|political|senior|chief|national|guest|contributing|associated press|news|sports) "
        r"(?:staff )?(?:writers?|reporters?|correspondents?|columnists?|contributors?|editors?|report)(?:\W.{0,60})?|special to .{1,60})\Z",
        kind=BlockKind.BYLINE,
    ),
    rule(
        "written by",
        "written posted published updated modified edited reviewed reported story interview translated",
        rf"(?:written|posted|published|edited|reported|produced|compiled|translated|reviewed|story|photographed|filmed)(?: and (?:\w+))? by\s?:? ?{_NAME}(?:\W.{{0,80}})?\Z",
        kind=BlockKind.BYLINE,
    ),
    rule(
        "signed off",
        "sincerely regards yours faithfully truly respectfully wishes cheers",
        r"(?:yours )?(?:sincerely|faithfully|truly|respectfully)(?: yours)?,?\Z|(?:with |kind |best |warm |kindest |warmest )?(?:regards|best wishes),?\Z|all the best,\Z",
        kind=BlockKind.BYLINE,
    ),
)
