"""Rules for lines that ask the reader to do something: read on, subscribe, share, give, buy."""

from __future__ import annotations

from service.text.block_rules import Place, rule

_SITE = (
    r"(?:twitter|facebook|instagram|linkedin|youtube|tiktok|telegram|whatsapp|threads|mastodon|"
    r"bluesky|snapchat|pinterest|reddit|social media|x)\b"
)
_LETTER = (
    r"(?:newsletters?|channels?|podcasts?|e-?mails?|alerts?|updates?|briefings?|mailing lists?|"
    r"feeds?|digests?|notifications?|inbox|roundups?|magazine|membership|app)\b"
)
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
_OURS = (
    r"(?:work|journalism|journalists|reporting|reporters|newsroom|site|website|station|mission|"
    r"team|"
    r"magazine|newspaper|coverage|nonprofit|channel|podcast|writers|publication|newsletter)"
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
        told=True,
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
        told=True,
    ),
    rule(
        "click here",
        "click tap clicking",
        r"(?:please )?(?:click|tap)(?:ing)? (?:here|on the (?:link|image|photo|button|arrow)|"
        r"the (?:link|image|button|bell)|through|"
        r"to (?:enlarge|read|see|subscribe|share|view|play|listen|watch))\b.{0,160}",
    ),
)
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
        "enter order buy shop promo code shipping offer amazon tickets bookstores bookshops "
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
        r"free shipping(?: (?:on|for|with|over|when)\b.{0,80})?|limited[ -]time (?:offer|deal)"
        r".{0,80}",
        r"[^.!?“”\"]{1,120}\bis available (?:now )?(?:from|on|at|through|via) [^.!?“”\"]{0,40}"
        r"(?:amazon|bookstores|bookshops|all good|itunes|apple podcasts|spotify)\b.{0,60}",
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
CALLS = (*READ_ON, *SUBSCRIBE, *TAKE_PART, *CONTACT)
