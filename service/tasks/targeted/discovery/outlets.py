"""News outlets and agencies: they report the text and are not what it is about."""

from __future__ import annotations

_LAST = frozenset(
    """times post journal news tribune herald gazette chronicle telegraph guardian mail express
    mirror sun observer courier globe examiner inquirer bulletin dispatch magazine weekly review
    newspaper newspapers press wire radio television tv media online podcast broadcaster""".split()
)
_KNOWN = frozenset(
    """reuters associated-press ap afp bbc cnn nbc cbs abc msnbc npr pbs fox foxnews politico axios
    bloomberg buzzfeed huffpost huffington-post breitbart vox slate wikinews wikipedia twitter
    facebook youtube instagram getty getty-images usa-today univision telemundo al-jazeera tass
    xinhua interfax ria-novosti cnbc c-span itv newsmax newsweek time vice salon forbes fortune
    propublica the-hill the-atlantic the-economist the-intercept the-independent daily-beast
    daily-caller daily-wire national-review agence-france-presse deutsche-welle pa upi ani
    pti""".split()
)


def is_outlet(name: str) -> bool:
    """Whether a name is that of a newspaper, a broadcaster, an agency or a network."""
    words = name.lower().removeprefix("the ").replace(".com", "").split()
    if not words:
        return False
    joined = "-".join(words)
    full = "-".join(name.lower().split())
    return full in _KNOWN or joined in _KNOWN or words[0] in _FIRST or words[-1] in _LAST


_FIRST = frozenset("bbc cnn nbc abc cbs fox msnbc reuters wikinews channel".split())
