"""Whatever a page names is there: files, headings, modules, settings, commands, metrics."""

from __future__ import annotations

import re

import pytest

from service.config.settings import Settings
from service.config.sources import variable
from service.observability.metrics import Metrics
from service.tasks.warnings import WarningCode
from tests.docs.pages import PAGES, ROOT, rows

_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_CODE = re.compile(r"`([^`\n]+)`")
_PATH = re.compile(r"[a-z_]+(?:/[a-z_]+)+(?:\.py|/)?")
_ROOMS = {path.name for path in (ROOT / "service").iterdir() if path.is_dir()}
_TOP = {path.name for path in ROOT.iterdir()} - {"build", "openapi"}

pages = pytest.mark.parametrize("page", PAGES)


def anchors(page: str) -> set[str]:
    """The fragments by which headings of a page are linked to."""
    heads = re.findall(r"^#+ (.+)$", PAGES[page], re.M)
    return {re.sub(r"[^\w\- ]", "", head.lower()).strip().replace(" ", "-") for head in heads}


@pages
def test_links_lead_somewhere(page: str) -> None:
    for link in _LINK.findall(PAGES[page]):
        if "://" in link:
            continue
        file, _, anchor = link.partition("#")
        target = ((ROOT / page).parent / file).resolve() if file else ROOT / page
        assert target.exists(), link
        if anchor:
            assert anchor in anchors(str(target.relative_to(ROOT))), link


@pages
def test_settings_exist(page: str) -> None:
    known = {variable(name) for name in Settings.model_fields}
    assert set(re.findall(r"\bCOPYDESK_[A-Z_]*[A-Z]", PAGES[page])) <= known


def _there(named: str) -> bool:
    """Whether a path from the root, or one in some package of the service, exists."""
    places = [ROOT / named, *(ROOT / "service" / room / named for room in ("", *_ROOMS))]
    return any(place.exists() or place.with_suffix(".py").exists() for place in places)


@pages
def test_modules_and_folders_exist(page: str) -> None:
    for code in _CODE.findall(PAGES[page]):
        if "emotion" in code:  # of the task that CONTRIBUTING.md adds
            continue
        if _PATH.fullmatch(code) and code.split("/")[0] in _ROOMS | _TOP:
            assert _there(code), code


@pages
def test_targets_of_make_and_python_modules_exist(page: str) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    text = PAGES[page]
    commands = _CODE.findall(text) + re.findall(r"^    (\S.*)$", text, re.M)
    for target in re.findall(r"^make ([a-z][a-z-]*)", "\n".join(commands), re.M):
        assert re.search(rf"^{target}:", makefile, re.M), target
    for module in re.findall(r"python -m ([\w.]+)", text):
        path = ROOT / module.replace(".", "/")
        assert path.with_suffix(".py").exists() or (path / "__main__.py").exists(), module


@pages
def test_metrics_exist(page: str) -> None:
    metrics = Metrics()
    metrics.engine.expect(("m",))
    families = list(metrics.registry.collect())
    known = {family.name for family in families}
    known |= {sample.name for family in families for sample in family.samples}
    known |= {family.name + "_total" for family in families if family.type == "counter"}
    # The first is a rule of the adapter for Prometheus, the second how a key begins.
    named = set(re.findall(r"\bcopydesk_\w+", PAGES[page])) - {"copydesk_queue_seconds"}
    assert {name for name in named if name != "copydesk_key"} <= known


@pages
def test_warnings_exist(page: str) -> None:
    codes = set(WarningCode)
    ends = ("Found", "Confidence", "Unsupported", "Sampled")
    for code in _CODE.findall(PAGES[page]):
        if re.fullmatch(r"(?:[A-Z][a-z]+){2,}", code) and code.endswith(ends):
            assert code in codes, code


@pages
def test_tests_named_exist(page: str) -> None:
    for file, test in re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", PAGES[page]):
        source = (ROOT / file).read_text(encoding="utf-8")
        assert not test or re.search(rf"^(?:async )?def {test}\(", source, re.M), test


def test_every_package_of_the_service_is_in_the_overview() -> None:
    overview = PAGES["docs/architecture/README.md"]
    listed = set(re.findall(r"^      (\w+)/ ", overview, re.M))
    assert listed == {path.parent.name for path in (ROOT / "service").glob("*/__init__.py")}
    modules = {path.name for path in (ROOT / "service").glob("*.py")}
    named = set(re.findall(r"^      (\w+\.py) ", overview, re.M))
    assert named == modules - {"__init__.py", "__main__.py"}


def test_every_package_of_the_service_is_in_the_picture() -> None:
    picture = (ROOT / "docs" / "figures" / "architecture.svg").read_text(encoding="utf-8")
    drawn = set(re.findall(r"\w+", " ".join(re.findall(r'class="name"[^>]*>([^<]+)<', picture))))
    packages = {path.parent.name for path in (ROOT / "service").glob("*/__init__.py")}
    assert drawn == packages | {"app"}


def test_every_page_of_the_architecture_is_listed() -> None:
    listed = {cells[0] for cells in rows("docs/architecture/README.md", "| page |")}
    pages = {path.name for path in (ROOT / "docs" / "architecture").glob("*.md")} - {"README.md"}
    assert listed == {f"[{name}]({name})" for name in pages}


def test_the_glossary_is_in_order() -> None:
    terms = re.findall(r"^\*\*(.+?)\.?\*\*", PAGES["docs/glossary.md"], re.M)
    assert len(terms) > 40
    assert [term.lower() for term in terms] == sorted(term.lower() for term in terms)
