"""More targets and texts, after public reports of other programs: (target, text, mentions)."""

from __future__ import annotations

from tests.text.targets.target_cases import Case

REPORTED: list[Case] = [
    ("O'Brien", "Mr O’Brien resigned. O`Brien's party wept.", ["O’Brien", "O`Brien"]),
    ("Macy's", "Macy’s shut. A Macy's store burned.", ["Macy’s", "Macy's"]),
    ("Wendy’s", "Wendy's is cheap. I love Wendy's!", ["Wendy's", "Wendy's"]),
    ("Levi's", "Levi’s jeans are bad. Levi Strauss left.", ["Levi’s"]),
    (
        "women's rights",
        "Women’s rights are human rights. She fought for women's rights.",
        ["Women’s rights", "women's rights"],
    ),
    ("d'Artagnan", "The road of D’Artagnan is bad.", ["D’Artagnan"]),
    (
        "Côte d'Ivoire",
        "Voters in Côte d’Ivoire cheered. Cote d'Ivoire won.",
        ["Côte d’Ivoire", "Cote d'Ivoire"],
    ),
    ("Hawai'i", "The people of Hawaiʻi voted. Hawaiʻi is angry.", ["Hawaiʻi", "Hawaiʻi"]),
    ("Zürich", "Zurich is dear. Zürich is clean.", ["Zurich", "Zürich"]),
    ("Sao Paulo", "São Paulo burns. Critics left São Paulo.", ["São Paulo", "São Paulo"]),
    ("Beyoncé", "Beyonce\u0301 sang. Fans love Beyonce\u0301.", ["Beyonce\u0301", "Beyonce\u0301"]),
    ("Beyonce", "Beyoncé sang and Beyoncé danced.", ["Beyoncé", "Beyoncé"]),
    ("façade", "The facade is ugly. The façade fell.", ["façade"]),
    (
        "carbon tax",
        "The car\xadbon tax is awful. Nobody likes a carbon\u200b tax.",
        ["car\xadbon tax", "carbon\u200b tax"],
    ),
    ("office", "The oﬃce is closed. Our office moved.", ["oﬃce", "office"]),
    ("NATO", "\uff2e\uff21\uff34\uff2f lied. Nato failed.", ["\uff2e\uff21\uff34\uff2f", "Nato"]),
    ("UNICEF", "Unicef helped. unicef did well.", ["Unicef", "unicef"]),
    ("WHO", "Who said that? The WHO lied. People who know agree.", ["WHO"]),
    ("US", "The US failed us. Let us go. U.S. troops left.", ["US", "U.S."]),
    ("IT", "The IT department is bad. It is slow.", ["IT"]),
    ("C++", "I love C++. C++ is fast; C is old.", ["C++", "C++"]),
    ("C#", "C# is fine. C is old. C++ too.", ["C#"]),
    ("R", "R is slow. R&D is fun. The R language wins.", ["R", "R"]),
    (".NET", ".NET is great. The net is wide.", [".NET"]),
    ("Go", "Go is fast. They go home. We like Go.", ["Go", "Go"]),
    (
        "Brexit",
        "Post-Brexit trade fell. Brexit failed. Anti-Brexit crowds marched.",
        ["Brexit", "Brexit", "Brexit"],
    ),
    (
        "climate change",
        "Climate-change deniers lost. ‘Climate change’ is real.",
        ["Climate-change", "Climate change"],
    ),
    (
        "health care",
        "Healthcare is broken. The health-care bill failed.",
        ["Healthcare", "health-care"],
    ),
    ("AT&T", "AT&amp;T lied. AT&T sold it. AT & T paid.", ["AT&amp;T", "AT&T", "AT & T"]),
    (
        "tax on sugar",
        "The sugar tax is unfair. A tax on sugar hits the poor.",
        ["sugar tax", "tax on sugar"],
    ),
    (
        "ban on plastic bags",
        "The plastic bag ban is silly. Shops hate the ban on plastic bags.",
        ["plastic bag ban", "ban on plastic bags"],
    ),
    (
        "COVID-19",
        "Covid-19 killed her. COVID 19 is back. Covid\u201119 jabs help.",
        ["Covid-19", "COVID 19", "Covid\u201119"],
    ),
    ("U.N.", "The UN failed. The U.N. lied.", ["UN", "U.N."]),
    ("G20", "The G-20 met. The G20 left.", ["G-20", "G20"]),
    ("Apple", "Apple lied. He ate an apple. Apple's boss left.", ["Apple", "Apple"]),
    ("organisation", "The organization is bad.", ["organization"]),
    ("labour law", "The labor law is weak.", ["labor law"]),
    ("3M", "3M lied. The 3 m wall fell.", ["3M"]),
    ("Ke$ha", "Ke$ha sang. I love Ke$ha.", ["Ke$ha", "Ke$ha"]),
    ("P!nk", "P!nk sang well. Pink walls.", ["P!nk"]),
    ("#MeToo", "The #MeToo wave is good. MeToo works.", ["#MeToo", "MeToo"]),
    ("@jack", "I blame @jack for it. jack left.", ["@jack", "jack"]),
    ("E. coli", "E. coli is bad. E coli killed two.", ["E. coli", "E coli"]),
    ("5G", "5G masts burn. A 5G-phone. 5 G of gold.", ["5G", "5G"]),
    ("Yahoo!", "Yahoo! lied. Yahoo fell.", ["Yahoo!", "Yahoo"]),
    (
        "gun control",
        "Gun controls fail. Control of guns works. Gun control is needed.",
        ["Gun controls", "Control of guns", "Gun control"],
    ),
    (
        "the New York Times",
        "The New York Times lied. I read the New York Times.",
        ["The New York Times", "the New York Times"],
    ),
    (
        "Jean-Luc Picard",
        "Jean–Luc Picard left. Jean Luc Picard came.",
        ["Jean–Luc Picard", "Jean Luc Picard"],
    ),
    ("Straße", "Die STRASSE is a novel. Straße sells.", ["STRASSE", "Straße"]),
    ("Łódź", "Lodz is poor. Łódź is rich.", ["Lodz", "Łódź"]),
    ("Ørsted", "Orsted fell. Ørsted rose.", ["Orsted", "Ørsted"]),
    ("İstanbul", "Istanbul is loud. İstanbul sleeps.", ["Istanbul", "İstanbul"]),
    (
        "Apple",
        "Critics say Apple failed them all. The old apple was kept. Apple did not reply.",
        ["Apple", "Apple"],
    ),
    (
        "Target",
        "Critics say Target failed them all. The old target was kept. Target did not reply.",
        ["Target", "Target"],
    ),
    (
        "Shell",
        "Critics say Shell failed them all. The old shell was kept. Shell did not reply.",
        ["Shell", "Shell"],
    ),
    (
        "Orange",
        "Critics say Orange failed them all. The old orange was kept. Orange did not reply.",
        ["Orange", "Orange"],
    ),
    (
        "Oracle",
        "Critics say Oracle failed them all. The old oracle was kept. Oracle did not reply.",
        ["Oracle", "Oracle"],
    ),
    (
        "Subway",
        "Critics say Subway failed them all. The old subway was kept. Subway did not reply.",
        ["Subway", "Subway"],
    ),
    (
        "Python",
        "Critics say Python failed them all. The old python was kept. Python did not reply.",
        ["Python", "Python"],
    ),
    (
        "Labour",
        "Critics say Labour failed them all. The old labour was kept. Labour did not reply.",
        ["Labour", "Labour"],
    ),
    (
        "Reform",
        "Critics say Reform failed them all. The old reform was kept. Reform did not reply.",
        ["Reform", "Reform"],
    ),
    (
        "Mirror",
        "Critics say Mirror failed them all. The old mirror was kept. Mirror did not reply.",
        ["Mirror", "Mirror"],
    ),
    (
        "Guardian",
        "Critics say Guardian failed them all. The old guardian was kept. Guardian did not reply.",
        ["Guardian", "Guardian"],
    ),
    (
        "Signal",
        "Critics say Signal failed them all. The old signal was kept. Signal did not reply.",
        ["Signal", "Signal"],
    ),
    (
        "Turkey",
        "Critics say Turkey failed them all. The old turkey was kept. Turkey did not reply.",
        ["Turkey", "Turkey"],
    ),
    (
        "Threads",
        "Critics say Threads failed them all. The old threads was kept. Threads did not reply.",
        ["Threads", "Threads"],
    ),
    (
        "Square",
        "Critics say Square failed them all. The old square was kept. Square did not reply.",
        ["Square", "Square"],
    ),
    (
        "Windows",
        "Critics say Windows failed them all. The old windows was kept. Windows did not reply.",
        ["Windows", "Windows"],
    ),
    ("Reform", "The reform failed. Reform is needed.", ["reform", "Reform"]),
    ("Progress", "Progress is slow, and slow progress is bad.", ["Progress", "progress"]),
    ("Labour", "Labour costs rose. The cost of labour fell.", ["Labour", "labour"]),
    (
        "Immigration",
        "Immigration is good. We need immigration, says the Immigration Board.",
        ["Immigration", "immigration", "Immigration"],
    ),
    ("apple", "He ate an apple. The apple was red.", ["apple", "apple"]),
    (
        "wonderful road",
        "The won-\nderful road to the quay is shut, and nobody who lives there knows why it is so.",
        ["won-\nderful road"],
    ),
    ("100m", "The 100 m final was fast. The 100m is over.", ["100 m", "100m"]),
    ("terrible", "It is t\u0337e\u0337r\u0337r\u0337ible.", ["t\u0337e\u0337r\u0337r\u0337ible"]),
]

# Those whose names only the real reader finds.
READ = [
    ("Google", "Users left Google+ for Google.", ["Google"]),
    ("emmanuel macron", "Emmanuel Macron lied. Macron left.", ["Emmanuel Macron", "Macron"]),
    ("Mr. O'Brien", "Mr O’Brien left. O’Brien lied.", ["Mr O’Brien", "O’Brien"]),
    ("Swift", "Taylor Swift left. Swift had a swift end.", ["Taylor Swift", "Swift"]),
    ("Wi-Fi", "WiFi, wi-fi and Wi Fi are slow.", ["WiFi", "wi-fi", "Wi Fi"]),
    (
        "St. Louis",
        "St Louis is poor. Saint Louis is old. St. Louis shines.",
        ["St Louis", "Saint Louis", "St. Louis"],
    ),
]
