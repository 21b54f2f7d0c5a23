"""Figures that are told in prose are those of the tables, which commands write."""

from __future__ import annotations

import re

import pytest

from models.training.cards import CHOSEN
from service.inference.manifest.entry import PROFILES, Profile
from tests.docs.pages import PAGES, rows, running

SERVING = {cells[0]: float(cells[1]) for cells in rows("docs/performance.md", "| server |")}
FIGURES = {
    (row[0], row[1]): {
        profile: float(cell.strip("*")) for profile, cell in zip(PROFILES, row[5:8], strict=True)
    }
    for row in rows("docs/evaluation.md", "| task |")
}
BASELINES = {
    (row[0], row[1]): float(row[8].rsplit(" ", 1)[1])
    for row in rows("docs/evaluation.md", "| task |")
}
WHOLE_TEXTS = {
    (name, model): float(value)
    for name, model, value in re.findall(
        r"labelled (news|opinion), dev, [\d of]+ texts, ([\w-]+): macro-F1 of stance ([\d.]+)",
        running("docs/evaluation.md"),
    )
}
KINDS = ("news", "opinion")
STANCE = {"balanced": "stance-mpnet6", "fast": "stance-minilm", "accurate": "stance-mpnet"}
OURS = {"fp32": SERVING["Copydesk in fp32"], "bf16": SERVING["Copydesk"]}
PEERS = {
    ("fp32", "infinity"): SERVING["infinity"],
    ("fp32", "LitServe"): SERVING["LitServe"],
    ("fp32", "FastAPI"): max(SERVING["FastAPI, `async def`"], SERVING["FastAPI, `def`"]),
    ("bf16", "infinity"): SERVING["infinity in bf16"],
    ("bf16", "LitServe"): SERVING["LitServe in bf16"],
}


@pytest.mark.parametrize("precision", OURS)
def test_servers_are_compared_in_the_same_precision(precision: str) -> None:
    table = {cells[0].split(",")[0]: cells[1:] for cells in rows("README.md", "| computed in |")}
    ours, *others = table[precision]
    assert float(ours) == round(OURS[precision])
    for name, cell in zip(("infinity", "LitServe", "FastAPI"), others, strict=True):
        theirs = PEERS.get((precision, name))
        if theirs is None:
            assert cell == "not measured"
            continue
        found = re.fullmatch(r"(\d+) \(([\d.]+)×\)", cell)
        assert found, cell
        assert float(found[1]) == round(theirs)
        assert float(found[2]) == round(OURS[precision] / theirs, 1)


def test_the_readme_leads_with_the_same_precision() -> None:
    times = {name: f"{OURS['bf16'] / PEERS['bf16', name]:.1f}" for name in ("infinity", "LitServe")}
    said = running("README.md").split("In the same precision (bf16) Copydesk answers ")[1]
    assert said.startswith(
        f"{times['infinity']} times as many requests as infinity and "
        f"{times['LitServe']} times as many as LitServe:"
    )


def test_the_readme_shows_rows_of_the_whole_table() -> None:
    shown = rows("README.md", "| task |")
    assert {(row[0], row[1]) for row in shown} == CHOSEN
    whole = rows("docs/evaluation.md", "| task |")
    assert [row for row in shown if row not in whole] == []
    assert f"of the {len(whole)} sets:" in running("README.md")


def test_the_performance_page_puts_like_beside_like() -> None:
    times = {pair: f"{OURS[pair[0]] / theirs:.1f} times as many" for pair, theirs in PEERS.items()}
    page = running("docs/performance.md")
    fp32, bf16 = page.split("in fp32 Copydesk answers")[1].split("; in bf16 ")
    for (precision, name), said in times.items():
        part = fp32 if precision == "fp32" else bf16.split(". Latencies")[0]
        assert said in part, name
        assert name in part


