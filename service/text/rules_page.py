"""Rules for what a page has round its article: navigation, counters, players, captions' labels."""

from __future__ import annotations

from service.text.block_rules import Place, rule
from service.text.document import BlockKind

_COUNT = r"\d[\d.,]{0,12}\s?[km]?\s?(?:views?|comments?|shares?|likes?|reactions?|retweets?|replies|reads?|followers|votes?|claps?|upvotes?|points?|tweets?)"

PAGE = (
    rule(
        "counter",
        "view views comment comments share shares like likes reaction reactions retweets replies reads followers vote votes "
        "claps points tweets kviews kcomments kshares m k",
        rf"(?:{_COUNT}\W{{0,4}}){{1,5}}\Z|(?:views?|comments?|shares?|likes?|reactions?)\s?[:(]?\s?\d[\d.,]{{0,12}}k?\Z",
    ),
    rule("reading time", "min mins minute minutes", r"(?:estimated )?(?:reading time\W{0,3})?\d{1,3}[ -]{0,2}min(?:ute)?s?[ -]?(?:read|listen|watch)?\b(?: time)?(?:\W{1,3}.{0,40})?\Z"),
    rule("writer's picture", "writer author user profile avatar", r"(?:writer|author|user|profile)(?:[’']s)? ?(?:picture|avatar|photo|image)\s?.{0,60}\Z|avatar(?: of)?\b.{0,60}\Z"),
    rule("jump", "skip jump back top bottom", r"(?:(?:skip|jump|go|back|return) to (?:the )?(?:main|content|navigation|search|footer|top|home|menu|article|section|main content|comments|results)\b.{0,40}|(?:top|bottom|end|back to the top) of (?:the )?page)\Z"),
    rule(
        "advertisement",
        "advertisement advertisements advertising adverts story article continues continued continue scroll sponsored promoted paid",
        r"(?:advertise?ments?|advertising|sponsored(?: (?:content|by|links|stories|post))?|promoted(?: (?:content|stories|by))?|paid (?:content|post|partnership|advertisement))(?:\Z|\s?[-–—:|]?\s?(?:story|article|continue|scroll|content|this|skip|by|from|sponsored|ad)\b.{0,80}\Z|\s?[-–—:|].{0,60}\Z)|"
        r"(?:(?:story|article|content|post) continue[sd]? (?:below|after|reading)|continue(?:d)? (?:reading|below)|scroll (?:down )?(?:for more|to continue|below)|keep reading)\b.{0,80}\Z|this advertisement has not loaded\b.{0,60}\Z",
    ),
    rule(
        "player",
        "media playback watched watch replay video playing listen audio transcript player mute volume autoplay unsupported live play",
        r"(?:replay more videos\b.{0,40}|(?:now|currently) playing\b.{0,120}|"
        r"listen to (?:this (?:article|story|page|episode)|the (?:article|story))\b.{0,80}|listen\s?[·:|-]?\s?\d{1,3}:\d\d(?:\s?\d{1,3}:\d\d)?|"
        r"(?:just|must) watch(?:ed)?\b.{0,400}|play (?:audio|video|now|episode).{0,60}|(?:this|the) video (?:is|cannot|can[’']t|has|file)\b[^“”\"]{0,60}\b(?:restricted|unavailable|be played|loaded|playing|private|removed|longer available)\b.{0,80}|"
        r"we are sorry, ?this video\b.{0,140}|(?:your )?(?:browser|device) does not support\b.{0,100}|video (?:player|duration|transcript|caption|by).{0,100}|(?:unable to|cannot) (?:load|play) (?:the )?(?:video|media|audio)\b.{0,60}|"
        r"(?:hide|show|read|view|see|click for) (?:full |the )?transcript.{0,40}|watch live\b.{0,80})\Z",
    ),
    rule(
        "filed under",
        "filed tags tagged categories category topics keywords posted hashtags labels section",
        r"(?:(?:filed|posted) (?:under|in)|tags?|tagged(?: (?:with|as|in|under))?|categor(?:y|ies)|topics?|keywords?|hashtags|labels|more (?:in|on|about) this topic|sections?|posted in)\s?[:|–—]\s?.{0,240}\Z|(?:filed under|tagged (?:with|as|under)|posted in)\s.{1,200}\Z",
    ),
    rule(
        "hat tip",
        "h hat",
        r"(?:h/t/?|hat tip)\b.{0,80}\Z",
    ),
    rule("embedded markup", "tweet iframe embed div script blockquote", r"(?:<[^<>]{1,300}>?\s?){1,8}\Z"),
    rule("slides", "of photo slide image", r"(?:photo|image|slide|picture)?\s?\d{1,3} (?:of|/) \d{1,3}(?:\W.{0,60})?\Z"),
    # Captions and their labels.
    rule(
        "image label",
        "image caption enlarge copyright toggle media fullscreen thumbnail close",
        r"(?:(?:close|enlarge|view|hide) (?:this )?(?:image|caption|photo)\b.{0,300}|toggle caption\b.{0,200}|image (?:source|copyright|caption|credit)\b.{0,400}|media (?:caption|playback is (?:unsupported|not supported))\b.{0,500}|(?-i:CLOSE (?=[A-Z][a-z])).{0,500}|"
        r"(?:click|tap) to (?:enlarge|expand|zoom).{0,60}|(?:view|open) (?:image|photo) in (?:fullscreen|full screen|gallery|new tab).{0,60}|image may contain\b.{0,200})\Z",
        kind=BlockKind.CAPTION,
    ),
    rule("shown in file", "file", r"(?:(?-i:FILE)(?: (?:PHOTO|IMAGE|VIDEO))?|file (?:photo|image|picture))\s?[-–—:]\s?.{1,600}", kind=BlockKind.CAPTION),
    rule("from file", "file", r"[^“”\"]{3,160}[;,.] ?(?:from file|file (?:photo|image|picture))(?:, (?:circa )?\d{4})?\Z", kind=BlockKind.CAPTION),
    rule(
        "credit",
        "photo photos photograph photographs photography image images picture pictures illustration graphic video credit courtesy cover credits screenshot",
        r"(?:cover |lead |main |featured |top |file |stock )?(?:photo|photograph|image|picture|illustration|graphic|cover|screenshot|screengrab|video)s?\s?(?:credits?|by|courtesy(?: of)?|via|from|source)?\s?[:|]\s?.{1,120}\Z|"
        r"(?:photo|photograph|photography|image|picture|illustration|graphic|screenshot|video)s? (?:by|courtesy|credit|via|©|from|provided by|supplied(?: by)?)\b:? ?(?:of )?(?-i:[A-Z@\W]).{1,100}\Z|"
        r"(?:photo )?credits?\s?[:|]\s?.{1,100}\Z|courtesy (?:of )?(?-i:[A-Z]).{1,80}\Z|(?:photo|image|picture)s?\Z|"
        r"(?:photo|picture|image) (?-i:[a-z][\w-]*\.[a-z]{2,12})\s?\|?\Z",
        kind=BlockKind.CAPTION,
    ),
    rule(
        "agency credit",
        "getty reuters ap afp shutterstock associated bloomberg pool epa istock unsplash wikimedia pixabay alamy flickr nurphoto pexels dreamstime upi",
        r"[(\[]?(?:(?-i:[A-Z@])[\w.’'@-]{0,24}[ ]?){0,6}(?:/| via | for |, )?\s?(?:getty(?: images)?|reuters(?:/.{1,60})?|(?:the )?associated press|ap(?: photo| images)?(?:/.{1,60}|,.{1,30})?|afp(?: via getty images|/getty(?: images)?)?|shutterstock|bloomberg via getty images|"
        r"epa(?:-efe)?|istock(?:photo)?|unsplash|wikimedia(?: commons)?|pixabay|alamy(?: stock photo)?|flickr|pexels|dreamstime|nurphoto(?: via getty images)?|upi)(?:/.{1,60})?(?:,? (?:file|pool))?\Z",
        kind=BlockKind.CAPTION,
    ),
)

