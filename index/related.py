"""Words that belong together although their stems differ: other forms of a word, and words that mean nearly the same in news.

By hand and for any news: diplomacy, war, politics, law, the economy, disasters, science, sport. A group ends with a semicolon. Words of
many meanings ("charge", "party", "share" as a verb) are left out, since a wrong alert is worse than one missed.
"""

from functools import lru_cache
from typing import NamedTuple

from index.analysis import word_terms

#: Forms of one word that the stemmer keeps apart: irregular verbs, nouns made of verbs and of adjectives, who does it.
_FORMS = """
buy bought; sell sold sale; freeze froze frozen; win won winner; lose lost loss; die dead death; shoot shot shooting; steal stole stolen
theft; strike struck; fall fell fallen; rise rose risen; grow grew grown growth; speak spoke spoken speech; choose chose chosen choice;
withdraw withdrew withdrawn withdrawal; fly flew flown flight; build built; fight fought fighting; hold held; meet met meeting; pay paid
payment; send sent; spend spent; teach taught; write wrote written; drive drove driven; give gave given; take took taken; break broke
broken; begin began begun; sink sank sunk; swim swam swum; feed fed; flee fled; seek sought; catch caught; bring brought; tell told;
hear heard; invade invasion invader; expand expansion; explode explosion; decide decision; divide division; collide collision; extend
extension; respond response; succeed success; conclude conclusion; suspend suspension; permit permission; admit admission; persuade
persuasion; destroy destruction; reduce reduction; apply application; deny denial; marry marriage; depart departure; fail failure; close
closure; expose exposure; seize seizure; disclose disclosure; agree agreement; treat treatment; settle settlement; detain detention
detainee; retain retention; abolish abolition; acquire acquisition; inquire inquiry enquiry; prosecute prosecutor; survive survival
survivor; invest investor; migrate migrant migration; vote voter; teach teacher; guarantee guarantor; speak speaker; leader leadership;
member membership; citizen citizenship; friend friendship; partner partnership; owner ownership; champion championship; free freedom;
strong strength strengthen; poor poverty; safe safety; true truth; young youth; high height; hot heat; president presidential; minister
ministry ministerial; parliament parliamentary; elect electoral; economy economic economist; politics politician; science scientific
scientist; democracy democratic; diplomacy diplomat; crime criminal; finance financial; commerce commercial; province provincial; europe
european; asia asian; africa african; islam islamic islamist; terror terrorism terrorist; tourism tourist; nation nationalist
nationalism; music musician; employ employee; bank banker; mine miner; farm farmer; journal journalist; police policeman policemen;
woman women; man men; child children; foot feet; thief thieves; wife wives; crisis crises; analysis analyst; surgery surgeon
"""

