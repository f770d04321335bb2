"""What a reader of one article is shown beside it: who else carries it, and what appeared near it in time and on the same subject."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import timedelta

from bot.quotes import Citation, Frozen
from index.analysis import Analyzer
from index.articles import StoredArticle, published_day
from index.retrieval import Filter, Hit

#: Days before and after an article within which others are near it: what a story is news for (alerts tell of two days).
NEAR_DAYS = 4
#: How many are shown: a glance.
NEAR = 5
#: Sentences beside the title that say what an article is about: news tells the most important first (the inverted pyramid).
LEAD_SENTENCES = 3
#: Terms that are searched for, the rarest: more cost time and hardly change what is found (Salton and Buckley 1990 take some twenty).
TERMS = 20
#: Passages that are looked through for so many articles.
PASSAGES = 60


class Reading(Frozen):
    """An article as it is read: one text of it, of which the citation's revision tells, and `current`, the newest there is."""

    article: StoredArticle
    citation: Citation
    current: int
    carriers: tuple[Citation, ...]  #: the story's other articles that everyone may see, in the order in which they came
    near: tuple[Citation, ...]  #: others that everyone may see, nearest first


def about(article: StoredArticle) -> list[str]:
    """The terms of the title and the lead, each once."""
    lead = article.body[: article.sentences[min(LEAD_SENTENCES, len(article.sentences)) - 1].end] if article.sentences else ""
    return list(dict.fromkeys(Analyzer().terms(f"{article.title}. {lead}")))


def likeness(terms: Iterable[str], frequencies: Mapping[str, int]) -> dict[str, float]:
    """What to search with for more on that: the rarest terms that other passages have too, of equal weight; the engine adds idf."""
    known = [term for term in terms if frequencies.get(term, 0) > 1]
    return dict.fromkeys(sorted(known, key=lambda term: frequencies[term])[:TERMS], 1.0)


def around(article: StoredArticle, where: Filter) -> Filter:
    """`where`, but of the days around the article; all days where its own is not known."""
    day = published_day(article.published)
    if day is None:
        return where
    span = timedelta(days=NEAR_DAYS)
    return Filter(since=day - span, until=day + span, outlets=where.outlets, collections=where.collections, articles=where.articles)


def nearest(hits: Iterable[Hit]) -> list[str]:
    """The ids of the articles that were hit, best first: each by its passages' scores, every further one of them counting half as much."""
    scores: dict[str, float] = {}
    seen: Counter[str] = Counter()
    for hit in hits:  # best first
        scores[hit.article_id] = scores.get(hit.article_id, 0.0) + hit.score / 2 ** seen[hit.article_id]
        seen[hit.article_id] += 1
    return sorted(scores, key=lambda id_: -scores[id_])


def one_a_story(articles: Iterable[StoredArticle], without: str) -> list[StoredArticle]:
    """The first of each story, in order, but none of the story `without`."""
    first: dict[str, StoredArticle] = {}
    for article in articles:
        first.setdefault(article.story_id, article)
    return [article for story_id, article in first.items() if story_id != without]
