"""The server's HTTP/1.1 protocol: which requests are valid, where they end, how they are refused.

llhttp (through httptools) parses the bytes and uvicorn runs the app. This package adds what both
leave to the server.
"""
