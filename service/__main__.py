"""`python -m service` is `copydesk`."""

from service.cli import app

if __name__ == "__main__":  # worker processes import this module again
    app(prog_name="copydesk")
