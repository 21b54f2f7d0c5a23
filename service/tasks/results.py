"""What tasks return. Spans are code points of the posted text; the web layer renders them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from service.inference.protocol import ModelInfo
from service.text.document import BlockKind
from service.text.normalization.normalize import normalized
from service.text.span import Span


class WarningCode(StrEnum):
    """Stable codes; nothing that limits a result stays silent."""

    LANGUAGE_UNSUPPORTED = "LanguageUnsupported"
    TARGET_NOT_FOUND = "TargetNotFound"
    LOW_CONFIDENCE = "LowConfidence"
    TEXT_TOO_SHORT = "TextTooShort"
    NO_CONTENT = "NoContent"  # only headings, captions or boilerplate were found
    UNSUPPORTED_SUMMARY = "UnsupportedSummary"  # drafted sentences that had to go
    PASSAGES_SAMPLED = "PassagesSampled"  # more passages than are scored for one target


@dataclass(frozen=True, slots=True)
class Warn:
    """A warning of a result; `target` is the target's id (or text) where it is about one."""

    code: WarningCode
    message: str
    target: str | None = None


@dataclass(frozen=True, slots=True)
class Scored:
    """A label with its distribution. `confidence` is the probability of the label.

    `score` runs from -1 to 1 (negative/against to positive/favor): the expected value of
    the distribution's poles. `distribution` maps every model label to its probability.
    """

    label: str
    score: float
    confidence: float
    distribution: dict[str, float]


class HolderKind(StrEnum):
    AUTHOR = "author"
    SPEAKER = "speaker"


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose words a piece of evidence is: the author's or a quoted or reported speaker's.

    `name` and `span` are None for the author, and for a speaker who is not named nearby.
    """

    kind: HolderKind
    name: str | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage that bears on a target, with its own scores. `weight` (0..1) ranks it."""

    span: Span
    scored: Scored
    holder: Holder
    weight: float


class TargetKind(StrEnum):
    ENTITY = "entity"
    TOPIC = "topic"
    CLAIM = "claim"


class TargetOrigin(StrEnum):
    GIVEN = "given"
    DISCOVERED = "discovered"


@dataclass(frozen=True, slots=True)
class Target:
    """What stance or sentiment is about. `salience` (0..1) says how central it is."""

    text: str
    kind: TargetKind
    origin: TargetOrigin = TargetOrigin.GIVEN
    id: str | None = None
    salience: float = 0.0

    @property
    def words(self) -> str:
        """The text normalized and on one line, as models read it and it is looked for."""
        return " ".join(normalized(self.text).split())


@dataclass(frozen=True, slots=True)
class VoiceVerdict:
    """What the author alone says of a target, or the quoted speakers alone."""

    kind: HolderKind
    scored: Scored
    passages: int


@dataclass(frozen=True, slots=True)
class TargetResult:
    """Stance toward, or sentiment of, one target over the whole text.

    `sure` says that the verdict is confident enough to go without a warning, `readable` that
    the text is in a language that the models read.
    `voices` holds the author's verdict and that of the quoted speakers, each where there is
    a passage of theirs.
    """

    target: Target
    scored: Scored
    found: bool
    voices: tuple[VoiceVerdict, ...]
    evidence: tuple[Evidence, ...]
    mentions: tuple[Span, ...]
    sure: bool = True
    readable: bool = True
    left_out: int = 0  # passages beyond those that were scored


@dataclass(frozen=True, slots=True)
class SentenceSentiment:
    """Sentiment of one sentence; `counted` is False for headings, captions and the like."""

    span: Span
    kind: BlockKind
    scored: Scored
    holder: Holder
    counted: bool


@dataclass(frozen=True, slots=True)
class SentimentResult:
    model: ModelInfo
    document: Scored
    sentences: tuple[SentenceSentiment, ...]
    targets: tuple[TargetResult, ...]
    warnings: tuple[Warn, ...]


@dataclass(frozen=True, slots=True)
class StanceResult:
    model: ModelInfo
    targets: tuple[TargetResult, ...]
    warnings: tuple[Warn, ...]


@dataclass(frozen=True, slots=True)
class SummarySentence:
    """A sentence of the summary. `rank` 1 is the most central; `score` and `support` 0..1.

    `support` is how far the sources bear the sentence out: 1.0 when it is verbatim.
    """

    text: str
    rank: int
    score: float
    support: float
    sources: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class SummaryResult:
    model: ModelInfo
    method: str
    text: str
    sentences: tuple[SummarySentence, ...]
    warnings: tuple[Warn, ...]


@dataclass(frozen=True, slots=True)
class AnalysisResult:
    """Any of the three; None where a task was not asked for."""

    summary: SummaryResult | None
    stance: StanceResult | None
    sentiment: SentimentResult | None
