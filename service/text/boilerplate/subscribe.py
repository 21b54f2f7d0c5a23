"""Rules for lines that ask the reader to subscribe to something or follow somebody."""

from __future__ import annotations

from service.text.boilerplate.rule import rule

_SITE = (
    r"(?:twitter|facebook|instagram|linkedin|youtube|tiktok|telegram|whatsapp|threads|mastodon|"
    r"bluesky|snapchat|pinterest|reddit|social media|x)\b"
)
_LETTER = (
    r"(?:newsletters?|channels?|podcasts?|e-?mails?|alerts?|updates?|briefings?|mailing lists?|"
    r"feeds?|digests?|notifications?|inbox|roundups?|magazine|membership|app)\b"
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
        attributed=True,
    ),
)
