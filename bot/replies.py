"""Results as replies: what is said, in which order. Pure. `bot.blocks` says what a reply is made of, `bot.wording` how it is put."""

from collections.abc import Callable, Iterable, Sequence

from bot.blocks import LABELS, Action, ActionName, Block, Item, Line, Link, Listing, Quotation, Reference, Reply
from bot.chitchat import WHAT_SHERPA_DOES
from bot.commands import Command, Option, Where, commands
from bot.fitting import shorten
from bot.links import page_address, sentence_address
from bot.quotes import Citation, Quote
from bot.results import Answer, Explanation, Preview, Ranked, Refusal, Searched, Source, Subscribed, Summary, TermWeight
from bot.wording import (
    carriers_words,
    corroboration_words,
    count,
    difference_words,
    held_words,
    outlet_words,
    page_words,
    published_words,
    searched_words,
    subscribed_words,
    told_words,
    topics_words,
    unknown_words,
)

#: Quotations that More adds: as many as an answer has.
MORE = 3
#: Sentences that Why lists, and how much of each: enough to recognise it.
RANKED = 8
RANKED_LENGTH = 160

NOT_SAID = "The articles do not say."
NO_SUBSCRIPTIONS = "Nothing is subscribed to here. /subscribe and a topic, such as security guarantees, has Sherpa tell you of news on it."
ALERTS = "Alerts"
#: Stories of one message that are told by a sentence, and after them by their titles.
TOLD = 6
TITLES = 12
EXAMPLES = ("Was a ceasefire agreed?", "What did Zelenskiy say about giving up land?", "How long was the meeting?")


def answer(result: Answer) -> Reply:
    """Quotations, where sources differ, who else reports it, what was assumed."""
    lines = [
        difference_words(result.difference) if result.difference else "",
        corroboration_words(result.corroboration) if result.corroboration else "",
    ]
    return Reply(
        heading=result.question,
        blocks=(*_quotations(result.quotes, 1), *_lines(lines), *_quiet(result.notes)),
        actions=_actions(result),
    )


def _actions(result: Answer) -> tuple[Action, ...]:
    more = (action("more"),) if result.more else ()
    return (*more, action("summarize", result.quotes[0].citation.article_id), action("why"))


def action(name: ActionName, argument: str = "") -> Action:
    """The action under its usual label."""
    return Action(name=name, label=LABELS[name], argument=argument)


def more(question: str, unseen: Sequence[Quote], shown: int) -> Reply:
    """The next of an answer's quotations that were not seen yet, numbered on from the `shown` that were."""
    if not unseen:
        return Reply(heading=question, blocks=(Line(text="That is all the articles say on it."),))
    return Reply(
        heading=question,
        blocks=_quotations(unseen[:MORE], shown + 1),
        actions=(action("more"),) if len(unseen) > MORE else (),
    )


def refusal(result: Refusal) -> Reply:
    """Why not, what was searched, which words are unknown, the nearest thing. Of what was no question only why."""
    if result.kind != "unanswered":
        return Reply(blocks=(Line(text=result.reason), *_quiet(result.notes)), private=result.kind == "nothing_to_search")
    if not result.searched.articles:
        return Reply(heading=result.question, blocks=tuple(_lines([searched_words(result.searched)])))
    unmentioned = tuple(word for word in result.unknown_words if word not in result.reason)
    lines = (f"{NOT_SAID} {result.reason}", unknown_words(unmentioned), searched_words(result.searched))
    nearest: tuple[Block, ...] = ()
    if result.nearest:
        nearest = (Line(text="The nearest thing they have:"), _quotation(result.nearest, None))
    why = (action("why"),) if result.explanation else ()
    return Reply(heading=result.question, blocks=(*_lines(lines), *nearest, *_quiet(result.notes)), actions=why)


def summary(result: Summary) -> Reply:
    """Who, outlet, date and link, then the article's own sentences."""
    citation = result.citation
    head = _reference(citation, link=_page_link(citation)).model_copy(
        update={"title": "", "byline": f"by {result.byline}" if result.byline else ""}
    )
    return Reply(heading=citation.title, blocks=(head, *(Quotation(text=sentence.text) for sentence in result.sentences)))


