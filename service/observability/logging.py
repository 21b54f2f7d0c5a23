"""Logs with one line for each event on standard error. They never contain posted content.

The message of an unexpected error may quote posted content. So only its types and code locations
are logged, also for errors that the server or asyncio logs, unless `log_error_messages` is set.
"""

from __future__ import annotations

import asyncio
import logging
import sys
import traceback
from collections.abc import Callable, Iterator
from typing import Any

import structlog
from structlog.typing import Processor

from service.config.settings import Settings

_WITHHELD = "(message withheld: COPYDESK_LOG_ERROR_MESSAGES)"
_log = structlog.get_logger("copydesk.loop")


def set_up_logs(settings: Settings) -> None:
    """Lines in the form of `for_people`, and errors as the settings say."""
    renderer: Processor = (
        structlog.processors.JSONRenderer()
        if not for_people(settings)
        else structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    )
    tell = in_full if settings.log_error_messages else without_messages
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.ExceptionRenderer(lambda found: tell(found[1])),
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(
            logging.getLevelNamesMapping()[settings.log_level.upper()]
        ),
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
        cache_logger_on_first_use=False,
    )
    server = logging.getLogger("uvicorn.error")
    for old in [f for f in server.filters if isinstance(f, _Told)]:
        server.removeFilter(old)
    server.addFilter(_Told(tell))
    libraries = logging.getLogger()
    for handler in [h for h in libraries.handlers if isinstance(h, _OfLibraries)]:
        libraries.removeHandler(handler)
    libraries.addHandler(_OfLibraries(in_words=settings.log_error_messages))
    logging.captureWarnings(True)


def for_people(settings: Settings) -> bool:
    """Whether lines are for people and not JSON; `auto` means if standard error is a terminal."""
    if settings.log_format == "auto":
        return sys.stderr.isatty()
    return settings.log_format == "console"


def in_full(error: BaseException) -> str:
    """A traceback as Python prints it."""
    return "".join(traceback.format_exception(error)).rstrip()


def without_messages(error: BaseException) -> str:
    """The traceback of an error and of its causes, without their messages."""
    parts = []
    for one in _chain(error):
        parts += traceback.format_tb(one.__traceback__)
        parts.append(f"{type(one).__module__}.{type(one).__qualname__} {_WITHHELD}\n")
    return "".join(parts).rstrip()


def handle_loop_error(_: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """For `loop.set_exception_handler`: asyncio's own handler logs messages and arguments."""
    why = "a callback failed" if "handle" in context else context.get("message")
    _log.error("error in the event loop", why=why, exc_info=context.get("exception"))


class _OfLibraries(logging.Handler):
    """Formats the logs and warnings of libraries like all other lines.

    Their messages may quote posted content, so they are logged only where messages of errors are.
    """

    def __init__(self, *, in_words: bool) -> None:
        super().__init__(logging.WARNING)
        self._in_words = in_words

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line. The server's own records are skipped: they have their own handlers."""
        if record.name.partition(".")[0] == "uvicorn":
            return
        said = record.getMessage() if self._in_words else _WITHHELD
        structlog.get_logger("copydesk.library").log(
            record.levelno, "a library says", logger=record.name, said=said
        )


class _Told(logging.Filter):
    """Formats a record's exception with `tell` before any other formatter can."""

    def __init__(self, tell: Callable[[BaseException], str]) -> None:
        super().__init__()
        self._tell = tell

    def filter(self, record: logging.LogRecord) -> bool:
        """Format the exception; every record passes the filter."""
        if record.exc_info and record.exc_info[1] is not None:
            record.exc_text = self._tell(record.exc_info[1])
            record.exc_info = None
        return True


def _chain(error: BaseException) -> Iterator[BaseException]:
    """An error, the members of a group and all causes, each once."""
    seen: set[int] = set()
    waiting: list[BaseException | None] = [error]
    while waiting:
        one = waiting.pop()
        if one is None or id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        if isinstance(one, BaseExceptionGroup):
            waiting.extend(one.exceptions)
        waiting.append(one.__cause__ or (None if one.__suppress_context__ else one.__context__))
