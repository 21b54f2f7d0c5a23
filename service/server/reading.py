"""Whether a connection is read from: not while it holds more than may wait."""

from __future__ import annotations

from uvicorn.protocols.http.flow_control import FlowControl


class ReadControl(FlowControl):
    """uvicorn's, which resumes whenever the app asks for anything; while `full`, this does not."""

    full = False

    def resume_reading(self) -> None:
        """Read on, unless what waits to be parsed is enough."""
        if not self.full:
            super().resume_reading()
