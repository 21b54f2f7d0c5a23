"""The app as a whole: what it imports."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

_IMPORTS = """
import sys, warnings
warnings.simplefilter("ignore")
from service.app import create_app
from service.inference.fake_engine import FakeEngine
import service.api.openapi.document
create_app(engine=FakeEngine())
bad = {"torch", "transformers"} & sys.modules.keys()
sys.exit(f"imported {bad}" if bad else 0)
"""


def test_the_web_layer_imports_no_torch(tmp_path: Path) -> None:
    root = Path(__file__).parents[1]
    done = subprocess.run(
        [sys.executable, "-c", _IMPORTS], cwd=root, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
