"""Log lines, and what of an error they tell."""

from __future__ import annotations

import asyncio
import json
import logging
import logging.config
import warnings

import pytest
import structlog
import uvicorn.config

from service.observability.logging import handle_loop_error, in_full, set_up_logs, without_messages
from tests.conftest import settings

SECRET = "Zanzibar"


def raised(error: Exception, cause: Exception | None = None) -> Exception:
    """The error as it is once it has been raised."""
    try:
        raise error from cause
    except Exception as found:
        return found


def chained() -> Exception:
    """An error with a message in each place that can have one."""
    group = ExceptionGroup(SECRET, [raised(KeyError(SECRET))])
    found = raised(ValueError(SECRET), raised(group))
    found.add_note(SECRET)
    return found


def test_logs_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs(settings(log_format="console"))
    structlog.get_logger().info("the council voted", votes=7)
    captured = capsys.readouterr()
    assert not captured.out
    assert "the council voted" in captured.err
    assert not captured.err.startswith("{")


def test_without_messages_types_and_places_stay() -> None:
    error = chained()
    assert in_full(error).count(SECRET) >= 4
    told = without_messages(error)
    assert SECRET not in told
    for part in ("builtins.ValueError", "ExceptionGroup", "builtins.KeyError", "in raised"):
        assert part in told


def test_an_error_that_is_its_own_cause_is_told_once() -> None:
    error = raised(ValueError(SECRET))
    error.__context__ = error
    assert without_messages(error).count("ValueError") == 1


@pytest.mark.parametrize("log_format", ["json", "console"])
@pytest.mark.parametrize("asked", [False, True])
def test_messages_of_errors_are_logged_only_when_asked_for(
    capsys: pytest.CaptureFixture[str], log_format: str, asked: bool
) -> None:
    set_up_logs(settings(log_format=log_format, log_error_messages=asked))
    structlog.get_logger().error("unexpected error", exc_info=chained())
    found = capsys.readouterr().err
    assert "ValueError" in found
    assert (SECRET in found) is asked


@pytest.mark.parametrize("asked", [False, True])
def test_the_server_s_own_lines_are_told_the_same_way(
    capsys: pytest.CaptureFixture[str], asked: bool
) -> None:
    for before in (True, asked):  # the last setting counts
        set_up_logs(settings(log_error_messages=before))
    logging.config.dictConfig(uvicorn.config.LOGGING_CONFIG)  # as uvicorn does, later
    logging.getLogger("uvicorn.error").error("Exception in ASGI app", exc_info=chained())
    found = capsys.readouterr().err
    assert "Exception in ASGI app" in found
    assert "ValueError" in found
    assert (SECRET in found) is asked


async def test_the_event_loop_s_errors_are_lines_too(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs(settings())
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(handle_loop_error)
    try:

        def fail(text: str) -> None:
            raise ValueError(text)

        loop.call_soon(fail, SECRET)
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        loop.call_exception_handler({"message": "something static"})
    finally:
        loop.set_exception_handler(None)
    callback, static = map(json.loads, capsys.readouterr().err.splitlines())
    assert callback["why"] == "a callback failed"
    assert "builtins.ValueError" in callback["exception"]
    assert SECRET not in str(callback)
    assert static["why"] == "something static"


@pytest.mark.parametrize("in_words", [False, True])
def test_what_a_library_says_is_a_line_like_all_others(
    capsys: pytest.CaptureFixture[str], in_words: bool
) -> None:
    # Not one that another test may have imported and set up: see the next test for that.
    library = logging.getLogger("a_library.generation")
    set_up_logs(settings(log_format="json", log_error_messages=in_words))
    library.warning("max_length of %s", SECRET)
    with pytest.warns(UserWarning, match=SECRET):
        warnings.warn(SECRET, UserWarning, stacklevel=1)
    library.info("nothing to tell")
    (line,) = map(json.loads, capsys.readouterr().err.splitlines())
    assert (line["level"], line["logger"]) == ("warning", library.name)
    assert (SECRET in line["said"]) == in_words


def test_transformers_has_no_handler_of_its_own() -> None:
    from transformers.utils.logging import get_logger

    import service.inference.models.hf_loader  # noqa: F401  (sets it up)

    # pytest adds handlers of its own to loggers that did not propagate when a test began.
    handlers = [h for h in get_logger().handlers if not type(h).__module__.startswith("_pytest")]
    assert handlers == []
    assert get_logger().propagate
