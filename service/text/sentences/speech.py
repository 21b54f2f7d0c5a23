"""Patterns of a reporting clause after a question or an exclamation: "Smith asked"."""

from __future__ import annotations

import re

_SAYING = (
    r"(?:said|says|say|asked|asks|wrote|writes|replied|added|adds|told|tells|shouted|cried|"
    r"wondered|tweeted|exclaimed|yelled|answered|joked|quipped|thought|screamed|demanded|"
    r"continued|whispered)"
)
_WHO_SAYS = (
    r"(?:(?:he|she|they|we|i|it|who|one|everyone|the \w{1,20}|(?:my|his|her) \w{1,20}) "
    rf"(?:\w{{2,12}}ly |also |then )?)?{_SAYING}\b"
)
# "Smith asked", "Mayor Ana Duarte then said".
SPEAKER = re.compile(
    rf"(?:[A-Z][\w’'-]{{0,30}}\.? ){{1,4}}(?:also |then |later )?{_SAYING}\b", re.ASCII
)
# "he asked", "the mayor quietly added".
SPOKEN = re.compile(_WHO_SAYS, re.IGNORECASE)
# The same where nothing more is said. Without quotation marks only this is certain:
# "What a day! he thought."
THOUGHT = re.compile(rf"{_WHO_SAYS}(?=[.,;:!]| to | as |\Z)", re.IGNORECASE)
