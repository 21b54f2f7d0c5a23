"""Rows made from patterns, for what the public sets hardly show.

Suffering, mere mention and office are not stances; praise or blame has a giver and a
receiver; a denial turns what it denies. The names are invented or common, and none of the
sentences or patterns occurs in `service/evaluation/contrast`, the hand-written test.
"""

from __future__ import annotations

import random

from models.training.data.dataset import Row

PEOPLE = (
    "Margaret Ellison|Tom Haverford|Senator Okafor|Mayor Lindqvist|Dr Amara Nwosu|Judge Petrov|"
    "Carlos Mendes|Prime Minister Hale|Anna Kowalski|Governor Reyes|Li Wei|Sheikh Farouk|"
    "President Moreau|Jack Doyle|Minister Tanaka|Fatima Rahman|Congressman Briggs|Olga Ivanova"
).split("|")
GROUPS = (
    "Northgate Energy|the transport union|the Liberal Party|Bluewater Bank|the city council|"
    "Helix Pharma|the teachers' union|the Home Office|Orion Motors|the Green Alliance|the police|"
    "the health ministry|the European Commission|Sunrise Airlines|the refugees|local farmers"
).split("|")
ISSUES = (
    "the carbon tax|nuclear power|free school meals|the new stadium|rent control|the ceasefire|"
    "congestion charging|remote work|the pension reform|facial recognition|wind farms|"
    "the trade deal|vaccination|private schools|a four-day week|the budget|immigration|tourism"
).split("|")

# (pattern, {slot: label}); A, B are people or groups, I an issue.
PATTERNS: tuple[tuple[str, dict[str, int]], ...] = (
    ("{A} was taken to hospital after a fall at home.", {"A": 1}),
    ("{A} lost two relatives in the earthquake and has not spoken in public since.", {"A": 1}),
    ("A gunman opened fire on the office of {A}, wounding four.", {"A": 1}),
    ("{A} struggled to hold back tears as the names of the dead were read out.", {"A": 1}),
    ("The storm left {A} without power, water or shelter for nine days.", {"A": 1}),
    ("{A} was robbed and beaten on the way home, police said.", {"A": 1}),
    ("It has been a terrible year for {A}, who buried a son in March.", {"A": 1}),
    ("{A} will meet {B} in Geneva on Tuesday.", {"A": 1, "B": 1}),
    ("{A} was asked about {I} during a visit to the port.", {"A": 1, "I": 1}),
    ("The report on {I} runs to 300 pages and will be published in June.", {"I": 1}),
    ("Parliament debates {I} this week; the vote is expected on Thursday.", {"I": 1}),
    ("Nine people died when a bus carrying supporters of {I} left the road.", {"I": 1}),
    ("{A} said {I} would be discussed again after the summer.", {"A": 1, "I": 1}),
    ("{A} praised {B} for a calm and honest handling of the crisis.", {"A": 1, "B": 2}),
    ("{A} accused {B} of lying to the public for years.", {"A": 1, "B": 0}),
    ("{A} told reporters that {B} was not fit to hold office.", {"A": 1, "B": 0}),
    ("{B} deserves every bit of the credit, {A} said.", {"A": 1, "B": 2}),
    ("Where {A} dithered, {B} acted, and the town is better for it.", {"A": 0, "B": 2}),
    ("Unlike {A}, {B} kept the promise made to voters.", {"A": 0, "B": 2}),
    ("{A} defended {B} against what were called baseless smears.", {"A": 1, "B": 2}),
    ("{A} called {I} a costly mistake that will hurt the poorest.", {"A": 1, "I": 0}),
    ("{A} welcomed {I} as long overdue and urged others to follow.", {"A": 1, "I": 2}),
    ("Nobody who has read the evidence can seriously oppose {I}.", {"I": 2}),
    ("It would be foolish to pretend that {I} has worked.", {"I": 0}),
    ("Critics predicted that {I} would be a disaster. They were wrong.", {"I": 2}),
    ("Supporters promised that {I} would pay for itself. It never has.", {"I": 0}),
    ("{I} is not perfect, but we would be far worse off without it.", {"I": 2}),
    ("{I} sounds attractive, yet every trial of it has failed.", {"I": 0}),
    ("The campaign against {I} rests on fear and bad arithmetic.", {"I": 2}),
    ("The case for {I} falls apart as soon as one checks the numbers.", {"I": 0}),
    ("{A} did not deny that {I} had helped thousands of families.", {"A": 1, "I": 2}),
    ("Few would call {A} a failure now; the turnaround has been remarkable.", {"A": 2}),
    ("Hardly anyone still believes that {A} can be trusted.", {"A": 0}),
    ("{A} is no saint, but on this {A} is right.", {"A": 2}),
    ("For all the charm, {A} leaves behind debts and broken promises.", {"A": 0}),
    ("{A} rejected the claim that {B} had acted in bad faith.", {"A": 1, "B": 2}),
    ("{B} has been unfairly blamed for the delays, which began years earlier.", {"B": 2}),
    ("Protesters demanded the immediate resignation of {A}.", {"A": 0}),
    ("Thousands marched in support of {I} on Saturday.", {"I": 2}),
    ("Thousands marched against {I} on Saturday.", {"I": 0}),
    ("We must not give up on {I}.", {"I": 2}),
    ("We must give up on {I}.", {"I": 0}),
)


def rows(count: int, seed: int = 5) -> list[Row]:
    """`count` rows, every slot of a drawn pattern giving one."""
    rng = random.Random(seed)
    made: list[Row] = []
    while len(made) < count:
        pattern, labels = rng.choice(PATTERNS)
        a, b = rng.sample([*PEOPLE, *GROUPS], 2)
        filled = {"A": a, "B": b, "I": rng.choice(ISSUES)}
        text = pattern.format(**filled)
        text = text[:1].upper() + text[1:]
        for slot, label in labels.items():
            target = filled[slot].removeprefix("the ").removeprefix("a ")
            made.append(Row(text, target, label, "synthetic"))
    return made[:count]
