"""Abbreviations by class, each with what must follow for the sentence to go on.

To add an abbreviation, put it into its class. To add a class, name what may follow it; before
anything else the stop ends the sentence. Case matters ("Ill." is a state, "ill." is sick), and
words are written without their last stop.
"""

from __future__ import annotations

from dataclasses import dataclass

# What the word after a stop is. A word may be several of these.
LOWER = "lower"  # starts in lower case
CAPITAL = "capital"  # starts in upper case and is no word that mostly opens sentences
OPENER = "opener"  # a capitalised word that mostly opens sentences: "The", "They", "However"
SURNAME = "surname"  # an opener that is also a surname: "Dr. He"
DIGIT = "digit"  # starts with a digit
NUMERAL = "numeral"  # "II", or a single capital
DATE = "date"  # a day, a month with its day, a holiday
ZONE = "zone"  # a time zone
BODY = "body"  # what a country's name stands before: "Senate", "Army", "Rep."
OFFICE = "office"  # "President", "Chief"
COMPANY = "company"  # "Inc", "Ltd"
BRACKET = "bracket"  # an opening bracket
NAMED = "named"  # two capitalised words that are not a person's name: "Olympic Committee"

_ANY_NAME = frozenset({LOWER, CAPITAL, SURNAME, DIGIT, NUMERAL, BRACKET})
_REFERENCE = frozenset({DIGIT, NUMERAL, BRACKET})


@dataclass(frozen=True, slots=True)
class Abbreviations:
    """A class of abbreviations.

    The sentence goes on if one of `goes_on` follows, or one of the single words `before`. `unit`
    asks for a number before the abbreviation.
    """

    name: str
    words: frozenset[str]
    goes_on: frozenset[str]
    before: frozenset[str] = frozenset()
    unit: bool = False


def _class(
    name: str, words: str, goes_on: frozenset[str], before: str = "", unit: bool = False
) -> Abbreviations:
    return Abbreviations(name, frozenset(words.split()), goes_on, frozenset(before.split()), unit)


CLASSES: tuple[Abbreviations, ...] = (
    _class(
        "title",
        """Mr Mrs Ms Mx Dr Drs Prof Profs Gen Gens Gov Govs Sen Sens Rep Reps Lt Col Cols Sgt Sgts
        Capt Cmdr Cdr Adm Maj Rev Revs Hon Pres Supt Fr Msgr Cpl Pvt Pfc Pte Det Insp Dep Amb Asst
        Atty Brig Ald Cllr Mme Mlle Messrs Sra Srta Treas Ens Spc Ofc Dir Hr Fra Dem Sec Secy
        Lt.Gov Lt.Col Maj.Gen Brig.Gen Lt.Gen""",
        _ANY_NAME,
    ),
    _class(
        "title, lower case",
        "mr mrs ms dr drs prof st mt ft lt sgt capt cmdr gov sen",
        frozenset({LOWER, CAPITAL}),
    ),
    _class("first name", "Wm Thos Chas Geo Jas Jos Benj Edw Robt Danl Saml", _ANY_NAME),
    _class("ship", "U.S.S H.M.S U.S.N.S", _ANY_NAME),
    _class("place", "Mt Mts Ft Ste Sts Pt", _ANY_NAME),
    _class(
        "joining",
        """vs v e.g i.e eg ie cf viz a.k.a aka f.k.a d.b.a n.b approx incl excl esp E.g I.e Cf P.S
        N.B Approx""",
        _ANY_NAME | {OPENER},
    ),
    _class("literature", "al", _ANY_NAME),
    _class("literature, end", "etc ibid ed eds trans repr n.d ff seq", frozenset({LOWER})),
    _class(
        "truncated",
        """Dept dept Depts Univ univ Assn Assoc Natl Nat'l Intl Int'l Govt govt Gov't gov't Admin
        Comm Commr Comr Mfg mfg Hosp Inst Ctr Bldg Acad Soc Phila Cie Mgr mgr Mgmt mgmt Bros bros
        Sq sq P.O""",
        _ANY_NAME,
    ),
    _class(
        "reference",
        """No Nos N° Nº № Nr Fig Figs Vol Vols Ch Chap Chaps Sec Secs Art Arts Op Para Paras Par Cl
        Ver Tel Ext Apt Rm Eq Eqs Ref Refs Tab Suppl Ex Exh Div Reg Regs Stat Bk Ser Sess Cong Hwy
        Rte Gen Col Pt Pl Fed Civ Crim Rs""",
        _REFERENCE,
    ),
    _class(
        "reference, lower case",
        "nos pp p pg pgs para paras figs vols chaps chap vol eqs refs tel ext apt rm ver pt fig ll",
        _REFERENCE | {LOWER},
    ),
    _class("reference and word", "no art ch sec op cl ex ref n l", _REFERENCE),
    _class("date of a life", "r b d c ca m fl div", frozenset({DIGIT, DATE, BRACKET})),
    _class(
        "company",
        "Inc Ltd Corp Co Cos LLC LLP L.P PLC plc L.L.C L.L.P Pty N.V S.A S.p.A inc ltd corp co",
        frozenset({LOWER, COMPANY, OFFICE, DATE, BRACKET}),
    ),
    _class(
        "month",
        "Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec",
        frozenset({LOWER, DIGIT}),
    ),
    _class("month, lower case", "jan feb apr jun jul aug sept oct nov", frozenset({DIGIT})),
    _class(
        "day", "Mon Tue Tues Wed Thu Thur Thurs Fri Sat Sun", frozenset({LOWER, DIGIT, DATE})
    ),
    _class("clock", "a.m p.m A.M P.M", frozenset({LOWER, DATE, ZONE, BRACKET})),
    _class(
        "state",
        """Ala Ariz Ark Calif Colo Conn Del Fla Ga Ill Ind Kan Kans Ky La Md Mass Mich Minn Miss Mo
        Mont Neb Nebr Nev Okla Ore Oreg Pa Penn Tenn Tex Vt Va Wash Wis Wisc Wyo N.H N.J N.M N.C
        N.D S.C S.D R.I W.Va Ont Que Alta Sask Man B.C N.S P.E.I N.Z N.S.W P.R""",
        frozenset({LOWER, BRACKET}),
        before="Gov Sen Rep Atty Lt Sec Del Supt Dist",
    ),
    _class(
        "country or body",
        """U.S U.K U.N E.U U.A.E U.S.A U.S.S.R D.C L.A N.Y N.Y.C F.B.I C.I.A N.F.L N.B.A M.L.B
        N.A.T.O I.R.A A.I T.V C.E.O H.I.V D.N.A G.O.P I.M.F W.H.O E.P.A I.R.S S.E.C N.S.A D.E.A
        A.T.F A.C.L.U N.A.A.C.P N.R.A C.D.C F.D.A F.C.C G.D.P D.O.J D.H.S N.Y.P.D L.A.P.D A.N.C
        U.A.W B.B.C C.B.S N.B.C A.B.C C.N.N P.L.O D.N.C R.N.C N.H.S N.S.F O.E.C.D S.&P""",
        frozenset({LOWER, BODY, OFFICE, NAMED, BRACKET}),
        before="500",
    ),
    _class(
        "degree",
        """Ph.D Ph.Ds M.D B.A M.A B.S M.S J.D LL.B LL.M M.B.A D.D.S R.N D.Phil B.Sc M.Sc Ed.D Esq
        A.D B.C.E C.E M.P M.E.P Q.C K.C V.I.P I.D I.Q P.R.C R.I.P O.K""",
        frozenset({LOWER, BRACKET}),
        before="thesis program programme student",
    ),
    _class(
        "generation",
        "Jr Sr",
        frozenset({LOWER, DATE, BRACKET}),
        before="Day Boulevard Blvd Avenue Ave Street High Library School Center Drive Way Memorial",
    ),
    _class(
        "street",
        "Ave Blvd Rd Ln Pkwy Ct Ter Aves Rds Hwys Expy",
        frozenset({LOWER, BRACKET}),
        before="NW NE SW SE North South East West",
    ),
    _class(
        "unit",
        """ft in oz lb lbs km mi min mins sec secs hr hrs yr yrs kg cm mm gal mph pct deg cu cc mg
        ml qt pt tsp tbsp tbs""",
        frozenset({LOWER, DIGIT, BRACKET}),
        unit=True,
    ),
    _class("temperature", "deg", frozenset({LOWER}), before="C F K Celsius Fahrenheit", unit=True),
    _class("note", "Ed Eds", frozenset({LOWER}), before="Note Notes"),
    _class(
        "common word",
        """re est max min avg misc orig tel corresp govs dist attn assoc asst encl
        gen natl intl adj adv illus anon biog transl dept univ""",
        frozenset({LOWER, DIGIT, BRACKET}),
    ),
)  # fmt: skip

