"""Rules for calls to action that lead elsewhere: read more, watch, click, contact."""

from __future__ import annotations

from service.text.boilerplate.rule import Place, rule

_HERE = r"(?:here|below|above|(?:at|on|via) (?:this|the) (?:link|page)|online)"
_NAMED = r"(?-i:[\"“‘'A-Z\d@#(])"  # what a title begins with
_LABEL = (
    r"(?:(?:also|more|read|watch|listen|related|see|hear)(?: (?:on|from|in|at) (?-i:[A-Z])[\w "
    r"]{1,24})|"
    r"(?:more )?related(?: (?:stor(?:y|ies)|articles?|coverage|content|news|links?|reading|video|"
    r"topics?|posts?))?|(?:see also|also see)|read(?: also| next| this| more)?|also read|must[ "
    r"-](?:read|watch)|"
    r"watch(?: also| now| next| live| this)?|listen(?: now)?|more(?: news| here)?|photos?|pictures|"
    r"gallery|photo gallery|slideshow|in pictures|full coverage|further reading|recommended(?: "
    r"reading)?|"
    r"trending(?: now)?|most (?:read|popular)|popular|up next|don[’']t miss|"
    r"you may (?:also )?like|from the archives?|archive|explore more|learn more|find out more)"
)
_MAIL = r"(?:\S{1,60}@\S{1,60}|@\w{2,30}|\+?\d[\d ().-]{4,20}|https?://\S{1,120}|www\.\S{1,80})"
_TAIL = r"(?:\Z|[\s,!|:–—-].{0,140})"

