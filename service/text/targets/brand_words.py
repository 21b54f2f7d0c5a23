"""Everyday words that are names as well: "Apple lied" does not mean a fruit.

Words of up to four letters are in `short_words.txt`; these are the longer ones. The lists hold
names that news writes about: companies, products, papers, parties, countries, people.
"""

from __future__ import annotations

# With a capital these hardly ever mean the thing itself.
_ALWAYS = frozenset(
    """apple target shell orange oracle alphabet sprint subway amazon python ruby swift turkey china
    mercury phoenix jaguar puma beetle mustang bronco caterpillar blackberry raspberry quaker galaxy
    snickers bounty guess tinder bumble hinge slack kindle twitch steam threads discord
    telegram vanguard fidelity peacock paramount
    trump pence buffalo reading crest corona chase mobile virgin monster coach""".split()
)
# These often mean the thing: they are names only where the text has the capital within a sentence.
_WHERE_NAMED = frozenset(
    """labour reform signal mirror guardian independent observer express
    windows square block stripe progressive major brown baker hunter delta spirit southwest frontier
    emirates prime outlook teams excel office chrome safari edge focus explorer pilot civic accord
    nature science lancet
    politico atlantic nation spectator economist telegraph standard chronicle tribune courier
    gazette sentinel nationals giants jets bears eagles saints patriots dolphins rockets warriors
    kings heat magic thunder lightning""".split()
)


def is_brand(word: str) -> bool:
    """Whether a word, in small letters, is mostly a name where it has a capital."""
    return word in _ALWAYS


def may_be_brand(word: str) -> bool:
    """Whether it is a name where the text gives it a capital within a sentence."""
    return word in _WHERE_NAMED