KNOWN: dict[str, tuple[Abbreviations, ...]] = {}
for _each in CLASSES:
    for _word in _each.words:
        KNOWN[_word] = (*KNOWN.get(_word, ()), _each)

# "Group A.", "World War I.", "vitamin C.": words before a single letter that is not an initial.
LABELLED = frozenset(
    """group class grade plan vitamin war type hepatitis team part section phase exhibit level
    appendix chapter point schedule category title act division serie option step stage zone
    building block gate terminal wing unit item version model letter brand strain influenza list
    annex article lot row ward figure table room line route platform pier hall clause tier
    generation gen shot company league ligue bowl formula channel radio area camp studio site
    camera planet side column page series round pool project agent patient witness person party
    country size rating cup drive train bus quarter mister mr rocky apollo factor protein
    omega""".split()
)
# Names that a single Roman numeral follows, and one famous X.
NUMBERED = frozenset(
    """Elizabeth Charles George Henry James Edward Francis Napoleon Nicholas Alexander
    Catherine Peter Paul Leo Pius Otto Wilhelm Franz Philip Louis Ferdinand Mary Malcolm
    Frederick Ivan Rama""".split()
)
# Saints, to tell "Lake St. Clair" from "on Main St. Boats left".
SAINTS = frozenset(
    """Louis Paul John Peter Petersburg Clair Lucie Helens Helen Helena Mary James George Patrick
    Andrew Andrews Joseph Francis Thomas Lawrence Martin Michael Nicholas Vincent Lucia Kitts Croix
    Moritz Tropez Albans Helier Ives Pancras Jude Augustine Anthony Cloud Charles Catharines
    Catherine Edmunds Edmund Barts Johns Elizabeth Stephen Stephens Bernard Denis Etienne Germain
    Emilion Gallen Anne Ann Luke Mark Marks Matthew Agnes Cecilia Brigid Vitus Simon Ignatius
    Benedict Clement David Margaret Monica Teresa Therese Valentine Pierre Marie Austell Asaph
    Barthelemy Tammany Landry Bernadette Bonaventure Mirren Johnstone Kilda Pauli Aldate Giles
    Leonards Neots Paul's""".split()
)
# Names that end in a mark of their own.
EXCLAIMED = frozenset({"Yahoo", "Jeopardy", "Panic", "Wham", "Mia", "Guess"})
