"""Rules for notices: opinions of authors, disclaimers, rights, cookies, privacy, forms."""

from __future__ import annotations

from service.text.boilerplate.rule import Place, Reach, rule

_PIECE = (
    r"(?:article|story|post|report|piece|column|interview|essay|op-ed|page|version|video|review|"
    r"item|"
    r"dispatch|feature|commentary|blog post|news release|press release|transcript|headline)"
)
_OUTLET = r"(?-i:[A-Z])[\w.’'&-]{0,24}(?: [\w.’'&-]{1,24}){0,5}"
_PUBLISHER = (
    rf"(?:{_OUTLET}|we|the (?:publisher|authors?|site|website|editors?|company|information)|"
    r"this (?:site|website|page|publication))"
)

OPINIONS = (
    rule(
        "views are the author's",
        "views view opinions opinion viewpoints statements",
        r"(?:the |all |any )?(?:views?|opinions?|viewpoints|statements)\b[^.!?“”\"]{0,160}"
        r"\b(?:do|does|may) not (?:necessarily )?(?:reflect|represent|express|imply)\b.{0,300}",
        r"(?:the |all |any )?(?:views?|opinions?|viewpoints|statements)\b[^.!?“”\"]{0,160}"
        r"\b(?:are|is) (?:(?:solely |entirely |strictly |exclusively )?(?:those of|(?:his|hers|her|"
        r"their|my|"
        r"the (?:authors?|writers?|columnists?)[’']?s?) (?:own|alone))|(?:his|hers|theirs|mine)\b|"
        r"not (?:necessarily )?(?:those|the views|endorsed|shared|representative)).{0,300}",
        r"(?:the |all |any )?(?:views?|opinions?)(?: expressed)?"
        r"(?: (?:here|above|in (?:this|the) \w+))?"
        r" (?:are|is) (?:strictly |entirely |purely |solely |the author[’']s )?personal",
        rf"this {_PIECE} (?:does not necessarily (?:reflect|represent)|(?:reflects|represents|"
        rf"expresses|is) (?:only )?"
        r"the (?:views?|opinions?|personal views?) of (?:the|its) (?:author|writer|columnist)s?)"
        r"\b.{0,200}",
    ),
    rule(
        "no warranty",
        "representation representations warranty warrant liability responsible endorse accuracy "
        "guarantee guarantees",
        rf"{_PUBLISHER}[^.!?“”\"]{{0,40}}\b(?:makes? no (?:representations?|warrant\w+|guarantees?)"
        rf"|"
        r"(?:accepts?|assumes?|takes?|bears?) no (?:liability|responsibility) for (?:the content|"
        r"any|errors|external|comments|the accuracy)|"
        r"(?:do|does|can|could) not (?:warrant|guarantee|vouch for) the (?:accuracy|completeness|"
        r"reliability)|"
        r"(?:do|does) not (?:necessarily )?endorse (?:the|any|these|or) (?:content|views|opinions|"
        r"products?|external)|"
        r"(?:is|are) not (?:responsible|liable) for (?:the (?:content|accuracy)|any errors|errors "
        r"or|external (?:sites|links|content)))\b.{0,300}",
    ),
    rule(
        "no advice",
        "advice purposes past",
        rf"(?:this|the) (?:{_PIECE}|content|material|information|site|website)[^.!?“”\"]{{0,60}}"
        r"\b(?:is|are|does|do|should)(?: not|n[’']t) (?:be )?(?:constitutes?|intended (?:as|to)|"
        r"considered|"
        r"construed|taken as|a substitute|offered as|meant)\b.{0,120}(?:advice|purposes|offer|"
        r"recommendation).{0,200}",
        rf"(?:this|the|all) (?:{_PIECE}|content|material|information|site|website)"
        rf"[^.!?“”\"]{{0,100}}"
        r"\b(?:is|are) (?:provided )?for (?:general )?(?:information|informational|educational|"
        r"entertainment)"
        r"(?: and \w+)? purposes\b.{0,200}",
        r"nothing (?:in|on) (?:this|the) (?:article|site|website|page|post|content)"
        r"[^.!?“”\"]{0,60}\badvice\b.{0,100}",
        r"past performance (?:is|does) (?:not|no)\b[^“”\"]{0,40}\b(?:guarantee|indicat\w+|"
        r"predict\w*|guide)\b.{0,80}",
    ),
    rule(
        "disclaimer",
        "disclaimer disclaimers",
        r"(?:legal )?disclaimers?\s?:.{0,500}",
        reach=Reach.BLOCK,
        attributed=True,
    ),
    rule(
        "disclosure",
        "disclosure disclosures",
        r"(?:full )?disclosures?\s?:\s?+(?!I\b|my\b|we\b).{0,500}",
        attributed=True,
    ),
    rule(
        "no shares",
        "position positions shares stake stock stocks securities conflict conflicts",
        r"(?:the )?(?:author|writer|authors|writers) (?:has|have|holds?|owns?|does not|did not|do "
        r"not)\b[^“”\"]{0,80}"
        r"\b(?:positions?|shares|stake|stocks?|securities|conflicts?)\b.{0,200}",
        place=Place.END,
    ),
    rule(
        "no interests",
        "consult funding conflict interests disclose",
        r"(?-i:[A-Z])[^.!?“”\"]{1,120}\b(?:do|does) not work for, consult\b.{0,300}",
        r"(?-i:[A-Z])[\w.’' -]{1,60} (?:has|have) (?:received|receives?) funding from\b.{0,200}",
        r"(?:the )?(?:(?-i:[A-Z])[\w.’'-]{1,24} ){1,4}receives? funding from\b.{0,200}",
        r"the authors? (?:declares?|reports?|has|have) no (?:conflicts? of interests?|competing "
        r"interests?|(?:relevant )?(?:affiliations|interests?)(?: to (?:disclose|declare))?)"
        r"\b.{0,120}",
        place=Place.END,
    ),
    rule(
        "commission",
        "commission affiliate commissions sponsored compensation partnership",
        r"(?:if you (?:buy|purchase|click)[^.!?“”\"]{1,80}\b)?(?:we|this (?:site|page|article|post|"
        r"story)|"
        rf"{_OUTLET}) (?:may |might |could |will )?(?:earn|receive|contain|get)s? (?:an? |some "
        rf")?(?:small )?"
        r"(?:affiliate|commissions?|compensation)\b[^.!?“”\"]{0,160}",
        r"this (?:content|article|post|page) (?:is|was) (?:sponsored|paid for|brought to you)"
        r"\b.{0,140}",
    ),
)
HELP = (
    rule(
        "helpline",
        "affected helpline lifeline samaritans crisis struggling suicidal suicide distress",
        r"if (?:you|anyone you know|someone you know)\b[^“”\"]{0,120}\b(?:affected by (?:this|"
        r"these|any|the issues|anything|something)|struggling|in crisis|in distress|suicid\w+|"
        r"thoughts of suicide)\b[^“”\"]{0,200}\b(?:call|contact|text|visit|dial|phone|reach|talk|"
        r"speak|helplines?|lifeline|help is available|support is available)\b.{0,200}",
        place=Place.BELOW,
    ),
    rule(
        "standards",
        "standards",
        r"our standards\s?:.{0,80}",
    ),
)
RIGHTS = (
    rule(
        "rights",
        "copyright © rights republished published reprint reprints reprinted permission licensed "
        "licence license "
        "licensing rewritten charge creative reproduction reproduced copying redistribution",
        r"copyright\s{0,2}(?:(?:©|\(c\)|\d{4}|by (?-i:[A-Z])|:).{0,300})?|©.{0,300}",
        r"(?:c\) ?|\(c\) ?)(?:copyright|\d{4}).{0,160}|\d{4} (?-i:[A-Z]).{0,60} all rights "
        r"reserved.{0,100}",
        r"(?:[^“”\"]{0,140}\W)?all rights reserved(?:\W.{0,160})?",
        r"this (?:material|content|work|article|story|news item) (?:may not|cannot|must not) "
        r"be\b[^“”\"]{0,40}"
        r"(?:published|reproduced|copied|broadcast|redistributed|reprinted|republished|used)"
        r"\b.{0,200}",
        r"this (?:work|content|article|text) is (?:licensed|published|available|made available|"
        r"shared) under\b.{0,200}",
        r"(?:re)?(?:published|printed|posted|produced) (?:here )?(?:with|by) (?:the )?(?:kind "
        r")?permission\b.{0,160}",
        r"no part of this \w+ may be\b.{0,200}|(?:unauthori[sz]ed )?(?:reproduction|copying|"
        r"redistribution)"
        r"\b[^.!?“”\"]{0,80}\b(?:is|are) (?:strictly )?(?:prohibited|forbidden)\b.{0,100}",
        r"(?:this \w+ is )?licensed under\b.{0,160}|content copyright\b.{0,80}",
        r"content created by [^“”\"]{1,100} is available without charge\b.{0,160}",
        r"for (?:licensing|reprint|syndication) (?:opportunities|rights|requests|information)"
        r"\b.{0,200}",
        r"(?:request|order) (?:reprints?|permissions?)\b.{0,80}|reprints? (?:and|&) "
        r"permissions?.{0,60}",
    ),
    rule(
        "cookies",
        "cookies cookie",
        r"(?:we|this (?:site|website|web site|page)|our (?:site|website)|(?-i:[A-Z])[\w.]{1,30})"
        r"(?: and (?:our|its) (?:\d+ )?partners)? (?:use|uses|store)s? (?:\w+ ){0,4}cookies"
        r"(?: (?:to|and|on|for|that|in)\b(?! bait).{0,300})?(?<! consent)",
        r"(?:accept|reject|manage|allow|decline)(?: all)? (?:non-essential |optional |necessary "
        r")?cookies?"
        r"(?: (?:settings|preferences|policy))?",
    ),
    rule(
        "consent",
        "agree consent accept acknowledge",
        r"by (?:continuing|clicking|using|browsing|visiting|submitting|signing|subscribing|closing|"
        r"registering|"
        r"providing|posting|joining|entering|accepting|proceeding)\b[^“”\"]{1,160}\b(?:you|i) "
        r"(?:agree|consent|accept|acknowledge|confirm)\b.{0,300}",
        r"you agree to receive\b.{0,200}",
    ),
    rule(
        "policies",
        "privacy cookie terms policy sell recaptcha javascript robot browser",
        r"(?:cookie|privacy) (?:policy|settings|notice|statement|preferences|center|centre)"
        r"(?:\s?[|•·,&/–—-]\s?.{0,100}| (?:and|&) (?:terms|cookie).{0,60})?",
        r"terms (?:of (?:use|service|sale)|(?:and|&) conditions)(?:\s?[|•·,&/–—-]\s?.{0,100}| "
        r"apply| (?:and|&) privacy.{0,60})?",
        r"(?:read|see|view|review) (?:our|the) (?:privacy|cookie|terms)\b.{0,120}",
        r"your privacy (?:choices|matters|rights).{0,40}|do not sell\b.{0,20}\bmy personal "
        r"information",
        r"this site is protected by\b.{0,160}|please verify (?:that )?you[’']?(?:re| are) not a "
        r"robot\b.{0,80}",
        r"(?:please )?(?:enable|turn on|activate) javascript\b.{0,120}|you need (?:to enable "
        r")?javascript\b.{0,100}",
        r"(?:your browser|javascript) (?:does not support|is (?:disabled|required|not supported|"
        r"out of date))\b.{0,160}",
    ),
    rule(
        "forms",
        "enter invalid re inbox confirm select receive emails opt unsubscribe subscribing signing "
        "error wrong "
        "try newsletters published required password newsletter remember email address",
        r"(?:please )?enter (?:a |your )(?:valid )?(?:e-?mail|name|password|zip|postcode)\b.{0,60}",
        r"invalid (?:e-?mail|password).{0,40}|please re-?enter|remember me|e-?mail address\*?",
        r"(?:please )?(?:check|confirm) your (?:inbox|e-?mail|spam folder)(?: (?:for|to) .{0,80})?",
        r"you must select\b.{0,80}|(?:sign up )?you will (?:now )?receive e-?mails?\b.{0,160}",
        r"you (?:may|can) (?:opt[ -]?out|unsubscribe)\b.{0,80}",
        r"an error (?:has )?occurred|(?:sorry, )?something went wrong|please try again(?: later)?",
        r"view all [\w ]{1,40}newsletters|newsletter sign[ -]?up\b.{0,160}",
        r"(?:your )?e-?mail(?: address)? (?:will not be published|\(required\)|is required).{0,60}",
        r"required fields are marked.{0,10}|(?:forgot(?:ten)?|reset)(?: your)? password.{0,10}",
    ),
)
NOTICES = (*OPINIONS, *RIGHTS, *HELP)
