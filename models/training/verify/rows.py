"""Statements about an article: true ones, corrupted ones, and ones that it does not decide."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from models.training.verify import fusion, people, wording
from models.training.verify.facts import ArticleFacts, SentenceFacts

CONTRADICTED, NOT_IN_TEXT, SUPPORTED = 0, 1, 2
Soft = tuple[float, float, float]

# What is wrong in these may be that the text says otherwise or that it does not say it.
_UNSURE: Soft = (0.4, 0.6, 0.0)
_EITHER: Soft = (0.6, 0.4, 0.0)
_SHARE_TOKENISED = 0.12
_LONGEST = 60  # words of a sentence that is made a statement


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement about an article. `places` are the sentences that it was made from.

    Where `hidden`, these and what resembles them is left out of the premise.
    """

    text: str
    label: int
    kind: str
    places: tuple[int, ...] = ()
    soft: Soft | None = None
    hidden: bool = False


def claims(
    article: ArticleFacts,
    strangers: Sequence[ArticleFacts],
    tails: Sequence[str],
    truths: Sequence[str],
    count: int,
    seed: int,
) -> list[Claim]:
    """About `count` claims about an article, the kinds in turn.

    `strangers` are other articles, `tails` clauses of them, and `truths` statements about this one
    that somebody wrote in other words.
    """
    chance = random.Random(f"{seed}:{article.id}")
    maker = _Maker(article, strangers, tails, truths, chance)
    found: dict[str, Claim] = {}
    tries = 0
    while len(found) < count and tries < 6 * count and maker.usable:
        tries += 1
        claim = chance.choices(maker.makers, maker.weights)[0]()
        if claim is None or len(claim.text.split()) < 4:
            continue
        if chance.random() < _SHARE_TOKENISED:
            claim = Claim(
                fusion.tokenised(claim.text, chance), claim.label, claim.kind, claim.places,
                claim.soft, claim.hidden,
            )  # fmt: skip
        found.setdefault(claim.text, claim)
    return list(found.values())


class _Maker:
    def __init__(
        self,
        article: ArticleFacts,
        strangers: Sequence[ArticleFacts],
        tails: Sequence[str],
        truths: Sequence[str],
        chance: random.Random,
    ) -> None:
        self.article, self.strangers, self.tails, self.truths = article, strangers, tails, truths
        self.chance = chance
        self.usable = [s for s in article.sentences if 5 <= len(s.text.split()) <= _LONGEST]
        table = [
            (self.verbatim, 1.6), (self.true, 4.0), (self.true_pair, 2.2),
            (self.written_truth, 2.0),
            (self.wrong_words, 3.6), (self.wrong_people, 3.6), (self.wrong_truth, 1.2),
            (self.wrong_pair, 0.8),
            (self.hidden, 2.4), (self.added, 1.6), (self.spliced, 1.2), (self.foreign, 0.8),
        ]  # fmt: skip
        self.makers = [make for make, _ in table]
        self.weights = [weight for _, weight in table]

    def pick(self) -> SentenceFacts:
        """A sentence, those at the beginning of the article more often."""
        at = min(self.chance.random(), self.chance.random() + 0.25)
        return self.usable[min(len(self.usable) - 1, int(at * len(self.usable)))]

    def truth(self, sentence: SentenceFacts) -> str:
        """What a sentence says, as it stands or in other words."""
        ways = (
            lambda: fusion.shortened(sentence.text, self.chance),
            lambda: fusion.named(self.article, sentence),
            lambda: fusion.reported(sentence, self.chance),
        )
        made = self.chance.choice(ways)()
        if made is None:
            made = fusion.shortened(sentence.text, self.chance)
        return made or sentence.text

    def verbatim(self) -> Claim:
        sentence = self.pick()
        return Claim(sentence.text, SUPPORTED, "verbatim", (sentence.place,))

    def true(self) -> Claim | None:
        sentence = self.pick()
        made = self.truth(sentence)
        if made == sentence.text:
            return None
        return Claim(made, SUPPORTED, "true", (sentence.place,))

    def true_pair(self) -> Claim | None:
        first, second = self.pick(), self.pick()
        if first.place == second.place:
            return None
        text = fusion.joined(self.truth(first), self.truth(second), self.chance)
        return Claim(text, SUPPORTED, "pair", (first.place, second.place))

    def written_truth(self) -> Claim | None:
        if not self.truths:
            return None
        return Claim(self.chance.choice(self.truths), SUPPORTED, "written")

    def wrong_words(self) -> Claim | None:
        sentence = self.pick()
        base = sentence.text if self.chance.random() < 0.4 else self.truth(sentence)
        return self._changed(base, (sentence.place,))

    def wrong_truth(self) -> Claim | None:
        return self._changed(self.chance.choice(self.truths), ()) if self.truths else None

    def wrong_pair(self) -> Claim | None:
        first, second = self.pick(), self.pick()
        wrong = self._changed(first.text, ())
        if wrong is None or first.place == second.place:
            return None
        pair = (wrong.text, self.truth(second))
        text = fusion.joined(*(pair if self.chance.random() < 0.5 else pair[::-1]), self.chance)
        return Claim(text, CONTRADICTED, f"pair:{wrong.kind}", (first.place, second.place))

    def wrong_people(self) -> Claim | None:
        kind = self.chance.choices(("name", "roles", "speaker", "pronoun"), (4, 3, 2, 1))[0]
        for _ in range(4):
            sentence = self.pick()
            made = people.CHANGES[kind](self.article, sentence, self.chance)
            if made is not None:
                if self.chance.random() < 0.4:
                    made = fusion.shortened(made, self.chance) or made
                soft = None if kind == "roles" else _EITHER if kind == "pronoun" else None
                return Claim(made, CONTRADICTED, kind, (sentence.place,), soft)
        return None

    def hidden(self) -> Claim:
        sentence = self.pick()
        made = self.truth(sentence) if self.chance.random() < 0.8 else sentence.text
        return Claim(made, NOT_IN_TEXT, "hidden", (sentence.place,), hidden=True)

    def added(self) -> Claim | None:
        sentence = self.pick()
        if not self.tails:
            return None
        base = fusion.shortened(sentence.text, self.chance) or sentence.text
        text = fusion.added(base, self.chance.choice(self.tails))
        return Claim(text, NOT_IN_TEXT, "added", (sentence.place,))

    def spliced(self) -> Claim | None:
        first, second = self.pick(), self.pick()
        if first.place == second.place:
            return None
        made = fusion.spliced(first.text, second.text, self.chance)
        if made is None:
            return None
        return Claim(made, NOT_IN_TEXT, "spliced", (first.place, second.place), _UNSURE)

    def foreign(self) -> Claim | None:
        other = self.chance.choice(self.strangers)
        sentences = [s for s in other.sentences if 6 <= len(s.text.split()) <= 40]
        if not sentences:
            return None
        sentence = self.chance.choice(sentences)
        text = sentence.text
        for part in reversed(sentence.parts):  # with names that the article has
            own = self.article.names.get(part.kind)
            if own and self.chance.random() < 0.7:
                text = people.put_name(text, part, self.chance.choice(own))
        return Claim(text, NOT_IN_TEXT, "foreign")

    def _changed(self, text: str, places: tuple[int, ...]) -> Claim | None:
        kinds = list(wording.CHANGES)
        for kind in self.chance.sample(kinds, len(kinds)):
            made = wording.CHANGES[kind](text, self.chance)
            if made is not None and made != text:
                return Claim(made, CONTRADICTED, kind, places)
        return None
