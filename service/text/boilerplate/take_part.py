"""Rules for lines that ask the reader to share, take part, give or buy."""

from __future__ import annotations

from service.text.boilerplate.rule import Place, rule

_OURS = (
    r"(?:work|journalism|journalists|reporting|reporters|newsroom|site|website|station|mission|"
    r"team|"
    r"magazine|newspaper|coverage|nonprofit|channel|podcast|writers|publication|newsletter)"
)

TAKE_PART = (
    rule(
        "share",
        "share email mail tweet print",
        r"(?:please )?(?:share|e-?mail|tweet|print)(?: this)? (?:this|the|on|via|with|"
        r"to)? ?(?:article|story|post|"
        r"page|link|facebook|twitter|x|whatsapp|linkedin|e-?mail|friends)\b[^.!?]{0,60}",
        r"(?:please )?share (?:this|on|via)(?: (?:with|on|via)\b.{0,40})?",
    ),
    rule(
        "have your say",
        "know comments comment thoughts think say conversation discussion views opinion opinions "
        "feedback tell story stories tips letters questions tip question",
        r"(?:please )?(?:share|send|e-?mail) (?:us )?(?:your|any) (?:thoughts|views|opinions?|"
        r"story|stories|"
        r"comments?|tips?|letters?|questions?|feedback|photos?|experiences?)"
        r"(?: .{0,40}\b(?:with us|below|in the comments|to us|at|to \S+@\S+|on our|here)"
        r"\b.{0,80})?",
        r"(?:please )?(?:share|send) (?:us )?(?:your|any) (?:letters?|tips?|thoughts|comments?|"
        r"questions?) to .{0,80}",
        r"send tips?\b.{0,120}",
        r"(?:let|tell) us (?:know )?(?:what you think|your (?:thoughts|views)|in the comments|"
        r"below)\b.{0,120}",
        r"let us know what you.{0,100}",
        r"leave (?:a|your) (?:comment|reply)(?: .{0,40})?",
        r"(?:post|add|write|view|show|read|hide) (?:a |an |the |all |your |\d+ )?comments?",
        r"join the (?:conversation|discussion|debate)(?: .{0,80})?|have your say(?: .{0,80})?",
        r"(?:have|got|do you have) (?:a|any) (?:news )?(?:story|tip|question|correction|comment)s?"
        r"(?: (?:to share|for us|idea|about (?:this|our)|you[^?]{0,40}))?\?(?: .{0,140})?",
        r"letters? to the editor (?:can|may|should|must|are)\b.{0,140}",
        r"what do you think(?: about this| of this)?\?",
        place=Place.BELOW,
    ),
    rule(
        "event",
        "join",
        r"(?:please )?join us\b[^.!?“”\"]{0,100}\b(?:gala|dinner|luncheon|webinar|live event|"
        r"festival|panel|conference|summit|book club|masterclass|workshop|virtual event|"
        r"screening)\b"
        r"[^.!?“”\"]{0,120}",
    ),
    rule(
        "tickets",
        "tickets rsvp seats",
        r"(?:[\w-]{1,16} ){0,2}(?:tickets|seats|places) (?:are |is )?(?:now )?(?:on sale|available|"
        r"limited|going fast|selling fast)(?: (?:now|here|at|from|online|via|until|for|soon)\b"
        r"[^.!?“”\"]{0,80})?",
        r"rsvp\b.{0,80}",
        place=Place.BELOW,
    ),
    rule(
        "survey",
        "vote survey poll",
        r"vote now(?: .{0,100})?|take (?:our|the|this|part in our) (?:\w+ )?(?:survey|poll|quiz)"
        r"(?: .{0,100})?",
    ),
    rule(
        "support us",
        "lieu support donate donation donating donations contribution contribute gift help coffee "
        "subscribing",
        rf"(?:please |now more than ever,? )?(?:support|help (?:us|keep|fund|support|save)) "
        rf"(?:us(?: (?:by|today|now|on|at|keep|continue)\b|\Z)|"
        rf"(?:our|this) {_OURS}|(?:local|independent|quality|public|fearless|nonprofit|non-profit|"
        rf"investigative|free)"
        r"[\w ,-]{0,30} ?(?:journalism|news|media|reporting))\b.{0,160}",
        r"support (?-i:[A-Z])[\w’' ]{1,40} (?:from|for) (?:as little as|just|only) [$£€]\d.{0,60}",
        r"help (?:us )?(?:keep|fund|continue) (?:our|the|this) [^.!?“”\"]{0,120}",
        r"(?:please )?(?:donate|contribute|chip in)(?: (?:now|today|here|online|what you can|"
        r"monthly|"
        r"as little as [^.!?]{1,40}|to (?:us|our [^.!?,]{1,40}|the [^.!?,]{1,40} (?:now|today|here)"
        r")))?(?: (?:to|at|via|by|and) .{0,100})?",
        r"(?:if you [^.!?“”\"]{3,80}, )?(?:please )?(?:consider|make|making) (?:a |making a |your "
        r")?"
        r"(?:small |monthly |one-off |one-time |tax-deductible |year-end |generous )?"
        r"(?:donation|donating|contribution|contributing|gift|subscribing)\b.{0,140}",
        r"buy (?:us|me) a coffee.{0,60}|in lieu of flowers\b.{0,500}",
    ),
    rule(
        "advertising",
        "enter order buy shop save off deals promo code shipping offer amazon tickets "
        "bookstores bookshops "
        "spotify "
        "itunes regnery",
        r"(?:order|pre-?order|buy|shop) (?:now|today|online|yours|your (?:copy|tickets?)|"
        r"tickets(?= (?:now|here|at|for|online)|\Z)|"
        r"here|"
        r"it (?:now|here|on|at|from)|for (?:only |just )?[$£€]\d[\d.,]{0,8})"
        r"(?:[:|!–—-]| (?:at|from|on|for|here|now|online|and (?:save|get|receive))"
        r"\b)?[^.!?]{0,100}(?<! it)",
        r"enter (?:our|the) (?:prize draw|competition|contest|giveaway|raffle)\b.{0,120}",
        r"(?:use|enter|with) (?:the )?(?:(?:promo|discount|coupon|offer) code\b|code "
        r"(?-i:[A-Z\d]{4,})).{0,120}",
        r"(?:get|save|take|enjoy) (?:up to |an extra )?\d{1,2}% off\b[^“”\"]{0,120}",
        r"best [\w ]{1,30} deals?\b[^.!?“”\"]{0,120}",
        r"free shipping(?: (?:on|for|with|over|when)\b.{0,80})?|limited[ -]time (?:offer|deal)"
        r".{0,80}",
        r"[^.!?“”\"]{1,120}\bis available (?:now )?(?:from|on|at|through|via) [^.!?“”\"]{0,40}"
        r"(?:amazon|bookstores|bookshops|all good|itunes|apple podcasts|spotify)\b.{0,60}",
    ),
)