#: Words that stand for each other in news. A hyphen joins the words of a name of several.
_SENSES = """
agreement deal accord pact treaty; talks negotiations dialogue discussions; summit meeting encounter; ceasefire truce armistice; envoy
emissary ambassador; alliance allies; sanctions embargo penalties; guarantee assurance pledge; promise pledge vow; swap exchange;
concession concede cede surrender; visit trip tour; trilateral three-way tripartite; bilateral two-way; row quarrel spat dispute clash
feud altercation shouting-match dust-up berate; statement communique declaration; mediator mediation broker; relations ties; isolation
outcast pariah; attack strike struck assault raid bombardment airstrike shelling; war conflict hostilities fighting; troops soldiers
forces army; weapons arms weaponry munitions; missile rocket; warplane jet; bomb bombing explosion blast; invasion invade incursion;
annex annexation occupy occupation; withdrawal pull-out retreat; frontline battle-line battlefront; territory territorial land; border
frontier; hostage captive; prisoner inmate detainee; militant insurgent rebel guerrilla; kill death dead fatality slain; wound injure
injury casualties; nuclear atomic; drone uav; warship frigate; election vote poll ballot; parliament legislature congress; lawmaker
legislator mp congressman senator; opposition dissident; protest demonstration rally; resign quit step-down; coup putsch overthrow;
corruption bribery graft; law legislation; ban prohibition outlaw; referendum plebiscite; migrant immigrant refugee; immigration
migration asylum; spy espionage; budget spending; reform overhaul; cut slash; arrest detain custody; prison jail imprisonment; court
tribunal; lawsuit sue litigation; trial prosecution; verdict ruling judgment; convict guilty conviction; murder homicide killing; police
officers; theft robbery burglary; fraud scam; violation breach; investigation inquiry probe; fine penalty; price cost; stocks bourse
equities wall-street; oil crude petroleum; company firm corporation; profit earnings; tariff duty levy; job employment; unemployment
joblessness; layoffs job-cuts redundancies; wage pay salary; walkout strike industrial-action stoppage; debt borrowing; recession
downturn slump; bankruptcy insolvency; merger takeover acquisition; purchase buy bought sale sold acquisition; investment funding; car
vehicle automobile; plane aircraft jet; minerals metals; exports shipments; bank lender; rise increase surge jump; fall drop decline
slump plunge; earthquake quake tremor; flood inundation deluge; fire blaze wildfire bushfire; storm hurricane cyclone typhoon; emissions
pollution; rescue evacuation; crash accident collision; disease illness; outbreak epidemic; vaccine jab; doctor physician; drug medicine
narcotics; scientist researcher; study research; drought dry-spell; famine starvation hunger; aid assistance relief; child kid; letter
missive; television tv broadcaster; reporter journalist correspondent; win won victory triumph; defeat loss lost beat; match game; coach
manager; champion titleholder; film movie; pupil student; teacher lecturer; priest clergy; pope pontiff; monarch king
"""

#: Names of several words and the short ones that stand for them.
_NAMES = """
united states us; united kingdom uk; european union eu; united nations un; north atlantic treaty organization nato; international
criminal court icc; federal reserve fed; international monetary fund imf; united arab emirates uae; european central bank ecb; world
trade organization wto; prime minister premier; front line frontline; cease fire ceasefire; air strike airstrike; stock market stocks;
stock exchange stocks; global warming climatechange; climate change climatechange; interest rate interestrate; borrowing cost
interestrate
"""


#: Plurals that mean something else than many of the one, which the stemmer takes for it.
_PLURALS = frozenset("arms forces officers stocks talks".split())


class Compound(NamedTuple):
    """Words that make one name: the terms of the words, in order, and the term for all."""

    parts: tuple[str, ...]
    term: str


def term_of(word: str) -> str:
    """The term by which the word (folded, without hyphens) is known here: its stem, but "=talks" for a plural with a meaning of its own."""
    return f"={word}" if word in _PLURALS else word_terms(word)[0]


def same_word(term: str) -> frozenset[str]:
    """The terms of the other forms of the word, its own among them."""
    return _groups(_FORMS).get(term, frozenset((term,)))


def near(term: str) -> frozenset[str]:
    """The terms that mean nearly the same as any form of the word, without the word's own."""
    forms = same_word(term)
    return frozenset().union(*(_groups(_SENSES).get(form, frozenset()) for form in forms)) - forms


@lru_cache(maxsize=1)
def compounds() -> dict[str, tuple[Compound, ...]]:
    """Names of several words, by the term of their first; the longest first."""
    found: set[Compound] = set()
    for group in _NAMES.split(";"):
        *parts, short = group.split()
        found.add(Compound(tuple(word_terms(part)[0] for part in parts), term_of(short)))
    for word in _SENSES.replace(";", " ").split():
        if "-" in word:
            found.add(Compound(tuple(word_terms(part)[0] for part in word.split("-")), word_terms(word)[0]))
    ordered = sorted(found, key=lambda compound: (-len(compound.parts), compound))
    return {first: tuple(c for c in ordered if c.parts[0] == first) for first in {c.parts[0] for c in found}}


@lru_cache(maxsize=2)
def _groups(table: str) -> dict[str, frozenset[str]]:
    """For each term, all that share a group with it. A word may stand in several groups."""
    groups: dict[str, frozenset[str]] = {}
    for group in table.split(";"):
        terms = frozenset(term_of(word) for word in group.split())
        for term in terms:
            groups[term] = groups.get(term, frozenset()) | terms
    return groups
