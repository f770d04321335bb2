"""What is said of alerts, and of what places are subscribed to. Pure."""

from collections.abc import Sequence

from bot.blocks import Block, Item, Line, Listing, Reply
from bot.quotes import Quote
from bot.replies import article_item, joined, quiet, quotation
from bot.results import Preview, Subscribed
from bot.wording import count, subscribed_words, told_words, topics_words

NO_SUBSCRIPTIONS = "Nothing is subscribed to here. /subscribe and a topic, such as security guarantees, has Sherpa tell you of news on it."
ALERTS = "Alerts"
#: Stories of one message that are told by a sentence, and after them by their titles.
TOLD = 6
TITLES = 12


def alert(stories: Sequence[tuple[Quote, Sequence[str]]], topics: Sequence[str], digest: str | None = None) -> Reply:
    """What a place is told: each story by the sentence that fits, first of all those with the most room; the rest by their titles.

    `stories`: quotations, each with the topics that it fits; `topics`: of all of them; `digest`: "daily" or "weekly", where it is one.
    """
    on = f"on {topics_words(topics)}"
    if digest is None:
        heading = f"News {on}" if len(stories) == 1 else f"{len(stories)} new stories {on}"
    else:
        heading = f"Your {digest} digest: {count(len(stories), 'story', 'stories')} {on}"
    blocks: list[Block] = []
    for quote, fits in stories[:TOLD]:
        told = quotation(quote, None)
        also = (f"fits {topics_words(fits)}" if len(topics) > 1 else "", told.carriers)
        blocks.append(told.model_copy(update={"carriers": joined(also)}))
    if rest := [article_item(quote.citation) for quote, _ in stories[TOLD:]]:
        blocks.append(Listing(title="And:", items=tuple(rest[:TITLES]), left_out=max(len(rest) - TITLES, 0)))
    return Reply(heading=heading, blocks=tuple(blocks))


def paused(topics: Sequence[str], why: str) -> Reply:
    """For whoever had a channel told of topics which it can be told no more."""
    sentence = f"A channel is no longer told of {topics_words(topics)}, since nothing can be shown there. {why}"
    return Reply(blocks=(Line(text=sentence), Line(text="Once that is mended, subscribe there again.", tone="quiet")))


def alike(tried: Sequence[Preview]) -> Reply:
    """What is stored on topics, for the one who wants more of it."""
    listings = [
        Listing(title=f"On “{each.topic}”:", items=tuple(article_item(citation) for citation in each.articles[:TITLES]))
        for each in tried
        if each.articles
    ]
    return Reply(blocks=tuple(listings) or (Line(text="No other story is stored on it."),), private=True)


def subscriptions(listed: Sequence[Subscribed]) -> Reply:
    """The place's topics, each with when it is told."""
    if not listed:
        return Reply(heading=ALERTS, blocks=(Line(text=NO_SUBSCRIPTIONS),), private=True)
    items = tuple(Item(text=each.topic, detail=subscribed_words(each), number=number) for number, each in enumerate(listed, start=1))
    return Reply(heading=ALERTS, blocks=(Listing(items=items),), private=True)


def subscribed(each: Subscribed, tried: Preview, *, new: bool) -> Reply:
    """That a topic is told from now on: as typed and as understood, where and when, and what it would have told so far."""
    first = "Subscribed." if new else "You were subscribed already; this holds now."
    so_far = "No stored story would have matched."
    if tried.articles:
        matched = count(len(tried.articles), "stored story", "stored stories")
        so_far = f"{matched} would have matched; the latest: {tried.articles[0].title}"
    return Reply(
        heading=f"Topic: {each.topic}",
        blocks=(Line(text=f"{first} {told_words(each)}"), *quiet([tried.understood, so_far, *tried.notes])),
        private=True,
    )