def test_what_a_start_and_an_analysis_take() -> None:
    start = {cells[0]: cells[1:] for cells in rows("docs/performance.md", "| workers |")}
    readme, design = running("README.md"), running("docs/architecture/server.md")
    seconds, ready, load = start["1"]
    assert f"ready {seconds} s after its start and takes {int(load) / 1024:.2f} GiB" in readme
    assert f"one process takes {ready} MiB (PSS) and is ready after {seconds} s" in design
    assert f"supervisor take {start['2'][1]} together, ready after {start['2'][0]} s" in design
    lengths = {cells[0]: cells[1] for cells in rows("docs/performance.md", "| words |")}
    whole = rows("docs/performance.md", "|  | ms | tokens |")[0][1]
    longest = float(lengths["20,007"].replace(",", "")) / 1000
    assert f"an analysis of 800 words with three targets takes {int(whole) / 1000:.1f} s" in readme
    assert f"one of 20,000 words takes {longest:.1f} s" in readme


def behind(profile: Profile, *sets: str) -> tuple[int, int]:
    """By how many points a profile is behind `accurate` at sets of stance, least and most."""
    gaps = [
        100 * (figures["accurate"] - figures[profile])
        for (task, name), figures in FIGURES.items()
        if name in sets and task == "stance"
    ]
    return round(min(gaps)), round(max(gaps))


@pytest.mark.parametrize("profile", ["balanced", "fast"])
def test_how_far_the_profiles_are_behind(profile: Profile) -> None:
    page = running("docs/architecture/models.md")
    least, most = behind(
        profile,
        "VAST zero-shot",
        "VAST as filed",
        "IBM arguments",
        "IBM claims",
        "Perspectrum",
        "IAM claims",
    )
    pairs = behind(profile, "contrast pairs")[1]
    assert f"`{profile}` is {least} to {most} points behind, on contrast pairs {pairs}" in page


def test_the_choice_of_the_default_rests_on_figures() -> None:
    page = running("docs/architecture/models.md")
    news, opinion = (
        [WHOLE_TEXTS[name, STANCE[profile]] for profile in ("balanced", "accurate", "fast")]
        for name in ("news", "opinion")
    )
    assert (
        f"(macro-F1 {news[0]:.3f} and {news[1]:.3f} in news, {opinion[0]:.3f} and "
        f"{opinion[1]:.3f} in opinion), where `fast` has {news[2]:.3f} and {opinion[2]:.3f}"
    ) in page
    table = rows("docs/performance.md", "| profile |")
    times = {cells[0].split("`")[1]: cells[3] for cells in table}
    assert f"takes {times['balanced']} times as long as in `fast`" in page
    assert f"in `accurate` it takes {times['accurate']} times as long" in page


def test_where_a_simple_baseline_does_as_well_the_readme_says_so() -> None:
    short = {key for key, figures in FIGURES.items() if min(figures.values()) <= BASELINES[key]}
    said = running("README.md").split("simple baselines do as well")[1].split("<!--")[0]
    named = {"PerSenT dev articles": "PerSenT", "SemEval-2016 B": "SemEval-2016 B",
             "Finance headlines": "Finance headlines", "NEWTS": "NEWTS", "FRANK": "FRANK",
             "SummEval": "SummEval", "NEWTS by topic": "NEWTS"}  # fmt: skip
    assert {name for _, name in short} == set(named)
    for word in named.values():
        assert word in said


def test_the_readme_tells_how_whole_texts_are_judged() -> None:
    said = [
        "{:.2f} in news and {:.2f} in opinion".format(
            *(WHOLE_TEXTS[name, STANCE[profile]] for name in KINDS)
        )
        for profile in PROFILES
    ]
    assert (
        f"of the default profile have a macro-F1 of {said[0]}, those of `fast` {said[1]}, and "
        f"those of `accurate` {said[2]}"
    ) in running("README.md")


def test_the_readme_tells_how_sure_verdicts_are_and_how_stable() -> None:
    page = PAGES["docs/evaluation.md"]
    sure = re.findall(r"stance-mpnet6: macro-F1 of stance .*?\n\| ours \|([^\n]*)", page, re.S)
    right = [f"{float(line.split('|')[10]):.0%}" for line in sure]
    assert f"{right[0]} are right in news and {right[1]} in opinion" in running("README.md")
    stable = re.findall(r"stance-mpnet6: verdicts unchanged ([\d.]+)", page)
    assert f"{min(100 * float(value) for value in stable):.0f} of 100 verdicts" in running(
        "README.md"
    )