def sources(found: Sequence[Source], total: int | None = None) -> Reply:
    """The articles, numbered; a copy names the first of its story. `total`: how many there are, where not all were found."""
    if not found:
        return Reply(blocks=(Line(text="There are no articles yet."),))
    first: dict[str, int] = {}
    for source in found:
        first.setdefault(source.citation.story_id, source.number)
    items = tuple(_source_item(source, first[source.citation.story_id]) for source in found)
    total = total or len(found)
    return Reply(heading=count(total, "source", "sources"), blocks=(Listing(items=items, left_out=max(total - len(found), 0)),))


def _source_item(source: Source, first_of_story: int) -> Item:
    same = "" if first_of_story == source.number else f"same story as {first_of_story}"
    return _article_item(source.citation, same).model_copy(update={"number": source.number})


def preview(result: Preview) -> Reply:
    """How the topic was read, and the articles that would have fired."""
    listed: Block = Line(text="No article that is stored would have fired an alert.")
    if result.articles:
        title = f"{count(len(result.articles), 'article', 'articles')} would have fired an alert:"
        listed = Listing(title=title, items=tuple(_article_item(citation) for citation in result.articles))
    return Reply(heading=f"Topic: {result.topic}", blocks=(*_quiet([result.understood]), listed, *_quiet(result.notes)))


def why(result: Answer | Refusal) -> Reply:
    """The ranking as it was: terms, scores, coverage."""
    explanation = result.explanation
    if explanation is None:
        return Reply(blocks=(Line(text="Nothing was ranked for this."),), private=True)
    judged = f"Declined: {result.reason}" if isinstance(result, Refusal) else f"Confidence {result.confidence:.2f}."
    return Reply(heading=f"Why: {result.question}", blocks=(*_ranking(explanation), *_lines([judged])), private=True)


def _ranking(explanation: Explanation) -> tuple[Block, ...]:
    asked = f"Looked for {explanation.asked_for}." if explanation.asked_for else ""
    listings = (
        Listing(title="Terms, in how many passages, with what weight:", items=tuple(_term_item(term) for term in explanation.terms)),
        Listing(
            title="Sentences considered, best first:",
            items=tuple(_ranked_item(ranked, n) for n, ranked in enumerate(explanation.ranked[:RANKED], start=1)),
        ),
    )
    return (*_lines([asked]), *(listing for listing in listings if listing.items))


def _term_item(term: TermWeight) -> Item:
    stem = f" (as {term.term})" if term.term != term.word.casefold() else ""
    return Item(text=f"{term.word}{stem}", detail=f"{count(term.passages, 'passage', 'passages')} · weight {term.weight:.2f}")


def _ranked_item(ranked: Ranked, number: int) -> Item:
    features = ", ".join(f"{name} {value:.2f}" for name, value in ranked.features.items() if name != "coverage")
    parts = (f"score {ranked.score:.2f}", f"covers {ranked.coverage:.0%}", features, ranked.title)
    text = shorten(" ".join(ranked.text.split()), lambda text: len(text) <= RANKED_LENGTH)
    return Item(text=text, detail=_joined(parts), number=number)


_ASKING_HERE = "Whatever else you type is a question; “when?” or “and what did Putin say?” goes on from the one before."
_ASKING_ELSEWHERE = (
    "Mention me with a question, or write to me directly. A reply to an answer goes on from it: “when?”, “and what did Putin say?” "
    "On any message, Find sources shows what the articles say on it."
)


def option_usage(option: Option) -> str:
    """`QUESTION`, `[medium|short|long]`"""
    words = "|".join(option.choices) or option.name.upper()
    return words if option.required else f"[{words}]"


def help_(
    where: Where,
    typed: Callable[[Command], str] = lambda command: f"/{command.name}",
    without: frozenset[str] = frozenset(),
    given: Callable[[Option], str] = option_usage,
) -> Reply:
    """The commands that can be given there. `typed` is what is typed for one, before its options, and `given` for an option; `without` are
    names of others."""
    offered = [command for command in commands(where) if command.name not in without]
    items = tuple(Item(text=usage(command, where, typed, given), detail=_for_whom(command)) for command in offered)
    ask = Line(text=_ASKING_ELSEWHERE if where == "platform" else _ASKING_HERE)
    return Reply(heading="What Sherpa can do", blocks=(Line(text=WHAT_SHERPA_DOES), Listing(items=items), ask), private=True)


def _for_whom(command: Command) -> str:
    return f"{command.summary}, if you manage this place" if command.for_managers else command.summary


