"""Known vulnerabilities of the packages in `requirements.lock`: `python -m supply.audit`.

It runs pip-audit, which queries a vulnerability database. The exit code is 0 if every package was
looked up and has no known vulnerability, 1 if one has, and 3 if a package could not be looked up.
pip-audit itself only prints a notice for a package that the index does not know, which are all of
them with a mirror that has no such database. (`make audit` exits with 2 for any code except 0.)
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

LOCK = Path(__file__).resolve().parent.parent / "requirements.lock"
CLEAN, VULNERABLE, UNKNOWN = 0, 1, 3
_ADVICE = (
    "Whether the packages have known faults is as open as before. Run this where the database can "
    "be reached, or ask the other one: --service pypi, --service osv."
)
Run = Callable[[Sequence[str]], "subprocess.CompletedProcess[str]"]


def audit(lock: Path, service: str, run: Run) -> tuple[int, list[str]]:
    """The exit code, and lines with the reason. `service` is `pypi` or `osv`."""
    command = [sys.executable, "-m", "pip_audit", "--requirement", str(lock), "--no-deps"]
    command += ["--disable-pip", "--progress-spinner", "off", "--format", "json"]
    command += ["--vulnerability-service", service]
    done = run(command)
    try:
        packages: list[dict[str, Any]] = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError, TypeError):
        cause = (done.stderr.strip().splitlines() or ["pip-audit said nothing"])[-1]
        return UNKNOWN, [
            f"Nothing was audited: the database {service} cannot be asked.",
            _ADVICE,
            f"The cause: {cause[:300]}",
        ]
    return judged(packages, service)


def judged(packages: list[dict[str, Any]], service: str) -> tuple[int, list[str]]:
    """The exit code and lines for pip-audit's findings."""
    known = [
        f"{package['name']} {package['version']}: {found['id']}, mended in "
        f"{', '.join(found['fix_versions']) or 'no version'}"
        for package in packages
        for found in package.get("vulns", ())
    ]
    skipped = [package["name"] for package in packages if "skip_reason" in package]
    audited = len(packages) - len(skipped)
    if not audited:
        return UNKNOWN, [
            f"Nothing was audited: {service} knows none of the {len(packages)} packages, as a "
            "mirror without vulnerability data does.",
            _ADVICE,
        ]
    lines = [*known, f"{audited} of {len(packages)} packages audited, {len(known)} faults known"]
    if skipped:
        lines.append(f"Not audited: {', '.join(skipped)}")
    if known:
        return VULNERABLE, lines
    return (UNKNOWN if skipped else CLEAN), lines


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the findings."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--lock", type=Path, default=LOCK)
    parser.add_argument("--service", choices=("pypi", "osv"), default="pypi")
    given = parser.parse_args(arguments)

    def run(command: Sequence[str]) -> subprocess.CompletedProcess[str]:
        return subprocess.run(command, capture_output=True, text=True, check=False)

    code, lines = audit(given.lock, given.service, run)
    sys.stdout.write("\n".join(lines) + "\n")
    return code


if __name__ == "__main__":
    sys.exit(main())
