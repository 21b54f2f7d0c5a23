"""`python -m service` is `copydesk`."""

from service.cli import app

app(prog_name="copydesk")