# Whole lines, in small letters and without their marks.
LABELS = frozenset(
    """
    home|menu|main menu|search|log in|login|sign in|sign out|log out|sign up|register|my account|account|
    close|next|previous|prev|next article|previous article|next post|previous post|back|print|email|e-mail|
    share|tweet|pin it|save|copy link|link copied|bookmark|comment|comments|reply|report|like|likes|retweet|
    follow|following|subscribe|donate|newsletter|newsletters|loading|show more|see more|see all|view all|
    view more|load more|expand|collapse|more|more news|more stories|facebook|twitter|whatsapp|linkedin|
    instagram|youtube|reddit|tiktok|telegram|pinterest|rss|x|toggle navigation|toggle menu|all posts|
    recent posts|recent articles|recent comments|recent stories|latest posts|latest news|latest stories|
    popular posts|related posts|top stories|most read|most popular|most viewed|most commented|
    trending|trending now|you may like|you may also like|you might also like|you might like|recommended|
    recommended for you|recommended stories|recommended reading|around the web|from around the web|
    from our partners|our partners|partner content|editors' picks|editor's picks|editor's pick|editor's choice|
    editors' choice|staff picks|archives|archive|tags|categories|meta|sitemap|about us|contact us|contact|
    advertise with us|careers|help|faq|terms of use|terms of service|terms and conditions|privacy policy|
    cookie policy|accessibility|ad|ads|advert|adverts|advertisement|advertisements|advertising|sponsored|
    promoted|paid post|read more|read on|continue reading|keep reading|learn more|find out more|click here|
    read next|up next|watch|watch now|listen|listen now|play|pause|mute|video|videos|photos|photo|gallery|
    image|transcript|skip ad|this story|in this article|in this story|on this page|table of contents|contents|
    share this|share this article|share this story|share this post|add a comment|leave a comment|
    leave a reply|post a comment|view comments|show comments|hide comments|write a comment|join the conversation|
    sort by|newest|oldest|best|top comments|not now|no thanks|ok|got it|accept|accept all|decline|skip|
    breaking news|developing story|just in|live updates|full text|abstract|end|ends|the end|letters|
    letters to the editor|dear reader|original post|our original post|embed|permalink|
    sports|sport|football|soccer|baseball|basketball|cricket|tennis|golf|rugby|politics|business|world|
    world news|us news|u.s. news|uk news|technology|tech|entertainment|lifestyle|health|science|travel|
    opinion|opinions|editorial|editorials|op-ed|commentary|analysis|national|international|education|
    environment|culture|arts|weather|obituaries|crime|finance|markets|money|economy|style|food|books|
    movies|music|tv|nation|europe|asia|africa|middle east|americas|features|investigations|exclusive
    """.replace("\n", "").split("|")
)
LABELS = frozenset(" ".join(label.split()) for label in LABELS)
