"""Words of English that no text adds to: articles, prepositions, auxiliaries and the like."""

from __future__ import annotations

DETERMINERS = frozenset(
    """the a an this these those my your his her its our their every each some any no all both
    another such whose many most few more less enough several""".split()
)
# They are the subject of the verb after them.
SUBJECT_PRONOUNS = frozenset(
    """i you he she it we they there everyone everybody someone somebody nobody anyone anybody
    everything nothing something anything""".split()
)
PRONOUNS = SUBJECT_PRONOUNS | frozenset(
    """me him her us them himself herself itself themselves ourselves yourself myself one""".split()
)
PREPOSITIONS = frozenset(
    """of in on at for from with without by to into onto over under between among against
    about around through during within toward towards across behind beyond near off out
    up down per via despite upon amid along outside inside beside besides except""".split()
)
CONJUNCTIONS = frozenset({"and", "or", "but", "nor", "&"})
# They open a clause whose verb is not that of the sentence.
RELATIVES = frozenset({"who", "which", "that", "whom"})
SUBORDINATORS = frozenset(
    """whether if because although though unless while when where why how what whoever whatever
    wherever before after since until as than once""".split()
)
MODALS = frozenset(
    """will would can could shall should may might must cannot ought won't wouldn't can't
    couldn't shouldn't mustn't shan't needn't gonna""".split()
)
FINITE = frozenset(
    """is are was were am has have had does do did isn't aren't wasn't weren't hasn't
    haven't hadn't doesn't don't didn't ain't""".split()
)
AUXILIARIES = MODALS | FINITE
NON_FINITE = frozenset({"be", "been", "being", "not", "having"})
ADVERBS = frozenset(
    """not never always often still also just only ever even soon now again already really
    simply actually rarely seldom hardly almost merely well here today too rather
    perhaps long longer much abroad""".split()
)
# "he's", "they're", "there's": a pronoun and its verb.
CONTRACTED = ("'s", "'re", "'ve", "'ll", "'d", "'m")
