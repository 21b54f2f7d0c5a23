"""Words that stand alone in a line of a web page: navigation, buttons, sections of a newspaper."""

from __future__ import annotations

_NAVIGATION = """
    home|menu|main menu|search|log in|login|sign in|sign out|log out|sign up|register|my account|
    account|close|next|previous|prev|next article|previous article|next post|previous post|back|
    toggle navigation|toggle menu|sitemap|about us|contact us|contact|advertise with us|careers|
    help|faq|terms of use|terms of service|terms and conditions|privacy policy|cookie policy|
    accessibility|archives|archive|tags|categories|meta|table of contents|contents|on this page|
    in this article|in this story|this story|embed|permalink|print|email|e-mail|share|tweet|pin it|
    save|copy link|link copied|bookmark|report|follow|following|subscribe|donate|newsletter|
    newsletters|loading|show more|see more|see all|view all|view more|load more|expand|collapse|
    more|facebook|twitter|whatsapp|linkedin|instagram|youtube|reddit|tiktok|telegram|pinterest|rss|x|
    not now|no thanks|ok|got it|accept|accept all|decline|skip|read more|read on|continue reading|
    keep reading|learn more|find out more|click here|play|pause|mute|transcript|skip ad
"""
_LISTS = """
    reuse this content|explore more on these topics|reader interactions|related topics|
    more on these topics|more on this topic|suggested stories|suggested reading|
    today's top stories|
    more news|more stories|all posts|recent posts|recent articles|recent comments|recent stories|
    latest posts|latest news|latest stories|popular posts|related posts|top stories|most read|
    most popular|most viewed|most commented|trending|trending now|you may like|you may also like|
    you might also like|you might like|recommended|recommended for you|recommended stories|
    recommended reading|around the web|from around the web|from our partners|our partners|
    partner content|editors' picks|editor's picks|editor's pick|editor's choice|editors' choice|
    staff picks|read next|up next|share this|share this article|share this story|share this post
"""
_TALK = """
    gift article|gift this article|report a typo|report an error|report this ad|
    suggest a correction|copy link|link copied|save article|save for later|bookmark this|
    text size|change text size|comment|comments|reply|like|likes|retweet|add a comment|
    leave a comment|leave a reply|post a comment|view comments|show comments|hide comments|
    write a comment|join the conversation|sort by|newest|oldest|top comments
"""
_PARTS = """
    ad|ads|advert|adverts|advertisement|advertisements|advertising|sponsored|promoted|paid post|
    video|videos|photos|photo|gallery|image|watch|watch now|listen|listen now|breaking news|
    developing story|just in|page|previous story|next story|next up|like loading|loading comments|
    our correspondent|staff reporter|staff report|web desk|news desk|agencies|news agencies|
    live updates|full text|abstract|end|ends|the end|letters|
    letters to the editor|to the editor|since you're here|before you go|a note from our editor|
    a message from our editor|one more thing before you go|dear reader|
    original post|our original post
"""
_SECTIONS = """
    news|jobs|classifieds|puzzles|games|podcasts|events|columns|columnists|cartoons|reviews|
    sports|sport|football|soccer|baseball|basketball|cricket|tennis|golf|rugby|politics|business|
    world|world news|us news|u.s. news|uk news|technology|tech|entertainment|lifestyle|health|
    science|travel|opinion|opinions|editorial|editorials|op-ed|commentary|analysis|national|
    international|education|environment|culture|arts|weather|obituaries|crime|finance|markets|money|
    economy|style|food|books|movies|music|tv|nation|features|investigations|exclusive
"""
# In lower case, with straight apostrophes, without the marks around them.
LABELS = frozenset(
    " ".join(label.split())
    for table in (_NAVIGATION, _LISTS, _TALK, _PARTS, _SECTIONS)
    for label in table.split("|")
)
