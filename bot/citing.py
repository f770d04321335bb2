"""How articles are cited: by what they say of themselves, and what only the house knows of them."""

from dataclasses import dataclass

from bot.event import Event
from bot.links import Reader
from bot.quotes import Citation
from index.articles import StoredArticle


@dataclass(frozen=True, slots=True)
class Citing:
    """Called for each article that is cited, in any thread. `reader` is asked for those without an address of their own."""

    event: Event
    reader: Reader | None = None

    def __call__(self, article: StoredArticle) -> Citation:
        """The article's citation."""
        return Citation.model_construct(  # of values that the article has checked: a quotation is made for each candidate of an answer
            article_id=article.id,
            revision=article.revision,
            story_id=article.story_id,
            title=article.title,
            outlet=article.outlet,
            agency=article.agency,
            published=article.published,
            date_derived=article.date_derived,
            url=article.url,
            url_owner=article.url_owner,
            reader=self.reader.page(article) if self.reader is not None and article.url is None else None,
            stance=self.event.stance(article),
        )
