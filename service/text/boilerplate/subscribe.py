"""Rules for lines that ask the reader to subscribe, follow, share, take part, give or buy."""

from __future__ import annotations

from service.text.boilerplate.rule import Place, rule

_SITE = (
    r"(?:twitter|facebook|instagram|linkedin|youtube|tiktok|telegram|whatsapp|threads|mastodon|"
    r"bluesky|snapchat|pinterest|reddit|social media|x)\b"
)
_LETTER = (
    r"(?:newsletters?|channels?|podcasts?|e-?mails?|alerts?|updates?|briefings?|mailing lists?|"
    r"feeds?|digests?|notifications?|inbox|roundups?|magazine|membership|app)\b"
)
_OURS = (
    r"(?:work|journalism|journalists|reporting|reporters|newsroom|site|website|station|mission|"
    r"team|"
    r"magazine|newspaper|coverage|nonprofit|channel|podcast|writers|publication|newsletter)"
)
_MAIL = r"(?:\S{1,60}@\S{1,60}|@\w{2,30}|\+?\d[\d ().-]{4,20}|https?://\S{1,120}|www\.\S{1,80})"

SUBSCRIBE = (
    rule(
        "follow",
        "follow find like join connect chat visit page updates",
        r"(?:please |you can |on twitter )?(?:follow|find|like|join|connect with|chat with|visit) "
        rf"[^.!?“”\"]{{1,90}}\bon {_SITE}.{{0,100}}",
        r"(?:on twitter )?follow [^“”\"]{0,80}(?:@\w{2,}|https?://|#\w{2,}).{0,120}",
        r"follow us(?: (?:on|at|for|via|in|@)\b.{0,100})?",
        r"follow (?:along|our (?:live|coverage|blog|page|channel|team|reporters?))\b.{0,100}",
        r"(?:like|connect with|find) (?:us|our page)(?: (?:on|at|here)\b.{0,80})?|like the page",
        r"join our (?:whatsapp|telegram|facebook|channel|community|mailing|group|discord)"
        r"\b.{0,100}",
    ),
    rule(
        "address of the author",
        "reached twitter facebook instagram email mail tel telephone phone fax web website he she "
        "they you "
        "reach contact call text write touch out",
        r"(?:twitter|facebook|instagram|e-?mail|tel|telephone|phone|fax|web|website)\s?:\s?\S{1,60}"
        r"(?:\s\S{1,40}){0,3}",
        r"(?:he|she|they|the (?:reporter|author|writer)|(?-i:[A-Z])[\w.’' -]{1,40}) (?:tweets?|can "
        r"be (?:reached|found|followed|contacted)) (?:at|on|by|via) "
        r".{1,120}",
        rf"(?:you can |please |to [^.!?“”\"]{{3,40}}, )?(?:e-?mail|call|text|write to|reach|"
        rf"contact|tweet|send)\b"
        rf"[^.!?“”\"]{{0,80}}\W{_MAIL}(?:[ ,].{{0,60}})?",
        rf"(?:get in touch|reach out|write)(?: (?:with|to) [^.!?“”\"]{{1,40}})? (?:at|on|via|by)"
        rf"\b.{{0,20}}{_MAIL}.{{0,40}}",
    ),
    rule(
        "subscribe",
        "subscribe sign register signing join",
        r"(?:want [^.!?]{1,80}\? )?(?:please |to get [^.!?“”\"]{1,90}, |be the first to "
        r"know[:;,.]? )?"
        rf"(?:subscribe|sign[ -]?up|register|signing up|join)"
        rf"\b[^.!?“”\"]{{0,120}}\b{_LETTER}[^.!?“”\"]{{0,120}}",
        r"(?:subscribe|sign up|register)(?: (?:now|today|here|free|for free))?",
        r"subscribe to (?:us|our|the (?-i:[A-Z])[\w ]{1,30})[^.!?“”\"]{0,80}",
        r"(?:subscribe|sign up) (?:now|today|here|free|for (?:free|just|only|as little|\$|£|€))"
        r"\b.{0,120}",
        r"sign up (?:now |today |here )?(?:to (?:receive|get)|and (?:receive|get))\b[^“”\"]{0,120}",
    ),
    rule(
        "to your inbox",
        "inbox get receive newsletter newsletters alerts briefing digest",
        r"(?:get|receive|have|let|your|the|our) [^.!?“”\"]{0,120}\b(?:delivered|sent|straight|"
        r"direct(?:ly)?|right|meet|in)\b[^.!?“”\"]{0,30}\binbox\b.{0,80}",
        rf"(?:get|try|receive) (?:our|the [^.!?“”\"]{{1,40}}) (?:free )?(?:daily |weekly |morning |"
        rf"evening )?{_LETTER}.{{0,100}}",
        r"get (?:breaking |the latest )?(?:news )?(?:alerts|updates|headlines)\b[^“”\"]{0,80}"
        r"\b(?:app|phone|inbox|free|e-?mail)\b.{0,60}",
    ),
    rule(
        "subscribers only",
        "subscriber subscribers subscription account trial unlock limit member registered "
        "unlimited "
        "subscribing signing reading articles",
        r"already (?:a |an )?(?:subscriber|member|registered|have an account|subscribed)\b.{0,80}",
        r"(?:this|the full) (?:article|story|content|page) is (?:only |exclusively )?(?:available "
        r")?"
        r"(?:for|to|reserved for) (?:\w+ )?(?:subscribers|members).{0,80}",
        r"start your (?:free )?(?:trial|subscription).{0,80}",
        r"unlock (?:this|unlimited|full|all|more|the full|access)\b.{0,120}",
        r"(?:get|enjoy) unlimited .{0,120}|create (?:a|your) (?:free )?account.{0,120}",
        r"to (?:continue|keep) reading\b.{0,140}",
        r"(?:you[’']ve|you have) (?:reached your (?:\w+ ){0,2}limit|used all|read your|\d+ (?:free "
        r")?articles?)\b.{0,120}",
        r"thank(?:s| you) for (?:subscribing|signing up|reading(?=\Z| (?:our|the|this|us|and)\b)|"
        r"your subscription|registering|"
        r"being a (?:member|subscriber))(?: .{0,60})?",
        r"become a (?:paid |monthly |sustaining )?(?:member|subscriber|supporter|patron)"
        r"(?: (?:today|now|for|to (?:support|read|get|access|unlock)|and (?:support|help|get))"
        r"\b.{0,120})?",
        r"manage (?:your )?subscription.{0,40}",
    ),
    rule(
        "get the app",
        "app",
        r"(?:download|install|get|try) (?:the|our)\b[^.!?“”\"]{0,60}\bapp\b.{0,60}",
    ),
    rule(
        "never miss",
        "miss",
        r"(?:never|don[’']t) miss (?:a|an|another|out|our|any) (?:story|beat|update|episode|"
        r"article|"
        r"post|on)(?: .{0,100})?",
    ),
    rule(
        "mail footer",
        "sent receiving unsubscribe browser forwarded preferences",
        r"sent from my\b.{0,40}|you are receiving this\b.{0,200}",
        r"(?:to )?unsubscribe(?:,? (?:here|click|at any time|from (?:this|these|our|all)\b)"
        r".{0,100})?",
        r"view (?:in|this)\b.{0,60}browser.{0,20}|(?:update|manage) your (?:e-?mail "
        r")?preferences.{0,60}",
        r"(?:begin )?forwarded message",
    ),
    rule(
        "mail header",
        "from to cc bcc subject date sent reply",
        r"(?:from|to|cc|bcc|subject|date|reply-to|sent):\s.{0,160}",
        told=True,
    ),
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
JOIN = (*SUBSCRIBE, *TAKE_PART)
