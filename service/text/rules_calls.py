"""Rules for lines that ask the reader to do something: read on, subscribe, share, give, buy."""

from __future__ import annotations

from service.text.block_rules import Place, Reach, rule
from service.text.document import BlockKind

_SITE = (
    r"(?:twitter|facebook|instagram|linkedin|youtube|tiktok|telegram|whatsapp|threads|mastodon|"
    r"bluesky|snapchat|pinterest|reddit|social media|x)\b"
)
_LETTER = (
    r"(?:newsletters?|channels?|podcasts?|e-?mails?|alerts?|updates?|briefings?|mailing lists?|"
    r"feeds?|digests?|notifications?|inbox|roundups?|magazine|membership|app)\b"
)
_HERE = r"(?:here|below|above|(?:at|on|via) (?:this|the) (?:link|page)|online)"
_LABEL = (
    r"(?:(?:also|more|read|watch|listen|related|see|hear)(?: (?:on|from|in|at) (?-i:[A-Z])[\w ]{1,24})|"
    r"(?:more )?related(?: (?:stor(?:y|ies)|articles?|coverage|content|news|links?|reading|video|"
    r"topics?|posts?))?|see also|read(?: also| next| this| more)?|also read|must[ -](?:read|watch)|"
    r"watch(?: also| now| next| live| this)?|listen(?: now)?|more(?: news| here)?|photos?|pictures|"
    r"gallery|slideshow|in pictures|full coverage|further reading|recommended(?: reading)?|"
    r"trending(?: now)?|most (?:read|popular)|popular|up next|don[’']t miss|you may (?:also )?like|"
    r"from the archives?|archive|explore more|learn more|find out more)"
)

