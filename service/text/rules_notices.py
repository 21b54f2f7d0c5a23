"""Rules for notices: disclaimers, rights, privacy, comment policies, notes of the editors."""

from __future__ import annotations

from service.text.block_rules import Place, Reach, rule

_PIECE = r"(?:article|story|post|report|piece|column|interview|essay|op-ed|page|version|video|review|item|dispatch|feature|commentary|blog post|news release|press release|transcript|headline)"
_OUTLET = r"(?-i:[A-Z])[\w.’'&-]{0,24}(?: [\w.’'&-]{1,24}){0,5}"

NOTICES = (
    rule(
        "views are the author's",
        "views view opinions opinion viewpoints statements",
        r"(?:the |all |any )?(?:views?|opinions?|viewpoints|statements)\b[^.!?“”\"]{0,160}"
        r"(?:\b(?:do|does|may) not (?:necessarily )?(?:reflect|represent|express|imply)|"
        r"\b(?:are|is) (?:solely |entirely |strictly |exclusively )?(?:those of|(?:his|hers|her|their|my|the authors?[’']s?|the writers?[’']s?) (?:own|alone)|"
        r"(?:his|hers|theirs|mine)\b|not (?:necessarily )?(?:those|the views|endorsed|shared|representative)))"
        r".{0,300}\Z",
    ),
    rule(
        "no warranty",
        "representation representations warranty warranties liability responsible endorse accuracy guarantee",
        rf"(?:{_OUTLET}|we|the (?:publisher|author|authors|site|website|editors?|company|information)|this (?:site|website|page|publication))"
        r"[^.!?“”\"]{0,40}\b(?:makes? no (?:representations?|warrant|guarantees?)|(?:accepts?|assumes?|takes?|bears?) no (?:liability|responsibility)|"
        r"(?:do|does|can|could) not (?:warrant|guarantee|vouch for) the (?:accuracy|completeness|reliability)|"
        r"(?:do|does) not (?:necessarily )?endorse (?:the|any|these|or) (?:content|views|opinions|products?|external)|"
        r"(?:is|are) not (?:responsible|liable) for (?:the content|any (?:errors|loss|losses|damage)|errors|omissions|external|comments)).{0,300}\Z",
    ),
    rule(
        "no advice",
        "advice purposes nothing constitute substitute past",
        rf"(?:(?:this|the) (?:{_PIECE}|content|material|information|site|website)|nothing (?:in|on) (?:this|the)|the (?:information|content|material)|all (?:information|content))"
        r"[^.!?“”\"]{0,140}\b(?:(?:is|are|does|do|should)(?: not|n[’']t)? (?:be )?(?:constitutes?|intended (?:as|to)|considered|construed|taken as|a substitute|offered as|meant)|constitutes?|"
        r"(?:is|are) (?:provided )?for (?:general )?(?:information|informational|educational|entertainment))\b"
        r"[^“”\"]{0,120}(?:advice|purposes|offer|recommendation|solicitation|endorsement)\b.{0,200}\Z|"
        r"past performance (?:is|does) (?:not|no)\b.{0,160}\Z",
    ),
    rule("disclaimer", "disclaimer disclaimers", r"(?:legal )?disclaimers?\s?:.{0,500}\Z", reach=Reach.BLOCK),
    rule("disclosure", "disclosure disclosures", r"(?:full )?disclosures?\s?:\s?+(?!I\b|my\b|we\b).{0,500}\Z"),
    rule(
        "financial disclosure",
        "commission affiliate commissions affiliates sponsored partners compensation",
        r"(?:we|this (?:site|page|article|post|story)|[^.!?“”\"]{1,40}|if you (?:buy|purchase|click)[^.!?“”\"]{1,80}) (?:may |might |could |will )?"
        r"(?:earn|receive|contains?|get)s? (?:an? |some )?(?:small )?(?:affiliate|commissions?|compensation)\b[^“”\"]{0,160}"
        r"(?:\blinks?|\bpurchases?|\bno (?:extra|additional) cost|\bclick)\b.{0,160}\Z|"
        r"this (?:content|article|post|page) (?:is|was) (?:sponsored|paid|produced in partnership|brought to you)\b.{0,140}\Z",
    ),
    rule(
        "rights",
        "copyright © rights republished reprint reprinted permission syndicated license licence licensing rewritten charge",
        r"(?:copyright\s{0,2}(?:©|\(c\)|\d{4}|by (?-i:[A-Z])|:|\Z).{0,200}|©.{0,200}|\(c\)?\s?(?:copyright|\d{4}).{0,160}|c\) ?\d{4}.{0,160}|"
        r"[^“”\"]{0,140}\ball rights reserved\b.{0,160}|"
        r"this (?:material|content|work|article|story|news item) (?:may not|cannot|must not) be\b.{0,200}|"
        r"this (?:work|content|article|text) is (?:licensed|published|available|made available|shared) under\b.{0,200}|"
        r"(?:re)?(?:published|printed|posted|produced) (?:here )?(?:with|by) (?:the )?(?:kind )?permission\b.{0,160}|"
        r"content created by [^“”\"]{1,100} is available without charge\b.{0,160}|"
        r"for (?:licensing|reprint|syndication)\b.{0,200}|(?:request|order) (?:reprints?|permissions?)\b.{0,80}|"
        r"reprints? (?:and|&) permissions?.{0,60})\Z",
    ),
    rule(
        "cookies and privacy",
        "cookies cookie privacy terms consent recaptcha javascript robot browser gdpr",
        r"(?:(?:we|this (?:site|website|web site|page)|our (?:site|website)|(?-i:[A-Z])[\w.]{1,30}(?: and (?:our|its) partners)?)(?: and (?:our|its) (?:\d+ )?partners)? (?:use|uses|store)s? (?:\w+ ){0,4}cookies\b.{0,300}|"
        r"by (?:continuing|clicking|using|browsing|visiting|submitting|signing|subscribing|closing|registering|providing|posting|joining|entering|accepting|proceeding)\b[^“”\"]{1,160}\b(?:you|i) (?:agree|consent|accept|acknowledge|confirm)\b.{0,300}|"
        r"(?:accept|reject|manage|allow|decline)(?: all)? (?:non-essential |optional |necessary )?cookies?(?: (?:settings|preferences|policy))?|"
        r"(?:cookie|privacy) (?:policy|settings|notice|statement|preferences|center|centre)(?:\W.{0,100})?|terms (?:of (?:use|service|sale)|(?:and|&) conditions)(?:\W.{0,100})?|"
        r"(?:read|see|view|review) (?:our|the) (?:privacy|cookie|terms)\b.{0,120}|your privacy (?:choices|matters|rights).{0,60}|do not sell\b.{0,20}\bmy personal information|"
        r"this site is protected by\b.{0,160}|please verify (?:that )?you[’']?(?:re| are) not a robot\b.{0,80}|(?:please )?(?:enable|turn on|activate) (?:javascript|cookies)\b.{0,120}|"
        r"(?:your browser|javascript) (?:does not|doesn[’']t|is (?:disabled|required|not|out of date))\b.{0,160}|you need (?:to enable )?(?:javascript|cookies)\b.{0,100})\Z",
    ),
    rule(
        "forms",
        "email address newsletter newsletters emails opt receive subscribing error try re required password inbox spam",
        r"(?:(?:please )?enter (?:a |your )(?:valid )?(?:e-?mail|name|password|zip|postcode)\b.{0,60}|invalid (?:e-?mail|password).{0,40}|please re-?enter|"
        r"(?:please )?(?:check|confirm) your (?:inbox|e-?mail|spam).{0,80}|you must select\b.{0,80}|(?:sign up )?you will (?:now )?receive e-?mails?\b.{0,160}|"
        r"you (?:may|can) (?:opt[ -]?out|unsubscribe)\b.{0,80}|you agree to receive\b.{0,200}|an error (?:has )?occurred|(?:sorry, )?something went wrong|please try again(?: later)?|view all [\w ]{1,40}newsletters|"
        r"(?:your )?e-?mail(?: address)? (?:will not be published|\(required\)|is required).{0,60}|required fields are marked.{0,10}|(?:forgot(?:ten)?|reset)(?: your)? password.{0,10}|"
        r"newsletter sign[ -]?up\b.{0,160}|remember me|e-?mail address\*?)\Z",
    ),
    rule(
        "comment policy",
        "comments comment commenting commenters moderated moderation guidelines community civil",
        r"(?:(?:all |reader |your |the |user |readers[’'] )?comments? (?:are|is|will be|must|should|may be|on this (?:article|story|post|page)|that|posted|containing|section|sections)\b[^“”\"]{0,120}"
        r"\b(?:closed|moderat\w+|open|disabled|welcome|reviewed|removed|deleted|approved|published|civil|off-topic|respectful|turned off|not allowed|abusive|their own|those of|screened|responsibility)\b.{0,200}|"
        r"commenting (?:is|on this|has|policy|guidelines|rules)\b.{0,160}|commenters (?:must|should|are|who)\b.{0,160}|"
        r"(?:comment|comments|commenting|community|house|discussion) (?:policy|guidelines|rules|standards)(?:\W.{0,160})?|"
        r"(?:please )?(?:read|see|review|follow|respect|observe|abide by|note) (?:our|the|these) (?:full )?(?:comment|comments|commenting|community|house|moderation)\b.{0,160}|"
        r"(?:please )?(?:keep|be) (?:your )?(?:comments?|it|them|the discussion)?\s?(?:civil|respectful|polite|on[ -]topic|courteous|relevant|clean)\b.{0,160}|"
        r"you must be (?:logged|signed|registered)\b.{0,100}|(?:log|sign) in to (?:comment|post|reply|join|leave).{0,80}|to (?:comment|post a comment|leave a comment)\b.{0,160}|"
        r"by posting (?:a comment|here)\b.{0,160}|we (?:reserve the right to|moderate|encourage|welcome|do not (?:allow|tolerate|permit)|ask that you|will (?:remove|delete))\b[^“”\"]{0,120}\b(?:comments?|commenters|posts|discussion|personal attacks|profanity|language|spam)\b.{0,160}|"
        r"(?:this|the) (?:comment|discussion|comments) (?:section|thread|board)s? (?:is|are|has|have)\b.{0,120}\b(?:closed|moderated|disabled).{0,80})\Z",
    ),
    rule(
        "reserve the right",
        "reserve reserves",
        r"(?:we|(?:the )?(?-i:[A-Z])[\w.’' ]{1,40}) reserves? the right to (?:remove|delete|edit|moderate|reject|refuse|ban|block|close)\b[^“”\"]{0,120}"
        r"\b(?:comments?|posts?|letters|submissions?|users?|content|material|anyone|commenters)\b.{0,160}\Z",
    ),
    rule(
        "editor's note",
        "editor editors note correction clarification ed nb publisher author",
        r"(?:an? )?(?:editor(?:s|ial)?(?:[’']s?)?|editors[’']|ed|publisher[’']?s?|author[’']?s?|translator[’']?s?) (?:note|notes|footnote|pick|picks|choice|update)\b(?:\s?[:|–—,-].{0,600}|\Z)|"
        r"(?:correction|clarification|corrections and clarifications|correction (?:and|&) clarification)(?: \([^()]{1,40}\)|, (?-i:[A-Z])[\w. ,]{3,24})?(?:\s?[:|–—].{0,600}|\Z)|"
        r"ed\s?[.:]\s?:?\s?(?:note|see)\b.{0,300}\Z|note to (?:readers|editors)(?:\s?[:|–—].{0,600}|\Z)",
        reach=Reach.BLOCK,
    ),
    rule(
        "about this piece",
        "this these the an a article story post report piece column interview essay op version conversation questions headline appeared transcript dispatch",
        rf"(?:this|the|an? (?:earlier|previous|prior)|the (?:original|following)|parts of this|a version of this|these|questions and) ?(?:news |opinion |original |above |following |earlier |previous |exclusive |blog )?(?:version of (?:this|the) )?"
        rf"(?:{_PIECE}s?|conversation|answers|q&a|questions|content)(?:[’']s headline)?\b[^.“”\"]{{0,50}}?\b(?:(?:has|have|was|were|is|are|been|being) (?:\w+ ){{0,2}}(?:updated|corrected|amended|revised|edited|condensed|republished|reposted|"
        r"syndicated|translated|produced by|supported by|funded by|published (?:on|in|by|at|with|under|here|via)|adapted from|excerpted|reprinted|cross-?posted|written by|contributed|provided by|auto-?generated|generated|compiled|part of (?:a|an|our|the) (?:\w+ ){0,3}(?:series|project|package|collaboration|partnership|initiative))|"
        r"(?:first|originally|also|previously) (?:appeared|ran|published|aired)|corrects|clarifies|misstated|misspelled|misidentified|incorrectly|erroneously|mistakenly|features first-hand journalism|appeared (?:in|on)|(?:did|has) not been (?:edited|verified)|comes from|is brought to you)\b.{0,300}\Z|"
        r"(?:first|originally) (?:published|appeared|posted|aired) (?:on|in|by|at|here|via|as)\b.{0,120}\Z|(?:updates?|updated|corrects?|adds|recasts|refiles)(?: (?:with|to (?:add|include|correct|clarify|reflect)|throughout|paragraphs?)\b).{0,120}\Z|"
        r"(?:story|this) corrects\b.{0,120}\Z|(?:this|the) story will be updated\b.{0,100}\Z|(?:this is a )?(?:breaking|developing) (?:news )?story(?:\W.{0,140})?\Z",
    ),
    rule(
        "series notice",
        "series column newsletter part excerpt adapted",
        rf"this (?:is|{_PIECE} is) (?:the (?:latest|first|second|third|fourth|fifth|last|final)|part (?:\d+|one|two|three|four|of)|an? (?:excerpt|edition|extract|weekly|monthly|web version|lightly edited|installment|instalment))\b[^“”\"]{{0,160}}"
        r"\b(?:series|newsletter|column|in our|transcript|briefing|from the book|project|the Morning)\b.{0,160}\Z|(?:adapted|excerpted|reprinted) from .{1,140}\Z|sign up here to (?:get|receive)\b.{0,120}\Z",
    ),
    rule(
        "press release",
        "immediate release embargoed forward source prnewswire wire globe editors",
        r"(?:(?:for )?immediate release\b.{0,60}|embargoed (?:until|for)\b.{0,80}|forward[ -]looking statements?(?:\W.{0,60})?|(?:this|the) (?:press |news )?release (?:may )?contains? (?:certain )?(?:\W)?forward[ -]looking\b.{0,300}|"
        r"(?-i:SOURCE) (?-i:[A-Z]).{1,80}|/?prnewswire.{0,60}|notes? (?:for|to) editors?)\Z",
    ),
    rule(
        "reference list lead",
        "sources source references",
        r"(?:sources?|references)\s?:\s?.{1,400}\Z",
        place=Place.BELOW,
    ),
)
