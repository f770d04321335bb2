"""Articles that moved: a page that stands elsewhere now, and that the same entry of a feed leads to, is the article it was."""

from collections.abc import Mapping, Sequence

from index.analysis import fold
from index.articles import Article
from index.library import Library
from index.store.feeds import Seen


async def under_known_ids(
    library: Library, articles: Sequence[Article], done: Sequence[Seen], before: Mapping[str, Seen]
) -> tuple[list[Article], list[Seen]]:
    """Both as they were given, but for articles that are new under their id and that the entry, by what was noted `before`, led to under
    another: with that one. The title or the text must be the same: an address that only leads elsewhere, as to a home page, says nothing.
    """
    formers = {
        each.article: former
        for each in done
        if each.article and each.key in before and (former := before[each.key].article) and former != each.article
    }
    if not formers:
        return list(articles), list(done)
    known = await library.database.known(formers)
    stored = await library.get(list(formers.values()))
    moved = {
        article.id: was.id
        for article in articles
        if article.id in formers and article.id not in known and (was := stored.get(formers[article.id])) is not None
        if fold(was.title) == fold(article.title) or was.body == article.body
    }
    return (
        [article.model_copy(update={"id": moved.get(article.id, article.id)}) for article in articles],
        [each._replace(article=moved.get(each.article, each.article)) if each.article else each for each in done],
    )
