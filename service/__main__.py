"""`python -m service` is `copydesk`."""

import platform
import sys

if sys.version_info < (3, 11):  # noqa: UP036 - else what is imported below fails in its own words
    sys.exit("error: Copydesk needs Python 3.11 or newer; this is " + platform.python_version())

from service.cli import app

if __name__ == "__main__":  # worker processes import this module again
    app(prog_name="copydesk")
