"""Results as replies: what is said, in which order. Pure. `bot.blocks` says what a reply is made of, `bot.wording` how it is put."""

from collections.abc import Callable, Iterable, Sequence

from bot.blocks import LABELS, Action, ActionName, Block, Item, Line, Link, Listing, Quotation, Reference, Reply
from bot.chitchat import WHAT_SHERPA_DOES
from bot.commands import Command, Option, Where, commands
from bot.fitting import shorten
from bot.links import page_address, sentence_address
from bot.quotes import Citation, Quote
from bot.results import Answer, Difference, Explanation, Preview, Ranked, Refusal, Searched, Source, Summary, TermWeight
from bot.wording import (
    carriers_words,
    corroboration_words,
    count,
    differ_words,
    difference_words,
    held_words,
    outlet_words,
    page_words,
    published_words,
    searched_words,
    unknown_words,
)

#: Quotations that More adds: as many as an answer has.
MORE = 3
#: Characters of a sentence that is read at a glance.
ONE_LINE = 90
#: Sentences that Why lists, and how much of each: enough to recognise it.
RANKED = 8
RANKED_LENGTH = 160

NOT_SAID = "The articles do not say."
EXAMPLES = ("Was a ceasefire agreed?", "What did Zelenskiy say about giving up land?", "How long was the meeting?")


def answer(result: Answer) -> Reply:
    """Quotations, where sources differ, who else reports it, what was assumed."""
    others = corroboration_words(result.corroboration) if result.corroboration else ""
    return Reply(
        heading=result.question,
        blocks=(*_quotations(result.quotes, 1), *_difference(result.difference), *_lines([others]), *quiet(result.notes)),
        actions=_actions(result),
    )


def _difference(found: Difference | None) -> tuple[Block, ...]:
    """A sentence, or what each says in a line of its own where that is long."""
    if found is None:
        return ()
    sentence = difference_words(found)
    if len(sentence) <= ONE_LINE:
        return (Line(text=sentence),)
    says = ((found.first_quote, found.first), (found.second_quote, found.second))
    items = tuple(Item(text=f"[{quote + 1}] {words}") for quote, words in says)
    return (Listing(title=f"{differ_words(found)}:", items=items),)


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
        return Reply(blocks=(Line(text=result.reason), *quiet(result.notes)), private=result.kind == "nothing_to_search")
    if not result.searched.articles:
        return Reply(heading=result.question, blocks=tuple(_lines([searched_words(result.searched)])))
    unmentioned = tuple(word for word in result.unknown_words if word not in result.reason)
    lines = (f"{NOT_SAID} {result.reason}", unknown_words(unmentioned), searched_words(result.searched))
    nearest: tuple[Block, ...] = ()
    if result.nearest:
        nearest = (Line(text="The nearest thing they have:"), quotation(result.nearest, None))
    why = (action("why"),) if result.explanation else ()
    return Reply(heading=result.question, blocks=(*_lines(lines), *nearest, *quiet(result.notes)), actions=why)


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
    return article_item(source.citation, source.citation.article_id, same).model_copy(update={"number": source.number})


def preview(result: Preview) -> Reply:
    """How the topic was read, and the articles that would have fired."""
    listed: Block = Line(text="No article that is stored would have fired an alert.")
    if result.articles:
        title = f"{count(len(result.articles), 'article', 'articles')} would have fired an alert:"
        listed = Listing(title=title, items=tuple(article_item(citation, citation.article_id) for citation in result.articles))
    return Reply(heading=f"Topic: {result.topic}", blocks=(*quiet([result.understood]), listed, *quiet(result.notes)))


def why(result: Answer | Refusal) -> Reply:
    """What came of it, and the ranking as it was: terms, scores, coverage."""
    explanation = result.explanation
    if explanation is None:
        return Reply(blocks=(Line(text="Nothing was ranked for this."),), private=True)
    judged = f"Declined: {result.reason}" if isinstance(result, Refusal) else f"Confidence {result.confidence:.2f}."
    return Reply(heading=f"Why: {result.question}", blocks=(*_lines([judged]), *_ranking(explanation)), private=True)


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
    features = ", ".join(f"{name} {value:.2f}" for name, value in ranked.features.items() if name != "coverage" and round(value, 2))
    parts = (ranked.title, f"score {ranked.score:.2f}", f"covers {ranked.coverage:.0%}", features)
    text = shorten(" ".join(ranked.text.split()), lambda text: len(text) <= RANKED_LENGTH)
    return Item(text=text, detail=joined(parts), number=number)


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
            *quiet([f"{help_} shows what else there is."]),
        ),
    )


def lately(latest: Sequence[Source]) -> Reply:
    """What was taken in last."""
    items = tuple(article_item(source.citation).model_copy(update={"number": source.number}) for source in latest)
    return Reply(heading="Taken in lately", blocks=(Listing(items=items),) if items else (Line(text="Nothing yet."),))


def error(sentence: str, suggestions: Sequence[str] = ()) -> Reply:
    """What is wrong and what to do, with what may have been meant."""
    listing = (Listing(title="Did you mean:", items=tuple(Item(text=suggestion) for suggestion in suggestions)),) if suggestions else ()
    return Reply(blocks=(Line(text=sentence), *listing), private=True)


def _quotations(quotes: Iterable[Quote], first: int) -> tuple[Quotation, ...]:
    return tuple(quotation(quote, number) for number, quote in enumerate(quotes, start=first))


def quotation(quote: Quote, number: int | None) -> Quotation:
    """The quotation with where it stands and who else carries it."""
    citation = quote.citation
    return Quotation(
        text=quote.text,
        cut=quote.cut,
        marks=quote.marks,
        number=number,
        reference=_reference(citation, link=_link(citation, "at this sentence", _sentence_address(quote))),
        carriers=carriers_words(quote.carriers, citation.agency),
    )


def _reference(citation: Citation, link: Link | None) -> Reference:
    return Reference(source=outlet_words(citation), date=published_words(citation), title=citation.title, link=link)


def _sentence_address(quote: Quote) -> str | None:
    citation = quote.citation
    if citation.url is not None:
        return sentence_address(citation.url, citation.title, quote.body, quote.start, quote.end)
    return f"{page_address(citation.reader)}#s{quote.start}" if citation.reader else None


def _page_link(citation: Citation) -> Link | None:
    url = citation.url or citation.reader
    return _link(citation, "the article", page_address(url) if url else None)


def _link(citation: Citation, place: str, url: str | None) -> Link | None:
    return Link(text=page_words(citation, place), url=url) if url else None


def article_item(citation: Citation, *notes: str) -> Item:
    """The article in a list."""
    parts = (outlet_words(citation), published_words(citation), *notes)
    return Item(text=citation.title, detail=joined(parts), link=_page_link(citation))


def _lines(texts: Iterable[str]) -> tuple[Line, ...]:
    return tuple(Line(text=text) for text in texts if text)


def quiet(texts: Iterable[str]) -> tuple[Line, ...]:
    """Those that say something, as lines that can be passed over."""
    return tuple(Line(text=text, tone="quiet") for text in texts if text)


def joined(parts: Iterable[str]) -> str:
    """Those that say something, in a line."""
    return " · ".join(part for part in parts if part)
