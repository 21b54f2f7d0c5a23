"""The objects that all connections of one server share."""

from __future__ import annotations

from service.server.protocol.connection_limit import ConnectionLimit
from service.server.protocol.write_coalescing import WriteCoalescer


class ConnectionGroup:
    """One for each server. uvicorn has no such object that it passes to a protocol."""

    def __init__(self) -> None:
        self.limit = ConnectionLimit()
        self.coalescer = WriteCoalescer()