CALLS = (
    rule(
        "read more",
        "read see learn watch hear find discover view",
        r"(?:(?:please )?(?:read|see|learn|watch|hear|find out|discover|view) more"
        r"(?:\Z|\W{0,3}[:|»>–—]|\W{1,3}(?:about|on|from|at|in|via|here|below|of (?:our|this|the)|"
        r"news|stories|coverage|opinion|photos|videos?)\b[^“”\"]{0,140}\Z))",
    ),
    rule(
        "pointer",
        "here below above link online",
        r"(?:you can |please )?(?:read|see|watch|listen|view|hear|check out|download|scroll|tap|"
        r"click|subscribe|sign up|register|find out|find|take a look at|catch up)\b"
        rf"[^.!?;“”\"]{{0,140}}\b{_HERE}\Z",
    ),
    rule(
        "see our",
        "see read watch check visit browse view explore listen",
        r"(?:see|read|watch|check out|visit|browse|view|explore|listen to) (?:all )?"
        r"(?:our|the latest|the full|more of our)\b[^.!?;“”\"]{0,120}"
        r"\b(?:website|site|page|coverage|guide|collection|archive|policy|guidelines|rules|terms|"
        r"stories|podcast|episode|newsbrief|here|video|videos|report|interview|series|list|catalog|"
        r"live ?blog|live updates|newsletter|edition)\b[^.!?“”\"]{0,50}\Z",
    ),
    rule(
        "see it at an address",
        "here http https www online",
        r"[^“”\"]{0,180}\b(?:is|are) (?:available )?(?:here|online(?: at)?)\W{0,3}https?://\S{1,200}\Z",
    ),
    rule(
        "where to read",
        "full latest video list results read watch see catalog index http https www",
        r"(?:read|watch|see|find|view|listen to) (?:the |our |his |her |this |all )?[^.!?“”\"]{0,120}"
        r"(?:\bat|\bon|:)\s?\W{0,2}(?:https?://|www\.|<a href)\S{0,200}[^“”\"]{0,60}\Z",
    ),
    rule(
        "latest video",
        "latest",
        r"watch the latest (?:videos?|news)\b[^“”\"]{0,120}\Z",
    ),
    rule(
        "for more",
        "for below",
        r"(?:for|want|looking for|need) (?:more|further|additional|full|complete|the latest|all the latest)\b"
        r"(?! than)[^“”\"]{0,120}?\W(?:please )?(?:visit|see|go to|click|contact|call|follow|sign up|check|"
        r"read|subscribe|head|e-?mail|tune|listen|watch|download|log on|consult)\b.{0,160}\Z|"
        r"(?:see|visit|check|consult) [^.!?“”\"]{2,80} for (?:more|further|full|additional) (?:details|information)\Z|"
        r"(?:read|see|scroll) below\b[^“”\"]{0,80}\Z",
    ),
    rule(
        "for information contact",
        "information inquiries enquiries interviews requests",
        r"(?:for )?(?:more information|further information|information|(?:media|press|all|general) "
        r"(?:inquiries|enquiries|queries|requests)|interviews?)(?:\Z|\W{1,3}(?:please )?(?:contact|call|e-?mail|:)|:)"
        r".{0,200}\Z",
    ),
    rule(
        "contact lines",
        "contact contacts",
        r"(?:(?:media|press|news|investor|public|editorial)(?: relations)? )?contacts?"
        r"(?:\Z|(?: (?:information|details|us|person))?\W{0,2}[:|–—]|"
        r" (?:us|him|her|them|the (?:author|writer|reporter|editor|newsroom)|(?-i:[A-Z])[\w.’' -]{1,40})"
        r" (?:at|on|by|via|directly)\b).{0,200}\Z",
    ),
    rule(
        "click here",
        "click tap clicking",
        r"(?:please )?(?:click|tap)(?:ing)? (?:here|on the (?:link|image|photo|button|arrow)|the (?:link|image|button|bell)|"
        r"through|to (?:enlarge|read|see|subscribe|share|view|play|listen|watch))\b.{0,160}\Z",
    ),
    rule(
        "labelled link",
        "related see read also more watch listen photos photo pictures gallery slideshow coverage must "
        "trending popular recommended next miss like archives archive explore learn find further",
        rf"{_LABEL}\s?[:|»]\s?.{{0,200}}\Z",
    ),
    rule(
        "labelled link below",
        "earlier previously video podcast graphic interactive explainer coverage map timeline poll",
        r"(?:earlier|previously|video|podcast|graphic|interactive|explainer|full coverage|related coverage|"
        r"map|timeline|poll|quiz)\s?[:|].{1,160}\Z|related (?:coverage|video)\b.{0,200}\Z",
        place=Place.BELOW,
    ),
    rule(
        "upper-case link",
        "read watch see related click more sign",
        r"(?-i:(?:READ|WATCH|SEE|RELATED|CLICK|MORE|SIGN UP|SUBSCRIBE)\b[^a-z]{2,60}).{0,120}\Z",
        place=Place.BELOW,
    ),
    rule(
        "follow",
        "follow find like join connect twitter facebook instagram page updates",
        rf"(?:(?:please |you can |on twitter )?(?:follow|find|like|join|connect with|chat with|visit) "
        rf"[^.!?“”\"]{{1,90}}\bon {_SITE}.{{0,100}}|"
        r"(?:on twitter )?follow [^“”\"]{0,80}(?:@\w{2,}|https?://|#\w{2,}).{0,120}|follow @.{0,80}|"
        r"follow (?:us|along|our)\b.{0,120}|(?:like|connect with|find) (?:us|our page)\b.{0,80}|like the page|"
        rf"(?:twitter|facebook|instagram|e-?mail|tel|telephone|phone|fax|web|website)\s?:\s?\S{{1,60}}"
        r"(?:\s\S{1,40}){0,3}|(?:he|she|they) (?:tweets?|can be (?:reached|found|followed|contacted)) (?:at|on|by|via) .{1,120})\Z",
    ),
    rule(
        "subscribe",
        "subscribe sign register signing get receive want newsletter newsletters inbox join",
        r"(?:(?:want [^.!?]{1,80}\? )?(?:please |to get [^.!?“”\"]{1,90}, |be the first to know[:;,.]? )?"
        rf"(?:subscribe|sign[ -]?up|register|signing up|join)\b[^.!?“”\"]{{0,120}}\b{_LETTER}.{{0,120}}|"
        r"(?:subscribe|sign up|register)(?: (?:now|today|here|free|for free|to (?:us|the [A-Z]\w+)))?|"
        r"(?:subscribe|sign up) (?:now|today|here|free|for (?:free|just|only|as little|\$|£|€))\b.{0,120}|"
        rf"(?:get|receive|have|let) [^.!?“”\"]{{0,120}}\b(?:delivered|sent|straight|direct(?:ly)?|right|meet|in)\b[^.!?“”\"]{{0,30}}\binbox\b.{{0,80}}|"
        rf"(?:get|try|receive) (?:our|the [^.!?“”\"]{{1,40}}) (?:free )?(?:daily |weekly |morning |evening )?{_LETTER}.{{0,100}})\Z",
    ),
    rule(
        "subscribers only",
        "subscriber subscribers subscribing subscription account trial unlock limit member members unlimited",
        r"(?:already (?:a |an )?(?:subscriber|member|registered|have an account)\b.{0,80}|"
        r"(?:this|the full) (?:article|story|content|page) is (?:only |exclusively )?(?:available )?(?:for|to|reserved for) "
        r"(?:\w+ )?(?:subscribers|members).{0,80}|start your (?:free )?(?:trial|subscription).{0,80}|"
        r"(?:unlock|get unlimited|enjoy unlimited|create (?:a|your) (?:free )?account).{0,120}|"
        r"(?:to (?:continue|keep) reading|you[’']ve reached|you have reached)\b.{0,140}|"
        r"thank(?:s| you) for (?:subscribing|signing up|reading|your subscription|being a (?:member|subscriber)).{0,60}|"
        r"become a (?:member|subscriber|supporter|patron)\b.{0,140}|manage (?:your )?subscription.{0,40})\Z",
    ),
    rule(
        "share",
        "share email tweet print",
        r"(?:please )?(?:share|e-?mail|tweet|print) (?:this|on|via|the) ?(?:article|story|post|page|link|video|news|"
        r"with|via|to|on|facebook|twitter|x|whatsapp|linkedin|e-?mail)?\b.{0,60}\Z",
    ),
    rule(
        "have your say",
        "know comments comment thoughts think say conversation discussion views opinion tell reply story tips tip letters questions",
        r"(?:(?:please )?(?:share|send|e-?mail) (?:us )?(?:your|any) (?:thoughts|views|opinions?|story|stories|comments?|tips?|letters?|questions?|feedback|photos?|experiences?)"
        r"(?:\Z|.{0,40}\b(?:with us|below|in the comments|to us|at|to \S+@\S+|on our|here).{0,80})|"
        r"send tips?\b.{0,120}|(?:let|tell) us (?:know )?(?:what you think|your (?:thoughts|views)|in the comments|below|what you)\b.{0,120}|"
        r"let us know what you.{0,100}|what do you think\? .{1,120}|leave (?:a|your) (?:comment|reply).{0,60}|(?:post|add|write|view|show|read|hide) (?:a |an |the |all |your |\d+ )?comments?|"
        r"join the (?:conversation|discussion|debate).{0,80}|have your say.{0,80}|"
        r"(?:have|got|do you have) (?:a|any) (?:story|news tip|tip|question|correction|comment|comments)s?\b[^?]{0,60}\?.{0,140}|"
        r"letters? to the editor (?:can|may|should|must|are)\b.{0,140})\Z",
    ),
    rule(
        "get the app",
        "app download install",
        r"(?:download|install|get) (?:the|our)\b[^.!?“”\"]{0,60}\bapp\b.{0,60}\Z",
    ),
    rule(
        "support us",
        "lieu support donate donation donating donations contribution contribute gift help chip backing subscribing coffee",
        r"(?:please |now more than ever,? )?(?:support|help (?:us|keep|fund|support|save)) (?:us|our|this (?:site|website|work)|"
        r"(?:local|independent|quality|public|fearless|nonprofit|non-profit|investigative|free)[\w ,-]{0,30} (?:journalism|news|media|reporting))\b.{0,160}\Z|"
        r"(?:please )?(?:donate|contribute|chip in|give)(?: (?:now|today|here|online|to (?:us|our)|what you can|monthly|as little as)\b.{0,120})?\Z|"
        r"(?:please )?(?:consider|make|making) (?:a |making a |your )?(?:small |monthly |one-off |one-time |tax-deductible |year-end |generous )?"
        r"(?:donation|donating|contribution|contributing|gift|subscribing)\b.{0,140}\Z|buy (?:us|me) a coffee.{0,60}\Z|"
        r"in lieu of flowers\b.{0,500}\Z",
    ),
    rule(
        "survey",
        "vote survey poll",
        r"(?:vote now|take (?:our|the|this|part in our) (?:survey|poll|quiz))\b.{0,100}\Z",
    ),
    rule(
        "advertising",
        "order buy shop promo code shipping offer bestseller amazon tickets",
        r"(?:order|pre-?order|buy|shop)(?: (?:now|today|online|yours|your (?:copy|tickets?)|tickets|here|it (?:now|here|on|at|from)|for (?:only |just )?[$£€]\d)).{0,120}\Z|"
        r"(?:use|enter|with) (?:the )?(?:promo |discount |coupon )?code\b.{0,120}\Z|free shipping\b.{0,80}\Z|limited[ -]time offer.{0,80}\Z|"
        r"[^.!?“”\"]{1,120}\bis available (?:now )?(?:from|on|at|through|via) [^.!?“”\"]{0,40}(?:amazon|bookstores|bookshops|all good|itunes|apple podcasts|spotify)\b.{0,60}\Z",
    ),
    rule(
        "never miss",
        "miss",
        r"(?:never|don[’']t) miss (?:a|an|another|out|our|any) (?:story|beat|update|episode|article|post|on).{0,100}\Z",
    ),
    rule(
        "mail footer",
        "sent receiving unsubscribe browser forwarded preferences",
        r"(?:sent from my\b.{0,40}|you are receiving this\b.{0,200}|(?:to )?unsubscribe\b.{0,120}|"
        r"view (?:in|this)\b.{0,60}browser.{0,20}|(?:update|manage) your (?:e-?mail )?preferences.{0,60}|"
        r"(?:begin )?forwarded message)\Z",
    ),
    rule(
        "mail header",
        "from to cc bcc subject date sent reply",
        r"(?:from|to|cc|bcc|subject|date|reply-to|sent):\s.{0,160}\Z",
    ),
)
PODCAST = rule(
    "this week's episode",
    "podcast episode",
    r"(?:listen to|hear|subscribe to) [^.!?“”\"]{0,120}\b(?:podcast|episode)\b.{0,80}\Z",
    reach=Reach.SENTENCE,
    kind=BlockKind.BOILERPLATE,
)
