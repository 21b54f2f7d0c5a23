"""Countries, the words for their people, and the names that stand for their governments.

Only what coreference in news needs: "Ukrainian" and "Kyiv" belong to "Ukraine". The table
holds the states that news is mostly about, not every state; a new one takes one line.
"""

from __future__ import annotations

# name | other names | demonyms (adjective and noun) | metonyms of the government
_TABLE = """
Afghanistan||Afghan|Kabul
Argentina||Argentine,Argentinian|Buenos Aires
Armenia||Armenian|Yerevan
Australia||Australian|Canberra
Austria||Austrian|
Azerbaijan||Azerbaijani|Baku
Bangladesh||Bangladeshi|Dhaka
Belarus||Belarusian|Minsk
Belgium||Belgian|
Bolivia||Bolivian|La Paz
Brazil||Brazilian|Brasilia
Britain|United Kingdom,UK,U.K.,Great Britain|British,Briton|Downing Street,Whitehall
Bulgaria||Bulgarian|Sofia
Cambodia||Cambodian|Phnom Penh
Canada||Canadian|Ottawa
Chile||Chilean|Santiago
China|People's Republic of China,PRC|Chinese|Beijing
Colombia||Colombian|Bogota
Congo|Democratic Republic of Congo,DRC|Congolese|Kinshasa
Croatia||Croatian,Croat|Zagreb
Cuba||Cuban|Havana
Denmark||Danish,Dane|Copenhagen
Egypt||Egyptian|Cairo
Ethiopia||Ethiopian|Addis Ababa
European Union|EU,E.U.|European|Brussels
Finland||Finnish,Finn|Helsinki
France||French|Paris,Elysee
Georgia||Georgian|Tbilisi
Germany||German|Berlin
Greece||Greek|Athens
Haiti||Haitian|Port-au-Prince
Hungary||Hungarian|Budapest
India||Indian|New Delhi,Delhi
Indonesia||Indonesian|Jakarta
Iran|Islamic Republic|Iranian|Tehran
Iraq||Iraqi|Baghdad
Ireland||Irish|Dublin
Israel||Israeli|Jerusalem
Italy||Italian|Rome
Japan||Japanese|Tokyo
Jordan||Jordanian|Amman
Kazakhstan||Kazakh|Astana
Kenya||Kenyan|Nairobi
Lebanon||Lebanese|Beirut
Libya||Libyan|Tripoli
Lithuania||Lithuanian|Vilnius
Mexico||Mexican|Mexico City
Moldova||Moldovan|Chisinau
Morocco||Moroccan|Rabat
Myanmar|Burma|Burmese|Naypyidaw
Netherlands|Holland|Dutch|The Hague
New Zealand||New Zealander|Wellington
Nigeria||Nigerian|Abuja
North Korea|DPRK|North Korean|Pyongyang
Norway||Norwegian|Oslo
Pakistan||Pakistani|Islamabad
Palestine||Palestinian|Ramallah
Peru||Peruvian|Lima
Philippines|the Philippines|Filipino,Philippine|Manila
Poland||Polish,Pole|Warsaw
Portugal||Portuguese|Lisbon
Qatar||Qatari|Doha
Romania||Romanian|Bucharest
Russia|Russian Federation|Russian|Moscow,Kremlin
Saudi Arabia||Saudi|Riyadh
Serbia||Serbian,Serb|Belgrade
South Africa||South African|Pretoria
South Korea||South Korean|Seoul
Spain||Spanish,Spaniard|Madrid
Sudan||Sudanese|Khartoum
Sweden||Swedish,Swede|Stockholm
Switzerland||Swiss|Bern
Syria||Syrian|Damascus
Taiwan||Taiwanese|Taipei
Thailand||Thai|Bangkok
Tunisia||Tunisian|Tunis
Turkey|Turkiye,Türkiye|Turkish,Turk|Ankara
Ukraine||Ukrainian|Kyiv,Kiev
United Arab Emirates|UAE,Emirates|Emirati|Abu Dhabi
United States|US,U.S.,USA,U.S.A.,America,United States of America|American|Washington,White House
Venezuela||Venezuelan|Caracas
Vietnam||Vietnamese|Hanoi
Yemen||Yemeni|Sanaa
"""


class Country:
    """The words for one country.

    `names` are all its names, `name` first; `demonyms` serve as adjectives too ("Ukrainian
    troops"); `metonyms` stand for its government ("Kyiv").
    """

    __slots__ = ("demonyms", "metonyms", "name", "names")

    def __init__(self, row: str) -> None:
        name, others, demonyms, metonyms = row.split("|")
        self.name = name
        self.names = (name, *filter(None, others.split(",")))
        self.demonyms = tuple(filter(None, demonyms.split(",")))
        self.metonyms = tuple(filter(None, metonyms.split(",")))


COUNTRIES = tuple(Country(row) for row in _TABLE.strip().splitlines())

_BY_NAME = {name.lower(): c for c in COUNTRIES for name in c.names}
# Demonyms of no single state, and adjectives like them: never a name by themselves.
_OTHER_DEMONYMS = frozenset(
    "korean soviet arab asian african european american western eastern kurdish jewish muslim "
    "christian catholic islamic latino hispanic nordic baltic slavic nazi communist".split()
)
DEMONYMS = {d.lower(): c for c in COUNTRIES for d in c.demonyms}
METONYMS = {m.lower(): c for c in COUNTRIES for m in c.metonyms}


def country(name: str) -> Country | None:
    """The country of that name, whatever the case; None for anything else."""
    return _BY_NAME.get(name.strip().removeprefix("the ").lower())


def is_demonym(word: str) -> bool:
    """Whether the word (singular or plural) names a people: "Ukrainian", "Russians"."""
    low = word.lower()
    one = low.removesuffix("s")
    return low in DEMONYMS or one in DEMONYMS or one in _OTHER_DEMONYMS
