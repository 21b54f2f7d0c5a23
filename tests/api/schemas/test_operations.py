"""Operations are derived from the table of tasks."""

from __future__ import annotations

from service.api.schemas.operations import ANALYZE, OPERATIONS, operation
from service.inference.fake_engine import FakeEngine, fake_model
from service.tasks.registry import TASKS
from tests.conftest import ARTICLE, Connect

FIVE = ("very against", "against", "neutral", "favor", "very favor")


def test_there_is_one_for_each_task_and_one_for_all() -> None:
    assert [one.name for one in OPERATIONS] == [*(spec.name for spec in TASKS), "analyze"]
    assert set(ANALYZE.result.model_fields) >= {spec.name for spec in TASKS}
    for spec in TASKS:
        assert issubclass(operation(spec.name).options, spec.options)
        assert operation(spec.name).result.model_fields[spec.name].annotation is spec.result


def test_wanted_tasks_keep_the_order_of_the_table() -> None:
    options = ANALYZE.options.model_validate({"tasks": ["sentiment", "summary"]})
    assert [spec.name for spec, _ in ANALYZE.wanted(options)] == ["summary", "sentiment"]


def test_optional_models_are_told_with_the_place_of_the_option() -> None:
    written = {"method": "abstractive"}
    alone = operation("summary")
    assert alone.optional_models(alone.options.model_validate(written)) == {"/method": "summary"}
    several = ANALYZE.options.model_validate({"summary": written})
    assert ANALYZE.optional_models(several) == {"/summary/method": "summary"}
    unasked = ANALYZE.options.model_validate({"summary": written, "tasks": ["stance"]})
    assert ANALYZE.optional_models(unasked) == {}


async def test_labels_are_the_model_s_own(connect: Connect) -> None:
    engine = FakeEngine(models=[fake_model("stance", FIVE)])
    async with connect(engine) as client:
        body = {"text": ARTICLE, "targets": ["Ana Duarte"]}
        answer = (await client.post("/v1/stance", json=body)).json()
    (target,) = answer["stance"]["targets"]
    assert tuple(target["distribution"]) == FIVE
    assert target["label"] in FIVE