def usage(
    command: Command,
    where: Where,
    typed: Callable[[Command], str] = lambda command: f"/{command.name}",
    given: Callable[[Option], str] = option_usage,
) -> str:
    """`/summarize SOURCE [medium|short|long]`, `/feed add ADDRESS | list | remove ADDRESS`"""
    if command.parts:
        return f"{typed(command)} {' | '.join(usage(part, where, lambda part: part.name, given) for part in command.parts)}"
    return " ".join((typed(command), *map(given, command.options_at(where))))


def greeting(searched: Searched, help_: str = "/help") -> Reply:
    """What Sherpa does, on what, and what could be asked. `help_` is how help is asked for there."""
    held = f"It has {held_words(searched)}." if searched.articles else searched_words(searched)
    listing = Listing(title="Ask, for example:", items=tuple(Item(text=example) for example in EXAMPLES))
    return Reply(
        heading="Sherpa",
        blocks=(
            *_lines([f"{WHAT_SHERPA_DOES} {held}"]),
            *((listing,) if searched.articles else ()),
            *_quiet([f"{help_} shows what else there is."]),
        ),
    )


def lately(latest: Sequence[Source]) -> Reply:
    """What was taken in last."""
    items = tuple(_article_item(source.citation).model_copy(update={"number": source.number}) for source in latest)
    return Reply(heading="Taken in lately", blocks=(Listing(items=items),) if items else (Line(text="Nothing yet."),))


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
        blocks.append(_quotation(quote, None))
        if len(topics) > 1:
            blocks.append(Line(text=f"Fits {topics_words(fits)}.", tone="quiet"))
    if rest := [_article_item(quote.citation) for quote, _ in stories[TOLD:]]:
        blocks.append(Listing(title="And:", items=tuple(rest[:TITLES]), left_out=max(len(rest) - TITLES, 0)))
    return Reply(heading=heading, blocks=tuple(blocks))


def paused(topics: Sequence[str], why: str) -> Reply:
    """For whoever had a channel told of topics which it can be told no more."""
    sentence = f"A channel is no longer told of {topics_words(topics)}, since nothing can be shown there. {why}"
    return Reply(blocks=(Line(text=sentence), Line(text="Once that is mended, subscribe there again.", tone="quiet")))


def alike(tried: Sequence[Preview]) -> Reply:
    """What is stored on topics, for the one who wants more of it."""
    listings = [
        Listing(title=f"On “{each.topic}”:", items=tuple(_article_item(citation) for citation in each.articles[:TITLES]))
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
        blocks=(Line(text=f"{first} {told_words(each)}"), *_quiet([tried.understood, so_far, *tried.notes])),
        private=True,
    )


def error(sentence: str, suggestions: Sequence[str] = ()) -> Reply:
    """What is wrong and what to do, with what may have been meant."""
    listing = (Listing(title="Did you mean:", items=tuple(Item(text=suggestion) for suggestion in suggestions)),) if suggestions else ()
    return Reply(blocks=(Line(text=sentence), *listing), private=True)


def _quotations(quotes: Iterable[Quote], first: int) -> tuple[Quotation, ...]:
    return tuple(_quotation(quote, number) for number, quote in enumerate(quotes, start=first))


def _quotation(quote: Quote, number: int | None) -> Quotation:
    citation = quote.citation
    url = sentence_address(citation.url, quote.text) if citation.url else None
    return Quotation(
        text=quote.text,
        cut=quote.cut,
        marks=quote.marks,
        number=number,
        reference=_reference(citation, link=Link(text=page_words(citation, "at this sentence"), url=url) if url else None),
        carriers=carriers_words(quote.carriers),
    )


def _reference(citation: Citation, link: Link | None) -> Reference:
    return Reference(source=outlet_words(citation), date=published_words(citation), title=citation.title, link=link)


def _page_link(citation: Citation) -> Link | None:
    return Link(text=page_words(citation, "the article"), url=page_address(citation.url)) if citation.url else None


def _article_item(citation: Citation, note: str = "") -> Item:
    parts = (outlet_words(citation), published_words(citation), citation.article_id, note)
    return Item(text=citation.title, detail=_joined(parts), link=_page_link(citation))


def _lines(texts: Iterable[str]) -> tuple[Line, ...]:
    return tuple(Line(text=text) for text in texts if text)


def _quiet(texts: Iterable[str]) -> tuple[Line, ...]:
    return tuple(Line(text=text, tone="quiet") for text in texts if text)


def _joined(parts: Iterable[str]) -> str:
    return " · ".join(part for part in parts if part)
