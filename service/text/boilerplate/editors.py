"""Rules for lines by editors: notes, corrections, rules for comments."""

from __future__ import annotations

from service.text.boilerplate.rule import Place, Reach, rule

_PIECE = (
    r"(?:article|story|post|report|piece|column|interview|essay|op-ed|page|version|video|review|"
    r"item|"
    r"dispatch|feature|commentary|blog post|news release|press release|transcript|headline)"
)
_DONE = (
    r"(?:(?:updated|corrected|amended|revised|edited|condensed)(?=\Z|[ ,]+(?:to|on|at|with|for|"
    r"from|"
    r"after|since|throughout|in|and|by (?:the|our|an) )\b)|republished|reposted|syndicated|"
    r"translated|"
    r"produced (?:by|in|with)|supported by|funded by|published (?:on|in|by|at|with|under|here|via)|"
    r"adapted from|excerpted|reprinted|cross-?posted|written by|contributed|provided by|"
    r"auto-?generated|generated|compiled|changed to|clarified|"
    r"part of (?:a|an|our|the) (?:\w+ ){0,3}(?:series|project|package|collaboration|partnership|"
    r"initiative))"
)

COMMENTS = (
    rule(
        "comment policy",
        "comments comment commenting commenters moderated",
        r"(?:all |reader |your |the |user |readers[’'] )?comments? (?:are|is|will be|must|should|"
        r"may be|"
        r"on this (?:article|story|post|page)|that are|posted|containing|section|sections)"
        r"\b[^.!?“”\"]{0,120}"
        r"\b(?:closed|moderat\w+|open|disabled|welcome|reviewed|removed|deleted|approved|published|"
        r"civil|"
        r"off-topic|respectful|turned off|not allowed|abusive|screened|those of)\b.{0,200}",
        r"commenting (?:is (?:closed|now|open|not)|on this (?:story|article)|policy|guidelines|"
        r"rules)\b.{0,160}",
        r"commenters (?:must|should|are (?:asked|expected|required|responsible)|who)\b.{0,160}",
        r"be the first to comment|(?:no|\d+) comments? yet",
        r"(?:log|sign) in to (?:comment|post|reply|join|leave).{0,80}|to (?:post a |leave a "
        r")?comment,.{0,160}",
        r"(?:this|the) comments? (?:section|thread|board)s? (?:is|are|has been|have been) (?:now )?"
        r"(?:closed|moderated|disabled).{0,80}",
        place=Place.BELOW,
    ),
    rule(
        "house rules",
        "policy guidelines rules standards civil respectful polite topic courteous logged signed "
        "registered",
        r"(?:comment|comments|commenting|community|house|discussion) (?:policy|guidelines|rules|"
        r"standards)(?:\W.{0,160})?",
        r"(?:please )?(?:read|see|review|follow|respect|observe|abide by|note) (?:our|the|these) "
        r"(?:full )?"
        r"(?:comment|comments|commenting|community|house|moderation) \w.{0,160}",
        r"(?:please )?(?:keep|be) (?:your |all |the )?(?:comments?|it|them|discussion|"
        r"conversation)?\s?"
        r"(?:civil|respectful|polite|on[ -]topic|courteous|relevant|clean)(?: (?:and|to|when|in)"
        r"\b.{0,120})?",
        r"you (?:must|need to) be (?:logged|signed) in\b.{0,100}|you must be (?:registered|a "
        r"(?:member|subscriber)) to (?:post|comment|read).{0,60}",
    ),
    rule(
        "moderation",
        "comments comment commenters posts discussion attacks profanity spam submissions",
        r"(?:we|(?:the )?(?-i:[A-Z])[\w.’' ]{1,40}) (?:reserves? the right to|moderates?|"
        r"encourages?|welcomes?|"
        r"(?:do|does) not (?:allow|tolerate|permit)|asks? that you|will (?:remove|delete|not "
        r"publish)) "
        r"[^.!?“”\"]{0,120}\b(?:comments?|commenters|posts|discussion|personal attacks|profanity|"
        r"spam|submissions)\b.{0,160}",
        place=Place.BELOW,
    ),
)
EDITORS = (
    rule(
        "editor's note",
        "editor editors editorial note notes correction corrections clarification ed publisher "
        "author translator",
        r"(?:an? )?(?:editor(?:s|ial)?(?:[’']s?)?|editors[’']|ed|publisher[’']?s?|author[’']?s?|"
        r"translator[’']?s?) "
        r"(?:note|notes|footnote|picks?|choice|update)(?:\s?[:|–—-].{0,600})?",
        r"(?:corrections?|clarifications?|corrections? (?:and|&) clarifications?)(?: \([^()"
        r"]{1,40}\)|, "
        r"(?-i:[A-Z])[\w. ,]{3,24})?(?:\s?[:|–—].{0,600})?",
        r"ed\s?[.:]\s?:?\s?(?:note|see)\b.{0,300}|note to (?:readers|editors)(?:\s?[:|"
        r"–—].{0,600})?",
        reach=Reach.BLOCK,
        attributed=True,
    ),
    rule(
        "about this piece",
        "updated corrected amended revised edited condensed republished reposted syndicated "
        "translated produced "
        "supported funded published adapted excerpted reprinted crossposted cross posted written "
        "contributed provided generated "
        "compiled series project collaboration partnership appeared ran aired corrects clarifies "
        "misstated "
        "misspelled misidentified incorrectly erroneously mistakenly features changed clarified "
        "gave appears said",
        rf"(?:this|the|these|parts of this|questions and) (?:\w+ )?(?:{_PIECE}s?|conversation|"
        rf"answers|q&a|questions|content)"
        rf"(?:[’']s headline)?\b[^.“”\"]{{0,40}}?\b(?:has|have|was|were|is|are) (?:\w+ "
        rf"){{0,3}}{_DONE}\b.{{0,300}}",
        rf"(?:this|the) (?:\w+ )?{_PIECE} (?:first|originally|also|previously) (?:appeared|ran|"
        rf"published|aired)\b.{{0,200}}",
        rf"this (?:\w+ )?{_PIECE} (?:corrects|clarifies|features first-hand journalism|appeared "
        rf"(?:in|on)|"
        r"(?:did|has) not been (?:edited|verified))\b.{0,200}",
        rf"an? (?:earlier|previous|prior) version of (?:this|the) (?:\w+ )?{_PIECE}\b.{{0,400}}",
        rf"a version of (?:this|the) {_PIECE} (?:first |originally |also |was )?(?:appear|ran|"
        rf"published|will appear).{{0,200}}",
        r"the headline (?:on|of|for) this \w+ (?:has been|was) (?:changed|updated|corrected|"
        r"amended)\b.{0,200}",
        r"(?:this|our) (?:story|article|reporting|project|series|report) (?:was|is|has been) "
        r"(?:made possible|"
        r"supported|funded|underwritten) by\b.{0,200}",
        r"(?:the post|this post|this article) [^“”\"]{0,160}\bappeared first on\b.{0,100}",
        r"(?:reprinted|republished|reposted|syndicated|translated|cross-?posted|excerpted|adapted|"
        r"article taken) (?:from|by) "
        r"(?:the )?"
        r"(?-i:[A-Z])[^.!?]{1,100}|filed from (?-i:[A-Z])[^.!?]{1,40}",
        r"(?:first|originally) (?:published|appeared|posted|aired) (?:on|in|by|at|here|via|as)"
        r"\b.{0,120}",
        r"(?:updates?|updated|corrects?|adds|recasts|refiles) (?:with|to (?:add|include|correct|"
        r"clarify|reflect)|throughout)\b.{0,120}",
        attributed=True,
    ),
    rule(
        "made by a machine",
        "ai artificial generative automated automatically machine",
        r"(?:this|the) (?:\w+ ){0,2}(?:summary|summaries|text|content|audio|translation|"
        rf"image|illustration|{_PIECE})s? (?:was|were|is|are|has been) (?:\w+ ){{0,2}}(?:generated|"
        r"created|written|produced|translated|made|narrated|summari[sz]ed)\b[^“”\"]{0,40}\b(?:ai|"
        r"artificial intelligence|generative|automated|automatically|machine)\b.{0,160}",
    ),
    rule(
        "about the author",
        "about",
        r"about the (?:author|writer|columnist|contributor)s?\s?:.{1,500}",
        reach=Reach.BLOCK,
    ),
    rule(
        "breaking",
        "developing breaking back",
        r"(?:this is a )?(?:breaking|developing) (?:news )?story(?:[ ,;.:–—-]{1,3}.{0,140})?",
        r"(?:this|the) story will be updated\b.{0,100}|(?:please )?check back (?:for|soon|later|"
        r"with us)\b.{0,80}",
        r"more (?:details )?to (?:follow|come)",
    ),
    rule(
        "series notice",
        "series column newsletter excerpt transcript briefing installment",
        rf"this (?:is|{_PIECE} is) (?:the (?:latest|first|second|third|fourth|fifth|last|final)|"
        r"part (?:\d+|one|two|three|four|of)|an? (?:excerpt|edition|extract|weekly|monthly|web "
        r"version|"
        r"lightly edited|installment|instalment|condensed|transcript))\b[^“”\"]{0,160}"
        r"\b(?:series|newsletter|column|in our|transcript|briefing|from the book|project|podcast)"
        r"\b.{0,160}",
    ),
    rule(
        "press release",
        "release embargoed forward source prnewswire editors",
        r"(?:for )?immediate release(?:\s?[:|–—-].{0,60}| (?-i:[A-Z]|\d).{0,60})?|embargoed "
        r"(?:until|for)\b.{0,80}",
        r"forward[ -]looking statements?|(?:this|the) (?:press |news )?release (?:may )?contains? "
        r"(?:certain )?(?:\W)?forward[ -]looking\b.{0,400}",
        r"(?-i:SOURCE) (?-i:[A-Z]).{1,80}|/?prnewswire.{0,60}|notes? (?:for|to) editors?",
    ),
    rule(
        "source list",
        "sources source references",
        r"(?:sources?|references)\s?:\s?(?-i:[A-Z\d]|https?:)[^.!?]{1,400}",
        place=Place.END,
    ),
)
EDITORIAL = (*COMMENTS, *EDITORS)
