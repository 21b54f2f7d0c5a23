"""HTTP/1.1 as the server speaks it: what a request may look like, where it ends, how it is refused.

llhttp (through httptools) reads the bytes, uvicorn runs the app; here is what both leave open.
"""
