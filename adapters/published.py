"""Results as JSON for programs: the command line's contract. Dates are ISO 8601, in UTC or a day alone; offsets are into the body."""

import json
import re
from typing import TYPE_CHECKING, Any

from bot.blocks import Quotation, Reply
from bot.quotes import Citation, Quote
from bot.results import Answer, Preview, Refusal, Source, Summary
from index.articles import Article, published_text

if TYPE_CHECKING:
    from index.store.feeds import StoredFeed
    from index.store.subscription_rows import Subscription

#: What `json` leaves as it is and a terminal might obey or hide: DEL and C1 controls, bidirectional and invisible formatting, surrogates.
_UNSAFE = re.compile("[\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]")


def json_line(value: dict[str, Any]) -> str:
    """One line of JSON, without its line end: letters as they are, whatever could do harm on a terminal escaped."""
    return _UNSAFE.sub(lambda found: json.dumps(found.group())[1:-1], json.dumps(value, ensure_ascii=False))


def answer_object(question: str, result: Answer | Refusal) -> dict[str, Any]:
    """What came of a question, which is shown as it was given."""
    answered = isinstance(result, Answer)
    return {
        "question": question,
        "answered": answered,
        "confidence": round(result.confidence, 4),
        "quotes": [_quote_object(quote) for quote in result.quotes] if isinstance(result, Answer) else [],
        "refusal": _refusal_object(result) if isinstance(result, Refusal) else None,
    }


def no_question_object(question: str, sentence: str) -> dict[str, Any]:
    """What came of text that is no question; the sentence says why not."""
    refusal: dict[str, Any] = {"reason": sentence, "unknown_words": [], "nearest": None}
    return {"question": question, "answered": False, "confidence": 0.0, "quotes": [], "refusal": refusal}


def _refusal_object(refusal: Refusal) -> dict[str, Any]:
    nearest = _quote_object(refusal.nearest) if refusal.nearest else None
    return {"reason": refusal.reason, "unknown_words": list(refusal.unknown_words), "nearest": nearest}


def _quote_object(quote: Quote) -> dict[str, Any]:
    return {"text": quote.text, **_citation_object(quote.citation), "start": quote.start, "end": quote.end}


def _citation_object(citation: Citation) -> dict[str, Any]:
    return {
        "article_id": citation.article_id,
        "title": citation.title,
        "outlet": citation.outlet,
        "agency": citation.agency,
        "published": published_text(citation.published),
        "url": citation.url,
    }


def summary_object(summary: Summary) -> dict[str, Any]:
    """The article and its sentences."""
    sentences = [{"text": sentence.text, "start": sentence.start, "end": sentence.end} for sentence in summary.sentences]
    return {"article_id": summary.citation.article_id, "title": summary.citation.title, "sentences": sentences}


def no_summary_object() -> dict[str, Any]:
    """For a line that named no source; why not goes to standard error."""
    return {"article_id": None, "title": None, "sentences": []}


def source_object(source: Source) -> dict[str, Any]:
    """One article of the list."""
    return {**_citation_object(source.citation), "story_id": source.citation.story_id, "collection": source.collection}


def preview_object(preview: Preview) -> dict[str, Any]:
    """A topic and the articles that would have fired an alert."""
    articles = [{"article_id": citation.article_id, "title": citation.title} for citation in preview.articles]
    return {"topic": preview.topic, "articles": articles}


def added_object(came_from: str, article: Article, *, new: bool) -> dict[str, Any]:
    """An article that was taken in, or would have been."""
    return {
        "input": came_from,
        "article_id": article.id,
        "title": article.title,
        "outlet": article.outlet,
        "published": published_text(article.published),
        "url": article.url,
        "text": article.body,
        "new": new,
    }


def subscription_object(subscription: "Subscription") -> dict[str, Any]:
    """A topic that a place is told of."""
    return {
        "topic": subscription.topic,
        "rhythm": subscription.rhythm,
        "outlets": subscription.outlets,
        "made": published_text(subscription.made),
        "paused": subscription.paused or None,
        "next_digest": published_text(subscription.next_digest),
    }


def alert_objects(reply: Reply) -> list[dict[str, Any]]:
    """The stories that a message tells, each by its sentence."""
    return [
        {
            "alert": reply.heading,
            "text": block.text,
            "title": block.reference.title if block.reference else None,
            "source": block.reference.source if block.reference else None,
            "date": block.reference.date if block.reference else None,
            "url": block.reference.link.url if block.reference and block.reference.link else None,
        }
        for block in reply.blocks
        if isinstance(block, Quotation)
    ]


def feed_object(feed: "StoredFeed") -> dict[str, Any]:
    """A feed as it is polled."""
    return {
        "url": feed.address,
        "title": feed.title or None,
        "collection": feed.collection,
        "state": feed.state,
        "reason": feed.reason or None,
        "last_polled": published_text(feed.polled),
        "next_poll": published_text(feed.due) if feed.state != "disabled" else None,
        "articles": feed.articles,
    }


def removed_object(article_id: str) -> dict[str, Any]:
    """An article that was taken down."""
    return {"article_id": article_id, "removed": True}