READ_ON = (
    rule(
        "read more",
        "read see learn watch hear find discover view",
        r"(?:please )?(?:read|see|learn|watch|hear|find out|discover|view) more"
        r"(?:\W{0,3}[:|»>–—].{0,160}|\W{1,3}(?:about|on|from|at|in|via|here|below|"
        r"of (?:our|this|the)|news|stories|coverage|opinion|photos|videos?)\b[^“”\"]{0,140})?",
    ),
    rule(
        "pointer",
        "here below above link online",
        r"(?:you can |please )?(?:read|see|watch|listen|view|hear|check out|download|scroll|tap|"
        r"click|subscribe|sign up|register|find out|catch up)\b(?! (?:how|you|that|whether|him|her)"
        r"\b)"
        rf"(?![^.!?]{{0,140}} (?:will|would) )[^.!?;“”\"]{{0,140}}\b{_HERE}",
        r"(?:watch|see|play) (?:the|our|this|a) [^.!?;“”\"]{0,50}\b(?:video|clip|footage|trailer|"
        r"gallery|"
        r"photos|slideshow|interview|map|graphic)\b[^.!?;“”\"]{0,20}\b(?:above|below)"
        r"\b[^.!?“”\"]{0,60}",
        r"(?:read|see|scroll) below\b[^“”\"]{0,80}",
    ),
    rule(
        "see our",
        "our latest full",
        r"(?:see|read|watch|check out|visit|browse|view|explore|listen to|take) (?:all )?"
        r"(?:our|the latest|the full|more of our)\b[^.!?;“”\"]{0,120}"
        r"\b(?:website|site|page|coverage|guide|collection|archive|policy|guidelines|rules|terms|"
        r"stories|podcast|episode|newsbrief|here|videos?|report|interview|series|list|catalog|"
        r"survey|"
        r"quiz|poll|live ?blog|live updates|newsletter|edition|privacy notice)\b[^.!?“”\"]{0,50}",
    ),
    rule(
        "at an address",
        "here http https www online",
        r"[^“”\"]{0,180}\b(?:is|are) (?:available )?(?:here|online(?: at)?)"
        r"\W{0,3}https?://\S{1,200}",
        r"(?:read|watch|see|find|view|listen to) [^.!?“”\"]{0,120}"
        r"(?:\bat|\bon|:)\s?\W{0,2}(?:https?://|www\.|<a href)\S{0,200}[^“”\"]{0,60}",
    ),
    rule(
        "to be found",
        "available found",
        r"(?:the |a |more |full |complete |further )*(?:report|video|list|story|details?|statement|"
        r"text|"
        r"information|speech|interview|results?|transcript|version)\b[^.!?“”\"]{0,60}\b(?:is|are|"
        r"can be) "
        r"(?:available|found|read|seen|watched|viewed|downloaded)"
        rf" (?:{_HERE}|(?:at|on|from) (?:our website|{_MAIL}|[\w-]{{1,40}}\.\w{{2,10}}\S{{0,60}}))",
    ),
    rule("latest video", "latest", r"watch the latest (?:videos?|news)\b[^“”\"]{0,120}"),
    rule(
        "for more",
        "for want need looking details information",
        r"(?:for|want|looking for|need) (?:more|further|additional|full|complete|all the latest|"
        r"the latest)\b(?! than)[^“”\"]{0,120}?\W(?:please )?(?:visit|see|go to|click|contact|call|"
        r"follow|sign up|check|read|subscribe|head|e-?mail|tune|listen|watch|download|log on|"
        r"consult)\b.{0,160}",
        r"(?:see|visit|check|consult) [^.!?“”\"]{2,80} for (?:more|further|full|additional) "
        r"(?:details|information)",
    ),
    rule(
        "labelled link",
        "pictures related see read also more watch listen photos photo pictures gallery slideshow "
        "coverage "
        "must "
        "trending popular recommended next miss like archives archive explore learn find further",
        rf"{_LABEL}\s?[:|»]\s?(?:{_NAMED}.{{0,200}})?",
        rf"related (?:coverage|video) {_NAMED}.{{0,200}}",
        attributed=True,
    ),
    rule(
        "labelled link below",
        "earlier previously video podcast graphic interactive explainer map timeline poll quiz",
        rf"(?:earlier|previously|video|podcast|graphic|interactive|explainer|map|timeline|poll|"
        rf"quiz)"
        rf"\s?[:|]\s?{_NAMED}.{{1,160}}(?<![.!])",
        place=Place.BELOW,
    ),
    rule(
        "upper-case link",
        "read watch see related click more sign subscribe",
        r"(?-i:(?:READ|WATCH|SEE|RELATED|CLICK|MORE|SIGN UP|SUBSCRIBE)\b[^a-z]{2,60}).{0,120}",
        place=Place.BELOW,
        attributed=True,
    ),
    rule(
        "click here",
        "click tap clicking",
        r"(?:please )?(?:click|tap)(?:ing)? (?:here|on the (?:link|image|photo|button|arrow)|"
        r"the (?:link|image|button|bell)|through|"
        r"to (?:enlarge|read|see|subscribe|share|view|play|listen|watch))\b.{0,160}",
    ),
)
CONTACT = (
    rule(
        "for information contact",
        "information inquiries enquiries interviews requests queries",
        r"(?:for )?(?:more information|further information|(?:media|press|all|general) "
        r"(?:inquiries|enquiries|queries|requests)|interviews?)"
        r"(?:\W{1,3}(?:please )?(?:contact|call|e-?mail|:)|:).{0,200}",
        r"(?:more|further) information|(?:media|press|general) (?:inquiries|enquiries|queries)",
    ),
    rule(
        "contact lines",
        "contact contacts",
        r"(?:(?:media|press|news|investor|public|editorial)(?: relations)? )?contacts?"
        rf"(?:(?: (?:information|details|us|person))?\W{{0,2}}[:|–—]\s?{_TAIL})?",
        r"contact (?:us|him|her|them|the (?:author|writer|reporter|editor|newsroom)|"
        r"(?-i:[A-Z])[\w.’' -]{1,40}) (?:at|on|by|via|directly)\b.{0,160}",
    ),
)
CALLS = (*READ_ON, *CONTACT)
