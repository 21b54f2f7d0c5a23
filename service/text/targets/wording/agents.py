"""Nouns for those who act: people by what they do, and bodies such as a union or a court."""

from __future__ import annotations

from service.text.targets.wording.verb_forms import is_agent

BODIES = frozenset(
    """agency airline alliance army assembly association authority bank board brigade
    broadcaster bureau business cabinet cartel charity church city club coalition
    college commission committee community company congress consortium corporation
    council country court department embassy faction family federation firm force
    foundation gang government group guard hospital industry institute institution jury
    junta league legislature lobby mafia media militia ministry mob monarchy movement
    museum network newspaper opposition organisation organization panel parliament party
    police press regime regiment school secretariat senate squad staff start-up startup
    state studio synod taskforce team tribe tribunal troupe union university watchdog
    administration navy authorities congregation parish diocese bloc""".split()
)
_PEOPLE = frozenset(
    """actress activist advocate adult agent aide ally ambassador analyst architect artist
    astronaut athlete attorney aunt author baby boss boy boyfriend brother bishop
    candidate captain cardinal celebrity chairman chairwoman champion chancellor chef
    chief child citizen clerk client coach colleague colonel commissioner comedian
    commuter congressman congresswoman constable cop couple coroner councillor cousin
    crew criminal critic customer dad daughter deputy detective diplomat dissident
    doctor economist editor elite engineer envoy executive expert father felon fellow
    fan farmer founder friend gay general girl girlfriend governor grandfather
    grandmother guest guy gypsy heir hero historian hostage husband hacker immigrant
    inmate insurgent investor islamist jew jihadist journalist judge justice juror kid
    king knight lad lady lawmaker lawyer leader lesbian liberal librarian local loyalist
    man manager mayor member mercenary migrant militant millennial millionaire
    billionaire minister minor monk mother mum mom muslim musician neighbor neighbour
    nephew niece novelist nun nurse officer official operative opponent orphan outsider
    owner parent partner passenger pastor patient patriot pedestrian pensioner people
    person photographer pilot physician player poet policeman policewoman politician
    pope premier president priest prince princess prisoner professor prosecutor
    protester protestor pundit pupil queen rabbi rapist rebel refugee relative reporter
    representative republican democrat conservative resident rival sailor scholar
    scientist secretary senator separatist sheriff singer sister skipper soldier son
    speaker spokesman spokesperson spokeswoman spouse spy staffer star student successor
    suspect teacher teen teenager terrorist thief tourist tenant troop trustee twin
    tycoon tyrant uncle veteran victim villager volunteer voter widow wife witness woman
    worker writer youth feminist supporter sponsor heiress donor surgeon vendor mentor
    translator burglar publisher prime settler borrower insurer pilgrim skeptic sceptic
    convict ex-convict financier midwife bystander robber bride groom christian catholic
    protestant hindu sikh buddhist plaintiff defendant complainant pirate peasant nomad
    native addict""".split()
)
_ENDINGS = ("ist", "crat", "ician", "ologist", "ographer", "smith", "monger", "son")
# Agents that are written as one word with what they do it to: "taxpayer", "firefighter".
_COMPOUNDS = tuple(
    "keeper maker fighter payer goer holder taker worker seeker owner leader lover eater".split()
)
_NO_EMPLOYEES = frozenset("coffee degree committee pedigree guarantee jubilee refugee".split())
# What does something, but is no person: "computer", "letter".
_THINGS = frozenset(
    """answer charter computer container copier corner counter cover dinner disorder filter
    letter matter monitor mirror motor number offer order other paper poster power
    printer prayer rumor reactor scanner sensor shelter silver summer supper tanker
    tower tractor trailer transformer trigger refrigerator ladder cancer river water
    weather border winter chapter folder burger barrier carrier layer boiler cooker
    freezer helicopter processor factor sector vector meter former latter career voucher
    comparison reason season prison lesson poison charger dryer washer sweater shutter
    ether rather fiber error drawer cooler screener manner banner planner timer clearer
    recorder slider checker locker server browser router cluster master tracker stopper
    divider blocker pointer marker register twitter""".split()
)
_IRREGULAR = {"men": "man", "women": "woman", "children": "child", "people": "person"}


def names_body(noun: str) -> bool:
    """Whether a common noun, in small letters, names a body: "union", "courts"."""
    return noun in BODIES or _singular(noun) in BODIES


def names_people(noun: str) -> bool:
    """Whether a common noun, in small letters, names a person or people: "nurses"."""
    one = _IRREGULAR.get(noun) or _singular(noun)
    if one in _THINGS:
        return False
    if one in _PEOPLE or one.endswith(("man", "woman", "men", "women")):
        return True
    if one.endswith("ee") and len(one) > 5:
        return one not in _NO_EMPLOYEES
    return is_agent(one) or (one.endswith(_ENDINGS + _COMPOUNDS) and not one.endswith("list"))


def _singular(noun: str) -> str:
    if noun.endswith("ies") and len(noun) > 4:
        return noun[:-3] + "y"
    if noun.endswith(("sses", "ches", "shes", "xes")):
        return noun[:-2]
    return noun[:-1] if noun.endswith("s") and not noun.endswith("ss") else noun
