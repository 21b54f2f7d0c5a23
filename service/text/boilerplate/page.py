"""Rules for what surrounds an article: navigation, counters, players, photo credits."""

from __future__ import annotations

from service.text.boilerplate.rule import Reach, rule
from service.text.document import BlockKind

_COUNT = (
    r"\d[\d.,]{0,12}\s?[km]?\s?(?:views?|comments?|shares?|likes?|reactions?|retweets?|replies|"
    r"reads?|followers|votes?|claps?|upvotes?|points?|tweets?)"
)
_PICTURE = r"(?:photo|photograph|image|picture|illustration|graphic|screenshot|screengrab|video)"
_NAMES = r"(?:(?-i:[A-Z@])[\w.’'@-]{0,24}+ ?){0,6}"

PAGE = (
    rule(
        "counter",
        "view views comment comments share shares like likes reaction reactions retweets replies "
        "reads followers vote votes claps points tweets kviews kcomments kshares k m",
        rf"(?:{_COUNT}\W{{0,4}}){{1,5}}",
        r"(?:views?|comments?|shares?|likes?|reactions?)\s?[:(]?\s?\d[\d.,]{0,12}k?",
    ),
    rule(
        "reading time",
        "min mins minute minutes",
        r"(?:estimated )?(?:reading time\W{0,3})?\d{1,3}[ -]{0,2}min(?:ute)?s?"
        r"(?:[ -]?(?:read|listen|watch))?(?: time)?(?:\W{1,3}[^.!?]{0,30})?",
    ),
    rule(
        "writer's picture",
        "writer author user profile avatar",
        r"(?:writer|author|user|profile)(?:[’']s)? ?(?:picture|avatar|photo|image)\s?.{0,60}",
        r"avatar(?: of)?\b.{0,60}",
    ),
    rule(
        "jump",
        "skip jump back return go top bottom end",
        r"(?:skip|jump|go|back|return) to (?:the )?(?:main content|main|content|navigation|search|"
        r"footer|top|home|homepage|menu|article|section|comments|results|story)(?: .{0,30})?",
        r"(?:top|bottom|end|back to the top) of (?:the )?page",
        r"skip (?:ad|advertisement|this ad|past newsletter promotion|intro)",
    ),
    rule(
        "advertisement",
        "advertisement advertisements advertising sponsored promoted paid",
        r"(?:advertise?ments?|advertising|(?:sponsored|promoted|paid) (?:content|links|stories|"
        r"story|"
        r"posts?|partnership|advertisement|program)|sponsored|promoted)"
        r"(?:\s?[-–—:|]?\s?(?:(?:story|article|content) continues|continue|scroll|skip|this ad)"
        r"\b.{0,60}|"
        r"\s?[-–—:|].{0,60}| by (?-i:[A-Z])[^,;.!?]{1,40})?",
        r"this (?:ad|advertisement) (?:has not loaded|will end)\b.{0,60}",
    ),
    rule(
        "goes on below",
        "continue continues continued scroll keep read",
        r"(?:(?:story|article|content|post) continues?d?|continued?) (?:below|after|reading)"
        r"\b.{0,60}",
        r"scroll (?:down )?(?:for more|to (?:continue|read|see)|below)\b.{0,60}",
        r"keep reading(?: (?:below|to|for)\b.{0,60})?",
        r"read on (?:for|to)\b.{0,80}",
    ),
    rule(
        "player",
        "replay video playing listen audio transcript player watched watch live play browser "
        "device",
        r"replay more videos\b.{0,40}",
        r"(?:now|currently) playing\b.{0,120}",
        r"listen to (?:this|the) (?:article|story|page|episode)\b.{0,80}",
        r"listen\s?[·:|-]?\s?\d{1,3}:\d\d(?:\s?\d{1,3}:\d\d)?(?: min(?:ute)?s?)?",
        r"(?-i:(?:JUST|MUST) WATCH(?:ED)?)\b.{0,400}",
        r"play (?:audio|video|now|episode)(?: .{0,60})?",
        r"(?:we are sorry, ?)?(?:this|the) video (?:is|cannot|can[’']t|has|file)\b[^“”\"]{0,60}"
        r"\b(?:restricted|unavailable|be played|loaded|playing|private|removed|available)\b.{0,80}",
        r"(?:your |this )?(?:browser|device) (?:does not|doesn[’']t) support\b.{0,100}",
        r"video (?:player|duration|transcript|caption)\b.{0,100}",
        r"(?:unable to|cannot) (?:load|play) (?:the )?(?:video|media|audio)\b.{0,60}",
        r"(?:hide|show|read|view|see|click for) (?:full |the )?(?:full )?transcript",
        r"watch (?:it )?live(?: .{0,60})?",
    ),
    rule(
        "filed under",
        "filed tags tag tagged categories category topics topic keywords posted hashtags labels "
        "section",
        r"(?:(?:filed|posted) (?:under|in)|tags?|tagged(?: (?:with|as|in|under))?|categor(?:y|ies)|"
        r"topics?|keywords?|hashtags|labels|more (?:in|on|about) this topic|section)\s?[:|–—]\s?"
        r"(?-i:[A-Z#\d\W]|[a-z][\w -]{0,30}(?:,|\Z)).{0,240}",
        r"(?:filed under|posted in) (?-i:[A-Z])[^.!?;]{1,60}",
        r"tagged (?:with |as )?(?-i:[a-z#][\w-]{1,20}(?:, [\w -]{1,20}){0,12})",
    ),
    rule(
        "retrieved from",
        "retrieved archived accessed",
        r"(?:retrieved|archived|accessed) (?:from|on|at)\b[^.!?]{0,60}[\"“]?https?://.{0,200}",
        attributed=True,
    ),
    rule("hat tip", "h hat", r"(?:h/t/?|hat tip)\b.{0,80}"),
    rule(
        "tags without text",
        "tweet iframe embed div script blockquote",
        r"(?:<[^<>]{1,300}>?\s?){1,8}",
    ),
    rule(
        "slides",
        "of photo slide image picture page",
        rf"(?:{_PICTURE}|slide|page)?\s?\d{{1,3}} ?(?:of|/) ?\d{{1,3}}(?: ?[|:·–-][^.!?]{{0,40}})?",
    ),
    rule(
        "image label",
        "image caption enlarge copyright toggle media fullscreen zoom close view open",
        r"(?:close|enlarge|view|hide|open) (?:this )?(?:image|caption|photo)\b.{0,300}",
        r"toggle caption\b.{0,200}",
        r"image (?:source|copyright|caption|credit)\b.{0,500}",
        r"media (?:caption|playback is (?:unsupported|not supported))\b.{0,500}",
        r"(?:click|tap) to (?:enlarge|expand|zoom).{0,60}",
        r"image may contain\b.{0,200}",
        kind=BlockKind.CAPTION,
        attributed=True,
    ),
    rule(
        "video label",
        "close",
        r"(?-i:CLOSE (?=[A-Z][a-z])).{0,500}",
        kind=BlockKind.CAPTION,
        reach=Reach.BLOCK,
        attributed=True,
    ),
    rule(
        "from file",
        "file",
        r"(?-i:FILE)(?: (?:PHOTO|IMAGE|VIDEO))?\s?[-–—:]\s?.{1,600}",
        r"file (?:photo|image|picture)(?:\s?[-–—:]\s?.{1,300})?",
        r"[^“”\"]{3,160}[;,.] ?(?:from file|file (?:photo|image|picture))(?:, (?:circa )?\d{4})?",
        kind=BlockKind.CAPTION,
        attributed=True,
    ),
    rule(
        "credit",
        "photo photos photograph photographs photography image images picture pictures "
        "illustration "
        "graphic video credit credits courtesy cover screenshot screengrab pictured above below "
        "left right",
        rf"(?:(?:cover|lead|main|featured|top|file|stock|composite) )?{_PICTURE}s?\s?"
        r"(?:credits?|by|courtesy(?: of)?|via|from|source)?\s?[:|]\s?"
        r"(?-i:[A-Z@©\d(]|[a-z][\w-]*(?:\.|/)\w)[^.?;]{0,80}(?:\.[a-z]{2,8})?",
        rf"(?:{_PICTURE}|photography)s? (?:by|courtesy|credit|via|©|from|provided by|supplied(?: "
        rf"by)?):? ?"
        r"(?:of )?(?-i:[A-Z@©])[\w.’'@-]{0,24}+(?:[ ,/&|]{1,3}(?:(?-i:[A-Z@])[\w.’'@-]{0,24}+|and|"
        r"for|of|the|via)){0,8}",
        r"(?:pictured|above|below|from left|left|right)\s?:\s?.{1,200}",
        r"(?:an? )?(?:file|handout|undated|courtesy|aerial|archive) (?:photo|image|picture)s?"
        r"(?: (?:of|from|shows?|provided)\b[^.!?]{0,100})?",
        r"cover\s?[:|]\s?(?-i:[A-Z]).{1,300}",
        r"(?:photo |image |picture )?credits?\s?[:|]\s?.{1,100}",
        r"courtesy (?:of )?(?:the )?(?-i:[A-Z])[\w.’'@-]{0,24}+(?:[ ,/&]{1,2}(?:(?-i:[A-Z])"
        r"[\w.’'-]{0,24}|and|of|the)){0,8}",
        rf"{_PICTURE}s?",
        rf"{_PICTURE}s? (?-i:[a-z][\w-]{{0,30}}\.[a-z]{{2,12}})\s?\|?",
        kind=BlockKind.CAPTION,
    ),
    rule(
        "agency credit",
        "getty reuters ap afp shutterstock associated bloomberg epa istock istockphoto unsplash "
        "wikimedia pixabay alamy flickr nurphoto pexels dreamstime upi pa",
        rf"{_NAMES}(?:/|(?:via|for|,) ?)?\s?(?:getty(?: images)?|reuters(?:/.{{1,60}})?|"
        r"(?:the )?associated press|ap(?: photo| images)?(?:/.{1,60}|,.{1,30})?|"
        r"afp(?: via getty images|/getty(?: images)?)?|shutterstock|bloomberg(?: via getty "
        r"images)?|"
        r"epa(?:-efe)?|istock(?:photo)?|unsplash|wikimedia(?: commons)?|pixabay|"
        r"alamy(?: stock photo)?|flickr|pexels|dreamstime|nurphoto(?: via getty images)?|upi|"
        r"pa(?: wire| images| media)?)(?:/.{1,60})?(?:,? (?:file|pool))?",
        kind=BlockKind.CAPTION,
    ),
)
