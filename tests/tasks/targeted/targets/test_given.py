"""Targets in a text: rewordings, and who speaks."""

from __future__ import annotations

import pytest

from service.inference.fake_engine import FakeEngine
from service.inference.protocol import Call
from service.tasks.annotations import Annotations
from service.tasks.target import TargetKind, TargetSpec
from service.tasks.targeted.targets.given import given
from service.text.segmentation.builder import build_document
from tests.reading import read_names


def test_a_rewording_stands_within_a_clause() -> None:
    text = "They left Portvale, said a man who knows drone operations. The operation in Portvale."
    document = build_document(text, language="en")
    mentions = read_names(document).mentions.find("Portvale operation")
    assert [document.read(m.span) for m in mentions] == ["operation in Portvale"]


@pytest.mark.parametrize(
    ("target", "kind"),
    [
        ("Ban Zorvan", TargetKind.ENTITY),
        ("nato", TargetKind.ENTITY),
        ("zorvan muntil", TargetKind.ENTITY),
        ("harbour road", TargetKind.ENTITY),
        ("Ban cars", TargetKind.CLAIM),
        ("road", TargetKind.TOPIC),
        ("sea traffic", TargetKind.TOPIC),
    ],
)
async def test_the_names_of_a_text_tell_the_kind(target: str, kind: TargetKind) -> None:
    text = "Then Ban Zorvan met NATO, and Zorvan Muntil said so. The Harbour Road is shut."
    annotations = Annotations(
        build_document(text, language="en"), FakeEngine(), Call(), [TargetSpec(target)]
    )
    assert [t.kind for t in await given(annotations)] == [kind]


async def test_the_kind_that_the_caller_states_stands() -> None:
    spec = TargetSpec("Ana Duarte", kind=TargetKind.TOPIC)
    annotations = Annotations(build_document("Ana Duarte left."), FakeEngine(), Call(), [spec])
    assert [t.kind for t in await given(annotations)] == [TargetKind.TOPIC]
