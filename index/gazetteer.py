"""Countries as news names them: by name, by the word for what is theirs, by capital and by seat of government.

"Moscow said", "the Kremlin said" and "Russia said" are one speaker to a reader. One line a country; the first word is its key, and what
stands after the bar are capitals and seats.
Only single words; names of several words stand under the one that tells them apart.
"""

from functools import lru_cache

from index.analysis import word_terms

_COUNTRIES = """
afghanistan afghan afghans | kabul
albania albanian | tirana
algeria algerian | algiers
angola angolan | luanda
argentina argentine argentinian argentinians
armenia armenian armenians | yerevan
australia australian australians | canberra
austria austrian austrians | vienna
azerbaijan azerbaijani azerbaijanis | baku
bahrain bahraini | manama
bangladesh bangladeshi | dhaka
belarus belarusian belarusians | minsk
belgium belgian belgians
bolivia bolivian
bosnia bosnian | sarajevo
brazil brazilian brazilians | brasilia
bulgaria bulgarian | sofia
cambodia cambodian
cameroon cameroonian
canada canadian canadians | ottawa
chile chilean | santiago
china chinese | beijing
colombia colombian | bogota
congo congolese | kinshasa
croatia croatian | zagreb
cuba cuban | havana
cyprus cypriot | nicosia
czechia czech czechs | prague
denmark danish dane danes | copenhagen
ecuador ecuadorian | quito
egypt egyptian egyptians | cairo
estonia estonian estonians | tallinn
ethiopia ethiopian
finland finnish finn finns | helsinki
france french frenchman | paris elysee
gaza gazan gazans
germany german germans | berlin
ghana ghanaian | accra
greece greek greeks | athens
greenland greenlander | nuuk
guatemala guatemalan
haiti haitian
honduras honduran
hungary hungarian hungarians | budapest
iceland icelandic | reykjavik
india indian indians | delhi
indonesia indonesian | jakarta
iran iranian iranians | tehran
iraq iraqi iraqis | baghdad
ireland irish | dublin
israel israeli israelis | jerusalem
italy italian italians | rome
jamaica jamaican
japan japanese | tokyo
jordan jordanian | amman
kazakhstan kazakh | astana
kenya kenyan | nairobi
kosovo kosovar | pristina
kuwait kuwaiti
kyrgyzstan kyrgyz | bishkek
laos laotian
latvia latvian latvians | riga
lebanon lebanese | beirut
libya libyan | tripoli
lithuania lithuanian lithuanians | vilnius
malaysia malaysian
mali malian | bamako
malta maltese | valletta
mexico mexican mexicans
moldova moldovan | chisinau
mongolia mongolian
montenegro montenegrin
morocco moroccan | rabat
mozambique mozambican | maputo
myanmar burmese burma
nepal nepali nepalese | kathmandu
netherlands dutch
nicaragua nicaraguan | managua
niger nigerien | niamey
nigeria nigerian | abuja
norway norwegian norwegians | oslo
oman omani | muscat
pakistan pakistani | islamabad
palestine palestinian palestinians | ramallah
panama panamanian
paraguay paraguayan
peru peruvian | lima
philippines philippine filipino | manila
poland polish pole poles | warsaw
portugal portuguese | lisbon
qatar qatari | doha
romania romanian | bucharest
russia russian russians | moscow kremlin
rwanda rwandan | kigali
saudi saudis | riyadh
senegal senegalese | dakar
serbia serbian serb serbs | belgrade
slovakia slovak slovaks | bratislava
slovenia slovenian | ljubljana
somalia somali | mogadishu
spain spanish | madrid
sudan sudanese | khartoum
sweden swedish swede swedes | stockholm
switzerland swiss | bern
syria syrian syrians | damascus
taiwan taiwanese | taipei
tajikistan tajik | dushanbe
tanzania tanzanian
thailand thai | bangkok
tunisia tunisian | tunis
turkey turkish turk turks turkiye | ankara
turkmenistan turkmen | ashgabat
uganda ugandan | kampala
uk britain british briton britons | london downing
ukraine ukrainian ukrainians | kyiv
uruguay uruguayan | montevideo
us american americans america | washington
uzbekistan uzbek | tashkent
venezuela venezuelan | caracas
vietnam vietnamese | hanoi
yemen yemeni | sanaa
zambia zambian | lusaka
zimbabwe zimbabwean | harare
"""


@lru_cache(maxsize=1)
def _groups() -> dict[str, frozenset[str]]:
    groups: dict[str, frozenset[str]] = {}
    for line in _COUNTRIES.split("\n"):
        terms = _terms(line)
        groups.update(dict.fromkeys(terms, terms))
    return groups


@lru_cache(maxsize=1)
def _seats() -> frozenset[str]:
    return frozenset().union(*(_terms(line.partition("|")[2]) for line in _COUNTRIES.split("\n")))


@lru_cache(maxsize=1)
def _peoples() -> frozenset[str]:
    names = [line.partition("|")[0].split() for line in _COUNTRIES.split("\n") if line]
    return frozenset(term for _, *peoples in names for word in peoples for term in word_terms(word)) - _terms(
        " ".join(name[0] for name in names)
    )


def _terms(words: str) -> frozenset[str]:
    return frozenset(term for word in words.replace("|", " ").split() for term in word_terms(word))


def same_country(term: str) -> frozenset[str]:
    """The terms (as the analyzer makes them) for the country that `term` names, its own among them; empty where it names none."""
    return _groups().get(term, frozenset())


def is_seat(term: str) -> bool:
    """Whether the term names a capital or a seat of government, and the country only by it."""
    return term in _seats()


def is_people(term: str) -> bool:
    """Whether the term says whose something is ("ukrainian"), and names the country only by it."""
    return term in _peoples()
