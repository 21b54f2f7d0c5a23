"""Headlines with a speaker: before a colon, after one, and after a comma."""

from __future__ import annotations

import pytest

from tests.real_reading import RealReader
from tests.text.attribution.reading import of_text, read_by

_BODY = "\n\nRita Holm spoke in Portvale on Monday about her plans for the next four years."


@pytest.mark.parametrize(
    ("headline", "speaker"),
    [
        ("Holm: Mend the old quay", "Rita Holm"),
        ("Rita Holm: Mend the Old Quay", "Rita Holm"),
        ("Old quay will cost more: minister", "minister"),
        ("Old quay: a history", None),
        ("Old quay closes for a year", None),
    ],
)
def test_headlines(headline: str, speaker: str | None) -> None:
    assert of_text(headline + _BODY)[0] == speaker


READ = (
    ("The quay is a shame, Holm says", "Rita Holm"),
    ("Holm Says Old Quay Is a Shame", "Rita Holm"),
    ("Old quay is unsafe, report finds", "report"),
)


@pytest.mark.models
def test_headlines_by_the_reader(reader: RealReader) -> None:
    for headline, speaker in READ:
        assert read_by(reader, headline + _BODY) == [speaker, None], headline
