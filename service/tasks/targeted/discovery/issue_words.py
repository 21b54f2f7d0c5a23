"""Nouns and verbs that show what a phrase means: a dispute, people."""

from __future__ import annotations

# Who acts where a people's name stands before: "Norwegian divers".
PEOPLE = frozenset(
    """troop soldier force fighter diver worker farmer official lawmaker diplomat leader voter
    citizen protester student rebel militant settler migrant refugee hacker spy scientist doctor
    engineer sailor pilot prisoner journalist investor trader prosecutor politician
    oligarch athlete player police authority minister""".split()
)
# They stand before what is disputed: "a ban on vouchers".
DISPUTED_BEFORE = frozenset(
    """against oppose opposes opposed opposing opposition support supports supported supporting
    back backs backed backing favor favour favors favours favored favoured reject rejects rejected
    rejecting defend defends defended defending criticize criticized criticise criticised criticism
    condemn condemned condemns protest protests protested protesting ban bans banned banning end
    ends ended ending stop stops stopping block blocks blocked blocking repeal repealing abolish
    scrap scrapped propose proposes proposed proposing proposal approve approved approves approval
    pass passed debate debates debated dispute disputed controversial controversy over fight fights
    fighting battle critics opponents supporters advocates legalize legalise cut cuts raise demand
    demands demanded demanding call calls called calling urge investigate investigating
    defeat""".split()
)
