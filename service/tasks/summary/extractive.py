"""Extractive summaries: the sentences of the article that tell it best, in its own order."""

from __future__ import annotations

from collections.abc import Sequence

from service.inference.protocol import Embeddings
from service.tasks.annotations import Annotations, NameAnnotations
from service.tasks.headline import headline_of
from service.tasks.spec import TaskOutput
from service.tasks.summary.candidates import Candidate, find_candidates
from service.tasks.summary.choose import Limits, SentenceWords, choose
from service.tasks.summary.features import sentence_features
from service.tasks.summary.focus import focused
from service.tasks.summary.gist import find_gist, text_of
from service.tasks.summary.naming import insertions, link_left_out, text_with
from service.tasks.summary.options import SENTENCES, SummaryMethod, SummaryOptions
from service.tasks.summary.ranking import WEIGHTS, Ranks, probabilities, rank
from service.tasks.summary.results import Gist, Inserted, Summary, SummarySentence
from service.tasks.warnings import Warning, WarningCode, document_warnings
from service.text.document import Document, Sentence
from service.text.headlines import bounded
from service.text.span import Span

METHOD: SummaryMethod = "extractive"


async def pick_sentences(annotations: Annotations, options: SummaryOptions) -> TaskOutput[Summary]:
    """The sentences that a careful reader would choose. Raises `EngineError`.

    Each sentence is ranked by its features, and `choose` picks by rank and novelty. Captions,
    headings and boilerplate are never picked. Names are inserted where a picked sentence has "he"
    or "the company" for somebody whom the summary has not named.
    """
    info = annotations.engine.info("embedding", annotations.call.profile)
    warnings = document_warnings(annotations.document)
    if not annotations.content:
        return TaskOutput(Summary.of(info, METHOD), tuple(warnings))
    words = sum(len(s.clean.split()) for s in annotations.content)
    limits = _limits(options, words)
    whole = _too_short(len(annotations.content), words, limits)
    if whole:
        message = "The text is no longer than the summary asked for; it is returned whole."
        warnings.append(Warning.of(WarningCode.TEXT_TOO_SHORT, message))
    if whole and not options.gist:
        picked = await annotations.aside(_without_repetition, annotations.content)
        found = [_as_posted(annotations.content[i], n) for n, i in enumerate(picked, 1)]
        return TaskOutput(Summary.of(info, METHOD, found), tuple(warnings))
    article = await _ranked(annotations)
    ranks = article.ranks
    if options.focus is not None:
        ranks, told = await focused(annotations, ranks, options.focus)
        warnings += told
    chosen = await annotations.aside(article.choose, ranks, Limits() if whole else limits)
    found = await annotations.aside(article.sentences, chosen, ranks)
    gist = await annotations.aside(article.gist, ranks) if options.gist else None
    return TaskOutput(Summary.of(info, METHOD, found, gist), tuple(warnings))


def _limits(options: SummaryOptions, words: int) -> Limits:
    wanted = options.word_limit(words)
    count = None if wanted is not None else options.sentences or SENTENCES
    return Limits(count, wanted)


def _too_short(sentences: int, words: int, limits: Limits) -> bool:
    return sentences <= limits.count if limits.count is not None else words <= (limits.words or 0)


def _without_repetition(content: Sequence[Sentence]) -> list[int]:
    """The positions of the sentences, those left out that were said before."""
    said: set[frozenset[str]] = set()
    kept = []
    for position, sentence in enumerate(content):
        words = frozenset(sentence.clean.lower().split())
        if words not in said:
            kept.append(position)
        said.add(words)
    return kept


async def _ranked(annotations: Annotations) -> RankedArticle:
    vectors = await annotations.vectors()
    names = await annotations.names()
    headline = headline_of(annotations.document)
    heading = None
    if headline is not None:
        embedded = await annotations.engine.embed([bounded(headline.text)], annotations.call)
        heading = embedded[0]
    return await annotations.aside(
        RankedArticle, annotations.document, annotations.content, names, vectors, heading
    )


class RankedArticle:
    """The sentences of an article with their ranks.

    Attributes:
        ranks: log odds of each sentence of the content, shape (n,).
    """

    def __init__(
        self,
        document: Document,
        content: Sequence[Sentence],
        names: NameAnnotations,
        vectors: Embeddings,
        heading: Embeddings | None,
    ) -> None:
        self._document, self._content, self._vectors = document, content, vectors
        self._candidates: list[Candidate] = find_candidates(document, content, names)
        features = sentence_features(content, self._candidates, names, vectors, heading)
        self.ranks = rank(features, WEIGHTS)

    def choose(self, ranks: Ranks, limits: Limits) -> list[int]:
        """Positions of the chosen sentences, the best first."""
        lengths = [c.words for c in self._candidates]
        if limits.words is not None and limits.words < min(lengths):
            # A budget that is smaller than any sentence still gives one whole sentence.
            limits = Limits(count=1)
        wordings = [SentenceWords.of(s.clean) for s in self._content]
        return choose(self._candidates, wordings, self._vectors, ranks, limits)

    def sentences(self, chosen: Sequence[int], ranks: Ranks) -> list[SummarySentence]:
        """The chosen sentences in text order, with the names that they need."""
        order = {position: n for n, position in enumerate(chosen, 1)}
        scores = probabilities(ranks)
        needs = [c.needs for c in self._candidates]
        named = insertions(self._document, needs, chosen)
        found = []
        for i in sorted(order):
            sentence = self._content[i]
            link = link_left_out(needs, order, i)
            span = Span(link.end, sentence.span.end) if link else sentence.span
            found.append(
                SummarySentence(
                    text=text_with(self._document, span, named[i]),
                    rank=order[i],
                    score=float(scores[i]),
                    support=1.0,
                    sources=[span],
                    inserted=[Inserted(text=one.text, replaces=one.span) for one in named[i]],
                )
            )
        return found

    def gist(self, ranks: Ranks) -> Gist:
        """The article in one short sentence."""
        found = find_gist(self._document, self._content, self._candidates, ranks)
        return Gist(text=text_of(self._document, found), sources=list(found.parts))


def _as_posted(sentence: Sentence, rank_: int) -> SummarySentence:
    return SummarySentence(
        text=sentence.clean, rank=rank_, score=1.0, support=1.0, sources=[sentence.span]
    )
