"""Questions to the seed articles, and what is said to them."""

from datetime import date

from adapters.wiring import House
from bench.gallery.sections import PERSON, PLACE, Section, Shown
from bot import replies
from index.articles import Article

#: The one sentence that no seed article has: one that is longer than a quotation may be.
LONG = Article(
    id="gallery-long",
    title="What the communique says, in one breath",
    outlet="The Gallery Gazette",
    published=date(2025, 8, 19),
    body=(
        "The communique, which was read out twice in the hall and once more for those who had waited in the rain outside, says that the "
        "parties will keep the northern ferry running through the winter, that the harbour at Quillmouth is to be dredged before the ice "
        "comes, that neither side is to raise its fees before the ministers have met again, that the fishing grounds east of the bank are "
        "left to those who have fished there since the first treaty, and that whoever breaks any of this has to say so to the other within "
        "a week, in writing and with the reason, or lose the vote that the treaty gives it in the common office until the next meeting."
    ),
)


async def answers(house: House) -> Section:
    """What the articles say."""
    desk, service = house.desk, house.service
    answer = await desk.ask("Was a ceasefire agreed?", PERSON, PLACE)
    assert answer.exchange is not None
    more = await desk.onward.more(answer.exchange, PERSON, PLACE)
    differing = await desk.ask("Who was in the delegation?", PERSON, PLACE)
    versions = await desk.ask("What did Zelenskiy say about giving up land?", PERSON, PLACE)
    follow_up = await desk.ask("and what did Merz say?", PERSON, PLACE, before=("What was said about NATO?",))
    misspelt = await desk.ask("How far did oil pricses fall?", PERSON, PLACE)
    private = await desk.find_sources("Putin agreed to leave Donetsk.", PERSON, PLACE)
    assert private.exchange is not None
    await service.add([LONG])
    long = await desk.ask("What does the communique say about the Quillmouth harbour?", PERSON, PLACE)
    await service.remove(LONG.id)
    return Section(
        "Answers",
        (
            Shown("A question", answer.reply),
            Shown("More of it", more.reply),
            Shown("More, when there is no more that was not shown", replies.more("Was a ceasefire agreed?", (), 3)),
            Shown("Sources differ", differing.reply),
            Shown("There is another version of the article", versions.reply),
            Shown("A sentence that is longer than a quotation may be", long.reply),
            Shown("A question that goes on from another", follow_up.reply),
            Shown("A word that is misspelt", misspelt.reply),
            Shown("“Find sources” on somebody's message", private.reply),
            Shown("The same, shared with all", (await desk.onward.share(private.exchange, PERSON, "Ann", PLACE)).reply),
            Shown("Why this answer", await desk.onward.why(answer.exchange, PLACE)),
            Shown("👍", await desk.onward.rate(answer.exchange, PERSON, helpful=True)),
        ),
    )


async def refusals(house: House) -> Section:
    """What they do not say."""

    async def asked(when: str, question: str) -> Shown:
        return Shown(when, (await house.desk.ask(question, PERSON, PLACE)).reply)

    unknown = await house.desk.ask("What did Merkel say about Bratislava?", PERSON, PLACE)
    assert unknown.exchange is not None
    return Section(
        "Declined",
        (
            Shown("Names that no article has", unknown.reply),
            await asked("Somebody who is not quoted", "What did Starmer say about troops?"),
            await asked("A number that nobody gives", "How many troops did Macron promise?"),
            await asked("Another subject", "Who won the football match?"),
            await asked("Nothing to search for", "and?"),
            await asked("Small talk", "hello, how are you?"),
            Shown("Why it was declined", await house.desk.onward.why(unknown.exchange, PLACE)),
        ),
    )


async def sources(house: House) -> Section:
    """What there is to ask."""
    desk, service = house.desk, house.service
    greeting, lately, _ = await desk.front(PLACE, "/help")
    tried = [await service.preview(topic, PLACE.where) for topic in ('ceasefire OR "security guarantees"', "herring quota")]
    return Section(
        "Sources",
        (
            Shown("A summary", (await desk.summarize("seed-1.1", "short", PERSON, PLACE)).reply),
            Shown("The list of sources", (await desk.sources(PLACE)).reply),
            Shown("What came last", lately),
            Shown(
                "A topic, tried on what is stored",
                replies.preview(tried[0]),
            ),
            Shown("A topic that nothing fits", replies.preview(tried[1])),
            Shown("Hello", greeting),
            Shown("Help", replies.help_("platform")),
            Shown("What is stored of people", desk.privacy()),
            Shown("Forget me", await desk.forget(PLACE.platform, PERSON)),
        ),
    )
