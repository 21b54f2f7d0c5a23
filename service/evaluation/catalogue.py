"""The test sets of a data folder and the metric of each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Metric(StrEnum):
    """The main metric of a set."""

    MACRO_F1 = "macro-F1"
    POLES_F1 = "mean F1 of favor and against"  # as SemEval-2016 task 6 does
    ACCURACY = "accuracy"
    PAIRS = "pairs with both sides right"
    ROUGE = "ROUGE-2"
    ATTRIBUTION = "F1 of speakers' sentences"
    MENTIONS = "F1 of mentions"
    MENTIONS_BY_USUAL_NAME = "F1 of mentions by usual name"
    DISCOVERY = "salient share of entities"
    WHOLE_TEXTS = "macro-F1 of stance"
    STABILITY = "verdicts unchanged"
    FACTUALITY = "AUC of what is supported"
    STATEMENTS = "macro-F1 of statements"


@dataclass(frozen=True, slots=True)
class TestSet:
    """One test part. `source` is what a model.toml calls the set's train part.

    `poles_only` excludes neutral rows, `article` means that the texts are whole articles, and
    `news` marks the domain that the calibration is fitted for. `as_filed` uses the target of every
    row unchanged, see `datasets.judged_target`. `fitted` marks a dev part on which the aggregation
    to articles was fitted.
    """

    task: str
    name: str
    path: str
    source: str
    metric: Metric = Metric.MACRO_F1
    news: bool = False
    poles_only: bool = False
    article: bool = False
    as_filed: bool = False
    fitted: bool = False
    focused: bool = False

    __test__ = False  # not a test case for pytest

    def seen_by(self, training: Iterable[str]) -> bool:
        """Whether a model that was trained on the named sets saw this set's train part."""
        return any(name.startswith(self.source) for name in training)


_NEWSMTSC = "open/sentiment/newsmtsc"
_PERSENT = "open/sentiment/persent_dev/dev.jsonl"
_SEESAW = "research/stance/seesaw"
_SEMEVAL = "research/stance/semeval2016_t6"
_SST = "unclear/sentiment/sst5/test.jsonl"
_SUMMARIES = "research/summarisation"
_VAST = "unclear/stance/vast/test.jsonl"

_STANCE = (
    TestSet("stance", "DSE news", "open/stance/dse_news/test.jsonl", "DSE news", news=True),
    TestSet("stance", "SEESAW sentences", f"{_SEESAW}_sent/test.jsonl", "SEESAW", news=True),
    TestSet("stance", "VAST zero-shot", _VAST, "VAST"),
    TestSet("stance", "VAST as filed", _VAST, "VAST", as_filed=True),
    TestSet("stance", "SemEval-2016 A", f"{_SEMEVAL}/test.jsonl", "SemEval-2016", Metric.POLES_F1),
    TestSet(
        "stance",
        "SemEval-2016 B",
        f"{_SEMEVAL}/test_taskB_trump.jsonl",
        "SemEval-2016",
        Metric.POLES_F1,
    ),
    TestSet("stance", "IBM arguments", "open/stance/ibm_argq30k/test.jsonl", "IBM ArgQ"),
    TestSet("stance", "IBM claims", "open/stance/ibm_claim_stance/test.jsonl", "IBM Claim Stance"),
    TestSet("stance", "Perspectrum", "open/stance/perspectrum/test.jsonl", "Perspectrum"),
    TestSet("stance", "IAM claims", "unclear/stance/iam/test.jsonl", "IAM"),
    TestSet("stance", "contrast pairs", "contrast", "contrast pairs", Metric.PAIRS),
    TestSet(
        "stance", "SEESAW articles", f"{_SEESAW}_doc/test.jsonl", "SEESAW", news=True, article=True
    ),
    TestSet("stance", "PerSenT dev articles", _PERSENT, "PerSenT", news=True, article=True),
)
_SENTIMENT = (
    TestSet("sentiment", "NewsMTSC", f"{_NEWSMTSC}/test.jsonl", "NewsMTSC", news=True),
    TestSet(
        "sentiment", "NewsMTSC multi-target", f"{_NEWSMTSC}/test_mt.jsonl", "NewsMTSC", news=True
    ),
    TestSet("sentiment", "EmoBank", "open/sentiment/emobank/test.jsonl", "EmoBank"),
    TestSet(
        "sentiment", "UCI sentences", "open/sentiment/uci_sentences/test.jsonl", "UCI sentences"
    ),
    TestSet("sentiment", "SST-5", _SST, "SST-5"),
    TestSet("sentiment", "SST-5 poles", _SST, "SST-5", Metric.ACCURACY, poles_only=True),
    TestSet(
        "sentiment",
        "Financial PhraseBank",
        "research/sentiment/fpb/test.jsonl",
        "Financial PhraseBank",
        news=True,
    ),
    TestSet(
        "sentiment",
        "Finance headlines",
        "research/sentiment/semeval2017_t5_headlines/test.jsonl",
        "SemEval-2017 headlines",
        news=True,
    ),
    TestSet(
        "sentiment", "TweetEval", "research/sentiment/tweeteval_sentiment/test.jsonl", "TweetEval"
    ),
    TestSet(
        "sentiment",
        "PerSenT dev articles",
        _PERSENT,
        "PerSenT",
        news=True,
        article=True,
        fitted=True,
    ),
)
_SUMMARY = (
    *(
        TestSet("summary", name, f"{_SUMMARIES}/{name.lower()}/test.jsonl", name, Metric.ROUGE)
        for name in ("NEWTS", "FRANK", "REALSumm", "SummEval")
    ),
    TestSet(
        "summary",
        "NEWTS by topic",
        f"{_SUMMARIES}/newts/test.jsonl",
        "NEWTS",
        Metric.ROUGE,
        focused=True,
    ),
)
_GUM = "open/reading/gum/dev.jsonl"
_POLNEAR = "unclear/reading/polnear/dev.jsonl"
_READING = tuple(
    TestSet("reading", name, path, name.split()[0], metric, news=True, article=True)
    for name, path, metric in (
        ("PolNeAR dev attribution", _POLNEAR, Metric.ATTRIBUTION),
        ("GUM dev mentions", _GUM, Metric.MENTIONS),
        ("GUM dev mentions by usual name", _GUM, Metric.MENTIONS_BY_USUAL_NAME),
        ("GUM dev discovery", _GUM, Metric.DISCOVERY),
    )
)
_WHOLE_TEXTS = tuple(
    TestSet(
        task,
        name,
        f"{tier}/news/labelled/dev.jsonl",
        "labelled",
        metric,
        news=True,
        article=True,
    )
    for task, metric in (("articles", Metric.WHOLE_TEXTS), ("stability", Metric.STABILITY))
    for name, tier in (("labelled news, dev", "open"), ("labelled opinion, dev", "unclear"))
)
_FACTUALITY = (
    *(
        TestSet("verify", name, f"research/factuality/{folder}/test.jsonl", name.split()[0],
                Metric.FACTUALITY, news=True, article=True)
        for name, folder in (("FRANK CNN/DM", "frank"), ("FRANK XSum", "frank"),
                             ("SummEval judgements", "summeval"))
    ),
    TestSet("verify", "own statements", "open/news/wikinews/raw.jsonl", "own statements, unseen",
            Metric.STATEMENTS, news=True, article=True),
)  # fmt: skip
SETS = _STANCE + _SENTIMENT + _SUMMARY + _READING + _WHOLE_TEXTS + _FACTUALITY
