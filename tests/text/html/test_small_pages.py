"""What a reader sees of a page is read, and nothing else."""

from __future__ import annotations

import pytest

from service.text.html import extract
from tests.text.html.small import CASES, Case


@pytest.mark.parametrize("case", CASES, ids=[case[0] for case in CASES])
def test_what_is_seen_is_read(case: Case) -> None:
    _, page, has, lacks = case
    text = extract(page).text
    assert [part for part in has if part not in text] == []
    assert [part for part in lacks if part in text] == []
