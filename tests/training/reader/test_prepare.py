"""Each kind of text is labelled by what is known of it."""

from __future__ import annotations

from pathlib import Path

from models.training.reader.data.analyses import Analysis
from models.training.reader.data.labelled import Cluster, LabelledReferences
from models.training.reader.data.sources import Source
from models.training.reader.labels import marks
from models.training.reader.labels.names import NameKinds
from models.training.reader.labels.references import IGNORED, UNKNOWN, Form
from models.training.reader.prepare import Labeller, written_texts
from service.inference.reader.mentions import LABELS
from tests.training.reader import samples

TEXT = "Mayor was good and the council was bad"
PARTS = {"Mayor": "PROPN", "council": "NOUN", "the": "DET"}
ROW = {"attributions": [{"source": [[0, 5]], "cue": [[6, 9]], "content": [[10, 14]]}]}
GUM = {"mentions": [{"begin": 19, "end": 30, "type": "organization", "cluster": 3}]}


def labeller(root: Path, *labels: LabelledReferences) -> Labeller:
    text, key = TEXT, Source("", "", TEXT).key
    analysis = samples.analysis(text, PARTS, {"Mayor": "PERSON"}, {"the": "council"})
    made: dict[str, Analysis] = {key: analysis}
    kinds = NameKinds([(text, analysis)])
    return Labeller(samples.tokenizer(root), made, kinds, {row.key: row for row in labels})


def test_of_most_texts_only_names_are_known(tmp_path: Path) -> None:
    found = labeller(tmp_path).of_set(Source("wikinews", "1", TEXT))
    assert (found.set, found.kind, found.attributions) == ("wikinews", "", None)
    assert found.references.columns == [LABELS.index("B-person"), *[UNKNOWN] * 7]
    assert found.references.mentions is None


def test_polnear_has_attributions(tmp_path: Path) -> None:
    made = labeller(tmp_path)
    found = made.of_set(Source("polnear", "1", TEXT, ROW))
    assert found.attributions is not None
    assert found.attributions.tags[:3] == [1, 3, 5]
    dev = made.attributed(Source("polnear", "1", TEXT, ROW))
    assert dev.attributions == found.attributions
    assert set(dev.references.columns) == {IGNORED}


def test_gum_has_references(tmp_path: Path) -> None:
    found = labeller(tmp_path).of_set(Source("gum", "1", TEXT, GUM))
    assert found.kind == "gum"
    assert [mention.referent for mention in found.references.mentions or ()] == [3]
    assert LABELS[found.references.columns[5]] == "I-nominal"


def test_annotators_labels_are_found_by_the_text(tmp_path: Path) -> None:
    source = Source("wikinews", "1", TEXT)
    clusters = [Cluster("person", "Mayor", [(0, 5)])]
    row = LabelledReferences("9", "wikinews", source.key, 1, clusters, [(19, 30)])
    found = labeller(tmp_path, row).of_set(source)
    assert found.kind == "labels"
    assert [m.form for m in found.references.mentions or ()] == [Form.NAME, Form.NOMINAL]
    assert found.references.columns[4:6] == [IGNORED, IGNORED]  # in no cluster


def test_a_written_text_has_both(tmp_path: Path) -> None:
    marked = "{s [1:p Mayor] s} {q was q} {c good c} and [2:o the council] was bad"
    assert marks.read(marked).text == TEXT
    found = labeller(tmp_path).written(Source("written_reader", "w", marked))
    assert found.kind == "marks"
    assert found.attributions is not None
    assert found.attributions.tags[:4] == [1, 3, 5, 0]
    assert [m.referent for m in found.references.mentions or ()] == [1, 2]


def test_the_written_texts_are_of_their_set() -> None:
    assert {source.set for source in written_texts("texts")} == {"written_reader"}
    assert len(list(written_texts("texts_unseen"))) == 30
