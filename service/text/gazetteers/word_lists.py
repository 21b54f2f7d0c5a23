"""Word lists and word forms that names, quotations and topics share."""

from __future__ import annotations

import re

from service.text.alignment import MARKS

# Combining marks belong to the letter before them, and symbols to the word in "C++".
WORD = re.compile(
    rf"[^\W_]+(?:[{MARKS}]+[^\W_]*|[’'\-.][^\W_]+)*(?:(?<=[^\W\d_])[+#]{{1,2}}(?![\w+#]))?"
)

STOPWORDS = frozenset(
    """a about above after again against all almost alone along already also although always am
    among an and another any anybody anyone anything are around as ask at away back be became
    because become been before began behind being below between both but by came can cannot could
    did do does doing done down during each either else enough even ever every everyone
    everything few first for from further gave get go got had has have having he hence her here
    hers herself him himself his how however i if in indeed instead into is it its itself just
    keep last later least less let like made make many may me meanwhile might more moreover
    most much must my myself near neither never nevertheless next no nobody none nor not nothing
    now of off often on once one only onto or other others our ours ourselves out over
    own per perhaps plus quite rather same say says see seem she should since so some somebody
    someone something soon still such take than that the their theirs them themselves then there
    therefore these they thing this those though three through throughout thus to today together
    tomorrow too toward towards two under unless until up upon us use used using very was we well
    were what whatever when where whether which while who whole whom whose why will with within
    without would yes yesterday yet you your yours yourself""".split()
)

CALENDAR = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday january february march april may
    june july august september october november december jan feb mar apr jun jul aug sep sept oct
    nov dec am pm est edt gmt et christmas easter""".split()
)

TITLES = frozenset(
    """mr mrs ms miss dr prof professor sir dame lord lady king queen prince princess pope bishop
    archbishop cardinal rev reverend president vice minister premier chancellor secretary senator
    sen representative rep congressman congresswoman governor gov mayor judge justice attorney
    general gen colonel col major maj captain capt lieutenant lt sergeant sgt admiral commander
    officer chief chairman chairwoman chair director ceo cfo founder coach spokesman spokeswoman
    spokesperson ambassador envoy candidate leader lawmaker analyst economist activist author
    commissioner councillor councilman speaker whip head former ex prime foreign
    defense defence finance interior health state deputy acting interim senior detective sheriff
    inspector superintendent dean provost rabbi imam ayatollah sheikh""".split()
)

# Those that only occur with another title: "Defense Minister", "former mayor".
ATTRIBUTES = frozenset(
    """vice former ex prime foreign defense defence finance interior health state deputy acting
    interim senior head author""".split()
)

# Words that make a capitalised phrase the name of a body or a thing, not of a person.
ORGANISATION = frozenset(
    """agency army association bank board bureau center centre church city club coalition
    commission committee company congress corp corporation council county court department
    district endowment federation force forces foundation fund government group guard house inc
    institute institution league ltd ministry movement navy network news office organization
    organisation parliament party police post press project school senate service society state
    states times union university war act bill law treaty agreement summit
    region assembly electric motors fire cup games revolution day award prize bowl league series
    show times journal tribune herald magazine report watch hotel festival trial plan deal memo
    crisis program programme office administration campaign
    conference convention treasury reserve mills intelligence surveillance internet""".split()
)

# Words that make it the name of a place.
GEOGRAPHY = frozenset(
    """sea river ocean bay gulf strait coast beach valley island islands peninsula mountain
    mountains hills hill lake county street road avenue square bridge park airport station stadium
    heights springs falls""".split()
)
THINGS = ORGANISATION | GEOGRAPHY

# Small words within a person's name: "Ursula von der Leyen".
PARTICLES = frozenset({"de", "la", "von", "van", "bin", "del", "di", "da", "al"})


def stem(word: str) -> str:
    """A crude common form: lower case, without possessive and plural endings."""
    low = word.lower().replace("’", "'")
    low = low.removesuffix("'s").removesuffix("'")
    if len(low) > 4 and low.endswith("ies"):
        return low[:-3] + "y"
    if len(low) > 4 and low.endswith(("ches", "shes", "sses", "xes")):
        return low[:-2]
    if len(low) > 3 and low.endswith("s") and not low.endswith(("ss", "us", "is")):
        return low[:-1]
    return low


def bare(word: str) -> str:
    """The word without a possessive ending, in its own case."""
    for ending in ("’s", "'s"):
        word = word.removesuffix(ending)
    return word
